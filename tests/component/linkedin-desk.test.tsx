import 'fake-indexeddb/auto';
import { cleanup, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SyncPanel } from '@/components/contacts/sync-panel';
import { PageSection } from '@/components/settings/page-section';
import { Toasts } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import type { Member } from '@/lib/domain/member';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import type { Sync } from '@/lib/domain/sync';
import { readAskedLook, type PageLook } from '@/lib/engine/page-look';
import { readSync } from '@/lib/engine/sync-connections';
import { applyLanguage } from '@/lib/i18n/index';
import { DAY, NOW, SENDER } from '../unit/desk-world';

const outside = vi.hoisted(() => ({ pokes: 0, saved: [] as { name: string; content: string }[] }));
vi.mock('@/lib/platform/worker-poke', () => ({ pokeWorker: () => { outside.pokes += 1; } }));
vi.mock('@/components/ui/save-file', () => ({ saveFile: (name: string, content: string) => { outside.saved.push({ name, content }); } }));
for (const name of ['showPopover', 'hidePopover']) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: () => undefined });

const db = openDb();
const OTHER = 'ACoAAB000000000000000000000000000000002';

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  outside.pokes = 0;
  outside.saved = [];
  await applyLanguage('en', ['en-GB']);
  await db.delete();
  await db.open();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const member = (patch: Partial<Member> = {}): Member => ({ id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 's', confirmedAt: 1, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [], ...patch });
const consent = () => db.settings.put({ key: 'consent', value: { at: 1, version: 1, language: 'en' } });
const signedIn = (memberId = SENDER) => db.settings.put({ key: 'signedIn', value: { state: 'in', memberId, name: 'Sam Sender', at: NOW } });
const storeSync = (patch: Partial<Sync>) => db.settings.put({ key: 'sync', value: { id: 'y', memberId: SENDER, state: 'running', startedAt: NOW - DAY, seen: 120, added: 100, changed: 4, merged: 0, gone: 0, loads: 12, ...patch } satisfies Sync });
const storeJob = (kind: 'check' | 'connections' | 'deliver') => db.settings.put({ key: 'job', value: { orderId: 'o', kind, senderId: SENDER, startedAt: NOW, until: NOW + DAY, path: '/' } });

async function ready(patch: Partial<Member> = {}): Promise<void> {
  await db.members.put(member(patch));
  await consent();
  await signedIn();
}

function show(what: 'sync' | 'page'): ReturnType<typeof userEvent.setup> {
  render(<main>{what === 'sync' ? <SyncPanel /> : <PageSection />}<Toasts /></main>);
  return userEvent.setup();
}

const status = async () => (await screen.findByRole('status', { name: '' })).textContent;

describe('the sync panel', () => {
  it('is not there before a sender is known', async () => {
    show('sync');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Your connections on LinkedIn' })).toBeNull());
  });

  it('says what it will do, and begins when asked', async () => {
    await ready();
    const user = show('sync');
    const panel = await screen.findByRole('region', { name: 'Your connections on LinkedIn' });
    expect(panel.textContent).toContain('ten people every 5 to 10 seconds and at most 500 a day');
    await user.click(within(panel).getByRole('button', { name: 'Sync connections' }));
    await waitFor(async () => expect(await readSync(db)).toMatchObject({ memberId: SENDER, state: 'running', seen: 0 }));
    expect(outside.pokes).toBe(1);
    expect(await screen.findByRole('button', { name: 'Stop' })).toBeTruthy();
    expect((await axe.run(panel, { rules: { 'color-contrast': { enabled: false } } })).violations).toEqual([]);
  });

  it.each([
    ['connections', { total: 980 }, '120 of 980 read. 100 added, 4 changed so far.'], ['connections', {}, '120 read. 100 added, 4 changed so far.'],
    ['check', {}, 'Looking who is signed in… 100 added, 4 changed so far.'], ['deliver', {}, 'Waits until the open slot is over. 100 added, 4 changed so far.'],
  ] as const)('shows how far it is while the tab is at %s %o', async (kind, patch, text) => {
    await ready();
    await storeSync(patch);
    await storeJob(kind);
    show('sync');
    await waitFor(async () => expect(await status()).toBe(text));
    expect(screen.getByRole('progressbar', { name: 'Connections read' })).toMatchObject({ value: 120, max: 'total' in patch ? 980 : 120 });
  });

  it('stops by hand, says so, and goes on where it was', async () => {
    await ready();
    await storeSync({ total: 980 });
    const user = show('sync');
    await user.click(await screen.findByRole('button', { name: 'Stop' }));
    await waitFor(async () => expect(await status()).toBe('You stopped it. 100 added, 4 changed so far.'));
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    await waitFor(async () => expect(await readSync(db)).toMatchObject({ id: 'y', state: 'running', seen: 120 }));
    await waitFor(() => expect(outside.pokes).toBe(2));
  });

  it.each([
    ['endedEarly', 'LinkedIn’s list ended after 120 of 980 people, so nobody is called gone. Go on to try again.'],
    ['securityCheck', /security check/i], ['paused', /paused/i], ['pageNotUnderstood', /could not be understood/i],
  ] as const)('that stands still because of %s says so and how to go on', async (stop, text) => {
    await ready();
    await storeSync({ state: 'stopped', stop, total: 980 });
    show('sync');
    await waitFor(async () => expect(await status()).toMatch(text));
    expect(screen.getByRole('button', { name: 'Go on' })).toHaveProperty('disabled', false);
  });

  it('at the limit of the day names the hour and offers nothing before it', async () => {
    await ready();
    await storeSync({ state: 'stopped', stop: 'dayLimit' });
    await db.settings.put({ key: `syncReadings:${SENDER}`, value: [{ at: NOW - DAY / 2, people: 500 }] });
    show('sync');
    await waitFor(async () => expect(await status()).toMatch(/500 people were read in the last 24 hours\. It can go on from .*\d/));
    for (const name of ['Go on', 'Start again']) expect(screen.getByRole('button', { name })).toHaveProperty('disabled', true);
  });

  it('at its end says what it found', async () => {
    await ready();
    await storeSync({ state: 'done', endedAt: NOW - DAY, seen: 980, added: 970, changed: 6, gone: 3, merged: 2 });
    show('sync');
    await waitFor(async () => expect(await status()).toMatch(/^Last read to the end on .*: 980 people\. 970 added, 6 changed, 3 gone\. 2 pairs of contacts turned out to be one person and were joined\.$/));
  });

  it('says why it cannot begin: nobody agreed, somebody else signed in', async () => {
    await db.members.put(member());
    const user = show('sync');
    await user.click(await screen.findByRole('button', { name: 'Sync connections' }));
    expect(await readSync(db)).toBeUndefined();
    await consent();
    await signedIn(OTHER);
    await user.click(await screen.findByRole('button', { name: 'Sync connections' }));
    expect(await screen.findByText(/someone else|another member/i)).toBeTruthy();
    expect(await readSync(db)).toBeUndefined();
  });
});

describe('the page section of the settings', () => {
  const look = (patch: Partial<PageLook>) => db.settings.put({ key: 'pageLook', value: { at: NOW, memberId: SENDER, missing: [], sendMode: 'click', ...patch } satisfies PageLook });

  it('looks when asked, once, and only with consent', async () => {
    await db.members.put(member());
    const user = show('page');
    expect(await status()).toBe('Not looked at yet.');
    await user.click(screen.getByRole('button', { name: 'Check LinkedIn’s page' }));
    expect(await screen.findByText('Agree to the first screen first.')).toBeTruthy();
    expect(await readAskedLook(db)).toBeUndefined();
    await consent();
    await user.click(screen.getByRole('button', { name: 'Check LinkedIn’s page' }));
    await waitFor(async () => expect(await status()).toBe('Looking at LinkedIn’s page…'));
    expect(await readAskedLook(db)).toBe(SENDER);
    expect(screen.getByRole('button', { name: 'Check LinkedIn’s page' })).toHaveProperty('disabled', true);
  });

  it.each([
    [{}, /^The page is understood and Sam Sender is signed in\. Looked at /],
    [{ sendMode: 'enter' }, /set to Press Enter to send\. Choose Click Send/],
    [{ reason: 'selfTestFailed', missing: ['form', 'editor', 'rowBody', 'row'] }, /^Not found on the page: the message form, the text field,? and the rows of the conversation\. Nothing is sent/],
    [{ reason: 'selfTestFailed', missing: ['somethingNew'] }, /^Not found on the page: another part of the page\./],
    [{ reason: 'notSignedIn' }, /signed in.*Looked at /i],
  ] as const)('tells the last look %o in one line', async (patch, text) => {
    await ready();
    await look({ ...patch, missing: 'missing' in patch ? [...patch.missing] : [] });
    show('page');
    await waitFor(async () => expect(await status()).toMatch(text));
  });

  it('offers the report of a page that was not understood, with the structure only', async () => {
    await ready();
    await look({ reason: 'selfTestFailed', missing: ['form'] });
    await db.settings.put({ key: 'pageReport', value: { at: NOW, report: { missing: ['form'], targets: ['pane=id 1'] } } });
    const user = show('page');
    expect(await screen.findByText(/no names, texts or addresses/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Save report' }));
    await waitFor(() => expect(outside.saved).toEqual([{ name: 'linkedin-page-2027-01-04.json', content: JSON.stringify({ missing: ['form'], targets: ['pane=id 1'] }, undefined, 2) }]));
  });

  it('asks before a page on which nothing was sent so far, and lets one message try it', async () => {
    await ready({ provenPages: ['old'], newPage: { fingerprint: 'new' } });
    const user = show('page');
    await user.click(await screen.findByRole('button', { name: 'Let one message try it' }));
    await waitFor(async () => expect((await db.members.get(SENDER))?.newPage).toEqual({ fingerprint: 'new', confirmedAt: NOW }));
    expect((await screen.findAllByText(/At the next slot one message tries the changed page/)).length).toBeGreaterThan(0);
  });

  it('leaves the page alone after a warning by LinkedIn', async () => {
    await ready({ stop: { reason: 'throttled', since: NOW, resumeAfter: NOW + DAY, halfDays: 7, evidence: '' } });
    const user = show('page');
    await user.click(await screen.findByRole('button', { name: 'Check LinkedIn’s page' }));
    expect(await screen.findByText('LinkedIn gave a warning. The page is left alone until you resume.')).toBeTruthy();
    expect(await readAskedLook(db)).toBeUndefined();
  });

  it('can be used by everybody', async () => {
    await ready({ provenPages: ['old'], newPage: { fingerprint: 'new' } });
    await look({ reason: 'selfTestFailed', missing: ['form'] });
    show('page');
    const section = await screen.findByRole('region', { name: 'LinkedIn’s page' });
    expect((await axe.run(section, { rules: { 'color-contrast': { enabled: false } } })).violations).toEqual([]);
  });
});
