import type { Campaign } from '@/lib/domain/campaign';
import type { Health } from '@/lib/domain/health';
import type { Reason } from '@/lib/domain/reasons';
import { isOver, type SlotOccurrence, slotsOn } from '@/lib/domain/schedule';
import { compareDates, dateAt, isZone, type CalendarDate } from '@/lib/domain/zoned-time';

/** The numbers today's progress is made of, all of the campaign's own day. */
export interface ProgressFacts {
  campaign: Campaign;
  health: Pick<Health, 'stops' | 'pause'>;
  /** proved sent today */
  sentToday: number;
  /** taken up by a slot that has started and still able to go out: scheduled, claimed, granted */
  takenUp: number;
  /** of today, not known whether sent */
  unconfirmedToday: number;
  /** approved and waiting for a slot */
  approved: number;
  /** queued follow-ups whose day has come */
  dueFollowUps: number;
  /** pending approvals, shown beside */
  pending: number;
  /** new contacts the source can still give, as far as known */
  sourceLeft: number;
  /** messages the sender may still send today within the limits */
  memberRoom: number;
  /** with approval off: messages the forecast expects of today's later slots; undefined until it has answered */
  expectedLater?: number | undefined;
}

export interface Progress {
  /** `quiet`: no slot of today has started; `counted`: numbers stand; `none`: there are no slots today */
  state: 'quiet' | 'counted' | 'none';
  sent: number;
  due: number;
  pending: number;
  /** why nothing is due */
  reason?: Reason | undefined;
  /** first slot of today that has not started */
  nextToday?: SlotOccurrence | undefined;
}

/** The calendar day it is for a campaign at an instant (milliseconds). */
export function campaignDay(campaign: Pick<Campaign, 'schedule'>, now: number): CalendarDate {
  return dateAt(now, isZone(campaign.schedule.timeZone) ? campaign.schedule.timeZone : 'UTC');
}

/** Today's slots of a campaign that count: after day 0, and not begun before it was switched on or edited. */
export function slotsToday(campaign: Campaign, now: number): SlotOccurrence[] {
  const day = campaignDay(campaign, now);
  if (campaign.dayZero === undefined || compareDates(day, campaign.dayZero) <= 0) return [];
  return slotsOn(campaign.schedule, day);
}

function whyNothing({ campaign, health, pending, memberRoom }: ProgressFacts, hasSlot: boolean, now: number): Reason {
  if (campaign.state === 'archived') return 'archived';
  if (campaign.state === 'draft' || campaign.dayZero === undefined) return 'notStarted';
  if (campaign.state === 'inactive') return 'switchedOff';
  const stop = health.stops[0];
  if (stop !== undefined) return stop;
  if (health.pause !== undefined) return 'paused';
  if (isOver(campaign.schedule, now)) return 'ended';
  if (compareDates(campaignDay(campaign, now), campaign.dayZero) <= 0) return 'day0';
  if (!hasSlot) return 'waitingSlot';
  if (pending > 0) return 'waitingApproval';
  if (campaign.finishedAt !== undefined) return 'finished';
  return memberRoom <= 0 ? 'memberLimit' : 'waitingDay';
}

/**
 * What is sent and due on the campaign's own day: sent today, what today's started slots took up and can still send, and what
 * is already sure for today's later slots: what is approved, and with approval off what the forecast expects, or as long as it has
 * not answered the due follow-ups and the cohort as far as source and daily limit are known to give it. Pending stands beside it;
 * unconfirmed is due but not sent. `now` in milliseconds.
 */
export function progressOf(facts: ProgressFacts, now: number): Progress {
  const { campaign, health } = facts;
  const slots = slotsToday(campaign, now);
  const started = slots.filter((slot) => slot.startsAt <= now);
  const later = slots.filter((slot) => slot.startsAt > now && slot.startsAt >= campaign.slotsFrom);
  const able = campaign.state === 'active' && health.stops.length === 0 && health.pause === undefined;
  const happened = facts.sentToday + facts.takenUp + facts.unconfirmedToday;
  const sure = able && later.length > 0 ? sureLater(facts, later.length) : 0;
  const due = happened + sure;
  const state = slots.length === 0 && happened === 0 ? 'none' : started.length === 0 && happened === 0 ? 'quiet' : 'counted';
  return {
    state,
    sent: facts.sentToday,
    due,
    pending: facts.pending,
    reason: due === 0 ? whyNothing(facts, slots.length > 0, now) : undefined,
    nextToday: able ? later[0] : undefined,
  };
}

function sureLater(facts: ProgressFacts, slotsLeft: number): number {
  const waiting = facts.approved + (facts.campaign.approval ? 0 : facts.dueFollowUps);
  const room = Math.max(0, facts.memberRoom - facts.takenUp);
  if (facts.campaign.approval) return Math.min(waiting, room);
  if (facts.expectedLater !== undefined) return facts.expectedLater;
  const cohorts = facts.campaign.finishedAt === undefined ? facts.campaign.schedule.cohortSize * slotsLeft : 0;
  return Math.min(waiting + Math.min(cohorts, facts.sourceLeft), room);
}

/** Share done between 0 and 1; nothing due is nothing done. */
export function shareOf(progress: Pick<Progress, 'sent' | 'due'>): number {
  return progress.due === 0 ? 0 : Math.min(1, progress.sent / progress.due);
}
