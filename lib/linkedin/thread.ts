import type { MemberId } from '@/lib/domain/campaign';
import type { RowAuthor, RowKind, ThreadReading, ThreadRow } from '@/lib/domain/thread';
import { all, countsOf, find, has, only } from '@/lib/linkedin/find';
import { personIn, readEventUrn } from '@/lib/linkedin/ids';
import { isElement, lineOf, type Page } from '@/lib/linkedin/page';
import { normalText } from '@/lib/linkedin/text';
import { settled, until } from '@/lib/linkedin/wait';

/**
 * How far back a thread must be read: to this server time (ms), to this row, and at least `ROWS_MIN` rows, or to its top. With neither
 * given the whole thread is read.
 */
export interface ReadBackTo { at?: number; urn?: string }

const ROWS_MIN = 20;
/** LinkedIn hands out this many older messages at a time: fewer than that at first means there are no others. */
const PAGE_ROWS = 20;
const QUIET_MS = 700;
const OLDER_MS = 2500;
const OLDER_SLOW_MS = 20_000;
/** A longer thread than this is not read to its top. */
const ROWS_MAX = 1900;

/** A row as it stands in the page now; without `urn` the server has not answered for it (or refused it). */
export interface SeenRow {
  urn: string | undefined;
  at: number | undefined;
  author: RowAuthor;
  kind: RowKind;
  text: string;
  failed: boolean;
}

/**
 * Reads the rows that are in the page, oldest first. Who wrote a row is decided by the member id of its group's link; a group's later
 * rows carry none and inherit it; the `--other` class and the sending indicator may only confirm or fill in, and a contradiction is
 * `unknown` (linkedin-pages section 6).
 */
export function rowsIn(conversation: Element, ownId: MemberId, otherId: MemberId): SeenRow[] {
  let inherited: RowAuthor | undefined;
  return all(conversation, 'item').map((item) => {
    const row = item.matches('[data-event-urn]') ? item : (item.querySelector<HTMLElement>('[data-event-urn]') ?? item);
    const urn = readEventUrn(row.getAttribute('data-event-urn') ?? '');
    const linked = authorByLink(item, ownId, otherId);
    const kind = kindOf(item);
    if (linked !== undefined) inherited = linked;
    else if (has(item, 'rowMeta')) inherited = undefined;
    const base = kind === 'system' && linked === undefined ? undefined : inherited;
    return {
      urn: urn === undefined ? undefined : (row.getAttribute('data-event-urn') ?? undefined),
      at: urn?.at,
      author: confirmed(item, base),
      kind,
      text: kind === 'text' ? bodyOf(item) : '',
      failed: has(item, 'rowFailed'),
    };
  });
}

function authorByLink(item: HTMLElement, ownId: MemberId, otherId: MemberId): RowAuthor | undefined {
  const ids = new Set<string>();
  for (const link of [...all(item, 'rowMetaLink'), ...all(item, 'rowPhotoLink')]) {
    const person = personIn(link.getAttribute('href') ?? '');
    if (person !== undefined && 'id' in person) ids.add(person.id);
  }
  const [id] = ids;
  if (id === undefined) return undefined;
  if (ids.size > 1) return 'unknown';
  return id === ownId ? 'own' : id === otherId ? 'theirs' : 'unknown';
}

/** A third person's id is `unknown` for good; where no id speaks, class and indicator may; a contradiction is `unknown`. */
function confirmed(item: HTMLElement, byId: RowAuthor | undefined): RowAuthor {
  const other = item.matches('.msg-s-event-listitem--other') || has(item, 'rowOther');
  const sending = has(item, 'rowSending');
  const byLook: RowAuthor | undefined = other === sending ? undefined : other ? 'theirs' : 'own';
  if (other && sending) return 'unknown';
  if (byId === undefined) return byLook ?? 'unknown';
  return byLook === undefined || byLook === byId ? byId : 'unknown';
}

function kindOf(item: HTMLElement): RowKind {
  if (has(item, 'rowRecalled')) return 'recalled';
  if (has(item, 'rowBody')) return 'text';
  return has(item, 'rowBubble') && !isReactionOnly(item) ? 'attachment' : 'system';
}

/** A reaction by itself is no message; a picture that somebody reacted to is one. */
function isReactionOnly(item: HTMLElement): boolean {
  const reactions = all(item, 'rowReaction');
  const within = (element: Element): boolean => reactions.some((reaction) => reaction.contains(element));
  return reactions.length > 0 && all(item, 'rowBubble').every((bubble) => within(bubble)
    || (![...bubble.querySelectorAll('img, video, audio, a, button, svg')].some((part) => !within(part)) && reactions.some((reaction) => bubble.contains(reaction) && lineOf(reaction) === lineOf(bubble))));
}

function bodyOf(item: HTMLElement): string {
  return normalText(all(item, 'rowBody').map(linesOf).join('\n')).trim();
}

/** Text of one paragraph: `<br>` is a line break, comments are nothing. */
export function linesOf(element: Element): string {
  let text = '';
  const walk = (node: Node): void => {
    if (node.nodeType === 3) text += node.textContent ?? '';
    else if (isElement(node)) {
      if (node.tagName === 'BR') text += '\n';
      else for (const child of node.childNodes) walk(child);
    }
  };
  walk(element);
  return text;
}

/** Why a thread could not be read as far as asked. */
export type ThreadResult = { ok: true; thread: ThreadReading } | { ok: false; reason: 'threadUnreadable' | 'tabHidden' | 'pageNotUnderstood'; evidence: string };

/**
 * Reads a thread back as far as asked, scrolling the list up, and leaves it at its end. `locate` finds the conversation anew after
 * each wait. A row without a readable id or author never counts as nothing: it is reported as it is.
 */
export async function readThread(
  page: Page, locate: () => Element | undefined, ids: { own: MemberId; other: MemberId }, readBackTo: ReadBackTo,
): Promise<ThreadResult> {
  const known = new Map<string, ThreadRow>();
  await settled(page, QUIET_MS, 10_000, () => rowState(locate()));
  const initial = collect();
  if (initial === undefined) return { ok: false, reason: 'pageNotUnderstood', evidence: goneEvidence(locate()) };
  if (initial === 0) return done('top');
  let idle = 0;
  let pulled = 0;
  while (!farEnough() && known.size < ROWS_MAX) {
    const older = await pullOlder(page, locate, initial < PAGE_ROWS ? OLDER_MS / 2 : OLDER_MS);
    if (older === 'grown') await settled(page, QUIET_MS / 2, 5000, () => rowState(locate()));
    if (collect() === undefined) return { ok: false, reason: 'pageNotUnderstood', evidence: goneEvidence(locate()) };
    if (older === 'noList') return { ok: false, reason: 'threadUnreadable', evidence: `list=0 rows=${String(known.size)}` };
    pulled += older === 'grown' ? 1 : 0;
    idle = older === 'grown' ? 0 : idle + 1;
    if (idle < (initial < PAGE_ROWS ? 1 : 2)) continue;
    // A hidden tab draws no frames: a list that loads by what is in view may have more and not show it.
    const trusted = page.doc.visibilityState === 'visible' || initial < PAGE_ROWS || pulled > 0;
    return trusted ? done('top') : { ok: false, reason: 'tabHidden', evidence: `rows=${String(known.size)}` };
  }
  return farEnough() ? done('part') : { ok: false, reason: 'threadUnreadable', evidence: `rows=${String(known.size)}` };

  function collect(): number | undefined {
    const element = locate();
    if (element === undefined || isUndescribed(element)) return undefined;
    for (const row of rowsIn(element, ids.own, ids.other)) {
      if (row.urn === undefined || row.at === undefined) continue;
      const before = known.get(row.urn);
      const author = row.author === 'unknown' ? (before?.author ?? 'unknown') : row.author;
      known.set(row.urn, { urn: row.urn, at: row.at, author, kind: row.kind, text: row.text });
    }
    return known.size;
  }
  function farEnough(): boolean {
    const { at, urn } = readBackTo;
    if (at === undefined && urn === undefined) return false;
    const oldest = Math.min(...[...known.values()].map((row) => row.at));
    return known.size >= ROWS_MIN && (urn === undefined || known.has(urn)) && (at === undefined || oldest <= at);
  }
  function done(reached: ThreadReading['reached']): ThreadResult {
    const list = scroller(locate());
    if (list !== undefined) scrollTo(list, 'end');
    return { ok: true, thread: reading([...known.values()], ids.other, reached) };
  }
}

/** Rows that only their ids betray: what they say and who wrote them cannot be told, so they must not pass for no reply. */
function isUndescribed(element: Element): boolean {
  return has(element, 'row') && find(element, 'item').strategy !== 'class';
}

function goneEvidence(element: Element | undefined): string {
  return element === undefined ? 'conversation=gone' : countsOf(element, ['row', 'item', 'rowBody', 'rowMeta']);
}

/** The rows now in the page as a reading, without moving anything. */
export function readVisible(element: Element, ids: { own: MemberId; other: MemberId }): ThreadReading {
  const rows = rowsIn(element, ids.own, ids.other).flatMap(({ urn, at, author, kind, text }) => (urn === undefined || at === undefined ? [] : [{ urn, at, author, kind, text }]));
  return reading(rows, ids.other, 'part');
}

/** Adds rows that came since, so that a reading made earlier and the page now are one. */
export function withNewRows(thread: ThreadReading, element: Element, ids: { own: MemberId; other: MemberId }): ThreadReading {
  const rows = new Map(thread.rows.map((row) => [row.urn, row]));
  for (const row of readVisible(element, ids).rows) {
    const before = rows.get(row.urn);
    rows.set(row.urn, row.author === 'unknown' && before !== undefined ? { ...row, author: before.author } : row);
  }
  return reading([...rows.values()], ids.other, thread.reached);
}

function reading(rows: ThreadRow[], otherId: MemberId, reached: ThreadReading['reached']): ThreadReading {
  const ordered = rows.toSorted((a, b) => a.at - b.at);
  const threadId = readEventUrn(ordered[0]?.urn ?? '')?.threadId;
  return { otherId, ...(threadId === undefined ? {} : { threadId }), rows: ordered, reached };
}

function rowState(element: Element | undefined): string {
  if (element === undefined) return '';
  const rows = all(element, 'row');
  return `${String(rows.length)} ${rows[0]?.getAttribute('data-event-urn') ?? ''} ${has(element, 'loader') ? 'loading' : ''}`;
}

function scroller(element: Element | undefined): HTMLElement | undefined {
  return element === undefined ? undefined : only(element, 'list');
}

/** Asks for older rows by scrolling to the top; says whether any came. */
async function pullOlder(page: Page, locate: () => Element | undefined, ms: number): Promise<'grown' | 'none' | 'noList'> {
  const before = oldestUrn(locate());
  const list = scroller(locate());
  if (list === undefined) return 'noList';
  scrollTo(list, 'start');
  const grown = (): 'grown' | undefined => (oldestUrn(locate()) === before ? undefined : 'grown');
  let result = await until(page, ms, grown);
  const element = locate();
  if (result === undefined && element !== undefined && has(element, 'loader')) result = await until(page, OLDER_SLOW_MS, grown);
  // Away from the top again: a browser that keeps its place there would go on loading by itself.
  const grownList = scroller(locate());
  if (grownList !== undefined) scrollTo(grownList, 'end');
  return result ?? 'none';
}

function oldestUrn(element: Element | undefined): string | undefined {
  const [first] = element === undefined ? [] : all(element, 'row');
  return first?.getAttribute('data-event-urn') ?? undefined;
}

/**
 * Scrolls a list that may be column-reversed (its end is then 0, its start negative). The event is also sent by hand because a hidden
 * tab draws no frames, and scroll events come with frames.
 */
function scrollTo(list: HTMLElement, where: 'start' | 'end'): void {
  const boxes = [list, ...list.querySelectorAll<HTMLElement>('.msg-s-message-list')].filter((box) => box.scrollHeight > box.clientHeight);
  for (const box of boxes.length === 0 ? [list] : boxes) {
    const reversed = box.ownerDocument.defaultView?.getComputedStyle(box).flexDirection === 'column-reverse';
    const far = box.scrollHeight;
    // One step away first: a list that already stands at its start would otherwise not notice being asked again.
    if (where === 'start') box.scrollTop = reversed ? -far + box.clientHeight + 40 : 40;
    box.scrollTop = where === 'start' ? (reversed ? -far : 0) : (reversed ? 0 : far);
    box.dispatchEvent(new Event('scroll'));
  }
}

/** Waits until no new row has come for a moment; used right before the grant. */
export async function quietRows(page: Page, locate: () => Element | undefined): Promise<void> {
  await settled(page, 200, 2000, () => rowState(locate()));
}

