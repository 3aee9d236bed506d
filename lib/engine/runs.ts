import type { Writer } from '@/lib/db/write';
import type { Campaign } from '@/lib/domain/campaign';
import { runIdOf } from '@/lib/domain/campaign-life';
import type { Delivery } from '@/lib/domain/delivery';
import { firstMoment } from '@/lib/domain/pacing';
import type { Reason } from '@/lib/domain/reasons';
import { remark, type Run, type RunState } from '@/lib/domain/run';
import type { SlotOccurrence } from '@/lib/domain/schedule';

/** A run as it begins. */
export function newRun(campaign: Campaign, occurrence: SlotOccurrence, state: RunState, now: number): Run {
  return {
    id: runIdOf(campaign.id, occurrence),
    campaignId: campaign.id,
    ...(campaign.senderId === undefined ? {} : { senderId: campaign.senderId }),
    slotId: occurrence.slotId,
    date: occurrence.date,
    startsAt: occurrence.startsAt,
    endsAt: occurrence.endsAt,
    state,
    firstMomentAt: Math.max(firstMoment(campaign.seed, occurrence), now),
    taken: 0,
    couldTake: 0,
    planned: 0,
    sent: 0,
    unconfirmed: 0,
    failedInRow: 0,
    notes: [],
    warnings: [],
    errors: [],
  };
}

/** Records a slot that did not run, with its reason. A paused slot is recorded as paused, which is no warning. */
export async function missRun(w: Writer, campaign: Campaign, occurrence: SlotOccurrence, reason: Reason): Promise<void> {
  const state: RunState = reason === 'paused' ? 'paused' : 'missed';
  const run = newRun(campaign, occurrence, state, w.now);
  await w.db.runs.put({ ...run, reason, closedAt: w.now, warnings: state === 'missed' ? remark([], reason) : [], notes: state === 'paused' ? remark([], reason) : [] });
  w.journal({ kind: state === 'missed' ? 'run.missed' : 'run.paused', reason, campaignId: campaign.id, data: { run: run.id } });
}

/** Turns a run that was still being checked into a missed one. */
export async function missChecking(w: Writer, run: Run, reason: Reason): Promise<void> {
  await w.db.runs.put({ ...run, state: 'missed', reason, closedAt: w.now, warnings: remark(run.warnings, reason) });
  w.journal({ kind: 'run.missed', reason, campaignId: run.campaignId, data: { run: run.id } });
}

/** Why a delivery that did not get its turn goes back, and when it can move next. */
export interface BackBecause {
  reason: Reason;
  nextAt?: number | undefined;
}

/** Puts one scheduled or claimed delivery back to where it came from. */
export async function unschedule(w: Writer, delivery: Delivery, because: BackBecause): Promise<void> {
  if (delivery.state !== 'scheduled' && delivery.state !== 'claimed') return;
  await w.move({ ...delivery, state: delivery.state }, 'unschedule', 'delivery.unscheduled', {
    reason: because.reason, nextAt: because.nextAt, runId: undefined, plannedAt: undefined, token: undefined, leaseUntil: undefined,
  });
}

/**
 * Closes an open run: what is still scheduled or claimed in it goes back, each with its reason; what was granted is left to
 * its proof. A slot cut short raises a warning unless the reason is the member's own will or the plain end.
 */
export async function closeRun(w: Writer, run: Run, reason: Reason, because: (delivery: Delivery) => BackBecause): Promise<void> {
  const deliveries = await w.db.deliveries.where('runId').equals(run.id).toArray();
  for (const delivery of deliveries) await unschedule(w, delivery, because(delivery));
  const ordinary: Reason[] = ['slotEnded', 'paused', 'switchedOff', 'archived', 'scheduleEdited', 'finished'];
  await w.db.runs.put({
    ...run, state: 'done', reason, closedAt: w.now,
    warnings: ordinary.includes(reason) ? run.warnings : remark(run.warnings, reason),
    notes: ordinary.includes(reason) && reason !== 'slotEnded' ? remark(run.notes, reason) : run.notes,
  });
  w.journal({ kind: 'run.closed', reason, campaignId: run.campaignId, data: { run: run.id, sent: run.sent } });
}

/** Adds a remark to the run a delivery belongs to, if it still exists. */
export async function remarkRun(w: Writer, runId: string | undefined, kind: 'notes' | 'warnings' | 'errors', reason: Reason): Promise<void> {
  if (runId === undefined) return;
  const run = await w.db.runs.get(runId);
  if (run !== undefined) await w.db.runs.put({ ...run, [kind]: remark(run[kind], reason) });
}
