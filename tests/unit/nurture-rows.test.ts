import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { NurturesDb } from '@/lib/db/schema';
import { DAY, dateAt } from '@/lib/domain/zoned-time';
import { newRun } from '@/lib/engine/runs';
import { readFirstRows, watchNurtures, type NurtureRow } from '@/lib/report/nurture-rows';
import { campaign, NOW } from './desk-world';

let db: NurturesDb;
beforeEach(async () => {
  db = new NurturesDb(`rows-${crypto.randomUUID()}`);
  await db.open();
});

/** Campaigns in several zones that ran today, last week, or never; every third sent something today, all did some time. */
async function fill(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const zone = ['Europe/Paris', 'Pacific/Auckland', 'America/Los_Angeles'][index % 3] ?? 'UTC';
    const base = campaign(`k${index}`, { name: `Nurture ${index}`, createdAt: NOW - index * 1000, state: index % 7 === 6 ? 'inactive' : 'active' });
    const one = { ...base, schedule: { ...base.schedule, timeZone: zone } };
    await db.campaigns.put(one);
    await db.tallies.put({ key: `c:${one.id}`, campaignId: one.id, counts: { sent: index } });
    await db.tallies.put({ key: `m:m1:${one.id}`, campaignId: one.id, counts: { sent: index } });
    await db.tallies.put({ key: `d:${dateAt(NOW - DAY, zone)}:${one.id}`, campaignId: one.id, counts: { sent: 1000 } });
    if (index % 3 === 0) await db.tallies.put({ key: `d:${dateAt(NOW, zone)}:${one.id}`, campaignId: one.id, counts: { sent: 1 } });
    for (const ago of [[1, 2], [9, 30], []][index % 3] ?? []) {
      const startsAt = NOW - ago * DAY;
      await db.runs.put({ ...newRun(one, { slotId: 's', date: dateAt(startsAt, zone), startsAt, endsAt: startsAt + 3_600_000 }, 'done', startsAt), sent: ago });
    }
  }
}

async function allRows(): Promise<Map<string, NurtureRow>> {
  return new Promise((resolve, reject) => {
    const stop = watchNurtures(db, () => NOW, ({ rows, complete }) => {
      if (!complete) return;
      resolve(new Map(rows));
      queueMicrotask(() => stop());
    }, reject);
  });
}

it('reads few campaigns together as it reads many one by one', async () => {
  await fill(75);
  const many = await allRows();
  expect(many.size).toBe(75);
  await db.campaigns.bulkDelete(Array.from({ length: 35 }, (_, index) => `k${index + 40}`));
  const few = await allRows();
  expect([...few.keys()]).toEqual(Array.from({ length: 40 }, (_, index) => `k${index}`));
  for (const [id, row] of few) expect(row).toEqual(many.get(id));
  expect(few.get('k3')).toMatchObject({ counts: { sent: 3 }, today: { sent: 1 }, run: { sent: 1 } });
  expect(few.get('k4')).toMatchObject({ today: {}, run: { sent: 9 } });
  expect(few.get('k5')?.run).toBeUndefined();
});

it('goes on from rows that were read before and misses nothing in between', async () => {
  await fill(2);
  const begun = await readFirstRows(db, NOW);
  await db.campaigns.update('k1', { name: 'Renamed' });
  await db.journal.add({ seq: 1, at: NOW, prev: '', hash: '', kind: 'campaign.edited', campaignId: 'k1' });
  const seen: string[] = [];
  const stop = watchNurtures(db, () => NOW, ({ rows }) => seen.push(rows.get('k1')?.campaign.name ?? ''), () => undefined, begun);
  await expect.poll(() => seen).toEqual(['Renamed']);
  stop();
});
