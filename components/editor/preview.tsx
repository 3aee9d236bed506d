import { useState } from 'preact/hooks';
import { storedMessagesOf, type Form } from '@/components/editor/form';
import { standingOf, type EditorWorld } from '@/components/editor/use-editor';
import { SelectField } from '@/components/ui/field';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { displayName, type Contact } from '@/lib/domain/contact';
import type { Rendered } from '@/lib/domain/template';
import { renderMessage } from '@/lib/engine/render-message';
import { peekSource } from '@/lib/engine/source-actions';
import { formatList } from '@/lib/i18n/format';
import { languageName, t } from '@/lib/i18n/index';

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

/** The messages exactly as they would be typed for a real contact of the source. */
export function Preview({ form, world }: { form: Form; world: EditorWorld }) {
  const [chosen, setChosen] = useState('');
  const source = standingOf(form) ?? world.sources.find((candidate) => candidate.id === form.source);
  const senderId = form.senderId === '' ? undefined : form.senderId;
  const people = useLive<Contact[]>(() => (source === undefined ? Promise.resolve([]) : peekSource(openDb(), source, senderId, Date.now(), OFFERED)), [form.source, form.recentDays, senderId, source]);
  const contacts = people.value ?? [];
  const contact = contacts.find((candidate) => candidate.id === chosen) ?? contacts[0];
  const sender = world.members.find((member) => member.id === senderId) ?? world.members[0];
  return (
    <section class="preview" aria-label={t('editor.preview')}>
      <h2>{t('editor.preview')}</h2>
      {contact === undefined ? <p class="muted">{t('editor.previewNone')}</p> : (
        <>
          <SelectField label={t('editor.previewContact')} value={contact.id} onChange={setChosen} options={contacts.map((candidate) => ({ value: candidate.id, text: displayName(candidate) }))} />
          {storedMessagesOf(form).map((message, index) => <Bubble key={message.id} number={index + 1} person={displayName(contact)} rendered={renderMessage(message, contact, sender?.firstName ?? '', [])} />)}
        </>
      )}
    </section>
  );
}
