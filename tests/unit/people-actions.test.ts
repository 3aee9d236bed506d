import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportedPerson } from '../../lib/contacts/connections-csv.ts';
import type { NurturesDb } from '../../lib/db/schema.ts';
import { fingerprint } from '../../lib/domain/fingerprint.ts';
import { editContact, markLead, tagContacts, undoEdit } from '../../lib/engine/contact-actions.ts';
import { importPeople, undoImport, type ImportOrder } from '../../lib/engine/contact-import.ts';
import { mergeByHand } from '../../lib/engine/contact-merge.ts';
import { addExclusion, liftExclusion } from '../../lib/engine/do-not-contact-actions.ts';
import { exclusionOf } from '../../lib/engine/exclusions.ts';
import { erasePerson } from '../../lib/engine/erase.ts';
import { correctTone, dropOldReplyTexts, tickOffReply, untickReply } from '../../lib/engine/reply-actions.ts';
import { addContact, addDelivery, campaign, counter, countsOf, DAY, emptyDb, NOW, SENDER } from './desk-world.ts';

let db: NurturesDb;
let newId: () => string;
beforeEach(() => {
  db = emptyDb();
  newId = counter('p');
});

const person = (slug: string, patch: Partial<ImportedPerson> = {}): ImportedPerson => ({
  row: 2, key: { kind: 'slug', value: slug }, firstName: 'Ana', lastName: 'Novak', company: 'Acme', position: '', email: '', connectedOn: '2026-12-01',
  tags: [], notes: '', custom: {}, ...patch,
});
const order = (people: ImportedPerson[], patch: Partial<ImportOrder> = {}): ImportOrder => ({ id: 'i1', kind: 'connections', fileName: 'Connections.csv', people, issues: [], memberId: SENDER, ...patch });
const run = (people: ImportedPerson[], patch: Partial<ImportOrder> = {}, at = NOW) => importPeople(db, at, order(people, patch), { newId });

describe('import', () => {
  it('adds, updates and leaves people as they are, keeping hand edits', async () => {
    await run([person('ana'), person('bob', { firstName: 'Bob' }), person('cid', { firstName: 'Cid' })]);
    await editContact(db, NOW + 1, 'p1', { company: 'By hand' });
    const again = await run([person('ana', { company: 'Imported', position: 'CEO' }), person('bob', { firstName: 'Bob', company: '' }), person('cid', { firstName: 'Cyd' })], { id: 'i2' }, NOW + 2);
    expect(again).toMatchObject({ kind: 'done', row: { added: 0, updated: 2, unchanged: 1 } });
    expect(await db.contacts.get('p1')).toMatchObject({ company: 'By hand', position: 'CEO' });
    expect(await db.contacts.get('p2')).toMatchObject({ company: 'Acme' });
    expect(await db.contacts.get('p3')).toMatchObject({ firstName: 'Cyd' });
    expect(await db.connections.count()).toBe(3);
  });

  it('makes a list in the order of the file, across chunks, and goes on after it', async () => {
    const people = Array.from({ length: 4100 }, (_, index) => person(`s${index}`));
    const seen: number[] = [];
    await importPeople(db, NOW, order(people, { list: { id: 'l1', name: 'Fair' } }), { newId, onProgress: (done) => seen.push(done) });
    expect(seen).toEqual([2000, 4000, 4100]);
    await run([person('s7'), person('new')], { id: 'i2', list: { id: 'l1', name: 'Fair' } }, NOW + 1);
    const entries = await db.listEntries.where('[sourceId+order]').between(['l1', -Infinity], ['l1', Infinity]).toArray();
    expect(entries).toHaveLength(4101);
    expect(entries[7]?.contactId).toBe('p8');
    expect(entries.at(-1)?.contactId).toBe('p4101');
  });

  it('joins a person who stands twice', async () => {
    expect(await run([person('ana'), person('ana', { company: 'Other' })])).toMatchObject({ row: { added: 1 } });
    expect(await db.contacts.count()).toBe(1);
  });

  it('undo removes whom it added, restores whom it changed, keeps whoever is in use', async () => {
    await run([person('ana')]);
    await run([person('ana', { company: 'Other' }), person('bob'), person('cid')], { id: 'i2', list: { id: 'l1', name: 'Fair' } }, NOW + 1);
    await db.campaigns.put(campaign('c1'));
    await addDelivery(db, 'c1', 'p3', 'queued');
    expect(await undoImport(db, NOW + 2, 'i2')).toEqual({ ok: true, removed: 1, restored: 1, kept: 1 });
    expect(await db.contacts.get('p1')).toMatchObject({ company: 'Acme' });
    expect((await db.contacts.toCollection().primaryKeys()).sort()).toEqual(['p1', 'p3']);
    expect(await db.aliases.get('slug:bob')).toBeUndefined();
    expect(await db.sources.count()).toBe(0);
    expect(await undoImport(db, NOW + 2, 'i2')).toEqual({ ok: false, reason: 'undone' });
  });

  it('undo keeps whom the do-not-contact list or a conversation names: imported again they would be strangers', async () => {
    await run([person('ana'), person('bob'), person('cid'), person('dan')]);
    await addExclusion(db, NOW + 1, { id: 'e1', kind: 'person', value: 'p1', reason: 'asked me to stop' });
    await addExclusion(db, NOW + 1, { id: 'e2', kind: 'person', value: 'p4', reason: 'mistake' });
    await liftExclusion(db, NOW + 1, 'e2', 'it was a mistake');
    await db.threads.put({ senderId: SENDER, contactId: 'p2', lastHandAt: NOW, talkedBefore: 'yes' });
    expect(await undoImport(db, NOW + 2, 'i1')).toEqual({ ok: true, removed: 1, restored: 0, kept: 3 });
    await run([person('ana'), person('bob'), person('cid')], { id: 'i2' }, NOW + 3);
    const ana = await db.contacts.get((await db.aliases.get('slug:ana'))?.contactId ?? '');
    expect(ana === undefined ? undefined : (await exclusionOf(db, ana))?.id).toBe('e1');
    expect(await db.threads.get([SENDER, (await db.aliases.get('slug:bob'))?.contactId ?? ''])).toMatchObject({ lastHandAt: NOW });
  });

  it('undo neither brings back a hold that was lifted since nor lifts one that began since', async () => {
    await run([person('ana'), person('bob')]);
    await db.contacts.update('p1', { heldBy: 'c1:p1/m1' });
    await run([person('ana', { company: 'Other' }), person('bob', { company: 'Other' })], { id: 'i2' }, NOW + 1);
    const lifted = await db.contacts.get('p1');
    if (lifted === undefined) throw new Error('no contact');
    const { heldBy: _hold, ...free } = lifted;
    await db.contacts.put(free);
    await db.contacts.update('p2', { heldBy: 'c1:p2/m1' });
    await undoImport(db, NOW + 2, 'i2');
    expect(await db.contacts.get('p1')).toMatchObject({ company: 'Acme' });
    expect((await db.contacts.get('p1'))?.heldBy).toBeUndefined();
    expect((await db.contacts.get('p2'))?.heldBy).toBe('c1:p2/m1');
  });

  it('undo of a second member\'s import takes back only their connections', async () => {
    await run([person('ana')]);
    const other = 'ACoAAB000000000000000000000000000000002';
    expect(await run([person('ana')], { id: 'i2', memberId: other }, NOW + 1)).toMatchObject({ row: { updated: 1 } });
    await undoImport(db, NOW + 2, 'i2');
    expect((await db.connections.toArray()).map((row) => row.memberId)).toEqual([SENDER]);
  });

  it('canceled, it leaves nothing behind', async () => {
    const control = new AbortController();
    const people = Array.from({ length: 2010 }, (_, index) => person(`s${index}`));
    const result = await importPeople(db, NOW, order(people), { newId, signal: control.signal, onProgress: () => control.abort() });
    expect(result).toEqual({ kind: 'canceled' });
    expect(await db.contacts.count()).toBe(0);
    expect(await db.aliases.count()).toBe(0);
  });

  it('never brings back who was erased, and counts who is not to be contacted', async () => {
    await run([person('ana'), person('bob', { company: 'Rival' })]);
    expect(await erasePerson(db, NOW + 1, 'p1', 'key', newId)).toEqual({ ok: true });
    await addExclusion(db, NOW + 1, { id: 'e1', kind: 'company', value: 'rival', reason: 'competitor' });
    expect(await run([person('ana', { row: 9 }), person('bob', { company: 'Rival' })], { id: 'i2' }, NOW + 2)).toMatchObject({
      row: { added: 0, unchanged: 1, skippedCount: 1, excluded: 1, issues: [{ effect: 'skipped', row: 9, reason: 'person-erased' }] },
    });
    expect(await db.contacts.count()).toBe(1);
    expect(JSON.stringify(await db.exclusions.toArray())).not.toContain('ana');
  });

  it('voids approved texts that would now read differently, and only those', async () => {
    await run([person('ana'), person('bob', { firstName: 'Bob' })]);
    await db.campaigns.put(campaign('c1'));
    const ana = await addDelivery(db, 'c1', 'p1', 'approved', { approvedAt: NOW });
    const text = 'Hi Bob, welcome.';
    const bob = await addDelivery(db, 'c1', 'p2', 'approved', { approvedAt: NOW, text, fingerprint: fingerprint(text) });
    await run([person('ana', { firstName: 'Anna' }), person('bob', { firstName: 'Bob', company: 'New' })], { id: 'i2' }, NOW + 1);
    expect(await db.deliveries.get(ana.id)).toMatchObject({ state: 'pending', reason: 'textChanged', text: 'Hi Anna, welcome.' });
    expect((await db.deliveries.get(bob.id))?.state).toBe('approved');
    expect((await db.deliveries.get(ana.id))?.approvedAt).toBeUndefined();
  });
});

describe('edit', () => {
  it('keeps an approval when the text stays the same', async () => {
    await db.campaigns.put(campaign('c1'));
    await addContact(db, 'p1');
    const delivery = await addDelivery(db, 'c1', 'p1', 'approved', { approvedAt: NOW });
    expect(await editContact(db, NOW, 'p1', { company: 'Else', notes: 'met in May' })).toEqual({ ok: true, voided: 0 });
    expect((await db.deliveries.get(delivery.id))?.state).toBe('approved');
    expect(await editContact(db, NOW, 'p1', { greetingName: 'Annie' })).toEqual({ ok: true, voided: 1 });
    expect(await db.deliveries.get(delivery.id)).toMatchObject({ state: 'pending', text: 'Hi Annie, welcome.' });
    expect(await editContact(db, NOW, 'p1', { language: 'not a language' })).toEqual({ ok: false, reason: 'badLanguage' });
  });

  it('is kept by a later import: values of custom columns, notes and tags taken away too', async () => {
    await run([person('ana', { custom: { Shirt: 'XL', Hook: 'fair' }, tags: ['vip', 'fair'], notes: 'from the file' })]);
    await editContact(db, NOW + 1, 'p1', { custom: { Shirt: 'M', Hook: 'fair' }, tags: ['fair', 'mine'], notes: '' });
    await tagContacts(db, NOW + 2, ['p1'], 'fair', 'remove');
    await run([person('ana', { custom: { Shirt: 'XXL', Hook: 'talk' }, tags: ['vip', 'fair', 'new'], notes: 'from the file' })], { id: 'i2' }, NOW + 3);
    expect(await db.contacts.get('p1')).toMatchObject({ custom: { Shirt: 'M', Hook: 'talk' }, tags: ['mine', 'new'], notes: '' });
    await tagContacts(db, NOW + 4, ['p1'], 'vip', 'add');
    expect((await db.contacts.get('p1'))?.handEdited).not.toContain('tag:vip');
  });

  it('puts a scheduled message without approval back to be rendered anew in the next slot, and says when that is', async () => {
    await db.campaigns.put(campaign('c1', { approval: false }));
    await addContact(db, 'p1');
    const delivery = await addDelivery(db, 'c1', 'p1', 'scheduled', { runId: 'r' });
    await editContact(db, NOW, 'p1', { firstName: 'Anna' });
    const stored = await db.deliveries.get(delivery.id);
    expect(stored).toMatchObject({ state: 'queued', reason: 'textChanged', nextAt: Date.UTC(2027, 0, 5, 8) });
    expect(stored?.text).toBeUndefined();
  });

  it('takes an edit back: the fields, and whether an import may change them', async () => {
    await addContact(db, 'p1', { company: 'Acme', handEdited: ['email'] });
    const before = await db.contacts.get('p1');
    if (before === undefined) throw new Error('no contact');
    await editContact(db, NOW, 'p1', { company: 'Other', greetingName: 'Annie', tags: ['fair'] });
    await tagContacts(db, NOW, ['p1'], 'later', 'add');
    expect(await undoEdit(db, NOW, before, ['company', 'greetingName'])).toMatchObject({ ok: true });
    const after = await db.contacts.get('p1');
    expect(after).toMatchObject({ company: 'Acme', handEdited: ['email'], tags: ['fair', 'later'] });
    expect(after?.greetingName).toBe(before.greetingName);
  });

  it('tags many and marks leads up and down the funnel', async () => {
    await addContact(db, 'p1');
    await addContact(db, 'p2', { tags: ['fair'] });
    expect(await tagContacts(db, NOW, ['p1', 'p2'], ' fair ', 'add')).toEqual(['p1']);
    await db.funnel.put({ campaignId: 'c1', contactId: 'p1', level: 'nurtured', at: NOW });
    await markLead(db, NOW, 'p1', true);
    expect((await db.funnel.get(['c1', 'p1']))?.level).toBe('lead');
    await markLead(db, NOW, 'p1', false);
    expect((await db.funnel.get(['c1', 'p1']))?.level).toBe('nurtured');
  });
});

describe('do not contact', () => {
  it('ends what is planned, never what is on its way, and can be taken back with a reason', async () => {
    await db.campaigns.bulkPut([campaign('c1'), campaign('c2', { name: 'Other' })]);
    await addContact(db, 'p1');
    const waiting = await addDelivery(db, 'c1', 'p1', 'scheduled');
    const granted = await addDelivery(db, 'c2', 'p1', 'granted');
    expect(await addExclusion(db, NOW, { id: 'e1', kind: 'person', value: 'p1', reason: 'asked' })).toEqual({ ok: true, ended: 2 });
    expect(await db.deliveries.get(waiting.id)).toMatchObject({ state: 'canceled', reason: 'doNotContact' });
    expect((await db.deliveries.get(granted.id))?.state).toBe('granted');
    expect(await addExclusion(db, NOW, { id: 'e2', kind: 'person', value: 'p1', reason: 'again' })).toEqual({ ok: false, reason: 'already' });
    expect(await liftExclusion(db, NOW, 'e1', '  ')).toEqual({ ok: false, reason: 'noReason' });
    expect(await liftExclusion(db, NOW, 'e1', 'misread')).toEqual({ ok: true });
  });
});

describe('replies', () => {
  const reply = { id: 'r1', senderId: SENDER, contactId: 'p1', campaignId: 'c1', messageId: 'm1', at: NOW - 400 * DAY, foundAt: NOW, rowUrns: [], text: 'great', kind: 'counted', tone: 'neutral', toneWords: ['great'], answer: 'waiting' } as const;

  it('a correction replaces the judgement in every number', async () => {
    await db.campaigns.put(campaign('c1'));
    await db.replies.put({ ...reply, rowUrns: [], toneWords: [] });
    await db.funnel.put({ campaignId: 'c1', contactId: 'p1', level: 'nurtured', at: NOW });
    await correctTone(db, NOW, 'r1', 'positive');
    expect(await countsOf(db, 'c1')).toEqual({ neutral: -1, positive: 1 });
    expect((await db.funnel.get(['c1', 'p1']))?.level).toBe('engaged');
    await correctTone(db, NOW, 'r1', undefined);
    expect(await countsOf(db, 'c1')).toEqual({});
    expect((await db.funnel.get(['c1', 'p1']))?.level).toBe('nurtured');
  });

  it('is ticked off once and can be put back; old texts are dropped', async () => {
    await db.replies.put({ ...reply, rowUrns: [], toneWords: [] });
    expect(await tickOffReply(db, NOW, 'r1')).toEqual({ ok: true });
    expect(await tickOffReply(db, NOW, 'r1')).toEqual({ ok: false, reason: 'notWaiting' });
    expect(await untickReply(db, NOW, 'r1')).toEqual({ ok: true });
    expect(await dropOldReplyTexts(db, NOW)).toBe(1);
    expect((await db.replies.get('r1'))?.text).toBeUndefined();
  });
});

describe('merge', () => {
  beforeEach(async () => {
    await db.campaigns.put(campaign('c1'));
    await addContact(db, 'slug', { slugs: ['ana-old'] });
    await addContact(db, 'id', { slugs: ['ana-new'], memberId: 'ACoAA1', company: '' });
  });

  it('goes on with the enrollment furthest on, whichever contact it was', async () => {
    await addDelivery(db, 'c1', 'slug', 'approved', { approvedAt: NOW });
    const sent = await addDelivery(db, 'c1', 'id', 'sent', { sentAt: NOW, attempt: 1 }, { granted: 'yes', sentMessageIds: ['m1'] });
    await db.grants.put({ id: `${sent.id}#1`, senderId: SENDER, contactId: 'id', campaignId: 'c1', deliveryId: sent.id, attempt: 1, at: NOW, state: 'sent' });
    expect(await mergeByHand(db, NOW, 'slug', 'id')).toMatchObject({ ok: true, contact: { memberId: 'ACoAA1', slugs: ['ana-new', 'ana-old'], company: 'Acme', mergedIds: ['id'] } });
    expect(await db.enrollments.get('c1:slug')).toMatchObject({ state: 'active', sentMessageIds: ['m1'], contactId: 'slug' });
    expect(await db.deliveries.get('c1:slug/m1')).toMatchObject({ state: 'sent', contactId: 'slug' });
    expect(await db.enrollments.get('c1:id')).toMatchObject({ state: 'ended', reason: 'samePerson', contactId: 'slug' });
    expect(await db.deliveries.get('c1:id/m1')).toMatchObject({ state: 'canceled', reason: 'samePerson' });
    expect(await db.grants.get('c1:slug/m1#1')).toMatchObject({ contactId: 'slug', deliveryId: 'c1:slug/m1' });
    expect((await db.aliases.toArray()).every((alias) => alias.contactId === 'slug')).toBe(true);
    expect(await db.claims.toArray()).toMatchObject([{ campaignId: 'c1', contactId: 'slug' }]);
    expect(await db.contacts.get('id')).toBeUndefined();
  });

  it('joins marks, holds and conversations', async () => {
    await addDelivery(db, 'c1', 'id', 'unconfirmed', { attempt: 1 }, { granted: 'yes' });
    await db.contacts.update('id', { heldBy: 'c1:id/m1' });
    await db.exclusions.put({ id: 'e1', kind: 'person', value: 'id', reason: 'asked', at: NOW });
    await db.threads.bulkPut([{ senderId: SENDER, contactId: 'id', lastHandAt: 5 }, { senderId: SENDER, contactId: 'slug', lastHandAt: 9 }]);
    await mergeByHand(db, NOW, 'slug', 'id');
    expect((await db.contacts.get('slug'))?.heldBy).toBe('c1:slug/m1');
    expect((await db.exclusions.get('e1'))?.value).toBe('slug');
    expect(await db.threads.toArray()).toEqual([{ senderId: SENDER, contactId: 'slug', lastHandAt: 9 }]);
  });

  it('a person taken by two sibling campaigns stays in the one that wrote to them', async () => {
    await db.campaigns.put(campaign('c2'));
    await addDelivery(db, 'c1', 'slug', 'pending');
    await addDelivery(db, 'c2', 'id', 'sent', {}, { granted: 'yes', sentMessageIds: ['m1'] });
    await mergeByHand(db, NOW, 'slug', 'id');
    expect(await db.claims.toArray()).toMatchObject([{ campaignId: 'c2', contactId: 'slug' }]);
    expect(await db.enrollments.get('c1:slug')).toMatchObject({ state: 'ended', reason: 'claimedBySibling' });
  });

  it('refuses two people and a message that is being sent', async () => {
    await addDelivery(db, 'c1', 'id', 'granted');
    expect(await mergeByHand(db, NOW, 'slug', 'id')).toEqual({ ok: false, reason: 'sending' });
    await db.contacts.update('slug', { memberId: 'ACoAA2' });
    expect(await mergeByHand(db, NOW, 'slug', 'id')).toEqual({ ok: false, reason: 'differentPeople' });
  });
});

it('erasing a person keeps counts and leaves no name, text or key of theirs', async () => {
  await db.campaigns.put(campaign('c1'));
  await addContact(db, 'p1', { lastName: 'Uniquename', memberId: 'ACoAAunique' });
  await addDelivery(db, 'c1', 'p1', 'sent', { text: 'Hi Uniquename' }, { sentMessageIds: ['m1'] });
  await db.settings.put({ key: 'typed:p1', value: { text: 'Hi Uniquename', at: NOW } });
  await db.replies.put({ id: 'r1', senderId: SENDER, contactId: 'p1', campaignId: 'c1', at: NOW, foundAt: NOW, rowUrns: [], text: 'Uniquename here', kind: 'counted', toneWords: [], answer: 'waiting' });
  expect(await erasePerson(db, NOW, 'p1', 'key', newId)).toEqual({ ok: true });
  const left = JSON.stringify(await Promise.all(db.tables.map((table) => table.toArray())));
  expect(left).not.toMatch(/Uniquename|ACoAAunique|slug-p1/);
  expect(await countsOf(db, 'c1')).toMatchObject({ sent: 1 });
  expect(await db.exclusions.count()).toBe(2);
});
