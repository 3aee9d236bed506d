import type { InboxRow } from '@/lib/linkedin/contract';
import { all } from '@/lib/linkedin/find';
import { lineOf, type Page } from '@/lib/linkedin/page';
import { until } from '@/lib/linkedin/wait';

/** Own last messages carry a word for "you" in front, in every language followed by a colon. */
const YOU = /^(you|vous|sie|du|tú|usted|você|tu|u|jij|je|ty|lei|hai)\s*:/iu;

const ROWS_MAX = 120;
const STEP_MS = 1500;

/**
 * The rows of the conversation list: names, unread marks and who wrote last. They hint, they never decide; an unknown word in front of the
 * snippet is `unknown`, never "from us". The list holds ten real rows and place-holders, so it is scrolled through and put back; nothing in it
 * is clicked or opened.
 */
export async function readInbox(page: Page): Promise<InboxRow[]> {
  const rows = new Map<string, InboxRow>();
  const collect = (): void => {
    for (const row of visibleRows(page.doc)) rows.set(`${row.name} ${row.unread} ${row.lastFromUs}`, row);
  };
  const list = (): HTMLElement | undefined => scrollerOf(all(page.doc, 'inboxList')[0]);
  const start = list()?.scrollTop ?? 0;
  collect();
  for (let top = -1, box = list(); box !== undefined && box.scrollTop > top && rows.size < ROWS_MAX; box = list()) {
    top = box.scrollTop;
    const before = firstName(page.doc);
    box.scrollTop = top + box.clientHeight * 0.8;
    box.dispatchEvent(new Event('scroll'));
    await until(page, STEP_MS, () => (firstName(page.doc) === before ? undefined : 'moved'));
    collect();
  }
  const box = list();
  if (box !== undefined) {
    box.scrollTop = start;
    box.dispatchEvent(new Event('scroll'));
  }
  return [...rows.values()];
}

function scrollerOf(list: HTMLElement | undefined): HTMLElement | undefined {
  for (let box: HTMLElement | null = list ?? null; box !== null; box = box.parentElement) {
    if (box.scrollHeight > box.clientHeight + 1 && /auto|scroll/u.test(box.ownerDocument.defaultView?.getComputedStyle(box).overflowY ?? '')) return box;
    if (box.tagName === 'MAIN') return undefined;
  }
  return undefined;
}

function firstName(doc: Document): string {
  return visibleRows(doc)[0]?.name ?? '';
}

/** The rows that are rendered now. */
export function visibleRows(doc: Document): InboxRow[] {
  return all(doc, 'inboxRow').flatMap((row) => {
    const name = lineOf(all(row, 'inboxName')[0]);
    if (name === '') return [];
    const snippet = lineOf(all(row, 'inboxSnippet')[0]);
    return [{ name, unread: isUnread(row) ? 'yes' : 'no', lastFromUs: lastFromUs(snippet) }];
  });
}

function isUnread(row: HTMLElement): boolean {
  return all(row, 'inboxUnread').some((mark) => /[1-9]/u.test(mark.getAttribute('aria-label') ?? lineOf(mark)));
}

function lastFromUs(snippet: string): InboxRow['lastFromUs'] {
  if (YOU.test(snippet)) return 'yes';
  if (snippet === '') return 'unknown';
  return /^\p{L}{1,12}\s?:/u.test(snippet) ? 'unknown' : 'no';
}
