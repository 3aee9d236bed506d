import { describe, expect, it } from 'vitest';
import { parseBackup, type Backup } from '../../lib/backup/backup-file.ts';
import type { NurturesDb } from '../../lib/db/schema.ts';
import { restoreBackup, sameNames, takeBackup } from '../../lib/engine/backup.ts';
import { approve, settleSent } from '../../lib/engine/queue-actions.ts';
import { pauseEverything } from '../../lib/engine/pause-actions.ts';
import { addContact, addDelivery, campaign, counter, countsOf, DAY, emptyDb, NOW, SENDER } from './desk-world.ts';

const nobodyErased = () => false;

async function usedDb(): Promise<NurturesDb> {
  const db = emptyDb();
  await db.campaigns.put(campaign('c1', { nextBoundaryAt: NOW + DAY }));
  for (const id of ['p1', 'p2', 'p3', 'p4']) await addContact(db, id);
  await addDelivery(db, 'c1', 'p1', 'sent', { sentAt: NOW, attempt: 1 }, { granted: 'yes', sentMessageIds: ['m1'] });
  await addDelivery(db, 'c1', 'p2', 'granted', { grantedAt: NOW, attempt: 1 }, { granted: 'yes' });
  await addDelivery(db, 'c1', 'p3', 'scheduled', { approvedAt: NOW, runId: 'r' });
  await addDelivery(db, 'c1', 'p4', 'claimed', { token: 't', leaseUntil: NOW + 1 });
  await db.grants.put({ id: 'c1:p2/m1#1', senderId: SENDER, contactId: 'p2', campaignId: 'c1', deliveryId: 'c1:p2/m1', attempt: 1, at: NOW, state: 'open' });
  await db.replies.put({ id: 'r1', senderId: SENDER, contactId: 'p1', campaignId: 'c1', at: NOW, foundAt: NOW, rowUrns: [], text: 'a private reply', kind: 'counted', toneWords: ['private'], answer: 'waiting' });
  return db;
}

/** Through the file, as a member would. */
async function throughFile(db: NurturesDb, replyTexts: 'with' | 'without' = 'without'): Promise<Backup> {
  const read = parseBackup(JSON.stringify(await takeBackup(db, NOW, replyTexts)));
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.backup;
}

describe('a backup restored into a used profile', () => {
  it('keeps the later quiet period and the doubt of either side', async () => {
    const used = await usedDb();
    await used.threads.bulkPut([{ senderId: SENDER, contactId: 'p1', lastHandAt: NOW, talkedBefore: 'yes' }, { senderId: SENDER, contactId: 'p2', lastHandAt: NOW - DAY, lastReadAt: NOW - DAY }]);
    const db = emptyDb();
    for (const id of ['p1', 'p2']) await addContact(db, id);
    await db.threads.bulkPut([{ senderId: SENDER, contactId: 'p1', lastHandAt: NOW - 9 * DAY, lastReadAt: NOW - DAY, mayHaveReplied: { at: NOW, sign: 'unread' } }, { senderId: SENDER, contactId: 'p2', lastHandAt: NOW, lastReadAt: NOW }]);
    await restoreBackup(db, NOW + DAY, await throughFile(used), counter('seed'), nobodyErased);
    expect(await db.threads.get([SENDER, 'p1'])).toMatchObject({ lastHandAt: NOW, talkedBefore: 'yes', mayHaveReplied: { sign: 'unread' } });
    expect(await db.threads.get([SENDER, 'p2'])).toMatchObject({ lastHandAt: NOW, lastReadAt: NOW });
  });

  it('names each other campaign of the same name and program once, never the very same one', async () => {
    const tables = { campaigns: [campaign('c1'), campaign('c2'), campaign('c3', { name: 'WELCOME ' }), campaign('c4', { name: 'Else' })] };
    expect(sameNames([campaign('c1')], { campaigns: [campaign('c1')] })).toEqual([]);
    expect(sameNames([campaign('c1')], tables)).toEqual(['WELCOME ']);
  });
});

describe('a backup restored into an empty profile', () => {
  it('keeps what was sent, doubts what was granted, voids approvals and switches off', async () => {
    const db = emptyDb();
    const result = await restoreBackup(db, NOW + DAY, await throughFile(await usedDb()), counter('seed'), nobodyErased);
    expect(result).toEqual({ campaigns: 1, contacts: 4, deliveries: 4, voided: 1, unconfirmed: 1 });
    const restored = await db.campaigns.get('c1');
    expect(restored).toMatchObject({ state: 'inactive', switchedAt: NOW + DAY });
    expect(restored?.seed).not.toBe('seed');
    expect(restored?.nextBoundaryAt).toBeUndefined();
    const states = Object.fromEntries((await db.deliveries.toArray()).map((row) => [row.contactId, row.state]));
    expect(states).toEqual({ p1: 'sent', p2: 'unconfirmed', p3: 'pending', p4: 'queued' });
    expect((await db.contacts.get('p2'))?.heldBy).toBe('c1:p2/m1');
    expect((await db.deliveries.get('c1:p3/m1'))?.approvedAt).toBeUndefined();
    expect(await db.grants.count()).toBe(1);
    expect(await db.claims.count()).toBe(4);
    expect(await countsOf(db, 'c1')).toEqual({ enrolled: 4, sent: 1, unconfirmed: 1, pending: 1, queued: 1 });
    expect(await settleSent(db, NOW + DAY, 'c1:p2/m1')).toEqual({ ok: true });
  });

  it('has reply texts only when they were wanted', async () => {
    const used = await usedDb();
    expect(JSON.stringify(await takeBackup(used, NOW, 'without'))).not.toContain('private');
    const db = emptyDb();
    await restoreBackup(db, NOW, await throughFile(used, 'with'), counter('seed'), nobodyErased);
    expect((await db.replies.get('r1'))?.text).toBe('a private reply');
  });

  it('brings a pause along, but neither consent nor who is signed in', async () => {
    const used = await usedDb();
    await pauseEverything(used, NOW);
    await used.settings.bulkPut([{ key: 'consent', value: { at: 1, version: 1, language: 'en' } }, { key: 'signedIn', value: { state: 'out', at: 1 } }]);
    const db = emptyDb();
    await restoreBackup(db, NOW, await throughFile(used), counter('seed'), nobodyErased);
    expect(await db.settings.toCollection().primaryKeys()).toEqual(['pause']);
  });
});

describe('a backup restored into a used profile', () => {
  it('never takes back what was sent here since', async () => {
    const used = await usedDb();
    const old = await throughFile(used);
    await settleSentLater(used);
    await restoreBackup(used, NOW + DAY, old, counter('seed'), nobodyErased);
    expect((await used.deliveries.get('c1:p2/m1'))?.state).toBe('sent');
    expect((await used.contacts.get('p2'))?.heldBy).toBeUndefined();
    expect((await used.campaigns.get('c1'))?.seed).toBe('seed');
  });

  async function settleSentLater(db: NurturesDb): Promise<void> {
    await db.deliveries.update('c1:p2/m1', { state: 'unconfirmed' });
    await settleSent(db, NOW + 1, 'c1:p2/m1');
  }

  it('knows a person by their keys, whatever their id is here', async () => {
    const db = emptyDb();
    await addContact(db, 'other', { slugs: ['slug-p1'] });
    await db.campaigns.put(campaign('c1'));
    await addDelivery(db, 'c1', 'other', 'pending');
    await restoreBackup(db, NOW, await throughFile(await usedDb()), counter('seed'), nobodyErased);
    expect(await db.contacts.get('p1')).toBeUndefined();
    const theirs = await db.deliveries.where('contactId').equals('other').toArray();
    expect(theirs.map((row) => [row.id, row.state])).toEqual([['c1:other/m1', 'sent']]);
    expect((await db.enrollments.get('c1:other'))?.sentMessageIds).toEqual(['m1']);
    expect((await db.replies.get('r1'))?.contactId).toBe('other');
    expect(await approve(db, NOW, { id: 'c1:other/m1', fingerprint: '' })).toEqual({ ok: false, reason: 'moved' });
  });

  it('leaves a person to the sibling campaign that has them here', async () => {
    const db = emptyDb();
    await db.campaigns.put(campaign('c9', { name: 'WELCOME ' }));
    await addContact(db, 'p3');
    await addDelivery(db, 'c9', 'p3', 'pending');
    await restoreBackup(db, NOW, await throughFile(await usedDb()), counter('seed'), nobodyErased);
    expect(await db.enrollments.get('c1:p3')).toMatchObject({ state: 'ended', reason: 'claimedBySibling' });
    expect(await db.deliveries.get('c1:p3/m1')).toMatchObject({ state: 'canceled', reason: 'claimedBySibling' });
  });

  it('leaves people out who were erased here', async () => {
    const db = emptyDb();
    const backup = await throughFile(await usedDb(), 'with');
    await restoreBackup(db, NOW, backup, counter('seed'), (alias) => alias === 'slug:slug-p1');
    expect(await db.contacts.get('p1')).toBeUndefined();
    expect((await db.deliveries.get('c1:p1/m1'))?.state).toBe('sent');
    expect((await db.deliveries.get('c1:p1/m1'))?.text).toBeUndefined();
    expect((await db.replies.get('r1'))?.text).toBeUndefined();
  });
});

describe('a file that is no backup', () => {
  it.each([
    ['{', { reason: 'notJson' }],
    ['{"format":"nurtures.campaign","version":1}', { reason: 'wrongFormat' }],
    ['{"format":"nurtures.backup","version":2}', { reason: 'newerVersion', found: 2 }],
  ])('%s is refused', (content, refusal) => {
    expect(parseBackup(content)).toEqual({ ok: false, refusal });
  });

  it('is refused whole, naming the first damaged place', async () => {
    const backup = await takeBackup(await usedDb(), NOW, 'with');
    const damaged = { ...backup, tables: { ...backup.tables, contacts: [...backup.tables.contacts, { id: 3 }] } };
    expect(parseBackup(JSON.stringify(damaged))).toEqual({ ok: false, refusal: { reason: 'damaged', path: 'tables.contacts.4' } });
  });
});
