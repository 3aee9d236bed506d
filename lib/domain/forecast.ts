/**
 * The forecast: a dry run of the coming days, event by event, by the decisions the engine itself takes (next send, what a slot
 * takes up, turns, limits). It assumes that everything proposed is approved a minute before the campaign's next slot, nobody
 * replies, the browser is awake with the sender signed in, and the page needs 20 seconds per message. Under these assumptions
 * its planned seconds are the engine's. All instants are milliseconds, days are calendar days of the campaign's zone.
 */
import { claimKey, stepAfter, type Campaign, type MemberId } from '@/lib/domain/campaign';
import { runIdOf } from '@/lib/domain/campaign-life';
import { PAGE_MS } from '@/lib/domain/delivery';
import { firstMoment, type GrantMark, type MemberPace, type PaceLimit, type PersonPast } from '@/lib/domain/pacing';
import {
  allotNew, hasRoom, lastClaimAt, nextSend, playSend, whyLeft, workingBook, type NextSend, type OpeningRun, type PlanItem, type PlanLine, type Tightness, type WorkingBook,
} from '@/lib/domain/plan';
import type { Reason } from '@/lib/domain/reasons';
import { isOver, latestStart, slotsBetween, type SlotOccurrence } from '@/lib/domain/schedule';
import { goesInRun, laterReason, newWanted, waitingOrder, WAITING_MAX_MS } from '@/lib/domain/take-up';
import { addDays, dateAt, DAY, type CalendarDate } from '@/lib/domain/zoned-time';

/** How far ahead a forecast looks. */
export const FORECAST_MS = 30 * DAY;
/** What is proposed is assumed to be approved this long before the campaign's next slot. */
export const APPROVAL_LEAD_MS = 60_000;

/** What is known of a person before the forecast begins. */
export interface ForecastPerson {
  /** grants of the last 30 days, of every campaign and member here, oldest first */
  marks: readonly GrantMark[];
  past: PersonPast;
  /** their profile page must be opened first */
  profile?: 'unknown';
  /** an unconfirmed message holds them */
  held?: 'yes';
}

/** A message that waits when the forecast begins. */
export interface ForecastWaiting {
  deliveryId: string;
  contactId: string;
  messageId: string;
  step: number;
  /** messages this person got in this campaign already */
  sentMessageIds: readonly string[];
  /** `failed`: comes back by itself in the next slot; `claimed` and `granted`: on its way now */
  state: 'queued' | 'pending' | 'approved' | 'scheduled' | 'claimed' | 'granted' | 'failed';
  dueOn: CalendarDate;
  createdAt: number;
  rank: number;
  attempt: number;
  pendingSince?: number | undefined;
  approvedAt?: number | undefined;
  /** pending without a text that could be approved */
  held?: 'yes';
  /** when the page began with it, or was given the grant */
  onItsWayAt?: number;
}

/** One person a source offers, in its order, without those who may never be written to. */
export interface ForecastCandidate {
  contactId: string;
  /** for a source of recent connections */
  connectedOn?: CalendarDate;
}

/** One active campaign as the forecast begins. */
export interface ForecastCampaign {
  campaign: Campaign;
  waiting: readonly ForecastWaiting[];
  /** ids of runs that exist and are over, of today and later */
  ran: ReadonlySet<string>;
  /** its open run */
  open?: { runId: string; slotId: string; date: CalendarDate; startsAt: number; endsAt: number; firstMomentAt: number };
  /** people with an enrollment that is not over */
  active: number;
  candidates: readonly ForecastCandidate[];
  /** whether the source may have more people than `candidates` */
  more: 'yes' | 'no';
  /** connections older than this many days do not count */
  recentDays?: number;
  /** why it cannot run at all */
  stop?: Reason;
}

export interface ForecastSender {
  memberId: MemberId;
  pace: MemberPace;
  /** grants of the last 7 days, oldest first */
  marks: readonly GrantMark[];
  profiles: readonly { readonly at: number }[];
  notBefore?: number;
  /** a stop that only *Resume* ends */
  stop?: Reason;
}

export interface ForecastInput {
  now: number;
  senders: readonly ForecastSender[];
  campaigns: readonly ForecastCampaign[];
  /** until when everything is paused; Infinity for a pause without an end */
  pausedUntil?: number;
  person: (contactId: string) => ForecastPerson;
  /** whether this message's text can be rendered for this person; if not it is held for the member */
  renders: (campaignId: string, messageId: string, contactId: string) => boolean;
}

/** One message that will leave. */
export interface ForecastEvent {
  /** planned second: when the page begins with it */
  at: number;
  /** when it is given its grant */
  grantAt: number;
  senderId: MemberId;
  campaignId: string;
  contactId: string;
  deliveryId: string;
  messageId: string;
  step: number;
  day: CalendarDate;
  runId: string;
  /** the limit without which it would leave earlier in its slot; the ordinary gap included */
  bound?: PaceLimit;
}

/** How a campaign stands at the end of the forecast. */
export type ForecastEnd =
  /** everyone has been written to and the source has no one left */
  | 'finished'
  /** goes on beyond the forecast */
  | 'goesOn'
  /** its last day comes before everyone was written to */
  | 'lastDay'
  /** it cannot run: see `reason` */
  | 'stopped';

export interface CampaignForecast {
  campaignId: string;
  events: ForecastEvent[];
  first?: ForecastEvent;
  end: ForecastEnd;
  reason?: Reason;
  /** the last message, when it finishes */
  finishesAt?: number;
  /** per message of the sequence: the first and last day it falls on, and how often it is sent */
  steps: { messageId: string; step: number; firstDay?: CalendarDate; lastDay?: CalendarDate; count: number }[];
  /** on which days which limit left something waiting */
  binds: { limit: Tightness; days: CalendarDate[] }[];
  /** the forecast ran out of candidates although the source has more */
  short: 'yes' | 'no';
}

export interface Forecast {
  now: number;
  until: number;
  /** every message, in the order they leave */
  events: ForecastEvent[];
  campaigns: Map<string, CampaignForecast>;
}

/* ---- the dry run ------------------------------------------------------------------------------------------------- */

interface Item extends Omit<ForecastWaiting, 'state' | 'held'> {
  state: 'queued' | 'pending' | 'approved' | 'failed' | 'scheduled' | 'over';
  /** its text cannot be rendered: it waits for the member and is not approved */
  held: boolean;
  /** its place among what a run sends, once asked for */
  order?: string;
}

interface Line extends PlanLine {
  track: Track;
  startsAt: number;
  date: CalendarDate;
}

/** One campaign in the dry run. */
interface Track {
  entry: ForecastCampaign;
  campaign: Campaign;
  desk: Desk;
  items: Map<string, Item>;
  active: number;
  lastGrantAt: number;
  line?: Line | undefined;
  enrolled: Set<string>;
  /** candidates before this one are enrolled or taken for good */
  passed: number;
  /** what its claims begin with: name and program without case, worked out once */
  claimPrefix: string;
  events: ForecastEvent[];
  binds: Map<Tightness, Set<CalendarDate>>;
  dry: boolean;
}

/** One sender with its book, and its next send as long as nothing changed. */
interface Desk {
  book: WorkingBook;
  lines: Line[];
  known?: NextSend | undefined;
}

interface Boundary {
  at: number;
  kind: 'approve' | 'start';
  track: Track;
  occurrence: SlotOccurrence;
}

class DryRun {
  readonly input: ForecastInput;
  readonly until: number;
  readonly desks = new Map<MemberId, Desk>();
  readonly tracks: Track[] = [];
  readonly stopped: { campaign: Campaign; reason: Reason }[] = [];
  readonly events: ForecastEvent[] = [];
  /** grants played so far, to each person, by every sender */
  private readonly played = new Map<string, GrantMark[]>();
  private readonly resolved = new Set<string>();
  private readonly claims = new Map<string, string>();
  private readonly expiring: { at: number; track: Track; item: Item }[] = [];
  private firstExpiring = 0;

  constructor(input: ForecastInput, until: number) {
    this.input = input;
    this.until = until;
    for (const sender of input.senders) this.desks.set(sender.memberId, { book: this.bookOf(sender), lines: [] });
    for (const entry of input.campaigns) this.addCampaign(entry);
    this.expiring.sort((a, b) => a.at - b.at);
  }

  private bookOf(sender: ForecastSender): WorkingBook {
    const personMarks = (contactId: string): readonly GrantMark[] => {
      const played = this.played.get(contactId);
      const { marks } = this.input.person(contactId);
      return played === undefined ? marks : [...marks, ...played];
    };
    const { memberId, pace, marks, profiles, notBefore } = sender;
    const personPast = (contactId: string): PersonPast => this.input.person(contactId).past;
    const book = { memberId, pace: { ...pace }, marks, profiles, lines: [], personMarks, personPast, ...(notBefore === undefined ? {} : { notBefore }) };
    return { ...workingBook(book), personMarks };
  }

  private addCampaign(entry: ForecastCampaign): void {
    const { campaign } = entry;
    const desk = campaign.senderId === undefined ? undefined : this.desks.get(campaign.senderId);
    const stop = entry.stop ?? this.input.senders.find(({ memberId }) => memberId === campaign.senderId)?.stop ?? (this.input.pausedUntil === Infinity ? 'paused' : undefined);
    if (stop !== undefined || desk === undefined) {
      this.stopped.push({ campaign, reason: stop ?? 'senderUnknown' });
      return;
    }
    const track: Track = {
      entry, campaign, desk, items: new Map(), active: entry.active, lastGrantAt: campaign.lastGrantAt ?? 0, enrolled: new Set(), passed: 0, claimPrefix: claimKey(campaign, ''),
      events: [], binds: new Map(), dry: false,
    };
    this.tracks.push(track);
    if (entry.open !== undefined && this.input.pausedUntil === undefined) {
      track.line = { ...entry.open, campaignId: campaign.id, lastGrantAt: track.lastGrantAt, items: [], track };
      setLines(desk, [...desk.lines, track.line]);
    }
    for (const waiting of entry.waiting) this.addWaiting(track, waiting);
    if (track.line !== undefined) this.fillLine(track.line);
  }

  private addWaiting(track: Track, waiting: ForecastWaiting): void {
    if (waiting.state === 'claimed' || waiting.state === 'granted') return this.onItsWay(track, waiting);
    const held = waiting.held !== undefined;
    const state = waiting.state === 'scheduled' && track.line === undefined ? backState(waiting) : waiting.state;
    const item: Item = { ...waiting, state, held };
    track.items.set(item.deliveryId, item);
    if (item.state === 'pending') this.expireLater(track, item, item.pendingSince);
    else this.expireLater(track, item, item.approvedAt);
  }

  private expireLater(track: Track, item: Item, since: number | undefined): void {
    if (since !== undefined) this.expiring.push({ at: since + WAITING_MAX_MS, track, item });
  }

  /** A message the page is busy with as the forecast begins is taken to be sent. */
  private onItsWay(track: Track, waiting: ForecastWaiting): void {
    const began = waiting.onItsWayAt ?? this.input.now;
    const item: Item = { ...waiting, state: 'over', held: false };
    if (waiting.state === 'granted') return this.goOn(track, item, began);
    const mark: GrantMark = { at: Math.max(this.input.now, began + PAGE_MS), deliveryId: item.deliveryId, contactId: item.contactId, attempt: item.attempt, memberId: track.desk.book.memberId };
    track.desk.book.marks.push(mark);
    if (track.line !== undefined) track.line.lastGrantAt = mark.at;
    this.granted(track, item, mark, began, track.line?.runId ?? '', undefined);
  }

  /* -- events in order -- */

  play(): void {
    const boundaries = this.tracks.flatMap((track) => this.boundariesOf(track)).sort((a, b) => a.at - b.at || (a.track.campaign.id < b.track.campaign.id ? -1 : 1));
    let now = this.input.now;
    for (let index = 0; ; ) {
      const boundary = boundaries[index];
      const send = this.earliest(now);
      const at = Math.min(boundary?.at ?? Infinity, send?.next.at ?? Infinity);
      if (at >= this.until) break;
      if (this.expire(at)) continue;
      now = Math.max(now, at);
      if (boundary !== undefined && boundary.at <= at) index = this.cross(boundaries, index, now);
      else if (send !== undefined) this.send(send.desk, send.next);
    }
    this.expire(this.until);
    for (const track of this.tracks) if (track.line !== undefined && track.line.endsAt <= this.until) this.close(track.line);
  }

  /** Slot starts of a campaign, and before each the moment at which what it proposed is approved. */
  private boundariesOf(track: Track): Boundary[] {
    const { campaign, entry } = track;
    const { now, pausedUntil } = this.input;
    if (campaign.dayZero === undefined) return [];
    const from = Math.max(Math.min(now, campaign.nextBoundaryAt ?? now), campaign.slotsFrom, pausedUntil === undefined ? -Infinity : pausedUntil + 1);
    const boundaries: Boundary[] = [];
    for (const occurrence of slotsBetween(campaign.schedule, from, this.until, { notBefore: addDays(campaign.dayZero, 1) })) {
      if (entry.ran.has(runIdOf(campaign.id, occurrence)) || now > latestStart(occurrence)) continue;
      if (campaign.approval && occurrence.startsAt > now) boundaries.push({ at: Math.max(now, occurrence.startsAt - APPROVAL_LEAD_MS), kind: 'approve', track, occurrence });
      boundaries.push({ at: Math.max(now, occurrence.startsAt), kind: 'start', track, occurrence });
    }
    return boundaries;
  }

  private earliest(now: number): { desk: Desk; next: Extract<NextSend, { kind: 'send' }> } | undefined {
    let found: { desk: Desk; next: Extract<NextSend, { kind: 'send' }> } | undefined;
    for (const desk of this.desks.values()) {
      desk.known ??= nextSend(desk.book, now);
      if (desk.known.kind === 'send' && (found === undefined || desk.known.at < found.next.at)) found = { desk, next: desk.known };
    }
    return found;
  }

  /** What waited too long up to an instant: pending ends, approved is pending again. Returns whether anything changed. */
  private expire(at: number): boolean {
    let changed = false;
    for (let entry = this.expiring[this.firstExpiring]; entry !== undefined && entry.at <= at; entry = this.expiring[this.firstExpiring]) {
      this.firstExpiring += 1;
      changed = this.expireOne(entry.track, entry.item, entry.at) || changed;
    }
    return changed;
  }

  private expireOne(track: Track, item: Item, at: number): boolean {
    const since = item.state === 'pending' ? item.pendingSince : item.approvedAt;
    if (since === undefined || since + WAITING_MAX_MS !== at) return false;
    switch (item.state) {
      case 'pending':
        this.end(track, item);
        if (item.sentMessageIds.length === 0) this.claims.delete(track.claimPrefix + item.contactId);
        return true;
      case 'approved': case 'scheduled':
        if (track.line !== undefined) track.line.items = track.line.items.filter(({ deliveryId }) => deliveryId !== item.deliveryId);
        track.desk.known = undefined;
        this.propose(track, item, at);
        return true;
      case 'queued': case 'failed': case 'over':
        return false;
    }
  }

  private end(track: Track, item: Item): void {
    item.state = 'over';
    track.items.delete(item.deliveryId);
    track.active -= 1;
  }

  /** Crosses every boundary of this instant; runs of one sender that start together open together. */
  private cross(boundaries: readonly Boundary[], first: number, now: number): number {
    let index = first;
    const starts = new Map<Desk, Boundary[]>();
    for (let boundary = boundaries[index]; boundary !== undefined && boundary.at <= now; boundary = boundaries[index]) {
      index += 1;
      if (boundary.kind === 'approve') this.approve(boundary.track, now);
      else starts.set(boundary.track.desk, [...(starts.get(boundary.track.desk) ?? []), boundary]);
    }
    for (const [desk, group] of starts) this.open(desk, group, now);
    return index;
  }

  private approve(track: Track, now: number): void {
    for (const item of track.items.values()) {
      if (item.state !== 'pending' || item.held) continue;
      item.state = 'approved';
      item.approvedAt = now;
      item.pendingSince = undefined;
      this.expireLater(track, item, now);
    }
  }

  private propose(track: Track, item: Item, now: number): void {
    item.state = 'pending';
    item.held = !this.input.renders(track.campaign.id, item.messageId, item.contactId);
    item.approvedAt = undefined;
    item.pendingSince = now;
    this.expireLater(track, item, now);
  }

  /* -- a slot starts -- */

  private open(desk: Desk, group: readonly Boundary[], now: number): void {
    for (const line of desk.lines) if (this.isIdle(desk, line, now)) this.close(line);
    const lines = group.map(({ track, occurrence }) => this.begin(track, occurrence, now));
    const busy = new Set(desk.lines.flatMap((line) => line.items.map(({ contactId }) => contactId)));
    const openings: OpeningRun[] = lines.map((line) => {
      const { track } = line;
      const wish = this.wishOf(track);
      const wanted = track.campaign.approval || hasRoom(desk.book, line.endsAt, now) ? wish : 0;
      const people = this.offers(line, wanted, Math.max(line.firstMomentAt, now), busy);
      if (!track.campaign.approval) for (const contactId of people) busy.add(contactId);
      return { runId: line.runId, wish, approval: track.campaign.approval, people: people.map((contactId) => this.withProfile({ contactId })) };
    });
    const shares = allotNew(desk.book, openings, now);
    for (const [index, line] of lines.entries()) {
      const share = shares.get(line.runId);
      if (share?.tight !== undefined) this.bind(line.track, share.tight, line.date);
      openings[index]?.people.slice(0, share?.take ?? 0).forEach(({ contactId }, rank) => this.enroll(line, contactId, rank, now));
      if ((share?.take ?? 0) > 0) this.fillLine(line);
    }
    desk.known = undefined;
  }

  /** Whether nothing of a run fits before its slot ends: the engine has closed it by now. */
  private isIdle(desk: Desk, line: Line, now: number): boolean {
    return line.items.length === 0 || lastClaimAt(line.endsAt) < now || nextSend({ ...desk.book, lines: [line] }, now).kind === 'none';
  }

  private close(line: Line): void {
    const { track } = line;
    const { book } = track.desk;
    for (const planned of line.items) {
      this.bind(track, whyLeft(book, planned, line.endsAt), line.date);
      const item = track.items.get(planned.deliveryId);
      if (item?.state === 'scheduled') item.state = backState(item);
    }
    setLines(track.desk, track.desk.lines.filter((other) => other !== line));
    if (track.line === line) track.line = undefined;
  }

  private bind(track: Track, limit: Tightness, day: CalendarDate): void {
    if (limit === 'gap') return this.bind(track, 'slotLength', day);
    const days = track.binds.get(limit) ?? new Set<CalendarDate>();
    track.binds.set(limit, days.add(day));
  }

  /** Opens the run of a slot with what is due in it. */
  private begin(track: Track, occurrence: SlotOccurrence, now: number): Line {
    const { campaign, desk } = track;
    if (track.line !== undefined) this.close(track.line);
    const line: Line = {
      track, runId: runIdOf(campaign.id, occurrence), campaignId: campaign.id, startsAt: occurrence.startsAt, endsAt: occurrence.endsAt, date: occurrence.date,
      firstMomentAt: Math.max(firstMoment(campaign.seed, occurrence), now), lastGrantAt: track.lastGrantAt, items: [],
    };
    track.line = line;
    for (const item of track.items.values()) this.takeDue(line, item, now);
    setLines(desk, [...desk.lines, line]);
    this.fillLine(line);
    return line;
  }

  private takeDue(line: Line, item: Item, now: number): void {
    const { track } = line;
    switch (item.state) {
      case 'failed':
        item.state = 'scheduled';
        return;
      case 'approved':
        if (goesInRun(item.approvedAt, line)) item.state = 'scheduled';
        return;
      case 'queued':
        if (item.dueOn > line.date || this.input.person(item.contactId).held !== undefined) return;
        this.start(track, item, now);
        return;
      case 'pending': case 'scheduled': case 'over':
    }
  }

  /** A queued message begins to move: proposed, or with approval off scheduled unless its text cannot be rendered. */
  private start(track: Track, item: Item, now: number): void {
    if (track.campaign.approval || !this.input.renders(track.campaign.id, item.messageId, item.contactId)) this.propose(track, item, now);
    else item.state = 'scheduled';
  }

  private fillLine(line: Line): void {
    const items = [...line.track.items.values()].filter(({ state }) => state === 'scheduled');
    if (items.length > 1) {
      for (const item of items) item.order ??= waitingOrder({ ...item, id: item.deliveryId });
      items.sort((a, b) => ((a.order ?? '') < (b.order ?? '') ? -1 : 1));
    }
    line.items = items.map(({ deliveryId, contactId, attempt }, order): PlanItem => this.withProfile({ deliveryId, contactId, attempt, order }));
  }

  private withProfile<T extends { contactId: string }>(item: T): T & { profile?: 'unknown' } {
    return this.resolved.has(item.contactId) || this.input.person(item.contactId).profile === undefined ? item : { ...item, profile: 'unknown' };
  }

  private wishOf({ campaign, items }: Track): number {
    if (!campaign.approval) return newWanted(campaign, { pending: 0, approvedUnsent: 0 });
    const waiting = { pending: 0, approvedUnsent: 0 };
    for (const { state } of items.values()) {
      if (state === 'pending') waiting.pending += 1;
      else if (state === 'approved' || state === 'scheduled') waiting.approvedUnsent += 1;
    }
    return newWanted(campaign, waiting);
  }

  /** The next people of the source, at most `wish`, as the engine's source offers them. */
  private offers(line: Line, wish: number, at: number, busy: ReadonlySet<string>): string[] {
    const { track } = line;
    const { candidates, recentDays, more } = track.entry;
    const since = recentDays === undefined ? undefined : addDays(line.date, -recentDays);
    const people: string[] = [];
    const asked = { at, limits: track.desk.book.pace.limits, busy };
    for (let index = track.passed; index < candidates.length && people.length < wish; index += 1) {
      const candidate = candidates[index];
      if (candidate === undefined) continue;
      const { contactId, connectedOn } = candidate;
      if (track.enrolled.has(contactId)) {
        if (index === track.passed) track.passed += 1;
        continue;
      }
      if (since !== undefined && connectedOn !== undefined && connectedOn < since) continue;
      const claimed = this.claims.get(track.claimPrefix + contactId);
      if (claimed !== undefined && claimed !== track.campaign.id) continue;
      const { past, held } = this.input.person(contactId);
      if (held !== undefined || laterReason(contactId, track.desk.book.personMarks(contactId), past, asked) !== undefined) continue;
      people.push(contactId);
    }
    if (people.length < wish && more === 'yes') track.dry = true;
    return people;
  }

  private enroll(line: Line, contactId: string, rank: number, now: number): void {
    const { track } = line;
    const { campaign } = track;
    const message = campaign.messages[0];
    if (message === undefined) return;
    track.enrolled.add(contactId);
    track.active += 1;
    this.claims.set(track.claimPrefix + contactId, campaign.id);
    const item: Item = {
      deliveryId: deliveryIdOf(campaign.id, contactId, message.id), contactId, messageId: message.id, step: 0, sentMessageIds: [], state: 'queued', dueOn: line.date,
      createdAt: now, rank, attempt: 0, held: false,
    };
    track.items.set(item.deliveryId, item);
    this.start(track, item, now);
  }

  /* -- a message leaves -- */

  private send(desk: Desk, next: Extract<NextSend, { kind: 'send' }>): void {
    const line = desk.lines.find(({ runId }) => runId === next.line.runId);
    const item = line?.track.items.get(next.item.deliveryId);
    const mark = playSend(desk.book, next);
    desk.known = undefined;
    if (line === undefined || item === undefined) return;
    this.granted(line.track, item, mark, next.at, line.runId, next.bound);
  }

  private granted(track: Track, item: Item, mark: GrantMark, at: number, runId: string, bound: PaceLimit | undefined): void {
    const { pace } = track.desk.book;
    if (pace.firstUseAt === undefined) track.desk.book.pace = { ...pace, firstUseAt: mark.at };
    this.played.set(mark.contactId, [...(this.played.get(mark.contactId) ?? []), mark]);
    this.resolved.add(item.contactId);
    track.lastGrantAt = mark.at;
    const event: ForecastEvent = {
      at, grantAt: mark.at, senderId: mark.memberId, campaignId: track.campaign.id, contactId: item.contactId, deliveryId: item.deliveryId,
      messageId: item.messageId, step: item.step, day: dateAt(mark.at, track.campaign.schedule.timeZone), runId, ...(bound === undefined ? {} : { bound }),
    };
    this.events.push(event);
    track.events.push(event);
    this.goOn(track, item, mark.at);
  }

  /** The step is behind this person: the next message waits for its day, or the sequence is complete. */
  private goOn(track: Track, item: Item, sentAt: number): void {
    const { campaign } = track;
    const sentMessageIds = [...item.sentMessageIds, item.messageId];
    item.state = 'over';
    track.items.delete(item.deliveryId);
    const step = stepAfter(campaign.messages, item, sentMessageIds);
    const message = campaign.messages[step];
    if (message === undefined) {
      track.active -= 1;
      return;
    }
    const deliveryId = deliveryIdOf(campaign.id, item.contactId, message.id);
    track.items.set(deliveryId, {
      deliveryId, contactId: item.contactId, messageId: message.id, step, sentMessageIds, state: 'queued', held: false, attempt: 0, rank: 0, createdAt: sentAt,
      dueOn: addDays(dateAt(sentAt, campaign.schedule.timeZone), message.delayDays),
    });
  }

  /* -- what it comes to -- */

  result(): Forecast {
    const campaigns = new Map<string, CampaignForecast>();
    for (const track of this.tracks) campaigns.set(track.campaign.id, this.campaignResult(track));
    for (const { campaign, reason } of this.stopped) {
      campaigns.set(campaign.id, { campaignId: campaign.id, events: [], end: 'stopped', reason, steps: stepsOf(campaign, []), binds: [], short: 'no' });
    }
    return { now: this.input.now, until: this.until, events: this.events, campaigns };
  }

  private campaignResult(track: Track): CampaignForecast {
    const { campaign, events, binds } = track;
    const first = events[0];
    const last = events.at(-1);
    const end: ForecastEnd = track.active <= 0 && !this.hasMore(track) ? 'finished' : isOver(campaign.schedule, this.until) ? 'lastDay' : 'goesOn';
    return {
      campaignId: campaign.id, events, end, steps: stepsOf(campaign, events), short: track.dry ? 'yes' : 'no',
      binds: [...binds].map(([limit, days]) => ({ limit, days: [...days].sort() })).sort((a, b) => b.days.length - a.days.length),
      ...(first === undefined ? {} : { first }),
      ...(end === 'finished' && last !== undefined ? { finishesAt: last.grantAt } : {}),
    };
  }

  private hasMore(track: Track): boolean {
    if (track.entry.more === 'yes') return true;
    const { recentDays } = track.entry;
    const since = recentDays === undefined ? undefined : addDays(dateAt(this.until, track.campaign.schedule.timeZone), -recentDays);
    return track.entry.candidates.some(({ contactId, connectedOn }) => {
      const claimed = this.claims.get(track.claimPrefix + contactId);
      return !track.enrolled.has(contactId) && (claimed === undefined || claimed === track.campaign.id) && !(since !== undefined && connectedOn !== undefined && connectedOn < since);
    });
  }
}

function setLines(desk: Desk, lines: Line[]): void {
  desk.lines = lines;
  desk.book.lines = lines;
  desk.known = undefined;
}

function backState(item: Pick<ForecastWaiting, 'approvedAt'>): 'approved' | 'queued' {
  return item.approvedAt === undefined ? 'queued' : 'approved';
}

/** Id of the delivery of one message to one person in one campaign. */
function deliveryIdOf(campaignId: string, contactId: string, messageId: string): string {
  return `${campaignId}:${contactId}/${messageId}`;
}

function stepsOf(campaign: Campaign, events: readonly ForecastEvent[]): CampaignForecast['steps'] {
  return campaign.messages.map(({ id }, step) => {
    const own = events.filter(({ messageId }) => messageId === id);
    const [first, last] = [own[0], own.at(-1)];
    return { messageId: id, step, count: own.length, ...(first === undefined || last === undefined ? {} : { firstDay: first.day, lastDay: last.day }) };
  });
}

/**
 * Plays the next `length` milliseconds from `input.now`. The input is not changed; the same input gives the same events.
 */
export function forecast(input: ForecastInput, length = FORECAST_MS): Forecast {
  const run = new DryRun(input, input.now + length);
  run.play();
  return run.result();
}
