import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test } from 'vitest';

import {
  nextSlotAfter,
  occurrenceKey,
  occurrenceOf,
  type Schedule,
  type Slot,
  type SlotOccurrence,
  slotAt,
  slotsBetween,
  slotsOn,
} from '@/lib/domain/schedule';
import { addDays, instantOf, instantReached, startOfDay, wallTimeAt, WEEKDAYS, weekdayOf } from '@/lib/domain/zoned-time';

// The oracle: the Temporal proposal's polyfill, which shares no code with the module under test.

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
/** Under a further zone of the process one case in so many is drawn. */
const SHARE = Number(process.env['PROPERTY_SHARE'] ?? 1);
const FROM = Date.UTC(2024, 0, 1);
const TO = Date.UTC(2031, 0, 1);
const DAYS = (TO - FROM) / 86_400_000;

interface Change {
  zone: string;
  /** The first instant of the new offset. */
  at: number;
  /** Minutes; the wall clock jumps by the difference. */
  before: number;
  after: number;
}

function changesOf(zone: string): Change[] {
  const changes: Change[] = [];
  let here = Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(zone);
  for (;;) {
    const next = here.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds >= TO) return changes;
    changes.push({ zone, at: next.epochMilliseconds, before: here.offsetNanoseconds / 6e10, after: next.offsetNanoseconds / 6e10 });
    here = next;
  }
}

let changes: Change[] = [];
beforeAll(() => {
  changes = ZONES.flatMap(changesOf);
});

function plain(date: string, minute: number): Temporal.PlainDateTime {
  return Temporal.PlainDate.from(date).toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
}

function oracleInstant(date: string, minute: number, zone: string): number {
  return plain(date, minute).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

function kindOf(date: string, minute: number, zone: string): 'skipped' | 'repeated' | 'ordinary' {
  const wall = plain(date, minute);
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return 'ordinary';
  return earlier.toPlainDateTime().equals(wall) ? 'repeated' : 'skipped';
}

function oracleWall(instant: number, zone: string) {
  const shown = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return {
    date: shown.toPlainDate().toString(),
    minute: shown.hour * 60 + shown.minute,
    second: shown.second,
    weekday: WEEKDAYS[shown.dayOfWeek - 1],
  };
}

const anyWallTime = fc.record({
  zone: fc.constantFrom(...ZONES),
  date: fc.nat(DAYS - 1).map((day) => new Date(FROM + day * 86_400_000).toISOString().slice(0, 10)),
  minute: fc.nat(1439),
});

/** Wall times within three hours of a change, on the clock as it was before it or as it is after it. */
function nearAChange() {
  return fc
    .record({ change: fc.constantFrom(...changes), minutes: fc.integer({ min: -180, max: 180 }), clock: fc.constantFrom('before' as const, 'after' as const) })
    .map(({ change, minutes, clock }) => {
      const text = new Date(change.at + (change[clock] + minutes) * 60_000).toISOString();
      return { zone: change.zone, date: text.slice(0, 10), minute: Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) };
    });
}

describe('wall times', () => {
  test('become the oracle’s instants in every zone, half of them within three hours of a clock change', { timeout: 60_000 }, () => {
    const half = 20_000 / SHARE;
    const seen = { skipped: 0, repeated: 0, ordinary: 0 };
    const zones = new Set<string>();
    const agrees = ({ zone, date, minute }: { zone: string; date: string; minute: number }) => {
      const instant = instantOf(date, minute, zone);
      expect(instant).toBe(oracleInstant(date, minute, zone));
      const kind = kindOf(date, minute, zone);
      if (kind === 'skipped') {
        // The jump that swallows this minute: the clock shows less right before it, more right after.
        const reached = instantReached(date, minute, zone);
        expect(plain(date, minute).toString() > Temporal.Instant.fromEpochMilliseconds(reached - 1).toZonedDateTimeISO(zone).toPlainDateTime().toString()).toBe(true);
        expect(plain(date, minute).toString() < Temporal.Instant.fromEpochMilliseconds(reached).toZonedDateTimeISO(zone).toPlainDateTime().toString()).toBe(true);
      } else {
        expect(instantReached(date, minute, zone)).toBe(instant);
        expect(wallTimeAt(instant, zone)).toMatchObject({ date, minute, second: 0 });
      }
      seen[kind] += 1;
      zones.add(zone);
    };
    // Each zone once for sure: chance may leave one out of a few thousand.
    for (const [place, drawn] of fc.sample(anyWallTime, ZONES.length).entries()) agrees({ ...drawn, zone: ZONES[place] ?? drawn.zone });
    fc.assert(fc.property(anyWallTime, agrees), { numRuns: half });
    const zonesAnywhere = zones.size;
    fc.assert(fc.property(nearAChange(), agrees), { numRuns: half });
    console.log(
      `wall times: ${half} anywhere in ${zonesAnywhere} of ${ZONES.length} zones, ${half} within 3 hours of one of ${changes.length} changes; ` +
        `${seen.skipped} hit a skipped minute, ${seen.repeated} a repeated one`,
    );
    expect(zonesAnywhere).toBe(ZONES.length);
    expect(seen.skipped).toBeGreaterThanOrEqual(1000 / SHARE);
    expect(seen.repeated).toBeGreaterThanOrEqual(1000 / SHARE);
  });

  test('are read back from any instant as the oracle reads them', { timeout: 60_000 }, () => {
    const anyInstant = fc.record({ zone: fc.constantFrom(...ZONES), instant: fc.integer({ min: FROM, max: TO }) });
    const nearInstant = fc
      .record({ change: fc.constantFrom(...changes), distance: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -7_200_000, max: 7_200_000 })) })
      .map(({ change, distance }) => ({ zone: change.zone, instant: change.at + distance }));
    fc.assert(
      fc.property(fc.oneof(anyInstant, nearInstant), ({ zone, instant }) => {
        expect(wallTimeAt(instant, zone)).toEqual(oracleWall(instant, zone));
      }),
      { numRuns: Math.ceil(10_000 / SHARE) },
    );
  });

  test('days start, follow each other and have their weekday as the oracle says', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(anyWallTime, nearAChange()), fc.integer({ min: -4000, max: 4000 }), ({ zone, date }, days) => {
        const day = Temporal.PlainDate.from(date);
        expect(startOfDay(date, zone)).toBe(day.toZonedDateTime(zone).epochMilliseconds);
        expect(addDays(date, days)).toBe(day.add({ days }).toString());
        expect(weekdayOf(date)).toBe(WEEKDAYS[day.dayOfWeek - 1]);
      }),
      { numRuns: Math.ceil(5000 / SHARE) },
    );
  });
});

/** Valid slots that do not overlap: ordered bounds between 07:00 and 21:00, each pair at least 15 minutes apart. */
const validSlots: fc.Arbitrary<Slot[]> = fc
  .record({
    bounds: fc.uniqueArray(fc.oneof(fc.integer({ min: 28, max: 84 }).map((quarter) => quarter * 15), fc.integer({ min: 420, max: 1260 })), {
      minLength: 2,
      maxLength: 10,
    }),
    days: fc.array(fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 3 }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ bounds, days }) => {
    const sorted = [...bounds].sort((a, b) => a - b);
    return days.flatMap((open, index) => {
      const start = sorted[2 * index];
      const end = sorted[2 * index + 1];
      return start === undefined || end === undefined || end - start < 15 ? [] : [{ id: `slot ${index}`, days: open, start, end }];
    });
  })
  .filter((slots) => slots.length > 0);

function oracleOpenings(slots: readonly Slot[], date: string, zone: string): SlotOccurrence[] {
  return slots
    .filter(({ days }) => days.some((day) => WEEKDAYS.indexOf(day) + 1 === Temporal.PlainDate.from(date).dayOfWeek))
    .map(({ id, start, end }) => ({ slotId: id, date, startsAt: oracleInstant(date, start, zone), endsAt: oracleInstant(date, end, zone) }))
    .sort((a, b) => a.startsAt - b.startsAt);
}

function elapsedHours(slot: Slot, date: string, zone: string): number {
  const [start, end] = [slot.start, slot.end].map((minute) => plain(date, minute).toZonedDateTime(zone));
  return start && end ? start.until(end).total('hours') : Number.NaN;
}

describe('slots around every clock change', () => {
  test('open and close with the oracle, inside their window, once', { timeout: 60_000 }, () => {
    const schedules = fc.sample(validSlots, changes.length);
    let openings = 0;
    changes.forEach(({ zone, at }, index) => {
      const slots = schedules[index] ?? [];
      const schedule: Schedule = { timeZone: zone, slots, cohortSize: 5, skipDays: [] };
      const day = oracleWall(at, zone).date;
      const days = [addDays(day, -1), day, addDays(day, 1)];
      const expected = days.flatMap((date) => oracleOpenings(slots, date, zone));
      const found = days.flatMap((date) => slotsOn(schedule, date));
      expect(found).toEqual(expected);
      openings += found.length;

      for (const opening of found) {
        const slot = slots.find(({ id }) => id === opening.slotId);
        if (!slot) throw new Error(`no slot ${opening.slotId}`);
        expect((opening.endsAt - opening.startsAt) / 3_600_000).toBeCloseTo(elapsedHours(slot, opening.date, zone), 9);
        for (const share of [0, 0.31, 0.77, 1]) {
          const inside = opening.startsAt + Math.floor(share * (opening.endsAt - 1 - opening.startsAt));
          const shown = oracleWall(inside, zone);
          expect(shown.date).toBe(opening.date);
          expect(shown.minute).toBeGreaterThanOrEqual(slot.start);
          expect(shown.minute).toBeLessThan(slot.end);
          expect(slotAt(schedule, inside)).toEqual(opening);
        }
      }
      expect(new Set(found.map(occurrenceKey)).size).toBe(found.length);

      // Walking from slot to slot meets each of them once, in order, and so does listing the span.
      const from = startOfDay(days[0] ?? day, zone);
      const to = startOfDay(addDays(day, 2), zone);
      const walked: SlotOccurrence[] = [];
      for (let next = nextSlotAfter(schedule, from - 1); next && next.startsAt < to; next = nextSlotAfter(schedule, next.startsAt)) walked.push(next);
      expect(walked).toEqual(expected);
      expect(slotsBetween(schedule, from, to)).toEqual(expected);
    });
    console.log(`slots: ${openings} openings on the days before, of and after ${changes.length} changes`);
    expect(changes.length).toBeGreaterThan(1500);
    expect(openings).toBeGreaterThan(changes.length * 2);
  });

  test('at any hour of the day a window that a change cuts is as long as the clock left it, and never negative', { timeout: 60_000 }, () => {
    const lost = { whole: 0, cut: 0, longer: 0 };
    fc.assert(
      fc.property(nearAChange(), fc.integer({ min: 15, max: 180 }), ({ zone, date, minute }, length) => {
        const slot: Slot = { id: 'a', days: WEEKDAYS, start: minute, end: Math.min(1439, minute + length) };
        const opening = occurrenceOf(slot, date, zone);
        const startsAt = oracleInstant(date, slot.start, zone);
        const end = kindOf(date, slot.end, zone);
        // A window that ends in the skipped hour closes at the jump, the first instant that shows a later minute.
        const jump = plain(date, slot.end).toZonedDateTime(zone, { disambiguation: 'earlier' }).getTimeZoneTransition('next');
        const endsAt = end === 'skipped' ? (jump?.epochMilliseconds ?? Number.NaN) : oracleInstant(date, slot.end, zone);
        if (endsAt <= startsAt) {
          expect(opening).toBeUndefined();
          lost.whole += 1;
          return;
        }
        expect(opening).toEqual({ slotId: 'a', date, startsAt, endsAt });
        const minutes = (endsAt - startsAt) / 60_000;
        if (minutes < slot.end - slot.start) lost.cut += 1;
        if (minutes > slot.end - slot.start) lost.longer += 1;
      }),
      { numRuns: Math.ceil(10_000 / SHARE) },
    );
    console.log(`windows near a change: ${lost.whole} wholly skipped, ${lost.cut} cut, ${lost.longer} longer`);
    expect(Math.min(lost.whole, lost.cut, lost.longer)).toBeGreaterThan(50);
  });
});
