import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Worker } from 'playwright-core';
import type { Delivery } from '../../lib/domain/delivery.ts';
import type { Run } from '../../lib/domain/run.ts';
import { launch, type Browser } from '../browser/chromium.ts';
import { passTime, settled } from '../browser/passing-time.ts';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import type { Person } from '../practice-linkedin/world.ts';

const BUILT = join(import.meta.dirname, '../../.output/chrome-mv3');
export const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Days begin at 08:59 UTC on this stage; slots of an hour at 09:00, 14:00 and 18:00. */
const SLOT_HOURS = [9, 14, 18] as const;
/** Real time a page may take before the clock moves on without it. */
const PATIENCE_MS = 8_000;
/** Waiting goes by three times as fast, for the browser and for practice LinkedIn alike. */
const PACE = 3;

type Row = Record<string, unknown>;

/** What is put into the database for one scene. */
export interface Scene {
  /** names the campaign and stands in its text: no two scenes of a stage share it */
  readonly name: string;
  readonly people: readonly Person[];
  /** start of the day (08:59 UTC) on which the first slot runs */
  readonly day: number;
  readonly mode?: 'send' | 'draft';
  readonly steps?: number;
}

/** A copy of the built extension with the gate before its content script. */
function gatedExtension(): string {
  const dir = mkdtempSync(join(tmpdir(), 'nurtures-gated-'));
  cpSync(BUILT, dir, { recursive: true });
  cpSync(join(import.meta.dirname, 'gate.js'), join(dir, 'gate.js'));
  const file = join(dir, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { content_scripts: { js: string[] }[] };
  for (const script of manifest.content_scripts) script.js = ['gate.js', ...script.js];
  writeFileSync(file, JSON.stringify(manifest));
  return dir;
}

/** The built extension in Chromium on practice LinkedIn, with a database filled directly and a gate at every step of a send. */
export class Stage {
  readonly practice: PracticeLinkedIn;
  browser: Browser;
  readonly #dir: string;

  private constructor(practice: PracticeLinkedIn, browser: Browser, dir: string) {
    this.practice = practice;
    this.browser = browser;
    this.#dir = dir;
  }

  static async open(seed: number, people = 200): Promise<Stage> {
    const now = firstDay();
    const practice = await startPracticeLinkedIn({ seed, people, now, pace: PACE });
    const dir = gatedExtension();
    const browser = await launch({ extensionDir: dir, practicePort: practice.port, now, pace: PACE });
    return new Stage(practice, browser, dir);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.practice.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** Empties the database and puts one campaign in, active since the day before, without approval; both clocks go to the scene's day. */
  async set(scene: Scene): Promise<void> {
    await settled(this.browser, PATIENCE_MS);
    for (const page of this.linkedInPages()) await page.close();
    await this.setNow(scene.day);
    await this.openGate();
    await fill(await this.browser.worker(), rowsOf(scene, this.practice.world.members[0]));
    await this.browser.ringAlarm('heartbeat');
    await eventually('the alarm of the first slot', 10_000, async () => {
      const alarms = await this.inWorker('chrome.alarms.getAll()') as { name: string; scheduledTime: number }[];
      return alarms.some((alarm) => alarm.name.startsWith('slot:') && alarm.scheduledTime === scene.day + 60_000);
    });
  }

  async setNow(at: number): Promise<void> {
    this.practice.setNow(at);
    await this.browser.setNow(at);
  }

  /** Lets time pass until an hour of the scene's day has come, or until `done`. */
  async passUntil(at: number, done: () => boolean | Promise<boolean> = () => false, patienceMs = PATIENCE_MS): Promise<void> {
    await passTime(this.browser, this.practice, at, done, patienceMs);
  }

  /** All rows of a table, read by the worker; it is started if it was not running. */
  async rows<T>(table: string): Promise<T[]> {
    return readRows<T>(await this.browser.worker(), table);
  }

  deliveries(): Promise<Delivery[]> {
    return this.rows<Delivery>('deliveries');
  }

  async hasOpenRun(): Promise<boolean> {
    return (await this.rows<Run>('runs')).some((run) => run.state === 'open');
  }

  linkedInPages(): Page[] {
    return this.browser.context.pages().filter((page) => page.url().startsWith('https://www.linkedin.com/'));
  }

  /** Holds the next page of a conversation at a step: `before grant`, `after report`, `typing` … */
  async holdAt(step: string): Promise<void> {
    await this.#gate({ hold: step, where: 'messaging' });
  }

  async openGate(): Promise<void> {
    await this.#gate(undefined);
  }

  async #gate(gate: object | undefined): Promise<void> {
    const worker = await this.browser.worker();
    await worker.evaluate(async (value) => {
      const { storage } = (globalThis as unknown as { chrome: { storage: { local: { set(items: object): Promise<void>; remove(key: string): Promise<void> } } } }).chrome;
      await (value === undefined ? storage.local.remove('gate') : storage.local.set({ gate: value }));
    }, gate);
  }

  /** Whether a page stands at the gate. Does not start a worker that is dead. */
  async isHeld(): Promise<boolean> {
    if (!this.browser.workerRunning()) return false;
    const worker = await this.browser.worker();
    return await worker.evaluate(async () => {
      const { storage } = (globalThis as unknown as { chrome: { storage: { local: { get(key: string): Promise<{ gate?: { reached?: number } }> } } } }).chrome;
      return (await storage.local.get('gate')).gate?.reached !== undefined;
    });
  }

  async inWorker(code: string): Promise<unknown> {
    const worker = await this.browser.worker();
    return await worker.evaluate(code);
  }
}

/** Empties every table and fills it with these rows, in one transaction in the worker. */
export async function fill(worker: Worker, stores: Record<string, Row[]>): Promise<void> {
  await worker.evaluate(async (filled) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('nurtures');
      opening.addEventListener('success', () => resolve(opening.result));
      opening.addEventListener('error', () => reject(opening.error));
    });
    const transaction = db.transaction([...db.objectStoreNames], 'readwrite');
    for (const name of db.objectStoreNames) transaction.objectStore(name).clear();
    for (const [name, rows] of Object.entries(filled)) for (const row of rows) transaction.objectStore(name).put(row);
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error));
    });
    db.close();
  }, stores);
}

/** All rows of a table. */
export async function readRows<T>(worker: Worker, table: string): Promise<T[]> {
  return await worker.evaluate(async (name) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('nurtures');
      opening.addEventListener('success', () => resolve(opening.result));
      opening.addEventListener('error', () => reject(opening.error));
    });
    const reading = db.transaction(name).objectStore(name).getAll();
    const found = await new Promise<unknown[]>((resolve, reject) => {
      reading.addEventListener('success', () => resolve(reading.result));
      reading.addEventListener('error', () => reject(reading.error));
    });
    db.close();
    return found;
  }, table) as T[];
}

/** Waits in real time until something is so. Throws when it is not after `ms`. */
export async function eventually(what: string, ms: number, probe: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + ms;
  while (!(await probe())) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${ms / 1000} s`);
    await new Promise((resolve) => { setTimeout(resolve, 40); });
  }
}

/** Two days after the real today: Chrome's own alarms must lie in the future of the real clock. */
export function firstDay(): number {
  return Math.ceil(Date.now() / DAY) * DAY + DAY + 9 * HOUR - 60_000;
}

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);

export const textFor = (scene: Pick<Scene, 'name'>, person: Pick<Person, 'firstName'>, step = 0): string => `Dear {{firstName}}, scene ${scene.name}, part ${step + 1}.\nGreetings from Sam`.replace('{{firstName}}', person.firstName);

/** The calendar of a scene where it is not the stage's own. Minutes of the day in the zone. */
export interface Calendar {
  readonly timeZone: string;
  readonly slots: readonly { readonly start: number; readonly end: number }[];
  readonly limits?: Readonly<Record<string, number>>;
}

const STAGE_CALENDAR: Calendar = { timeZone: 'UTC', slots: SLOT_HOURS.map((hour) => ({ start: hour * 60, end: (hour + 1) * 60 })) };

/** Every row of a scene: consent, the member, the people as connections, one campaign that is active since two days before. */
export function rowsOf(scene: Scene, me: Person, calendar: Calendar = STAGE_CALENDAR): Record<string, Row[]> {
  const before = scene.day - 2 * DAY;
  const contacts = scene.people.map((person, index) => ({
    id: `c${index}`, memberId: person.id, slugs: [person.slug], firstName: person.firstName, lastName: person.name.split(' ').at(-1) ?? '', company: '', position: '', email: '',
    greetingName: person.firstName, tags: [], notes: '', custom: {}, handEdited: [], createdAt: before, updatedAt: before,
  }));
  const messages = Array.from({ length: scene.steps ?? 1 }, (_, step) => ({
    id: `m${step}`, body: textFor(scene, { firstName: '{{firstName}}' }, step), delayDays: step === 0 ? 0 : 3, variants: {}, missing: 'hold', fallbacks: {},
  }));
  const slots = calendar.slots.map(({ start, end }, index) => ({ id: `s${index}`, days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], start, end }));
  const limits = { perDay: 60, perWeek: 300, perTenMinutes: 8, perHour: 25, gapMin: 60_000, gapMax: 90_000, quietDays: 2, profilesPerDay: 20, ramp: 'off', ...calendar.limits };
  return {
    settings: [{ key: 'consent', value: { at: before, version: 1, language: 'en' } }],
    members: [{ id: me.id, name: me.name, firstName: me.firstName, slug: me.slug, seed: `member ${scene.name}`, confirmedAt: before, limits, mode: scene.mode ?? 'send', provenPages: [] }],
    contacts,
    aliases: contacts.flatMap(({ id, memberId, slugs }) => [{ key: `id:${memberId}`, contactId: id }, ...slugs.map((slug) => ({ key: `slug:${slug.normalize('NFC').toLowerCase()}`, contactId: id }))]),
    connections: contacts.map(({ id }, index) => ({ memberId: me.id, contactId: id, connectedOn: dateOf(before - index * DAY), source: 'import', at: before })),
    sources: [{ id: 'all', kind: 'all', name: 'All connections', createdAt: before }],
    campaigns: [{
      id: `k ${scene.name}`, name: scene.name, program: 'Faults', description: '', senderId: me.id, sourceId: 'all', messages,
      schedule: { timeZone: calendar.timeZone, slots, cohortSize: Math.min(25, scene.people.length), skipDays: [] }, approval: false, state: 'active', version: 1, seed: `campaign ${scene.name}`,
      createdAt: before, updatedAt: before, dayZero: dateOf(before), switchedAt: before, slotsFrom: scene.day, nextBoundaryAt: scene.day + 60_000,
    }],
  };
}
