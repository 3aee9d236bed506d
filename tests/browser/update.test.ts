import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../lib/domain/reply.ts';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, readyMember, writeNurture } from './journey.ts';
import { passTime } from './passing-time.ts';
import { store, storedRows, storedSetting } from './stored.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
const START = Math.ceil(Date.now() / DAY) * DAY + DAY + 8 * 3_600_000;
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

let practice: PracticeLinkedIn;
let browser: Browser;

afterEach(async () => {
  await browser?.close();
  await practice?.close();
});

async function until(what: string, done: () => Promise<boolean>, limitMs = 20_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (Date.now() < end) {
    if (await done()) return;
    await new Promise((resolve) => { setTimeout(resolve, 150); });
  }
  throw new Error(`This did not come: ${what}`);
}

/** The names under which the copies of the content script in a tab answer the worker. */
async function answeringIn(page: Page, tries = 8): Promise<Set<string>> {
  const worker = await browser.worker();
  const found = new Set<string>();
  for (let index = 0; index < tries; index += 1) {
    const instance = await worker.evaluate(async (url) => {
      const scope = globalThis as unknown as { chrome: { tabs: { query(filter: object): Promise<{ id: number; url?: string }[]>; sendMessage(id: number, message: object): Promise<{ instance?: string }> } } };
      const tab = (await scope.chrome.tabs.query({ url: 'https://www.linkedin.com/*' })).find((one) => one.url === url);
      return tab === undefined ? undefined : (await scope.chrome.tabs.sendMessage(tab.id, { type: 'ping' }).catch(() => undefined))?.instance;
    }, page.url());
    if (instance !== undefined) found.add(instance);
  }
  return found;
}

describe('an update of the extension', () => {
  it('brings LinkedIn tabs that are open back to life: one live copy each, and a reply the member opens is seen', async () => {
    practice = await startPracticeLinkedIn({ seed: 31, people: 60, now: START });
    browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: START });
    const [person] = practice.world.withTrait('plain');
    if (person === undefined) throw new Error('the world is empty');
    const options = await readyMember(browser, practice, [person]);
    await writeNurture(options, {
      name: 'Hello', program: 'Tests', timeZone: 'UTC', slots: [{ days: EVERY_DAY, start: '09:00', end: '11:00' }], askMe: false, messages: [{ body: 'Hi {{firstName}}.' }],
    });
    await activate(options, 'Hello');
    await passTime(browser, practice, START + DAY + 4 * 3_600_000);
    expect(practice.sentTo(person.id)).toHaveLength(1);

    const member = await browser.context.newPage();
    await member.goto('https://www.linkedin.com/feed/');
    await until('a first copy', async () => (await answeringIn(member, 1)).size === 1);
    const before = await answeringIn(member);
    expect(before.size).toBe(1);

    await browser.updateExtension();
    await until('a copy after the update', async () => (await answeringIn(member, 1)).size === 1);
    const after = await answeringIn(member);
    expect(after.size).toBe(1);
    expect([...after]).not.toEqual([...before]);

    practice.reply(person.id, 'Thanks, gladly!');
    const [thread] = practice.record.sent.map((message) => message.threadId);
    await member.goto(`https://www.linkedin.com/messaging/thread/${thread ?? ''}/`);
    const screen = await browser.openOptions('#/nurtures');
    await until('the reply', async () => (await storedRows<Reply>(screen, 'replies')).some((reply) => reply.text === 'Thanks, gladly!' && reply.answer === 'opened'));
    expect(practice.record.privateRequests).toEqual([]);
  });

  it('leaves tabs whose copy lives alone when access is given again', async () => {
    practice = await startPracticeLinkedIn({ seed: 32, people: 60, now: START });
    browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: START });
    const options = await readyMember(browser, practice, practice.world.connections.slice(0, 1));
    const member = await browser.context.newPage();
    await member.goto('https://www.linkedin.com/messaging/compose/');
    await until('a copy', async () => (await answeringIn(member, 1)).size === 1);
    const before = await answeringIn(member);
    await browser.worker().then((worker) => worker.evaluate('chrome.permissions.onAdded.dispatch({ origins: ["https://www.linkedin.com/*"] })'));
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
    expect(await answeringIn(member)).toEqual(before);
    await store(options, 'settings', [], ['signedIn']);
    await member.reload();
    await until('the new page to say hello', async () => (await storedSetting<{ state: string }>(options, 'signedIn'))?.state === 'in');
  });
});
