import type { NurturesDb } from '@/lib/db/schema';
import { write } from '@/lib/db/write';
import { endEnrollment } from '@/lib/engine/enrollments';
import { personHash, personHashKeys } from '@/lib/engine/person-hash';

export type EraseResult = { ok: true } | { ok: false; reason: 'gone' | 'sending' };

/**
 * Erases a person: contact, texts, replies, conversations and what links to them. What was counted stays counted and the
 * journal keeps ids only. A keyed hash of each of their keys stays on the do-not-contact list, so that no import brings them
 * back. Refused while a message to them is being sent. `newKey` and `newId` are used where no key or row exists yet.
 */
export function erasePerson(db: NurturesDb, now: number, contactId: string, newKey: string, newId: () => string): Promise<EraseResult> {
  return write(db, now, async (w) => {
    const contact = await db.contacts.get(contactId);
    if (contact === undefined) return { ok: false, reason: 'gone' };
    const deliveries = await db.deliveries.where('contactId').equals(contactId).toArray();
    if (deliveries.some((delivery) => delivery.state === 'granted')) return { ok: false, reason: 'sending' };
    for (const delivery of deliveries) {
      const bare = { text: undefined, fingerprint: undefined, evidence: undefined, recipientId: undefined };
      switch (delivery.state) {
        case 'queued': case 'pending': case 'approved': case 'scheduled': case 'claimed':
          await w.move({ ...delivery, state: delivery.state }, 'cancel', 'delivery.canceled', {
            ...bare, reason: 'personErased', nextAt: undefined, runId: undefined, plannedAt: undefined, token: undefined, leaseUntil: undefined, approvedAt: undefined,
          });
          break;
        default:
          await w.touch(delivery, bare);
      }
    }
    for (const enrollment of await db.enrollments.where('contactId').equals(contactId).toArray()) await endEnrollment(w, enrollment, 'personErased');
    const keys = await personHashKeys(db);
    const key = keys[0] ?? newKey;
    if (keys.length === 0) await db.settings.put({ key: 'personHashKeys', value: [newKey] });
    const aliases = await db.aliases.where('contactId').equals(contactId).primaryKeys();
    await db.exclusions.where('[kind+value]').equals(['person', contactId]).delete();
    await db.exclusions.bulkAdd(aliases.map((alias) => {
      const hash = personHash(key, alias);
      return { id: newId(), kind: 'person' as const, value: hash, hash, reason: 'personErased', at: now };
    }));
    await db.aliases.where('contactId').equals(contactId).delete();
    await db.connections.where('contactId').equals(contactId).delete();
    await db.listEntries.where('contactId').equals(contactId).delete();
    await db.threads.where('contactId').equals(contactId).delete();
    await db.links.where('contactId').equals(contactId).modify((link) => {
      delete link.contactId;
    });
    await db.importChanges.filter((change) => change.contactId === contactId).delete();
    await db.replies.where('contactId').equals(contactId).modify((reply) => {
      delete reply.text;
      delete reply.threadId;
      reply.toneWords = [];
      reply.answer = 'none';
    });
    await db.settings.bulkDelete([contactId, ...(contact.mergedIds ?? [])].map((id) => `typed:${id}`));
    await db.contacts.delete(contactId);
    w.journal({ kind: 'contact.erased', contactId, reason: 'personErased' });
    return { ok: true };
  });
}

/** Erases everything in this browser: every table, the journal too. There is no way back but a backup. */
export function eraseEverything(db: NurturesDb): Promise<void> {
  return db.transaction('rw', db.tables, async () => {
    for (const table of db.tables) await table.clear();
  });
}
