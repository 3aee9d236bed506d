import { appears } from '@/lib/linkedin/appear';
import type { MemberId } from '@/lib/domain/campaign';
import type { Reason } from '@/lib/domain/reasons';
import type { ResolveOrder, ResolveResult } from '@/lib/linkedin/contract';
import { all, find } from '@/lib/linkedin/find';
import { composeRecipient, isMemberId, personIn, slugKey } from '@/lib/linkedin/ids';
import { lineOf, visible, visibleLine, type Page } from '@/lib/linkedin/page';
import { settled } from '@/lib/linkedin/wait';
import { readWall, readWallAtLast, reasonOfWall } from '@/lib/linkedin/wall';

type Degree = 'first' | 'notFirst' | 'unknown';

/** What the top card of a profile says, all places agreeing. */
export interface Profile {
  memberId: MemberId;
  slug: string;
  degree: Degree;
  /** the member's own profile */
  own: 'yes' | 'no';
}

/**
 * Reads member id and degree of the person whose profile is open. The id comes from the top card's own key and from the compose link in it;
 * both must agree, and the card must be the one of the address. Other people's links stand all over the page and are never looked at.
 */
export async function resolve(page: Page, order: ResolveOrder): Promise<ResolveResult> {
  const seen = await appears(page, () => {
    const wall = readWall(page.doc);
    if (wall !== undefined) return { ok: false as const, reason: reasonOfWall(wall), wall };
    const now = readProfile(page.doc);
    return now.ok ? now : undefined;
  });
  if (seen === undefined) return failure(page.doc);
  if (!seen.ok) return seen;
  await settled(page, 600, 4000, () => JSON.stringify(readProfile(page.doc)));
  const wall = readWall(page.doc);
  if (wall !== undefined) return { ok: false, reason: reasonOfWall(wall), wall };
  const profile = readProfile(page.doc);
  if (!profile.ok) return { ok: false, reason: profile.reason };
  const { memberId, slug, degree } = profile.profile;
  const asked = isMemberId(order.slug) ? order.slug : slugKey(order.slug);
  // An address by member id must lead to that very member; a slug may have been renamed and redirect.
  if (isMemberId(order.slug) && order.slug !== memberId) return { ok: false, reason: 'recipientMismatch' };
  if (!isAsked(page.doc, asked, profile.profile)) return { ok: false, reason: 'tabNavigated' };
  return { ok: true, memberId, slug, degree };
}

function failure(doc: Document): Extract<ResolveResult, { ok: false }> {
  const wall = readWallAtLast(doc);
  if (wall !== undefined) return { ok: false, reason: reasonOfWall(wall), wall };
  const read = readProfile(doc);
  return { ok: false, reason: read.ok ? 'pageNotUnderstood' : read.reason };
}

/**
 * Whether the page shows the person the order asked for: the address is the asked one, or the server redirected it (a renamed slug), or the
 * page itself replaced it before anybody touched the tab.
 */
function isAsked(doc: Document, asked: string, profile: Profile): boolean {
  if (asked === profile.slug || isMemberId(asked)) return true;
  const view = doc.defaultView;
  const [entry] = view?.performance.getEntriesByType('navigation') ?? [];
  if (entry === undefined || view === null) return false;
  const loaded = personIn(entry.name);
  const loadedSlug = loaded !== undefined && 'slug' in loaded ? loaded.slug : '';
  const redirected = 'redirectCount' in entry && typeof entry.redirectCount === 'number' && entry.redirectCount > 0;
  return (redirected && loadedSlug === profile.slug) || (loadedSlug === asked && !view.navigator.userActivation.hasBeenActive);
}

export type ProfileResult = { ok: true; profile: Profile } | { ok: false; reason: Reason };

/** The profile as the page shows it now. */
export function readProfile(doc: Document): ProfileResult {
  const address = personIn(doc.location.href);
  if (address === undefined) return { ok: false, reason: 'pageNotUnderstood' };
  const card = topCardOf(doc, address);
  if (card === undefined) return { ok: false, reason: 'pageNotUnderstood' };
  const ids = new Set<string>([...keyIds(doc, card), ...composeIds(card), ...dataIds(doc, address)]);
  const [memberId] = ids;
  if (memberId === undefined || ids.size > 1) return { ok: false, reason: ids.size > 1 ? 'recipientMismatch' : 'pageNotUnderstood' };
  if ('id' in address && address.id !== memberId) return { ok: false, reason: 'recipientMismatch' };
  const slug = 'slug' in address ? address.slug : (nameSlug(card) ?? '');
  const own = card.querySelector('a[href*="/edit/intro/"]') !== null;
  return { ok: true, profile: { memberId, slug, degree: own ? 'unknown' : degreeIn(card, slug), own: own ? 'yes' : 'no' } };
}

/** The card of the person in the address: by key, by id, by class, or the section that names the address under its heading. */
function topCardOf(doc: Document, address: { id: MemberId } | { slug: string }): HTMLElement | undefined {
  const known = innermost(find(doc, 'topCard').elements);
  const cards = known.length > 0 ? known : innermost(all(doc, 'profileSection').filter((section) => isCardOf(section, address)));
  const [card, second] = cards;
  if (card === undefined || second !== undefined) return undefined;
  const named = nameSlug(card) ?? contactInfoOf(card);
  return 'slug' in address && named !== undefined && named !== address.slug ? undefined : card;
}

/** A section that is nobody's by name: a heading that leads to the address, or one with the person's contact info or own edit link. */
function isCardOf(section: Element, address: { id: MemberId } | { slug: string }): boolean {
  if (section.querySelector('h1, h2') === null) return false;
  return contactInfoOf(section) !== undefined || ('slug' in address && nameSlug(section) === address.slug);
}

function innermost(elements: HTMLElement[]): HTMLElement[] {
  return elements.filter((element) => !elements.some((other) => other !== element && element.contains(other)));
}

function nameSlug(card: Element): string | undefined {
  const slugs = new Set<string>();
  for (const link of card.querySelectorAll('a[href*="/in/"]:has(h1, h2)')) {
    const person = personIn(link.getAttribute('href') ?? '');
    if (person !== undefined && 'slug' in person) slugs.add(person.slug);
  }
  const [slug] = slugs;
  return slugs.size === 1 ? slug : undefined;
}

function contactInfoOf(card: Element): string | undefined {
  const link = card.querySelector('a[href*="/overlay/contact-info"], a[href*="/edit/intro/"]');
  const person = personIn(link?.getAttribute('href') ?? '');
  return person !== undefined && 'slug' in person ? person.slug : undefined;
}

function keyIds(doc: Document, card: Element): string[] {
  const keyed = [card, card.closest('[componentkey$="Topcard"]'), card.closest('[id$="Topcard"]'), ...doc.querySelectorAll('[componentkey$="Topcard"], [id$="Topcard"]')];
  return keyed.flatMap((element) => [element?.getAttribute('componentkey'), element?.getAttribute('id')])
    .map((key) => /ref(ACo[\w-]+)Topcard$/u.exec(key ?? '')?.[1])
    .filter((id) => id !== undefined)
    .filter(isMemberId);
}

function composeIds(card: Element): string[] {
  return all(card, 'composeLink').flatMap((link) => {
    const recipient = composeRecipient(link.getAttribute('href') ?? '');
    return typeof recipient === 'object' ? [recipient.id] : [];
  });
}

/** On class-based pages the id stands only in the page's data: the entity whose public name is the one in the address. */
function dataIds(doc: Document, address: { id: MemberId } | { slug: string }): string[] {
  if (!('slug' in address)) return [];
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const entries = Object.entries(value);
    const fields: Record<string, unknown> = Object.fromEntries(entries);
    const slug = fields['publicIdentifier'];
    if (typeof slug === 'string' && slugKey(slug) === address.slug) {
      for (const urn of [fields['entityUrn'], fields['dashEntityUrn']]) {
        const id = typeof urn === 'string' ? /^urn:li:fsd?_(?:miniP|p)rofile:(.+)$/u.exec(urn)?.[1] : undefined;
        if (id !== undefined && isMemberId(id)) found.push(id);
      }
    }
    for (const [, inner] of entries) look(inner);
  };
  for (const block of doc.querySelectorAll('code[id^="bpr-guid-"]')) {
    const text = block.textContent ?? '';
    if (text.includes('"publicIdentifier"')) look(parsed(text));
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * 1st degree needs the visible degree ("· 1st") and the action row to say so; any contradiction is `unknown`. The digit decides, in every
 * language; the other state stands in the page too, hidden.
 */
function degreeIn(card: HTMLElement, slug: string): Degree {
  const digits = new Set<string>();
  for (const place of card.querySelectorAll('p, span')) {
    const text = visible(place) ? visibleLine(place) : '';
    const digit = (place.matches('.dist-value') ? /^\D{0,6}([123])\D{0,8}$/u : /^[·•]\D{0,6}([123])\D{0,8}$/u).exec(text)?.[1];
    if (digit !== undefined) digits.add(digit);
  }
  const row = actionRow(card, slug);
  if (digits.size > 1) return 'unknown';
  if (digits.has('1')) return row === 'connected' ? 'first' : 'unknown';
  return digits.size === 1 ? 'notFirst' : row === 'notConnected' ? 'notFirst' : 'unknown';
}

/** Where the actions stand side by side: around the control's own wrapper, or the nearest place that holds a second control. */
function rowOf(control: HTMLElement, card: HTMLElement): Element {
  for (let box: Element = control; box !== card && box.parentElement !== null; box = box.parentElement) {
    if ([...box.parentElement.querySelectorAll('a, button')].some((other) => other !== control && !control.contains(other) && visible(other))) return box.parentElement;
  }
  return card;
}

/** What the action row shows: a Message control, and no Follow, invite or pending beside it. */
function actionRow(card: HTMLElement, slug: string): 'connected' | 'notConnected' | 'unknown' {
  const [anchor] = all(card, 'composeLink').filter((link) => typeof composeRecipient(link.getAttribute('href') ?? '') === 'object');
  const [classic] = all(card, 'messageButton');
  const control = anchor ?? classic;
  if (control === undefined) return 'unknown';
  const row = rowOf(control, card);
  const invites = [...row.querySelectorAll('a[href*="/preload/custom-invite/"]')].some(visible);
  const pending = [...row.querySelectorAll('a[aria-label]')].some((link) => {
    const person = personIn(link.getAttribute('href') ?? '');
    return visible(link) && person !== undefined && 'slug' in person && person.slug === slug;
  });
  // Among labelled buttons of the new app's row only Follow is met, menus aside; the class-based row labels Message and More too, and only
  // Follow names the person.
  const name = lineOf(card.querySelector('h1, h2')).split(' ')[0] ?? '';
  const labelled = [...row.querySelectorAll<HTMLElement>('button[aria-label]:not([aria-expanded], [aria-haspopup], [id$="profile-overflow-action"], .artdeco-dropdown__trigger)')]
    .filter((button) => visible(button) && button !== classic && (anchor !== undefined || (button.getAttribute('aria-label') ?? '').normalize('NFC').includes(name)));
  return invites || pending || labelled.length > 0 ? 'notConnected' : 'connected';
}
