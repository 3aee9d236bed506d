import type { Reason } from '@/lib/domain/reasons';

/** What was decided or done. */
export const JOURNAL_KINDS = [
  'campaign.created', 'campaign.edited', 'campaign.switchedOn', 'campaign.switchedOff', 'campaign.archived', 'campaign.imported',
  'campaign.stopped', 'campaign.resumed', 'campaign.finished',
  'run.opened', 'run.closed', 'run.missed', 'run.paused',
  'enrollment.created', 'enrollment.ended', 'enrollment.refused', 'enrollment.takenBack',
  'delivery.queued', 'delivery.proposed', 'delivery.approved', 'delivery.rejected', 'delivery.withdrawn', 'delivery.voided',
  'delivery.edited', 'delivery.scheduled', 'delivery.unscheduled', 'delivery.claimed', 'delivery.released', 'delivery.granted',
  'delivery.grantRefused', 'delivery.sent', 'delivery.failed', 'delivery.unconfirmed', 'delivery.disproved', 'delivery.canceled',
  'delivery.requeued', 'delivery.settledByHand', 'delivery.deferred', 'delivery.takenBack',
  'reply.found', 'reply.corrected', 'reply.answered', 'optOut.found',
  'contact.imported', 'contact.edited', 'contact.merged', 'contact.erased', 'contact.lead',
  'exclusion.added', 'exclusion.lifted', 'import.done', 'import.undone', 'sync.done',
  'member.confirmed', 'member.stopped', 'member.resumed', 'member.changed', 'consent.given',
  'page.checked', 'page.switchedToClickSend', 'pause.on', 'pause.off', 'settings.changed',
  'backup.restored', 'journal.exported', 'clock.setBack', 'sender.identified', 'clicks.read', 'links.created',
] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];

/** What a use case hands to the journal: ids, codes and counts, never a name or a text. */
export interface JournalFact {
  kind: JournalKind;
  reason?: Reason;
  campaignId?: string;
  contactId?: string;
  deliveryId?: string;
  memberId?: string;
  /** short codes and numbers only */
  data?: Record<string, string | number>;
}

/** A journal row: chained to the one before by `prev`, the hash of it. */
export interface JournalEntry extends JournalFact {
  seq: number;
  at: number;
  prev: string;
  hash: string;
}

/** Hash of the entry before the first. */
export const JOURNAL_GENESIS = '0'.repeat(64);

/**
 * The exact bytes that are hashed for an entry: fixed field order, absent fields left out.
 */
export function journalPayload(entry: Omit<JournalEntry, 'hash'>): string {
  const { seq, at, prev, kind, reason, campaignId, contactId, deliveryId, memberId, data } = entry;
  const sorted = data === undefined ? null : Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify([seq, at, prev, kind, reason ?? null, campaignId ?? null, contactId ?? null, deliveryId ?? null, memberId ?? null, sorted]);
}
