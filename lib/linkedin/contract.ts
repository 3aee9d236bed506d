import type { MemberId } from '@/lib/domain/campaign';
import type { Reason } from '@/lib/domain/reasons';
import type { ThreadReading } from '@/lib/domain/thread';

/**
 * What worker and page driver say to each other. The driver navigates nothing and decides nothing: the worker navigates
 * the product's own tab, the driver on the new page says `hello`, gets an order, and reports facts as new messages, so that a
 * worker that died in between is started by them. Everything is plain JSON; times are epoch milliseconds.
 */

/** What kind of page the tab shows, by path and structure. */
export type PageKind = 'compose' | 'thread' | 'inbox' | 'profile' | 'connections' | 'feed' | 'wall' | 'other';

/** Walls and refusals of whole pages (linkedin-pages section 7). */
export type Wall =
  | 'loggedOut' | 'securityCheck' | 'restricted' | 'throttled' | 'limitReached' | 'pageError' | 'gone' | 'agreement';

/** Who is signed in, as far as this page shows it. `id` comes from the page's own data, never from a request. */
export type Identity =
  | { state: 'in'; id: MemberId; name: string; firstName: string; slug?: string }
  /** `mailboxId`: the one mailbox owner named in the message rows of a page that says no more about who is signed in */
  | { state: 'inUnknown'; name?: string; mailboxId?: MemberId }
  | { state: 'out' };

/** Whose mailbox an open thread is in: enough to read it, never enough to send. */
export function mailboxOf(identity: Identity): MemberId | undefined {
  switch (identity.state) {
    case 'in': return identity.id;
    case 'inUnknown': return identity.mailboxId;
    case 'out': return undefined;
  }
}

export interface PageFacts {
  kind: PageKind;
  path: string;
  wall?: Wall;
  identity: Identity;
  /** is the document visible now */
  visible: boolean;
  /** for a thread or compose page: the other side, when all places agree */
  otherId?: MemberId;
}

/** Read-only look at a messaging page before a slot: identity, targets, fingerprint, conversation list. */
export interface CheckOrder { kind: 'check'; orderId: string }

/** On `/in/<slug>/`: read member id and degree of that person. */
export interface ResolveOrder { kind: 'resolve'; orderId: string; slug: string }

/** On the compose page of one person: prove the recipient, read, type, ask, press Send once, prove it. */
export interface DeliverOrder {
  kind: 'deliver';
  orderId: string;
  deliveryId: string;
  attempt: number;
  token: string;
  senderId: MemberId;
  recipientId: MemberId;
  /** slugs of the recipient known so far, for the profile card link */
  recipientSlugs: string[];
  /** exactly what is to be typed: normalised, paragraphs by '\n' */
  text: string;
  /** texts of earlier ungranted attempts to this person: a composer holding one of them is ours and is emptied */
  ourLeftovers: string[];
  /** read the thread back at least to this server time, to this row, or to the top, and at least 20 rows */
  readBackTo: { at?: number; urn?: string };
  mode: 'send' | 'draft';
  /** the member allowed one switch to Click Send */
  mayChooseClickSend: 'yes' | 'no';
}

/** Fresh look for a message whose fate is unknown: read back to `baselineUrn` (or the top) and report the rows. */
export interface ReconcileOrder {
  kind: 'reconcile';
  orderId: string;
  deliveryId: string;
  senderId: MemberId;
  recipientId: MemberId;
  recipientSlugs: string[];
  readBackTo: { at?: number; urn?: string };
}

/** Read the member's own connections list from the top until told to stop; progress comes as `connections` messages. */
export interface ConnectionsOrder { kind: 'connections'; orderId: string }

export type Order = CheckOrder | ResolveOrder | DeliverOrder | ReconcileOrder | ConnectionsOrder;

/** One row of the conversation list: names hint, they never decide. */
export interface InboxRow { name: string; unread: 'yes' | 'no'; lastFromUs: 'yes' | 'no' | 'unknown' }

export interface ConnectionCard { slug: string; memberId?: MemberId; name: string; headline: string; connectedOn?: string }

/** Page targets and the strategy that matched each (no hashes, ids, counts, language): the page fingerprint. */
export interface SelfTest {
  verdict: 'understood' | 'notUnderstood';
  /** 'target=strategy' sorted and joined by ';' */
  fingerprint: string;
  missing: string[];
  sendMode: 'click' | 'enter' | 'unknown';
}

/** What a page is made of, without a text, a name, an address or an id in it: the member may save it and pass it on. */
export interface PageReport {
  page: PageKind | Wall;
  verdict: SelfTest['verdict'];
  missing: string[];
  fingerprint: string;
  /** one line per target, with its matches per strategy */
  targets: string[];
  /** signs of the program that made the page */
  build: string[];
  /** tags, roles, style names, attribute names; one line per element, like ones counted */
  outline: string[];
}

export type CheckResult =
  | { ok: true; selfTest: SelfTest; inbox: InboxRow[] }
  | { ok: false; reason: Reason; wall?: Wall; missing: string[]; report?: PageReport };

export type ResolveResult =
  | { ok: true; memberId: MemberId; slug: string; degree: 'first' | 'notFirst' | 'unknown' }
  | { ok: false; reason: Reason; wall?: Wall };

/** How an attempt ended, as the driver saw it. Nothing after `granted` may claim "not sent" without `refused` evidence. */
export type DeliverOutcome =
  /** before any grant; nothing was sent and nothing of ours is left in the composer */
  | { end: 'stopped'; reason: Reason; wall?: Wall; evidence: string }
  /** the worker refused the grant; what was typed was removed */
  | { end: 'refusedGrant'; evidence: string }
  /** proved: exactly one new own row with a new server id and the same text */
  | { end: 'proved'; urn: string; at: number; threadId?: string; evidence: string; /** the text as sent, when the member changed it first */ edited?: string }
  /** the page proves that LinkedIn refused it: a failed row */
  | { end: 'rejected'; reason: Reason; evidence: string }
  /** pressed, but not proved */
  | { end: 'doubt'; reason: Reason; wall?: Wall; evidence: string }
  /** draft-only mode: the text waits in the composer for the member */
  | { end: 'drafted'; evidence: string };

export type ReconcileResult = { ok: true; thread: ThreadReading } | { ok: false; reason: Reason; wall?: Wall };

/** Recipient proof by id, one entry per place that showed one (design 2.4). */
export interface RecipientProof {
  address?: MemberId;
  header?: MemberId;
  rows?: MemberId;
  card?: MemberId | string;
}

/** From the page driver to the worker. */
export type PageMessage =
  | { type: 'hello'; instance: string; facts: PageFacts }
  | { type: 'checked'; orderId: string; facts: PageFacts; result: CheckResult }
  | { type: 'resolved'; orderId: string; facts: PageFacts; result: ResolveResult }
  | { type: 'threadRead'; orderId: string; deliveryId: string; attempt: number; token: string; facts: PageFacts; proof: RecipientProof; degree: 'first' | 'notFirst' | 'unknown'; thread: ThreadReading }
  | { type: 'grant'; orderId: string; deliveryId: string; attempt: number; token: string; facts: PageFacts; proof: RecipientProof; thread: ThreadReading; typed: string }
  | { type: 'report'; orderId: string; deliveryId: string; attempt: number; token: string; outcome: DeliverOutcome; facts: PageFacts }
  /** with the member's permission LinkedIn was set from Press Enter to Click Send, once */
  | { type: 'switched'; orderId: string; deliveryId: string; facts: PageFacts }
  | { type: 'reconciled'; orderId: string; deliveryId: string; result: ReconcileResult; facts: PageFacts }
  | { type: 'connections'; orderId: string; cards: ConnectionCard[]; total?: number; end: 'more' | 'end' | 'stopped'; reason?: Reason }
  /** a thread the member opened by hand: may it be read? */
  | { type: 'threadOpened'; otherId: MemberId; facts: PageFacts }
  | { type: 'threadSeen'; facts: PageFacts; thread: ThreadReading };

/** The worker's answers; `undefined` fields are left out. */
export interface PageAnswers {
  hello: { order?: Order };
  checked: { stored: 'yes' };
  resolved: { stored: 'yes' };
  threadRead: { go: 'yes' } | { go: 'no'; reason: Reason };
  grant: { granted: 'yes' } | { granted: 'no'; reason: Reason };
  report: { stored: 'yes' | 'no' };
  switched: { stored: 'yes' };
  reconciled: { stored: 'yes' };
  connections: { next: 'more' | 'stop'; waitMs: number };
  threadOpened: { read: 'yes' | 'no'; readBackTo: { at?: number; urn?: string } };
  threadSeen: { stored: 'yes' };
}

/** From the worker to a tab. */
export type TabMessage =
  | { type: 'ping' }
  /** ends the order before its grant; the reason comes back in the report */
  | { type: 'stop'; orderId: string; reason?: Reason };

export interface TabAnswers {
  ping: { instance: string; busy: string };
  stop: { stopped: 'yes' | 'no' };
}

/** A grant is for now: the page waits this long (ms) for it, and an answer that comes later is not used. */
export const GRANT_GOOD_MS = 20_000;

/** The href of every Message control, built from the member id (linkedin-pages section 2). */
export function composePath(recipientId: MemberId): string {
  const urn = encodeURIComponent(`urn:li:fsd_profile:${recipientId}`);
  return `/messaging/compose/?profileUrn=${urn}&recipient=${recipientId}&screenContext=NON_SELF_PROFILE_VIEW&interop=msgOverlay`;
}
