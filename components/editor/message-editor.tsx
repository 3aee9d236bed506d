import { useRef } from 'preact/hooks';
import type { MessageForm } from '@/components/editor/form';
import { hintText } from '@/components/editor/problems';
import { Button, IconButton } from '@/components/ui/button';
import { SelectField, TextAreaField, TextField } from '@/components/ui/field';
import { Menu } from '@/components/ui/menu';
import { lintBody, MESSAGE_LIMIT, parseTemplate, STANDARD_VARIABLES } from '@/lib/domain/template';
import { formatLongDate } from '@/lib/i18n/format';
import { languageName, t } from '@/lib/i18n/index';

/** Languages offered for variants: those the tone and language guess know, and the commonest beside. */
const OFFERED = ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'fi', 'no', 'cs', 'tr', 'ja', 'zh', 'ko', 'ar', 'he', 'hi', 'ru', 'uk'];

interface Props {
  index: number;
  message: MessageForm;
  customNames: readonly string[];
  errors: readonly string[];
  delayError: string | undefined;
  /** calendar day it is expected to fall on at the earliest */
  expected: string | undefined;
  onChange: (patch: Partial<MessageForm>) => void;
  onRemove: (() => void) | undefined;
}

function Body({ label, number, value, known, errors, onInput }: { label: string; number: number; value: string; known: readonly string[]; errors: readonly string[]; onInput: (value: string) => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string) => {
    const element = area.current;
    const tag = `{{${name}}}`;
    const [from, to] = element === null ? [value.length, value.length] : [element.selectionStart, element.selectionEnd];
    onInput(value.slice(0, from) + tag + value.slice(to));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(from + tag.length, from + tag.length);
    });
  };
  const hints = value.trim() === '' ? [] : lintBody(value);
  return (
    <div class="body-field">
      <TextAreaField
        label={label} value={value} onInput={onInput} rows={5} control={area} error={errors.length === 0 ? undefined : errors.join(' ')}
        hint={<span class="body-hints"><span class="num">{t('editor.length', { length: value.length, limit: MESSAGE_LIMIT })}</span>{hints.map((hint) => <span key={`${hint.code}${'at' in hint ? hint.at : ''}`}>{hintText(hint)}</span>)}</span>}
      />
      <div class="body-menu">
        <Menu size="s" icon="plus" text={t('editor.variable')} label={t('editor.insertVariable', { number })} items={known.map((name) => ({ text: name, onSelect: () => insert(name) }))} />
      </div>
    </div>
  );
}

function Fallbacks({ number, message, known, onChange }: { number: number; message: MessageForm; known: readonly string[]; onChange: (patch: Partial<MessageForm>) => void }) {
  const parsed = parseTemplate(message.body, known);
  const used = parsed.kind === 'template' ? parsed.template.variables : [];
  const names = [...new Set([...used, ...Object.keys(message.fallbacks)])];
  return (
    <div class="field-grid">
      {names.map((name) => (
        <TextField key={name} label={t('editor.fallback', { name, number })} value={message.fallbacks[name] ?? ''} onInput={(word) => onChange({ fallbacks: { ...message.fallbacks, [name]: word } })} />
      ))}
    </div>
  );
}

/** One message of the sequence: its delay, its text and variants, and what happens when a variable is empty. */
export function MessageEditor({ index, message, customNames, errors, delayError, expected, onChange, onRemove }: Props) {
  const number = index + 1;
  const known = [...STANDARD_VARIABLES, ...customNames];
  const languages = OFFERED.filter((code) => message.variants[code] === undefined);
  return (
    <div class="message">
      <div class="message-head">
        <span class="message-number" aria-hidden="true">{number}</span>
        {index === 0 ? null : (
          <div class="message-delay">
            <TextField label={t('editor.delay', { number })} type="number" min={3} max={365} step={1} value={message.delay} error={delayError} onInput={(delay) => onChange({ delay })} />
          </div>
        )}
        <span class="grow muted small">{expected === undefined ? '' : t('editor.expected', { date: formatLongDate(expected) })}</span>
        {onRemove === undefined ? null : <IconButton icon="trash" size="s" label={t('editor.removeMessage', { number })} onClick={onRemove} />}
      </div>
      <Body label={t('editor.message', { number })} number={number} value={message.body} known={known} errors={errors} onInput={(body) => onChange({ body })} />
      {Object.entries(message.variants).map(([code, text]) => (
        <div key={code} class="variant">
          <TextAreaField label={t('editor.variantOf', { number, language: languageName(code) })} value={text} rows={4} onInput={(body) => onChange({ variants: { ...message.variants, [code]: body } })} />
          <IconButton
            icon="trash" size="s" label={t('editor.removeVariant', { number, language: languageName(code) })}
            onClick={() => onChange({ variants: Object.fromEntries(Object.entries(message.variants).filter(([other]) => other !== code)) })}
          />
        </div>
      ))}
      <div class="message-foot">
        <SelectField
          label={t('editor.missing', { number })} value={message.missing} onChange={(missing) => onChange({ missing })}
          options={[{ value: 'hold', text: t('editor.missingHold') }, { value: 'fallback', text: t('editor.missingFallback') }, { value: 'alternative', text: t('editor.missingAlternative') }]}
        />
        <Menu icon="globe" text={t('editor.language')} label={t('editor.addLanguage', { number })} items={languages.map((code) => ({ text: languageName(code), onSelect: () => onChange({ variants: { ...message.variants, [code]: '' } }) }))} />
      </div>
      {message.missing === 'fallback' ? <Fallbacks number={number} message={message} known={known} onChange={onChange} /> : null}
      {message.missing === 'alternative' ? <TextAreaField label={t('editor.alternative', { number })} value={message.alternative} rows={4} onInput={(alternative) => onChange({ alternative })} /> : null}
    </div>
  );
}

/** The messages and the button that adds one. */
export function AddMessage({ onAdd, full }: { onAdd: () => void; full: boolean }) {
  return <Button icon="plus" disabled={full} onClick={onAdd}>{t('editor.addMessage')}</Button>;
}
