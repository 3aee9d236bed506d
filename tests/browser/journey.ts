/**
 * What a member does, through the real screens, by role and name only (design 3.2).
 */
import type { Page } from 'playwright-core';
import type { Browser } from './chromium.ts';
import type { PracticeLinkedIn } from '../practice-linkedin/server.ts';

export interface NurtureText {
  readonly name: string;
  readonly program: string;
  readonly messages: readonly { readonly body: string; readonly delayDays?: number }[];
  /** accessible name of the source option; default all connections */
  readonly source?: string;
  readonly timeZone?: string;
  /** replaces the slots a new nurture starts with */
  readonly slots?: readonly { readonly days: readonly string[]; readonly start: string; readonly end: string }[];
  readonly peoplePerSlot?: number;
  readonly askMe?: boolean;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Opens LinkedIn as the member would, so that the extension sees who is signed in, and closes it again. */
export async function visitLinkedIn(browser: Browser): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto('https://www.linkedin.com/messaging/compose/');
  await page.getByRole('textbox').first().waitFor();
  await page.waitForTimeout(600);
  await page.close();
}

/** First run: reads and gives consent, visits LinkedIn, confirms the member seen there. Ends on the list of nurtures. */
export async function firstRun(browser: Browser, options: Page, memberName: string): Promise<void> {
  await options.getByRole('button', { name: /read/i }).first().click();
  await options.getByRole('button', { name: 'I understand and agree' }).click();
  await visitLinkedIn(browser);
  await options.bringToFront();
  await options.getByRole('button', { name: new RegExp(memberName) }).click();
}

/** Imports a file through the screen *Import contacts*; waits for its report. */
export async function importContacts(options: Page, csv: string, name = 'Connections.csv'): Promise<void> {
  await options.goto(`${options.url().split('#')[0]}#/contacts`);
  // The first run has an import of the same name; the one of this screen is meant.
  await options.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
  const input = options.locator('input[type=file][aria-label="Import contacts"]');
  await input.waitFor({ state: 'attached' });
  await input.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await options.getByRole('button', { name: 'Start import' }).click();
  await options.getByRole('button', { name: 'Done', exact: true }).click();
}

/** Writes a nurture in the editor and saves it. Returns its id. */
export async function writeNurture(options: Page, nurture: NurtureText): Promise<string> {
  await options.goto(`${options.url().split('#')[0]}#/nurtures/new`);
  await options.getByLabel('Name', { exact: true }).fill(nurture.name);
  await options.getByLabel('Program', { exact: true }).fill(nurture.program);
  await options.getByRole('combobox', { name: 'Source', exact: true }).selectOption({ label: nurture.source ?? 'All connections' });
  for (const [index, message] of nurture.messages.entries()) {
    const number = index + 1;
    if (index > 0) await options.getByRole('button', { name: 'Add message' }).click();
    await options.getByLabel(`Message ${number}`, { exact: true }).fill(message.body);
    if (message.delayDays !== undefined && index > 0) await options.getByLabel(`Days before message ${number}`, { exact: true }).fill(String(message.delayDays));
  }
  if (nurture.timeZone !== undefined) await options.getByLabel('Time zone', { exact: true }).fill(nurture.timeZone);
  if (nurture.slots !== undefined) await setSlots(options, nurture.slots);
  if (nurture.peoplePerSlot !== undefined) await options.getByLabel('People per slot', { exact: true }).fill(String(nurture.peoplePerSlot));
  const ask = options.getByLabel('Ask me before each message', { exact: true });
  if ((await ask.isChecked()) !== (nurture.askMe ?? true)) await ask.click();
  await options.getByRole('button', { name: 'Save nurture' }).click();
  await options.waitForURL((url) => /#\/nurtures\/(?!new)/.test(url.hash));
  return decodeURIComponent(new URL(options.url()).hash.split('/')[2] ?? '');
}

async function setSlots(options: Page, slots: NonNullable<NurtureText['slots']>): Promise<void> {
  while ((await options.getByRole('button', { name: /^Remove slot/ }).count()) > 1) await options.getByRole('button', { name: /^Remove slot/ }).last().click();
  for (const [index, slot] of slots.entries()) {
    const number = index + 1;
    if (index > 0) await options.getByRole('button', { name: 'Add slot' }).click();
    const days = options.getByRole('group', { name: `Slot ${number} days` });
    for (const day of DAYS) {
      const box = days.getByRole('checkbox', { name: day });
      if ((await box.isChecked()) !== slot.days.includes(day)) await box.setChecked(slot.days.includes(day), { force: true });
    }
    await options.getByLabel(`Slot ${number} start`, { exact: true }).fill(slot.start);
    await options.getByLabel(`Slot ${number} end`, { exact: true }).fill(slot.end);
  }
}

/** Switches a nurture on in the list; waits until the switch says so. */
export async function activate(options: Page, name: string): Promise<void> {
  await options.goto(`${options.url().split('#')[0]}#/nurtures`);
  const toggle = options.getByRole('switch', { name: `Active: ${name}` });
  await toggle.click();
  await options.waitForFunction((label) => document.querySelector(`[role=switch][aria-label="${label}"]`)?.getAttribute('aria-checked') === 'true', `Active: ${name}`);
}

/** What the list shows for a nurture, by column header. */
export async function shownInList(options: Page, name: string): Promise<Record<string, string>> {
  await options.goto(`${options.url().split('#')[0]}#/nurtures`);
  const table = options.getByRole('table', { name: 'Nurtures' });
  const row = table.getByRole('row').filter({ has: options.getByRole('switch', { name: `Active: ${name}` }) });
  await row.waitFor();
  const headers = await table.getByRole('columnheader').allInnerTexts();
  const cells = await row.getByRole('cell').allInnerTexts();
  return Object.fromEntries(headers.map((header, index) => [header.trim(), (cells[index] ?? '').trim()]));
}

/** A ready extension: consent given, the member confirmed, these people imported. */
export async function readyMember(browser: Browser, practice: PracticeLinkedIn, people = practice.world.connections): Promise<Page> {
  const options = await browser.openOptions();
  await firstRun(browser, options, practice.world.members[0].name);
  await importContacts(options, practice.connectionsCsv(people));
  return options;
}
