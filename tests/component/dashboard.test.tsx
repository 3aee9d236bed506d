import 'fake-indexeddb/auto';
import { cleanup, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ContactsScreen } from '@/components/contacts/contacts-screen';
import { DashboardScreen } from '@/components/dashboard/dashboard-screen';
import { QueueScreen } from '@/components/queue/queue-screen';
import { openDb } from '@/lib/db/database';
import { write } from '@/lib/db/write';
import type { Member } from '@/lib/domain/member';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import type { Reply } from '@/lib/domain/reply';
import { applyLanguage } from '@/lib/i18n/index';
import { addContact, addDelivery, campaign, DAY, NOW, SENDER } from '../unit/desk-world';

// Nothing is laid out here: a height, so that virtual rows are drawn.
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 600 });
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1000 });
for (const name of ['showPopover', 'hidePopover']) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: () => undefined });

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

  it('draws clicks beside them once a tracker counts, on the day they were read, with their table', async () => {
    await fill();
    const db = openDb();
    await db.settings.put({ key: 'tracker', value: { kind: 'redirector' } });
    await write(db, NOW, async (w) => w.tallyDay('a', '2027-01-03', { clicks: 3 }));
    show('#/dashboard');
    expect(await screen.findByRole('img', { name: 'Sent 6, replies 4, clicks 3, in 30 days.' })).toBeTruthy();
    const picture = screen.getByRole('region', { name: 'Sent, replies and clicks' });
    const [row] = within(picture).getAllByRole('row', { hidden: true }).filter((one) => one.textContent?.includes('3 Jan'));
    expect(row?.querySelector('td:last-child a')?.getAttribute('href')).toBe('#/dashboard?open=clicks');
    expect(row?.querySelector('td:last-child')?.textContent).toBe('3');
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

  it('leads from every level of the funnel to exactly the people it counts', async () => {
    await fill();
    await addContact(openDb(), 'q', { firstName: 'Bo', lastName: 'Quist' });
    await addContact(openDb(), 'z', { firstName: 'Cy', lastName: 'Zorn' });
    for (const [name, count, people] of [['Connected', 3, ['Ana Ortiz', 'Bo Quist', 'Cy Zorn']], ['Nurtured', 2, ['Ana Ortiz', 'Bo Quist']], ['Engaged', 1, ['Ana Ortiz']]] as const) {
      show('#/dashboard');
      const funnel = await screen.findByRole('region', { name: 'Funnel' });
      const [link] = within(funnel).getAllByRole('link', { name: `${count} ${name}: open` });
      const hash = link?.getAttribute('href') ?? '';
      cleanup();
      location.hash = hash;
      render(<ContactsScreen />);
      await screen.findByText(`In the funnel: ${name}.`);
      expect((await within(screen.getByRole('table', { name: 'Contacts' })).findAllByRole('link')).map((one) => one.textContent)).toEqual(people);
      cleanup();
    }
  });

  it('counts a person once who is a connection of two members', async () => {
    await fill();
    const db = openDb();
    await db.members.put({ ...member, id: 'ACoAAother', name: 'Olga Other' });
    await db.campaigns.put(campaign('c', { name: 'Gamma', program: 'Spring', senderId: 'ACoAAother' }));
    await db.connections.put({ memberId: 'ACoAAother', contactId: 'p', connectedOn: '2026-11-01', source: 'import', at: 1 });
    show('#/dashboard?program=Spring');
    const funnel = await screen.findByRole('region', { name: 'Funnel' });
    expect(within(funnel).getAllByRole('link', { name: '1 Connected: open' }).length).toBeGreaterThan(0);
  });

  it('leads from what was sent to the messages of those days, and opens replies and missed slots from the hash', async () => {
    await fill();
    const db = openDb();
    for (const [id, sentAt] of [['x1', NOW - 3600_000], ['x2', NOW - DAY], ['x3', NOW - 40 * DAY]] as const) {
      await addContact(db, id, { firstName: id, lastName: 'Sent' });
      await addDelivery(db, 'a', id, 'sent', { sentAt, stateAt: sentAt });
    }
    await db.runs.put({
      id: 'a|2027-01-03|s1', campaignId: 'a', senderId: SENDER, slotId: 's1', date: '2027-01-03', startsAt: NOW - DAY, endsAt: NOW - DAY + 1, state: 'missed', reason: 'asleep', firstMomentAt: NOW - DAY, taken: 0, couldTake: 0,
      planned: 0, sent: 0, unconfirmed: 0, failedInRow: 0, notes: [], warnings: [], errors: [],
    });
    show('#/dashboard');
    const sent = (await screen.findByRole('link', { name: '6 Sent: open' })).getAttribute('href') ?? '';
    const missed = screen.getByRole('link', { name: '1 missed slot. The computer was asleep.' }).getAttribute('href') ?? '';
    cleanup();
    show(missed);
    const dialog = await screen.findByRole('dialog', { name: 'Missed slots: The computer was asleep.' });
    expect(within(dialog).getByRole('link', { name: 'Slots of Alpha in the journal' }).getAttribute('href')).toBe('#/journal?what=areaRun&campaign=a');
    await userEvent.setup().click(within(dialog).getByRole('button', { name: 'Close' }));
    expect(location.hash).toBe('#/dashboard');
    cleanup();
    show('#/dashboard?open=program&key=spring&tone=negative');
    expect(await screen.findByRole('dialog', { name: 'Spring: Negative replies' })).toBeTruthy();
    cleanup();
    location.hash = sent;
    render(<QueueScreen />);
    await screen.findByText('2 messages');
    expect(await screen.findByRole('link', { name: 'x1 Sent' })).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'x3 Sent' })).toBeNull();
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
