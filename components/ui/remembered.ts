import type { Preferences } from '@/lib/db/preferences';

/** The last known choices, kept where they can be read before the database answers, so that nothing flashes. */
export const REMEMBERED = 'preferences';

/** The choices of the last time, or what holds without any. */
export function remembered(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}');
    if (typeof stored === 'object' && stored !== null && 'language' in stored && typeof stored.language === 'string') {
      const theme = 'theme' in stored && (stored.theme === 'light' || stored.theme === 'dark') ? stored.theme : 'system';
      return { language: stored.language, theme };
    }
  } catch {
    // a damaged copy is worth nothing: the database has the truth
  }
  return { language: 'auto', theme: 'system' };
}
