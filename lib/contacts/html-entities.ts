const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»', hellip: '…', bull: '•', middot: '·',
  trade: '™', reg: '®', copy: '©', euro: '€', pound: '£', deg: '°', szlig: 'ß', AElig: 'Æ', aelig: 'æ', OElig: 'Œ', oelig: 'œ', Oslash: 'Ø', oslash: 'ø', THORN: 'Þ', thorn: 'þ', ETH: 'Ð', eth: 'ð', Lstrok: 'Ł', lstrok: 'ł',
};
/** What stands between a letter and the semicolon, as the combining mark it means. */
const MARKS: Readonly<Record<string, string>> = { acute: '\u0301', grave: '\u0300', circ: '\u0302', tilde: '\u0303', uml: '\u0308', ring: '\u030A', cedil: '\u0327', caron: '\u030C' };
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/g;

function named(name: string): string | undefined {
  if (Object.hasOwn(NAMED, name)) return NAMED[name];
  const mark = MARKS[name.slice(1)];
  return mark === undefined ? undefined : `${name.charAt(0)}${mark}`.normalize('NFC');
}

function numbered(code: number): string | undefined {
  return code >= 0x20 && code <= 0x10_ff_ff && !(code >= 0x7f && code <= 0x9f) && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : undefined;
}

/** "Smith &amp; Sons" as it was meant: some programs write the cells of a CSV as if they were web pages. What is no entity stays. */
export function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) =>
    (decimal !== undefined ? numbered(Number(decimal)) : hex !== undefined ? numbered(Number.parseInt(hex, 16)) : named(name ?? '')) ?? whole);
}

/** A text that `withoutEntities` gives back as it is: only what looks like an entity is written otherwise. */
export function keptFromEntities(text: string): string {
  return text.replace(ENTITY, (whole) => `&amp;${whole.slice(1)}`);
}
