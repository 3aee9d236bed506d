import { browser } from 'wxt/browser';

const WANT = 'wantOrdersFile';
const FILE = '/linkedin-orders.js';

/** Content script's side: asks the worker to put the order runner into this tab. False when it could not. */
export async function fetchOrdersFile(): Promise<boolean> {
  try {
    return (await browser.runtime.sendMessage({ type: WANT })) === 'there';
  } catch {
    return false;
  }
}

/**
 * Worker's side: puts the order runner into the top frame of the tab that asks. To be called once, synchronously, as the worker starts.
 */
export function serveOrdersFile(): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: { id?: string | undefined; tab?: { id?: number | undefined } | undefined }): Promise<string> | undefined => {
    const asked = typeof message === 'object' && message !== null && 'type' in message && message.type === WANT;
    const tabId = sender.tab?.id;
    if (!asked || sender.id !== browser.runtime.id || tabId === undefined) return undefined;
    return browser.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: [FILE] }).then(() => 'there', () => 'refused');
  });
}
