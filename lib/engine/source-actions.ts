import type { NurturesDb } from '@/lib/db/schema';
import type { MemberId } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import { compileFilter } from '@/lib/domain/segment';
import type { Source } from '@/lib/domain/source';
import { addDays, dateAt } from '@/lib/domain/zoned-time';
import { factsOf } from '@/lib/engine/segments';

/** A source that needs nothing but its kind: all connections, or those of the last days. */
export type StandingSource = { kind: 'all' } | { kind: 'recent'; days: number };

/** The id of this standing source; it is stored when it is first asked for. `name` is how screens show it. */
export function standingSource(db: NurturesDb, now: number, wanted: StandingSource, name: string, newId: () => string): Promise<string> {
  return db.transaction('rw', db.sources, async () => {
    const known = await db.sources.where('kind').equals(wanted.kind).toArray();
    const same = known.find((source) => source.kind !== 'recent' || (wanted.kind === 'recent' && source.days === wanted.days));
    if (same !== undefined) return same.id;
    const source: Source = { ...wanted, id: newId(), name, createdAt: now };
    await db.sources.add(source);
    return source.id;
  });
}

/** How many connections are looked at for a peek, at most. */
const LOOKED_AT = 300;

async function firstIds(db: NurturesDb, source: Source | StandingSource, senderId: MemberId | undefined, now: number): Promise<string[]> {
  if (source.kind === 'list') {
    return (await db.listEntries.where('[sourceId+order]').between([source.id, -Infinity], [source.id, Infinity]).limit(LOOKED_AT).toArray()).map((entry) => entry.contactId);
  }
  const member = senderId ?? (await db.members.toCollection().first())?.id;
  if (member === undefined) return (await db.contacts.limit(LOOKED_AT).toArray()).map((contact) => contact.id);
  const since = source.kind === 'recent' ? addDays(dateAt(now, 'UTC'), -source.days) : '';
  return (await db.connections.where('[memberId+connectedOn]').between([member, since], [member, '\uffff']).reverse().limit(LOOKED_AT).toArray()).map((row) => row.contactId);
}

/** The first people of a source, at most `count`, to show what a message would look like; limits and exclusions are not looked at. */
export async function peekSource(db: NurturesDb, source: Source | StandingSource, senderId: MemberId | undefined, now: number, count: number): Promise<Contact[]> {
  const contacts = (await db.contacts.bulkGet(await firstIds(db, source, senderId, now))).filter((contact) => contact !== undefined);
  if (source.kind !== 'segment') return contacts.slice(0, count);
  const matches = compileFilter(source.filter);
  const found: Contact[] = [];
  for (const contact of contacts) {
    if (found.length >= count) break;
    if (matches(contact, await factsOf(db, senderId ?? '', contact))) found.push(contact);
  }
  return found;
}
