import { browser } from 'wxt/browser';

const KEY = 'session';

/** Whether a worker of this browser session was here before; the first one of a session marks it. */
export async function sameSession(): Promise<boolean> {
  const { [KEY]: seen } = await browser.storage.session.get(KEY);
  if (seen === 'yes') return true;
  await browser.storage.session.set({ [KEY]: 'yes' });
  return false;
}

/** Install, update and browser start are all just a wake. Registered synchronously at worker start. */
export function onStart(handler: () => void): void {
  browser.runtime.onInstalled.addListener(handler);
  browser.runtime.onStartup.addListener(handler);
}

/** Installed, updated, or given access to LinkedIn again: pages that are open have no live script of ours. Registered synchronously at worker start. */
export function onPagesWithoutScript(handler: () => void): void {
  browser.runtime.onInstalled.addListener(handler);
  browser.permissions.onAdded.addListener(handler);
}

/** Shows what needs the member on the toolbar icon: a red mark when stopped, a sign while sending, else how many wait. */
export async function showBadge(state: { waiting: number; stopped: boolean; sending: boolean }): Promise<void> {
  const text = state.stopped ? '!' : state.sending ? '…' : state.waiting === 0 ? '' : state.waiting > 99 ? '99+' : String(state.waiting);
  const color = state.stopped ? '#b3261e' : state.sending ? '#1d6f42' : '#3b4fd8';
  await browser.action.setBadgeBackgroundColor({ color });
  await browser.action.setBadgeText({ text });
}
