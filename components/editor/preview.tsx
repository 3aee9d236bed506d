import { useMemo, useState } from 'preact/hooks';
import { storedMessagesOf, type Form } from '@/components/editor/form';
import { standingOf, type EditorWorld } from '@/components/editor/use-editor';
import { useSurvey, type Surveyed } from '@/components/editor/use-survey';
import { Button } from '@/components/ui/button';
import { SearchField, SelectField } from '@/components/ui/field';
import type { Message } from '@/lib/domain/campaign';
import { displayName, type Contact } from '@/lib/domain/contact';
import { validateMessage, type Rendered } from '@/lib/domain/template';
import { foldText } from '@/lib/domain/text';
import { byLength, cleanedNames, steppingOrder, type PreviewReason, type PreviewSurvey } from '@/lib/engine/preview-survey';
import { renderMessage } from '@/lib/engine/render-message';
import { formatList, formatPercent } from '@/lib/i18n/format';
import { languageName, t } from '@/lib/i18n/index';

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
    case 'cleaned': return t('editor.previewCleaned');
    case 'unsendable': return t(reason.why === 'too-long' ? 'editor.previewTooLong' : 'editor.previewNoText');
  }
}

/** A choice of whom to step through: everyone, those with something in common, or everyone by length. */
interface Choice {
  key: string;
  text: string;
  places: () => readonly number[];
}

function choicesOf(survey: PreviewSurvey, order: readonly number[]): Choice[] {
  const counted = (key: string, text: string, count: number, places: () => readonly number[]): Choice => ({ key, text: t('editor.previewGroup', { group: text, count }), places });
  return [
    counted('everyone', t('editor.previewEveryone'), order.length, () => order),
    ...survey.groups.map((group) => counted(JSON.stringify({ ...group, who: undefined }), reasonText(group), group.who.length, () => group.who)),
    ...(survey.longest === undefined ? [] : [counted('longest', t('editor.previewByLength'), survey.looked, () => byLength(survey))]),
  ];
}

/** Those of the choice whose name or company holds what is looked for. */
function found(places: readonly number[], people: readonly Contact[], search: string): readonly number[] {
  const wanted = foldText(search);
  return wanted === '' ? places : places.filter((place) => {
    const contact = people[place];
    return contact !== undefined && foldText(`${displayName(contact)} ${contact.company}`).includes(wanted);
  });
}

function Stepper({ count, step }: { count: number; step: (by: number) => void }) {
  return (
    <div class="preview-steps">
      <Button size="s" disabled={count < 2} onClick={() => step(-1)}>{t('editor.previewPrevious')}</Button>
      <Button size="s" disabled={count < 2} onClick={() => step(1)}>{t('editor.previewNext')}</Button>
    </div>
  );
}

const UNREADABLE: Rendered = { kind: 'hold', why: 'invalid-template', missing: [], language: { kind: 'default', why: 'no-language' } };

/** Whom to look at, and the messages as they would be typed for them. */
function People({ surveyed, messages, sound, senderFirstName }: { surveyed: Surveyed; messages: readonly Message[]; sound: readonly Message[]; senderFirstName: string }) {
  const { people, survey, share } = surveyed;
  const [group, setGroup] = useState('everyone');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string>();
  const { order, reasons } = useMemo(() => steppingOrder(survey), [survey]);
  const choices = useMemo(() => choicesOf(survey, order), [survey, order]);
  const choice = choices.find(({ key }) => key === group) ?? choices[0];
  const chosenPlaces = useMemo(() => choice?.places() ?? [], [choice]);
  const places = useMemo(() => found(chosenPlaces, people, search), [chosenPlaces, people, search]);
  const at = Math.max(0, places.findIndex((place) => people[place]?.id === chosen));
  const place = places[at];
  const contact = place === undefined ? undefined : people[place];
  const why = place === undefined ? [] : (reasons.get(place) ?? []);
  return (
    <>
      <SelectField label={t('editor.previewContact')} value={choice?.key ?? ''} onChange={setGroup} options={choices.map(({ key, text }) => ({ value: key, text }))} />
      {survey.looked < 2 ? null : <SearchField label={t('editor.previewFind')} value={search} onInput={setSearch} />}
      {survey.gaps.length === 0 ? null : (
        <ul class="preview-gaps small muted">
          {survey.gaps.map(({ variable, people: count, outcome }) => <li key={`${variable} ${outcome}`}>{t(`editor.previewGap_${outcome}`, { count, looked: survey.looked, name: variable })}</li>)}
        </ul>
      )}
      {share === 1 ? null : <p class="small muted" role="status">{t('editor.previewCounting', { share: formatPercent(share) })}</p>}
      {contact === undefined ? <p class="muted">{t('editor.previewNotFound')}</p> : (
        <>
          <Stepper count={places.length} step={(by) => setChosen(people[places[(at + by + places.length) % places.length] ?? 0]?.id)} />
          <p class="small">
            <span class="muted num">{t('editor.previewPlace', { place: at + 1, count: places.length })}</span>
            {why.length === 0 ? null : <> · <span class="strong">{formatList(why.map(reasonText))}</span></>}
          </p>
          {cleanedNames(contact, messages).map(({ from, to }) => <p key={from} class="small muted">{t('editor.previewCleanedTo', { from, to })}</p>)}
          {messages.map((message, index) => <Bubble key={message.id} number={index + 1} person={displayName(contact) || t('common.unnamedPerson')} rendered={sound.includes(message) ? renderMessage(message, contact, senderFirstName, []) : UNREADABLE} />)}
        </>
      )}
    </>
  );
}

/** The messages exactly as they would be typed for the real people of the source, everyone of them, and whom to look at first. */
export function Preview({ form, world }: { form: Form; world: EditorWorld }) {
  const source = standingOf(form) ?? world.sources.find((candidate) => candidate.id === form.source);
  const senderId = form.senderId === '' ? undefined : form.senderId;
  const sender = world.members.find((member) => member.id === senderId) ?? world.members[0];
  const senderFirstName = sender?.firstName ?? '';
  // A text that cannot be saved has no gaps yet: its mistakes are named beside it.
  const messages = storedMessagesOf(form);
  const sound = messages.filter((message) => validateMessage({ ...message, missing: 'hold' }, world.customNames).length === 0);
  const surveyed = useSurvey(source, senderId, sound, senderFirstName);
  return (
    <section class="preview" aria-label={t('editor.preview')}>
      <h2>{t('editor.preview')}</h2>
      {surveyed === 'failed' ? <p class="muted">{t('common.readFailed')}</p>
        : source === undefined || (surveyed !== undefined && surveyed.survey.looked === 0) ? <p class="muted">{t('editor.previewNone')}</p>
        : surveyed === undefined ? <p class="muted" role="status">{t('editor.previewReading')}</p>
        : <People key={surveyed.of} surveyed={surveyed} messages={messages} sound={sound} senderFirstName={senderFirstName} />}
    </section>
  );
}
