import { useEffect, useState } from 'preact/hooks';
import '@/components/editor/editor.css';
import { ALL, formOf, inputOf, newMessage, RECENT, scheduleOf, type Form, type MessageForm, type SlotForm } from '@/components/editor/form';
import { AddMessage, MessageEditor } from '@/components/editor/message-editor';
import { expectedDays, nextSlotOf } from '@/components/editor/next-slot';
import { PreflightPanel } from '@/components/editor/preflight';
import { Preview } from '@/components/editor/preview';
import { fieldOf, problemText } from '@/components/editor/problems';
import { SlotEditor } from '@/components/editor/slot-editor';
import { WeekView } from '@/components/editor/week-view';
import { NEW, sourceOf, storedSourceId, useEditor, type Editor, type EditorWorld } from '@/components/editor/use-editor';
import { refusalText, toggle } from '@/components/nurtures/acts';
import { HealthSign } from '@/components/nurtures/health-cell';
import { ClaimedInBoth } from '@/components/editor/claimed-in-both';
import { EmptyState } from '@/components/ui/badge';
import { Button, IconButton, LinkButton } from '@/components/ui/button';
import { CheckField, SelectField, TextAreaField, TextField } from '@/components/ui/field';
import { hashOf, navigate } from '@/components/ui/route';
import { showToast } from '@/components/ui/toast';
import { useNow } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { DELAY_DAYS_DEFAULT, MESSAGES_MAX } from '@/lib/domain/campaign';
import { healthOf } from '@/lib/domain/health';
import { isZone } from '@/lib/domain/zoned-time';
import { createCampaign, saveCampaign, type CampaignRefusal, type Saved } from '@/lib/engine/campaign-actions';
import { formatBoth, formatDateTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');

/** Sentences of the problems of one field, or undefined; before the first try to save an empty field is no problem yet. */
function useErrors(editor: Editor, tried: boolean): (field: string) => string[] {
  const untouched = (field: string) => !tried && ((field === 'name' && editor.form.name === '') || (field === 'program' && editor.form.program === '') || isEmptyMessage(editor.form, field));
  return (field) => (untouched(field) ? [] : [...new Set(editor.problems.filter((problem) => fieldOf(problem) === field).map(problemText))]);
}

function isEmptyMessage(form: Form, field: string): boolean {
  const [kind, index] = field.split(' ');
  return kind === 'message' && form.messages[Number(index)]?.body === '';
}

function first(errors: readonly string[]): string | undefined {
  return errors.length === 0 ? undefined : errors.join(' ');
}

/** Saves what is typed; the id of the stored campaign, or undefined when it was refused. */
async function save(id: string, editor: Editor): Promise<string | undefined> {
  const db = openDb();
  const now = Date.now();
  const input = inputOf(editor.form, await storedSourceId(editor.form, now));
  const created = id === NEW ? await createCampaign(db, now, input, () => crypto.randomUUID(), editor.form.born) : undefined;
  const result: Saved | CampaignRefusal = created === undefined ? await saveCampaign(db, now, id, input) : created.ok ? { ...created, voided: 0, runEnded: 'no' } : created;
  if (!result.ok) {
    showToast({ text: t('nurtures.refused', { why: refusalText(result) }), tint: 'bad' });
    return undefined;
  }
  const { campaign: { name }, voided, runEnded } = result;
  showToast({ text: voided > 0 ? t('editor.savedVoided', { name, count: voided }) : runEnded === 'yes' ? t('editor.savedRunEnded', { name }) : t('editor.saved', { name }) });
  await editor.settled(formOf(result.campaign, await sourceOf(result.campaign)));
  pokeWorker();
  return result.campaign.id;
}

function IdentitySection({ editor, world, errors }: { editor: Editor; world: EditorWorld; errors: (field: string) => string[] }) {
  const { form, change } = editor;
  return (
    <section class="editor-section">
      <h2>{t('editor.identity')}</h2>
      <div class="field-grid">
        <TextField label={t('editor.name')} value={form.name} suggestions={world.names} error={first(errors('name'))} onInput={(name) => change({ name })} />
        <TextField label={t('editor.program')} value={form.program} suggestions={world.programs} error={first(errors('program'))} hint={t('editor.programHint')} onInput={(program) => change({ program })} />
      </div>
      <TextAreaField label={t('editor.description')} rows={2} value={form.description} onInput={(description) => change({ description })} />
    </section>
  );
}

function SourceSection({ editor, world }: { editor: Editor; world: EditorWorld }) {
  const { form, change } = editor;
  const stored = world.sources.filter((source) => source.kind === 'list' || source.kind === 'segment');
  return (
    <section class="editor-section">
      <h2>{t('editor.people')}</h2>
      <div class="field-grid">
        <SelectField
          label={t('editor.sender')} value={form.senderId} disabled={world.senderFixed} hint={world.senderFixed ? t('editor.senderFixed') : t('editor.senderHint')} onChange={(senderId) => change({ senderId })}
          options={[{ value: '', text: t('editor.senderOpen') }, ...world.members.map((member) => ({ value: member.id, text: member.name }))]}
        />
        <SelectField
          label={t('editor.source')} value={form.source} hint={t('editor.sourceHint')} onChange={(source) => change({ source })}
          options={[{ value: '', text: t('editor.sourceNone') }, { value: ALL, text: t('editor.sourceAll') }, { value: RECENT, text: t('editor.sourceRecent') }, ...stored.map((source) => ({ value: source.id, text: source.name }))]}
        />
        {form.source === RECENT ? <TextField type="number" min={1} max={3650} label={t('editor.recentDays')} value={form.recentDays} onInput={(recentDays) => change({ recentDays })} /> : null}
      </div>
    </section>
  );
}

function MessagesSection({ editor, world, errors, now }: { editor: Editor; world: EditorWorld; errors: (field: string) => string[]; now: number }) {
  const { form, change } = editor;
  const next = nextSlotOf(form, world.campaign, now);
  const days = expectedDays(scheduleOf(form), 'slot' in next ? next.slot : undefined, form.messages.map((message) => Number(message.delay)));
  const edit = (index: number, patch: Partial<MessageForm>) => change({ messages: form.messages.map((message, at) => (at === index ? { ...message, ...patch } : message)) });
  return (
    <section class="editor-section">
      <h2>{t('editor.messages')}</h2>
      {form.messages.map((message, index) => (
        <MessageEditor
          key={message.id} index={index} message={message} customNames={world.customNames} errors={errors(`message ${index}`)} delayError={first(errors(`delay ${index}`))} expected={days[index]}
          onChange={(patch) => edit(index, patch)}
          onRemove={form.messages.length === 1 ? undefined : () => change({ messages: form.messages.filter((_, at) => at !== index) })}
        />
      ))}
      {errors('messages').map((text) => <div key={text} class="field-error">{text}</div>)}
      <div><AddMessage full={form.messages.length >= MESSAGES_MAX} onAdd={() => change({ messages: [...form.messages, newMessage(crypto.randomUUID(), DELAY_DAYS_DEFAULT)] })} /></div>
    </section>
  );
}

function SkipDays({ editor, error }: { editor: Editor; error: string | undefined }) {
  const { form, change } = editor;
  return (
    <fieldset class="skip-days">
      <legend class="field-label">{t('editor.skipDays')}</legend>
      {form.skipDays.map((day, index) => (
        <span key={`${index} of ${form.skipDays.length}`} class="row">
          <TextField bare type="date" label={t('editor.skipDay', { number: index + 1 })} value={day} onInput={(value) => change({ skipDays: form.skipDays.map((other, at) => (at === index ? value : other)) })} />
          <IconButton icon="trash" size="s" label={t('editor.removeSkipDay', { number: index + 1 })} onClick={() => change({ skipDays: form.skipDays.filter((_, at) => at !== index) })} />
        </span>
      ))}
      <Button size="s" variant="ghost" icon="plus" onClick={() => change({ skipDays: [...form.skipDays, ''] })}>{t('editor.addSkipDay')}</Button>
      {error === undefined ? null : <div class="field-error">{error}</div>}
    </fieldset>
  );
}

function ScheduleSection({ editor, errors }: { editor: Editor; errors: (field: string) => string[] }) {
  const { form, change } = editor;
  const edit = (index: number, patch: Partial<SlotForm>) => change({ slots: form.slots.map((slot, at) => (at === index ? { ...slot, ...patch } : slot)) });
  return (
    <section class="editor-section">
      <h2>{t('editor.schedule')}</h2>
      <div class="field-grid">
        <TextField label={t('editor.timeZone')} value={form.timeZone} suggestions={ZONES} error={first(errors('timeZone'))} onInput={(timeZone) => change({ timeZone })} />
        <TextField type="number" min={1} max={25} step={1} label={t('editor.cohortSize')} value={form.cohortSize} hint={t('editor.cohortHint')} error={first(errors('cohortSize'))} onInput={(cohortSize) => change({ cohortSize })} />
      </div>
      <WeekView
        slots={form.slots}
        onChange={(id, patch) => change({ slots: form.slots.map((slot) => (slot.id === id ? { ...slot, ...patch } : slot)) })}
        onDraw={(slot) => change({ slots: [...form.slots, { ...slot, id: crypto.randomUUID() }] })}
      />
      {form.slots.map((slot, index) => (
        <SlotEditor key={slot.id} index={index} slot={slot} error={first(errors(`slot ${index}`))} onChange={(patch) => edit(index, patch)} onRemove={() => change({ slots: form.slots.filter((_, at) => at !== index) })} />
      ))}
      {errors('slots').map((text) => <div key={text} class="field-error">{text}</div>)}
      <div><Button icon="plus" onClick={() => change({ slots: [...form.slots, { id: crypto.randomUUID(), days: [], start: '', end: '' }] })}>{t('editor.addSlot')}</Button></div>
      <div class="field-grid">
        <TextField type="date" label={t('editor.firstDay')} hint={t('editor.optional')} value={form.firstDay} error={first(errors('firstDay'))} onInput={(firstDay) => change({ firstDay })} />
        <TextField type="date" label={t('editor.lastDay')} hint={t('editor.optional')} value={form.lastDay} error={first(errors('lastDay'))} onInput={(lastDay) => change({ lastDay })} />
      </div>
      <SkipDays editor={editor} error={first(errors('skipDays'))} />
    </section>
  );
}

function slotSentence(form: Form, world: EditorWorld, now: number): string {
  const next = nextSlotOf(form, world.campaign, now);
  if (next.kind === 'invalid' || !isZone(form.timeZone)) return '';
  if (next.kind === 'none') return t('editor.noNextSlot');
  const when = formatBoth(next.slot.startsAt, form.timeZone);
  switch (next.kind) {
    case 'first': return t('editor.firstSlot', { when });
    case 'next': return t('editor.nextSlot', { when });
    case 'edited': return t('editor.nextSlotEdited', { when });
  }
}

function Open({ id, editor, world }: { id: string; editor: Editor; world: EditorWorld }) {
  const [tried, setTried] = useState(false);
  const now = useNow();
  const errors = useErrors(editor, tried);
  const { campaign, run } = world;
  const { form, problems } = editor;
  const active = campaign?.state === 'active';
  const health = campaign === undefined ? undefined : healthOf({ campaign, run, hasSource: world.sources.some((source) => source.id === campaign.sourceId), pending: 0, pendingLong: 0 }, now);

  // A new nurture begins with its name; an edited one at its top, so that nothing is changed by a key pressed at once.
  useEffect(() => {
    if (id === NEW && form.name === '') document.querySelector<HTMLElement>('.editor-fields input')?.focus({ preventScroll: true });
  }, []);

  const submit = async (): Promise<string | undefined> => {
    setTried(true);
    if (problems.length > 0) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.editor [aria-invalid="true"]')?.focus());
      return undefined;
    }
    const stored = await save(id, editor);
    if (stored !== undefined && id === NEW) navigate(['nurtures', stored]);
    return stored;
  };
  const start = async () => {
    const stored = editor.dirty || id === NEW ? await submit() : id;
    if (stored !== undefined) await toggle({ id: stored, name: form.name.trim() }, true);
  };

  if (campaign?.state === 'archived') return <EmptyState icon="archive" title={campaign.name} actions={<LinkButton href={hashOf(['nurtures'])}>{t('editor.back')}</LinkButton>}>{t('editor.archivedText')}</EmptyState>;
  return (
    <form
      class="editor" noValidate aria-label={campaign?.name ?? t('editor.newTitle')}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <header class="editor-head">
        <a class="editor-back" href={hashOf(['nurtures'])}>{t('editor.back')}</a>
        <h1 class="ellipsis">{campaign?.name ?? t('editor.newTitle')}</h1>
        {health === undefined ? null : <HealthSign state={health.state} dimmed={campaign?.state === 'inactive'} />}
      </header>
      <div class="editor-columns">
        <div class="editor-fields">
          {editor.draftAt === undefined || !editor.dirty ? null : <p class="editor-note" role="status">{t('editor.draftRestored', { when: formatDateTime(editor.draftAt, readerZone()) })}</p>}
          <IdentitySection editor={editor} world={world} errors={errors} />
          {campaign === undefined ? null : <ClaimedInBoth campaign={campaign} name={form.name} program={form.program} />}
          <SourceSection editor={editor} world={world} />
          <MessagesSection editor={editor} world={world} errors={errors} now={now} />
          <ScheduleSection editor={editor} errors={errors} />
          <section class="editor-section">
            <h2>{t('editor.review')}</h2>
            <CheckField label={t('editor.approval')} hint={t('editor.approvalHint')} checked={form.approval} onChange={(approval) => editor.change({ approval })} />
            <p role="status">{slotSentence(form, world, now)}</p>
            <PreflightPanel form={form} world={world} valid={problems.length === 0} />
            {tried && problems.length > 0 ? (
              <div class="editor-problems" role="alert">
                <div class="strong">{t('editor.problems', { count: problems.length })}</div>
                <ul>{[...new Set(problems.map(problemText))].map((text) => <li key={text}>{text}</li>)}</ul>
              </div>
            ) : null}
          </section>
        </div>
        <Preview form={form} world={world} />
      </div>
      <footer class="editor-foot">
        <span class="grow small muted">{editor.dirty ? t('editor.draftKept') : id === NEW ? '' : t('editor.unchanged')}</span>
        {editor.dirty ? <Button variant="ghost" onClick={() => void editor.discard()}>{t('editor.discard')}</Button> : null}
        {active ? <Button icon="pause" onClick={() => void toggle({ id, name: campaign.name }, false)}>{t('editor.stop')}</Button> : <Button icon="play" onClick={() => void start()}>{t('editor.start')}</Button>}
        <Button type="submit" variant="primary">{t('editor.save')}</Button>
      </footer>
    </form>
  );
}

/** The editor of one nurture; `new` writes a new one. */
export function EditorScreen({ id }: { id: string }) {
  const editor = useEditor(id);
  if (editor.state === 'gone') return <EmptyState icon="search" title={t('editor.notFound')} actions={<LinkButton href={hashOf(['nurtures'])}>{t('editor.back')}</LinkButton>}>{t('editor.notFoundText')}</EmptyState>;
  if (editor.state === 'loading' || editor.world === undefined) return null;
  return <Open id={id} editor={editor} world={editor.world} />;
}
