import { useMemo, useState } from 'preact/hooks';
import { nameOf } from '@/components/contacts/contact-dialogs';
import { FilterEditor, numberOfPath } from '@/components/sources/filter-editor';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField, TextField } from '@/components/ui/field';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { wholeInPieces } from '@/lib/db/in-pieces';
import type { Contact } from '@/lib/domain/contact';
import { checkFilter, type SegmentFilter } from '@/lib/domain/segment';
import type { Source } from '@/lib/domain/source';
import { readCustomColumns } from '@/lib/engine/custom-columns';
import { saveSegment } from '@/lib/engine/list-actions';
import { membersOf, segmentFacts } from '@/lib/engine/segments';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

const SAMPLE = 6;
const EMPTY: SegmentFilter = { all: [{ field: 'company', op: 'contains', value: '' }] };

async function readWorld(memberId: string | undefined) {
  const db = openDb();
  const [members, custom] = await Promise.all([db.members.toArray(), readCustomColumns(db)]);
  const contacts: Contact[] = [];
  await wholeInPieces(db.contacts, (rows) => {
    for (const row of rows) contacts.push(row);
  });
  const id = memberId ?? members[0]?.id ?? (await db.connections.toCollection().first())?.memberId ?? '';
  return { members, contacts, custom, memberId: id, facts: await segmentFacts(db, id) };
}

/** Edits a segment; who fits is counted and shown while it is edited. */
export function SegmentDialog({ source, onClose }: { source: Extract<Source, { kind: 'segment' }> | undefined; onClose: () => void }) {
  const [name, setName] = useState(source?.name ?? '');
  const [filter, setFilter] = useState<SegmentFilter>(source?.filter ?? EMPTY);
  const [memberId, setMemberId] = useState<string | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const { value: world } = useLive(() => readWorld(memberId), [memberId]);
  const people = useMemo(() => (world === undefined ? [] : membersOf(filter, world.contacts, world.facts)), [world, filter]);
  const save = async () => {
    const result = await saveSegment(openDb(), Date.now(), { id: source?.id ?? crypto.randomUUID(), name, filter });
    if (result.ok) {
      pokeWorker();
      showToast({ text: t('sources.saved') });
      onClose();
      return;
    }
    setProblem(result.reason === 'nameless' || result.reason === 'nameTaken' ? t(`sources.${result.reason}`) : undefined);
    setWrong(new Set(result.reason === 'badFilter' ? result.problems.map((one) => numberOfPath(one.path)) : []));
  };
  return (
    <Dialog
      wide title={t('sources.segmentTitle')} onClose={onClose}
      actions={<>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" onClick={() => void save()}>{t('sources.save')}</Button>
      </>}
    >
      <div class="stack">
        <TextField label={t('sources.name')} value={name} onInput={setName} error={problem} required />
        {world === undefined || world.members.length < 2 ? null : <SelectField label={t('sources.sender')} value={world.memberId} onChange={setMemberId} options={world.members.map((member) => ({ value: member.id, text: member.name }))} />}
        <FilterEditor filter={filter} custom={world?.custom ?? []} wrong={wrong} onChange={setFilter} />
        {world === undefined ? null : checkFilter(filter).length > 0 ? <div class="card" role="status"><span class="muted">{t('sources.incomplete')}</span></div> : (
          <div class="card stack-tight" role="status">
            <span class="strong num">{t('sources.count', { count: people.length })}</span>
            {people.length === 0 ? <span class="muted">{t('sources.nobody')}</span> : (
              <>
                <span class="small muted">{t('sources.sample')}</span>
                <ul>{people.slice(0, SAMPLE).map((contact) => <li key={contact.id}>{nameOf(contact)} <span class="muted">{[contact.position, contact.company].filter((part) => part !== '').join(' · ')}</span></li>)}</ul>
              </>
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}
