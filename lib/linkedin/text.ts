/** One form for texts that are compared: NFC, no-break spaces as spaces, every line break one '\n'. */
export function normalText(text: string): string {
  return text.normalize('NFC').replace(/\u00a0/gu, ' ').replace(/\r\n?/gu, '\n');
}
