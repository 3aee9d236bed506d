import { useEffect, useState } from 'preact/hooks';
import type { ShownForecast } from '@/components/forecast/use-forecast';
import { openDb } from '@/lib/db/database';
import type { Campaign } from '@/lib/domain/campaign';
import { dateAt, DAY } from '@/lib/domain/zoned-time';
import { missedCosts, missedSlots, type MissedCost } from '@/lib/engine/missed-slots';
import { formatDate } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

const LOOK_BACK_MS = 30 * DAY;

const NONE: ReadonlyMap<string, MissedCost> = new Map();

async function readCosts(now: number, forecast: ShownForecast): Promise<ReadonlyMap<string, MissedCost>> {
  return forecast === undefined || forecast === 'failed' ? NONE : missedCosts(await missedSlots(openDb(), now - LOOK_BACK_MS), forecast);
}

/** What the slots missed in the last 30 days do to the end of each nurture that will finish; nothing where no end moved. */
export function MissedCosts({ campaigns, forecast }: { campaigns: ReadonlyMap<string, Campaign>; forecast: ShownForecast }) {
  const [costs, setCosts] = useState(NONE);
  useEffect(() => {
    let stale = false;
    readCosts(Date.now(), forecast).then((read) => {
      if (!stale) setCosts(read);
    }, () => undefined);
    return () => {
      stale = true;
    };
  }, [campaigns, forecast]);
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
