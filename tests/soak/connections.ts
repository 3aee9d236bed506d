import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Connection, Contact } from '../../lib/domain/contact.ts';
import type { Sync } from '../../lib/domain/sync.ts';
import { launch, type Browser } from '../browser/chromium.ts';
import { readyMember } from '../browser/journey.ts';
import { storedRows, storedSetting } from '../browser/stored.ts';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const LIST = '/mynetwork/invite-connect/connections/';
const DAY = 86_400_000;
/** Ten people are read per 5 to 10 seconds; the day's limit is passed by setting the clock. */
const PACE = 20;
const DAYS_MAX = 4;
/** Real time in which a day's reading must end. */
const LIMIT_MS = 8 * 60_000;

/** What became of a long list of connections that was synced. */
export interface SyncResult {
  readonly people: number;
  readonly imported: number;
  readonly days: number;
  readonly seen: number;
  readonly added: number;
  readonly contacts: number;
  readonly memberIds: number;
  readonly duplicates: number;
  readonly wrong: readonly string[];
  /** real milliseconds */
  readonly took: number;
}

/**
 * Syncs a list of many people from practice LinkedIn through the real screen: a third of them were imported before, the page is loaded again in
 * the middle of each day, and the limit of the day is waited for. Whoever is in the list must then be one contact, known by member id.
 */
export async function soakConnections(seed: number, people: number): Promise<SyncResult> {
  const began = Date.now();
  const start = Math.ceil(began / DAY) * DAY + DAY + 12 * 3_600_000;
  const practice = await startPracticeLinkedIn({ seed, people, now: start, pace: PACE });
  const browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: start, pace: PACE });
  try {
    const imported = practice.world.connections.filter((one, index) => index % 3 === 0 && one.exportedSlug === one.slug);
    const options = await readyMember(browser, practice, imported);
    await options.goto(`${options.url().split('#')[0] ?? ''}#/contacts`);
    await options.getByRole('button', { name: 'Sync connections' }).click();
    const wrong: string[] = [];
    let days = 1;
    for (; ; days += 1) {
      const sync = await dayOver(browser, options);
      if (sync?.state === 'done') break;
      if (sync?.stop !== 'dayLimit' || days === DAYS_MAX) {
        wrong.push(`ended on day ${days}: ${sync?.state ?? 'nothing'} ${sync?.stop ?? ''}`);
        break;
      }
      await setNow(browser, practice, browser.now() + DAY);
      await options.getByRole('button', { name: 'Go on' }).click();
    }
    return { ...await verdict(options, practice, wrong), imported: imported.length, days, took: Date.now() - began };
  } finally {
    await browser.close();
    await practice.close();
  }
}

async function setNow(browser: Browser, practice: PracticeLinkedIn, at: number): Promise<void> {
  practice.setNow(at);
  await browser.setNow(at);
}

/** Waits until the sync stands still; loads its page again once on the way. */
async function dayOver(browser: Browser, options: Page): Promise<Sync | undefined> {
  const read = () => storedSetting<Sync>(options, 'sync');
  const end = Date.now() + LIMIT_MS;
  const before = (await read())?.seen ?? 0;
  let loadedAgain = false;
  while (Date.now() < end) {
    await new Promise((resolve) => { setTimeout(resolve, 250); });
    const sync = await read();
    if (sync !== undefined && sync.state !== 'running') return sync;
    if (!loadedAgain && (sync?.seen ?? 0) >= before + 150) {
      loadedAgain = true;
      await browser.context.pages().find((page) => page.url().includes(LIST))?.reload({ waitUntil: 'commit' });
    }
  }
  return await read();
}

async function verdict(options: Page, practice: PracticeLinkedIn, wrong: readonly string[]): Promise<Omit<SyncResult, 'imported' | 'days' | 'took'>> {
  const listed = practice.world.connections;
  const sync = await storedSetting<Sync>(options, 'sync');
  const contacts = await storedRows<Contact>(options, 'contacts');
  const connections = await storedRows<Connection>(options, 'connections');
  const ids = new Set(contacts.flatMap((contact) => contact.memberId ?? []));
  const byId = new Map(contacts.map((contact) => [contact.memberId, contact]));
  const rows = new Map(connections.filter((row) => row.goneAt === undefined).map((row) => [row.contactId, row]));
  const missing = listed.filter((one) => !ids.has(one.id));
  const unconnected = listed.filter((one) => !rows.has(byId.get(one.id)?.id ?? ''));
  const otherDate = listed.filter((one) => rows.get(byId.get(one.id)?.id ?? '')?.connectedOn !== one.connectedOn);
  const problems = [
    ...wrong,
    ...(missing.length > 0 ? [`${missing.length} people are missing`] : []),
    ...(unconnected.length > 0 ? [`${unconnected.length} people are no connection`] : []),
    ...(otherDate.length > 0 ? [`${otherDate.length} people have another date`] : []),
    ...(contacts.length !== listed.length ? [`${contacts.length} contacts for ${listed.length} people`] : []),
    ...(practice.record.privateRequests.length > 0 ? ['requests to private endpoints'] : []),
    ...(practice.record.reads.length + practice.record.submits.length > 0 ? ['a conversation was opened'] : []),
  ];
  return { people: listed.length, seen: sync?.seen ?? 0, added: sync?.added ?? 0, contacts: contacts.length, memberIds: ids.size, duplicates: contacts.length - ids.size, wrong: problems };
}
