import { inPieces } from '@/lib/db/in-pieces';
import type { NurturesDb } from '@/lib/db/schema';
import type { MemberId } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import { compileFilter, ENGAGEMENTS, type Engagement, type SegmentFacts, type SegmentFilter } from '@/lib/domain/segment';

function higher(a: Engagement, b: Engagement): Engagement {
  return ENGAGEMENTS.indexOf(a) >= ENGAGEMENTS.indexOf(b) ? a : b;
}

/** What a filter may ask of one contact, as seen by this sender. */
export async function factsOf(db: NurturesDb, senderId: MemberId, contact: Contact): Promise<SegmentFacts> {
  const [connection, thread, levels] = await Promise.all([
    db.connections.get([senderId, contact.id]), db.threads.get([senderId, contact.id]), db.funnel.where('contactId').equals(contact.id).toArray(),
  ]);
  const engagement = levels.reduce<Engagement>((top, row) => higher(top, row.level), contact.leadAt === undefined ? 'connected' : 'lead');
  return { connectedOn: connection?.connectedOn ?? '', talkedBefore: thread?.talkedBefore === 'yes', engagement };
}

/**
 * What a filter may ask of every connection of one member, read once and in pieces. That a contact is marked as a lead stands in its own
 * row: `known` adds it.
 */
export async function segmentFacts(db: NurturesDb, memberId: MemberId): Promise<Map<string, SegmentFacts>> {
  const engaged = new Map<string, Engagement>();
  for (const row of await db.funnel.toArray()) engaged.set(row.contactId, higher(engaged.get(row.contactId) ?? 'connected', row.level));
  const talked = new Set<string>();
  await inPieces(db.threads, memberId, ({ contactId }) => contactId, (threads) => {
    for (const thread of threads) if (thread.talkedBefore === 'yes') talked.add(thread.contactId);
  });
  const facts = new Map<string, SegmentFacts>();
  await inPieces(db.connections, memberId, ({ contactId }) => contactId, (connections) => {
    for (const { contactId, connectedOn, goneAt } of connections) {
      if (goneAt === undefined) facts.set(contactId, { connectedOn, talkedBefore: talked.has(contactId), engagement: engaged.get(contactId) ?? 'connected' });
    }
  });
  return facts;
}

/** What `segmentFacts` and the contact's own row say of it; undefined for somebody who is no connection. */
export function known(facts: ReadonlyMap<string, SegmentFacts>, contact: Pick<Contact, 'id' | 'leadAt'>): SegmentFacts | undefined {
  const read = facts.get(contact.id);
  return read === undefined || contact.leadAt === undefined ? read : { ...read, engagement: 'lead' };
}

/** The connections of a member a filter takes, in the order of `contacts`. */
export function membersOf(filter: SegmentFilter, contacts: readonly Contact[], facts: ReadonlyMap<string, SegmentFacts>): Contact[] {
  const matches = compileFilter(filter);
  return contacts.filter((contact) => {
    const seen = known(facts, contact);
    return seen !== undefined && matches(contact, seen);
  });
}
