import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, readyMember, writeNurture } from './journey.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
const MINUTE = 60_000;

let practice: PracticeLinkedIn | undefined;
let browser: Browser | undefined;

afterEach(async () => {
  await browser?.close();
  await practice?.close();
});

/** A zone without clock changes where it is now between 08:00 and 19:00, so that a slot may begin in a minute. */
function zoneOfDay(now: number): { zone: string; offset: number } {
  const hour = new Date(now).getUTCHours();
  for (let offset = -11; offset <= 13; offset += 1) {
    const local = (hour + offset + 24) % 24;
    if (local >= 8 && local < 19) return { zone: offset === 0 ? 'UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`, offset };
  }
  throw new Error('no zone has day now');
}

const clock = (at: number, offset: number) => new Date(at + offset * 3_600_000).toISOString().slice(11, 16);

it('is woken by Chrome’s own alarm after its worker died, with the real clock', { timeout: 420_000 }, async () => {
  const real = Date.now();
  practice = await startPracticeLinkedIn({ seed: 5, people: 200, now: real - DAY });
  browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: real - DAY });
  const [person] = practice.world.withTrait('plain');
  if (person === undefined) throw new Error('the world has nobody');
  const options = await readyMember(browser, practice, [person]);
  const { zone, offset } = zoneOfDay(real);
  const opens = Math.ceil((Date.now() + 20_000) / MINUTE) * MINUTE;
  await writeNurture(options, {
    name: 'Real', program: 'Clock', timeZone: zone, askMe: false, messages: [{ body: 'Hi {{firstName}}, on time.' }],
    slots: [{ days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], start: clock(opens, offset), end: clock(opens + 30 * MINUTE, offset) }],
  });
  await activate(options, 'Real');
  await options.waitForTimeout(1000);
  const now = Date.now();
  expect(now).toBeLessThan(opens);
  practice.setNow(now);
  await browser.setNow(now);
  await options.close();
  await browser.killWorker();
  expect(browser.workerRunning()).toBe(false);
  expect(practice.record.sent).toEqual([]);

  const end = opens + 240_000;
  while (practice.record.sent.length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 250));
  expect(practice.record.sent.map((message) => [message.recipientId, message.text])).toEqual([[person.id, `Hi ${person.firstName}, on time.`]]);
  expect(practice.record.sent[0]?.at).toBeGreaterThanOrEqual(opens);
});
