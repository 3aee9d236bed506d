import 'fake-indexeddb/auto';
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ClaimedInBoth } from '@/components/editor/claimed-in-both';
import { formOf } from '@/components/editor/form';
import { PreflightPanel } from '@/components/editor/preflight';
import { Preview } from '@/components/editor/preview';
import type { EditorWorld } from '@/components/editor/use-editor';
import { bindsSentences } from '@/components/forecast/forecast-lines';
import { openDb } from '@/lib/db/database';
import type { Message } from '@/lib/domain/campaign';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import type { Source } from '@/lib/domain/source';
import { applyLanguage } from '@/lib/i18n/index';
import { addContact, addDelivery, campaign, NOW, SENDER } from '../unit/desk-world';

const db = openDb();
const LIST: Source = { id: 'l', kind: 'list', name: 'Mine', createdAt: 1 };

beforeEach(async () => {
  await applyLanguage('en', ['en-GB']);
  await db.delete();
  await db.open();
  await db.sources.put(LIST);
});
afterEach(cleanup);

const MESSAGE: Message = { id: 'm1', body: 'Hi {{firstName}}, greetings to {{company}}.', delayDays: 0, variants: { fr: 'Bonjour {{firstName}}.' }, missing: 'alternative', alternative: 'Hi {{firstName}}!', fallbacks: {} };

async function showForm(patch: Partial<Message>): Promise<{ rerender: (patch: Partial<Message>) => void }> {
  const preview = (written: Partial<Message>) => {
    const stored = campaign('c1', { sourceId: 'l', messages: [{ ...MESSAGE, ...written }] });
    const world: EditorWorld = {
      members: [{ id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 's', confirmedAt: 1, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] }],
      sources: [LIST], customNames: [], names: [], programs: [], campaign: stored, run: undefined, senderFixed: false,
    };
    return <Preview form={formOf(stored, LIST)} world={world} />;
  };
  const { rerender } = render(preview(patch));
  return { rerender: (written) => rerender(preview(written)) };
}

async function show(): Promise<ReturnType<typeof userEvent.setup>> {
  await showForm({});
  return userEvent.setup();
}

async function fill(): Promise<void> {
  for (const [order, [id, name, patch]] of ([['p1', 'Ana', {}], ['p2', 'Ben', { company: '' }], ['p3', 'Clo', { language: { code: 'fr', by: 'hand' } }], ['p4', 'Maximiliane', { company: 'A company with a long name' }]] as const).entries()) {
    await addContact(db, id, { firstName: name, lastName: '', ...patch });
    await db.listEntries.put({ sourceId: 'l', contactId: id, order });
  }
}

it('counts everyone of the source, offers them by what they have in common, and begins with those worth a look', async () => {
  await fill();
  await show();
  const choice = await screen.findByLabelText('Preview with');
  await waitFor(() => expect([...choice.querySelectorAll('option')].map((option) => option.textContent)).toEqual(['Everyone (4)', 'company is empty (1)', 'Français (1)', 'Everyone, longest text first (4)']));
  expect(screen.getByText('1 of 4 people lacks company and gets the other text.')).toBeTruthy();
  expect(screen.getByText('Hi Ben!')).toBeTruthy();
  expect(screen.getByText('company is empty', { selector: 'span' })).toBeTruthy();
});

it('steps through the people of the source, round and round', async () => {
  await fill();
  const user = await show();
  await screen.findByText('Hi Ben!');
  for (const text of ['Bonjour Clo.', 'Hi Maximiliane, greetings to A company with a long name.', 'Hi Ana, greetings to Acme.', 'Hi Ben!']) {
    await user.click(screen.getByRole('button', { name: 'Next person' }));
    expect(await screen.findByText(text)).toBeTruthy();
  }
  await user.click(screen.getByRole('button', { name: 'Previous person' }));
  expect(await screen.findByText('Hi Ana, greetings to Acme.')).toBeTruthy();
  expect(screen.getByText('4 of 4')).toBeTruthy();
});

it('steps through one group only, and finds a person by name or company', async () => {
  await fill();
  const user = await show();
  await screen.findByText('Hi Ben!');
  await user.selectOptions(screen.getByLabelText('Preview with'), 'Everyone, longest text first (4)');
  expect(await screen.findByText('Hi Maximiliane, greetings to A company with a long name.')).toBeTruthy();
  await user.selectOptions(screen.getByLabelText('Preview with'), 'Français (1)');
  expect(await screen.findByText('Bonjour Clo.')).toBeTruthy();
  expect((screen.getByRole('button', { name: 'Next person' }) as HTMLButtonElement).disabled).toBe(true);
  await user.selectOptions(screen.getByLabelText('Preview with'), 'Everyone (4)');
  await user.type(screen.getByRole('searchbox', { name: 'Find a person' }), 'acme');
  expect(await screen.findByText('1 of 2')).toBeTruthy();
  await user.type(screen.getByRole('searchbox', { name: 'Find a person' }), ' nobody');
  expect(await screen.findByText('Nobody here has that in name or company.')).toBeTruthy();
});

it('shows which names are cleaned for the greeting and what becomes of them, and no gaps for a text with a mistake', async () => {
  await fill();
  await addContact(db, 'p5', { firstName: 'JOHN, MBA 🚀', lastName: 'SMITH' });
  await db.listEntries.put({ sourceId: 'l', contactId: 'p5', order: 9 });
  const { rerender } = await showForm({});
  const user = userEvent.setup();
  await waitFor(() => expect(screen.getByRole('option', { name: 'name is cleaned (1)' })).toBeTruthy());
  await user.selectOptions(screen.getByLabelText('Preview with'), 'name is cleaned (1)');
  expect(await screen.findByText('“JOHN, MBA 🚀” is written “John”.')).toBeTruthy();
  expect(screen.getByText('Hi John, greetings to Acme.')).toBeTruthy();
  expect(screen.queryByText(/“SMITH”/)).toBeNull();
  rerender({ body: 'Hi {{frstName}}' });
  expect(await screen.findByText('This text has a mistake to mend first.')).toBeTruthy();
  await waitFor(() => expect(screen.queryByText(/frstName/)).toBeNull());
});

it('counts 340 people, follows what is typed, and notices who joins', async () => {
  for (let n = 0; n < 340; n += 1) {
    await addContact(db, `p${n}`, { firstName: `Ana${n}`, company: n % 30 === 0 ? '' : 'Acme' });
    await db.listEntries.put({ sourceId: 'l', contactId: `p${n}`, order: n });
  }
  const { rerender } = await showForm({ body: 'Hi {{firstName}}, greetings to {{company}}.' });
  expect(await screen.findByText('12 of 340 people lack company and get the other text.')).toBeTruthy();
  rerender({ body: 'Hi {{firstName}}!' });
  await waitFor(() => expect(screen.queryByText(/lack company/)).toBeNull());
  rerender({ body: 'Hi {{firstName}} of {{company}}!' });
  await addContact(db, 'late', { company: '', updatedAt: NOW + 1 });
  await db.listEntries.put({ sourceId: 'l', contactId: 'late', order: 999 });
  expect(await screen.findByText('13 of 341 people lack company and get the other text.')).toBeTruthy();
});

it('says that nobody is there yet', async () => {
  await show();
  expect(await screen.findByText(/Choose a source with contacts/)).toBeTruthy();
});

it('lists before a renaming who stays where, and nothing otherwise', async () => {
  const stored = campaign('c1');
  await db.campaigns.bulkPut([stored, campaign('c2', { name: 'Summer' }), campaign('c3', { name: 'Summer', state: 'archived' })]);
  for (const [id, firstName, other, at] of [['p1', 'Ana', 'c2', 1], ['p2', 'Ben', 'c2', NOW], ['p3', 'Clo', 'c3', 1]] as const) {
    await addContact(db, id, { firstName, lastName: 'Novak' });
    for (const owner of ['c1', other]) await addDelivery(db, owner, id, 'pending');
    await db.claims.where('contactId').equals(id).filter((claim) => claim.campaignId === other).modify({ at });
  }
  const { rerender } = render(<ClaimedInBoth campaign={stored} name="Summer" program="Spring" />);
  const list = await screen.findByRole('status');
  expect(list.textContent).toContain('3 people have been taken by another nurture');
  expect([...list.querySelectorAll('li')].map((item) => item.textContent)).toEqual([
    'In the other nurture; what waits for them here ends: Ana Novak', 'With an archived nurture; what waits for them here ends: Clo Novak',
    'In this nurture; what waits for them in the other one ends: Ben Novak',
  ]);
  rerender(<ClaimedInBoth campaign={stored} name="Welcome" program="Spring" />);
  await waitFor(() => expect(screen.queryByRole('status')).toBeNull());
});

it('keeps a long list of names behind a click', async () => {
  const stored = campaign('c1');
  await db.campaigns.bulkPut([stored, campaign('c2', { name: 'Summer' })]);
  for (let n = 0; n < 12; n += 1) {
    await addContact(db, `p${n}`, { firstName: `Ana${n}`, lastName: '' });
    for (const owner of ['c1', 'c2']) await addDelivery(db, owner, `p${n}`, 'pending');
  }
  render(<ClaimedInBoth campaign={stored} name="Summer" program="Spring" />);
  expect((await screen.findByText('and 4 more')).closest('details')?.open).toBe(false);
});

it('says limits that a reader knows as one with one sentence, each day of them once', () => {
  expect(bindsSentences({ binds: [
    { limit: 'person72h', days: ['2027-01-05', '2027-01-06'] }, { limit: 'day', days: ['2027-01-07'] }, { limit: 'quiet', days: ['2027-01-06', '2027-01-08'] },
  ] })).toEqual(['People need their rest from earlier messages on 3 days.', 'The daily limit binds on 1 day.']);
});

it('a nurture that runs is told how it goes on, a stopped one what a start would do', async () => {
  await addContact(db, 'p1', { firstName: 'Ana', lastName: 'Novak' });
  await db.sources.put({ id: 'all', kind: 'all', name: 'All', createdAt: 1 });
  await db.members.put({ id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 's', confirmedAt: 1, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] });
  await db.settings.put({ key: 'consent', value: { at: 1, version: 1, language: 'en' } });
  const running = campaign('c1', {});
  await db.campaigns.put(running);
  const source: Source = { id: 'all', kind: 'all', name: 'All', createdAt: 1 };
  const show = (state: 'active' | 'inactive') => {
    const one = { ...running, state };
    const world: EditorWorld = { campaign: one, run: undefined, sources: [source], members: [], names: [], programs: [], customNames: [], senderFixed: false };
    render(<PreflightPanel form={formOf(one, source)} world={world} valid />);
  };
  show('active');
  expect(await screen.findByRole('region', { name: 'The next 30 days, as it stands here' }, { timeout: 8000 })).toBeTruthy();
  expect(screen.getByText('The next first message, exactly as it would be typed')).toBeTruthy();
  cleanup();
  show('inactive');
  expect(await screen.findByRole('region', { name: 'If it were started now' }, { timeout: 8000 })).toBeTruthy();
});
