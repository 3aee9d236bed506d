import { beforeEach, expect, it } from 'vitest';
import type { NurturesDb } from '../../lib/db/schema.ts';
import { addToList, deleteSource, readSources, removeFromList, renameSource, saveSegment } from '../../lib/engine/list-actions.ts';
import { factsOf, known, membersOf, segmentFacts } from '../../lib/engine/segments.ts';
import { exportJournal, readJournal, verifyJournal } from '../../lib/engine/journal-read.ts';
import { addContact, campaign, emptyDb, NOW, SENDER } from './desk-world.ts';

let db: NurturesDb;
beforeEach(() => {
  db = emptyDb();
});

it('a list keeps its order, takes nobody twice and gives people up', async () => {
  expect(await addToList(db, NOW, { id: 'l1', name: ' Fair ' }, ['b', 'a', 'b'])).toEqual({ ok: true, added: ['b', 'a'] });
  expect(await addToList(db, NOW, { id: 'l1', name: 'ignored' }, ['a', 'c'])).toEqual({ ok: true, added: ['c'] });
  await removeFromList(db, NOW, 'l1', ['a']);
  const entries = await db.listEntries.where('[sourceId+order]').between(['l1', -Infinity], ['l1', Infinity]).toArray();
  expect(entries.map((entry) => entry.contactId)).toEqual(['b', 'c']);
  expect(await addToList(db, NOW, { id: 'l2', name: 'FAIR' }, ['a'])).toEqual({ ok: false, reason: 'nameTaken' });
});

it('a source in use stays and says by whom; one that only archived nurtures used can go', async () => {
  await addToList(db, NOW, { id: 'l1', name: 'Fair' }, ['a']);
  await db.campaigns.put(campaign('c1', { sourceId: 'l1' }));
  expect(await deleteSource(db, NOW, 'l1')).toEqual({ ok: false, reason: 'inUse', campaigns: ['Welcome'] });
  expect((await readSources(db))[0]).toMatchObject({ listed: 1, usedBy: [{ id: 'c1' }] });
  await db.campaigns.update('c1', { state: 'archived' });
  expect(await deleteSource(db, NOW, 'l1')).toEqual({ ok: true });
  expect(await db.listEntries.count()).toBe(0);
});

it('a segment is saved only when every condition fits its field', async () => {
  expect(await saveSegment(db, NOW, { id: 's1', name: 'S', filter: { all: [{ field: 'connectedOn', op: 'after', value: 'soon' }] } })).toMatchObject({ ok: false, reason: 'badFilter', problems: [{ path: ['all', 0, 'value'] }] });
  expect(await saveSegment(db, NOW, { id: 's1', name: '', filter: { all: [{ field: 'company', op: 'is', value: 'Acme' }] } })).toEqual({ ok: false, reason: 'nameless' });
  expect(await saveSegment(db, NOW, { id: 's1', name: 'S', filter: { all: [{ field: 'company', op: 'is', value: 'Acme' }] } })).toEqual({ ok: true });
  expect(await renameSource(db, NOW, 's1', 'T')).toEqual({ ok: true });
  expect(await db.sources.get('s1')).toMatchObject({ kind: 'segment', name: 'T', filter: { all: [{ value: 'Acme' }] } });
});

it('counts in a segment exactly whom a nurture would ask one by one', async () => {
  await addContact(db, 'a', { company: 'Acme', leadAt: NOW });
  await addContact(db, 'b', { company: 'ACME' });
  await addContact(db, 'c', { company: 'Other' });
  await db.connections.update([SENDER, 'c'], { goneAt: NOW });
  await db.threads.put({ senderId: SENDER, contactId: 'b', talkedBefore: 'yes' });
  await db.funnel.put({ campaignId: 'c1', contactId: 'b', level: 'engaged', at: NOW });
  const [contacts, facts] = [await db.contacts.toArray(), await segmentFacts(db, SENDER)];
  const ids = (filter: Parameters<typeof membersOf>[0]) => membersOf(filter, contacts, facts).map((contact) => contact.id);
  expect(ids({ all: [{ field: 'company', op: 'is', value: 'acme' }] })).toEqual(['a', 'b']);
  expect(ids({ all: [{ field: 'engagement', op: 'is', value: 'lead' }] })).toEqual(['a']);
  expect(ids({ any: [{ field: 'talkedBefore', op: 'is', value: 'yes' }, { field: 'company', op: 'is', value: 'Other' }] })).toEqual(['b']);
  for (const contact of contacts.filter((one) => one.id !== 'c')) expect(await factsOf(db, SENDER, contact)).toEqual(known(facts, contact));
});

it('knows every connection of one member, however many pieces they are read in', async () => {
  const row = (memberId: string, n: number) => ({ memberId, contactId: `c${String(n).padStart(5, '0')}`, connectedOn: '2026-01-01' as const, source: 'import' as const, at: NOW });
  await db.connections.bulkPut(Array.from({ length: 8_001 }, (_, n) => row(SENDER, n)));
  await db.connections.bulkPut(Array.from({ length: 3 }, (_, n) => row(`${SENDER}x`, n + 9_000)));
  const facts = await segmentFacts(db, SENDER);
  expect([facts.size, facts.has('c00000'), facts.has('c08000'), facts.has('c09000')]).toEqual([8_001, true, true, false]);
});

it('verifies an unbroken journal, finds the entry that was changed, and knows what was exported', async () => {
  for (const name of ['a', 'b', 'c']) await addToList(db, NOW, { id: name, name }, ['x']);
  expect(await verifyJournal(db)).toEqual({ state: 'sound', count: 3, exported: 'none' });
  await exportJournal(db, NOW, 'json');
  expect(await verifyJournal(db)).toEqual({ state: 'sound', count: 4, exported: 'same' });
  expect((await readJournal(db, { areas: ['journal'] })).entries.map((entry) => entry.kind)).toEqual(['journal.exported']);
  await db.journal.update(2, { at: NOW + 1 });
  expect(await verifyJournal(db)).toEqual({ state: 'broken', seq: 2 });
});
