import type { MemberId } from '@/lib/domain/campaign';

const MEMBER_ID = /^ACo[\w-]{30,60}$/u;

/** Whether a path part or parameter is a member id (39 characters, beginning `ACoAA` or `ACo`), as opposed to a slug. */
export function isMemberId(value: string): boolean {
  return MEMBER_ID.test(value);
}

/** What a link of the form `/in/…` names: a member id or a slug (decoded, lower case, NFC); undefined for other links. */
export function personIn(href: string): { id: MemberId } | { slug: string } | undefined {
  const url = parse(href);
  const part = url === undefined ? undefined : /^\/in\/([^/]+)/u.exec(url.pathname)?.[1];
  if (part === undefined) return undefined;
  const decoded = decode(part);
  return isMemberId(decoded) ? { id: decoded } : { slug: slugKey(decoded) };
}

/** Slugs are compared decoded, in lower case and NFC. */
export function slugKey(slug: string): string {
  return decode(slug).normalize('NFC').toLowerCase();
}

/**
 * The one person a compose link or address is for. `none` for a compose link without recipient (the decoy "Send profile in a
 * message"), `conflict` when `recipient` and `profileUrn` name two people, undefined when it is no compose link at all.
 */
export function composeRecipient(href: string): { id: MemberId } | 'none' | 'conflict' | undefined {
  const url = parse(href);
  if (url === undefined || !/^\/messaging\/(compose|thread\/new)\/?$/u.test(url.pathname)) return undefined;
  const named = ['recipient', 'profileUrn']
    .map((key) => url.searchParams.get(key))
    .filter((value) => value !== null)
    .map((value) => value.replace(/^urn:li:fsd_profile:/u, ''));
  const [first, second] = named;
  if (first === undefined) return 'none';
  if (second !== undefined && second !== first) return 'conflict';
  return isMemberId(first) ? { id: first } : 'none';
}

/** The thread a page address shows (`2-…`), with its padding, which an address may have lost. */
export function threadIn(path: string): string | undefined {
  const part = /^\/messaging\/thread\/([^/]+)/u.exec(path)?.[1];
  const decoded = part === undefined ? undefined : decode(part);
  if (decoded?.startsWith('2-') !== true) return undefined;
  return decoded.endsWith('=') ? decoded : `2-${decoded.slice(2).padEnd(Math.ceil((decoded.length - 2) / 4) * 4, '=')}`;
}

/** What a row's server-given id says: whose mailbox it is, the server's time (ms) and the thread. */
export interface EventUrn {
  owner: MemberId;
  at: number;
  threadId: string;
}

/**
 * Reads `urn:li:msg_message:(urn:li:fsd_profile:OWNER,2-BASE64)`; the base64 part holds `<ms>b<5 digits>-<3 digits>&<thread part>`
 * (linkedin-pages 4.3). Undefined for anything else: such a row proves nothing.
 */
export function readEventUrn(urn: string): EventUrn | undefined {
  const outer = /^urn:li:msg_message:\(urn:li:fsd_profile:([^,]+),2-([\w+/=%-]+)\)$/u.exec(urn);
  const [, owner, packed] = outer ?? [];
  if (owner === undefined || packed === undefined || !isMemberId(owner)) return undefined;
  const inner = /^(\d{12,14})b\d+-\d+&(.+)$/u.exec(unpack(decode(packed)));
  const [, at, thread] = inner ?? [];
  if (at === undefined || thread === undefined) return undefined;
  return { owner, at: Number(at), threadId: `2-${btoa(thread)}` };
}

function unpack(packed: string): string {
  try {
    return atob(packed.replace(/-/gu, '+').replace(/_/gu, '/'));
  } catch {
    return '';
  }
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function parse(href: string): URL | undefined {
  try {
    const url = new URL(href, 'https://www.linkedin.com');
    return url.hostname === 'www.linkedin.com' ? url : undefined;
  } catch {
    return undefined;
  }
}
