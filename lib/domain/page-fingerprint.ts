/** A page fingerprint is `target=strategy` pairs joined by `;`: which way each part of the page was recognised. */
function pairsOf(fingerprint: string): Map<string, string> {
  return new Map(fingerprint.split(';').map((pair) => {
    const cut = pair.indexOf('=');
    return [pair.slice(0, cut), pair.slice(cut + 1)];
  }));
}

/**
 * Whether a page is of a generation this account has sent with proof on: every part that was ever seen is recognised in a way
 * that was proven before. A part that only appears with content (the first row of an empty list) changes nothing.
 */
export function isKnownPage(fingerprint: string, proven: readonly string[]): boolean {
  const seen = new Map<string, Set<string>>();
  for (const page of proven) {
    for (const [target, strategy] of pairsOf(page)) seen.set(target, (seen.get(target) ?? new Set()).add(strategy));
  }
  return [...pairsOf(fingerprint)].every(([target, strategy]) => seen.get(target)?.has(strategy) ?? true);
}
