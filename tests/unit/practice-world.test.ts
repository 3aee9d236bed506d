import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { connectionsCsv } from '../practice-linkedin/connections-csv.ts';
import { Store } from '../practice-linkedin/store.ts';
import { makeWorld } from '../practice-linkedin/world.ts';

const today = Date.UTC(2026, 10, 23, 9);
const make = (seed: number, people = 200): ReturnType<typeof makeWorld> => makeWorld({ seed, people, today });

describe('the practice world', () => {
  test('is the same for the same seed and another for another', () => {
    const print = (seed: number): string => JSON.stringify([make(seed).connections, make(seed).strangers, make(seed).members]);
    expect(print(4)).toBe(print(4));
    expect(print(4)).not.toBe(print(5));
  });

  test.each([1, 2, 77, 1_000_003])('seed %i: ids, slugs and numbers are unique and look like LinkedIn’s', (seed) => {
    const world = make(seed, 300);
    const all = [...world.members, ...world.connections, ...world.strangers];
    for (const one of all) expect(one.id).toMatch(/^ACoAA[A-Za-z0-9_-]{34}$/);
    for (const key of ['id', 'slug', 'number'] as const) expect(new Set<string | number>(all.map((one) => one[key])).size, key).toBe(all.length);
    expect(world.connections).toHaveLength(300);
    expect(world.strangers).toHaveLength(40);
  });

  test('has every odd kind of name, and exactly two people of one name', () => {
    const world = make(9);
    for (const trait of ['accents', 'emoji', 'suffix', 'caps', 'honorific', 'non-latin', 'same-name', 'single-name', 'lower-case', 'encoded-slug', 'renamed-slug'] as const) {
      expect(world.withTrait(trait).length, trait).toBeGreaterThan(0);
    }
    const names = world.connections.map((one) => one.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual(['Alex Morgan']);
    const [first, second] = world.namesakes;
    expect([first.name === second.name, first.id === second.id, first.slug === second.slug]).toEqual([true, false, false]);
  });

  test('knows people by slug, former slug and id', () => {
    const world = make(3);
    const [renamed] = world.withTrait('renamed-slug');
    if (renamed === undefined) throw new Error('nobody was renamed');
    for (const address of [renamed.slug, renamed.oldSlugs[0] ?? '', renamed.id]) expect(world.byAddress(address)?.id).toBe(renamed.id);
  });

  test('is refused when it is too small to hold every odd name', () => {
    expect(() => make(1, 39)).toThrow('at least 40');
  });
});

describe('its Connections.csv', () => {
  const world = make(6);
  const text = connectionsCsv(world);
  const lines = text.split('\n');
  const rows = Papa.parse<string[]>(lines.slice(3).join('\n'), { skipEmptyLines: true }).data;

  test('begins with the notes, a blank line and the header', () => {
    expect(lines[0]).toBe('Notes:');
    expect(lines[1]).toMatch(/^"When exporting your connection data, .*answer\/261"$/);
    expect(lines[2]).toBe('');
    expect(lines[3]).toBe('First Name,Last Name,URL,Email Address,Company,Position,Connected On');
  });

  test('has a row for every connection, newest first, and rows of removed members with a date only', () => {
    const people = rows.slice(1).filter((row) => row[2] !== '');
    expect(people).toHaveLength(world.connections.length);
    expect(people.map((row) => `${row[0]} ${row[1]}`.trim())).toEqual(world.connections.map((one) => one.name));
    const days = people.map((row) => Date.parse(`${row[6]} UTC`));
    expect(days).toEqual(days.toSorted((a, b) => b - a));
    expect(rows.filter((row) => row.slice(0, 6).every((field) => field === '') && row[6] === '30 Apr 2026').length).toBeGreaterThan(0);
  });

  test('quotes as RFC 4180, encodes slugs, writes no trailing slash and the slug of the time of export', () => {
    for (const [index, one] of world.connections.entries()) {
      const row = rows.slice(1).filter((each) => each[2] !== '')[index];
      expect(row?.[2]).toBe(`https://www.linkedin.com/in/${encodeURIComponent(one.exportedSlug)}`);
      expect([row?.[4], row?.[5]]).toEqual([one.company, one.position]);
    }
    expect(text).toContain('"Studio ""Neun"""');
    expect(text).toMatch(/\/in\/[^,]*%[0-9A-F]{2}/);
  });
});

describe('its store', () => {
  test('keeps one thread per set of people and mailbox, in time order', () => {
    const store = new Store(1);
    const thread = store.openThread('me', ['ana']);
    expect(store.openThread('me', ['ana'])).toBe(thread);
    expect(store.openThread('me', ['ana', 'ben'])).not.toBe(thread);
    expect(store.openThread('other', ['ana'])).not.toBe(thread);
    const add = (text: string, at: number): void => { store.add(thread, { from: 'me', text, at, kind: 'text', edited: false }); };
    add('second', 20);
    add('third', 30);
    add('first', 10);
    expect(thread.messages.map((message) => message.text)).toEqual(['first', 'second', 'third']);
    expect(new Set(thread.messages.map((message) => message.urn)).size).toBe(3);
  });
});
