import { language, locale, t } from '@/lib/i18n/index';
import type { Source } from '@/lib/domain/source';
import { addDays, dateAt, DAY, isZone, type CalendarDate, WEEKDAYS, type Weekday } from '@/lib/domain/zoned-time';

/**
 * Numbers, days and times as people read them. Instants are milliseconds; zones are IANA names; calendar days have no zone.
 * Display only: nothing is decided from these texts.
 */
const DATE_STYLES = {
  dateTime: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  dateTimeYear: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  date: { weekday: 'short', day: 'numeric', month: 'short' },
  longDate: { day: 'numeric', month: 'short', year: 'numeric' },
  weekdayShort: { weekday: 'short' },
  weekdayLong: { weekday: 'long' },
  weekdayNarrow: { weekday: 'narrow' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** The format of a style in a zone; UTC where the zone is none. Made once: making one takes longer than using it a hundred times. */
function dateFormat(style: keyof typeof DATE_STYLES, zone: string): Intl.DateTimeFormat {
  const key = `${locale()} ${style} ${zone}`;
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale(), { ...DATE_STYLES[style], timeZone: isZone(zone) ? zone : 'UTC' });
  dateFormats.set(key, known);
  return known;
}

let zoneSeen: { zone: string; at: number } | undefined;
const ZONE_HOLDS_MS = 60_000;

/** Zone of whoever reads the screen; asked again after a minute, since computers travel. */
export function readerZone(): string {
  const at = Date.now();
  if (zoneSeen === undefined || Math.abs(at - zoneSeen.at) > ZONE_HOLDS_MS) zoneSeen = { zone: new Intl.DateTimeFormat().resolvedOptions().timeZone, at };
  return zoneSeen.zone;
}

/** A day further off than this could be taken for one of this year, unless its own is named. */
const YEAR_SAID_FROM = 183 * DAY;

/** 'Tue 24 Nov, 09:05' in a zone; of another year and half a year off, '24 Nov 2025, 09:05'. */
export function formatDateTime(instant: number, zone: string, now: number = Date.now()): string {
  const far = Math.abs(instant - now) > YEAR_SAID_FROM && yearIn(instant, zone) !== yearIn(now, zone);
  return dateFormat(far ? 'dateTimeYear' : 'dateTime', zone).format(instant);
}

function yearIn(instant: number, zone: string): string {
  return dateAt(instant, isZone(zone) ? zone : 'UTC').slice(0, 4);
}

/** '09:05' in a zone. */
export function formatTime(instant: number, zone: string): string {
  return dateFormat('time', zone).format(instant);
}

/** '24 November 2026' of an instant in a zone. */
export function formatDay(instant: number, zone: string): string {
  return dateFormat('day', zone).format(instant);
}

/** 'Tue 24 Nov' of a calendar day. */
export function formatDate(date: CalendarDate): string {
  return dateFormat('date', 'UTC').format(Date.parse(`${date}T00:00:00Z`));
}

/** '24 Nov 2026' of a calendar day. */
export function formatLongDate(date: CalendarDate): string {
  return dateFormat('longDate', 'UTC').format(Date.parse(`${date}T00:00:00Z`));
}

/** '09:05' of a minute of the day. */
export function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/**
 * An instant in the campaign's zone, and in the reader's too when their clocks differ then:
 * 'Tue 24 Nov, 09:00 (Tokyo) · Tue 24 Nov, 01:00 here'.
 */
export function formatBoth(instant: number, zone: string, reader: string = readerZone()): string {
  const there = formatDateTime(instant, zone);
  if (zone === reader) return there;
  const here = formatDateTime(instant, reader);
  return there === here ? there : t('common.twoZones', { there, zone: zoneName(zone), here });
}

/** Short readable name of a zone: 'Europe/Paris' is 'Paris'. */
export function zoneName(zone: string): string {
  return zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
}

/** 'in 5 minutes', '2 hours ago'. */
export function formatRelative(instant: number, now: number): string {
  const seconds = Math.round((instant - now) / 1000);
  const units: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3600], ['minute', 60]];
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(0, 'minute');
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(style: 'decimal' | 'percent'): Intl.NumberFormat {
  const key = `${locale()} ${style}`;
  const known = numberFormats.get(key) ?? new Intl.NumberFormat(locale(), { style, ...(style === 'percent' ? { maximumFractionDigits: 0 } : {}) });
  numberFormats.set(key, known);
  return known;
}

/** '1,234' the way the language writes it. */
export function formatNumber(value: number): string {
  return numberFormat('decimal').format(value);
}

/** '67 %' of a share between 0 and 1. */
export function formatPercent(share: number): string {
  return numberFormat('percent').format(share);
}

/** 'a, b and c'. */
export function formatList(parts: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(parts);
}

const WEEKDAY_STYLES = { short: 'weekdayShort', long: 'weekdayLong', narrow: 'weekdayNarrow' } as const;

/** Name of a weekday, 'Mon' or 'Monday'. */
export function weekdayName(day: Weekday, length: 'short' | 'long' | 'narrow' = 'short'): string {
  // 2024-01-01 was a Monday
  const date = addDays('2024-01-01', WEEKDAYS.indexOf(day));
  return dateFormat(WEEKDAY_STYLES[length], 'UTC').format(Date.parse(`${date}T00:00:00Z`));
}

/** What a source is called: lists and segments by their own name, the standing ones by what they are. */
export function sourceLabel(source: Source): string {
  switch (source.kind) {
    case 'list': case 'segment': return source.name;
    case 'all': return t('editor.sourceAll');
    case 'recent': return t('editor.sourceRecentName', { count: source.days });
  }
}

/** Order of two texts as readers of the chosen language expect it, numbers inside by value. */
export function compareTexts(a: string, b: string): number {
  return collator().compare(a, b);
}

let collation: { code: string; collator: Intl.Collator } | undefined;
function collator(): Intl.Collator {
  if (collation?.code !== language()) collation = { code: language(), collator: new Intl.Collator(locale(), { numeric: true, sensitivity: 'base' }) };
  return collation.collator;
}
