import type { ComponentChildren, Ref } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Button, type ButtonVariant } from '@/components/ui/button';
import { Icon, type IconName } from '@/components/ui/icon';
import { assertNever } from '@/lib/domain/reasons';

interface FieldText {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** the label is read but not shown */
  bare?: boolean;
}

interface Wiring {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
}

function Field({ label, hint, error, bare = false, children }: FieldText & { children: (wiring: Wiring) => ComponentChildren }) {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter((part) => part !== '').join(' ');
  return (
    <div class="field">
      <label for={id} class={bare ? 'visually-hidden' : 'field-label'}>{label}</label>
      {children({ id, ...(described === '' ? {} : { 'aria-describedby': described }), ...(error === undefined ? {} : { 'aria-invalid': 'true' as const }) })}
      {hint === undefined ? null : <div class="field-hint" id={`${id}-hint`}>{hint}</div>}
      {error === undefined ? null : <div class="field-error" id={`${id}-error`}><Icon name="info" size={13} />{error}</div>}
    </div>
  );
}

/** What fields of text may carry besides. */
interface TextExtras {
  placeholder?: string;
  required?: boolean;
  disabled?: boolean;
  maxLength?: number;
  spellcheck?: boolean;
  onBlur?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

type LineType = 'text' | 'number' | 'date' | 'time' | 'url' | 'password';

interface LineExtras extends TextExtras {
  type?: LineType;
  min?: string | number;
  max?: string | number;
  step?: string | number;
}

interface LineProps extends Omit<LineExtras, 'type'>, Wiring {
  type: LineType;
  value: string;
  list?: string;
  onText: (value: string) => void;
}

/** The native input of each type, one by one: their attributes differ by type. */
function Line({ type, onText, list, ...rest }: LineProps) {
  const common = { ...rest, class: 'input', autocomplete: 'off', onInput: (event: { currentTarget: HTMLInputElement }) => onText(event.currentTarget.value) };
  switch (type) {
    case 'text': return <input {...common} type="text" {...(list === undefined ? {} : { list })} />;
    case 'number': return <input {...common} type="number" inputMode="numeric" />;
    case 'date': return <input {...common} type="date" />;
    case 'time': return <input {...common} type="time" />;
    case 'url': return <input {...common} type="url" />;
    case 'password': return <input {...common} type="password" />;
    default: return assertNever(type);
  }
}

/** One line of text; with `suggestions` it completes from values in use. */
export function TextField({ label, hint, error, bare, value, onInput, suggestions, type = 'text', ...rest }:
  FieldText & { value: string; onInput: (value: string) => void; suggestions?: readonly string[] } & LineExtras) {
  const list = useId();
  return (
    <Field label={label} hint={hint} error={error} bare={bare ?? false}>
      {(wiring) => (
        <>
          <Line {...rest} type={type} {...wiring} value={value} onText={onInput} {...(suggestions === undefined ? {} : { list })} />
          {suggestions === undefined ? null : <datalist id={list}>{suggestions.map((entry) => <option key={entry} value={entry} />)}</datalist>}
        </>
      )}
    </Field>
  );
}

/** Several lines of text; grows with what is in it. */
export function TextAreaField({ label, hint, error, bare, value, onInput, control, ...rest }:
  FieldText & { value: string; onInput: (value: string) => void; rows?: number; control?: Ref<HTMLTextAreaElement> } & TextExtras) {
  return (
    <Field label={label} hint={hint} error={error} bare={bare ?? false}>
      {(wiring) => <textarea {...rest} {...wiring} {...(control === undefined ? {} : { ref: control })} class="input" value={value} onInput={(event) => onInput(event.currentTarget.value)} />}
    </Field>
  );
}

/** A choice of the options, each a value and its text. */
export function SelectField<V extends string>({ label, hint, error, bare, value, options, onChange, small = false, ...rest }:
  FieldText & { value: V; options: readonly { value: V; text: string; disabled?: boolean }[]; onChange: (value: V) => void; small?: boolean; disabled?: boolean }) {
  return (
    <Field label={label} hint={hint} error={error} bare={bare ?? false}>
      {(wiring) => (
        <select
          {...rest} {...wiring} class={`input ${small ? 'input-s' : ''}`} value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.currentTarget.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map((option) => <option key={option.value} value={option.value} disabled={option.disabled ?? false}>{option.text}</option>)}
        </select>
      )}
    </Field>
  );
}

/** A tick box with its label beside it. */
export function CheckField({ label, hint, checked, onChange, disabled = false }: { label: string; hint?: ComponentChildren; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean }) {
  const id = useId();
  return (
    <div class="check">
      <input id={id} type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })} />
      <div>
        <label for={id}>{label}</label>
        {hint === undefined ? null : <div class="field-hint" id={`${id}-hint`}>{hint}</div>}
      </div>
    </div>
  );
}

/** Search box: `label` is its name, and its placeholder unless that is another. */
export function SearchField({ label, placeholder = label, value, onInput }: { label: string; placeholder?: string; value: string; onInput: (value: string) => void }) {
  return (
    <span class="search">
      <Icon name="search" size={14} />
      <input type="search" class="input" aria-label={label} placeholder={placeholder} value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </span>
  );
}

/** A button that asks for a file; button and file input both carry the name. */
export function FileField({ label, accept, onFile, icon = 'upload', variant = 'secondary', multiple = false }:
  { label: string; accept: string; onFile: (files: File[]) => void; icon?: IconName; variant?: ButtonVariant; multiple?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <span class="file-field">
      <input
        ref={input} class="visually-hidden" type="file" tabIndex={-1} aria-label={label} accept={accept} multiple={multiple}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onFile(files);
        }}
      />
      <Button variant={variant} icon={icon} onClick={() => input.current?.click()}>{label}</Button>
    </span>
  );
}
