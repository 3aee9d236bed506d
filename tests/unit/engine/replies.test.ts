import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '@/lib/domain/reply';
import { openJudge } from '@/lib/engine/judge';
import { answerPage } from '@/lib/engine/page-router';
import { correctTone, openedReply } from '@/lib/engine/reply-actions';
import { readToneData } from '@/lib/tone/tone-data';
import { SHIPPED } from '../../tone/shipped.ts';
import { aCampaign, idOf, ME, seed, SimulatedBrowser } from './simulated-browser';

// Simulated days take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const TUESDAY_NOON = Date.parse('2026-11-24T11:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const kit = readToneData(JSON.parse(readFileSync(SHIPPED, 'utf8')));

let b: SimulatedBrowser | undefined;
afterEach(() => b?.close());

/** Messages are out: Tuesday noon, the shipped judge at work. */
async function sent(people: number): Promise<SimulatedBrowser> {
  b = await new SimulatedBrowser(MONDAY).open();
  b.ports.judge = openJudge(b.db, async () => kit);
  await seed(b, people, [aCampaign(MONDAY, { messages: [{ id: 'm1', body: 'Hi {{firstName}}, may I show you our tool?', delayDays: 0, variants: {}, missing: 'hold', fallbacks: {} }, { id: 'm2', body: 'Hi {{firstName}}, still around?', delayDays: 3, variants: {}, missing: 'hold', fallbacks: {} }] })]);
  await b.wake();
  await b.run(TUESDAY_NOON);
  expect(b.received).toHaveLength(people);
  return b;
}

/** A page of the member's own shows the thread, as when they open it. */
async function see(browser: SimulatedBrowser, person: number): Promise<void> {
  const facts = { kind: 'thread' as const, path: '/messaging/thread/1/', identity: { state: 'in' as const, id: ME, name: 'Sam Sender', firstName: 'Sam' }, visible: true };
  await answerPage(browser.ports, { type: 'threadSeen', facts, thread: { otherId: idOf(person), rows: [...browser.rowsOf(idOf(person))], reached: 'top' } }, 'other', () => undefined);
}

const counts = async (browser: SimulatedBrowser, scope = 'c') => (await browser.db.tallies.get(`${scope}:k1`))?.counts ?? {};
const replies = (browser: SimulatedBrowser): Promise<Reply[]> => browser.db.replies.orderBy('at').toArray();

describe('a reply', () => {
  it('is attributed to the message before it, joined until our next, judged with the words that decided', async () => {
    const browser = await sent(1);
    browser.now += HOUR;
    browser.reply(idOf(1), 'Thanks for asking.');
    browser.now += 60_000;
    browser.reply(idOf(1), 'But we already work with another agency, no need.');
    await see(browser, 1);
    const [reply, ...others] = await replies(browser);
    expect(others).toEqual([]);
    expect(reply).toMatchObject({ kind: 'counted', campaignId: 'k1', messageId: 'm1', tone: 'negative', toneLanguage: 'en', text: 'Thanks for asking.\nBut we already work with another agency, no need.' });
    expect(reply?.toneWords.length).toBeGreaterThan(0);
    expect(await counts(browser)).toMatchObject({ replies: 1, negative: 1 });
    expect(await counts(browser, 'm:m1')).toMatchObject({ replies: 1, negative: 1 });
    expect(await counts(browser, 'd:2026-11-24')).toMatchObject({ replies: 1, negative: 1 });
  });

  it('that goes on is still one, judged anew, and waits for the member again although they had opened it', async () => {
    const browser = await sent(1);
    browser.now += HOUR;
    browser.reply(idOf(1), 'Not interested, thanks.');
    await see(browser, 1);
    const [first] = await replies(browser);
    expect(first).toMatchObject({ tone: 'negative', answer: 'opened' });
    browser.now += HOUR;
    browser.reply(idOf(1), 'Wait, I would love to see it! Can we talk on Tuesday? That sounds great.');
    // Found by the product itself this time: the enrollment is over, so a late doubt about a delivery is what reads the thread.
    const delivery = (await browser.db.deliveries.toArray()).find((one) => one.messageId === 'm1');
    if (delivery === undefined) throw new Error('no delivery');
    await browser.db.deliveries.put({ ...delivery, state: 'unconfirmed', recipientId: idOf(1), reconcileAt: browser.now });
    await answerPage(browser.ports, {
      type: 'reconciled', orderId: 'o', deliveryId: delivery.id, facts: { kind: 'thread', path: '/', identity: { state: 'in', id: ME, name: 'Sam', firstName: 'Sam' }, visible: false },
      result: { ok: true, thread: { otherId: idOf(1), rows: [...browser.rowsOf(idOf(1))], reached: 'top' } },
    }, 'own', () => undefined);
    const after = await replies(browser);
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ id: first?.id, answer: 'waiting', tone: 'positive' });
    expect(await counts(browser)).toMatchObject({ replies: 1, negative: 0, positive: 1 });
  });

  it('never outnumbers what was sent, however much is written; reading again changes nothing', async () => {
    const browser = await sent(2);
    for (let hour = 0; hour < 12; hour += 1) {
      browser.now += HOUR;
      browser.reply(idOf(1), `Message ${hour}, yes gladly`);
      await see(browser, 1);
      await see(browser, 1);
    }
    expect(await counts(browser)).toMatchObject({ replies: 1, sent: 2 });
    expect((await replies(browser))[0]?.rowUrns).toHaveLength(12);
  });

  it('later than 30 days is kept, ends the sequence and is not counted', async () => {
    const browser = await sent(1);
    browser.bells.clear();
    browser.now += 31 * DAY;
    browser.reply(idOf(1), 'Sorry for the late answer, sounds interesting.');
    await see(browser, 1);
    expect(await replies(browser)).toMatchObject([{ kind: 'later', messageId: 'm1' }]);
    const tally = await counts(browser);
    expect(tally).toMatchObject({ later: 1 });
    expect(tally.replies ?? 0).toBe(0);
    expect((await browser.db.enrollments.toArray())[0]).toMatchObject({ state: 'ended', reason: 'replied' });
  });

  it('by a machine is kept apart, does not end the sequence, and gives way to the person who writes after it', async () => {
    const browser = await sent(1);
    browser.now += HOUR;
    browser.reply(idOf(1), 'Thank you for your message. I am out of the office until Monday with limited access to email. I will reply when I return.');
    await see(browser, 1);
    expect(await replies(browser)).toMatchObject([{ kind: 'automatic', answer: 'none' }]);
    expect((await browser.db.enrollments.toArray())[0]?.state).toBe('active');
    expect(await counts(browser)).toMatchObject({ automatic: 1 });
    browser.now += DAY;
    browser.reply(idOf(1), 'Back now. Please send me the details, I am interested.');
    await see(browser, 1);
    expect(await replies(browser)).toMatchObject([{ kind: 'counted', tone: 'positive' }]);
    expect(await counts(browser)).toMatchObject({ automatic: 0, replies: 1, positive: 1 });
    expect((await browser.db.enrollments.toArray())[0]).toMatchObject({ state: 'ended', reason: 'replied' });
  });

  it('that asks to stop, in any row and any of the seven languages, puts the person on the list with the sentence', async () => {
    const browser = await sent(2);
    browser.now += HOUR;
    browser.reply(idOf(1), 'Bonjour. Merci de ne plus me contacter. Bonne journée.');
    await see(browser, 1);
    const [exclusion] = await browser.db.exclusions.toArray();
    expect(exclusion).toMatchObject({ kind: 'person', value: 'c0001', reason: 'optedOut', evidence: 'Merci de ne plus me contacter.' });
    await browser.run(MONDAY + 20 * DAY);
    expect(browser.received.filter(({ to }) => to === idOf(1))).toHaveLength(1);
    expect(browser.received.filter(({ to }) => to === idOf(2))).toHaveLength(2);
  });

  it('in a language nobody here knows is counted and not judged', async () => {
    const browser = await sent(1);
    browser.now += HOUR;
    browser.reply(idOf(1), 'Kiitos viestistäsi, palaan asiaan myöhemmin keväällä.');
    await see(browser, 1);
    expect((await replies(browser))[0]?.tone).toBeUndefined();
    const tally = await counts(browser);
    expect(tally.replies).toBe(1);
    expect([tally.positive, tally.neutral, tally.negative]).toEqual([undefined, undefined, undefined]);
  });
});

describe('a correction', () => {
  it('replaces the judgement in every number and teaches what reads alike', async () => {
    const browser = await sent(3);
    const text = 'Ping me after the harvest festival.';
    for (const person of [1, 2]) {
      browser.now += HOUR;
      browser.reply(idOf(person), person === 1 ? text : 'Sam, ping me after the harvest festival.');
    }
    await see(browser, 1);
    const [first] = await replies(browser);
    if (first?.tone === undefined) throw new Error('not judged');
    const wanted = first.tone === 'negative' ? 'positive' : 'negative';
    await correctTone(browser.db, browser.now, first.id, wanted);
    for (const scope of ['c', 'm:m1', 'd:2026-11-24']) expect(await counts(browser, scope)).toMatchObject({ [first.tone]: 0, [wanted]: 1 });

    await see(browser, 2);
    const second = (await replies(browser)).find((reply) => reply.contactId === 'c0002');
    expect(second?.tone).toBe(wanted);

    await correctTone(browser.db, browser.now, first.id, undefined);
    browser.now += HOUR;
    browser.reply(idOf(3), text);
    await see(browser, 3);
    const third = (await replies(browser)).find((reply) => reply.contactId === 'c0003');
    expect(third?.tone).toBe(first.tone);
  });

  it('stays when the reply goes on', async () => {
    const browser = await sent(1);
    browser.now += HOUR;
    browser.reply(idOf(1), 'Well, well.');
    await see(browser, 1);
    const [first] = await replies(browser);
    await correctTone(browser.db, browser.now, first?.id ?? '', 'negative');
    browser.now += HOUR;
    browser.reply(idOf(1), 'That is great, thank you so much!');
    await see(browser, 1);
    expect((await replies(browser))[0]).toMatchObject({ correctedTone: 'negative', correctedAt: expect.any(Number) });
    expect((await counts(browser)).negative).toBe(1);
    expect((await openedReply(browser.db, browser.now, first?.id ?? '')).ok).toBe(false);
  });
});
