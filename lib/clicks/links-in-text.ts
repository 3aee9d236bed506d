import { faultOfTarget } from '@/lib/clicks/link-target';

/** Why a link stays as the author wrote it. */
export type KeptReason =
  /** A mustache tag stands inside it, so its target differs per person. */
  | 'varies'
  /** It cannot stand behind a tracked link: no valid host, credentials in it, too long. */
  | 'notTrackable'
  /** It already leads through the tracker. */
  | 'alreadyTracked';

/** One link in a text: `start` and `end` are string offsets, `url` is what stands between them. */
export type LinkInText = {
  readonly start: number;
  readonly end: number;
  readonly url: string;
  readonly kept: KeptReason | null;
};

export type Replacement =
  | { readonly kind: 'replaced'; readonly text: string; readonly count: number }
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] };

const SCHEME = /https?:\/\//giu;
/** Ends a link wherever it stands: white space, controls, quotation marks, angle brackets, and full-width punctuation. */
const ENDS_LINK = /[\s\p{Cc}<>"`“”„«»‹›、。，；：！？（）「」『』【】｛｝|\\^]/u;
/** Belongs to the sentence and not to the link when it stands last. */
const TRAILING = /[.,;:!?'’‘…*]$/u;
const OPENING_OF: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

type Tag = { readonly end: number; readonly kind: 'variable' | 'opens' | 'closes' | 'comment' };

/**
 * Finds the http(s) links of a message body, before or after its mustache tags are filled in. A link ends at white space,
 * quotation marks and the like; punctuation that ends a sentence and unpaired closing brackets are not part of it.
 * A tag inside a link makes it vary per person; the tag that closes a section around the link ends it.
 *
 * @param ownOrigins origins that are the tracker's own, e.g. `https://go.example.com`: links there are kept.
 */
export function findLinks(body: string, ownOrigins: readonly string[] = []): readonly LinkInText[] {
  const found: LinkInText[] = [];
  let from = 0;
  for (;;) {
    SCHEME.lastIndex = from;
    const scheme = SCHEME.exec(body);
    if (scheme === null) return found;
    const start = scheme.index;
    if (standsInsideWord(body, start)) {
      from = start + scheme[0].length;
      continue;
    }
    const { end, varies } = readLink(body, start, start + scheme[0].length);
    const url = body.slice(start, end);
    if (url.length > scheme[0].length) found.push({ start, end, url, kept: keptReason(url, varies, ownOrigins) });
    from = Math.max(end, start + scheme[0].length);
  }
}

/** The different links of a body that are to be replaced, in the order they first appear. */
export function linksToReplace(body: string, ownOrigins: readonly string[] = []): readonly string[] {
  return [...new Set(findLinks(body, ownOrigins).flatMap((link) => (link.kept === null ? [link.url] : [])))];
}

/**
 * Puts tracked links in the place of the written ones. All or nothing: if one replaceable link has no replacement, no text
 * comes back but the list of what is missing, so that no message ever leaves half replaced.
 *
 * @param trackedBy the tracked address for each written one.
 */
export function replaceLinks(
  body: string,
  trackedBy: ReadonlyMap<string, string>,
  ownOrigins: readonly string[] = [],
): Replacement {
  const missing = linksToReplace(body, ownOrigins).filter((url) => !trackedBy.has(url));
  if (missing.length > 0) return { kind: 'incomplete', missing };
  let text = '';
  let at = 0;
  let count = 0;
  for (const link of findLinks(body, ownOrigins)) {
    const tracked = link.kept === null ? trackedBy.get(link.url) : undefined;
    if (tracked === undefined) continue;
    text += body.slice(at, link.start) + tracked;
    at = link.end;
    count += 1;
  }
  return { kind: 'replaced', text: text + body.slice(at), count };
}

function standsInsideWord(body: string, start: number): boolean {
  return start > 0 && /[\p{Script=Latin}\p{N}_]/u.test(body.charAt(start - 1));
}

function readLink(body: string, start: number, afterScheme: number): { end: number; varies: boolean } {
  let at = afterScheme;
  let varies = false;
  let sectionsInside = 0;
  let endOfLastTag = afterScheme;
  while (at < body.length) {
    const tag = tagAt(body, at);
    if (tag === null) {
      if (ENDS_LINK.test(body.charAt(at))) break;
      at += 1;
      continue;
    }
    if (tag.kind === 'comment') break;
    if (tag.kind === 'closes') {
      if (sectionsInside === 0) break;
      sectionsInside -= 1;
    }
    if (tag.kind === 'opens') {
      if (sectionStartsNewWords(body, tag.end)) break;
      sectionsInside += 1;
    }
    varies = true;
    at = tag.end;
    endOfLastTag = at;
  }
  return { end: withoutTrailing(body, start, Math.max(endOfLastTag, afterScheme), at), varies };
}

/** `https://a.com{{#company}} at {{company}}{{/company}}`: the section starts with a blank, so the link ended before it. */
function sectionStartsNewWords(body: string, afterTag: number): boolean {
  return afterTag >= body.length || ENDS_LINK.test(body.charAt(afterTag));
}

function tagAt(body: string, at: number): Tag | null {
  if (!body.startsWith('{{', at)) return null;
  const closing = body.startsWith('{{{', at) ? '}}}' : '}}';
  const close = body.indexOf(closing, at);
  if (close < 0) return null;
  const end = close + closing.length;
  const sign = body.slice(at + closing.length, close).trimStart().charAt(0);
  if (sign === '#' || sign === '^') return { end, kind: 'opens' };
  if (sign === '/') return { end, kind: 'closes' };
  if (sign === '!') return { end, kind: 'comment' };
  return { end, kind: 'variable' };
}

function withoutTrailing(body: string, start: number, notBefore: number, end: number): number {
  let last = end;
  for (;;) {
    if (last <= notBefore) return last;
    const link = body.slice(start, last);
    const sign = link.charAt(link.length - 1);
    const opening = OPENING_OF[sign];
    const unpaired = opening !== undefined && countOf(link, sign) > countOf(link, opening);
    if (!unpaired && !TRAILING.test(link)) return last;
    last -= 1;
  }
}

function countOf(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

function keptReason(url: string, varies: boolean, ownOrigins: readonly string[]): KeptReason | null {
  if (varies) return 'varies';
  if (faultOfTarget(url) !== null) return 'notTrackable';
  const { origin, hostname } = new URL(url);
  if (!hostname.includes('.') || hostname.endsWith('.')) return 'notTrackable';
  return ownOrigins.includes(origin) ? 'alreadyTracked' : null;
}
