import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '@/components/ui/icon';
import { t } from '@/lib/i18n/index';

export interface Toast {
  text: string;
  tint?: 'plain' | 'bad';
  /** takes back what was done */
  undo?: () => void | Promise<void>;
}

interface Shown extends Toast {
  id: number;
}

const SHOWN_MS = 8000;
let shown: readonly Shown[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says in passing what happened, for eight seconds or until it is closed; offers to take it back where that is possible. */
export function showToast(toast: Toast): void {
  lastId += 1;
  change([...shown.slice(-2), { ...toast, id: lastId }]);
}

function hide(id: number): void {
  change(shown.filter((toast) => toast.id !== id));
}

function undo({ id, undo: takeBack }: Shown): void {
  hide(id);
  void takeBack?.();
}

/** Ctrl+Z, or Command+Z: takes back what was done last and can still be. In a text field it is the field's own. */
function onUndoKey(event: KeyboardEvent): void {
  const { target } = event;
  const typing = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio');
  if (typing || event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  const last = shown.findLast((toast) => toast.undo !== undefined);
  if (last === undefined) return;
  event.preventDefault();
  undo(last);
}

function ToastRow({ toast }: { toast: Shown }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => hide(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  return (
    <div class={`toast toast-${toast.tint ?? 'plain'}`} onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocusCapture={() => setHeld(true)} onBlurCapture={() => setHeld(false)}>
      <span class="grow">{toast.text}</span>
      {toast.undo === undefined ? null : (
        <button type="button" title={t('common.undoKey')} aria-keyshortcuts="Control+Z" onClick={() => undo(toast)}>{t('common.undo')}</button>
      )}
      <button type="button" aria-label={t('common.close')} onClick={() => hide(toast.id)}><Icon name="close" size={13} /></button>
    </div>
  );
}

/** Place of the toasts; once per page, last in it. */
export function Toasts() {
  const [, redraw] = useState(0);
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const listener = () => redraw((count) => count + 1);
    listeners.add(listener);
    document.addEventListener('keydown', onUndoKey);
    return () => {
      document.removeEventListener('keydown', onUndoKey);
      listeners.delete(listener);
    };
  }, []);
  return (
    <section class="toasts" ref={region} aria-label={t('common.notifications')} aria-live="polite">
      {shown.map((toast) => <ToastRow key={toast.id} toast={toast} />)}
    </section>
  );
}
