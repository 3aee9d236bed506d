import type { Reason } from '@/lib/domain/reasons';
import type { Wall } from '@/lib/linkedin/contract';
import { all, has } from '@/lib/linkedin/find';
import { lineOf, visible } from '@/lib/linkedin/page';

/** Paths that say it all, first match decides; only the path, never the query (`session_redirect` fooled others). */
const PATHS: readonly (readonly [RegExp, Wall])[] = [
  [/^\/checkpoint\/(lg|rm)(\/|$)/u, 'loggedOut'],
  [/^\/(login|uas\/login|uas\/login-submit|uas\/logout|authwall|signup)(\/|$)/u, 'loggedOut'],
  [/^\/checkpoint(\/|$)/u, 'securityCheck'],
  [/^\/(challenge|uas\/consumer-email-challenge)/u, 'securityCheck'],
  [/^\/(404|unavailable)(\/|$)/u, 'gone'],
];

/** Words of pages that have no other sign. They count only on a page without navigation, in its own headings or as its whole text. */
const RESTRICTED = /restrict|suspend|limit[ée]|eingeschränkt|gesperrt|restringid|sospes|beperkt|bloqu/iu;
const THROTTLED = /too many requests|slow down|try again later|trop de requêtes|zu viele anfragen|demasiadas solicitudes|muitas solicitações|te veel verzoeken|troppe richieste/iu;
const CHALLENGE = /security (check|verification)|verify (your identity|you)|unusual activity/iu;

/**
 * Which wall stands in place of the page, if any: by path first, then by the server's answer, then by structure. Texts of profiles
 * and messages are never looked at.
 */
export function readWall(doc: Document): Wall | undefined {
  const { pathname } = doc.location;
  const byPath = PATHS.find(([path]) => path.test(pathname))?.[1];
  if (byPath !== undefined) return byPath === 'securityCheck' && saysRestricted(doc) ? 'restricted' : byPath;
  if (has(doc, 'loginForm') || isSignInDialog(doc)) return 'loggedOut';
  if (all(doc, 'captcha').some((sign) => sign.tagName !== 'IFRAME' || isSeen(sign))) return 'securityCheck';
  if (has(doc, 'agreement')) return 'agreement';
  const status = serverStatus(doc);
  if (has(doc, 'nav')) return status === 404 ? 'gone' : undefined;
  if (isContentless(doc) && saysRestricted(doc)) return 'restricted';
  if (isContentless(doc) && headings(doc).some((heading) => CHALLENGE.test(heading))) return 'securityCheck';
  if (isBare(doc)) {
    const text = lineOf(doc.body);
    if (CHALLENGE.test(text)) return 'securityCheck';
    if (status === 429 || status === 999 || THROTTLED.test(text)) return 'throttled';
  }
  if (status === 429 || status === 999) return 'throttled';
  return status === 404 ? 'gone' : undefined;
}

/** The reason code a wall stands for. */
export function reasonOfWall(wall: Wall): Reason {
  switch (wall) {
    case 'loggedOut': return 'notSignedIn';
    case 'securityCheck': return 'securityCheck';
    case 'restricted': return 'restricted';
    case 'throttled': return 'throttled';
    case 'limitReached': return 'limitReached';
    case 'pageError': return 'pageNotUnderstood';
    case 'gone': return 'profileGone';
    case 'agreement': return 'securityCheck';
  }
}

/** HTTP status of the document, as the browser recorded it; 0 when unknown. */
function serverStatus(doc: Document): number {
  const [entry] = doc.defaultView?.performance.getEntriesByType('navigation') ?? [];
  return entry !== undefined && 'responseStatus' in entry && typeof entry.responseStatus === 'number' ? entry.responseStatus : 0;
}

/** A page of a few lines that is none of LinkedIn's programs. */
function isBare(doc: Document): boolean {
  return doc.querySelector('main, [role="main"], #root') === null && lineOf(doc.body).length < 2000;
}

function saysRestricted(doc: Document): boolean {
  return !has(doc, 'nav') && headings(doc).some((heading) => RESTRICTED.test(heading));
}

/** Frames of the size of a dot watch; they ask nothing. */
function isSeen(frame: HTMLElement): boolean {
  const { width, height } = frame.getBoundingClientRect();
  return width > 10 && height > 10;
}

/** A short page with nothing of LinkedIn's programs in it: the headings of people and conversations hold any word, and may come before the navigation. */
function isContentless(doc: Document): boolean {
  return lineOf(doc.body).length < 2000 && doc.querySelector('[data-sdui-screen], [componentkey], .scaffold-layout__list-detail') === null
    && !(['pane', 'bubble', 'topCard', 'connectionCard', 'inboxList'] as const).some((target) => has(doc, target));
}

function headings(doc: Document): string[] {
  return [...doc.querySelectorAll('h1, h2')].filter(visible).map(lineOf);
}

/** A sign-in box laid over a page that went on showing its content. */
function isSignInDialog(doc: Document): boolean {
  return all(doc, 'dialog').some((dialog) => dialog.querySelector('input[type="password"], a[href*="/login"], a[href*="/signup"], form[action*="/login"]') !== null);
}

/**
 * The wall of a page that had its time: also LinkedIn's own "something went wrong", which a page still loading can resemble.
 */
export function readWallAtLast(doc: Document): Wall | undefined {
  return readWall(doc) ?? (isPageError(doc) ? 'pageError' : undefined);
}

/** The shell without its content: a heading, perhaps a sentence, and a single button, where a conversation, a top card or a list should be. */
function isPageError(doc: Document): boolean {
  if (has(doc, 'pane') || has(doc, 'topCard') || has(doc, 'connectionCard')) return false;
  return [...doc.querySelectorAll('main h1, main h2')].some((heading) => {
    const box = heading.parentElement;
    if (box === null || !visible(heading) || lineOf(box).length > 250) return false;
    return box.querySelectorAll('button').length === 1 && box.querySelector('a[href], input, img, form') === null;
  });
}
