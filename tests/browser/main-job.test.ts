import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, readyMember, shownInList, writeNurture, type NurtureText } from './journey.ts';
import { passTime, settled } from './passing-time.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
/** 08:00 UTC two days after the real today, so that no alarm lies in the real past. */
const START = Math.ceil(Date.now() / DAY) * DAY + DAY + 8 * 3_600_000;
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Waiting goes by three times as fast, for the browser and for practice LinkedIn alike. */
const PACE = 3;
const SLOT = { days: EVERY_DAY, start: '09:00', end: '11:00' };

let practice: PracticeLinkedIn;
let browser: Browser;
let options: Page;

async function setUp(people: number, nurture: Partial<NurtureText> = {}): Promise<readonly Person[]> {
  practice = await startPracticeLinkedIn({ seed: 11, people: 200, now: START, pace: PACE });
  browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: START, pace: PACE });
  const chosen = practice.world.withTrait('plain').slice(0, people);
  options = await readyMember(browser, practice, chosen);
  await writeNurture(options, {
    name: 'Hello', program: 'Tests', timeZone: 'UTC', slots: [SLOT], askMe: false, messages: [{ body: 'Hi {{firstName}}, good to be connected.' }], ...nurture,
  });
  await activate(options, 'Hello');
  return chosen;
}

afterEach(async () => {
  await browser?.close();
  await practice?.close();
});

/** The health a row shows, with every sentence of its hover. */
async function healthText(name: string): Promise<string> {
  const shown = await shownInList(options, name);
  await options.getByRole('row').filter({ has: options.getByRole('switch', { name: `Active: ${name}` }) }).getByText(shown['Health'] ?? '').first().hover();
  await options.waitForTimeout(400);
  return options.locator('body').innerText();
}

const nextMorning = () => START + DAY + 4 * 3_600_000;

describe('approval', () => {
  it('sends only what was approved in the popup by keyboard, with exactly that text', async () => {
    const people = await setUp(3, { askMe: true });
    await passTime(browser, practice, nextMorning());
    expect(practice.record.sent).toEqual([]);
    const popup = await browser.openPopup();
    const waiting = popup.getByRole('region', { name: 'Waiting for you' });
    await waiting.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    const first = await waiting.innerText();
    await waiting.getByRole('button', { name: 'Approve', exact: true }).focus();
    await popup.keyboard.press('Enter');
    await popup.waitForFunction((before) => document.body.innerText !== before, first);
    await waiting.getByRole('button', { name: 'Reject', exact: true }).focus();
    await popup.keyboard.press('Enter');
    await popup.waitForTimeout(500);
    await popup.close();
    await passTime(browser, practice, nextMorning() + DAY);
    expect(practice.record.sent).toHaveLength(1);
    const [sent] = practice.record.sent;
    const person = people.find((candidate) => candidate.id === sent?.recipientId);
    expect(sent?.text).toBe(`Hi ${person?.firstName}, good to be connected.`);
    expect(first).toContain(person?.firstName);
  });
});

describe('who is signed in', () => {
  it.each([
    ['another member', () => practice.signIn(practice.world.members[1].id), /someone else|another (member|account)/i],
    ['nobody', () => practice.signIn(null), /Nobody is signed in/i],
  ])('sends nothing when LinkedIn is signed in as %s, and says so', async (_who, change, sentence) => {
    await setUp(3);
    change();
    await passTime(browser, practice, nextMorning());
    expect(practice.record.submits).toEqual([]);
    expect((await shownInList(options, 'Hello'))['Health']).toMatch(/Stopped/);
    expect(await healthText('Hello')).toMatch(sentence);
  });

  it('stops every campaign of the sender at a security check', async () => {
    await setUp(3);
    await writeNurture(options, { name: 'Second', program: 'Tests', timeZone: 'UTC', slots: [SLOT], askMe: false, messages: [{ body: 'Hello {{firstName}}.' }] });
    await activate(options, 'Second');
    practice.switches.wall = { kind: 'checkpoint', on: 'compose', after: 1 };
    await passTime(browser, practice, nextMorning());
    expect(practice.record.submits).toEqual([]);
    expect((await shownInList(options, 'Hello'))['Health']).toMatch(/Stopped/);
    expect((await shownInList(options, 'Second'))['Health']).toMatch(/Stopped/);
  });
});

describe('a worker that dies between grant and report', () => {
  const dieAtSubmit = async () => {
    const before = practice.record.submits.length;
    await passTime(browser, practice, nextMorning(), async () => {
      if (practice.record.submits.length === before) return false;
      return true;
    });
  };

  it.each([
    ['stored', 'no-answer' as const],
    ['not stored', 'drop' as const],
  ])('never sends a second copy of what LinkedIn has (%s)', { timeout: 240_000 }, async (_name, kind) => {
    await setUp(1);
    practice.fail({ kind, times: 1 });
    const killer = (async () => {
      const end = Date.now() + 60_000;
      while (practice.record.submits.length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
      await browser.killWorker();
    })();
    await dieAtSubmit();
    await killer;
    await passTime(browser, practice, nextMorning() + 2 * DAY);
    expect(practice.record.sent).toHaveLength(1);
    expect((await shownInList(options, 'Hello'))['Sent']).toBe('1');
  });
});

describe('the screens', () => {
  it('show a send within a second, without reload', async () => {
    await setUp(1);
    const popup = await browser.openPopup();
    await options.bringToFront();
    const cell = options.getByRole('row').filter({ has: options.getByRole('switch', { name: 'Active: Hello' }) });
    const seen = new Promise<number>((resolve) => {
      void (async () => {
        const end = Date.now() + 90_000;
        while (practice.record.sent.length === 0 && Date.now() < end) await new Promise((next) => setTimeout(next, 20));
        resolve(Date.now());
      })();
    });
    const change = cell.filter({ hasText: /\b1\b/ }).first();
    await passTime(browser, practice, nextMorning(), () => practice.record.sent.length > 0);
    const sentAt = await seen;
    await settled(browser);
    await change.waitFor({ timeout: 5000 });
    expect(practice.record.sent).toHaveLength(1);
    expect((await shownInList(options, 'Hello'))['Sent']).toBe('1');
    await popup.bringToFront();
    expect(await popup.locator('body').innerText()).toMatch(/Hello/);
    expect(sentAt).toBeGreaterThan(0);
  });
});
