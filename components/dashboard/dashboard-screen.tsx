import { useState } from 'preact/hooks';
import '@/components/dashboard/dashboard.css';
import { FunnelBars, OverTime, Panel, ToneBars } from '@/components/dashboard/charts';
import { ForecastCalendar } from '@/components/dashboard/forecast-calendar';
import { RepliesDialog } from '@/components/dashboard/replies-dialog';
import { EmptyState } from '@/components/ui/badge';
import { LinkButton } from '@/components/ui/button';
import { SelectField } from '@/components/ui/field';
import { ReadFailed } from '@/components/ui/page';
import { changeView, hashOf, navigate, useRoute } from '@/components/ui/route';
import { useLive, useNow } from '@/components/ui/use-live';
import { MissedCosts } from '@/components/forecast/missed-costs';
import { openDb } from '@/lib/db/database';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import type { Member } from '@/lib/domain/member';
import { toneOf, type Reply, type Tone } from '@/lib/domain/reply';
import { compareTexts, formatDate, formatDateTime, formatNumber, formatPercent, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { goodShare, readDashboard, type Dashboard, type DashboardFilter, type GroupNumbers, type MissedSlots } from '@/lib/report/dashboard';

const PERIODS = ['7', '30', '90', '365'] as const;
type Period = (typeof PERIODS)[number];
const MISSED_SHOWN = 5;

function periodOf(params: URLSearchParams): Period {
  return PERIODS.find((period) => period === params.get('days')) ?? '30';
}

function filterOf(params: URLSearchParams): DashboardFilter {
  return { days: Number(periodOf(params)), sender: params.get('sender') ?? '', program: params.get('program') ?? '', campaign: params.get('campaign') ?? '' };
}

async function readChoices(): Promise<{ members: Member[]; campaigns: Campaign[] }> {
  const [members, campaigns] = await Promise.all([openDb().members.toArray(), openDb().campaigns.toArray()]);
  return { members, campaigns: campaigns.sort((a, b) => compareTexts(a.name, b.name)) };
}

function Filters({ filter, period, members, campaigns }: { filter: DashboardFilter; period: Period; members: readonly Member[]; campaigns: readonly Campaign[] }) {
  const programs = [...new Map(campaigns.map(({ program }) => [nameKey(program), program])).values()].sort(compareTexts);
  const inProgram = campaigns.filter((campaign) => filter.program === '' || nameKey(campaign.program) === nameKey(filter.program));
  return (
    <div class="toolbar">
      <SelectField bare label={t('dashboard.period')} value={period} onChange={(days) => changeView({ days })} options={PERIODS.map((days) => ({ value: days, text: t('dashboard.lastDays', { count: Number(days) }) }))} />
      <SelectField bare label={t('nurtures.filterSender')} value={filter.sender} onChange={(sender) => changeView({ sender })} options={[{ value: '', text: t('nurtures.anySender') }, ...members.map(({ id, name }) => ({ value: id, text: name }))]} />
      <SelectField bare label={t('nurtures.filterProgram')} value={filter.program} onChange={(program) => changeView({ program, campaign: undefined })} options={[{ value: '', text: t('nurtures.anyProgram') }, ...programs.map((program) => ({ value: program, text: program }))]} />
      <SelectField bare label={t('dashboard.filterCampaign')} value={filter.campaign} onChange={(campaign) => changeView({ campaign })} options={[{ value: '', text: t('dashboard.anyCampaign') }, ...inProgram.map(({ id, name }) => ({ value: id, text: name }))]} />
    </div>
  );
}

interface NumberCard {
  name: string;
  value: string;
  hint: string;
  /** opens what the number counts */
  open?: () => void;
}

function Numbers({ dashboard, filter, onReplies }: { dashboard: Dashboard; filter: DashboardFilter; onReplies: () => void }) {
  const { total, clicks } = dashboard;
  const share = goodShare(total.tone);
  const toQueue = () => navigate(['queue'], { campaign: filter.campaign, program: filter.program });
  const numbers: NumberCard[] = [
    { name: t('nurtures.sent'), value: formatNumber(total.sent), hint: '', ...(total.sent > 0 ? { open: toQueue } : {}) },
    { name: t('nurtures.replies'), value: formatNumber(total.replies), hint: total.sent === 0 ? '' : t('dashboard.replyRate', { percent: formatPercent(total.replies / total.sent) }), ...(total.replies > 0 ? { open: onReplies } : {}) },
    { name: t('dashboard.toneShort'), value: share === undefined ? '–' : formatPercent(share), hint: t('dashboard.judged', { count: total.tone.positive + total.tone.neutral + total.tone.negative }) },
    { name: t('nurtures.clicks'), value: clicks === undefined ? '–' : formatNumber(clicks), hint: clicks === undefined ? t('nurtures.clicksNone') : t('dashboard.clicksAll') },
  ];
  return (
    <dl class="numbers">
      {numbers.map(({ name, value, hint, open }) => (
        <div key={name} class="card">
          <dt class="small muted">{name}</dt>
          <dd class="number num">{open === undefined ? value : <button type="button" class="number-button" aria-label={t('dashboard.openNumber', { value, name })} onClick={open}>{value}</button>}</dd>
          <dd class="small faint">{hint}</dd>
        </div>
      ))}
    </dl>
  );
}

function ToneTable({ groups, name }: { groups: readonly GroupNumbers[]; name: string }) {
  return (
    <table class="plain">
      <thead><tr><th>{name}</th>{(['sent', 'replies'] as const).map((key) => <th key={key} class="end">{t(`nurtures.${key}`)}</th>)}{(['positive', 'neutral', 'negative'] as const).map((tone) => <th key={tone} class="end">{t(`dashboard.${tone}`)}</th>)}</tr></thead>
      <tbody>{groups.map(({ key, name: own, sent, replies, tone }) => <tr key={key}><td>{own}</td>{[sent, replies, tone.positive, tone.neutral, tone.negative].map((value, index) => <td key={`${index} of ${key}`} class="end num">{formatNumber(value)}</td>)}</tr>)}</tbody>
    </table>
  );
}

function Missed({ missed, dashboard }: { missed: readonly MissedSlots[]; dashboard: Dashboard }) {
  return (
    <Panel
      title={t('dashboard.missed')}
      table={(
        <table class="plain">
          <thead><tr><th>{t('dashboard.when')}</th><th>{t('editor.name')}</th><th>{t('dashboard.reason')}</th></tr></thead>
          <tbody>{missed.flatMap(({ runs }) => runs).sort((a, b) => b.startsAt - a.startsAt).slice(0, 200).map((run) => <tr key={run.id}><td class="num">{formatDateTime(run.startsAt, readerZone())}</td><td>{dashboard.campaigns.get(run.campaignId)?.name}</td><td>{run.reason === undefined ? '' : t(`reasons.${run.reason}`)}</td></tr>)}</tbody>
        </table>
      )}
    >
      {missed.length === 0 ? <p class="muted">{t('dashboard.noneMissed')}</p> : (
        <ul class="stack-tight">
          {missed.slice(0, MISSED_SHOWN).map(({ reason, runs }) => (
            <li key={reason} class="missed"><span class="num strong">{formatNumber(runs.length)}</span><span>{t(`reasons.${reason}`)}<div class="small muted">{t(`remedies.${reason}`)}</div></span></li>
          ))}
        </ul>
      )}
      <MissedCosts campaigns={dashboard.campaigns} />
    </Panel>
  );
}

/** Which replies a click asked for: those of a program or a nurture, of one tone. */
interface Asked {
  by: 'program' | 'nurture';
  group: GroupNumbers;
  tone: Tone;
}

function asked(dashboard: Dashboard, { by, group, tone }: Asked): Reply[] {
  return dashboard.replies.filter((reply) => {
    const campaign = dashboard.campaigns.get(reply.campaignId);
    if (campaign === undefined || toneOf(reply) !== tone) return false;
    return by === 'nurture' ? campaign.id === group.key : nameKey(campaign.program) === group.key;
  });
}

const NURTURES_SHOWN = 10;

function Pictures({ dashboard, filter, now }: { dashboard: Dashboard; filter: DashboardFilter; now: number }) {
  const [open, setOpen] = useState<Asked | 'all'>();
  const judgedFirst = dashboard.nurtures.filter((group) => goodShare(group.tone) !== undefined);
  return (
    <>
      <Numbers dashboard={dashboard} filter={filter} onReplies={() => setOpen('all')} />
      <div class="panels">
        <Panel
          wide title={t('dashboard.overTime')}
          table={(
            <table class="plain">
              <thead><tr><th>{t('dashboard.day')}</th><th class="end">{t('nurtures.sent')}</th><th class="end">{t('nurtures.replies')}</th></tr></thead>
              <tbody>{dashboard.days.toReversed().map((day) => <tr key={day.date}><td>{formatDate(day.date)}</td><td class="end num">{formatNumber(day.sent)}</td><td class="end num">{formatNumber(day.replies)}</td></tr>)}</tbody>
            </table>
          )}
        >
          <OverTime days={dashboard.days} />
        </Panel>
        <div class="panel-column">
          <Panel title={t('dashboard.toneByProgram')} hint={t('dashboard.toneHint')} table={<ToneTable groups={dashboard.programs} name={t('editor.program')} />}>
            <ToneBars groups={dashboard.programs} onOpen={(group, tone) => setOpen({ by: 'program', group, tone })} />
          </Panel>
          <Panel
            title={t('dashboard.funnel')} hint={t('dashboard.funnelHint')}
            table={(
              <table class="plain">
                <thead><tr><th>{t('dashboard.level')}</th><th class="end">{t('dashboard.people')}</th></tr></thead>
                <tbody>{(['connected', 'nurtured', 'engaged', 'lead'] as const).map((level) => <tr key={level}><td>{t(`dashboard.${level}`)}</td><td class="end num">{formatNumber(dashboard.funnel[level])}</td></tr>)}</tbody>
              </table>
            )}
          >
            <FunnelBars funnel={dashboard.funnel} />
          </Panel>
          <Missed missed={dashboard.missed} dashboard={dashboard} />
        </div>
        <div class="panel-column">
          <Panel title={t('dashboard.toneByNurture')} hint={t('dashboard.toneHint')} table={<ToneTable groups={dashboard.nurtures} name={t('editor.name')} />}>
            {judgedFirst.length === 0 ? <p class="muted">{t('dashboard.noJudged')}</p> : <ToneBars groups={judgedFirst.slice(0, NURTURES_SHOWN)} onOpen={(group, tone) => setOpen({ by: 'nurture', group, tone })} />}
          </Panel>
          <ForecastCalendar dashboard={dashboard} now={now} />
        </div>
      </div>
      {open === undefined ? null : (
        <RepliesDialog
          title={open === 'all' ? t('nurtures.replies') : t('dashboard.repliesTitle', { tone: t(`dashboard.${open.tone}`), name: open.group.name })}
          replies={open === 'all' ? dashboard.replies : asked(dashboard, open)} campaigns={dashboard.campaigns} onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

/** Programs and nurtures over time: funnel, what was sent and answered, tone, what is to come, what was missed. */
export function DashboardScreen() {
  const { params } = useRoute();
  const now = useNow();
  const filter = filterOf(params);
  const choices = useLive(readChoices, []);
  const dashboard = useLive(() => readDashboard(openDb(), filter, now, readerZone()), [params.toString(), now]);
  if (dashboard.error !== undefined) return <ReadFailed />;
  return (
    <div class="screen">
      <header class="screen-head"><h1>{t('nav.dashboard')}</h1></header>
      {choices.value === undefined ? null : <Filters filter={filter} period={periodOf(params)} members={choices.value.members} campaigns={choices.value.campaigns} />}
      {choices.value?.campaigns.length === 0
        ? <EmptyState icon="dashboard" title={t('dashboard.emptyTitle')} actions={<LinkButton href={hashOf(['nurtures'])}>{t('nav.nurtures')}</LinkButton>}>{t('dashboard.emptyText')}</EmptyState>
        : dashboard.value === undefined ? null : <Pictures dashboard={dashboard.value} filter={filter} now={now} />}
    </div>
  );
}
