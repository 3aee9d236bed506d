import { Hover } from '@/components/ui/hover';
import { Icon } from '@/components/ui/icon';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import type { Campaign } from '@/lib/domain/campaign';
import type { Health, HealthState } from '@/lib/domain/health';
import type { Run, RunRemark } from '@/lib/domain/run';
import { formatBoth, formatDateTime, formatTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** Sign and word of a state; each sign has an outline of its own. */
export function HealthSign({ state, dimmed = false }: { state: HealthState; dimmed?: boolean }) {
  return (
    <span class={`health health-${state} ${dimmed ? 'health-dimmed' : ''}`}>
      <Icon name={state} size={15} />
      {t(`health.${state}`)}
    </span>
  );
}

function Remarks({ title, remarks }: { title: string; remarks: readonly RunRemark[] }) {
  if (remarks.length === 0) return null;
  return (
    <div>
      <div class="hover-title">{title}</div>
      <ul>
        {remarks.map(({ reason, count }) => (
          <li key={reason}>
            {count > 1 ? t('health.counted', { text: t(`reasons.${reason}`), times: count }) : t(`reasons.${reason}`)}
            <div class="muted">{t(`remedies.${reason}`)}</div>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The first sentence of the hover: what happens next, in the campaign's zone and in the reader's. */
export function healthSentence(health: Health, zone: string): string {
  const when = health.next === undefined ? undefined : formatBoth(health.next.startsAt, zone);
  switch (health.topic) {
    case 'archived': return t('health.archived');
    case 'notStarted': return when === undefined ? t('health.notStarted') : t('health.notStartedNext', { when });
    case 'day0': return when === undefined ? t('health.day0') : t('health.day0Next', { when });
    case 'ended': return t('health.ended');
    case 'finished': return when === undefined ? t('health.finished') : t('health.finishedNext', { when });
    case 'running': return health.open === undefined ? t('health.runningNow') : t('health.runningUntil', { time: formatTime(health.open.endsAt, zone) });
    case 'stopped': return health.resumeAfter === undefined ? t('health.stoppedText') : t('health.stoppedUntil', { time: formatDateTime(health.resumeAfter, readerZone()) });
    case 'waiting': return when === undefined ? t('health.noNext') : t('health.nextSlot', { when });
  }
}

function LastRun({ health, zone }: { health: Health; zone: string }) {
  const { last } = health;
  if (last === undefined) return null;
  const when = formatDateTime(last.startsAt, zone);
  if (last.state === 'missed') return <div class="muted">{t('health.lastMissed', { when })}</div>;
  if (last.state === 'paused') return <div class="muted">{t('health.lastPaused', { when })}</div>;
  return <div class="muted">{t('health.lastRun', { when, count: last.sent })}</div>;
}

async function nextSendOf(run: Run): Promise<number | undefined> {
  const deliveries = await openDb().deliveries.where('runId').equals(run.id).toArray();
  const times = deliveries.flatMap((delivery) => (delivery.state === 'scheduled' && delivery.plannedAt !== undefined ? [delivery.plannedAt] : []));
  return times.length === 0 ? undefined : Math.min(...times);
}

/** What the open slot has sent, and when the next message leaves; asked for when the hover opens. */
function OpenRun({ run, zone }: { run: Run; zone: string }) {
  const { value: nextSend } = useLive(() => nextSendOf(run), [run.id]);
  return <div>{t('health.sentSoFar', { count: run.sent })}{nextSend === undefined ? '' : ` ${t('health.nextSend', { time: formatTime(nextSend, zone) })}`}</div>;
}

/** Everything health has to say: the next time, what the last run did, and each reason with its remedy. */
export function HealthDetails({ health, campaign, run }: { health: Health; campaign: Campaign; run: Run | undefined }) {
  const zone = campaign.schedule.timeZone;
  return (
    <div class="stack-tight">
      <div class="hover-title">{healthSentence(health, zone)}</div>
      {run?.state === 'open' ? <OpenRun run={run} zone={zone} /> : null}
      {health.offSince === undefined ? null : <div>{t('health.offSince', { since: formatDateTime(health.offSince, readerZone()) })}</div>}
      {health.pause === undefined ? null : <div>{t('health.pausedSince', { since: formatDateTime(health.pause.since, readerZone()) })}</div>}
      <Remarks title={t('health.stopped')} remarks={health.stops.map((reason) => ({ reason, count: 1 }))} />
      <Remarks title={t('health.errors')} remarks={health.errors} />
      <Remarks title={t('health.warnings')} remarks={health.warnings.filter(({ reason }) => !health.stops.includes(reason))} />
      <LastRun health={health} zone={zone} />
      <Remarks title={t('health.notes')} remarks={health.notes} />
    </div>
  );
}

/** The Health cell of a row. `run` is its newest run. */
export function HealthCell({ health, campaign, run }: { health: Health; campaign: Campaign; run: Run | undefined }) {
  const paused = health.pause === undefined ? '' : ` ${t('health.pausedByYou')}`;
  const sign = <HealthSign state={health.state} dimmed={health.offSince !== undefined} />;
  return (
    <Hover label={t('health.label', { state: `${t(`health.${health.state}`)}${paused}`, sentence: healthSentence(health, campaign.schedule.timeZone) })} content={() => <HealthDetails health={health} campaign={campaign} run={run} />}>
      {paused === '' ? sign : <span class="health-signs">{sign}<span class="health-paused small muted">{paused}</span></span>}
    </Hover>
  );
}
