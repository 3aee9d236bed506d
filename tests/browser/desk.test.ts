import { afterAll, beforeAll, expect, it } from 'vitest';
import { findings } from './axe.ts';
import { launch, type Browser } from './chromium.ts';
import { NOW } from '../unit/desk-world.ts';
import { twoWeeksIn } from './desk-scene.ts';
import { putInto } from './stored.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launch({ extensionDir: '.output/chrome-mv3', now: NOW + 60_000 });
  const page = await browser.openOptions('#/journal');
  await page.getByRole('heading', { name: 'Journal' }).waitFor();
  await putInto(page, await twoWeeksIn());
  await page.close();
});
afterAll(() => browser.close());

it('the popup reviews five messages by keyboard alone, and approves exactly what it showed', async () => {
  const page = await browser.openPopup();
  const card = page.getByRole('group', { name: /^Message to / });
  await expect.poll(() => card.getAttribute('aria-label')).toBe('Message to Ana Novak');
  await page.keyboard.press('s');
  await expect.poll(() => card.getAttribute('aria-label')).toBe('Message to Bruno Silva');
  await page.keyboard.press('a');
  await expect.poll(() => card.getAttribute('aria-label')).toBe('Message to Chloé Dupont');
  await page.keyboard.press('r');
  await expect.poll(() => card.getAttribute('aria-label')).toBe('Message to Dario Conti');
  await page.keyboard.press('e');
  await page.getByLabel('Text of the message').fill('Ciao Dario');
  await page.getByRole('button', { name: 'Save text' }).click();
  await expect.poll(() => card.getByLabel('Text of the message').textContent()).toBe('Ciao Dario');
  await page.keyboard.press('a');
  await expect.poll(() => card.getAttribute('aria-label')).toBe('Message to Elif Yılmaz');
  const states = await page.evaluate(async () => {
    const opened = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('nurtures');
      request.addEventListener('success', () => resolve(request.result));
    });
    const all = await new Promise<{ contactId: string; campaignId: string; state: string; text?: string }[]>((resolve) => {
      const request = opened.transaction('deliveries').objectStore('deliveries').getAll();
      request.addEventListener('success', () => resolve(request.result));
    });
    opened.close();
    return all.filter((row) => row.campaignId === 'c1' && ['p0', 'p1', 'p2', 'p3', 'p4'].includes(row.contactId)).map((row) => [row.contactId, row.state, row.contactId === 'p3' ? row.text : '']);
  });
  expect(states).toEqual([['p0', 'pending', ''], ['p1', 'approved', ''], ['p2', 'rejected', ''], ['p3', 'approved', 'Ciao Dario'], ['p4', 'pending', '']]);
  await page.close();
});

it('Approve all lists the texts that were not shown before it approves them', async () => {
  const page = await browser.openPopup();
  await page.getByRole('button', { name: 'Approve all' }).click();
  const list = page.getByRole('dialog', { name: 'Approve all: read every text' });
  await list.getByText('Hi Elif').waitFor();
  await list.getByRole('button', { name: 'Approve all' }).click();
  await expect.poll(() => page.getByRole('heading', { name: 'Waiting for you' }).count()).toBe(0);
  await page.close();
});

it('a reply leaves Answer these when it is ticked off, and comes back by undo', async () => {
  const page = await browser.openPopup();
  const section = page.getByRole('region', { name: 'Answer these' });
  await section.getByRole('button', { name: 'Tick off the reply of Frida Lindqvist' }).click();
  await expect.poll(() => section.getByRole('link', { name: 'Frida Lindqvist' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await section.getByRole('link', { name: 'Frida Lindqvist' }).waitFor();
  await page.close();
});

it('a message in doubt shows what was seen and is settled by the member', async () => {
  const page = await browser.openOptions('#/queue?status=unconfirmed');
  await page.getByRole('button', { name: 'Actions for the message to Hana Suzuki' }).click();
  await page.getByRole('menuitem', { name: 'It was sent' }).click();
  const dialog = page.getByRole('dialog', { name: 'Was this message sent?' });
  await dialog.getByText('What was seen: rows 4, none new').waitFor();
  await dialog.getByRole('button', { name: 'It was sent' }).click();
  await page.getByText('No message fits these filters.').waitFor();
  await page.close();
});

it('Pause everything holds from the popup and Resume ends it on the options page', async () => {
  const popup = await browser.openPopup();
  await popup.getByRole('button', { name: 'Pause everything' }).click();
  const page = await browser.openOptions('#/contacts');
  await page.getByText(/^Paused by you since/).waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await popup.getByRole('button', { name: 'Pause everything' }).waitFor();
  await Promise.all([popup.close(), page.close()]);
});

it('a Connections.csv is imported with a report that names its bad rows', async () => {
  const page = await browser.openOptions('#/contacts');
  const csv = ['Notes:', '', 'First Name,Last Name,URL,Email Address,Company,Position,Connected On', 'Zoë,Adams,https://www.linkedin.com/in/zoe-adams,,Zeta,CEO,03 Jan 2027', 'No,Profile,,,X,Y,03 Jan 2027'].join('\r\n');
  await page.getByLabel('Import contacts').setInputFiles({ name: 'Connections.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Start import' }).click();
  const report = page.getByRole('dialog', { name: 'Imported Connections.csv' });
  await report.getByText('There is no profile address.').waitFor();
  expect(await findings(page)).toEqual([]);
  await report.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('link', { name: 'Zoë Adams' }).waitFor();
  await page.close();
});
