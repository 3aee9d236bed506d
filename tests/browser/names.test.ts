import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../unit/desk-world.ts';
import { launch, type Browser } from './chromium.ts';
import { twoWeeksIn } from './desk-scene.ts';
import { putInto } from './stored.ts';

/** The roles and names that assistive technology and scripts rely on (design 3.2), each exactly as it stands there. */
let browser: Browser;

beforeAll(async () => {
  browser = await launch({ extensionDir: '.output/chrome-mv3', now: NOW + 60_000, viewport: { width: 1280, height: 900 } });
  const page = await browser.openOptions('#/journal');
  await page.getByRole('heading', { name: 'Journal' }).waitFor();
  await putInto(page, await twoWeeksIn());
  await page.close();
});
afterAll(() => browser.close());

const SCREENS = ['Nurtures', 'Queue', 'Contacts', 'Dashboard', 'Settings', 'Journal'] as const;
const NAMED = { exact: true } as const;

async function allThere(where: Page | Locator, role: 'button' | 'menuitem' | 'textbox' | 'combobox' | 'group' | 'checkbox' | 'spinbutton', names: readonly string[]): Promise<void> {
  for (const name of names) await where.getByRole(role, { name, ...NAMED }).first().waitFor({ timeout: 5000 }).catch(() => expect.soft(`no ${role} ${name}`).toBe(`${role} ${name}`));
}

describe('names', () => {
  it('of the navigation and of the table Nurtures', async () => {
    const page = await browser.openOptions('#/nurtures');
    const table = page.getByRole('table', { name: 'Nurtures', ...NAMED });
    await table.getByRole('switch', { name: 'Active: After the trade fair', ...NAMED }).waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(SCREENS);
    expect((await table.getByRole('columnheader').allTextContents()).map((text) => text.trim())).toEqual(['Sender', 'Name / Program', 'Health', 'Today', 'Sent', 'Clicks', 'Replies', 'Active', 'Actions']);
    await allThere(page, 'button', ['New nurture', 'Import campaign', 'Pause everything']);
    expect(await page.getByLabel('Import campaign', NAMED).and(page.locator('input[type="file"]')).count()).toBe(1);
    await table.getByRole('button', { name: 'Actions: Winback', ...NAMED }).click();
    expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Edit', 'View queue', 'Duplicate', 'Export', 'Archive']);
    await page.getByRole('menuitem', { name: 'Archive', ...NAMED }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Archive for good', ...NAMED }).waitFor();
    await page.close();
  });

  it('of the editor', async () => {
    const page = await browser.openOptions('#/nurtures/c2');
    await page.getByRole('button', { name: 'Add message', ...NAMED }).click();
    await allThere(page, 'combobox', ['Name', 'Program', 'Sender', 'Source', 'Time zone']);
    await allThere(page, 'textbox', ['Description', 'Message 1', 'Message 2']);
    await allThere(page, 'spinbutton', ['Days before message 2', 'People per slot']);
    await allThere(page, 'group', ['Slot 1 days']);
    await allThere(page, 'checkbox', ['Ask me before each message']);
    for (const name of ['Slot 1 start', 'Slot 1 end', 'First day', 'Last day']) expect.soft(await page.getByLabel(name, NAMED).count(), name).toBe(1);
    await allThere(page, 'button', ['Save nurture', 'Add message', 'Add slot', 'Stop this campaign']);
    await page.goto(`${page.url().split('#')[0]}#/nurtures/c3`);
    await allThere(page, 'button', ['Start or resume this campaign']);
    await page.close();
  });

  it('of review, Answer these, settling and the imports', async () => {
    const popup = await browser.openPopup();
    await popup.getByRole('region', { name: 'Answer these', ...NAMED }).waitFor();
    const waiting = popup.getByRole('region', { name: 'Waiting for you', ...NAMED });
    await allThere(waiting, 'button', ['Approve', 'Edit', 'Reject', 'Skip', 'Approve all']);
    await allThere(popup, 'button', ['Pause everything']);
    await popup.close();
    const page = await browser.openOptions('#/queue?status=approved');
    await page.getByRole('button', { name: 'Actions for the message to Ana Novak' }).click();
    await allThere(page, 'menuitem', ['Withdraw approval']);
    await page.goto(`${page.url().split('#')[0]}#/queue?status=unconfirmed`);
    await page.getByRole('button', { name: 'Actions for the message to Hana Suzuki' }).click();
    await page.getByRole('menuitem', { name: 'It was sent…', ...NAMED }).click();
    await allThere(page.getByRole('dialog'), 'button', ['It was sent', 'It was not sent']);
    await page.keyboard.press('Escape');
    await page.goto(`${page.url().split('#')[0]}#/contacts`);
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    expect(await page.getByLabel('Import contacts', NAMED).and(page.locator('input[type="file"]')).count()).toBe(1);
    await allThere(page, 'button', ['Import contacts']);
    await page.getByRole('button', { name: 'Pause everything', ...NAMED }).click();
    await page.getByRole('button', { name: 'Resume', ...NAMED }).click();
    await page.getByRole('button', { name: 'Pause everything', ...NAMED }).waitFor();
    await page.close();
  });
});

it('every address of the options page leads to its screen', async () => {
  const page = await browser.openOptions('#/nurtures');
  const titles: readonly (readonly [string, string])[] = [
    ['#/nurtures', 'Nurtures'], ['#/nurtures/c1', 'Welcome new connections'], ['#/queue?campaign=c1', 'Queue: Welcome new connections'], ['#/queue?program=Spring+2027', 'Queue: Spring 2027'], ['#/queue?program=spring%202027', 'Queue: spring 2027'],
    ['#/contacts', 'Contacts'], ['#/dashboard', 'Dashboard'], ['#/settings', 'Settings'], ['#/journal', 'Journal'],
  ];
  for (const [hash, title] of titles) {
    await page.goto(`${page.url().split('#')[0]}${hash}`);
    await page.getByRole('heading', { level: 1, name: title, ...NAMED }).waitFor({ timeout: 5000 }).catch(() => expect.soft(`${hash} without ${title}`).toBe(''));
  }
  await page.close();
});

/** Walks a page by the tab key and tells each stop: what it is, whether its focus is seen, and whether it is in sight. */
async function walk(page: Page, steps: number): Promise<{ name: string; seen: boolean; inSight: boolean }[]> {
  const stops: { name: string; seen: boolean; inSight: boolean }[] = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      const outlined = (one: Element | null) => {
        if (one === null) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      };
      const { top, bottom, left, right } = element.getBoundingClientRect();
      // A box that is hidden behind what follows it shows its focus there.
      const shown = outlined(element) || (element.classList.contains('visually-hidden') && outlined(element.nextElementSibling));
      return { name: `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40) ?? ''}`, seen: shown, inSight: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth };
    });
    if (stop === undefined) break;
    stops.push(stop);
  }
  return stops;
}

it.each(['nurtures', 'nurtures/c1', 'queue?campaign=c1', 'contacts', 'contacts/p5', 'dashboard', 'settings', 'journal'])('each stop of the tab key on %s is in sight and shows that it has the focus', async (screen) => {
  const page = await browser.openOptions(`#/${screen}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(300);
  const stops = await walk(page, 45);
  expect(stops.length).toBeGreaterThan(12);
  expect(stops.filter(({ seen, inSight }) => !seen || !inSight)).toEqual([]);
  await page.close();
});

it('a stop that did not show its focus would be found', async () => {
  const page = await browser.openOptions('#/nurtures');
  await page.getByRole('switch').first().waitFor();
  await page.evaluate(() => document.head.append(Object.assign(document.createElement('style'), { textContent: '* { outline: none !important; }' })));
  const stops = await walk(page, 12);
  expect(stops.filter(({ seen }) => !seen)).toHaveLength(12);
  await page.close();
});

it('nothing moves for who asks for less movement', async () => {
  const page = await browser.openOptions('#/nurtures');
  await page.getByRole('switch').first().waitFor();
  const longest = () => page.evaluate(() => Math.max(...[...document.querySelectorAll('*')].flatMap((element) => {
    const { transitionDuration, animationDuration } = getComputedStyle(element);
    return `${transitionDuration}, ${animationDuration}`.split(', ').map((time) => (time.endsWith('ms') ? 1 : 1000) * Number.parseFloat(time));
  })));
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await longest()).toBeGreaterThan(50);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await longest()).toBeLessThanOrEqual(1);
  await page.close();
});
