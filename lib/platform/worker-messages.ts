import { browser } from 'wxt/browser';
import { parsePageMessage } from '@/lib/platform/page-message-shapes';
import { isOwnTab } from '@/lib/platform/own-tab';
import type { PageOrigin } from '@/lib/engine/page-router';
import type { PageMessage } from '@/lib/linkedin/contract';

/** What the worker hears: a screen's poke, or a page driver's message with where it came from. */
export interface Hears {
  poke: () => void;
  page: (message: PageMessage, origin: PageOrigin) => Promise<object>;
}

/**
 * Listens to screens and pages. A content script speaks for a web page: it is heard only from LinkedIn's own origin, its
 * words are parsed, and it never reaches what only screens may ask. The listener is a plain function that stays silent on
 * what it does not know (engineering.md 3.4). Registered synchronously at worker start.
 */
export function listenToScreensAndPages(hears: Hears): void {
  browser.runtime.onMessage.addListener((message: unknown, sender): Promise<object> | undefined => {
    if (sender.id !== browser.runtime.id || typeof message !== 'object' || message === null || !('type' in message)) return undefined;
    if (sender.tab === undefined || sender.url?.startsWith(browser.runtime.getURL('/')) === true) {
      if (message.type !== 'poke') return undefined;
      hears.poke();
      return Promise.resolve({ heard: 'yes' });
    }
    if (sender.url === undefined || !sender.url.startsWith('https://www.linkedin.com/') || sender.frameId !== 0) return undefined;
    const parsed = parsePageMessage(message);
    if (parsed === undefined) return undefined;
    return isOwnTab(sender.tab.id).then((own) => hears.page(parsed, own ? 'own' : 'other'));
  });
}
