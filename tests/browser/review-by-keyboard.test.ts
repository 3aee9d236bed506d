/** Five messages reviewed in the popup by keyboard alone: every kind of answer, the focus never lost, each said aloud, and the human time of it. */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NOW } from '../unit/desk-world.ts';
import { launch, type Browser } from './chromium.ts';
import { twoWeeksIn } from './desk-scene.ts';
import { putInto, storedRows } from './stored.ts';

/** Keystroke-level model: seconds for a key and for a decision; name and text of each of the five read word by word, silently, at 238 words a minute. */
const KEY = 0.28;
const THINK = 1.35;
const WORDS_PER_SECOND = 238 / 60;

let browser: Browser;

beforeEach(async () => {
  browser = await launch({ extensionDir: '.output/chrome-mv3', now: NOW + 60_000 });
  const page = await browser.openOptions('#/journal');
  await page.getByRole('heading', { name: 'Journal' }).waitFor();
  await putInto(page, await twoWeeksIn());
  await page.close();
});
afterEach(() => browser.close());

interface Row { contactId: string; campaignId: string; state: string; text?: string }

const states = async (page: Page) => new Map((await storedRows<Row>(page, 'deliveries')).filter((row) => row.campaignId === 'c1').map((row) => [row.contactId, row]));

it('five messages take less than a minute, with the focus in the review all the way', async () => {
  const page = await browser.openPopup();
  const card = page.getByRole('group', { name: /^Message to / });
  let [keys, decisions, words] = [0, 0, 0];
  const shows = async (name: string) => {
    await expect.poll(() => card.getAttribute('aria-label')).toBe(`Message to ${name}`);
    // What a screen reader is told stands in the live line, and the focus is where the next key is heard.
    await expect.poll(() => card.locator('[aria-live="polite"]').innerText()).toContain(`Message to ${name}`);
    expect(await page.evaluate(() => document.activeElement?.closest('.review') !== null)).toBe(true);
  };
  const read = async (name: string) => {
    await shows(name);
    words += `${name} ${await card.getByLabel('Text of the message').innerText()}`.split(/\s+/).length;
  };
  const press = async (key: string) => {
    [keys, decisions] = [keys + 1, decisions + 1];
    await page.keyboard.press(key);
  };

  await read('Ana Novak');
  await press('s');
  await read('Bruno Silva');
  await page.getByText('Last message from them on', { exact: false }).waitFor();
  await press('a');
  await read('Chloé Dupont');
  await press('r');
  await read('Dario Conti');
  await press('e');
  const area = page.getByLabel('Text of the message');
  await expect.poll(() => area.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' — à bientôt');
  keys += 13;
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  keys += 2;
  await expect.poll(() => card.getByLabel('Text of the message').innerText()).toMatch(/Best\s+Eva — à bientôt$/);
  await press('a');
  await read('Elif Yılmaz');
  await press('a');
  await shows('Ana Novak');

  const seconds = keys * KEY + decisions * THINK + words / WORDS_PER_SECOND;
  console.log(`review: ${keys} keys, ${decisions} decisions, ${words} words read: ${seconds.toFixed(0)} s of human time, ${(words / WORDS_PER_SECOND).toFixed(0)} s of it reading`);
  expect(keys).toBeLessThanOrEqual(22);
  const after = await states(page);
  expect(['p0', 'p1', 'p2', 'p3', 'p4'].map((id) => after.get(id)?.state)).toEqual(['pending', 'approved', 'rejected', 'approved', 'approved']);
  expect(after.get('p3')?.text).toMatch(/Best\nEva — à bientôt$/);
  expect(seconds).toBeLessThan(60);

  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(async () => (await states(page)).get('p4')?.state).toBe('pending');
  await page.close();
}, 60_000);
