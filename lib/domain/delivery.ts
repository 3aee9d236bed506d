import { assertNever, type Reason } from '@/lib/domain/reasons';
import type { MemberId } from '@/lib/domain/campaign';
import type { CalendarDate } from '@/lib/domain/zoned-time';

/** Every state a delivery can be in (design 2.4). Screens show `claimed` and `granted` as "Sending". */
export const DELIVERY_STATES = [
  'queued', 'pending', 'approved', 'scheduled', 'claimed', 'granted', 'sent', 'rejected', 'canceled', 'failed', 'unconfirmed',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Everything that can happen to a delivery. */
export const DELIVERY_EVENTS = [
  'propose', 'approve', 'reject', 'withdraw', 'void', 'schedule', 'unschedule', 'claim', 'release', 'grant', 'prove',
  'refuse', 'doubt', 'disprove', 'cancel', 'fail', 'retry', 'requeue',
] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

/**
 * The whole state machine: `from -> event -> to`. What is not here is impossible.
 * `unschedule` leads back to where the delivery came from: `approved` if it carries an approval, else `queued`. `prove` outside
 * `granted` and `unconfirmed` is evidence for an earlier attempt that was taken for refused or not there.
 */
export const TRANSITIONS = {
  queued: { propose: 'pending', schedule: 'scheduled', cancel: 'canceled', fail: 'failed', prove: 'sent' },
  pending: { approve: 'approved', reject: 'rejected', cancel: 'canceled', void: 'pending' },
  approved: { schedule: 'scheduled', withdraw: 'pending', void: 'pending', cancel: 'canceled', prove: 'sent' },
  scheduled: {
    claim: 'claimed', unschedule: 'back', withdraw: 'pending', void: 'pending', cancel: 'canceled', fail: 'failed', prove: 'sent',
    propose: 'pending',
  },
  claimed: {
    grant: 'granted', release: 'scheduled', unschedule: 'back', cancel: 'canceled', fail: 'failed', void: 'pending', withdraw: 'pending', prove: 'sent',
  },
  granted: { prove: 'sent', refuse: 'failed', doubt: 'unconfirmed' },
  unconfirmed: { prove: 'sent', disprove: 'failed' },
  failed: { retry: 'approved', requeue: 'queued', prove: 'sent' },
  rejected: { requeue: 'queued' },
  canceled: { requeue: 'queued' },
  sent: {},
} as const satisfies Record<DeliveryState, Partial<Record<DeliveryEvent, DeliveryState | 'back'>>>;

/** Events that are possible in state `S`; anything else does not type-check. */
export type EventsOf<S extends DeliveryState> = keyof (typeof TRANSITIONS)[S] & DeliveryEvent;

/** One message to one contact: the unit of the queue. Times are epoch milliseconds. */
export interface Delivery {
  /** `${enrollmentId}/${messageId}`: the same step to the same person can exist once only */
  id: string;
  enrollmentId: string;
  campaignId: string;
  contactId: string;
  senderId: MemberId;
  messageId: string;
  /** position of the message in the sequence when it was rendered, from 0 */
  step: number;
  state: DeliveryState;
  stateAt: number;
  createdAt: number;
  /** why it is not moving, or why it ended */
  reason?: Reason;
  /** the one next time at which it can move; absent for final states */
  nextAt?: number;
  /** first calendar day (campaign zone) on which it may go out */
  dueOn: CalendarDate;
  /** place among those created in the same take-up, from 0 */
  rank: number;
  /** exactly what will be typed, once rendered */
  text?: string;
  fingerprint?: string;
  variant?: string;
  /** campaign version the text was rendered from */
  version?: number;
  /** the member saw and approved this text; cleared by void and withdraw */
  approvedAt?: number;
  pendingSince?: number;
  /** member edited the text in review: template edits do not re-render it, they void it */
  editedByHand?: 'yes';
  /** `${campaignId}|${date}|${slotId}` of the run it is scheduled in */
  runId?: string;
  /** planned second while scheduled, as the forecast computes it */
  plannedAt?: number;
  attempt: number;
  token?: string;
  leaseUntil?: number;
  claimedAt?: number;
  grantedAt?: number;
  sentAt?: number;
  /** server-given id of the row that proves it */
  sentUrn?: string;
  /** newest row id known in the thread when the grant was given; 'top' when the thread was empty */
  baselineUrn?: string;
  /** member id the page showed at the grant */
  recipientId?: MemberId;
  /** fingerprint of the text the last grant was given for: it tells an earlier attempt's row after the template changed */
  grantedFingerprint?: string;
  /** refusals by the server so far; after the third it fails for good */
  refusals: number;
  /** attempts that ended before a grant for a reason of the page; the member's own hand and lost workers do not count */
  pageStops?: number;
  /** when an unconfirmed delivery may next be looked for */
  reconcileAt?: number;
  /** what was seen, as codes and counts, never texts */
  evidence?: string;
}

/** Position of one contact in one campaign. */
export type EnrollmentState = 'active' | 'completed' | 'ended';

export interface Enrollment {
  /** `${campaignId}:${contactId}` */
  id: string;
  campaignId: string;
  contactId: string;
  senderId: MemberId;
  state: EnrollmentState;
  reason?: Reason;
  enrolledAt: number;
  endedAt?: number;
  /** messages proved sent, in order */
  sentMessageIds: string[];
  lastSentAt?: number;
  /** row that proves the first message, and the newest one */
  firstSentUrn?: string;
  /** server time of that row */
  firstSentRowAt?: number;
  lastSentUrn?: string;
  /** a grant was given in this enrollment: the sibling claim is then kept for good */
  granted?: 'yes';
}

/** Where an event leads, or undefined when it is impossible in that state. */
export function nextState(delivery: Pick<Delivery, 'state' | 'approvedAt'>, event: DeliveryEvent): DeliveryState | undefined {
  const row: Partial<Record<DeliveryEvent, DeliveryState | 'back'>> = TRANSITIONS[delivery.state];
  const to = row[event];
  if (to === undefined) return undefined;
  return to === 'back' ? (delivery.approvedAt === undefined ? 'queued' : 'approved') : to;
}

/** Reasons after which a rejected, failed or canceled delivery may be put back by hand (design 2.7). */
const REQUEUE_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  'removedByHand', 'missingVariable', 'approvalNotGiven', 'slotOver', 'rejectedByHand', 'refusedByLinkedIn', 'notThere',
  'pageNotUnderstood', 'draftDiscarded', 'textNotKept', 'sendDisabled', 'settledByHand', 'profileGone',
]);

/** Whether the member may put this delivery back into the queue. */
export function canRequeue(delivery: Pick<Delivery, 'state' | 'reason'>): boolean {
  switch (delivery.state) {
    case 'rejected':
      return true;
    case 'failed': case 'canceled':
      return delivery.reason !== undefined && REQUEUE_REASONS.has(delivery.reason);
    default:
      return false;
  }
}

/** Actions a screen offers for a delivery (design 2.7). */
export type DeliveryAction = 'approve' | 'edit' | 'reject' | 'withdraw' | 'remove' | 'requeue' | 'settle';

/** What the member may do with a delivery in its present state. */
export function actionsOf(delivery: Pick<Delivery, 'state' | 'reason' | 'approvedAt'>): DeliveryAction[] {
  switch (delivery.state) {
    case 'queued':
      return ['remove'];
    case 'pending':
      return ['approve', 'edit', 'reject', 'remove'];
    case 'approved':
      return ['withdraw', 'remove'];
    case 'scheduled':
      return delivery.approvedAt === undefined ? ['remove'] : ['withdraw', 'remove'];
    case 'unconfirmed':
      return ['settle'];
    case 'rejected': case 'failed': case 'canceled':
      return canRequeue(delivery) ? ['requeue'] : [];
    case 'claimed': case 'granted': case 'sent':
      return [];
    default:
      return assertNever(delivery.state);
  }
}

/** At most this many attempts end in a refusal before the delivery fails for good. */
export const REFUSALS_MAX = 3;
/** How long a claim holds without a grant. */
export const LEASE_MS = 4 * 60_000;
/** How long after a grant a missing report turns into doubt. */
export const GRANT_REPORT_MS = 3 * 60_000;
/** "Not there" needs a fresh load at least this long after the grant. */
export const DISPROVE_AFTER_MS = 10 * 60_000;
/** The page is assumed to need this long per message (forecast). */
export const PAGE_MS = 20_000;
