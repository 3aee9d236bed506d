import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import type { ComponentType } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ContactsScreen } from '@/components/contacts/contacts-screen';
import { FirstRun } from '@/components/consent/first-run';
import { JournalScreen } from '@/components/journal/journal-screen';
import { Popup } from '@/components/popup/popup';
import { QueueScreen } from '@/components/queue/queue-screen';
import { SettingsScreen } from '@/components/settings/settings-screen';
import { Toasts } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { write } from '@/lib/db/write';
import type { Delivery, DeliveryState } from '@/lib/domain/delivery';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import { readConsent, readPause } from '@/lib/engine/settings';
import { applyLanguage } from '@/lib/i18n/index';
import { readPopupLook } from '@/lib/report/popup-look';
import { addContact, addDelivery, campaign, DAY, NOW, SENDER } from '../unit/desk-world';

vi.mock('@/lib/platform/worker-poke', () => ({ pokeWorker: () => undefined }));
vi.mock('@/lib/platform/permissions', () => ({ mayNotify: () => Promise.resolve(true), askForNotifications: () => Promise.resolve(true), mayReadSite: () => Promise.resolve(true), askForSite: () => Promise.resolve(true) }));

// this DOM lays nothing out: a list without a height shows no rows
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 600 });
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1000 });
for (const name of ['showPopover', 'hidePopover']) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: () => undefined });

const db = openDb();

const consented = () => db.settings.put({ key: 'consent', value: { at: 1, version: 1, language: 'en' } });

async function fill(): Promise<void> {
  await db.members.put({ id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 's', confirmedAt: 1, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] });
  await db.sources.put({ id: 'all', kind: 'all', name: 'All', createdAt: 1 });
  await db.campaigns.put(campaign('c1', { name: 'Alpha' }));
  await addContact(db, 'p1', { firstName: 'Ana', lastName: 'Novak' });
}

function show(Screen: ComponentType, hash: string): ReturnType<typeof userEvent.setup> {
  location.hash = hash;
  render(<><Screen /><Toasts /></>);
  return userEvent.setup();
}

async function renameCampaign(name: string): Promise<void> {
  await write(db, NOW, async (w) => {
    await db.campaigns.update('c1', { name });
    w.journal({ kind: 'campaign.edited', campaignId: 'c1' });
  });
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  await applyLanguage('en', ['en-GB']);
  await db.delete();
  await db.open();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('consent', () => {
  it('is asked for with the whole wording and stored with the language it was read in', async () => {
    const user = show(() => <FirstRun importing={() => null} writing={() => null} />, '');
    const toRead = await screen.findByRole('button', { name: 'Read and agree' });
    expect(screen.getByText(/User Agreement does not allow automated messaging: an account may be restricted. Not affiliated with LinkedIn.*data protection and unwanted messages/)).toBeTruthy();
    await user.click(toRead);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/User Agreement does not allow automated messaging/)).toBeTruthy();
    expect(dialog.getByText(/not made, endorsed or supported by LinkedIn/)).toBeTruthy();
    expect(dialog.getByText(/data protection and unwanted messages/)).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'I understand and agree' }));
    await waitFor(async () => expect(await readConsent(db)).toEqual({ at: NOW, version: 1, language: 'en' }));
  });

  it('is not given by closing', async () => {
    const user = show(() => <FirstRun importing={() => null} writing={() => null} />, '');
    await user.click(await screen.findByRole('button', { name: 'Read and agree' }));
    await user.click(await screen.findByRole('button', { name: 'Not now' }));
    expect(await readConsent(db)).toBeUndefined();
  });
});

describe('the queue', () => {
  const ACTIONS: readonly [DeliveryState, Partial<Delivery>, readonly string[]][] = [
    ['queued', {}, ['Open', 'Remove']],
    ['pending', {}, ['Open', 'Approve', 'Edit', 'Reject', 'Remove']],
    ['approved', { approvedAt: NOW }, ['Open', 'Withdraw approval', 'Remove']],
    ['scheduled', { approvedAt: NOW }, ['Open', 'Withdraw approval', 'Remove']],
    ['claimed', {}, ['Open']],
    ['granted', {}, ['Open']],
    ['sent', { sentAt: NOW }, ['Open']],
    ['unconfirmed', {}, ['Open', 'It was sent…', 'It was not sent…']],
    ['rejected', { reason: 'rejectedByHand' }, ['Open', 'Requeue']],
    ['failed', { reason: 'refusedByLinkedIn' }, ['Open', 'Requeue']],
    ['canceled', { reason: 'replied' }, ['Open']],
    ['canceled', { reason: 'approvalNotGiven' }, ['Open', 'Requeue']],
  ];
  it.each(ACTIONS)('offers for %s %o what that state allows', async (state, patch, actions) => {
    await fill();
    await addDelivery(db, 'c1', 'p1', state, patch);
    const user = show(QueueScreen, '#/queue');
    await user.click(await screen.findByRole('button', { name: 'Actions for the message to Ana Novak' }));
    expect(within(screen.getByRole('menu')).getAllByRole('menuitem').map((item) => item.textContent)).toEqual(actions);
  });

  it('names the nurture in each row only where there are several, and offers no filters over nothing', async () => {
    await fill();
    show(QueueScreen, '#/queue');
    expect((await screen.findByRole('link', { name: 'Nurtures' })).getAttribute('href')).toBe('#/nurtures');
    expect(screen.queryByRole('searchbox')).toBeNull();
    cleanup();
    await addDelivery(db, 'c1', 'p1', 'queued', {});
    show(QueueScreen, '#/queue');
    expect(await screen.findByRole('columnheader', { name: 'Nurture' })).toBeTruthy();
    expect(screen.getAllByRole('status').map((one) => one.textContent)).toContain('1 message');
    cleanup();
    show(QueueScreen, '#/queue?campaign=c1');
    await screen.findByRole('columnheader', { name: 'Contact' });
    expect(screen.queryByRole('columnheader', { name: 'Nurture' })).toBeNull();
  });

  it('sorts by every header, latest first at first, and reverses on a second click', async () => {
    await fill();
    for (const [index, name] of ['Bea', 'Cid'].entries()) {
      await addContact(db, `q${index}`, { firstName: name, lastName: '' });
      await addDelivery(db, 'c1', `q${index}`, 'sent', { sentAt: NOW - (index + 1) * DAY });
    }
    const user = show(QueueScreen, '#/queue');
    const people = async () => (await screen.findAllByRole('row')).slice(1).map((row) => within(row).getByRole('link').textContent);
    expect(await people()).toEqual(['Bea', 'Cid']);
    await user.click(screen.getByRole('button', { name: 'Date and time' }));
    await waitFor(async () => expect(await people()).toEqual(['Cid', 'Bea']));
    await user.click(screen.getByRole('button', { name: 'Contact' }));
    await waitFor(async () => expect(await people()).toEqual(['Bea', 'Cid']));
    expect(screen.getByRole('columnheader', { name: 'Contact' }).getAttribute('aria-sort')).toBe('ascending');
  });

  it('is one stop of the tab key, from which arrows go on', async () => {
    await fill();
    for (const [index, name] of ['Bea', 'Cid', 'Dag'].entries()) {
      await addContact(db, `q${index}`, { firstName: name, lastName: '' });
      await addDelivery(db, 'c1', `q${index}`, 'sent', { sentAt: NOW - (index + 1) * DAY });
    }
    const user = show(QueueScreen, '#/queue');
    const stops = async () => (await screen.findAllByRole('row')).slice(1).map((row) => row.tabIndex);
    expect(await stops()).toEqual([0, -1, -1]);
    (await screen.findAllByRole('row'))[1]?.focus();
    await user.keyboard('{ArrowDown}');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Cid'));
    expect(await stops()).toEqual([-1, 0, -1]);
  });

  it('takes the last act back by Ctrl+Z, and leaves Ctrl+Z in a text field to the field', async () => {
    await fill();
    await addDelivery(db, 'c1', 'p1', 'pending', { reason: 'waitingApproval', pendingSince: NOW - DAY });
    const user = show(QueueScreen, '#/queue');
    const review = await screen.findByRole('group', { name: 'Message to Ana Novak' });
    review.focus();
    await user.keyboard('r');
    await screen.findByText('Rejected. This person gets no further message of this nurture.');
    await user.click(screen.getByRole('searchbox', { name: 'Find a contact' }));
    await user.keyboard('{Control>}z{/Control}');
    expect((await db.deliveries.get('c1:p1/m1'))?.state).toBe('rejected');
    screen.getByRole('heading', { level: 1 }).focus();
    (document.activeElement as HTMLElement).blur();
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(async () => expect((await db.deliveries.get('c1:p1/m1'))?.state).toBe('pending'));
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('takes back what was done to many at once', async () => {
    await fill();
    await addContact(db, 'p2', { firstName: 'Bo', lastName: 'Quist' });
    for (const id of ['p1', 'p2']) await addDelivery(db, 'c1', id, 'pending', { reason: 'waitingApproval', pendingSince: NOW - DAY });
    const user = show(QueueScreen, '#/queue');
    await user.click(await screen.findByRole('checkbox', { name: 'Select all shown' }));
    const bar = (await screen.findByText('2 selected')).parentElement;
    await user.click(within(bar ?? document.body).getByRole('button', { name: 'Reject' }));
    await screen.findByText('2 messages changed.');
    expect((await db.deliveries.toArray()).map(({ state }) => state)).toEqual(['rejected', 'rejected']);
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect((await db.deliveries.toArray()).map(({ state, text }) => [state, text])).toEqual([['pending', 'Hi Ana, welcome.'], ['pending', 'Hi Ana, welcome.']]));
  });

  it('takes back what was settled by hand, and says when it is too late for it', async () => {
    await fill();
    await addDelivery(db, 'c1', 'p1', 'unconfirmed', { grantedAt: NOW - DAY, attempt: 1, reason: 'noAnswer' }, { granted: 'yes' });
    const user = show(QueueScreen, '#/queue');
    const settle = async () => {
      await user.click(await screen.findByRole('button', { name: 'Actions for the message to Ana Novak' }));
      await user.click(await screen.findByRole('menuitem', { name: 'It was not sent…' }));
      await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'It was not sent' }));
      await waitFor(async () => expect((await db.deliveries.get('c1:p1/m1'))?.state).toBe('failed'));
    };
    await settle();
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect((await db.deliveries.get('c1:p1/m1'))?.state).toBe('unconfirmed'));
    await settle();
    await db.threads.put({ senderId: SENDER, contactId: 'p1', lastTheirsAt: NOW });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText(/Something has happened since/)).toBeTruthy();
    expect((await db.deliveries.get('c1:p1/m1'))?.state).toBe('failed');
  });

  it('says why an edit was refused and keeps what was written', async () => {
    await fill();
    await addDelivery(db, 'c1', 'p1', 'pending');
    const user = show(QueueScreen, '#/queue');
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    await user.clear(screen.getByLabelText('Text of the message'));
    await user.click(screen.getByRole('button', { name: 'Save text' }));
    expect(await screen.findByText(/The text is empty/)).toBeTruthy();
    expect((await db.deliveries.get('c1:p1/m1'))?.text).toBe('Hi Ana, welcome.');
  });
});

describe('the popup', () => {
  it.each([0, 1, 200])('is right with %i campaigns', async (count) => {
    await fill();
    await db.campaigns.clear();
    await db.campaigns.bulkPut(Array.from({ length: count }, (_, index) => campaign(`n${index}`, { name: `Nurture ${index}`, createdAt: NOW - index })));
    const user = show(() => <Popup />, '');
    if (count === 0) {
      expect(await screen.findByText('Your first nurture in three minutes')).toBeTruthy();
      return;
    }
    expect((await screen.findAllByRole('switch')).length).toBe(Math.min(count, 60));
    if (count < 200) return;
    await user.type(screen.getByRole('searchbox', { name: 'Find a nurture' }), 'nurture 137');
    await waitFor(() => expect(screen.getAllByRole('switch').map((one) => one.getAttribute('aria-label'))).toEqual(['Active: Nurture 137']));
  });

  it('is drawn once and complete from what was read while it was fetched, and lives on from there', async () => {
    await fill();
    await addDelivery(db, 'c1', 'p1', 'pending');
    const look = await readPopupLook(db, NOW);
    show(() => <Popup look={look} />, '');
    expect(screen.getByRole('switch', { name: 'Active: Alpha' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Approve' })).toBeTruthy();
    await renameCampaign('Beta');
    expect(await screen.findByRole('switch', { name: 'Active: Beta' })).toBeTruthy();
  });

  it('names who is being written to, and stops', async () => {
    await fill();
    await addDelivery(db, 'c1', 'p1', 'granted');
    const user = show(() => <Popup />, '');
    expect(await screen.findByText('Writing to Ana Novak now')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByText('Everything is paused. One message to Ana Novak was already on its way.')).toBeTruthy();
    expect(await screen.findByRole('button', { name: 'Resume' })).toBeTruthy();
  });

  it('says when a text waits for the member\'s own press, and does not call that writing', async () => {
    await fill();
    await addDelivery(db, 'c1', 'p1', 'claimed', { reason: 'draftWaiting' });
    show(() => <Popup />, '');
    expect(await screen.findByText('The text to Ana Novak is ready in LinkedIn: press Send yourself')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Show it' })).toBeTruthy();
    expect(screen.queryByText(/^Writing to/)).toBeNull();
  });

  it('gives a pause an end, and takes it away again', async () => {
    await fill();
    const user = show(() => <Popup />, '');
    await user.click(await screen.findByRole('button', { name: 'Pause everything' }));
    const end = await screen.findByLabelText<HTMLInputElement>('Paused until');
    expect((await readPause(db, NOW))?.until).toBeUndefined();
    fireEvent.change(end, { target: { value: '2027-02-01' } });
    await waitFor(async () => expect((await readPause(db, NOW))?.until).toBe(new Date(2027, 1, 1, 6).getTime()));
    expect((await readPause(db, NOW))?.since).toBe(NOW);
    fireEvent.change(end, { target: { value: '2020-02-01' } });
    expect(await screen.findByText('Choose a day after today.')).toBeTruthy();
    expect((await readPause(db, NOW))?.until).toBe(new Date(2027, 1, 1, 6).getTime());
    fireEvent.change(end, { target: { value: '' } });
    await waitFor(async () => expect((await readPause(db, NOW))?.until).toBeUndefined());
  });

  it.each([
    ['the consent is missing', async () => undefined],
    ['LinkedIn is signed out', async () => (await consented(), db.settings.put({ key: 'signedIn', value: { state: 'out', at: NOW } }))],
    ['someone else is signed in', async () => (await consented(), db.settings.put({ key: 'signedIn', value: { state: 'in', memberId: 'ACoAAXother', name: 'Bob Other', at: NOW } }))],
    ['LinkedIn stopped the sender', async () => (await consented(), db.members.update(SENDER, { stop: { reason: 'limitReached', since: NOW, resumeAfter: NOW + DAY, halfDays: 7, evidence: '' } }))],
  ])('promises no next message while %s', async (_, hold) => {
    await fill();
    await db.campaigns.update('c1', { nextBoundaryAt: NOW + DAY });
    await db.settings.put({ key: 'signedIn', value: { state: 'in', memberId: SENDER, name: 'Sam Sender', at: NOW } });
    await hold();
    show(() => <Popup />, '');
    expect(await screen.findByText('Nothing is sent meanwhile.')).toBeTruthy();
    expect(screen.queryByText(/^Next /)).toBeNull();
  });

  it('says whose nurtures wait while someone else is signed in', async () => {
    await fill();
    await db.settings.put({ key: 'signedIn', value: { state: 'in', memberId: 'ACoAAXother', name: 'Bob Other', at: NOW } });
    show(() => <Popup />, '');
    expect(await screen.findByText('Bob Other is signed in to LinkedIn. Nurtures of Sam Sender wait: sign in as Sam Sender to go on.')).toBeTruthy();
  });

  it('holds Resume back until LinkedIn\'s waiting time is over', async () => {
    await fill();
    await db.members.update(SENDER, { stop: { reason: 'securityCheck', since: NOW, resumeAfter: NOW + DAY, halfDays: 14, evidence: '' } });
    show(() => <Popup />, '');
    expect((await screen.findByRole('button', { name: 'Resume Sam' })).hasAttribute('disabled')).toBe(true);
  });

  it('asks before anything goes out in a new name', async () => {
    await db.settings.put({ key: 'signedIn', value: { state: 'in', memberId: SENDER, name: 'Eva Maier', at: NOW } });
    const user = show(() => <Popup />, '');
    await user.click(await screen.findByRole('button', { name: 'Send as Eva Maier' }));
    await waitFor(async () => expect((await db.members.get(SENDER))?.name).toBe('Eva Maier'));
  });
});

describe('contacts', () => {
  it('edits by hand and says how many waiting texts changed', async () => {
    await fill();
    await addDelivery(db, 'c1', 'p1', 'approved', { approvedAt: NOW });
    const user = show(ContactsScreen, '#/contacts/p1');
    await user.type(await screen.findByLabelText('Greeting name'), 'Annie');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Saved. 1 waiting text changed and needs a new look.')).toBeTruthy();
    expect(await db.deliveries.get('c1:p1/m1')).toMatchObject({ state: 'pending', text: 'Hi Annie, welcome.' });
  });

  it('keeps a person off every nurture with a reason, never without one', async () => {
    await fill();
    const user = show(ContactsScreen, '#/contacts');
    await user.click(await screen.findByRole('button', { name: 'Actions: Ana Novak' }));
    await user.click(screen.getByRole('menuitem', { name: 'Do not contact…' }));
    await user.click(await screen.findByRole('button', { name: 'Do not contact' }));
    expect(await screen.findByText('Write why, so that it can be understood later.')).toBeTruthy();
    await user.type(screen.getByLabelText('Reason'), 'asked me on the phone');
    await user.click(screen.getByRole('button', { name: 'Do not contact' }));
    await waitFor(async () => expect(await db.exclusions.toArray()).toMatchObject([{ kind: 'person', value: 'p1', reason: 'asked me on the phone' }]));
  });

  it('asks what the columns of an unknown CSV are before it imports it', async () => {
    await fill();
    const user = show(ContactsScreen, '#/contacts');
    const csv = 'Person,Where,LinkedIn,Shirt\nBo Berg,Borg AB,https://www.linkedin.com/in/bo-berg,XL\n';
    await user.upload(await screen.findByLabelText('Import contacts'), new File([csv], 'people.csv', { type: 'text/csv' }));
    await user.selectOptions(await screen.findByLabelText('Use column Person as'), 'Full name');
    await user.selectOptions(screen.getByLabelText('Use column Where as'), 'Company');
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    await user.click(await screen.findByRole('button', { name: 'Start import' }));
    await screen.findByRole('dialog', { name: 'Imported people.csv' });
    const alias = await db.aliases.get('slug:bo-berg');
    expect(await db.contacts.get(alias?.contactId ?? '')).toMatchObject({ firstName: 'Bo', lastName: 'Berg', company: 'Borg AB', custom: { Shirt: 'XL' } });
  });

  it('opens a list from the sources, takes somebody out of it, and back in by undo', async () => {
    await fill();
    await addContact(db, 'p2', { firstName: 'Bo', lastName: 'Berg' });
    await db.sources.put({ id: 'l1', kind: 'list', name: 'Fair', createdAt: NOW });
    await db.listEntries.put({ sourceId: 'l1', contactId: 'p2', order: 0 });
    const user = show(ContactsScreen, '#/contacts/sources');
    await user.click(await screen.findByRole('button', { name: 'Actions: Fair' }));
    await user.click(screen.getByRole('menuitem', { name: 'Open' }));
    expect(await screen.findByText('In the list Fair.')).toBeTruthy();
    await waitFor(() => expect(screen.getAllByRole('link').filter((link) => link.getAttribute('href')?.startsWith('#/contacts/p')).map((link) => link.textContent)).toEqual(['Bo Berg']));
    await user.click(screen.getByRole('checkbox', { name: 'Select Bo Berg' }));
    await user.click(screen.getByRole('button', { name: 'Remove from this list' }));
    await waitFor(async () => expect(await db.listEntries.count()).toBe(0));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(await db.listEntries.toArray()).toMatchObject([{ sourceId: 'l1', contactId: 'p2' }]));
  });

  it('does not offer to delete a source that a nurture uses, and says which', async () => {
    await fill();
    await db.sources.put({ id: 'l1', kind: 'list', name: 'Fair', createdAt: NOW });
    await db.campaigns.put(campaign('c9', { name: 'Fair people', sourceId: 'l1' }));
    const user = show(ContactsScreen, '#/contacts/sources');
    await user.click(await screen.findByRole('button', { name: 'Actions: Fair' }));
    await user.click(screen.getByRole('menuitem', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Fair is in use' });
    expect(dialog.textContent).toContain('It feeds Fair people.');
    expect([...dialog.querySelectorAll('button')].map((button) => button.textContent)).not.toContain('Delete');
  });

  it('counts a segment while it is edited and refuses an unfinished condition', async () => {
    await fill();
    await addContact(db, 'p2', { firstName: 'Bo', company: 'Borg' });
    const user = show(ContactsScreen, '#/contacts/sources');
    await user.click(await screen.findByRole('button', { name: 'New segment' }));
    await user.type(screen.getByLabelText('Name'), 'Borgs');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Condition 1 is not complete or does not fit its field.')).toBeTruthy();
    await user.type(screen.getByLabelText('Value 1'), 'borg');
    expect(await screen.findByText('1 connection fits')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(async () => expect((await db.sources.toArray()).map((source) => source.name)).toContain('Borgs'));
  });
});

describe('settings', () => {
  it('never stores a limit above its hard limit', async () => {
    await fill();
    const user = show(SettingsScreen, '#/settings');
    const field = await screen.findByLabelText('Messages in any 24 hours');
    await user.clear(field);
    await user.type(field, '500');
    const form = field.closest('form');
    form?.setAttribute('novalidate', '');
    await user.click(screen.getByRole('button', { name: 'Save limits' }));
    await waitFor(async () => expect((await db.members.get(SENDER))?.limits.perDay).toBe(60));
  });

  it('refuses a file that is no backup with what to do', async () => {
    await fill();
    const user = show(SettingsScreen, '#/settings');
    await user.upload(await screen.findByLabelText('Restore a backup'), new File(['{"format":"other"}'], 'x.json', { type: 'application/json' }));
    expect(await screen.findByText(/This file is not a backup of Nurtures/)).toBeTruthy();
  });

  it('erases everything only after the word is typed', async () => {
    await fill();
    const user = show(SettingsScreen, '#/settings');
    await user.click(await screen.findByRole('button', { name: 'Erase everything' }));
    const button = await screen.findByRole('button', { name: 'Erase everything for good' });
    expect(button.hasAttribute('disabled')).toBe(true);
    await user.type(screen.getByLabelText('Type ERASE to confirm'), 'ERASE');
    await user.click(button);
    await waitFor(async () => expect(await db.contacts.count()).toBe(0));
  });
});

it('the journal verifies its chain', async () => {
  await fill();
  await addDelivery(db, 'c1', 'p1', 'sent');
  const user = show(JournalScreen, '#/journal');
  await user.click(await screen.findByRole('button', { name: 'Verify' }));
  expect(await screen.findByText(/Sound: 1 entry/)).toBeTruthy();
});

describe.each(['en', 'fr'])('in %s', (code) => {
  it.each([['queue', QueueScreen], ['contacts', ContactsScreen], ['settings', SettingsScreen], ['journal', JournalScreen], ['popup', () => <Popup />]] as const)('axe-core objects to nothing on %s', async (name, Screen) => {
    await applyLanguage(code, ['en-GB']);
    await fill();
    await addDelivery(db, 'c1', 'p1', 'pending');
    show(Screen, `#/${name}`);
    await screen.findByRole('heading', { level: 1 });
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false }, 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
});
