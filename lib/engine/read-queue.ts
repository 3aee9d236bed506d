import type { NurturesDb } from '@/lib/db/schema';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import { DELIVERY_STATES, type Delivery, type DeliveryState } from '@/lib/domain/delivery';
import type { JournalEntry } from '@/lib/domain/journal';
import type { Member } from '@/lib/domain/member';
import type { Reply } from '@/lib/domain/reply';
import type { Source } from '@/lib/domain/source';

/** Which deliveries the queue shows. Times in milliseconds. */
export interface QueueWish {
  campaignId?: string;
  program?: string;
  state?: DeliveryState;
  senderId?: string;
}

export interface QueueRow {
  delivery: Delivery;
  campaign: Campaign;
  contact: Contact | undefined;
  member: Member | undefined;
  source: Source | undefined;
}

export interface Queue {
  rows: readonly QueueRow[];
  /** there are more than were read: the newest are shown */
  more: boolean;
}

/** Rows read at most: the newest by their last change. Filters narrow before this bound, not after it. */
export const QUEUE_MAX = 3000;

const newestFirst = (a: Delivery, b: Delivery) => b.stateAt - a.stateAt;

/** The states a wish asks for; "Sending" is claimed and granted. */
function statesOf(wish: QueueWish): readonly DeliveryState[] {
  if (wish.state === undefined) return DELIVERY_STATES;
  return wish.state === 'claimed' || wish.state === 'granted' ? ['claimed', 'granted'] : [wish.state];
}

async function deliveriesFor(db: NurturesDb, wish: QueueWish, campaigns: readonly Campaign[]): Promise<Delivery[]> {
  if (wish.campaignId === undefined && wish.program === undefined) {
    const states = statesOf(wish);
    const parts = await Promise.all(states.map((state) => db.deliveries.where('[state+stateAt]').between([state, -Infinity], [state, Infinity]).reverse().limit(QUEUE_MAX + 1).toArray()));
    return parts.flat().sort(newestFirst);
  }
  const parts = await Promise.all(campaigns.flatMap(({ id }) => wish.state === undefined
    ? [db.deliveries.where('[campaignId+stateAt]').between([id, -Infinity], [id, Infinity]).reverse().limit(QUEUE_MAX + 1).toArray()]
    : statesOf(wish).map((state) => db.deliveries.where('[campaignId+state+dueOn]').between([id, state, ''], [id, state, '\uffff']).reverse().limit(QUEUE_MAX + 1).toArray())));
  return parts.flat().sort(newestFirst);
}

/** The queue of one campaign, of a program, or of everything. */
export async function readQueue(db: NurturesDb, wish: QueueWish): Promise<Queue> {
  const all = await db.campaigns.toArray();
  const campaigns = new Map(all.map((campaign) => [campaign.id, campaign]));
  const wanted = all.filter((campaign) => (wish.campaignId === undefined || campaign.id === wish.campaignId) && (wish.program === undefined || nameKey(campaign.program) === nameKey(wish.program)));
  const found = (await deliveriesFor(db, wish, wanted)).filter((delivery) => wish.senderId === undefined || delivery.senderId === wish.senderId);
  const shown = found.slice(0, QUEUE_MAX);
  const ids = [...new Set(shown.map((delivery) => delivery.contactId))];
  const [contacts, members, sources] = await Promise.all([db.contacts.bulkGet(ids), db.members.toArray(), db.sources.toArray()]);
  const contactOf = new Map(ids.map((id, index) => [id, contacts[index]]));
  return {
    more: found.length > QUEUE_MAX,
    rows: shown.flatMap((delivery): QueueRow[] => {
      const campaign = campaigns.get(delivery.campaignId);
      return campaign === undefined ? [] : [{
        delivery, campaign, contact: contactOf.get(delivery.contactId), member: members.find((member) => member.id === delivery.senderId),
        source: sources.find((source) => source.id === campaign.sourceId),
      }];
    }),
  };
}

/** One thing in the journey of a contact, in time order. */
export type JourneyItem =
  | { kind: 'message'; at: number; delivery: Delivery; campaignName: string }
  | { kind: 'reply'; at: number; reply: Reply; campaignName: string }
  | { kind: 'click'; at: number; url: string; clicks: number; campaignName: string }
  | { kind: 'decision'; at: number; entry: JournalEntry; campaignName: string };

/** Decisions that the message or reply beside them does not already tell. */
const TOLD: ReadonlySet<JournalEntry['kind']> = new Set<JournalEntry['kind']>([
  'delivery.queued', 'delivery.claimed', 'delivery.scheduled', 'delivery.granted', 'delivery.released', 'delivery.sent', 'reply.found',
]);

/** Every message, reply, click and decision of one contact over all campaigns, newest first. Contacts merged into it are included. */
export async function readJourney(db: NurturesDb, contactId: string): Promise<JourneyItem[]> {
  const contact = await db.contacts.get(contactId);
  const ids = [contactId, ...(contact?.mergedIds ?? [])];
  const [deliveries, replies, entries, campaigns] = await Promise.all([
    db.deliveries.where('contactId').equals(contactId).toArray(),
    db.replies.where('contactId').equals(contactId).toArray(),
    Promise.all(ids.map((id) => db.journal.where('[contactId+seq]').between([id, -Infinity], [id, Infinity]).toArray())),
    db.campaigns.toArray(),
  ]);
  const nameOf = new Map(campaigns.map((campaign) => [campaign.id, campaign.name]));
  const campaignIds = [...new Set(deliveries.map((delivery) => delivery.campaignId))];
  const links = (await Promise.all(campaignIds.map((id) => db.links.where('campaignId').equals(id).toArray()))).flat().filter((link) => link.contactId === contactId && link.clicks > 0);
  const items: JourneyItem[] = [
    ...deliveries.map((delivery): JourneyItem => ({ kind: 'message', at: delivery.sentAt ?? delivery.stateAt, delivery, campaignName: nameOf.get(delivery.campaignId) ?? '' })),
    ...replies.map((reply): JourneyItem => ({ kind: 'reply', at: reply.at, reply, campaignName: nameOf.get(reply.campaignId) ?? '' })),
    ...links.map((link): JourneyItem => ({ kind: 'click', at: link.readAt ?? 0, url: link.target, clicks: link.clicks, campaignName: nameOf.get(link.campaignId) ?? '' })),
    ...entries.flat().filter((entry) => !TOLD.has(entry.kind)).map((entry): JourneyItem => ({ kind: 'decision', at: entry.at, entry, campaignName: nameOf.get(entry.campaignId ?? '') ?? '' })),
  ];
  return items.sort((a, b) => b.at - a.at);
}
