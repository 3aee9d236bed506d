import type { NurturesDb } from '@/lib/db/schema';
import type { Forecast } from '@/lib/domain/forecast';
import type { Reason } from '@/lib/domain/reasons';
import type { CalendarDate } from '@/lib/domain/zoned-time';

/** A slot that did not run, or that fell into *Pause everything*. Instants are milliseconds, `date` is of the campaign's zone. */
export interface MissedSlot {
  runId: string;
  campaignId: string;
  date: CalendarDate;
  startsAt: number;
  endsAt: number;
  kind: 'missed' | 'paused';
  reason: Reason;
}

/** What the missed slots of one campaign cost. */
export interface MissedCost {
  missed: number;
  paused: number;
  /** when the last message will leave, if that is within the forecast */
  finishesAt?: number;
  /** when it would about have left had those slots run: as many sending slots earlier as were lost */
  couldFinishAt?: number;
}

/** Slots that did not run since `since`, newest first; of one campaign, or of all. Nothing of them is made up for. */
export async function missedSlots(db: NurturesDb, since: number, campaignId?: string): Promise<MissedSlot[]> {
  const runs = campaignId === undefined
    ? await db.runs.where('startsAt').aboveOrEqual(since).toArray()
    : await db.runs.where('[campaignId+startsAt]').between([campaignId, since], [campaignId, Infinity]).toArray();
  const missed = runs.flatMap((run): MissedSlot[] =>
    run.state === 'missed' || run.state === 'paused'
      ? [{ runId: run.id, campaignId: run.campaignId, date: run.date, startsAt: run.startsAt, endsAt: run.endsAt, kind: run.state, reason: run.reason ?? 'asleep' }]
      : []);
  return missed.sort((a, b) => b.startsAt - a.startsAt);
}

/**
 * What missed slots do to the end of each campaign, by the forecast: a slot lost now is one more slot needed at the end. A
 * campaign that goes on beyond the forecast has no end date to move.
 */
export function missedCosts(missed: readonly MissedSlot[], forecast: Forecast): Map<string, MissedCost> {
  const costs = new Map<string, MissedCost>();
  for (const { campaignId, kind } of missed) {
    const cost = costs.get(campaignId) ?? { missed: 0, paused: 0 };
    cost[kind] += 1;
    costs.set(campaignId, cost);
  }
  for (const [campaignId, cost] of costs) {
    const told = forecast.campaigns.get(campaignId);
    if (told?.finishesAt === undefined) continue;
    cost.finishesAt = told.finishesAt;
    const lastOfRun = new Map(told.events.map(({ runId, grantAt }) => [runId, grantAt]));
    const ends = [...lastOfRun.values()];
    cost.couldFinishAt = ends[Math.max(0, ends.length - 1 - cost.missed - cost.paused)] ?? told.finishesAt;
  }
  return costs;
}
