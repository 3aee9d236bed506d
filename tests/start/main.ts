/**
 * `npm start`: the main job through the real screens, on practice LinkedIn, with the clock moved forward. Tells the story line by
 * line, then lays what practice LinkedIn received beside what the list shows. Exit 0 only if both are what the seed asks for.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { findChromium, launch, type Browser } from '../browser/chromium.ts';
import { activate, readyMember, shownInList, writeNurture } from '../browser/journey.ts';
import { passTime } from '../browser/passing-time.ts';
import { startPracticeLinkedIn } from '../practice-linkedin/server.ts';
import { expectedOf, FIRST, SECOND } from './expected.ts';

const ROOT = join(import.meta.dirname, '../..');
const PICTURES = join(ROOT, '.output/start');
const NAME = 'Autumn hello';
/** Waiting goes by three times as fast, for the browser and for practice LinkedIn alike. */
const PACE = 3;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' }, people: { type: 'string', default: '12' }, keep: { type: 'boolean', default: false },
    'drop-one': { type: 'boolean', default: false }, 'skip-build': { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? 1 + Math.floor(Math.random() * 100_000) : Number(values.seed);
const count = Number(values.people);
if (!Number.isInteger(seed) || !Number.isInteger(count) || count < 3 || count > 40) {
  console.error('npm start takes --seed N (a whole number) and --people N (3 to 40), as in: npm start -- --seed 7 --people 12');
  process.exit(2);
}

const chromium = findChromium();
if (chromium.kind === 'missing') {
  console.error(chromium.sentence);
  process.exit(1);
}
if (!values['skip-build']) {
  const built = spawnSync(join(ROOT, 'node_modules/.bin/wxt'), ['build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  if (built.status !== 0) process.exit(1);
}

const began = Date.now();
/** Two days after the real today at 08:00 UTC: Chrome's own alarms must lie in the future of the real clock. */
const start = Math.ceil(Date.now() / DAY) * DAY + DAY + 8 * 3_600_000;
const stamp = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Paris' });
const practice = await startPracticeLinkedIn({ seed, people: 200, now: start, pace: PACE });
const tell = (text: string) => console.log(`${stamp.format(practice.now()).replace(',', '')}  ${text}`);
const expected = expectedOf(practice.world, seed, count);
const named = (id: string) => practice.world.byId(id)?.name ?? id;
const display = process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';
let browser: Browser | undefined;
let agrees = false;

try {
  console.log(`Seed ${seed}, ${count} people. Practice LinkedIn on 127.0.0.1:${practice.port}; ${display ? 'Chromium opens a window' : 'no display, Chromium runs without a window'}.\n`);
  browser = await launch({ extensionDir: join(ROOT, '.output/chrome-mv3'), practicePort: practice.port, now: start, pace: PACE, headless: !display });
  const options = await readyMember(browser, practice, expected.people);
  tell(`${practice.world.members[0].name} agreed, confirmed the account and imported ${count} connections.`);
  await writeNurture(options, { name: NAME, program: 'Practice', messages: [{ body: FIRST }, { body: SECOND, delayDays: 3 }], timeZone: 'Europe/Paris', askMe: false });
  await activate(options, NAME);
  tell(`“${NAME}” is active: ${expected.people.length} people, 2 messages, the second 3 days after the first.`);
  if (values['drop-one']) {
    const victim = expected.people.find((person) => !expected.repliers.includes(person));
    if (victim !== undefined) practice.fail({ kind: 'drop', person: victim.id, times: 99 });
  }

  /** The member opens a conversation with something unread, as members do; the product opens none of those itself. */
  const readAnswer = async (id: string) => {
    const before = await repliesShown(options);
    const page = await browser?.context.newPage();
    await page?.goto(`https://www.linkedin.com/messaging/thread/${practice.sentTo(id)[0]?.threadId ?? ''}/`);
    const end = Date.now() + 20_000;
    while (Date.now() < end && (await repliesShown(options)) === before) await options.waitForTimeout(100);
    await page?.close();
    tell(`${practice.world.members[0].name} opens the conversation with ${named(id)} and reads the answer.`);
  };

  let told = 0;
  /** who has answered, and when; until the member has opened the conversation */
  const unread = new Map<string, number>();
  const answered = new Set<string>();
  const follow = async () => {
    for (; told < practice.record.sent.length; told += 1) {
      const message = practice.record.sent[told];
      if (message !== undefined) tell(`→ ${named(message.recipientId)}: ${message.text.split('\n')[0]}`);
    }
    for (const person of expected.repliers) {
      if (answered.has(person.id) || practice.sentTo(person.id).length === 0) continue;
      answered.add(person.id);
      unread.set(person.id, practice.now());
      practice.reply(person.id, 'Thanks for writing! Let us talk next week.');
      tell(`← ${person.name} answers.`);
    }
    for (const [id, at] of unread) {
      if (practice.now() < at + 4 * HOUR) continue;
      unread.delete(id);
      await readAnswer(id);
    }
    return practice.record.sent.length >= expected.firsts.size + expected.seconds.size;
  };
  let horizon = start + 2 * DAY + Math.ceil(count / 5) * 3 * DAY + 9 * DAY;
  if (values['drop-one']) horizon = start + 12 * DAY;
  await passTime(browser, practice, horizon, follow);
  await passTime(browser, practice, practice.now() + 3 * DAY, async () => ((await follow()), false));

  await browser.openPopup().then((popup) => browser?.screenshot(popup, join(PICTURES, 'popup.png'), 400, 'light'));
  const shown = await shownInList(options, NAME);
  mkdirSync(PICTURES, { recursive: true });
  await browser.screenshot(options, join(PICTURES, 'nurtures.png'), 1280, 'light');
  await browser.screenshot(options, join(PICTURES, 'nurtures-dark.png'), 1280, 'dark');

  agrees = report(shown);
  console.log(`\nPictures in .output/start. Took ${((Date.now() - began) / 1000).toFixed(0)} s.`);
  if (values.keep) {
    console.log('The browser stays open to explore; press Ctrl+C to end.');
    await new Promise((resolve) => process.once('SIGINT', resolve));
  }
} catch (error) {
  console.error('\nThe story broke off:', error instanceof Error ? error.message : error);
} finally {
  await browser?.close();
  await practice.close();
}
process.exit(agrees ? 0 : 1);

async function repliesShown(options: Page): Promise<string> {
  return (await shownInList(options, NAME))['Replies'] ?? '';
}

function report(shown: Record<string, string>): boolean {
  const wrong: string[] = [];
  const check = (wanted: ReadonlyMap<string, string>, template: string) => {
    const begins = template.slice(template.indexOf('}}') + 2);
    for (const person of expected.people) {
      const texts = practice.sentTo(person.id).map((message) => message.text).filter((text) => text.endsWith(begins));
      const want = wanted.get(person.id);
      if (texts.length !== (want === undefined ? 0 : 1)) wrong.push(`${person.name}: expected ${want === undefined ? 'no' : 'one'} “${begins.slice(2, 30)}…”, received ${texts.length}`);
      else if (want !== undefined && texts[0] !== want) wrong.push(`${person.name}: received “${texts[0]}” instead of “${want}”`);
    }
  };
  check(expected.firsts, FIRST);
  check(expected.seconds, SECOND);
  const strangers = practice.record.sent.filter((message) => !expected.people.some((person) => person.id === message.recipientId));
  if (strangers.length > 0) wrong.push(`${strangers.length} messages went to people who are not in the nurture`);
  if (practice.record.privateRequests.length > 0) wrong.push(`${practice.record.privateRequests.length} requests to private endpoints`);

  const received = practice.record.sent.length;
  const number = (text: string | undefined) => Number((text ?? '').match(/\d+/)?.[0] ?? Number.NaN);
  const rows: [string, number, number, number][] = [
    ['Sent', expected.firsts.size + expected.seconds.size, received, number(shown['Sent'])],
    ['Replies', expected.repliers.length, answeredCount(), number(shown['Replies'])],
  ];
  console.log('\n              expected   received by practice LinkedIn   shown in the list');
  for (const [what, want, got, seen] of rows) {
    console.log(`${what.padEnd(12)}${String(want).padStart(10)}${String(got).padStart(32)}${String(seen).padStart(20)}`);
    if (want !== got || got !== seen) wrong.push(`${what}: expected ${want}, received ${got}, shown ${seen}`);
  }
  console.log('');
  for (const person of expected.people) {
    const texts = practice.sentTo(person.id);
    console.log(`${person.name.padEnd(28)} ${String(texts.length)} received${expected.repliers.includes(person) ? ', answered' : ''}`);
  }
  for (const line of wrong) console.log(`\nNOT AS EXPECTED  ${line}`);
  if (wrong.length === 0) console.log('\nReceived and shown agree with what the seed asks for.');
  return wrong.length === 0;
}

function answeredCount(): number {
  return expected.repliers.filter((person) => practice.sentTo(person.id).length > 0).length;
}
