import { setTimeout as sleep } from 'node:timers/promises';
import type { Miniflare } from 'miniflare';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FetchPort } from '@/lib/clicks/http';
import { linkKey } from '@/lib/clicks/link-key';
import { ownRedirector } from '@/lib/clicks/own-redirector';
import { buildRedirector, deployed, startRedirector } from '../redirector/in-workerd';

const ORIGIN = 'https://go.example.com';
const TOKEN = 'owner-token-of-the-test';
const SECRET = new Uint8Array(32).fill(7);
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const IPHONE_APP =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.31';
const LINKEDIN_BOT = 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)';
const SLACK = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';

let workerd: Miniflare;
let nextClient = 1;

type Opened = { status: number; headers: Headers; text: string };
type Totals = { key: string; clicks: number; unique: number; bots: number };

beforeAll(buildRedirector, 60_000);

beforeEach(async () => {
  await start(TOKEN);
}, 30_000);

afterAll(async () => {
  await workerd.dispose();
});

async function start(token: string | null) {
  await workerd?.dispose();
  workerd = await startRedirector({ token });
}

async function open(path: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Opened> {
  const answer = await workerd.dispatchFetch(`${ORIGIN}${path}`, { redirect: 'manual', ...init });
  return { status: answer.status, headers: answer.headers as unknown as Headers, text: await answer.text() };
}

function api(path: string, init: { method?: string; body?: unknown; token?: string } = {}): Promise<Opened> {
  return open(path, {
    method: init.method ?? 'GET',
    headers: { authorization: `Bearer ${init.token ?? TOKEN}`, 'cf-connecting-ip': `198.51.100.${(nextClient += 1) % 250}` },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
}

function create(links: readonly { key: string; target: string }[], token = TOKEN): Promise<Opened> {
  return api('/api/links', { method: 'POST', body: { links }, token });
}

async function totals(query = ''): Promise<Totals[]> {
  return (JSON.parse((await api(`/api/counts${query}`)).text) as { counts: Totals[] }).counts;
}

/** Counting happens after the answer; this waits until the books hold as many requests as were made. */
async function settledTotals(expected: number): Promise<Totals[]> {
  for (let tries = 0; tries < 200; tries += 1) {
    const counts = await totals();
    if (counts.reduce((sum, { clicks, bots }) => sum + clicks + bots, 0) >= expected) return counts;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return totals();
}

function manyLinks(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    key: linkKey(SECRET, { campaign: 'c1', message: `m${at}`, link: 'https://example.com/offer' }),
    target: `https://example.com/offer?n=${at}&text=é`,
  }));
}

/** Limits hold per minute of the clock: waits for the next one where this one could end during a test. */
async function enoughOfTheMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 20_000) await sleep(left + 100);
}

describe('making links', () => {
  it('creates 500 links twice with identical answers', async () => {
    const links = manyLinks(500);
    const first = await create(links);
    const second = await create(links);
    expect(first.status).toBe(200);
    expect(JSON.parse(first.text).links).toEqual(links);
    expect(second.text).toBe(first.text);
    expect(JSON.parse((await api('/api/check')).text)).toEqual({ service: 'nurtures-redirector', version: 1, links: 500 });
  });

  it('keeps one winner and no error when the same 500 are asked for at once', async () => {
    const links = manyLinks(500);
    const answers = await Promise.all([create(links), create(links), create(links)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(JSON.parse((await api('/api/check')).text).links).toBe(500);
  });

  it('refuses 501 links in one call', async () => {
    expect((await create(manyLinks(501))).status).toBe(400);
    expect(JSON.parse((await api('/api/check')).text).links).toBe(0);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript://example.com/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'ftp://example.com/',
    '//example.com/',
    'example.com',
    '',
    'https://user:secret@example.com/',
    `https://example.com/${'a'.repeat(2050)}`,
    `${ORIGIN}/abcdefgh`,
  ])('refuses the target %j and creates nothing, not even the good link beside it', async (target) => {
    const answer = await create([{ key: 'goodgood', target: 'https://example.com/' }, { key: 'badbadbad', target }]);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: 'refused', problems: [{ key: 'badbadbad' }] });
    expect((await open('/goodgood')).status).toBe(404);
  });

  it('never changes where a key leads, and creates nothing beside a taken key', async () => {
    await create([{ key: 'abcdefgh', target: 'https://example.com/one' }]);
    const answer = await create([
      { key: 'newnewnew', target: 'https://example.com/new' },
      { key: 'abcdefgh', target: 'https://evil.example/' },
    ]);
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.text)).toMatchObject({ error: 'taken', problems: [{ key: 'abcdefgh' }] });
    expect((await open('/abcdefgh')).headers.get('location')).toBe('https://example.com/one');
    expect((await open('/newnewnew')).status).toBe(404);
  });

  it.each(['short', 'UPPERCASE1', 'has/slash1', "drop';--x", 'api', 'k'.repeat(33)])('refuses the key %j', async (key) => {
    expect((await create([{ key, target: 'https://example.com/' }])).status).toBe(400);
  });
});

describe('the owner', () => {
  it.each(['wrong', '', `${TOKEN}x`, TOKEN.slice(0, -1)])('answers 401 to the token %j on every call', async (token) => {
    expect((await create([{ key: 'abcdefgh', target: 'https://example.com/' }], token)).status).toBe(401);
    expect((await api('/api/counts', { token })).status).toBe(401);
    expect((await api('/api/check', { token })).status).toBe(401);
    expect((await api('/api/anything', { token })).status).toBe(401);
  });

  it('answers 401 without a token and creates nothing', async () => {
    const body = JSON.stringify({ links: [{ key: 'abcdefgh', target: 'https://example.com/' }] });
    expect((await open('/api/links', { method: 'POST', body })).status).toBe(401);
    expect((await open('/abcdefgh')).status).toBe(404);
  });

  it('lets nobody in when it was deployed without a token', async () => {
    await start(null);
    expect((await api('/api/check', { token: 'undefined' })).status).toBe(503);
  });

  it('stops a client that guesses tokens', async () => {
    const headers = { authorization: 'Bearer guess', 'cf-connecting-ip': '203.0.113.9' };
    const statuses = new Set<number>();
    for (let tries = 0; tries < 320; tries += 1) statuses.add((await open('/api/check', { headers })).status);
    expect([...statuses].sort()).toEqual([401, 429]);
    expect((await api('/api/check')).status).toBe(200);
  });
});

describe('leading on', () => {
  it('answers 302 that no cache may keep', async () => {
    await create([{ key: 'abcdefgh', target: 'https://example.com/a b?x=é#part' }]);
    const answer = await open('/abcdefgh', { headers: { 'user-agent': CHROME } });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('https://example.com/a%20b?x=%C3%A9#part');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('leads on when the full stop or bracket after the link was taken for a part of it', async () => {
    await create([{ key: 'abcdefgh', target: 'https://example.com/one' }]);
    for (const path of ['/abcdefgh.', '/abcdefgh)', '/abcdefgh,', '/abcdefgh/', '/abcdefgh%22', '/abcdefgh…']) {
      const answer = await open(path, { headers: { 'user-agent': CHROME } });
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 302, 'https://example.com/one']);
    }
  });

  it('takes no address from the request', async () => {
    await create([{ key: 'abcdefgh', target: 'https://example.com/one' }]);
    const answer = await open('/abcdefgh?url=https://evil.example/&target=https://evil.example/');
    expect(answer.headers.get('location')).toBe('https://example.com/one');
    for (const path of ['/?url=https://evil.example/', '/https://evil.example/', '/zzzzzzzz', '/abcdefgh/more', '//evil.example/']) {
      const other = await open(path);
      expect([path, other.status, other.headers.get('location')]).toEqual([path, 404, null]);
    }
  });

  it('leads nowhere but http(s) even if the database says otherwise', async () => {
    await create([{ key: 'abcdefgh', target: 'https://example.com/' }]);
    const db = await workerd.getD1Database('DB');
    await db.prepare(`UPDATE links SET target = 'javascript:alert(1)'`).run();
    const answer = await open('/abcdefgh');
    expect([answer.status, answer.headers.get('location')]).toEqual([404, null]);
  });

  it('leads a person on beyond the limit, but counts no further', async () => {
    await enoughOfTheMinute();
    const limit = deployed.ratelimits.find(({ name }) => name === 'CLICK_LIMIT')?.simple.limit ?? 0;
    await create([{ key: 'abcdefgh', target: 'https://example.com/' }]);
    const headers = { 'user-agent': CHROME, 'cf-connecting-ip': '203.0.113.7' };
    for (let at = 0; at < limit + 15; at += 1) expect((await open('/abcdefgh', { headers })).status).toBe(302);
    expect(await settledTotals(limit)).toEqual([{ key: 'abcdefgh', clicks: limit, unique: 1, bots: 0 }]);
  });

  it('stops a client that guesses keys', async () => {
    const headers = { 'cf-connecting-ip': '203.0.113.8' };
    await enoughOfTheMinute();
    let [last, asked] = [0, 0];
    for (; last !== 429 && asked < 100; asked += 1) last = (await open(`/guess${String(asked).padStart(5, '0')}`, { headers })).status;
    expect(last).toBe(429);
    expect(asked).toBeGreaterThan(60);
  });
});

describe('counting', () => {
  it('counts 1,000 mixed redirects exactly, persons and bots apart', async () => {
    const links = manyLinks(10);
    await create(links);
    const kinds: { name: string; init: { method?: string; headers: Record<string, string> }; isPerson: boolean }[] = [
      { name: 'browser', init: { headers: { 'user-agent': CHROME } }, isPerson: true },
      { name: 'app', init: { headers: { 'user-agent': IPHONE_APP, referer: 'https://www.linkedin.com/' } }, isPerson: true },
      { name: 'LinkedInBot', init: { headers: { 'user-agent': LINKEDIN_BOT } }, isPerson: false },
      { name: 'Slack', init: { headers: { 'user-agent': SLACK } }, isPerson: false },
      { name: 'HEAD', init: { method: 'HEAD', headers: { 'user-agent': CHROME } }, isPerson: false },
      { name: 'prefetch', init: { headers: { 'user-agent': CHROME, 'sec-purpose': 'prefetch;prerender' } }, isPerson: false },
      { name: 'old prefetch', init: { headers: { 'user-agent': CHROME, 'x-moz': 'prefetch' } }, isPerson: false },
      { name: 'preview', init: { headers: { 'user-agent': CHROME, purpose: 'preview' } }, isPerson: false },
      { name: 'empty agent', init: { headers: { 'user-agent': '' } }, isPerson: false },
      { name: 'browser', init: { headers: { 'user-agent': CHROME } }, isPerson: true },
    ];
    const visits = Array.from({ length: 1000 }, (_, at) => ({
      link: links[Math.floor(at / 100)]!,
      kind: kinds[at % 10]!,
      // Each link is opened from 20 addresses.
      client: `203.0.113.${Math.floor(at / 10) % 20}`,
    }));
    for (let at = 0; at < visits.length; at += 50) {
      const answers = await Promise.all(
        visits.slice(at, at + 50).map(({ link, kind, client }) =>
          open(`/${link.key}`, { ...kind.init, headers: { ...kind.init.headers, 'cf-connecting-ip': client } }),
        ),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([302]));
    }
    const expected = links.map(({ key }) => {
      const persons = visits.filter(({ link, kind }) => link.key === key && kind.isPerson);
      const unique = new Set(persons.map(({ client, kind }) => `${client} ${kind.init.headers['user-agent']}`)).size;
      return { key, clicks: persons.length, unique, bots: 100 - persons.length };
    });
    const byKey = (one: Totals, other: Totals) => (one.key < other.key ? -1 : 1);
    expect(await settledTotals(1000)).toEqual(expected.sort(byKey));
    expect(expected[0]).toMatchObject({ clicks: 30, unique: 20, bots: 70 });
  }, 60_000);

  it('reads by keys, by prefix and page by page', async () => {
    const links = manyLinks(7).map((link, at) => ({ ...link, key: `${at < 4 ? 'aaaa' : 'bbbb'}${link.key}` }));
    await create(links);
    const keys = links.map(({ key }) => key).sort();
    expect((await totals(`?keys=${keys[1]},${keys[5]},zzzzzzzz`)).map(({ key }) => key)).toEqual([keys[1], keys[5]]);
    expect((await totals('?prefix=bbbb')).map(({ key }) => key)).toEqual(keys.filter((key) => key.startsWith('bbbb')));
    const first = JSON.parse((await api('/api/counts?limit=3')).text);
    const second = JSON.parse((await api(`/api/counts?limit=3&after=${first.next}`)).text);
    const third = JSON.parse((await api(`/api/counts?limit=3&after=${second.next}`)).text);
    expect([...first.counts, ...second.counts, ...third.counts].map(({ key }: Totals) => key)).toEqual(keys);
    expect(third.next).toBeNull();
    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'prefix=%25', `after=${'a'.repeat(33)}`]) {
      expect([query, (await api(`/api/counts?${query}`)).status]).toEqual([query, 400]);
    }
  });

  it('stores no address, and forgets at night who came', async () => {
    await create([{ key: 'abcdefgh', target: 'https://example.com/' }]);
    await open('/abcdefgh', { headers: { 'user-agent': CHROME, 'cf-connecting-ip': '203.0.113.77' } });
    await settledTotals(1);
    const db = await workerd.getD1Database('DB');
    const everything = JSON.stringify(
      await Promise.all(['links', 'visits', 'salts'].map(async (table) => (await db.prepare(`SELECT * FROM ${table}`).all()).results)),
    );
    expect(everything).not.toContain('203.0.113');
    expect(everything).not.toContain('Chrome');
    await db.prepare(`UPDATE visits SET day = '2026-01-01'`).run();
    await db.prepare(`UPDATE salts SET day = '2026-01-01'`).run();
    // Miniflare's own types name only fetch; the object is a full service binding.
    const worker = (await workerd.getWorker()) as unknown as { scheduled(event: { cron: string }): Promise<unknown> };
    await worker.scheduled({ cron: '17 0 * * *' });
    expect((await db.prepare('SELECT * FROM visits').all()).results).toEqual([]);
    expect((await db.prepare('SELECT * FROM salts').all()).results).toEqual([]);
    expect(await totals()).toEqual([{ key: 'abcdefgh', clicks: 1, unique: 1, bots: 0 }]);
  });
});

describe('through the port', () => {
  const throughWorkerd: FetchPort = async (url, { method, headers, body }) => {
    const answer = await workerd.dispatchFetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text: async () => text };
  };

  it('makes 1,200 links in order, reads every count, and shows the custom domain', async () => {
    const tracker = ownRedirector(throughWorkerd, { origin: ORIGIN, token: TOKEN, linkOrigin: 'https://l.team.example' });
    const links = manyLinks(1200);
    const made = await tracker.ensureLinks(links);
    expect(made).toEqual({ ok: true, value: links.map((link) => ({ ...link, url: `https://l.team.example/${link.key}` })) });
    await open(`/${links[1111]!.key}`, { headers: { 'user-agent': CHROME } });
    await open(`/${links[1111]!.key}`, { headers: { 'user-agent': LINKEDIN_BOT } });
    await settledTotals(0);
    const all = await tracker.readClicks(links.map(({ key }) => key));
    const some = await tracker.readClicks([links[1111]!.key, links[3]!.key]);
    expect(all.ok && all.value.length).toBe(1200);
    expect(some.ok && some.value).toEqual(
      [
        { key: links[1111]!.key, clicks: 1, unique: 1, bots: 1 },
        { key: links[3]!.key, clicks: 0, unique: 0, bots: 0 },
      ].sort((one, other) => (one.key < other.key ? -1 : 1)),
    );
    expect(await tracker.check()).toEqual({ ok: true, value: { links: 1200 } });
  }, 30_000);

  it('tells a wrong token and a taken key apart', async () => {
    const stranger = ownRedirector(throughWorkerd, { origin: ORIGIN, token: 'wrong', linkOrigin: null });
    const owner = ownRedirector(throughWorkerd, { origin: ORIGIN, token: TOKEN, linkOrigin: null });
    expect(await stranger.check()).toMatchObject({ ok: false, failure: { code: 'unauthorised' } });
    await owner.ensureLinks([{ key: 'abcdefgh', target: 'https://example.com/one' }]);
    expect(await owner.ensureLinks([{ key: 'abcdefgh', target: 'https://example.com/two' }])).toMatchObject({
      ok: false,
      failure: { code: 'taken', keys: ['abcdefgh'] },
    });
  });
});
