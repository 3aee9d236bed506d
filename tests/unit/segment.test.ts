import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENGAGEMENTS, FILTER_OPS, checkFilter, compileFilter, customColumnsOf, type FilterField, type FilterOp, type FilterPart, type SegmentContact, type SegmentFacts, type SegmentFilter } from '@/lib/domain/segment';

const ANA: SegmentContact = { company: 'Société Générale', position: 'Head of Sales', language: { code: 'fr-CA', by: 'hand' }, tags: ['VIP', 'Paris Meetup'], custom: { Topic: 'Testing' } };
const BLANK: SegmentContact = { company: '', position: '', tags: [], custom: {} };
const FACTS: SegmentFacts = { connectedOn: '2024-03-05', talkedBefore: true, engagement: 'engaged' };
const NO_FACTS: SegmentFacts = { connectedOn: '', talkedBefore: false, engagement: 'connected' };

const holds = (field: FilterField, op: FilterOp, value: string | undefined, contact = ANA, facts = FACTS): boolean =>
  compileFilter({ all: [{ field, op, ...(value !== undefined && { value }) }] })(contact, facts);

describe('one condition', () => {
  test.each<[FilterField, FilterOp, string | undefined, boolean, boolean]>([
    ['company', 'is', 'SOCIETE  generale', true, false],
    ['company', 'isNot', 'societe generale', false, true],
    ['company', 'contains', 'GÉNÉR', true, false],
    ['company', 'empty', undefined, false, true],
    ['company', 'isNot', '', true, false],
    ['position', 'contains', 'sales', true, false],
    ['language', 'is', 'fr', true, false],
    ['language', 'is', 'FR-ca', true, false],
    ['language', 'is', 'fr-FR', false, false],
    ['language', 'isNot', 'fr', false, true],
    ['language', 'empty', undefined, false, true],
    ['tag', 'is', 'vip', true, false],
    ['tag', 'is', 'paris', false, false],
    ['tag', 'contains', 'paris', true, false],
    ['tag', 'isNot', 'vip', false, true],
    ['tag', 'empty', undefined, false, true],
    ['connectedOn', 'is', '2024-03-05', true, false],
    ['connectedOn', 'before', '2024-03-05', false, false],
    ['connectedOn', 'before', '2024-03-06', true, false],
    ['connectedOn', 'after', '2024-03-05', false, false],
    ['connectedOn', 'after', '2024-03-04', true, false],
    ['connectedOn', 'empty', undefined, false, true],
    ['talkedBefore', 'is', 'yes', true, false],
    ['talkedBefore', 'isNot', 'yes', false, true],
    ['talkedBefore', 'is', 'no', false, true],
    ['engagement', 'is', 'engaged', true, false],
    ['engagement', 'isNot', 'lead', true, true],
    ['custom:Topic', 'is', 'testing', true, false],
    ['custom:Topic', 'empty', undefined, false, true],
    ['custom:constructor', 'empty', undefined, true, true],
  ])('%s %s %s', (field, op, value, ana, blank) => {
    expect(holds(field, op, value)).toBe(ana);
    expect(holds(field, op, value, BLANK, NO_FACTS)).toBe(blank);
  });
});

test('groups nest', () => {
  const filter: SegmentFilter = { all: [{ field: 'company', op: 'contains', value: 'g' }, { any: [{ field: 'tag', op: 'is', value: 'nobody' }, { field: 'custom:Topic', op: 'is', value: 'testing' }] }] };
  expect(compileFilter(filter)(ANA, FACTS)).toBe(true);
  expect(compileFilter(filter)({ ...ANA, custom: {} }, FACTS)).toBe(false);
  expect(customColumnsOf(filter)).toEqual(['Topic']);
});

test('what cannot be asked is refused with its place', () => {
  const filter: SegmentFilter = {
    any: [
      { field: 'company', op: 'before', value: 'x' },
      { field: 'connectedOn', op: 'after', value: '2024-02-30' },
      { field: 'talkedBefore', op: 'is', value: 'maybe' },
      { field: 'engagement', op: 'is', value: 'hot' },
      { field: 'position', op: 'contains' },
      { field: 'custom:', op: 'is', value: 'x' },
      { all: [] },
    ],
  };
  expect(checkFilter(filter).map(({ path, code }) => `${path.join('.')} ${code}`)).toEqual([
    'any.0.op op-not-for-field',
    'any.1.value bad-day',
    'any.2.value bad-yes-no',
    'any.3.value bad-engagement',
    'any.4.value value-missing',
    'any.5.field unknown-field',
    'any.6.all empty-group',
  ]);
});

test('a segment is total, and a condition and its opposite share the contacts between them', () => {
  const text = fc.oneof(fc.constantFrom('', 'Acme', 'ACMÉ', 'yes', 'no', '2024-01-01', 'lead', 'fr'), fc.string({ unit: 'grapheme', maxLength: 6 }));
  const field = fc.constantFrom<FilterField>('company', 'position', 'language', 'tag', 'connectedOn', 'talkedBefore', 'engagement', 'custom:x', 'custom:__proto__');
  const condition = fc.record({ field, op: fc.constantFrom(...FILTER_OPS), value: text });
  const { filter } = fc.letrec<{ filter: SegmentFilter; part: FilterPart }>((tie) => ({
    part: fc.oneof({ maxDepth: 3 }, condition, tie('filter')),
    filter: fc.oneof(fc.record({ all: fc.array(tie('part'), { maxLength: 4 }) }), fc.record({ any: fc.array(tie('part'), { maxLength: 4 }) })),
  }));
  const contact = fc.record({ company: text, position: text, tags: fc.array(text, { maxLength: 3 }), custom: fc.dictionary(text, text, { maxKeys: 3 }) });
  const facts = fc.record({ connectedOn: fc.constantFrom('', '2024-01-01', '2023-05-05'), talkedBefore: fc.boolean(), engagement: fc.constantFrom(...ENGAGEMENTS) });
  fc.assert(
    fc.property(filter, condition, contact, facts, (anyFilter, one, someone, known) => {
      expect(typeof compileFilter(anyFilter)(someone, known)).toBe('boolean');
      checkFilter(anyFilter);
      const is: SegmentFilter = { all: [{ ...one, op: 'is' }] };
      const isNot: SegmentFilter = { all: [{ ...one, op: 'isNot' }] };
      if (checkFilter(is).length > 0) return;
      expect(compileFilter(is)(someone, known)).toBe(!compileFilter(isNot)(someone, known));
    }),
    { numRuns: 500 },
  );
});
