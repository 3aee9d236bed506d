import type { NurturesDb } from '@/lib/db/schema';
import { write } from '@/lib/db/write';
import { NOTICE_SETTINGS } from '@/lib/engine/notices';
import { dropOldReplyTexts } from '@/lib/engine/reply-actions';
import type { Retention } from '@/lib/engine/settings';

/** Shortest and longest time reply texts can be kept, in days, beside `forever`. */
export const RETENTION_MIN_DAYS = 1;
export const RETENTION_MAX_DAYS = 3650;

/** Changes how long reply texts are kept and drops at once those that are older. Returns how many were dropped. */
export async function changeRetention(db: NurturesDb, now: number, wanted: Retention): Promise<number> {
  const value = wanted === 'forever' ? wanted : Math.min(RETENTION_MAX_DAYS, Math.max(RETENTION_MIN_DAYS, Math.trunc(wanted)));
  await write(db, now, async (w) => {
    await db.settings.put({ key: 'replyTextDays', value });
    w.journal({ kind: 'settings.changed', data: { replyTextDays: value } });
  });
  return dropOldReplyTexts(db, now);
}

/** Chooses whether one kind of notification is shown. */
export function changeNotice(db: NurturesDb, now: number, kind: keyof typeof NOTICE_SETTINGS, wanted: boolean): Promise<void> {
  return write(db, now, async (w) => {
    await db.settings.put({ key: NOTICE_SETTINGS[kind], value: wanted ? 'on' : 'off' });
    w.journal({ kind: 'settings.changed', data: { [NOTICE_SETTINGS[kind]]: wanted ? 'on' : 'off' } });
  });
}
