import { appears } from '@/lib/linkedin/appear';
import type { ReconcileOrder, ReconcileResult } from '@/lib/linkedin/contract';
import { choose, obstacleIn, type Wanted } from '@/lib/linkedin/conversation';
import { readIdentity } from '@/lib/linkedin/identity';
import { isLoadedFor } from '@/lib/linkedin/loaded-for';
import type { Page } from '@/lib/linkedin/page';
import { readThread } from '@/lib/linkedin/thread';
import { readWall, readWallAtLast, reasonOfWall } from '@/lib/linkedin/wall';

const MISMATCH_MS = 4000;

/** Reads the thread with one proven person back as far as asked and reports it; types nothing, presses nothing. */
export async function reconcile(page: Page, order: ReconcileOrder): Promise<ReconcileResult> {
  if (!isLoadedFor(page.doc, order.recipientId)) return { ok: false, reason: 'tabNavigated' };
  const wanted: Wanted = { senderId: order.senderId, recipientId: order.recipientId, recipientSlugs: order.recipientSlugs };
  const proved = (): HTMLElement | undefined => {
    const chosen = choose(page.doc, wanted);
    return chosen.verdict === 'proved' ? chosen.conversation.element : undefined;
  };
  /** Nothing is typed here: an address nobody knows is enough to read nothing. */
  const isOther = (): boolean => ['other', 'unknownSlug'].includes(choose(page.doc, wanted).verdict);
  const identity = (): 'sender' | 'other' | undefined => {
    const now = readIdentity(page.doc);
    return now.state === 'in' ? (now.id === order.senderId ? 'sender' : 'other') : undefined;
  };
  let wrongSince: number | undefined;
  const state = await appears(page, () => {
    const wall = readWall(page.doc);
    if (wall !== undefined) return { wall };
    if (identity() === 'other') return { other: 'signedInAsOther' as const };
    if (isOther()) wrongSince ??= performance.now();
    else wrongSince = undefined;
    if (wrongSince !== undefined && performance.now() - wrongSince > MISMATCH_MS) return { other: 'recipientMismatch' as const };
    return proved() !== undefined && identity() === 'sender' ? { ready: 'yes' as const } : undefined;
  });
  if (state === undefined) {
    const obstacle = obstacleIn(page.doc, undefined);
    const wallAtLast = readWallAtLast(page.doc);
    if (wallAtLast !== undefined) return { ok: false, reason: reasonOfWall(wallAtLast), wall: wallAtLast };
    return { ok: false, reason: isOther() ? 'recipientMismatch' : (obstacle?.reason ?? 'pageNotUnderstood'), ...(obstacle?.wall === undefined ? {} : { wall: obstacle.wall }) };
  }
  if ('wall' in state) return { ok: false, reason: reasonOfWall(state.wall), wall: state.wall };
  if ('other' in state) return { ok: false, reason: state.other };
  const read = await readThread(page, proved, { own: order.senderId, other: order.recipientId }, order.readBackTo);
  return read.ok ? { ok: true, thread: read.thread } : { ok: false, reason: read.reason };
}
