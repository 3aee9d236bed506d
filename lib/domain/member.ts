import type { CalendarDate } from '@/lib/domain/zoned-time';
import type { MemberId } from '@/lib/domain/campaign';
import type { Reason } from '@/lib/domain/reasons';

/** Limits a member may change within the hard limits of design 2.8. Times in milliseconds. */
export interface MemberLimits {
  perDay: number;
  perWeek: number;
  perTenMinutes: number;
  perHour: number;
  gapMin: number;
  gapMax: number;
  quietDays: number;
  profilesPerDay: number;
  ramp: 'on' | 'off';
}

/** A stop of every campaign of one sender; ends only by *Resume*, never by itself. */
export interface MemberStop {
  reason: Reason;
  since: number;
  /** *Resume* is refused before this instant */
  resumeAfter: number;
  /** half limits for this many days after the resume */
  halfDays: number;
  /** path and code seen, never a text of the page */
  evidence: string;
}

/** A member of LinkedIn who confirmed in this browser that messages may go out in their name. */
export interface Member {
  id: MemberId;
  name: string;
  firstName: string;
  slug?: string;
  seed: string;
  confirmedAt: number;
  /** first calendar day on which something was granted: the ramp counts from here */
  firstUseOn?: CalendarDate;
  firstUseAt?: number;
  limits: MemberLimits;
  /** last claim, granted or not: failed attempts keep a pace too */
  lastClaimAt?: number;
  stop?: MemberStop;
  halfUntil?: number;
  mode: 'send' | 'draft';
  /** page fingerprints this account has sent with proof on */
  provenPages: string[];
  /** a page generation this account has not sent on; `confirmedAt`: the member lets one message try it */
  newPage?: { fingerprint: string; confirmedAt?: number };
  /** the member allowed one switch from Press Enter to Click Send */
  mayChooseClickSend?: 'yes';
  /** in the sweep, threads may be opened */
  sweepOpens?: 'yes';
}

/** Who is signed in to LinkedIn in this browser, as last seen on a page; never assumed. */
export type SignedIn =
  | { state: 'unknown' }
  | { state: 'out'; at: number }
  | { state: 'in'; memberId: MemberId; name: string; slug?: string; at: number };

/** One stored hold for this browser, read inside every grant. */
export interface PauseAll {
  since: number;
  /** first instant at which it ends by itself */
  until?: number;
}
