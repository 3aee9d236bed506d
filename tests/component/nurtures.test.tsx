import 'fake-indexeddb/auto';
import { cleanup, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TodayCell } from '@/components/nurtures/cells';
import { NurturesScreen } from '@/components/nurtures/nurtures-screen';
import { Toasts } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { write } from '@/lib/db/write';
import type { Member } from '@/lib/domain/member';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import { CONSENT_VERSION } from '@/lib/engine/settings';
import { applyLanguage } from '@/lib/i18n/index';
import { addContact, addDelivery, campaign, NOW, SENDER } from '../unit/desk-world';

vi.mock('@/lib/platform/worker-poke', () => ({ pokeWorker: () => undefined }));

const member: Member = { id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 's', confirmedAt: 1, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] };

/** Three nurtures of two programs; "Alpha" has sent 2 of which 1 was answered kindly, "Beta" has 3 replies, 2 of them refusals. */
async function fill(): Promise<void> {
  const db = openDb();
  await db.settings.put({ key: 'consent', value: { at: 1, version: CONSENT_VERSION, language: 'en' } });
  await db.members.put(member);
  await db.sources.put({ id: 'all', kind: 'all', name: 'x', createdAt: 1 });
  await write(db, NOW, async (w) => {
    await db.campaigns.bulkPut([
      campaign('a', { name: 'Alpha', program: 'Spring', createdAt: 3 }),
      campaign('b', { name: 'Beta', program: 'Spring', state: 'inactive', switchedAt: NOW, createdAt: 2 }),
      campaign('c', { name: 'Gamma', program: 'Autumn', state: 'draft', createdAt: 1 }),
    ]);
    w.tally('a', { sent: 2, replies: 1, positive: 1 });
    w.tally('b', { sent: 7, replies: 3, neutral: 1, negative: 2 });
    w.journal({ kind: 'campaign.created', campaignId: 'a' });
  });
}

async function show(hash: string): Promise<void> {
  location.hash = hash;
  render(<><NurturesScreen /><Toasts /></>);
}

const names = () => screen.getAllByRole('row').slice(1).map((row) => within(row).queryByRole('link')?.textContent ?? within(row).getAllByRole('cell')[0]?.textContent ?? '');

// this DOM lays nothing out: a list without a height shows no rows
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 600 });
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1000 });
for (const name of ['showPopover', 'hidePopover']) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: () => undefined });

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

describe('the list', () => {
  it('has the columns of the contract and a row for every nurture that is not archived', async () => {
    await fill();
    await show('#/nurtures');
    const table = await screen.findByRole('table', { name: 'Nurtures' });
    expect(within(table).getAllByRole('columnheader').map((header) => header.textContent)).toEqual(['Sender', 'Name / Program', 'Health', 'Today', 'Sent', 'Clicks', 'Replies', 'Active', 'Actions']);
    expect(names()).toEqual(['Alpha', 'Beta', 'Gamma']);
    expect(within(table).getByRole('switch', { name: 'Active: Alpha' }).getAttribute('aria-checked')).toBe('true');
    expect(within(table).getByRole('switch', { name: 'Active: Beta' }).getAttribute('aria-checked')).toBe('false');
  });

  it('leads from what was sent to those messages, and explains the number', async () => {
    await fill();
    await write(openDb(), NOW, async (w) => w.tally('a', { sent: 12 }));
    await show('#/nurtures');
    const number = await screen.findByRole('button', { name: '14' });
    expect(number.getAttribute('title')).toContain('confirmed as sent');
    await userEvent.setup().click(number);
    expect(location.hash).toBe('#/queue?campaign=a&status=sent');
  });

  it('switches in place, says what follows, and takes it back', async () => {
    await fill();
    await show('#/nurtures');
    const user = userEvent.setup();
    await user.click(await screen.findByRole('switch', { name: 'Active: Alpha' }));
    await waitFor(async () => expect((await openDb().campaigns.get('a'))?.state).toBe('inactive'));
    await waitFor(() => expect(screen.getByRole('switch', { name: 'Active: Alpha' }).getAttribute('aria-checked')).toBe('false'));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(screen.getByRole('switch', { name: 'Active: Alpha' }).getAttribute('aria-checked')).toBe('true'));
  });

  it('changes a row without reload when a delivery moves', async () => {
    await fill();
    await addContact(openDb(), 'p');
    await show('#/nurtures');
    const row = (await screen.findByRole('link', { name: 'Gamma' })).closest('[role="row"]');
    await addDelivery(openDb(), 'c', 'p', 'sent');
    await waitFor(() => expect(row?.querySelectorAll('[role="cell"]')[4]?.textContent).toBe('1'));
  });

  it('sorts by a header, and the other way round on the second click', async () => {
    await fill();
    await show('#/nurtures');
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Sent' }));
    await waitFor(() => expect(names()).toEqual(['Beta', 'Alpha', 'Gamma']));
    expect(screen.getByRole('columnheader', { name: 'Sent' }).getAttribute('aria-sort')).toBe('descending');
    await user.click(screen.getByRole('button', { name: 'Sent' }));
    await waitFor(() => expect(names()).toEqual(['Gamma', 'Alpha', 'Beta']));
    expect(location.hash).toContain('sort=sent');
  });

  it('finds by words of name and program, and filters by health', async () => {
    await fill();
    await show('#/nurtures?search=spring');
    await screen.findByRole('link', { name: 'Alpha' });
    expect(names()).toEqual(['Alpha', 'Beta']);
    const user = userEvent.setup();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Filter by active' }), 'off');
    await waitFor(() => expect(names()).toEqual(['Beta']));
  });

  it('groups by program with sums, tone averaged over replies', async () => {
    await fill();
    await show('#/nurtures?group=program');
    await screen.findByRole('link', { name: 'Alpha' });
    expect(names()).toEqual(['Autumn1 nurture, 0 active', 'Gamma', 'Spring2 nurtures, 1 active', 'Alpha', 'Beta']);
    const spring = screen.getByText('Spring', { selector: '.group-name span' }).closest('[role="row"]');
    if (!(spring instanceof HTMLElement)) throw new Error('no row of the program');
    expect(within(spring).getByRole('button', { name: /^4 replies\. 50% positive or neutral, of 4 judged replies\./ })).toBeTruthy();
    expect(within(spring).getByText('9')).toBeTruthy();
    expect(within(spring).getByRole('button', { name: 'Actions: Spring' })).toBeTruthy();
  });

  it('archives only after the second question', async () => {
    await fill();
    await show('#/nurtures');
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Actions: Alpha' }));
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Edit', 'View queue', 'Duplicate', 'Export', 'Archive']);
    await user.click(screen.getByRole('menuitem', { name: 'Archive' }));
    expect((await openDb().campaigns.get('a'))?.state).toBe('active');
    await user.click(screen.getByRole('button', { name: 'Archive for good' }));
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Alpha' })).toBeNull());
    expect((await openDb().campaigns.get('a'))?.state).toBe('archived');
  });

  it('is walked by arrows; Enter opens, Space switches', async () => {
    await fill();
    await show('#/nurtures');
    await screen.findByRole('link', { name: 'Alpha' });
    const user = userEvent.setup();
    screen.getAllByRole('row')[1]?.focus();
    await user.keyboard('{ArrowDown}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getAllByRole('row')[2]));
    await user.keyboard(' ');
    await waitFor(async () => expect((await openDb().campaigns.get('b'))?.state).toBe('active'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(location.hash).toBe('#/nurtures/b'));
  });

  it('keeps the focus on today when its bar appears', async () => {
    const quiet = { state: 'quiet', sent: 0, due: 0, pending: 0 } as const;
    const { rerender } = render(<TodayCell progress={quiet} zone="UTC" />);
    const today = screen.getByRole('button');
    today.focus();
    rerender(<TodayCell progress={{ state: 'counted', sent: 1, due: 3, pending: 0 }} zone="UTC" />);
    expect(screen.getByRole('progressbar')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('button'));
    expect(screen.getByRole('button')).toBe(today);
  });

  it('switches several at once', async () => {
    await fill();
    await show('#/nurtures');
    const user = userEvent.setup();
    await user.click(await screen.findByRole('checkbox', { name: 'Select: Beta' }));
    await user.click(screen.getByRole('checkbox', { name: 'Select: Gamma' }));
    await user.click(screen.getByRole('button', { name: 'Activate' }));
    await waitFor(async () => expect((await openDb().campaigns.toArray()).every((row) => row.state === 'active')).toBe(true));
    expect(await screen.findByText('2 nurtures are active now.')).toBeTruthy();
  });

  for (const code of ['en', 'fr']) {
    it(`has nothing axe-core objects to, in ${code}`, async () => {
      await applyLanguage(code, ['en-GB']);
      await fill();
      await show('#/nurtures?group=program');
      await screen.findByRole('link', { name: 'Alpha' });
      const { violations } = await axe.run(document.body, { rules: { region: { enabled: false }, 'color-contrast': { enabled: false } } });
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    });
  }
});

describe('the editor', () => {
  const field = (name: string) => screen.findByLabelText(name);

  it('stores a nurture written through its fields, and starts it', async () => {
    const db = openDb();
    await db.settings.put({ key: 'consent', value: { at: 1, version: CONSENT_VERSION, language: 'en' } });
    await db.members.put(member);
    await db.sources.put({ id: 'list', kind: 'list', name: 'Friends', createdAt: 1 });
    await addContact(db, 'p', { firstName: 'Zoé', lastName: 'Ortiz' });
    await db.listEntries.put({ sourceId: 'list', contactId: 'p', order: 0 });
    await show('#/nurtures/new');
    const user = userEvent.setup();
    await user.type(await field('Name'), 'Hello');
    await user.type(await field('Program'), 'Spring');
    await user.selectOptions(await field('Sender'), SENDER);
    await user.selectOptions(await field('Source'), 'list');
    await user.type(await field('Message 1'), 'Hi {{{{firstName}}, good to know you.');
    expect(await screen.findByText('Hi Zoé, good to know you.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Add message' }));
    expect((await field('Days before message 2')).getAttribute('value') ?? '5').toBe('5');
    await user.type(await field('Message 2'), 'Any thoughts, {{{{firstName}}?');
    await user.click(screen.getByRole('checkbox', { name: 'Ask me before each message' }));
    await user.click(screen.getByRole('button', { name: 'Save nurture' }));
    await waitFor(async () => expect(await db.campaigns.count()).toBe(1));
    const stored = (await db.campaigns.toArray())[0];
    expect(stored).toMatchObject({ name: 'Hello', program: 'Spring', sourceId: 'list', senderId: SENDER, approval: false, state: 'draft' });
    expect(stored?.messages.map(({ body, delayDays }) => [body, delayDays])).toEqual([['Hi {{firstName}}, good to know you.', 0], ['Any thoughts, {{firstName}}?', 5]]);
    expect(await db.editorDrafts.count()).toBe(0);
    await waitFor(() => expect(location.hash).toBe(`#/nurtures/${stored?.id ?? ''}`));
  });

  it('says in plain sentences what is missing, and stores nothing', async () => {
    await show('#/nurtures/new');
    const user = userEvent.setup();
    await user.type(await field('Message 1'), 'Hi {{{{frstName}}');
    await user.click(screen.getByRole('button', { name: 'Save nurture' }));
    expect((await screen.findAllByText('Give it a name.')).length).toBeGreaterThan(0);
    expect(screen.getAllByText('The variable frstName is not known. Did you mean firstName?').length).toBeGreaterThan(0);
    expect((await field('Name')).getAttribute('aria-invalid')).toBe('true');
    expect(await openDb().campaigns.count()).toBe(0);
  });

  it('keeps what was typed when the page is closed, and offers to discard it', async () => {
    await fill();
    await show('#/nurtures/a');
    const user = userEvent.setup();
    await user.type(await field('Name'), ' two');
    cleanup();
    await waitFor(async () => expect(await openDb().editorDrafts.get('a')).toBeDefined());
    await show('#/nurtures/a');
    expect(await screen.findByDisplayValue('Alpha two')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Discard changes' }));
    expect(await screen.findByDisplayValue('Alpha')).toBeTruthy();
    expect(await openDb().editorDrafts.get('a')).toBeUndefined();
  });

  it('fixes the sender once messages were sent', async () => {
    await fill();
    await show('#/nurtures/a');
    expect((await field('Sender')).hasAttribute('disabled')).toBe(true);
    expect(screen.getByRole('button', { name: 'Stop this campaign' })).toBeTruthy();
  });

  it('has nothing axe-core objects to', async () => {
    await fill();
    await show('#/nurtures/a');
    await field('Name');
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false }, 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
});
