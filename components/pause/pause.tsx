import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { displayName } from '@/lib/domain/contact';
import type { PauseAll } from '@/lib/domain/member';
import { pauseEverything, resumeEverything } from '@/lib/engine/pause-actions';
import { formatDateTime, readerZone } from '@/lib/i18n/format';
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

/** Since when, and until when, everything is paused. */
export function pauseSentence(pause: PauseAll): string {
  const since = formatDateTime(pause.since, readerZone());
  return pause.until === undefined ? t('pause.since', { since }) : t('pause.until', { since, until: formatDateTime(pause.until, readerZone()) });
}

/** The one button that stops everything, or starts it again. */
export function PauseButton({ pause, size = 'm' }: { pause: PauseAll | undefined; size?: 'm' | 's' }) {
  return pause === undefined
    ? <Button size={size} icon="pause" onClick={() => void pauseNow()}>{t('pause.everything')}</Button>
    : <Button size={size} icon="play" variant="primary" onClick={() => void resumeNow()}>{t('pause.resume')}</Button>;
}
