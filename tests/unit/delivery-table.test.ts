import { describe, expect, test } from 'vitest';
import 'fake-indexeddb/auto';
import { NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import {
  actionsOf, DELIVERY_EVENTS, DELIVERY_STATES, nextState, type Delivery, type DeliveryEvent, type DeliveryState, type EventsOf,
} from '@/lib/domain/delivery';

/**
 * The table of design 2.4, written out once more by hand: every state × every event. `-` is impossible, `back` leads to approved with
 * an approval and to queued without.
 */
const TABLE: Record<DeliveryState, Record<DeliveryEvent, DeliveryState | 'back' | '-'>> = {
  queued: { propose: 'pending', approve: '-', reject: '-', withdraw: '-', void: '-', schedule: 'scheduled', unschedule: '-', claim: '-', release: '-', grant: '-', prove: 'sent', refuse: '-', doubt: '-', disprove: '-', cancel: 'canceled', fail: 'failed', retry: '-', requeue: '-' },
  pending: { propose: '-', approve: 'approved', reject: 'rejected', withdraw: '-', void: 'pending', schedule: '-', unschedule: '-', claim: '-', release: '-', grant: '-', prove: '-', refuse: '-', doubt: '-', disprove: '-', cancel: 'canceled', fail: '-', retry: '-', requeue: '-' },
  approved: { propose: '-', approve: '-', reject: '-', withdraw: 'pending', void: 'pending', schedule: 'scheduled', unschedule: '-', claim: '-', release: '-', grant: '-', prove: 'sent', refuse: '-', doubt: '-', disprove: '-', cancel: 'canceled', fail: '-', retry: '-', requeue: '-' },
  scheduled: { propose: 'pending', approve: '-', reject: '-', withdraw: 'pending', void: 'pending', schedule: '-', unschedule: 'back', claim: 'claimed', release: '-', grant: '-', prove: 'sent', refuse: '-', doubt: '-', disprove: '-', cancel: 'canceled', fail: 'failed', retry: '-', requeue: '-' },
  claimed: { propose: '-', approve: '-', reject: '-', withdraw: 'pending', void: 'pending', schedule: '-', unschedule: 'back', claim: '-', release: 'scheduled', grant: 'granted', prove: 'sent', refuse: '-', doubt: '-', disprove: '-', cancel: 'canceled', fail: 'failed', retry: '-', requeue: '-' },
  granted: { propose: '-', approve: '-', reject: '-', withdraw: '-', void: '-', schedule: '-', unschedule: '-', claim: '-', release: '-', grant: '-', prove: 'sent', refuse: 'failed', doubt: 'unconfirmed', disprove: '-', cancel: '-', fail: '-', retry: '-', requeue: '-' },
  sent: { propose: '-', approve: '-', reject: '-', withdraw: '-', void: '-', schedule: '-', unschedule: '-', claim: '-', release: '-', grant: '-', prove: '-', refuse: '-', doubt: '-', disprove: '-', cancel: '-', fail: '-', retry: '-', requeue: '-' },
  rejected: { propose: '-', approve: '-', reject: '-', withdraw: '-', void: '-', schedule: '-', unschedule: '-', claim: '-', release: '-', grant: '-', prove: '-', refuse: '-', doubt: '-', disprove: '-', cancel: '-', fail: '-', retry: '-', requeue: 'queued' },
  canceled: { propose: '-', approve: '-', reject: '-', withdraw: '-', void: '-', schedule: '-', unschedule: '-', claim: '-', release: '-', grant: '-', prove: '-', refuse: '-', doubt: '-', disprove: '-', cancel: '-', fail: '-', retry: '-', requeue: 'queued' },
  failed: { propose: '-', approve: '-', reject: '-', withdraw: '-', void: '-', schedule: '-', unschedule: '-', claim: '-', release: '-', grant: '-', prove: 'sent', refuse: '-', doubt: '-', disprove: '-', cancel: '-', fail: '-', retry: 'approved', requeue: 'queued' },
  unconfirmed: { propose: '-', approve: '-', reject: '-', withdraw: '-', void: '-', schedule: '-', unschedule: '-', claim: '-', release: '-', grant: '-', prove: 'sent', refuse: '-', doubt: '-', disprove: 'failed', cancel: '-', fail: '-', retry: '-', requeue: '-' },
};
const CELLS = DELIVERY_STATES.flatMap((state) => DELIVERY_EVENTS.map((event) => [state, event, TABLE[state][event]] as const));

function aDelivery(state: DeliveryState, over: Partial<Delivery> = {}): Delivery {
  return {
    id: 'k1:c1/m1', enrollmentId: 'k1:c1', campaignId: 'k1', contactId: 'c1', senderId: 'me', messageId: 'm1', step: 0, state, stateAt: 0, createdAt: 0,
    dueOn: '2026-11-24', rank: 0, attempt: 1, refusals: 0, ...over,
  };
}

/** An event whose possibility is not known to the compiler: what a caller from outside the types would do. */
function force(w: Writer, delivery: Delivery, event: DeliveryEvent): Promise<Delivery> {
  const move: unknown = Reflect.get(w, 'move');
  if (typeof move !== 'function') throw new Error('the writer has no move');
  return Reflect.apply(move, w, [delivery, event, 'delivery.sent']) as Promise<Delivery>;
}

describe('every state × every event', () => {
  test.each(CELLS)('%s, %s: %s', (state, event, to) => {
    for (const approvedAt of [undefined, 5]) {
      const expected = to === '-' ? undefined : to === 'back' ? (approvedAt === undefined ? 'queued' : 'approved') : to;
      expect(nextState(aDelivery(state, approvedAt === undefined ? {} : { approvedAt }), event)).toBe(expected);
    }
  });

  test('the database obeys the same table, and what is impossible leaves no trace', async () => {
    const db = new NurturesDb('delivery-table');
    for (const [state, event, to] of CELLS) {
      await db.deliveries.put(aDelivery(state));
      await db.journal.clear();
      const result = await write(db, 9, (w) => force(w, aDelivery(state), event)).then((moved) => moved.state, () => 'thrown');
      const expected = to === '-' ? 'thrown' : to === 'back' ? 'queued' : to;
      expect(result, `${state} ${event}`).toBe(expected);
      expect((await db.deliveries.get('k1:c1/m1'))?.state).toBe(to === '-' ? state : expected);
      expect(await db.journal.count()).toBe(to === '-' ? 0 : 1);
    }
    db.close();
  });

  test('a delivery seen outside the transaction that moved on meanwhile is not moved from what it was', async () => {
    const db = new NurturesDb('delivery-stale');
    const seen = aDelivery('granted');
    await db.deliveries.put(aDelivery('sent'));
    await expect(write(db, 9, (w) => w.move({ ...seen, state: 'granted' }, 'doubt', 'delivery.unconfirmed', { reason: 'noAnswer' }))).rejects.toThrow('is sent by now');
    await db.deliveries.put(aDelivery('claimed', { attempt: 2 }));
    await expect(write(db, 9, (w) => w.move({ ...aDelivery('claimed'), state: 'claimed' }, 'grant', 'delivery.granted'))).rejects.toThrow('by now');
    db.close();
  });

  test('sent is the end; only granted leads into doubt, and doubt only to sent or failed', () => {
    expect(DELIVERY_EVENTS.filter((event) => TABLE.sent[event] !== '-')).toEqual([]);
    expect(CELLS.filter(([, , to]) => to === 'unconfirmed').map(([state]) => state)).toEqual(['granted']);
    expect(CELLS.filter(([state, , to]) => state === 'unconfirmed' && to !== '-').map(([, , to]) => to)).toEqual(['sent', 'failed']);
    expect(CELLS.filter(([, , to]) => to === 'granted').map(([state]) => state)).toEqual(['claimed']);
  });

  test('what can move by itself or by hand agrees with the table', () => {
    for (const state of DELIVERY_STATES) {
      const actions = actionsOf(aDelivery(state, { reason: 'removedByHand', approvedAt: 3 }));
      if (actions.includes('approve')) expect(TABLE[state].approve).toBe('approved');
      if (actions.includes('reject')) expect(TABLE[state].reject).toBe('rejected');
      if (actions.includes('withdraw')) expect(TABLE[state].withdraw).toBe('pending');
      if (actions.includes('remove')) expect(TABLE[state].cancel).toBe('canceled');
      if (actions.includes('requeue')) expect(TABLE[state].requeue).toBe('queued');
      if (actions.includes('settle')) expect([TABLE[state].prove, TABLE[state].disprove]).toEqual(['sent', 'failed']);
    }
  });
});

describe('impossible transitions do not type-check', () => {
  test('in the types', () => {
    const allowed: EventsOf<'granted'>[] = ['prove', 'refuse', 'doubt'];
    // @ts-expect-error what is granted is never claimed again
    const claimedAgain: EventsOf<'granted'> = 'claim';
    // @ts-expect-error what is granted cannot be canceled
    const canceled: EventsOf<'granted'> = 'cancel';
    // @ts-expect-error what was sent stays sent
    const resent: EventsOf<'sent'> = 'requeue';
    // @ts-expect-error doubt never leads back into the queue
    const requeued: EventsOf<'unconfirmed'> = 'requeue';
    // @ts-expect-error nothing is granted that was not claimed
    const granted: EventsOf<'scheduled'> = 'grant';
    expect([claimedAgain, canceled, resent, requeued, granted].filter((event) => allowed.includes(event as 'prove'))).toEqual([]);
  });

  test('in the writer', () => {
    const calls = (w: Writer, granted: Delivery & { state: 'granted' }, unknown: Delivery) => [
      w.move(granted, 'prove', 'delivery.sent'),
      // @ts-expect-error
      w.move(granted, 'release', 'delivery.released'),
      // @ts-expect-error a delivery in whatever state: only events possible in all of them, which there are none of
      w.move(unknown, 'claim', 'delivery.claimed'),
    ];
    expect(calls).toBeTypeOf('function');
  });
});
