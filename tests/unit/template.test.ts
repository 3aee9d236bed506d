import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '@/lib/domain/fingerprint';
import {
  STANDARD_VARIABLES,
  chooseLanguage,
  customVariableName,
  lintBody,
  nearestName,
  parseTemplate,
  render,
  validateMessage,
  type MessageTemplate,
  type TemplateContact,
} from '@/lib/domain/template';
import type { Contact } from '@/lib/domain/contact';
import { foldText, normaliseText } from '@/lib/domain/text';

const ANA: TemplateContact = { firstName: 'ANA', lastName: 'EXAMPLE, MBA', company: 'Example Ltd', position: 'Engineer', custom: { hook: 'your talk' }, handEdited: [] };
const SENDER = { firstName: 'Sam' };
const message = (body: string, more: Partial<MessageTemplate> = {}): MessageTemplate => ({ body, variants: {}, missing: 'hold', fallbacks: {}, ...more });

function told(template: MessageTemplate, contact: TemplateContact = ANA): string {
  const rendered = render(template, contact, SENDER);
  return rendered.kind === 'text' ? rendered.text : `(${[rendered.why, ...rendered.missing].join(' ')})`;
}

describe('rendering', () => {
  test('fills every variable with cleaned names and escapes nothing', () => {
    expect(told(message('Hi {{firstName}} {{lastName}}, {{position}} at {{{company}}}: {{&hook}}. {{senderFirstName}}'))).toBe('Hi Ana Example, Engineer at Example Ltd: your talk. Sam');
    expect(told(message('{{company}}'), { ...ANA, company: `Smith & Sons "<Ltd>" 'x' /=\`` })).toBe(`Smith & Sons "<Ltd>" 'x' /=\``);
  });

  test.each(['\u3000', '\u2003 \u2009', '\u200B', '\u2800', '\u3164', '\uFFA0\u115F', '\u2060\u200D', '\n \n'])('a value nobody could see (%j) is missing, whatever it is made of', (blank) => {
    expect(told(message('Hi {{firstName}}'), { ...ANA, firstName: blank, greetingName: blank, handEdited: ['firstName'] })).toBe('(missing-variable firstName)');
    expect(told(message('Hi {{firstName}}'), { ...ANA, firstName: blank })).toBe('(missing-variable firstName)');
    expect(told(message('At {{company}}, {{hook}}.'), { ...ANA, company: blank, custom: { hook: blank } })).toBe('(missing-variable company hook)');
    expect(told(message('About{{#hook}} {{hook}}{{/hook}}.'), { ...ANA, custom: { hook: blank } })).toBe('About.');
    expect(told(message('Hi {{company}}.', { missing: 'fallback', fallbacks: { company: blank } }), { ...ANA, company: '' })).toBe('(missing-variable company)');
  });

  test('white space around and inside a value of a custom column is no more than single spaces', () => {
    expect(told(message('About {{hook}} and more'), { ...ANA, custom: { hook: '\u2003your\u3000\u00A0talk \u2003' } })).toBe('About your talk and more');
  });

  test('a name edited by hand stands as it is', () => {
    expect(told(message('{{firstName}}'), { ...ANA, firstName: 'DJ ANA', handEdited: ['firstName'] })).toBe('DJ ANA');
  });

  test('a greeting name typed by hand is the first name', () => {
    expect(told(message('Hi {{firstName}}'), { ...ANA, greetingName: 'Annie' })).toBe('Hi Annie');
    expect(told(message('Hi {{firstName}}'), { ...ANA, greetingName: ' ' })).toBe('Hi Ana');
  });

  test.each([
    ['firstName', { firstName: '' }],
    ['firstName', { firstName: 'J.' }],
    ['firstName', { firstName: '🚀' }],
    ['firstName', { firstName: '{{first_name}}' }],
    ['company', { company: '' }],
    ['company', { company: ' - ' }],
    ['company', { company: 'N/A' }],
    ['company', { company: '{{company}}' }],
    ['hook', { custom: {} }],
    ['hook', { custom: { hook: ' \n ' } }],
  ])('holds for %s when it is %j', (name, gap) => {
    expect(told(message(`Hi {{${name}}}, hello`), { ...ANA, ...gap })).toBe(`(missing-variable ${name})`);
  });

  test('a missing value takes the alternative body, and holds when that has gaps too', () => {
    const both = message('At {{company}}, {{firstName}}', { missing: 'alternative', alternative: 'Hello {{firstName}}' });
    expect(render(both, { ...ANA, company: '' }, SENDER)).toMatchObject({ kind: 'text', text: 'Hello Ana', used: { kind: 'alternative', missing: ['company'] } });
    expect(told(both, { ...ANA, company: '', firstName: '' })).toBe('(missing-variable company firstName)');
    expect(render(both, ANA, SENDER)).toMatchObject({ text: 'At Example Ltd, Ana', used: { kind: 'body' } });
  });

  test('a missing value takes its fallback word, and holds for the others', () => {
    const words = message('Hi {{firstName}} at {{company}}', { missing: 'fallback', fallbacks: { firstName: 'there' } });
    expect(render(words, { ...ANA, firstName: '' }, SENDER)).toMatchObject({ text: 'Hi there at Example Ltd', used: { kind: 'fallback', words: { firstName: 'there' } } });
    expect(told(words, { ...ANA, firstName: '', company: '' })).toBe('(missing-variable company)');
  });

  test.each([
    ['We met at {{#company}}{{company}}{{/company}} last week.', 'We met at last week.'],
    ['Hi {{#company}}{{company}}{{/company}}, hello', 'Hi, hello'],
    ['Thanks {{#company}}at {{company}} {{/company}}for this', 'Thanks for this'],
    ['Bonjour {{#company}}{{company}}{{/company}} !', 'Bonjour !'],
    ['Hi {{#company}}{{company}}{{/company}}!', 'Hi!'],
    ['One\n\n{{#company}}\nAbout {{company}}.\n{{/company}}\n\nTwo', 'One\n\nTwo'],
    ['One\n{{#company}}About {{company}}. {{/company}}Two', 'One\nTwo'],
    ['{{^company}}No firm{{/company}}{{#company}}{{company}}{{/company}}.', 'No firm.'],
    ['{{#company}}{{company}}{{/company}}, thanks', '(missing-variable company)'],
    ['{{#company}}{{company}}{{/company}}', '(empty-text)'],
    ['a {{! a remark }}b', 'a b'],
  ])('a section left out leaves no trace: %j', (body, expected) => {
    expect(told(message(body), { ...ANA, company: '' })).toBe(expected);
  });

  test('a custom value keeps its paragraphs', () => {
    expect(told(message('{{hook}}\n\nBye'), { ...ANA, custom: { hook: 'One.\r\n\r\nTwo  three.' } })).toBe('One.\n\nTwo three.\n\nBye');
  });

  test('values of names every object has are only what the contact holds', () => {
    expect(told(message('{{constructor}} {{toString}}'))).toBe('(missing-variable constructor toString)');
    expect(told(message('{{constructor}}'), { ...ANA, custom: { constructor: 'builder' } })).toBe('builder');
  });

  test('a custom column never takes the place of a standard variable', () => {
    expect(told(message('{{company}}'), { ...ANA, company: '', custom: { company: 'Other' } })).toBe('(missing-variable company)');
  });

  test('a text over the limit is held', () => {
    expect(told(message('x'.repeat(8_001)))).toBe('(too-long)');
    expect(told(message('x'.repeat(8_000)))).toHaveLength(8_000);
  });

  test('the fingerprint is that of the text, however the text comes back', () => {
    const rendered = render(message('Hi {{firstName}} \r\n\r\nBye\u00A0now '), ANA, SENDER);
    expect(rendered).toMatchObject({ kind: 'text', text: 'Hi Ana\n\nBye now', fingerprint: fingerprint('Hi Ana\r\n\r\nBye now\n') });
  });
});

describe('languages', () => {
  const variants = { fr: 'Bonjour', 'pt-BR': 'Olá' };
  test.each([
    [undefined, { kind: 'default', why: 'no-language' }],
    ['fr', { kind: 'variant', language: 'fr', by: 'guess' }],
    ['fr-CA', { kind: 'variant', language: 'fr', by: 'guess' }],
    ['pt', { kind: 'variant', language: 'pt-BR', by: 'guess' }],
    ['pt_br', { kind: 'variant', language: 'pt-BR', by: 'guess' }],
    ['de', { kind: 'default', why: 'no-variant' }],
  ])('%s', (code, expected) => {
    expect(chooseLanguage(variants, code === undefined ? undefined : { code, by: 'guess' })).toEqual(expected);
  });
  test('the chosen variant is rendered', () => {
    expect(told(message('Hello', { variants: { fr: 'Bonjour {{firstName}}' } }), { ...ANA, language: { code: 'fr', by: 'hand' } })).toBe('Bonjour Ana');
  });
});

describe('refusing', () => {
  const known = [...STANDARD_VARIABLES, 'Favourite topic'];
  const errors = (body: string): unknown => {
    const parsed = parseTemplate(body, known);
    return parsed.kind === 'refused' ? parsed.errors : [];
  };
  test.each([
    ['Hi {{firstname}}', [{ code: 'unknown-variable', name: 'firstname', nearest: 'firstName', at: 3 }]],
    ['Hi {{first_name}}', [{ code: 'unknown-variable', name: 'first_name', nearest: 'firstName', at: 3 }]],
    ['{{jobTitle}}', [{ code: 'unknown-variable', name: 'jobTitle', nearest: 'position', at: 0 }]],
    ['{{favorite topic}}', [{ code: 'unknown-variable', name: 'favorite topic', nearest: 'Favourite topic', at: 0 }]],
    ['{{weather}}', [{ code: 'unknown-variable', name: 'weather', at: 0 }]],
    ['{{.}}', [{ code: 'unknown-variable', name: '.', at: 0 }]],
    ['{{#compny}}x{{/compny}}', [{ code: 'unknown-variable', name: 'compny', nearest: 'company', at: 0 }]],
    ['Hi {{firstName', [{ code: 'unclosed-tag', at: 3 }]],
    ['Hi {{firstName {{company}}', [{ code: 'unclosed-tag', at: 3 }]],
    ['Hi {{firstName}', [{ code: 'unclosed-tag', at: 3 }]],
    ['Hi firstName}}', [{ code: 'unopened-tag', at: 12 }]],
    ['{{#company}}x', [{ code: 'unclosed-section', name: 'company', at: 0 }]],
    ['x{{/company}}', [{ code: 'unopened-section', name: 'company', at: 1 }]],
    ['{{#company}}{{#position}}{{/company}}{{/position}}', [{ code: 'unopened-section', name: 'company', at: 25 }, { code: 'unclosed-section', name: 'company', at: 0 }]],
    ['{{> other}}', [{ code: 'partial', name: 'other', at: 0 }]],
    ['{{=<% %>=}}', [{ code: 'delimiters', at: 0 }]],
    ['{{}}', [{ code: 'empty-tag', at: 0 }]],
    [' \n', [{ code: 'empty-body' }]],
    ['{{Favourite topic}} {{ firstName }}', []],
  ])('%j', (body, expected) => {
    expect(errors(body)).toEqual(expected);
  });

  test('a message is checked in all its parts', () => {
    expect(
      validateMessage({ body: '{{nome}}', variants: { fr: '{{#x' }, missing: 'alternative', fallbacks: { firstNam: 'x', company: ' ' } }, []),
    ).toEqual([
      { code: 'template', where: { part: 'body' }, error: { code: 'unknown-variable', name: 'nome', at: 0 } },
      { code: 'template', where: { part: 'variant', language: 'fr' }, error: { code: 'unclosed-tag', at: 0 } },
      { code: 'no-alternative' },
      { code: 'unknown-fallback', name: 'firstNam', nearest: 'firstName' },
      { code: 'bad-fallback', name: 'company' },
    ]);
    expect(validateMessage(message('Hi {{firstName}}', { missing: 'fallback' }), [])).toEqual([{ code: 'no-fallback' }]);
    expect(validateMessage(message('Hi {{hook}}'), ['hook'])).toEqual([]);
  });

  test('names of columns become names of variables', () => {
    expect(customVariableName(' {{#Favourite\n topic}} ')).toBe('Favourite topic');
    expect(customVariableName('company')).toBe('company 2');
    expect(customVariableName('{{}}')).toBeUndefined();
    expect(nearestName('zzz', ['firstName'])).toBeUndefined();
  });
});

test('hints point at what an author may not have meant', () => {
  expect(lintBody('Hi {firstName},  see https://example.test/a. Bye [First Name]')).toEqual([
    { code: 'double-space', at: 15 },
    { code: 'link', url: 'https://example.test/a', at: 21 },
    { code: 'foreign-tag', text: '{firstName}', at: 3 },
    { code: 'foreign-tag', text: '[First Name]', at: 49 },
    { code: 'no-personal-variable' },
  ]);
  expect(lintBody('Hi {{firstName}}, hello')).toEqual([]);
  expect(lintBody(`{{firstName}}${'x'.repeat(1_300)}`)).toEqual([{ code: 'very-long', length: 1_300 }]);
  expect(lintBody(`{{firstName}}${'x'.repeat(8_300)}`)).toEqual([{ code: 'over-limit', length: 8_300, limit: 8_000 }]);
});

describe('text', () => {
  test('has one normal form', () => {
    expect(normaliseText('\uFEFF a\u00A0b \r\n\r\n c\u0000\te\u0301 \u2028x\r ')).toBe('a b\n\n c é\nx');
  });
  test('normalising is idempotent', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\u00A0', 'e', '\u0301', '\t', '\uD800', '\u0344', '\uFEFF', '\u0000') })), (text) => {
      expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
    }), { numRuns: 1000 });
  });
  test('folding forgets case, accents and spacing', () => {
    expect(foldText('  SOCIÉTÉ \n Générale ')).toBe(foldText('societe generale'));
  });
});

describe('whatever the contact holds', () => {
  const dirt = fc.oneof(
    fc.constantFrom('', ' ', '🚀', 'J.', 'ANA', 'Dr.', '{{firstName}}', '}}', 'null', 'N/A', '\u00A0', 'a  b', '  x', '\n', '\u3000', '\u2003x\u2003', '\u200B', '\u2800', '\u3164', 'O\'NEIL, MBA', '$&', '$1'),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const contacts = fc.record({ firstName: dirt, lastName: dirt, company: dirt, position: dirt, custom: fc.record({ hook: dirt }), handEdited: fc.subarray<Contact['handEdited'][number]>(['firstName', 'lastName', 'company', 'position']) });
  const bodies = fc.constantFrom(
    'Hi {{firstName}}, hello',
    'Hello {{firstName}} {{lastName}}!\n\nAt {{company}} as {{position}}, {{hook}}.\n\n{{senderFirstName}}',
    'We met {{#company}}at {{company}} {{/company}}last week, {{firstName}}.',
    '{{#firstName}}Hi {{firstName}},{{/firstName}}{{^firstName}}Hello there,{{/firstName}} about {{#hook}}{{hook}}{{/hook}} and {{#position}}{{position}}{{/position}}.',
    'Dear {{lastName}}{{#company}} of {{company}}{{/company}}, hello {{#hook}} {{hook}} {{/hook}} again',
  );
  const missings = fc.constantFrom<Partial<MessageTemplate>>({ missing: 'hold' }, { missing: 'alternative', alternative: 'Hello there' }, { missing: 'alternative', alternative: 'Hi {{firstName}}, hi' }, { missing: 'fallback', fallbacks: { firstName: 'there', company: 'your company' } }, { missing: 'fallback', fallbacks: { firstName: ' ' } });

  test('no text has an empty greeting, a raw tag or a double space, and every text is in the normal form', () => {
    let texts = 0;
    fc.assert(
      fc.property(bodies, contacts, missings, (body, contact, missing) => {
        const rendered = render(message(body, missing), contact, SENDER);
        if (rendered.kind === 'hold') {
          if (rendered.why === 'missing-variable') expect(rendered.missing).not.toEqual([]);
          return;
        }
        texts += 1;
        expect(rendered.text).not.toMatch(/\{\{|\}\}/);
        expect(rendered.text).not.toMatch(/ {2}/);
        expect(rendered.text).not.toMatch(/^(?:Hi|Hello|Dear)[^\p{L}\p{N}\n]*(?:, (?:hello|about)|!?\n)/u);
        expect(rendered.text).toBe(normaliseText(rendered.text));
        expect(rendered.fingerprint).toBe(fingerprint(rendered.text));
      }),
      { numRuns: 2000 },
    );
    expect(texts).toBeGreaterThan(200);
  });
});
