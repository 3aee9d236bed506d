import { WorkerDied, type Browser } from './chromium.ts';
import type { PracticeLinkedIn } from '../practice-linkedin/server.ts';

interface Alarm {
  readonly name: string;
  readonly at: number;
}

/** What the worker holds that tells how long the clock may jump: its alarms, and whether a page is at work for it. */
async function standing(browser: Browser): Promise<{ alarms: Alarm[]; busy: boolean }> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await look(browser);
    } catch (error) {
      // A worker that was killed a moment ago is started again by the next look.
      if (attempt === 5) throw error;
      await pause(200);
    }
  }
}

function look(browser: Browser): Promise<{ alarms: Alarm[]; busy: boolean }> {
  return browser.inWorker(async () => {
    const scope = globalThis as unknown as { chrome: { alarms: { getAll(): Promise<{ name: string; scheduledTime: number }[]> } }; indexedDB: IDBFactory };
    const alarms = (await scope.chrome.alarms.getAll()).map(({ name, scheduledTime }) => ({ name, at: scheduledTime }));
    const finished = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result), { once: true });
        request.addEventListener('error', () => reject(request.error), { once: true });
      });
    const db = await finished(scope.indexedDB.open('nurtures'));
    const busy = (await finished(db.transaction('settings').objectStore('settings').get('job'))) !== undefined;
    db.close();
    return { alarms, busy };
  });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits in real time until no page is at work for the worker; false when one still is after `limitMs`. */
export async function settled(browser: Browser, limitMs = 60_000): Promise<boolean> {
  const end = Date.now() + limitMs;
  let quiet = 0;
  while (Date.now() < end) {
    quiet = (await standing(browser)).busy ? 0 : quiet + 1;
    if (quiet >= 3) return true;
    await pause(50);
  }
  return false;
}

async function closeCrashed(browser: Browser): Promise<void> {
  for (const page of browser.context.pages()) {
    const alive = await Promise.race([page.evaluate('1').then(() => true, () => false), pause(3000).then(() => false)]);
    if (!alive) await page.close().catch(() => undefined);
  }
}

/** Moves a browser's clock; what goes away while it is told the time is told again or closed. */
async function moveClock(browser: Browser, at: number): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await browser.setNow(at);
    } catch (error) {
      // A page may go while it is told the time; one whose renderer crashed is closed, as a member would.
      if (attempt === 3) throw error;
      await closeCrashed(browser);
      await pause(200);
    }
  }
}

/** The alarm that rings next. The heartbeat only repeats what the others do and is left out. */
async function nextAlarm(browser: Browser): Promise<Alarm | undefined> {
  return (await standing(browser)).alarms.filter(({ name }) => name !== 'heartbeat').sort((a, b) => a.at - b.at)[0];
}

/** An alarm that a dying worker did not hear is still there at the next look. */
async function ring(browser: Browser, { name, at }: Alarm): Promise<void> {
  try {
    await browser.ringAlarm(name, at);
  } catch (error) {
    if (!(error instanceof WorkerDied)) throw error;
  }
}

/**
 * Lets days pass: jumps both clocks (browser and practice LinkedIn) to the next alarm, rings it, waits for the page to finish,
 * and again (a page that never answers within `patienceMs` of real time is left to the job's own end), until `until` (epoch milliseconds)
 * or until `done` says so.
 */
export async function passTime(browser: Browser, practice: PracticeLinkedIn, until: number, done: () => boolean | Promise<boolean> = () => false, patienceMs = 25_000): Promise<void> {
  return passTimeTogether([browser], practice, until, done, patienceMs);
}

/** The same for several browsers on one practice LinkedIn: whichever has the earliest alarm rings next, and the clocks of all go with it. */
export async function passTimeTogether(
  browsers: readonly Browser[], practice: PracticeLinkedIn, until: number, done: () => boolean | Promise<boolean> = () => false, patienceMs = 25_000,
): Promise<void> {
  const setNow = async (at: number) => {
    practice.setNow(at);
    for (const browser of browsers) await moveClock(browser, at);
  };
  for (let guard = 0; guard < 2000; guard += 1) {
    for (const browser of browsers) await settled(browser, patienceMs);
    if (await done()) return;
    let next: { browser: Browser; alarm: Alarm } | undefined;
    for (const browser of browsers) {
      const alarm = await nextAlarm(browser);
      if (alarm !== undefined && (next === undefined || alarm.at < next.alarm.at)) next = { browser, alarm };
    }
    if (next === undefined || next.alarm.at > until) {
      await setNow(until);
      return;
    }
    if (next.alarm.at > next.browser.now()) await setNow(next.alarm.at + 5);
    await ring(next.browser, next.alarm);
    await pause(150);
  }
  throw new Error('Time does not pass: the same alarm rings for ever');
}
