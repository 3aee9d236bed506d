import { describe, expect, test } from 'vitest';

import {
  addDays,
  compareDates,
  dateAt,
  daysBetween,
  instantOf,
  instantReached,
  isCalendarDate,
  isZone,
  startOfDay,
  wallTimeAt,
  weekdayOf,
} from '@/lib/domain/zoned-time';

const at = (text: string) => Date.parse(text);
const clock = (text: string) => {
  const [hour, minute] = text.split(':').map(Number);
  return (hour ?? NaN) * 60 + (minute ?? NaN);
};

describe('instantOf', () => {
  test.each([
    ['an ordinary winter day', '2026-01-15', '09:00', 'Europe/Berlin', '2026-01-15T08:00:00Z'],
    ['an ordinary summer day', '2026-07-15', '09:00', 'Europe/Berlin', '2026-07-15T07:00:00Z'],
    ['a zone with a half hour', '2026-07-15', '09:00', 'Asia/Kolkata', '2026-07-15T03:30:00Z'],
    ['a zone with 45 minutes', '2026-07-15', '09:00', 'Asia/Kathmandu', '2026-07-15T03:15:00Z'],
    ['the minute before the skipped hour', '2026-03-29', '01:59', 'Europe/Berlin', '2026-03-29T00:59:00Z'],
    ['a skipped minute moves forward', '2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['the first minute after the skipped hour', '2026-03-29', '03:00', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['a repeated minute is the first one', '2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['the first minute after the repeated hour', '2026-10-25', '03:00', 'Europe/Berlin', '2026-10-25T02:00:00Z'],
    ['a skipped minute in New York', '2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['a repeated minute in New York', '2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['hours before the change in New York', '2026-03-08', '00:30', 'America/New_York', '2026-03-08T05:30:00Z'],
    ['half an hour skipped on Lord Howe', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
    ['half an hour repeated on Lord Howe', '2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z'],
    ['a midnight that is skipped in Cairo', '2026-04-24', '00:00', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
    ['a whole day that Apia left out', '2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T22:00:00Z'],
  ])('%s', (_case, date, time, zone, expected) => {
    expect(new Date(instantOf(date, clock(time), zone)).toISOString()).toBe(new Date(at(expected)).toISOString());
  });

  test('refuses what is no wall time or no zone', () => {
    expect(() => instantOf('2026-02-29', 540, 'Europe/Berlin')).toThrow(RangeError);
    expect(() => instantOf('2026-02-28', 1440, 'Europe/Berlin')).toThrow(RangeError);
    expect(() => instantOf('2026-02-28', -1, 'Europe/Berlin')).toThrow(RangeError);
    expect(() => instantOf('2026-02-28', 540.5, 'Europe/Berlin')).toThrow(RangeError);
    expect(() => instantOf('2026-02-28', 540, 'Europe/Atlantis')).toThrow(RangeError);
  });
});

test('a skipped minute is reached at the moment of the jump', () => {
  expect(instantReached('2026-03-29', clock('02:30'), 'Europe/Berlin')).toBe(at('2026-03-29T01:00:00Z'));
  expect(instantReached('2026-10-25', clock('02:30'), 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'));
  expect(instantReached('2011-12-30', clock('12:00'), 'Pacific/Apia')).toBe(at('2011-12-30T10:00:00Z'));
});

test('a day starts at its first instant, also where midnight is skipped', () => {
  expect(startOfDay('2026-07-15', 'Europe/Berlin')).toBe(at('2026-07-14T22:00:00Z'));
  expect(startOfDay('2026-04-24', 'Africa/Cairo')).toBe(at('2026-04-23T22:00:00Z'));
  expect(startOfDay('2011-12-30', 'Pacific/Apia')).toBe(startOfDay('2011-12-31', 'Pacific/Apia'));
});

describe('wallTimeAt', () => {
  test.each([
    ['2026-03-29T00:59:59.999Z', 'Europe/Berlin', '2026-03-29', '01:59', 59, 'sun'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29', '03:00', 0, 'sun'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25', '02:30', 0, 'sun'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25', '02:30', 0, 'sun'],
    ['2026-12-31T23:30:07Z', 'Asia/Kolkata', '2027-01-01', '05:00', 7, 'fri'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31', '00:00', 0, 'sat'],
    ['1969-12-31T23:59:58Z', 'UTC', '1969-12-31', '23:59', 58, 'wed'],
  ])('%s in %s', (instant, zone, date, time, second, weekday) => {
    expect(wallTimeAt(at(instant), zone)).toEqual({ date, minute: clock(time), second, weekday });
    expect(dateAt(at(instant), zone)).toBe(date);
  });

  test('refuses an unknown zone', () => {
    expect(() => wallTimeAt(0, '')).toThrow(RangeError);
    expect(() => dateAt(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Asia/Calcutta', true],
  ['Etc/GMT+5', true],
  ['', false],
  ['Europe/Atlantis', false],
  ['+02:00', false],
  ['GMT+2', false],
  [' Europe/Berlin', false],
])('isZone(%j) is %s', (zone, expected) => {
  expect(isZone(zone)).toBe(expected);
});

test.each([
  ['2026-02-28', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['2026-1-1', false],
  ['2026-01-01T00:00', false],
  ['', false],
])('isCalendarDate(%j) is %s', (text, expected) => {
  expect(isCalendarDate(text)).toBe(expected);
});

test('days are counted on the calendar', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(addDays('2026-03-28', 1)).toBe('2026-03-29');
  expect(addDays('1970-01-01', -1)).toBe('1969-12-31');
  expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365);
  expect(daysBetween('2026-03-02', '2026-02-28')).toBe(-2);
  expect(compareDates('2026-02-28', '2026-03-01')).toBeLessThan(0);
  expect(compareDates('2026-03-01', '2026-02-28')).toBeGreaterThan(0);
  expect(compareDates('2026-03-01', '2026-03-01')).toBe(0);
  expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
});

test.each([
  ['2026-11-23', 'mon'],
  ['2026-11-24', 'tue'],
  ['2026-11-29', 'sun'],
  ['1970-01-01', 'thu'],
  ['1969-12-28', 'sun'],
])('%s is a %s', (date, weekday) => {
  expect(weekdayOf(date)).toBe(weekday);
});
