import type { Writer } from '@/lib/db/write';
import type { Campaign, Message } from '@/lib/domain/campaign';
import { nextStart } from '@/lib/domain/campaign-life';
import type { Delivery, DeliveryState, Enrollment } from '@/lib/domain/delivery';
import { addDays, dateAt, isZone, startOfDay } from '@/lib/domain/zoned-time';
import { cancelDelivery } from '@/lib/engine/cancel';
import { voidChangedTexts } from '@/lib/engine/void-texts';

const WAITING: readonly DeliveryState[] = ['queued', 'pending', 'approved', 'scheduled', 'claimed'];
const FIRST_DAY = '';
const LAST_DAY = '9999-12-31';

/** Deliveries of a campaign in the given states, read by index. */
export async function deliveriesIn(w: Writer, campaignId: string, states: readonly DeliveryState[]): Promise<Delivery[]> {
  const lists = await Promise.all(
    states.map((state) => w.db.deliveries.where('[campaignId+state+dueOn]').between([campaignId, state, FIRST_DAY], [campaignId, state, LAST_DAY], true, true).toArray()),
  );
  return lists.flat();
}

function sameText(a: Message, b: Message): boolean {
  return JSON.stringify([a.body, a.variants, a.missing, a.alternative, a.fallbacks]) === JSON.stringify([b.body, b.variants, b.missing, b.alternative, b.fallbacks]);
}

/** Whether an edit changed the sequence: its steps, delays or texts. */
export function sequenceChanged(before: readonly Message[], after: readonly Message[]): boolean {
  if (before.length !== after.length) return true;
  return before.some((message, index) => {
    const other = after[index];
    return other === undefined || other.id !== message.id || other.delayDays !== message.delayDays || !sameText(message, other);
  });
}

/** Day a step is due: its delay after the last actual send, or `today` for the first. */
function dueOnOf(message: Message, enrollment: Enrollment, campaign: Campaign, today: string): string {
  if (enrollment.lastSentAt === undefined || !isZone(campaign.schedule.timeZone)) return today;
  return addDays(dateAt(enrollment.lastSentAt, campaign.schedule.timeZone), message.delayDays);
}

function nextTime(campaign: Campaign, dueOn: string, now: number): number | undefined {
  if (!isZone(campaign.schedule.timeZone)) return undefined;
  return nextStart(campaign, Math.max(now, startOfDay(dueOn, campaign.schedule.timeZone)))?.startsAt;
}

/** Leads a person whose step was taken away to the next one of the new sequence, or to its end. */
async function stepOn(w: Writer, campaign: Campaign, enrollment: Enrollment, removed: Delivery): Promise<void> {
  if (enrollment.state !== 'active') return;
  const step = campaign.messages.findIndex((message, index) => index >= Math.min(removed.step, enrollment.sentMessageIds.length) && !enrollment.sentMessageIds.includes(message.id));
  const message = campaign.messages[step];
  if (message === undefined) {
    await w.db.enrollments.put({ ...enrollment, state: 'completed', endedAt: w.now });
    w.tally(campaign.id, { completed: 1 });
    return;
  }
  const id = `${enrollment.id}/${message.id}`;
  if ((await w.db.deliveries.get(id)) !== undefined) return;
  const today = isZone(campaign.schedule.timeZone) ? dateAt(w.now, campaign.schedule.timeZone) : removed.dueOn;
  const dueOn = dueOnOf(message, enrollment, campaign, today);
  const nextAt = nextTime(campaign, dueOn, w.now);
  await w.addDelivery({
    id, enrollmentId: enrollment.id, campaignId: campaign.id, contactId: enrollment.contactId, senderId: enrollment.senderId, messageId: message.id, step,
    state: 'queued', stateAt: w.now, createdAt: removed.createdAt, reason: 'waitingDay', dueOn, rank: removed.rank, attempt: 0, refusals: 0,
    ...(nextAt === undefined ? {} : { nextAt }),
  }, 'delivery.queued');
}

/**
 * Applies an edited sequence to people not yet at the steps it changed. A step that is gone leads its people to the next one;
 * a changed delay moves what is queued; a changed text voids what was approved with the old one. Messages granted or sent are
 * never touched. `campaign` is the edited one, already stored. Returns how many approvals were voided.
 */
export async function applySequence(w: Writer, before: readonly Message[], campaign: Campaign): Promise<number> {
  const waiting = await deliveriesIn(w, campaign.id, WAITING);
  const approved = waiting.filter((delivery) => delivery.approvedAt !== undefined);
  const changed: Delivery[] = [];
  for (const delivery of waiting) {
    const step = campaign.messages.findIndex((message) => message.id === delivery.messageId);
    const message = campaign.messages[step];
    const enrollment = await w.db.enrollments.get(delivery.enrollmentId);
    if (message === undefined) {
      await cancelDelivery(w, delivery, 'removedByHand');
      if (enrollment !== undefined) await stepOn(w, campaign, enrollment, delivery);
      continue;
    }
    const old = before.find((candidate) => candidate.id === delivery.messageId);
    if (old === undefined || !sameText(old, message)) changed.push(delivery);
    if (delivery.state !== 'queued' || enrollment === undefined) continue;
    const dueOn = old?.delayDays === message.delayDays ? delivery.dueOn : dueOnOf(message, enrollment, campaign, delivery.dueOn);
    if (dueOn !== delivery.dueOn || step !== delivery.step) await w.touch(delivery, { dueOn, step, nextAt: nextTime(campaign, dueOn, w.now) });
  }
  const contacts = (await w.db.contacts.bulkGet([...new Set(changed.map((delivery) => delivery.contactId))])).filter((contact) => contact !== undefined);
  await voidChangedTexts(w, contacts);
  const after = await w.db.deliveries.bulkGet(approved.map((delivery) => delivery.id));
  return after.filter((delivery) => delivery !== undefined && delivery.approvedAt === undefined).length;
}
