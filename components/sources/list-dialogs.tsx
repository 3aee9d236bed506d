import { useState } from 'preact/hooks';
import { Button } from '@/components/ui/button';
import { ConfirmDialog, Dialog } from '@/components/ui/dialog';
import { SelectField, TextField } from '@/components/ui/field';
import { hashOf } from '@/components/ui/route';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import type { Source } from '@/lib/domain/source';
import { addToList, deleteSource, removeFromList, renameSource, type SourceRefusal, type SourceRow } from '@/lib/engine/list-actions';
import { formatList, sourceLabel } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

function refusalText(refusal: SourceRefusal): string {
  switch (refusal.reason) {
    case 'gone':
      return t('review.refusedGone');
    case 'nameless':
      return t('sources.nameless');
    case 'nameTaken':
      return t('sources.nameTaken');
    case 'badFilter':
      return t('sources.conditionWrong', { number: '' });
    case 'inUse':
      return t('sources.inUse', { names: formatList(refusal.campaigns) });
  }
}

/** Another name for a source. */
export function RenameDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const [name, setName] = useState(source.name);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const save = async () => {
    const result = await renameSource(openDb(), Date.now(), source.id, name);
    if (result.ok) onClose();
    else setProblem(refusalText(result));
  };
  return (
    <Dialog title={t('sources.renameTitle', { name: source.name })} onClose={onClose} actions={<><Button onClick={onClose}>{t('common.cancel')}</Button><Button variant="primary" onClick={() => void save()}>{t('sources.save')}</Button></>}>
      <TextField label={t('sources.name')} value={name} onInput={setName} error={problem} required />
    </Dialog>
  );
}

/** Deletes a source nobody uses; one in use stays and says by whom before anything is asked. */
export function DeleteDialog({ source, usedBy, onClose }: { source: Source; usedBy: SourceRow['usedBy']; onClose: () => void }) {
  const users = usedBy.filter((campaign) => campaign.state !== 'archived');
  const remove = async () => {
    const result = await deleteSource(openDb(), Date.now(), source.id);
    showToast(result.ok ? { text: t('sources.deleted') } : { tint: 'bad', text: refusalText(result) });
    onClose();
  };
  if (users.length > 0) {
    return (
      <Dialog title={t('sources.deleteInUse', { name: sourceLabel(source) })} onClose={onClose} actions={<Button data-safe="" onClick={onClose}>{t('common.close')}</Button>}>
        <div class="stack">
          <p>{t('sources.inUse', { names: formatList(users.map((campaign) => campaign.name)) })}</p>
          <ul>{users.map((campaign) => <li key={campaign.id}><a href={hashOf(['nurtures', campaign.id])}>{campaign.name}</a> <span class="muted">{campaign.program}</span></li>)}</ul>
        </div>
      </Dialog>
    );
  }
  return <ConfirmDialog danger title={t('sources.deleteTitle', { name: sourceLabel(source) })} action={t('sources.delete')} onConfirm={() => void remove()} onClose={onClose}><p>{t('sources.deleteText')}</p></ConfirmDialog>;
}

const NEW_LIST = 'new';

/** Puts contacts into a list, a new one or one there is. */
export function AddToListDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { value: lists } = useLive(() => openDb().sources.where('kind').equals('list').toArray(), []);
  const [chosen, setChosen] = useState(NEW_LIST);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  if (lists === undefined) return null;
  const known = lists.find((list) => list.id === chosen);
  const save = async () => {
    const list = known === undefined ? { id: crypto.randomUUID(), name } : { id: known.id, name: known.name };
    const result = await addToList(openDb(), Date.now(), list, ids);
    if (!result.ok) {
      setProblem(refusalText(result));
      return;
    }
    pokeWorker();
    const undo = async () => {
      await removeFromList(openDb(), Date.now(), list.id, result.added);
      if (known === undefined) await deleteSource(openDb(), Date.now(), list.id);
      pokeWorker();
    };
    showToast({ text: t('sources.added', { count: result.added.length, name: list.name.trim() }), undo: () => void undo() });
    onClose();
  };
  return (
    <Dialog title={t('sources.addToListTitle')} onClose={onClose} actions={<><Button onClick={onClose}>{t('common.cancel')}</Button><Button variant="primary" onClick={() => void save()}>{t('sources.addToList')}</Button></>}>
      <div class="stack">
        <SelectField label={t('sources.whichList')} value={chosen} onChange={setChosen} options={[{ value: NEW_LIST, text: t('sources.newList') }, ...lists.map((list) => ({ value: list.id, text: list.name }))]} />
        {known === undefined ? <TextField label={t('sources.listName')} value={name} onInput={setName} error={problem} required /> : null}
      </div>
    </Dialog>
  );
}
