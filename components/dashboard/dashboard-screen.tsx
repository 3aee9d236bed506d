import '@/components/dashboard/dashboard.css';
import { FunnelBars, OverTime, Panel, ToneBars } from '@/components/dashboard/charts';
import { ForecastCalendar } from '@/components/dashboard/forecast-calendar';
import { hashOfOpened, openedOf, type Opened } from '@/components/dashboard/opened';
import { RowsDialog } from '@/components/dashboard/rows-dialogs';
import { EmptyState } from '@/components/ui/badge';
import { LinkButton } from '@/components/ui/button';
import { SelectField } from '@/components/ui/field';
import { ReadFailed } from '@/components/ui/page';
import { changeView, hashOf, useRoute } from '@/components/ui/route';
import { useLive, useNow } from '@/components/ui/use-live';
import { MissedCosts } from '@/components/forecast/missed-costs';
import { useForecast, type ShownForecast } from '@/components/forecast/use-forecast';
import { openDb } from '@/lib/db/database';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import type { Member } from '@/lib/domain/member';
import { addDays, type CalendarDate } from '@/lib/domain/zoned-time';
import { compareTexts, formatDate, formatDateTime, formatNumber, formatPercent, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { FUNNEL_LEVELS, goodShare, readDashboard, type Dashboard, type DashboardFilter, type GroupNumbers, type MissedSlots } from '@/lib/report/dashboard';

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
  /** where the rows are that the number counts */
  rows?: string;
}

/** The queue's messages sent on these days within the filter of the dashboard. */
function sentRows(filter: DashboardFilter, since: CalendarDate, until: CalendarDate, of: { program?: string; campaign?: string } = {}): string {
  return hashOf(['queue'], { campaign: of.campaign ?? filter.campaign, program: of.program ?? filter.program, sender: filter.sender, status: 'sent', since, until });
}

function Numbers({ dashboard, filter }: { dashboard: Dashboard; filter: DashboardFilter }) {
  const { total, clicks } = dashboard;
  const share = goodShare(total.tone);
  const numbers: NumberCard[] = [
    { name: t('nurtures.sent'), value: formatNumber(total.sent), hint: '', ...(total.sent > 0 ? { rows: sentRows(filter, dashboard.from, addDays(dashboard.to, 1)) } : {}) },
    { name: t('nurtures.replies'), value: formatNumber(total.replies), hint: total.sent === 0 ? '' : t('dashboard.replyRate', { percent: formatPercent(total.replies / total.sent) }), ...(total.replies > 0 ? { rows: hashOfOpened({ kind: 'replies' }) } : {}) },
    { name: t('dashboard.toneShort'), value: share === undefined ? '–' : formatPercent(share), hint: t('dashboard.judged', { count: total.tone.positive + total.tone.neutral + total.tone.negative }), ...(share === undefined ? {} : { rows: hashOfOpened({ kind: 'judged' }) }) },
    { name: t('nurtures.clicks'), value: clicks === undefined ? '–' : formatNumber(clicks), hint: clicks === undefined ? t('nurtures.clicksNone') : t('dashboard.clicksAll'), ...(clicks === undefined || clicks === 0 ? {} : { rows: hashOfOpened({ kind: 'clicks' }) }) },
  ];
  return (
    <dl class="numbers">
      {numbers.map(({ name, value, hint, rows }) => (
        <div key={name} class="card">
          <dt class="small muted">{name}</dt>
          <dd class="number num">{rows === undefined ? value : <a href={rows} aria-label={t('dashboard.openNumber', { value, name })}>{value}</a>}</dd>
          <dd class="small faint">{hint}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A number that leads to its rows; nothing to lead to stands plain. */
function CountLink({ count, href, label }: { count: number; href: string; label: string }) {
  return count === 0 ? <>{formatNumber(count)}</> : <a href={href} aria-label={label}>{formatNumber(count)}</a>;
}

function ToneTable({ groups, name, kind, dashboard, filter }: { groups: readonly GroupNumbers[]; name: string; kind: 'program' | 'nurture'; dashboard: Dashboard; filter: DashboardFilter }) {
  return (
    <table class="plain">
      <thead><tr><th>{name}</th>{(['sent', 'replies'] as const).map((key) => <th key={key} class="end">{t(`nurtures.${key}`)}</th>)}{(['positive', 'neutral', 'negative'] as const).map((tone) => <th key={tone} class="end">{t(`dashboard.${tone}`)}</th>)}</tr></thead>
      <tbody>
        {groups.map(({ key, name: own, sent, replies, tone: counts }) => (
          <tr key={key}>
            <td>{own}</td>
            <td class="end num"><CountLink count={sent} href={sentRows(filter, dashboard.from, addDays(dashboard.to, 1), kind === 'program' ? { program: own } : { campaign: key })} label={t('dashboard.openSent', { name: own, count: sent })} /></td>
            <td class="end num"><CountLink count={replies} href={hashOfOpened({ kind, key, tone: undefined })} label={t('dashboard.openAllReplies', { name: own, count: replies })} /></td>
            {(['positive', 'neutral', 'negative'] as const).map((tone) => (
              <td key={tone} class="end num"><CountLink count={counts[tone]} href={hashOfOpened({ kind, key, tone })} label={t('dashboard.openReplies', { name: own, count: counts[tone], tone: t(`dashboard.${tone}`) })} /></td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Clicks read before days were kept have no day: a line at nothing would say that there were none. */
function clicksByDay({ clicks, days }: Dashboard): 'counted' | 'not counted' {
  return clicks !== undefined && days.some((day) => day.clicks !== 0) ? 'counted' : 'not counted';
}

function DaysTable({ dashboard, filter }: { dashboard: Dashboard; filter: DashboardFilter }) {
  const last = addDays(dashboard.to, 1);
  return (
    <table class="plain">
      <thead><tr><th>{t('dashboard.day')}</th><th class="end">{t('nurtures.sent')}</th><th class="end">{t('nurtures.replies')}</th>{clicksByDay(dashboard) === 'not counted' ? null : <th class="end">{t('dashboard.clicksFound')}</th>}</tr></thead>
      <tbody>
        {dashboard.days.toReversed().map(({ date, sent, replies, clicks }) => {
          const name = formatDate(date);
          return (
            <tr key={date}>
              <td>{name}</td>
              <td class="end num"><CountLink count={sent} href={sentRows(filter, date, date === dashboard.to ? last : date)} label={t('dashboard.openSent', { name, count: sent })} /></td>
              <td class="end num"><CountLink count={replies} href={hashOfOpened({ kind: 'day', date })} label={t('dashboard.openAllReplies', { name, count: replies })} /></td>
              {clicksByDay(dashboard) === 'not counted' ? null : <td class="end num"><CountLink count={clicks} href={hashOfOpened({ kind: 'clicks' })} label={t('dashboard.openClicks', { name, count: clicks })} /></td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function FunnelTable({ dashboard, filter }: { dashboard: Dashboard; filter: DashboardFilter }) {
  return (
    <table class="plain">
      <thead><tr><th>{t('dashboard.level')}</th><th class="end">{t('dashboard.people')}</th></tr></thead>
      <tbody>{FUNNEL_LEVELS.map((level) => <tr key={level}><td>{t(`dashboard.${level}`)}</td><td class="end num">{funnelNumber(dashboard.funnel[level], level, filter)}</td></tr>)}</tbody>
    </table>
  );
}

function funnelNumber(count: number, level: (typeof FUNNEL_LEVELS)[number], { sender, program, campaign }: DashboardFilter) {
  return <CountLink count={count} href={hashOf(['contacts'], { funnel: level, sender, program, campaign })} label={t('dashboard.openNumber', { value: formatNumber(count), name: t(`dashboard.${level}`) })} />;
}

function Missed({ missed, dashboard, forecast }: { missed: readonly MissedSlots[]; dashboard: Dashboard; forecast: ShownForecast }) {
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
            <li key={reason} class="missed"><span class="num strong"><CountLink count={runs.length} href={hashOfOpened({ kind: 'missed', reason })} label={t('dashboard.openMissed', { count: runs.length, reason: t(`reasons.${reason}`) })} /></span><span>{t(`reasons.${reason}`)}<div class="small muted">{t(`remedies.${reason}`)}</div></span></li>
          ))}
        </ul>
      )}
      <MissedCosts campaigns={dashboard.campaigns} forecast={forecast} />
    </Panel>
  );
}

const NURTURES_SHOWN = 10;

function Pictures({ dashboard, filter, opened, now }: { dashboard: Dashboard; filter: DashboardFilter; opened: Opened | undefined; now: number }) {
  const open = (next: Opened) => {
    location.hash = hashOfOpened(next);
  };
  const forecast = useForecast();
  const judgedFirst = dashboard.nurtures.filter((group) => goodShare(group.tone) !== undefined);
  return (
    <>
      <Numbers dashboard={dashboard} filter={filter} />
      <div class="panels">
        <Panel
          wide title={t(clicksByDay(dashboard) === 'counted' ? 'dashboard.overTimeClicks' : 'dashboard.overTime')}
          table={<DaysTable dashboard={dashboard} filter={filter} />}
        >
          <OverTime days={dashboard.days} clicks={clicksByDay(dashboard)} />
        </Panel>
        <div class="panel-column">
          <Panel title={t('dashboard.toneByProgram')} hint={t('dashboard.toneHint')} table={<ToneTable groups={dashboard.programs} name={t('editor.program')} kind="program" dashboard={dashboard} filter={filter} />}>
            <ToneBars groups={dashboard.programs} onOpen={(group, tone) => open({ kind: 'program', key: group.key, tone })} />
          </Panel>
          <Panel title={t('dashboard.funnel')} hint={t('dashboard.funnelHint')} table={<FunnelTable dashboard={dashboard} filter={filter} />}>
            <FunnelBars funnel={dashboard.funnel} number={(level) => funnelNumber(dashboard.funnel[level], level, filter)} />
          </Panel>
          <Missed missed={dashboard.missed} dashboard={dashboard} forecast={forecast} />
        </div>
        <div class="panel-column">
          <Panel title={t('dashboard.toneByNurture')} hint={t('dashboard.toneHint')} table={<ToneTable groups={dashboard.nurtures} name={t('editor.name')} kind="nurture" dashboard={dashboard} filter={filter} />}>
            {judgedFirst.length === 0 ? <p class="muted">{t('dashboard.noJudged')}</p> : <ToneBars groups={judgedFirst.slice(0, NURTURES_SHOWN)} onOpen={(group, tone) => open({ kind: 'nurture', key: group.key, tone })} />}
          </Panel>
          <ForecastCalendar dashboard={dashboard} result={forecast} now={now} />
        </div>
      </div>
      {opened === undefined ? null : <RowsDialog dashboard={dashboard} opened={opened} onClose={() => changeView({ open: undefined, key: undefined, tone: undefined })} />}
    </>
  );
}

/** Programs and nurtures over time: funnel, what was sent and answered, tone, what is to come, what was missed. */
export function DashboardScreen() {
  const { params } = useRoute();
  const now = useNow();
  const filter = filterOf(params);
  const choices = useLive(readChoices, []);
  const dashboard = useLive(() => readDashboard(openDb(), filter, now, readerZone()), [JSON.stringify(filter), now]);
  if (dashboard.error !== undefined) return <ReadFailed />;
  return (
    <div class="screen">
      <header class="screen-head"><h1>{t('nav.dashboard')}</h1></header>
      {choices.value === undefined || choices.value.campaigns.length === 0 ? null : <Filters filter={filter} period={periodOf(params)} members={choices.value.members} campaigns={choices.value.campaigns} />}
      {choices.value?.campaigns.length === 0
        ? <EmptyState icon="dashboard" title={t('dashboard.emptyTitle')} actions={<LinkButton href={hashOf(['nurtures'])}>{t('nav.nurtures')}</LinkButton>}>{t('dashboard.emptyText')}</EmptyState>
        : dashboard.value === undefined ? null : <Pictures dashboard={dashboard.value} filter={filter} opened={openedOf(params)} now={now} />}
    </div>
  );
}
