import { expect, test } from 'vitest';
import type { Message } from '../../lib/domain/campaign.ts';
import { surveyTexts } from '../../lib/engine/preview-survey.ts';
import { contact } from './desk-world.ts';

const message = (patch: Partial<Message>): Message => ({ id: 'm1', body: 'Hi {{firstName}} of {{company}}', delayDays: 0, variants: {}, missing: 'hold', fallbacks: {}, ...patch });
const ana = contact('ana');
const ben = contact('ben', { firstName: 'Ben', company: '' });
const clo = contact('clo', { firstName: 'Clo', company: '', language: { code: 'fr', by: 'hand' } });
const max = contact('max', { firstName: 'Maximiliane', company: 'A company with a very long name' });
const people = [ana, ben, clo, max];

test('names who lacks what, and what the message then does', () => {
  const missing = (patch: Partial<Message>) => surveyTexts([message(patch)], people, 'Sam').gaps;
  expect(missing({})).toEqual([{ variable: 'company', people: 2, outcome: 'hold' }]);
  expect(missing({ missing: 'alternative', alternative: 'Hi {{firstName}}' })).toEqual([{ variable: 'company', people: 2, outcome: 'alternative' }]);
  expect(missing({ missing: 'fallback', fallbacks: { company: 'your team' } })).toEqual([{ variable: 'company', people: 2, outcome: 'fallback' }]);
  expect(missing({ missing: 'alternative', alternative: 'Hi, {{company}}' })).toEqual([{ variable: 'company', people: 2, outcome: 'hold' }]);
});

test('a person with a gap in several messages counts once for each thing that happens', () => {
  const messages = [message({}), message({ id: 'm2' }), message({ id: 'm3', missing: 'fallback', fallbacks: { company: 'you' } })];
  expect(surveyTexts(messages, people, 'Sam').gaps).toEqual([{ variable: 'company', people: 2, outcome: 'hold' }, { variable: 'company', people: 2, outcome: 'fallback' }]);
});

test('picks the longest text, the first with each gap and the first of each language, in the order of the source', () => {
  const survey = surveyTexts([message({ variants: { fr: 'Bonjour {{firstName}}' } })], people, 'Sam');
  expect(survey.picks.map(({ contact: { id }, reasons }) => [id, reasons])).toEqual([
    ['ben', [{ kind: 'gap', variable: 'company' }]], ['clo', [{ kind: 'language', language: 'fr' }]], ['max', [{ kind: 'longest' }]],
  ]);
  expect(survey.looked).toBe(4);
});

test('one person alone is not the longest of anything, and nobody is no error', () => {
  expect(surveyTexts([message({})], [ana], 'Sam')).toEqual({ looked: 1, gaps: [], picks: [] });
  expect(surveyTexts([message({})], [], 'Sam')).toEqual({ looked: 0, gaps: [], picks: [] });
});
