import type { NurturesDb } from '@/lib/db/schema';
import type { Contact } from '@/lib/domain/contact';
import type { Member, PauseAll, SignedIn } from '@/lib/domain/member';
import { capsAt } from '@/lib/domain/pacing';
import type { Reply } from '@/lib/domain/reply';
import type { Reason } from '@/lib/domain/reasons';
import { DAY } from '@/lib/domain/zoned-time';
import { readAskedLook, readPageLook, readPageReport, type PageLook } from '@/lib/engine/page-look';
import { senderMarks } from '@/lib/engine/book';
import { readUnreadThreads, type UnreadThread } from '@/lib/engine/inbox';
import { countPending, readReview, type ReviewItem } from '@/lib/engine/read-review';
import { readConsent, readPause, readSignedIn } from '@/lib/engine/settings';

/** A message on its way right now. */
export interface Sending {
  deliveryId: string;
  contact: Contact | undefined;
  /** `granted`: Send may be pressed any moment or already was; `draft`: the text is in the composer and the member presses Send */
  state: 'claimed' | 'granted' | 'draft';
}

/** A reply that waits for the member's answer. */
export interface WaitingReply {
  reply: Reply;
  contact: Contact | undefined;
  campaignName: string;
}

/** The next thing that happens by itself: a planned send, or the next slot. */
export type NextUp = { kind: 'send'; at: number; campaignName: string } | { kind: 'slot'; at: number; campaignName: string } | { kind: 'none' };

export interface PopupFacts {
  signedIn: SignedIn;
  members: readonly Member[];
  pause: PauseAll | undefined;
  consent: 'given' | 'missing';
  sending: readonly Sending[];
  next: NextUp;
  /** of the member signed in: messages still allowed in these 24 hours, and how many are allowed at all */
  room: { left: number; of: number } | undefined;
  /** the last look at LinkedIn's page, while it keeps anything from being sent; `asked` while another is on its way */
  page: { look: PageLook; asked: 'yes' | 'no'; report: 'yes' | 'no' } | undefined;
  pending: number;
  review: readonly ReviewItem[];
  replies: readonly WaitingReply[];
  repliesWaiting: number;
  /** conversations with something unread, while a message to that person waits */
  unread: readonly UnreadThread[];
}

const REPLIES_SHOWN = 20;
const REVIEW_SHOWN = 50;

/** What is on its way: claimed or granted, any sender. */
export async function readSending(db: NurturesDb): Promise<Sending[]> {
  const rows = (await Promise.all((['granted', 'claimed'] as const).map((state) =>
    db.deliveries.where('[state+stateAt]').between([state, -Infinity], [state, Infinity]).toArray()))).flat();
  const contacts = await db.contacts.bulkGet(rows.map((row) => row.contactId));
  return rows.flatMap((row, index) => (row.state === 'claimed' || row.state === 'granted' ? [{ deliveryId: row.id, contact: contacts[index], state: row.reason === 'draftWaiting' ? 'draft' : row.state }] : []));
}

/** Replies that wait for the member, newest first. */
export async function readWaitingReplies(db: NurturesDb, limit = REPLIES_SHOWN): Promise<WaitingReply[]> {
  const replies = await db.replies.where('[answer+at]').between(['waiting', -Infinity], ['waiting', Infinity]).reverse().limit(limit).toArray();
  const [contacts, campaigns] = await Promise.all([
    db.contacts.bulkGet(replies.map((reply) => reply.contactId)), db.campaigns.bulkGet(replies.map((reply) => reply.campaignId)),
  ]);
  return replies.map((reply, index) => ({ reply, contact: contacts[index], campaignName: campaigns[index]?.name ?? '' }));
}

async function readNext(db: NurturesDb, now: number): Promise<NextUp> {
  const runs = await db.runs.where('[state+endsAt]').between(['open', now], ['open', Infinity]).toArray();
  let send: { at: number; campaignId: string } | undefined;
  for (const run of runs) {
    for (const delivery of await db.deliveries.where('runId').equals(run.id).toArray()) {
      if (delivery.state !== 'scheduled' || delivery.plannedAt === undefined) continue;
      if (send === undefined || delivery.plannedAt < send.at) send = { at: delivery.plannedAt, campaignId: delivery.campaignId };
    }
  }
  if (send !== undefined) return { kind: 'send', at: send.at, campaignName: (await db.campaigns.get(send.campaignId))?.name ?? '' };
  const campaign = await db.campaigns.where('[state+nextBoundaryAt]').between(['active', now], ['active', Infinity]).first();
  return campaign?.nextBoundaryAt === undefined ? { kind: 'none' } : { kind: 'slot', at: campaign.nextBoundaryAt, campaignName: campaign.name };
}

/** Who is signed in, and what that member may still send. */
async function readWho(db: NurturesDb, now: number): Promise<Pick<PopupFacts, 'signedIn' | 'members' | 'room'>> {
  const [signedIn, members] = await Promise.all([readSignedIn(db), db.members.toArray()]);
  const member = signedIn.state === 'in' ? members.find((one) => one.id === signedIn.memberId) : undefined;
  return { signedIn, members, room: member === undefined ? undefined : await readRoom(db, member, now) };
}

async function readRoom(db: NurturesDb, member: Member, now: number): Promise<PopupFacts['room']> {
  const of = capsAt(member, now).day;
  const used = (await senderMarks(db, member.id, now)).filter((mark) => mark.at > now - DAY).length;
  return { left: Math.max(0, of - used), of };
}

const PAGE_REASONS: ReadonlySet<Reason> = new Set<Reason>(['selfTestFailed', 'pageNotUnderstood']);

async function readPage(db: NurturesDb): Promise<PopupFacts['page']> {
  const look = await readPageLook(db);
  if (look?.reason === undefined || !PAGE_REASONS.has(look.reason)) return undefined;
  const [asked, report] = await Promise.all([readAskedLook(db), readPageReport(db)]);
  return { look, asked: asked === undefined ? 'no' : 'yes', report: report === undefined ? 'no' : 'yes' };
}

/** Everything the popup shows beside the nurtures, in one reading of one state; of the messages to review, as many as are asked for. */
export function readPopup(db: NurturesDb, now: number, review = REVIEW_SHOWN): Promise<PopupFacts> {
  return db.transaction('r', db.tables, async () => {
    const [who, pause, consent, sending, next, page, pending, items, replies, repliesWaiting, unread] = await Promise.all([
      readWho(db, now), readPause(db, now), readConsent(db), readSending(db), readNext(db, now), readPage(db), countPending(db),
      readReview(db, undefined, review), readWaitingReplies(db), db.replies.where('[answer+at]').between(['waiting', -Infinity], ['waiting', Infinity]).count(),
      readUnreadThreads(db),
    ]);
    return { ...who, pause, consent: consent === undefined ? 'missing' : 'given', sending, next, page, pending, review: items, replies, repliesWaiting, unread };
  });
}
