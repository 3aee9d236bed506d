import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Delivery, Enrollment } from '../../lib/domain/delivery.ts';
import type { Reply } from '../../lib/domain/reply.ts';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, readyMember, writeNurture } from './journey.ts';
import { passTime } from './passing-time.ts';
import { storedRows } from './stored.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
/** Waiting goes by three times as fast. */
const PACE = 3;
const START = Math.ceil(Date.now() / DAY) * DAY + DAY + 8 * 3_600_000;
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

let practice: PracticeLinkedIn;
let browser: Browser;
let options: Page;

afterEach(async () => {
  expect(practice.record.privateRequests).toEqual([]);
  await browser?.close();
  await practice?.close();
});

/** Two messages, three days apart, to so many people; the first has gone out to all of them. */
async function afterFirstMessage(people: number): Promise<Person[]> {
  practice = await startPracticeLinkedIn({ seed: 51, people: 60, now: START, pace: PACE });
  browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: START, pace: PACE });
  const chosen = practice.world.withTrait('plain').slice(0, people);
  options = await readyMember(browser, practice, chosen);
  await writeNurture(options, {
    name: 'Two', program: 'Tests', timeZone: 'UTC', slots: [{ days: EVERY_DAY, start: '09:00', end: '11:00' }], askMe: false,
    messages: [{ body: 'Hi {{firstName}}.' }, { body: 'Still there, {{firstName}}?', delayDays: 3 }],
  });
  await activate(options, 'Two');
  await passTime(browser, practice, START + DAY + 4 * 3_600_000);
  expect(chosen.map((person) => practice.sentTo(person.id).length)).toEqual(chosen.map(() => 1));
  return chosen;
}

const replies = () => storedRows<Reply>(options, 'replies');
const enrollmentOf = async (index = 0) => (await storedRows<Enrollment>(options, 'enrollments'))[index];

describe('a reply', () => {
  it('far above the fold of 200 messages, already answered by hand, ends the sequence', async () => {
    const [person] = await afterFirstMessage(1);
    if (person === undefined) throw new Error('nobody');
    const at = practice.now() + 60_000;
    practice.history(person.id, [
      { from: 'them', text: 'Thanks for writing, tell me more.', at },
      ...Array.from({ length: 200 }, (_, index) => ({ from: 'me' as const, text: `line ${String(index)} of my own`, at: at + (index + 1) * 1000 })),
    ]);
    const reads = practice.record.reads.length;
    await passTime(browser, practice, START + 6 * DAY, () => false, 75_000);
    expect(practice.sentTo(person.id)).toHaveLength(1);
    expect(await enrollmentOf()).toMatchObject({ state: 'ended', reason: 'replied' });
    expect((await replies()).map(({ text, kind, answer }) => ({ text, kind, answer }))).toEqual([{ text: 'Thanks for writing, tell me more.', kind: 'counted', answer: 'none' }]);
    expect(practice.record.reads.length).toBeGreaterThan(reads);
  });

  it('that is unread holds the person: the thread is not opened, nothing is marked read; once the member opened it the sequence ends', async () => {
    const [person, other] = await afterFirstMessage(2);
    if (person === undefined || other === undefined) throw new Error('nobody');
    practice.reply(person.id, 'Not now, maybe next year.');
    const reads = practice.record.reads.length;
    await passTime(browser, practice, START + 5 * DAY);
    const opened = practice.record.reads.slice(reads);
    expect(opened.every((read) => !read.personIds.includes(person.id) && !read.hadUnread)).toBe(true);
    expect(practice.sentTo(person.id)).toHaveLength(1);
    expect(practice.sentTo(other.id)).toHaveLength(2);
    expect((await storedRows<Delivery>(options, 'deliveries')).some((delivery) => delivery.reason === 'mayHaveReplied')).toBe(true);
    const popup = await browser.openPopup();
    const unread = popup.getByRole('region', { name: 'Answer these' }).getByRole('listitem').filter({ hasText: person.name });
    await unread.getByText('may have replied').waitFor();
    expect(await unread.getByRole('link').getAttribute('href')).toContain(encodeURIComponent(practice.sentTo(person.id)[0]?.threadId ?? '?'));
    await popup.close();

    const member = await browser.context.newPage();
    const threadId = practice.sentTo(person.id)[0]?.threadId ?? '';
    await member.goto(`https://www.linkedin.com/messaging/thread/${threadId}/`);
    const end = Date.now() + 20_000;
    while (Date.now() < end && (await replies()).length === 0) await member.waitForTimeout(200);
    expect((await replies()).map(({ text, answer }) => ({ text, answer }))).toEqual([{ text: 'Not now, maybe next year.', answer: 'opened' }]);
    const ended = (await storedRows<Enrollment>(options, 'enrollments')).filter((enrollment) => enrollment.reason === 'replied');
    expect(ended).toHaveLength(1);
    await member.close();
    await passTime(browser, practice, START + 9 * DAY);
    expect(practice.sentTo(person.id)).toHaveLength(1);
  });

  it('found in a thread the product opened stays in *Answer these* until it is opened or ticked off', async () => {
    const [person] = await afterFirstMessage(1);
    if (person === undefined) throw new Error('nobody');
    // The reply comes after the list was looked at, just before the second message would be written.
    let said = false;
    await passTime(browser, practice, START + 6 * DAY, async () => {
      const own = browser.context.pages().some((page) => page.url().includes('linkedin.com/messaging/compose'));
      const scheduled = (await storedRows<Delivery>(options, 'deliveries')).some((delivery) => delivery.step === 1 && delivery.state === 'scheduled');
      if (own && scheduled && !said) {
        said = true;
        practice.reply(person.id, 'Yes, let us talk.');
      }
      return false;
    });
    expect(said).toBe(true);
    expect(practice.sentTo(person.id)).toHaveLength(1);
    expect((await replies()).map(({ text, answer }) => ({ text, answer }))).toEqual([{ text: 'Yes, let us talk.', answer: 'waiting' }]);
    const popup = await browser.openPopup();
    await popup.getByRole('region', { name: 'Answer these' }).getByText('Yes, let us talk.').waitFor();
  });
});
