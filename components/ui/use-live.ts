import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { observe } from '@/lib/db/database';

/** What a live read has brought: `value` is undefined until the first answer; `error` is set when the read failed. */
export interface Live<T> {
  value: T | undefined;
  error: unknown;
}

/**
 * Reads from the database now and after every commit, in any context, that changes what was read. `read` may await only the
 * database. When `deps` change the old value stays until the new one is there. `first`: what was read before the screen was drawn.
 */
export function useLive<T>(read: () => Promise<T>, deps: readonly unknown[], first?: T): Live<T> {
  const [live, setLive] = useState<Live<T>>({ value: first, error: undefined });
  const latest = useRef(read);
  latest.current = read;
  useSubscription(
    () => observe(() => latest.current(), (value) => setLive({ value, error: undefined }), (error) => setLive((before) => ({ value: before.value, error }))),
    deps, first === undefined ? 'unread' : 'read',
  );
  return live;
}

/**
 * Subscribes, and again when `deps` change. Where nothing is known yet, before the first paint: the answer takes longer than a frame anyway. What was
 * `read` before is painted first.
 */
export function useSubscription(subscribe: () => () => void, deps: readonly unknown[], first: 'read' | 'unread'): void {
  const when = useRef(first);
  useLayoutEffect(() => (when.current === 'read' ? undefined : subscribe()), deps);
  useEffect(() => {
    if (when.current === 'unread') return undefined;
    return subscribe();
  }, deps);
}

const LONGEST_WAIT_MS = 60_000;

/**
 * The current instant (milliseconds), refreshed when `until` comes, and at least once a minute, so that what depends on the
 * clock is derived anew at its boundary.
 */
export function useNow(until?: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const wait = Math.min(LONGEST_WAIT_MS, Math.max(250, (until ?? Infinity) - Date.now()));
    const timer = setTimeout(() => setNow(Date.now()), wait);
    return () => clearTimeout(timer);
  }, [now, until]);
  return now;
}
