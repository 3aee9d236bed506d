import { afterEach, describe, expect, it } from 'vitest';
import { clampLimits } from '@/lib/domain/pacing';
import { forecastNow } from '@/lib/engine/forecast-input';
import { missedCosts, missedSlots } from '@/lib/engine/missed-slots';
import { pauseEverything, resumeEverything } from '@/lib/engine/pause-actions';
import { aCampaign, aMember, seed, SimulatedBrowser } from './simulated-browser';

/** Monday 23 November 2026, 09:00 in Paris; slots are 09:00–11:00 and 14:00–16:00. */
const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TUESDAY = MONDAY + DAY;
let browser: SimulatedBrowser | undefined;

async function start(people: number): Promise<SimulatedBrowser> {
  browser = await new SimulatedBrowser(MONDAY).open();
  await seed(browser, people, [aCampaign(MONDAY, { messages: aCampaign(MONDAY).messages.slice(0, 1) })], aMember({ limits: clampLimits({ ramp: 'off' }) }));
  await browser.wake();
  return browser;
}

async function sleepUntil(b: SimulatedBrowser, until: number): Promise<void> {
  b.awake = false;
  await b.run(until);
  b.awake = true;
  await b.wake();
}

afterEach(() => browser?.close());

describe('missed slots', () => {
  it('stand in the ledger with their reason, one by one, and are never made up for', async () => {
    const b = await start(60);
    await sleepUntil(b, TUESDAY + 3 * HOUR);
    b.tabResult = () => 'noWindow';
    await b.run(TUESDAY + 12 * HOUR);
    b.tabResult = () => 'ok';
    b.mood = () => 'loggedOut';
    await b.run(TUESDAY + DAY + 3 * HOUR);
    b.mood = () => 'accepts';
    await pauseEverything(b.db, b.now);
    await b.run(TUESDAY + DAY + 12 * HOUR);
    await resumeEverything(b.db, b.now);
    await b.wake();
    const ledger = await missedSlots(b.db, MONDAY, 'k1');
    expect(ledger.map(({ date, kind, reason }) => `${date} ${kind} ${reason}`)).toEqual([
      '2026-11-25 paused paused', '2026-11-25 missed notSignedIn', '2026-11-24 missed noWindow', '2026-11-24 missed asleep',
    ]);
    expect(b.received).toEqual([]);
    await b.run(TUESDAY + 2 * DAY + 3 * HOUR);
    expect(b.received).toHaveLength(5);
    expect(await missedSlots(b.db, MONDAY)).toEqual(ledger);
  });

  it('move the end by as many slots as were lost', async () => {
    const b = await start(20);
    const before = (await forecastNow(b.db, b.now)).campaigns.get('k1');
    await sleepUntil(b, TUESDAY + 3 * HOUR);
    const told = await forecastNow(b.db, b.now);
    const cost = missedCosts(await missedSlots(b.db, MONDAY), told).get('k1');
    expect(cost).toMatchObject({ missed: 1, paused: 0, finishesAt: told.campaigns.get('k1')?.finishesAt });
    expect(cost?.finishesAt).toBeGreaterThan(before?.finishesAt ?? Infinity);
    const sameSlot = Math.abs((cost?.couldFinishAt ?? 0) - (before?.finishesAt ?? 0));
    expect(sameSlot).toBeLessThan(2 * HOUR);
  });

  it('a computer that wakes within a slot starts it late, sends what fits and says so', async () => {
    const b = await start(60);
    await sleepUntil(b, TUESDAY + 100 * MINUTE);
    await b.run(TUESDAY + 3 * HOUR);
    const [run] = await b.db.runs.toArray();
    expect(run).toMatchObject({ state: 'done', sent: b.received.length });
    expect(run?.notes.map(({ reason }) => reason)).toContain('lateStart');
    expect(b.received.length).toBeGreaterThan(0);
    expect(b.received.every(({ at }) => at < TUESDAY + 2 * HOUR)).toBe(true);
    expect(await missedSlots(b.db, MONDAY)).toEqual([]);
  });

  it('less than 15 minutes before its end a slot does not start any more', async () => {
    const b = await start(60);
    await sleepUntil(b, TUESDAY + 106 * MINUTE);
    await b.run(TUESDAY + 3 * HOUR);
    expect(b.received).toEqual([]);
    expect((await missedSlots(b.db, MONDAY)).map(({ reason }) => reason)).toEqual(['asleep']);
  });
});
