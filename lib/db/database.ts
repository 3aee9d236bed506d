import { liveQuery } from 'dexie';
import { NurturesDb } from '@/lib/db/schema';

let opened: NurturesDb | undefined;

/** The database of this context; opened on first use. */
export function openDb(): NurturesDb {
  opened ??= new NurturesDb();
  return opened;
}

/**
 * Calls `onValue` now and after every commit, in any context, that changes what `read` read. Returns the way to stop.
 */
export function observe<T>(read: () => Promise<T>, onValue: (value: T) => void, onError: (error: unknown) => void): () => void {
  // Dexie follows an async function from await to await only when it is given one itself: with a plain function that returns a promise,
  // later reads fell out of their transaction (PrematureCommitError), and the page said that it could not be read.
  const subscription = liveQuery(async () => await read()).subscribe({ next: onValue, error: onError });
  return () => subscription.unsubscribe();
}
