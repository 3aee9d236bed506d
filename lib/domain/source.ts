import type { SegmentFilter } from '@/lib/domain/segment';

/** What feeds a campaign. A list has its own order; the others go by connected date, newest first. */
export type Source =
  | { id: string; kind: 'list'; name: string; createdAt: number }
  | { id: string; kind: 'segment'; name: string; filter: SegmentFilter; createdAt: number }
  | { id: string; kind: 'all'; name: string; createdAt: number }
  | { id: string; kind: 'recent'; name: string; days: number; createdAt: number };

/** Membership of a contact in a list, in the list's own order. */
export interface ListEntry {
  sourceId: string;
  contactId: string;
  order: number;
}
