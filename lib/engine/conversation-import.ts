import { aliasOf } from '@/lib/contacts/apply-person';
import type { PastConversation } from '@/lib/contacts/messages-csv';
import type { ImportIssue, ImportRow, NurturesDb, ThreadRow } from '@/lib/db/schema';
import { write } from '@/lib/db/write';
import type { MemberId } from '@/lib/domain/campaign';

/** Conversations written in one transaction. */
const CHUNK = 2_000;

export interface ConversationOrder {
  id: string;
  fileName: string;
  memberId: MemberId;
  conversations: readonly PastConversation[];
  issues: readonly ImportIssue[];
}

function learned(known: ThreadRow | undefined, senderId: MemberId, contactId: string, conversation: PastConversation): ThreadRow {
  const newest = Math.max(...conversation.messages.map((message) => message.at));
  const theirs = conversation.messages.filter((message) => message.direction === 'theirs').map((message) => message.at);
  const lastTheirsAt = Math.max(known?.lastTheirsAt ?? 0, ...theirs);
  return {
    ...known, senderId, contactId, talkedBefore: 'yes', lastHandAt: Math.max(known?.lastHandAt ?? 0, newest),
    ...(lastTheirsAt === 0 ? {} : { lastTheirsAt }),
  };
}

/**
 * Learns from the archive's messages.csv with whom a member has talked and when: the quiet period and "already talked" are
 * then known from the first day. People who are no contacts are passed over; messages a campaign sent are no hand-typed ones.
 */
export async function importConversations(db: NurturesDb, now: number, order: ConversationOrder, control: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {}): Promise<{ kind: 'done'; row: ImportRow } | { kind: 'canceled' }> {
  const row: ImportRow = {
    id: order.id, at: now, kind: 'messages', fileName: order.fileName, memberId: order.memberId, added: 0, updated: 0, unchanged: 0, excluded: 0,
    issues: [...order.issues], skippedCount: order.issues.filter((issue) => issue.effect === 'skipped').length, state: 'running',
  };
  const total = order.conversations.length;
  for (let from = 0; from < total; from += CHUNK) {
    if (control.signal?.aborted === true) return { kind: 'canceled' };
    await write(db, now, async () => {
      const part = order.conversations.slice(from, from + CHUNK);
      const aliases = await db.aliases.bulkGet(part.map((conversation) => aliasOf({ key: conversation.person })));
      const rows: ThreadRow[] = [];
      for (const [index, conversation] of part.entries()) {
        const contactId = aliases[index]?.contactId;
        const own = contactId === undefined ? [] : await db.deliveries.where('[contactId+state]').equals([contactId, 'sent']).toArray();
        const byHand = conversation.messages.filter((message) => message.direction === 'theirs' || !own.some((delivery) => Math.abs((delivery.sentAt ?? 0) - message.at) < 120_000));
        if (contactId === undefined || byHand.length === 0) {
          row.unchanged += 1;
          continue;
        }
        const known = await db.threads.get([order.memberId, contactId]);
        rows.push(learned(known, order.memberId, contactId, { ...conversation, messages: byHand }));
        if (known === undefined) row.added += 1;
        else row.updated += 1;
      }
      await db.threads.bulkPut(rows);
    });
    control.onProgress?.(Math.min(total, from + CHUNK), total);
  }
  const done: ImportRow = { ...row, state: 'done' };
  await write(db, now, async (w) => {
    await db.imports.put(done);
    w.journal({ kind: 'import.done', memberId: order.memberId, data: { import: order.id, kind: 'messages', added: row.added, updated: row.updated, unchanged: row.unchanged, skipped: row.skippedCount } });
  });
  return { kind: 'done', row: done };
}
