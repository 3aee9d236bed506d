import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCampaignFile, storedMessages, storedSchedule, toFileCampaign, writeCampaignFile, type CampaignFile, type FileCampaign } from '@/lib/contacts/campaign-file';
import type { Campaign } from '@/lib/domain/campaign';
import { ENGAGEMENTS, type FilterPart, type SegmentFilter } from '@/lib/domain/segment';
import type { Source } from '@/lib/domain/source';
import { WEEKDAYS } from '@/lib/domain/zoned-time';

const CAMPAIGN = {
  name: 'Spring',
  program: 'Partners',
  source: { kind: 'recent', days: 30 },
  messages: [{ body: 'Hi {{firstName}}' }, { body: 'Again, {{firstName}}' }],
  schedule: { timeZone: 'Europe/Paris', slots: [{ days: ['mon'], start: '09:00', end: '11:00' }] },
};
const file = (...campaigns: unknown[]): string => JSON.stringify({ format: 'nurtures.campaign', version: 1, campaigns });
const problems = (text: string): unknown => {
  const read = readCampaignFile(text, ['Topic']);
  return read.kind === 'refused' ? read.problems.map(({ reason, path, params: { path: _, ...params } }) => [reason, path, ...Object.values(params)].join(' | ')) : [];
};

test('defaults are filled in', () => {
  expect(readCampaignFile(`\uFEFF${file(CAMPAIGN)}`, [])).toEqual({
    kind: 'file',
    file: {
      campaigns: [
        {
          ...CAMPAIGN,
          messages: [
            { body: 'Hi {{firstName}}', delayDays: 0, missing: 'hold' },
            { body: 'Again, {{firstName}}', delayDays: 5, missing: 'hold' },
          ],
          schedule: { ...CAMPAIGN.schedule, cohortSize: 5 },
          approval: true,
        },
      ],
    },
  });
});

describe('what is wrong is named by its path', () => {
  test.each<[string, string, readonly (string | RegExp)[]]>([
    ['no JSON', '{', [/^not-json \|  \| .+/]],
    ['another format', '{"format":"x"}', ['wrong-format | ']],
    ['a list', '[]', ['wrong-format | ']],
    ['a newer version', '{"format":"nurtures.campaign","version":2}', ['newer-version |  | 2']],
    ['no campaigns', '{"format":"nurtures.campaign","version":1}', ['missing-key | campaigns']],
    ['an empty list', file(), ['too-small | campaigns | 1']],
    ['an unknown key at the top', JSON.stringify({ format: 'nurtures.campaign', version: 1, campaigns: [CAMPAIGN], sender: 'me' }), ['unknown-key |  | sender']],
    ['an unknown key', file({ ...CAMPAIGN, aproval: true }), ['unknown-key | campaigns[0] | aproval | approval']],
    ['an unknown key in a message', file({ ...CAMPAIGN, messages: [{ body: 'x', delay: 3 }] }), [/^unknown-key \| campaigns\[0\]\.messages\[0\] \| delay/]],
    ['a missing name', file({ ...CAMPAIGN, name: undefined }), ['missing-key | campaigns[0].name']],
    ['a blank name', file({ ...CAMPAIGN, name: '  ' }), ['too-small | campaigns[0].name | 1']],
    ['a wrong type', file({ ...CAMPAIGN, approval: 'yes' }), ['wrong-type | campaigns[0].approval | boolean | yes']],
    ['an unknown source', file({ ...CAMPAIGN, source: { kind: 'search' } }), [/^not-one-of \| campaigns\[0\]\.source/]],
    ['a source of another shape', file({ ...CAMPAIGN, source: { kind: 'recent' } }), ['missing-key | campaigns[0].source.days']],
    ['thirteen messages', file({ ...CAMPAIGN, messages: Array.from({ length: 13 }, () => ({ body: 'x' })) }), ['too-large | campaigns[0].messages | 12']],
    ['a delay under three days', file({ ...CAMPAIGN, messages: [{ body: 'x' }, { body: 'y', delayDays: 2 }] }), ['too-small | campaigns[0].messages[1].delayDays | 3']],
    ['half a day', file({ ...CAMPAIGN, messages: [{ body: 'x' }, { body: 'y', delayDays: 3.5 }] }), ['wrong-type | campaigns[0].messages[1].delayDays | int | 3.5']],
    ['an unknown variable', file({ ...CAMPAIGN, messages: [{ body: '{{firstname}} {{Topic}}' }] }), ['bad-template | campaigns[0].messages[0].body | unknown-variable | firstname | firstName | 0']],
    ['an open tag in a variant', file({ ...CAMPAIGN, messages: [{ body: 'x', variants: { fr: '{{' } }] }), ['bad-template | campaigns[0].messages[0].variants.fr | unclosed-tag | 0']],
    ['a strange language', file({ ...CAMPAIGN, messages: [{ body: 'x', variants: { French: 'y' } }] }), ['bad-language | campaigns[0].messages[0].variants.French | French']],
    ['an alternative that is not there', file({ ...CAMPAIGN, messages: [{ body: 'x', missing: 'alternative' }] }), ['missing-rule-incomplete | campaigns[0].messages[0] | alternative']],
    ['a fallback for no variable', file({ ...CAMPAIGN, messages: [{ body: 'x', missing: 'fallback', fallbacks: { first: 'you' } }] }), ['bad-template | campaigns[0].messages[0].fallbacks.first | unknown-fallback | first | firstName']],
    ['a cohort of thirty', file({ ...CAMPAIGN, schedule: { ...CAMPAIGN.schedule, cohortSize: 30 } }), ['too-large | campaigns[0].schedule.cohortSize | 25']],
    ['no such zone', file({ ...CAMPAIGN, schedule: { ...CAMPAIGN.schedule, timeZone: 'Mars/Base' } }), ['bad-time-zone | campaigns[0].schedule.timeZone | Mars/Base']],
    ['no such time', file({ ...CAMPAIGN, schedule: { ...CAMPAIGN.schedule, slots: [{ days: ['mon'], start: '9:00', end: '25:00' }] } }), ['bad-clock | campaigns[0].schedule.slots[0].start | 9:00', 'bad-clock | campaigns[0].schedule.slots[0].end | 25:00']],
    ['a slot of ten minutes', file({ ...CAMPAIGN, schedule: { ...CAMPAIGN.schedule, slots: [{ days: ['mon'], start: '09:00', end: '09:10' }] } }), ['slot-too-short | campaigns[0].schedule.slots[0]']],
    ['a slot at night', file({ ...CAMPAIGN, schedule: { ...CAMPAIGN.schedule, slots: [{ days: ['mon'], start: '06:00', end: '09:10' }] } }), ['slot-outside-day | campaigns[0].schedule.slots[0]']],
    ['slots that overlap', file({ ...CAMPAIGN, schedule: { ...CAMPAIGN.schedule, slots: [{ days: ['mon'], start: '09:00', end: '11:00' }, { days: ['sun', 'mon'], start: '10:00', end: '12:00' }] } }), ['slots-overlap | campaigns[0].schedule.slots[1] | campaigns[0].schedule.slots[0]']],
    ['no such weekday', file({ ...CAMPAIGN, schedule: { ...CAMPAIGN.schedule, slots: [{ days: ['monday'], start: '09:00', end: '11:00' }] } }), ['not-one-of | campaigns[0].schedule.slots[0].days[0] | monday | mon, tue, wed, thu, fri, sat, sun']],
    ['no such day', file({ ...CAMPAIGN, schedule: { ...CAMPAIGN.schedule, skipDays: ['2026-02-30'] } }), ['bad-day | campaigns[0].schedule.skipDays[0] | 2026-02-30']],
    ['days turned round', file({ ...CAMPAIGN, schedule: { ...CAMPAIGN.schedule, firstDay: '2026-05-02', lastDay: '2026-05-01' } }), ['days-reversed | campaigns[0].schedule.lastDay']],
    ['a profile that is none', file({ ...CAMPAIGN, source: { kind: 'list', name: 'L', profiles: ['linkedin.com/in/ana', 'linkedin.com/company/acme'] } }), ['bad-profile | campaigns[0].source.profiles[1] | linkedin.com/company/acme | not-a-person']],
    ['a filter with a wrong op', file({ ...CAMPAIGN, source: { kind: 'segment', name: 'S', filter: { all: [{ field: 'company', op: 'like', value: 'x' }] } } }), ['not-one-of | campaigns[0].source.filter.all[0].op | like | is, isNot, contains, before, after, empty']],
    ['a filter with an unknown key', file({ ...CAMPAIGN, source: { kind: 'segment', name: 'S', filter: { all: [{ field: 'company', operator: 'is', value: 'x' }] } } }), [/^unknown-key \| campaigns\[0\]\.source\.filter\.all\[0\] \| operator/, 'missing-key | campaigns[0].source.filter.all[0].op']],
    ['a filter with both', file({ ...CAMPAIGN, source: { kind: 'segment', name: 'S', filter: { all: [], any: [] } } }), ['unknown-key | campaigns[0].source.filter | any']],
    ['a filter that asks no day', file({ ...CAMPAIGN, source: { kind: 'segment', name: 'S', filter: { any: [{ field: 'connectedOn', op: 'before', value: 'May' }] } } }), ['bad-filter | campaigns[0].source.filter.any[0].value | bad-day | May']],
    ['a segment without filter', file({ ...CAMPAIGN, source: { kind: 'segment', name: 'S' } }), ['missing-key | campaigns[0].source.filter']],
    ['two campaigns, the second wrong', file(CAMPAIGN, { ...CAMPAIGN, program: 4 }), ['wrong-type | campaigns[1].program | string | 4']],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))));
  });
});

/* ---- the round trip ----------------------------------------------------------------------------------------- */

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) => text.trim()).filter((text) => text !== '');
const bodies = fc.tuple(fc.constantFrom('Hi {{firstName}}, ', '{{#company}}At {{company}}{{/company}} ', 'About {{Topic}}: '), word.filter((text) => !/[{}]/.test(text))).map(([start, end]) => `${start}${end}`);
const conditions: fc.Arbitrary<FilterPart> = fc.oneof(
  fc.record({ field: fc.constantFrom('company' as const, 'position' as const, 'tag' as const, 'custom:Topic' as const), op: fc.constantFrom('is' as const, 'isNot' as const, 'contains' as const), value: word }),
  fc.record({ field: fc.constant('connectedOn' as const), op: fc.constantFrom('before' as const, 'after' as const), value: fc.constantFrom('2024-01-31', '2025-12-01') }),
  fc.record({ field: fc.constant('engagement' as const), op: fc.constant('is' as const), value: fc.constantFrom(...ENGAGEMENTS) }),
  fc.record({ field: fc.constant('talkedBefore' as const), op: fc.constant('is' as const), value: fc.constantFrom('yes', 'no') }),
  fc.record({ field: fc.constant('language' as const), op: fc.constant('empty' as const) }),
);
const filters: fc.Arbitrary<SegmentFilter> = fc.oneof(
  fc.record({ all: fc.array(conditions, { minLength: 1, maxLength: 3 }) }),
  fc.record({ any: fc.array(fc.oneof(conditions, fc.record({ all: fc.array(conditions, { minLength: 1, maxLength: 2 }) })), { minLength: 1, maxLength: 3 }) }),
);
const messages = fc.oneof(
  fc.record({ body: bodies, delayDays: fc.integer({ min: 3, max: 60 }), missing: fc.constant('hold' as const), variants: fc.dictionary(fc.constantFrom('fr', 'de', 'pt-BR'), bodies, { maxKeys: 2 }) }, { requiredKeys: ['body', 'delayDays', 'missing'] }),
  fc.record({ body: bodies, delayDays: fc.integer({ min: 3, max: 60 }), missing: fc.constant('alternative' as const), alternative: bodies }),
  fc.record({ body: bodies, delayDays: fc.integer({ min: 3, max: 60 }), missing: fc.constant('fallback' as const), fallbacks: fc.constantFrom<Record<string, string>>({ firstName: 'there' }, { Topic: 'it', company: 'your team' }) }),
);
const campaigns: fc.Arbitrary<FileCampaign> = fc.record(
  {
    name: word,
    program: word,
    description: fc.string({ unit: 'grapheme' }),
    source: fc.oneof(
      fc.constant({ kind: 'all' as const }),
      fc.record({ kind: fc.constant('recent' as const), days: fc.integer({ min: 1, max: 900 }) }),
      fc.record({ kind: fc.constant('segment' as const), name: word, filter: filters }),
      fc.record({ kind: fc.constant('list' as const), name: word, profiles: fc.array(fc.constantFrom('https://www.linkedin.com/in/ana-example/', 'https://www.linkedin.com/in/ben-sample/')) }),
    ),
    messages: fc.array(messages, { minLength: 1, maxLength: 12 }).map((list) => list.map((message, index) => (index === 0 ? { ...message, delayDays: 0 } : message))),
    schedule: fc.record(
      {
        timeZone: fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kolkata'),
        slots: fc.uniqueArray(fc.integer({ min: 7, max: 20 }), { minLength: 1, maxLength: 4 }).chain((hours) =>
          fc.subarray([...WEEKDAYS], { minLength: 1 }).map((days) => hours.map((hour) => ({ days, start: `${String(hour).padStart(2, '0')}:05`, end: `${String(hour).padStart(2, '0')}:50` }))),
        ),
        cohortSize: fc.integer({ min: 1, max: 25 }),
        firstDay: fc.constant('2026-01-05'),
        lastDay: fc.constant('2026-12-31'),
        skipDays: fc.subarray(['2026-05-01', '2026-12-25'], { minLength: 1 }),
      },
      { requiredKeys: ['timeZone', 'slots', 'cohortSize'] },
    ),
    approval: fc.boolean(),
  },
  { requiredKeys: ['name', 'program', 'source', 'messages', 'schedule', 'approval'] },
);

test('a campaign file written and read is the same', () => {
  fc.assert(
    fc.property(fc.array(campaigns, { minLength: 1, maxLength: 3 }), (list) => {
      const written: CampaignFile = { campaigns: list };
      expect(readCampaignFile(writeCampaignFile(written), ['Topic'])).toEqual({ kind: 'file', file: written });
    }),
    { numRuns: 200 },
  );
});

test('a campaign stored from a file goes into the same file again', () => {
  fc.assert(
    fc.property(campaigns, (campaign) => {
      let ids = 0;
      const newId = (): string => `id${(ids += 1)}`;
      const stored: Campaign = {
        id: 'c', name: campaign.name, program: campaign.program, description: campaign.description ?? '', messages: storedMessages(campaign, newId), schedule: storedSchedule(campaign, newId),
        approval: campaign.approval, state: 'draft', version: 1, seed: 's', createdAt: 0, updatedAt: 0, slotsFrom: 0,
      };
      const { source } = campaign;
      const base = { id: 's', name: 'name' in source ? source.name : '', createdAt: 0 };
      const storedSource: Source = source.kind === 'list' ? { ...base, kind: 'list' } : { ...base, ...source };
      const { description, ...rest } = campaign;
      const again = toFileCampaign(stored, storedSource, source.kind === 'list' ? source.profiles : []);
      const withoutEmpty = rest.messages.map((message) => (message.missing === 'hold' && Object.keys(message.variants ?? {}).length === 0 ? { body: message.body, delayDays: message.delayDays, missing: message.missing } : message));
      expect(again).toEqual({ ...rest, messages: withoutEmpty, ...(description !== undefined && description !== '' && { description }) });
    }),
    { numRuns: 200 },
  );
});
