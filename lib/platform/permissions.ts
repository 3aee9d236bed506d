import { browser } from 'wxt/browser';

/** Asks for the optional permission to show notifications; must be called from a click. Whether it is given now. */
export function askForNotifications(): Promise<boolean> {
  return browser.permissions.request({ permissions: ['notifications'] });
}

/** Whether notifications may be shown. */
export function mayNotify(): Promise<boolean> {
  return browser.permissions.contains({ permissions: ['notifications'] });
}

/** Asks for access to LinkedIn's pages where the member withdrew it; must be called from a click. Whether it is given now. */
export function askForSite(): Promise<boolean> {
  return browser.permissions.request({ origins: ['https://www.linkedin.com/*'] });
}
