import { useEffect, useRef, useState } from 'preact/hooks';
import { Issues, refusalOf, reportFile } from '@/components/contacts/issues';
import { MappingStep } from '@/components/contacts/mapping-step';
import { openFile, openMapped, openPasted, type Control, type Opened } from '@/components/contacts/import-run';
import { Progress } from '@/components/ui/badge';
import { Button, LinkButton } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { CheckField, SelectField, TextAreaField, TextField } from '@/components/ui/field';
import { hashOf } from '@/components/ui/route';
import { fileStem, saveFile } from '@/components/ui/save-file';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { readMessagesCsv } from '@/lib/contacts/messages-csv';
import type { PeopleRead } from '@/lib/contacts/connections-csv';
import type { ColumnMapping, MappingGuess } from '@/lib/contacts/mapped-csv';
import { openDb } from '@/lib/db/database';
import type { ImportRow } from '@/lib/db/schema';
import { nameKey } from '@/lib/domain/campaign';
import type { PersonKey } from '@/lib/domain/person-key';
import { importPeople, undoImport, type ImportOrder } from '@/lib/engine/contact-import';
import { importConversations } from '@/lib/engine/conversation-import';
import { readSignedIn } from '@/lib/engine/settings';
import { formatNumber } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

type Step =
  | { at: 'paste' }
  | { at: 'reading' }
  | { at: 'mapping'; guess: MappingGuess }
  | { at: 'plan'; as: ImportOrder['kind']; read: PeopleRead }
  | { at: 'messages'; text: string }
  | { at: 'writing' }
  | { at: 'report'; row: ImportRow }
  | { at: 'refused'; text: string };

/** What an import begins with: a chosen file, or addresses to paste. */
export type ImportStart = { kind: 'file'; file: File } | { kind: 'paste' };

interface KnownMember {
  id: string;
  name: string;
  slug?: string | undefined;
}

/** Members connections can belong to: who is signed in first, then everyone confirmed here. */
async function readMembers(): Promise<KnownMember[]> {
  const db = openDb();
  const [signedIn, members] = await Promise.all([readSignedIn(db), db.members.toArray()]);
  const known: KnownMember[] = members.map(({ id, name, slug }) => ({ id, name, slug }));
  if (signedIn.state !== 'in') return known;
  const { memberId: id, name, slug } = signedIn;
  return [{ id, name, slug }, ...known.filter((member) => member.id !== id)];
}

function stepAfter(opened: Opened): Step | undefined {
  switch (opened.kind) {
    case 'people':
      return { at: 'plan', as: opened.as, read: opened.read };
    case 'mapping':
      return { at: 'mapping', guess: opened.guess };
    case 'messages':
      return { at: 'messages', text: opened.text };
    case 'refused':
      return { at: 'refused', text: refusalOf(opened) };
    case 'canceled':
      return undefined;
  }
}

function PlanStep({ as, read, members, onStart, onClose }: {
  as: ImportOrder['kind']; read: PeopleRead; members: readonly KnownMember[]; onClose: () => void;
  onStart: (memberId: string | undefined, list: string | undefined) => void;
}) {
  const proves = as === 'connections' || as === 'mapped';
  const [memberId, setMemberId] = useState(proves ? (members[0]?.id ?? '') : '');
  const [asList, setAsList] = useState(as === 'pasted');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const skipped = read.issues.filter((issue) => issue.effect === 'skipped').length;
  const start = async () => {
    if (asList && name.trim() === '') setProblem(t('importing.listNameMissing'));
    else if (asList && (await openDb().sources.toArray()).some((source) => nameKey(source.name) === nameKey(name))) setProblem(t('sources.nameTaken'));
    else onStart(memberId === '' ? undefined : memberId, asList ? name.trim() : undefined);
  };
  return (
    <>
      <div class="stack">
        <p><span class="strong">{t('importing.planPeople', { count: read.people.length })}</span> {skipped === 0 ? '' : t('importing.planSkipped', { count: skipped })}</p>
        <SelectField
          label={t('importing.member')} hint={members.length === 0 ? t('importing.memberUnknown') : t('importing.memberHint')} value={memberId} onChange={setMemberId}
          options={[...members.map((member) => ({ value: member.id, text: member.name })), { value: '', text: t('importing.memberNone') }]}
        />
        <CheckField label={t('importing.asList')} checked={asList} onChange={setAsList} />
        {asList ? <TextField label={t('importing.listName')} value={name} onInput={setName} error={problem} required /> : null}
        <Issues issues={read.issues} />
      </div>
      <div class="dialog-foot">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" onClick={() => void start()}>{t('importing.start')}</Button>
      </div>
    </>
  );
}

function MessagesStep({ members, onStart, onClose }: { members: readonly KnownMember[]; onStart: (member: KnownMember) => void; onClose: () => void }) {
  const [memberId, setMemberId] = useState(members[0]?.id ?? '');
  const member = members.find((one) => one.id === memberId);
  return (
    <>
      {member === undefined ? <p>{t('importing.messagesNoMember')}</p> : (
        <SelectField label={t('importing.messagesMember')} value={memberId} onChange={setMemberId} options={members.map(({ id, name }) => ({ value: id, text: name }))} />
      )}
      <div class="dialog-foot">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        {member === undefined ? null : <Button variant="primary" onClick={() => onStart(member)}>{t('importing.start')}</Button>}
      </div>
    </>
  );
}

function PasteStep({ onRead, onClose }: { onRead: (read: PeopleRead) => void; onClose: () => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const read = () => {
    const people = openPasted(text);
    if (people.people.length === 0) setProblem(t('importing.pasteNone'));
    else onRead(people);
  };
  return (
    <div class="paste">
      <TextAreaField label={t('importing.pasteLabel')} hint={t('importing.pasteHint')} rows={8} value={text} onInput={setText} error={problem} />
      <div class="dialog-foot">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" onClick={read}>{t('importing.mapNext')}</Button>
      </div>
    </div>
  );
}

/** Undoes an import while it is shown, and says what that did. */
export function Undoing({ row, onDone }: { row: ImportRow; onDone: () => void }) {
  const [done, setDone] = useState(0);
  useEffect(() => {
    void undoImport(openDb(), Date.now(), row.id, setDone).then((result) => {
      if (result.ok) {
        const { removed, restored, kept } = result;
        pokeWorker();
        showToast({ text: t('importing.undone', { removed, restored, kept }) });
      }
      onDone();
    }, () => {
      showToast({ tint: 'bad', text: t('importing.undoStopped') });
      onDone();
    });
  }, []);
  const progress = { done: Math.min(done, row.added), total: row.added };
  return (
    <div class="stack">
      <p>{t('importing.undoing')}</p>
      <Progress value={progress.done} max={progress.total} spoken={{ label: t('importing.progressLabel'), text: t('importing.progress', progress) }} />
      <p class="num" aria-live="polite">{t('importing.progress', progress)}</p>
    </div>
  );
}

/** What an import did: the numbers, and each row that has a remark. */
export function ImportReport({ row, onClose }: { row: ImportRow; onClose: () => void }) {
  const [undoing, setUndoing] = useState<'yes' | 'no'>('no');
  // While there is no nurture, the first one is what comes next.
  const { value: nurtures } = useLive(() => openDb().campaigns.count(), []);
  const [lead, other] = nurtures === 0 ? (['primary', 'secondary'] as const) : (['secondary', 'primary'] as const);
  if (undoing === 'yes') return <Undoing row={row} onDone={onClose} />;
  const numbers = [[t('importing.added'), row.added], [t('importing.updated'), row.updated], [t('importing.unchanged'), row.unchanged], [t('importing.skipped'), row.skippedCount]] as const;
  return (
    <>
      <div class="stack" role="status">
        <div class="import-numbers">
          {numbers.map(([label, count]) => <div key={label} class="import-number"><strong>{formatNumber(count)}</strong><span class="small muted">{label}</span></div>)}
        </div>
        {row.kind === 'messages' ? <p>{t('importing.conversations')}</p> : null}
        {row.excluded === 0 ? null : <p>{t('importing.excluded', { count: row.excluded })}</p>}
        <Issues issues={row.issues} />
      </div>
      <div class="dialog-foot">
        {row.kind === 'messages' || row.state === 'undone' ? null : <Button icon="undo" variant="ghost" onClick={() => setUndoing('yes')}>{t('importing.undo')}</Button>}
        {row.issues.length === 0 ? null : <Button icon="download" onClick={() => saveFile(`${fileStem(row.fileName)}-report.csv`, reportFile(row.issues), 'text/csv')}>{t('importing.download')}</Button>}
        <LinkButton variant={lead} href={hashOf(['nurtures', 'new'])}>{t('importing.newNurture')}</LinkButton>
        <Button variant={other} onClick={onClose}>{t('importing.done')}</Button>
      </div>
    </>
  );
}

function titleOf(step: Step, fileName: string): string {
  switch (step.at) {
    case 'paste':
      return t('importing.pasteTitle');
    case 'reading':
      return t('importing.readingTitle', { file: fileName });
    case 'mapping':
      return t('importing.mapTitle');
    case 'plan': case 'messages':
      return t('importing.planTitle', { file: fileName });
    case 'writing':
      return t('importing.writingTitle', { file: fileName });
    case 'report':
      return t('importing.reportTitle', { file: fileName });
    case 'refused':
      return t('importing.refusedTitle', { file: fileName });
  }
}

/** One import from its file to its report; closing it while it works cancels and leaves nothing behind. */
export function ImportDialog({ start, onClose }: { start: ImportStart; onClose: () => void }) {
  const [step, setStep] = useState<Step>(start.kind === 'paste' ? { at: 'paste' } : { at: 'reading' });
  const [progress, setProgress] = useState<{ done: number; total: number }>({ done: 0, total: 1 });
  const abort = useRef(new AbortController());
  const { value: members } = useLive(readMembers, []);
  const fileName = start.kind === 'file' ? start.file.name : t('importing.pasted');
  const control: Control = { signal: abort.current.signal, onProgress: (done, total) => setProgress({ done, total }) };

  const show = (opened: Opened) => {
    const next = stepAfter(opened);
    if (next !== undefined) setStep(next);
  };
  useEffect(() => {
    if (start.kind === 'file') void openFile(start.file, control).then(show);
    return () => abort.current.abort();
  }, []);

  const close = () => {
    if (step.at === 'writing' || step.at === 'reading') {
      abort.current.abort();
      showToast({ text: t('importing.canceled') });
    }
    onClose();
  };
  /** The disk is full, or the database was closed: what was written so far can be undone. */
  const stopped = (error: unknown): { kind: 'canceled' } => {
    setStep({ at: 'refused', text: t('importing.stopped', { why: error instanceof Error ? error.message : String(error) }) });
    return { kind: 'canceled' };
  };
  const write = async (as: ImportOrder['kind'], read: PeopleRead, memberId: string | undefined, list: string | undefined) => {
    setProgress({ done: 0, total: read.people.length });
    setStep({ at: 'writing' });
    const order: ImportOrder = {
      id: crypto.randomUUID(), kind: as, fileName, people: read.people, issues: read.issues,
      ...(memberId === undefined ? {} : { memberId }),
      ...(list === undefined ? {} : { list: { id: crypto.randomUUID(), name: list } }),
    };
    const result = await importPeople(openDb(), Date.now(), order, { ...control, newId: () => crypto.randomUUID() }).catch(stopped);
    if (result.kind === 'canceled') return;
    pokeWorker();
    setStep({ at: 'report', row: result.row });
  };
  const writeMessages = async (text: string, member: KnownMember) => {
    const keys: PersonKey[] = [{ kind: 'id', value: member.id }, ...(member.slug === undefined ? [] : [{ kind: 'slug' as const, value: member.slug }])];
    setStep({ at: 'reading' });
    const read = await readMessagesCsv(text, keys, fileName, control);
    if (read.kind === 'canceled') return;
    if (read.kind === 'refused') {
      setStep({ at: 'refused', text: refusalOf(read) });
      return;
    }
    setProgress({ done: 0, total: read.conversations.length });
    setStep({ at: 'writing' });
    const order = { id: crypto.randomUUID(), fileName, memberId: member.id, conversations: read.conversations, issues: read.issues };
    const result = await importConversations(openDb(), Date.now(), order, control).catch(stopped);
    if (result.kind === 'done') setStep({ at: 'report', row: result.row });
  };
  const map = (guess: MappingGuess, mapping: ColumnMapping) => {
    setStep({ at: 'reading' });
    void openMapped(guess, mapping, control).then(show);
  };

  return (
    <Dialog wide={step.at === 'mapping' || step.at === 'report'} title={titleOf(step, fileName)} onClose={close}>
      {step.at === 'paste' ? <PasteStep onClose={close} onRead={(read) => setStep({ at: 'plan', as: 'pasted', read })} /> : null}
      {step.at === 'reading' || step.at === 'writing' ? (
        <div class="stack">
          <Progress value={progress.done} max={progress.total} spoken={{ label: t('importing.progressLabel'), text: t('importing.progress', progress) }} />
          {step.at === 'writing' ? <p class="num" aria-live="polite">{t('importing.progress', progress)}</p> : null}
          <div><Button onClick={close}>{t('importing.cancel')}</Button></div>
        </div>
      ) : null}
      {step.at === 'mapping' ? <MappingStep guess={step.guess} onClose={close} onMapped={(mapping) => map(step.guess, mapping)} /> : null}
      {step.at === 'plan' && members !== undefined ? <PlanStep as={step.as} read={step.read} members={members} onClose={close} onStart={(memberId, list) => void write(step.as, step.read, memberId, list)} /> : null}
      {step.at === 'messages' && members !== undefined ? <MessagesStep members={members} onClose={close} onStart={(member) => void writeMessages(step.text, member)} /> : null}
      {step.at === 'report' ? <ImportReport row={step.row} onClose={onClose} /> : null}
      {step.at === 'refused' ? (
        <>
          <p role="alert">{step.text}</p>
          <div class="dialog-foot"><Button onClick={onClose}>{t('common.close')}</Button></div>
        </>
      ) : null}
    </Dialog>
  );
}
