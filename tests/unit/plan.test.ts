import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type GrantMark } from '@/lib/domain/pacing';
import { allotNew, nextSend, planRuns, type OpeningRun, type PlanItem, type PlanLine, type SenderBook } from '@/lib/domain/plan';

const NINE = Date.parse('2027-01-04T08:00:00Z');
const HOUR = 3_600_000;
const item = (id: string, order: number, over: Partial<PlanItem> = {}): PlanItem => ({ deliveryId: id, contactId: `p-${id}`, attempt: 0, order, ...over });
const line = (campaignId: string, items: PlanItem[], over: Partial<PlanLine> = {}): PlanLine => ({
  runId: `run-${campaignId}`, campaignId, firstMomentAt: NINE + 60_000, endsAt: NINE + 2 * HOUR, lastGrantAt: 0, items, ...over,
});
const mark = (contactId: string, at: number): GrantMark => ({ at, deliveryId: `old-${contactId}-${at}`, contactId, attempt: 1, memberId: 'm' });
const book = (lines: PlanLine[], over: Partial<SenderBook> = {}): SenderBook => ({
  memberId: 'm', pace: { limits: { ...DEFAULT_LIMITS, ramp: 'off' }, seed: 's' }, marks: [], profiles: [], lines, personMarks: () => [], personPast: () => ({}), ...over,
});
const ids = (b: SenderBook) => planRuns(b, NINE).map((send) => send.deliveryId);

describe('the next send', () => {
  it('waits in the same slot for a person whose 72 hours end within it', () => {
    const written = NINE + HOUR - 72 * HOUR;
    const b = book([line('a', [item('follow', 0, { contactId: 'ana' })])], { personMarks: () => [mark('ana', written)] });
    const next = nextSend(b, NINE);
    expect(next).toMatchObject({ kind: 'send', at: NINE + HOUR, bound: 'person72h' });
  });

  it('lets others pass a person who is not free yet', () => {
    const b = book([line('a', [item('late', 0, { contactId: 'ana' }), item('other', 1)])], { personMarks: (id) => (id === 'ana' ? [mark('ana', NINE + HOUR - 72 * HOUR)] : []) });
    expect(ids(b)).toEqual(['other', 'late']);
  });

  it('never claims so late that the grant would fall on the end of the slot', () => {
    const endsAt = NINE + 60_000 + 20_000;
    expect(nextSend(book([line('a', [item('x', 0)], { endsAt })]), NINE).kind).toBe('none');
    expect(nextSend(book([line('a', [item('x', 0)], { endsAt: endsAt + 1000 })]), NINE).kind).toBe('send');
  });

  it('lets two campaigns take turns, send by send', () => {
    const b = book([line('a', [item('a1', 0), item('a2', 1), item('a3', 2)]), line('b', [item('b1', 0), item('b2', 1)])]);
    expect(ids(b)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('starves no campaign: between two sends of one, every other that has something left sends exactly once', () => {
    const sizes = fc.array(fc.record({ items: fc.integer({ min: 1, max: 8 }), before: fc.integer({ min: 0, max: 1000 }) }), { minLength: 2, maxLength: 6 });
    let turns = 0;
    fc.assert(fc.property(sizes, fc.integer({ min: 60, max: 200 }), (all, gap) => {
      const limits = { ...DEFAULT_LIMITS, ramp: 'off' as const, perDay: 60, perHour: 25, perTenMinutes: 8, gapMin: gap * 1000, gapMax: gap * 1000 };
      const lines = all.map(({ items, before }, index) => line(`c${index}`, Array.from({ length: items }, (_, order) => item(`c${index}-${order}`, order)), { lastGrantAt: NINE - HOUR * (before + 1), endsAt: NINE + 12 * HOUR }));
      const sent = planRuns(book(lines, { pace: { limits, seed: 's' } }), NINE).map(({ campaignId }) => campaignId);
      const left = new Map(all.map(({ items }, index) => [`c${index}`, items]));
      const since = new Map<string, string[]>();
      for (const campaignId of sent) {
        const others = since.get(campaignId);
        if (others !== undefined) {
          const waiting = [...left].filter(([id, items]) => id !== campaignId && items > 0).map(([id]) => id);
          expect(waiting.filter((id) => !others.includes(id))).toEqual([]);
          expect(new Set(others).size).toBe(others.length);
          turns += 1;
        }
        left.set(campaignId, (left.get(campaignId) ?? 0) - 1);
        for (const list of since.values()) list.push(campaignId);
        since.set(campaignId, []);
      }
    }), { seed: 7 });
    expect(turns).toBeGreaterThan(300);
  });

  it('holds back people whose profile must be opened once the day has no room for profile pages', () => {
    const limits = { ...DEFAULT_LIMITS, ramp: 'off' as const, profilesPerDay: 1 };
    const b = book([line('a', [item('x', 0, { profile: 'unknown' }), item('y', 1, { profile: 'unknown' }), item('z', 2)])], { pace: { limits, seed: 's' } });
    expect(ids(b)).toEqual(['x', 'z']);
  });

  it('names the limit that held it back', () => {
    const limits = { ...DEFAULT_LIMITS, ramp: 'off' as const, perHour: 1 };
    const b = book([line('a', [item('x', 0)])], { pace: { limits, seed: 's' }, marks: [mark('q', NINE - 30 * 60_000)] });
    expect(nextSend(b, NINE)).toMatchObject({ kind: 'send', at: NINE + 30 * 60_000, bound: 'hour' });
  });
});

describe('taking up new contacts', () => {
  const people = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => ({ contactId: `${prefix}${index}` }));
  const opening = (campaignId: string, wish: number, offered: number, over: Partial<OpeningRun> = {}): OpeningRun => ({
    runId: `run-${campaignId}`, wish, approval: false, people: people(campaignId, offered), ...over,
  });

  it('shares the room of a day between two campaigns that open together', () => {
    const limits = { ...DEFAULT_LIMITS, ramp: 'off' as const, perDay: 5 };
    const shares = allotNew(book([line('a', []), line('b', [])], { pace: { limits, seed: 's' } }), [opening('a', 5, 5), opening('b', 5, 5)], NINE);
    expect([shares.get('run-a'), shares.get('run-b')]).toEqual([{ take: 3, could: 3, tight: 'day' }, { take: 2, could: 2, tight: 'day' }]);
  });

  it('leaves to the other campaign what one cannot use', () => {
    const limits = { ...DEFAULT_LIMITS, ramp: 'off' as const, perDay: 5 };
    const shares = allotNew(book([line('a', []), line('b', [])], { pace: { limits, seed: 's' } }), [opening('a', 5, 1), opening('b', 5, 5)], NINE);
    expect(shares.get('run-a')?.take).toBe(1);
    expect(shares.get('run-b')?.take).toBe(4);
    expect(shares.get('run-a')?.could).toBe(3);
  });

  it('proposes the whole cohort when the member is asked first', () => {
    const limits = { ...DEFAULT_LIMITS, ramp: 'off' as const, perDay: 1 };
    const shares = allotNew(book([line('a', [])], { pace: { limits, seed: 's' } }), [opening('a', 5, 5, { approval: true })], NINE);
    expect(shares.get('run-a')).toEqual({ take: 5, could: 5 });
  });

  it('takes nobody who could not be written to before a short slot ends', () => {
    const shares = allotNew(book([line('a', [], { endsAt: NINE + 2 * 60_000 })]), [opening('a', 5, 5)], NINE);
    expect(shares.get('run-a')).toEqual({ take: 1, could: 1, tight: 'slotLength' });
  });
});
