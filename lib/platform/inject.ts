import { browser } from 'wxt/browser';

const PAGES = 'https://www.linkedin.com/*';
const FILE = '/content-scripts/linkedin.js';

/**
 * Puts the content script into every LinkedIn tab where no copy of this version answers: after an install or an update the tabs that are open
 * have none, or an orphan that can no longer speak. A new copy ends the one before it, so each tab has one live driver. Discarded tabs get theirs as
 * they load. A tab that cannot be reached is left as it is; its next page load brings the script.
 */
export async function injectWhereSilent(): Promise<void> {
  const tabs = await browser.tabs.query({ url: PAGES, discarded: false });
  await Promise.all(tabs.map(async ({ id }) => {
    if (id === undefined || (await answers(id))) return;
    await browser.scripting.executeScript({ target: { tabId: id, frameIds: [0] }, files: [FILE] }).catch(() => undefined);
  }));
}

async function answers(tabId: number): Promise<boolean> {
  try {
    const answer: unknown = await browser.tabs.sendMessage(tabId, { type: 'ping' }, { frameId: 0 });
    return typeof answer === 'object' && answer !== null && 'instance' in answer;
  } catch {
    return false;
  }
}
