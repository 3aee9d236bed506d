import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import type { Tracker } from '@/lib/clicks/tracker';
import { openDb } from '@/lib/db/database';
import { pollClicks } from '@/lib/engine/poll-clicks';
import type { TrackerInUse } from '@/lib/engine/tracker';
import { readDashboard } from '@/lib/report/dashboard';
import { campaign, DAY, NOW } from './desk-world';

const db = openDb();
const ORIGIN = 'https://go.example';

beforeEach(async () => {
  await db.delete();
  await db.open();
});

/** A tracker that has counted this many clicks on the one link. */
function counting(clicks: number): Tracker {
  return { readClicks: async () => ({ ok: true, value: [{ key: 'k', clicks, unique: null, bots: null }] }) } as unknown as Tracker;
}

it('counts clicks on the day they were found, and the dashboard shows them there', async () => {
  await db.campaigns.put(campaign('c1', { state: 'active' }));
  await db.links.put({ key: 'k', campaignId: 'c1', messageId: 'm1', target: 'https://example.com', trackedUrl: `${ORIGIN}/k`, origin: ORIGIN, clicks: 0 });
  await db.settings.put({ key: 'tracker', value: { kind: 'redirector', origin: ORIGIN } });
  const inUse = { settings: { origin: ORIGIN } } as unknown as TrackerInUse;
  expect(await pollClicks(db, inUse, counting(2), () => NOW - DAY)).toBe(true);
  expect(await pollClicks(db, inUse, counting(7), () => NOW)).toBe(true);
  const { days, clicks } = await readDashboard(db, { days: 30, sender: '', program: '', campaign: '' }, NOW, 'UTC');
  expect(days.slice(-2).map((day) => day.clicks)).toEqual([2, 5]);
  expect(clicks).toBe(7);
});
