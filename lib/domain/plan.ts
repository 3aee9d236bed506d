import { assertNever, type Reason } from '@/lib/domain/reasons';
import { personRoom, profilePageRoom, roomNow, type GrantMark, type MemberPace, type PaceLimit, type PersonPast } from '@/lib/domain/pacing';
import { PAGE_MS } from '@/lib/domain/delivery';

/** A delivery that waits in an open run. `order` is its place within the run: due ones first, oldest due first, then new. */
export interface PlanItem {
  deliveryId: string;
  contactId: string;
  attempt: number;
  order: number;
  /** the person's member id is not known yet: their profile page is opened first, which has a limit of its own */
  profile?: 'unknown';
}

/** One open run of a sender with what it still has to send. */
export interface PlanLine {
  runId: string;
  campaignId: string;
  firstMomentAt: number;
  endsAt: number;
  /** when this campaign last sent: the campaign that waited longest goes next */
  lastGrantAt: number;
  /** in their order */
  items: PlanItem[];
}

/** All that decides a sender's next send. Marks are the sender's grants of the last 7 days, oldest first. */
export interface SenderBook {
  memberId: string;
  pace: MemberPace;
  marks: readonly GrantMark[];
  /** profile pages opened in the last 24 hours, oldest first */
  profiles: readonly { readonly at: number }[];
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
  /** the moment (ms, whole seconds) at which this delivery is to be claimed, and the limit without which it would go earlier */
  | { kind: 'send'; at: number; line: PlanLine; item: PlanItem; bound?: PaceLimit }
  /** nothing more fits or waits in the open runs */
  | { kind: 'none' };

/** The last instant at which a claim still leaves the page its time before the slot ends. */
export function lastClaimAt(endsAt: number): number {
  return endsAt - PAGE_MS - 1;
}

interface Turn {
  line: PlanLine;
  item: PlanItem;
  at: number;
}

/** When this item may go at or after `from`, as far as its person and the limit of profile pages allow. */
function itemFreeAt(book: SenderBook, item: PlanItem, from: number): number {
  const person = personRoom(book.personMarks(item.contactId), book.personPast(item.contactId), from, book.pace.limits);
  const free = person.ok ? from : person.until;
  if (item.profile === undefined) return free;
  const profile = profilePageRoom(book.profiles, free, book.pace);
  return profile.ok ? free : profile.until;
}

/** The first send of one run, if anything of it fits: the first of its items that is free at the earliest moment one is. */
function turnOf(book: SenderBook, line: PlanLine, from: number): Turn | undefined {
  const last = lastClaimAt(line.endsAt);
  const start = wholeSecond(Math.max(from, line.firstMomentAt));
  if (start > last) return undefined;
  let best: Turn | undefined;
  for (const item of line.items) {
    const at = wholeSecond(itemFreeAt(book, item, start));
    if (at > last || (best !== undefined && at >= best.at)) continue;
    best = { line, item, at };
    if (at === start) break;
  }
  return best;
}

/**
 * The next send of a sender at or after `from`: the earliest moment that the sender's windows and gap, the runs' first moments,
 * the persons' own limits and the limit of profile pages allow; among the runs that could send at that very moment the campaign
 * that waited longest. The claim leaves the page its time before the slot ends. With no new grant room only grows, so one
 * instant at which the sender is free holds for all runs. Planned moments are whole seconds; the second under way is still now.
 */
export function nextSend(book: SenderBook, from: number): NextSend {
  const waiting = book.lines.filter((line) => line.items.length > 0 && lastClaimAt(line.endsAt) >= from);
  if (waiting.length === 0) return { kind: 'none' };
  const since = Math.floor(Math.max(from, book.notBefore ?? 0) / 1000) * 1000;
  const room = roomNow(book.marks, since, book.pace);
  const free = room.ok ? since : room.until;
  let next: Turn | undefined;
  for (const line of waiting) {
    const turn = turnOf(book, line, free);
    if (turn === undefined) continue;
    if (next === undefined || turn.at < next.at || (turn.at === next.at && goesBefore(turn.line, next.line))) next = turn;
  }
  if (next === undefined) return { kind: 'none' };
  const bound = boundOf(book, next, Math.max(since, next.line.firstMomentAt), room.ok ? undefined : { limit: room.limit, until: room.until });
  return { kind: 'send', ...next, ...(bound === undefined ? {} : { bound }) };
}

/** Whether the sender's own limits let anything more leave before a slot ends. */
export function hasRoom(book: SenderBook, endsAt: number, from: number): boolean {
  const room = roomNow(book.marks, from, book.pace);
  return room.ok || room.until <= lastClaimAt(endsAt);
}

function goesBefore(a: PlanLine, b: PlanLine): boolean {
  return a.lastGrantAt === b.lastGrantAt ? a.campaignId < b.campaignId : a.lastGrantAt < b.lastGrantAt;
}

/** The limit that kept this send from leaving at `wanted`: the sender's, else the person's, else that of profile pages. */
function boundOf(book: SenderBook, turn: Turn, wanted: number, sender: { limit: PaceLimit; until: number } | undefined): PaceLimit | undefined {
  if (turn.at <= wholeSecond(wanted)) return undefined;
  if (sender !== undefined && wholeSecond(sender.until) === turn.at) return sender.limit;
  const person = personRoom(book.personMarks(turn.item.contactId), book.personPast(turn.item.contactId), wanted, book.pace.limits);
  if (!person.ok && wholeSecond(person.until) === turn.at) return person.limit;
  return turn.item.profile === undefined ? undefined : 'profiles';
}

function wholeSecond(at: number): number {
  return Math.ceil(at / 1000) * 1000;
}

/** One planned send: claimed at `at`, granted after the page's assumed time. */
export interface PlannedSend {
  deliveryId: string;
  contactId: string;
  campaignId: string;
  runId: string;
  at: number;
  grantAt: number;
}

/** A book that takes note of what is sent from it; the one it was made of stays as it is. */
export interface WorkingBook extends SenderBook {
  marks: GrantMark[];
  profiles: { readonly at: number }[];
  /** what was played to each person */
  played: Map<string, GrantMark[]>;
}

/** A copy of a book to play on. */
export function workingBook(book: SenderBook): WorkingBook {
  const played = new Map<string, GrantMark[]>();
  return {
    ...book,
    played,
    marks: [...book.marks],
    profiles: [...book.profiles],
    lines: book.lines.map((line) => ({ ...line, items: line.items.toSorted((a, b) => a.order - b.order) })),
    personMarks: (contactId) => {
      const own = played.get(contactId);
      return own === undefined ? book.personMarks(contactId) : [...book.personMarks(contactId), ...own];
    },
  };
}

/** Plays one send on a working book, on a page that needs exactly 20 seconds: grant mark, turn, profile page. Returns the grant. */
export function playSend(book: WorkingBook, next: Extract<NextSend, { kind: 'send' }>): GrantMark {
  const { line, item } = next;
  const mark: GrantMark = { at: next.at + PAGE_MS, deliveryId: item.deliveryId, contactId: item.contactId, attempt: item.attempt + 1, memberId: book.memberId };
  book.marks.push(mark);
  book.played.set(item.contactId, [...(book.played.get(item.contactId) ?? []), mark]);
  if (item.profile !== undefined) book.profiles.push({ at: next.at });
  line.items = line.items.filter((other) => other !== item);
  line.lastGrantAt = mark.at;
  return mark;
}

/**
 * Plays the open runs to their end on a page that needs exactly 20 seconds per message. `book` is not changed.
 */
export function planRuns(book: SenderBook, from: number): PlannedSend[] {
  return playRuns(workingBook(book), from);
}

/** As `planRuns`, on a book that keeps what was played. */
export function playRuns(working: WorkingBook, from: number): PlannedSend[] {
  const planned: PlannedSend[] = [];
  let now = from;
  for (;;) {
    const next = nextSend(working, now);
    if (next.kind === 'none') return planned;
    const { line, item } = next;
    const { at: grantAt } = playSend(working, next);
    planned.push({ deliveryId: item.deliveryId, contactId: item.contactId, campaignId: line.campaignId, runId: line.runId, at: next.at, grantAt });
    now = grantAt;
  }
}

/** What keeps a run from sending one more than planned: a limit, or the length of the slot with its gaps. */
export type Tightness = PaceLimit | 'slotLength';

/** A run that opens now, with what it would like to take from its source. */
export interface OpeningRun {
  runId: string;
  /** new contacts it wants before limits are looked at */
  wish: number;
  /** with approval new contacts are only proposed, which no limit of the sender holds back */
  approval: boolean;
  /** the people the source offers, in its order, at most `wish`; each may be written to by their own limits */
  people: readonly { contactId: string; profile?: 'unknown' }[];
}

/** What one opening run takes: the first `take` of its people; `could` is what cohort and limits would have let it take. */
export interface Allotment {
  take: number;
  could: number;
  /** set when limits or the slot's length left less than was wanted */
  tight?: Tightness;
}

/**
 * How many new contacts each run that opens now takes. All open runs of the sender are played to their end together, due ones
 * first within each run, runs taking turns; what a run would send of its new people in this slot is what it takes. Nobody is
 * taken up who could not be written to in this slot. `book` already holds the opening runs as lines with what is due in them.
 */
export function allotNew(book: SenderBook, opening: readonly OpeningRun[], from: number): Map<string, Allotment> {
  const allotments = new Map<string, Allotment>();
  const sending = opening.filter((run) => !run.approval && run.wish > 0);
  for (const run of opening) allotments.set(run.runId, { take: run.approval ? Math.min(run.wish, run.people.length) : 0, could: run.approval ? run.wish : 0 });
  if (sending.length === 0) return allotments;

  const known = playProbe(book, sending, from, 'people');
  const short = sending.filter((run) => run.people.length < run.wish);
  const wished = short.length === 0 ? known : playProbe(book, sending, from, 'wish');
  for (const run of sending) {
    const take = known.counts.get(run.runId) ?? 0;
    const could = Math.max(take, wished.counts.get(run.runId) ?? 0);
    const line = book.lines.find((candidate) => candidate.runId === run.runId);
    allotments.set(run.runId, { take, could, ...(could < run.wish && line !== undefined ? { tight: tightnessOf(wished.working, line.endsAt) } : {}) });
  }
  return allotments;
}

function playProbe(book: SenderBook, opening: readonly OpeningRun[], from: number, what: 'people' | 'wish'): { counts: Map<string, number>; working: WorkingBook } {
  const working = workingBook(book);
  const counts = new Map<string, number>();
  const ids = new Map<string, string>();
  for (const run of opening) {
    const line = working.lines.find((candidate) => candidate.runId === run.runId);
    if (line === undefined) continue;
    const length = what === 'people' ? run.people.length : run.wish;
    const probes = Array.from({ length }, (_, index): PlanItem => {
      const person = run.people[index];
      const deliveryId = `new/${run.runId}/${index}`;
      ids.set(deliveryId, run.runId);
      const item = { deliveryId, contactId: person?.contactId ?? deliveryId, attempt: 0, order: Number.MAX_SAFE_INTEGER - length + index };
      return person?.profile === undefined ? item : { ...item, profile: person.profile };
    });
    line.items = [...line.items, ...probes];
  }
  for (const { deliveryId } of playRuns(working, from)) {
    const runId = ids.get(deliveryId);
    if (runId !== undefined) counts.set(runId, (counts.get(runId) ?? 0) + 1);
  }
  return { counts, working };
}

/** Which limit keeps one more message from leaving before a slot ends, once everything planned has left. */
export function tightnessOf(book: SenderBook, endsAt: number): Tightness {
  const room = roomNow(book.marks, lastClaimAt(endsAt), book.pace);
  return room.ok || room.limit === 'gap' ? 'slotLength' : room.limit;
}

/** Why a delivery of an open run does not leave before the run ends, once everything planned has left. */
export function whyLeft(book: SenderBook, item: PlanItem, endsAt: number): Tightness {
  const last = lastClaimAt(endsAt);
  const person = personRoom(book.personMarks(item.contactId), book.personPast(item.contactId), last, book.pace.limits);
  if (!person.ok) return person.limit;
  const tight = tightnessOf(book, endsAt);
  if (tight !== 'slotLength' || item.profile === undefined) return tight;
  return profilePageRoom(book.profiles, last, book.pace).ok ? tight : 'profiles';
}

/** What held a message back, as the reason code screens explain. */
export function reasonOfTightness(tight: Tightness): Reason {
  switch (tight) {
    case 'slotLength': case 'gap': return 'slotOver';
    case 'profiles': return 'profileLimit';
    case 'quiet': return 'quietPeriod';
    case 'person72h': case 'person30d': return 'personLimit';
    case 'day': case 'week': case 'hour': case 'tenMinutes': return 'memberLimit';
    default: return assertNever(tight);
  }
}
