import { defineContentScript } from 'wxt/utils/define-content-script';
import { isReason } from '@/lib/domain/reasons';
import { isAnswer } from '@/lib/linkedin/answers';
import { startDriver } from '@/lib/linkedin/driver';
import type { Ask } from '@/lib/linkedin/page';
import { GRANT_GOOD_MS } from '@/lib/linkedin/contract';
import type { RunOrder } from '@/lib/linkedin/run-order';
import { takeRunner } from '@/lib/linkedin/runner-place';
import { fetchOrdersFile } from '@/lib/platform/orders-file';
import { later } from '@/lib/linkedin/wait';
import { listenToWorker, sendToWorker } from '@/lib/platform/page-messages';

/** A worker that starts anew answers within a second or two; a minute without a word is no answer. */
const ANSWER_MS = 60_000;

export default defineContentScript({
  matches: ['https://www.linkedin.com/*'],
  main(ctx) {
    const ask: Ask = async (message) => {
      if (!ctx.isValid) return undefined;
      const answer = await sendToWorker(message, message.type === 'grant' ? GRANT_GOOD_MS : ANSWER_MS);
      return isAnswer(message.type, answer) ? answer : undefined;
    };
    const loadRunner = async (): Promise<RunOrder | undefined> => (await fetchOrdersFile() ? takeRunner() : undefined);
    const driver = startDriver({ doc: document, instance: crypto.randomUUID(), life: ctx.signal, ask, loadRunner });
    ctx.onInvalidated(listenToWorker((message) => {
      if (!ctx.isValid) return undefined;
      const { type, orderId, reason } = message;
      if (type === 'ping') return driver.ping();
      return type === 'stop' && typeof orderId === 'string' ? driver.stop(orderId, isReason(reason) ? reason : undefined) : undefined;
    }));
    // The event comes before the address has changed.
    ctx.addEventListener(window, 'wxt:locationchange', () => later(0, driver.moved));
  },
});
