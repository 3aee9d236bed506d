import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, firstRun, importContacts, readyMember, writeNurture } from './journey.ts';
import { passTime } from './passing-time.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
/** Waiting goes by three times as fast. */
const PACE = 3;
const START = Math.ceil(Date.now() / DAY) * DAY + DAY + 8 * 3_600_000;
const SLOT = { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], start: '09:00', end: '11:00' };
const BASE = { program: 'Tests', timeZone: 'UTC', slots: [SLOT], askMe: false } as const;

let practice: PracticeLinkedIn;
let browser: Browser;
let options: Page;
const open: Browser[] = [];

async function setUp(people: number): Promise<readonly Person[]> {
  practice = await startPracticeLinkedIn({ seed: 21, people: 200, now: START, pace: PACE });
  browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: START, pace: PACE });
  open.push(browser);
  const chosen = practice.world.withTrait('plain').slice(0, people);
  options = await readyMember(browser, practice, chosen);
  return chosen;
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await practice?.close();
});

function perPerson(): number[] {
  const counts = new Map<string, number>();
  for (const message of practice.record.sent) counts.set(message.recipientId, (counts.get(message.recipientId) ?? 0) + 1);
  return [...counts.values()];
}

describe('two nurtures of one name and program', () => {
  it('write to every person of overlapping sources once', { timeout: 240_000 }, async () => {
    await setUp(4);
    const message = { body: 'Hi {{firstName}}, good to be connected.' };
    await writeNurture(options, { ...BASE, name: 'Twin', messages: [message] });
    await activate(options, 'Twin');
    await writeNurture(options, { ...BASE, name: ' twin ', messages: [message], source: 'All connections' });
    await options.goto(`${options.url().split('#')[0]}#/nurtures`);
    // Two names that differ by space and case only: the second switch is the one that is still off.
    await options.getByRole('switch', { name: /^Active: /, checked: false }).click();
    await options.waitForFunction(() => document.querySelectorAll('[role=switch][aria-label^="Active: "][aria-checked=true]').length === 2);
    await passTime(browser, practice, START + 4 * DAY);
    expect(perPerson()).toEqual([1, 1, 1, 1]);
  });
});

describe('an edit while texts are approved', () => {
  it('makes the approvals void, says why, and sends neither text before a new approval', { timeout: 240_000 }, async () => {
    await setUp(5);
    const id = await writeNurture(options, { ...BASE, name: 'Edited', askMe: true, messages: [{ body: 'Hi {{firstName}}, the old text.' }] });
    await activate(options, 'Edited');
    await passTime(browser, practice, START + DAY + 4 * 3_600_000);
    await options.goto(`${options.url().split('#')[0]}#/queue?campaign=${id}`);
    await options.getByRole('button', { name: 'Approve all' }).first().click();
    await options.getByRole('dialog').getByRole('button', { name: 'Approve all' }).click();
    await expect.poll(() => options.locator('body').innerText(), { timeout: 15_000 }).toMatch(/5 messages approved/);
    await options.goto(`${options.url().split('#')[0]}#/nurtures/${id}`);
    await options.getByRole('textbox', { name: 'Message 1', exact: true }).fill('Hi {{firstName}}, the new text.');
    await options.getByRole('button', { name: 'Save nurture' }).click();
    await expect.poll(() => options.locator('body').innerText(), { timeout: 15_000 }).toMatch(/5 approvals no longer hold/);
    await passTime(browser, practice, START + 3 * DAY);
    expect(practice.record.sent).toEqual([]);
    await options.goto(`${options.url().split('#')[0]}#/queue?campaign=${id}`);
    await expect.poll(() => options.locator('main').innerText(), { timeout: 10_000 }).toMatch(/the text changed|pending|waits for you/i);
  });
});

describe('a backup taken in mid-campaign', () => {
  it('restored into an empty profile and switched on, gives nobody a message twice', { timeout: 300_000 }, async () => {
    const people = await setUp(4);
    await writeNurture(options, { ...BASE, name: 'Kept', messages: [{ body: 'Hi {{firstName}}, first.' }, { body: 'Hi {{firstName}}, second.', delayDays: 3 }] });
    await activate(options, 'Kept');
    await passTime(browser, practice, START + 3 * DAY, () => practice.record.sent.length >= 2);
    await options.goto(`${options.url().split('#')[0]}#/settings`);
    const download = options.waitForEvent('download');
    await options.getByRole('button', { name: 'Save a backup' }).click();
    const file = await (await download).path();
    const backup = readFileSync(file);
    const at = browser.now();
    await browser.close();

    const second = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: at, pace: PACE });
    open.push(second);
    browser = second;
    options = await second.openOptions();
    await firstRun(second, options, practice.world.members[0].name);
    await options.goto(`${options.url().split('#')[0]}#/settings`);
    await options.locator('input[type=file][aria-label="Restore a backup"]').setInputFiles({ name: 'x.nurtures-backup.json', mimeType: 'application/json', buffer: backup });
    await options.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await options.waitForTimeout(1000);
    await activate(options, 'Kept');
    await passTime(second, practice, at + 8 * DAY);
    for (const person of people) {
      const texts = practice.sentTo(person.id).map((message) => message.text);
      expect(texts.filter((text) => text.endsWith('first.')), person.name).toHaveLength(1);
      expect(texts.filter((text) => text.endsWith('second.')), person.name).toHaveLength(1);
    }
  });
});

describe('a spoiled export', () => {
  it('imports what is good and names each bad row with its reason', { timeout: 120_000 }, async () => {
    await setUp(1);
    const csv = [
      'First Name,Last Name,URL,Email Address,Company,Position,Connected On',
      'Ana,Good,https://www.linkedin.com/in/ana-good,,Acme,Engineer,12 Jan 2024',
      'No,Address,,,Acme,Engineer,12 Jan 2024',
      'Broken,"Quote,https://www.linkedin.com/in/broken-quote,,Acme,Engineer,12 Jan 2024',
      'Ben,Good,https://www.linkedin.com/in/ben-good,,Acme,Engineer,13 Jan 2024',
      'Ana,Again,https://www.linkedin.com/in/ana-good,,Acme,Engineer,12 Jan 2024',
      'Also,None,,,,,13 Jan 2024',
      'Third,None,,,,,13 Jan 2024',
    ].join('\n');
    await options.goto(`${options.url().split('#')[0]}#/contacts`);
    await options.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    await options.locator('input[type=file][aria-label="Import contacts"]').setInputFiles({ name: 'Connections.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await options.getByRole('button', { name: 'Start import' }).click();
    await options.getByRole('button', { name: 'Done', exact: true }).waitFor();
    const report = await options.getByRole('dialog').innerText();
    for (const row of [3, 4, 7, 8]) expect(report, report).toMatch(new RegExp(`\\b${row}\\b`));
    await options.getByRole('button', { name: 'Done', exact: true }).click();
    const screen = options.locator('main');
    await expect.poll(() => screen.innerText(), { timeout: 15_000 }).toMatch(/Ana Good/);
    await expect.poll(() => screen.innerText(), { timeout: 15_000 }).toMatch(/Ben Good/);
    await importContacts(options, csv);
    await options.reload();
    await expect.poll(() => screen.innerText(), { timeout: 15_000 }).toMatch(/Ben Good/);
    expect((await screen.innerText()).match(/Ana Good/g)).toHaveLength(1);
  });
});
