import { write, type Writer } from '@/lib/db/write';
import type { GrantRow, NurturesDb } from '@/lib/db/schema';
import { withBoundary } from '@/lib/domain/campaign-life';
import { LEASE_MS, GRANT_REPORT_MS } from '@/lib/domain/delivery';
import { marksToRestamp } from '@/lib/domain/pacing';
import { compareDates, dateAt, HOUR, isZone } from '@/lib/domain/zoned-time';
import { markOf } from '@/lib/engine/book';
import { JOB_MS, putJob, readJob } from '@/lib/engine/job';

/** A clock that went back by less than this was only corrected; nothing stored needs it. */
export const SET_BACK_MS = 60_000;
const LAST_WAKE = 'lastWakeAt';

/** When the engine last woke (milliseconds), or undefined before the first time. */
export async function readLastWake(db: NurturesDb): Promise<number | undefined> {
  const value = (await db.settings.get(LAST_WAKE))?.value;
  return typeof value === 'number' ? value : undefined;
}

/** Remembers this wake. */
export async function noteWake(db: NurturesDb, now: number): Promise<void> {
  await db.settings.put({ key: LAST_WAKE, value: now });
}

/**
 * Puts right what was stored while the clock was ahead: nothing stays in the future that was given, claimed or begun already.
 * Grants are stamped with now, so no limit frees room too early and none holds for as long as the clock was wrong. Slots that
 * were only recorded as missed in that future can still happen; slots that ran do not run again on their date.
 */
export function clockSetBack(db: NurturesDb, now: number): Promise<void> {
  return write(db, now, async (w) => {
    await restampGrants(w);
    await shortenWaits(w);
    await forgetFutureRuns(w);
    await restampCampaigns(w);
    await restampMembers(w);
    w.journal({ kind: 'clock.setBack' });
  });
}

async function restampGrants(w: Writer): Promise<void> {
  for (const id of await w.db.members.toCollection().primaryKeys()) {
    const rows = await w.db.grants.where('[senderId+at]').between([id, w.now], [id, Infinity], false, true).toArray();
    const stamped = marksToRestamp(rows.map(markOf), w.now);
    await w.db.grants.bulkPut(rows.map((row, index): GrantRow => ({ ...row, at: stamped[index]?.at ?? row.at })));
  }
}

/** Leases, jobs and the clocks of waiting approvals run from now at the latest. */
async function shortenWaits(w: Writer): Promise<void> {
  const { deliveries } = w.db;
  const { now } = w;
  const lease = { claimed: LEASE_MS, granted: GRANT_REPORT_MS } as const;
  for (const state of ['claimed', 'granted'] as const) {
    await deliveries.where('[state+leaseUntil]').between([state, now + lease[state]], [state, Infinity], false, true).modify({ leaseUntil: now + lease[state] });
  }
  await deliveries.where('[state+pendingSince]').between(['pending', now], ['pending', Infinity], false, true).modify({ pendingSince: now });
  for (const state of ['approved', 'scheduled'] as const) {
    await deliveries.where('[state+approvedAt]').between([state, now], [state, Infinity], false, true).modify({ approvedAt: now });
  }
  await deliveries.where('[state+reconcileAt]').between(['unconfirmed', now + HOUR], ['unconfirmed', Infinity], false, true).modify({ reconcileAt: now });
  const job = await readJob(w.db);
  if (job !== undefined && job.until > now + JOB_MS[job.kind]) await putJob(w.db, { ...job, until: now + JOB_MS[job.kind] });
}

async function forgetFutureRuns(w: Writer): Promise<void> {
  for (const run of await w.db.runs.where('startsAt').above(w.now).toArray()) {
    if (run.state !== 'open' && run.state !== 'done') await w.db.runs.delete(run.id);
  }
}

async function restampCampaigns(w: Writer): Promise<void> {
  for (const campaign of await w.db.campaigns.where('state').equals('active').toArray()) {
    const { dayZero, schedule, lastGrantAt } = campaign;
    const today = isZone(schedule.timeZone) ? dateAt(w.now, schedule.timeZone) : undefined;
    const restamped = {
      ...campaign, slotsFrom: Math.min(campaign.slotsFrom, w.now + 1),
      ...(lastGrantAt === undefined ? {} : { lastGrantAt: Math.min(lastGrantAt, w.now) }),
      ...(dayZero !== undefined && today !== undefined && compareDates(dayZero, today) > 0 ? { dayZero: today } : {}),
    };
    await w.db.campaigns.put(withBoundary(restamped, w.now));
  }
}

async function restampMembers(w: Writer): Promise<void> {
  for (const member of await w.db.members.toArray()) {
    const { firstUseAt, lastClaimAt, stop } = member;
    await w.db.members.put({
      ...member,
      ...(firstUseAt === undefined ? {} : { firstUseAt: Math.min(firstUseAt, w.now) }),
      ...(lastClaimAt === undefined ? {} : { lastClaimAt: Math.min(lastClaimAt, w.now) }),
      ...(stop === undefined || stop.since <= w.now ? {} : { stop: { ...stop, since: w.now, resumeAfter: stop.resumeAfter - (stop.since - w.now) } }),
    });
  }
}
