import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FetchPort } from '@/lib/clicks/http';
import type { TrackerSettings } from '@/lib/clicks/tracker-settings';
import { approveAll } from '@/lib/engine/queue-actions';
import { archiveCampaign, saveCampaign } from '@/lib/engine/campaign-actions';
import { ATTEMPTS, forgetTracker, readAttempts, saveTracker } from '@/lib/engine/tracker';
import { aCampaign, idOf, seed, SimulatedBrowser } from './simulated-browser';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;
const GO = 'https://go.example.com';
const SETTINGS: TrackerSettings = { kind: 'redirector', origin: GO, secret: 'token', domain: null };
const PAGE = 'https://example.com/offer?a=1';

/** A redirector in a few lines: the answers of `lib/clicks/redirector`, with a plug that can be pulled. */
class Redirector {
  readonly links = new Map<string, { target: string; clicks: number; unique: number; bots: number }>();
  plug: 'in' | 'out' = 'in';
  calls = 0;

  readonly fetch: FetchPort = async (url, init) => {
    this.calls += 1;
    if (this.plug === 'out') throw new TypeError('Failed to fetch');
    const answer = (json: unknown) => ({ status: 200, headers: { get: () => null }, text: async () => JSON.stringify(json) });
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/api/links') {
      const asked: { links: { key: string; target: string }[] } = JSON.parse(init.body ?? '{}');
      for (const { key, target } of asked.links) if (!this.links.has(key)) this.links.set(key, { target, clicks: 0, unique: 0, bots: 0 });
      return answer(asked);
    }
    const keys = (searchParams.get('keys') ?? '').split(',').filter((key) => this.links.has(key));
    return answer({ counts: keys.map((key) => ({ key, ...this.links.get(key) })), next: null });
  };
}

// Simulated days take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let b: SimulatedBrowser | undefined;
let redirector: Redirector;
afterEach(() => b?.close());

async function start(people: number, over: Parameters<typeof aCampaign>[1] = {}, perRecipient: 'yes' | 'no' = 'no'): Promise<SimulatedBrowser> {
  b = await new SimulatedBrowser(MONDAY).open();
  redirector = new Redirector();
  b.fetch = redirector.fetch;
  b.heartbeat = 'on';
  await saveTracker(b.db, MONDAY, SETTINGS, perRecipient, 'ab'.repeat(32));
  const message = { id: 'm1', body: `Hi {{firstName}}, look: ${PAGE}.`, delayDays: 0, variants: {}, missing: 'hold' as const, fallbacks: {} };
  await seed(b, people, [aCampaign(MONDAY, { messages: [message], ...over })]);
  await b.wake();
  return b;
}

/** Tuesday 09:00 in Paris: the first slot. */
const SLOT = Date.parse('2026-11-24T08:00:00Z');

describe('links in messages', () => {
  it('are made before the slot and stand in what is sent; the visible part names neither campaign nor person', async () => {
    const browser = await start(3);
    await browser.run(SLOT - MINUTE);
    expect(redirector.links.size).toBe(1);
    await browser.run(SLOT + 3 * 3_600_000);
    expect(browser.received.length).toBeGreaterThanOrEqual(3);
    const [key] = [...redirector.links.keys()];
    for (const { text } of browser.received) {
      expect(text).toMatch(new RegExp(`^Hi Ana, look: ${GO}/${key}\\.$`));
      expect(text).not.toContain('example.com/offer');
    }
    expect(redirector.links.get(key ?? '')?.target).toBe(PAGE);
    expect(key).toMatch(/^[0-9a-hjkmnp-tv-z]{13}$/);
  });

  it('are what the member approves', async () => {
    const browser = await start(2, { approval: true });
    await browser.run(SLOT + MINUTE);
    const pending = (await browser.db.deliveries.toArray()).filter((delivery) => delivery.state === 'pending');
    expect(pending).toHaveLength(2);
    for (const { text } of pending) expect(text).toContain(`${GO}/`);
    await approveAll(browser.db, browser.now, pending.map(({ id, fingerprint }) => ({ id, fingerprint: fingerprint ?? '' })));
    await browser.run(SLOT + DAY);
    expect(browser.received.map(({ text }) => text).toSorted()).toEqual(pending.map(({ text }) => text).toSorted());
  });

  it('that cannot be made hold the message with the reason, warn, take nobody new, and go on by themselves', async () => {
    const browser = await start(12);
    redirector.plug = 'out';
    await browser.run(SLOT + 5 * 3_600_000 + 90 * MINUTE);
    expect(browser.received).toEqual([]);
    const held = await browser.db.deliveries.toArray();
    expect(held.map(({ state, reason }) => [state, reason])).toEqual(Array.from({ length: 5 }, () => ['queued', 'trackerUnreachable']));
    expect(held.every(({ nextAt }) => nextAt !== undefined)).toBe(true);
    const runs = await browser.db.runs.toArray();
    expect(runs.at(-1)?.warnings.map(({ reason }) => reason)).toContain('trackerUnreachable');
    expect((await readAttempts(browser.db, 'links')).lastFailure?.code).toBe('unreachable');
    const before = redirector.calls;
    expect(before).toBeLessThan(60);

    redirector.plug = 'in';
    await browser.run(SLOT + 2 * DAY);
    expect(browser.received.length).toBeGreaterThan(0);
    for (const { text } of browser.received) expect(text).toContain(`${GO}/`);
    expect(await browser.db.settings.where('key').startsWith('linksWanted:').count()).toBe(0);
    expect((await browser.db.settings.get(ATTEMPTS.links))?.value).toBeUndefined();
  });

  it('go on within the slot when the tracker comes back in it', async () => {
    const browser = await start(2);
    redirector.plug = 'out';
    await browser.run(SLOT + 10 * MINUTE);
    redirector.plug = 'in';
    await browser.run(SLOT + 2 * 3_600_000);
    expect(browser.received).toHaveLength(2);
  });

  it('of an edited message are made anew and void the approval; a link already there keeps its key', async () => {
    const browser = await start(1, { approval: true });
    await browser.run(SLOT + MINUTE);
    const [first] = await browser.db.deliveries.toArray();
    await approveAll(browser.db, browser.now, [{ id: first?.id ?? '', fingerprint: first?.fingerprint ?? '' }]);
    const campaign = await browser.db.campaigns.get('k1');
    if (campaign === undefined) throw new Error('no campaign');
    const [message] = campaign.messages;
    if (message === undefined) throw new Error('no message');
    await saveCampaign(browser.db, browser.now, 'k1', { ...campaign, messages: [{ ...message, body: `${message.body} And https://example.org/b` }] });
    await browser.wake();
    const [after] = await browser.db.deliveries.toArray();
    expect(after).toMatchObject({ state: 'pending', reason: 'waitingApproval' });
    expect(after?.approvedAt).toBeUndefined();
    expect(after?.text?.match(/https:\/\/go\.example\.com\/\w{13}/g)).toHaveLength(2);
    expect(redirector.links.size).toBe(2);
  });

  it('go out as written without a tracker, and an approval from before a tracker was connected stands', async () => {
    const browser = await start(1, { approval: true });
    await forgetTracker(browser.db, browser.now);
    await browser.run(SLOT + MINUTE);
    const [pending] = await browser.db.deliveries.toArray();
    expect(pending?.text).toContain(PAGE);
    await approveAll(browser.db, browser.now, [{ id: pending?.id ?? '', fingerprint: pending?.fingerprint ?? '' }]);
    await saveTracker(browser.db, browser.now, SETTINGS, 'no', 'cd'.repeat(32));
    await browser.run(SLOT + DAY);
    expect(browser.received.map(({ text }) => text)).toEqual([pending?.text]);
  });
});

describe('clicks', () => {
  it('are read on an alarm with their age, robots apart, and counted per campaign and message', async () => {
    const browser = await start(2);
    await browser.run(SLOT + 2 * 3_600_000);
    const [link] = [...redirector.links.values()];
    if (link === undefined) throw new Error('no link');
    Object.assign(link, { clicks: 3, unique: 2, bots: 4 });
    await browser.run(browser.now + 45 * MINUTE);
    const [stored] = await browser.db.links.toArray();
    expect(stored).toMatchObject({ clicks: 3, unique: 2, bots: 4, target: PAGE });
    expect(browser.now - (stored?.readAt ?? 0)).toBeLessThanOrEqual(45 * MINUTE);
    expect((await browser.db.tallies.get('c:k1'))?.counts.clicks).toBe(3);
    expect((await browser.db.tallies.get('m:m1:k1'))?.counts.clicks).toBe(3);

    link.clicks = 1;
    await browser.run(browser.now + 45 * MINUTE);
    expect((await browser.db.links.toArray())[0]).toMatchObject({ clicks: 1, shrunkFrom: { clicks: 3 } });
    expect((await browser.db.tallies.get('c:k1'))?.counts.clicks).toBe(1);
  });

  it('that cannot be read keep their last value and are asked for ever more rarely', async () => {
    const browser = await start(2);
    await browser.run(SLOT + 2 * 3_600_000);
    Object.assign([...redirector.links.values()][0] ?? {}, { clicks: 3, unique: 2, bots: 4 });
    await browser.run(browser.now + 45 * MINUTE);
    redirector.plug = 'out';
    const before = redirector.calls;
    await browser.run(browser.now + DAY);
    expect(redirector.calls - before).toBeLessThanOrEqual(12);
    expect((await browser.db.links.toArray())[0]).toMatchObject({ clicks: 3, bots: 4 });
    expect((await readAttempts(browser.db, 'clicks')).failuresInRow).toBeGreaterThan(3);
  });

  it('of an archived campaign go on being counted', async () => {
    const browser = await start(2);
    await browser.run(SLOT + 2 * 3_600_000);
    await archiveCampaign(browser.db, browser.now, 'k1');
    Object.assign([...redirector.links.values()][0] ?? {}, { clicks: 7 });
    await browser.run(browser.now + 2 * DAY);
    expect((await browser.db.tallies.get('c:k1'))?.counts.clicks).toBe(7);
  });

  it('per person, where the member turned it on: every person has a link of their own, and a click makes them engaged', async () => {
    const browser = await start(3, {}, 'yes');
    await browser.run(SLOT + 2 * 3_600_000);
    expect(browser.received).toHaveLength(3);
    expect(new Set(browser.received.map(({ text }) => text.split('/').at(-1))).size).toBe(3);
    const rows = await browser.db.links.toArray();
    expect(rows.map((row) => row.contactId).toSorted()).toEqual(['c0001', 'c0002', 'c0003']);
    const second = rows.find((row) => row.contactId === 'c0002');
    Object.assign(redirector.links.get(second?.key ?? '') ?? {}, { clicks: 1 });
    await browser.run(browser.now + 45 * MINUTE);
    const levels = await browser.db.funnel.toArray();
    expect(Object.fromEntries(levels.map(({ contactId, level }) => [contactId, level]))).toEqual({ c0001: 'nurtured', c0002: 'engaged', c0003: 'nurtured' });
    expect(browser.received.find(({ to }) => to === idOf(2))?.text).toContain(second?.trackedUrl);
  });
});
