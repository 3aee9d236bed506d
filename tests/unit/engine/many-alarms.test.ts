import { afterEach, describe, expect, it } from 'vitest';
import { pauseEverything } from '@/lib/engine/pause-actions';
import { aCampaign, seed, SimulatedBrowser } from './simulated-browser';

/** Monday 23 November 2026, 09:00 in Paris. */
const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const DAY = 86_400_000;
let browser: SimulatedBrowser | undefined;

afterEach(() => browser?.close());

describe('2,000 active nurtures', () => {
  it('hold fewer than 500 alarms, and no slot is lost', { timeout: 120_000 }, async () => {
    const b = await new SimulatedBrowser(MONDAY).open();
    browser = b;
    const days = ['tue', 'wed', 'thu', 'fri'] as const;
    const campaigns = Array.from({ length: 2000 }, (_, index) => {
      const from = 8 * 60 + (index % 40) * 15;
      const slots = [{ id: 's', days: [days[Math.floor(index / 40) % 4] ?? 'tue'], start: from, end: from + 60 }];
      return aCampaign(MONDAY, { id: `k${index}`, name: `N${index}`, schedule: { timeZone: 'Europe/Paris', slots, cohortSize: 5, skipDays: [] } });
    });
    await seed(b, 0, campaigns);
    await pauseEverything(b.db, b.now);
    await b.wake();
    for (const name of [...b.bells.keys()].filter((_, index) => index % 3 === 0)) b.bells.delete(name);
    await b.wake();
    await b.run(MONDAY + 6 * DAY);
    const runs = await b.db.runs.toArray();
    expect(runs).toHaveLength(2000);
    expect(runs.filter((run) => run.state !== 'paused' || run.closedAt !== run.startsAt)).toEqual([]);
    expect(b.mostBells).toBeLessThan(500);
  });
});

describe('the alarms of slots', () => {
  it.each([1, 3, 20, 25, 26, 30, 150])('are those of the 400 nurtures that start first, at %i different times', async (moments) => {
    const b = await new SimulatedBrowser(MONDAY).open();
    browser = b;
    const campaigns = Array.from({ length: 500 }, (_, index) => {
      const start = 7 * 60 + ((index * 7) % moments) * 5;
      return aCampaign(MONDAY, { id: `k${index}`, name: `N${index}`, schedule: { timeZone: 'Europe/Paris', slots: [{ id: 's', days: ['tue'], start, end: start + 60 }], cohortSize: 5, skipDays: [] } });
    });
    await seed(b, 0, campaigns);
    await b.wake();
    const starts = (await b.db.campaigns.toArray()).map(({ id, nextBoundaryAt }) => ({ name: `slot:${id}`, at: nextBoundaryAt ?? Number.NaN }));
    const first = starts.toSorted((one, other) => one.at - other.at || (one.name < other.name ? -1 : 1)).slice(0, 400);
    const rung = [...b.bells.values()].flatMap(({ name, at }) => (name.startsWith('slot:') ? [{ name, at }] : []));
    expect(first).toHaveLength(400);
    expect(rung.toSorted((one, other) => one.at - other.at || (one.name < other.name ? -1 : 1))).toEqual(first);
  });
});
