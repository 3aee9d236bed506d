import { browser } from 'wxt/browser';

/** What a screen sends after a write so that the worker looks at once instead of at its next alarm. */
export const POKE = { type: 'poke' } as const;

/**
 * Asks the worker to look at the database now. It never fails the screen: a worker that does not answer finds the same at its next
 * alarm, since the database is the schedule.
 */
export function pokeWorker(): void {
  browser.runtime.sendMessage(POKE).catch(() => undefined);
}
