import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScene, NOW, type SceneName } from '../screens/scenes.ts';
import { findings } from './axe.ts';
import { launch, type Browser } from './chromium.ts';
import { putInto, store } from './stored.ts';

/** Every screen of the options page, with a team lead's data: 200 nurtures, every health, every state of a message. */
const SCREENS = [
  'nurtures', 'nurtures?group=program', 'nurtures?search=nothing+like+it', 'nurtures/h0', 'nurtures/new', 'queue?campaign=h0', 'contacts', 'contacts?funnel=engaged', 'contacts/p40', 'contacts/sources',
  'dashboard', 'dashboard?open=replies&days=7', 'settings', 'journal',
] as const;
const POPUPS: readonly SceneName[] = ['installed', 'ready', 'three', 'draft', 'warned', 'loggedOut', 'someoneElse', 'pausedUntil'];

let browser: Browser;

/** The scene that is stored now, unless a test has changed something of it. */
let stands: SceneName | undefined;

async function setScene(scene: SceneName, language: 'en' | 'fr'): Promise<void> {
  const page = await browser.openOptions('#/settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (stands !== scene) {
    await page.evaluate('chrome.alarms.clearAll()');
    await putInto(page, await makeScene(scene), 'instead');
    stands = scene;
  }
  await store(page, 'settings', [{ key: 'language', value: language }]);
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.close();
}

beforeAll(async () => {
  browser = await launch({ extensionDir: '.output/chrome-mv3', now: NOW, viewport: { width: 1024, height: 800 } });
});
afterAll(() => browser.close());

const sideways = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Where each column's header begins beside where its cells begin, in pixels. */
function columnEdges(page: Page): Promise<number[][]> {
  return page.evaluate(() => [...document.querySelectorAll('[role="table"]')].flatMap((table) => {
    const left = (row: Element | null | undefined) => [...(row?.querySelectorAll('[role="columnheader"], [role="cell"]') ?? [])].map((cell) => Math.round(cell.getBoundingClientRect().left));
    const rows = [...table.querySelectorAll('[role="row"]')];
    return [left(rows[0]), left(rows.find((row) => row.querySelectorAll('[role="cell"]').length === rows[0]?.querySelectorAll('[role="columnheader"]').length))];
  }));
}

/** Nothing for axe in either theme, and no sideways scroll. Structure is looked at in one theme, in the other only what a theme changes. */
async function inspect(page: Page, language: 'en' | 'fr'): Promise<void> {
  const [first, second] = language === 'en' ? (['light', 'dark'] as const) : (['dark', 'light'] as const);
  await page.emulateMedia({ colorScheme: first, reducedMotion: 'reduce' });
  expect.soft(await findings(page), first).toEqual([]);
  await page.emulateMedia({ colorScheme: second, reducedMotion: 'reduce' });
  expect.soft(await findings(page, 'color-contrast'), second).toEqual([]);
  expect.soft(await sideways(page), 'sideways scroll').toBeLessThanOrEqual(0);
}

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  it('every screen of the options page is accessible in both themes, and holds at 1024 px and at 200 %', async () => {
    await setScene('team', language);
    for (const screen of SCREENS) {
      const page = await browser.openOptions(`#/${screen}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      if (screen.includes('open=')) await page.getByRole('dialog').waitFor();
      else if (screen.startsWith('dashboard')) await page.getByRole('img').first().waitFor();
      else if (!/settings|nothing|nurtures\/|contacts\/p/.test(screen)) await page.getByRole('cell').first().waitFor();
      await inspect(page, language);
      const [headers, cells] = await columnEdges(page);
      if (cells !== undefined && cells.length > 0) expect.soft(cells, `${screen}: columns`).toEqual(headers);
      await page.setViewportSize({ width: 640, height: 400 });
      expect.soft(await sideways(page), `${screen} at 200 %`).toBeLessThanOrEqual(0);
      await page.close();
    }
  });

  it('at 1024 x 768 rows of the queue stay in sight under an open review', async () => {
    await setScene('team', language);
    const page = await browser.openOptions('#/queue?campaign=h0');
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.getByRole('cell').first().waitFor();
    const rows = await page.getByRole('row').evaluateAll((all) => all.filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length - 1);
    expect(rows).toBeGreaterThanOrEqual(6);
    const [text, buttons] = await Promise.all(['.review-text', '.review-actions'].map((part) => page.locator(part).boundingBox()));
    expect((text?.x ?? 0) - (buttons?.x ?? 0), 'the text beside its buttons').toBeGreaterThan(300);
    await page.close();
  });
});

it('a dialog begins on its title or its safe button, never on its cross, and Escape gives the focus back', async () => {
  await setScene('team', 'en');
  const page = await browser.openOptions('#/nurtures');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  const menu = page.getByRole('button', { name: 'Actions: Renewal in ninety days', exact: true });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await page.getByRole('dialog', { name: 'Archive Renewal in ninety days?' }).waitFor();
  expect(await focused()).toBe('Cancel');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await page.goto(`${page.url().split('#')[0]}#/dashboard`);
  await page.getByRole('link', { name: /Replies: open$/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Replies' }).waitFor();
  expect(await focused()).toBe('Replies');
  expect(page.url()).toContain('open=replies');
  await page.goBack();
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await page.getByRole('link', { name: /Engaged: open$/ }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByText('In the funnel: Engaged.').waitFor();
  await page.close();
});

it('the forecast is made beside the page: the calendar fills, and a dashboard that is left stops its making', async () => {
  await setScene('team', 'en');
  const page = await browser.openOptions('#/dashboard');
  const calendar = page.locator('.calendar');
  await expect.poll(() => calendar.getAttribute('aria-busy'), { timeout: 60_000 }).toBe('false');
  expect(await calendar.getByRole('button', { disabled: false }).count()).toBeGreaterThan(5);
  await expect.poll(() => page.workers().length).toBe(0);

  const begun = page.waitForEvent('worker');
  await page.reload();
  const making = await begun;
  const stopped = new Promise((resolve) => { making.once('close', resolve); });
  await page.getByRole('link', { name: /Engaged: open$/ }).first().click();
  await page.getByText('In the funnel: Engaged.').waitFor();
  await stopped;
  expect(page.workers()).toEqual([]);
  await page.close();
});

it('at 200 % a nurture can still be switched off and everything paused', async () => {
  await setScene('team', 'en');
  stands = undefined;
  const page = await browser.openOptions('#/nurtures');
  await page.setViewportSize({ width: 640, height: 400 });
  const toggle = page.getByRole('switch', { name: 'Active: Welcome new connections', exact: true });
  await toggle.click();
  await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('false');
  await page.getByRole('button', { name: 'Pause everything' }).click();
  await page.getByText(/^Paused by you since/).waitFor();
  await page.close();
});

describe.each(POPUPS)('the popup (%s)', (scene) => {
  it.each(['en', 'fr'] as const)('is accessible in both themes (%s)', async (language) => {
    await setScene(scene, language);
    const page = await browser.openPopup();
    await page.setViewportSize({ width: 400, height: 600 });
    await page.getByRole('contentinfo').getByRole('button').waitFor();
    await inspect(page, language);
    await page.close();
  });
});
