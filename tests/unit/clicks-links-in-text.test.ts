import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLinks, linksToReplace, replaceLinks } from '@/lib/clicks/links-in-text';

const urls = (body: string) => findLinks(body).map(({ url }) => url);
const kept = (body: string, own: string[] = []) => findLinks(body, own).map(({ url, kept: reason }) => [url, reason]);

describe('finding links', () => {
  it.each([
    ['See https://example.com/a, please.', ['https://example.com/a']],
    ['See https://example.com.', ['https://example.com']],
    ['Really? https://example.com/a?b=c&d=e#f!', ['https://example.com/a?b=c&d=e#f']],
    ['(https://example.com/a)', ['https://example.com/a']],
    ['(see https://en.wikipedia.org/wiki/Nurture_(disambiguation))', ['https://en.wikipedia.org/wiki/Nurture_(disambiguation)']],
    ['https://en.wikipedia.org/wiki/Nurture_(disambiguation)', ['https://en.wikipedia.org/wiki/Nurture_(disambiguation)']],
    ['[https://example.com/a].', ['https://example.com/a']],
    ['"https://example.com/a"', ['https://example.com/a']],
    ['« https://example.com/a »', ['https://example.com/a']],
    ['„https://example.com/a“', ['https://example.com/a']],
    ['<https://example.com/a>', ['https://example.com/a']],
    ['**https://example.com/a**', ['https://example.com/a']],
    ['https://example.com/a…', ['https://example.com/a']],
    ['https://example.com/a\nhttps://example.org/b', ['https://example.com/a', 'https://example.org/b']],
    ['https://example.com/a\u00a0!', ['https://example.com/a']],
    ['HTTPS://Example.COM/A', ['HTTPS://Example.COM/A']],
    ['资料：https://example.com/a。谢谢', ['https://example.com/a']],
    ['https://example.com/caf%C3%A9/é', ['https://example.com/caf%C3%A9/é']],
    ['http://example.com', ['http://example.com']],
    ['https://example.com/?u=https://other.example/x', ['https://example.com/?u=https://other.example/x']],
    ['https:// is a scheme, xhttps://example.com is not, nor is www.example.com or ftp://example.com', []],
    ['', []],
  ])('in %j', (body, expected) => {
    expect(urls(body)).toEqual(expected);
  });

  it('says where each link stands', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(' ', 'a', '.', '(', ')', '{{', '}}', '{{#x}}', '{{/x}}', '\n', 'https://a.example/', 'é')), (parts) => {
        const body = parts.join('');
        let last = 0;
        for (const { start, end, url } of findLinks(body)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(body.slice(start, end)).toBe(url);
          last = end;
        }
      }),
    );
  });
});

describe('what is not replaced', () => {
  it.each([
    ['https://example.com/{{firstName}}', 'https://example.com/{{firstName}}', 'varies'],
    ['https://example.com/{{ custom column }}/x now', 'https://example.com/{{ custom column }}/x', 'varies'],
    ['https://example.com/{{{company}}}.', 'https://example.com/{{{company}}}', 'varies'],
    ['https://{{company}}.example.com', 'https://{{company}}.example.com', 'varies'],
    ['https://example.com/{{#company}}a{{/company}}{{^company}}b{{/company}} or', 'https://example.com/{{#company}}a{{/company}}{{^company}}b{{/company}}', 'varies'],
    ['https://me:secret@example.com/', 'https://me:secret@example.com/', 'notTrackable'],
    ['http://localhost:3000/', 'http://localhost:3000/', 'notTrackable'],
    ['https://example.com:99999/', 'https://example.com:99999/', 'notTrackable'],
    [`https://example.com/${'a'.repeat(2040)}`, `https://example.com/${'a'.repeat(2040)}`, 'notTrackable'],
  ])('%j', (body, url, reason) => {
    expect(kept(body)).toEqual([[url, reason]]);
    expect(replaceLinks(body, new Map([[url, 'https://go.example/k']]))).toEqual({ kind: 'replaced', text: body, count: 0 });
  });

  it('is what already leads through the tracker', () => {
    const body = 'https://go.example/abcdefgh and https://gone.example/x';
    expect(kept(body, ['https://go.example'])).toEqual([
      ['https://go.example/abcdefgh', 'alreadyTracked'],
      ['https://gone.example/x', null],
    ]);
  });
});

describe('tags around a link', () => {
  it.each([
    ['{{#company}}https://example.com/a{{/company}}', 'https://example.com/a'],
    ['{{#company}}See https://example.com/a.{{/company}} Bye', 'https://example.com/a'],
    ['https://example.com/a{{#company}} for {{company}}{{/company}}', 'https://example.com/a'],
    ['https://example.com/a{{! remember the report }}', 'https://example.com/a'],
    ['Hi {{firstName}},https://example.com/a', 'https://example.com/a'],
    ['https://example.com/a {{firstName}}', 'https://example.com/a'],
    ['https://example.com/a{{', 'https://example.com/a{{'],
  ])('%j', (body, url) => {
    expect(urls(body)).toEqual([url]);
  });

  it('leaves the sections whole when the link in them is replaced', () => {
    const body = 'Hi {{firstName}}{{#company}}, https://example.com/a{{/company}}{{^company}} https://example.com/b.{{/company}}';
    const map = new Map([
      ['https://example.com/a', 'https://go.example/one'],
      ['https://example.com/b', 'https://go.example/two'],
    ]);
    expect(replaceLinks(body, map)).toEqual({
      kind: 'replaced',
      text: 'Hi {{firstName}}{{#company}}, https://go.example/one{{/company}}{{^company}} https://go.example/two.{{/company}}',
      count: 2,
    });
  });
});

describe('replacing', () => {
  it('replaces every occurrence and nothing else, longer links untouched by shorter ones', () => {
    const body = 'https://example.com/a https://example.com/a/b (https://example.com/a).';
    const map = new Map([
      ['https://example.com/a', 'https://go.example/one'],
      ['https://example.com/a/b', 'https://go.example/two'],
    ]);
    expect(linksToReplace(body)).toEqual(['https://example.com/a', 'https://example.com/a/b']);
    expect(replaceLinks(body, map)).toEqual({
      kind: 'replaced',
      text: 'https://go.example/one https://go.example/two (https://go.example/one).',
      count: 3,
    });
  });

  it('gives no text at all while one link has no replacement', () => {
    const body = 'https://example.com/a https://example.com/b';
    expect(replaceLinks(body, new Map([['https://example.com/a', 'https://go.example/one']]))).toEqual({
      kind: 'incomplete',
      missing: ['https://example.com/b'],
    });
  });

  it('leaves a text without links as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/https?:\/\//iu.test(text));
        expect(replaceLinks(text, new Map())).toEqual({ kind: 'replaced', text, count: 0 });
      }),
    );
  });
});
