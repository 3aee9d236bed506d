import { useMemo, useState } from 'preact/hooks';
import { storedMessagesOf, type Form } from '@/components/editor/form';
import { standingOf, type EditorWorld } from '@/components/editor/use-editor';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/field';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { displayName, type Contact } from '@/lib/domain/contact';
import type { Rendered } from '@/lib/domain/template';
import { surveyTexts, type PreviewReason, type PreviewSurvey } from '@/lib/engine/preview-survey';
import { renderMessage } from '@/lib/engine/render-message';
import { peekSource } from '@/lib/engine/source-actions';
import { formatList } from '@/lib/i18n/format';
import { languageName, t } from '@/lib/i18n/index';

/** People looked at for the preview, and how many of them are offered beside those worth a look. */
const LOOKED_AT = 300;
const OFFERED = 20;

/** Why a text would not go out as it is, or undefined when it would. */
export function heldText(rendered: Rendered): string | undefined {
  if (rendered.kind === 'text') return undefined;
  switch (rendered.why) {
    case 'missing-variable': return t('editor.previewHeld', { names: formatList(rendered.missing) });
    case 'empty-text': return t('editor.previewEmpty');
    case 'too-long': return t('editor.previewLong');
    case 'invalid-template': return t('editor.previewInvalid');
  }
}

function Bubble({ number, person, rendered }: { number: number; person: string; rendered: Rendered }) {
  const held = heldText(rendered);
  const guessed = rendered.language.kind === 'variant' && rendered.language.by === 'guess' ? rendered.language.language : undefined;
  return (
    <figure class="bubble">
      <figcaption class="small muted">{t('editor.previewOf', { number, person })}</figcaption>
      {rendered.kind === 'text' ? <div class="bubble-text">{rendered.text}</div> : <div class="bubble-held">{held}</div>}
      {guessed === undefined ? null : <div class="small faint">{t('editor.previewGuess', { language: languageName(guessed) })}</div>}
    </figure>
  );
}

function reasonText(reason: PreviewReason): string {
  switch (reason.kind) {
    case 'longest': return t('editor.previewLongest');
    case 'gap': return t('editor.previewLacks', { name: reason.variable });
    case 'language': return languageName(reason.language);
  }
}

/** Those worth a look first, then the first people of the source. */
function offeredOf(contacts: readonly Contact[], survey: PreviewSurvey): { contact: Contact; text: string }[] {
  const picked = survey.picks.map(({ contact, reasons }) => ({ contact, text: `${displayName(contact)} (${reasons.map(reasonText).join(', ')})` }));
  const known = new Set(picked.map(({ contact }) => contact.id));
  return [...picked, ...contacts.filter(({ id }) => !known.has(id)).slice(0, OFFERED).map((contact) => ({ contact, text: displayName(contact) }))];
}

/** The messages exactly as they would be typed for the real contacts of the source, and whom to look at first. */
export function Preview({ form, world }: { form: Form; world: EditorWorld }) {
  const [chosen, setChosen] = useState('');
  const source = standingOf(form) ?? world.sources.find((candidate) => candidate.id === form.source);
  const senderId = form.senderId === '' ? undefined : form.senderId;
  const people = useLive<Contact[]>(() => (source === undefined ? Promise.resolve([]) : peekSource(openDb(), source, senderId, Date.now(), LOOKED_AT)), [form.source, form.recentDays, senderId, source]);
  const contacts = people.value ?? [];
  const sender = world.members.find((member) => member.id === senderId) ?? world.members[0];
  const survey = useMemo(() => surveyTexts(storedMessagesOf(form), contacts, sender?.firstName ?? ''), [form, people.value, sender?.firstName]);
  const offered = offeredOf(contacts, survey);
  const at = Math.max(0, offered.findIndex(({ contact }) => contact.id === chosen));
  const contact = offered[at]?.contact;
  const step = (by: number) => setChosen(offered[(at + by + offered.length) % offered.length]?.contact.id ?? '');
  return (
    <section class="preview" aria-label={t('editor.preview')}>
      <h2>{t('editor.preview')}</h2>
      {contact === undefined ? <p class="muted">{t('editor.previewNone')}</p> : (
        <>
          <SelectField label={t('editor.previewContact')} value={contact.id} onChange={setChosen} options={offered.map((one) => ({ value: one.contact.id, text: one.text }))} />
          <div class="row-wrap">
            <Button size="s" disabled={offered.length < 2} onClick={() => step(-1)}>{t('editor.previewPrevious')}</Button>
            <Button size="s" disabled={offered.length < 2} onClick={() => step(1)}>{t('editor.previewNext')}</Button>
          </div>
          {survey.gaps.map(({ variable, people: count, outcome }) => <p key={`${variable} ${outcome}`} class="small muted">{t(`editor.previewGap_${outcome}`, { count, looked: survey.looked, name: variable })}</p>)}
          {storedMessagesOf(form).map((message, index) => <Bubble key={message.id} number={index + 1} person={displayName(contact)} rendered={renderMessage(message, contact, sender?.firstName ?? '', [])} />)}
        </>
      )}
    </section>
  );
}
