import { afterEach, expect, it } from 'vitest';
import { parseBackup } from '@/lib/backup/backup-file';
import { restoreBackup, takeBackup } from '@/lib/engine/backup';
import { switchOn } from '@/lib/engine/campaign-actions';
import { aCampaign, seed, SimulatedBrowser } from './simulated-browser';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;
const open: SimulatedBrowser[] = [];

afterEach(() => {
  for (const browser of open.splice(0)) browser.close();
});

async function aBrowser(at: number): Promise<SimulatedBrowser> {
  const browser = await new SimulatedBrowser(at).open();
  open.push(browser);
  return browser;
}

/** Runs until a message is on its way or so many minutes have passed. */
async function untilGranted(browser: SimulatedBrowser, minutes: number): Promise<boolean> {
  for (let minute = 0; minute < minutes * 6; minute += 1) {
    await browser.run(browser.now + MINUTE / 6);
    if ((await browser.db.deliveries.where('[state+stateAt]').between(['granted', -Infinity], ['granted', Infinity]).count()) > 0) return true;
  }
  return false;
}

it.each([
  ['in the middle of a send', async (browser: SimulatedBrowser) => {
    browser.mood = () => 'storesWithoutAnswer';
    expect(await untilGranted(browser, 2 * 24 * 60)).toBe(true);
  }],
  ['between two days', async (browser: SimulatedBrowser) => browser.run(MONDAY + 3 * DAY)],
])('a backup taken %s, restored into an empty profile and switched on, writes to nobody twice', async (_when, advance) => {
  const first = await aBrowser(MONDAY);
  await seed(first, 12, [aCampaign(MONDAY, {})]);
  await first.wake();
  await advance(first);
  const read = parseBackup(JSON.stringify(await takeBackup(first.db, first.now, 'without')));
  if (!read.ok) throw new Error(read.refusal.reason);

  const second = await aBrowser(first.now + MINUTE);
  for (const [id, rows] of first.threads) second.threads.set(id, [...rows]);
  let seeds = 0;
  await restoreBackup(second.db, second.now, read.backup, () => `seed-${(seeds += 1)}`, () => false);
  expect((await second.db.campaigns.toArray()).map((campaign) => campaign.state)).toEqual(['inactive']);
  await second.wake();
  await second.run(second.now + 2 * DAY);
  expect(second.received).toEqual([]);

  for (const { id } of await second.db.campaigns.toArray()) expect(await switchOn(second.db, second.now, id)).toMatchObject({ ok: true });
  await second.wake();
  await second.run(second.now + 40 * DAY);
  const all = [...first.received, ...second.received].map((message) => `${message.to} ${message.text}`);
  expect(new Set(all).size).toBe(all.length);
  expect(all).toHaveLength(24);
}, 60_000);
