import type { NurturesDb } from '@/lib/db/schema';
import type { Campaign } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { CampaignForecast } from '@/lib/domain/forecast';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import type { Reason } from '@/lib/domain/reasons';
import type { Rendered } from '@/lib/domain/template';
import { dateAt, isZone } from '@/lib/domain/zoned-time';
import { readiness } from '@/lib/engine/campaign-actions';
import { offersOf } from '@/lib/engine/candidates';
import { forecastNow, supposedActive, type Forecaster } from '@/lib/engine/forecast-input';
import { renderMessage } from '@/lib/engine/render-message';

/** One of the first messages exactly as it would be typed, or why it would be held. */
export interface FirstText {
  contact: Contact;
  rendered: Rendered;
  /** planned second (milliseconds), when the forecast reaches this person */
  at: number | undefined;
}

/** What would happen if a campaign were made active now. */
export interface Preflight {
  /** what keeps it from starting at all */
  blocks: Reason[];
  /** people the source would pass over, by reason, among the first it offers */
  passed: { reason: Reason; count: number }[];
  /** texts among the first that would wait for a missing variable or be too long */
  held: number;
  looked: number;
  first: FirstText[];
  forecast: CampaignForecast | undefined;
  /** nobody is left to write to */
  nobody: 'yes' | 'no';
}

/** How many people of the source are looked at, and how many texts are shown. */
const LOOKED_AT = 50;
const SHOWN = 5;

function countReasons(passed: readonly { reason: Reason }[]): { reason: Reason; count: number }[] {
  const counts = new Map<Reason, number>();
  for (const { reason } of passed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts.entries()].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

/**
 * Looks ahead for a campaign as it would be saved: everything that would go wrong, and the first texts. Reads only. `now` in
 * milliseconds; `forecaster` looks at the same database.
 */
export async function preflight(db: NurturesDb, now: number, campaign: Campaign, forecaster: Forecaster = (...asked) => forecastNow(db, ...asked)): Promise<Preflight> {
  const { reasons, senderId } = await readiness(db, campaign);
  const source = campaign.sourceId === undefined ? undefined : await db.sources.get(campaign.sourceId);
  const member = senderId === undefined ? undefined : await db.members.get(senderId);
  const empty: Preflight = { blocks: reasons, passed: [], held: 0, looked: 0, first: [], forecast: undefined, nobody: 'no' };
  const [message] = campaign.messages;
  if (source === undefined || senderId === undefined || message === undefined || !isZone(campaign.schedule.timeZone)) return empty;

  const owned: Campaign = { ...campaign, senderId };
  const today = dateAt(now, owned.schedule.timeZone);
  const offers = await offersOf(db, { campaign: owned, source, senderId, limits: member?.limits ?? DEFAULT_LIMITS, wanted: LOOKED_AT, at: now, today, busy: new Set() });
  const texts: FirstText[] = [];
  for (const { contact } of offers.take) texts.push({ contact, rendered: renderMessage(message, contact, member?.firstName ?? '', []), at: undefined });
  const ready = reasons.every((reason) => reason === 'consentMissing');
  const forecast = ready ? (await forecaster(now, supposedActive(owned, now))).campaigns.get(owned.id) : undefined;
  const planned = new Map((forecast?.events ?? []).filter((event) => event.step === 0).map((event) => [event.contactId, event.at]));
  return {
    blocks: reasons, passed: countReasons(offers.passed), held: texts.filter(({ rendered }) => rendered.kind === 'hold').length, looked: texts.length,
    first: texts.slice(0, SHOWN).map((text) => ({ ...text, at: planned.get(text.contact.id) })), forecast, nobody: texts.length === 0 ? 'yes' : 'no',
  };
}
