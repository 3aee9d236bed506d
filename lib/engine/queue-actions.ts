import type { NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { waitOf } from '@/lib/domain/campaign-life';
import type { Campaign } from '@/lib/domain/campaign';
import { actionsOf, type Delivery, type DeliveryAction } from '@/lib/domain/delivery';
import { fingerprint } from '@/lib/domain/fingerprint';
import type { Reason } from '@/lib/domain/reasons';
import { normaliseText } from '@/lib/domain/text';
import { endEnrollment, reopenEnrollment } from '@/lib/engine/enrollments';
import { afterNotSent, afterSent, sentPatch } from '@/lib/engine/outcome';
import { exclusionOf } from '@/lib/engine/exclusions';

/**
 * Why an action of the member was not done: a reason code, or one of the queue's own: `gone` (no longer there), `moved`
 * (its state changed meanwhile), `noText` (nothing is rendered yet), `empty` (the new text is empty), `tooLong`.
 */
export type ActionRefusal = Reason | 'gone' | 'moved' | 'noText' | 'empty' | 'tooLong';
export type ActionResult = { ok: true } | { ok: false; reason: ActionRefusal };

/** One text as it was shown: what is approved is this fingerprint and nothing else. */
export interface ShownText {
  id: string;
  fingerprint: string;
}

/** LinkedIn's own limit for a message, in UTF-16 units (linkedin-pages.md). */
export const TEXT_MAX = 8000;

const refused = (reason: ActionRefusal): ActionResult => ({ ok: false, reason });
const DONE: ActionResult = { ok: true };

async function offered(w: Writer, id: string, action: DeliveryAction): Promise<{ delivery: Delivery; campaign: Campaign } | ActionResult> {
  const delivery = await w.db.deliveries.get(id);
  if (delivery === undefined) return refused('gone');
  const campaign = await w.db.campaigns.get(delivery.campaignId);
  if (campaign === undefined) return refused('gone');
  if (!actionsOf(delivery).includes(action)) return refused('moved');
  return { delivery, campaign };
}

/**
 * Approves one pending message if the text is still the one that was shown. It goes out in the next slot that starts after
 * this. A person who came onto the do-not-contact list meanwhile is not approved: the message ends with that reason.
 */
async function approveOne(w: Writer, shown: ShownText): Promise<ActionResult> {
  const found = await offered(w, shown.id, 'approve');
  if (!('delivery' in found)) return found;
  const { delivery, campaign } = found;
  if (delivery.state !== 'pending') return refused('moved');
  if (campaign.state === 'archived') return refused('archived');
  if (delivery.text === undefined || delivery.fingerprint === undefined) return refused(delivery.reason ?? 'noText');
  if (delivery.fingerprint !== shown.fingerprint) return refused('textChanged');
  const contact = await w.db.contacts.get(delivery.contactId);
  if (contact === undefined) return refused('personErased');
  if ((await exclusionOf(w.db, contact)) !== undefined) {
    await w.move({ ...delivery, state: 'pending' }, 'cancel', 'delivery.canceled', { reason: 'doNotContact', nextAt: undefined });
    const enrollment = await w.db.enrollments.get(delivery.enrollmentId);
    if (enrollment !== undefined) await endEnrollment(w, enrollment, 'doNotContact');
    return refused('doNotContact');
  }
  await w.move({ ...delivery, state: 'pending' }, 'approve', 'delivery.approved', {
    approvedAt: w.now, ...waitOf(campaign, w.now), pendingSince: undefined,
  });
  return DONE;
}

/** Approves one message as shown. */
export function approve(db: NurturesDb, now: number, shown: ShownText): Promise<ActionResult> {
  return write(db, now, (w) => approveOne(w, shown));
}

/** What became of a bulk action: how many were done, and each one that was not, with its reason. */
export interface BulkResult {
  done: number;
  refused: { id: string; reason: ActionRefusal }[];
}

/** Approves exactly the texts that were shown, in one transaction; each that changed meanwhile stays pending. */
export function approveAll(db: NurturesDb, now: number, shown: readonly ShownText[]): Promise<BulkResult> {
  return bulk(db, now, shown, (w, text) => approveOne(w, text), (text) => text.id);
}

function bulk<T>(db: NurturesDb, now: number, items: readonly T[], act: (w: Writer, item: T) => Promise<ActionResult>, idOf: (item: T) => string): Promise<BulkResult> {
  return write(db, now, async (w) => {
    const result: BulkResult = { done: 0, refused: [] };
    for (const item of items) {
      const one = await act(w, item);
      if (one.ok) result.done += 1;
      else result.refused.push({ id: idOf(item), reason: one.reason });
    }
    return result;
  });
}

/**
 * Replaces the text of one pending message by the member's own. It gets a new fingerprint and stays pending: it is approved
 * by a further, separate act. Paragraphs are joined by one newline; outer blanks are dropped.
 */
export function editText(db: NurturesDb, now: number, id: string, text: string): Promise<ActionResult> {
  return write(db, now, async (w) => {
    const found = await offered(w, id, 'edit');
    if (!('delivery' in found)) return found;
    const clean = normaliseText(text);
    if (clean === '') return refused('empty');
    if (clean.length > TEXT_MAX) return refused('tooLong');
    await w.touch(found.delivery, { text: clean, fingerprint: fingerprint(clean), editedByHand: 'yes', reason: 'waitingApproval', approvedAt: undefined });
    w.journal({
      kind: 'delivery.edited', campaignId: found.delivery.campaignId, contactId: found.delivery.contactId, deliveryId: id,
      memberId: found.delivery.senderId, data: { length: clean.length },
    });
    return DONE;
  });
}

async function rejectOne(w: Writer, id: string): Promise<ActionResult> {
  const found = await offered(w, id, 'reject');
  if (!('delivery' in found)) return found;
  await w.move({ ...found.delivery, state: 'pending' }, 'reject', 'delivery.rejected', { reason: 'rejectedByHand', nextAt: undefined, pendingSince: undefined });
  const enrollment = await w.db.enrollments.get(found.delivery.enrollmentId);
  if (enrollment !== undefined) await endEnrollment(w, enrollment, 'rejectedByHand');
  return DONE;
}

/** Rejects one pending message: this person's sequence in this campaign ends; it can be put back by hand. */
export function reject(db: NurturesDb, now: number, id: string): Promise<ActionResult> {
  return write(db, now, (w) => rejectOne(w, id));
}

/** Rejects several pending messages in one transaction. */
export function rejectAll(db: NurturesDb, now: number, ids: readonly string[]): Promise<BulkResult> {
  return bulk(db, now, ids, rejectOne, (id) => id);
}

async function withdrawOne(w: Writer, id: string): Promise<ActionResult> {
  const found = await offered(w, id, 'withdraw');
  if (!('delivery' in found)) return found;
  const { delivery } = found;
  if (delivery.state !== 'approved' && delivery.state !== 'scheduled') return refused('moved');
  await w.move({ ...delivery, state: delivery.state }, 'withdraw', 'delivery.withdrawn', {
    approvedAt: undefined, reason: 'approvalWithdrawn', nextAt: undefined, pendingSince: w.now, runId: undefined, plannedAt: undefined,
  });
  return DONE;
}

/** Takes an approval back: the message is pending again, with the same text. */
export function withdraw(db: NurturesDb, now: number, id: string): Promise<ActionResult> {
  return write(db, now, (w) => withdrawOne(w, id));
}

/** Takes back as many of these approvals as still can be; `ok` when all were. */
export async function withdrawAll(db: NurturesDb, now: number, ids: readonly string[]): Promise<{ ok: boolean }> {
  const { refused: left } = await bulk(db, now, ids, withdrawOne, (id) => id);
  return { ok: left.length === 0 };
}

async function removeOne(w: Writer, id: string): Promise<ActionResult> {
  const found = await offered(w, id, 'remove');
  if (!('delivery' in found)) return found;
  const { delivery } = found;
  switch (delivery.state) {
    case 'queued': case 'pending': case 'approved': case 'scheduled':
      await w.move({ ...delivery, state: delivery.state }, 'cancel', 'delivery.canceled', {
        reason: 'removedByHand', nextAt: undefined, pendingSince: undefined, runId: undefined, plannedAt: undefined, approvedAt: undefined,
      });
      break;
    default:
      return refused('moved');
  }
  const enrollment = await w.db.enrollments.get(delivery.enrollmentId);
  if (enrollment !== undefined) await endEnrollment(w, enrollment, 'removedByHand');
  return DONE;
}

/** Removes one message from the queue; the person's sequence in this campaign ends. */
export function remove(db: NurturesDb, now: number, id: string): Promise<ActionResult> {
  return write(db, now, (w) => removeOne(w, id));
}

/** Removes several in one transaction. */
export function removeAll(db: NurturesDb, now: number, ids: readonly string[]): Promise<BulkResult> {
  return bulk(db, now, ids, removeOne, (id) => id);
}

async function personForbids(w: Writer, delivery: Delivery, enrolledReason: Reason | undefined): Promise<Reason | undefined> {
  if (enrolledReason === 'replied' || enrolledReason === 'optedOut' || enrolledReason === 'notConnected') return enrolledReason;
  const contact = await w.db.contacts.get(delivery.contactId);
  if (contact === undefined) return 'personErased';
  if (contact.heldBy !== undefined) return 'personHeld';
  if ((await exclusionOf(w.db, contact)) !== undefined) return 'doNotContact';
  const connection = await w.db.connections.get([delivery.senderId, delivery.contactId]);
  if (connection?.goneAt !== undefined) return 'notConnected';
  return undefined;
}

async function requeueOne(w: Writer, id: string): Promise<ActionResult> {
  const found = await offered(w, id, 'requeue');
  if (!('delivery' in found)) return found;
  const { delivery, campaign } = found;
  if (campaign.state === 'archived') return refused('archived');
  const enrollment = await w.db.enrollments.get(delivery.enrollmentId);
  if (enrollment === undefined) return refused('gone');
  if (enrollment.state === 'completed' || enrollment.sentMessageIds.includes(delivery.messageId)) return refused('moved');
  const forbidden = await personForbids(w, delivery, enrollment.reason);
  if (forbidden !== undefined) return refused(forbidden);
  switch (delivery.state) {
    case 'rejected': case 'failed': case 'canceled': {
      const reopened = await reopenEnrollment(w, enrollment, campaign);
      if (!reopened.ok) return reopened;
      await w.move({ ...delivery, state: delivery.state }, 'requeue', 'delivery.requeued', {
        ...waitOf(campaign, w.now), text: undefined, fingerprint: undefined, variant: undefined,
        version: undefined, approvedAt: undefined, pendingSince: undefined, editedByHand: undefined, runId: undefined, plannedAt: undefined,
        token: undefined, leaseUntil: undefined, claimedAt: undefined, grantedAt: undefined, baselineUrn: undefined, recipientId: undefined,
        reconcileAt: undefined, evidence: undefined, grantedFingerprint: undefined, pageStops: undefined, refusals: 0,
      });
      return DONE;
    }
    default:
      return refused('moved');
  }
}

/**
 * Puts a rejected, failed or removed message back into the queue; it is rendered and approved anew. Never after a reply, an
 * opt-out, a do-not-contact mark, a lost connection, a sibling's claim, or while the person is held.
 */
export function requeue(db: NurturesDb, now: number, id: string): Promise<ActionResult> {
  return write(db, now, (w) => requeueOne(w, id));
}

/** Requeues several in one transaction. */
export function requeueAll(db: NurturesDb, now: number, ids: readonly string[]): Promise<BulkResult> {
  return bulk(db, now, ids, requeueOne, (id) => id);
}

/** The member saw in the thread that an unconfirmed message was sent: it counts as sent at its grant and the sequence goes on. */
export function settleSent(db: NurturesDb, now: number, id: string): Promise<ActionResult> {
  return write(db, now, async (w) => {
    const found = await offered(w, id, 'settle');
    if (!('delivery' in found)) return found;
    const at = found.delivery.grantedAt ?? found.delivery.stateAt;
    const proof = { at, reason: 'settledByHand' } as const;
    const sent = await w.move({ ...found.delivery, state: 'unconfirmed' }, 'prove', 'delivery.settledByHand', sentPatch(proof), { data: { as: 'sent' } });
    await afterSent(w, sent, proof);
    return DONE;
  });
}

/**
 * The member saw in the thread that an unconfirmed message is not there: it fails, stops counting in the limits, and can be
 * put back by hand. It is not sent again by itself.
 */
export function settleNotSent(db: NurturesDb, now: number, id: string): Promise<ActionResult> {
  return write(db, now, async (w) => {
    const found = await offered(w, id, 'settle');
    if (!('delivery' in found)) return found;
    const failed = await w.move({ ...found.delivery, state: 'unconfirmed' }, 'disprove', 'delivery.settledByHand', {
      reason: 'settledByHand', nextAt: undefined, reconcileAt: undefined, approvedAt: undefined,
    }, { data: { as: 'notSent' } });
    await afterNotSent(w, failed);
    return DONE;
  });
}
