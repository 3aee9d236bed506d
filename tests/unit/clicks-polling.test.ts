import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeCounts, nextPollAt, POLL_OTHERWISE, POLL_WHILE_RUNNING, totalOf, type PollState, type StoredCounts } from '@/lib/clicks/polling';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T = Date.UTC(2026, 10, 23, 9);
const fine: PollState = { lastAttemptAt: T, failuresInRow: 0, lastFailure: null };
const broken = (failuresInRow: number, code: 'unreachable' | 'unauthorised' | 'tooFast' = 'unreachable', retryAfter: number | null = null): PollState => ({
  lastAttemptAt: T,
  failuresInRow,
  lastFailure: { code, retryAfter },
});
const waitOf = (state: PollState, campaigns: 'running' | 'idle' = 'running', seed = 's') => nextPollAt(state, campaigns, seed, T) - T;

describe('when to read counts next', () => {
  it('is at once the first time, then every 30 minutes while campaigns run, then daily', () => {
    expect(nextPollAt({ lastAttemptAt: null, failuresInRow: 0, lastFailure: null }, 'idle', 's', T)).toBe(T);
    expect(waitOf(fine)).toBe(30 * MINUTE);
    expect(waitOf(fine, 'idle')).toBe(24 * HOUR);
    expect([POLL_WHILE_RUNNING, POLL_OTHERWISE]).toEqual([30 * MINUTE, 24 * HOUR]);
  });

  it('doubles from 5 minutes with each failure, within 20 %, up to the cap', () => {
    for (const [failures, minutes] of [[1, 5], [2, 10], [3, 20], [4, 40], [5, 80], [6, 160], [7, 320]] as const) {
      const wait = waitOf(broken(failures)) / MINUTE;
      expect(wait).toBeGreaterThanOrEqual(minutes * 0.8);
      expect(wait).toBeLessThanOrEqual(minutes * 1.2);
    }
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 100_000 }), fc.string(), (failures, seed) => {
        expect(waitOf(broken(failures), 'running', seed)).toBeGreaterThanOrEqual(0.8 * 6 * HOUR - 1);
        expect(waitOf(broken(failures), 'running', seed)).toBeLessThanOrEqual(6 * HOUR);
        expect(waitOf(broken(failures), 'idle', seed)).toBeLessThanOrEqual(24 * HOUR);
      }),
    );
  });

  it('spreads by the seed and by nothing else', () => {
    const waits = Array.from({ length: 50 }, (_, at) => waitOf(broken(5), 'running', `member ${at}`));
    expect(new Set(waits).size).toBeGreaterThan(45);
    expect(waits).toEqual(Array.from({ length: 50 }, (_, at) => waitOf(broken(5), 'running', `member ${at}`)));
  });

  it('obeys the time the tracker named, and does not knock with a wrong key more than daily', () => {
    expect(waitOf(broken(1, 'tooFast', 3 * HOUR))).toBe(3 * HOUR);
    expect(waitOf(broken(1, 'tooFast', MINUTE))).toBeGreaterThanOrEqual(4 * MINUTE);
    expect(waitOf(broken(1, 'unauthorised'))).toBe(24 * HOUR);
  });

  it('is not postponed by a clock that was set back', () => {
    const monthBack = T - 30 * 24 * HOUR;
    expect(nextPollAt(fine, 'running', 's', monthBack)).toBe(monthBack + 30 * MINUTE);
  });
});

describe('joining counts', () => {
  const reading = (clicks: number) => ({ key: 'k1', clicks, unique: 1, bots: 2 });
  const read = (...totals: (number | null)[]): StoredCounts | null =>
    totals.reduce<StoredCounts | null>((kept, clicks, at) => mergeCounts(kept, clicks === null ? null : reading(clicks), T + at), null);

  it('keeps the value with its time', () => {
    expect(read(3, 5)).toEqual({ key: 'k1', clicks: 5, unique: 1, bots: 2, readAt: T + 1, shrunkFrom: null, missingSince: null });
  });

  it('shows a total that shrank, with the highest ever seen, until it is reached again', () => {
    expect(read(3, 9, 4)).toMatchObject({ clicks: 4, shrunkFrom: { clicks: 9, readAt: T + 1 } });
    expect(read(3, 9, 4, 6)).toMatchObject({ clicks: 6, shrunkFrom: { clicks: 9, readAt: T + 1 } });
    expect(read(3, 9, 4, 9)).toMatchObject({ clicks: 9, shrunkFrom: null });
  });

  it('keeps the last value of a link the tracker no longer knows', () => {
    expect(read(3, null, null)).toMatchObject({ clicks: 3, readAt: T, missingSince: T + 1 });
    expect(read(3, null, 4)).toMatchObject({ clicks: 4, readAt: T + 2, missingSince: null });
    expect(read(null)).toBeNull();
  });

  it('ignores a reading that is older than what is kept', () => {
    const kept = mergeCounts(null, reading(5), T);
    expect(mergeCounts(kept, reading(2), T - 1)).toBe(kept);
  });
});

describe('summing counts', () => {
  const one = (clicks: number, unique: number | null, bots: number | null, readAt: number): StoredCounts => ({
    key: `k${clicks}`, clicks, unique, bots, readAt, shrunkFrom: null, missingSince: null,
  });

  it('is nothing for no links, so that the screen shows no 0', () => {
    expect(totalOf([])).toBeNull();
  });

  it('is as old as its oldest part and knows only what every part knows', () => {
    expect(totalOf([one(3, 2, 7, T), one(4, 1, 1, T - HOUR)])).toEqual({
      clicks: 7, unique: 3, bots: 8, oldestReadAt: T - HOUR, links: 2, shrunk: 0, missing: 0,
    });
    expect(totalOf([one(3, 2, null, T), { ...one(4, null, 1, T), shrunkFrom: { clicks: 9, readAt: T }, missingSince: T }])).toMatchObject({
      clicks: 7, unique: null, bots: null, shrunk: 1, missing: 1,
    });
  });
});
