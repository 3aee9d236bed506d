import { useState } from 'preact/hooks';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField, TextField } from '@/components/ui/field';
import { takeItBack } from '@/components/ui/take-back';
import { showToast } from '@/components/ui/toast';
import type { Exclusion } from '@/lib/db/schema';
import { openDb } from '@/lib/db/database';
import { displayName, type Contact } from '@/lib/domain/contact';
import { addExclusions, liftExclusion, whoMatches, type ExclusionOrder, type ExclusionResult } from '@/lib/engine/do-not-contact-actions';
import { erasePerson } from '@/lib/engine/erase';
import { mergeByHand } from '@/lib/engine/contact-merge';
import { undoable } from '@/lib/engine/take-back';
import { formatDay, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

/** A contact's name, or words that stand for one. */
export function nameOf(contact: Contact | undefined): string {
  return (contact === undefined ? '' : displayName(contact)) || t('review.unnamed');
}

/** Why something could not be put onto the do-not-contact list. */
export function exclusionProblemText(reason: Extract<ExclusionResult, { ok: false }>['reason']): string {
  switch (reason) {
    case 'gone':
      return t('review.refusedGone');
    case 'already':
      return t('contacts.excludeAlready');
    case 'noReason':
      return t('contacts.excludeNoReason');
    case 'empty':
      return t('contacts.excludeEmpty');
    case 'matchesAll':
      return t('contacts.excludeAll');
  }
}

/** Puts people (or one company) onto the do-not-contact list, with a reason. */
export function ExcludeDialog({ contacts, onClose }: { contacts: readonly Contact[]; onClose: () => void }) {
  const [first] = contacts;
  const [what, setWhat] = useState<'person' | 'company'>('person');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const name = contacts.length === 1 ? nameOf(first) : t('contacts.count', { count: contacts.length });
  const company = contacts.length === 1 ? (first?.company ?? '') : '';
  const save = async () => {
    const orders = (what === 'company' ? [company] : contacts.map((contact) => contact.id)).map((value): ExclusionOrder => ({ id: crypto.randomUUID(), kind: what, value, reason }));
    const { result, back } = await undoable(openDb(), () => whoMatches(openDb(), orders), () => addExclusions(openDb(), Date.now(), orders));
    if (!result.ok) {
      setProblem(exclusionProblemText(result.reason));
      return;
    }
    pokeWorker();
    showToast({ text: t('contacts.excludedDone', { count: result.ended }), undo: () => takeItBack(back) });
    onClose();
  };
  return (
    <Dialog
      title={t('contacts.excludeTitle', { name })} onClose={onClose}
      actions={<>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" onClick={() => void save()}>{t('contacts.excludeAction')}</Button>
      </>}
    >
      <div class="stack">
        <p>{t('contacts.excludeText')}</p>
        {company === '' ? null : (
          <SelectField
            label={t('contacts.excluded')} value={what} onChange={setWhat}
            options={[{ value: 'person', text: name }, { value: 'company', text: t('contacts.excludedCompany', { company }) }]}
          />
        )}
        <TextField label={t('contacts.excludeReason')} value={reason} onInput={setReason} error={problem} required />
      </div>
    </Dialog>
  );
}

/** Takes a mark back, with the reason given. */
export function LiftDialog({ exclusion, onClose }: { exclusion: Exclusion; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const save = async () => {
    const result = await liftExclusion(openDb(), Date.now(), exclusion.id, reason);
    if (!result.ok) {
      setProblem(result.reason === 'noReason' ? t('contacts.excludeNoReason') : t('review.refusedMoved'));
      return;
    }
    showToast({ text: t('contacts.lifted') });
    onClose();
  };
  return (
    <Dialog
      title={t('contacts.liftTitle')} onClose={onClose}
      actions={<>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" onClick={() => void save()}>{t('contacts.liftAction')}</Button>
      </>}
    >
      <div class="stack">
        <p>{t('contacts.liftText', { day: formatDay(exclusion.at, readerZone()), reason: exclusion.reason === 'optedOut' ? t('reasons.optedOut') : exclusion.reason })}</p>
        {exclusion.evidence === undefined ? null : <p class="review-text">{t('contacts.liftEvidence', { evidence: exclusion.evidence })}</p>}
        <TextField label={t('contacts.liftReason')} value={reason} onInput={setReason} error={problem} required />
      </div>
    </Dialog>
  );
}

/** Erases one person after a clear warning. */
export function EraseDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const erase = async () => {
    const result = await erasePerson(openDb(), Date.now(), contact.id, crypto.randomUUID() + crypto.randomUUID(), () => crypto.randomUUID());
    pokeWorker();
    showToast(result.ok ? { text: t('contacts.erased') } : { tint: 'bad', text: t(result.reason === 'sending' ? 'contacts.eraseSending' : 'review.refusedGone') });
    onClose();
  };
  return (
    <Dialog
      title={t('contacts.eraseTitle', { name: nameOf(contact) })} onClose={onClose}
      actions={<>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="danger" onClick={() => void erase()}>{t('contacts.eraseAction')}</Button>
      </>}
    >
      <p>{t('contacts.eraseText')}</p>
    </Dialog>
  );
}

/** Makes one contact of two. */
export function MergeDialog({ kept, other, onClose }: { kept: Contact; other: Contact; onClose: () => void }) {
  const merge = async () => {
    const result = await mergeByHand(openDb(), Date.now(), kept.id, other.id);
    pokeWorker();
    const refusals = { differentPeople: 'contacts.mergeDifferent', sending: 'contacts.mergeSending', gone: 'contacts.mergeGone', same: 'contacts.mergeGone' } as const;
    showToast(result.ok ? { text: t('contacts.merged') } : { tint: 'bad', text: t(refusals[result.reason]) });
    onClose();
  };
  return (
    <Dialog
      title={t('contacts.mergeTitle')} onClose={onClose}
      actions={<>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" onClick={() => void merge()}>{t('contacts.mergeAction')}</Button>
      </>}
    >
      <div class="stack">
        <ul class="stack-tight">
          {[kept, other].map((contact) => <li key={contact.id}><span class="strong">{nameOf(contact)}</span> <span class="muted">{[contact.position, contact.company].filter((part) => part !== '').join(' · ')}</span></li>)}
        </ul>
        <p>{t('contacts.mergeText')}</p>
      </div>
    </Dialog>
  );
}
