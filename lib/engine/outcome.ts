import type { DeliveryPatch, Writer } from '@/lib/db/write';
import { nextStart } from '@/lib/domain/campaign-life';
import { stepAfter, type Campaign } from '@/lib/domain/campaign';
import type { Delivery, Enrollment } from '@/lib/domain/delivery';
import type { Reason } from '@/lib/domain/reasons';
import { addDays, dateAt, isZone, startOfDay } from '@/lib/domain/zoned-time';
import { endEnrollment } from '@/lib/engine/enrollments';

/** How it is known that a message was sent. */
export interface SentProof {
  /** when it was sent (milliseconds): the row's own time, else the grant */
  at: number;
  /** server-given id of the row, and the server time inside it */
  urn?: string;
  rowAt?: number;
  /** set when it was settled without our own send being proved */
  reason?: Reason;
  evidence?: string;
}

/** The first slot of a campaign on or after a calendar day of its zone (milliseconds), as far as it has one. */
export function slotOnOrAfter(campaign: Campaign, day: string, now: number): number | undefined {
  if (!isZone(campaign.schedule.timeZone)) return undefined;
  return nextStart(campaign, Math.max(now, startOfDay(day, campaign.schedule.timeZone)))?.startsAt;
}

/** Lifts the hold of a person when this delivery set it and no other unconfirmed delivery of theirs is left. */
export async function liftHold(w: Writer, delivery: Delivery): Promise<void> {
  const contact = await w.db.contacts.get(delivery.contactId);
  if (contact?.heldBy === undefined) return;
  const others = await w.db.deliveries.where('[contactId+state]').equals([delivery.contactId, 'unconfirmed']).toArray();
  const holder = others.find((other) => other.id !== delivery.id);
  if (holder !== undefined) {
    if (contact.heldBy === delivery.id) await w.db.contacts.update(contact.id, { heldBy: holder.id });
    return;
  }
  const { heldBy: _lifted, ...free } = contact;
  await w.db.contacts.put(free);
}

/** The step is behind this person: the sequence goes on with its next message, counted from `at`. `rowAt` is the row's own server time. */
export async function advance(w: Writer, enrollment: Enrollment, campaign: Campaign, delivery: Delivery, at: number, rowAt?: number): Promise<void> {
  const known = enrollment.sentMessageIds.includes(delivery.messageId);
  const moved: Enrollment = {
    ...enrollment,
    sentMessageIds: known ? enrollment.sentMessageIds : [...enrollment.sentMessageIds, delivery.messageId],
    lastSentAt: Math.max(at, enrollment.lastSentAt ?? 0),
    granted: 'yes',
    ...(delivery.sentUrn === undefined ? {} : { lastSentUrn: delivery.sentUrn, firstSentUrn: enrollment.firstSentUrn ?? delivery.sentUrn }),
    ...(rowAt === undefined ? {} : { firstSentRowAt: enrollment.firstSentRowAt ?? rowAt }),
  };
  await w.db.enrollments.put(moved);
  if (moved.state !== 'active') return;
  if (campaign.state === 'archived') {
    await endEnrollment(w, moved, 'archived');
    return;
  }
  await queueFollowUp(w, moved, campaign, delivery, at);
}

async function queueFollowUp(w: Writer, enrollment: Enrollment, campaign: Campaign, delivery: Delivery, at: number): Promise<void> {
  const step = stepAfter(campaign.messages, delivery, enrollment.sentMessageIds);
  const message = campaign.messages[step];
  if (message === undefined) {
    await w.db.enrollments.put({ ...enrollment, state: 'completed', endedAt: w.now });
    w.tally(campaign.id, { completed: 1 });
    return;
  }
  const id = `${enrollment.id}/${message.id}`;
  if ((await w.db.deliveries.get(id)) !== undefined) return;
  const dueOn = addDays(dateAt(at, campaign.schedule.timeZone), message.delayDays);
  const nextAt = slotOnOrAfter(campaign, dueOn, w.now);
  await w.addDelivery({
    id, enrollmentId: enrollment.id, campaignId: campaign.id, contactId: enrollment.contactId, senderId: enrollment.senderId,
    messageId: message.id, step, state: 'queued', stateAt: w.now, createdAt: w.now, reason: 'waitingDay', dueOn, rank: 0, attempt: 0, refusals: 0,
    ...(nextAt === undefined ? {} : { nextAt }),
  }, 'delivery.queued');
}

async function reachNurtured(w: Writer, delivery: Delivery): Promise<void> {
  const row = await w.db.funnel.get([delivery.campaignId, delivery.contactId]);
  if (row === undefined || row.level === 'connected') {
    await w.db.funnel.put({ campaignId: delivery.campaignId, contactId: delivery.contactId, level: 'nurtured', at: w.now });
  }
}

/**
 * Everything that follows from a message being sent, whoever knows it (the page's proof, a reload, the member): the grant
 * counts for good, the hold is lifted, the sequence goes on with its next message due the delay after the actual send, or
 * is complete. An ended enrollment stays ended.
 */
export async function afterSent(w: Writer, sent: Delivery, proof: SentProof): Promise<void> {
  const grantId = `${sent.id}#${sent.attempt}`;
  const grant = await w.db.grants.get(grantId);
  if (grant !== undefined) await w.db.grants.put({ ...grant, state: 'sent' });
  await liftHold(w, sent);
  await reachNurtured(w, sent);
  const [enrollment, campaign] = [await w.db.enrollments.get(sent.enrollmentId), await w.db.campaigns.get(sent.campaignId)];
  if (campaign !== undefined) {
    if (isZone(campaign.schedule.timeZone)) w.tallyDay(sent.campaignId, dateAt(proof.at, campaign.schedule.timeZone), { sent: 1 });
    if (enrollment !== undefined) await advance(w, enrollment, campaign, sent, proof.at, proof.rowAt);
  }
}

/** What a delivery carries once it is sent. */
export function sentPatch(proof: SentProof): DeliveryPatch {
  return {
    sentAt: proof.at, reason: proof.reason, nextAt: undefined, leaseUntil: undefined, token: undefined, reconcileAt: undefined,
    ...(proof.urn === undefined ? {} : { sentUrn: proof.urn }),
    ...(proof.evidence === undefined ? {} : { evidence: proof.evidence }),
  };
}

/** The message is proved not to be there: the grant no longer counts in any limit and the hold is lifted. */
export async function afterNotSent(w: Writer, delivery: Delivery): Promise<void> {
  await w.db.grants.delete(`${delivery.id}#${delivery.attempt}`);
  await liftHold(w, delivery);
}
