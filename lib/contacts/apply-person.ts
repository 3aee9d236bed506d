import type { ImportedPerson } from '@/lib/contacts/connections-csv';
import { aliasKey, type Connection, type Contact, type ContactField } from '@/lib/domain/contact';
import type { MemberId } from '@/lib/domain/campaign';

/** The unique key of an imported person, as `aliases` holds it. */
export function aliasOf(person: Pick<ImportedPerson, 'key'>): string {
  return aliasKey(person.key.kind, person.key.value);
}

/** A contact made from a row of a file. */
export function contactFrom(person: ImportedPerson, id: string, importId: string, now: number): Contact {
  const { key, firstName, lastName, company, position, email, language, notes } = person;
  return {
    id, importId, createdAt: now, updatedAt: now, firstName, lastName, company, position, email, notes,
    tags: [...person.tags], custom: { ...person.custom }, handEdited: [],
    ...(key.kind === 'id' ? { memberId: key.value, slugs: [] } : { slugs: [key.value] }),
    ...(language === undefined ? {} : { language: { code: language, by: 'import' } }),
  };
}

const TEXT_FIELDS = ['firstName', 'lastName', 'company', 'position', 'email'] as const satisfies readonly ContactField[];

/**
 * A known contact after a row of a file: what the file says replaces what an earlier import said; a hand edit stays; an empty
 * cell erases nothing; tags are joined. Undefined when nothing changes.
 */
export function contactAfter(known: Contact, person: ImportedPerson, now: number): Contact | undefined {
  const next: Contact = { ...known };
  let changed = false;
  for (const field of TEXT_FIELDS) {
    if (person[field] === '' || person[field] === known[field] || known.handEdited.includes(field)) continue;
    next[field] = person[field];
    changed = true;
  }
  const { language } = person;
  if (language !== undefined && language !== known.language?.code && !known.handEdited.includes('language')) {
    next.language = { code: language, by: 'import' };
    changed = true;
  }
  const newTags = person.tags.filter((tag) => !known.tags.includes(tag) && !known.handEdited.includes(`tag:${tag}`));
  if (newTags.length > 0) {
    next.tags = [...known.tags, ...newTags];
    changed = true;
  }
  if (known.notes === '' && person.notes !== '' && !known.handEdited.includes('notes')) {
    next.notes = person.notes;
    changed = true;
  }
  const newValues = Object.entries(person.custom).filter(([name, value]) => known.custom[name] !== value && !known.handEdited.includes(`custom:${name}`));
  if (newValues.length > 0) {
    next.custom = { ...known.custom, ...Object.fromEntries(newValues) };
    changed = true;
  }
  return changed ? { ...next, updatedAt: now } : undefined;
}

/** The connection a row proves, or undefined when the one known says as much already. A list sees a lost connection again. */
export function connectionAfter(known: Connection | undefined, person: ImportedPerson, memberId: MemberId, contactId: string, now: number): Connection | undefined {
  const connectedOn = person.connectedOn ?? known?.connectedOn ?? '';
  if (known !== undefined && known.goneAt === undefined && known.connectedOn === connectedOn) return undefined;
  return { memberId, contactId, connectedOn, source: 'import', at: now };
}
