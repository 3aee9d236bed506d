import { refusalText } from '@/components/review/refusal';
import { takeItBack } from '@/components/ui/take-back';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { actionsOf, type Delivery } from '@/lib/domain/delivery';
import { approve, approveAll, reject, rejectAll, remove, removeAll, requeue, requeueAll, settleNotSent, settleSent, withdraw, withdrawAll, type ActionResult, type BulkResult, type ShownText } from '@/lib/engine/queue-actions';
import { undoable } from '@/lib/engine/take-back';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

/** Does an act on one message and says so, with the way back; or why it was not done. */
async function tell({ contactId }: Delivery, act: () => Promise<ActionResult>, done: string, instead?: () => Promise<ActionResult>): Promise<boolean> {
  const { result, back } = await undoable(openDb(), async () => [contactId], act);
  pokeWorker();
  showToast(result.ok ? { text: done, undo: () => takeItBack(back, instead) } : { tint: 'bad', text: refusalText(result.reason) });
  return result.ok;
}

/** What the member can do with one delivery; each can be taken back as long as nothing has happened since. */
export const acts = {
  approve: (delivery: Delivery) =>
    tell(delivery, () => approve(openDb(), Date.now(), { id: delivery.id, fingerprint: delivery.fingerprint ?? '' }), t('queue.doneApprove'), () => withdraw(openDb(), Date.now(), delivery.id)),
  reject: (delivery: Delivery) => tell(delivery, () => reject(openDb(), Date.now(), delivery.id), t('queue.doneReject')),
  withdraw: (delivery: Delivery) => tell(delivery, () => withdraw(openDb(), Date.now(), delivery.id), t('queue.doneWithdraw')),
  remove: (delivery: Delivery) => tell(delivery, () => remove(openDb(), Date.now(), delivery.id), t('queue.doneRemove')),
  requeue: (delivery: Delivery) => tell(delivery, () => requeue(openDb(), Date.now(), delivery.id), t('queue.doneRequeue')),
  settleSent: (delivery: Delivery) => tell(delivery, () => settleSent(openDb(), Date.now(), delivery.id), t('queue.doneSent')),
  settleNotSent: (delivery: Delivery) => tell(delivery, () => settleNotSent(openDb(), Date.now(), delivery.id), t('queue.doneNotSent')),
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

const ALL = { reject: rejectAll, remove: removeAll, requeue: requeueAll } as const;

async function doMany(deliveries: readonly Delivery[], act: () => Promise<BulkResult>, instead?: () => Promise<{ ok: boolean }>): Promise<void> {
  const { result, back } = await undoable(openDb(), async () => [...new Set(deliveries.map(({ contactId }) => contactId))], act);
  tellBulk(result, () => takeItBack(back, instead));
}

/** Does one act to many, in one transaction. */
export function doBulk(act: BulkAct, deliveries: readonly Delivery[]): Promise<void> {
  const those = possible(deliveries, act);
  return doMany(those, () => ALL[act](openDb(), Date.now(), those.map(({ id }) => id)));
}

/** Approves exactly these texts, which were listed. */
export function approveShown(deliveries: readonly Delivery[], shown: readonly ShownText[]): Promise<void> {
  return doMany(deliveries, () => approveAll(openDb(), Date.now(), shown), () => withdrawAll(openDb(), Date.now(), shown.map(({ id }) => id)));
}
