import { expect, test } from 'vitest';
import { checkPattern, companyKey, doNotContactCheck, type DoNotContactSubject } from '@/lib/domain/do-not-contact';
import { guessLanguage } from '@/lib/domain/language-guess';

const ANA: DoNotContactSubject = { firstName: 'Ana', lastName: 'Exámple', company: 'Rival, Inc.', position: 'Technical Recruiter', email: 'ana@rival.test', keys: [{ kind: 'slug', value: 'ana-new' }, { kind: 'slug', value: 'ana-old' }] };

test('a person is met by any key, old slugs too, before company and pattern', () => {
  const check = doNotContactCheck([
    { id: 'c', kind: 'company', name: 'RIVAL' },
    { id: 'p', kind: 'person', keys: [{ kind: 'id', value: 'ACoX' }, { kind: 'slug', value: 'ANA-old' }] },
  ]);
  expect(check(ANA)).toEqual({ entryId: 'p', kind: 'person', where: 'person' });
  expect(check({ ...ANA, keys: [] })).toEqual({ entryId: 'c', kind: 'company', where: 'company' });
  expect(check({ ...ANA, keys: [], company: 'Rivalry Ltd' })).toBeUndefined();
});

test.each([
  ['Acme', 'acme'],
  ['ACME, Inc.', 'acme'],
  ['Acme S.A.', 'acme'],
  ['Acme GmbH & Co. KG', 'acme gmbh and'],
  ['Société Générale SA', 'societe generale'],
  ['AT&T', 'at and t'],
  ['Limited', 'limited'],
  ['', ''],
])('company %s is compared as %s', (name, key) => {
  expect(companyKey(name)).toBe(key);
});

test.each<[string, string | undefined]>([
  ['*@rival.test', 'email'],
  ['*recruit*', 'position'],
  ['ana example', 'name'],
  ['ana ex?mple', 'name'],
  ['rival*', 'company'],
  ['recruit', undefined],
  ['*.test', 'email'],
  ['a+a@rival.test', undefined],
  ['(', undefined],
  ['*', undefined],
])('pattern %s meets %s', (pattern, where) => {
  expect(doNotContactCheck([{ id: 'x', kind: 'pattern', pattern }])(ANA)?.where).toBe(where);
});

test('an empty company stops nobody without a company, and a pattern for everyone is refused', () => {
  expect(doNotContactCheck([{ id: 'c', kind: 'company', name: ' ' }])({ ...ANA, company: '' })).toBeUndefined();
  expect(checkPattern(' ')).toBe('empty-pattern');
  expect(checkPattern('**?')).toBe('matches-everyone');
  expect(checkPattern('*x*')).toBeUndefined();
});

test.each([
  [{ firstName: 'さくら', lastName: '', position: '' }, 'ja'],
  [{ firstName: '민준', lastName: '김', position: '' }, 'ko'],
  [{ firstName: 'Νίκος', lastName: '', position: '' }, 'el'],
  [{ firstName: 'Luc', lastName: 'M', position: 'Directeur des ventes' }, 'fr'],
  [{ firstName: 'Luc', lastName: 'M', position: 'Directeur' }, undefined],
  [{ firstName: 'Jan', lastName: 'M', position: 'Leiter Vertrieb' }, 'de'],
  [{ firstName: 'Jan', lastName: 'M', position: 'Head of Sales' }, undefined],
  [{ firstName: 'François', lastName: 'Dupont', position: 'Marketing Manager' }, undefined],
  [{ firstName: 'Иван', lastName: '', position: '' }, undefined],
  [{ firstName: '', lastName: '', position: '' }, undefined],
])('the language of %j is guessed as %s', (contact, code) => {
  expect(guessLanguage(contact)).toEqual(code === undefined ? undefined : { code, by: 'guess' });
});
