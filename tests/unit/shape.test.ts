import { describe, expect, it } from 'vitest';
import { anyOf, boolean, count, fit, listOf, matching, Misfit, nullable, number, object, oneOf, optional, text } from '@/lib/domain/shape';
import { parsePageMessage } from '@/lib/platform/page-message-shapes';

describe('a shape', () => {
  const card = object({ name: text(5), age: optional(number(0)), kind: oneOf('a', 'b'), note: nullable(text()), tags: listOf(matching(/^t\d$/), 2) });
  const good = { name: 'Ana', kind: 'a', note: null, tags: ['t1'] };

  it('takes what fits and drops what nobody reads', () => {
    expect(fit(card, { ...good, age: 3, secret: 'x' })).toEqual({ ...good, age: 3 });
    expect(fit(card, { ...good, age: undefined })).toEqual(good);
  });

  it.each([
    ['name', { ...good, name: 'Annabel' }],
    ['name', { kind: 'a', note: null, tags: [] }],
    ['age', { ...good, age: -1 }],
    ['age', { ...good, age: Number.NaN }],
    ['age', { ...good, age: null }],
    ['kind', { ...good, kind: 'c' }],
    ['note', { ...good, note: 1 }],
    ['tags.1', { ...good, tags: ['t1', 'x'] }],
    ['tags', { ...good, tags: ['t1', 't2', 't3'] }],
    ['tags', { ...good, tags: { 0: 't1' } }],
    ['', [good]],
    ['', null],
  ])('says where it does not fit: %s', (path, value) => {
    expect(fit(card, value)).toEqual(new Misfit(path));
  });

  it('a field of the prototype is no field', () => {
    expect(fit(object({ name: text() }), Object.create({ name: 'Ana' }))).toEqual(new Misfit('name'));
    const polluting: unknown = JSON.parse('{"name":"Ana","__proto__":{"admin":true}}');
    expect(Object.keys(fit(object({ name: text() }), polluting))).toEqual(['name']);
  });

  it('takes the first of several that fits', () => {
    const either = anyOf(object({ ok: oneOf(true), at: count }), object({ ok: oneOf(false) }));
    expect(fit(either, { ok: false, at: 1 })).toEqual({ ok: false });
    expect(fit(either, { ok: true, at: 1.5 })).toEqual(new Misfit(''));
    expect(fit(boolean, 'true')).toEqual(new Misfit(''));
  });
});

describe('a page message', () => {
  const me = `ACoAA${'m'.repeat(30)}`;
  const facts = { kind: 'thread', path: '/messaging/thread/1/', identity: { state: 'in', id: me, name: 'Sam', firstName: 'Sam' }, visible: true };
  const row = { urn: 'urn:1', at: 1, author: 'theirs', kind: 'text', text: 'Hi' };
  const seen = { type: 'threadSeen', facts, thread: { otherId: me, rows: [row], reached: 'top' } };

  it('is read as it is', () => {
    expect(parsePageMessage(seen)).toEqual(seen);
  });

  it('is nothing when it is too large, of no kind we know, or names no member', () => {
    expect(parsePageMessage({ ...seen, type: 'poke' })).toBeUndefined();
    expect(parsePageMessage({ ...seen, thread: { ...seen.thread, otherId: 'ana' } })).toBeUndefined();
    expect(parsePageMessage({ ...seen, thread: { ...seen.thread, rows: Array.from({ length: 2001 }, () => row) } })).toBeUndefined();
    expect(parsePageMessage({ ...seen, thread: { ...seen.thread, rows: [{ ...row, text: 'x'.repeat(20_001) }] } })).toBeUndefined();
    expect(parsePageMessage({ ...seen, thread: { ...seen.thread, rows: [{ ...row, at: -1 }] } })).toBeUndefined();
  });
});
