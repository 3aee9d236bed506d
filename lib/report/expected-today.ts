import type { NurturesDb } from '@/lib/db/schema';
import type { Campaign } from '@/lib/domain/campaign';
import { runIdOf } from '@/lib/domain/campaign-life';
import { slotsToday } from '@/lib/domain/progress';
import { forecastNow, type Forecaster } from '@/lib/engine/forecast-input';

/** With more active campaigns than this the forecast is not asked: it would take too long. */
const CAMPAIGNS_MAX = 300;

/**
 * Messages the forecast expects in today's later slots of campaigns with approval off, by campaign id: due follow-ups and new people,
 * as far as every limit, the turns of campaigns that share a sender and the length of the slots allow. "Today" is each campaign's own
 * day. Empty when no campaign asks for it, or too many are active. `now` in milliseconds; `forecaster` looks at
 * the same database.
 */
export async function readExpectedToday(
  db: NurturesDb, campaigns: Iterable<Campaign>, now: number, forecaster: Forecaster = (...asked) => forecastNow(db, ...asked),
): Promise<ReadonlyMap<string, number>> {
  const active = [...campaigns].filter(({ state }) => state === 'active');
  if (active.length > CAMPAIGNS_MAX) return new Map();
  const later = active.filter(({ approval }) => !approval).flatMap((campaign) => slotsToday(campaign, now).filter(({ startsAt }) => startsAt > now).map((slot) => ({ campaign, slot })));
  if (later.length === 0) return new Map();
  const runs = new Set(later.map(({ campaign, slot }) => runIdOf(campaign.id, slot)));
  const { events } = await forecaster(now, undefined, Math.max(...later.map(({ slot }) => slot.endsAt)) - now);
  const expected = new Map(later.map(({ campaign }) => [campaign.id, 0]));
  for (const { campaignId, runId } of events) if (runs.has(runId)) expected.set(campaignId, (expected.get(campaignId) ?? 0) + 1);
  return expected;
}
