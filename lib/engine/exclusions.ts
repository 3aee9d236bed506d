import type { Exclusion, NurturesDb } from '@/lib/db/schema';
import type { Contact } from '@/lib/domain/contact';
import { foldText } from '@/lib/domain/text';
import { personHash, personHashKeys } from '@/lib/engine/person-hash';

/** Why a do-not-contact entry cannot be: it is empty, or a pattern that would match everyone. */
export type ExclusionProblem = 'empty' | 'matchesAll';

/** The do-not-contact list as it is asked. */
export interface ExclusionBook {
  /** the entry that keeps messages from this contact, if any */
  of: (contact: Contact) => Exclusion | undefined;
  /** whether this key (`id:…` or `slug:…`) belongs to a person who was erased */
  erased: (alias: string) => boolean;
}

/** A pattern as a test: `*` stands for anything, case and accents do not count, the whole value must fit. */
function patternTest(pattern: string): (value: string) => boolean {
  const parts = foldText(pattern).split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`, 's');
  return (value) => whole.test(foldText(value));
}

/** Whether an entry can be put on the list. A pattern needs at least three letters beside its stars. */
export function exclusionProblem(kind: Exclusion['kind'], value: string): ExclusionProblem | undefined {
  if (foldText(value) === '') return 'empty';
  return kind === 'pattern' && foldText(value).replaceAll('*', '').trim().length < 3 ? 'matchesAll' : undefined;
}

/** A list ready to be asked; `keys` are those of erased persons' hashes. Lifted entries count for nothing. */
export function bookOf(exclusions: readonly Exclusion[], keys: readonly string[]): ExclusionBook {
  const inForce = exclusions.filter((exclusion) => exclusion.liftedAt === undefined);
  const people = new Map(inForce.filter((one) => one.kind === 'person').map((one) => [one.value, one]));
  const companies = new Map(inForce.filter((one) => one.kind === 'company').map((one) => [foldText(one.value), one]));
  const patterns = inForce.filter((one) => one.kind === 'pattern').map((exclusion) => ({ exclusion, test: patternTest(exclusion.value) }));
  const hashes = new Set(inForce.flatMap((one) => (one.hash === undefined ? [] : [one.hash])));
  return {
    of: (contact) => {
      const person = people.get(contact.id);
      if (person !== undefined) return person;
      const company = contact.company === '' ? undefined : companies.get(foldText(contact.company));
      if (company !== undefined || patterns.length === 0) return company;
      const values = [`${contact.firstName} ${contact.lastName}`, contact.company, contact.position, contact.email, ...contact.slugs];
      return patterns.find(({ test }) => values.some((value) => value !== '' && test(value)))?.exclusion;
    },
    erased: (alias) => hashes.size > 0 && keys.some((key) => hashes.has(personHash(key, alias))),
  };
}

/** The whole list, to be asked for many contacts. */
export async function loadExclusions(db: NurturesDb): Promise<ExclusionBook> {
  return bookOf(await db.exclusions.toArray(), await personHashKeys(db));
}

/** The entry that keeps messages from one contact, if any. */
export async function exclusionOf(db: NurturesDb, contact: Contact): Promise<Exclusion | undefined> {
  return (await loadExclusions(db)).of(contact);
}
