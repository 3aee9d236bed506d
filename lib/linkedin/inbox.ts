import type { InboxRow } from '@/lib/linkedin/contract';
import { all } from '@/lib/linkedin/find';
import { lineOf } from '@/lib/linkedin/page';

/** Own last messages carry a word for "you" in front, in every language followed by a colon. */
const YOU = /^(you|vous|sie|du|tú|usted|você|tu|u|jij|je|ty|lei|hai)\s*:/iu;

/**
 * The rows of the conversation list that are rendered now: names, unread marks and who wrote last. They hint, they never decide; an
 * unknown word in front of the snippet is `unknown`, never "from us".
 */
export function readInbox(doc: Document): InboxRow[] {
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
