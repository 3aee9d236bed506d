import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection, Contact } from '../../lib/domain/contact.ts';
import type { Sync } from '../../lib/domain/sync.ts';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, importContacts, readyMember, writeNurture } from './journey.ts';
import { passTime } from './passing-time.ts';
import { storedRows, storedSetting } from './stored.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
const START = Math.ceil(Date.now() / DAY) * DAY + DAY + 12 * 3_600_000;
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Ten people are read per 5 to 10 seconds: a list of 200 would take minutes. */
const PACE = 10;
const LIST = '/mynetwork/invite-connect/connections/';

let practice: PracticeLinkedIn;
let browser: Browser;
let options: Page;

async function setUp(people: number): Promise<void> {
  practice = await startPracticeLinkedIn({ seed: 23, people, now: START, pace: PACE });
  browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: START, pace: PACE });
}

afterEach(async () => {
  expect(practice.record.privateRequests).toEqual([]);
  await browser?.close();
  await practice?.close();
});

const sync = () => storedSetting<Sync>(options, 'sync');

async function until(what: string, done: () => Promise<boolean>, limitMs = 150_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (Date.now() < end) {
    if (await done()) return;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  throw new Error(`${what}: ${JSON.stringify(await sync())}`);
}

async function startSync(): Promise<void> {
  await options.goto(`${options.url().split('#')[0]}#/contacts`);
  await options.getByRole('button', { name: 'Sync connections' }).click();
}

describe('the connections sync', () => {
  it('reads 200 people once, with member ids for all, although the page is loaded again in the middle and stopped for a while', async () => {
    await setUp(200);
    const imported = practice.world.connections.filter((one) => one.exportedSlug === one.slug).slice(0, 60);
    options = await readyMember(browser, practice, imported);
    await startSync();
    await until('half of the list', async () => ((await sync())?.seen ?? 0) >= 90);
    const list = browser.context.pages().find((page) => page.url().includes(LIST));
    await list?.reload();
    await until('more after the reload', async () => ((await sync())?.seen ?? 0) >= 120);
    await options.getByRole('button', { name: 'Stop', exact: true }).click();
    await until('the tab to close', async () => browser.context.pages().every((page) => !page.url().includes(LIST)));
    expect(await sync()).toMatchObject({ state: 'stopped', stop: 'byHand' });
    await options.getByRole('button', { name: 'Go on' }).click();
    await until('the end', async () => (await sync())?.state === 'done');

    expect(await sync()).toMatchObject({ seen: 200, added: 140, gone: 0, merged: 0 });
    const contacts = await storedRows<Contact>(options, 'contacts');
    const ids = contacts.map((contact) => contact.memberId);
    expect(contacts).toHaveLength(200);
    expect(new Set(ids)).toEqual(new Set(practice.world.connections.map((one) => one.id)));
    const connections = await storedRows<Connection>(options, 'connections');
    expect(connections.filter((row) => row.goneAt === undefined && row.source === 'sync')).toHaveLength(200);
    const dates = new Map(connections.map((row) => [row.contactId, row.connectedOn]));
    expect(contacts.map((contact) => dates.get(contact.id))).toEqual(contacts.map((contact) => practice.world.byId(contact.memberId ?? '')?.connectedOn));
    expect(await options.getByText(/Last read to the end/).innerText()).toContain('200');
    expect(practice.record.reads).toEqual([]);
    expect(practice.record.submits).toEqual([]);
  }, 300_000);

  it('knows imported people again who changed their address since', async () => {
    const renamed = await setUpWithRenamed((people) => people);
    await startSync();
    await until('the end', async () => (await sync())?.state === 'done');
    expect(await sync()).toMatchObject({ merged: renamed.length, added: 0, gone: 0 });
    const contacts = await storedRows<Contact>(options, 'contacts');
    expect(contacts.map((contact) => contact.memberId).toSorted()).toEqual(renamed.map((one) => one.id).toSorted());
    expect(contacts.every((contact) => contact.slugs.length === 2)).toBe(true);
  }, 300_000);

  it('joins who is known by member id and, from a later import, by a former slug; nobody is written to twice', async () => {
    const renamed = await setUpWithRenamed(() => practice.world.withTrait('plain').slice(0, 1));
    await startSync();
    await until('the end', async () => (await sync())?.state === 'done');
    await importContacts(options, practice.connectionsCsv(renamed));
    await until('the import', async () => (await storedRows<Contact>(options, 'contacts')).length === renamed.length * 2 + 1);

    const slots = [{ days: EVERY_DAY, start: '09:00', end: '11:00' }];
    for (const name of ['First', 'Second']) {
      await writeNurture(options, { name, program: name, timeZone: 'UTC', slots, askMe: false, peoplePerSlot: 10, messages: [{ body: `${name}: hello {{firstName}}.` }] });
      await activate(options, name);
    }
    await passTime(browser, practice, START + 2 * DAY);
    expect(renamed.map((one) => practice.sentTo(one.id).length)).toEqual(renamed.map(() => 1));
    await passTime(browser, practice, START + 9 * DAY);
    for (const one of renamed) {
      const [first, second, ...more] = practice.sentTo(one.id);
      expect(more).toEqual([]);
      if (first !== undefined && second !== undefined) expect(second.at - first.at).toBeGreaterThanOrEqual(3 * DAY);
      expect(second?.text).not.toBe(first?.text);
    }
    const contacts = await storedRows<Contact>(options, 'contacts');
    expect(contacts).toHaveLength(renamed.length + 1);
    expect(new Set(contacts.map((contact) => contact.memberId)).size).toBe(renamed.length + 1);
  }, 300_000);
});

/** A small list: the people whose export names a former address, and one more. */
async function setUpWithRenamed(imported: (renamed: readonly Person[]) => readonly Person[]): Promise<readonly Person[]> {
  await setUp(60);
  const renamed = practice.world.connections.filter((one) => one.exportedSlug !== one.slug).slice(0, 3);
  expect(renamed.length).toBeGreaterThan(0);
  const people = imported(renamed);
  options = await readyMember(browser, practice, people);
  for (const one of practice.world.connections) if (!renamed.includes(one) && !people.includes(one)) practice.setDegree(one.id, 2);
  return renamed;
}
