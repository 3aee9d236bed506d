import 'fake-indexeddb/auto';
import { cleanup, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClicksCell, RepliesCell } from '@/components/nurtures/cells';
import { TrackerSection } from '@/components/settings/tracker-section';
import type { FetchPort } from '@/lib/clicks/http';
import { openDb } from '@/lib/db/database';
import type { LinkRow } from '@/lib/db/schema';
import { toneAverage } from '@/lib/domain/tone-average';
import { readTracker } from '@/lib/engine/tracker';
import { applyLanguage } from '@/lib/i18n/index';
import { addContact, campaign, NOW, SENDER } from '../unit/desk-world';

const outside = vi.hoisted(() => ({ access: true, asked: [] as string[], answer: { status: 200, json: {} as unknown } }));
vi.mock('@/lib/platform/worker-poke', () => ({ pokeWorker: () => undefined }));
vi.mock('@/lib/platform/tracker-access', () => {
  const askTracker: FetchPort = async () => ({ status: outside.answer.status, headers: { get: () => null }, text: async () => JSON.stringify(outside.answer.json) });
  return {
    askTracker,
    askForTracker: async (origin: string) => {
      outside.asked.push(origin);
      return outside.access;
    },
    mayAskTracker: async () => outside.access,
    giveTrackerBack: async () => undefined,
    freshLinkSecret: () => 'ab'.repeat(32),
  };
});
for (const name of ['showPopover', 'hidePopover']) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: () => undefined });

const db = openDb();
beforeEach(async () => {
  outside.access = true;
  outside.asked = [];
  await applyLanguage('en', ['en-GB']);
  await db.delete();
  await db.open();
});
afterEach(cleanup);

async function typeTracker(user: ReturnType<typeof userEvent.setup>, address: string, key: string): Promise<void> {
  await user.clear(await screen.findByLabelText('Address'));
  await user.type(screen.getByLabelText('Address'), address);
  await user.clear(screen.getByLabelText('Access key'));
  await user.type(screen.getByLabelText('Access key'), key);
}

describe('the set-up of a tracker', () => {
  it('names what is wrong at its field and asks for no access before', async () => {
    const user = userEvent.setup();
    render(<TrackerSection />);
    await typeTracker(user, 'http://go.example.com', 'key');
    await user.click(screen.getByRole('button', { name: 'Save tracker' }));
    expect(await screen.findByText('The address must begin with https://')).toBeTruthy();
    expect(outside.asked).toEqual([]);
    expect(await readTracker(db)).toBeUndefined();
  });

  it('asks for the one origin, and stores nothing when it is refused', async () => {
    const user = userEvent.setup();
    outside.access = false;
    render(<TrackerSection />);
    await typeTracker(user, 'go.example.com/admin', 'key');
    await user.click(screen.getByRole('button', { name: 'Save tracker' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Without access to go.example.com');
    expect(outside.asked).toEqual(['https://go.example.com']);
    expect(await readTracker(db)).toBeUndefined();
  });

  it('tests the connection with a plain result, saves, and can be taken away', async () => {
    const user = userEvent.setup();
    render(<TrackerSection />);
    await typeTracker(user, 'https://go.example.com', 'key');
    outside.answer = { status: 401, json: {} };
    await user.click(screen.getByRole('button', { name: 'Test connection' }));
    expect((await screen.findByRole('alert')).textContent).toContain('refuses the key');
    outside.answer = { status: 200, json: { service: 'nurtures-redirector', version: 1, links: 12 } };
    await user.click(screen.getByRole('button', { name: 'Test connection' }));
    expect(await screen.findByText('The tracker answers and the key is right. It holds 12 links.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Save tracker' }));
    expect(await screen.findByText('In use: Own redirector (Cloudflare Worker) at go.example.com.')).toBeTruthy();
    expect((await readTracker(db))?.perRecipient).toBe('no');

    await user.click(screen.getByRole('checkbox', { name: 'One link per person' }));
    expect((await readTracker(db))?.perRecipient).toBe('no');
    await user.click(await screen.findByRole('button', { name: 'I understand, count per person' }));
    await vi.waitFor(async () => expect((await readTracker(db))?.perRecipient).toBe('yes'));

    const secret = (await db.settings.get('linkSecret'))?.value;
    await user.click(screen.getByRole('button', { name: 'Disconnect' }));
    expect(await screen.findByRole('button', { name: 'Save tracker' })).toBeTruthy();
    expect((await db.settings.get('linkSecret'))?.value).toBe(secret);
  });

  it('has nothing axe-core objects to', async () => {
    const { container } = render(<TrackerSection />);
    await screen.findByLabelText('Address');
    expect((await axe.run(container, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })).violations).toEqual([]);
  });
});

describe('the Clicks column', () => {
  const link = (over: Partial<LinkRow>): LinkRow => ({ key: 'k1', campaignId: 'a', messageId: 'm1', target: 'https://example.com', trackedUrl: 'https://go.example.com/k1', origin: 'https://go.example.com', clicks: 0, ...over });

  it('is a dash with its reason without a tracker, never 0', async () => {
    render(<ClicksCell clicks={undefined} campaignIds={['a']} />);
    expect(screen.getByRole('button', { name: 'No link tracker connected.' }).textContent).toBe('–');
  });

  it('says how many robots were left out, and how old the count is', async () => {
    await db.links.bulkPut([link({ clicks: 2, bots: 4, unique: 2, readAt: NOW }), link({ key: 'k2', clicks: 1, bots: 1, unique: 1, readAt: NOW - 1000 }), link({ key: 'k3', campaignId: 'other', clicks: 9, bots: 9, readAt: NOW })]);
    render(<ClicksCell clicks={3} campaignIds={['a']} />);
    await userEvent.setup().hover(screen.getByRole('button', { name: '3 clicks' }));
    const hover = await screen.findByText(/5 visits of robots left out/);
    expect(hover.parentElement?.textContent).toContain('3 clicks');
    expect(hover.parentElement?.textContent).toMatch(/Read .*\d/);
  });

  it('says that the tracker does not tell where it does not', async () => {
    await db.links.put(link({ clicks: 2, readAt: NOW }));
    render(<ClicksCell clicks={2} campaignIds={['a']} />);
    await userEvent.setup().hover(screen.getByRole('button', { name: '2 clicks' }));
    expect(await screen.findByText('The tracker does not tell how many robots it left out.')).toBeTruthy();
  });
});

describe('the face', () => {
  it('lists the replies with the words that decided behind a click, and one choice corrects a tone', async () => {
    const user = userEvent.setup();
    await db.campaigns.put(campaign('a', { name: 'Alpha' }));
    await addContact(db, 'p1', { firstName: 'Ana', lastName: 'Novak' });
    await db.replies.put({
      id: 'r1', senderId: SENDER, contactId: 'p1', campaignId: 'a', at: NOW, foundAt: NOW, rowUrns: ['r1'], text: 'No need, we already have one.', kind: 'counted', tone: 'negative',
      toneWords: ['No need'], toneLanguage: 'en', answer: 'none',
    });
    render(<RepliesCell replies={1} tone={toneAverage([{ negative: 1 }])} campaignIds={['a']} name="Alpha" />);
    await user.click(screen.getByRole('button', { name: /1 reply\. 0%.* of 1 judged reply/ }));
    expect(await screen.findByText('No need, we already have one.')).toBeTruthy();
    expect(screen.getByText(/No need$/)).toBeTruthy();
    await user.selectOptions(await screen.findByLabelText(/^Tone/), 'neutral');
    await vi.waitFor(async () => expect((await db.replies.get('r1'))?.correctedTone).toBe('neutral'));
  });
});
