import { wholeInPieces } from '@/lib/db/in-pieces';
import type { Exclusion, NurturesDb } from '@/lib/db/schema';
import type { Contact } from '@/lib/domain/contact';
import type { Engagement } from '@/lib/domain/segment';
import { loadExclusions } from '@/lib/engine/exclusions';

/** One contact as the list shows it. */
export interface ContactRow {
  contact: Contact;
  /** newest connected date over all members; '' when it is a connection of unknown date, undefined when of nobody */
  connectedOn: string | undefined;
  excluded: Exclusion | undefined;
  reached: Engagement;
}

export interface ContactsRead {
  rows: readonly ContactRow[];
  tags: readonly string[];
  languages: readonly string[];
}

const LEVELS: readonly Engagement[] = ['connected', 'nurtured', 'engaged', 'lead'];

/** Every contact with what the list says of it. Contacts may be read whole (design 3.4). */
export function readContacts(db: NurturesDb): Promise<ContactsRead> {
  return db.transaction('r', [db.contacts, db.connections, db.funnel, db.exclusions, db.settings], async () => {
    const [connections, funnel, book] = await Promise.all([db.connections.toArray(), db.funnel.toArray(), loadExclusions(db)]);
    const connectedOn = new Map<string, string>();
    for (const row of connections) {
      if (row.goneAt !== undefined) continue;
      const known = connectedOn.get(row.contactId);
      if (known === undefined || row.connectedOn > known) connectedOn.set(row.contactId, row.connectedOn);
    }
    const reached = new Map<string, number>();
    for (const row of funnel) reached.set(row.contactId, Math.max(reached.get(row.contactId) ?? 0, LEVELS.indexOf(row.level)));
    const tags = new Set<string>();
    const languages = new Set<string>();
    const rows: ContactRow[] = [];
    await wholeInPieces(db.contacts, (contacts) => {
      for (const contact of contacts) {
        for (const tag of contact.tags) tags.add(tag);
        if (contact.language !== undefined) languages.add(contact.language.code);
        const level = contact.leadAt === undefined ? (reached.get(contact.id) ?? 0) : LEVELS.indexOf('lead');
        rows.push({ contact, connectedOn: connectedOn.get(contact.id), excluded: book.of(contact), reached: LEVELS[level] ?? 'connected' });
      }
    });
    return { rows, tags: [...tags].sort(), languages: [...languages].sort() };
  });
}
