import { browser } from 'wxt/browser';

const SITE = ['https://www.linkedin.com/*'];

/** Asks for the optional permission to show notifications; must be called from a click. Whether it is given now. */
export function askForNotifications(): Promise<boolean> {
  return browser.permissions.request({ permissions: ['notifications'] });
}

/** Whether notifications may be shown. */
export function mayNotify(): Promise<boolean> {
  return browser.permissions.contains({ permissions: ['notifications'] });
}

/** Whether LinkedIn's pages may be read; the member can withdraw it in the browser. */
export function mayReadSite(): Promise<boolean> {
  return browser.permissions.contains({ origins: SITE });
}

/** Asks for access to LinkedIn's pages where the member withdrew it; must be called from a click. Whether it is given now. */
export function askForSite(): Promise<boolean> {
  return browser.permissions.request({ origins: SITE });
}
