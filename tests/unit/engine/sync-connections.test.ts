import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Contact } from '@/lib/domain/contact';
import { aliasKey } from '@/lib/domain/contact';
import { DAY, HOUR } from '@/lib/domain/zoned-time';
import { connectionsRead, readSync, readSyncRoom, startSync, stopSync } from '@/lib/engine/sync-connections';
import { splitName } from '@/lib/engine/sync-person';
import { pauseEverything } from '@/lib/engine/pause-actions';
import type { ConnectionCard, PageMessage } from '@/lib/linkedin/contract';
import { aContact, aMember, idOf, ME, SimulatedBrowser } from './simulated-browser';

const START = Date.UTC(2027, 0, 9, 12);
let browser: SimulatedBrowser;
let ids = 0;

beforeEach(async () => {
  browser = await new SimulatedBrowser(START).open();
  await browser.db.members.put(aMember());
  ids = 0;
});
afterEach(() => browser.close());

const card = (n: number, over: Partial<ConnectionCard> = {}): ConnectionCard => ({
  slug: `person-${n}`, memberId: idOf(n), name: `Ana${n} Example`, headline: `Engineer ${n}`, connectedOn: '2026-11-02', ...over,
});
const cards = (from: number, to: number): ConnectionCard[] => Array.from({ length: to - from }, (_, index) => card(from + index));

/** The list as LinkedIn shows it; the page reads it from the top, ten at a time. */
function showList(list: () => readonly ConnectionCard[], total = () => list().length): void {
  browser.connections = (load) => {
    const people = list();
    return load * 10 >= people.length ? { cards: [], total: total(), end: 'end' } : { cards: people.slice(load * 10, load * 10 + 10), total: total(), end: 'more' };
  };
}

async function put(contact: Contact, connected: 'yes' | 'no' = 'yes'): Promise<void> {
  await browser.db.contacts.put(contact);
  for (const slug of contact.slugs) await browser.db.aliases.put({ key: aliasKey('slug', slug), contactId: contact.id });
  if (contact.memberId !== undefined) await browser.db.aliases.put({ key: aliasKey('id', contact.memberId), contactId: contact.id });
  if (connected === 'yes') await browser.db.connections.put({ memberId: ME, contactId: contact.id, connectedOn: '2026-05-01', source: 'import', at: START - DAY });
}

/** Without member id: as `Connections.csv` gives people. */
function imported(n: number, over: Partial<Contact> = {}): Contact {
  const { memberId: _unknown, ...rest } = aContact(n, over);
  return rest;
}

async function begin(how: 'new' | 'resume' = 'new') {
  const result = await startSync(browser.db, browser.now, ME, `sync-${(ids += 1)}`, how);
  await browser.wake();
  return result;
}

describe('a whole pass', () => {
  it('reads everybody once, learns member ids, keeps the pace, and says what it found', async () => {
    for (const n of [1, 2, 3]) await put(imported(n));
    showList(() => cards(1, 48));
    expect(await begin()).toMatchObject({ ok: true });
    await browser.run(START + HOUR);
    const sync = await readSync(browser.db);
    expect(sync).toMatchObject({ state: 'done', seen: 47, added: 44, changed: 3, gone: 0, total: 47 });
    expect(await browser.db.contacts.count()).toBe(47);
    expect((await browser.db.contacts.toArray()).every((contact) => contact.memberId !== undefined)).toBe(true);
    expect(await browser.db.connections.where('[memberId+contactId]').between([ME, ''], [ME, '\uffff']).filter((row) => row.source === 'sync').count()).toBe(47);
    const gaps = browser.loads.slice(1).map((at, index) => at - (browser.loads[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
    expect(await browser.ports.tab.exists()).toBe(false);
  });

  it('marks as gone who is no longer listed, and takes back who returns', async () => {
    for (const n of [1, 2, 60, 61]) await put(aContact(n));
    await browser.db.connections.update([ME, 'c0002'], { goneAt: START - DAY });
    showList(() => cards(1, 21));
    await begin();
    await browser.run(START + HOUR);
    expect(await readSync(browser.db)).toMatchObject({ state: 'done', gone: 2, seen: 20 });
    const goneOf = async (id: string) => (await browser.db.connections.get([ME, id]))?.goneAt;
    expect([await goneOf('c0060'), await goneOf('c0061')]).toEqual([expect.any(Number), expect.any(Number)]);
    expect([await goneOf('c0001'), await goneOf('c0002')]).toEqual([undefined, undefined]);
  });

  it('calls nobody gone when the list ended before its own number', async () => {
    await put(aContact(60));
    showList(() => cards(1, 21), () => 200);
    await begin();
    await browser.run(START + HOUR);
    expect(await readSync(browser.db)).toMatchObject({ state: 'stopped', stop: 'endedEarly', seen: 20 });
    expect((await browser.db.connections.get([ME, 'c0060']))?.goneAt).toBeUndefined();
  });
});

describe('who a card is about', () => {
  const sync = async (list: readonly ConnectionCard[]) => {
    showList(() => list);
    await begin();
    await browser.run(browser.now + HOUR);
    return readSync(browser.db);
  };

  it('merges the contact known by its former slug with the one known by its member id, history and all', async () => {
    await put(imported(1, { slugs: ['ana-old'], tags: ['vip'], company: 'Acme' }));
    await put(aContact(2, { id: 'c-by-id', memberId: idOf(7), slugs: [], company: '' }));
    await browser.db.exclusions.add({ id: 'x1', kind: 'person', value: 'c0001', reason: 'asked', at: START });
    expect(await sync([card(7, { slug: 'ana-old' })])).toMatchObject({ merged: 1, added: 0 });
    const contacts = await browser.db.contacts.toArray();
    expect(contacts).toMatchObject([{ memberId: idOf(7), slugs: ['ana-old'], tags: ['vip'], company: 'Acme' }]);
    expect(await browser.db.exclusions.get('x1')).toMatchObject({ value: contacts[0]?.id });
  });

  it('joins an imported person who stands in the whole list under a new address, and only when name and day leave no doubt', async () => {
    const day = { connectedOn: '2026-05-01' };
    await put(imported(1, { slugs: ['ana-old'], firstName: 'Ana', lastName: 'Novak' }));
    await put(imported(2, { slugs: ['bea-old'], firstName: 'Bea', lastName: 'Novak' }));
    await put(imported(3, { slugs: ['cora-1'], firstName: 'Cora', lastName: 'Novak' }));
    await put(imported(4, { slugs: ['cora-2'], firstName: 'Cora', lastName: 'Novak' }));
    const list = [
      card(1, { slug: 'ana-new', name: 'Ana Novak', ...day }), card(2, { slug: 'bea-new', name: 'Bea Novak', connectedOn: '2026-05-02' }), card(3, { slug: 'cora-3', name: 'Cora Novak', ...day }),
    ];
    expect(await sync(list)).toMatchObject({ merged: 1, added: 2, changed: 1, gone: 3 });
    expect(await browser.db.contacts.get('c0001')).toMatchObject({ memberId: idOf(1), slugs: ['ana-old', 'ana-new'] });
    expect(await browser.db.contacts.count()).toBe(6);
  });

  it('keeps the old slug when it was renamed, the new one last, and both lead to the person', async () => {
    await put(aContact(1, { slugs: ['ana-old'] }));
    await sync([card(1, { slug: 'ana-new' })]);
    expect((await browser.db.contacts.toArray()).map((contact) => contact.slugs)).toEqual([['ana-old', 'ana-new']]);
    expect((await browser.db.aliases.bulkGet(['slug:ana-old', 'slug:ana-new'])).map((alias) => alias?.contactId)).toEqual(['c0001', 'c0001']);
  });

  it('never takes another member for the former holder of a slug', async () => {
    await put(aContact(1, { slugs: ['ana'] }));
    await sync([card(9, { slug: 'ana', name: 'Ana Newcomer' })]);
    const contacts = await browser.db.contacts.toArray();
    expect(contacts.map(({ memberId, slugs }) => ({ memberId, slugs })).toSorted((a, b) => a.slugs.length - b.slugs.length)).toEqual([
      { memberId: idOf(1), slugs: [] }, { memberId: idOf(9), slugs: ['ana'] },
    ]);
    expect((await browser.db.aliases.get('slug:ana'))?.contactId).not.toBe('c0001');
  });

  it('follows a changed name, but not where the member wrote one by hand', async () => {
    await put(aContact(1, { firstName: 'Ana', lastName: 'Novak', handEdited: ['firstName'] }));
    await put(aContact(2, { firstName: 'Maria Luisa', lastName: 'Rossi' }));
    await sync([card(1, { name: 'Anna Kovač' }), card(2, { name: 'Maria Luisa Bianchi' })]);
    expect((await browser.db.contacts.bulkGet(['c0001', 'c0002'])).map((contact) => [contact?.firstName, contact?.lastName])).toEqual([['Ana', 'Kovač'], ['Maria Luisa', 'Bianchi']]);
  });

  it('changes nothing on a second pass over the same list', async () => {
    const list = cards(1, 31);
    await sync(list);
    const before = await browser.db.contacts.toArray();
    expect(await sync(list)).toMatchObject({ state: 'done', seen: 30, added: 0, changed: 0, gone: 0 });
    expect(await browser.db.contacts.toArray()).toEqual(before);
  });

  it('cuts a name where the known one says', () => {
    expect(splitName('Ana Maria López', undefined)).toEqual({ firstName: 'Ana', lastName: 'Maria López' });
    expect(splitName('Ana Maria López', { firstName: 'ana maria', lastName: '' })).toEqual({ firstName: 'Ana Maria', lastName: 'López' });
    expect(splitName('Anna Lena de Vries', { firstName: 'Anna-Lena', lastName: 'De Vries' })).toEqual({ firstName: 'Anna Lena', lastName: 'de Vries' });
    expect(splitName('Cher', undefined)).toEqual({ firstName: 'Cher', lastName: '' });
  });
});

describe('stop and go on', () => {
  it('goes on after the page was loaded again, the tab closed and the worker died, counting nobody twice', async () => {
    showList(() => cards(1, 61));
    await begin();
    await browser.run(START + 35_000);
    await browser.reload();
    await browser.run(START + 60_000);
    browser.closeTab();
    await browser.wake();
    expect(await readSync(browser.db)).toMatchObject({ state: 'stopped', stop: 'tabClosed' });
    expect(await begin('resume')).toMatchObject({ ok: true });
    await browser.run(START + HOUR);
    expect(await readSync(browser.db)).toMatchObject({ state: 'done', seen: 60, added: 60, changed: 0 });
    expect(await browser.db.contacts.count()).toBe(60);
  });

  it('stops by hand at once and by *Pause everything* at the next load', async () => {
    showList(() => cards(1, 201));
    await begin();
    await browser.run(START + 40_000);
    expect(await stopSync(browser.db, browser.now)).toMatchObject({ ok: true, sync: { stop: 'byHand' } });
    await browser.wake();
    expect(await browser.ports.tab.exists()).toBe(false);
    const { seen } = (await readSync(browser.db)) ?? { seen: -1 };
    await browser.run(START + 80_000);
    expect(await readSync(browser.db)).toMatchObject({ seen });
    await begin('resume');
    await browser.run(browser.now + 20_000);
    await pauseEverything(browser.db, browser.now);
    await browser.run(browser.now + 60_000);
    expect(await readSync(browser.db)).toMatchObject({ state: 'stopped', stop: 'paused' });
  });

  it('reads no more than 500 people in 24 hours, whatever is started anew', async () => {
    showList(() => cards(1, 701));
    await begin();
    await browser.run(START + 2 * HOUR);
    expect(await readSync(browser.db)).toMatchObject({ state: 'stopped', stop: 'dayLimit', seen: 500 });
    expect(await browser.db.contacts.count()).toBe(500);
    expect(await begin()).toMatchObject({ ok: false, reason: 'dayLimit', until: expect.any(Number) });
    browser.now = START + DAY + HOUR;
    expect(await readSyncRoom(browser.db, ME, browser.now)).toMatchObject({ left: 500 });
    expect(await begin('resume')).toMatchObject({ ok: true });
    await browser.run(browser.now + 3 * HOUR);
    expect(await readSync(browser.db)).toMatchObject({ state: 'done', seen: 700, added: 700 });
  }, 60_000);
});

describe('who may be read', () => {
  it('reads nothing when somebody else is signed in, and waits for a wall like every other page', async () => {
    showList(() => cards(1, 31));
    browser.mood = () => 'otherMember';
    await begin();
    await browser.run(START + HOUR);
    expect(await readSync(browser.db)).toMatchObject({ state: 'stopped', stop: 'signedInAsOther', seen: 0 });
    expect(await browser.db.contacts.count()).toBe(0);
  });

  it('stops the sender at a security check on the list', async () => {
    browser.connections = () => ({ cards: [], end: 'stopped', reason: 'securityCheck' });
    await begin();
    await browser.run(START + HOUR);
    expect((await browser.db.members.get(ME))?.stop).toMatchObject({ reason: 'securityCheck' });
    expect(await startSync(browser.db, browser.now, ME, 'again')).toMatchObject({ ok: false, reason: 'securityCheck' });
  });

  it('hears only the page that has its order', async () => {
    const stray: PageMessage = { type: 'connections', orderId: 'nobody', cards: cards(1, 5), end: 'more' };
    if (stray.type !== 'connections') throw new Error('unreachable');
    expect(await connectionsRead(browser.db, START, () => 'x', stray)).toEqual({ next: 'stop', waitMs: 0 });
    expect(await browser.db.contacts.count()).toBe(0);
  });
});
