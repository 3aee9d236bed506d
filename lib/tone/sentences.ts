/** The sentences of a text, as written. A full stop after a number ("14. August") or a short form does not end one. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\r?\n+/u)
    .flatMap((line) => line.split(/(?<=[.!?…])(?<!\b\d{1,2}\.)(?<!\b(?:bzw|ca|Mr|Mrs|Ms|Dr|Sr|Sra|dhr|mevr|p\. ex|z\.B|e\.g|i\.e|a\.m|p\.m)\.)\s+/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
