import type { Writer } from '@/lib/db/write';
import { displayName } from '@/lib/domain/contact';
import { foldText } from '@/lib/domain/text';
import type { InboxRow } from '@/lib/linkedin/contract';

/**
 * The sweep of the conversation list: an unread mark or a last message not from us holds everyone of that name who is in an
 * open sequence of this sender ("may have replied") until the thread is read. Names hint, they never decide.
 */
export async function noteInbox(w: Writer, senderId: string, inbox: readonly InboxRow[]): Promise<void> {
  const names = new Set(inbox.filter((row) => row.unread === 'yes' || row.lastFromUs === 'no').map((row) => foldText(row.name)));
  if (names.size === 0) return;
  const threads = await w.db.threads.where('[senderId+contactId]').between([senderId, ''], [senderId, '\uffff']).toArray();
  const contacts = await w.db.contacts.bulkGet(threads.map((thread) => thread.contactId));
  for (const [index, thread] of threads.entries()) {
    const contact = contacts[index];
    if (contact === undefined || !names.has(foldText(displayName(contact)))) continue;
    await w.db.threads.put({ ...thread, mayHaveRepliedAt: w.now });
  }
}
