import type { Campaign } from '@/lib/domain/campaign';
import { addDays, wallTimeAt } from '@/lib/domain/zoned-time';
import { nextSlotAfter, type SlotOccurrence } from '@/lib/domain/schedule';

/** Id of the run of one slot on one date: it can exist once only. */
export function runIdOf(campaignId: string, occurrence: Pick<SlotOccurrence, 'date' | 'slotId'>): string {
  return `${campaignId}|${occurrence.date}|${occurrence.slotId}`;
}

/**
 * The first slot that may start at or after `from` (milliseconds): never on day 0 or before, never before `slotsFrom`
 * (activation, resume or a schedule edit). Undefined for a draft and when the schedule has no further slot.
 */
export function nextStart(campaign: Pick<Campaign, 'schedule' | 'dayZero' | 'slotsFrom'>, from: number): SlotOccurrence | undefined {
  if (campaign.dayZero === undefined) return undefined;
  const since = Math.max(from, campaign.slotsFrom);
  return nextSlotAfter(campaign.schedule, since - 1, { notBefore: addDays(campaign.dayZero, 1) });
}

/** Why a message of the campaign waits that no slot has taken up: for the next slot and its start (milliseconds), or until it is switched on. */
export function waitOf(campaign: Campaign, now: number): { reason: 'waitingSlot' | 'switchedOff'; nextAt: number | undefined } {
  return campaign.state === 'active' ? { reason: 'waitingSlot', nextAt: nextStart(campaign, now)?.startsAt } : { reason: 'switchedOff', nextAt: undefined };
}

/**
 * Switches a campaign on. The first time sets day 0 (today in its zone); slots already open are not joined: it goes on at
 * the next slot that starts after `now`.
 */
export function switchedOn(campaign: Campaign, now: number): Campaign {
  const dayZero = campaign.dayZero ?? wallTimeAt(now, campaign.schedule.timeZone).date;
  return withBoundary({ ...campaign, state: 'active', dayZero, switchedAt: now, slotsFrom: now + 1, updatedAt: now }, now);
}

/** Switches a campaign off: nothing new is scheduled, granted or sent. */
export function switchedOff(campaign: Campaign, now: number): Campaign {
  const { nextBoundaryAt: _gone, ...rest } = campaign;
  return { ...rest, state: 'inactive', switchedAt: now, updatedAt: now };
}

/** After an edit of zone or slots: counts from the next slot that starts after `now`. */
export function rescheduled(campaign: Campaign, now: number): Campaign {
  return withBoundary({ ...campaign, slotsFrom: now + 1, updatedAt: now }, now);
}

/** Keeps `nextBoundaryAt` true: the next slot start of an active campaign, or absent. */
export function withBoundary(campaign: Campaign, from: number): Campaign {
  const { nextBoundaryAt: _old, ...rest } = campaign;
  if (campaign.state !== 'active') return rest;
  const next = nextStart(rest, from);
  return next === undefined ? rest : { ...rest, nextBoundaryAt: next.startsAt };
}
