/**
 * The limits that protect recipients and the account: when one more message may leave, and if not now, when.
 *
 * Everything is counted over the grants themselves, never from a counter. A window of length w looks back from t over
 * the half-open span (t - w, t]: a grant exactly w ago no longer counts. A grant with a time in the future (the clock
 * was set back) counts as now, however often it is asked, until the clock passes it. All instants are ms.
 *
 * With no new grant the room only grows: grants age out of windows, the ramp and half limits only widen. So for every
 * limit there is one first instant that has room, and the earliest send is the latest of these.
 *
 * Limits are clamped again wherever they are read, so what is stored cannot pass the hard limits either.
 */
import type { Member, MemberLimits } from '@/lib/domain/member';
import { drawInt } from '@/lib/domain/random';
import { DAY, HOUR, MINUTE, SECOND } from '@/lib/domain/zoned-time';
import { occurrenceKey, type SlotOccurrence } from '@/lib/domain/schedule';

/** One grant that counts: given, and not proved unsent. Lists of marks are sorted by `at`, oldest first. */
export interface GrantMark {
  readonly at: number;
  readonly deliveryId: string;
  readonly contactId: string;
  readonly attempt: number;
  readonly memberId: string;
}

/**
 * The grants whose time lies after `now`, stamped with `now`: what to store again once the clock is found set back. Each
 * was really given before now, so this never frees room too early; left alone, a clock that was a year ahead for a
 * moment would hold the member for a year.
 */
export function marksToRestamp(marks: readonly GrantMark[], now: number): GrantMark[] {
  return marks.filter(({ at }) => at > now).map((mark) => ({ ...mark, at: now }));
}

/* ---- settings ----------------------------------------------------------------------------------------------- */

type LimitNumber = Exclude<keyof MemberLimits, 'ramp'>;

/** For each limit what holds unless it is set, and the range no setting, import or message passes. */
export const LIMITS: Readonly<Record<LimitNumber, { readonly byDefault: number; readonly lowest: number; readonly highest: number }>> = {
  perDay: { byDefault: 20, lowest: 1, highest: 60 },
  perWeek: { byDefault: 80, lowest: 1, highest: 300 },
  perTenMinutes: { byDefault: 4, lowest: 1, highest: 8 },
  perHour: { byDefault: 12, lowest: 1, highest: 25 },
  gapMin: { byDefault: 90 * SECOND, lowest: 60 * SECOND, highest: HOUR },
  gapMax: { byDefault: 240 * SECOND, lowest: 60 * SECOND, highest: HOUR },
  quietDays: { byDefault: 7, lowest: 2, highest: 90 },
  profilesPerDay: { byDefault: 20, lowest: 1, highest: 40 },
};

/** Messages a day in the first, second, third and fourth week of use. */
export const RAMP: readonly number[] = [5, 10, 15, 20];

/** Per person, over all campaigns and members of this browser; nothing raises these. */
export const PERSON_SHORT_WINDOW = 72 * HOUR;
export const PERSON_LONG_WINDOW = 30 * DAY;
export const PERSON_LONG_COUNT = 3;

/** Connections sync: only when asked, and never more people a day than this. */
export const CONNECTIONS_PER_DAY = 500;

const WEEK = 7 * DAY;

function clampNumber(key: LimitNumber, value: unknown): number {
  const { byDefault, lowest, highest } = LIMITS[key];
  if (typeof value !== 'number' || Number.isNaN(value)) return byDefault;
  return Math.trunc(Math.min(highest, Math.max(lowest, value)));
}

/**
 * Limits that hold, made from whatever a setting, a backup or a message says: what is missing or no number takes its
 * default, fractions are dropped, and nothing passes the hard limits. The longest gap is never under the shortest. Under
 * 1 becomes 1: to send nothing there are the switch and *Pause everything*.
 */
export function clampLimits(wanted: Readonly<Partial<Record<keyof MemberLimits, unknown>>> = {}): MemberLimits {
  const gapMin = clampNumber('gapMin', wanted.gapMin);
  return {
    perDay: clampNumber('perDay', wanted.perDay),
    perWeek: clampNumber('perWeek', wanted.perWeek),
    perTenMinutes: clampNumber('perTenMinutes', wanted.perTenMinutes),
    perHour: clampNumber('perHour', wanted.perHour),
    gapMin,
    gapMax: Math.max(gapMin, clampNumber('gapMax', wanted.gapMax)),
    quietDays: clampNumber('quietDays', wanted.quietDays),
    profilesPerDay: clampNumber('profilesPerDay', wanted.profilesPerDay),
    ramp: wanted.ramp === 'off' ? 'off' : 'on',
  };
}

export const DEFAULT_LIMITS: MemberLimits = clampLimits();

/**
 * All that decides a member's pace beside their grants: limits, the seed gaps are drawn from, the first use (ms; weeks of
 * the ramp are counted from it, none means week 1), and until when (ms) every count is halved after a warning.
 */
export type MemberPace = Pick<Member, 'limits' | 'seed' | 'firstUseAt' | 'halfUntil'>;

type WindowLimit = 'day' | 'week' | 'tenMinutes' | 'hour';
type CountLimit = WindowLimit | 'profiles';

const WINDOWS: Readonly<Record<WindowLimit, number>> = { week: WEEK, day: DAY, hour: HOUR, tenMinutes: 10 * MINUTE };
const WINDOW_LIMITS: readonly WindowLimit[] = ['week', 'day', 'hour', 'tenMinutes'];

/** The week of use at an instant, counted from 1. */
export function weekOfUse(firstUseAt: number | undefined, at: number): number {
  if (firstUseAt === undefined || at < firstUseAt) return 1;
  return Math.floor((at - firstUseAt) / WEEK) + 1;
}

function halved(count: number): number {
  return Math.max(1, Math.floor(count / 2));
}

/** The counts that hold at an instant, after ramp and half limits: messages per rolling window, and profile pages a day. */
export function capsAt(pace: MemberPace, at: number): Readonly<Record<CountLimit, number>> {
  const limits = clampLimits(pace.limits);
  const { halfUntil } = pace;
  const ramped = limits.ramp === 'on' ? Math.min(limits.perDay, RAMP[weekOfUse(pace.firstUseAt, at) - 1] ?? limits.perDay) : limits.perDay;
  const share = halfUntil !== undefined && at < halfUntil ? halved : (count: number) => count;
  return {
    day: share(ramped),
    week: share(limits.perWeek),
    tenMinutes: share(limits.perTenMinutes),
    hour: share(limits.perHour),
    profiles: share(limits.profilesPerDay),
  };
}

/** The instants after `from` at which a count may widen, oldest first: a new week of the ramp, the end of half limits. */
function wideningsAfter(pace: MemberPace, from: number): number[] {
  const instants = pace.halfUntil === undefined ? [] : [pace.halfUntil];
  const { firstUseAt } = pace;
  if (pace.limits.ramp === 'on' && firstUseAt !== undefined) instants.push(...RAMP.map((_, week) => firstUseAt + (week + 1) * WEEK));
  return instants.filter((instant) => instant > from).sort((a, b) => a - b);
}

/* ---- room for one more ---------------------------------------------------------------------------------------- */

/** The limit that keeps a message from leaving. */
export type PaceLimit = CountLimit | 'gap' | 'person72h' | 'person30d' | 'quiet';

/** Whether one more message may leave now; if not, the limit that lasts longest and the first instant (ms) with room. */
export type Room = { readonly ok: true } | { readonly ok: false; readonly limit: PaceLimit; readonly until: number };

/** The first instant from which the last `cap` of these sorted instants no longer fill a window. */
function windowFrees(times: readonly { readonly at: number }[], cap: number, window: number): number {
  const oldest = times[times.length - cap];
  return oldest === undefined ? -Infinity : oldest.at + window;
}

/** The first instant at or after `from` at which a rolling window has room, with the counts of that very instant. */
function firstRoom(times: readonly { readonly at: number }[], from: number, count: CountLimit, window: number, pace: MemberPace): number {
  let start = from;
  for (const widening of [...wideningsAfter(pace, from), Infinity]) {
    const candidate = Math.max(start, windowFrees(times, capsAt(pace, start)[count], window));
    if (candidate < widening) return candidate;
    start = widening;
  }
  return start;
}

/** Gaps drawn before, beside what they were drawn from: a forecast asks for that of one mark thousands of times. */
const drawnGaps = new WeakMap<object, { memberSeed: string; gapMin: number; gapMax: number; gap: number }>();

/**
 * How long (ms) nothing may leave after a grant: random within the member's gap, drawn from the member's seed and the
 * grant's delivery and attempt, so it is the same whenever it is asked.
 */
export function gapAfter(memberSeed: string, mark: Pick<GrantMark, 'deliveryId' | 'attempt'>, limits: MemberLimits): number {
  const { gapMin, gapMax } = clampLimits(limits);
  const known = drawnGaps.get(mark);
  if (known !== undefined && known.memberSeed === memberSeed && known.gapMin === gapMin && known.gapMax === gapMax) return known.gap;
  const gap = drawInt(gapMin, gapMax, memberSeed, 'gap', mark.deliveryId, mark.attempt);
  drawnGaps.set(mark, { memberSeed, gapMin, gapMax, gap });
  return gap;
}

/** When the gaps after all grants are over. Only grants within the longest gap of the last one can still decide it. */
function gapsEnd(marks: readonly GrantMark[], pace: MemberPace): number {
  const { seed } = pace;
  const limits = clampLimits(pace.limits);
  let end = -Infinity;
  for (let index = marks.length - 1; index >= 0; index -= 1) {
    const mark = marks[index];
    if (!mark || mark.at + limits.gapMax <= end) break;
    end = Math.max(end, mark.at + gapAfter(seed, mark, limits));
  }
  return end;
}

interface Threshold {
  readonly limit: PaceLimit;
  readonly from: number;
}

function latest(thresholds: readonly Threshold[], now: number): Room {
  let binding: Threshold | undefined;
  for (const threshold of thresholds) {
    if (threshold.from > now && (!binding || threshold.from > binding.from)) binding = threshold;
  }
  return binding ? { ok: false, limit: binding.limit, until: binding.from } : { ok: true };
}

/**
 * Whether a member's limits leave room for one more message at `now`: 20 in 24 hours, 80 in 7 days, 12 in an hour, 4 in
 * 10 minutes (or as set), ramp and half limits, and the gap after the grant before. `marks` are all of this member's
 * grants of the last 7 days at least, sorted by time; those proved unsent are not among them.
 */
export function roomNow(marks: readonly GrantMark[], now: number, pace: MemberPace): Room {
  const thresholds: Threshold[] = WINDOW_LIMITS.map((limit) => ({ limit, from: firstRoom(marks, now, limit, WINDOWS[limit], pace) }));
  return latest([...thresholds, { limit: 'gap', from: gapsEnd(marks, pace) }], now);
}

/** The first instant (ms) at or after `from` at which the member's windows and gap allow one more message, if none leaves before. */
export function earliestSend(marks: readonly GrantMark[], from: number, pace: MemberPace): number {
  const room = roomNow(marks, from, pace);
  return room.ok ? from : room.until;
}

/** What is known of a person beside their grants. */
export interface PersonPast {
  /** When a message was last typed by hand to or by this person (ms); undefined when never. */
  readonly lastTypedByHandAt?: number | undefined;
}

/**
 * Whether a person may be written to at `now`: 1 message in 72 hours, 3 in 30 days, and no message typed by hand either
 * way within the quiet days. `marks` are all grants to this person of the last 30 days at least, of every campaign and
 * member, sorted by time.
 */
export function personRoom(marks: readonly GrantMark[], past: PersonPast, now: number, limits: Pick<MemberLimits, 'quietDays'>): Room {
  const quiet = past.lastTypedByHandAt === undefined ? -Infinity : past.lastTypedByHandAt + clampNumber('quietDays', limits.quietDays) * DAY;
  return latest(
    [
      { limit: 'person72h', from: windowFrees(marks, 1, PERSON_SHORT_WINDOW) },
      { limit: 'person30d', from: windowFrees(marks, PERSON_LONG_COUNT, PERSON_LONG_WINDOW) },
      { limit: 'quiet', from: quiet },
    ],
    now,
  );
}

/** Whether one more profile page may be opened at `now`: 20 in 24 hours, or as set. `opened` are earlier openings (ms), sorted. */
export function profilePageRoom(opened: readonly { readonly at: number }[], now: number, pace: MemberPace): Room {
  return latest([{ limit: 'profiles', from: firstRoom(opened, now, 'profiles', DAY, pace) }], now);
}

/* ---- moments in a slot ---------------------------------------------------------------------------------------- */

const FIRST_SEND_FROM = 20 * SECOND;
const FIRST_SEND_TO = 180 * SECOND;

/** When (ms) a campaign's first send of a slot is due: 20 to 180 seconds after the slot opens, drawn for campaign, day and slot. */
export function firstMoment(campaignSeed: string, occurrence: SlotOccurrence): number {
  return occurrence.startsAt + drawInt(FIRST_SEND_FROM, FIRST_SEND_TO, campaignSeed, 'first', occurrenceKey(occurrence));
}
