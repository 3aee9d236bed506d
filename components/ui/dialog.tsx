import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button, IconButton } from '@/components/ui/button';
import { t } from '@/lib/i18n/index';

/** Where the focus begins: on what is marked as safe, else in the first field to write into, else on the title, so that it is read first. */
function focusFirst(dialog: HTMLElement): void {
  const first = dialog.querySelector<HTMLElement>('[data-safe]') ?? dialog.querySelector<HTMLElement>('.dialog-body :is(textarea, input:not([type="checkbox"], [type="radio"], [type="file"])):enabled') ?? dialog.querySelector<HTMLElement>('.dialog-head h2');
  first?.focus();
}

/** A modal dialog on the native element: Escape and the cross close it, focus stays inside and returns. Draw it only while open. */
export function Dialog({ title, onClose, children, actions, wide = false }: { title: string; onClose: () => void; children: ComponentChildren; actions?: ComponentChildren; wide?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the paint: no key pressed at the first sight of it goes past it.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    if (element !== null) focusFirst(element);
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog} class={`dialog ${wide ? 'dialog-wide' : ''}`} aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={id} tabIndex={-1}>{title}</h2>
        <IconButton icon="close" size="s" label={t('common.close')} onClick={onClose} />
      </div>
      <div class="dialog-body">{children}</div>
      {actions === undefined ? null : <div class="dialog-foot">{actions}</div>}
    </dialog>
  );
}

/** Asks once more before something happens; `action` is the text of the button that does it. */
export function ConfirmDialog({ title, action, danger = false, onConfirm, onClose, children }:
  { title: string; action: string; danger?: boolean; onConfirm: () => void; onClose: () => void; children: ComponentChildren }) {
  return (
    <Dialog
      title={title} onClose={onClose}
      actions={<>
        <Button {...(danger ? { 'data-safe': '' } : {})} onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant={danger ? 'danger' : 'primary'} {...(danger ? {} : { 'data-safe': '' })} onClick={onConfirm}>{action}</Button>
      </>}
    >
      {children}
    </Dialog>
  );
}
