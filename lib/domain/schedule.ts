/**
 * A campaign's own calendar: weekly slots in its time zone, and the occurrences they have on real days.
 *
 * Wall time and zone are the truth that is stored; instants (ms) are derived from them each time. A slot is open from
 * its start to its end, the end not included.
 */
import {
  addDays,
  type CalendarDate,
  compareDates,
  dateAt,
  instantOf,
  instantReached,
  isCalendarDate,
  isZone,
  MINUTE,
  type Weekday,
  weekdayOf,
  WEEKDAYS,
} from '@/lib/domain/zoned-time';

/** A weekly window: `start` and `end` are minutes of the day (540 = 09:00), `days` the weekdays it is open. */
export interface Slot {
  readonly id: string;
  readonly days: readonly Weekday[];
  readonly start: number;
  readonly end: number;
}

/** A campaign's calendar. First and last day are themselves included; days to skip have no slot at all. */
export interface Schedule {
  /** IANA name. */
  readonly timeZone: string;
  readonly slots: readonly Slot[];
  /** How many new contacts one slot takes from the source, 1 to 25. */
  readonly cohortSize: number;
  readonly firstDay?: CalendarDate;
  readonly lastDay?: CalendarDate;
  readonly skipDays: readonly CalendarDate[];
}

/** One opening of a slot on one calendar day; `startsAt` and `endsAt` are instants (ms), `endsAt` is always later. */
export interface SlotOccurrence {
  readonly slotId: string;
  readonly date: CalendarDate;
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Slots open no earlier than 07:00 and close no later than 21:00, whatever a setting or an import says. */
export const OPENING_MINUTE = 7 * 60;
export const CLOSING_MINUTE = 21 * 60;
export const MIN_SLOT_MINUTES = 15;
export const MIN_COHORT = 1;
export const MAX_COHORT = 25;

const WORKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];

/** What a new campaign starts with: Monday to Friday, 09:00 to 11:00 and 14:00 to 16:00. */
export const DEFAULT_SLOTS: readonly Slot[] = [
  { id: 'morning', days: WORKDAYS, start: 9 * 60, end: 11 * 60 },
  { id: 'afternoon', days: WORKDAYS, start: 14 * 60, end: 16 * 60 },
];

/* ---- checking ----------------------------------------------------------------------------------------------- */

/** Why a schedule cannot be saved. `slot`, `other` and `index` count from 0 in the schedule's own lists. */
export type ScheduleProblem =
  | { readonly code: 'unknownZone' }
  | { readonly code: 'noSlot' }
  | { readonly code: 'slotIdMissing'; readonly slot: number }
  | { readonly code: 'slotIdTwice'; readonly slot: number; readonly other: number }
  | { readonly code: 'noDays'; readonly slot: number }
  | { readonly code: 'unknownDay'; readonly slot: number }
  | { readonly code: 'slotTimeInvalid'; readonly slot: number }
  | { readonly code: 'slotEndsBeforeStart'; readonly slot: number }
  | { readonly code: 'slotTooShort'; readonly slot: number }
  | { readonly code: 'slotOutsideHours'; readonly slot: number }
  | { readonly code: 'slotsOverlap'; readonly slot: number; readonly other: number }
  | { readonly code: 'cohortOutOfRange' }
  | { readonly code: 'firstDayInvalid' }
  | { readonly code: 'lastDayInvalid' }
  | { readonly code: 'lastDayBeforeFirstDay' }
  | { readonly code: 'skipDayInvalid'; readonly index: number }
  | { readonly code: 'noSlotBetweenDays' };

function isMinute(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 24 * 60;
}

function slotTimeProblem({ start, end }: Slot): 'slotTimeInvalid' | 'slotEndsBeforeStart' | 'slotTooShort' | 'slotOutsideHours' | undefined {
  if (!isMinute(start) || !isMinute(end)) return 'slotTimeInvalid';
  if (end <= start) return 'slotEndsBeforeStart';
  if (end - start < MIN_SLOT_MINUTES) return 'slotTooShort';
  if (start < OPENING_MINUTE || end > CLOSING_MINUTE) return 'slotOutsideHours';
  return undefined;
}

function checkSlot(slot: Slot, index: number): ScheduleProblem[] {
  const problems: ScheduleProblem[] = [];
  if (slot.id === '') problems.push({ code: 'slotIdMissing', slot: index });
  if (slot.days.length === 0) problems.push({ code: 'noDays', slot: index });
  if (slot.days.some((day) => !WEEKDAYS.includes(day))) problems.push({ code: 'unknownDay', slot: index });
  const time = slotTimeProblem(slot);
  if (time) problems.push({ code: time, slot: index });
  return problems;
}

function overlap(a: Slot, b: Slot): boolean {
  return a.start < b.end && b.start < a.end && a.days.some((day) => b.days.includes(day));
}

function checkPair(slots: readonly Slot[], other: number, slot: number): ScheduleProblem[] {
  const [a, b] = [slots[other], slots[slot]];
  if (!a || !b) return [];
  const problems: ScheduleProblem[] = [];
  if (a.id !== '' && a.id === b.id) problems.push({ code: 'slotIdTwice', slot, other });
  if (overlap(a, b)) problems.push({ code: 'slotsOverlap', slot, other });
  return problems;
}

/**
 * Whether a schedule can be saved: everything wrong with it, in the order of its fields, each naming the slot or day
 * concerned (counted from 0). Empty when it can.
 */
export function checkSchedule(schedule: Schedule): ScheduleProblem[] {
  const { slots, firstDay, lastDay } = schedule;
  const problems: ScheduleProblem[] = [];
  if (!isZone(schedule.timeZone)) problems.push({ code: 'unknownZone' });
  if (slots.length === 0) problems.push({ code: 'noSlot' });
  slots.forEach((slot, index) => {
    problems.push(...checkSlot(slot, index));
    for (let other = 0; other < index; other += 1) problems.push(...checkPair(slots, other, index));
  });
  const { cohortSize } = schedule;
  if (!Number.isInteger(cohortSize) || cohortSize < MIN_COHORT || cohortSize > MAX_COHORT) problems.push({ code: 'cohortOutOfRange' });
  if (firstDay !== undefined && !isCalendarDate(firstDay)) problems.push({ code: 'firstDayInvalid' });
  if (lastDay !== undefined && !isCalendarDate(lastDay)) problems.push({ code: 'lastDayInvalid' });
  schedule.skipDays.forEach((day, index) => {
    if (!isCalendarDate(day)) problems.push({ code: 'skipDayInvalid', index });
  });
  if (firstDay !== undefined && lastDay !== undefined && isCalendarDate(firstDay) && isCalendarDate(lastDay)) {
    if (compareDates(lastDay, firstDay) < 0) problems.push({ code: 'lastDayBeforeFirstDay' });
    else if (problems.length === 0 && !nextSlotAfter(schedule, -Infinity)) problems.push({ code: 'noSlotBetweenDays' });
  }
  return problems;
}

/* ---- occurrences -------------------------------------------------------------------------------------------- */

/**
 * When one slot opens and closes on a calendar day, looking only at its two wall times: a start in a skipped hour moves
 * forward, one in a repeated hour is the first; an end in a skipped hour is the moment of the jump. Undefined when
 * nothing is left of it: the whole window is skipped, or the day does not exist in that zone.
 */
export function occurrenceOf(slot: Slot, date: CalendarDate, zone: string): SlotOccurrence | undefined {
  const startsAt = instantOf(date, slot.start, zone);
  const endsAt = instantReached(date, slot.end, zone);
  if (endsAt <= startsAt) return undefined;
  return { slotId: slot.id, date, startsAt, endsAt };
}

function isOpenDay(schedule: Schedule, date: CalendarDate): boolean {
  if (schedule.firstDay !== undefined && compareDates(date, schedule.firstDay) < 0) return false;
  if (schedule.lastDay !== undefined && compareDates(date, schedule.lastDay) > 0) return false;
  return !schedule.skipDays.includes(date);
}

/**
 * All openings of a schedule on one calendar day of its zone, in the order they start. None before the first day, after
 * the last day, on a day to skip or with an unknown zone; a slot with impossible times or outside the permitted hours
 * never opens, however it came into the schedule.
 */
export function slotsOn(schedule: Schedule, date: CalendarDate): SlotOccurrence[] {
  if (!isZone(schedule.timeZone) || !isOpenDay(schedule, date)) return [];
  const weekday = weekdayOf(date);
  const occurrences: SlotOccurrence[] = [];
  for (const slot of schedule.slots) {
    if (!slot.days.includes(weekday) || slotTimeProblem(slot)) continue;
    const occurrence = occurrenceOf(slot, date, schedule.timeZone);
    if (occurrence) occurrences.push(occurrence);
  }
  return occurrences.length > 1 ? occurrences.sort((a, b) => a.startsAt - b.startsAt) : occurrences;
}

/** What bounds a search for slots beside the schedule itself. */
export interface SlotSearch {
  /** No slot before this day. For a campaign: the day after the day it was first made active, stored as a calendar day. */
  readonly notBefore?: CalendarDate | undefined;
  /** Openings already run (`occurrenceKey`), which no edit of zone or hours runs again. */
  readonly ran?: ReadonlySet<string> | undefined;
}

/**
 * The slot that is open at an instant (ms): started, not yet over, and within the bounds of the search. With
 * `startedAfter` (ms) one that was open already then is left out: a campaign switched on again, or whose hours were just
 * edited, joins at the next slot that starts. Undefined when none is open.
 */
export function slotAt(schedule: Schedule, instant: number, search: SlotSearch & { readonly startedAfter?: number | undefined } = {}): SlotOccurrence | undefined {
  if (!isZone(schedule.timeZone)) return undefined;
  const date = dateAt(instant, schedule.timeZone);
  if (search.notBefore !== undefined && compareDates(date, search.notBefore) < 0) return undefined;
  const open = slotsOn(schedule, date).find(({ startsAt, endsAt }) => startsAt <= instant && instant < endsAt);
  if (!open || open.startsAt <= (search.startedAfter ?? -Infinity) || search.ran?.has(occurrenceKey(open))) return undefined;
  return open;
}

function laterOf(a: CalendarDate, b: CalendarDate | undefined): CalendarDate {
  return b !== undefined && compareDates(b, a) > 0 ? b : a;
}

function firstSearchDay(schedule: Schedule, instant: number, search: SlotSearch): CalendarDate {
  const from = instant === -Infinity ? (schedule.firstDay ?? '1970-01-01') : dateAt(instant, schedule.timeZone);
  return laterOf(laterOf(from, schedule.firstDay), search.notBefore);
}

/** Every weekday comes round in seven days; only days to skip, openings already run and a day a zone leaves out can take one away. */
function searchDays(schedule: Schedule, search: SlotSearch): number {
  return 7 * (schedule.skipDays.length + (search.ran?.size ?? 0) + 2);
}

/**
 * The first slot that starts after an instant (ms; one that starts at that very instant is not after it), within first
 * and last day, past the days to skip and the bounds of the search. Undefined when there is none, or the zone is unknown.
 */
export function nextSlotAfter(schedule: Schedule, instant: number, search: SlotSearch = {}): SlotOccurrence | undefined {
  if (!isZone(schedule.timeZone) || schedule.slots.length === 0) return undefined;
  let date = firstSearchDay(schedule, instant, search);
  for (let left = searchDays(schedule, search); left > 0; left -= 1) {
    if (schedule.lastDay !== undefined && compareDates(date, schedule.lastDay) > 0) return undefined;
    const found = slotsOn(schedule, date).find((occurrence) => occurrence.startsAt > instant && !search.ran?.has(occurrenceKey(occurrence)));
    if (found) return found;
    date = addDays(date, 1);
  }
  return undefined;
}

/** All slots that start at or after `from` and before `to` (ms), in order, within the bounds of the search. */
export function slotsBetween(schedule: Schedule, from: number, to: number, search: SlotSearch = {}): SlotOccurrence[] {
  if (!isZone(schedule.timeZone) || from >= to) return [];
  const last = dateAt(to, schedule.timeZone);
  const found: SlotOccurrence[] = [];
  for (let date = firstSearchDay(schedule, from, search); compareDates(date, last) <= 0; date = addDays(date, 1)) {
    for (const occurrence of slotsOn(schedule, date)) {
      if (occurrence.startsAt < from || occurrence.startsAt >= to || search.ran?.has(occurrenceKey(occurrence))) continue;
      found.push(occurrence);
    }
  }
  return found;
}

/* ---- running ------------------------------------------------------------------------------------------------ */

/** A slot may start late, up to this long before its end. */
export const LATE_START_MARGIN = 15 * MINUTE;
/** However short the slot is, a start within this long of its opening is no late start: alarms ring late. */
export const ON_TIME_GRACE = 5 * MINUTE;

/** The last instant (ms) at which a slot may still begin its run; after it the slot is missed. */
export function latestStart({ startsAt, endsAt }: SlotOccurrence): number {
  return Math.max(endsAt - LATE_START_MARGIN, Math.min(startsAt + ON_TIME_GRACE, endsAt - 1));
}

/** What one opening is remembered by: its slot and its calendar day, so that no slot runs twice on one day whatever is edited. */
export function occurrenceKey(occurrence: Pick<SlotOccurrence, 'slotId' | 'date'>): string {
  return `${occurrence.date}/${occurrence.slotId}`;
}

/** The day from which slots may run: the day after the campaign was first made active, or its first day if that is later. */
export function firstRunDay(dayZero: CalendarDate, schedule: Pick<Schedule, 'firstDay'>): CalendarDate {
  return laterOf(addDays(dayZero, 1), schedule.firstDay);
}

/**
 * Whether an edit changed when slots are open (zone, slot ids, days or times), which ends an open run. Order of slots
 * and of days does not count; cohort size and first, last and skipped days do not either.
 */
export function windowsChanged(before: Schedule, after: Schedule): boolean {
  return windowsText(before) !== windowsText(after);
}

function windowsText({ timeZone, slots }: Schedule): string {
  const lines = slots.map(({ id, days, start, end }) => JSON.stringify([id, WEEKDAYS.filter((day) => days.includes(day)), start, end]));
  return JSON.stringify([timeZone, lines.sort()]);
}

/** Whether the last day has passed at an instant (ms), in the schedule's zone. False without a last day or with an unknown zone. */
export function isOver(schedule: Schedule, instant: number): boolean {
  if (schedule.lastDay === undefined || !isZone(schedule.timeZone)) return false;
  return compareDates(dateAt(instant, schedule.timeZone), schedule.lastDay) > 0;
}
