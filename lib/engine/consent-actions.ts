import type { NurturesDb } from '@/lib/db/schema';
import { write } from '@/lib/db/write';
import { CONSENT_VERSION } from '@/lib/engine/settings';

/** Records that the member read and agreed to the wording in force, in the language it was shown in. Agreeing twice changes nothing. */
export function giveConsent(db: NurturesDb, now: number, language: string): Promise<void> {
  return write(db, now, async (w) => {
    const value = (await db.settings.get('consent'))?.value;
    if (typeof value === 'object' && value !== null && 'version' in value && value.version === CONSENT_VERSION) return;
    await db.settings.put({ key: 'consent', value: { at: now, version: CONSENT_VERSION, language } });
    w.journal({ kind: 'consent.given', data: { version: CONSENT_VERSION, language } });
  });
}
