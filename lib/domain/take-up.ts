import type { Campaign } from '@/lib/domain/campaign';
import type { Delivery } from '@/lib/domain/delivery';

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
