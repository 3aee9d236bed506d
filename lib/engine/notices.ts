import type { NurturesDb } from '@/lib/db/schema';
import type { MemberId } from '@/lib/domain/campaign';
import { displayName } from '@/lib/domain/contact';
import { dateAt } from '@/lib/domain/zoned-time';
import type { Ports } from '@/lib/engine/ports';

/** Settings of what may be told outside the screens; approvals and stops are on at first, replies only by choice. */
export const NOTICE_SETTINGS = { approvals: 'notifyApprovals', stop: 'notifyStops', reply: 'notifyReplies' } as const;
export type NoticeSetting = keyof typeof NOTICE_SETTINGS;

/** Whether the member wants this kind of notice. */
export async function wantsNotice(db: NurturesDb, kind: NoticeSetting): Promise<boolean> {
  const value = (await db.settings.get(NOTICE_SETTINGS[kind]))?.value;
  return kind === 'reply' ? value === 'on' : value !== 'off';
}

/**
 * One notice a day for each member, as the first of their slots of the day with something to approve starts. The day is that of the
 * campaign whose slot it is; later slots of the day only raise the badge.
 */
export async function tellApprovals(ports: Ports, senderId: MemberId): Promise<void> {
  const { db } = ports;
  const run = await db.runs.where('[senderId+state]').equals([senderId, 'open']).first();
  const campaign = run === undefined ? undefined : await db.campaigns.get(run.campaignId);
  if (campaign === undefined) return;
  const zone = campaign.schedule.timeZone;
  const today = dateAt(ports.now(), zone);
  const key = `approvalsToldOn:${senderId}`;
  if ((await db.settings.get(key))?.value === today || !(await wantsNotice(db, 'approvals'))) return;
  const pending = await db.deliveries.where('[state+stateAt]').between(['pending', -Infinity], ['pending', Infinity]).filter((delivery) => delivery.senderId === senderId).toArray();
  if (pending.length === 0) return;
  await db.settings.put({ key, value: today });
  await ports.notify('approvals', { count: pending.length, nurtures: new Set(pending.map((delivery) => delivery.campaignId)).size });
}

/** One notice per stop of a sender. */
export async function tellStops(ports: Ports): Promise<void> {
  const { db } = ports;
  for (const member of await db.members.toArray()) {
    if (member.stop === undefined) continue;
    const key = `stopTold:${member.id}`;
    if ((await db.settings.get(key))?.value === member.stop.since) continue;
    await db.settings.put({ key, value: member.stop.since });
    if (await wantsNotice(db, 'stop')) await ports.notify('stop', { name: member.name });
  }
}

/** One notice per reply that waits for the member, if they chose so; found after the last one told. */
export async function tellReplies(ports: Ports): Promise<void> {
  const { db } = ports;
  const { told, since, waiting } = await db.transaction('r', db.settings, db.replies, async () => {
    const until = (await db.settings.get('repliesToldUntil'))?.value;
    const from = typeof until === 'number' ? until : ports.now();
    const found = db.replies.where('[answer+at]').between(['waiting', -Infinity], ['waiting', Infinity]).filter((reply) => reply.foundAt > from);
    return { told: until, since: from, waiting: await found.toArray() };
  });
  if (typeof told === 'number' && waiting.length === 0) return;
  await db.settings.put({ key: 'repliesToldUntil', value: Math.max(since, ...waiting.map((reply) => reply.foundAt)) });
  if (!(await wantsNotice(db, 'reply'))) return;
  for (const reply of waiting) {
    const contact = await db.contacts.get(reply.contactId);
    if (contact !== undefined) await ports.notify('reply', { name: displayName(contact), contactId: contact.id });
  }
}
