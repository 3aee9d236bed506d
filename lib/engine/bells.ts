import type { NurturesDb } from '@/lib/db/schema';
import type { Bell, Ports } from '@/lib/engine/ports';
import { nextSend } from '@/lib/domain/plan';
import { WAITING_MAX_MS } from '@/lib/domain/take-up';
import { readBook } from '@/lib/engine/book';
import { trialHolds } from '@/lib/engine/page-trial';
import { readJob } from '@/lib/engine/job';
import { readPauseRow } from '@/lib/engine/settings';
import { CLICKS_BELL, trackerBell } from '@/lib/engine/tracker-work';

/** Chrome allows 500 alarms; beyond 400 campaigns only the earliest 400 boundaries get one. */
export const SLOT_BELLS_MAX = 400;
const SLOT = 'slot:';
const NEXT = 'next';
const HEARTBEAT = 'heartbeat';
const HEARTBEAT_MINUTES = 5;

/** After so many different starts the campaigns left are read whole. Asking for each start is quicker up to about 48 of them; with 100 it takes 46 ms, whole 26, so begun 33. */
const MOMENTS_MAX = 20;

/**
 * The next slot start of each active campaign, the earliest ones only. Read from the index alone, start by start, where campaigns
 * share a few, as they do: a wake with nothing due must not read hundreds of campaigns.
 */
async function slotBells(db: NurturesDb): Promise<Bell[]> {
  const startingAt = (at: number) => db.campaigns.where('[state+nextBoundaryAt]').equals(['active', at]);
  const startingAfter = (at: number) => db.campaigns.where('[state+nextBoundaryAt]').between(['active', at], ['active', Infinity], false, true);
  const bells: Bell[] = [];
  let last = -Infinity;
  let first = await startingAfter(last).first();
  for (let moments = 0; first?.nextBoundaryAt !== undefined && bells.length < SLOT_BELLS_MAX; moments += 1) {
    if (moments === MOMENTS_MAX) {
      const campaigns = await startingAfter(last).limit(SLOT_BELLS_MAX - bells.length).toArray();
      return [...bells, ...campaigns.flatMap(({ id, nextBoundaryAt }) => (nextBoundaryAt === undefined ? [] : [{ name: `${SLOT}${id}`, at: nextBoundaryAt }]))];
    }
    const at: number = first.nextBoundaryAt;
    const [ids, following] = await Promise.all([startingAt(at).limit(SLOT_BELLS_MAX - bells.length).primaryKeys(), startingAfter(at).first()]);
    bells.push(...ids.map((id) => ({ name: `${SLOT}${id}`, at })));
    last = at;
    first = following;
  }
  return bells;
}

/** Every bell that should be set now, read from one state: slot starts per campaign, and the next thing an open run waits for. */
export function nextBells(db: NurturesDb, now: number): Promise<Bell[]> {
  return db.transaction('r', db.tables, async () => {
    const [bells, next, tracker] = await Promise.all([slotBells(db), nextMoment(db, now), trackerBell(db, now)]);
    return [...bells, ...(next === undefined ? [] : [{ name: NEXT, at: next }]), ...(tracker === undefined ? [] : [tracker])];
  });
}

/** Where the first of those that wait for an answer, or with it for a slot, is found. */
const WAITS = [['pending', '[state+pendingSince]'], ['approved', '[state+approvedAt]'], ['scheduled', '[state+approvedAt]']] as const;

/** The earliest instant at which an open run, a job, a pause or an approval changes by itself. */
async function nextMoment(db: NurturesDb, now: number): Promise<number | undefined> {
  const moments: number[] = [];
  const [job, pause, runs, leased, waiting] = await Promise.all([
    readJob(db), readPauseRow(db), db.runs.where('[state+endsAt]').between(['open', -Infinity], ['open', Infinity]).toArray(),
    Promise.all((['claimed', 'granted'] as const).map((state) => db.deliveries.where('[state+leaseUntil]').between([state, -Infinity], [state, Infinity]).first())),
    Promise.all(WAITS.map(([state, index]) => db.deliveries.where(index).between([state, now - WAITING_MAX_MS], [state, Infinity], false, true).first())),
  ]);
  if (job !== undefined) moments.push(job.until);
  if (pause?.until !== undefined) moments.push(pause.until);
  for (const run of runs) moments.push(run.endsAt);
  for (const senderId of new Set(runs.flatMap((run) => (run.senderId === undefined ? [] : [run.senderId])))) {
    const member = await db.members.get(senderId);
    if (member === undefined || job !== undefined) continue;
    const next = (await trialHolds(db, member)) ? undefined : nextSend(await readBook(db, member, now), now);
    if (next?.kind === 'send') moments.push(next.at);
    const doubt = await db.deliveries.where('[state+reconcileAt]').between(['unconfirmed', now], ['unconfirmed', Infinity]).first();
    if (doubt?.reconcileAt !== undefined) moments.push(doubt.reconcileAt);
  }
  for (const delivery of leased) if (delivery?.leaseUntil !== undefined) moments.push(delivery.leaseUntil + 1);
  for (const delivery of waiting) {
    const since = delivery?.state === 'pending' ? delivery.pendingSince : delivery?.approvedAt;
    if (since !== undefined) moments.push(since + WAITING_MAX_MS);
  }
  if (moments.length === 0) return undefined;
  const next = Math.min(...moments);
  return next > now ? next : now + 1000;
}

/** Sets what is missing or differs, clears what is no longer wanted, and keeps the heartbeat. The browser lists its alarms while the database is read. */
export async function ringBells(ports: Ports): Promise<void> {
  const [wanted, listed] = await Promise.all([nextBells(ports.db, ports.now()), ports.bells.list()]);
  const held = new Map(listed.map((bell) => [bell.name, bell.at]));
  const names = new Set(wanted.map((bell) => bell.name));
  for (const name of held.keys()) {
    if ((name.startsWith(SLOT) || name === NEXT || name === CLICKS_BELL) && !names.has(name)) await ports.bells.clear(name);
  }
  for (const bell of wanted) {
    const at = held.get(bell.name);
    if (at === undefined || Math.abs(at - bell.at) >= 1) await ports.bells.set(bell.name, bell.at);
  }
  if (!held.has(HEARTBEAT)) await ports.bells.set(HEARTBEAT, ports.now() + HEARTBEAT_MINUTES * 60_000, HEARTBEAT_MINUTES);
}
