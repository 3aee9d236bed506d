import { inPieces } from '@/lib/db/in-pieces';
import type { NurturesDb } from '@/lib/db/schema';
import type { MemberId } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import { compileFilter } from '@/lib/domain/segment';
import type { ListEntry, Source } from '@/lib/domain/source';
import { addDays, dateAt } from '@/lib/domain/zoned-time';
import { known, segmentFacts } from '@/lib/engine/segments';
import { readSignedIn } from '@/lib/engine/settings';

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

/** Contacts asked for by id at once, and how often at most before the whole table is read instead; contacts of one piece of it. */
const PIECE = 300;
const ASKED_MOST = 10;
const TABLE_PIECE = 1_000;

async function listedIds(db: NurturesDb, sourceId: string): Promise<string[]> {
  const entries: ListEntry[] = [];
  await inPieces(db.listEntries, sourceId, ({ contactId }) => contactId, (rows) => entries.push(...rows));
  return entries.sort((a, b) => a.order - b.order).map(({ contactId }) => contactId);
}

/** Connections of a member from a day on, newest first, ties by contact id. */
async function connectedIds(db: NurturesDb, memberId: MemberId, since: string): Promise<string[]> {
  const days = new Map<string, string[]>();
  await inPieces(db.connections, memberId, ({ contactId }) => contactId, (rows) => {
    for (const { contactId, connectedOn, goneAt } of rows) {
      if (goneAt !== undefined || connectedOn < since) continue;
      const day = days.get(connectedOn);
      if (day === undefined) days.set(connectedOn, [contactId]);
      else day.push(contactId);
    }
  });
  return [...days.keys()].sort().reverse().flatMap((day) => days.get(day) ?? []);
}

/** People of a source as they were read: how many of those looked through so far belong to it, of how many there are to look through. */
export interface PeoplePiece {
  people: Contact[];
  done: number;
  of: number;
}

/**
 * Everyone of a source in its own order, in pieces, each one short read, so that a page can show them while they come. A live source is
 * asked as `senderId` sees it, without one as the member signed in; whether anyone could be written to is not looked at.
 */
export async function* peopleOf(db: NurturesDb, source: Source | StandingSource, senderId: MemberId | undefined, now: number): AsyncGenerator<PeoplePiece> {
  const signedIn = await readSignedIn(db);
  const member = senderId ?? (signedIn.state === 'in' ? signedIn.memberId : undefined) ?? (await db.members.toCollection().first())?.id ?? (await db.connections.toCollection().first())?.memberId ?? '';
  const ids = source.kind === 'list' ? await listedIds(db, source.id) : await connectedIds(db, member, source.kind === 'recent' ? addDays(dateAt(now, 'UTC'), -source.days) : '');
  const matches = source.kind === 'segment' ? compileFilter(source.filter) : undefined;
  const facts = matches === undefined ? undefined : await segmentFacts(db, member);
  const fits = (contact: Contact | undefined): contact is Contact => {
    if (contact === undefined || matches === undefined || facts === undefined) return contact !== undefined;
    const seen = known(facts, contact);
    return seen !== undefined && matches(contact, seen);
  };
  const of = ids.length;
  const most = of > PIECE * ASKED_MOST;
  const asked = most ? PIECE : of;
  for (let from = 0; from < asked; from += PIECE) {
    const people = (await db.contacts.bulkGet(ids.slice(from, from + PIECE))).filter(fits);
    yield { people, done: Math.min(from + PIECE, of), of };
  }
  if (!most) return;
  // So many are read faster in the table's own order; the rest then comes in the source's.
  const wanted = new Set(ids.slice(PIECE));
  const byId = new Map<string, Contact>();
  let after = '';
  for (;;) {
    const rows = await db.contacts.where(':id').above(after).limit(TABLE_PIECE).toArray();
    for (const row of rows) if (wanted.has(row.id)) byId.set(row.id, row);
    yield { people: [], done: Math.min(of, PIECE + byId.size), of };
    const last = rows.at(-1);
    if (rows.length < TABLE_PIECE || last === undefined) break;
    after = last.id;
  }
  yield { people: ids.slice(PIECE).map((id) => byId.get(id)).filter(fits), done: of, of };
}

/** Changes whenever somebody joins or leaves a source, or what a text may say of a contact does. */
export async function stampOfPeople(db: NurturesDb, source: Source | StandingSource): Promise<string> {
  const [newest, contacts, connections, listed, member] = await Promise.all([
    db.contacts.orderBy('updatedAt').last(), db.contacts.count(), db.connections.count(),
    source.kind === 'list' ? db.listEntries.where('[sourceId+order]').between([source.id, -Infinity], [source.id, Infinity]).count() : 0, readSignedIn(db),
  ]);
  return JSON.stringify([newest?.updatedAt, contacts, connections, listed, member, source]);
}
