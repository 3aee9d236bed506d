import type { ThreadReading, ThreadRow } from '@/lib/domain/thread';
import { normaliseText } from '@/lib/domain/text';

/** Doubt about when a row arrived relative to this computer's clock counts as a reply (design 2.9). */
export const REPLY_DOUBT_MS = 15 * 60_000;
/** A reply is attributed to the latest campaign message before it, at most this long before. */
export const ATTRIBUTION_MS = 30 * 24 * 3_600_000;
/** What our own book says of this thread. */
export interface ThreadBook {
  /** rows proved to be campaign messages */
  ours: ReadonlySet<string>;
  /** enrollments that are not over, with the row of their first message (id and server time) if there is one */
  open: readonly { enrollmentId: string; campaignId: string; enrolledAt: number; first?: { urn: string; at: number } }[];
  /** whether a text is an automatic answer */
  automatic: (text: string) => boolean;
}

/** All messages of the person between one of ours and the next: one reply. */
export interface ReplyGroup {
  rows: ThreadRow[];
  text: string;
  at: number;
  automatic: 'yes' | 'no';
  /** the campaign message before it */
  answers?: { urn: string; at: number };
  /** counted within 30 days of a campaign message */
  counted: 'yes' | 'no';
}

export type ReadingVerdict = {
  /** replies after any campaign message of ours, and those that end an enrollment before its first message */
  replies: ReplyGroup[];
  /** enrollments that a message of the person ends */
  ended: string[];
  /** newest row typed by hand, either way (server time), for the quiet period */
  lastHandAt?: number;
  lastTheirsAt?: number;
  /** own rows that no delivery of ours explains */
  ownByHand: ThreadRow[];
  /** rows of which the author could not be told by id */
  unknownAuthors: number;
  newestUrn?: string;
};

/** Whether a row can be a message of somebody at all. */
function isMessage(row: ThreadRow): boolean {
  return row.kind === 'text' || row.kind === 'attachment';
}

/**
 * Decides what a thread says: who replied to what, which sequences it ends, when a hand last typed. The order of rows and
 * the server time inside their ids decide; this computer's clock only through `enrolledAt`, with 15 minutes of doubt.
 */
export function judgeReading(reading: ThreadReading, book: ThreadBook): ReadingVerdict {
  const rows = reading.rows;
  const position = new Map(rows.map((row, index) => [row.urn, index]));
  const groups: ReplyGroup[] = [];
  const ownByHand: ThreadRow[] = [];
  let current: ThreadRow[] = [];
  let lastOurs: { urn: string; at: number } | undefined;
  let lastHandAt: number | undefined;
  let lastTheirsAt: number | undefined;
  let unknownAuthors = 0;

  const close = () => {
    if (current.length === 0) return;
    const first = current[0];
    if (first === undefined) return;
    const text = current.map((row) => row.text).filter((part) => part !== '').join('\n');
    const automatic = text !== '' && book.automatic(text) ? 'yes' : 'no';
    const counted = lastOurs !== undefined && first.at - lastOurs.at <= ATTRIBUTION_MS && automatic === 'no' ? 'yes' : 'no';
    groups.push({ rows: current, text, at: first.at, automatic, counted, ...(lastOurs === undefined ? {} : { answers: lastOurs }) });
    current = [];
  };

  for (const row of rows) {
    if (!isMessage(row)) continue;
    switch (row.author) {
      case 'unknown':
        unknownAuthors += 1;
        break;
      case 'theirs':
        current.push(row);
        lastTheirsAt = row.at;
        lastHandAt = Math.max(lastHandAt ?? 0, row.at);
        break;
      case 'own': {
        if (book.ours.has(row.urn)) {
          close();
          lastOurs = { urn: row.urn, at: row.at };
        } else {
          ownByHand.push(row);
          lastHandAt = Math.max(lastHandAt ?? 0, row.at);
        }
        break;
      }
    }
  }
  close();

  const ending = new Set<ReplyGroup>();
  const ended = book.open.filter(({ first, enrolledAt }) => {
    const firstIndex = first === undefined ? undefined : position.get(first.urn);
    const comesAfter = (row: ThreadRow) => {
      if (first === undefined) return row.at >= enrolledAt - REPLY_DOUBT_MS;
      return firstIndex === undefined ? row.at > first.at : (position.get(row.urn) ?? 0) > firstIndex;
    };
    const found = groups.filter((group) => group.automatic === 'no' && group.rows.some(comesAfter));
    for (const group of found) ending.add(group);
    return found.length > 0;
  });

  const newest = rows.at(-1);
  return {
    replies: groups.filter((group) => group.answers !== undefined || ending.has(group)),
    ended: ended.map((enrollment) => enrollment.enrollmentId),
    ...(lastHandAt === undefined ? {} : { lastHandAt }),
    ...(lastTheirsAt === undefined ? {} : { lastTheirsAt }),
    ownByHand,
    unknownAuthors,
    ...(newest === undefined ? {} : { newestUrn: newest.urn }),
  };
}

/** The newest own row whose text is one of these (normalised), whoever sent it and for whichever campaign: nobody gets one text twice. */
export function findOwnText(reading: ThreadReading, texts: readonly string[]): ThreadRow | undefined {
  const wanted = new Set(texts.map(normaliseText));
  return reading.rows.findLast((row) => row.author === 'own' && row.kind === 'text' && wanted.has(normaliseText(row.text)));
}
