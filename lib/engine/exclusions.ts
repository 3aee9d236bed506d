import type { Exclusion, NurturesDb } from '@/lib/db/schema';
import type { Contact } from '@/lib/domain/contact';
import { checkPattern, companyKey, doNotContactCheck, type DoNotContactEntry } from '@/lib/domain/do-not-contact';
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

/** Whether an entry can be put on the list. */
export function exclusionProblem(kind: Exclusion['kind'], value: string): ExclusionProblem | undefined {
  if (value.trim() === '' || (kind === 'company' && companyKey(value) === '')) return 'empty';
  if (kind !== 'pattern') return undefined;
  switch (checkPattern(value)) {
    case 'empty-pattern':
      return 'empty';
    case 'matches-everyone':
      return 'matchesAll';
    case undefined:
      return undefined;
  }
}

function entryOf(exclusion: Exclusion): DoNotContactEntry[] {
  switch (exclusion.kind) {
    case 'person':
      return [];
    case 'company':
      return [{ id: exclusion.id, kind: 'company', name: exclusion.value }];
    case 'pattern':
      return [{ id: exclusion.id, kind: 'pattern', pattern: exclusion.value }];
  }
}

/** A list ready to be asked; `keys` are those of erased persons' hashes. Lifted entries count for nothing. */
export function bookOf(exclusions: readonly Exclusion[], keys: readonly string[]): ExclusionBook {
  const inForce = exclusions.filter((exclusion) => exclusion.liftedAt === undefined);
  const byId = new Map(inForce.map((one) => [one.id, one]));
  const people = new Map(inForce.filter((one) => one.kind === 'person').map((one) => [one.value, one]));
  const others = inForce.flatMap(entryOf);
  const check = others.length === 0 ? undefined : doNotContactCheck(others);
  const hashes = new Set(inForce.flatMap((one) => (one.hash === undefined ? [] : [one.hash])));
  return {
    of: (contact) => {
      const person = people.get(contact.id);
      if (person !== undefined || check === undefined) return person;
      const match = check({ ...contact, keys: [] });
      return match === undefined ? undefined : byId.get(match.entryId);
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
