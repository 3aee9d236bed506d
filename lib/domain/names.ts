import { singleLine } from '@/lib/domain/text';

export type NamePart = 'first' | 'last';

/** What was done to a name and to which part of it, for the preview. */
export type NameChange = {
  readonly what:
    | 'spaces-mended'
    | 'styled-letters-replaced'
    | 'emoji-removed'
    | 'brackets-removed'
    | 'pronouns-removed'
    | 'addition-removed'
    | 'honorific-removed'
    | 'suffix-removed'
    | 'initial-removed'
    | 'symbols-removed'
    | 'case-mended';
  /** What was taken away, '' where the name was rewritten rather than cut. */
  readonly removed: string;
};

export type CleanedName =
  | { readonly kind: 'usable'; readonly value: string; readonly changes: readonly NameChange[] }
  /** Nobody can be greeted by this: the variable counts as missing. */
  | { readonly kind: 'unusable'; readonly why: 'empty' | 'no-letters' | 'initials-only' | 'honorific-only' | 'placeholder' | 'not-a-name'; readonly changes: readonly NameChange[] };

/** Titles that are never a name by themselves, compared in lower case without dots. */
const HONORIFICS = new Set(
  'dr prof professor mr mrs ms mx miss sir dame madam mister doctor dra dott dottssa dottoressa dipl-ing diplom-ingenieur drs rev reverend hon honorable capt captain sgt mme mlle monsieur madame herr frau engr shri smt pr'.split(' '),
);
/** Titles only when written with a dot: without it they are also names or words. */
const DOTTED_HONORIFICS = new Set(['ing.', 'eng.', 'mag.', 'fr.', 'col.', 'gen.', 'lt.', 'maj.', 'sr.', 'sra.', 'srta.', 'er.', 'adv.', 'avv.', 'arch.', 'ir.', 'lic.', 'h.e.']);
/** Degrees and the like, upper case without dots and hyphens. After a comma anything goes; at the end of a name only these. */
const SUFFIXES = new Set(
  'MBA EMBA PHD DPHIL EDD DBA MSC BSC MENG BENG MPHIL MPA MPH LLM LLB JD ESQ CFA CPA CMA CIA CISA CISM CISSP CCNA CSM CSPO PSM PMP PMIACP PGMP CAPM ITIL CEH SHRMCP SHRMSCP PHR SPHR GPHR CIPD ACCA FCCA FCA ACA CGMA FRM CAIA CFP CLU RN BSN MSN DDS DMD DVM PHARMD PENG CENG MIET MRICS FRICS OBE MBE CBE KBE QC KC FRSA FRCS MRCP JR SR II III IV AIA LEED LEEDAP PSYD LCSW LMFT CCIM SIOR GRI NP APRN MPM GAICD MAICD HRCI CHRP MCIPS MCIM DIPM CPIM CSCP LSSBB ACC PCC MCC ICF'.split(
    ' ',
  ),
);
const PLACEHOLDERS = new Set(['linkedin member', 'linkedin', 'member', 'mitglied', 'membre', 'null', 'undefined', 'unknown', 'n/a', '#n/a', 'none', 'nan', 'test', 'firstname', 'first name', 'lastname', 'last name', 'name', 'private', 'anonymous']);
const PARTICLES = new Set('de da do dos das di del della dello degli du la le les los las van von der den ten ter te zu zum zur af av bin binti ibn al el y e i und'.split(' '));
const MAC_NAMES = new Set('donald kenzie gregor arthur leod intyre pherson millan lean kay neil neill dougall farlane allister beth donnell kinnon innes namara mahon lachlan cormack aulay callum duff'.split(' '));
const PRONOUNS = /[([]?\b(?:she|he|they|her|him|them|elle|il|iel|ella|él|sie|er|hij|zij)\s*[/|]\s*(?:she|he|they|her|hers|him|his|them|theirs|elle|il|iel|ella|elle|ihr|ihm|hem|haar)(?:\s*[/|]\s*\p{L}+)?\b[)\]]?/giu;
// A zero-width joiner between letters belongs to the spelling of Indic scripts; only the one between pictures goes.
const EMOJI = /(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u{1F3FB}-\u{1F3FF}\u{E0020}-\u{E007F}]|\uFE0E|\uFE0F|\u20E3|(?<![\p{L}\p{M}])\u200D)+/gu;
const STYLED = /[\u{1D400}-\u{1D7FF}\uFF21-\uFF3A\uFF41-\uFF5A\u24B6-\u24E9\u{1F130}-\u{1F189}]/u;
/** Most first names: nothing of what follows changes them, and a preview asks for tens of thousands. */
const PLAIN_WORD = /^[A-Z][a-z]{2,30}$/;
const MOST_WORDS = 5;
const MOST_LETTERS = 60;

/**
 * Cleans a name as people write it on LinkedIn so that it can stand in a greeting: "JOHN, MBA 🚀" → "John",
 * "Dr. ana (Annie) o'neil" → "Ana O'Neil". Decides also when there is nothing to greet by (initials, a title alone, a
 * slogan). Names of scripts without letter case are kept as they are. The result is NFC and one line.
 */
export function cleanName(raw: string, part: NamePart): CleanedName {
  if (PLAIN_WORD.test(raw) && !isHonorific(raw) && !PLACEHOLDERS.has(raw.toLowerCase())) return { kind: 'usable', value: raw, changes: [] };
  const changes: NameChange[] = [];
  const unusable = (why: Extract<CleanedName, { kind: 'unusable' }>['why']): CleanedName => ({ kind: 'unusable', why, changes });
  const change = (what: NameChange['what'], before: string, after: string): string => {
    if (after !== before) changes.push({ what, removed: removedPart(before, after) });
    return after;
  };

  let name = change('spaces-mended', raw, singleLine(raw).replace(/[\u00AD\u115F\u1160\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\u2800\u3164\uFFA0]/g, ''));
  if (name === '') return unusable('empty');
  if (PLACEHOLDERS.has(name.toLowerCase())) return unusable('placeholder');
  if (STYLED.test(name)) name = change('styled-letters-replaced', name, squeezed(name.normalize('NFKC')));
  name = change('pronouns-removed', name, squeezed(name.replace(PRONOUNS, ' ')));
  name = change('emoji-removed', name, squeezed(name.replace(EMOJI, ' ')));
  name = change('brackets-removed', name, withoutBrackets(name));
  name = change('addition-removed', name, withoutAddition(name));
  const title = withoutHonorifics(name);
  if (title === '' && name !== '') {
    changes.push({ what: 'honorific-removed', removed: name });
    return unusable('honorific-only');
  }
  name = change('honorific-removed', name, title);
  name = change('suffix-removed', name, withoutSuffixes(name));
  name = change('symbols-removed', name, withoutSymbols(name));
  if (!/\p{L}/u.test(name)) return unusable(name === '' && changes.length === 0 ? 'empty' : 'no-letters');
  const spelled = withoutInitials(name, part);
  if (spelled === '') return unusable('initials-only');
  name = change('initial-removed', name, spelled);
  name = change('case-mended', name, withProperCase(name, part));
  if (PLACEHOLDERS.has(name.toLowerCase())) return unusable('placeholder');
  if (name.split(' ').length > MOST_WORDS || name.length > MOST_LETTERS) return unusable('not-a-name');
  return { kind: 'usable', value: name.normalize('NFC'), changes };
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/ (?=[,.])/g, '').trim();
}

/** What was cut out of `before` to leave `after`; '' when `after` is no cut of it. */
function removedPart(before: string, after: string): string {
  let start = 0;
  while (start < after.length && before[start] === after[start]) start += 1;
  const rest = after.length - start;
  if (before.endsWith(after.slice(start))) return before.slice(start, before.length - rest).trim();
  let kept = 0;
  let removed = '';
  for (const unit of before.split('')) {
    if (unit === after[kept]) kept += 1;
    else removed += unit;
  }
  return kept === after.length ? squeezed(removed) : '';
}

/** Without "(Bob)", "[x]", '"Bob"'; when nothing else is there, what stood inside. */
function withoutBrackets(name: string): string {
  const outside = squeezed(name.replace(/\([^)]*\)?|\[[^\]]*\]?|\{[^}]*\}?|"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|(?<=^|\s)['‘][^'’]+['’](?=\s|$)/g, ' '));
  return /\p{L}/u.test(outside) ? outside : squeezed(name.replace(/[()[\]{}"“”„«»]/g, ' '));
}

/** Cuts what people append: after a comma, a bar, a spaced dash, a bullet or a slash; and addresses and numbers. */
function withoutAddition(name: string): string {
  const plain = squeezed(name.replace(/\S+@\S+|https?:\/\/\S+|www\.\S+|\+?\d[\d\s().-]{5,}\d/gi, ' '));
  const parts = plain.split(/\s*[,;|•~/\\]\s*|\s+[-–—:·]+\s+|:\s/u).filter((piece) => /\p{L}/u.test(piece));
  return parts[0]?.trim() ?? '';
}

function withoutHonorifics(name: string): string {
  const words = name.split(' ');
  let first = 0;
  while (first < words.length && isHonorific(words[first] ?? '')) first += 1;
  const rest = words.slice(first).join(' ');
  const glued = /^(?:(?:dr|prof|mr|mrs|ms|ing)\.)+(?=\p{L}{2})/iu.exec(rest)?.[0] ?? '';
  return rest.slice(glued.length);
}

function isHonorific(word: string): boolean {
  const lower = word.toLowerCase();
  return DOTTED_HONORIFICS.has(lower) || HONORIFICS.has(lower.replaceAll('.', ''));
}

function withoutSuffixes(name: string): string {
  const words = name.split(' ');
  let end = words.length;
  while (end > 1 && isSuffix(words[end - 1] ?? '')) end -= 1;
  return words.slice(0, end).join(' ');
}

/** A degree is written in capitals or with dots; "Jr" and "Sr" in any case. A short name such as "Iv" is none. */
function isSuffix(word: string): boolean {
  const bare = word.replace(/[.\-®™]/g, '');
  if (/^(?:jr|sr|phd|esq|msc|bsc|mba)$/i.test(bare)) return true;
  return SUFFIXES.has(bare.toUpperCase()) && /[A-Z].*[A-Z]/.test(bare);
}

function withoutSymbols(name: string): string {
  const letters = squeezed(name.replace(/[^\p{L}\p{M}\p{Pd} '’`´.ʻʼ・·\u200C\u200D]/gu, ' ').replace(/[`´]/g, "'"));
  return letters
    .split(' ')
    .map((word) => word.replace(/^[\p{Pd}.']+(?=\p{L})|[\p{Pd}]+$/gu, ''))
    .filter((word) => /\p{L}/u.test(word))
    .join(' ');
}

/** Without words that are initials ("J.", "J.R.", "F"); '' when all are. "JP" and "AJ" are initials too. */
function withoutInitials(name: string, part: NamePart): string {
  const words = name.split(' ').map((word) => (/\p{L}{2,}\.$/u.test(word) ? word.slice(0, -1) : word));
  const spelled = words.filter((word) => !isInitials(word, words.length === 1, part));
  return spelled.join(' ');
}

function isInitials(word: string, alone: boolean, part: NamePart): boolean {
  if (!/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}.'’-]+$/u.test(word)) return false;
  const letters = word.replace(/[^\p{L}]/gu, '');
  if ([...letters].length === 1) return !(PARTICLES.has(word) && !alone);
  if (/^(?:\p{L}\.-?)+\p{L}?\.?$/u.test(word)) return true;
  // "NG" is a family name; a first name without a vowel is none.
  if (part === 'last' || !alone || !/^\p{Lu}{2,3}$/u.test(letters)) return false;
  return !/[AEIOUYÀ-ÖØ-ÝĀ-ž]/.test(letters) || (letters.length === 2 && letters.endsWith('J'));
}

function withProperCase(name: string, part: NamePart): string {
  // ß has hardly a capital and stays small in names written in capitals.
  const letters = name.replace(/[^\p{L}]|ß/gu, '');
  const allLower = letters === letters.toLowerCase();
  const allUpper = letters === letters.toUpperCase() && letters !== letters.toLowerCase();
  return name
    .split(' ')
    .map((word, index) => {
      const bare = word.replace(/[^\p{L}]|ß/gu, '');
      const shouted = bare === bare.toUpperCase() && bare !== bare.toLowerCase() && (allUpper || [...bare].length > 2);
      const turned = /^\p{Ll}\p{Lu}+$/u.test(bare) && [...bare].length > 2;
      if (!shouted && !turned && !allLower) return word;
      // A capital İ is only written in Turkish and Azeri, whose lower case keeps i and ı apart.
      const locale = word.includes('İ') ? 'tr' : 'en';
      const lower = word.toLocaleLowerCase(locale);
      const particle = PARTICLES.has(lower) && (index > 0 || (part === 'last' && name.includes(' ')));
      return particle ? lower : properWord(lower, part, locale);
    })
    .join(' ');
}

/** A lower-case word with the capitals names have: after hyphens, after O' and D', in McDonald and MacDonald, IJsbrand. */
function properWord(word: string, part: NamePart, locale: 'tr' | 'en'): string {
  const capital = (text: string): string => {
    const [first = '', ...rest] = text;
    return `${first.toLocaleUpperCase(locale)}${rest.join('')}`;
  };
  return word.replace(/[\p{L}\p{M}'’ʻʼ]+/gu, (piece) => {
    const [head = '', mark = '', tail = ''] = piece.split(/(['’ʻʼ])/u);
    if (mark !== '' && tail !== '' && [...head].length <= 2) return `${capital(head)}${mark}${capital(piece.slice(head.length + 1))}`;
    if (/^mc\p{L}{2,}/u.test(piece)) return `Mc${capital(piece.slice(2))}`;
    if (part === 'last' && piece.startsWith('mac') && MAC_NAMES.has(piece.slice(3))) return `Mac${capital(piece.slice(3))}`;
    if (piece.startsWith('ij') && piece.length > 3) return `IJ${piece.slice(2)}`;
    return capital(piece);
  });
}
