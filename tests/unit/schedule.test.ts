import { describe, expect, test } from 'vitest';

import {
  checkSchedule,
  DEFAULT_SLOTS,
  firstRunDay,
  isOver,
  latestStart,
  nextSlotAfter,
  occurrenceKey,
  occurrenceOf,
  type Schedule,
  type ScheduleProblem,
  type Slot,
  slotAt,
  slotsBetween,
  slotsOn,
  windowsChanged,
} from '@/lib/domain/schedule';
import { wallTimeAt } from '@/lib/domain/zoned-time';

const at = (text: string) => Date.parse(text);
const berlin: Schedule = { timeZone: 'Europe/Berlin', slots: DEFAULT_SLOTS, cohortSize: 5, skipDays: [] };
const slot = (change: Partial<Slot>): Slot => ({ id: 'a', days: ['mon'], start: 540, end: 600, ...change });
const shown = (occurrence: { startsAt: number; endsAt: number } | undefined) =>
  occurrence && [new Date(occurrence.startsAt).toISOString(), new Date(occurrence.endsAt).toISOString()];

describe('checkSchedule', () => {
  const cases: [string, Partial<Schedule>, ScheduleProblem[]][] = [
    ['the default', {}, []],
    ['an unknown zone', { timeZone: 'Europe/Atlantis' }, [{ code: 'unknownZone' }]],
    ['no zone', { timeZone: '' }, [{ code: 'unknownZone' }]],
    ['no slot', { slots: [] }, [{ code: 'noSlot' }]],
    ['no days', { slots: [slot({ days: [] })] }, [{ code: 'noDays', slot: 0 }]],
    ['fourteen minutes', { slots: [slot({ end: 554 })] }, [{ code: 'slotTooShort', slot: 0 }]],
    ['fifteen minutes', { slots: [slot({ end: 555 })] }, []],
    ['an end before the start', { slots: [slot({ end: 500 })] }, [{ code: 'slotEndsBeforeStart', slot: 0 }]],
    ['a time that is no minute', { slots: [slot({ start: 540.5 })] }, [{ code: 'slotTimeInvalid', slot: 0 }]],
    ['before seven', { slots: [slot({ start: 419 })] }, [{ code: 'slotOutsideHours', slot: 0 }]],
    ['after nine in the evening', { slots: [slot({ end: 1261 })] }, [{ code: 'slotOutsideHours', slot: 0 }]],
    ['from seven to nine in the evening', { slots: [slot({ start: 420, end: 1260 })] }, []],
    ['an empty id', { slots: [slot({ id: '' })] }, [{ code: 'slotIdMissing', slot: 0 }]],
    [
      'an id used twice',
      { slots: [slot({}), slot({ start: 700, end: 730 })] },
      [{ code: 'slotIdTwice', slot: 1, other: 0 }],
    ],
    [
      'two slots of one day that overlap',
      { slots: [slot({}), slot({ id: 'b', start: 599, end: 700 })] },
      [{ code: 'slotsOverlap', slot: 1, other: 0 }],
    ],
    ['two slots that touch', { slots: [slot({}), slot({ id: 'b', start: 600, end: 700 })] }, []],
    ['the same hours on different days', { slots: [slot({}), slot({ id: 'b', days: ['tue'] })] }, []],
    ['no cohort', { cohortSize: 0 }, [{ code: 'cohortOutOfRange' }]],
    ['a cohort of 26', { cohortSize: 26 }, [{ code: 'cohortOutOfRange' }]],
    ['half a person', { cohortSize: 2.5 }, [{ code: 'cohortOutOfRange' }]],
    ['a first day that does not exist', { firstDay: '2026-02-30' }, [{ code: 'firstDayInvalid' }]],
    ['a last day that does not exist', { lastDay: 'soon' }, [{ code: 'lastDayInvalid' }]],
    ['a last day before the first', { firstDay: '2026-05-02', lastDay: '2026-05-01' }, [{ code: 'lastDayBeforeFirstDay' }]],
    ['a weekend only', { firstDay: '2026-05-02', lastDay: '2026-05-03' }, [{ code: 'noSlotBetweenDays' }]],
    ['one working day', { firstDay: '2026-05-04', lastDay: '2026-05-04' }, []],
    [
      'one working day, skipped',
      { firstDay: '2026-05-04', lastDay: '2026-05-04', skipDays: ['2026-05-04'] },
      [{ code: 'noSlotBetweenDays' }],
    ],
    ['a day to skip that does not exist', { skipDays: ['2026-05-01', '1 May'] }, [{ code: 'skipDayInvalid', index: 1 }]],
    [
      'several faults at once',
      { timeZone: 'x', slots: [slot({}), slot({ id: 'b', days: [], end: 541 })], cohortSize: 99 },
      [{ code: 'unknownZone' }, { code: 'noDays', slot: 1 }, { code: 'slotTooShort', slot: 1 }, { code: 'cohortOutOfRange' }],
    ],
  ];
  test.each(cases)('%s', (_case, change, expected) => {
    expect(checkSchedule({ ...berlin, ...change })).toEqual(expected);
  });
});

describe('slots on a day', () => {
  test('open at their wall times, winter and summer', () => {
    expect(slotsOn(berlin, '2026-01-15').map(shown)).toEqual([
      ['2026-01-15T08:00:00.000Z', '2026-01-15T10:00:00.000Z'],
      ['2026-01-15T13:00:00.000Z', '2026-01-15T15:00:00.000Z'],
    ]);
    expect(slotsOn(berlin, '2026-07-15').map(shown)[0]).toEqual(['2026-07-15T07:00:00.000Z', '2026-07-15T09:00:00.000Z']);
  });

  test('come in the order they start, whatever order they are stored in', () => {
    const slots = [slot({ id: 'late', start: 900, end: 960 }), slot({ id: 'early' })];
    expect(slotsOn({ ...berlin, slots }, '2026-05-04').map(({ slotId }) => slotId)).toEqual(['early', 'late']);
  });

  test('are none on other weekdays, days to skip, before the first day and after the last', () => {
    const bounded: Schedule = { ...berlin, firstDay: '2026-05-05', lastDay: '2026-05-07', skipDays: ['2026-05-06'] };
    const open = ['2026-05-02', '2026-05-04', '2026-05-05', '2026-05-06', '2026-05-07', '2026-05-08'].filter((day) => slotsOn(bounded, day).length > 0);
    expect(open).toEqual(['2026-05-05', '2026-05-07']);
  });

  test('are none in an unknown zone or outside the permitted hours', () => {
    expect(slotsOn({ ...berlin, timeZone: 'Nowhere' }, '2026-05-04')).toEqual([]);
    expect(slotsOn({ ...berlin, timeZone: '' }, '2026-05-04')).toEqual([]);
    expect(slotsOn({ ...berlin, slots: [slot({ start: 180, end: 240 }), slot({ id: 'b', start: 1300, end: 1500 })] }, '2026-05-04')).toEqual([]);
  });

  test('lose what a clock change takes and never end before they start', () => {
    const opening = (start: number, end: number, date: string) => shown(occurrenceOf(slot({ start, end }), date, 'Europe/Berlin'));
    // 02:00 to 03:00 does not exist on 29 March; 02:00 to 03:00 comes twice on 25 October.
    expect(opening(60, 240, '2026-03-29')).toEqual(['2026-03-29T00:00:00.000Z', '2026-03-29T02:00:00.000Z']);
    expect(opening(150, 240, '2026-03-29')).toEqual(['2026-03-29T01:30:00.000Z', '2026-03-29T02:00:00.000Z']);
    expect(opening(60, 150, '2026-03-29')).toEqual(['2026-03-29T00:00:00.000Z', '2026-03-29T01:00:00.000Z']);
    expect(opening(125, 155, '2026-03-29')).toBeUndefined();
    expect(opening(150, 240, '2026-10-25')).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T03:00:00.000Z']);
    expect(opening(60, 150, '2026-10-25')).toEqual(['2026-10-24T23:00:00.000Z', '2026-10-25T00:30:00.000Z']);
  });

  test('are none on a day the zone left out', () => {
    const apia: Schedule = { ...berlin, timeZone: 'Pacific/Apia' };
    expect(slotsOn(apia, '2011-12-29')).toHaveLength(2);
    expect(slotsOn(apia, '2011-12-30')).toEqual([]);
    expect(nextSlotAfter(apia, at('2011-12-30T09:00:00Z'))?.date).toBe('2012-01-02');
  });
});

describe('slotAt', () => {
  test.each([
    ['2026-05-04T06:59:59.999Z', undefined],
    ['2026-05-04T07:00:00Z', 'morning'],
    ['2026-05-04T08:59:59.999Z', 'morning'],
    ['2026-05-04T09:00:00Z', undefined],
    ['2026-05-04T12:00:00Z', 'afternoon'],
    ['2026-05-03T07:30:00Z', undefined],
  ])('at %s', (instant, expected) => {
    expect(slotAt(berlin, at(instant))?.slotId).toBe(expected);
  });

  test('uses the zone of the campaign for the date', () => {
    const auckland: Schedule = { ...berlin, timeZone: 'Pacific/Auckland', slots: [slot({ days: ['mon'] })] };
    // Monday 09:30 in Auckland is still Sunday in UTC.
    expect(slotAt(auckland, at('2026-05-03T21:30:00Z'))?.date).toBe('2026-05-04');
  });

  test('two slots that touch: the later one is open at the boundary', () => {
    const slots = [slot({ id: 'a', start: 540, end: 600 }), slot({ id: 'b', start: 600, end: 660 })];
    expect(slotAt({ ...berlin, slots }, at('2026-05-04T08:00:00Z'))?.slotId).toBe('b');
  });
});

test('slotAt leaves out what day 0, an earlier run or a late switch-on excludes', () => {
  const instant = at('2026-05-04T07:30:00Z');
  const open = (search: object) => slotAt(berlin, instant, search)?.slotId;
  expect(open({ notBefore: '2026-05-04' })).toBe('morning');
  expect(open({ notBefore: '2026-05-05' })).toBeUndefined();
  expect(open({ ran: new Set(['2026-05-04/afternoon']) })).toBe('morning');
  expect(open({ ran: new Set(['2026-05-04/morning']) })).toBeUndefined();
  expect(open({ startedAfter: at('2026-05-04T06:59:59.999Z') })).toBe('morning');
  expect(open({ startedAfter: at('2026-05-04T07:00:00Z') })).toBeUndefined();
});

describe('nextSlotAfter', () => {
  const next = (instant: string, change: Partial<Schedule> = {}, search = {}) => {
    const found = nextSlotAfter({ ...berlin, ...change }, at(instant), search);
    return found && occurrenceKey(found);
  };

  test('is the next that starts, not the one that starts now', () => {
    expect(next('2026-05-04T06:59:59Z')).toBe('2026-05-04/morning');
    expect(next('2026-05-04T07:00:00Z')).toBe('2026-05-04/afternoon');
    expect(next('2026-05-04T12:30:00Z')).toBe('2026-05-05/morning');
    expect(next('2026-05-08T12:30:00Z')).toBe('2026-05-11/morning');
  });

  test('runs no slot of day 0', () => {
    expect(next('2026-05-04T05:00:00Z', {}, { notBefore: firstRunDay('2026-05-04', berlin) })).toBe('2026-05-05/morning');
    expect(firstRunDay('2026-05-04', { firstDay: '2026-05-20' })).toBe('2026-05-20');
    expect(firstRunDay('2026-05-04', { firstDay: '2026-05-01' })).toBe('2026-05-05');
  });

  test('honours first day, last day and days to skip', () => {
    expect(next('2026-05-04T05:00:00Z', { firstDay: '2026-05-09' })).toBe('2026-05-11/morning');
    expect(next('2026-05-04T05:00:00Z', { skipDays: ['2026-05-04', '2026-05-05'] })).toBe('2026-05-06/morning');
    expect(next('2026-05-04T12:30:00Z', { lastDay: '2026-05-04' })).toBeUndefined();
    expect(next('2026-05-04T05:00:00Z', { firstDay: '2031-05-05' })).toBe('2031-05-05/morning');
  });

  test('finds a weekly slot behind many skipped weeks', () => {
    const skipDays = Array.from({ length: 60 }, (_, week) => new Date(at('2026-05-04T00:00:00Z') + week * 7 * 86_400_000).toISOString().slice(0, 10));
    expect(next('2026-05-04T05:00:00Z', { slots: [slot({})], skipDays })).toBe('2027-06-28/a');
  });

  test('never runs an opening again, whatever the edit', () => {
    const ran = new Set(['2026-05-04/morning']);
    expect(next('2026-05-04T05:00:00Z', {}, { ran })).toBe('2026-05-04/afternoon');
    // Moved from Berlin to New York after the morning ran: 09:00 comes again six hours later, the slot does not.
    expect(next('2026-05-04T09:30:00Z', { timeZone: 'America/New_York' }, { ran })).toBe('2026-05-04/afternoon');
  });

  test('is none without slots, with slots that never open, or in an unknown zone', () => {
    expect(next('2026-05-04T05:00:00Z', { slots: [] })).toBeUndefined();
    expect(next('2026-05-04T05:00:00Z', { slots: [slot({ days: [] })] })).toBeUndefined();
    expect(next('2026-05-04T05:00:00Z', { timeZone: 'Nowhere' })).toBeUndefined();
  });

  test('crosses a clock change at the same wall time', () => {
    const found = nextSlotAfter(berlin, at('2026-03-27T15:00:00Z'));
    expect(found && wallTimeAt(found.startsAt, 'Europe/Berlin')).toMatchObject({ date: '2026-03-30', minute: 540 });
    expect(shown(found)?.[0]).toBe('2026-03-30T07:00:00.000Z');
  });
});

test('slotsBetween lists every start in the span, its end not included', () => {
  const between = (from: string, to: string, search = {}) => slotsBetween(berlin, at(from), at(to), search).map(occurrenceKey);
  expect(between('2026-05-08T07:00:00Z', '2026-05-11T12:00:00Z')).toEqual(['2026-05-08/morning', '2026-05-08/afternoon', '2026-05-11/morning']);
  expect(between('2026-05-08T07:00:01Z', '2026-05-11T12:00:01Z')).toEqual(['2026-05-08/afternoon', '2026-05-11/morning', '2026-05-11/afternoon']);
  expect(between('2026-05-08T05:00:00Z', '2026-05-12T05:00:00Z', { notBefore: '2026-05-09' })).toEqual(['2026-05-11/morning', '2026-05-11/afternoon']);
  expect(between('2026-05-08T05:00:00Z', '2026-05-08T05:00:00Z')).toEqual([]);
});

test('a slot may start late until 15 minutes before its end, and a short one within five minutes', () => {
  const [morning] = slotsOn(berlin, '2026-05-04');
  expect(morning && latestStart(morning)).toBe(at('2026-05-04T08:45:00Z'));
  const short = occurrenceOf(slot({ start: 540, end: 555 }), '2026-05-04', 'Europe/Berlin');
  expect(short && latestStart(short)).toBe(at('2026-05-04T07:05:00Z'));
});

test('only zone, slot days and slot times change the windows', () => {
  const reordered = { ...berlin, slots: [...DEFAULT_SLOTS].reverse().map((each) => ({ ...each, days: [...each.days].reverse() })) };
  expect(windowsChanged(berlin, reordered)).toBe(false);
  expect(windowsChanged(berlin, { ...berlin, cohortSize: 9, lastDay: '2030-01-01', skipDays: ['2026-05-04'] })).toBe(false);
  expect(windowsChanged(berlin, { ...berlin, timeZone: 'Europe/Paris' })).toBe(true);
  expect(windowsChanged(berlin, { ...berlin, slots: DEFAULT_SLOTS.slice(1) })).toBe(true);
  expect(windowsChanged(berlin, { ...berlin, slots: DEFAULT_SLOTS.map((each) => ({ ...each, end: each.end + 5 })) })).toBe(true);
});

test('a schedule is over the day after its last day, in its own zone', () => {
  const ends: Schedule = { ...berlin, lastDay: '2026-05-04' };
  expect(isOver(ends, at('2026-05-04T21:59:59Z'))).toBe(false);
  expect(isOver(ends, at('2026-05-04T22:00:00Z'))).toBe(true);
  expect(isOver(berlin, at('2036-05-04T22:00:00Z'))).toBe(false);
});
