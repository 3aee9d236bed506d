import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPastedUrls } from '@/lib/contacts/pasted-urls';
import { parseProfile, profileUrl } from '@/lib/contacts/profile-url';
import { personKeyText } from '@/lib/domain/person-key';

const ID = 'ACoAAAbcdefghijklmnopqrstuvwxyz01234567';
const told = (text: string, bare: 'slug' | 'refuse' = 'refuse'): string => {
  const parsed = parseProfile(text, bare);
  return parsed.kind === 'person' ? personKeyText(parsed.key) : parsed.reason;
};

test.each([
  'https://www.linkedin.com/in/ana-example',
  'https://www.linkedin.com/in/ana-example/',
  'http://linkedin.com/in/Ana-Example?originalSubdomain=fr',
  'linkedin.com/in/ana-example#about',
  'www.linkedin.com/in/ana-example/fr',
  '//www.linkedin.com/in/ana-example',
  'https://uk.linkedin.com/in/ana-example/en-us/',
  'https://m.linkedin.com/in/ana-example',
  'https://www.linkedin.com/mwlite/in/ana-example',
  'https://www.linkedin.com/in/ana-example/overlay/contact-info/',
  'https://www.linkedin.com/in/ana-example/recent-activity/all/',
  'https://www.linkedin.com:443/in/ana-example',
  'https://www.linkedin.com//in//ana-example',
  '<https://www.linkedin.com/in/ana-example>',
  '"https://www.linkedin.com/in/ana-example",',
  '(https://www.linkedin.com/in/ana-example).',
  '[Ana](https://www.linkedin.com/in/ana-example)',
  '=HYPERLINK("https://www.linkedin.com/in/ana-example";"Ana")',
  ' \u200Bhttps://www.linkedin.com/in/ana-example\u00A0',
  'in/ana-example',
  '/in/ana-example/',
  'Ana, see https://www.linkedin.com/in/ana-example for more',
  'https://www.linkedin.com/in/%61na-example',
  'https://www.linkedin.com/in/%2561na-example',
])('%s is slug ana-example', (text) => {
  expect(told(text)).toBe('slug:ana-example');
});

test.each([
  [ID, `id:${ID}`],
  [`https://www.linkedin.com/in/${ID}`, `id:${ID}`],
  [`urn:li:fsd_profile:${ID}`, `id:${ID}`],
  [`urn%3Ali%3Afsd_profile%3A${ID}`, `id:${ID}`],
  [`urn:li:fs_miniProfile:${ID}`, `id:${ID}`],
  [`https://www.linkedin.com/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A${ID}&recipient=${ID}`, `id:${ID}`],
  [`https://www.linkedin.com/profile/view?id=${ID}`, `id:${ID}`],
  ['https://www.linkedin.com/profile/view?id=12345', 'numeric-id'],
  ['urn:li:member:12345', 'numeric-id'],
  ['https://www.linkedin.com/in/%D0%B2%D0%B5%D1%80%D0%B0', 'slug:вера'],
  ['https://www.linkedin.com/in/вера/', 'slug:вера'],
  ['https://www.linkedin.com/in/zoe%CC%81', 'slug:zoé'],
  ['https://www.linkedin.com/in/ana%F0%9F%9A%80', 'slug:ana🚀'],
  ['https://www.linkedin.com/in/zo%E9', 'broken-encoding'],
  ['https://www.linkedin.com/in/', 'no-profile'],
  ['https://www.linkedin.com/in/me/', 'own-profile-shortcut'],
  ['https://www.linkedin.com/in/a%2Fb', 'not-a-profile'],
  ['https://www.linkedin.com/', 'not-a-profile'],
  ['https://www.linkedin.com/company/acme', 'not-a-person'],
  ['https://www.linkedin.com/school/acme', 'not-a-person'],
  ['urn:li:fsd_company:1', 'not-a-person'],
  ['https://www.linkedin.com/pub/ana-example/1/2b3/4c5', 'old-public-link'],
  ['https://www.linkedin.com/sales/lead/ACwAAAbcdefghijklmnopqrstuvwxyz01234567,NAME', 'sales-navigator-link'],
  ['https://www.linkedin.com/talent/profile/AEMAAA', 'sales-navigator-link'],
  ['https://lnkd.in/abc', 'short-link'],
  ['https://linkedin.com.evil.test/in/ana', 'not-linkedin'],
  ['https://notlinkedin.com/in/ana', 'not-linkedin'],
  ['https://www.linkedin.com@evil.test/in/ana', 'not-linkedin'],
  ['https://evil.test/?u=https://www.linkedin.com/in/ana', 'not-linkedin'],
  ['', 'no-profile'],
  ['N/A', 'no-profile'],
  ['ana-example', 'not-a-profile'],
  ['12345678', 'numeric-id'],
  ['javascript:alert(1)', 'not-a-profile'],
])('%s is %s', (text, expected) => {
  expect(told(text)).toBe(expected);
});

test('a bare word is a slug only where slugs are expected', () => {
  expect(told('ana-example-1a2b3c', 'slug')).toBe('slug:ana-example-1a2b3c');
  expect(told('@ana-example', 'slug')).toBe('slug:ana-example');
  expect(told('Ana Example', 'slug')).toBe('not-a-profile');
  expect(told('none', 'slug')).toBe('no-profile');
});

test('the address written of a key leads to the same key', () => {
  fc.assert(
    fc.property(fc.oneof(fc.stringMatching(/^[a-z0-9-]{3,30}$/), fc.stringMatching(/^[а-яéü🚀%a-z]{3,12}$/u)), (slug) => {
      const first = parseProfile(`https://www.linkedin.com/in/${encodeURIComponent(slug)}`, 'refuse');
      if (first.kind === 'refused') return;
      expect(parseProfile(profileUrl(first.key), 'refuse')).toEqual(first);
    }),
  );
});

test('parsing is total', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('https://www.linkedin.com/in/', '', 'in/', '%', 'urn:li:'), (text, start) => {
    expect(['person', 'refused']).toContain(parseProfile(`${start}${text}`, 'slug').kind);
  }));
});

describe('pasted addresses', () => {
  test('are found among other words, each person once, each odd line named', () => {
    const read = readPastedUrls(`Ana: https://www.linkedin.com/in/ana-example/, met in May\r\n\nhttps://linkedin.com/in/ben-sample;https://fr.linkedin.com/in/cy-third?x=1 <in/di-fourth>\nhello there\nlinkedin.com/company/acme\nlinkedin.com/in/ANA-example`);
    expect(read.people.map((person) => [person.row, personKeyText(person.key)])).toEqual([
      [1, 'slug:ana-example'],
      [3, 'slug:ben-sample'],
      [3, 'slug:cy-third'],
      [3, 'slug:di-fourth'],
    ]);
    expect(read.issues.map((issue) => [issue.row, issue.reason])).toEqual([
      [4, 'not-a-profile'],
      [5, 'not-a-person'],
      [6, 'duplicate-in-file'],
    ]);
  });
});
