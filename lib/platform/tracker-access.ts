import { browser } from 'wxt/browser';
import type { FetchPort } from '@/lib/clicks/http';

/** Asks the link tracker. Only the origin the member gave access to answers; any other fails as if it were not there. */
export const askTracker: FetchPort = (url, init) => fetch(url, init);

/** Asks for access to the one origin of the tracker; must be called from a click. Whether it is given now. */
export async function askForTracker(origin: string): Promise<boolean> {
  try {
    return await browser.permissions.request({ origins: [`${origin}/*`] });
  } catch {
    // An origin the manifest does not offer, as plain http: the browser refuses without asking.
    return false;
  }
}

/** Whether the tracker's origin may be asked. */
export function mayAskTracker(origin: string): Promise<boolean> {
  return browser.permissions.contains({ origins: [`${origin}/*`] });
}

/** Gives access to an origin back, when its tracker is taken away. */
export async function giveTrackerBack(origin: string): Promise<void> {
  await browser.permissions.remove({ origins: [`${origin}/*`] });
}

/** A fresh secret for link keys: 32 random bytes as 64 hexadecimal digits. */
export function freshLinkSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
