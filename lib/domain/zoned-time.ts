/**
 * From a wall clock to instants and back, in any IANA zone, and arithmetic on calendar days.
 *
 * Everything that decides when something happens goes through this module. It asks `Intl.DateTimeFormat` for true
 * offsets and never uses the machine's own zone. Instants are milliseconds since 1970, wall minutes are minutes of the
 * day (0..1439), days are calendar dates 'YYYY-MM-DD' of the proleptic Gregorian calendar.
 */

/** A calendar day 'YYYY-MM-DD', without zone or time; `isCalendarDate` tells whether a text is one. */
export type CalendarDate = string;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What a clock on the wall shows: `minute` of the day 0..1439, `second` 0..59. */
export interface WallTime {
  readonly date: CalendarDate;
  readonly minute: number;
  readonly second: number;
  readonly weekday: Weekday;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** Twenty-four hours of elapsed time: a rolling window, never a calendar day (those have 23 to 25 hours; see `addDays`). */
export const DAY = 24 * HOUR;

const MINUTES_PER_DAY = 1440;
const MAX_CACHED_DAYS = 8192;

/* ---- calendar days ------------------------------------------------------------------------------------------ */

const dayNumbers = new Map<CalendarDate, number>();
const dayNames = new Map<number, CalendarDate>();

/** A day's number, counted from 1970-01-01; undefined when the text is not a day that exists. */
function parseDay(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const day = Date.parse(`${text}T00:00:00Z`) / DAY;
  return Number.isInteger(day) && new Date(day * DAY).toISOString().startsWith(text) ? day : undefined;
}

function dayNumber(date: CalendarDate): number {
  const known = dayNumbers.get(date);
  if (known !== undefined) return known;
  const day = parseDay(date);
  if (day === undefined) throw new RangeError(`Not a calendar day: ${date}`);
  if (dayNumbers.size >= MAX_CACHED_DAYS) dayNumbers.clear();
  dayNumbers.set(date, day);
  return day;
}

function dayName(day: number): CalendarDate {
  const known = dayNames.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY).toISOString();
  if (text.length !== 24) throw new RangeError(`Outside the years 0000 to 9999: ${text}`);
  const date = text.slice(0, 10);
  if (dayNames.size >= MAX_CACHED_DAYS) dayNames.clear();
  dayNames.set(day, date);
  return date;
}

function weekdayOfNumber(day: number): Weekday {
  // Day 0, 1970-01-01, was a Thursday, the fourth name of the list.
  const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7];
  if (weekday === undefined) throw new RangeError(`Not a day number: ${day}`);
  return weekday;
}

/** Whether a text is a calendar day that exists, written 'YYYY-MM-DD' (2026-02-29 is not). */
export function isCalendarDate(text: string): boolean {
  return dayNumbers.has(text) || parseDay(text) !== undefined;
}

/** The calendar day `days` after (or, when negative, before) a day: fields only, no zone. Throws RangeError on a text that is no day. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dayName(dayNumber(date) + days);
}

/** How many calendar days lie from one day to another; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The day of the week of a calendar day. */
export function weekdayOf(date: CalendarDate): Weekday {
  return weekdayOfNumber(dayNumber(date));
}

/** Order of two calendar days: below 0 when `a` is earlier, 0 when the same, above 0 when later. */
export function compareDates(a: CalendarDate, b: CalendarDate): number {
  return dayNumber(a) - dayNumber(b);
}

/* ---- zones -------------------------------------------------------------------------------------------------- */

/**
 * What is remembered of one zone, all in UTC days: the offset at a day's first instant, the instant of the change inside
 * a day whose two ends differ, and the one offset that holds all around a wall day (null when a change is near).
 */
interface ZoneClock {
  readonly formatter: Intl.DateTimeFormat;
  readonly edges: Map<number, number>;
  readonly changes: Map<number, number>;
  readonly steady: Map<number, number | null>;
}

const clocks = new Map<string, ZoneClock>();

function newClock(zone: string): ZoneClock | undefined {
  // Intl also takes fixed offsets such as '+05:30'; they are no IANA names and know no clock changes.
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  try {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    return { formatter, edges: new Map(), changes: new Map(), steady: new Map() };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function knownClock(zone: string): ZoneClock | undefined {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = newClock(zone);
  if (clock) clocks.set(zone, clock);
  return clock;
}

function clockOf(zone: string): ZoneClock {
  const clock = knownClock(zone);
  if (!clock) throw new RangeError(`Unknown time zone: ${zone}`);
  return clock;
}

/** Whether a text names an IANA zone this browser knows. Empty, unknown and fixed offsets ('+02:00') are not. */
export function isZone(zone: string): boolean {
  return typeof zone === 'string' && knownClock(zone) !== undefined;
}

/** The true offset (wall minus UTC, in milliseconds) at an instant that is a whole second. */
function readOffset(clock: ZoneClock, instant: number): number {
  const [month, day, year, hour, minute, second] = clock.formatter.format(instant).match(/\d+/g) ?? [];
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  if (Number.isNaN(wall)) throw new RangeError(`No wall time for instant ${instant}`);
  return wall - instant;
}

function edgeOffset(clock: ZoneClock, utcDay: number): number {
  const known = clock.edges.get(utcDay);
  if (known !== undefined) return known;
  const offset = readOffset(clock, utcDay * DAY);
  if (clock.edges.size >= MAX_CACHED_DAYS) clock.edges.clear();
  clock.edges.set(utcDay, offset);
  return offset;
}

/** The first instant of the new offset inside a UTC day whose two ends have different offsets. */
function changeIn(clock: ZoneClock, utcDay: number): number {
  const known = clock.changes.get(utcDay);
  if (known !== undefined) return known;
  const before = edgeOffset(clock, utcDay);
  let old = (utcDay * DAY) / SECOND;
  let changed = ((utcDay + 1) * DAY) / SECOND;
  while (changed - old > 1) {
    const middle = Math.floor((old + changed) / 2);
    if (readOffset(clock, middle * SECOND) === before) old = middle;
    else changed = middle;
  }
  clock.changes.set(utcDay, changed * SECOND);
  return changed * SECOND;
}

/** No zone changes its clock twice within one UTC day, so two equal ends mean the offset held all day. */
function offsetAt(clock: ZoneClock, instant: number): number {
  const utcDay = Math.floor(instant / DAY);
  const before = edgeOffset(clock, utcDay);
  const after = edgeOffset(clock, utcDay + 1);
  if (before === after) return before;
  return instant < changeIn(clock, utcDay) ? before : after;
}

/** The offset of every minute of a wall day, or null when a change lies within a day of it. */
function steadyOffset(clock: ZoneClock, day: number): number | null {
  const known = clock.steady.get(day);
  if (known !== undefined) return known;
  const offset = edgeOffset(clock, day);
  const steady = [day - 1, day + 1, day + 2].every((edge) => edgeOffset(clock, edge) === offset) ? offset : null;
  if (clock.steady.size >= MAX_CACHED_DAYS) clock.steady.clear();
  clock.steady.set(day, steady);
  return steady;
}

interface Gap {
  /** The instant at which the clock jumps forward. */
  readonly at: number;
  /** The offset in force until then. */
  readonly before: number;
}

/** The first instant at which the clock shows a wall time, or the gap that swallows it. `wall` is the wall time as if it were UTC. */
function locate(clock: ZoneClock, wall: number): number | Gap {
  const day = Math.floor(wall / DAY);
  const steady = steadyOffset(clock, day);
  if (steady !== null) return wall - steady;
  // Offsets in use around this wall time, the older first: the first candidate that holds is the first occurrence.
  const offsets = [offsetAt(clock, wall - DAY), offsetAt(clock, wall + DAY)];
  const instants = offsets.map((offset) => ({ instant: wall - offset, offset }));
  const shown = instants.filter(({ instant, offset }) => offsetAt(clock, instant) === offset).map(({ instant }) => instant);
  if (shown.length > 0) return Math.min(...shown);
  for (let utcDay = day - 1; utcDay <= day + 1; utcDay += 1) {
    const before = edgeOffset(clock, utcDay);
    const after = edgeOffset(clock, utcDay + 1);
    if (before === after) continue;
    const at = changeIn(clock, utcDay);
    if (at + before <= wall && wall < at + after) return { at, before };
  }
  throw new RangeError(`No instant for wall time ${new Date(wall).toISOString()}`);
}

function wallNumber(date: CalendarDate, minute: number): number {
  if (!Number.isInteger(minute) || minute < 0 || minute >= MINUTES_PER_DAY) throw new RangeError(`Not a minute of the day: ${minute}`);
  return dayNumber(date) * DAY + minute * MINUTE;
}

/**
 * The instant (ms) at which the clocks of a zone show a wall time. A minute in the skipped hour of a clock change moves
 * forward by what was skipped (02:30 becomes 03:30); a minute in the repeated hour is its first occurrence. Throws
 * RangeError on an unknown zone, a day that does not exist or a minute outside 0..1439.
 */
export function instantOf(date: CalendarDate, minute: number, zone: string): number {
  const wall = wallNumber(date, minute);
  const found = locate(clockOf(zone), wall);
  return typeof found === 'number' ? found : wall - found.before;
}

/**
 * The first instant (ms) at which the clocks of a zone show a wall time or a later one of the same jump: as `instantOf`,
 * but a skipped minute is reached at the moment of the jump. This is when a window that ends at that minute closes.
 */
export function instantReached(date: CalendarDate, minute: number, zone: string): number {
  const found = locate(clockOf(zone), wallNumber(date, minute));
  return typeof found === 'number' ? found : found.at;
}

/** The first instant (ms) of a calendar day in a zone, also where midnight is skipped. Throws RangeError as `instantOf`. */
export function startOfDay(date: CalendarDate, zone: string): number {
  return instantReached(date, 0, zone);
}

/** What the clocks of a zone show at an instant (ms). Throws RangeError on an unknown zone. */
export function wallTimeAt(instant: number, zone: string): WallTime {
  const wall = instant + offsetAt(clockOf(zone), instant);
  const day = Math.floor(wall / DAY);
  const rest = wall - day * DAY;
  const minute = Math.floor(rest / MINUTE);
  return { date: dayName(day), minute, second: Math.floor((rest - minute * MINUTE) / SECOND), weekday: weekdayOfNumber(day) };
}

/** The calendar day in a zone at an instant (ms). Throws RangeError on an unknown zone. */
export function dateAt(instant: number, zone: string): CalendarDate {
  const wall = instant + offsetAt(clockOf(zone), instant);
  return dayName(Math.floor(wall / DAY));
}
