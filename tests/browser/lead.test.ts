import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NurturesDb } from '../../lib/db/schema.ts';
import { write } from '../../lib/db/write.ts';
import { DEFAULT_LIMITS } from '../../lib/domain/pacing.ts';
import type { Tone } from '../../lib/domain/reply.ts';
import { addContact, campaign, DAY, emptyDb, NOW } from '../unit/desk-world.ts';
import { launch, type Browser } from './chromium.ts';
import { putInto } from './stored.ts';

const PROGRAMS = ['Alumni', 'Customers', 'Events', 'Healthcare', 'Partners', 'Recruiting'];
const SENDERS = ['Eva Maier', 'Jonas Becker', 'Camille Laurent', 'Ana Ortiz'].map((name, index) => ({ id: `ACoAAS00000000000000000000000000000000${index}`, name }));
const REFUSALS = ['We already work with someone.', 'Please take me off your list.', 'No, thank you.'];

/** Four senders, 60 nurtures of six programs. Healthcare is answered badly three times this month; Events only long ago. */
async function team(): Promise<NurturesDb> {
  const db = emptyDb();
  await db.settings.put({ key: 'consent', value: { at: NOW - 40 * DAY, version: 1, language: 'en' } });
  await db.members.bulkPut(SENDERS.map(({ id, name }) => ({ id, name, firstName: name.split(' ')[0] ?? '', seed: id, confirmedAt: NOW - 40 * DAY, limits: DEFAULT_LIMITS, mode: 'send' as const, provenPages: [] })));
  await db.sources.put({ id: 'all', kind: 'all', name: 'All connections', createdAt: 0 });
  await addContact(db, 'p', { firstName: 'Frida', lastName: 'Lindqvist' });
  await db.connections.put({ memberId: SENDERS[0]?.id ?? '', contactId: 'p', connectedOn: '2026-12-01', source: 'import', at: NOW });
  await db.campaigns.bulkPut(Array.from({ length: 60 }, (_, index) => campaign(`c${index}`, {
    name: `Nurture ${index}`, program: PROGRAMS[index % 6] ?? '', senderId: SENDERS[index % 4]?.id ?? '', createdAt: NOW - index * 60_000, state: index % 7 === 0 ? 'inactive' : 'active',
  })));
  const replies: { campaignId: string; tone: Tone; text: string; daysAgo: number }[] = [
    ...REFUSALS.map((text, index) => ({ campaignId: 'c3', tone: 'negative' as const, text, daysAgo: index + 1 })),
    { campaignId: 'c9', tone: 'positive', text: 'Gladly!', daysAgo: 3 },
    ...PROGRAMS.flatMap((_, index) => (index === 3 ? [] : [{ campaignId: `c${index}`, tone: 'positive' as const, text: 'Sounds good.', daysAgo: 4 }])),
    ...[50, 51, 52, 53].map((daysAgo) => ({ campaignId: 'c2', tone: 'negative' as const, text: 'Long ago.', daysAgo })),
  ];
  await db.replies.bulkPut(replies.map(({ campaignId, tone, text, daysAgo }, index) => ({
    id: `r${index}`, senderId: SENDERS[0]?.id ?? '', contactId: 'p', campaignId, messageId: 'm2', at: NOW - daysAgo * DAY, foundAt: NOW, rowUrns: [`r${index}`], text, kind: 'counted' as const, tone, toneWords: [], answer: 'none' as const,
  })));
  await write(db, NOW - DAY, async (w) => {
    for (const { id } of await db.campaigns.toArray()) w.journal({ kind: 'campaign.created', campaignId: id });
    for (const { campaignId, tone } of replies) w.tally(campaignId, { sent: 2, replies: 1, [tone]: 1 });
  });
  return db;
}

let browser: Browser;
beforeAll(async () => {
  browser = await launch({ extensionDir: '.output/chrome-mv3', now: NOW + 60_000 });
  const page = await browser.openOptions('#/journal');
  await page.getByRole('heading', { name: 'Journal' }).waitFor();
  await putInto(page, await team());
  await page.close();
});
afterAll(() => browser.close());

it('a lead finds the program with the worst tone this month, and the messages answered badly, in two clicks', async () => {
  const page = await browser.openOptions('#/nurtures');
  await page.getByRole('table', { name: 'Nurtures' }).waitFor();
  await page.getByRole('link', { name: 'Dashboard' }).click();
  const tones = page.getByRole('region', { name: 'Reply tone by program' });
  const first = tones.getByRole('listitem').first();
  await expect.poll(() => first.textContent()).toMatch(/^Healthcare25%/);
  await first.getByRole('button', { name: 'Healthcare: 3 replies, Negative' }).click();
  const dialog = page.getByRole('dialog', { name: 'Healthcare: Negative replies' });
  for (const text of REFUSALS) await dialog.getByText(text).waitFor();
  await expect.poll(() => dialog.getByText('answered message 2').count()).toBe(3);
  expect(await dialog.getByText('Long ago.').count()).toBe(0);
  await page.close();
});

it('the list is found, filtered, grouped and switched by role, and keeps its view in the address', async () => {
  const page = await browser.openOptions('#/nurtures');
  const table = page.getByRole('table', { name: 'Nurtures' });
  await page.getByText('60 nurtures', { exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Filter by program' }).selectOption('Healthcare');
  await page.getByText('10 nurtures', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: 'Group by program' }).check();
  await table.getByRole('button', { name: 'Actions: Healthcare' }).waitFor();
  await table.getByRole('button', { name: /^4 replies\. 25% positive or neutral, of 4 judged replies\./ }).waitFor();
  expect(page.url()).toContain('group=program');
  await page.reload();
  await page.getByText('10 nurtures', { exact: true }).waitFor();
  const toggle = table.getByRole('switch', { name: 'Active: Nurture 3', exact: true });
  await toggle.click();
  await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('false');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('true');
  await page.close();
});

it('End, Page Up and Home bring the focus to rows that were not drawn, and no row in sight stays away', async () => {
  const page = await browser.openOptions('#/nurtures');
  await page.getByText('60 nurtures', { exact: true }).waitFor();
  await page.getByRole('table', { name: 'Nurtures' }).getByRole('row').nth(1).focus();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
  /** Heights of the list, ten pixels apart, at which no row is seen; -1 where the list itself has no height to speak of. */
  const gaps = () => page.evaluate(() => {
    const body = document.querySelectorAll('[role="table"] > [role="rowgroup"]')[1]?.getBoundingClientRect();
    if (body === undefined || body.height < 300) return -1;
    const heights = Array.from({ length: Math.floor(body.height / 10) }, (_, step) => body.top + 5 + step * 10);
    return heights.filter((y) => (document.elementFromPoint(body.left + 200, y)?.closest('[role="row"]') ?? null) === null).length;
  });
  for (const [key, row] of [['End', '61'], ['PageUp', '51'], ['Home', '2'], ['PageDown', '12'], ['End', '61']] as const) {
    await page.keyboard.press(key);
    await expect.poll(focused).toBe(row);
    await expect.poll(gaps).toBe(0);
  }
  await page.evaluate(() => document.querySelectorAll('[role="table"] > [role="rowgroup"]')[1]?.scrollTo(0, 0));
  await expect.poll(() => page.locator('[role="row"][tabindex="0"]').getAttribute('aria-rowindex')).toBe('2');
  await page.close();
});

it('the list works by keyboard, in bulk and as a file', async () => {
  const page = await browser.openOptions('#/nurtures');
  const table = page.getByRole('table', { name: 'Nurtures' });
  await page.goto(`${page.url().split('#')[0]}#/nurtures?program=Recruiting&sort=name&direction=up`);
  await page.getByText('10 nurtures', { exact: true }).waitFor();
  await table.getByRole('row').nth(1).focus();
  await page.keyboard.press('ArrowDown');
  const second = table.getByRole('row').nth(2);
  await expect.poll(() => second.evaluate((row) => row === document.activeElement)).toBe(true);
  const toggle = second.getByRole('switch');
  const was = await toggle.getAttribute('aria-checked');
  await page.keyboard.press('Space');
  await expect.poll(() => toggle.getAttribute('aria-checked')).toBe(was === 'true' ? 'false' : 'true');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => toggle.getAttribute('aria-checked')).toBe(was);

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save this table as CSV' }).click()]);
  const rows = readFileSync(await download.path(), 'utf8').trim().split('\r\n');
  expect(rows[0]).toContain('Sender,Name,Program');
  expect(rows).toHaveLength(11);

  for (const name of ['Nurture 11', 'Nurture 17']) await table.getByRole('checkbox', { name: `Select: ${name}`, exact: true }).click({ force: true });
  await page.getByText('2 selected').waitFor();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Deactivate' }).click();
  for (const name of ['Nurture 11', 'Nurture 17']) await expect.poll(() => table.getByRole('switch', { name: `Active: ${name}`, exact: true }).getAttribute('aria-checked')).toBe('false');
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Activate', exact: true }).click();
  for (const name of ['Nurture 11', 'Nurture 17']) await expect.poll(() => table.getByRole('switch', { name: `Active: ${name}`, exact: true }).getAttribute('aria-checked')).toBe('true');
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('dialog', { name: 'Archive 2 nurtures?' }).getByRole('button', { name: 'Archive for good' }).click();
  await page.getByText('8 nurtures', { exact: true }).waitFor();

  await table.getByRole('button', { name: 'Actions: Nurture 23', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByRole('heading', { name: 'Nurture 23 (copy)' }).waitFor();
  await page.goBack();
  await table.getByRole('switch', { name: 'Active: Nurture 23 (copy)', exact: true }).waitFor();
  await table.getByRole('row').nth(1).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Nurture 5', exact: true }).waitFor();
  await page.close();
});

it('the editor keeps what was typed when it is closed, draws a slot by drag, and shows the first texts before the start', async () => {
  const page = await browser.openOptions('#/nurtures/new');
  await page.getByLabel('Name', { exact: true }).fill('Half written');
  await page.getByLabel('Message 1', { exact: true }).fill('Hello {{firstName}}, shall we talk?');
  await page.getByText('Your changes are kept here as you type, until you save or discard them.').waitFor();
  await page.waitForTimeout(600);
  await page.close();
  const again = await browser.openOptions('#/nurtures/new');
  await expect.poll(() => again.getByLabel('Name', { exact: true }).inputValue()).toBe('Half written');
  expect(await again.getByLabel('Message 1', { exact: true }).inputValue()).toBe('Hello {{firstName}}, shall we talk?');
  await again.getByLabel('Program', { exact: true }).fill('Alumni');
  await again.getByRole('combobox', { name: 'Sender' }).selectOption({ label: 'Eva Maier' });
  await again.getByRole('combobox', { name: 'Source', exact: true }).selectOption({ label: 'All connections' });
  const before = await again.getByRole('button', { name: /^Remove slot/ }).count();
  const week = again.locator('.week-grid');
  await week.scrollIntoViewIfNeeded();
  const box = await week.boundingBox();
  if (box === null) throw new Error('the week is not drawn');
  const saturday = box.x + box.width * (5.5 / 7);
  await again.mouse.move(saturday, box.y + box.height * 0.3);
  await again.mouse.down();
  await again.mouse.move(saturday, box.y + box.height * 0.5, { steps: 5 });
  await again.mouse.up();
  await expect.poll(() => again.getByRole('button', { name: /^Remove slot/ }).count()).toBe(before + 1);
  expect(await again.getByRole('group', { name: `Slot ${before + 1} days` }).getByRole('checkbox', { name: 'Saturday' }).isChecked()).toBe(true);
  const preflight = again.getByRole('region', { name: 'If it were started now' });
  await preflight.getByText(/^The first/).click();
  await preflight.getByText('Hello Frida, shall we talk?').waitFor();
  await again.getByRole('button', { name: 'Discard changes' }).click();
  await expect.poll(() => again.getByLabel('Name', { exact: true }).inputValue()).toBe('');
  await again.close();
});

it('the journal is filtered and verified, and the language is chosen in the settings', async () => {
  const page = await browser.openOptions('#/journal');
  await page.getByRole('combobox', { name: 'What', exact: true }).selectOption({ index: 1 });
  await page.getByRole('cell').first().waitFor();
  expect(page.url()).toContain('what=areaCampaign');
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByText(/^Sound: /).waitFor();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('fr');
  await page.getByRole('heading', { name: 'Réglages', level: 1 }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
  await page.getByRole('combobox', { name: 'Langue', exact: true }).selectOption('en');
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await page.close();
});
