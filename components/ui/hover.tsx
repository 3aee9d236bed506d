import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

const OPEN_DELAY_MS = 120;
const CLOSE_DELAY_MS = 120;

/**
 * Something that explains itself: pointer, keyboard focus or a click shows `content` beside it. The pointer may move onto what is
 * shown, Escape closes it. `label` is the accessible name of the trigger; what is shown becomes its description.
 * A click does `onClick` instead, where there is one.
 * `beside` stands next to the trigger and reacts to the pointer too.
 */
export function Hover({ label, content, children, beside, onClick }: { label: string; content: () => ComponentChildren; children: ComponentChildren; beside?: ComponentChildren; onClick?: () => void }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const later = (value: boolean, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(value), delay);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (open) panel.current?.showPopover(trigger.current === null ? {} : { source: trigger.current });
  }, [open]);

  return (
    <span class="hover-place" onMouseEnter={() => later(true, OPEN_DELAY_MS)} onMouseLeave={() => later(false, CLOSE_DELAY_MS)}>
      <button
        ref={trigger} type="button" class="hover-trigger" aria-label={label} {...(open ? { 'aria-describedby': id } : {})}
        onFocus={() => setOpen(true)} onBlur={() => later(false, CLOSE_DELAY_MS)}
        onClick={() => {
          if (onClick === undefined) return setOpen(true);
          later(false, 0);
          return onClick();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && open) {
            event.stopPropagation();
            setOpen(false);
          }
        }}
      >
        {children}
      </button>
      {beside}
      {open ? <div ref={panel} id={id} class="popover hover" role="tooltip" popover="manual">{content()}</div> : null}
    </span>
  );
}
