import { useMemo, useState } from 'preact/hooks';
import { Panel } from '@/components/dashboard/charts';
import type { ShownForecast } from '@/components/forecast/use-forecast';
import { hashOf } from '@/components/ui/route';
import type { ForecastEvent } from '@/lib/domain/forecast';
import { addDays, dateAt, weekdayOf, WEEKDAYS, type CalendarDate } from '@/lib/domain/zoned-time';
import { formatDate, formatNumber, formatTime, readerZone, weekdayName } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import type { Dashboard } from '@/lib/report/dashboard';

const WEEKS = 5;

function byDay(events: readonly ForecastEvent[]): Map<CalendarDate, ForecastEvent[]> {
  const days = new Map<CalendarDate, ForecastEvent[]>();
  for (const event of events) {
    const date = dateAt(event.at, readerZone());
    days.set(date, [...(days.get(date) ?? []), event]);
  }
  return days;
}

/** Which nurtures send how many messages on one day, each leading to its queue. */
function DayDetails({ date, events, dashboard }: { date: CalendarDate; events: readonly ForecastEvent[]; dashboard: Dashboard }) {
  const counts = new Map<string, { count: number; from: number; to: number }>();
  for (const event of events) {
    const known = counts.get(event.campaignId) ?? { count: 0, from: event.at, to: event.at };
    counts.set(event.campaignId, { count: known.count + 1, from: Math.min(known.from, event.at), to: Math.max(known.to, event.at) });
  }
  return (
    <div class="day-details" role="status">
      <h3>{t('dashboard.forecastDay', { date: formatDate(date), count: events.length })}</h3>
      <ul>
        {[...counts.entries()].map(([id, { count, from, to }]) => (
          <li key={id}>
            <a href={hashOf(['queue'], { campaign: id })}>{dashboard.campaigns.get(id)?.name ?? id}</a>
            <span class="muted num"> {t('dashboard.forecastLine', { count, from: formatTime(from, readerZone()), to: formatTime(to, readerZone()) })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What will leave on which day, as a calendar of five weeks. */
export function ForecastCalendar({ dashboard, result, now }: { dashboard: Dashboard; result: ShownForecast; now: number }) {
  const [chosen, setChosen] = useState<CalendarDate>();
  const events = useMemo(() => (result === undefined || result === 'failed' ? [] : result.events.filter((event) => dashboard.campaigns.has(event.campaignId))), [result, dashboard.campaigns]);
  const days = useMemo(() => byDay(events), [events]);
  const today = dateAt(now, readerZone());
  const monday = addDays(today, -WEEKDAYS.indexOf(weekdayOf(today)));
  const most = Math.max(1, ...[...days.values()].map((list) => list.length));
  const dates = Array.from({ length: WEEKS * 7 }, (_, index) => addDays(monday, index));
  return (
    <Panel
      title={t('dashboard.forecast')} hint={t('dashboard.forecastHint')}
      table={(
        <table class="plain">
          <thead><tr><th>{t('dashboard.day')}</th><th class="end">{t('dashboard.messages')}</th></tr></thead>
          <tbody>{dates.filter((date) => days.has(date)).map((date) => <tr key={date}><td>{formatDate(date)}</td><td class="end num">{formatNumber(days.get(date)?.length ?? 0)}</td></tr>)}</tbody>
        </table>
      )}
    >
      {result === 'failed' ? <p class="muted">{t('common.readFailed')}</p> : (
        <div class="calendar" aria-busy={result === undefined}>
          {WEEKDAYS.map((day) => <span key={day} class="calendar-head small faint">{weekdayName(day, 'short')}</span>)}
          {dates.map((date) => {
            const count = days.get(date)?.length ?? 0;
            const past = date < today;
            return (
              <button
                key={date} type="button" disabled={past || count === 0} aria-pressed={chosen === date} aria-label={t('dashboard.forecastDay', { date: formatDate(date), count })}
                class={`calendar-day ${past ? 'calendar-past' : ''} ${date === today ? 'calendar-today' : ''}`} style={{ '--load': `${Math.round((count / most) * 70)}%` }} onClick={() => setChosen(chosen === date ? undefined : date)}
              >
                <span class="calendar-date">{Number(date.slice(-2))}</span>
                <span class="num strong">{count === 0 ? '' : formatNumber(count)}</span>
              </button>
            );
          })}
        </div>
      )}
      {result === undefined ? <p class="small muted" role="status">{t('editor.preflightLooking')}</p> : null}
      {chosen === undefined ? null : <DayDetails date={chosen} events={days.get(chosen) ?? []} dashboard={dashboard} />}
    </Panel>
  );
}
