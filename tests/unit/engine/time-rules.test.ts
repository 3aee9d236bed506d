import { afterEach, describe, expect, it } from 'vitest';
import type { Campaign } from '@/lib/domain/campaign';
import { clampLimits } from '@/lib/domain/pacing';
import { nextStart } from '@/lib/domain/campaign-life';
import { saveCampaign, switchOff, switchOn } from '@/lib/engine/campaign-actions';
import { changeLimits, resumeMember } from '@/lib/engine/member-actions';
import { pauseEverything, resumeEverything } from '@/lib/engine/pause-actions';
import { approveAll } from '@/lib/engine/queue-actions';
import { aCampaign, aMember, idOf, ME, seed, SimulatedBrowser } from './simulated-browser';

/** Monday 23 November 2026, 09:00 in Paris; slots are 09:00–11:00 and 14:00–16:00. */
const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TUESDAY_NINE = MONDAY + DAY;
let browser: SimulatedBrowser | undefined;

async function start(people: number, campaigns: Partial<Campaign>[] = [{}], limits: Parameters<typeof clampLimits>[0] = { ramp: 'off' }) {
  browser = await new SimulatedBrowser(MONDAY).open();
  await seed(browser, people, campaigns.map((over) => aCampaign(MONDAY, over)), aMember({ limits: clampLimits(limits) }));
  await browser.wake();
  return browser;
}

const runsOf = async (b: SimulatedBrowser, id = 'k1') => (await b.db.runs.where('campaignId').equals(id).sortBy('startsAt')).map((run) => `${run.date} ${run.slotId} ${run.state}${run.reason === undefined ? '' : ` ${run.reason}`}`);
const inputOf = ({ senderId, sourceId, name, program, description, messages, schedule, approval }: Campaign) => ({
  name, program, description, messages, schedule, approval, ...(senderId === undefined ? {} : { senderId }), ...(sourceId === undefined ? {} : { sourceId }),
});
const campaignOf = async (b: SimulatedBrowser, id = 'k1'): Promise<Campaign> => {
  const campaign = await b.db.campaigns.get(id);
  if (campaign === undefined) throw new Error('no campaign');
  return campaign;
};
const approveEverything = async (b: SimulatedBrowser) => {
  const pending = await b.db.deliveries.filter((delivery) => delivery.state === 'pending').toArray();
  await approveAll(b.db, b.now, pending.flatMap(({ id, fingerprint }) => (fingerprint === undefined ? [] : [{ id, fingerprint }])));
};

afterEach(() => browser?.close());

describe('pause', () => {
  it('records every slot meanwhile as paused, and sends nothing until a slot that starts after it', async () => {
    const b = await start(30);
    await b.run(TUESDAY_NINE - HOUR);
    await pauseEverything(b.db, b.now);
    await b.wake();
    await b.run(TUESDAY_NINE + 30 * 60_000);
    await resumeEverything(b.db, b.now);
    await b.wake();
    await b.run(TUESDAY_NINE + 4 * HOUR);
    expect(b.received).toEqual([]);
    expect(await runsOf(b)).toEqual([`2026-11-24 morning paused paused`]);
    await b.run(TUESDAY_NINE + 8 * HOUR);
    expect(b.received).toHaveLength(5);
  });

  it('that ended by itself while the computer slept leaves no slot unrecorded', async () => {
    const b = await start(30);
    await b.run(TUESDAY_NINE - HOUR);
    await pauseEverything(b.db, b.now, TUESDAY_NINE + 3 * HOUR);
    await b.wake();
    b.awake = false;
    await b.run(TUESDAY_NINE + DAY - HOUR);
    b.awake = true;
    await b.wake();
    expect(await runsOf(b)).toEqual(['2026-11-24 morning paused paused', '2026-11-24 afternoon missed asleep']);
    await b.run(TUESDAY_NINE + DAY + 3 * HOUR);
    expect(b.received).toHaveLength(5);
  });

  it('lets waiting approvals stand still, once, also when the nurture is off meanwhile', async () => {
    const b = await start(3, [{ approval: true }]);
    await b.run(TUESDAY_NINE + 3 * HOUR);
    const since = (await b.db.deliveries.toArray()).map((delivery) => delivery.pendingSince ?? 0);
    expect(since).toEqual([TUESDAY_NINE, TUESDAY_NINE, TUESDAY_NINE]);
    await pauseEverything(b.db, b.now);
    b.now += 2 * DAY;
    await switchOff(b.db, b.now, 'k1');
    b.now += 3 * DAY;
    await switchOn(b.db, b.now, 'k1');
    b.now += DAY;
    await resumeEverything(b.db, b.now);
    const after = (await b.db.deliveries.toArray()).map((delivery) => delivery.pendingSince);
    expect(after).toEqual(since.map((at) => at + 6 * DAY));
  });

  it('that ends while the nurture is off counts each hour of both once', async () => {
    const b = await start(1, [{ approval: true }]);
    await b.run(TUESDAY_NINE + 3 * HOUR);
    await pauseEverything(b.db, b.now);
    b.now += 2 * DAY;
    await switchOff(b.db, b.now, 'k1');
    b.now += DAY;
    await resumeEverything(b.db, b.now);
    b.now += DAY;
    await switchOn(b.db, b.now, 'k1');
    expect((await b.db.deliveries.toArray())[0]?.pendingSince).toBe(TUESDAY_NINE + 4 * DAY);
  });
});

describe('approval', () => {
  it('not given for 7 days ends; approved for 7 days and unsent is asked again', async () => {
    const b = await start(4, [{ approval: true, schedule: { ...aCampaign(MONDAY).schedule, cohortSize: 2 } }]);
    await b.run(TUESDAY_NINE + 3 * HOUR);
    expect((await b.db.deliveries.toArray()).map(({ state }) => state)).toEqual(['pending', 'pending']);
    const [first] = await b.db.deliveries.toArray();
    await approveAll(b.db, b.now, [{ id: first?.id ?? '', fingerprint: first?.fingerprint ?? '' }]);
    b.mood = () => 'loggedOut';
    await b.run(TUESDAY_NINE + 7 * DAY - 1000);
    expect((await b.db.deliveries.toArray()).filter(({ state }) => state === 'pending')).toHaveLength(1);
    await b.run(TUESDAY_NINE + 7 * DAY + 3 * HOUR);
    const after = await b.db.deliveries.toArray();
    expect(after.filter(({ state, reason }) => state === 'canceled' && reason === 'approvalNotGiven')).toHaveLength(1);
    expect(after.filter(({ state, reason }) => state === 'pending' && reason === 'approvalTooOld')).toHaveLength(1);
  });

  it('proposes the cohort less what is approved and unsent, and nothing while two cohorts wait', async () => {
    const b = await start(30, [{ approval: true, schedule: { ...aCampaign(MONDAY).schedule, cohortSize: 3 } }]);
    await b.run(TUESDAY_NINE + 2 * DAY);
    expect(await b.db.deliveries.where('[campaignId+state+dueOn]').between(['k1', 'pending', ''], ['k1', 'pending', '~']).count()).toBe(6);
    const runs = await b.db.runs.toArray();
    expect(runs.flatMap(({ notes }) => notes).map(({ reason }) => reason)).toContain('waitingApproval');
    await approveEverything(b);
    await b.run(b.now + 3 * HOUR);
    expect(b.received).toHaveLength(0);
    await b.run(TUESDAY_NINE + 2 * DAY + 8 * HOUR);
    expect(b.received).toHaveLength(6);
  });
});

describe('switching and editing', () => {
  it('joins only the next slot that starts after switching on again', async () => {
    const b = await start(30);
    await b.run(TUESDAY_NINE - HOUR);
    await switchOff(b.db, b.now, 'k1');
    await b.run(TUESDAY_NINE + 10 * 60_000);
    await switchOn(b.db, b.now, 'k1');
    await b.wake();
    await b.run(TUESDAY_NINE + 4 * HOUR);
    expect(b.received).toEqual([]);
    expect((await campaignOf(b)).dayZero).toBe('2026-11-23');
    await b.run(TUESDAY_NINE + 8 * HOUR);
    expect(b.received).toHaveLength(5);
    expect(await runsOf(b)).toEqual(['2026-11-24 afternoon done slotEnded']);
  });

  it('ends an open run at once when hours are edited, and never runs a slot id twice on a date', async () => {
    const b = await start(30, [{ schedule: { ...aCampaign(MONDAY).schedule, cohortSize: 25 } }]);
    await b.run(TUESDAY_NINE + 10 * 60_000);
    const before = b.received.length;
    const campaign = await campaignOf(b);
    const slots = campaign.schedule.slots.map((slot) => (slot.id === 'morning' ? { ...slot, start: 11 * 60, end: 13 * 60 } : slot));
    const saved = await saveCampaign(b.db, b.now, 'k1', { ...inputOf(campaign), schedule: { ...campaign.schedule, slots } });
    expect(saved).toMatchObject({ ok: true, runEnded: 'yes' });
    await b.wake();
    await b.run(TUESDAY_NINE + 5 * HOUR - 1000);
    expect(b.received).toHaveLength(before);
    expect(await runsOf(b)).toEqual(['2026-11-24 morning done scheduleEdited']);
    expect((await b.db.deliveries.filter(({ state }) => state === 'scheduled').count())).toBe(0);
    const waiting = await b.db.deliveries.filter(({ state, dueOn }) => state === 'queued' && dueOn <= '2026-11-24').toArray();
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting.every(({ reason, nextAt }) => reason !== undefined && nextAt !== undefined)).toBe(true);
  });
});

describe('limits', () => {
  it('lowered count what was already sent', async () => {
    const b = await start(60, [{ schedule: { ...aCampaign(MONDAY).schedule, cohortSize: 25 } }]);
    await b.run(TUESDAY_NINE + 3 * HOUR);
    expect(b.received).toHaveLength(20);
    await changeLimits(b.db, b.now, ME, { perDay: 3 });
    await b.run(TUESDAY_NINE + DAY - HOUR);
    expect(b.received).toHaveLength(20);
    await b.run(TUESDAY_NINE + DAY + 3 * HOUR);
    expect(b.received).toHaveLength(23);
  });

  it('are halved for 14 days after a security check and its Resume', async () => {
    const b = await start(60, [{ schedule: { ...aCampaign(MONDAY).schedule, cohortSize: 25 } }]);
    b.mood = (_order, now) => (now > TUESDAY_NINE + 6 * HOUR && now < TUESDAY_NINE + DAY ? 'checkpoint' : 'accepts');
    b.awake = false;
    await b.run(TUESDAY_NINE + 6 * HOUR);
    b.awake = true;
    await b.wake();
    await b.run(TUESDAY_NINE + 8 * HOUR);
    const stop = (await b.db.members.get(ME))?.stop;
    expect(stop?.reason).toBe('securityCheck');
    expect(await resumeMember(b.db, b.now, ME)).toMatchObject({ ok: false, reason: 'tooEarly' });
    await b.run((stop?.resumeAfter ?? 0) + 60_000);
    expect(b.received).toEqual([]);
    expect(await resumeMember(b.db, b.now, ME)).toMatchObject({ ok: true });
    await b.wake();
    const resumed = b.now;
    await b.run(resumed + 16 * DAY);
    const perDay = (from: number) => b.received.filter(({ at }) => at >= from && at < from + DAY).length;
    expect(perDay(TUESDAY_NINE + 2 * DAY)).toBe(10);
  });

  it('let a follow-up wait within its slot for the end of its 72 hours', async () => {
    const b = await start(1, [{ schedule: { ...aCampaign(MONDAY).schedule, slots: [{ id: 'am', days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: 540, end: 660 }] } }]);
    await b.run(TUESDAY_NINE + 3 * DAY + 3 * HOUR);
    expect(b.received.map(({ to }) => to)).toEqual([idOf(1), idOf(1)]);
    const [first, second] = b.received;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(72 * HOUR);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeLessThan(72 * HOUR + 60_000);
  });
});

describe('two nurtures of one sender', () => {
  it('take turns send by send and share the day', async () => {
    const schedule = { ...aCampaign(MONDAY).schedule, cohortSize: 25 };
    const b = await start(60, [{ schedule }, { id: 'k2', name: 'Other', seed: 'other', schedule }], { ramp: 'off', perDay: 10 });
    await b.run(TUESDAY_NINE + 3 * HOUR);
    const grants = await b.db.grants.orderBy('[senderId+at]').toArray();
    const turns = grants.map(({ campaignId }) => campaignId);
    expect(turns).toHaveLength(10);
    expect(turns.filter((id) => id === 'k1')).toHaveLength(5);
    for (let index = 1; index < turns.length; index += 1) expect(turns[index]).not.toBe(turns[index - 1]);
    expect(await b.db.enrollments.count()).toBe(10);
  });
});

describe('a clock', () => {
  it('that was a year ahead for a moment holds nobody for a year', async () => {
    const b = await start(30);
    await b.run(TUESDAY_NINE + 20 * 60_000);
    const before = b.received.length;
    expect(before).toBeGreaterThan(0);
    const real = b.now;
    b.now += 365 * DAY;
    await b.wake();
    await b.run(b.now + 30 * 60_000);
    b.now = real + 60_000;
    await b.wake();
    expect(await b.db.grants.where('[senderId+at]').between([ME, b.now], [ME, Infinity], false, true).count()).toBe(0);
    expect(nextStart(await campaignOf(b), b.now)?.startsAt).toBe((await campaignOf(b)).nextBoundaryAt);
    await b.run(TUESDAY_NINE + DAY + 8 * HOUR);
    expect(b.received.length).toBeGreaterThan(before);
    expect(await runsOf(b)).toContain('2026-11-25 afternoon done slotEnded');
  });

  it('set back an hour neither repeats a slot nor shortens a limit', async () => {
    const b = await start(60, [{ schedule: { ...aCampaign(MONDAY).schedule, cohortSize: 25 } }], { ramp: 'off', perDay: 6 });
    await b.run(TUESDAY_NINE + HOUR);
    expect(b.received).toHaveLength(6);
    b.now -= HOUR;
    await b.wake();
    await b.run(TUESDAY_NINE + 23 * HOUR);
    expect(b.received).toHaveLength(6);
    expect((await runsOf(b)).filter((run) => run.startsWith('2026-11-24 morning'))).toHaveLength(1);
  });
});
