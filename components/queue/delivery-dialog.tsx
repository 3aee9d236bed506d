import { useState } from 'preact/hooks';
import { acts } from '@/components/queue/acts';
import { WhyAndNext } from '@/components/queue/state';
import { refusalText } from '@/components/review/refusal';
import { Button, LinkButton } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextAreaField } from '@/components/ui/field';
import { hashOf } from '@/components/ui/route';
import { openDb } from '@/lib/db/database';
import { displayName } from '@/lib/domain/contact';
import { actionsOf } from '@/lib/domain/delivery';
import { editText } from '@/lib/engine/queue-actions';
import type { QueueRow } from '@/lib/engine/read-queue';
import { formatDateTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { conversationAddress } from '@/lib/linkedin/addresses';

/** Where the member can look: the conversation with this person. */
export function conversationHref({ delivery, contact }: Pick<QueueRow, 'contact' | 'delivery'>): string {
  return conversationAddress({ memberId: delivery.recipientId ?? contact?.memberId, slug: contact?.slugs.at(-1) });
}

/** What the page showed of a message in doubt. */
function Seen({ row }: { row: QueueRow }) {
  const { delivery } = row;
  return (
    <div class="stack-tight">
      <p>{t('queue.settleText')}</p>
      {delivery.reason === undefined ? null : <p>{t(`reasons.${delivery.reason}`)}</p>}
      {delivery.grantedAt === undefined ? null : <p class="small muted">{t('queue.grantedAt', { time: formatDateTime(delivery.grantedAt, readerZone()) })}</p>}
      <p class="small muted">{delivery.evidence === undefined || delivery.evidence === '' ? t('queue.seenNothing') : t('queue.seen', { evidence: delivery.evidence })}</p>
      <div><LinkButton href={conversationHref(row)} icon="external" size="s" newTab>{t('queue.openThread')}</LinkButton></div>
    </div>
  );
}

/** One message of the queue: its text, why it stands where it stands, and everything that can be done with it. */
export function DeliveryDialog({ row, onClose, startEditing = false }: { row: QueueRow; onClose: () => void; startEditing?: boolean }) {
  const { delivery, contact } = row;
  const [draft, setDraft] = useState<string | undefined>(startEditing ? (delivery.text ?? '') : undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const name = (contact === undefined ? '' : displayName(contact)) || t('review.unnamed');
  const actions = actionsOf(delivery);
  const closeAfter = (act: Promise<boolean>) => void act.then((done) => {
    if (done) onClose();
  });
  const save = async () => {
    const result = await editText(openDb(), Date.now(), delivery.id, draft ?? '');
    setProblem(result.ok ? undefined : refusalText(result.reason));
    if (result.ok) setDraft(undefined);
  };
  const buttons = draft !== undefined
    ? <>
      <Button onClick={() => setDraft(undefined)}>{t('common.cancel')}</Button>
      <Button variant="primary" onClick={() => void save()}>{t('review.save')}</Button>
    </>
    : <>
      {actions.includes('remove') ? <Button onClick={() => closeAfter(acts.remove(delivery))}>{t('queue.remove')}</Button> : null}
      {actions.includes('reject') ? <Button onClick={() => closeAfter(acts.reject(delivery))}>{t('queue.reject')}</Button> : null}
      {actions.includes('edit') ? <Button onClick={() => setDraft(delivery.text ?? '')}>{t('queue.edit')}</Button> : null}
      {actions.includes('approve') ? <Button variant="primary" disabled={delivery.fingerprint === undefined} onClick={() => closeAfter(acts.approve(delivery))}>{t('queue.approve')}</Button> : null}
      {actions.includes('withdraw') ? <Button onClick={() => closeAfter(acts.withdraw(delivery))}>{t('queue.withdraw')}</Button> : null}
      {actions.includes('requeue') ? <Button onClick={() => closeAfter(acts.requeue(delivery))}>{t('queue.requeue')}</Button> : null}
      {actions.includes('settle') ? <>
        <Button onClick={() => closeAfter(acts.settleNotSent(delivery))}>{t('queue.itWasNotSent')}</Button>
        <Button onClick={() => closeAfter(acts.settleSent(delivery))}>{t('queue.itWasSent')}</Button>
      </> : null}
    </>;
  return (
    <Dialog title={delivery.state === 'unconfirmed' ? t('queue.settleTitle') : t('queue.detailTitle', { step: delivery.step + 1, name })} onClose={onClose} actions={buttons}>
      <div class="stack">
        {delivery.state === 'unconfirmed' ? <Seen row={row} /> : <div class="small"><WhyAndNext delivery={delivery} /></div>}
        {draft !== undefined
          ? <TextAreaField label={t('review.textLabel')} hint={t('review.editHint')} value={draft} onInput={setDraft} error={problem} />
          : <div class="review-text" tabIndex={0} role="group" aria-label={t('queue.textTitle')}>{delivery.text ?? t('queue.noText')}</div>}
        <a class="small" href={hashOf(['contacts', delivery.contactId])}>{t('queue.journey', { name })}</a>
      </div>
    </Dialog>
  );
}
