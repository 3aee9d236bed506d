import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from '@/components/ui/icon';

export interface MenuItem {
  text: string;
  icon?: IconName;
  danger?: boolean;
  /** why it cannot be chosen now; shown as its tooltip */
  disabled?: string | undefined;
  onSelect: () => void;
}

/**
 * A button that opens a menu of actions beside it. Arrow keys, Home, End and letters move, Enter and Space choose, Escape and a
 * click outside close; focus returns to the button. `'line'` draws a line between items.
 */
export function Menu({ label, items, icon = 'more', text, size = 'm' }: { label: string; items: readonly (MenuItem | 'line')[]; icon?: IconName; text?: string; size?: 'm' | 's' }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = menu.current;
    if (!open || element === null) return;
    element.showPopover(trigger.current === null ? {} : { source: trigger.current });
    element.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, [open]);

  const close = () => {
    menu.current?.hidePopover();
    setOpen(false);
    trigger.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = all.findIndex((item) => item === document.activeElement);
    const to = (index: number) => {
      event.preventDefault();
      event.stopPropagation();
      all[(index + all.length) % all.length]?.focus();
    };
    if (event.key === 'ArrowDown') to(at + 1);
    else if (event.key === 'ArrowUp') to(at - 1);
    else if (event.key === 'Home') to(0);
    else if (event.key === 'End') to(all.length - 1);
    else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') close();
    else if (event.key.length === 1 && event.key !== ' ') {
      const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase()));
      next?.focus();
      event.stopPropagation();
    } else event.stopPropagation();
  };

  return (
    <>
      <button
        ref={trigger} type="button" class={`btn btn-ghost ${size === 's' ? 'btn-s' : ''} ${text === undefined ? 'btn-icon' : ''}`} aria-label={label} aria-haspopup="menu" aria-expanded={open}
        {...(open ? { 'aria-controls': id } : {})}
        onClick={() => (open ? close() : setOpen(true))}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' && !open) {
            event.preventDefault();
            event.stopPropagation();
            setOpen(true);
          }
        }}
      >
        <Icon name={icon} size={size === 's' ? 14 : 16} />{text}
      </button>
      {open ? (
        <div
          ref={menu} id={id} class="popover menu" role="menu" aria-label={label} popover="auto" tabIndex={-1} onKeyDown={onKeyDown}
          onToggle={(event) => {
            if ('newState' in event && event.newState === 'closed') setOpen(false);
          }}
        >
          {items.map((item, index) => item === 'line' ? <div key={`line ${index}`} class="menu-line" role="separator" /> : (
            <button
              key={item.text} type="button" role="menuitem" tabIndex={-1} class={`menu-item ${item.danger === true ? 'menu-item-danger' : ''}`}
              {...(item.disabled === undefined ? {} : { 'aria-disabled': 'true' as const, title: item.disabled })}
              onClick={() => {
                if (item.disabled !== undefined) return;
                close();
                item.onSelect();
              }}
            >
              {item.icon === undefined ? null : <Icon name={item.icon} size={15} />}
              {item.text}
            </button>
          ))}
        </div>
      ) : null}
    </>
  );
}
