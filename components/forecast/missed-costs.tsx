import { useEffect, useState } from 'preact/hooks';
import { openDb } from '@/lib/db/database';
import type { Campaign } from '@/lib/domain/campaign';
import { dateAt, DAY } from '@/lib/domain/zoned-time';
import { forecastNow } from '@/lib/engine/forecast-input';
import { missedCosts, missedSlots, type MissedCost } from '@/lib/engine/missed-slots';
import { formatDate } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

const LOOK_BACK_MS = 30 * DAY;

async function readCosts(now: number): Promise<ReadonlyMap<string, MissedCost>> {
  const db = openDb();
  const missed = await missedSlots(db, now - LOOK_BACK_MS);
  return missed.length === 0 ? new Map() : missedCosts(missed, await forecastNow(db, now));
}

/** What the slots missed in the last 30 days do to the end of each nurture that will finish; nothing where no end moved. */
export function MissedCosts({ campaigns }: { campaigns: ReadonlyMap<string, Campaign> }) {
  const [costs, setCosts] = useState<ReadonlyMap<string, MissedCost>>(new Map());
  useEffect(() => {
    let stale = false;
    readCosts(Date.now()).then((read) => {
      if (!stale) setCosts(read);
    }, () => undefined);
    return () => {
      stale = true;
    };
  }, [campaigns]);
  const lines = [...costs].flatMap(([id, { missed, paused, finishesAt, couldFinishAt }]) => {
    const campaign = campaigns.get(id);
    if (campaign === undefined || finishesAt === undefined || couldFinishAt === undefined) return [];
    const [ends, could] = [finishesAt, couldFinishAt].map((at) => dateAt(at, campaign.schedule.timeZone));
    if (ends === undefined || could === undefined || ends === could) return [];
    return [{ id, text: t('forecast.missedCost', { name: campaign.name, count: missed + paused, ends: formatDate(ends), could: formatDate(could) }) }];
  });
  if (lines.length === 0) return null;
  return <ul class="stack-tight small muted">{lines.map(({ id, text }) => <li key={id}>{text}</li>)}</ul>;
}
