import type { SlotForm } from '@/components/editor/form';
import { IconButton } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { WEEKDAYS } from '@/lib/domain/zoned-time';
import { weekdayName } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** One weekly slot: its days, start and end, typed. */
export function SlotEditor({ index, slot, error, onChange, onRemove }: { index: number; slot: SlotForm; error: string | undefined; onChange: (patch: Partial<SlotForm>) => void; onRemove: () => void }) {
  const number = index + 1;
  return (
    <div class="slot">
      <div class="slot-row">
        <fieldset class="days">
          <legend class="field-label">{t('editor.slotDays', { number })}</legend>
          {WEEKDAYS.map((day) => (
            <label key={day} class="day">
              <input
                type="checkbox" class="visually-hidden" aria-label={weekdayName(day, 'long')} checked={slot.days.includes(day)}
                onChange={(event) => onChange({ days: event.currentTarget.checked ? WEEKDAYS.filter((other) => other === day || slot.days.includes(other)) : slot.days.filter((other) => other !== day) })}
              />
              <span aria-hidden="true">{weekdayName(day)}</span>
            </label>
          ))}
        </fieldset>
        <TextField type="time" label={t('editor.slotStart', { number })} min="07:00" max="21:00" value={slot.start} onInput={(start) => onChange({ start })} />
        <TextField type="time" label={t('editor.slotEnd', { number })} min="07:00" max="21:00" value={slot.end} onInput={(end) => onChange({ end })} />
        <IconButton icon="trash" size="s" label={t('editor.removeSlot', { number })} onClick={onRemove} />
      </div>
      {error === undefined ? null : <div class="field-error" role="alert">{error}</div>}
    </div>
  );
}
