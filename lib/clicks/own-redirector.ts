import { ask, failureOf, isSuccess, read, send, type FetchPort, type Line } from '@/lib/clicks/http';
import { checkedRequests, inChunks, inOrderAsked } from '@/lib/clicks/link-requests';
import { failed, succeeded, type ClickCounts, type LinkRequest, type TrackedLink, type Tracker, type TrackerResult } from '@/lib/clicks/tracker';
import { count, fit, listOf, Misfit, nullable, object, oneOf, text } from '@/lib/domain/shape';

/** As the redirector itself limits them; see `redirector/README.md`. */
const LINKS_PER_CALL = 500;
const KEYS_PER_CALL = 100;
const COUNTS_PER_PAGE = 1000;
/** From here on reading everything page by page takes fewer calls than asking key by key. */
const READ_ALL_FROM = 1000;

const linksShape = object({ links: listOf(object({ key: text(), target: text() })) });
const countShape = object({
  key: text(),
  clicks: count,
  unique: count,
  bots: count,
});
const countsShape = object({ counts: listOf(countShape), next: nullable(text()) });
const checkShape = object({ service: oneOf('nurtures-redirector'), version: oneOf(1), links: count });
const refusalShape = object({
  error: oneOf('refused', 'taken'),
  problems: listOf(object({ key: text(), reason: text() })),
});

/**
 * The redirector a team deploys itself (`lib/clicks/redirector`).
 *
 * @param settings.linkOrigin the origin shown in messages when the Worker also answers under a domain of the team's own.
 */
export function ownRedirector(
  fetch: FetchPort,
  settings: { readonly origin: string; readonly token: string; readonly linkOrigin: string | null },
): Tracker {
  const line: Line = { fetch, origin: settings.origin, headers: { authorization: `Bearer ${settings.token}` } };
  const shown = settings.linkOrigin ?? settings.origin;

  async function ensureChunk(links: readonly LinkRequest[], standing: Map<string, TrackedLink>) {
    const sent = await send(line, 'POST', '/api/links', { links });
    if (!sent.ok) return sent;
    if (!isSuccess(sent.value)) {
      const refusal = fit(refusalShape, sent.value.json);
      if (refusal instanceof Misfit) return failureOf(sent.value);
      const { error, problems } = refusal;
      return failed(error, problems[0]?.reason ?? 'The redirector refused a link.', { keys: problems.map(({ key }) => key) });
    }
    const answer = read(sent.value, linksShape);
    if (!answer.ok) return answer;
    const targets = new Map(answer.value.links.map(({ key, target }) => [key, target]));
    for (const { key, target } of links) {
      if (targets.get(key) !== target) return failed('badAnswer', 'The redirector confirmed another target.', { keys: [key] });
      standing.set(key, { key, target, url: `${shown}/${key}` });
    }
    return succeeded(null);
  }

  async function readKeys(keys: readonly string[]): Promise<TrackerResult<readonly ClickCounts[]>> {
    const counts: ClickCounts[] = [];
    for (const chunk of inChunks(keys, KEYS_PER_CALL)) {
      const page = await ask(line, 'GET', `/api/counts?keys=${chunk.join(',')}`, countsShape);
      if (!page.ok) return page;
      counts.push(...page.value.counts);
    }
    return succeeded(counts);
  }

  async function readAll(wanted: ReadonlySet<string>): Promise<TrackerResult<readonly ClickCounts[]>> {
    const counts: ClickCounts[] = [];
    let after = '';
    for (;;) {
      const page = await ask(line, 'GET', `/api/counts?limit=${COUNTS_PER_PAGE}&after=${after}`, countsShape);
      if (!page.ok) return page;
      counts.push(...page.value.counts.filter(({ key }) => wanted.has(key)));
      if (page.value.next === null) return succeeded(counts);
      if (page.value.next <= after) return failed('badAnswer', 'The redirector sends the same page again.');
      after = page.value.next;
    }
  }

  return {
    kind: 'redirector',
    origin: settings.origin,
    perRecipient: 'unlimited',

    async ensureLinks(links) {
      const asked = checkedRequests(links);
      if (!asked.ok) return asked;
      const standing = new Map<string, TrackedLink>();
      for (const chunk of inChunks(asked.value, LINKS_PER_CALL)) {
        const done = await ensureChunk(chunk, standing);
        if (!done.ok) return done;
      }
      return inOrderAsked(links, standing);
    },

    async readClicks(keys) {
      const wanted = new Set(keys);
      return wanted.size > READ_ALL_FROM ? readAll(wanted) : readKeys([...wanted]);
    },

    async check() {
      const answer = await ask(line, 'GET', '/api/check', checkShape);
      return answer.ok ? succeeded({ links: answer.value.links }) : answer;
    },
  };
}
