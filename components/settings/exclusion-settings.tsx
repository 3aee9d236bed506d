import { useState } from 'preact/hooks';
import { exclusionProblemText, LiftDialog } from '@/components/contacts/contact-dialogs';
import { Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import { takeItBack } from '@/components/ui/take-back';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import type { Exclusion } from '@/lib/db/schema';
import { displayName } from '@/lib/domain/contact';
import { addExclusion, whoMatches } from '@/lib/engine/do-not-contact-actions';
import { undoable } from '@/lib/engine/take-back';
import { formatDay, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

interface Line {
  exclusion: Exclusion;
  name: string;
}

async function readLines(): Promise<Line[]> {
  const db = openDb();
  const all = (await db.exclusions.toArray()).sort((a, b) => b.at - a.at);
  const people = await db.contacts.bulkGet(all.map((exclusion) => (exclusion.kind === 'person' ? exclusion.value : '')));
  return all.map((exclusion, index) => {
    const person = people[index];
    return { exclusion, name: exclusion.hash !== undefined ? t('settings.exclusionErased') : exclusion.kind === 'person' ? ((person === undefined ? '' : displayName(person)) || t('review.unnamed')) : exclusion.value };
  });
}

function kindText(exclusion: Exclusion): string {
  switch (exclusion.kind) {
    case 'person':
      return t('settings.exclusionPerson');
    case 'company':
      return t('settings.exclusionCompany');
    case 'pattern':
      return t('settings.exclusionPattern');
  }
}

function reasonText(exclusion: Exclusion): string {
  const said = exclusion.reason === 'optedOut' || exclusion.reason === 'personErased' ? t(`reasons.${exclusion.reason}`) : exclusion.reason;
  if (exclusion.liftedAt === undefined) return said;
  return `${said} (${t('settings.exclusionLifted', { day: formatDay(exclusion.liftedAt, readerZone()), reason: exclusion.liftedBecause ?? '' })})`;
}

function AddForm() {
  const [kind, setKind] = useState<'company' | 'pattern'>('company');
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<{ at: 'value' | 'reason'; text: string } | undefined>(undefined);
  const add = async () => {
    const order = { id: crypto.randomUUID(), kind, value, reason };
    const { result, back } = await undoable(openDb(), () => whoMatches(openDb(), [order]), () => addExclusion(openDb(), Date.now(), order));
    if (!result.ok) {
      setProblem({ at: result.reason === 'noReason' ? 'reason' : 'value', text: exclusionProblemText(result.reason) });
      return;
    }
    setProblem(undefined);
    setValue('');
    setReason('');
    pokeWorker();
    showToast({ text: t('contacts.excludedDone', { count: result.ended }), undo: () => takeItBack(back) });
  };
  return (
    <form
      class="settings-grid"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <SelectField label={t('settings.exclusionKind')} value={kind} onChange={setKind} options={[{ value: 'company', text: t('settings.exclusionCompany') }, { value: 'pattern', text: t('settings.exclusionPattern') }]} />
      <TextField label={t('settings.exclusionValue')} {...(kind === 'pattern' ? { hint: t('settings.exclusionHint') } : {})} value={value} onInput={setValue} error={problem?.at === 'value' ? problem.text : undefined} />
      <TextField label={t('settings.exclusionReason')} value={reason} onInput={setReason} error={problem?.at === 'reason' ? problem.text : undefined} />
      <div><Button type="submit">{t('settings.exclusionAdd')}</Button></div>
    </form>
  );
}

/** The do-not-contact list: people, companies and patterns, each with its reason. */
export function ExclusionSettings() {
  const { value } = useLive(readLines, []);
  const [lifting, setLifting] = useState<Exclusion | undefined>(undefined);
  if (value === undefined) return null;
  return (
    <section class="card settings-section" id="do-not-contact" aria-labelledby="exclusions-title">
      <h2 id="exclusions-title">{t('settings.exclusions')}</h2>
      <p class="muted">{t('settings.exclusionsText')}</p>
      <AddForm />
      {value.length === 0 ? <p class="muted">{t('settings.exclusionsNone')}</p> : (
        <div class="import-scroll" tabIndex={0} role="group" aria-label={t('settings.exclusions')}>
          <table class="import-table">
            <thead><tr><th scope="col">{t('settings.exclusionKind')}</th><th scope="col">{t('contacts.name')}</th><th scope="col">{t('settings.exclusionReason')}</th><th scope="col">{t('settings.exclusionSince')}</th><th scope="col">{t('contacts.actions')}</th></tr></thead>
            <tbody>
              {value.map(({ exclusion, name }) => (
                <tr key={exclusion.id}>
                  <td>{kindText(exclusion)}</td>
                  <td class="strong">{name}</td>
                  <td>{reasonText(exclusion)}</td>
                  <td class="num">{formatDay(exclusion.at, readerZone())}</td>
                  <td>{exclusion.liftedAt !== undefined || exclusion.hash !== undefined ? null : <Button size="s" aria-label={t('settings.exclusionLift', { name })} onClick={() => setLifting(exclusion)}>{t('contacts.liftAction')}</Button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {lifting === undefined ? null : <LiftDialog exclusion={lifting} onClose={() => setLifting(undefined)} />}
    </section>
  );
}
