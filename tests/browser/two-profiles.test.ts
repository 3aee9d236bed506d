import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import type { Delivery } from '../../lib/domain/delivery.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, firstRun, readyMember, writeNurture } from './journey.ts';
import { passTimeTogether } from './passing-time.ts';
import { storedRows } from './stored.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
const PACE = 3;
const START = Math.ceil(Date.now() / DAY) * DAY + DAY + 8 * 3_600_000;
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

let practice: PracticeLinkedIn;
let open: Browser[] = [];

afterEach(async () => {
  for (const browser of open) await browser.close();
  open = [];
  await practice.close();
});

async function profile(now: number): Promise<Browser> {
  const browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now, pace: PACE });
  open.push(browser);
  return browser;
}

/** The member's nurture in a first profile, not yet active, and a backup of it. */
async function firstProfile(): Promise<{ browser: Browser; options: Page; people: Person[]; backup: Buffer }> {
  practice = await startPracticeLinkedIn({ seed: 77, people: 60, now: START, pace: PACE });
  const people = practice.world.withTrait('plain').slice(0, 4);
  const browser = await profile(START);
  const options = await readyMember(browser, practice, people);
  await writeNurture(options, {
    name: 'Both', program: 'Tests', timeZone: 'UTC', slots: [{ days: EVERY_DAY, start: '09:00', end: '11:00' }], askMe: false,
    messages: [{ body: 'Hi {{firstName}}, first.' }, { body: 'Hi {{firstName}}, second.', delayDays: 3 }],
  });
  await options.goto(`${options.url().split('#')[0]}#/settings`);
  const download = options.waitForEvent('download');
  await options.getByRole('button', { name: 'Save a backup' }).click();
  return { browser, options, people, backup: readFileSync(await (await download).path()) };
}

/** The same member in another profile of the browser, with the backup restored; its campaign is inactive, as a restored one is. */
async function secondProfile(now: number, backup: Buffer): Promise<{ browser: Browser; options: Page }> {
  const browser = await profile(now);
  const options = await browser.openOptions();
  await firstRun(browser, options, practice.world.members[0].name);
  await options.goto(`${options.url().split('#')[0]}#/settings`);
  await options.locator('input[type=file][aria-label="Restore a backup"]').setInputFiles({ name: 'x.nurtures-backup.json', mimeType: 'application/json', buffer: backup });
  await options.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
  await options.getByText(/restored/i).first().waitFor();
  return { browser, options };
}

function eachOnce(people: readonly Person[]): void {
  for (const person of people) {
    const texts = practice.sentTo(person.id).map((message) => message.text.split(', ')[1]);
    expect(texts, person.name).toEqual(['first.', 'second.']);
  }
  expect(practice.record.sent).toHaveLength(2 * people.length);
  expect(practice.record.privateRequests).toEqual([]);
}

/** How each delivery of this profile ended. */
async function ends(options: Page): Promise<string[]> {
  return (await storedRows<Delivery>(options, 'deliveries')).map(({ state, reason }) => (reason === undefined ? state : `${state}: ${reason}`));
}

it('two profiles with the same restored campaign, in the same slots: every person has each message once', { timeout: 300_000 }, async () => {
  const first = await firstProfile();
  const second = await secondProfile(first.browser.now(), first.backup);
  await activate(first.options, 'Both');
  await activate(second.options, 'Both');
  await passTimeTogether([first.browser, second.browser], practice, START + 9 * DAY);
  eachOnce(first.people);
  const went = [await ends(first.options), await ends(second.options)];
  for (const own of went) {
    expect(own).toHaveLength(8);
    expect(own).toContain('sent');
    expect(own).toContain('canceled: sentElsewhere');
  }
  expect(went.flat().sort()).toEqual([...Array<string>(8).fill('canceled: sentElsewhere'), ...Array<string>(8).fill('sent')]);
});

it('the same eight days apart: the second profile finds everything already written', { timeout: 300_000 }, async () => {
  const first = await firstProfile();
  await activate(first.options, 'Both');
  await passTimeTogether([first.browser], practice, START + 8 * DAY);
  eachOnce(first.people);
  const second = await secondProfile(first.browser.now(), first.backup);
  await activate(second.options, 'Both');
  await passTimeTogether([first.browser, second.browser], practice, START + 15 * DAY);
  eachOnce(first.people);
  expect(await ends(second.options)).toEqual(Array<string>(8).fill('canceled: sentElsewhere'));
});
