import { beforeEach, describe, expect, it } from 'vitest';
import type { NurturesDb } from '@/lib/db/schema';
import type { Delivery } from '@/lib/domain/delivery';
import { addExclusion, whoMatches } from '@/lib/engine/do-not-contact-actions';
import { approve, rejectAll, reject, remove, removeAll, requeue, settleNotSent, settleSent, withdraw, type ActionResult } from '@/lib/engine/queue-actions';
import { takeBack, undoable, type TakeBack } from '@/lib/engine/take-back';
import { addContact, addDelivery, campaign, DAY, emptyDb, journalKinds, NOW, SENDER } from './desk-world';

let db: NurturesDb;
beforeEach(async () => {
  db = emptyDb();
  await db.campaigns.put(campaign('c1'));
  await addContact(db, 'p1');
  await addContact(db, 'p2', { firstName: 'Bruno', company: 'Other' });
});

/** Everything stored but the journal, which only grows; roll-ups that fell to zero count as none. */
async function everything(): Promise<unknown> {
  const rows: Record<string, unknown> = {};
  for (const table of db.tables) if (table.name !== 'journal' && table.name !== 'tallies') rows[table.name] = await table.toArray();
  const tallies = (await db.tallies.toArray()).map((row) => ({ ...row, counts: Object.fromEntries(Object.entries(row.counts).filter(([, count]) => count !== 0)) }));
  return { ...rows, tallies: tallies.filter(({ counts }) => Object.keys(counts).length > 0) };
}

const doing = async <T>(act: () => Promise<T>, people: readonly string[] = ['p1']): Promise<TakeBack> => (await undoable(db, async () => people, act)).back;

async function doubted(): Promise<Delivery> {
  const delivery = await addDelivery(db, 'c1', 'p1', 'unconfirmed', { grantedAt: NOW - 3_600_000, attempt: 1, reconcileAt: NOW }, { granted: 'yes' });
  await db.contacts.update('p1', { heldBy: delivery.id });
  await db.grants.put({ id: `${delivery.id}#1`, senderId: SENDER, contactId: 'p1', campaignId: 'c1', deliveryId: delivery.id, messageId: 'm1', attempt: 1, at: NOW - 3_600_000, state: 'open' });
  return delivery;
}

describe('an act taken back', () => {
  const pending = () => addDelivery(db, 'c1', 'p1', 'pending', { pendingSince: NOW - DAY, reason: 'waitingApproval' });
  const ended = (reason: 'removedByHand' | 'rejectedByHand', state: 'canceled' | 'rejected') => () => addDelivery(db, 'c1', 'p1', state, { reason }, { state: 'ended', reason, endedAt: NOW - DAY });
  const cases: readonly [string, () => Promise<Delivery>, (delivery: Delivery) => Promise<ActionResult>][] = [
    ['approve', pending, ({ id, fingerprint = '' }) => approve(db, NOW, { id, fingerprint })],
    ['reject', pending, ({ id }) => reject(db, NOW, id)],
    ['remove, pending', pending, ({ id }) => remove(db, NOW, id)],
    ['remove, queued', () => addDelivery(db, 'c1', 'p1', 'queued', { reason: 'waitingSlot', nextAt: NOW + DAY }), ({ id }) => remove(db, NOW, id)],
    ['remove, approved', () => addDelivery(db, 'c1', 'p1', 'approved', { approvedAt: NOW - DAY, reason: 'waitingSlot' }), ({ id }) => remove(db, NOW, id)],
    ['withdraw, approved', () => addDelivery(db, 'c1', 'p1', 'approved', { approvedAt: NOW - DAY, reason: 'waitingSlot' }), ({ id }) => withdraw(db, NOW, id)],
    ['requeue, removed', ended('removedByHand', 'canceled'), ({ id }) => requeue(db, NOW, id)],
    ['requeue, rejected', ended('rejectedByHand', 'rejected'), ({ id }) => requeue(db, NOW, id)],
    ['it was sent', doubted, ({ id }) => settleSent(db, NOW, id)],
    ['it was not sent', doubted, ({ id }) => settleNotSent(db, NOW, id)],
  ];

  it.each(cases)('leaves everything as it was: %s', async (_name, prepare, act) => {
    const delivery = await prepare();
    const before = await everything();
    const back = await doing(async () => expect(await act(delivery)).toEqual({ ok: true }));
    expect(await everything()).not.toEqual(before);
    expect(await takeBack(db, NOW + 5000, back)).toEqual({ ok: true });
    expect(await everything()).toEqual(before);
    expect(await journalKinds(db)).toContain('delivery.takenBack');
  });

  it('holds a person in doubt again: the hold, the grant and the missing proof stand as before', async () => {
    const delivery = await doubted();
    const back = await doing(() => settleNotSent(db, NOW, delivery.id));
    await takeBack(db, NOW, back);
    expect((await db.contacts.get('p1'))?.heldBy).toBe(delivery.id);
    expect((await db.grants.get(`${delivery.id}#1`))?.state).toBe('open');
    expect((await db.deliveries.get(delivery.id))?.state).toBe('unconfirmed');
  });

  it('puts what was planned for a slot back to where it waits for the next one', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'scheduled', { approvedAt: NOW - DAY, runId: 'r', plannedAt: NOW + 60_000 });
    const back = await doing(() => remove(db, NOW, delivery.id));
    expect(await takeBack(db, NOW, back)).toEqual({ ok: true });
    const stored = await db.deliveries.get(delivery.id);
    expect(stored).toMatchObject({ state: 'approved', reason: 'waitingSlot', text: delivery.text, nextAt: Date.UTC(2027, 0, 5, 8) });
    expect(stored?.runId).toBeUndefined();
    expect((await db.tallies.get('c:c1'))?.counts).toMatchObject({ approved: 1, canceled: 0 });
  });

  it.each([
    ['the person wrote', async () => { await db.threads.put({ senderId: SENDER, contactId: 'p1', lastTheirsAt: NOW }); }],
    ['the nurture has another text', async () => { await db.campaigns.update('c1', { version: 2 }); }],
    ['the nurture was archived', async () => { await db.campaigns.update('c1', { state: 'archived' }); }],
    ['the person came onto the do-not-contact list', async () => { await addExclusion(db, NOW, { id: 'x', kind: 'person', value: 'p1', reason: 'asked' }); }],
    ['the person is held', async () => { await db.contacts.update('p1', { heldBy: 'other' }); }],
    ['the connection is gone', async () => { await db.connections.update([SENDER, 'p1'], { goneAt: NOW }); }],
    ['another nurture granted a message', async () => { await db.grants.put({ id: 'g', senderId: SENDER, contactId: 'p1', attempt: 1, at: NOW, state: 'open' }); }],
  ])('is refused and changes nothing when meanwhile %s', async (_name, happens) => {
    const delivery = await pending();
    const back = await doing(() => reject(db, NOW, delivery.id));
    await happens();
    const before = await everything();
    expect(await takeBack(db, NOW, back)).toEqual({ ok: false, reason: 'moved' });
    expect(await everything()).toEqual(before);
  });

  it('cannot be taken back twice', async () => {
    const delivery = await pending();
    const back = await doing(() => reject(db, NOW, delivery.id));
    expect(await takeBack(db, NOW, back)).toEqual({ ok: true });
    expect(await takeBack(db, NOW, back)).toEqual({ ok: false, reason: 'moved' });
  });

  it.each([['reject', rejectAll], ['remove', removeAll]] as const)('takes %s of many back at once', async (_name, act) => {
    const ids = [await pending(), await addDelivery(db, 'c1', 'p2', 'pending', { pendingSince: NOW })].map(({ id }) => id);
    const before = await everything();
    const back = await doing(() => act(db, NOW, ids), ['p1', 'p2']);
    expect(await takeBack(db, NOW, back)).toEqual({ ok: true });
    expect(await everything()).toEqual(before);
  });
});

describe('the do-not-contact list', () => {
  it.each([
    ['a person', { kind: 'person', value: 'p1' }], ['a company', { kind: 'company', value: 'ACME' }], ['a pattern', { kind: 'pattern', value: '*acme*' }],
  ] as const)('gives back what putting %s on it ended', async (_name, what) => {
    await addDelivery(db, 'c1', 'p1', 'approved', { approvedAt: NOW - DAY, reason: 'waitingSlot' });
    await addDelivery(db, 'c1', 'p2', 'pending', { pendingSince: NOW });
    const order = { id: 'x', reason: 'asked', ...what };
    const before = await everything();
    const { result, back } = await undoable(db, () => whoMatches(db, [order]), () => addExclusion(db, NOW, order));
    expect(result).toEqual({ ok: true, ended: 1 });
    expect((await db.deliveries.get('c1:p1/m1'))?.state).toBe('canceled');
    expect((await db.deliveries.get('c1:p2/m1'))?.state).toBe('pending');
    expect(await takeBack(db, NOW, back)).toEqual({ ok: true });
    expect(await everything()).toEqual(before);
    expect((await journalKinds(db)).slice(-1)).toEqual(['exclusion.lifted']);
  });
});
