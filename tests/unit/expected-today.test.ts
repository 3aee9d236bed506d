import { describe, expect, it } from 'vitest';
import type { NurturesDb } from '@/lib/db/schema';
import { withBoundary } from '@/lib/domain/campaign-life';
import type { Campaign } from '@/lib/domain/campaign';
import type { Member } from '@/lib/domain/member';
import { clampLimits } from '@/lib/domain/pacing';
import { progressOf } from '@/lib/domain/progress';
import { readExpectedToday } from '@/lib/report/expected-today';
import { addContact, addDelivery, campaign, DAY, emptyDb, NOW, SENDER } from './desk-world';

const HOUR = 3_600_000;
/** Monday 08:00 in Paris, an hour before the slot. */
const BEFORE = NOW - 2 * HOUR;
const member: Member = { id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 's', confirmedAt: 1, firstUseAt: NOW - 60 * DAY, limits: clampLimits({ perDay: 7 }), mode: 'send', provenPages: [] };

async function world(people: number, campaigns: readonly Campaign[]): Promise<NurturesDb> {
  const db = emptyDb();
  await db.members.put(member);
  await db.sources.put({ id: 'all', kind: 'all', name: 'All', createdAt: 1 });
  await db.campaigns.bulkPut(campaigns.map((one) => withBoundary(one, BEFORE)));
  for (let n = 0; n < people; n += 1) await addContact(db, `p${n}`, { memberId: `ACoAA${String(n).padStart(34, '0')}` });
  return db;
}

const read = async (db: NurturesDb, now = BEFORE) => Object.fromEntries(await readExpectedToday(db, await db.campaigns.toArray(), now));
const off = (id: string, patch: Partial<Campaign> = {}) => campaign(id, { name: id, seed: id, approval: false, ...patch });

describe('what is expected of the later slots of today', () => {
  it('is shared by the campaigns of one sender: together no more than the daily limit', async () => {
    const db = await world(30, [off('a'), off('b')]);
    const { a = 0, b = 0 } = await read(db);
    expect(a + b).toBe(7);
    expect(Math.abs(a - b)).toBe(1);
    const progress = progressOf({
      campaign: off('a'), health: { stops: [], pause: undefined }, sentToday: 0, takenUp: 0, unconfirmedToday: 0, approved: 0, dueFollowUps: 0, pending: 0, sourceLeft: Infinity, memberRoom: 7, expectedLater: a,
    }, BEFORE);
    expect(progress.due).toBe(a);
  });

  it('counts those the source still has, and a follow-up whose day has come', async () => {
    const db = await world(3, [off('a')]);
    await addDelivery(db, 'a', 'p0', 'queued', { id: 'a:p0/m2', messageId: 'm2', step: 1, dueOn: '2027-01-04' }, { sentMessageIds: ['m1'] });
    expect(await read(db)).toEqual({ a: 3 });
  });

  it('is no more than fits into what is left of a short slot', async () => {
    const short = off('a', { schedule: { ...campaign('a').schedule, slots: [{ id: 's1', days: ['mon'], start: 540, end: 555 }] } });
    const { a = 0 } = await read(await world(30, [short]));
    expect(a).toBeGreaterThan(0);
    expect(a).toBeLessThanOrEqual(4);
  });

  it('asks nothing for campaigns with approval, without a slot to come, or switched off', async () => {
    expect(await read(await world(30, [campaign('a'), off('b', { state: 'inactive' })]))).toEqual({});
    expect(await read(await world(30, [off('a')]), NOW)).toEqual({});
    expect(await read(await world(30, [off('a', { dayZero: '2027-01-04' })]))).toEqual({});
  });
});
