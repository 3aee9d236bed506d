/**
 * A text as it stands in the page: NFC, no-break spaces as spaces, every line break one '\n'. Unlike the domain's normal form it keeps what stands at
 * the ends: a composer that holds a line more than was typed must be noticed.
 */
export function normalText(text: string): string {
  return text.normalize('NFC').replace(/\u00a0/gu, ' ').replace(/\r\n?/gu, '\n');
}
