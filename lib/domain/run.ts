import type { CalendarDate } from '@/lib/domain/zoned-time';
import type { MemberId } from '@/lib/domain/campaign';
import type { Reason } from '@/lib/domain/reasons';

/** Something a run says of itself, with how often it happened. */
export interface RunRemark {
  reason: Reason;
  count: number;
}

/**
 * One execution of one slot on one date. `checking` = the tab is open and the page is being read; `open` = sending;
 * `missed` = never ran; `paused` = it fell into *Pause everything*.
 */
export type RunState = 'checking' | 'open' | 'done' | 'missed' | 'paused';

export interface Run {
  /** `${campaignId}|${date}|${slotId}`: no slot id runs twice on one date */
  id: string;
  campaignId: string;
  senderId?: MemberId;
  slotId: string;
  date: CalendarDate;
  startsAt: number;
  endsAt: number;
  state: RunState;
  /** why it was missed, or why it ended before its slot */
  reason?: Reason;
  openedAt?: number;
  closedAt?: number;
  /** earliest instant of this campaign's first send in this slot */
  firstMomentAt: number;
  /** new contacts it took from the source */
  taken: number;
  /** new contacts it could have taken by cohort and limits */
  couldTake: number;
  /** deliveries it took up: due, approved and new */
  planned: number;
  sent: number;
  unconfirmed: number;
  /** failures in a row, for the stop rule */
  failedInRow: number;
  notes: RunRemark[];
  warnings: RunRemark[];
  errors: RunRemark[];
}

/** Adds one remark, counting repeats. */
export function remark(remarks: readonly RunRemark[], reason: Reason, count = 1): RunRemark[] {
  const known = remarks.find((entry) => entry.reason === reason);
  return known === undefined
    ? [...remarks, { reason, count }]
    : remarks.map((entry) => (entry === known ? { reason, count: entry.count + count } : entry));
}

