import type { MemberId } from '@/lib/domain/campaign';

/** Who wrote a row, by id; never by name. */
export type RowAuthor = 'own' | 'theirs' | 'unknown';

/** What a row is. Reactions and system rows are never replies. */
export type RowKind = 'text' | 'attachment' | 'system' | 'recalled';

/** One message row as read from a page. `at` is the server time inside the row's id (milliseconds). */
export interface ThreadRow {
  urn: string;
  at: number;
  author: RowAuthor;
  kind: RowKind;
  /** text of the row with paragraphs joined by one newline; '' for attachments */
  text: string;
}

/** A thread as far as it was read, oldest row first. */
export interface ThreadReading {
  /** member id of the other side as found in header, composer or rows; all places agreed */
  otherId: MemberId;
  threadId?: string;
  rows: ThreadRow[];
  /** 'top' = the whole thread was read; 'part' = read back to the oldest row here */
  reached: 'top' | 'part';
}
