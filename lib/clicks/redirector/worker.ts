import { Hono, type Context } from 'hono';
import * as z from 'zod/mini';
import { LINK_KEY_PATTERN } from '@/lib/clicks/link-key';
import { faultOfTarget } from '@/lib/clicks/link-target';
import type { Bindings, RateLimit } from '@/lib/clicks/redirector/bindings';
import {
  countBot,
  countClick,
  countOfLinks,
  createLinks,
  forgetVisitorsBefore,
  saltOf,
  targetOf,
  totalsAfter,
  totalsOfKeys,
  withSchema,
  type StoredLink,
} from '@/lib/clicks/redirector/link-store';
import { isOwner, isTokenHash, sha256Hex } from '@/lib/clicks/redirector/owner-token';
import { visitorKind } from '@/lib/clicks/redirector/visitor-kind';

const LINKS_PER_CALL = 500;
const KEYS_PER_CALL = 100;
const COUNTS_PER_PAGE = 1000;

type Here = { Bindings: Bindings };
type Problem = { readonly key: string; readonly reason: string };

const linksBody = z.object({
  links: z.array(z.object({ key: z.string(), target: z.string() })).check(z.maxLength(LINKS_PER_CALL)),
});

const app = new Hono<Here>({ strict: false });

app.use('*', async (c, next) => {
  await next();
  // Nothing here may be kept by a cache: a kept redirect hides the second click, a kept count is a wrong one.
  c.header('cache-control', 'private, no-store');
  c.header('x-robots-tag', 'noindex, nofollow');
  c.header('x-content-type-options', 'nosniff');
});

app.use('/api/*', async (c, next) => {
  if (await isOverLimit(c.env.API_LIMIT, c, '')) return c.json({ error: 'tooFast', message: 'Too many calls; wait a minute.' }, 429, { 'retry-after': '60' });
  const tokenHash = c.env.TOKEN_SHA256;
  if (!isTokenHash(tokenHash)) return c.json({ error: 'notSetUp', message: 'Deployed without TOKEN_SHA256.' }, 503);
  if (!(await isOwner(c.req.header('authorization'), tokenHash))) {
    return c.json({ error: 'unauthorised', message: 'The token is not the owner\u2019s.' }, 401);
  }
  await withSchema(c.env.DB);
  return next();
});

app.get('/api/check', async (c) =>
  c.json({ service: 'nurtures-redirector', version: 1, links: await countOfLinks(c.env.DB) }),
);

app.post('/api/links', async (c) => {
  const body = linksBody.safeParse(await c.req.json().catch(() => undefined));
  if (!body.success) {
    return c.json({ error: 'badInput', message: `Send { "links": [{ "key", "target" }] }, at most ${LINKS_PER_CALL}.` }, 400);
  }
  const problems = body.data.links.flatMap((link) => problemOf(link, new URL(c.req.url).host));
  const repeated = repeatedWithOtherTarget(body.data.links);
  if (problems.length + repeated.length > 0) return c.json({ error: 'refused', problems: [...problems, ...repeated] }, 400);
  const { standing, taken } = await createLinks(c.env.DB, body.data.links, Date.now());
  if (taken.length > 0) {
    return c.json({ error: 'taken', problems: taken.map((key) => ({ key, reason: 'The key stands with another target.' })) }, 409);
  }
  return c.json({ links: standing });
});

app.get('/api/counts', async (c) => {
  const keys = c.req.query('keys');
  if (keys !== undefined) {
    const list = keys.split(',').filter((key) => LINK_KEY_PATTERN.test(key));
    if (list.length > KEYS_PER_CALL) return c.json({ error: 'badInput', message: `At most ${KEYS_PER_CALL} keys.` }, 400);
    return c.json({ counts: await totalsOfKeys(c.env.DB, list), next: null });
  }
  const page = pageOf(c);
  if (page === null) {
    return c.json({ error: 'badInput', message: `"prefix" and "after" are parts of keys, "limit" is 1 to ${COUNTS_PER_PAGE}.` }, 400);
  }
  const counts = await totalsAfter(c.env.DB, page);
  return c.json({ counts, next: counts.length < page.limit ? null : (counts.at(-1)?.key ?? null) });
});

app.all('/api/*', (c) => c.json({ error: 'notFound', message: 'There is no such call.' }, 404));

app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n'));

app.get('/:key', async (c) => {
  // Some programs take the full stop or bracket after a link for a part of it.
  const key = c.req.param('key').replace(/[^0-9a-z]+$/u, '');
  if (!LINK_KEY_PATTERN.test(key)) return notFound(c);
  const target = await targetOf(c.env.DB, key);
  if (target === null) {
    const guesses = await isOverLimit(c.env.CLICK_LIMIT, c, '');
    return guesses ? c.text('Too many requests.', 429, { 'retry-after': '60' }) : notFound(c);
  }
  // A person is never kept from the target. What comes faster than people click is led on but no longer counted: it would
  // use up the day's writes and with them everybody's counts.
  if (!(await isOverLimit(c.env.CLICK_LIMIT, c, key))) {
    const kind = visitorKind({ method: c.req.method, header: (name) => c.req.header(name) });
    c.executionCtx.waitUntil(kind === 'bot' ? countBot(c.env.DB, key) : countPerson(c, key));
  }
  // The stored address is checked again: whatever else wrote into the database, nothing but http(s) leaves here.
  return faultOfTarget(target) === null ? c.redirect(new URL(target).href, 302) : notFound(c);
});

app.notFound((c) => notFound(c));
app.onError((_, c) => c.json({ error: 'serverFault', message: 'The redirector failed; try again.' }, 500));

async function countPerson(c: Context<Here>, key: string): Promise<void> {
  const day = today();
  const salt = await saltOf(c.env.DB, day, crypto.randomUUID());
  const visitor = await sha256Hex(JSON.stringify([salt, key, clientOf(c), c.req.header('user-agent') ?? '']));
  await countClick(c.env.DB, key, day, visitor);
}

function problemOf({ key, target }: StoredLink, ownHost: string): readonly Problem[] {
  if (!LINK_KEY_PATTERN.test(key)) return [{ key, reason: 'A key is 8 to 32 lower-case letters and digits.' }];
  const fault = faultOfTarget(target);
  if (fault !== null) return [{ key, reason: `A target is an http or https address of at most 2,048 characters (${fault}).` }];
  return new URL(target).host === ownHost ? [{ key, reason: 'A target cannot be this redirector itself.' }] : [];
}

function repeatedWithOtherTarget(links: readonly StoredLink[]): readonly Problem[] {
  const first = new Map<string, string>();
  return links.flatMap(({ key, target }) => {
    const known = first.get(key) ?? target;
    first.set(key, known);
    return known === target ? [] : [{ key, reason: 'The key was sent with two targets.' }];
  });
}

function pageOf(c: Context<Here>): { prefix: string; after: string; limit: number } | null {
  const prefix = c.req.query('prefix') ?? '';
  const after = c.req.query('after') ?? '';
  const limit = Number(c.req.query('limit') ?? COUNTS_PER_PAGE);
  const arePartsOfKeys = /^[0-9a-z]{0,32}$/u.test(prefix) && /^[0-9a-z]{0,32}$/u.test(after);
  return arePartsOfKeys && Number.isInteger(limit) && limit >= 1 && limit <= COUNTS_PER_PAGE ? { prefix, after, limit } : null;
}

/** Whether this client has used up its minute; `about` keeps the counters of different links apart. */
async function isOverLimit(limit: RateLimit | undefined, c: Context<Here>, about: string): Promise<boolean> {
  const client = clientOf(c);
  if (limit === undefined || client === '') return false;
  const { success } = await limit.limit({ key: `${about} ${client}` });
  return !success;
}

/** Cloudflare sets this header itself; a value sent along by the client does not survive. It is hashed or forgotten. */
function clientOf(c: Context<Here>): string {
  return c.req.header('cf-connecting-ip') ?? '';
}

function notFound(c: Context<Here>): Response {
  return c.text('There is no such link.', 404);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export default {
  fetch: app.fetch,
  async scheduled(_event: unknown, env: Bindings): Promise<void> {
    await withSchema(env.DB);
    await forgetVisitorsBefore(env.DB, today());
  },
};
