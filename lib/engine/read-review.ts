import type { NurturesDb, ThreadRow } from '@/lib/db/schema';
import type { Campaign } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { Delivery } from '@/lib/domain/delivery';

/** One message that waits for the member, with everything the review shows of it. */
export interface ReviewItem {
  delivery: Delivery;
  contact: Contact | undefined;
  campaign: Campaign;
  thread: ThreadRow | undefined;
  /** messages sent to this person by any campaign so far */
  sentBefore: number;
}

/** Most messages one review holds; the rest follows when these are done. */
export const REVIEW_MAX = 200;

/** Number of messages that wait for the member. */
export function countPending(db: NurturesDb): Promise<number> {
  return db.deliveries.where('[state+stateAt]').between(['pending', -Infinity], ['pending', Infinity]).count();
}

/** The messages that wait for the member, longest waiting first; of one campaign if it is named. */
export async function readReview(db: NurturesDb, campaignIds?: readonly string[], limit = REVIEW_MAX): Promise<ReviewItem[]> {
  const wanted = campaignIds === undefined ? undefined : new Set(campaignIds);
  const deliveries = wanted === undefined
    ? await db.deliveries.where('[state+stateAt]').between(['pending', -Infinity], ['pending', Infinity]).limit(limit).toArray()
    : (await Promise.all([...wanted].map((id) => db.deliveries.where('[campaignId+state+dueOn]').between([id, 'pending', ''], [id, 'pending', '\uffff']).limit(limit).toArray()))).flat().slice(0, limit);
  return readItems(db, deliveries);
}

/** These messages with everything the review shows of them, longest waiting first. */
export async function readItems(db: NurturesDb, deliveries: readonly Delivery[]): Promise<ReviewItem[]> {
  const [contacts, campaigns, threads, sent] = await Promise.all([
    db.contacts.bulkGet(deliveries.map((delivery) => delivery.contactId)),
    db.campaigns.bulkGet(deliveries.map((delivery) => delivery.campaignId)),
    db.threads.bulkGet(deliveries.map((delivery): [string, string] => [delivery.senderId, delivery.contactId])),
    Promise.all(deliveries.map((delivery) => db.deliveries.where('[contactId+state]').equals([delivery.contactId, 'sent']).count())),
  ]);
  const items = deliveries.flatMap((delivery, index): ReviewItem[] => {
    const campaign = campaigns[index];
    return campaign === undefined || campaign.state === 'archived' ? [] : [{ delivery, contact: contacts[index], campaign, thread: threads[index], sentBefore: sent[index] ?? 0 }];
  });
  return items.sort((a, b) => (a.delivery.pendingSince ?? a.delivery.stateAt) - (b.delivery.pendingSince ?? b.delivery.stateAt) || (a.delivery.id < b.delivery.id ? -1 : 1));
}
