import { afterEach, describe, expect, it } from 'vitest';
import type { JournalEntry } from '@/lib/domain/journal';
import { aCampaign, idOf, seed, SimulatedBrowser } from './simulated-browser';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const DAY = 86_400_000;
let browser: SimulatedBrowser | undefined;

afterEach(() => browser?.close());

/** A seeded stream, so that a failure can be repeated. */
function stream(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Counts taken naively from the journal, one campaign. */
function counted(journal: readonly JournalEntry[], campaignId: string) {
  const own = journal.filter((entry) => entry.campaignId === campaignId);
  const of = (kind: JournalEntry['kind']) => own.filter((entry) => entry.kind === kind).length;
  return {
    sent: of('delivery.sent'),
    enrolled: of('enrollment.created'),
    replies: own.filter((entry) => entry.kind === 'reply.found' && entry.data?.['as'] === 'counted').length,
    automatic: own.filter((entry) => entry.kind === 'reply.found' && entry.data?.['as'] === 'automatic').length,
  };
}

describe('numbers', () => {
  it.each([1, 2, 3])('of the roll-ups equal the same counts taken from the journal and from the rows (history %i)', { timeout: 60_000 }, async (history) => {
    const random = stream(history);
    const b = await new SimulatedBrowser(MONDAY).open();
    browser = b;
    await seed(b, 16, [aCampaign(MONDAY), aCampaign(MONDAY, { id: 'k2', name: 'Other', seed: 'second', approval: random() < 0.5 })]);
    await b.wake();
    b.mood = (order) => (order.kind !== 'deliver' ? 'accepts' : random() < 0.15 ? 'refuses' : random() < 0.1 ? 'dropsAfterClick' : random() < 0.1 ? 'storesWithoutAnswer' : 'accepts');
    for (let day = 1; day <= 20; day += 1) {
      await b.run(MONDAY + day * DAY);
      for (const [to, rows] of b.threads) {
        const last = rows.at(-1);
        if (last?.author === 'own' && random() < 0.12) b.reply(to, random() < 0.3 ? 'I am out of office until Monday.' : 'Thanks for your message!');
      }
    }
    const journal = await b.db.journal.toArray();
    const deliveries = await b.db.deliveries.toArray();
    for (const campaignId of ['k1', 'k2']) {
      const naive = counted(journal, campaignId);
      const tally = (await b.db.tallies.get(`c:${campaignId}`))?.counts ?? {};
      const rows = deliveries.filter((delivery) => delivery.campaignId === campaignId);
      expect({ sent: tally.sent ?? 0, enrolled: tally.enrolled ?? 0, replies: tally.replies ?? 0, automatic: tally.automatic ?? 0 }).toEqual(naive);
      expect(tally.sent ?? 0).toBe(rows.filter((delivery) => delivery.state === 'sent').length);
      for (const state of ['queued', 'pending', 'approved', 'scheduled', 'claimed', 'granted', 'rejected', 'canceled', 'failed', 'unconfirmed'] as const) {
        expect(tally[state] ?? 0, `${campaignId} ${state}`).toBe(rows.filter((delivery) => delivery.state === state).length);
      }
      const days = (await b.db.tallies.where('campaignId').equals(campaignId).toArray()).filter((row) => row.key.startsWith('d:'));
      expect(days.reduce((total, row) => total + (row.counts.sent ?? 0), 0)).toBe(naive.sent);
      expect(naive.replies).toBeLessThanOrEqual(naive.sent);
    }
    const [first] = b.received;
    expect(first?.to.startsWith(idOf(1).slice(0, 8))).toBe(true);
    expect(b.received).toHaveLength(deliveries.filter((delivery) => delivery.state === 'sent').length);
  });
});
