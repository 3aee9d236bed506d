import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FetchInit, FetchPort } from '@/lib/clicks/http';
import { openTracker } from '@/lib/clicks/tracker-settings';
import type { Tracker, TrackerKind } from '@/lib/clicks/tracker';

type Exchange = {
  request: { method: string; path: string; body?: unknown };
  response: { status: number; headers?: Record<string, string>; body: unknown };
};

const ORIGIN = 'https://tracker.example.com';
const A = { key: 'abcdefgh12345', target: 'https://example.com/a' };
const B = { key: 'bcdefgh123456', target: 'https://example.com/b' };

const headerOf: Record<TrackerKind, [string, string]> = {
  redirector: ['authorization', 'Bearer s3cret'],
  shlink: ['x-api-key', 's3cret'],
  kutt: ['x-api-key', 's3cret'],
  dub: ['authorization', 'Bearer s3cret'],
};

function answerOf(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: new Headers(headers), text: async () => text };
}

/** Plays a recorded conversation: every request must be the next one of the record, to the letter. */
function recorded(kind: TrackerKind, scenario: string, domain: string | null = null): { tracker: Tracker; assertDone: () => void } {
  const file = join(import.meta.dirname, `../fixtures/clicks/${kind}.json`);
  const exchanges = [...((JSON.parse(readFileSync(file, 'utf8')) as { scenarios: Record<string, Exchange[]> }).scenarios[scenario] ?? [])];
  if (exchanges.length === 0) throw new Error(`No such scenario: ${kind}, ${scenario}`);
  const fetch: FetchPort = async (url, init) => {
    const next = exchanges.shift();
    expect({ method: init.method, path: url.slice(ORIGIN.length), body: init.body === undefined ? undefined : JSON.parse(init.body) }).toEqual({
      method: next?.request.method,
      path: next?.request.path,
      body: next?.request.body,
    });
    expect(url.startsWith(ORIGIN)).toBe(true);
    expectSafe(kind, init);
    return answerOf(next!.response.status, next!.response.body, next!.response.headers);
  };
  return {
    tracker: openTracker({ kind, origin: ORIGIN, secret: 's3cret', domain }, fetch),
    assertDone: () => expect(exchanges).toEqual([]),
  };
}

function expectSafe(kind: TrackerKind, init: FetchInit) {
  const [name, value] = headerOf[kind];
  expect(init.headers[name]).toBe(value);
  expect([init.redirect, init.credentials, init.cache]).toEqual(['error', 'omit', 'no-store']);
}

async function play(kind: TrackerKind, scenario: string, what: (tracker: Tracker) => Promise<unknown>, domain: string | null = null) {
  const { tracker, assertDone } = recorded(kind, scenario, domain);
  const result = await what(tracker);
  assertDone();
  return result;
}

const made = (origin: string, ...links: (typeof A)[]) => ({ ok: true, value: links.map((link) => ({ ...link, url: `${origin}/${link.key}` })) });
const failure = (code: string, more: object = {}) => ({ ok: false, failure: expect.objectContaining({ code, ...more }) });

describe.each([
  ['shlink', 'https://s.example.com'],
  ['kutt', 'https://k.example.com'],
  ['dub', 'https://dub.sh'],
] as const)('%s, as recorded', (kind, shown) => {
  it('makes links in the order asked, whatever the order of the answer', async () => {
    expect(await play(kind, 'creates', (tracker) => tracker.ensureLinks([A, B]))).toEqual(made(shown, A, B));
  });

  it('makes them under the custom domain', async () => {
    expect(await play(kind, 'custom domain', (tracker) => tracker.ensureLinks([A]), 'go.example.com')).toEqual(
      made('https://go.example.com', A),
    );
  });

  it('takes what already stands with the same target', async () => {
    const links = kind === 'dub' ? [A, B] : [A];
    expect(await play(kind, 'repeats', (tracker) => tracker.ensureLinks(links))).toEqual(made(shown, ...links));
  });

  it('never takes a key that leads elsewhere', async () => {
    expect(await play(kind, 'taken', (tracker) => tracker.ensureLinks([A]))).toEqual(failure('taken', { keys: [A.key] }));
  });

  it('says that the key is wrong', async () => {
    expect(await play(kind, 'wrong key', (tracker) => tracker.check())).toEqual(failure('unauthorised'));
  });

  it('says that it works', async () => {
    const links = { shlink: 42, kutt: 173, dub: null }[kind];
    expect(await play(kind, 'check', (tracker) => tracker.check())).toEqual({ ok: true, value: { links } });
  });
});

describe('shlink', () => {
  it('recognises its own link after somebody added a tag by hand', async () => {
    expect(await play('shlink', 'retagged by hand', (tracker) => tracker.ensureLinks([A]))).toEqual(made('https://s.example.com', A));
  });

  it('gives no link at all when the second is refused', async () => {
    expect(await play('shlink', 'refused', (tracker) => tracker.ensureLinks([A, B]))).toEqual(
      failure('refused', { keys: [B.key], detail: 'Provided data is not valid' }),
    );
  });

  it('is not fooled by its own web client, which answers every path', async () => {
    expect(await play('shlink', 'not a shlink', (tracker) => tracker.check())).toEqual(failure('badAnswer'));
  });

  it('reads persons and bots apart, and leaves out what is gone', async () => {
    expect(await play('shlink', 'reads two', (tracker) => tracker.readClicks([A.key, B.key]))).toEqual({
      ok: true,
      value: [{ key: A.key, clicks: 3, unique: null, bots: 9 }],
    });
  });

  it('reads many keys from the list, page by page', async () => {
    const many = [A.key, B.key, ...Array.from({ length: 20 }, (_, at) => `unknown${10 + at}`)];
    expect(await play('shlink', 'reads pages', (tracker) => tracker.readClicks(many))).toEqual({
      ok: true,
      value: [
        { key: A.key, clicks: 3, unique: null, bots: 9 },
        { key: B.key, clicks: 1, unique: null, bots: 0 },
      ],
    });
  });
});

describe('kutt', () => {
  it('takes over the link of the right domain when the slug stands on two', async () => {
    expect(await play('kutt', 'repeats on another domain', (tracker) => tracker.ensureLinks([A]), 'go.example.com')).toEqual(
      made('https://go.example.com', A),
    );
  });

  it.each([
    ["somebody else's", 'taken'],
    ['another 500', 'serverFault'],
    ['banned', 'refused'],
    ['daily limit', 'quota'],
  ])('%s: %s', async (scenario, code) => {
    expect(await play('kutt', scenario, (tracker) => tracker.ensureLinks([A]))).toEqual(failure(code, { keys: [A.key] }));
  });

  /** A server that keeps what the description and the run of Kutt 3.2 showed: 50 per page at most, newest first, 500 on a repeat. */
  function standIn(existing: number, knowsSearch: boolean) {
    const links = Array.from({ length: existing }, (_, at) => ({
      address: `oldlink${String(at).padStart(5, '0')}`, target: 'https://example.com/old', visit_count: at, link: `https://k.example.com/oldlink${at}`, domain: null,
    }));
    const calls: string[] = [];
    const fetch: FetchPort = async (url, { method, body }) => {
      const { searchParams, pathname } = new URL(url);
      calls.push(`${method} ${pathname}?${searchParams}`);
      if (method === 'GET') {
        const search = knowsSearch ? (searchParams.get('search') ?? '') : '';
        const found = [...links].reverse().filter(({ address }) => address.includes(search));
        const skip = Number(searchParams.get('skip'));
        const limit = Math.min(50, Number(searchParams.get('limit')) || 10);
        return answerOf(200, { total: found.length, limit, skip, data: found.slice(skip, skip + limit) });
      }
      const { customurl, target } = JSON.parse(body ?? '') as { customurl: string; target: string };
      if (links.some(({ address }) => address === customurl)) return answerOf(500, { error: 'Custom URL is already in use.' });
      const link = { address: customurl, target, visit_count: 0, link: `https://k.example.com/${customurl}`, domain: null };
      links.push(link);
      return answerOf(201, link);
    };
    return { tracker: openTracker({ kind: 'kutt', origin: ORIGIN, secret: 's3cret', domain: null }, fetch), links, calls };
  }

  it.each([true, false])('makes 12 links twice with the same answer, on a server with 173 others (knows search: %s)', async (knowsSearch) => {
    const { tracker, links } = standIn(173, knowsSearch);
    const asked = Array.from({ length: 12 }, (_, at) => ({ key: `newlink${String(at).padStart(5, '0')}`, target: `https://example.com/${at}` }));
    const first = await tracker.ensureLinks(asked);
    for (let at = 0; at < 100; at += 1) {
      links.push({ address: `later${String(at).padStart(5, '0')}`, target: 'https://example.com/', visit_count: 0, link: 'https://k.example.com/x', domain: null });
    }
    expect(first.ok).toBe(true);
    expect(await tracker.ensureLinks(asked)).toEqual(first);
    expect(links.length).toBe(173 + 12 + 100);
  });

  it('reads 50 per page until it has what it wants', async () => {
    const { tracker, calls } = standIn(173, true);
    const all = Array.from({ length: 173 }, (_, at) => `oldlink${String(at).padStart(5, '0')}`);
    const read = await tracker.readClicks(all);
    expect(read.ok && read.value.length).toBe(173);
    expect(read.ok && read.value.find(({ key }) => key === 'oldlink00007')).toEqual({ key: 'oldlink00007', clicks: 7, unique: null, bots: null });
    expect(calls.length).toBe(4);
    calls.length = 0;
    await tracker.readClicks(['oldlink00172']);
    expect(calls.length).toBe(1);
  });
});

describe('dub', () => {
  it('takes over what stands although the plan is full', async () => {
    expect(await play('dub', 'repeats on a full plan', (tracker) => tracker.ensureLinks([A]))).toEqual(made('https://dub.sh', A));
  });

  it.each([
    ['full plan', [A], 'quota', {}],
    ["somebody else's", [A], 'taken', { keys: [A.key] }],
    ['refused', [A, B], 'refused', { keys: [A.key], detail: 'Malicious URL detected' }],
    ['too fast', [A], 'tooFast', { retryAfter: 17_000 }],
  ] as const)('%s', async (scenario, links, code, more) => {
    expect(await play('dub', scenario, (tracker) => tracker.ensureLinks(links))).toEqual(failure(code, more));
  });

  it('reads two, and leaves out what is gone', async () => {
    expect(await play('dub', 'reads two', (tracker) => tracker.readClicks([A.key, B.key]))).toEqual({
      ok: true,
      value: [{ key: A.key, clicks: 4, unique: null, bots: null }],
    });
  });

  it('sends 100 links per call and reads 100 per page', async () => {
    const stored: { key: string; externalId: string; url: string; shortLink: string; clicks: number }[] = [];
    const sizes: number[] = [];
    let pages = 0;
    const fetch: FetchPort = async (url, { method, body }) => {
      if (method === 'POST') {
        const asked = JSON.parse(body ?? '') as { key: string; url: string }[];
        sizes.push(asked.length);
        const fresh = asked.map(({ key, url: target }, at) => ({ key, externalId: key, url: target, shortLink: `https://dub.sh/${key}`, clicks: at }));
        stored.push(...fresh);
        return answerOf(200, fresh);
      }
      pages += 1;
      const page = Number(new URL(url).searchParams.get('page'));
      return answerOf(200, stored.slice((page - 1) * 100, page * 100));
    };
    const tracker = openTracker({ kind: 'dub', origin: ORIGIN, secret: 's3cret', domain: null }, fetch);
    const asked = Array.from({ length: 230 }, (_, at) => ({ key: `manylink${String(at).padStart(3, '0')}`, target: `https://example.com/${at}` }));
    expect((await tracker.ensureLinks(asked)).ok).toBe(true);
    expect(sizes).toEqual([100, 100, 30]);
    const read = await tracker.readClicks(asked.map(({ key }) => key));
    expect(read.ok && read.value.length).toBe(230);
    expect(pages).toBe(3);
  });
});

describe('own redirector', () => {
  it.each([
    ['another target confirmed', 'badAnswer'],
    ['one left out', 'badAnswer'],
  ])('%s: %s', async (scenario, code) => {
    expect(await play('redirector', scenario, (tracker) => tracker.ensureLinks([A]))).toEqual(failure(code));
  });

  it.each([
    ['not a redirector', 'badAnswer'],
    ['broken', 'serverFault'],
    ['moved', 'badAnswer'],
  ])('check, %s: %s', async (scenario, code) => {
    expect(await play('redirector', scenario, (tracker) => tracker.check())).toEqual(failure(code));
  });
});

describe.each(['redirector', 'shlink', 'kutt', 'dub'] as const)('%s, whatever happens', (kind) => {
  const through = (fetch: FetchPort) => openTracker({ kind, origin: ORIGIN, secret: 's3cret', domain: null }, fetch);
  const never: FetchPort = () => Promise.reject(new Error('nothing is to be sent'));

  it.each([
    ['a target that is not http', { key: A.key, target: 'javascript:alert(1)' }],
    ['a target with a password', { key: A.key, target: 'https://a:b@example.com/' }],
    ['a key of a wrong shape', { key: '../admin', target: A.target }],
  ])('sends nothing for %s', async (_, link) => {
    expect(await through(never).ensureLinks([A, link])).toEqual(failure('badInput', { keys: [link.key] }));
  });

  it('sends nothing when one key is asked for with two targets', async () => {
    expect(await through(never).ensureLinks([A, { ...A, target: B.target }])).toEqual(failure('badInput', { keys: [A.key] }));
  });

  it('sends nothing when nothing is asked', async () => {
    expect(await through(never).ensureLinks([])).toEqual({ ok: true, value: [] });
    expect(await through(never).readClicks([])).toEqual({ ok: true, value: [] });
  });

  it('is unreachable when the network is, on every call', async () => {
    const down = through(() => Promise.reject(new TypeError('Failed to fetch')));
    for (const result of [await down.ensureLinks([A]), await down.readClicks([A.key]), await down.check()]) {
      expect(result).toEqual(failure('unreachable', { detail: 'Failed to fetch' }));
    }
  });

  it.each([
    [500, 'oops', 'serverFault'],
    [502, '<html>', 'serverFault'],
    [429, '{}', 'tooFast'],
    [403, '{}', 'unauthorised'],
    [200, '', 'badAnswer'],
    [200, 'null', 'badAnswer'],
    [200, '{"links":5,"shortUrls":[],"total":"x"}', 'badAnswer'],
    [302, '', 'badAnswer'],
  ])('status %i with %j is %s', async (status, text, code) => {
    const odd = through(async () => answerOf(status, text, { 'retry-after': '5' }));
    for (const result of [await odd.ensureLinks([A]), await odd.readClicks([A.key]), await odd.check()]) {
      expect(result).toEqual(failure(code, status === 429 ? { retryAfter: 5000 } : {}));
    }
  });
});
