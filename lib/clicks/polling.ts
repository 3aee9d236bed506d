import type { ClickCounts, TrackerFailureCode } from '@/lib/clicks/tracker';
import { draw } from '@/lib/domain/random';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How often counts are read while a campaign runs, and otherwise. Milliseconds. */
export const POLL_WHILE_RUNNING = 30 * MINUTE;
export const POLL_OTHERWISE = DAY;
const FIRST_BACKOFF = 5 * MINUTE;
const LONGEST_BACKOFF_RUNNING = 6 * 60 * MINUTE;

/** How polling stands; times in milliseconds since the epoch. */
export type PollState = {
  /** When counts were last asked for; null before the first time. */
  readonly lastAttemptAt: number | null;
  readonly failuresInRow: number;
  readonly lastFailure: { readonly code: TrackerFailureCode; readonly retryAfter: number | null } | null;
};

/**
 * Decides when to read counts next: 30 minutes after the last time while campaigns run, then daily. After a failure it
 * waits 5 minutes, doubled with each failure in a row, at most 6 hours while campaigns run and a day otherwise, spread by
 * ±20 % so that a team does not come back all at once; never before the time the tracker named. A failure only the member
 * can mend (wrong key) is retried daily. A clock set back does not postpone it: never later than one interval from `now`.
 *
 * @param seed the member's stored seed; the same seed, attempt and count give the same time.
 * @returns milliseconds since the epoch; `now` or earlier means now.
 */
export function nextPollAt(state: PollState, campaigns: 'running' | 'idle', seed: string, now: number): number {
  if (state.lastAttemptAt === null) return now;
  const wait = waitAfter(state, state.lastAttemptAt, campaigns, seed);
  return Math.min(state.lastAttemptAt, now) + wait;
}

function waitAfter(state: PollState, attemptAt: number, campaigns: 'running' | 'idle', seed: string): number {
  const interval = campaigns === 'running' ? POLL_WHILE_RUNNING : POLL_OTHERWISE;
  if (state.failuresInRow === 0 || state.lastFailure === null) return interval;
  if (state.lastFailure.code === 'unauthorised') return DAY;
  const longest = campaigns === 'running' ? LONGEST_BACKOFF_RUNNING : DAY;
  const doubled = FIRST_BACKOFF * 2 ** Math.min(state.failuresInRow - 1, 20);
  const spread = Math.min(doubled, longest) * (0.8 + 0.4 * draw(seed, 'clicks.backoff', attemptAt, state.failuresInRow));
  return Math.round(Math.max(Math.min(spread, longest), state.lastFailure.retryAfter ?? 0));
}

/**
 * What is kept of one link: the last totals with the time they were read. `shrunkFrom` remembers the highest total ever seen
 * while the present one is below it, `missingSince` the first reading in which the tracker no longer knew the link.
 */
export type StoredCounts = ClickCounts & {
  readonly readAt: number;
  readonly shrunkFrom: { readonly clicks: number; readonly readAt: number } | null;
  readonly missingSince: number | null;
};

/**
 * Joins a reading with what was kept. A total that shrinks is taken over and shown as such, not hidden; a link the tracker
 * no longer knows keeps its last value with its old time; a reading older than the kept one changes nothing.
 *
 * @param reading null when the tracker answered but left this link out.
 * @returns null while nothing was ever read.
 */
export function mergeCounts(kept: StoredCounts | null, reading: ClickCounts | null, readAt: number): StoredCounts | null {
  if (kept !== null && readAt < kept.readAt) return kept;
  if (reading === null) return kept === null ? null : { ...kept, missingSince: kept.missingSince ?? readAt };
  const { key, clicks, unique, bots } = reading;
  return { key, clicks, unique, bots, readAt, shrunkFrom: highestAbove(clicks, kept), missingSince: null };
}

function highestAbove(clicks: number, kept: StoredCounts | null): StoredCounts['shrunkFrom'] {
  if (kept === null) return null;
  const highest =
    kept.shrunkFrom !== null && kept.shrunkFrom.clicks >= kept.clicks
      ? kept.shrunkFrom
      : { clicks: kept.clicks, readAt: kept.readAt };
  return highest.clicks > clicks ? highest : null;
}

/** Sums over the links of a message, campaign or program. */
export type ClickTotals = {
  readonly clicks: number;
  /** Sum over links of their daily unique visitors; null as soon as one link does not tell. */
  readonly unique: number | null;
  readonly bots: number | null;
  /** The age of the sum is the age of its oldest part. Milliseconds since the epoch. */
  readonly oldestReadAt: number;
  readonly links: number;
  readonly shrunk: number;
  readonly missing: number;
};

/** Null when there is nothing to sum: the screen shows "–", never 0. */
export function totalOf(counts: readonly StoredCounts[]): ClickTotals | null {
  if (counts.length === 0) return null;
  return {
    clicks: counts.reduce((sum, one) => sum + one.clicks, 0),
    unique: sumOrUnknown(counts.map((one) => one.unique)),
    bots: sumOrUnknown(counts.map((one) => one.bots)),
    oldestReadAt: counts.reduce((oldest, one) => Math.min(oldest, one.readAt), Number.POSITIVE_INFINITY),
    links: counts.length,
    shrunk: counts.filter((one) => one.shrunkFrom !== null).length,
    missing: counts.filter((one) => one.missingSince !== null).length,
  };
}

function sumOrUnknown(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum;
}
