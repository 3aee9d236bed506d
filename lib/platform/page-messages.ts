import { browser } from 'wxt/browser';

/**
 * Content script to worker, without any knowledge of what is said. Undefined stands for every way of getting no answer: not delivered,
 * the worker died meanwhile, the extension is gone, or `limitMs` is over.
 */
export async function sendToWorker(message: object, limitMs: number): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  try {
    return await Promise.race([browser.runtime.sendMessage(message), tooLate]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Listens to the worker's messages to this tab. `answer` gives a value for messages it knows and undefined for all others, which then stay
 * unanswered: an async listener would answer everything. Returns how to stop listening.
 */
export function listenToWorker(answer: (message: Readonly<Record<string, unknown>>) => object | undefined): () => void {
  const listener = (message: unknown, sender: { id?: string | undefined }): Promise<object> | undefined => {
    if (sender.id !== browser.runtime.id || typeof message !== 'object' || message === null) return undefined;
    const result = answer(Object.fromEntries(Object.entries(message)));
    return result === undefined ? undefined : Promise.resolve(result);
  };
  browser.runtime.onMessage.addListener(listener);
  return () => browser.runtime.onMessage.removeListener(listener);
}
