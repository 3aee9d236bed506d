import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { defaultSwitches } from '../practice-linkedin/switches.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { launch, type Browser } from './chromium.ts';

// Six drivers as public tools really wrote them. Practice LinkedIn is good enough only if its record catches each of them.

let practice: PracticeLinkedIn;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  practice = await startPracticeLinkedIn({ seed: 11 });
  browser = await launch({ practicePort: practice.port });
  page = await browser.context.newPage();
});

afterEach(() => {
  practice.record.sent.length = 0;
  Object.assign(practice.switches, defaultSwitches());
});

afterAll(async () => {
  await browser.close();
  await practice.close();
});

function connection(index: number): Person {
  const person = practice.world.connections[index];
  if (person === undefined) throw new Error('the world is too small');
  return person;
}

const go = (path: string): Promise<unknown> => page.goto(`https://www.linkedin.com${path}`);
const composeHref = (id: string): string => `/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A${id}&recipient=${id}&screenContext=NON_SELF_PROFILE_VIEW&interop=msgOverlay`;

/** What the careless drivers share: page code that writes into an editor and presses Send. */
async function write(text: string, which: 'first' | 'last', how: 'insertText' | 'insertHTML'): Promise<{ enabled: boolean; cleared: boolean }> {
  await page.locator('form [contenteditable=true]').first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('[id^=msg-form]')].every((form) => Reflect.get(form, 'settled') === true));
  return await page.evaluate(async ([words, position, command]) => {
    const editors = [...document.querySelectorAll<HTMLElement>('form [contenteditable=true]')];
    const editor = position === 'first' ? editors[0] : editors.at(-1);
    const button = editor?.closest('form')?.querySelector<HTMLButtonElement>('button[type=submit]');
    if (editor === undefined || button === null || button === undefined) throw new Error('no composer');
    editor.focus();
    document.execCommand(command, false, words);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    const enabled = !button.disabled;
    button.disabled = false;
    button.click();
    await new Promise((resolve) => { setTimeout(resolve, 400); });
    return { enabled, cleared: editor.isConnected && editor.innerText.trim() === '' };
  }, [text, which, how] as const);
}

describe('careless drivers are caught', () => {
  test('the first Message link in the page writes to the wrong person', async () => {
    const wanted = connection(30);
    practice.switches.arrival = 'asides-first';
    practice.switches.stickyBar = 'late';
    practice.switches.messageClick = 'navigate';
    await go(`/in/${encodeURIComponent(wanted.slug)}/`);
    await page.evaluate(() => new Promise<void>((resolve) => {
      const look = (): boolean => {
        const link = document.querySelector<HTMLAnchorElement>('a[href*="/messaging/compose/"]');
        if (link === null) return false;
        link.click();
        resolve();
        return true;
      };
      if (look()) return;
      const observer = new MutationObserver(() => {
        if (look()) observer.disconnect();
      });
      observer.observe(document, { childList: true, subtree: true });
    }));
    await page.waitForURL(/messaging/);
    const addressed = new URL(page.url()).searchParams.get('recipient') ?? '';
    expect(addressed).not.toBe(wanted.id);
    practice.setDegree(addressed, 1);
    await write(`Hi ${wanted.firstName}`, 'last', 'insertText');
    expect(practice.record.sent.map((one) => one.recipientId)).toEqual([addressed]);
    expect(practice.sentTo(wanted.id)).toEqual([]);
  });

  test('the last composer in the page writes to the wrong person', async () => {
    const wanted = connection(31);
    const other = connection(32);
    practice.switches.oldBubble = { person: other.id, draft: '', place: 'light', order: 'after' };
    await go(`/in/${encodeURIComponent(wanted.slug)}/`);
    await page.locator('section a[href*="/messaging/compose/"]').first().evaluate((link: HTMLAnchorElement) => { link.click(); });
    await page.waitForFunction(() => document.querySelectorAll('form [contenteditable=true]').length === 2);
    await write(`Hi ${wanted.firstName}`, 'last', 'insertText');
    expect(practice.sentTo(other.id)).toHaveLength(1);
    expect(practice.sentTo(wanted.id)).toEqual([]);
  });

  test('insertHTML sends nothing, although the text stands in the page', async () => {
    const wanted = connection(33);
    await go(composeHref(wanted.id));
    const seen = await write('<p>Hi there</p>', 'last', 'insertHTML');
    expect(seen.enabled).toBe(false);
    expect(practice.record.sent).toEqual([]);
  });

  test('a cleared composer is not a sent message', async () => {
    const wanted = connection(34);
    await go(composeHref(wanted.id));
    practice.fail({ kind: 'drop' });
    const seen = await write('Hi there', 'last', 'insertText');
    expect(seen).toEqual({ enabled: true, cleared: true });
    expect(practice.record.sent).toEqual([]);
    await page.reload();
    await page.locator('form [contenteditable=true]').waitFor();
    expect(await page.getByText('Hi there').count()).toBe(0);
  });

  test('a retry when no answer came writes twice', async () => {
    const wanted = connection(35);
    practice.fail({ kind: 'no-answer', person: wanted.id });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await go(composeHref(wanted.id));
      await write('Hi there', 'last', 'insertText');
      if (await page.locator('[data-event-urn]').count() > 0) break;
    }
    expect(practice.sentTo(wanted.id).map((one) => one.text)).toEqual(['Hi there', 'Hi there']);
  });

  test('a name instead of an id writes to the namesake', async () => {
    const [first, wanted] = practice.world.namesakes;
    await go('/messaging/compose/');
    await page.locator('input[role=combobox]').fill(wanted.name);
    await page.locator('li[role=option] button').first().click();
    await page.locator('.artdeco-pill__text').waitFor();
    await write(`Hi ${wanted.firstName}`, 'last', 'insertText');
    expect(practice.sentTo(first.id)).toHaveLength(1);
    expect(practice.sentTo(wanted.id)).toEqual([]);
  });
});
