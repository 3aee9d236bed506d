import '@/components/pause/pause.css';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { displayName } from '@/lib/domain/contact';
import type { PauseAll } from '@/lib/domain/member';
import { pauseEverything, resumeEverything } from '@/lib/engine/pause-actions';
import { addDays, dateAt, isCalendarDate, startOfDay, type CalendarDate } from '@/lib/domain/zoned-time';
import { formatDate, formatDateTime, formatTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

/** Pauses everything now and names what was already on its way. `until` in milliseconds. */
export async function pauseNow(until?: number): Promise<void> {
  const db = openDb();
  const result = await pauseEverything(db, Date.now(), until);
  pokeWorker();
  if (!result.ok) return;
  const [first] = result.underWay;
  if (first === undefined) showToast({ text: t('pause.started') });
  else if (result.underWay.length > 1) showToast({ text: t('pause.onTheirWay', { count: result.underWay.length }) });
  else {
    const contact = await db.contacts.get(first.contactId);
    showToast({ text: t('pause.onItsWay', { name: (contact === undefined ? '' : displayName(contact)) || t('review.unnamed') }) });
  }
}

/** Ends the pause now. */
export async function resumeNow(): Promise<void> {
  await resumeEverything(openDb(), Date.now());
  pokeWorker();
  showToast({ text: t('pause.resumed') });
}

/** Since when everything is paused; its end stands beside it. */
export function pauseSince(pause: PauseAll): string {
  const zone = readerZone();
  const today = dateAt(pause.since, zone) === dateAt(Date.now(), zone);
  return t('pause.since', { since: today ? formatTime(pause.since, zone) : formatDateTime(pause.since, zone) });
}

/** Since when, and until when, everything is paused. */
export function pauseSentence(pause: PauseAll): string {
  return pause.until === undefined ? pauseSince(pause) : t('pause.until', { since: formatDateTime(pause.since, readerZone()), until: formatDateTime(pause.until, readerZone()) });
}

/** The day's first slots open no earlier than this, so a pause that ends then misses nothing of the day. */
const MORNING_MINUTES = 6 * 60;

/** The instant (milliseconds) at which a pause until that day ends. */
export function pauseEndOn(day: CalendarDate): number {
  return startOfDay(day, readerZone()) + MORNING_MINUTES * 60_000;
}

/** Gives the pause that holds another end: the morning of a day, or none. */
async function endPauseOn(date: string): Promise<void> {
  const until = isCalendarDate(date) ? pauseEndOn(date) : undefined;
  const result = await pauseEverything(openDb(), Date.now(), until);
  pokeWorker();
  if (!result.ok) showToast({ tint: 'bad', text: t('pause.endPast') });
  else showToast({ text: isCalendarDate(date) ? t('pause.endsOn', { date: formatDate(date) }) : t('pause.endsByHand') });
}

/** The day on which a pause ends by itself; empty, it lasts until *Resume*. */
export function PauseEnd({ pause }: { pause: PauseAll }) {
  const zone = readerZone();
  return (
    <label class="pause-end" title={t('pause.endHint')}>
      <span>{t('pause.end')}</span>
      <input
        type="date" class="input input-s" aria-label={t('pause.endLabel')} min={addDays(dateAt(Date.now(), zone), 1)} value={pause.until === undefined ? '' : dateAt(pause.until, zone)}
        onChange={(event) => void endPauseOn(event.currentTarget.value)}
      />
    </label>
  );
}

/** The one button that stops everything, or starts it again. */
export function PauseButton({ pause, size = 'm' }: { pause: PauseAll | undefined; size?: 'm' | 's' }) {
  return pause === undefined
    ? <Button size={size} icon="pause" onClick={() => void pauseNow()}>{t('pause.everything')}</Button>
    : <Button size={size} icon="play" variant="primary" onClick={() => void resumeNow()}>{t('pause.resume')}</Button>;
}
