/** One line of printable ASCII without spaces around it: normal already. Most cells of an import are that. */
const PLAIN = /^(?:[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?)?$/;

/**
 * The one normal form of a message text. What is rendered, approved, fingerprinted, typed and read back from the page
 * are all compared in this form.
 *
 * - line breaks of every kind become one `\n`; paragraphs (empty lines) are kept as they are;
 * - no-break spaces and tabs become plain spaces, because a contenteditable stores a trailing or doubled space as NBSP;
 * - control characters and a byte order mark disappear, half surrogate pairs become U+FFFD;
 * - Unicode NFC; spaces at the end of a line and white space around the whole text are cut off.
 *
 * Spaces inside a line are kept, doubled ones too: a text that the page doubled or cut must be noticed.
 * Idempotent.
 */
export function normaliseText(text: string): string {
  if (PLAIN.test(text)) return text;
  const lines = text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u00A0\t\v\f]/g, ' ')
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed here
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\uFEFF]/g, '')
    .normalize('NFC')
    .split('\n');
  return trimmed(lines.map((line) => trimmed(line, 'end', ' ')).join('\n'), 'both', ' \n');
}

/** Cut by counting, not by pattern: a pattern anchored at the end takes quadratic time on a long run of spaces. */
function trimmed(text: string, where: 'both' | 'end', characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  if (where === 'end') return text.slice(0, end);
  let start = 0;
  while (start < end && characters.includes(text.charAt(start))) start += 1;
  return text.slice(start, end);
}

/** A value of one line: normalised, every run of white space one space. */
export function singleLine(text: string): string {
  if (PLAIN.test(text) && !text.includes('  ')) return text;
  return normaliseText(text).replace(/\s+/g, ' ').trim();
}

/**
 * The form in which two texts are compared without regard to case, accents and spacing ("Société Générale" and
 * "SOCIETE  GENERALE" are the same). Only for comparing, never for showing.
 */
export function foldText(text: string): string {
  // Most names are plain ASCII, and a segment is counted over 30,000 of them.
  if (/^[\x20-\x7E]*$/.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/[đð]/g, 'd')
    .replace(/ı/g, 'i')
    .replace(/\s+/g, ' ')
    .trim();
}
