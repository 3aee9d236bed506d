import { Progress as Bar } from '@/components/ui/badge';
import { Hover } from '@/components/ui/hover';
import { Icon } from '@/components/ui/icon';
import { shareOf, type Progress } from '@/lib/domain/progress';
import { formatNumber, formatPercent, formatTime } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import type { ToneShare } from '@/lib/report/nurture-facts';

/** Below this many judged replies the face is lighter. */
const FEW = 5;

function progressText(progress: Progress, zone: string): string[] {
  const lines: string[] = [];
  if (progress.due === 0 && progress.reason !== undefined) lines.push(t('nurtures.todayNone', { reason: t(`reasons.${progress.reason}`) }));
  else if (progress.state === 'counted') lines.push(t('nurtures.todayText', { percent: formatPercent(shareOf(progress)), sent: progress.sent, count: progress.due }));
  else {
    if (progress.nextToday !== undefined) lines.push(t('nurtures.todayQuiet', { time: formatTime(progress.nextToday.startsAt, zone) }));
    lines.push(t('nurtures.todayQuietDue', { count: progress.due }));
  }
  if (progress.pending > 0) lines.push(t('nurtures.todayPending', { count: progress.pending }));
  return lines;
}

/** Progress of the campaign's own day; empty before its first slot. */
export function TodayCell({ progress, zone }: { progress: Progress; zone: string }) {
  const lines = progressText(progress, zone);
  const shown = progress.state === 'counted' ? t('nurtures.todayValue', { sent: progress.sent, due: progress.due }) : '';
  const text = lines.join(' ');
  return (
    <span class="today">
      <Hover
        label={shown === '' ? t('nurtures.todayLabel', { text }) : t('nurtures.todayLabelValue', { value: shown, text })} content={() => <>{lines.map((line) => <div key={line}>{line}</div>)}</>}
        {...(shown === '' || progress.due === 0 ? {} : { beside: <Bar value={progress.sent} max={progress.due} label={t('nurtures.today')} text={lines[0] ?? ''} /> })}
      >
        <span class={`today-value num ${progress.due === 0 ? 'faint' : ''}`}>{shown}</span>
      </Hover>
    </span>
  );
}

/** Clicks, or a dash while no tracker is connected. */
export function ClicksCell({ clicks }: { clicks: number | undefined }) {
  return (
    <Hover label={clicks === undefined ? t('nurtures.clicksNone') : t('nurtures.clicksLabel', { count: clicks })} content={() => (clicks === undefined ? t('nurtures.clicksNone') : t('nurtures.clicksText'))}>
      <span class={clicks === undefined ? 'faint' : 'num'}>{clicks === undefined ? '–' : formatNumber(clicks)}</span>
    </Hover>
  );
}

/** Replies and the face of their tone. */
export function RepliesCell({ replies, tone }: { replies: number; tone: ToneShare }) {
  const { share, judged } = tone;
  const text = share === undefined ? t('nurtures.repliesUnjudged') : t('nurtures.repliesText', { percent: formatPercent(share), count: judged });
  const few = judged > 0 && judged < FEW;
  return (
    <Hover label={t('nurtures.repliesLabel', { count: replies, tone: text })} content={() => <>{text}{few ? <div class="muted">{t('nurtures.repliesFew')}</div> : null}</>}>
      <span class="replies">
        <span class="num">{formatNumber(replies)}</span>
        {share === undefined ? null : <span class={`face ${share >= 0.5 ? 'face-good' : 'face-bad'} ${few ? 'face-few' : ''}`}><Icon name={share >= 0.5 ? 'smile' : 'frown'} size={16} /></span>}
      </span>
    </Hover>
  );
}
