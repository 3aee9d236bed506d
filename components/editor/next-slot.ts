import { scheduleOf, type Form } from '@/components/editor/form';
import type { Campaign } from '@/lib/domain/campaign';
import { nextStart, rescheduled } from '@/lib/domain/campaign-life';
import { checkSchedule, nextSlotAfter, windowsChanged, type Schedule, type SlotOccurrence } from '@/lib/domain/schedule';
import { addDays, dateAt, type CalendarDate } from '@/lib/domain/zoned-time';

/** What saving would mean for the next slot. */
export type NextSlot =
  | { kind: 'none' }
  | { kind: 'invalid' }
  /** a draft or an inactive nurture: the slot if it were started now */
  | { kind: 'first'; slot: SlotOccurrence }
  | { kind: 'next'; slot: SlotOccurrence }
  /** slots or zone were edited on an active nurture */
  | { kind: 'edited'; slot: SlotOccurrence };

/** The slot that comes next with the schedule as typed. `now` in milliseconds. */
export function nextSlotOf(form: Form, campaign: Campaign | undefined, now: number): NextSlot {
  const schedule = scheduleOf(form);
  if (checkSchedule(schedule).length > 0) return { kind: 'invalid' };
  if (campaign?.state === 'active') {
    const edited = windowsChanged(campaign.schedule, schedule);
    const after = edited ? rescheduled({ ...campaign, schedule }, now) : { ...campaign, schedule };
    const slot = nextStart(after, now);
    return slot === undefined ? { kind: 'none' } : { kind: edited ? 'edited' : 'next', slot };
  }
  const slot = nextSlotAfter(schedule, now, { notBefore: addDays(campaign?.dayZero ?? dateAt(now, schedule.timeZone), 1) });
  return slot === undefined ? { kind: 'none' } : { kind: 'first', slot };
}

/** The earliest calendar day each message can fall on, limits aside: the first slot on or after its delay. */
export function expectedDays(schedule: Schedule, first: SlotOccurrence | undefined, delays: readonly number[]): (CalendarDate | undefined)[] {
  let day = first?.date;
  return delays.map((delay, index) => {
    if (day === undefined || first === undefined) return undefined;
    if (index === 0) return day;
    if (!Number.isInteger(delay) || delay < 0 || delay > 3650) {
      day = undefined;
      return undefined;
    }
    day = nextSlotAfter(schedule, first.startsAt, { notBefore: addDays(day, delay) })?.date;
    return day;
  });
}
