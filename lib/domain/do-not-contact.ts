import type { Contact } from '@/lib/domain/contact';
import { personKeyText, type PersonKey } from '@/lib/domain/person-key';
import { foldText } from '@/lib/domain/text';

/**
 * One entry of the do-not-contact list. A person by key; a company by name; a pattern over name, company, position and
 * email, in which `*` stands for any text and `?` for one letter ("*@rival.test", "*recruit*").
 */
export type DoNotContactEntry =
  | { readonly id: string; readonly kind: 'person'; readonly keys: readonly PersonKey[] }
  | { readonly id: string; readonly kind: 'company'; readonly name: string }
  | { readonly id: string; readonly kind: 'pattern'; readonly pattern: string };

export type DoNotContactSubject = Readonly<Pick<Contact, 'firstName' | 'lastName' | 'company' | 'position' | 'email'>> & { readonly keys: readonly PersonKey[] };

/** Which entry keeps a contact from being written to, and where a pattern was met. */
export type DoNotContactMatch = { readonly entryId: string; readonly kind: DoNotContactEntry['kind']; readonly where: 'person' | 'name' | 'company' | 'position' | 'email' };

export type DoNotContactCheck = (subject: DoNotContactSubject) => DoNotContactMatch | undefined;

/** Legal forms at the end of a company's name, folded: "Acme" and "Acme, Inc." are one company. */
const LEGAL_FORMS = new Set('inc incorporated llc llp lp ltd limited plc corp corporation co company gmbh ag kg ohg ug se sa sas sarl sasu eurl spa srl bv nv ab as asa aps oy oyj kk pty pte sl slu lda ltda sro doo zrt kft'.split(' '));

/**
 * The name under which a company is compared: folded, without punctuation and legal form, unless nothing else is there.
 */
export function companyKey(name: string): string {
  const words = foldText(name.replace(/(?<=\p{L})\.(?=\p{L}\b)/gu, ''))
    .replace(/&/g, ' and ')
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  let end = words.length;
  while (end > 1 && LEGAL_FORMS.has(words[end - 1] ?? '')) end -= 1;
  return words.slice(0, end).join(' ');
}

/** Why a pattern cannot be kept: it would stop nobody or everybody. */
export function checkPattern(pattern: string): 'empty-pattern' | 'matches-everyone' | undefined {
  if (foldText(pattern) === '') return 'empty-pattern';
  return foldText(pattern).replace(/[*?\s]/g, '') === '' ? 'matches-everyone' : undefined;
}

/**
 * A list made ready to be asked of many contacts. The strictest reading wins: any key of the person, the company in any
 * usual spelling, a pattern in any of the fields. A person entry is answered before a company, a company before a
 * pattern. A pattern without `*` or `?` must be the whole field; patterns that `checkPattern` refuses match nobody.
 */
export function doNotContactCheck(entries: readonly DoNotContactEntry[]): DoNotContactCheck {
  const people = new Map<string, string>();
  const companies = new Map<string, string>();
  const patterns: { readonly entryId: string; readonly matches: RegExp }[] = [];
  for (const entry of entries) {
    switch (entry.kind) {
      case 'person':
        for (const key of entry.keys) people.set(personKeyText(key), entry.id);
        break;
      case 'company': {
        const key = companyKey(entry.name);
        if (key !== '') companies.set(key, entry.id);
        break;
      }
      case 'pattern':
        if (checkPattern(entry.pattern) === undefined) patterns.push({ entryId: entry.id, matches: patternRegExp(entry.pattern) });
        break;
    }
  }
  return (subject) => {
    for (const key of subject.keys) {
      const entryId = people.get(personKeyText(key));
      if (entryId !== undefined) return { entryId, kind: 'person', where: 'person' };
    }
    const byCompany = companies.size === 0 ? undefined : companies.get(companyKey(subject.company));
    if (byCompany !== undefined) return { entryId: byCompany, kind: 'company', where: 'company' };
    if (patterns.length === 0) return undefined;
    const fields = [
      ['name', foldText(`${subject.firstName} ${subject.lastName}`)],
      ['company', foldText(subject.company)],
      ['position', foldText(subject.position)],
      ['email', foldText(subject.email)],
    ] as const;
    for (const { entryId, matches } of patterns) {
      const field = fields.find(([, text]) => text !== '' && matches.test(text));
      if (field !== undefined) return { entryId, kind: 'pattern', where: field[0] };
    }
    return undefined;
  };
}

function patternRegExp(pattern: string): RegExp {
  // Runs of stars are one: "**" would otherwise make the matching slow.
  const parts = foldText(pattern).replace(/\*+/g, '*').split(/([*?])/);
  const source = parts.map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[\\^$.+()[\]{}|/-]/g, '\\$&'))).join('');
  return new RegExp(`^${source}$`, 'su');
}
