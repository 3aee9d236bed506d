import { browser } from 'wxt/browser';

/** What may be told outside the screens. */
export type NoticeKind = 'approvals' | 'reply' | 'stop';

/** The place in the options where each kind is dealt with. */
const PLACES: Record<NoticeKind, string> = { approvals: '#/queue?status=pending', reply: '#/contacts/', stop: '#/nurtures' };

/**
 * Shows one notification, if the member gave the optional permission. Texts come from the browser's own message files: a
 * worker cannot load the screens' languages on demand. It replaces the one before of the same kind and person; its id ends in the place it leads to.
 */
export async function showNotice(kind: NoticeKind, { name = '', contactId = '', count = 0, nurtures = 0 }: { name?: string; contactId?: string; count?: number; nurtures?: number }): Promise<void> {
  if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  const { getMessage } = browser.i18n;
  const text = kind !== 'approvals' ? kind : count === 1 ? 'approvalsOne' : nurtures === 1 ? 'approvalsOfOne' : kind;
  await browser.notifications.create(name + PLACES[kind] + contactId, {
    type: 'basic', iconUrl: browser.runtime.getURL('/icon/128.png'), title: getMessage(`${kind}Title`), message: getMessage(text, [name, String(count), String(nurtures)]),
  });
}

function open(id: string): void {
  void browser.notifications.clear(id);
  void browser.tabs.create({ url: browser.runtime.getURL('/options.html') + id.slice(id.lastIndexOf('#')) });
}

/** A click on a notification opens the place where it is dealt with. Registered synchronously at worker start, and once the permission is given. */
export function followNotices(): void {
  const listen = () => (browser.notifications as typeof browser.notifications | undefined)?.onClicked.addListener(open);
  listen();
  browser.permissions.onAdded.addListener(listen);
}
