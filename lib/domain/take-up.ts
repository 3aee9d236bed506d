import type { Campaign } from '@/lib/domain/campaign';
import type { Delivery } from '@/lib/domain/delivery';
import { personRoom, type GrantMark, type PersonPast } from '@/lib/domain/pacing';
import { personReason } from '@/lib/domain/plan';
import type { MemberLimits } from '@/lib/domain/member';
import type { Reason } from '@/lib/domain/reasons';
import type { Run } from '@/lib/domain/run';
import { ON_TIME_GRACE } from '@/lib/domain/schedule';
import { DAY } from '@/lib/domain/zoned-time';

/**
 * How many new contacts a slot wants before limits are looked at. With approval: the cohort less what is approved and unsent,
 * and none while two full cohorts are pending. Without: the cohort.
 */
export function newWanted(campaign: Pick<Campaign, 'approval' | 'schedule'>, waiting: { pending: number; approvedUnsent: number }): number {
  const cohort = campaign.schedule.cohortSize;
  if (!campaign.approval) return cohort;
  if (waiting.pending >= 2 * cohort) return 0;
  return Math.max(0, cohort - waiting.approvedUnsent);
}

/** Whether a failed delivery comes back by itself in this slot: refused fewer than three times, for a reason that may pass. */
export function takesRetry(delivery: Pick<Delivery, 'reason' | 'refusals'>, refusalsMax: number): boolean {
  return delivery.refusals < refusalsMax && (delivery.reason === 'refusedByLinkedIn' || delivery.reason === 'notThere');
}

/** Whether an approved delivery goes in this run: what was approved after the slot started waits for the next one. */
export function goesInRun(approvedAt: number | undefined, run: Pick<Run, 'startsAt'>): boolean {
  return approvedAt === undefined || approvedAt < run.startsAt;
}

/**
 * The instant (milliseconds) from which what a run proposes waits for the member: the start of the slot, however long the look
 * at the page took; of a slot that started late, the moment it did.
 */
export function takenUpAt(run: Pick<Run, 'startsAt'>, now: number): number {
  return now - run.startsAt <= ON_TIME_GRACE ? run.startsAt : now;
}

/**
 * Why a person the source offers is left for a later slot, or undefined when they may be written to at `at` (milliseconds, the
 * earliest instant the run could send): their own limits, or another open run is about to write to them.
 */
export function laterReason(
  contactId: string, marks: readonly GrantMark[], past: PersonPast,
  asked: { at: number; limits: Pick<MemberLimits, 'quietDays'>; busy: ReadonlySet<string> },
): Reason | undefined {
  const room = personRoom(marks, past, asked.at, asked.limits);
  if (!room.ok) return personReason(room.limit);
  return asked.busy.has(contactId) ? 'personLimit' : undefined;
}

/** Pending without an answer ends, and approved but unsent is pending again, after this long. */
export const WAITING_MAX_MS = 7 * DAY;

/** Sorts what a run sends: oldest due first, then by creation; new contacts are the youngest and keep their source order. */
export function waitingOrder(delivery: Pick<Delivery, 'dueOn' | 'createdAt' | 'rank' | 'id'>): string {
  return `${delivery.dueOn}|${String(delivery.createdAt).padStart(16, '0')}|${String(delivery.rank).padStart(6, '0')}|${delivery.id}`;
}
