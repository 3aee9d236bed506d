import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

const OPEN_DELAY_MS = 120;
const CLOSE_DELAY_MS = 120;

interface Pointer {
  readonly onMouseEnter: () => void;
  readonly onMouseLeave: () => void;
}

/** What is shown, placed at its trigger. `pointer` where it does not lie in what reacts to the pointer already. */
function Panel({ id, trigger, pointer, children }: { id: string; trigger: { readonly current: HTMLElement | null }; pointer: Pointer | undefined; children: ComponentChildren }) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.showPopover(trigger.current === null ? {} : { source: trigger.current }), []);
  return <div ref={panel} id={id} class="popover hover" role="tooltip" popover="manual" {...pointer}>{children}</div>;
}

/**
 * Something that explains itself: pointer, keyboard focus or a click shows `content` beside it. The pointer may move onto what is
 * shown, Escape closes it. `label` is the accessible name of the trigger; what is shown becomes its description.
 * A click does `onClick` instead, where there is one.
 * `beside` stands next to the trigger and reacts to the pointer too; null where it may come later, so that the trigger stays the same element.
 */
export function Hover({ label, content, children, beside, onClick }: { label: string; content: () => ComponentChildren; children: ComponentChildren; beside?: ComponentChildren; onClick?: () => void }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const later = (value: boolean, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(value), delay);
  };
  const pointer: Pointer = { onMouseEnter: () => later(true, OPEN_DELAY_MS), onMouseLeave: () => later(false, CLOSE_DELAY_MS) };
  const alone = beside === undefined ? pointer : undefined;

  const button = (
    <button
      ref={trigger} type="button" class="hover-trigger" aria-label={label} {...(open ? { 'aria-describedby': id } : {})} {...alone}
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
  );
  const panel = open ? <Panel id={id} trigger={trigger} pointer={alone}>{content()}</Panel> : null;
  return alone === undefined ? <span class="hover-place" {...pointer}>{button}{beside}{panel}</span> : <>{button}{panel}</>;
}
