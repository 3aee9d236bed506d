import type { NurturesDb, GrantRow } from '@/lib/db/schema';
import type { Campaign, MemberId } from '@/lib/domain/campaign';
import type { Delivery } from '@/lib/domain/delivery';
import type { Member } from '@/lib/domain/member';
import type { GrantMark, PersonPast } from '@/lib/domain/pacing';
import { CLAIM_GAP_MS, type PlanItem, type PlanLine, type SenderBook } from '@/lib/domain/plan';
import type { Run } from '@/lib/domain/run';
import { waitingOrder } from '@/lib/domain/take-up';
import { DAY } from '@/lib/domain/zoned-time';

const WEEK = 7 * DAY;
const PERSON_WINDOW = 30 * DAY;
const PROFILE = 'profile:';

/** A stored grant as the limits count it. */
export function markOf(row: GrantRow): GrantMark {
  return { at: row.at, deliveryId: row.deliveryId ?? row.id, contactId: row.contactId, attempt: row.attempt, memberId: row.senderId };
}

/** The sender's grants that can still count at `now`, oldest first; those with a time in the future are among them. */
export async function senderMarks(db: NurturesDb, senderId: MemberId, now: number): Promise<GrantMark[]> {
  const rows = await db.grants.where('[senderId+at]').between([senderId, now - WEEK], [senderId, Infinity]).toArray();
  return rows.map(markOf);
}

/** Grants to a person that can still count at `now`, of every campaign and member, oldest first. */
export async function personMarks(db: NurturesDb, contactId: string, now: number): Promise<GrantMark[]> {
  const rows = await db.grants.where('[contactId+at]').between([contactId, now - PERSON_WINDOW], [contactId, Infinity]).toArray();
  return rows.map(markOf);
}

/** When a message was last typed by hand between any member here and this person. */
export async function personPast(db: NurturesDb, contactId: string): Promise<PersonPast> {
  const threads = await db.threads.where('contactId').equals(contactId).toArray();
  const times = threads.flatMap((thread) => (thread.lastHandAt === undefined ? [] : [thread.lastHandAt]));
  return { lastTypedByHandAt: times.length === 0 ? undefined : Math.max(...times) };
}

/** What an open run still has to send, in order. */
export function itemsOf(deliveries: readonly Delivery[]): PlanItem[] {
  return deliveries
    .filter((delivery) => delivery.state === 'scheduled')
    .toSorted((a, b) => (waitingOrder(a) < waitingOrder(b) ? -1 : 1))
    .map((delivery, order) => ({ deliveryId: delivery.id, contactId: delivery.contactId, attempt: delivery.attempt, order }));
}

/** Profile pages the product opened for a sender in the last 24 hours, oldest first; times in the future are among them. */
export async function profileMarks(db: NurturesDb, senderId: MemberId, now: number): Promise<{ at: number }[]> {
  const rows = await db.settings.where('key').startsWith(PROFILE).toArray();
  const opened = rows.flatMap(({ value }) =>
    typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'number' && 'memberId' in value && value.memberId === senderId && value.at > now - DAY
      ? [{ at: value.at }] : []);
  return opened.sort((a, b) => a.at - b.at);
}

/** Takes note of a profile page about to be opened, and forgets those that no longer count. */
export async function noteProfile(db: NurturesDb, senderId: MemberId, orderId: string, now: number): Promise<void> {
  const old = await db.settings.where('key').startsWith(PROFILE).filter(({ value }) => typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'number' && value.at <= now - DAY).primaryKeys();
  await db.settings.bulkDelete(old);
  await db.settings.put({ key: `${PROFILE}${orderId}`, value: { at: now, memberId: senderId } });
}

/** A run as a line of the plan. */
export function lineOf(run: Run, campaign: Pick<Campaign, 'lastGrantAt'>, deliveries: readonly Delivery[]): PlanLine {
  return {
    runId: run.id,
    campaignId: run.campaignId,
    firstMomentAt: run.firstMomentAt,
    endsAt: run.endsAt,
    lastGrantAt: campaign.lastGrantAt ?? 0,
    items: itemsOf(deliveries),
  };
}

/** Everything that decides this sender's next send, read from the open runs only. */
export async function readBook(db: NurturesDb, member: Member, now: number): Promise<SenderBook> {
  const runs = await db.runs.where('[senderId+state]').equals([member.id, 'open']).toArray();
  const lines: PlanLine[] = [];
  for (const run of runs) {
    const [campaign, deliveries] = await Promise.all([
      db.campaigns.get(run.campaignId),
      db.deliveries.where('runId').equals(run.id).toArray(),
    ]);
    if (campaign === undefined || campaign.state !== 'active') continue;
    lines.push(lineOf(run, campaign, deliveries));
  }
  const contactIds = [...new Set(lines.flatMap((line) => line.items.map((item) => item.contactId)))];
  const contacts = await db.contacts.bulkGet(contactIds);
  const unknown = new Set(contacts.flatMap((contact) => (contact !== undefined && contact.memberId === undefined ? [contact.id] : [])));
  const marks = new Map<string, GrantMark[]>();
  const pasts = new Map<string, PersonPast>();
  for (const contactId of contactIds) {
    marks.set(contactId, await personMarks(db, contactId, now));
    pasts.set(contactId, await personPast(db, contactId));
  }
  return {
    memberId: member.id,
    pace: member,
    marks: await senderMarks(db, member.id, now),
    profiles: unknown.size === 0 ? [] : await profileMarks(db, member.id, now),
    lines: unknown.size === 0 ? lines : lines.map((line) => ({ ...line, items: line.items.map((item) => (unknown.has(item.contactId) ? { ...item, profile: 'unknown' } : item)) })),
    ...(member.lastClaimAt === undefined || member.lastClaimAt > now ? {} : { notBefore: member.lastClaimAt + CLAIM_GAP_MS }),
    personMarks: (contactId) => marks.get(contactId) ?? [],
    personPast: (contactId) => pasts.get(contactId) ?? {},
  };
}
