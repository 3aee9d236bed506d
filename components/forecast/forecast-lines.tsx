import type { CampaignForecast } from '@/lib/domain/forecast';
import type { Tightness } from '@/lib/domain/plan';
import { formatDate } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** "The daily limit binds on 6 days." */
function bindsSentence(limit: Tightness, days: number): string {
  switch (limit) {
    case 'day': return t('forecast.day', { count: days });
    case 'week': return t('forecast.week', { count: days });
    case 'hour': return t('forecast.hour', { count: days });
    case 'tenMinutes': return t('forecast.tenMinutes', { count: days });
    case 'profiles': return t('forecast.profiles', { count: days });
    case 'slotLength': case 'gap': return t('forecast.slotLength', { count: days });
    case 'person72h': case 'person30d': case 'quiet': return t('forecast.person', { count: days });
  }
}

/** One of several limits that a reader knows as one. */
function said(limit: Tightness): Tightness {
  switch (limit) {
    case 'person30d': case 'quiet': return 'person72h';
    case 'gap': return 'slotLength';
    case 'day': case 'week': case 'hour': case 'tenMinutes': case 'profiles': case 'slotLength': case 'person72h': return limit;
  }
}

/** Every limit that holds something back in the coming 30 days, the one that does so most often first; a day on which two are said with one sentence counts once. */
export function bindsSentences({ binds }: Pick<CampaignForecast, 'binds'>): string[] {
  const days = Map.groupBy(binds, ({ limit }) => said(limit));
  return [...days]
    .map(([limit, all]) => ({ limit, count: new Set(all.flatMap((one) => one.days)).size }))
    .sort((a, b) => b.count - a.count)
    .map(({ limit, count }) => bindsSentence(limit, count));
}

/** The day each message of the sequence falls on, limits included. */
export function StepDays({ forecast }: { forecast: CampaignForecast }) {
  if (forecast.events.length === 0) return null;
  return (
    <ul class="preflight-points small">
      {forecast.steps.map(({ messageId, step, firstDay, lastDay }) => (
        <li key={messageId}>
          {firstDay === undefined || lastDay === undefined
            ? t('forecast.stepLater', { number: step + 1 })
            : firstDay === lastDay
              ? t('forecast.stepOn', { number: step + 1, day: formatDate(firstDay) })
              : t('forecast.stepBetween', { number: step + 1, first: formatDate(firstDay), last: formatDate(lastDay) })}
        </li>
      ))}
    </ul>
  );
}
