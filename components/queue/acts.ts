import { refusalText } from '@/components/review/refusal';
import { showToast, type Toast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { actionsOf, type Delivery } from '@/lib/domain/delivery';
import { approve, approveAll, reject, rejectAll, remove, removeAll, requeue, requeueAll, settleNotSent, settleSent, withdraw, type ActionResult, type BulkResult, type ShownText } from '@/lib/engine/queue-actions';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

async function tell(act: Promise<ActionResult>, done: Toast): Promise<boolean> {
  const result = await act;
  pokeWorker();
  showToast(result.ok ? done : { tint: 'bad', text: refusalText(result.reason) });
  return result.ok;
}

/** What the member can do with one delivery, each said and, where possible, taken back. */
export const acts = {
  approve: (delivery: Delivery) =>
    tell(approve(openDb(), Date.now(), { id: delivery.id, fingerprint: delivery.fingerprint ?? '' }), { text: t('queue.doneApprove'), undo: () => void acts.withdraw(delivery) }),
  reject: (delivery: Delivery) => tell(reject(openDb(), Date.now(), delivery.id), { text: t('queue.doneReject'), undo: () => void acts.requeue(delivery) }),
  withdraw: (delivery: Delivery) => tell(withdraw(openDb(), Date.now(), delivery.id), { text: t('queue.doneWithdraw'), undo: () => void acts.approve(delivery) }),
  remove: (delivery: Delivery) => tell(remove(openDb(), Date.now(), delivery.id), { text: t('queue.doneRemove'), undo: () => void acts.requeue(delivery) }),
  requeue: (delivery: Delivery) => tell(requeue(openDb(), Date.now(), delivery.id), { text: t('queue.doneRequeue'), undo: () => void acts.remove(delivery) }),
  settleSent: (delivery: Delivery) => tell(settleSent(openDb(), Date.now(), delivery.id), { text: t('queue.doneSent') }),
  settleNotSent: (delivery: Delivery) => tell(settleNotSent(openDb(), Date.now(), delivery.id), { text: t('queue.doneNotSent') }),
};

/** Acts that can be done to many at once without reading each text. */
export type BulkAct = 'reject' | 'remove' | 'requeue';

/** The deliveries of these that an act is possible for. */
export function possible(deliveries: readonly Delivery[], act: BulkAct | 'approve'): Delivery[] {
  return deliveries.filter((delivery) => actionsOf(delivery).includes(act));
}

/** Says how a bulk act went, and offers to take it back. */
export function tellBulk(result: BulkResult, undo: () => Promise<void>): void {
  pokeWorker();
  const [first] = result.refused;
  const parts = [t('queue.doneMany', { count: result.done })];
  if (first !== undefined) parts.push(t('queue.notDone', { count: result.refused.length, reason: refusalText(first.reason) }));
  showToast({ text: parts.join(' '), ...(result.done === 0 ? { tint: 'bad' as const } : { undo }) });
}

/** The act that takes another one back. */
const BACK: Readonly<Record<BulkAct, BulkAct>> = { reject: 'requeue', remove: 'requeue', requeue: 'remove' };
const ALL = { reject: rejectAll, remove: removeAll, requeue: requeueAll } as const;

async function doAll(act: BulkAct, ids: readonly string[]): Promise<void> {
  const result = await ALL[act](openDb(), Date.now(), ids);
  const left = new Set(result.refused.map(({ id }) => id));
  tellBulk(result, () => doAll(BACK[act], ids.filter((id) => !left.has(id))));
}

/** Does one act to many, in one transaction. */
export function doBulk(act: BulkAct, deliveries: readonly Delivery[]): Promise<void> {
  return doAll(act, possible(deliveries, act).map((delivery) => delivery.id));
}

/** Approves exactly these texts, which were listed. */
export async function approveShown(shown: readonly ShownText[]): Promise<void> {
  const result = await approveAll(openDb(), Date.now(), shown);
  const left = new Set(result.refused.map(({ id }) => id));
  tellBulk(result, async () => {
    for (const { id } of shown) if (!left.has(id)) await withdraw(openDb(), Date.now(), id);
    pokeWorker();
  });
}
