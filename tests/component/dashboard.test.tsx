import 'fake-indexeddb/auto';
import { cleanup, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DashboardScreen } from '@/components/dashboard/dashboard-screen';
import { openDb } from '@/lib/db/database';
import { write } from '@/lib/db/write';
import type { Member } from '@/lib/domain/member';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import type { Reply } from '@/lib/domain/reply';
import { applyLanguage } from '@/lib/i18n/index';
import { addContact, campaign, DAY, NOW, SENDER } from '../unit/desk-world';

const member: Member = { id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 's', confirmedAt: 1, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] };

function reply(id: string, campaignId: string, tone: Reply['tone'], text: string, daysAgo: number): Reply {
  return {
    id, senderId: SENDER, contactId: 'p', campaignId, messageId: 'm2', at: NOW - daysAgo * DAY, foundAt: NOW, rowUrns: [id], text, kind: 'counted', toneWords: [], answer: 'none',
    ...(tone === undefined ? {} : { tone }),
  };
}

/** Spring was answered kindly once and refused twice, Autumn only kindly; one old refusal lies outside the month. */
async function fill(): Promise<void> {
  const db = openDb();
  await db.members.put(member);
  await db.sources.put({ id: 'all', kind: 'all', name: 'x', createdAt: 1 });
  await addContact(db, 'p', { firstName: 'Ana', lastName: 'Ortiz' });
  await db.campaigns.bulkPut([campaign('a', { name: 'Alpha', program: 'Spring' }), campaign('b', { name: 'Beta', program: 'Autumn' })]);
  await db.replies.bulkPut([
    reply('r1', 'a', 'positive', 'Happy to talk.', 1), reply('r2', 'a', 'negative', 'Please stop.', 2), reply('r3', 'a', 'negative', 'Not for us.', 3),
    reply('r4', 'b', 'neutral', 'Who are you?', 2), reply('r5', 'b', 'negative', 'No.', 60),
  ]);
  await db.funnel.bulkPut([{ campaignId: 'a', contactId: 'p', level: 'engaged', at: 1 }, { campaignId: 'b', contactId: 'p', level: 'nurtured', at: 1 }, { campaignId: 'b', contactId: 'q', level: 'nurtured', at: 1 }]);
  await write(db, NOW, async (w) => {
    w.tallyDay('a', '2027-01-04', { sent: 4 });
    w.tallyDay('b', '2027-01-03', { sent: 2 });
    w.tallyDay('b', '2026-11-01', { sent: 9 });
  });
}

function show(hash: string): void {
  location.hash = hash;
  render(<DashboardScreen />);
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  await applyLanguage('en', ['en-GB']);
  await openDb().delete();
  await openDb().open();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the dashboard', () => {
  it('leads from the program with the worst tone to the texts that were answered badly', async () => {
    await fill();
    show('#/dashboard');
    const tones = await screen.findByRole('region', { name: 'Reply tone by program' });
    const bars = within(tones).getAllByRole('button').map((button) => button.getAttribute('aria-label'));
    expect(bars).toEqual(['Spring: 1 reply, Positive', 'Spring: 2 replies, Negative', 'Autumn: 1 reply, Neutral']);
    await userEvent.setup().click(within(tones).getByRole('button', { name: 'Spring: 2 replies, Negative' }));
    const dialog = await screen.findByRole('dialog', { name: 'Spring: Negative replies' });
    expect(within(dialog).getByText('Please stop.')).toBeTruthy();
    expect(within(dialog).getByText('Not for us.')).toBeTruthy();
    expect(within(dialog).queryByText('Happy to talk.')).toBeNull();
    expect(within(dialog).getAllByText('· answered message 2', { exact: false })).toHaveLength(2);
  });

  it('lets a tone be corrected where it is read, and counts it at once', async () => {
    await fill();
    show('#/dashboard');
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Autumn: 1 reply, Neutral' }));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Tone of the reply of Ana Ortiz' }), 'negative');
    await waitFor(() => expect(screen.getByRole('button', { name: 'Autumn: 1 reply, Negative' })).toBeTruthy());
    expect((await openDb().replies.get('r4'))?.correctedTone).toBe('negative');
  });

  it('counts what the period holds, and more with a longer one', async () => {
    await fill();
    show('#/dashboard');
    expect(await screen.findByRole('img', { name: 'Sent 6, replies 4, in 30 days.' })).toBeTruthy();
    await userEvent.setup().selectOptions(screen.getByRole('combobox', { name: 'Period' }), '90');
    expect(await screen.findByRole('img', { name: 'Sent 15, replies 5, in 90 days.' })).toBeTruthy();
  });

  it('counts each person of the funnel once, at the highest level', async () => {
    await fill();
    show('#/dashboard');
    const funnel = await screen.findByRole('region', { name: 'Funnel' });
    const rows = within(funnel).getAllByRole('row', { hidden: true }).slice(1).map((row) => row.textContent);
    expect(rows).toEqual(['Connected2', 'Nurtured2', 'Engaged1', 'Leads0']);
  });

  it('narrows to one program from the hash', async () => {
    await fill();
    show('#/dashboard?program=Autumn');
    expect(await screen.findByRole('img', { name: 'Sent 2, replies 1, in 30 days.' })).toBeTruthy();
  });

  for (const code of ['en', 'fr']) {
    it(`has nothing axe-core objects to, in ${code}`, async () => {
      await applyLanguage(code, ['en-GB']);
      await fill();
      show('#/dashboard');
      await screen.findAllByRole('img');
      const { violations } = await axe.run(document.body, { rules: { region: { enabled: false }, 'color-contrast': { enabled: false } } });
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    });
  }
});
