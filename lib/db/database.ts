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
  const subscription = liveQuery(read).subscribe({ next: onValue, error: onError });
  return () => subscription.unsubscribe();
}
