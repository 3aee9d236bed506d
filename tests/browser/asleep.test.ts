import { join } from 'node:path';
import type { Page, Worker } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, readyMember, writeNurture } from './journey.ts';
import { passTime, settled } from './passing-time.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 08:00 UTC two days after the real today, so that no alarm lies in the real past. */
const START = Math.ceil(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
/** The first day on which slots run, at midnight UTC. */
const FIRST_DAY = START - 8 * HOUR + DAY;
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

let practice: PracticeLinkedIn;
let browser: Browser;
let options: Page;

afterEach(async () => {
  await browser?.close();
  await practice?.close();
});

interface StoredRun {
  readonly slotId: string;
  readonly startsAt: number;
  readonly state: string;
  readonly reason?: string;
  readonly sent: number;
}

/** The runs as stored, oldest first. */
async function runs(): Promise<StoredRun[]> {
  const worker: Worker = await browser.worker();
  const stored: StoredRun[] = await worker.evaluate(async () => {
    const finished = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result), { once: true });
        request.addEventListener('error', () => reject(request.error), { once: true });
      });
    const db = await finished(indexedDB.open('nurtures'));
    const rows = await finished(db.transaction('runs').objectStore('runs').getAll());
    db.close();
    return rows;
  });
  return stored.toSorted((a, b) => a.startsAt - b.startsAt);
}

describe('a computer asleep over a slot', () => {
  it('misses that slot with its reason, sends no burst after it, and the next slot as usual', async () => {
    practice = await startPracticeLinkedIn({ seed: 23, people: 200, now: START });
    browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: START });
    options = await readyMember(browser, practice, practice.world.withTrait('plain').slice(0, 12));
    await writeNurture(options, {
      name: 'Hello', program: 'Tests', timeZone: 'UTC', askMe: false, peoplePerSlot: 2, messages: [{ body: 'Hi {{firstName}}, good to be connected.' }],
      slots: [{ days: EVERY_DAY, start: '09:00', end: '11:00' }, { days: EVERY_DAY, start: '14:00', end: '16:00' }],
    });
    await activate(options, 'Hello');

    await passTime(browser, practice, FIRST_DAY + 8.5 * HOUR);
    expect(practice.record.sent).toEqual([]);
    // No wake for three hours: the clock stands at 11:30 when the next alarm rings.
    const awake = FIRST_DAY + 11.5 * HOUR;
    practice.setNow(awake);
    await browser.setNow(awake);
    await browser.ringAlarm('heartbeat');
    await settled(browser);
    const afterSleep = await runs();
    expect(afterSleep.map(({ startsAt, state, reason }) => ({ startsAt, state, reason }))).toEqual([{ startsAt: FIRST_DAY + 9 * HOUR, state: 'missed', reason: 'asleep' }]);
    expect(practice.record.sent).toEqual([]);

    await passTime(browser, practice, FIRST_DAY + 13.9 * HOUR);
    expect(practice.record.sent).toEqual([]);
    await passTime(browser, practice, FIRST_DAY + 16.5 * HOUR);
    expect(practice.record.sent).toHaveLength(2);
    const [first, second] = practice.record.sent;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
    expect((await runs()).map(({ state, sent }) => ({ state, sent }))).toEqual([{ state: 'missed', sent: 0 }, { state: 'done', sent: 2 }]);

    await options.goto(`${options.url().split('#')[0]}#/dashboard`);
    await options.getByText(/asleep/i).first().waitFor();
  });
});
