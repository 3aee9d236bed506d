import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanName } from '@/lib/domain/names';

const usable = (raw: string, part: 'first' | 'last'): string => {
  const cleaned = cleanName(raw, part);
  return cleaned.kind === 'usable' ? cleaned.value : `(${cleaned.why})`;
};

describe('a first name cleaned for greeting', () => {
  test.each([
    ['Ana', 'Ana'],
    ['  Ana  ', 'Ana'],
    ['ANA', 'Ana'],
    ['ana', 'Ana'],
    ['aNA', 'Ana'],
    ['JOHN, MBA 🚀', 'John'],
    ['🚀 Ana 🚀', 'Ana'],
    ['Ana👩‍💻', 'Ana'],
    ['Ana ★★★', 'Ana'],
    ['Ana 🇫🇷', 'Ana'],
    ['Ana ✔️', 'Ana'],
    ['Dr. Ana', 'Ana'],
    ['Prof. Dr. Ana', 'Ana'],
    ['Dr.Ana', 'Ana'],
    ['Mr John', 'John'],
    ['Dipl.-Ing. Jürgen', 'Jürgen'],
    ['Dott.ssa Chiara', 'Chiara'],
    ['Mme Zoé', 'Zoé'],
    ['Robert (Bob)', 'Robert'],
    ['(Bob)', 'Bob'],
    ['Robert "Bob"', 'Robert'],
    ['Ana (she/her)', 'Ana'],
    ['Ana she/her', 'Ana'],
    ['Ana | Growth for SaaS', 'Ana'],
    ['Ana - I help founders', 'Ana'],
    ['Ana PhD', 'Ana'],
    ['Ana, Ph.D., CFA', 'Ana'],
    ['Ana ana@example.test', 'Ana'],
    ['Ana +33 6 12 34 56 78', 'Ana'],
    ['\u3164', '(empty)'],
    ['Ana\u2800\u3164', 'Ana'],
    ['\u2066Ana\u2069', 'Ana'],
    ['J. Robert', 'Robert'],
    ['Robert J.', 'Robert'],
    ['J.', '(initials-only)'],
    ['J', '(initials-only)'],
    ['J.R.', '(initials-only)'],
    ['J.-P.', '(initials-only)'],
    ['JP', '(initials-only)'],
    ['AJ', '(initials-only)'],
    ['AL', 'Al'],
    ['Jo', 'Jo'],
    ['JEAN-PIERRE', 'Jean-Pierre'],
    ['jean-pierre', 'Jean-Pierre'],
    ['ANNE MARIE', 'Anne Marie'],
    ['MARIA DE LOS ANGELES', 'Maria de los Angeles'],
    ['DeShawn', 'DeShawn'],
    ['McKenzie', 'McKenzie'],
    ["D'ANGELO", "D'Angelo"],
    ['D’ANGELO', 'D’Angelo'],
    ['MACKENZIE', 'Mackenzie'],
    ['İBRAHİM', 'İbrahim'],
    ['IJSBRAND', 'IJsbrand'],
    ['ΝΙΚΟΣ', 'Νικος'],
    ['ИВАН', 'Иван'],
    ['伟', '伟'],
    ['さくら', 'さくら'],
    ['محمد', 'محمد'],
    ['नरेन्द्र', 'नरेन्द्र'],
    ['ක්‍රිස්', 'ක්‍රිස්'],
    ['علی‌رضا', 'علی‌رضا'],
    ['Zoe\u0308', 'Zoë'],
    ['𝓐𝓷𝓪', 'Ana'],
    ['Ａｎａ', 'Ana'],
    ['Ana 2', 'Ana'],
    ['', '(empty)'],
    ['   ', '(empty)'],
    ['🚀', '(no-letters)'],
    ['42', '(no-letters)'],
    ['.', '(no-letters)'],
    ['Dr.', '(honorific-only)'],
    ['LinkedIn Member', '(placeholder)'],
    ['null', '(placeholder)'],
    ['I help ambitious founders grow their business', '(not-a-name)'],
  ])('%j gives %j', (raw, expected) => {
    expect(usable(raw, 'first')).toBe(expected);
  });
});

describe('a last name cleaned', () => {
  test.each([
    ['Example, PhD', 'Example'],
    ['Example PMP', 'Example'],
    ["O'NEIL", "O'Neil"],
    ["o'neil", "O'Neil"],
    ['MCDONALD', 'McDonald'],
    ['mcdonald', 'McDonald'],
    ['MACDONALD', 'MacDonald'],
    ['MACRON', 'Macron'],
    ['VAN DER BERG', 'van der Berg'],
    ['van der Berg', 'van der Berg'],
    ['DE LA CRUZ', 'de la Cruz'],
    ['VAN', 'Van'],
    ['SMITH-JONES', 'Smith-Jones'],
    ['Smith Jr.', 'Smith'],
    ['Smith III', 'Smith'],
    ['NG', 'Ng'],
    ['Ma', 'Ma'],
    ['MA', 'Ma'],
    ['N.', '(initials-only)'],
    ['GROß', 'Groß'],
  ])('%j gives %j', (raw, expected) => {
    expect(usable(raw, 'last')).toBe(expected);
  });
});

test('every change is told with what was taken away', () => {
  expect(cleanName('Dr. JOHN (Johnny) 🚀, MBA', 'first')).toEqual({
    kind: 'usable',
    value: 'John',
    changes: [
      { what: 'emoji-removed', removed: '🚀' },
      { what: 'brackets-removed', removed: '(Johnny)' },
      { what: 'addition-removed', removed: ', MBA' },
      { what: 'honorific-removed', removed: 'Dr.' },
      { what: 'case-mended', removed: '' },
    ],
  });
});

test('a good name is not touched', () => {
  for (const name of ['Ana', 'Jean-Pierre', 'María José', "O'Neil", 'van der Berg', 'Đặng', 'Łukasz']) {
    expect(cleanName(name, 'first')).toEqual({ kind: 'usable', value: name, changes: [] });
  }
});

test('cleaning is total, and what it gives is a clean name for good', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Za-z .,'()"🚀-]{0,30}$/u)), fc.constantFrom('first' as const, 'last' as const), (raw, part) => {
      const cleaned = cleanName(raw, part);
      if (cleaned.kind === 'unusable') return;
      expect(cleaned.value).toMatch(/\p{L}/u);
      expect(cleaned.value).toBe(cleaned.value.trim().normalize('NFC'));
      expect(cleaned.value).not.toMatch(/\s\s|[\n{}()[\]]/);
    }),
    { numRuns: 500 },
  );
});

test('a plain word is cleaned as any other name is', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnoprstuvz'), minLength: 2, maxLength: 12 });
  const words = fc.oneof(letters.map((rest) => `M${rest}`), fc.constantFrom('Miss', 'Prof', 'Herr', 'Member', 'Test', 'Ana', 'Mcdonald', 'Macarthur', 'Jean', 'Iii', 'Phd', 'Mba', 'Von', 'Ijsbrand'));
  fc.assert(fc.property(words, fc.constantFrom('first' as const, 'last' as const), (word, part) => {
    const [fast, slow] = [cleanName(word, part), cleanName(` ${word}`, part)];
    expect({ ...fast, changes: [] }).toEqual({ ...slow, changes: [] });
  }), { numRuns: 2_000 });
});
