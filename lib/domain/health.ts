import type { Campaign } from '@/lib/domain/campaign';
import { nextStart } from '@/lib/domain/campaign-life';
import type { MemberStop, PauseAll } from '@/lib/domain/member';
import type { Reason } from '@/lib/domain/reasons';
import { remark, type Run, type RunRemark } from '@/lib/domain/run';
import { isOver, nextSlotAfter, slotAt, type SlotOccurrence } from '@/lib/domain/schedule';
import { addDays, compareDates, dateAt, DAY, isZone, startOfDay } from '@/lib/domain/zoned-time';

/** The machine's state of a campaign, mildest first (design 2.5). */
export const HEALTH_STATES = ['created', 'scheduled', 'running', 'warnings', 'errors', 'stopped'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** Everything health is derived from. Nothing of it is scanned for: each fact is one row or one number. */
export interface HealthFacts {
  campaign: Campaign;
  /** its source still exists */
  hasSource: boolean;
  /** the newest run of this campaign, open or not */
  run?: Run | undefined;
  memberStop?: MemberStop | undefined;
  pause?: PauseAll | undefined;
  /** approvals pending now, and how many of them for more than two days */
  pending: number;
  pendingLong: number;
}

/** What the hover is about besides its remarks. */
export type HealthTopic =
  /** a draft; `next` is the first slot if it were switched on now */
  | 'notStarted'
  /** switched on today; `next` is its first slot */
  | 'day0'
  | 'waiting'
  | 'running'
  /** everyone has been written to; looks again at `next` */
  | 'finished'
  /** past its last day: the one case with no next time */
  | 'ended'
  | 'stopped'
  | 'archived';

export interface Health {
  state: HealthState;
  topic: HealthTopic;
  /** why it cannot go on; each with its remedy in `lib/i18n` */
  stops: Reason[];
  errors: RunRemark[];
  warnings: RunRemark[];
  /** ordinary things, never a warning */
  notes: RunRemark[];
  /** the open slot, while running */
  open?: SlotOccurrence | undefined;
  /** the next slot that will start, or would if it were switched on now */
  next?: SlotOccurrence | undefined;
  /** the last run that is over */
  last?: Run | undefined;
  /** *Resume* is refused before this instant (milliseconds) */
  resumeAfter?: number | undefined;
  /** set while everything is paused */
  pause?: PauseAll | undefined;
  /** inactive: its last health is shown dimmed, since this instant (milliseconds) */
  offSince?: number | undefined;
  /** first instant (milliseconds) at which all this must be derived anew though nothing was written */
  until: number;
}

/** Approvals that wait longer than this are a warning. */
export const PENDING_LONG_MS = 2 * DAY;

/** Reasons of a missed slot that stop the campaign until the next slot that finds the sender signed in, or the page fit. */
const STOPPING_MISSES: ReadonlySet<Reason> = new Set<Reason>(['notSignedIn', 'signedInAsOther', 'selfTestFailed', 'pageChanged']);

/** Stops that are over as soon as the campaign itself is mended, whatever the last run left behind. */
const MENDABLE: ReadonlySet<Reason> = new Set<Reason>(['noMessage', 'noSlot', 'unknownZone', 'sourceGone', 'senderUnknown']);

function flawsOf(campaign: Campaign, hasSource: boolean): Reason[] {
  const flaws: Reason[] = [];
  if (campaign.messages.length === 0 || campaign.messages.some((message) => message.body.trim() === '')) flaws.push('noMessage');
  if (!isZone(campaign.schedule.timeZone)) flaws.push('unknownZone');
  if (campaign.schedule.slots.length === 0) flaws.push('noSlot');
  if (!hasSource) flaws.push('sourceGone');
  return flaws;
}

function stopsOf({ campaign, hasSource, run, memberStop }: HealthFacts): Reason[] {
  const stops = new Set<Reason>();
  if (memberStop !== undefined) stops.add(memberStop.reason);
  for (const flaw of flawsOf(campaign, hasSource)) stops.add(flaw);
  if (campaign.stop !== undefined && (!MENDABLE.has(campaign.stop.reason) || campaign.stop.reason === 'senderUnknown')) stops.add(campaign.stop.reason);
  if (run?.state === 'missed' && run.reason !== undefined && STOPPING_MISSES.has(run.reason)) stops.add(run.reason);
  return [...stops];
}

function isLive(run: Run | undefined): boolean {
  return run?.state === 'open' || run?.state === 'checking';
}

/** The slot that is open for this campaign now: after day 0, and one it joined at its start. */
function openSlot(campaign: Campaign, now: number): SlotOccurrence | undefined {
  if (campaign.state !== 'active' || campaign.dayZero === undefined) return undefined;
  const open = slotAt(campaign.schedule, now);
  if (open === undefined || open.startsAt < campaign.slotsFrom || compareDates(open.date, campaign.dayZero) <= 0) return undefined;
  return open;
}

/** The next slot of an active campaign, or the one it would start with if it were switched on now. */
function nextOf(campaign: Campaign, now: number): SlotOccurrence | undefined {
  if (!isZone(campaign.schedule.timeZone)) return undefined;
  if (campaign.state === 'active' && campaign.dayZero !== undefined) return nextStart(campaign, now + 1);
  const first = addDays(campaign.dayZero ?? dateAt(now, campaign.schedule.timeZone), 1);
  return nextSlotAfter(campaign.schedule, now, { notBefore: first });
}

function onDayZero(campaign: Campaign, now: number): boolean {
  return campaign.dayZero !== undefined && isZone(campaign.schedule.timeZone) && compareDates(dateAt(now, campaign.schedule.timeZone), campaign.dayZero) <= 0;
}

function warningsOf({ run, pendingLong }: HealthFacts): RunRemark[] {
  let warnings: RunRemark[] = run?.warnings ?? [];
  if (run?.state === 'missed' && run.reason !== undefined && !warnings.some((warning) => warning.reason === run.reason)) warnings = remark(warnings, run.reason);
  return pendingLong > 0 ? remark(warnings, 'waitingApproval', pendingLong) : [...warnings];
}

function notesOf({ run, pending, pendingLong }: HealthFacts): RunRemark[] {
  const notes = (run?.notes ?? []).filter((note) => note.reason !== 'waitingApproval');
  return pending - pendingLong > 0 ? remark(notes, 'waitingApproval', pending - pendingLong) : notes;
}

function topicOf(campaign: Campaign, stopped: boolean, running: boolean, now: number): HealthTopic {
  if (campaign.state === 'archived') return 'archived';
  if (campaign.state === 'draft') return 'notStarted';
  if (stopped) return 'stopped';
  if (running) return 'running';
  if (isOver(campaign.schedule, now)) return 'ended';
  if (onDayZero(campaign, now)) return 'day0';
  return campaign.finishedAt === undefined ? 'waiting' : 'finished';
}

function stateOf(health: Pick<Health, 'stops' | 'errors' | 'warnings' | 'topic'>): HealthState {
  if (health.topic === 'notStarted') return 'created';
  if (health.stops.length > 0) return 'stopped';
  if (health.errors.length > 0) return 'errors';
  if (health.warnings.length > 0) return 'warnings';
  switch (health.topic) {
    case 'running': return 'running';
    case 'day0': return 'created';
    default: return 'scheduled';
  }
}

/**
 * What state a campaign is in and everything its hover says: the one of the six states that outranks the others, its reasons,
 * the next time, and until when this holds without a write. `now` in milliseconds.
 */
export function healthOf(facts: HealthFacts, now: number): Health {
  const { campaign, run, memberStop, pause } = facts;
  const draft = campaign.state === 'draft';
  const stops = draft || campaign.state === 'archived' ? [] : stopsOf(facts);
  const open = pause === undefined ? openSlot(campaign, now) : undefined;
  const running = open !== undefined && !(run?.state === 'missed' && run.startsAt === open.startsAt);
  const topic = topicOf(campaign, stops.length > 0, running, now);
  const next = campaign.state === 'archived' || topic === 'ended' ? undefined : nextOf(campaign, now);
  const body = { topic, stops, errors: draft ? [] : [...(run?.errors ?? [])], warnings: draft ? [] : warningsOf(facts) };
  return {
    ...body,
    state: stateOf(body),
    notes: draft ? [] : notesOf(facts),
    open: running ? open : undefined,
    next,
    last: isLive(run) ? undefined : run,
    resumeAfter: memberStop?.resumeAfter,
    pause: draft || campaign.state === 'archived' ? undefined : pause,
    offSince: campaign.state === 'inactive' ? campaign.switchedAt : undefined,
    until: boundaryAfter(campaign, now, [open?.endsAt, next?.startsAt, pause?.until, memberStop?.resumeAfter]),
  };
}

/** The first of these instants after `now`, or the end of the day in the campaign's zone. */
function boundaryAfter(campaign: Campaign, now: number, instants: readonly (number | undefined)[]): number {
  const zone = isZone(campaign.schedule.timeZone) ? campaign.schedule.timeZone : 'UTC';
  const midnight = startOfDay(addDays(dateAt(now, zone), 1), zone);
  return Math.min(midnight, ...instants.filter((instant) => instant !== undefined && instant > now).map(Number));
}

/** Order of two healths: the worse one is greater. */
export function compareHealth(a: HealthState, b: HealthState): number {
  return HEALTH_STATES.indexOf(a) - HEALTH_STATES.indexOf(b);
}
