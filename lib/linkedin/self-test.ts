import { appears } from '@/lib/linkedin/appear';
import { composerOf, sendModeOf } from '@/lib/linkedin/composer';
import type { CheckResult, PageKind, SelfTest } from '@/lib/linkedin/contract';
import { conversations } from '@/lib/linkedin/conversation';
import { all, find, has } from '@/lib/linkedin/find';
import { readIdentity } from '@/lib/linkedin/identity';
import { readInbox } from '@/lib/linkedin/inbox';
import type { Page } from '@/lib/linkedin/page';
import { kindOf } from '@/lib/linkedin/page-facts';
import type { TargetName } from '@/lib/linkedin/selectors';
import { settled } from '@/lib/linkedin/wait';
import { readWall, readWallAtLast, reasonOfWall } from '@/lib/linkedin/wall';

/** What must be there on a page before anything is done on it; `identity` is data, not an element. */
type Need = TargetName | 'identity';

const NEEDS: Readonly<Partial<Record<PageKind, readonly Need[]>>> = {
  compose: ['nav', 'identity', 'inboxList', 'pane', 'recipientsField', 'form', 'editor'],
  thread: ['nav', 'identity', 'inboxList', 'pane', 'header', 'list', 'row', 'item', 'rowBubble', 'rowMetaLink', 'form', 'editor'],
  profile: ['nav', 'topCard'],
  connections: ['nav', 'connectionCard'],
};

/** Parts that some pages have and others not; they go into the fingerprint when they are there. */
const EXTRAS: readonly TargetName[] = ['send', 'sendToggle', 'inboxRow', 'inboxName', 'pill', 'card', 'cardLink', 'header', 'row', 'item', 'rowBody', 'rowMeta', 'rowMetaLink'];

/**
 * The read-only look before a slot (linkedin-pages section 14): per target the strategy that matched, one verdict, and a fingerprint
 * without hashes, ids, counts or language. Nothing is opened, so nothing is marked read.
 */
export async function check(page: Page): Promise<CheckResult> {
  await appears(page, () => (readWall(page.doc) !== undefined || missingIn(page.doc).length === 0 ? 'decided' : undefined));
  const wall = readWallAtLast(page.doc);
  if (wall !== undefined) return { ok: false, reason: reasonOfWall(wall), wall, missing: [] };
  await settled(page, 500, 5000, () => String(all(page.doc, 'inboxRow').length));
  const inbox = await readInbox(page);
  const selfTest = selfTestOf(page.doc);
  const unrowed = has(page.doc, 'inboxRow') && !has(page.doc, 'inboxName');
  const missing = unrowed ? [...selfTest.missing, 'inboxName'] : selfTest.missing;
  if (missing.length > 0) return { ok: false, reason: 'selfTestFailed', missing };
  return { ok: true, selfTest, inbox };
}

/** Verdict and fingerprint of the page as it stands. */
export function selfTestOf(doc: Document): SelfTest {
  const kind = kindOf(doc.location.pathname);
  const missing = missingIn(doc);
  const targets = new Set<TargetName>([...(NEEDS[kind] ?? []).filter((need) => need !== 'identity'), ...EXTRAS]);
  const matched = [...targets].flatMap((target) => {
    const { strategy } = find(doc, target);
    return strategy === undefined ? [] : [`${target}=${strategy}`];
  });
  const [conversation] = conversations(doc);
  const composer = conversation === undefined ? undefined : composerOf(conversation);
  return {
    verdict: missing.length === 0 ? 'understood' : 'notUnderstood',
    fingerprint: matched.sort().join(';'),
    missing,
    sendMode: composer === undefined ? 'unknown' : sendModeOf(composer),
  };
}

function missingIn(doc: Document): string[] {
  const needs = NEEDS[kindOf(doc.location.pathname)];
  if (needs === undefined) return ['page'];
  return needs.filter((need) => (need === 'identity' ? readIdentity(doc).state !== 'in' : !has(doc, need)));
}
