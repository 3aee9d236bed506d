import type { NurturesDb } from '@/lib/db/schema';

/** How the screens look to whoever reads them. */
export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  /** language code, or 'auto' for the browser's */
  language: string;
  theme: Theme;
}

const THEMES: readonly string[] = ['system', 'light', 'dark'] satisfies Theme[];

function isTheme(value: unknown): value is Theme {
  return typeof value === 'string' && THEMES.includes(value);
}

/** The stored choices of language and theme, or what holds without a choice. */
export async function readPreferences(db: NurturesDb): Promise<Preferences> {
  const [language, theme] = await db.settings.bulkGet(['language', 'theme']);
  return {
    language: typeof language?.value === 'string' ? language.value : 'auto',
    theme: isTheme(theme?.value) ? theme.value : 'system',
  };
}

/** Stores a choice of language or theme. */
export async function savePreference<K extends keyof Preferences>(db: NurturesDb, key: K, value: Preferences[K]): Promise<void> {
  await db.settings.put({ key, value });
}
