import { ask, failureOf, isSuccess, read, send, type Answer, type FetchPort, type Line } from '@/lib/clicks/http';
import { checkedRequests, inOrderAsked, isShortUrl } from '@/lib/clicks/link-requests';
import { sameTarget } from '@/lib/clicks/link-target';
import { failed, succeeded, type ClickCounts, type LinkRequest, type TrackedLink, type Tracker, type TrackerResult } from '@/lib/clicks/tracker';
import { count, fit, listOf, Misfit, nullable, object, optional, text, type Shaped } from '@/lib/domain/shape';

/**
 * Every link of ours carries this tag, so that one filtered list holds all of them and nothing else.
 * Sources: Shlink's published Open API description, `/rest/v3/short-urls`, and its error type documents.
 */
const TAG = 'nurtures';
const ITEMS_PER_PAGE = 500;
/** Up to here one call per key is quicker than reading the whole list. */
const SINGLE_READS = 10;

const shortUrlShape = object({
  shortCode: text(),
  shortUrl: text(),
  longUrl: text(),
  domain: optional(nullable(text())),
  visitsSummary: object({
    total: count,
    nonBots: count,
    bots: count,
  }),
});
type ShortUrl = Shaped<typeof shortUrlShape>;

const pageShape = object({
  shortUrls: object({
    data: listOf(shortUrlShape),
    pagination: object({ currentPage: count, pagesCount: count, totalItems: count }),
  }),
});
const problemShape = object({ type: text(), detail: optional(text()) });
/** API 3 names the problem by an address, the versions before it by a constant. */
const SLUG_IN_USE: ReadonlySet<string> = new Set(['https://shlink.io/api/error/non-unique-slug', 'INVALID_SLUG']);

/** A Shlink server (3 or newer): one call per link, `findIfExists` with our own slug makes a repeat harmless. */
export function shlink(
  fetch: FetchPort,
  settings: { readonly origin: string; readonly apiKey: string; readonly domain: string | null },
): Tracker {
  const line: Line = { fetch, origin: settings.origin, headers: { 'x-api-key': settings.apiKey } };
  const domainQuery = settings.domain === null ? '' : `?domain=${encodeURIComponent(settings.domain)}`;

  async function ensure(link: LinkRequest): Promise<TrackerResult<TrackedLink>> {
    const sent = await send(line, 'POST', '/rest/v3/short-urls', {
      longUrl: link.target,
      customSlug: link.key,
      findIfExists: true,
      tags: [TAG],
      ...(settings.domain === null ? {} : { domain: settings.domain }),
    });
    if (!sent.ok) return sent;
    if (isSuccess(sent.value)) return standing(link, read(sent.value, shortUrlShape));
    if (!isSlugInUse(sent.value)) return withKey(failureOf(sent.value), link.key);
    // `findIfExists` compares every parameter: a tag added by hand is enough for "in use" although the link is ours.
    const existing = await find(link.key);
    if (!existing.ok) return existing;
    if (existing.value === null) return failed('taken', 'Shlink says the slug is in use but does not show it.', { keys: [link.key] });
    return standing(link, succeeded(existing.value));
  }

  /** Null when there is no such link. */
  async function find(key: string): Promise<TrackerResult<ShortUrl | null>> {
    const sent = await send(line, 'GET', `/rest/v3/short-urls/${key}${domainQuery}`);
    if (!sent.ok) return sent;
    if (sent.value.status === 404 && !(fit(problemShape, sent.value.json) instanceof Misfit)) return succeeded(null);
    return read(sent.value, shortUrlShape);
  }

  async function list(page: number, itemsPerPage: number) {
    const query = `page=${page}&itemsPerPage=${itemsPerPage}&tags[]=${TAG}&orderBy=dateCreated-ASC`;
    return ask(line, 'GET', `/rest/v3/short-urls?${query}`, pageShape);
  }

  async function readList(wanted: ReadonlySet<string>): Promise<TrackerResult<readonly ClickCounts[]>> {
    const counts = new Map<string, ClickCounts>();
    for (let page = 1; ; page += 1) {
      const answer = await list(page, ITEMS_PER_PAGE);
      if (!answer.ok) return answer;
      const { data, pagination } = answer.value.shortUrls;
      for (const item of data) {
        if (wanted.has(item.shortCode) && isOnDomain(item)) counts.set(item.shortCode, countsOf(item));
      }
      if (page >= pagination.pagesCount || data.length === 0) return succeeded([...counts.values()]);
    }
  }

  function isOnDomain(item: ShortUrl): boolean {
    return settings.domain === null || (item.domain ?? new URL(item.shortUrl).host) === settings.domain;
  }

  return {
    kind: 'shlink',
    origin: settings.origin,
    perRecipient: 'unlimited',

    async ensureLinks(links) {
      const asked = checkedRequests(links);
      if (!asked.ok) return asked;
      const made = new Map<string, TrackedLink>();
      for (const link of asked.value) {
        const done = await ensure(link);
        if (!done.ok) return done;
        made.set(link.key, done.value);
      }
      return inOrderAsked(links, made);
    },

    async readClicks(keys) {
      const wanted = new Set(keys);
      if (wanted.size > SINGLE_READS) return readList(wanted);
      const counts: ClickCounts[] = [];
      for (const key of wanted) {
        const found = await find(key);
        if (!found.ok) return found;
        if (found.value !== null) counts.push(countsOf(found.value));
      }
      return succeeded(counts);
    },

    async check() {
      const answer = await list(1, 1);
      return answer.ok ? succeeded({ links: answer.value.shortUrls.pagination.totalItems }) : answer;
    },
  };
}

function standing(link: LinkRequest, answer: TrackerResult<ShortUrl>): TrackerResult<TrackedLink> {
  if (!answer.ok) return answer;
  const { shortCode, shortUrl, longUrl } = answer.value;
  if (shortCode !== link.key || !isShortUrl(shortUrl, link.key)) {
    return failed('badAnswer', 'Shlink answered with another slug than asked.', { keys: [link.key] });
  }
  if (!sameTarget(longUrl, link.target)) return failed('taken', `The slug leads to ${longUrl} there.`, { keys: [link.key] });
  return succeeded({ key: link.key, target: link.target, url: shortUrl });
}

function isSlugInUse(answer: Answer): boolean {
  const problem = fit(problemShape, answer.json);
  return !(problem instanceof Misfit) && SLUG_IN_USE.has(problem.type);
}

function withKey(failure: ReturnType<typeof failed>, key: string): ReturnType<typeof failed> {
  return failed(failure.failure.code, failure.failure.detail, { keys: [key], retryAfter: failure.failure.retryAfter });
}

function countsOf(item: ShortUrl): ClickCounts {
  return { key: item.shortCode, clicks: item.visitsSummary.nonBots, unique: null, bots: item.visitsSummary.bots };
}
