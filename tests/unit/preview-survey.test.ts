import { expect, test } from 'vitest';
import type { Message } from '../../lib/domain/campaign.ts';
import type { Contact } from '../../lib/domain/contact.ts';
import { byLength, steppingOrder, Survey, type PreviewSurvey } from '../../lib/engine/preview-survey.ts';
import { contact } from './desk-world.ts';

const message = (patch: Partial<Message>): Message => ({ id: 'm1', body: 'Hi {{firstName}} of {{company}}', delayDays: 0, variants: {}, missing: 'hold', fallbacks: {}, ...patch });
const ana = contact('ana');
const ben = contact('ben', { firstName: 'Ben', company: '' });
const clo = contact('clo', { firstName: 'Clo', company: '', language: { code: 'fr', by: 'hand' } });
const max = contact('max', { firstName: 'Maximiliane', company: 'A company with a very long name' });
const people = [ana, ben, clo, max];

function surveyed(messages: readonly Message[], contacts: readonly Contact[]): PreviewSurvey {
  const survey = new Survey(messages, 'Sam');
  for (const one of contacts) survey.look(one);
  return survey.result();
}

test('names who lacks what, and what the message then does', () => {
  const missing = (patch: Partial<Message>) => surveyed([message(patch)], people).gaps;
  expect(missing({})).toEqual([{ variable: 'company', people: 2, outcome: 'hold' }]);
  expect(missing({ missing: 'alternative', alternative: 'Hi {{firstName}}' })).toEqual([{ variable: 'company', people: 2, outcome: 'alternative' }]);
  expect(missing({ missing: 'fallback', fallbacks: { company: 'your team' } })).toEqual([{ variable: 'company', people: 2, outcome: 'fallback' }]);
  expect(missing({ missing: 'alternative', alternative: 'Hi, {{company}}' })).toEqual([{ variable: 'company', people: 2, outcome: 'hold' }]);
});

test('a person with a gap in several messages counts once for each thing that happens', () => {
  const messages = [message({}), message({ id: 'm2' }), message({ id: 'm3', missing: 'fallback', fallbacks: { company: 'you' } })];
  const { gaps, groups } = surveyed(messages, people);
  expect(gaps).toEqual([{ variable: 'company', people: 2, outcome: 'hold' }, { variable: 'company', people: 2, outcome: 'fallback' }]);
  expect(groups).toEqual([{ kind: 'gap', variable: 'company', who: [1, 2] }]);
});

test('counts every person of the source, in whatever pieces they are looked at', () => {
  const many = Array.from({ length: 340 }, (_, n) => contact(`p${n}`, { company: n % 30 === 0 ? '' : 'Acme' }));
  const survey = new Survey([message({ missing: 'alternative', alternative: 'Hi {{firstName}}' })], 'Sam');
  for (const [n, one] of many.entries()) {
    survey.look(one);
    if (n === 100) expect(survey.result()).toMatchObject({ looked: 101, gaps: [{ people: 4 }] });
  }
  expect(survey.result()).toMatchObject({ looked: 340, gaps: [{ variable: 'company', people: 12, outcome: 'alternative' }] });
});

test('groups those worth a look: gaps, texts that cannot be sent, languages; and leads to everybody, these first', () => {
  const long = contact('long', { company: 'x'.repeat(8_000) });
  const survey = surveyed([message({ variants: { fr: 'Bonjour {{firstName}}' } })], [...people, long]);
  expect(survey.groups).toEqual([
    { kind: 'gap', variable: 'company', who: [1] }, { kind: 'unsendable', why: 'too-long', who: [4] }, { kind: 'language', language: 'fr', who: [2] },
  ]);
  const { order, reasons } = steppingOrder(survey);
  expect(order).toEqual([1, 4, 2, 3, 0]);
  expect([...reasons]).toEqual([
    [1, [{ kind: 'gap', variable: 'company' }]], [4, [{ kind: 'unsendable', why: 'too-long' }]], [2, [{ kind: 'language', language: 'fr' }]], [3, [{ kind: 'longest' }]],
  ]);
});

test('orders everyone by the length of their text', () => {
  expect(byLength(surveyed([message({ missing: 'alternative', alternative: '{{firstName}}' })], people))).toEqual([3, 0, 1, 2]);
});

test('one person alone is not the longest of anything, and nobody is no error', () => {
  expect(surveyed([message({})], [ana])).toEqual({ looked: 1, gaps: [], groups: [], longest: undefined, lengths: [14] });
  expect(surveyed([message({})], [])).toEqual({ looked: 0, gaps: [], groups: [], longest: undefined, lengths: [] });
});
