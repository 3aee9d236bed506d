import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { MemberLimits } from '@/lib/domain/member';
import { clampLimits, earliestSend, gapAfter, type GrantMark, type MemberPace, personRoom, roomNow } from '@/lib/domain/pacing';
import { DAY, HOUR, MINUTE, SECOND } from '@/lib/domain/zoned-time';

/** Under a further zone of the process one case in so many is drawn. */
const SHARE = Number(process.env['PROPERTY_SHARE'] ?? 1);
const START = Date.parse('2026-11-02T08:00:00Z');

// The oracle counts slowly, from the words of the rules alone: every grant is looked at for every question.

type CountWindow = 'perDay' | 'perWeek' | 'perTenMinutes' | 'perHour';
const LENGTHS: Record<CountWindow, number> = { perDay: 24 * HOUR, perWeek: 168 * HOUR, perTenMinutes: 10 * MINUTE, perHour: 60 * MINUTE };
const NAMES = { perDay: 'day', perWeek: 'week', perTenMinutes: 'tenMinutes', perHour: 'hour' } as const;
const WINDOWS: readonly CountWindow[] = ['perDay', 'perWeek', 'perTenMinutes', 'perHour'];

function slowCap(pace: MemberPace, window: CountWindow, at: number): number {
  let cap = pace.limits[window];
  if (window === 'perDay' && pace.limits.ramp === 'on') {
    const since = at - (pace.firstUseAt ?? at);
    if (since < 7 * DAY) cap = Math.min(cap, 5);
    else if (since < 14 * DAY) cap = Math.min(cap, 10);
    else if (since < 21 * DAY) cap = Math.min(cap, 15);
    else if (since < 28 * DAY) cap = Math.min(cap, 20);
  }
  if (pace.halfUntil !== undefined && at < pace.halfUntil) cap = Math.max(1, Math.floor(cap / 2));
  return cap;
}

function slowRefusals(marks: readonly GrantMark[], at: number, pace: MemberPace): string[] {
  const refusals: string[] = [];
  for (const window of WINDOWS) {
    const counted = marks.filter((mark) => at - Math.min(mark.at, at) < LENGTHS[window]).length;
    if (counted + 1 > slowCap(pace, window, at)) refusals.push(NAMES[window]);
  }
  if (marks.some((mark) => at - Math.min(mark.at, at) < gapAfter(pace.seed, mark, pace.limits))) refusals.push('gap');
  return refusals;
}

function slowPersonRefusals(marks: readonly GrantMark[], hand: number | undefined, at: number, quietDays: number): string[] {
  const within = (span: number) => marks.filter((mark) => at - Math.min(mark.at, at) < span).length;
  const refusals: string[] = [];
  if (within(72 * HOUR) >= 1) refusals.push('person72h');
  if (within(720 * HOUR) >= 3) refusals.push('person30d');
  if (hand !== undefined && at - Math.min(hand, at) < quietDays * 24 * HOUR) refusals.push('quiet');
  return refusals;
}

const anyLimits: fc.Arbitrary<MemberLimits> = fc
  .record({
    perDay: fc.integer({ min: 1, max: 60 }),
    perWeek: fc.integer({ min: 1, max: 300 }),
    perTenMinutes: fc.integer({ min: 1, max: 8 }),
    perHour: fc.integer({ min: 1, max: 25 }),
    gapMin: fc.integer({ min: 60, max: 300 }).map((seconds) => seconds * SECOND),
    gapMax: fc.integer({ min: 60, max: 900 }).map((seconds) => seconds * SECOND),
    quietDays: fc.integer({ min: 2, max: 10 }),
    ramp: fc.constantFrom('on' as const, 'off' as const),
  })
  .map(clampLimits);

const anyPace: fc.Arbitrary<MemberPace> = fc
  .record({
    limits: fc.oneof(anyLimits, fc.constant(clampLimits())),
    seed: fc.string(),
    used: fc.option(fc.integer({ min: -40 * DAY, max: 2 * DAY }), { nil: undefined }),
    half: fc.option(fc.integer({ min: -DAY, max: 14 * DAY }), { nil: undefined }),
  })
  .map(({ limits, seed, used, half }) => ({
    limits,
    seed,
    ...(used === undefined ? {} : { firstUseAt: START + used }),
    ...(half === undefined ? {} : { halfUntil: START + half }),
  }));

const anyMarks = (count: number): fc.Arbitrary<GrantMark[]> =>
  fc
    .array(
      fc.record({
        ago: fc.oneof(
          { weight: 3, arbitrary: fc.integer({ min: 0, max: 15 * MINUTE }) },
          { weight: 3, arbitrary: fc.integer({ min: 0, max: 2 * HOUR }) },
          { weight: 2, arbitrary: fc.integer({ min: 0, max: 26 * HOUR }) },
          { weight: 2, arbitrary: fc.integer({ min: 0, max: 9 * DAY }) },
          { weight: 1, arbitrary: fc.integer({ min: -HOUR, max: 0 }) },
          { weight: 1, arbitrary: fc.constantFrom(10 * MINUTE, HOUR, DAY, 7 * DAY, 0) },
        ),
        attempt: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: count },
    )
    .map((entries) =>
      entries
        .map(({ ago, attempt }, index) => ({ at: START - ago, deliveryId: `d${index}`, contactId: `c${index}`, attempt, memberId: 'm' }))
        .sort((a, b) => a.at - b.at),
    );

test('room and the instant it comes back are what a slow counter says, for any past and setting', { timeout: 60_000 }, () => {
  const named = new Map<string, number>();
  fc.assert(
    fc.property(anyMarks(120), anyPace, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), (marks, pace, shares) => {
      const room = roomNow(marks, START, pace);
      expect(room.ok).toBe(slowRefusals(marks, START, pace).length === 0);
      const earliest = earliestSend(marks, START, pace);
      if (room.ok) {
        expect(earliest).toBe(START);
        return;
      }
      named.set(room.limit, (named.get(room.limit) ?? 0) + 1);
      expect(earliest).toBe(room.until);
      expect(room.until).toBeGreaterThan(START);
      // The limit named holds to the last millisecond, nothing holds after it, and never was there room in between.
      expect(slowRefusals(marks, room.until - 1, pace)).toContain(room.limit);
      expect(slowRefusals(marks, room.until, pace)).toEqual([]);
      for (const share of shares) {
        expect(slowRefusals(marks, START + Math.floor(share * (room.until - 1 - START)), pace)).not.toEqual([]);
      }
    }),
    { numRuns: Math.ceil(4000 / SHARE) },
  );
  console.log(`limits named: ${[...named].map(([limit, times]) => `${limit} ${times}`).join(', ')}`);
  expect([...named.keys()].sort()).toEqual(['day', 'gap', 'hour', 'tenMinutes', 'week']);
});

test('room for a person and the instant it comes back are what a slow counter says', { timeout: 60_000 }, () => {
  const anyPersonMarks = fc
    .array(fc.oneof(fc.integer({ min: -HOUR, max: 40 * DAY }), fc.constantFrom(72 * HOUR, 30 * DAY, 0)), { maxLength: 6 })
    .map((agos) => agos.map((ago, index) => ({ at: START - ago, deliveryId: `d${index}`, contactId: 'c', attempt: 1, memberId: 'm' })).sort((a, b) => a.at - b.at));
  const anyHand = fc.option(fc.oneof(fc.integer({ min: -HOUR, max: 12 * DAY }), fc.constantFrom(2 * DAY, 7 * DAY)), { nil: undefined });
  fc.assert(
    fc.property(anyPersonMarks, anyHand, fc.integer({ min: 2, max: 10 }), (marks, ago, quietDays) => {
      const hand = ago === undefined ? undefined : START - ago;
      const room = personRoom(marks, { lastTypedByHandAt: hand }, START, { quietDays });
      expect(room.ok).toBe(slowPersonRefusals(marks, hand, START, quietDays).length === 0);
      if (room.ok) return;
      expect(slowPersonRefusals(marks, hand, room.until - 1, quietDays)).toContain(room.limit);
      expect(slowPersonRefusals(marks, hand, room.until, quietDays)).toEqual([]);
    }),
    { numRuns: Math.ceil(3000 / SHARE) },
  );
});

type Step =
  | { kind: 'wait'; ms: number }
  | { kind: 'untilRoom'; early: number }
  | { kind: 'clockBack'; ms: number }
  | { kind: 'hand'; contact: number }
  | { kind: 'warned'; ms: number }
  | { kind: 'settings'; limits: MemberLimits }
  | { kind: 'notSent' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 6 * MINUTE }).map((ms): Step => ({ kind: 'wait', ms })) },
  { weight: 12, arbitrary: fc.integer({ min: -2, max: 1 }).map((early): Step => ({ kind: 'untilRoom', early: Math.max(0, early) })) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 * DAY }).map((ms): Step => ({ kind: 'wait', ms })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 90 * MINUTE }).map((ms): Step => ({ kind: 'clockBack', ms })) },
  { weight: 1, arbitrary: fc.nat(11).map((contact): Step => ({ kind: 'hand', contact })) },
  { weight: 1, arbitrary: fc.integer({ min: HOUR, max: 14 * DAY }).map((ms): Step => ({ kind: 'warned', ms })) },
  { weight: 1, arbitrary: anyLimits.map((limits): Step => ({ kind: 'settings', limits })) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'notSent' }) },
);

interface Sent extends GrantMark {
  /** Elapsed time that no clock change touches. */
  trueAt: number;
  gap: number;
}

test('over any history no window overflows, gaps and people hold, and no room is wasted', { timeout: 60_000 }, () => {
  const PEOPLE = 12;
  let grants = 0;
  let historiesWithClockBack = 0;
  fc.assert(
    fc.property(anyPace, fc.array(anyStep, { minLength: 20, maxLength: 160, size: 'max' }), (start, steps) => {
      let pace = start;
      let trueNow = START;
      let clock = START;
      let sent: Sent[] = [];
      const hands = new Map<string, number>();
      const pass = (ms: number) => {
        trueNow += ms;
        clock += ms;
      };

      const attempt = () => {
        const refusals = slowRefusals(sent, clock, pace);
        const room = roomNow(sent, clock, pace);
        expect(room.ok).toBe(refusals.length === 0);
        if (!room.ok) return;
        // Whoever the rules allow, the first in line: as many go out as the slow counter allows, no fewer.
        const people = Array.from({ length: PEOPLE }, (_, index) => `c${index}`);
        const allowed = (contact: string) => sent.filter(({ contactId }) => contactId === contact);
        const first = people.find((contact) => personRoom(allowed(contact), { lastTypedByHandAt: hands.get(contact) }, clock, pace.limits).ok);
        const slowFirst = people.find((contact) => slowPersonRefusals(allowed(contact), hands.get(contact), clock, pace.limits.quietDays).length === 0);
        expect(first).toBe(slowFirst);
        if (first === undefined) return;
        const mark = { at: clock, deliveryId: `d${grants}`, contactId: first, attempt: 1, memberId: 'm' };
        const gap = gapAfter(pace.seed, mark, pace.limits);
        expect(gap >= pace.limits.gapMin && gap <= pace.limits.gapMax).toBe(true);
        grants += 1;

        // In elapsed time, which the clock set back does not touch, the rules hold as well.
        for (const window of WINDOWS) {
          const counted = sent.filter(({ trueAt }) => trueNow - trueAt < LENGTHS[window]).length;
          expect(counted + 1).toBeLessThanOrEqual(slowCap(pace, window, clock));
        }
        const before = sent.reduce<Sent | undefined>((last, each) => (last && last.trueAt > each.trueAt ? last : each), undefined);
        if (before) expect(trueNow - before.trueAt).toBeGreaterThanOrEqual(60 * SECOND);
        const same = allowed(first);
        expect(same.every(({ trueAt }) => trueNow - trueAt >= 72 * HOUR)).toBe(true);
        expect(same.filter(({ trueAt }) => trueNow - trueAt < 30 * DAY).length).toBeLessThan(3);

        sent = [...sent, { ...mark, trueAt: trueNow, gap }].sort((a, b) => a.at - b.at);
      };

      let wentBack = 0;
      for (const step of steps) {
        attempt();
        switch (step.kind) {
          case 'wait':
            pass(step.ms);
            break;
          case 'untilRoom':
            pass(Math.max(0, earliestSend(sent, clock, pace) - clock - step.early));
            break;
          case 'clockBack':
            clock -= step.ms;
            wentBack = 1;
            break;
          case 'hand':
            hands.set(`c${step.contact}`, clock);
            break;
          case 'warned':
            pace = { ...pace, halfUntil: clock + step.ms };
            break;
          case 'settings':
            pace = { ...pace, limits: step.limits };
            break;
          case 'notSent':
            // The last one is proved not sent: it no longer counts, neither in the marks nor in elapsed time.
            sent = sent.slice(0, -1);
            break;
        }
      }
      historiesWithClockBack += wentBack;
    }),
    { numRuns: Math.ceil(400 / SHARE) },
  );
  console.log(`histories: ${Math.ceil(400 / SHARE)}, ${historiesWithClockBack} with the clock set back; ${grants} grants`);
  expect(grants).toBeGreaterThan(4000 / SHARE);
  expect(historiesWithClockBack).toBeGreaterThan(100 / SHARE);
});
