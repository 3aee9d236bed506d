import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { launch, WorkerDied, type Browser } from './chromium.ts';

// The harness is tested with an extension of its own, so that a fault of the harness never looks like one of the product.

const probe = join(import.meta.dirname, 'probe-extension');
const start = Date.UTC(2031, 4, 6, 7);
const hour = 3_600_000;
let practice: PracticeLinkedIn;
let browser: Browser;

interface Note { readonly what: string; readonly startedAt: number; readonly at: number }

async function notes(): Promise<Note[]> {
  const worker = await browser.worker();
  return await worker.evaluate(`chrome.storage.local.get('log').then(({ log }) => log ?? [])`) as Note[];
}

async function noted(what: string, times = 1): Promise<Note> {
  for (let wait = 0; wait < 50; wait += 1) {
    const found = (await notes()).filter((note) => note.what === what);
    const last = found.at(-1);
    if (found.length >= times && last !== undefined) return last;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`never noted: ${what}`);
}

beforeAll(async () => {
  practice = await startPracticeLinkedIn({ seed: 2, now: start });
  browser = await launch({ extensionDir: probe, practicePort: practice.port, now: start });
});

afterAll(async () => {
  await browser.close();
  await practice.close();
});

test('the first statement of the first worker already sees the shifted clock', async () => {
  const note = await noted('installed: install');
  expect(note.startedAt).toBeGreaterThanOrEqual(start);
  expect(note.startedAt).toBeLessThan(start + hour);
});

test('pages, content scripts and extension pages follow the clock, also when it moves again', async () => {
  const page = await browser.context.newPage();
  await page.goto('https://www.linkedin.com/feed/');
  const popup = await browser.openPopup();
  const contentNow = async (): Promise<number> => Number(await page.evaluate(() => document.documentElement.getAttribute('data-content-now')));
  for (const now of [start + hour, start + 48 * hour]) {
    await browser.setNow(now);
    await page.waitForTimeout(200);
    for (const seen of [await page.evaluate(() => Date.now()), await popup.evaluate(() => new Date().getTime()), await contentNow(), browser.now()]) {
      expect(seen).toBeGreaterThanOrEqual(now);
      expect(seen).toBeLessThan(now + 60_000);
    }
  }
  await page.reload();
  expect(await page.evaluate(() => Date.now())).toBeGreaterThanOrEqual(start + 48 * hour);
  await page.close();
  await popup.close();
});

test('a tab that crashes does not hold the clock', async () => {
  const [crashing, staying] = [await browser.context.newPage(), await browser.context.newPage()];
  void crashing.goto('chrome://crash').catch(() => null);
  await expect.poll(() => crashing.isClosed(), { timeout: 15_000 }).toBe(true);
  await browser.setNow(start + 48 * hour + 1000);
  await staying.goto('https://www.linkedin.com/feed/');
  expect(await staying.evaluate(() => Date.now())).toBeGreaterThanOrEqual(start + 48 * hour + 1000);
  await staying.close();
});

test('a killed worker is dead, Chrome’s own alarm brings it back, and it never sees the real time', async () => {
  const worker = await browser.worker();
  await worker.evaluate(`chrome.alarms.create('own', { when: ${Date.now() + 700} })`);
  await browser.killWorker();
  expect(browser.workerRunning()).toBe(false);
  await new Promise((resolve) => { setTimeout(resolve, 1200); });
  expect(browser.workerRunning()).toBe(true);
  expect((await noted('alarm: own')).startedAt).toBeGreaterThanOrEqual(start + 48 * hour);
});

test('a dispatched alarm rings in a worker that was dead', async () => {
  await browser.killWorker();
  await browser.ringAlarm('rung');
  expect((await noted('alarm: rung')).at).toBeGreaterThanOrEqual(start + 48 * hour);
});

test('what is asked of a worker that dies meanwhile fails at once', async () => {
  const asked = browser.inWorker('new Promise(() => {})').catch((error: unknown) => error);
  await browser.inWorker('1');
  await browser.killWorker();
  expect(await asked).toBeInstanceOf(WorkerDied);
  expect(await browser.inWorker('1 + 1')).toBe(2);
});

test('update and restart keep the profile and the clock', async () => {
  await browser.updateExtension();
  expect((await noted('installed: update')).startedAt).toBeGreaterThanOrEqual(start + 48 * hour);
  browser = await browser.restart({ now: start + 96 * hour });
  expect((await noted('installed: install', 2)).startedAt).toBeGreaterThanOrEqual(start + 96 * hour);
});

test('at a faster pace date and timers of pages go together, and the worker knows the same hour', async () => {
  const fast = await launch({ extensionDir: probe, now: start + 48 * hour, pace: 8 });
  try {
    const page = await fast.openExtensionPage('manifest.json');
    const waited = Date.now();
    const [byDate, byPerformance] = await page.evaluate(async () => {
      const [date, mark] = [Date.now(), performance.now()];
      await new Promise((resolve) => { setTimeout(resolve, 4000); });
      return [Date.now() - date, performance.now() - mark];
    });
    const real = Date.now() - waited;
    for (const passed of [byDate, byPerformance]) expect(passed).toBeGreaterThanOrEqual(3990);
    expect(real).toBeLessThan(byDate);
    const worker = await fast.worker();
    for (const at of [await page.evaluate(() => Date.now()), await worker.evaluate(() => Date.now())]) expect(Math.abs(at - fast.now())).toBeLessThan(4000);
  } finally {
    await fast.close();
  }
});

test('close leaves no folder behind', async () => {
  const mine = dirname(browser.profileDir);
  expect(existsSync(mine)).toBe(true);
  await browser.close();
  expect(existsSync(mine)).toBe(false);
  expect(readdirSync(tmpdir()).some((name) => join(tmpdir(), name) === mine)).toBe(false);
});
