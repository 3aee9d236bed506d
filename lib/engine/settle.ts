import { write, type Writer } from '@/lib/db/write';
import type { NurturesDb } from '@/lib/db/schema';
import { nextStart } from '@/lib/domain/campaign-life';
import { DISPROVE_AFTER_MS, LEASE_MS, type Delivery } from '@/lib/domain/delivery';
import { fingerprint } from '@/lib/domain/fingerprint';
import { profilePageRoom } from '@/lib/domain/pacing';
import type { Reason } from '@/lib/domain/reasons';
import { remark, type Run } from '@/lib/domain/run';
import type { ThreadReading } from '@/lib/domain/thread';
import { noteProfile, profileMarks } from '@/lib/engine/book';
import { changeJob, endJob, JOB_MS, putJob, readJob, type Job } from '@/lib/engine/job';
import { afterNotSent, afterSent, sentPatch } from '@/lib/engine/outcome';
import { endEnrollment } from '@/lib/engine/enrollments';
import type { Judge } from '@/lib/engine/ports';
import { recordReading } from '@/lib/engine/record-reading';
import { closeRun, unschedule } from '@/lib/engine/runs';
import { closeRunsOf, reasonOfWall, stopCampaign, stopMember, stopsMember } from '@/lib/engine/stops';
import { learnPage, learnTriedPage } from '@/lib/engine/page-trial';
import { replan } from '@/lib/engine/take-up';
import { cancelDelivery, cancelEnrollment } from '@/lib/engine/cancel';
import type { DeliverOutcome, PageMessage } from '@/lib/linkedin/contract';

/** Two unconfirmed in a slot, or three failures in a row, end that slot (design 2.8). */
const UNCONFIRMED_MAX = 2;
const FAILED_IN_ROW_MAX = 3;
/** Attempts that end before a grant for a reason of the page; after these the delivery fails and waits for the member. */
const PAGE_STOPS_MAX = 6;
/** Reasons that make the rest of this slot pointless. */
const ENDS_RUN: ReadonlySet<Reason> = new Set<Reason>(['pressEnterMode', 'senderWarning', 'offline']);

type Report = Extract<PageMessage, { type: 'report' }>;

/** Stores how an attempt ended. Reporting twice is harmless: only the attempt under way is settled. */
export function settle(db: NurturesDb, now: number, report: Report, pageFingerprint?: string): Promise<'yes' | 'no'> {
  return write(db, now, async (w) => {
    const delivery = await db.deliveries.get(report.deliveryId);
    if (delivery === undefined || delivery.attempt !== report.attempt) return 'no';
    const keepsTab = report.outcome.end === 'drafted';
    const job = await readJob(db);
    if (!keepsTab) await endJob(db, report.orderId);
    if (delivery.token !== report.token) return 'yes';
    switch (delivery.state) {
      case 'granted':
        await settleGranted(w, { ...delivery, state: 'granted' }, report.outcome);
        break;
      case 'unconfirmed':
        if (report.outcome.end === 'proved') await prove(w, { ...delivery, state: 'unconfirmed' }, report.outcome);
        break;
      case 'claimed':
        await settleClaimed(w, { ...delivery, state: 'claimed' }, report, job);
        break;
      default:
        return 'yes';
    }
    if (report.outcome.end === 'proved' && pageFingerprint !== undefined) await learnPage(w, delivery.senderId, pageFingerprint);
    const member = await db.members.get(delivery.senderId);
    if (member !== undefined) await replan(w, member);
    return 'yes';
  });
}

async function settleGranted(w: Writer, delivery: Delivery & { state: 'granted' }, outcome: DeliverOutcome): Promise<void> {
  switch (outcome.end) {
    case 'proved':
      return prove(w, delivery, outcome);
    case 'rejected': {
      const later = await laterOf(w, delivery);
      const failed = await w.move(delivery, 'refuse', 'delivery.failed', {
        reason: 'refusedByLinkedIn', refusals: delivery.refusals + 1, nextAt: later, token: undefined, leaseUntil: undefined, runId: undefined,
        plannedAt: undefined, evidence: outcome.evidence,
      });
      await afterNotSent(w, failed);
      return failedInRun(w, delivery.runId, 'refusedByLinkedIn');
    }
    case 'doubt':
      await doubt(w, delivery, outcome.reason, outcome.evidence);
      if (outcome.wall !== undefined) await stopMember(w, delivery.senderId, reasonOfWall(outcome.wall, true), delivery.id);
      return;
    case 'stopped': case 'refusedGrant': case 'drafted':
      return doubt(w, delivery, 'noAnswer', outcome.evidence);
  }
}

async function prove(w: Writer, delivery: Delivery & { state: 'granted' | 'unconfirmed' }, outcome: Extract<DeliverOutcome, { end: 'proved' }>): Promise<void> {
  const proof = { at: delivery.grantedAt ?? w.now, rowAt: outcome.at, urn: outcome.urn, evidence: outcome.evidence };
  const edited = outcome.edited === undefined ? {} : { text: outcome.edited, fingerprint: fingerprint(outcome.edited), editedByHand: 'yes' as const };
  const sent = await w.move(delivery, 'prove', 'delivery.sent', { ...sentPatch(proof), ...edited }, { data: { attempt: delivery.attempt } });
  await afterSent(w, sent, proof);
  await changeRun(w, delivery.runId, (run) => ({ ...run, sent: run.sent + 1, failedInRow: 0 }));
  await w.db.settings.delete(`typed:${delivery.contactId}`);
  if (outcome.threadId !== undefined) {
    const thread = await w.db.threads.get([delivery.senderId, delivery.contactId]);
    await w.db.threads.put({ ...(thread ?? { senderId: delivery.senderId, contactId: delivery.contactId }), threadId: outcome.threadId, newestUrn: outcome.urn });
  }
}

/** The outcome is unknown: nothing more goes to this person in any campaign until it is settled. */
export async function doubt(w: Writer, delivery: Delivery & { state: 'granted' }, reason: Reason, evidence: string): Promise<void> {
  await w.move(delivery, 'doubt', 'delivery.unconfirmed', { reason, evidence, reconcileAt: w.now, token: delivery.token, leaseUntil: undefined, plannedAt: undefined });
  await w.db.contacts.update(delivery.contactId, { heldBy: delivery.id });
  await changeRun(w, delivery.runId, (run) => ({ ...run, unconfirmed: run.unconfirmed + 1, failedInRow: run.failedInRow + 1, errors: remark(run.errors, reason) }));
  const run = delivery.runId === undefined ? undefined : await w.db.runs.get(delivery.runId);
  if (run === undefined || run.state !== 'open') return;
  if (run.unconfirmed >= UNCONFIRMED_MAX) await endRun(w, run, 'twoUnconfirmed');
  else if (run.failedInRow >= FAILED_IN_ROW_MAX) await endRun(w, run, 'threeFailures');
}

async function settleClaimed(w: Writer, delivery: Delivery & { state: 'claimed' }, { outcome, orderId }: Report, job: Job | undefined): Promise<void> {
  switch (outcome.end) {
    case 'stopped':
      return outcome.reason === 'addressUnknown' ? addressUnknown(w, delivery, outcome, job) : stopped(w, delivery, outcome);
    case 'refusedGrant':
      await w.move(delivery, 'release', 'delivery.released', { token: undefined, leaseUntil: undefined, evidence: outcome.evidence });
      return;
    case 'drafted':
      await draftWaits(w, delivery, orderId);
      return;
    case 'proved':
      await provedDraft(w, delivery, outcome);
      return;
    case 'rejected': case 'doubt':
      await w.move(delivery, 'release', 'delivery.released', { token: undefined, leaseUntil: undefined, evidence: outcome.evidence });
  }
}

/**
 * The conversation of this member id shows an address that is not known: a renamed person, or somebody else. The profile of that very id decides:
 * it is read, the address it names is learned, and the same attempt goes on. An address that the profile just read does not name is a wrong
 * recipient.
 */
async function addressUnknown(w: Writer, delivery: Delivery & { state: 'claimed' }, outcome: Extract<DeliverOutcome, { end: 'stopped' }>, job: Job | undefined): Promise<void> {
  const { db, now } = w;
  const [contact, member] = await Promise.all([db.contacts.get(delivery.contactId), db.members.get(delivery.senderId)]);
  const memberId = contact?.memberId;
  if (job === undefined || member === undefined || memberId === undefined) return stopped(w, delivery, outcome);
  if (job.profileRead === 'yes') return stopped(w, delivery, { ...outcome, reason: 'recipientMismatch' });
  if (!profilePageRoom(await profileMarks(db, member.id, now), now, member).ok) {
    await unschedule(w, delivery, { reason: 'profileLimit', nextAt: await laterOf(w, delivery) });
    return;
  }
  const orderId = `${job.orderId}/profile`;
  await noteProfile(db, member.id, orderId, now);
  await w.touch(delivery, { leaseUntil: now + LEASE_MS });
  await putJob(db, { orderId, kind: 'resolve', senderId: member.id, startedAt: now, until: now + JOB_MS.resolve, path: `/in/${memberId}/`, deliveryId: delivery.id, contactId: delivery.contactId, slug: memberId });
}

/** Draft-only mode: the text waits in the composer; lease and job now last until the slot ends and nothing else is prepared. */
async function draftWaits(w: Writer, delivery: Delivery & { state: 'claimed' }, orderId: string): Promise<void> {
  const run = delivery.runId === undefined ? undefined : await w.db.runs.get(delivery.runId);
  if (run === undefined) return;
  await w.touch(delivery, { reason: 'draftWaiting', leaseUntil: run.endsAt, nextAt: run.endsAt });
  await changeJob(w.db, orderId, { until: run.endsAt });
}

/** Draft-only mode: the member pressed Send; it counts in every limit from this proof. */
async function provedDraft(w: Writer, delivery: Delivery & { state: 'claimed' }, outcome: Extract<DeliverOutcome, { end: 'proved' }>): Promise<void> {
  if (delivery.reason !== 'draftWaiting') {
    await w.move(delivery, 'release', 'delivery.released', { token: undefined, leaseUntil: undefined, evidence: outcome.evidence });
    return;
  }
  await w.db.grants.add({
    id: `${delivery.id}#${delivery.attempt}`, senderId: delivery.senderId, contactId: delivery.contactId, campaignId: delivery.campaignId,
    deliveryId: delivery.id, messageId: delivery.messageId, attempt: delivery.attempt, at: w.now, state: 'open',
  });
  await w.db.campaigns.update(delivery.campaignId, { lastGrantAt: w.now });
  const granted = await w.move(delivery, 'grant', 'delivery.granted', { grantedAt: w.now, reason: undefined });
  if (granted.state === 'granted') await prove(w, { ...granted, state: 'granted' }, outcome);
}

/** An attempt that ended before any grant: the reason decides whether it ends, waits for another slot, or stops more. */
async function stopped(w: Writer, delivery: Delivery & { state: 'claimed' }, outcome: Extract<DeliverOutcome, { end: 'stopped' }>): Promise<void> {
  const { db } = w;
  const reason = outcome.wall === undefined ? outcome.reason : reasonOfWall(outcome.wall, true);
  const later = await laterOf(w, delivery);
  const enrollment = await db.enrollments.get(delivery.enrollmentId);
  if (reason === 'notConnected' && enrollment !== undefined) {
    await db.connections.update([delivery.senderId, delivery.contactId], { goneAt: w.now });
    await cancelEnrollment(w, enrollment, reason);
    await changeRun(w, delivery.runId, (run) => ({ ...run, notes: remark(run.notes, reason) }));
    return;
  }
  if (reason === 'draftDiscarded') {
    await cancelDelivery(w, delivery, reason);
    if (enrollment !== undefined) await endEnrollment(w, enrollment, reason);
    await changeRun(w, delivery.runId, (run) => ({ ...run, notes: remark(run.notes, reason) }));
    return;
  }
  const pageStops = (delivery.pageStops ?? 0) + (NO_FAILURE.has(reason) ? 0 : 1);
  if (reason === 'profileGone' || reason === 'recipientMismatch' || pageStops >= PAGE_STOPS_MAX) {
    await w.move(delivery, 'fail', 'delivery.failed', { reason, token: undefined, leaseUntil: undefined, runId: undefined, plannedAt: undefined, evidence: outcome.evidence });
    await changeRun(w, delivery.runId, (run) => ({ ...run, errors: remark(run.errors, reason) }));
  } else {
    await unschedule(w, pageStops === 0 ? delivery : await w.touch(delivery, { pageStops }), { reason, nextAt: later });
    await failedInRun(w, delivery.runId, reason);
  }
  if (stopsMember(reason)) {
    await stopMember(w, delivery.senderId, reason, `${delivery.id} ${outcome.evidence}`.slice(0, 200));
  } else if (reason === 'signedInAsOther' || reason === 'notSignedIn') {
    for (const run of await db.runs.where('[senderId+state]').equals([delivery.senderId, 'open']).toArray()) await stopCampaign(w, run.campaignId, reason);
    await closeRunsOf(w, delivery.senderId, reason);
  } else if (ENDS_RUN.has(reason)) {
    await closeRunsOf(w, delivery.senderId, reason);
  }
}

/** Reasons of the person's page or the member's own hand; they say nothing about LinkedIn's page as such. */
const NO_FAILURE: ReadonlySet<Reason> = new Set<Reason>([
  'draftInComposer', 'memberTyping', 'tabClosed', 'tabNavigated', 'tabHidden', 'leaseOver', 'extensionUpdated', 'otherCopy', 'paused', 'switchedOff', 'slotEnded',
]);

/** Counts a failed attempt in its run; the third in a row ends the slot. */
export async function failedInRun(w: Writer, runId: string | undefined, reason: Reason): Promise<void> {
  const counts = !NO_FAILURE.has(reason);
  await changeRun(w, runId, (run) => ({
    ...run,
    failedInRow: counts ? run.failedInRow + 1 : run.failedInRow,
    errors: counts ? remark(run.errors, reason) : run.errors,
    notes: counts ? run.notes : remark(run.notes, reason),
  }));
  const run = runId === undefined ? undefined : await w.db.runs.get(runId);
  if (run !== undefined && run.state === 'open' && run.failedInRow >= FAILED_IN_ROW_MAX) await endRun(w, run, 'threeFailures');
}

async function endRun(w: Writer, run: Run, reason: Reason): Promise<void> {
  const campaign = await w.db.campaigns.get(run.campaignId);
  const nextAt = campaign === undefined ? undefined : nextStart(campaign, run.endsAt)?.startsAt;
  await closeRun(w, run, reason, () => ({ reason: 'slotOver', nextAt }));
}

async function changeRun(w: Writer, runId: string | undefined, change: (run: Run) => Run): Promise<void> {
  const run = runId === undefined ? undefined : await w.db.runs.get(runId);
  if (run !== undefined) await w.db.runs.put(change(run));
}

async function laterOf(w: Writer, delivery: Delivery): Promise<number | undefined> {
  const [campaign, run] = await Promise.all([w.db.campaigns.get(delivery.campaignId), delivery.runId === undefined ? undefined : w.db.runs.get(delivery.runId)]);
  return campaign === undefined ? undefined : nextStart(campaign, run?.endsAt ?? w.now)?.startsAt;
}

/**
 * What a fresh look at the thread says of a delivery in doubt. Found = sent. Not there is proved only by a load at least
 * 10 minutes after the grant that was read back to the last row known before it.
 */
export function reconcile(db: NurturesDb, now: number, judge: Judge, orderId: string, deliveryId: string, reading: ThreadReading | undefined): Promise<void> {
  return write(db, now, async (w) => {
    const job = await readJob(db);
    const loadedAt = job?.orderId === orderId ? job.startedAt : undefined;
    await endJob(db, orderId);
    const delivery = await db.deliveries.get(deliveryId);
    if (delivery === undefined || delivery.state !== 'unconfirmed') return;
    const contact = await db.contacts.get(delivery.contactId);
    const grantedAt = delivery.grantedAt ?? delivery.stateAt;
    const later = Math.max(grantedAt + DISPROVE_AFTER_MS, now + DISPROVE_AFTER_MS);
    if (contact === undefined) return;
    if (reading === undefined || reading.otherId !== delivery.recipientId) {
      await w.touch(delivery, { reconcileAt: later });
      return;
    }
    const recorded = await recordReading(w, judge, delivery.senderId, contact, reading);
    if (recorded.proved.some((proved) => proved.id === delivery.id)) {
      await changeRun(w, delivery.runId, (run) => ({ ...run, sent: run.sent + 1, unconfirmed: Math.max(0, run.unconfirmed - 1), failedInRow: 0 }));
      await learnTriedPage(w, delivery.senderId);
      return;
    }
    const readBack = delivery.baselineUrn === 'top' ? reading.reached === 'top' : reading.reached === 'top' || reading.rows.some((row) => row.urn === delivery.baselineUrn);
    // The page was loaded after the job began; a look that nobody waits for any more may prove, but never disprove.
    const fresh = loadedAt !== undefined && loadedAt >= grantedAt + DISPROVE_AFTER_MS && loadedAt <= now;
    if (!fresh || !readBack || recorded.verdict.unknownAuthors > 0) {
      await w.touch(delivery, { reconcileAt: now < grantedAt + DISPROVE_AFTER_MS ? grantedAt + DISPROVE_AFTER_MS : later });
      return;
    }
    const campaign = await db.campaigns.get(delivery.campaignId);
    const nextAt = campaign === undefined ? undefined : nextStart(campaign, now)?.startsAt;
    const failed = await w.move({ ...delivery, state: 'unconfirmed' }, 'disprove', 'delivery.disproved', {
      reason: 'notThere', refusals: delivery.refusals + 1, nextAt, reconcileAt: undefined, token: undefined, runId: undefined,
    });
    await afterNotSent(w, failed);
  });
}
