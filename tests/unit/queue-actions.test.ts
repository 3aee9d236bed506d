import { beforeEach, describe, expect, it } from 'vitest';
import type { NurturesDb } from '../../lib/db/schema.ts';
import { journalHash } from '../../lib/db/write.ts';
import { DELIVERY_STATES } from '../../lib/domain/delivery.ts';
import { fingerprint } from '../../lib/domain/fingerprint.ts';
import { approve, approveAll, editText, reject, remove, requeue, settleNotSent, settleSent, withdraw } from '../../lib/engine/queue-actions.ts';
import { addContact, addDelivery, campaign, countsOf, DAY, emptyDb, journalKinds, NOW, SENDER } from './desk-world.ts';

let db: NurturesDb;
beforeEach(async () => {
  db = emptyDb();
  await db.campaigns.put(campaign('c1'));
  await addContact(db, 'p1');
});

const shownOf = (delivery: { id: string; fingerprint?: string }) => ({ id: delivery.id, fingerprint: delivery.fingerprint ?? '' });

describe('approve', () => {
  it('approves the text that was shown, for the next slot that starts', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'pending');
    expect(await approve(db, NOW, shownOf(delivery))).toEqual({ ok: true });
    const stored = await db.deliveries.get(delivery.id);
    expect(stored).toMatchObject({ state: 'approved', approvedAt: NOW, reason: 'waitingSlot', text: delivery.text });
    expect(stored?.nextAt).toBe(Date.UTC(2027, 0, 5, 8));
    expect(await countsOf(db, 'c1')).toEqual({ enrolled: 1, approved: 1 });
  });

  it('refuses a text that is not the one shown', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'pending');
    await editText(db, NOW, delivery.id, 'Something else');
    expect(await approve(db, NOW, shownOf(delivery))).toEqual({ ok: false, reason: 'textChanged' });
    expect((await db.deliveries.get(delivery.id))?.state).toBe('pending');
  });

  it('refuses a message held for a missing variable, and one of an archived campaign', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'pending', { reason: 'missingVariable' });
    await db.deliveries.where('id').equals(delivery.id).modify((row) => {
      delete row.text;
      delete row.fingerprint;
    });
    expect(await approve(db, NOW, { id: delivery.id, fingerprint: '' })).toEqual({ ok: false, reason: 'missingVariable' });
    await db.campaigns.update('c1', { state: 'archived' });
    expect(await approve(db, NOW, shownOf(delivery))).toEqual({ ok: false, reason: 'archived' });
  });

  it('ends the message when the person came onto the do-not-contact list', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'pending');
    await db.exclusions.put({ id: 'e1', kind: 'company', value: 'ÀCME', reason: 'customer', at: NOW });
    expect(await approve(db, NOW, shownOf(delivery))).toEqual({ ok: false, reason: 'doNotContact' });
    expect(await db.deliveries.get(delivery.id)).toMatchObject({ state: 'canceled', reason: 'doNotContact' });
    expect(await db.enrollments.get(delivery.enrollmentId)).toMatchObject({ state: 'ended', reason: 'doNotContact' });
    expect(await requeue(db, NOW, delivery.id)).toEqual({ ok: false, reason: 'moved' });
  });

  it('approves all that were shown and leaves what changed meanwhile', async () => {
    await addContact(db, 'p2');
    await addContact(db, 'p3');
    const [one, two, three] = [await addDelivery(db, 'c1', 'p1', 'pending'), await addDelivery(db, 'c1', 'p2', 'pending'), await addDelivery(db, 'c1', 'p3', 'pending')];
    await editText(db, NOW, two.id, 'Changed');
    expect(await approveAll(db, NOW, [shownOf(one), shownOf(two)])).toEqual({ done: 1, refused: [{ id: two.id, reason: 'textChanged' }] });
    expect((await db.deliveries.get(three.id))?.state).toBe('pending');
  });
});

describe('edit', () => {
  it('stores the normalised text under a new fingerprint and leaves it pending', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'pending');
    expect(await editText(db, NOW, delivery.id, '  Hello Ana \r\n\r\nBye ')).toEqual({ ok: true });
    expect(await db.deliveries.get(delivery.id)).toMatchObject({ state: 'pending', text: 'Hello Ana\n\nBye', fingerprint: fingerprint('Hello Ana\n\nBye'), editedByHand: 'yes' });
  });

  it('refuses an empty and a too long text', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'pending');
    expect(await editText(db, NOW, delivery.id, ' \n ')).toEqual({ ok: false, reason: 'empty' });
    expect(await editText(db, NOW, delivery.id, 'x'.repeat(8001))).toEqual({ ok: false, reason: 'tooLong' });
  });
});

describe('reject, remove, withdraw, requeue', () => {
  it('rejecting ends the sequence and keeps the person from siblings; requeueing opens it again without the old text', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'pending');
    await reject(db, NOW, delivery.id);
    expect(await db.enrollments.get(delivery.enrollmentId)).toMatchObject({ state: 'ended', reason: 'rejectedByHand' });
    expect(await db.claims.count()).toBe(1);
    expect(await requeue(db, NOW, delivery.id)).toEqual({ ok: true });
    const again = await db.deliveries.get(delivery.id);
    expect(again).toMatchObject({ state: 'queued', reason: 'waitingSlot' });
    expect(again?.text).toBeUndefined();
    expect((await db.enrollments.get(delivery.enrollmentId))?.state).toBe('active');
    expect(await countsOf(db, 'c1')).toEqual({ enrolled: 1, queued: 1 });
  });

  it('removing releases the claim, and a sibling that took the person keeps them', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'queued');
    await remove(db, NOW, delivery.id);
    expect(await db.claims.count()).toBe(0);
    await db.campaigns.put(campaign('c2', { name: ' welcome ' }));
    await addDelivery(db, 'c2', 'p1', 'queued');
    expect(await requeue(db, NOW, delivery.id)).toEqual({ ok: false, reason: 'claimedBySibling' });
  });

  it('keeps the claim of a person who was granted a message', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'approved', { approvedAt: NOW - DAY }, { granted: 'yes' });
    await remove(db, NOW, delivery.id);
    expect(await db.claims.count()).toBe(1);
  });

  it('withdrawing makes a scheduled message pending again with its text', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'scheduled', { approvedAt: NOW - DAY, runId: 'r', plannedAt: NOW });
    expect(await withdraw(db, NOW, delivery.id)).toEqual({ ok: true });
    const stored = await db.deliveries.get(delivery.id);
    expect(stored).toMatchObject({ state: 'pending', reason: 'approvalWithdrawn', text: delivery.text });
    expect(stored?.approvedAt).toBeUndefined();
    expect(stored?.runId).toBeUndefined();
  });

  it.each(['replied', 'optedOut', 'notConnected'] as const)('never requeues after %s', async (reason) => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'canceled', { reason: 'removedByHand' }, { state: 'ended', reason });
    expect(await requeue(db, NOW, delivery.id)).toEqual({ ok: false, reason });
  });

  it('never requeues while the person is held', async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'canceled', { reason: 'removedByHand' }, { state: 'ended', reason: 'removedByHand' });
    await db.contacts.update('p1', { heldBy: 'other' });
    expect(await requeue(db, NOW, delivery.id)).toEqual({ ok: false, reason: 'personHeld' });
  });

  it('does nothing to a message that is being sent or was sent', async () => {
    for (const state of DELIVERY_STATES.filter((one) => one === 'granted' || one === 'sent' || one === 'claimed')) {
      await db.deliveries.clear();
      const delivery = await addDelivery(db, 'c1', 'p1', state);
      for (const act of [reject, remove, withdraw, requeue, settleSent, settleNotSent]) {
        expect(await act(db, NOW, delivery.id)).toEqual({ ok: false, reason: 'moved' });
      }
      expect((await db.deliveries.get(delivery.id))?.state).toBe(state);
    }
  });
});

describe('settle', () => {
  const doubted = async () => {
    const delivery = await addDelivery(db, 'c1', 'p1', 'unconfirmed', { grantedAt: NOW - 3600_000, attempt: 1 }, { granted: 'yes' });
    await db.contacts.update('p1', { heldBy: delivery.id });
    await db.grants.put({ id: `${delivery.id}#1`, senderId: SENDER, contactId: 'p1', campaignId: 'c1', deliveryId: delivery.id, messageId: 'm1', attempt: 1, at: NOW - 3600_000, state: 'open' });
    return delivery;
  };

  it('sent: counts from its grant, lifts the hold and queues the follow-up', async () => {
    const delivery = await doubted();
    expect(await settleSent(db, NOW, delivery.id)).toEqual({ ok: true });
    expect(await db.deliveries.get(delivery.id)).toMatchObject({ state: 'sent', sentAt: NOW - 3600_000, reason: 'settledByHand' });
    expect((await db.contacts.get('p1'))?.heldBy).toBeUndefined();
    expect((await db.grants.get(`${delivery.id}#1`))?.state).toBe('sent');
    expect(await db.enrollments.get('c1:p1')).toMatchObject({ state: 'active', sentMessageIds: ['m1'] });
    expect(await db.deliveries.get('c1:p1/m2')).toMatchObject({ state: 'queued', dueOn: '2027-01-09', reason: 'waitingDay', nextAt: Date.UTC(2027, 0, 11, 8) });
    expect(await countsOf(db, 'c1')).toEqual({ enrolled: 1, sent: 1, queued: 1 });
    expect((await db.tallies.get('d:2027-01-04:c1'))?.counts).toEqual({ sent: 1 });
    expect(await db.funnel.get(['c1', 'p1'])).toMatchObject({ level: 'nurtured' });
  });

  it('not sent: fails, no longer counts in the limits, and can be put back', async () => {
    const delivery = await doubted();
    expect(await settleNotSent(db, NOW, delivery.id)).toEqual({ ok: true });
    expect(await db.deliveries.get(delivery.id)).toMatchObject({ state: 'failed', reason: 'settledByHand' });
    expect(await db.grants.count()).toBe(0);
    expect((await db.contacts.get('p1'))?.heldBy).toBeUndefined();
    expect(await requeue(db, NOW, delivery.id)).toEqual({ ok: true });
  });

  it('keeps the hold while another message to the person is in doubt', async () => {
    const delivery = await doubted();
    await db.campaigns.put(campaign('c2', { name: 'Other' }));
    const other = await addDelivery(db, 'c2', 'p1', 'unconfirmed', { grantedAt: NOW }, { granted: 'yes' });
    await settleNotSent(db, NOW, delivery.id);
    expect((await db.contacts.get('p1'))?.heldBy).toBe(other.id);
  });

  it('queues nothing more in an archived campaign', async () => {
    const delivery = await doubted();
    await db.campaigns.update('c1', { state: 'archived' });
    await settleSent(db, NOW, delivery.id);
    expect(await db.deliveries.count()).toBe(1);
    expect(await db.enrollments.get('c1:p1')).toMatchObject({ state: 'ended', reason: 'archived' });
  });
});

it('journals every act in one unbroken chain', async () => {
  const delivery = await addDelivery(db, 'c1', 'p1', 'pending');
  await approve(db, NOW, shownOf(delivery));
  await withdraw(db, NOW, delivery.id);
  await reject(db, NOW, delivery.id);
  expect(await journalKinds(db)).toEqual(['delivery.queued', 'delivery.approved', 'delivery.withdrawn', 'delivery.rejected', 'enrollment.ended']);
  let prev = '0'.repeat(64);
  for (const { hash, ...entry } of await db.journal.toArray()) {
    expect(entry.prev).toBe(prev);
    expect(journalHash(entry)).toBe(hash);
    prev = hash;
  }
});
