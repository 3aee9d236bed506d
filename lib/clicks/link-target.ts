/** Longest address a tracked link may lead to; the redirector enforces the same number. */
const LONGEST_TARGET = 2048;

export type TargetFault = 'notAnAddress' | 'notHttp' | 'hasCredentials' | 'noHost' | 'tooLong';

/**
 * Decides whether an address may stand behind a tracked link: http or https only (never `javascript:` or `data:`),
 * with a host, without user name or password, at most 2,048 characters. Null when it may.
 */
export function faultOfTarget(target: string): TargetFault | null {
  if (target.length > LONGEST_TARGET) return 'tooLong';
  if (!URL.canParse(target)) return 'notAnAddress';
  const url = new URL(target);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'notHttp';
  if (url.hostname === '') return 'noHost';
  if (url.username !== '' || url.password !== '') return 'hasCredentials';
  return null;
}

/** Whether two spellings lead to the same address (`https://a.com` and `https://a.com/`, upper-case host). */
export function sameTarget(one: string, other: string): boolean {
  if (one === other) return true;
  if (!URL.canParse(one) || !URL.canParse(other)) return false;
  return new URL(one).href === new URL(other).href;
}
