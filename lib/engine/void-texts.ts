import type { Explained, ExplainedUntil, Writer } from '@/lib/db/write';
import { nextStart } from '@/lib/domain/campaign-life';
import { isZone } from '@/lib/domain/zoned-time';
import type { Contact } from '@/lib/domain/contact';
import type { Delivery } from '@/lib/domain/delivery';
import { heldBecause } from '@/lib/engine/links-wanted';
import { readsAsWritten, renderStored } from '@/lib/engine/render-message';

type Waiting = Delivery & { state: 'pending' | 'approved' | 'scheduled' | 'claimed' };

function isWaiting(delivery: Delivery): delivery is Waiting {
  return delivery.state === 'pending' || delivery.state === 'approved' || delivery.state === 'scheduled' || delivery.state === 'claimed';
}

const OFF_THE_RUN = { runId: undefined, plannedAt: undefined, token: undefined, leaseUntil: undefined, claimedAt: undefined } as const;

/** The delivery's text as it would be rendered now, or why it has none. */
async function freshText(w: Writer, delivery: Delivery, contact: Contact): Promise<Explained | undefined> {
  const campaign = await w.db.campaigns.get(delivery.campaignId);
  const message = campaign?.messages.find((candidate) => candidate.id === delivery.messageId);
  if (campaign === undefined || message === undefined) return undefined;
  const rendered = await renderStored(w.db, campaign, message, contact);
  if (rendered.kind === 'hold') return { text: undefined, fingerprint: undefined, reason: await heldBecause(w, delivery, rendered) };
  const variant = rendered.language.kind === 'variant' ? rendered.language.language : 'default';
  return { text: rendered.text, fingerprint: rendered.fingerprint, variant, version: campaign.version, reason: 'textChanged' };
}

/** An approved text stands when it is the message with its links as written: it was approved before there was a tracker. */
async function standsAsWritten(w: Writer, delivery: Waiting, contact: Contact): Promise<boolean> {
  if (delivery.approvedAt === undefined || delivery.editedByHand === 'yes') return false;
  const campaign = await w.db.campaigns.get(delivery.campaignId);
  const message = campaign?.messages.find((candidate) => candidate.id === delivery.messageId);
  return campaign !== undefined && message !== undefined && readsAsWritten(w.db, campaign, message, contact, delivery.fingerprint);
}

async function voidOne(w: Writer, delivery: Waiting, contact: Contact): Promise<boolean> {
  if (await standsAsWritten(w, delivery, contact)) return false;
  const fresh: Explained | undefined = delivery.editedByHand === 'yes' ? { reason: 'textChanged' } : await freshText(w, delivery, contact);
  if (fresh === undefined) return false;
  if (delivery.editedByHand !== 'yes' && fresh.fingerprint === delivery.fingerprint) return false;
  if (delivery.state === 'pending') {
    await w.move({ ...delivery, state: 'pending' }, 'void', 'delivery.voided', fresh);
    return true;
  }
  if (delivery.approvedAt === undefined) {
    if (delivery.state === 'approved') return false;
    const campaign = await w.db.campaigns.get(delivery.campaignId);
    const nextAt = campaign?.state === 'active' && isZone(campaign.schedule.timeZone) ? nextStart(campaign, w.now)?.startsAt : undefined;
    const patch: ExplainedUntil = { ...OFF_THE_RUN, text: undefined, fingerprint: undefined, variant: undefined, version: undefined, reason: 'textChanged', nextAt };
    if (delivery.state === 'scheduled') await w.move({ ...delivery, state: 'scheduled' }, 'unschedule', 'delivery.unscheduled', patch);
    else await w.move({ ...delivery, state: 'claimed' }, 'unschedule', 'delivery.unscheduled', patch);
    return true;
  }
  await w.move({ ...delivery, state: delivery.state }, 'void', 'delivery.voided', {
    ...OFF_THE_RUN, ...fresh, approvedAt: undefined, pendingSince: w.now, nextAt: undefined,
  });
  return true;
}

/** Gives a pending message that waited for its links its text; the member may approve it from now on. */
export async function fillPending(w: Writer, delivery: Delivery): Promise<void> {
  const contact = await w.db.contacts.get(delivery.contactId);
  if (delivery.state !== 'pending' || contact === undefined) return;
  const fresh = await freshText(w, delivery, contact);
  if (fresh === undefined || fresh.reason === 'trackerUnreachable') return;
  await w.move({ ...delivery, state: 'pending' }, 'void', 'delivery.voided', { ...fresh, ...(fresh.text === undefined ? {} : { reason: 'waitingApproval' }) });
}

/**
 * After contacts changed: every waiting text of theirs that would now read differently loses its approval and is pending
 * again with the new text; without approval it goes back to the queue and is rendered anew. A text edited by hand keeps its
 * words but must be approved again. Granted and sent messages are never touched. Returns how many.
 */
export async function voidChangedTexts(w: Writer, contacts: readonly Contact[]): Promise<number> {
  if (contacts.length === 0) return 0;
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const deliveries = await w.db.deliveries.where('contactId').anyOf([...byId.keys()]).filter(isWaiting).toArray();
  let count = 0;
  for (const delivery of deliveries) {
    const contact = byId.get(delivery.contactId);
    if (contact !== undefined && isWaiting(delivery) && (await voidOne(w, delivery, contact))) count += 1;
  }
  return count;
}
