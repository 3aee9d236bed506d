import { write, type Writer } from '@/lib/db/write';
import type { NurturesDb } from '@/lib/db/schema';
import { nextStart } from '@/lib/domain/campaign-life';
import type { Reason } from '@/lib/domain/reasons';
import { DAY } from '@/lib/domain/zoned-time';
import { cancelDelivery } from '@/lib/engine/cancel';
import { endEnrollment } from '@/lib/engine/enrollments';
import { endJob, readJob, type Job } from '@/lib/engine/job';
import { endPause } from '@/lib/engine/pause-actions';
import { closeRun, missChecking, remarkRun } from '@/lib/engine/runs';
import { readPause, readPauseRow } from '@/lib/engine/settings';
import { doubt } from '@/lib/engine/settle';

const WEEK = 7 * DAY;

/**
 * The first step of every wake: whatever a dead worker, a closed tab or the passing of time left behind is put right.
 * `tabGone`: the product's own tab does not exist any more.
 */
export function recover(db: NurturesDb, now: number, tabGone: boolean): Promise<void> {
  return write(db, now, async (w) => {
    const pause = await readPauseRow(db);
    if (pause !== undefined && (await readPause(db, now)) === undefined) await endPause(w);
    await recoverJob(w, tabGone);
    await recoverLeases(w);
    await closeWhatMayNotRun(w);
    await expireApprovals(w);
  });
}

async function recoverJob(w: Writer, tabGone: boolean): Promise<void> {
  const job = await readJob(w.db);
  if (job === undefined || (w.now <= job.until && !tabGone)) return;
  await giveUpJob(w, job, tabGone ? 'tabClosed' : 'pageNotUnderstood');
}

/** Ends a page job without an answer; what it was doing goes on or into doubt by its own state. */
export async function giveUpJob(w: Writer, job: Job, reason: Reason): Promise<void> {
  await endJob(w.db, job.orderId);
  const delivery = job.deliveryId === undefined ? undefined : await w.db.deliveries.get(job.deliveryId);
  switch (job.kind) {
    case 'check':
      for (const run of await w.db.runs.where('[senderId+state]').equals([job.senderId, 'checking']).toArray()) {
        if (reason !== 'tabClosed') await missChecking(w, run, reason);
      }
      return;
    case 'deliver': case 'resolve':
      if (delivery?.state === 'claimed') {
        await w.move({ ...delivery, state: 'claimed' }, 'release', 'delivery.released', { reason: reason === 'tabClosed' ? reason : 'leaseOver', token: undefined, leaseUntil: undefined });
        await remarkRun(w, delivery.runId, 'notes', reason);
      } else if (delivery?.state === 'granted') {
        await doubt(w, { ...delivery, state: 'granted' }, 'noAnswer', reason);
      }
      return;
    case 'reconcile':
      if (delivery?.state === 'unconfirmed') await w.touch(delivery, { reconcileAt: w.now + 10 * 60_000 });
      return;
    case 'connections':
      return;
  }
}

async function recoverLeases(w: Writer): Promise<void> {
  const { deliveries } = w.db;
  for (const delivery of await deliveries.where('[state+leaseUntil]').between(['claimed', -Infinity], ['claimed', w.now], true, false).toArray()) {
    if (delivery.state !== 'claimed') continue;
    await w.move({ ...delivery, state: 'claimed' }, 'release', 'delivery.released', { reason: 'leaseOver', token: undefined, leaseUntil: undefined });
    await endJobOf(w, delivery.id);
  }
  for (const delivery of await deliveries.where('[state+leaseUntil]').between(['granted', -Infinity], ['granted', w.now], true, false).toArray()) {
    if (delivery.state !== 'granted') continue;
    await doubt(w, { ...delivery, state: 'granted' }, 'noAnswer', 'no report');
    await endJobOf(w, delivery.id);
  }
}

async function endJobOf(w: Writer, deliveryId: string): Promise<void> {
  const job = await readJob(w.db);
  if (job?.deliveryId === deliveryId) await endJob(w.db, job.orderId);
}

/** Open runs end when their slot is over, their campaign is off, everything is paused, or their sender was stopped. */
async function closeWhatMayNotRun(w: Writer): Promise<void> {
  const { db, now } = w;
  const paused = (await readPause(db, now)) !== undefined;
  for (const state of ['open', 'checking'] as const) {
    for (const run of await db.runs.where('[state+endsAt]').between([state, -Infinity], [state, Infinity]).toArray()) {
      const campaign = await db.campaigns.get(run.campaignId);
      const member = run.senderId === undefined ? undefined : await db.members.get(run.senderId);
      const reason: Reason | undefined =
        campaign === undefined || campaign.state === 'archived' ? 'archived'
        : campaign.state !== 'active' ? 'switchedOff'
        : paused ? 'paused'
        : member?.stop !== undefined ? member.stop.reason
        : now >= run.endsAt ? 'slotEnded'
        : undefined;
      if (reason === undefined) continue;
      if (state === 'checking') {
        await missChecking(w, run, reason === 'slotEnded' ? 'pageNotUnderstood' : reason);
        continue;
      }
      const nextAt = campaign === undefined ? undefined : nextStart(campaign, run.endsAt)?.startsAt;
      await closeRun(w, run, reason, (delivery) => ({ reason: reason === 'slotEnded' ? (delivery.reason ?? 'slotOver') : reason, nextAt }));
    }
  }
}

/** Pending for 7 days: canceled. Approved for 7 days and unsent: pending again. Both stand still while nothing may run. */
async function expireApprovals(w: Writer): Promise<void> {
  const { db, now } = w;
  if ((await readPause(db, now)) !== undefined) return;
  const active = async (campaignId: string) => (await db.campaigns.get(campaignId))?.state === 'active';
  for (const delivery of await db.deliveries.where('[state+pendingSince]').between(['pending', -Infinity], ['pending', now - WEEK], true, true).toArray()) {
    if (!(await active(delivery.campaignId))) continue;
    await cancelDelivery(w, delivery, 'approvalNotGiven');
    const enrollment = await db.enrollments.get(delivery.enrollmentId);
    if (enrollment !== undefined) await endEnrollment(w, enrollment, 'approvalNotGiven');
  }
  for (const state of ['approved', 'scheduled'] as const) {
    for (const delivery of await db.deliveries.where('[state+approvedAt]').between([state, -Infinity], [state, now - WEEK], true, true).toArray()) {
      if (!(await active(delivery.campaignId)) || (delivery.state !== 'approved' && delivery.state !== 'scheduled')) continue;
      await w.move({ ...delivery, state: delivery.state }, 'void', 'delivery.voided', {
        approvedAt: undefined, pendingSince: now, reason: 'approvalTooOld', runId: undefined, plannedAt: undefined, nextAt: undefined,
      });
    }
  }
}

