import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Miniflare } from 'miniflare';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { buildRedirector, startRedirector } from '../redirector/in-workerd.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, readyMember, shownInList, writeNurture } from './journey.ts';
import { passTime } from './passing-time.ts';

const BUILT = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
const MINUTE = 60_000;
/** 08:00 UTC two days after the real today, so that no alarm lies in the real past. */
const START = Math.ceil(Date.now() / DAY) * DAY + DAY + 8 * 3_600_000;
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOST = 'go.example.com';
const TOKEN = 'a-token-of-thirty-two-characters-1';
const TARGET = 'https://example.org/offer';

let extension: string;
let practice: PracticeLinkedIn;
let redirector: Miniflare;
let browser: Browser;
let options: Page;

/** The built extension with access to the tracker's origin given, since nobody is there to answer the browser's question. */
function withAccess(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nurtures-clicks-'));
  cpSync(BUILT, folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest: { host_permissions: string[] } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, host_permissions: [...manifest.host_permissions, `https://${HOST}/*`] }));
  return folder;
}

beforeAll(async () => {
  await buildRedirector();
  extension = withAccess();
});
afterAll(() => rmSync(extension, { recursive: true, force: true }));
afterEach(async () => {
  await browser?.close();
  await practice?.close();
  await redirector?.dispose();
});

async function connectTracker(): Promise<void> {
  await options.goto(`${options.url().split('#')[0]}#/settings`);
  const section = options.getByRole('region', { name: 'Link tracker' });
  await section.getByLabel('Address').fill(`https://${HOST}`);
  await section.getByLabel('Access key').fill('wrong');
  await section.getByRole('button', { name: 'Test connection' }).click();
  await section.getByText('refuses the key').waitFor();
  await section.getByLabel('Access key').fill(TOKEN);
  await section.getByRole('button', { name: 'Test connection' }).click();
  await section.getByText('the key is right').waitFor();
  await section.getByRole('button', { name: 'Save tracker' }).click();
  await section.getByText(`In use: Own redirector (Cloudflare Worker) at ${HOST}.`).waitFor();
}

async function linksAtRedirector(): Promise<number> {
  const answer = await redirector.dispatchFetch(`https://${HOST}/api/check`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const { links }: { links: number } = JSON.parse(await answer.text());
  return links;
}

/** Somebody opens a link, as seen by the redirector. Returns where it led. */
async function open(link: string, userAgent: string, ip: string): Promise<string | null> {
  const answer = await redirector.dispatchFetch(link, { redirect: 'manual', headers: { 'user-agent': userAgent, 'cf-connecting-ip': ip } });
  return answer.headers.get('location');
}

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
const PREVIEW = 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)';

describe('clicks', () => {
  it('three people click, previews are left out: the list shows 3, the hover how many robots', async () => {
    redirector = await startRedirector({ token: TOKEN, https: 'selfSigned' });
    const address = await redirector.ready;
    practice = await startPracticeLinkedIn({ seed: 11, people: 200, now: START });
    browser = await launch({ extensionDir: extension, practicePort: practice.port, now: START, hosts: { [HOST]: Number(address.port) } });
    options = await readyMember(browser, practice, practice.world.withTrait('plain').slice(0, 3));
    expect((await shownBefore())['Clicks']).toBe('–');
    await connectTracker();
    await activate(options, 'Hello');
    const slot = START + DAY + 3_600_000;
    await passTime(browser, practice, slot - 10 * MINUTE);
    // Letting time pass leaves the heartbeat out; it is what makes links ahead of a slot.
    await browser.ringAlarm('heartbeat', slot - 10 * MINUTE);
    await expect.poll(linksAtRedirector, { timeout: 20_000 }).toBe(1);
    await passTime(browser, practice, slot + 3 * 3_600_000);

    const texts = practice.record.sent.map(({ text }) => text);
    expect(texts).toHaveLength(3);
    const links = texts.map((text) => /https:\/\/go\.example\.com\/[0-9a-z]{13}/.exec(text)?.[0] ?? '');
    expect(new Set(links).size).toBe(1);
    for (const text of texts) expect(text).not.toContain(TARGET);

    const [link = ''] = links;
    for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) expect(await open(link, BROWSER, ip)).toBe(TARGET);
    for (const ip of ['192.0.2.8', '192.0.2.9']) await open(link, PREVIEW, ip);

    await passTime(browser, practice, (await browser.now()) + 45 * MINUTE);
    await options.bringToFront();
    const clicks = options.getByRole('button', { name: '3 clicks' });
    await options.goto(`${options.url().split('#')[0]}#/nurtures`);
    await clicks.waitFor();
    expect((await shownInList(options, 'Hello'))['Clicks']).toBe('3');
    await clicks.hover();
    const hover = options.getByRole('tooltip');
    await hover.getByText('2 visits of robots left out').waitFor();
    expect(await hover.innerText()).toContain('3 clicks');
    expect(await hover.innerText()).toContain('Read ');
  });

  /** Before there is a tracker: the nurture is written, the column shows a dash and says why. */
  async function shownBefore(): Promise<Record<string, string>> {
    await writeNurture(options, {
      name: 'Hello', program: 'Tests', timeZone: 'UTC', slots: [{ days: EVERY_DAY, start: '09:00', end: '11:00' }], askMe: false,
      messages: [{ body: `Hi {{firstName}}, have a look: ${TARGET}` }],
    });
    const shown = await shownInList(options, 'Hello');
    expect(await options.getByRole('button', { name: 'No link tracker connected.' }).count()).toBe(1);
    return shown;
  }
});
