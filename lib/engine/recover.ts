import { write, type Explained, type Writer } from '@/lib/db/write';
import type { NurturesDb } from '@/lib/db/schema';
import { nextStart } from '@/lib/domain/campaign-life';
import type { Delivery } from '@/lib/domain/delivery';
import type { Reason } from '@/lib/domain/reasons';
import type { Run } from '@/lib/domain/run';
import { WAITING_MAX_MS } from '@/lib/domain/take-up';
import { cancelDelivery } from '@/lib/engine/cancel';
import { endEnrollment } from '@/lib/engine/enrollments';
import { endJob, readJob, type Job } from '@/lib/engine/job';
import { endPause } from '@/lib/engine/pause-actions';
import { heldBecause } from '@/lib/engine/links-wanted';
import { renderStored } from '@/lib/engine/render-message';
import { closeRun, missChecking, remarkRun } from '@/lib/engine/runs';
import { readPause, readPauseRow } from '@/lib/engine/settings';
import { lookFailed, readAskedLook } from '@/lib/engine/page-look';
import { closeRunsOf } from '@/lib/engine/stops';
import { haltSync, lookedForSync, readSync } from '@/lib/engine/sync-connections';
import { doubt, failedInRun } from '@/lib/engine/settle';

/** The page never reported: it closed, went elsewhere, or was silent. Only silence says something about the page. */
const TAB_LOST: ReadonlySet<Reason> = new Set<Reason>(['tabClosed', 'tabNavigated']);

/** The own tab does not exist any more, or shows an error page of Chrome's. */
export type LostTab = 'tabClosed' | 'noPage';

/** An order that lost its purpose: its driver is told to stop before the grant. */
export interface Aimless {
  orderId: string;
  reason: Reason;
}

/**
 * The first step of every wake: whatever a dead worker, a closed tab or the passing of time left behind is put right.
 * A wake that finds nothing of the kind writes nothing. Returns the order
 * whose driver is to be stopped, if there is one.
 */
export async function recover(db: NurturesDb, now: number, lost: LostTab | undefined): Promise<Aimless | undefined> {
  if (!(await isAnythingLeft(db, now, lost))) return undefined;
  return write(db, now, async (w) => {
    const pause = await readPauseRow(db);
    if (pause !== undefined && (await readPause(db, now)) === undefined) await endPause(w);
    await recoverJob(w, lost);
    await recoverLeases(w);
    for (const { run, reason } of await runsToEnd(db, now)) await endRun(w, run, reason);
    await expireApprovals(w);
    return dropAimlessJob(w);
  });
}

/** Whether there is anything to put right, by a few reads along indexes, all of one state. */
function isAnythingLeft(db: NurturesDb, now: number, lost: LostTab | undefined): Promise<boolean> {
  return db.transaction('r', db.tables, async () => {
    const [pauseRow, pause, job, claimed, granted, ending, waited] = await Promise.all([
      readPauseRow(db), readPause(db, now), readJob(db), leasesOver(db, 'claimed', now).count(), leasesOver(db, 'granted', now).count(), runsToEnd(db, now), waitedTooLong(db, now),
    ]);
    if (pauseRow !== undefined && pause === undefined) return true;
    if (job !== undefined && (lost === 'tabClosed' || now > job.until || !(await isWanted(db, job)))) return true;
    return claimed + granted + ending.length > 0 || (pause === undefined && waited.length > 0);
  });
}

/** Whether anything still waits for what this job's page will say. */
async function isWanted(db: NurturesDb, job: Job): Promise<boolean> {
  const state = job.deliveryId === undefined ? undefined : (await db.deliveries.get(job.deliveryId))?.state;
  switch (job.kind) {
    case 'check':
      return (await db.runs.where('[senderId+state]').equals([job.senderId, 'checking']).count()) > 0 || (await readSync(db))?.state === 'running' || (await readAskedLook(db)) === job.senderId;
    case 'deliver': case 'resolve': return state === 'claimed' || state === 'granted';
    case 'reconcile': return state === 'unconfirmed';
    case 'connections': return (await readSync(db))?.state === 'running';
  }
}

/** A page job that nothing waits for any more ends: its run was closed, or its message went back or was settled by somebody else. */
async function dropAimlessJob(w: Writer): Promise<Aimless | undefined> {
  const { db } = w;
  const job = await readJob(db);
  if (job === undefined || (await isWanted(db, job))) return undefined;
  await endJob(db, job.orderId);
  const reason = job.deliveryId === undefined ? undefined : (await db.deliveries.get(job.deliveryId))?.reason;
  return { orderId: job.orderId, reason: reason ?? 'slotEnded' };
}

async function recoverJob(w: Writer, lost: LostTab | undefined): Promise<void> {
  const job = await readJob(w.db);
  if (job === undefined || (w.now <= job.until && lost !== 'tabClosed')) return;
  await giveUpJob(w, job, lost ?? 'pageNotUnderstood');
}

/** Ends a page job without an answer; what it was doing goes on or into doubt by its own state. */
export async function giveUpJob(w: Writer, job: Job, reason: Reason): Promise<void> {
  await endJob(w.db, job.orderId);
  const delivery = job.deliveryId === undefined ? undefined : await w.db.deliveries.get(job.deliveryId);
  switch (job.kind) {
    case 'check':
      await lookFailed(w, job.senderId, reason);
      await lookedForSync(w, job.senderId, reason);
      for (const run of await w.db.runs.where('[senderId+state]').equals([job.senderId, 'checking']).toArray()) {
        if (!TAB_LOST.has(reason)) await missChecking(w, run, reason);
      }
      return;
    case 'deliver': case 'resolve':
      if (delivery?.state === 'claimed') {
        const lost = TAB_LOST.has(reason);
        await w.move({ ...delivery, state: 'claimed' }, 'release', 'delivery.released', { reason: lost || reason === 'noPage' ? reason : 'leaseOver', token: undefined, leaseUntil: undefined });
        if (lost) await remarkRun(w, delivery.runId, 'notes', reason);
        else await failedInRun(w, delivery.runId, reason);
        // LinkedIn may have refused the page: it is not asked again in this slot.
        if (reason === 'noPage') await closeRunsOf(w, delivery.senderId, reason);
      } else if (delivery?.state === 'granted') {
        await doubt(w, { ...delivery, state: 'granted' }, 'noAnswer', reason);
      }
      return;
    case 'reconcile':
      if (delivery?.state === 'unconfirmed') await w.touch(delivery, { reconcileAt: w.now + 10 * 60_000 });
      return;
    case 'connections':
      await haltSync(w, reason);
  }
}

function leasesOver(db: NurturesDb, state: 'claimed' | 'granted', now: number) {
  return db.deliveries.where('[state+leaseUntil]').between([state, -Infinity], [state, now], true, false);
}

async function recoverLeases(w: Writer): Promise<void> {
  for (const delivery of await leasesOver(w.db, 'claimed', w.now).toArray()) {
    if (delivery.state !== 'claimed') continue;
    await w.move({ ...delivery, state: 'claimed' }, 'release', 'delivery.released', { reason: 'leaseOver', token: undefined, leaseUntil: undefined });
    await endJobOf(w, delivery.id);
  }
  for (const delivery of await leasesOver(w.db, 'granted', w.now).toArray()) {
    if (delivery.state !== 'granted') continue;
    await doubt(w, { ...delivery, state: 'granted' }, 'noAnswer', 'no report');
    await endJobOf(w, delivery.id);
  }
}

async function endJobOf(w: Writer, deliveryId: string): Promise<void> {
  const job = await readJob(w.db);
  if (job?.deliveryId === deliveryId) await endJob(w.db, job.orderId);
}

/** Open and checking runs that end now: their slot is over, their campaign is off, everything is paused, or their sender was stopped. */
async function runsToEnd(db: NurturesDb, now: number): Promise<{ run: Run; reason: Reason }[]> {
  const ending: { run: Run; reason: Reason }[] = [];
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
      if (reason !== undefined) ending.push({ run, reason });
    }
  }
  return ending;
}

async function endRun(w: Writer, run: Run, reason: Reason): Promise<void> {
  if (run.state === 'checking') return missChecking(w, run, reason === 'slotEnded' ? 'pageNotUnderstood' : reason);
  const campaign = await w.db.campaigns.get(run.campaignId);
  const nextAt = campaign === undefined ? undefined : nextStart(campaign, run.endsAt)?.startsAt;
  await closeRun(w, run, reason, (delivery) => ({ reason: reason === 'slotEnded' ? (delivery.reason ?? 'slotOver') : reason, nextAt }));
}

/** What waited for 7 days in campaigns that are on: pending without an answer, approved without being sent. */
async function waitedTooLong(db: NurturesDb, now: number): Promise<Delivery[]> {
  const since = now - WAITING_MAX_MS;
  const lists = await Promise.all([
    db.deliveries.where('[state+pendingSince]').between(['pending', -Infinity], ['pending', since], true, true).toArray(),
    ...(['approved', 'scheduled'] as const).map((state) => db.deliveries.where('[state+approvedAt]').between([state, -Infinity], [state, since], true, true).toArray()),
  ]);
  const waiting = lists.flat();
  const campaigns = await db.campaigns.bulkGet([...new Set(waiting.map(({ campaignId }) => campaignId))]);
  const active = new Set(campaigns.flatMap((campaign) => (campaign?.state === 'active' ? [campaign.id] : [])));
  return waiting.filter(({ campaignId }) => active.has(campaignId));
}

/** Pending for 7 days: canceled. Approved for 7 days and unsent: pending again. Both stand still while nothing may run. */
async function expireApprovals(w: Writer): Promise<void> {
  if ((await readPause(w.db, w.now)) !== undefined) return;
  for (const delivery of await waitedTooLong(w.db, w.now)) {
    switch (delivery.state) {
      case 'pending': {
        await cancelDelivery(w, delivery, 'approvalNotGiven');
        const enrollment = await w.db.enrollments.get(delivery.enrollmentId);
        if (enrollment !== undefined) await endEnrollment(w, enrollment, 'approvalNotGiven');
        break;
      }
      case 'approved': case 'scheduled':
        await askAgain(w, { ...delivery, state: delivery.state });
        break;
      default:
    }
  }
}

/** Back to pending with a freshly rendered text: "please look again". A text the member typed stays theirs. */
async function askAgain(w: Writer, delivery: Delivery & { state: 'approved' | 'scheduled' }): Promise<void> {
  const { db } = w;
  const again: Explained = { approvedAt: undefined, pendingSince: w.now, reason: 'approvalTooOld', runId: undefined, plannedAt: undefined, nextAt: undefined };
  const [campaign, contact] = await Promise.all([db.campaigns.get(delivery.campaignId), db.contacts.get(delivery.contactId)]);
  const message = campaign?.messages.find(({ id }) => id === delivery.messageId);
  const rendered = delivery.editedByHand === 'yes' || campaign === undefined || contact === undefined || message === undefined ? undefined : await renderStored(db, campaign, message, contact);
  if (rendered === undefined || campaign === undefined) {
    await w.move(delivery, 'void', 'delivery.voided', again);
  } else if (rendered.kind === 'hold') {
    await w.move(delivery, 'void', 'delivery.voided', { ...again, text: undefined, fingerprint: undefined, reason: await heldBecause(w, delivery, rendered) });
  } else {
    const variant = rendered.language.kind === 'variant' ? rendered.language.language : 'default';
    await w.move(delivery, 'void', 'delivery.voided', { ...again, text: rendered.text, fingerprint: rendered.fingerprint, variant, version: campaign.version });
  }
}
