import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Member } from '@/lib/domain/member';
import { displayName } from '@/lib/domain/contact';
import { DAY, HOUR } from '@/lib/domain/zoned-time';
import { readUnreadThreads } from '@/lib/engine/inbox';
import { readDueFollowUps } from '@/lib/report/nurture-facts';
import { readJob } from '@/lib/engine/job';
import { confirmPage } from '@/lib/engine/member-actions';
import { answerPage } from '@/lib/engine/page-router';
import type { PageFacts } from '@/lib/linkedin/contract';
import { askLook, readPageLook } from '@/lib/engine/page-look';
import { aCampaign, aMember, idOf, ME, seed, SimulatedBrowser } from './simulated-browser';

/** Monday 4 January 2027, noon in Paris; the first slots are those of Tuesday, 09:00–11:00 and 14:00–16:00. */
const MONDAY = Date.UTC(2027, 0, 4, 11);
const TUESDAY = MONDAY + DAY - 3 * HOUR;
let browser: SimulatedBrowser;

beforeEach(async () => {
  browser = await new SimulatedBrowser(MONDAY).open();
});
afterEach(() => browser.close());

async function start(over: Partial<Member> = {}): Promise<void> {
  await seed(browser, 12, [aCampaign(MONDAY)], aMember(over));
  await browser.wake();
}
const member = () => browser.db.members.get(ME);
const stop = async () => (await browser.db.campaigns.get('k1'))?.stop?.reason;

describe("Chrome's own error page in place of LinkedIn's", () => {
  it('before a slot: the slot is missed and says so, without a stop, and the next one tries again', async () => {
    await start();
    browser.mood = () => 'mute';
    browser.errorPage = true;
    await browser.run(TUESDAY + 3 * HOUR);
    expect((await browser.db.runs.toArray()).map((run) => [run.state, run.reason])).toEqual([['missed', 'noPage']]);
    expect((await member())?.stop).toBeUndefined();
    browser.mood = () => 'accepts';
    browser.errorPage = false;
    await browser.run(TUESDAY + 20 * HOUR);
    expect(browser.received.length).toBeGreaterThan(0);
  });

  it('in the middle of a slot: that slot ends, the page is not asked for again in it', async () => {
    await start();
    browser.mood = (order) => (order.kind === 'deliver' ? 'mute' : 'accepts');
    browser.errorPage = true;
    await browser.run(TUESDAY + 3 * HOUR);
    expect(browser.received).toEqual([]);
    expect(browser.opened.length + (await browser.db.deliveries.filter((one) => one.attempt > 1).count())).toBeLessThanOrEqual(1);
    expect((await browser.db.runs.toArray()).map((run) => [run.state, run.reason])).toEqual([['done', 'noPage']]);
    expect((await browser.db.deliveries.toArray()).every((one) => one.state === 'queued')).toBe(true);
  });
});

describe('a page generation', () => {
  it('is learned by the first proof, and then needs no question, whichever of the known ones comes back', async () => {
    await start();
    await browser.run(TUESDAY + 3 * HOUR);
    expect(browser.received.length).toBeGreaterThan(1);
    expect((await member())?.provenPages).toEqual(['editor=a']);
    await browser.db.members.update(ME, { provenPages: ['editor=a', 'editor=b'] });
    browser.fingerprint = 'editor=b';
    await browser.run(TUESDAY + DAY + 3 * HOUR);
    expect(browser.received.length).toBeGreaterThan(5);
    expect(await stop()).toBeUndefined();
  });

  it('that is new asks: the slot is missed, nothing is sent, and the member is asked once', async () => {
    await start({ provenPages: ['editor=old'] });
    await browser.run(TUESDAY + 20 * HOUR);
    expect(browser.received).toEqual([]);
    expect(await stop()).toBe('pageChanged');
    expect(await member()).toMatchObject({ newPage: { fingerprint: 'editor=a' }, provenPages: ['editor=old'] });
    expect((await browser.db.runs.toArray()).map((run) => [run.state, run.reason])).toEqual([['missed', 'pageChanged'], ['missed', 'pageChanged']]);
  });

  it('that the member confirmed is tried by one message; after its proof the rest follow', async () => {
    await start({ provenPages: ['editor=old'] });
    await browser.run(TUESDAY + 3 * HOUR);
    expect(await confirmPage(browser.db, browser.now, ME)).toMatchObject({ ok: true });
    await browser.run(TUESDAY + DAY);
    expect(browser.received.length).toBeGreaterThan(1);
    expect(await member()).toMatchObject({ provenPages: ['editor=old', 'editor=a'] });
    expect((await member())?.newPage).toBeUndefined();
    expect(await stop()).toBeUndefined();
  });

  it('sends nothing else while the message that tries it has no proof, and goes on when the thread proves it', async () => {
    await start({ provenPages: ['editor=old'] });
    await browser.run(TUESDAY + 3 * HOUR);
    await confirmPage(browser.db, browser.now, ME);
    browser.mood = (order) => (order.kind === 'deliver' ? 'storesWithoutAnswer' : order.kind === 'reconcile' ? 'mute' : 'accepts');
    await browser.run(TUESDAY + 8 * HOUR);
    expect(browser.received).toHaveLength(1);
    expect(await member()).toMatchObject({ provenPages: ['editor=old'], newPage: { fingerprint: 'editor=a', confirmedAt: expect.any(Number) } });
    browser.mood = () => 'accepts';
    await browser.run(TUESDAY + DAY + 3 * HOUR);
    expect(browser.received.length).toBeGreaterThan(1);
    expect(new Set(browser.received.map((one) => one.to)).size).toBe(browser.received.length);
    expect((await member())?.provenPages).toContain('editor=a');
  });

  it('that went away again is not asked about any more', async () => {
    await start({ provenPages: ['editor=a'], newPage: { fingerprint: 'editor=new' } });
    await browser.run(TUESDAY + 3 * HOUR);
    expect(browser.received.length).toBeGreaterThan(0);
    expect((await member())?.newPage).toBeUndefined();
  });
});

describe('a look on demand', () => {
  it('opens a tab of its own, says what is missing, and closes it; nothing is sent', async () => {
    await start();
    browser.missing = ['form', 'editor'];
    expect(await askLook(browser.db, browser.now, ME)).toEqual({ ok: true });
    expect(await askLook(browser.db, browser.now, ME)).toEqual({ ok: false, reason: 'asked' });
    await browser.wake();
    await browser.run(browser.now + 60_000);
    expect(await readPageLook(browser.db)).toMatchObject({ memberId: ME, reason: 'selfTestFailed', missing: ['form', 'editor'] });
    expect(await browser.ports.tab.exists()).toBe(false);
    browser.missing = [];
    await askLook(browser.db, browser.now, ME);
    await browser.wake();
    await browser.run(browser.now + 60_000);
    expect((await readPageLook(browser.db))?.reason).toBeUndefined();
    expect(await browser.db.runs.count()).toBe(0);
    expect(browser.received).toEqual([]);
  });

  it('says so when the tab was closed, and is refused while a slot is open or after a warning by LinkedIn', async () => {
    await start();
    await askLook(browser.db, browser.now, ME);
    await browser.wake();
    browser.closeTab();
    await browser.wake();
    expect(await readPageLook(browser.db)).toMatchObject({ reason: 'tabClosed' });
    await browser.run(TUESDAY + 20_000);
    expect(await askLook(browser.db, browser.now, ME)).toEqual({ ok: false, reason: 'slotOpen' });
    await browser.db.members.update(ME, { stop: { reason: 'securityCheck', since: 0, resumeAfter: 0, halfDays: 14, evidence: '' } });
    expect(await askLook(browser.db, browser.now, ME)).toEqual({ ok: false, reason: 'stopped' });
  });
});

describe('the sweep of the conversation list', () => {
  const unread = (n: number) => ({ name: `Ana${n} Example`, unread: 'yes' as const, lastFromUs: 'no' as const });

  it('holds everyone of a name with an unread mark: their thread is not even opened', async () => {
    await start();
    browser.inbox = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(unread);
    await browser.run(TUESDAY + 3 * HOUR);
    expect(browser.received.map((one) => one.to)).toEqual([idOf(12)]);
    expect(browser.opened).toEqual([idOf(12)]);
    const held = await browser.db.deliveries.filter((delivery) => delivery.reason === 'mayHaveReplied').toArray();
    expect(held.length).toBeGreaterThan(0);
    expect((await readUnreadThreads(browser.db)).map(({ contact }) => contact.id).sort()).toEqual([...new Set(held.map((delivery) => delivery.contactId))].sort());
    browser.inbox = [];
    await browser.run(TUESDAY + DAY);
    expect(browser.received.length).toBe(1);
  });

  it('lets go when the list shows that the conversation was read and answered', async () => {
    await start();
    browser.inbox = Array.from({ length: 12 }, (_, index) => unread(index + 1));
    await browser.run(TUESDAY + 3 * HOUR);
    expect(browser.received).toEqual([]);
    browser.inbox = browser.inbox.map((row) => ({ ...row, unread: 'no' as const, lastFromUs: 'yes' as const }));
    await browser.run(TUESDAY + DAY);
    expect(browser.received.length).toBeGreaterThan(0);
    expect(await readUnreadThreads(browser.db)).toEqual([]);
  });

  it('keeps a follow-up that waits for an unread conversation out of what is due today, and names it to the member', async () => {
    await start();
    await browser.run(TUESDAY + 10 * HOUR);
    const delivery = await browser.db.deliveries.where('[state+stateAt]').between(['sent', 0], ['sent', Infinity]).first();
    const name = await browser.db.contacts.get(delivery?.contactId ?? '');
    if (name === undefined) throw new Error('nobody was written to');
    browser.inbox = [{ name: displayName(name), unread: 'yes', lastFromUs: 'no' }];
    const FOLLOW_UPS = TUESDAY + 7 * DAY;
    await browser.run(FOLLOW_UPS + 3 * HOUR);
    expect((await readUnreadThreads(browser.db)).map(({ contact }) => contact.id)).toEqual([name.id]);
    const campaign = await browser.db.campaigns.get('k1');
    const counts = (await browser.db.tallies.get('c:k1'))?.counts ?? {};
    const day = new Date(browser.now).toISOString().slice(0, 10);
    const queued = await browser.db.deliveries.where('[campaignId+state+dueOn]').between(['k1', 'queued', ''], ['k1', 'queued', day], true, true).toArray();
    expect(queued.some((delivery) => delivery.contactId === name.id)).toBe(true);
    expect(campaign === undefined ? -1 : await readDueFollowUps(browser.db, { campaign, counts, day, today: {}, run: undefined }, browser.now)).toBe(queued.length - 1);
  });

  it('opens threads for it only with the setting; the reading before the send then decides', async () => {
    await start({ sweepOpens: 'yes' });
    browser.inbox = Array.from({ length: 12 }, (_, index) => unread(index + 1));
    for (const n of [1, 2, 3]) browser.reply(idOf(n), 'earlier', MONDAY - 20 * DAY);
    await browser.run(TUESDAY + 3 * HOUR);
    expect(browser.received.length).toBeGreaterThan(0);
  });

  it('does not wait for a conversation that is only waiting for our answer: the reading before the send decides', async () => {
    await start();
    browser.inbox = Array.from({ length: 12 }, (_, index) => ({ name: `Ana${index + 1} Example`, unread: 'no' as const, lastFromUs: 'no' as const }));
    await browser.run(TUESDAY + 3 * HOUR);
    expect(browser.received.length).toBeGreaterThan(0);
    expect(await browser.db.threads.filter((thread) => thread.mayHaveReplied !== undefined).toArray()).not.toContainEqual(expect.objectContaining({ contactId: 'c0001', mayHaveReplied: 'lastTheirs', lastReadAt: expect.any(Number) }));
  });
});

describe('Press Enter to send', () => {
  it('is switched to Click Send once: the permission is used up and the journal says so', async () => {
    await start({ mayChooseClickSend: 'yes' });
    browser.mood = (order) => (order.kind === 'deliver' ? 'mute' : 'accepts');
    let orderId = '';
    for (let at = TUESDAY; orderId === ''; at += 30_000) {
      await browser.run(at);
      const job = await readJob(browser.db);
      if (job?.kind === 'deliver') ({ orderId } = job);
    }
    const facts: PageFacts = { kind: 'compose', path: '/messaging/compose/', identity: { state: 'in', id: ME, name: 'Sam Sender', firstName: 'Sam' }, visible: true };
    const say = (origin: 'own' | 'other', order: string) => answerPage(browser.ports, { type: 'switched', orderId: order, deliveryId: 'd', facts }, origin, () => undefined);
    const journaled = () => browser.db.journal.where('[kind+seq]').between(['page.switchedToClickSend', 0], ['page.switchedToClickSend', Infinity]).count();
    await say('other', orderId);
    await say('own', 'another');
    expect([await journaled(), (await member())?.mayChooseClickSend]).toEqual([0, 'yes']);
    await say('own', orderId);
    expect([await journaled(), (await member())?.mayChooseClickSend]).toEqual([1, undefined]);
  });
});
