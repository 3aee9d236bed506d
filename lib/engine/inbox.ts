import type { MayHaveReplied, NurturesDb, ThreadRow } from '@/lib/db/schema';
import type { Writer } from '@/lib/db/write';
import { nextStart } from '@/lib/domain/campaign-life';
import { displayName, type Contact } from '@/lib/domain/contact';
import type { DeliveryState } from '@/lib/domain/delivery';
import type { Member } from '@/lib/domain/member';
import { foldText } from '@/lib/domain/text';
import { remarkRun, unschedule } from '@/lib/engine/runs';
import type { InboxRow } from '@/lib/linkedin/contract';

const WAITING: readonly DeliveryState[] = ['queued', 'pending', 'approved', 'scheduled'];

/**
 * The sweep of the conversation list (design 2.9): everyone with a message to come whose name stands beside an unread mark or a last
 * message not from us may have replied. Names hint, they never decide, and of people without a message to come nothing is kept.
 *
 * With an unread mark the person's messages wait: reading the thread would mark it read before the member saw it. They go on when the member has
 * read it (seen by the next sweep, or as they open it), or at once when the member lets the sweep open threads. Without an unread mark the
 * thread is read right before the send anyway, and that reading decides.
 */
export async function noteInbox(w: Writer, member: Member, inbox: readonly InboxRow[]): Promise<void> {
  const seen = signsByName(inbox);
  for (const contact of await peopleWaiting(w, member.id)) {
    const sign = seen.get(foldText(displayName(contact)));
    const thread = await w.db.threads.get([member.id, contact.id]);
    const next = sign === undefined ? thread?.mayHaveReplied : sign === 'ours' ? undefined : { at: w.now, sign };
    if (next?.sign !== thread?.mayHaveReplied?.sign) await putSign(w, thread ?? { senderId: member.id, contactId: contact.id }, next);
    if (next?.sign === 'unread' && member.sweepOpens !== 'yes') await holdBack(w, member, contact.id);
  }
}

/** Whether this person's messages wait because of an unread mark in the conversation list. */
export async function heldByInbox(w: Writer, member: Member, contactId: string): Promise<boolean> {
  return member.sweepOpens !== 'yes' && (await w.db.threads.get([member.id, contactId]))?.mayHaveReplied?.sign === 'unread';
}

/** Someone who may have replied: the conversation is unread, and their next message waits for the member to open it. */
export interface UnreadThread {
  contact: Contact;
  threadId: string | undefined;
  /** when the sweep saw it, milliseconds */
  seenAt: number;
}

/** Whose messages wait because their conversation is unread, latest seen first. Reads only what the sweep marked. */
export async function readUnreadThreads(db: NurturesDb): Promise<UnreadThread[]> {
  const [threads, members] = await Promise.all([db.threads.where('mayHaveReplied.sign').equals('unread').toArray(), db.members.toArray()]);
  const holding = new Set(members.filter((member) => member.sweepOpens !== 'yes').map((member) => member.id));
  const held = threads.filter((thread) => holding.has(thread.senderId));
  const [contacts, waiting] = await Promise.all([
    db.contacts.bulkGet(held.map((thread) => thread.contactId)),
    Promise.all(held.map((thread) => db.deliveries.where('[contactId+state]').anyOf(WAITING.map((state) => [thread.contactId, state])).filter((delivery) => delivery.senderId === thread.senderId).count())),
  ]);
  return held
    .flatMap((thread, index) => {
      const contact = contacts[index];
      const seenAt = thread.mayHaveReplied?.at ?? 0;
      return contact === undefined || waiting[index] === 0 ? [] : [{ contact, threadId: thread.threadId, seenAt }];
    })
    .sort((a, b) => b.seenAt - a.seenAt);
}

/** Per name the most that any conversation under it shows: several people can have one name. */
function signsByName(inbox: readonly InboxRow[]): Map<string, MayHaveReplied['sign'] | 'ours'> {
  const signs = new Map<string, MayHaveReplied['sign'] | 'ours'>();
  const rank = { ours: 0, lastTheirs: 1, unread: 2 } as const;
  for (const row of inbox) {
    const name = foldText(row.name);
    const sign = row.unread === 'yes' ? 'unread' : row.lastFromUs === 'no' ? 'lastTheirs' : row.lastFromUs === 'yes' ? 'ours' : undefined;
    const known = signs.get(name);
    if (sign !== undefined && (known === undefined || rank[sign] > rank[known])) signs.set(name, sign);
  }
  return signs;
}

async function peopleWaiting(w: Writer, senderId: string): Promise<Contact[]> {
  const deliveries = await w.db.deliveries.where('[senderId+state]').anyOf(WAITING.map((state) => [senderId, state])).toArray();
  const contacts = await w.db.contacts.bulkGet([...new Set(deliveries.map((delivery) => delivery.contactId))]);
  return contacts.filter((contact) => contact !== undefined);
}

async function putSign(w: Writer, thread: ThreadRow, mayHaveReplied: MayHaveReplied | undefined): Promise<void> {
  const { mayHaveReplied: _before, ...rest } = thread;
  await w.db.threads.put(mayHaveReplied === undefined ? rest : { ...rest, mayHaveReplied });
}

async function holdBack(w: Writer, member: Member, contactId: string): Promise<void> {
  for (const delivery of await w.db.deliveries.where('[contactId+state]').equals([contactId, 'scheduled']).toArray()) {
    if (delivery.senderId !== member.id) continue;
    const [campaign, run] = await Promise.all([w.db.campaigns.get(delivery.campaignId), delivery.runId === undefined ? undefined : w.db.runs.get(delivery.runId)]);
    const nextAt = campaign === undefined ? undefined : nextStart(campaign, run?.endsAt ?? w.now)?.startsAt;
    await unschedule(w, delivery, { reason: 'mayHaveReplied', nextAt });
    await remarkRun(w, delivery.runId, 'notes', 'mayHaveReplied');
  }
}
