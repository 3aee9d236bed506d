import { refusalText } from '@/components/review/refusal';
import { showToast, type Toast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { actionsOf, type Delivery } from '@/lib/domain/delivery';
import { approve, reject, rejectAll, remove, removeAll, requeue, requeueAll, settleNotSent, settleSent, withdraw, type ActionResult, type BulkResult } from '@/lib/engine/queue-actions';
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
  withdraw: (delivery: Delivery) => tell(withdraw(openDb(), Date.now(), delivery.id), { text: t('queue.doneWithdraw') }),
  remove: (delivery: Delivery) => tell(remove(openDb(), Date.now(), delivery.id), { text: t('queue.doneRemove'), undo: () => void acts.requeue(delivery) }),
  requeue: (delivery: Delivery) => tell(requeue(openDb(), Date.now(), delivery.id), { text: t('queue.doneRequeue') }),
  settleSent: (delivery: Delivery) => tell(settleSent(openDb(), Date.now(), delivery.id), { text: t('queue.doneSent') }),
  settleNotSent: (delivery: Delivery) => tell(settleNotSent(openDb(), Date.now(), delivery.id), { text: t('queue.doneNotSent') }),
};

/** Acts that can be done to many at once without reading each text. */
export type BulkAct = 'reject' | 'remove' | 'requeue';

/** The deliveries of these that an act is possible for. */
export function possible(deliveries: readonly Delivery[], act: BulkAct | 'approve'): Delivery[] {
  return deliveries.filter((delivery) => actionsOf(delivery).includes(act));
}

/** Says how a bulk act went. */
export function tellBulk(result: BulkResult): void {
  pokeWorker();
  const [first] = result.refused;
  const parts = [t('queue.doneMany', { count: result.done })];
  if (first !== undefined) parts.push(t('queue.notDone', { count: result.refused.length, reason: refusalText(first.reason) }));
  showToast({ text: parts.join(' '), ...(result.done === 0 ? { tint: 'bad' as const } : {}) });
}

/** Does one act to many, in one transaction. */
export async function doBulk(act: BulkAct, deliveries: readonly Delivery[]): Promise<void> {
  const ids = possible(deliveries, act).map((delivery) => delivery.id);
  const [db, now] = [openDb(), Date.now()];
  switch (act) {
    case 'reject':
      return tellBulk(await rejectAll(db, now, ids));
    case 'remove':
      return tellBulk(await removeAll(db, now, ids));
    case 'requeue':
      return tellBulk(await requeueAll(db, now, ids));
  }
}
