import { ask, failureOf, isSuccess, read, send, wordsOf, type Answer, type FetchPort, type Line } from '@/lib/clicks/http';
import { checkedRequests, inOrderAsked, isShortUrl } from '@/lib/clicks/link-requests';
import { sameTarget } from '@/lib/clicks/link-target';
import { failed, succeeded, type ClickCounts, type LinkRequest, type TrackedLink, type Tracker, type TrackerResult } from '@/lib/clicks/tracker';
import { anyOf, count, listOf, nullable, object, optional, text, type Shaped } from '@/lib/domain/shape';

/** Kutt cuts any larger number down to this one without saying so. */
const PAGE = 50;
/** The whole of what Kutt says, with status 500 (v3) or 400, when a slug is asked for again. */
const IN_USE = 'Custom URL is already in use.';

const shownLink = anyOf(text(), object({ url: text() }));
const linkShape = object({
  address: text(),
  target: text(),
  visit_count: count,
  /** A string in the API description, an object in some builds. */
  link: shownLink,
  domain: optional(nullable(text())),
});
type KuttLink = Shaped<typeof linkShape>;
const createdShape = object({ address: text(), target: text(), link: shownLink });
const pageShape = object({ total: count, data: listOf(linkShape) });

/**
 * A Kutt server (v2 API). One call per link; a repeated slug is refused there, so the standing link is looked up and its
 * target compared. Kutt leaves known bots out and tells neither them nor visitors; it counts HEAD and empty agents as clicks.
 */
export function kutt(
  fetch: FetchPort,
  settings: { readonly origin: string; readonly apiKey: string; readonly domain: string | null },
): Tracker {
  const line: Line = { fetch, origin: settings.origin, headers: { 'x-api-key': settings.apiKey } };

  async function ensure(link: LinkRequest): Promise<TrackerResult<TrackedLink>> {
    const sent = await send(line, 'POST', '/api/v2/links', {
      target: link.target,
      customurl: link.key,
      reuse: false,
      ...(settings.domain === null ? {} : { domain: settings.domain }),
    });
    if (!sent.ok) return sent;
    if (isSuccess(sent.value)) return standing(link, read(sent.value, createdShape));
    if (wordsOf(sent.value.json) !== IN_USE) return failureOfCreate(sent.value, link.key);
    const found = await findAll(new Set([link.key]), link.key);
    if (!found.ok) return found;
    const existing = found.value.get(link.key);
    if (existing === undefined) return failed('taken', 'Somebody else uses this slug on that server.', { keys: [link.key] });
    return standing(link, succeeded(existing));
  }

  /** Reads page by page until every wanted key is found or the list ends. `search` narrows it on servers that know it. */
  async function findAll(wanted: ReadonlySet<string>, search: string | null): Promise<TrackerResult<ReadonlyMap<string, KuttLink>>> {
    const found = new Map<string, KuttLink>();
    const narrow = search === null ? '' : `&search=${search}`;
    for (let skip = 0; ; ) {
      const page = await ask(line, 'GET', `/api/v2/links?limit=${PAGE}&skip=${skip}${narrow}`, pageShape);
      if (!page.ok) return page;
      const { data, total } = page.value;
      for (const item of data) if (wanted.has(item.address) && isOnDomain(item)) found.set(item.address, item);
      skip += data.length;
      if (found.size === wanted.size || data.length === 0 || skip >= total) return succeeded(found);
    }
  }

  function isOnDomain(item: KuttLink): boolean {
    return (item.domain ?? null) === settings.domain || (item.domain ?? new URL(line.origin).host) === settings.domain;
  }

  return {
    kind: 'kutt',
    origin: settings.origin,
    perRecipient: 'no',

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
      if (wanted.size === 0) return succeeded([]);
      const found = await findAll(wanted, null);
      return found.ok ? succeeded([...found.value.values()].map(countsOf)) : found;
    },

    async check() {
      const page = await ask(line, 'GET', '/api/v2/links?limit=1&skip=0', pageShape);
      return page.ok ? succeeded({ links: page.value.total }) : page;
    },
  };
}

function standing(link: LinkRequest, answer: TrackerResult<Shaped<typeof createdShape>>): TrackerResult<TrackedLink> {
  if (!answer.ok) return answer;
  const { address, target } = answer.value;
  const url = addressOf(answer.value.link);
  if (address !== link.key || !isShortUrl(url, link.key)) {
    return failed('badAnswer', 'Kutt answered with another slug than asked.', { keys: [link.key] });
  }
  if (!sameTarget(target, link.target)) return failed('taken', `The slug leads to ${target} there.`, { keys: [link.key] });
  return succeeded({ key: link.key, target: link.target, url });
}

function addressOf(link: KuttLink['link']): string {
  const url = typeof link === 'string' ? link : link.url;
  return /^https?:\/\//u.test(url) ? url : `https://${url}`;
}

function failureOfCreate(answer: Answer, key: string): ReturnType<typeof failed> {
  const { code, detail, retryAfter } = failureOf(answer).failure;
  const reachedLimit = code === 'refused' && /\blimit\b/iu.test(detail);
  return failed(reachedLimit ? 'quota' : code, detail, { keys: [key], retryAfter });
}

function countsOf(item: KuttLink): ClickCounts {
  return { key: item.address, clicks: item.visit_count, unique: null, bots: null };
}
