import { faultOfTarget, type TargetFault } from '@/lib/clicks/link-target';
import { LINK_KEY_PATTERN } from '@/lib/clicks/link-key';
import { failed, succeeded, type LinkRequest, type TrackedLink, type TrackerResult } from '@/lib/clicks/tracker';

const FAULT_WORDS: Readonly<Record<TargetFault, string>> = {
  notAnAddress: 'is not a valid address',
  notHttp: 'does not start with http:// or https://',
  hasCredentials: 'contains a user name or password',
  noHost: 'names no host',
  tooLong: 'is longer than 2,048 characters',
};

/** Decides whether these may be asked of a tracker, and joins repeats. Nothing is sent when one is wrong. */
export function checkedRequests(links: readonly LinkRequest[]): TrackerResult<readonly LinkRequest[]> {
  const byKey = new Map<string, LinkRequest>();
  for (const link of links) {
    if (!LINK_KEY_PATTERN.test(link.key)) return failed('badInput', `"${link.key}" is not a link key.`, { keys: [link.key] });
    const fault = faultOfTarget(link.target);
    if (fault !== null) {
      return failed('badInput', `The link "${link.target.slice(0, 120)}" ${FAULT_WORDS[fault]}.`, { keys: [link.key] });
    }
    const other = byKey.get(link.key);
    if (other !== undefined && other.target !== link.target) {
      return failed('badInput', 'One key was asked for with two different targets.', { keys: [link.key] });
    }
    byKey.set(link.key, link);
  }
  return succeeded([...byKey.values()]);
}

/** Answers in the order asked; a link that is missing makes the whole answer a bad one. */
export function inOrderAsked(
  links: readonly LinkRequest[],
  standing: ReadonlyMap<string, TrackedLink>,
): TrackerResult<readonly TrackedLink[]> {
  const ordered: TrackedLink[] = [];
  for (const { key } of links) {
    const link = standing.get(key);
    if (link === undefined) return failed('badAnswer', 'The tracker left out a link it was asked for.', { keys: [key] });
    ordered.push(link);
  }
  return succeeded(ordered);
}

/** Whether an address the tracker hands back is one: http(s), ending in our key. */
export function isShortUrl(url: string, key: string): boolean {
  return faultOfTarget(url) === null && new URL(url).pathname.endsWith(`/${key}`);
}

export function inChunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
