import type { Writer } from '@/lib/db/write';
import { claimKey, type Campaign } from '@/lib/domain/campaign';
import type { Enrollment } from '@/lib/domain/delivery';
import type { Reason } from '@/lib/domain/reasons';

/** Reasons of ours after which a contact that was never granted anything may be taken by a sibling campaign. */
const RELEASING: ReadonlySet<Reason> = new Set<Reason>(['removedByHand', 'approvalNotGiven', 'samePerson']);

/**
 * Ends an enrollment for a reason. The sibling claim is released only when no grant was ever given in it and the reason is
 * one of ours (design 2.1, sibling rule). An enrollment that is over already stays as it is.
 */
export async function endEnrollment(w: Writer, enrollment: Enrollment, reason: Reason): Promise<Enrollment> {
  if (enrollment.state !== 'active') return enrollment;
  const ended: Enrollment = { ...enrollment, state: 'ended', reason, endedAt: w.now };
  await w.db.enrollments.put(ended);
  w.tally(enrollment.campaignId, { ended: 1 });
  w.journal({ kind: 'enrollment.ended', reason, campaignId: enrollment.campaignId, contactId: enrollment.contactId, memberId: enrollment.senderId });
  if (enrollment.granted !== 'yes' && RELEASING.has(reason)) {
    const own = await w.db.claims.where('contactId').equals(enrollment.contactId).filter((claim) => claim.campaignId === enrollment.campaignId).toArray();
    await w.db.claims.bulkDelete(own.map((claim) => claim.key));
  }
  return ended;
}

/**
 * Puts an ended enrollment back. Refused when a sibling campaign took the contact meanwhile; otherwise the claim is taken
 * again in the same transaction.
 */
export async function reopenEnrollment(w: Writer, enrollment: Enrollment, campaign: Campaign): Promise<{ ok: true } | { ok: false; reason: Reason }> {
  const key = claimKey(campaign, enrollment.contactId);
  const claim = await w.db.claims.get(key);
  if (claim !== undefined && claim.campaignId !== campaign.id) return { ok: false, reason: 'claimedBySibling' };
  if (claim === undefined) await w.db.claims.add({ key, campaignId: campaign.id, contactId: enrollment.contactId, at: w.now });
  if (enrollment.state === 'ended') {
    const { reason: _reason, endedAt: _endedAt, ...rest } = enrollment;
    await w.db.enrollments.put({ ...rest, state: 'active' });
    w.tally(enrollment.campaignId, { ended: -1 });
  }
  return { ok: true };
}
