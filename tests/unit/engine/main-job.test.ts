import { afterEach, describe, expect, it } from 'vitest';
import { aCampaign, idOf, seed, SimulatedBrowser } from './simulated-browser';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const DAY = 86_400_000;
let browser: SimulatedBrowser | undefined;

async function start(people: number, ...campaigns: Parameters<typeof aCampaign>[1][]) {
  browser = await new SimulatedBrowser(MONDAY).open();
  await seed(browser, people, campaigns.map((over) => aCampaign(MONDAY, over)));
  await browser.wake();
  return browser;
}

afterEach(() => browser?.close());

describe('the main job', () => {
  it('sends nothing on day 0', async () => {
    const b = await start(12, {});
    await b.run(MONDAY + 15 * 3_600_000);
    expect(b.received).toEqual([]);
  });

  it('sends each person both messages once, and none after a reply', async () => {
    const b = await start(12, {});
    await b.run(MONDAY + 3 * DAY);
    b.reply(idOf(3), 'Thanks, happy to talk!');
    b.reply(idOf(7), 'Not now');
    await b.run(MONDAY + 30 * DAY);
    const firsts = b.received.filter((message) => message.text.includes('good to be'));
    const seconds = b.received.filter((message) => message.text.includes('still around'));
    expect(new Set(firsts.map((message) => message.to)).size).toBe(12);
    expect(firsts).toHaveLength(12);
    expect(seconds).toHaveLength(10);
    expect(seconds.map((message) => message.to)).not.toContain(idOf(3));
    expect(seconds.map((message) => message.to)).not.toContain(idOf(7));
    const tally = await b.db.tallies.get('c:k1');
    expect(tally?.counts.sent).toBe(22);
    expect(tally?.counts.replies).toBe(2);
  });

  it('keeps the ramp: five in the first 24 hours', async () => {
    const b = await start(40, { schedule: { ...aCampaign(MONDAY).schedule, cohortSize: 25 } });
    await b.run(MONDAY + 2 * DAY);
    expect(b.received).toHaveLength(5);
  });

  it('records slots slept through as missed, and never makes up for them', async () => {
    const b = await start(12, {});
    await b.run(MONDAY + DAY - 3_600_000);
    b.awake = false;
    await b.run(MONDAY + DAY + 4 * 3_600_000);
    b.awake = true;
    await b.wake();
    const runs = await b.db.runs.toArray();
    expect(runs.map((run) => [run.state, run.reason])).toEqual([['missed', 'asleep']]);
    expect(b.received).toEqual([]);
  });

  it('looks after a lost answer and finds the message instead of sending it again', async () => {
    const b = await start(1, {});
    b.mood = (order) => (order.kind === 'deliver' ? 'storesWithoutAnswer' : 'accepts');
    await b.run(MONDAY + 2 * DAY);
    expect(b.received).toHaveLength(1);
    const states = (await b.db.deliveries.toArray()).map((delivery) => delivery.state);
    expect(states.filter((state) => state === 'sent')).toHaveLength(1);
  });

  it('sends again in a later slot only after the thread proved the message is not there', async () => {
    const b = await start(1, {});
    let drops = 1;
    b.mood = (order) => (order.kind === 'deliver' && drops-- > 0 ? 'dropsAfterClick' : 'accepts');
    await b.run(MONDAY + 2 * DAY);
    expect(b.received).toHaveLength(1);
    expect((await b.db.contacts.get('c0001'))?.heldBy).toBeUndefined();
    const journal = (await b.db.journal.toArray()).map((entry) => entry.kind);
    expect(journal.indexOf('delivery.disproved')).toBeLessThan(journal.lastIndexOf('delivery.granted'));
    expect(journal).toContain('delivery.disproved');
  });

  it.each([
    ['loggedOut', 'notSignedIn'],
    ['otherMember', 'signedInAsOther'],
  ] as const)('sends nothing when LinkedIn is %s', async (mood, reason) => {
    const b = await start(5, {});
    b.mood = () => mood;
    await b.run(MONDAY + 2 * DAY - 3_600_000);
    expect(b.received).toEqual([]);
    expect((await b.db.campaigns.get('k1'))?.stop?.reason).toBe(reason);
    expect((await b.db.runs.toArray()).map((run) => `${run.state} ${run.reason}`)).toEqual([`missed ${reason}`, `missed ${reason}`]);
  });

  it('stops every campaign of the sender at a security check', async () => {
    const b = await start(12, {}, { id: 'k2', name: 'Other' });
    b.mood = (order) => (order.kind === 'deliver' ? 'checkpoint' : 'accepts');
    b.mood = (_order, now) => (now > MONDAY + DAY + 10 * 60_000 ? 'checkpoint' : 'accepts');
    await b.run(MONDAY + 5 * DAY);
    const member = (await b.db.members.toArray())[0];
    expect(member?.stop?.reason).toBe('securityCheck');
    expect(b.received.length).toBeGreaterThan(0);
    expect(b.received.every((message) => message.at < MONDAY + DAY + 11 * 60_000)).toBe(true);
  });

  it('writes to each person once for two campaigns of one name and program', async () => {
    const b = await start(6, {}, { id: 'k2' });
    await b.run(MONDAY + 20 * DAY);
    const firsts = b.received.filter((message) => message.text.includes('good to be'));
    expect(firsts).toHaveLength(6);
    expect(new Set(firsts.map((message) => message.to)).size).toBe(6);
  });
});
