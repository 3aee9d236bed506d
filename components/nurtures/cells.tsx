import { useState } from 'preact/hooks';
import { ClickFacts } from '@/components/clicks/click-facts';
import { Face } from '@/components/replies/face';
import { JudgedReplies } from '@/components/replies/judged-replies';
import { Progress as Bar } from '@/components/ui/badge';
import { Hover } from '@/components/ui/hover';
import { shareOf, type Progress } from '@/lib/domain/progress';
import { formatNumber, formatPercent, formatTime } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { faceOf, type ToneShare } from '@/lib/domain/tone-average';

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
        beside={shown === '' || progress.due === 0 ? null : <Bar value={progress.sent} max={progress.due} spoken={{ label: t('nurtures.today'), text: lines[0] ?? '' }} />}
      >
        <span class={`today-value num ${progress.due === 0 ? 'faint' : ''}`}>{shown}</span>
      </Hover>
    </span>
  );
}

/** Clicks, or a dash while no tracker is connected. */
export function ClicksCell({ clicks, campaignIds }: { clicks: number | undefined; campaignIds: readonly string[] }) {
  return (
    <Hover label={clicks === undefined ? t('nurtures.clicksNone') : t('nurtures.clicksLabel', { count: clicks })} content={() => (clicks === undefined ? t('nurtures.clicksNone') : <ClickFacts campaignIds={campaignIds} />)}>
      <span class={clicks === undefined ? 'faint' : 'num'}>{clicks === undefined ? '–' : formatNumber(clicks)}</span>
    </Hover>
  );
}

/** Replies and the face of their tone; a click lists them. */
export function RepliesCell({ replies, tone, campaignIds, name }: { replies: number; tone: ToneShare; campaignIds: readonly string[]; name: string }) {
  const [listed, setListed] = useState(false);
  const { share, judged } = tone;
  const text = share === undefined ? t('nurtures.repliesUnjudged') : t('nurtures.repliesText', { percent: formatPercent(share), count: judged });
  const face = faceOf(tone);
  const few = face.kind !== 'none' && face.few === 'yes';
  return (
    <>
      <Hover
        label={t('nurtures.repliesLabel', { count: replies, tone: text })} {...(replies === 0 ? {} : { onClick: () => setListed(true) })}
        content={() => <>{text}{few ? <div class="muted">{t('nurtures.repliesFew')}</div> : null}{replies === 0 ? null : <div class="muted">{t('replies.show')}</div>}</>}
      >
        <span class="replies num">{formatNumber(replies)}<Face tone={tone} /></span>
      </Hover>
      {listed ? <JudgedReplies campaignIds={campaignIds} name={name} onClose={() => setListed(false)} /> : null}
    </>
  );
}
