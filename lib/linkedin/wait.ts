import { mayGetShadowRoot, rootsOf, type Page } from '@/lib/linkedin/page';

const SHADOW_BEAT_MS = 2000;
const CHANGES: MutationObserverInit = { subtree: true, childList: true, attributes: true, characterData: true };

/**
 * Waits until `probe` finds something, and gives it back; undefined after `ms` milliseconds. Looks again at each change of the page
 * in any of its roots, never in timer steps: in a hidden tab those fire once a minute. Throws the signal's reason when it aborts.
 */
export function until<T>(page: Page, ms: number, probe: () => T | undefined): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    if (page.signal.aborted) {
      reject(page.signal.reason);
      return;
    }
    const watched = new Set<Node>();
    const observer = new MutationObserver(look);
    const cancelTimer = later(ms, () => finish(() => resolve(probe())));
    const events = new AbortController();
    let cancelBeat = (): void => undefined;
    let over = false;

    function finish(settle: () => void): void {
      if (over) return;
      over = true;
      observer.disconnect();
      events.abort();
      cancelTimer();
      cancelBeat();
      page.signal.removeEventListener('abort', abort);
      try {
        settle();
      } catch (error) {
        reject(error);
      }
    }
    function abort(): void {
      finish(() => reject(page.signal.reason));
    }
    function watch(): void {
      for (const root of rootsOf(page.doc)) {
        if (watched.has(root)) continue;
        watched.add(root);
        observer.observe(root, CHANGES);
        for (const type of ['load', 'readystatechange', 'transitionend', 'animationend', 'visibilitychange']) {
          root.addEventListener(type, look, { capture: true, signal: events.signal });
        }
      }
    }
    function look(): void {
      if (over) return;
      try {
        watch();
        const found = probe();
        if (found !== undefined) finish(() => resolve(found));
      } catch (error) {
        finish(() => reject(error));
      }
    }
    /** A shadow root that is attached tells no observer: while one may still come, it is looked for now and then. */
    function beat(): void {
      if (over || !mayGetShadowRoot(page.doc)) return;
      cancelBeat = later(SHADOW_BEAT_MS, () => {
        look();
        beat();
      });
    }
    page.signal.addEventListener('abort', abort);
    look();
    beat();
  });
}

/**
 * Waits until `value` has not changed for `quietMs`, at most `ms`, and gives the last value back.
 */
export async function settled(page: Page, quietMs: number, ms: number, value: () => string): Promise<string> {
  const end = performance.now() + ms;
  let last = value();
  for (;;) {
    const seen = last;
    const changed = await until(page, Math.min(quietMs, Math.max(0, end - performance.now())), () => {
      const now = value();
      return now === seen ? undefined : { now };
    });
    if (changed === undefined) return last;
    last = changed.now;
    if (performance.now() >= end) return last;
  }
}

/** Waits for an answer, but not longer than the page's signal lasts: throws its reason when it aborts. */
export function whileLasting<T>(page: Page, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(page.signal.reason);
    if (page.signal.aborted) abort();
    page.signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => page.signal.removeEventListener('abort', abort));
  });
}

/** Waits `ms` milliseconds. */
export async function pause(page: Page, ms: number): Promise<void> {
  await until(page, ms, () => undefined);
}

/**
 * One timer. It ends through a message channel, because a timer set inside another timer's wake belongs to a chain, and chains are
 * held back to one step a minute in hidden tabs.
 */
export function later(ms: number, then: () => void): () => void {
  const channel = new MessageChannel();
  channel.port1.addEventListener('message', () => {
    channel.port1.close();
    then();
  });
  channel.port1.start();
  const timer = setTimeout(() => channel.port2.postMessage('over'), ms);
  return () => {
    clearTimeout(timer);
    channel.port1.close();
  };
}
