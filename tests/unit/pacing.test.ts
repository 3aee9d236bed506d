import { describe, expect, test } from 'vitest';

import type { MemberLimits } from '@/lib/domain/member';
import {
  capsAt,
  clampLimits,
  DEFAULT_LIMITS,
  earliestSend,
  firstMoment,
  gapAfter,
  type GrantMark,
  LIMITS,
  marksToRestamp,
  type MemberPace,
  personRoom,
  profilePageRoom,
  roomNow,
  weekOfUse,
} from '@/lib/domain/pacing';
import { DAY, HOUR, MINUTE, SECOND } from '@/lib/domain/zoned-time';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const LONG_AGO = NOW - 365 * DAY;

function pace(limits: Partial<MemberLimits> = {}, change: Partial<MemberPace> = {}): MemberPace {
  return { limits: { ...DEFAULT_LIMITS, ...limits }, seed: 'member', firstUseAt: LONG_AGO, ...change };
}

/** Grants at these times before NOW, to different people, sorted. */
function marks(...ago: number[]): GrantMark[] {
  return ago
    .map((each, index) => ({ at: NOW - each, deliveryId: `d${index}`, contactId: `c${index}`, attempt: 1, memberId: 'm' }))
    .sort((a, b) => a.at - b.at);
}
const every = (count: number, step: number, start = step) => Array.from({ length: count }, (_, index) => start + index * step);

describe('clampLimits', () => {
  test('gives the defaults of the design', () => {
    expect(clampLimits()).toEqual({
      perDay: 20,
      perWeek: 80,
      perTenMinutes: 4,
      perHour: 12,
      gapMin: 90 * SECOND,
      gapMax: 240 * SECOND,
      quietDays: 7,
      profilesPerDay: 20,
      ramp: 'on',
    });
  });

  test.each([
    ['perDay', 1000, 60],
    ['perWeek', Infinity, 300],
    ['perTenMinutes', 9, 8],
    ['perHour', 26, 25],
    ['gapMin', 0, 60 * SECOND],
    ['gapMax', -Infinity, 90 * SECOND],
    ['quietDays', 0, 2],
    ['profilesPerDay', 41, 40],
    ['perDay', 0, 1],
    ['perDay', 7.9, 7],
    ['perDay', Number.NaN, 20],
    ['perDay', '60', 20],
    ['ramp', 'off', 'off'],
    ['ramp', false, 'on'],
  ])('%s %s becomes %s', (key, wanted, expected) => {
    expect(clampLimits({ [key]: wanted })).toMatchObject({ [key]: expected });
  });

  test('the longest gap is never under the shortest', () => {
    expect(clampLimits({ gapMin: 5 * MINUTE })).toMatchObject({ gapMin: 5 * MINUTE, gapMax: 5 * MINUTE });
  });

  test('stored limits beyond the hard ones do not hold either', () => {
    const wild = pace({ perDay: 500, perWeek: 5000, perTenMinutes: 90, perHour: 90, gapMin: 0, gapMax: 0, profilesPerDay: 900 });
    expect(capsAt(wild, NOW)).toEqual({ day: 60, week: 300, tenMinutes: 8, hour: 25, profiles: 40 });
    expect(gapAfter('member', { deliveryId: 'd', attempt: 1 }, wild.limits)).toBe(60 * SECOND);
    expect(personRoom([], { lastTypedByHandAt: NOW - HOUR }, NOW, { quietDays: 0 })).toEqual({ ok: false, limit: 'quiet', until: NOW + 47 * HOUR });
  });
});

describe('counts that hold', () => {
  test.each([
    [0, 5],
    [7 * DAY - 1, 5],
    [7 * DAY, 10],
    [14 * DAY, 15],
    [21 * DAY, 20],
    [28 * DAY - 1, 20],
    [28 * DAY, 60],
  ])('%d ms after first use: %d a day', (since, expected) => {
    expect(capsAt(pace({ perDay: 60 }, { firstUseAt: NOW }), NOW + since).day).toBe(expected);
  });

  test('the ramp never lifts a lower setting, and can be turned off', () => {
    expect(capsAt(pace({ perDay: 3 }, { firstUseAt: NOW }), NOW).day).toBe(3);
    expect(capsAt(pace({ ramp: 'off' }, { firstUseAt: NOW }), NOW).day).toBe(20);
  });

  test('before the first use, and with the clock before it, it is week 1', () => {
    expect(weekOfUse(undefined, NOW)).toBe(1);
    expect(weekOfUse(NOW + DAY, NOW)).toBe(1);
    expect(capsAt({ limits: DEFAULT_LIMITS, seed: 'member' }, NOW).day).toBe(5);
  });

  test('after a warning every count is halved, never under 1, until the day comes', () => {
    const half = pace({ perTenMinutes: 1, perHour: 5 }, { halfUntil: NOW });
    expect(capsAt(half, NOW - 1)).toEqual({ day: 10, week: 40, tenMinutes: 1, hour: 2, profiles: 10 });
    expect(capsAt(half, NOW)).toEqual({ day: 20, week: 80, tenMinutes: 1, hour: 5, profiles: 20 });
    expect(capsAt(pace({}, { firstUseAt: NOW, halfUntil: NOW + DAY }), NOW).day).toBe(2);
  });
});

describe('roomNow', () => {
  const refused = (limit: string, until: number) => ({ ok: false, limit, until });

  test('a member who sent nothing has room', () => {
    expect(roomNow([], NOW, pace())).toEqual({ ok: true });
    expect(earliestSend([], NOW, pace())).toBe(NOW);
  });

  test('four in ten minutes', () => {
    const four = marks(1.5 * MINUTE * 4, 9 * MINUTE, 5 * MINUTE, 8 * MINUTE);
    expect(roomNow(four, NOW, pace())).toEqual(refused('tenMinutes', NOW + MINUTE));
    expect(roomNow(four, NOW + MINUTE - 1, pace())).toEqual(refused('tenMinutes', NOW + MINUTE));
    expect(roomNow(four, NOW + MINUTE, pace())).toEqual({ ok: true });
  });

  test('twelve in an hour', () => {
    const twelve = marks(...every(12, 4.9 * MINUTE));
    expect(roomNow(twelve, NOW, pace())).toEqual(refused('hour', NOW - 12 * 4.9 * MINUTE + HOUR));
  });

  test('twenty in any 24 hours, not in a calendar day', () => {
    const twenty = marks(...every(20, HOUR));
    expect(roomNow(twenty, NOW, pace())).toEqual(refused('day', NOW + 4 * HOUR));
    expect(roomNow(twenty.slice(1), NOW, pace())).toEqual({ ok: true });
    expect(earliestSend(twenty, NOW, pace())).toBe(NOW + 4 * HOUR);
  });

  test('eighty in any 7 days', () => {
    const eighty = marks(...every(80, 2 * HOUR));
    expect(roomNow(eighty, NOW, pace())).toEqual(refused('week', NOW + 8 * HOUR));
  });

  test('of several limits the one that lasts longest is named', () => {
    const both = marks(...every(76, 2 * HOUR, 12 * HOUR), MINUTE * 8, MINUTE * 7, MINUTE * 6, MINUTE * 5);
    expect(roomNow(both, NOW, pace({ perWeek: 79 }))).toMatchObject({ ok: false, limit: 'week' });
  });

  test('a lowered limit counts what was already sent', () => {
    expect(roomNow(marks(...every(15, HOUR)), NOW, pace({ perDay: 10 }))).toEqual(refused('day', NOW - 10 * HOUR + DAY));
  });

  test('the gap after the last grant is drawn for that grant and stays', () => {
    const [last] = marks(10 * SECOND);
    if (!last) throw new Error('no mark');
    const gap = gapAfter('member', last, DEFAULT_LIMITS);
    expect(gap).toBeGreaterThanOrEqual(90 * SECOND);
    expect(gap).toBeLessThanOrEqual(240 * SECOND);
    expect(roomNow([last], NOW, pace())).toEqual(refused('gap', last.at + gap));
    expect(roomNow([last], last.at + gap - 1, pace())).toEqual(refused('gap', last.at + gap));
    expect(roomNow([last], last.at + gap, pace())).toEqual({ ok: true });
    expect(gapAfter('member', { ...last, attempt: 2 }, DEFAULT_LIMITS)).not.toBe(gap);
    expect(gapAfter('other member', last, DEFAULT_LIMITS)).not.toBe(gap);
  });

  test('a grant in the future counts as now', () => {
    const future = marks(-3 * HOUR);
    const room = roomNow(future, NOW, pace());
    expect(room).toMatchObject({ ok: false, limit: 'gap' });
    expect(roomNow(marks(-1 * MINUTE, -2 * MINUTE, -3 * MINUTE, -4 * MINUTE), NOW, pace())).toEqual(refused('tenMinutes', NOW + 11 * MINUTE));
  });

  test('grants in the future can be stamped down to now, so a clock once a year ahead does not block a year', () => {
    const ahead = marks(HOUR, -365 * DAY, -366 * DAY);
    const restamped = marksToRestamp(ahead, NOW);
    expect(restamped.map(({ at, deliveryId }) => [at, deliveryId])).toEqual([
      [NOW, 'd1'],
      [NOW, 'd2'],
    ]);
    expect(earliestSend([...marks(HOUR), ...restamped], NOW, pace())).toBeLessThanOrEqual(NOW + 240 * SECOND);
    expect(marksToRestamp(marks(HOUR, 0), NOW)).toEqual([]);
  });

  test('a wider count that comes first ends the wait', () => {
    // Five sent in the last hours of week 1; week 2 allows ten.
    const five = marks(...every(5, HOUR));
    expect(roomNow(five, NOW, pace({}, { firstUseAt: NOW - 7 * DAY + 2 * HOUR }))).toEqual(refused('day', NOW + 2 * HOUR));
    // Ten of twenty used, halved until in three hours.
    expect(roomNow(marks(...every(10, HOUR)), NOW, pace({}, { halfUntil: NOW + 3 * HOUR }))).toEqual(refused('day', NOW + 3 * HOUR));
  });
});

describe('personRoom', () => {
  const cases: [string, number[], number | undefined, object][] = [
    ['nothing sent', [], undefined, { ok: true }],
    ['one 71 hours ago', [71 * HOUR], undefined, { ok: false, limit: 'person72h', until: NOW + HOUR }],
    ['one exactly 72 hours ago', [72 * HOUR], undefined, { ok: true }],
    ['three in 30 days', [29 * DAY, 20 * DAY, 10 * DAY], undefined, { ok: false, limit: 'person30d', until: NOW + DAY }],
    ['the oldest exactly 30 days ago', [30 * DAY, 20 * DAY, 10 * DAY], undefined, { ok: true }],
    ['a message typed by hand yesterday', [], DAY, { ok: false, limit: 'quiet', until: NOW + 6 * DAY }],
    ['a message typed by hand exactly a week ago', [], 7 * DAY, { ok: true }],
    ['the longest wait is named', [HOUR], DAY, { ok: false, limit: 'quiet', until: NOW + 6 * DAY }],
    ['one with a time in the future', [-5 * HOUR], undefined, { ok: false, limit: 'person72h', until: NOW + 77 * HOUR }],
  ];
  test.each(cases)('%s', (_case, ago, hand, expected) => {
    const past = hand === undefined ? {} : { lastTypedByHandAt: NOW - hand };
    expect(personRoom(marks(...ago), past, NOW, DEFAULT_LIMITS)).toEqual(expected);
  });
});

test('profile pages are counted over 24 hours', () => {
  const opened = marks(...every(20, HOUR));
  expect(profilePageRoom(opened, NOW, pace())).toEqual({ ok: false, limit: 'profiles', until: NOW + 4 * HOUR });
  expect(profilePageRoom(opened.slice(1), NOW, pace())).toEqual({ ok: true });
  expect(profilePageRoom(opened.slice(9), NOW, pace({}, { halfUntil: NOW + HOUR }))).toEqual({ ok: false, limit: 'profiles', until: NOW + HOUR });
});

test('the first send of a slot is 20 to 180 seconds after it opens, the same whenever asked', () => {
  const occurrence = { slotId: 'morning', date: '2026-11-24', startsAt: NOW, endsAt: NOW + 2 * HOUR };
  const moments = Array.from({ length: 300 }, (_, index) => firstMoment(`campaign ${index}`, occurrence) - NOW);
  expect(Math.min(...moments)).toBeGreaterThanOrEqual(20 * SECOND);
  expect(Math.max(...moments)).toBeLessThanOrEqual(180 * SECOND);
  expect(new Set(moments).size).toBeGreaterThan(250);
  expect(firstMoment('campaign', occurrence)).toBe(firstMoment('campaign', { ...occurrence, endsAt: occurrence.endsAt + HOUR }));
  expect(firstMoment('campaign', occurrence)).not.toBe(firstMoment('campaign', { ...occurrence, slotId: 'afternoon' }));
});

test('no default passes its hard limits', () => {
  for (const { byDefault, lowest, highest } of Object.values(LIMITS)) {
    expect(byDefault).toBeGreaterThanOrEqual(lowest);
    expect(byDefault).toBeLessThanOrEqual(highest);
  }
});
