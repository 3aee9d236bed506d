import type { Reason } from '@/lib/domain/reasons';
import { earliestSend, personRoom, type GrantMark, type MemberPace, type PersonPast } from '@/lib/domain/pacing';
import { PAGE_MS } from '@/lib/domain/delivery';

/** A delivery that waits in an open run. `order` is its place within the run: due ones first, oldest due first, then new. */
export interface PlanItem {
  deliveryId: string;
  contactId: string;
  attempt: number;
  order: number;
}

/** One open run of a sender with what it still has to send. */
export interface PlanLine {
  runId: string;
  campaignId: string;
  firstMomentAt: number;
  endsAt: number;
  /** when this campaign last sent: the campaign that waited longest goes next */
  lastGrantAt: number;
  items: PlanItem[];
}

/** All that decides a sender's next send. Marks are the sender's grants of the last 7 days, oldest first. */
export interface SenderBook {
  memberId: string;
  pace: MemberPace;
  marks: GrantMark[];
  lines: PlanLine[];
  /** no claim before this instant: an attempt that ended without a grant is not followed by the next at once */
  notBefore?: number;
  /** grants to a person of the last 30 days over all campaigns and members, oldest first */
  personMarks: (contactId: string) => readonly GrantMark[];
  personPast: (contactId: string) => PersonPast;
}

/** After a claim the next waits this long even if nothing was granted. It never shortens the gap after a grant. */
export const CLAIM_GAP_MS = 60_000;

/** Why a person may not be written to now, as a reason code. */
export function personReason(limit: string): Reason {
  return limit === 'quiet' ? 'quietPeriod' : 'personLimit';
}

export type NextSend =
  /** the moment (ms, whole seconds) at which this delivery is to be claimed */
  | { kind: 'send'; at: number; line: PlanLine; item: PlanItem }
  /** nothing more fits or waits in the open runs */
  | { kind: 'none' };

/**
 * The next send of a sender at or after `from`: the earliest moment that windows, gap and the runs' first moments allow;
 * among the runs open at that moment the campaign that waited longest. People whose own limits forbid it at that moment are
 * passed over (they stay, and go back when the run ends). Planned moments are whole seconds; the second under way is still now. The claim must leave the page its time before the slot ends.
 */
export function nextSend(book: SenderBook, from: number): NextSend {
  const since = Math.floor(Math.max(from, book.notBefore ?? 0) / 1000) * 1000;
  const open = book.lines
    .map((line) => ({ line, items: line.items.toSorted((a, b) => a.order - b.order) }))
    .filter(({ items }) => items.length > 0);
  if (open.length === 0) return { kind: 'none' };

  const moments = [...new Set(open.map(({ line }) => Math.max(line.firstMomentAt, since)))].sort((a, b) => a - b);
  for (const moment of moments) {
    const at = wholeSecond(earliestSend(book.marks, moment, book.pace));
    const ready = open
      .filter(({ line }) => line.firstMomentAt <= at && at + PAGE_MS <= line.endsAt)
      .sort((a, b) => a.line.lastGrantAt - b.line.lastGrantAt || (a.line.campaignId < b.line.campaignId ? -1 : 1));
    for (const { line, items } of ready) {
      const item = items.find(({ contactId }) => personRoom(book.personMarks(contactId), book.personPast(contactId), at, book.pace.limits).ok);
      if (item !== undefined) return { kind: 'send', at, line, item };
    }
  }
  return { kind: 'none' };
}

function wholeSecond(at: number): number {
  return Math.ceil(at / 1000) * 1000;
}

/** One planned send, and what bound it: the limit that pushed it later than its run would have liked. */
export interface PlannedSend {
  deliveryId: string;
  contactId: string;
  campaignId: string;
  runId: string;
  at: number;
  grantAt: number;
}

/**
 * Plays the open runs to their end on a page that needs exactly 20 seconds per message. `book` is not changed.
 */
export function planRuns(book: SenderBook, from: number): PlannedSend[] {
  const marks = [...book.marks];
  const extra = new Map<string, GrantMark[]>();
  const working: SenderBook = {
    ...book,
    marks,
    lines: book.lines.map((line) => ({ ...line, items: [...line.items] })),
    personMarks: (contactId) => [...book.personMarks(contactId), ...(extra.get(contactId) ?? [])],
  };
  const planned: PlannedSend[] = [];
  let now = from;
  for (;;) {
    const next = nextSend(working, now);
    if (next.kind === 'none') return planned;
    const grantAt = next.at + PAGE_MS;
    const { line, item } = next;
    planned.push({ deliveryId: item.deliveryId, contactId: item.contactId, campaignId: line.campaignId, runId: line.runId, at: next.at, grantAt });
    const mark: GrantMark = { at: grantAt, deliveryId: item.deliveryId, contactId: item.contactId, attempt: item.attempt + 1, memberId: book.memberId };
    marks.push(mark);
    extra.set(item.contactId, [...(extra.get(item.contactId) ?? []), mark]);
    line.items = line.items.filter((other) => other !== item);
    line.lastGrantAt = grantAt;
    now = grantAt;
  }
}

/**
 * How many new contacts a run has room for beside what it and the other open runs already hold, at most `wanted`.
 */
export function roomForNew(book: SenderBook, runId: string, wanted: number, from: number): number {
  const probe = book.lines.map((line) =>
    line.runId === runId
      ? {
          ...line,
          items: [
            ...line.items,
            ...Array.from({ length: wanted }, (_, index) => ({
              deliveryId: `probe/${index}`, contactId: `probe/${index}`, attempt: 0, order: Number.MAX_SAFE_INTEGER - wanted + index,
            })),
          ],
        }
      : line,
  );
  const planned = planRuns({ ...book, lines: probe }, from);
  return planned.filter((send) => send.runId === runId && send.deliveryId.startsWith('probe/')).length;
}
