import { expect, it } from 'vitest';
import { problemText } from '@/components/nurtures/campaign-files';
import { readCampaignFile } from '@/lib/contacts/campaign-file';
import { applyLanguage } from '@/lib/i18n/index';

const MESSAGE = { body: 'Hi {{firstName}}' };
const SLOT = { days: ['mon'], start: '09:00', end: '11:00' };
const SCHEDULE = { timeZone: 'UTC', slots: [SLOT] };
const CAMPAIGN = { name: 'A', program: 'B', source: { kind: 'all' }, messages: [MESSAGE], schedule: SCHEDULE };

function sentences(campaign: object): string[] {
  const read = readCampaignFile(JSON.stringify({ format: 'nurtures.campaign', version: 1, campaigns: [campaign] }), []);
  return read.kind === 'refused' ? read.problems.map(problemText) : [];
}

const filter = (...parts: object[]) => ({ ...CAMPAIGN, source: { kind: 'segment', name: 'S', filter: { all: parts } } });
const schedule = (patch: object) => ({ ...CAMPAIGN, schedule: { ...SCHEDULE, ...patch } });
const message = (patch: object) => ({ ...CAMPAIGN, messages: [MESSAGE, { ...MESSAGE, ...patch }] });
const CASES: readonly (readonly [string, object, string])[] = [
  ['no program', { ...CAMPAIGN, program: undefined }, 'campaigns[0].program'],
  ['a number for a name', { ...CAMPAIGN, name: 4 }, 'campaigns[0].name'],
  ['a word for a switch', { ...CAMPAIGN, approval: 'yes' }, 'campaigns[0].approval'],
  ['a text for the messages', { ...CAMPAIGN, messages: 'Hi' }, 'campaigns[0].messages'],
  ['a list for the schedule', { ...CAMPAIGN, schedule: [] }, 'campaigns[0].schedule'],
  ['half a day', message({ delayDays: 3.5 }), 'campaigns[0].messages[1].delayDays'],
  ['a delay of a day', message({ delayDays: 1 }), 'campaigns[0].messages[1].delayDays'],
  ['an unknown key', message({ bodi: 'x' }), 'campaigns[0].messages[1]'],
  ['an unknown kind', { ...CAMPAIGN, source: { kind: 'everyone' } }, 'campaigns[0].source'],
  ['an unknown variable', message({ body: 'Hi {{frstName}}' }), 'campaigns[0].messages[1].body'],
  ['an open section', message({ body: '{{#company}}x' }), 'campaigns[0].messages[1].body'],
  ['a wrong variant', message({ variants: { fr: 'Bonjour {{' } }), 'campaigns[0].messages[1].variants.fr'],
  ['no language', message({ variants: { French: 'Bonjour' } }), 'campaigns[0].messages[1].variants.French'],
  ['no alternative', message({ missing: 'alternative' }), 'campaigns[0].messages[1]'],
  ['a fallback of signs', message({ missing: 'fallback', fallbacks: { firstName: '...' } }), 'campaigns[0].messages[1].fallbacks.firstName'],
  ['no such time', schedule({ slots: [{ ...SLOT, start: '25:00' }] }), 'campaigns[0].schedule.slots[0].start'],
  ['a short slot', schedule({ slots: [{ ...SLOT, end: '09:05' }] }), 'campaigns[0].schedule.slots[0]'],
  ['a slot at night', schedule({ slots: [{ ...SLOT, start: '05:00' }] }), 'campaigns[0].schedule.slots[0]'],
  ['slots that overlap', schedule({ slots: [SLOT, SLOT] }), 'campaigns[0].schedule.slots[1]'],
  ['no such zone', schedule({ timeZone: 'Mars/Base' }), 'campaigns[0].schedule.timeZone'],
  ['a cohort of 30', schedule({ cohortSize: 30 }), 'campaigns[0].schedule.cohortSize'],
  ['no such day', schedule({ skipDays: ['2026-02-30'] }), 'campaigns[0].schedule.skipDays[0]'],
  ['days turned round', schedule({ firstDay: '2026-05-02', lastDay: '2026-05-01' }), 'campaigns[0].schedule.lastDay'],
  ['a page that is no person', { ...CAMPAIGN, source: { kind: 'list', name: 'L', profiles: ['linkedin.com/company/acme'] } }, 'campaigns[0].source.profiles[0]'],
  ['an empty group', filter({ any: [] }), 'campaigns[0].source.filter.all[0].any'],
  ['no day', filter({ field: 'connectedOn', op: 'after', value: 'May' }), 'campaigns[0].source.filter.all[0].value'],
  ['neither yes nor no', filter({ field: 'talkedBefore', op: 'is', value: 'maybe' }), 'campaigns[0].source.filter.all[0].value'],
  ['no level', filter({ field: 'engagement', op: 'is', value: 'warm' }), 'campaigns[0].source.filter.all[0].value'],
  ['an op of another field', filter({ field: 'company', op: 'before', value: 'x' }), 'campaigns[0].source.filter.all[0].op'],
  ['no value', filter({ field: 'company', op: 'is' }), 'campaigns[0].source.filter.all[0].value'],
];

it.each(CASES)('%s: one sentence names the path, another what to do, in both languages, without codes', async (_, campaign, path) => {
  for (const language of ['en', 'fr'] as const) {
    await applyLanguage(language, []);
    const [text = '', ...more] = sentences(campaign);
    expect(more).toEqual([]);
    expect(text).toContain(path);
    expect(text).not.toMatch(/\{\w+\}(?!\})|undefined|(?:unknown|empty|bad|value|op|no|unclosed)-[a-z]/);
  }
  await applyLanguage('en', []);
});

it('one reading names everything that is wrong, in shape and in meaning', async () => {
  await applyLanguage('en', []);
  expect(sentences({ ...CAMPAIGN, program: undefined, nam: 'x', approval: 'yes', messages: [{ body: 'Hi {{frstName}}' }], schedule: { timeZone: 'UTC', slots: [{ ...SLOT, start: '25:00' }] } })).toEqual([
    'campaigns[0].program is missing. Add it.',
    'campaigns[0].approval should be true or false, not “yes”. Change it.',
    'campaigns[0]: “nam” is not known here. Did you mean “name”?',
    'campaigns[0].messages[0].body: The variable frstName is not known. Did you mean firstName?',
    'campaigns[0].schedule.slots[0].start: “25:00” is not a time. Write it as 09:30.',
  ]);
});
