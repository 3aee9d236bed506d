import { browser } from 'wxt/browser';

/** What may be told outside the screens. */
export type NoticeKind = 'approvals' | 'reply' | 'stop';

/**
 * Shows one notification, if the member gave the optional permission. Texts come from the browser's own message files: a
 * worker cannot load the screens' languages on demand. The same kind replaces the one before.
 */
export async function showNotice(kind: NoticeKind, facts: Record<string, string | number>): Promise<void> {
  if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  const { getMessage } = browser.i18n;
  const values = [String(facts['count'] ?? ''), String(facts['name'] ?? '')];
  const texts: Record<NoticeKind, { title: string; message: string }> = {
    approvals: { title: getMessage('noticeApprovalsTitle'), message: getMessage('noticeApprovals', values) },
    reply: { title: getMessage('noticeReplyTitle'), message: getMessage('noticeReply', values) },
    stop: { title: getMessage('noticeStopTitle'), message: getMessage('noticeStop', values) },
  };
  await browser.notifications.create(kind, { type: 'basic', iconUrl: browser.runtime.getURL('/icon/128.png'), ...texts[kind] });
}
