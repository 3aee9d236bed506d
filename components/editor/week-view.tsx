import { useRef, useState } from 'preact/hooks';
import type { SlotForm } from '@/components/editor/form';
import { CLOSING_MINUTE, MIN_SLOT_MINUTES, OPENING_MINUTE } from '@/lib/domain/schedule';
import { WEEKDAYS, type Weekday } from '@/lib/domain/zoned-time';
import { formatMinute, weekdayName } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

const STEP = 15;
const SPAN = CLOSING_MINUTE - OPENING_MINUTE;

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours === undefined || minutes === undefined || Number.isNaN(hours + minutes) ? Number.NaN : hours * 60 + minutes;
}

/** What a drag does: draws a new slot on one day, or moves or stretches one that is there. */
type Drag =
  | { kind: 'draw'; day: Weekday; from: number; to: number }
  | { kind: 'move'; id: string; start: number; end: number; from: number; to: number }
  | { kind: 'stretch'; id: string; start: number; to: number };

function clamp(minute: number, least = OPENING_MINUTE, most = CLOSING_MINUTE): number {
  return Math.max(least, Math.min(most, minute));
}

/** Start and end a drag would give, at least a slot's shortest length, inside the permitted hours. */
export function spanOf(drag: Drag): { start: number; end: number } {
  switch (drag.kind) {
    case 'draw': {
      const [start, end] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
      return end - start >= MIN_SLOT_MINUTES ? { start, end } : { start: Math.min(start, CLOSING_MINUTE - MIN_SLOT_MINUTES), end: Math.min(start, CLOSING_MINUTE - MIN_SLOT_MINUTES) + MIN_SLOT_MINUTES };
    }
    case 'move': {
      const length = drag.end - drag.start;
      const start = clamp(drag.start + drag.to - drag.from, OPENING_MINUTE, CLOSING_MINUTE - length);
      return { start, end: start + length };
    }
    case 'stretch':
      return { start: drag.start, end: clamp(drag.to, drag.start + MIN_SLOT_MINUTES) };
  }
}

/**
 * The week at a glance: drag on a free place to draw a slot, drag a slot to move it, its lower edge to stretch it. The fields below
 * say the same in words and work without a pointer, so this picture is not read out.
 */
export function WeekView({ slots, onChange, onDraw }: { slots: readonly SlotForm[]; onChange: (id: string, patch: Partial<SlotForm>) => void; onDraw: (slot: Omit<SlotForm, 'id'>) => void }) {
  const grid = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const minuteAt = (event: PointerEvent): number => {
    const box = grid.current?.getBoundingClientRect();
    if (box === undefined || box.height === 0) return OPENING_MINUTE;
    return clamp(OPENING_MINUTE + Math.round(((event.clientY - box.top) / box.height) * (SPAN / STEP)) * STEP);
  };
  const begin = (event: PointerEvent, next: Drag) => {
    event.preventDefault();
    event.stopPropagation();
    grid.current?.setPointerCapture(event.pointerId);
    setDrag(next);
  };
  const finish = () => {
    if (drag === undefined) return;
    const { start, end } = spanOf(drag);
    setDrag(undefined);
    if (drag.kind === 'draw') onDraw({ days: [drag.day], start: formatMinute(start), end: formatMinute(end) });
    else onChange(drag.id, { start: formatMinute(start), end: formatMinute(end) });
  };
  const place = (start: number, end: number) => ({ top: `${((start - OPENING_MINUTE) / SPAN) * 100}%`, height: `${((end - start) / SPAN) * 100}%` });
  const shown = (slot: SlotForm): { start: number; end: number } => (drag !== undefined && drag.kind !== 'draw' && drag.id === slot.id ? spanOf(drag) : { start: minuteOf(slot.start), end: minuteOf(slot.end) });

  return (
    <div class="week" aria-hidden="true">
      <div class="week-hours small faint">{[7, 9, 11, 13, 15, 17, 19, 21].map((hour) => <span key={hour} style={{ top: `${((hour * 60 - OPENING_MINUTE) / SPAN) * 100}%` }}>{hour}</span>)}</div>
      <div class="week-heads small muted">{WEEKDAYS.map((day) => <span key={day}>{weekdayName(day)}</span>)}</div>
      <div
        class="week-grid" ref={grid} title={t('editor.weekHint')}
        onPointerMove={(event) => drag !== undefined && setDrag({ ...drag, to: minuteAt(event) })} onPointerUp={finish} onPointerCancel={() => setDrag(undefined)}
      >
        {WEEKDAYS.map((day) => (
          <div key={day} class="week-day" onPointerDown={(event) => begin(event, { kind: 'draw', day, from: minuteAt(event), to: minuteAt(event) })}>
            {slots.map((slot, index) => {
              const { start, end } = shown(slot);
              if (!slot.days.includes(day) || !(end > start)) return null;
              return (
                <div
                  key={slot.id} class="week-slot" style={place(start, end)}
                  onPointerDown={(event) => begin(event, { kind: 'move', id: slot.id, start, end, from: minuteAt(event), to: minuteAt(event) })}
                >
                  <span class="week-label num">{index + 1}</span>
                  <span class="week-edge" onPointerDown={(event) => begin(event, { kind: 'stretch', id: slot.id, start, to: end })} />
                </div>
              );
            })}
            {drag?.kind === 'draw' && drag.day === day ? <div class="week-slot week-new" style={place(spanOf(drag).start, spanOf(drag).end)} /> : null}
          </div>
        ))}
      </div>
      {drag === undefined ? null : <div class="week-time small num">{formatMinute(spanOf(drag).start)} – {formatMinute(spanOf(drag).end)}</div>}
    </div>
  );
}
