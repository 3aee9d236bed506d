import type { ComponentChildren } from 'preact';
import { Face } from '@/components/replies/face';
import { goodShare, type DayNumbers, type Funnel, type GroupNumbers } from '@/lib/report/dashboard';
import { formatDate, formatNumber, formatPercent } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** A picture with its title, and the table it is drawn from behind a click. */
export function Panel({ title, hint, table, children, wide = false }: { title: string; hint?: string; table: ComponentChildren; children: ComponentChildren; wide?: boolean }) {
  return (
    <section class={`card panel ${wide ? 'panel-wide' : ''}`} aria-label={title}>
      <h2>{title}</h2>
      {hint === undefined ? null : <p class="small muted">{hint}</p>}
      {children}
      <details class="panel-table">
        <summary>{t('dashboard.showTable')}</summary>
        <div class="panel-scroll">{table}</div>
      </details>
    </section>
  );
}

const WIDTH = 720;
const HEIGHT = 150;
const FLOOR = 128;

/** A round number at or above the greatest value, for the top of the scale. */
export function scaleTop(greatest: number): number {
  if (greatest <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(greatest));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((top) => top >= greatest) ?? greatest;
}

/** Messages sent as bars, replies as dots on a line and clicks as a broken line, day by day; `clicks` says whether any tracker counts them. */
export function OverTime({ days, clicks: counted }: { days: readonly DayNumbers[]; clicks: 'counted' | 'not counted' }) {
  const withClicks = counted === 'counted';
  const top = scaleTop(Math.max(1, ...days.map((day) => Math.max(day.sent, day.replies, withClicks ? day.clicks : 0))));
  const step = WIDTH / Math.max(1, days.length);
  const y = (value: number) => FLOOR - (Math.max(0, value) / top) * (FLOOR - 12);
  const x = (index: number) => index * step + step / 2;
  const every = Math.max(1, Math.ceil(days.length / 8));
  const sent = days.reduce((sum, day) => sum + day.sent, 0);
  const replies = days.reduce((sum, day) => sum + day.replies, 0);
  const clicks = days.reduce((sum, day) => sum + day.clicks, 0);
  return (
    <>
      <svg class="chart" viewBox={`-34 0 ${WIDTH + 40} ${HEIGHT}`} role="img" aria-label={withClicks ? t('dashboard.overTimeClicksText', { sent, replies, clicks, days: days.length }) : t('dashboard.overTimeText', { sent, replies, days: days.length })}>
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line class="chart-grid" x1="0" x2={WIDTH} y1={y(value)} y2={y(value)} />
            <text class="chart-text" x="-6" y={y(value) + 4} text-anchor="end">{formatNumber(value)}</text>
          </g>
        ))}
        {days.map((day, index) => (
          <g key={day.date}>
            <title>{withClicks ? t('dashboard.dayClicksText', { date: formatDate(day.date), sent: day.sent, replies: day.replies, clicks: day.clicks }) : t('dashboard.dayText', { date: formatDate(day.date), sent: day.sent, replies: day.replies })}</title>
            <rect class="chart-hit" x={index * step} y="0" width={step} height={FLOOR} />
            <rect class="chart-bar" x={index * step + step * 0.15} width={step * 0.7} y={y(day.sent)} height={FLOOR - y(day.sent)} rx="1.5" />
            {index % every === 0 ? <text class="chart-text" x={x(index)} y={HEIGHT - 5} text-anchor="middle">{formatDate(day.date).replace(/^\S+\s/, '')}</text> : null}
          </g>
        ))}
        {withClicks ? <polyline class="chart-line chart-clicks" points={days.map((day, index) => `${x(index)},${y(day.clicks)}`).join(' ')} /> : null}
        <polyline class="chart-line" points={days.map((day, index) => `${x(index)},${y(day.replies)}`).join(' ')} />
        {days.map((day, index) => (day.replies === 0 ? null : <circle key={day.date} class="chart-dot" cx={x(index)} cy={y(day.replies)} r="2.6" />))}
      </svg>
      <div class="legend small"><span class="legend-bar" />{t('nurtures.sent')}<span class="legend-line" />{t('nurtures.replies')}{withClicks ? <><span class="legend-line legend-clicks" />{t('dashboard.clicksFound')}</> : null}</div>
    </>
  );
}

/** The four levels, each as wide as its share of the first; `number` draws a level's count. */
export function FunnelBars({ funnel, number }: { funnel: Funnel; number: (level: keyof Funnel) => ComponentChildren }) {
  const levels = [['connected', funnel.connected], ['nurtured', funnel.nurtured], ['engaged', funnel.engaged], ['lead', funnel.lead]] as const;
  const most = Math.max(1, funnel.connected);
  return (
    <ol class="funnel">
      {levels.map(([level, count], index) => {
        const before = levels[index - 1]?.[1];
        return (
          <li key={level}>
            <span class="funnel-name">{t(`dashboard.${level}`)}</span>
            <span class="funnel-track"><span class="funnel-bar" style={{ width: `${Math.max(count === 0 ? 0 : 0.6, (count / most) * 100)}%` }} /></span>
            <span class="num strong">{number(level)}</span>
            <span class="num muted small">{before === undefined || before === 0 ? '' : formatPercent(count / before)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** Replies of each program or nurture by tone, the worst first; a number opens the replies it counts. */
export function ToneBars({ groups, onOpen }: { groups: readonly GroupNumbers[]; onOpen: (group: GroupNumbers, tone: 'positive' | 'neutral' | 'negative') => void }) {
  return (
    <ul class="tones">
      {groups.map((group) => {
        const share = goodShare(group.tone);
        const judged = group.tone.positive + group.tone.neutral + group.tone.negative;
        return (
          <li key={group.key}>
            <span class="ellipsis strong" title={group.name}>{group.name}</span>
            <span class={`tone-share num ${share === undefined ? 'faint' : ''}`}>{share === undefined ? '–' : <><Face tone={{ share, judged }} />{formatPercent(share)}</>}</span>
            <span class="tone-bar">
              {(['positive', 'neutral', 'negative'] as const).map((tone) => {
                const count = group.tone[tone];
                return count === 0 ? null : (
                  <button key={tone} type="button" class={`tone-part tone-${tone} num`} style={{ flexGrow: count / judged }} aria-label={t('dashboard.openReplies', { count, tone: t(`dashboard.${tone}`), name: group.name })} onClick={() => onOpen(group, tone)}>
                    {formatNumber(count)}
                  </button>
                );
              })}
              {judged === 0 ? <span class="small faint">{t('dashboard.noJudged')}</span> : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
