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

/** What a filter may ask of every contact that is a connection of one member, read once. */
export async function segmentFacts(db: NurturesDb, memberId: MemberId): Promise<Map<string, SegmentFacts>> {
  const [connections, threads, funnel, leads] = await Promise.all([
    db.connections.where('[memberId+contactId]').between([memberId, ''], [memberId, '\uffff']).toArray(),
    db.threads.where('[senderId+contactId]').between([memberId, ''], [memberId, '\uffff']).toArray(),
    db.funnel.toArray(),
    db.contacts.filter((contact) => contact.leadAt !== undefined).primaryKeys(),
  ]);
  const talked = new Set(threads.filter((thread) => thread.talkedBefore === 'yes').map((thread) => thread.contactId));
  const engaged = new Map<string, Engagement>(leads.map((id) => [id, 'lead']));
  for (const row of funnel) engaged.set(row.contactId, higher(engaged.get(row.contactId) ?? 'connected', row.level));
  return new Map(connections.filter((connection) => connection.goneAt === undefined).map((connection): [string, SegmentFacts] => [connection.contactId, {
    connectedOn: connection.connectedOn, talkedBefore: talked.has(connection.contactId), engagement: engaged.get(connection.contactId) ?? 'connected',
  }]));
}

/** The connections of a member a filter takes, in the order of `contacts`. */
export function membersOf(filter: SegmentFilter, contacts: readonly Contact[], facts: ReadonlyMap<string, SegmentFacts>): Contact[] {
  const matches = compileFilter(filter);
  return contacts.filter((contact) => {
    const known = facts.get(contact.id);
    return known !== undefined && matches(contact, known);
  });
}
