import type { NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import type { MemberId } from '@/lib/domain/campaign';
import { displayName, type Connection, type Contact } from '@/lib/domain/contact';
import type { Reason } from '@/lib/domain/reasons';
import { foldText } from '@/lib/domain/text';
import { mergeInto } from '@/lib/engine/contact-merge';
import { isWholeList, LOAD_MAX_MS, loadGap, syncRoom, type Sync, type SyncReading, type SyncStop } from '@/lib/domain/sync';
import { DAY } from '@/lib/domain/zoned-time';
import { loadExclusions } from '@/lib/engine/exclusions';
import { endJob, putJob, readJob } from '@/lib/engine/job';
import { readConsent, readPause, readSignedIn } from '@/lib/engine/settings';
import { isSeen, takeCard } from '@/lib/engine/sync-person';
import { stopMember, stopsMember } from '@/lib/engine/stops';
import type { PageAnswers, PageMessage } from '@/lib/linkedin/contract';

/** Where the member's own connections are listed, newest first. */
export const CONNECTIONS_PATH = '/mynetwork/invite-connect/connections/';
/** How long a proof of who is signed in holds for a reading that has not begun. */
const LOOK_HOLDS_MS = 2 * 60_000;
/** After the last load the reader waits this long for more before it calls the list at its end; a hidden tab is slower still. */
const SILENCE_MS = 3 * 60_000;
const KEY = 'sync';
const READINGS = 'syncReadings:';

/** Why a sync did not begin, go on or stop. `until` (milliseconds) says from when it can. */
export interface SyncRefusal {
  ok: false;
  reason: SyncStop | 'slotOpen' | 'running' | 'notRunning';
  until?: number;
}
export type SyncResult = { ok: true; sync: Sync } | SyncRefusal;

function isSync(value: unknown): value is Sync {
  return typeof value === 'object' && value !== null && 'id' in value && 'memberId' in value && 'state' in value && 'startedAt' in value && 'seen' in value && 'loads' in value;
}

/** The last sync of this browser, or undefined. A damaged row counts as none. */
export async function readSync(db: NurturesDb): Promise<Sync | undefined> {
  const value = (await db.settings.get(KEY))?.value;
  return isSync(value) ? value : undefined;
}

/** How many connections may still be read for the first time now, and from when there is room again if none. */
export async function readSyncRoom(db: NurturesDb, memberId: MemberId, now: number): Promise<{ left: number; until?: number }> {
  return syncRoom(await readReadings(db, memberId), now);
}

async function readReadings(db: NurturesDb, memberId: MemberId): Promise<SyncReading[]> {
  const value = (await db.settings.get(`${READINGS}${memberId}`))?.value;
  return Array.isArray(value) ? value.filter((one): one is SyncReading => typeof one === 'object' && one !== null && typeof one.at === 'number' && typeof one.people === 'number') : [];
}

async function putSync(w: Writer, sync: Sync): Promise<Sync> {
  await w.db.settings.put({ key: KEY, value: sync });
  return sync;
}

/** What keeps this member's list from being read now, or undefined. */
async function barOfSync(db: NurturesDb, memberId: MemberId, now: number): Promise<SyncStop | undefined> {
  const member = await db.members.get(memberId);
  if (member === undefined) return 'senderUnknown';
  if (member.stop !== undefined) return member.stop.reason;
  if ((await readConsent(db)) === undefined) return 'consentMissing';
  if ((await readPause(db, now)) !== undefined) return 'paused';
  const signedIn = await readSignedIn(db);
  if (signedIn.state === 'out') return 'notSignedIn';
  return signedIn.state === 'in' && signedIn.memberId !== memberId ? 'signedInAsOther' : undefined;
}

async function slotOpen(db: NurturesDb): Promise<boolean> {
  return (await db.runs.where('[state+endsAt]').between(['checking', -Infinity], ['checking', Infinity]).count()) > 0
    || (await db.runs.where('[state+endsAt]').between(['open', -Infinity], ['open', Infinity]).count()) > 0;
}

/**
 * The member asks for their connections to be read: a new pass begins, or with `resume` the stopped one goes on without counting
 * anybody twice. Only while no slot is open; the worker opens the tab at its next wake.
 */
export function startSync(db: NurturesDb, now: number, memberId: MemberId, id: string, how: 'new' | 'resume' = 'new'): Promise<SyncResult> {
  return write(db, now, async (w) => {
    const known = await readSync(db);
    if (known?.state === 'running') return { ok: false, reason: 'running' };
    const bar = await barOfSync(db, memberId, now);
    if (bar !== undefined) return { ok: false, reason: bar };
    if (await slotOpen(db)) return { ok: false, reason: 'slotOpen' };
    const room = await readSyncRoom(db, memberId, now);
    if (room.left === 0) return { ok: false, reason: 'dayLimit', until: room.until ?? now + DAY };
    if (how === 'resume' && known?.state === 'stopped' && known.memberId === memberId) {
      const { stop: _stop, endedAt: _endedAt, lookedAt: _lookedAt, ...rest } = known;
      return { ok: true, sync: await putSync(w, { ...rest, state: 'running' }) };
    }
    return { ok: true, sync: await putSync(w, { id, memberId, state: 'running', startedAt: now, seen: 0, added: 0, changed: 0, merged: 0, gone: 0, loads: 0 }) };
  });
}

/** The member stops the reading; what was read stays, and it can go on later. */
export function stopSync(db: NurturesDb, now: number): Promise<SyncResult> {
  return write(db, now, async (w) => {
    const sync = await readSync(db);
    if (sync?.state !== 'running') return { ok: false, reason: 'notRunning' };
    return { ok: true, sync: await standStill(w, sync, 'byHand') };
  });
}

/** Stops the running sync for a reason, in the caller's transaction; the member can let it go on. */
export async function haltSync(w: Writer, stop: SyncStop): Promise<void> {
  const sync = await readSync(w.db);
  if (sync?.state === 'running') await standStill(w, sync, stop);
}

async function standStill(w: Writer, sync: Sync, stop: SyncStop): Promise<Sync> {
  const { lookedAt: _lookedAt, ...rest } = sync;
  return putSync(w, { ...rest, state: 'stopped', stop, endedAt: w.now });
}

/**
 * What the own tab should do for a running sync while no slot is open: look who is signed in first, then read. What keeps it from going on
 * stops it here.
 */
export async function nextForSync(db: NurturesDb, now: number): Promise<{ sync: Sync; step: 'look' | 'read' } | undefined> {
  const sync = await readSync(db);
  if (sync?.state !== 'running') return undefined;
  const bar = await barOfSync(db, sync.memberId, now);
  if (bar !== undefined) {
    await write(db, now, (w) => haltSync(w, bar));
    return undefined;
  }
  const looked = sync.lookedAt !== undefined && Math.abs(now - sync.lookedAt) < LOOK_HOLDS_MS;
  return { sync, step: looked ? 'read' : 'look' };
}

/** The page proved who is signed in, or said why the list of this member cannot be read now. */
export async function lookedForSync(w: Writer, memberId: MemberId, stop: SyncStop | undefined): Promise<void> {
  const sync = await readSync(w.db);
  if (sync?.state !== 'running' || sync.memberId !== memberId) return;
  if (stop === undefined) await putSync(w, { ...sync, lookedAt: w.now });
  else await standStill(w, sync, stop);
}

type Batch = Extract<PageMessage, { type: 'connections' }>;
const STOP = { next: 'stop', waitMs: 0 } as const;

/**
 * Takes in what the page read of the list, in one transaction with its counts, and sets the pace of the next load. The page always reads
 * from the top; people seen in this pass before are recognised and count nothing, so a page that was loaded again, a worker that died and
 * a reading that goes on tomorrow all do the same.
 */
export function connectionsRead(db: NurturesDb, now: number, newId: () => string, batch: Batch): Promise<PageAnswers['connections']> {
  return write(db, now, async (w) => {
    const job = await readJob(db);
    if (job?.kind !== 'connections' || job.orderId !== batch.orderId) return STOP;
    const sync = await readSync(db);
    const next = sync?.state === 'running' && sync.memberId === job.senderId ? await afterBatch(w, sync, batch, newId) : undefined;
    if (next === undefined || (await slotOpen(db))) {
      await endJob(db, job.orderId);
      return STOP;
    }
    await putJob(db, { ...job, until: next + SILENCE_MS });
    return { next: 'more', waitMs: next - now };
  });
}

/** Stores one batch; returns when the next may be loaded, or undefined when this reading is over. */
async function afterBatch(w: Writer, sync: Sync, batch: Batch, newId: () => string): Promise<number | undefined> {
  const { db, now } = w;
  const bar = await barOfSync(db, sync.memberId, now);
  if (bar !== undefined) {
    await standStill(w, sync, bar);
    return undefined;
  }
  const { after, cut } = await takeBatch(w, sync, batch, newId);
  const seed = (await db.members.get(sync.memberId))?.seed ?? sync.id;
  const nextLoadAt = Math.max(now, Math.min(sync.nextLoadAt ?? now, now + LOAD_MAX_MS)) + loadGap(seed, sync.id, sync.loads, batch.cards.length);
  const next: Sync = { ...after, loads: sync.loads + 1, nextLoadAt };
  if (cut) await standStill(w, next, 'dayLimit');
  else if (batch.end === 'end') await endPass(w, next);
  else if (batch.end === 'stopped') await stoppedByPage(w, next, batch.reason ?? 'pageNotUnderstood');
  else {
    await putSync(w, next);
    return nextLoadAt;
  }
  return undefined;
}

async function stoppedByPage(w: Writer, sync: Sync, reason: Reason): Promise<void> {
  await standStill(w, sync, reason);
  if (stopsMember(reason)) await stopMember(w, sync.memberId, reason, 'connections');
}

/** Takes in cards as far as the day's limit allows; those beyond it are met again later. */
async function takeBatch(w: Writer, sync: Sync, batch: Batch, newId: () => string): Promise<{ after: Sync; cut: boolean }> {
  const { db, now } = w;
  const readings = await readReadings(db, sync.memberId);
  const { left } = syncRoom(readings, now);
  const context = { memberId: sync.memberId, syncId: sync.id, since: sync.startedAt, book: await loadExclusions(db), newId };
  let { seen, added, changed, merged } = sync;
  let fresh = 0;
  let cut = false;
  for (const card of batch.cards) {
    if (fresh >= left && !(await isSeen(w, card, context))) {
      cut = true;
      break;
    }
    const taken = await takeCard(w, card, context);
    merged += taken.merged;
    if (taken.effect === 'again') continue;
    fresh += 1;
    seen += 1;
    if (taken.effect === 'added') added += 1;
    if (taken.effect === 'changed') changed += 1;
  }
  if (fresh > 0) await db.settings.put({ key: `${READINGS}${sync.memberId}`, value: [...readings.filter((one) => one.at > now - DAY), { at: now, people: fresh }] });
  return { after: { ...sync, seen, added, changed, merged, ...(batch.total === undefined ? {} : { total: batch.total }) }, cut };
}

/**
 * The list grows no further: whoever of the member's connections was not in it is gone, if the list was read whole, unless somebody who came
 * new with this pass is the same person under a new address.
 */
async function endPass(w: Writer, sync: Sync): Promise<void> {
  if (!isWholeList(sync.seen, sync.total)) {
    await standStill(w, sync, 'endedEarly');
    return;
  }
  const merged = await joinMoved(w, sync);
  const unseen = (await connectionsOf(w, sync)).filter((row) => row.at < sync.startedAt);
  await w.db.connections.bulkPut(unseen.map((row) => ({ ...row, goneAt: w.now })));
  const { lookedAt: _lookedAt, nextLoadAt: _nextLoadAt, ...rest } = sync;
  const done = await putSync(w, {
    ...rest, state: 'done', endedAt: w.now, gone: unseen.length, added: sync.added - merged, changed: sync.changed + merged, merged: sync.merged + merged,
  });
  const { seen, added, changed, gone, loads } = done;
  w.journal({ kind: 'sync.done', memberId: sync.memberId, data: { seen, added, changed, merged: done.merged, gone, loads } });
}

/** The member's connections as far as they are not gone. */
function connectionsOf(w: Writer, { memberId }: Sync): Promise<Connection[]> {
  return w.db.connections.where('[memberId+contactId]').between([memberId, ''], [memberId, '\uffff']).filter((row) => row.goneAt === undefined).toArray();
}

/**
 * People of an earlier import whose address the whole list no longer has, and who stand in it under a new one: the only person of that name who
 * connected on that day, on both sides, and known by no member id so far. They are joined; returns how many.
 */
async function joinMoved(w: Writer, sync: Sync): Promise<number> {
  const rows = (await connectionsOf(w, sync)).filter((row) => row.connectedOn !== '');
  const contacts = await w.db.contacts.bulkGet(rows.map((row) => row.contactId));
  const missing = new Map<string, Contact[]>();
  const arrived = new Map<string, Contact[]>();
  for (const [index, row] of rows.entries()) {
    const contact = contacts[index];
    if (contact === undefined) continue;
    const group = row.at < sync.startedAt ? (contact.memberId === undefined ? missing : undefined) : contact.createdAt >= sync.startedAt ? arrived : undefined;
    const name = foldText(displayName(contact));
    if (group !== undefined && name !== '') group.set(`${row.connectedOn} ${name}`, [...(group.get(`${row.connectedOn} ${name}`) ?? []), contact]);
  }
  let joined = 0;
  for (const [key, [former, other]] of missing) {
    const [now, second] = arrived.get(key) ?? [];
    if (former === undefined || other !== undefined || now === undefined || second !== undefined) continue;
    const result = await mergeInto(w, former.id, now.id);
    if (!result.ok) continue;
    const slugs = [...result.contact.slugs.filter((slug) => !now.slugs.includes(slug)), ...now.slugs];
    await w.db.contacts.put({ ...result.contact, slugs });
    joined += 1;
  }
  return joined;
}
