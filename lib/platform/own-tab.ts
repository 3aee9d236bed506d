import { browser } from 'wxt/browser';
import type { Reason } from '@/lib/domain/reasons';
import type { TabResult } from '@/lib/engine/ports';
import type { TabMessage } from '@/lib/linkedin/contract';

/**
 * The product's own tab: opened without focus in a normal window, navigated for each step, closed at the end of a run.
 * Its id is kept in session storage, which survives a dead worker but no browser restart; discarding a tab changes its id
 * (engineering.md 3.3), so replacements are followed.
 */
const KEY = 'ownTab';
const STOP_MS = 2000;
const ORIGIN = 'https://www.linkedin.com';
const HOST = `${ORIGIN}/*`;
const BLANK = 'about:blank';

async function storedId(): Promise<number | undefined> {
  const { [KEY]: id } = await browser.storage.session.get(KEY);
  return typeof id === 'number' ? id : undefined;
}

async function remember(id: number): Promise<void> {
  await browser.storage.session.set({ [KEY]: id });
  await browser.storage.local.set({ [KEY]: id });
}

async function forget(): Promise<void> {
  await browser.storage.session.remove(KEY);
  await browser.storage.local.remove(KEY);
}

/** The own tab as it is now: still there, still on LinkedIn. A tab the member took elsewhere is theirs. */
async function ownTab(): Promise<{ id: number; discarded: boolean } | undefined> {
  const id = await storedId();
  if (id === undefined) return undefined;
  try {
    const tab = await browser.tabs.get(id);
    const url = tab.pendingUrl ?? tab.url ?? '';
    if (url.startsWith(ORIGIN) || url === BLANK) return { id, discarded: tab.discarded === true };
  } catch {
    // the tab is gone
  }
  await forget();
  return undefined;
}

/**
 * The tab an earlier version of the extension left open: an update empties the session storage while the tab stays. It is known by its
 * id and by our mark on it, which a browser restart takes off; one the member is looking at is left to them.
 */
async function tabBeforeUpdate(): Promise<{ id: number } | undefined> {
  const { [KEY]: id } = await browser.storage.local.get(KEY);
  if (typeof id !== 'number') return undefined;
  try {
    const tab = await browser.tabs.get(id);
    if (tab.autoDiscardable === false && !tab.active && (tab.url ?? '').startsWith(ORIGIN)) return { id };
  } catch {
    // the tab is gone
  }
  return undefined;
}

/** A tab on its way: its page may speak before its id is stored, so whoever asks waits for it. */
let opening: Promise<unknown> = Promise.resolve();

async function openTab(windowId: number, url: string): Promise<boolean> {
  const tab = await browser.tabs.create({ windowId, url, active: false });
  if (tab.id === undefined) return false;
  await remember(tab.id);
  await browser.tabs.update(tab.id, { autoDiscardable: false });
  return true;
}

/** Whether this tab is the product's own. */
export async function isOwnTab(tabId: number | undefined): Promise<boolean> {
  await opening.catch(() => undefined);
  return tabId !== undefined && tabId === (await storedId());
}

/** Whether the own tab is still there with a page in it; a discarded one holds none. */
export async function ownTabExists(): Promise<boolean> {
  return (await ownTab())?.discarded === false;
}

/**
 * Whether Chrome shows an error page of its own where LinkedIn's page should be: no connection, or an answer such as 429 without a body. No script
 * of ours runs there, and the attempt to run one says so. A tab that does not answer in time has not failed.
 */
export async function ownTabFailed(): Promise<boolean> {
  const known = await ownTab();
  if (known?.discarded !== false) return false;
  const tried = browser.scripting.executeScript({ target: { tabId: known.id }, func: () => 'runs' }).then(() => false, (error: unknown) => /error page/iu.test(String(error)));
  return await Promise.race([tried, new Promise<boolean>((resolve) => { setTimeout(() => resolve(false), STOP_MS); })]);
}

/** The tab shows a page nobody sent it to: if the member is looking at it, it is theirs from now on. */
export async function leaveOwnTab(): Promise<void> {
  const known = await ownTab();
  if (known === undefined) return;
  const tab = await browser.tabs.get(known.id).catch(() => undefined);
  if (tab === undefined || !tab.active) return;
  await forget();
  await browser.tabs.update(known.id, { autoDiscardable: true }).catch(() => undefined);
}

/** Whether the member lets the extension read LinkedIn's pages. */
export function hasSiteAccess(): Promise<boolean> {
  return browser.permissions.contains({ origins: [HOST] });
}

/** A normal window the member can see; never minimised, never incognito. The one used last comes first. */
async function normalWindow(): Promise<number | undefined> {
  const windows = await browser.windows.getAll({ windowTypes: ['normal'] });
  const usable = windows.filter((window) => window.state !== 'minimized' && !window.incognito && window.id !== undefined);
  return (usable.find((window) => window.focused) ?? usable[0])?.id;
}

/** Shows a LinkedIn path in the own tab; see `Ports.tab.show`. */
export async function showOwnTab(path: string): Promise<TabResult> {
  if (!(await hasSiteAccess())) return 'siteAccess';
  const url = `${ORIGIN}${path}`;
  try {
    const known = (await ownTab()) ?? (await tabBeforeUpdate());
    if (known !== undefined) {
      await remember(known.id);
      await browser.tabs.update(known.id, { url });
      return 'ok';
    }
    const windowId = await normalWindow();
    if (windowId === undefined) return 'noWindow';
    const opened = openTab(windowId, url);
    opening = opened;
    return (await opened) ? 'ok' : 'failed';
  } catch {
    return 'failed';
  }
}

/** Closes the own tab, unless the member is looking at it. */
export async function closeOwnTab(): Promise<void> {
  const known = (await ownTab()) ?? (await tabBeforeUpdate());
  if (known === undefined) return;
  await forget();
  try {
    const tab = await browser.tabs.get(known.id);
    if (!tab.active) await browser.tabs.remove(known.id);
  } catch {
    // it was closed meanwhile
  }
}

/** Tells the driver in the own tab to stop what has no grant yet; no answer is fine, and a frozen tab is not waited for. */
export async function stopInOwnTab(orderId: string, reason: Reason): Promise<void> {
  const known = await ownTab();
  if (known === undefined) return;
  const message: TabMessage = { type: 'stop', orderId, reason };
  const told = browser.tabs.sendMessage(known.id, message).catch(() => undefined);
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
}

/** Brings the own tab to the front of its window, without focusing the window: the member is to press Send in it. */
export async function revealOwnTab(): Promise<void> {
  const known = await ownTab();
  if (known !== undefined) await browser.tabs.update(known.id, { active: true }).catch(() => undefined);
}

/** Follows the own tab through discards, and tells when it is closed or discarded. Registered synchronously at worker start. */
export function watchOwnTab(onGone: () => void): void {
  browser.tabs.onReplaced.addListener((added, removed) => {
    void storedId().then(async (id) => {
      if (id !== removed) return;
      await remember(added);
      onGone();
    });
  });
  browser.tabs.onRemoved.addListener((tabId) => {
    void storedId().then(async (id) => {
      if (id !== tabId) return;
      await forget();
      onGone();
    });
  });
}
