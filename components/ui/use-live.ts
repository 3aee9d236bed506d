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
    let stop: () => void = () => undefined;
    const leave = onceIdle(() => { stop = subscribe(); });
    return () => {
      leave();
      stop();
    };
  }, deps);
}

const LATEST_MS = 250;

/** Does `task` once the page has nothing to draw. Returns the way to leave it. */
export function onceIdle(task: () => void): () => void {
  const asked = requestIdleCallback(task, { timeout: LATEST_MS });
  return () => cancelIdleCallback(asked);
}

const LONGEST_WAIT_MS = 60_000;
const SHORTEST_WAIT_MS = 250;

/** The current instant (milliseconds), and the way to say when what depends on it changes next. */
export interface Clock {
  now: number;
  /** The instant is refreshed then: in a quarter of a second at the soonest, a minute after the last time at the latest. Draws nothing by itself. */
  refreshAt(at: number): void;
}

/** The current instant, refreshed at least once a minute. */
export function useClock(): Clock {
  const [now, setNow] = useState(() => Date.now());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refreshAt = (at: number) => {
    const due = Math.min(at, now + LONGEST_WAIT_MS) - Date.now();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setNow(Date.now()), Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, due)));
  };
  useEffect(() => {
    refreshAt(Infinity);
    return () => clearTimeout(timer.current);
  }, [now]);
  return { now, refreshAt };
}

/** The current instant (milliseconds), refreshed once a minute. */
export function useNow(): number {
  return useClock().now;
}
