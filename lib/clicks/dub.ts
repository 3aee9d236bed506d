import { failureOf, isSuccess, read, send, type Answer, type FetchPort, type Line } from '@/lib/clicks/http';
import { checkedRequests, inChunks, inOrderAsked, isShortUrl } from '@/lib/clicks/link-requests';
import { sameTarget } from '@/lib/clicks/link-target';
import {
  failed,
  succeeded,
  type ClickCounts,
  type LinkRequest,
  type TrackedLink,
  type Tracker,
  type TrackerFailureCode,
  type TrackerResult,
} from '@/lib/clicks/tracker';
import { anyOf, count, fit, listOf, Misfit, nullable, object, optional, text, type Shaped } from '@/lib/domain/shape';

/** Where Dub's own service answers; a self-hosted one has another origin. */
export const DUB_ORIGIN = 'https://api.dub.co';

/** Groups our links in the workspace, so that one filtered list holds all of them and nothing else. */
const TENANT = 'nurtures';
const LINKS_PER_CALL = 100;
const PAGE = 100;
/** Up to here one call per key is quicker than reading the whole list. */
const SINGLE_READS = 10;

const linkShape = object({
  key: text(),
  url: text(),
  shortLink: text(),
  externalId: optional(nullable(text())),
  clicks: count,
});
type DubLink = Shaped<typeof linkShape>;
/** The bulk call answers 200 with what it made and, beside it, what it did not make. */
const unmadeShape = object({
  error: text(),
  code: optional(text()),
  link: object({ externalId: optional(nullable(text())), key: optional(nullable(text())) }),
});
const bulkShape = listOf(anyOf(unmadeShape, linkShape));
const errorShape = object({ error: object({ code: text(), message: text() }) });

const CODES: Readonly<Record<string, TrackerFailureCode>> = {
  bad_request: 'refused',
  unprocessable_entity: 'refused',
  unauthorized: 'unauthorised',
  forbidden: 'unauthorised',
  exceeded_limit: 'quota',
  rate_limit_exceeded: 'tooFast',
  conflict: 'taken',
  internal_server_error: 'serverFault',
};

/**
 * Dub (dub.co or self-hosted). Up to 100 links per call under our key, both as slug and as `externalId`; a repeat is a
 * conflict, so the standing link is looked up and its target compared. Clicks come with Dub's own bot filter; it tells
 * neither bots nor visitors.
 */
export function dub(
  fetch: FetchPort,
  settings: { readonly origin: string; readonly apiKey: string; readonly domain: string | null },
): Tracker {
  const line: Line = { fetch, origin: settings.origin, headers: { authorization: `Bearer ${settings.apiKey}` } };

  async function ensureChunk(links: readonly LinkRequest[], made: Map<string, TrackedLink>): Promise<TrackerResult<null>> {
    const sent = await send(line, 'POST', '/links/bulk', links.map(creationOf));
    if (!sent.ok) return sent;
    if (!isSuccess(sent.value)) {
      const failure = failureOfDub(sent.value);
      // A full plan refuses the repeat of a call that already succeeded, so what stands is looked up before giving in.
      if (failure.failure.code !== 'quota' && failure.failure.code !== 'taken') return failure;
      return adoptAll(links, made, failure);
    }
    const answer = read(sent.value, bulkShape);
    if (!answer.ok) return answer;
    const unmade: LinkRequest[] = [];
    for (const item of answer.value) {
      if (!('error' in item)) {
        const link = links.find(({ key }) => key === (item.externalId ?? item.key));
        if (link === undefined) continue;
        const stands = standing(link, item);
        if (!stands.ok) return stands;
        made.set(link.key, stands.value);
        continue;
      }
      const key = item.link.externalId ?? item.link.key ?? '';
      const link = links.find((asked) => asked.key === key);
      if (item.code !== 'conflict' || link === undefined) {
        return failed(CODES[item.code ?? ''] ?? 'refused', item.error, { keys: key === '' ? [] : [key] });
      }
      unmade.push(link);
    }
    return adoptAll(unmade, made, null);
  }

  /** Takes over what already stands; what does not stand fails with `otherwise`, or as taken by somebody else. */
  async function adoptAll(
    links: readonly LinkRequest[],
    made: Map<string, TrackedLink>,
    otherwise: ReturnType<typeof failed> | null,
  ): Promise<TrackerResult<null>> {
    for (const link of links) {
      const existing = await find(link.key);
      if (!existing.ok) return existing;
      if (existing.value === null) {
        return otherwise ?? failed('taken', 'Somebody else uses this slug on that domain.', { keys: [link.key] });
      }
      const stands = standing(link, existing.value);
      if (!stands.ok) return stands;
      made.set(link.key, stands.value);
    }
    return succeeded(null);
  }

  function creationOf(link: LinkRequest) {
    return {
      url: link.target,
      key: link.key,
      externalId: link.key,
      tenantId: TENANT,
      ...(settings.domain === null ? {} : { domain: settings.domain }),
    };
  }

  /** Null when there is no such link. */
  async function find(key: string): Promise<TrackerResult<DubLink | null>> {
    const sent = await send(line, 'GET', `/links/info?externalId=ext_${key}`);
    if (!sent.ok) return sent;
    if (isSuccess(sent.value)) return read(sent.value, linkShape);
    const failure = fit(errorShape, sent.value.json);
    if (!(failure instanceof Misfit) && failure.error.code === 'not_found') return succeeded(null);
    return failureOfDub(sent.value);
  }

  async function readList(wanted: ReadonlySet<string>): Promise<TrackerResult<readonly ClickCounts[]>> {
    const counts = new Map<string, ClickCounts>();
    for (let page = 1; ; page += 1) {
      const answer = await list(page, PAGE);
      if (!answer.ok) return answer;
      for (const item of answer.value) {
        const key = item.externalId ?? item.key;
        if (wanted.has(key)) counts.set(key, countsOf(key, item));
      }
      if (counts.size === wanted.size || answer.value.length < PAGE) return succeeded([...counts.values()]);
    }
  }

  async function list(page: number, pageSize: number): Promise<TrackerResult<readonly DubLink[]>> {
    const query = `tenantId=${TENANT}&showArchived=true&sortBy=createdAt&sortOrder=asc&page=${page}&pageSize=${pageSize}`;
    const sent = await send(line, 'GET', `/links?${query}`);
    if (!sent.ok) return sent;
    return isSuccess(sent.value) ? read(sent.value, listOf(linkShape)) : failureOfDub(sent.value);
  }

  return {
    kind: 'dub',
    origin: settings.origin,
    perRecipient: 'no',

    async ensureLinks(links) {
      const asked = checkedRequests(links);
      if (!asked.ok) return asked;
      const made = new Map<string, TrackedLink>();
      for (const chunk of inChunks(asked.value, LINKS_PER_CALL)) {
        const done = await ensureChunk(chunk, made);
        if (!done.ok) return done;
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
        if (found.value !== null) counts.push(countsOf(key, found.value));
      }
      return succeeded(counts);
    },

    async check() {
      const answer = await list(1, 1);
      return answer.ok ? succeeded({ links: null }) : answer;
    },
  };
}

function standing(link: LinkRequest, item: DubLink): TrackerResult<TrackedLink> {
  if (item.key !== link.key || !isShortUrl(item.shortLink, link.key)) {
    return failed('badAnswer', 'Dub answered with another slug than asked.', { keys: [link.key] });
  }
  if (!sameTarget(item.url, link.target)) return failed('taken', `The slug leads to ${item.url} there.`, { keys: [link.key] });
  return succeeded({ key: link.key, target: link.target, url: item.shortLink });
}

function failureOfDub(answer: Answer): ReturnType<typeof failed> {
  const said = fit(errorShape, answer.json);
  if (said instanceof Misfit) return failureOf(answer);
  const code = CODES[said.error.code];
  if (code === undefined) return failureOf(answer);
  return failed(code, said.error.message.slice(0, 300), { retryAfter: answer.retryAfter });
}

function countsOf(key: string, item: DubLink): ClickCounts {
  return { key, clicks: item.clicks, unique: null, bots: null };
}
