import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import '@/components/review/review.css';
import { refusalText } from '@/components/review/refusal';
import { Avatar, Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextAreaField } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { takeItBack } from '@/components/ui/take-back';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { displayName } from '@/lib/domain/contact';
import { approve, approveAll, editText, reject, withdraw, withdrawAll, type ActionResult, type ShownText } from '@/lib/engine/queue-actions';
import type { ReviewItem } from '@/lib/engine/read-review';
import { undoable } from '@/lib/engine/take-back';
import { formatDay, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

function nameOf(item: ReviewItem): string {
  return (item.contact === undefined ? '' : displayName(item.contact)) || t('review.unnamed');
}

/** What is known of the person, in one line. */
function roleOf(item: ReviewItem): string {
  const { position = '', company = '' } = item.contact ?? {};
  return [position, company].filter((part) => part !== '').join(' · ');
}

function threadFacts(item: ReviewItem): string {
  const { thread } = item;
  const facts: string[] = [];
  if (thread?.lastTheirsAt !== undefined) facts.push(t('review.lastTheirs', { day: formatDay(thread.lastTheirsAt, readerZone()) }));
  if (thread?.lastHandAt !== undefined && thread.lastHandAt !== thread.lastTheirsAt) facts.push(t('review.lastHand', { day: formatDay(thread.lastHandAt, readerZone()) }));
  if (facts.length === 0 && (thread?.talkedBefore === 'yes' || item.sentBefore === 0)) facts.push(thread?.talkedBefore === 'yes' ? t('review.talkedBefore') : t('review.firstContact'));
  if (item.sentBefore > 0) facts.push(t('review.sentBefore', { count: item.sentBefore }));
  return facts.join(' ');
}

/** One waiting message as it will be typed, with its person and what is known of the conversation. */
function Shown({ item }: { item: ReviewItem }) {
  const { delivery, campaign } = item;
  const role = roleOf(item);
  return (
    <>
      <div class="review-person">
        <Avatar name={nameOf(item)} size={32} />
        <div class="grow">
          <div class="strong ellipsis">{nameOf(item)}</div>
          {role === '' ? null : <div class="small muted ellipsis" title={role}>{role}</div>}
        </div>
        {delivery.editedByHand === 'yes' ? <Badge icon="edit">{t('review.editedByHand')}</Badge> : null}
      </div>
      <div class="small muted">{t('review.step', { step: delivery.step + 1, steps: campaign.messages.length, program: campaign.program, name: campaign.name })}</div>
      <div class="small muted">{threadFacts(item)}</div>
      {delivery.text === undefined
        ? <p class="review-text muted">{t('review.noText')}</p>
        : <div class="review-text" lang={item.contact?.language?.code ?? ''} tabIndex={0} role="group" aria-label={t('review.textLabel')}>{delivery.text}</div>}
      {delivery.reason === undefined || delivery.reason === 'waitingApproval' ? null : (
        <div class="review-note"><Icon name="info" size={14} /><span>{t(`reasons.${delivery.reason}`)} {t(`remedies.${delivery.reason}`)}</span></div>
      )}
    </>
  );
}

function shownText(item: ReviewItem): ShownText | undefined {
  const { id, fingerprint } = item.delivery;
  return fingerprint === undefined ? undefined : { id, fingerprint };
}

/** A page that lists every text before all are approved at once; `onApprove` gets exactly the texts that were listed. */
export function ApproveAllDialog({ items, onClose, onApprove }: { items: readonly ReviewItem[]; onClose: () => void; onApprove: (shown: ShownText[]) => void }) {
  const ready = items.flatMap((item) => shownText(item) ?? []);
  return (
    <Dialog
      wide title={t('review.listTitle')} onClose={onClose}
      actions={<>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" disabled={ready.length === 0} onClick={() => onApprove(ready)}>{t('review.approveAll')}</Button>
      </>}
    >
      <p class="muted">{t('review.listIntro')}</p>
      <ol class="review-list">
        {items.map((item) => (
          <li key={item.delivery.id} class="review-card">
            <Shown item={item} />
            {item.delivery.fingerprint === undefined ? <p class="small muted">{t('review.listNoText')}</p> : null}
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

/** The key a press stands for, unless something is being typed or a modifier is held. */
function keyOf(event: KeyboardEvent): string {
  const { target } = event;
  const typing = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  return typing || event.ctrlKey || event.metaKey || event.altKey ? '' : event.key.toLowerCase();
}

/**
 * Review of waiting messages, one at a time: exactly as each will be typed. A, E, R and S do what the buttons do while the focus is
 * not in a text field; with `takesFocus` they do from the start. *Approve all* approves what has been shown here, or first lists every text.
 */
export function Review({ items, total, takesFocus = false }: { items: readonly ReviewItem[]; total: number; takesFocus?: boolean }) {
  const [at, setAt] = useState('');
  const [editing, setEditing] = useState<string | undefined>(undefined);
  const [listing, setListing] = useState(false);
  const [problem, setProblem] = useState('');
  const seen = useRef(new Map<string, string>());
  const approveButton = useRef<HTMLDivElement>(null);
  const textArea = useRef<HTMLTextAreaElement>(null);
  const group = useRef<HTMLDivElement>(null);
  const wasEditing = useRef(false);
  const index = Math.max(0, items.findIndex((item) => item.delivery.id === at));
  const item = items[index];

  useEffect(() => {
    if (item?.delivery.fingerprint !== undefined) seen.current.set(item.delivery.id, item.delivery.fingerprint);
  }, [item?.delivery.id, item?.delivery.fingerprint]);

  const isEditing = editing !== undefined;
  useEffect(() => {
    if (isEditing) textArea.current?.focus();
    else if (wasEditing.current) approveButton.current?.querySelector('button')?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  // At once, not after the paint: no key pressed at the first sight of a message goes nowhere.
  useLayoutEffect(() => {
    // What is wrong stands above the review and stays in sight.
    if (takesFocus) group.current?.focus({ preventScroll: true });
  }, []);

  const tell = (answer: ActionResult): boolean => {
    setProblem(answer.ok ? '' : refusalText(answer.reason));
    if (answer.ok) pokeWorker();
    return answer.ok;
  };
  /** Does an act on the message shown, goes on to the next one and offers the way back. */
  const decide = async ({ delivery }: ReviewItem, act: () => Promise<ActionResult>, done: string, instead?: () => Promise<ActionResult>) => {
    const { result, back } = await undoable(openDb(), async () => [delivery.contactId], act);
    if (!tell(result)) return;
    goOn();
    showToast({
      text: done,
      undo: async () => {
        await takeItBack(back, instead);
        setAt(delivery.id);
      },
    });
  };
  const goOn = () => {
    const next = items[index + 1] ?? items[0];
    setAt(next === undefined ? '' : next.delivery.id);
    setEditing(undefined);
    approveButton.current?.querySelector('button')?.focus();
  };
  const doApprove = async () => {
    const shown = item === undefined ? undefined : shownText(item);
    if (item === undefined || shown === undefined) {
      setProblem(refusalText('noText'));
      return;
    }
    await decide(item, () => approve(openDb(), Date.now(), shown), t('review.approved'), () => withdraw(openDb(), Date.now(), shown.id));
  };
  const doReject = async () => {
    if (item === undefined) return;
    await decide(item, () => reject(openDb(), Date.now(), item.delivery.id), t('review.rejected'));
  };
  const doSkip = () => {
    setProblem('');
    goOn();
  };
  const approveThese = async (shown: readonly ShownText[]) => {
    setListing(false);
    const people = [...new Set(items.map(({ delivery }) => delivery.contactId))];
    const { result, back } = await undoable(openDb(), async () => people, () => approveAll(openDb(), Date.now(), shown));
    pokeWorker();
    showToast({
      text: [t('review.approvedMany', { count: result.done }), ...(result.refused.length === 0 ? [] : [t('review.someLeft', { count: result.refused.length })])].join(' '),
      undo: () => takeItBack(back, () => withdrawAll(openDb(), Date.now(), shown.map(({ id }) => id))),
    });
  };
  const doApproveAll = () => {
    const allSeen = items.length === total && items.every(({ delivery }) => delivery.fingerprint !== undefined && seen.current.get(delivery.id) === delivery.fingerprint);
    if (allSeen) void approveThese(items.flatMap((one) => shownText(one) ?? []));
    else setListing(true);
  };
  const doSave = async () => {
    if (item === undefined || editing === undefined) return;
    if (tell(await editText(openDb(), Date.now(), item.delivery.id, editing))) {
      setEditing(undefined);
      setAt(item.delivery.id);
    }
  };

  if (item === undefined) return <p class="muted">{t('review.none')}</p>;
  return (
    <div
      class="review" ref={group} tabIndex={-1} role="group" aria-label={t('review.message', { name: nameOf(item) })}
      onKeyDown={(event) => {
        if (editing !== undefined || listing) return;
        const actions: Record<string, (() => void) | undefined> = { a: () => void doApprove(), e: () => setEditing(item.delivery.text ?? ''), r: () => void doReject(), s: doSkip };
        const action = actions[keyOf(event)];
        if (action === undefined) return;
        event.preventDefault();
        action();
      }}
    >
      <div class="row small muted review-top" aria-live="polite">
        <span class="grow num">{t('review.position', { at: index + 1, total })}</span>
        {total > 1 && editing === undefined ? <Button size="s" variant="ghost" onClick={doApproveAll}>{t('review.approveAll')}</Button> : null}
        <span class="visually-hidden">{t('review.message', { name: nameOf(item) })}</span>
      </div>
      {editing === undefined ? <div class="review-card"><Shown item={item} /></div> : (
        <TextAreaField label={t('review.textLabel')} hint={t('review.editHint')} rows={8} control={textArea} value={editing} onInput={setEditing} {...(problem === '' ? {} : { error: problem })} />
      )}
      {problem === '' || editing !== undefined ? null : <p class="review-note" role="alert"><Icon name="info" size={14} />{problem}</p>}
      {editing === undefined ? (
        <div class="review-actions" ref={approveButton} title={t('review.keys')}>
          <Button variant="primary" aria-keyshortcuts="a" disabled={item.delivery.fingerprint === undefined} onClick={() => void doApprove()}>{t('review.approve')}</Button>
          <Button aria-keyshortcuts="e" onClick={() => setEditing(item.delivery.text ?? '')}>{t('review.edit')}</Button>
          <Button aria-keyshortcuts="r" onClick={() => void doReject()}>{t('review.reject')}</Button>
          <Button variant="ghost" aria-keyshortcuts="s" onClick={doSkip}>{t('review.skip')}</Button>
        </div>
      ) : (
        <div class="review-actions">
          <Button variant="primary" onClick={() => void doSave()}>{t('review.save')}</Button>
          <Button
            onClick={() => {
              setEditing(undefined);
              setProblem('');
            }}
          >
            {t('common.cancel')}
          </Button>
        </div>
      )}
      {listing ? <ApproveAllDialog items={items} onClose={() => setListing(false)} onApprove={(shown) => void approveThese(shown)} /> : null}
    </div>
  );
}
