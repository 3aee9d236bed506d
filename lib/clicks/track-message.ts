import { linkKey } from '@/lib/clicks/link-key';
import { linksToReplace, replaceLinks } from '@/lib/clicks/links-in-text';
import type { TrackedLink, Tracker, TrackerFailure } from '@/lib/clicks/tracker';

/** What a body is for; `recipient` only where links are personal. */
export type MessagePlace = { readonly campaign: string; readonly message: string; readonly recipient?: string };

export type TrackedMessage =
  | { readonly kind: 'tracked'; readonly body: string; readonly links: readonly TrackedLink[] }
  /** The message is to be held with this reason; it never goes out half replaced. */
  | { readonly kind: 'held'; readonly failure: TrackerFailure };

/**
 * Puts tracked links in the place of those in one message body, before the body is rendered for approval. Calling it again
 * for the same body and place gives the same links, so a worker that died in between just repeats it. A body without
 * replaceable links comes back as it is and nothing is sent.
 *
 * @param ownOrigins see `ownOriginsOf`; links there are left alone.
 */
export async function trackMessage(
  tracker: Tracker,
  secret: Uint8Array,
  place: MessagePlace,
  body: string,
  ownOrigins: readonly string[],
): Promise<TrackedMessage> {
  const requests = linksToReplace(body, ownOrigins).map((link) => ({ key: linkKey(secret, { ...place, link }), target: link }));
  if (requests.length === 0) return { kind: 'tracked', body, links: [] };
  const made = await tracker.ensureLinks(requests);
  if (!made.ok) return { kind: 'held', failure: made.failure };
  const replaced = replaceLinks(body, new Map(made.value.map(({ target, url }) => [target, url])), ownOrigins);
  if (replaced.kind === 'replaced') return { kind: 'tracked', body: replaced.text, links: made.value };
  const detail = `The tracker left out ${replaced.missing.length} of the links.`;
  return { kind: 'held', failure: { code: 'badAnswer', detail, keys: [], retryAfter: null } };
}
