import { browser } from 'wxt/browser';
import type { TabResult } from '@/lib/engine/ports';

/**
 * The product's own tab: opened without focus in a normal window, navigated for each step, closed at the end of a run.
 * Its id is kept in session storage, which survives a dead worker but no browser restart; discarding a tab changes its id
 * (engineering.md 3.3), so replacements are followed.
 */
const KEY = 'ownTab';
const ORIGIN = 'https://www.linkedin.com';
const HOST = `${ORIGIN}/*`;

async function storedId(): Promise<number | undefined> {
  const { [KEY]: id } = await browser.storage.session.get(KEY);
  return typeof id === 'number' ? id : undefined;
}

/** The own tab as it is now: still there, still on LinkedIn. A tab the member took elsewhere is theirs. */
async function ownTab(): Promise<{ id: number } | undefined> {
  const id = await storedId();
  if (id === undefined) return undefined;
  try {
    const tab = await browser.tabs.get(id);
    const url = tab.pendingUrl ?? tab.url ?? '';
    if (url.startsWith(ORIGIN)) return { id };
  } catch {
    // the tab is gone
  }
  await browser.storage.session.remove(KEY);
  return undefined;
}

/** Whether this tab is the product's own. */
export async function isOwnTab(tabId: number | undefined): Promise<boolean> {
  return tabId !== undefined && tabId === (await storedId());
}

/** Whether the own tab is still there. */
export async function ownTabExists(): Promise<boolean> {
  return (await ownTab()) !== undefined;
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
    const known = await ownTab();
    if (known !== undefined) {
      await browser.tabs.update(known.id, { url });
      return 'ok';
    }
    const windowId = await normalWindow();
    if (windowId === undefined) return 'noWindow';
    const tab = await browser.tabs.create({ windowId, url, active: false });
    if (tab.id === undefined) return 'failed';
    await browser.storage.session.set({ [KEY]: tab.id });
    await browser.tabs.update(tab.id, { autoDiscardable: false });
    return 'ok';
  } catch {
    return 'failed';
  }
}

/** Closes the own tab, unless the member is looking at it. */
export async function closeOwnTab(): Promise<void> {
  const known = await ownTab();
  if (known === undefined) return;
  await browser.storage.session.remove(KEY);
  try {
    const tab = await browser.tabs.get(known.id);
    if (!tab.active) await browser.tabs.remove(known.id);
  } catch {
    // it was closed meanwhile
  }
}

/** Tells the driver in the own tab to stop what has no grant yet; no answer is fine. */
export async function stopInOwnTab(orderId: string): Promise<void> {
  const known = await ownTab();
  if (known !== undefined) await browser.tabs.sendMessage(known.id, { type: 'stop', orderId }).catch(() => undefined);
}

/** Follows the own tab through discards, and tells when it is closed. Registered synchronously at worker start. */
export function watchOwnTab(onGone: () => void): void {
  browser.tabs.onReplaced.addListener((added, removed) => {
    void storedId().then((id) => (id === removed ? browser.storage.session.set({ [KEY]: added }) : undefined));
  });
  browser.tabs.onRemoved.addListener((tabId) => {
    void storedId().then(async (id) => {
      if (id !== tabId) return;
      await browser.storage.session.remove(KEY);
      onGone();
    });
  });
}
