import { appears } from '@/lib/linkedin/appear';
import type { ConnectionCard, ConnectionsOrder, PageAnswers, PageMessage } from '@/lib/linkedin/contract';
import { all, roughCount } from '@/lib/linkedin/find';
import { composeRecipient, personIn } from '@/lib/linkedin/ids';
import { lineOf, visible, type Page } from '@/lib/linkedin/page';
import { TARGETS } from '@/lib/linkedin/selectors';
import { pause, settled, until } from '@/lib/linkedin/wait';
import { readWall, reasonOfWall } from '@/lib/linkedin/wall';

/** There is no end marker: the list has ended when nothing comes for this long (linkedin-pages 9.2). */
const END_MS = 15_000;
const NUDGES = 3;

type Batch = Extract<PageMessage, { type: 'connections' }>;

/**
 * Reads the member's own connections list from the top, ten at a time, at the pace the worker sets with each answer. It ends at the end of
 * the list or when told to stop; which people are news is the worker's to know.
 */
export async function readConnections(
  page: Page, order: ConnectionsOrder, send: (batch: Batch) => Promise<PageAnswers['connections'] | undefined>,
): Promise<void> {
  const batch = (cards: ConnectionCard[], end: Batch['end'], reason?: Batch['reason']): Batch => {
    const total = totalIn(page.doc);
    return { type: 'connections', orderId: order.orderId, cards, end, ...(total === undefined ? {} : { total }), ...(reason === undefined ? {} : { reason }) };
  };
  const first = await appears(page, () => (readWall(page.doc) !== undefined || roughCount(page.doc, 'connectionCard') > 0 ? 'there' : undefined));
  const wall = readWall(page.doc);
  if (first === undefined || wall !== undefined) {
    await send(batch([], 'stopped', wall === undefined ? 'pageNotUnderstood' : reasonOfWall(wall)));
    return;
  }
  const sent = new Set<string>();
  for (;;) {
    await settled(page, 400, 3000, () => String(roughCount(page.doc, 'connectionCard')));
    const fresh = readCards(page.doc, sent);
    for (const card of fresh) sent.add(card.slug);
    const answer = await send(batch(fresh, 'more'));
    if (answer === undefined || answer.next === 'stop') return;
    await pause(page, answer.waitMs);
    const blocked = readWall(page.doc);
    if (blocked !== undefined) {
      await send(batch([], 'stopped', reasonOfWall(blocked)));
      return;
    }
    if (!(await moreCards(page, sent))) {
      await send(batch([], 'end'));
      return;
    }
  }
}

/** Scrolls for the next cards; false when none came. */
async function moreCards(page: Page, known: ReadonlySet<string>): Promise<boolean> {
  const before = roughCount(page.doc, 'connectionCard');
  for (let nudge = 0; nudge < NUDGES; nudge += 1) {
    const [button] = all(page.doc, 'showMore');
    if (button !== undefined && button.tagName === 'BUTTON') button.click();
    scrollDown(page.doc);
    const more = await until(page, END_MS / NUDGES, () => (roughCount(page.doc, 'connectionCard') > before && readCards(page.doc, known).length > 0 ? 'more' : undefined));
    if (more !== undefined) return true;
  }
  return false;
}

/** The scroller is `main` in the new app and the window in the class-based one; a hidden tab fires no scroll events by itself. */
function scrollDown(doc: Document): void {
  const main = doc.querySelector('main');
  const boxes = [main, doc.scrollingElement].filter((box) => box !== null);
  for (const box of boxes) {
    box.scrollTop = Math.max(0, box.scrollHeight - box.clientHeight - 60);
    box.scrollTop = box.scrollHeight;
    (box === doc.scrollingElement ? doc : box).dispatchEvent(new Event('scroll', { bubbles: true }));
  }
}

/** The cards in the page that are not known yet, in the order of the list; cards without a link (restricted members) are left out. */
export function readCards(doc: Document, known: ReadonlySet<string> = new Set()): ConnectionCard[] {
  const { cards, by } = cardsIn(doc);
  return cards.flatMap((card) => {
    const people = [...card.querySelectorAll('a[href*="/in/"]')].map((link) => personIn(link.getAttribute('href') ?? ''));
    const slugs = new Set(people.flatMap((person) => (person !== undefined && 'slug' in person ? [person.slug] : [])));
    const [slug = ''] = slugs;
    if (known.has(slug) || !visible(card)) return [];
    const { name, headline, dateText } = textsOf(card);
    if (slugs.size !== 1 || name === '') return [];
    const ids = new Set(all(card, 'composeLink').flatMap((link) => {
      const recipient = composeRecipient(link.getAttribute('href') ?? '');
      return typeof recipient === 'object' ? [recipient.id] : [];
    }));
    const [memberId] = ids;
    const connectedOn = calendarDate(dateText, doc.documentElement.lang);
    // Where only links tell a card, the date tells a connection from somebody suggested beside the list.
    if (by === 'links' && connectedOn === undefined) return [];
    return [{
      slug, name, headline, ...(memberId === undefined || ids.size > 1 ? {} : { memberId }), ...(connectedOn === undefined ? {} : { connectedOn }),
    }];
  });
}

/** Drawn or not: the list is long, and each card is looked at once. */
function cardsIn(doc: Document): { cards: HTMLElement[]; by: string } {
  for (const { css, name } of TARGETS.connectionCard) {
    const cards = [...doc.querySelectorAll<HTMLElement>(css)];
    if (cards.length > 0) return { cards, by: name };
  }
  return { cards: [], by: '' };
}

function textsOf(card: HTMLElement): { name: string; headline: string; dateText: string } {
  const [className] = all(card, 'cardName');
  if (className !== undefined) return { name: lineOf(className), headline: lineOf(all(card, 'cardHeadline')[0]), dateText: lineOf(card.querySelector('time')) };
  const link = [...card.querySelectorAll('a[href*="/in/"]')].find((candidate) => candidate.querySelector('p') !== null);
  const shown = [...card.querySelectorAll('p')].filter(visible);
  if (link === undefined) {
    const [name = '', headline = '', dateText = ''] = shown.map(lineOf);
    return { name, headline, dateText };
  }
  const lines = shown.filter((line) => link.contains(line)).map(lineOf);
  const date = shown.filter((line) => !link.contains(line)).map(lineOf).find((line) => /\d{4}/u.test(line));
  return { name: lines[0] ?? '', headline: lines[1] ?? '', dateText: date ?? '' };
}

/** How many connections the header says there are: the number of a line that is hardly more than that number. */
function totalIn(doc: Document): number | undefined {
  for (const line of doc.querySelectorAll('main p, main h1, main header span')) {
    const text = lineOf(line);
    if (line.children.length > 0 || line.closest('[componentkey^="ConnectionCard_"], .mn-connection-card') !== null || text.length > 40) continue;
    const digits = /^\D{0,20}?(\d[\d.,\s]*)\D{1,25}$/u.exec(text)?.[1]?.replace(/\D/gu, '');
    if (digits !== undefined && digits !== '') return Number(digits);
  }
  return undefined;
}

/**
 * A full date in the page's language as 'YYYY-MM-DD': year and day are digits, the month is looked up among the language's month names
 * as the browser knows them. Undefined for relative dates and anything not understood.
 */
export function calendarDate(text: string, language: string): string | undefined {
  const year = /(?<!\d)(\d{4})(?!\d)/u.exec(text)?.[1];
  const day = /(?<!\d)(\d{1,2})(?!\d)/u.exec(text.replace(year ?? '', ' '))?.[1];
  if (year === undefined || day === undefined) return undefined;
  const lower = text.toLowerCase();
  const months = monthNames(language).map((names, index) => ({ month: index + 1, found: names.filter((name) => lower.includes(name)).sort((a, b) => b.length - a.length)[0] }));
  const hits = months.flatMap(({ month, found }) => (found === undefined ? [] : [{ month, found }])).sort((a, b) => b.found.length - a.found.length);
  const [best] = hits;
  return best === undefined ? undefined : `${year}-${String(best.month).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function monthNames(language: string): string[][] {
  const locales = [language, 'en'].filter((locale) => locale !== '');
  return Array.from({ length: 12 }, (_, month) => locales.flatMap((locale) => (['long', 'short'] as const).flatMap((style) => nameOf(locale, month, style))));
}

function nameOf(locale: string, month: number, style: 'long' | 'short'): string[] {
  try {
    const parts = new Intl.DateTimeFormat(locale, { month: style, day: 'numeric', timeZone: 'UTC' }).formatToParts(Date.UTC(2026, month, 15));
    const name = parts.find((part) => part.type === 'month')?.value.toLowerCase().replace(/\.$/u, '');
    return name === undefined || name.length < 3 ? [] : [name];
  } catch {
    return [];
  }
}
