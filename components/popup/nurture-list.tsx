import { useEffect, useMemo, useState } from 'preact/hooks';
import { HealthCell } from '@/components/nurtures/health-cell';
import { EmptyState, Progress } from '@/components/ui/badge';
import { LinkButton, Switch } from '@/components/ui/button';
import { SearchField } from '@/components/ui/field';
import { ReadFailed } from '@/components/ui/page';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { compareHealth, type Health } from '@/lib/domain/health';
import { foldText } from '@/lib/domain/text';
import { switchOff, switchOn } from '@/lib/engine/campaign-actions';
import { compareTexts } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';
import { readNurtureContext, type NurtureContext } from '@/lib/report/nurture-context';
import { readDueFollowUps, readMemberRoom, rowHealth, rowProgress } from '@/lib/report/nurture-facts';
import { watchNurtures, type NurtureRow, type NurtureRows } from '@/lib/report/nurture-rows';

/** Rows drawn at once; a search finds the others. */
const SHOWN = 60;
const SEARCH_FROM = 12;

function useNurtures(): { rows: NurtureRows | undefined; failed: boolean } {
  const [rows, setRows] = useState<NurtureRows | undefined>(undefined);
  const [failed, setFailed] = useState(false);
  useEffect(() => watchNurtures(openDb(), () => Date.now(), setRows, () => setFailed(true)), []);
  return { rows, failed };
}

async function switchTo(row: NurtureRow, on: boolean): Promise<void> {
  const result = on ? await switchOn(openDb(), Date.now(), row.campaign.id) : await switchOff(openDb(), Date.now(), row.campaign.id);
  pokeWorker();
  if (result.ok) return;
  const text = result.why === 'notReady' ? result.reasons.map((reason) => `${t(`reasons.${reason}`)} ${t(`remedies.${reason}`)}`).join(' ') : t('review.refusedMoved');
  showToast({ tint: 'bad', text });
}

interface Facts {
  context: NurtureContext;
  room: ReadonlyMap<string, number>;
}

/** One nurture: name, health, today, replies, switch. */
function NurtureRowView({ row, health, facts, now }: { row: NurtureRow; health: Health; facts: Facts; now: number }) {
  const { campaign, counts } = row;
  const { value: dueFollowUps } = useLive(() => readDueFollowUps(openDb(), row, now), [row, now]);
  const progress = rowProgress(row, health, { dueFollowUps: dueFollowUps ?? 0, memberRoom: campaign.senderId === undefined ? 0 : (facts.room.get(campaign.senderId) ?? 0) }, now);
  const today = progress.due === 0 && progress.sent === 0 ? t('popup.todayNothing') : t('popup.today', { sent: progress.sent, due: progress.due });
  return (
    <li class="popup-row">
      <div class="grow">
        <div class="ellipsis strong" title={`${campaign.program} / ${campaign.name}`}>{campaign.name}</div>
        <div class="popup-row-facts">
          <Progress value={progress.sent} max={progress.due} label={t('popup.today', { sent: progress.sent, due: progress.due })} text={today} />
          <span class="num">{today}</span>
          {(counts.replies ?? 0) === 0 ? null : <span class="num">· {t('popup.replies', { count: counts.replies ?? 0 })}</span>}
        </div>
      </div>
      <HealthCell health={health} campaign={campaign} sent={progress.sent} nextSend={undefined} />
      <Switch checked={campaign.state === 'active'} label={t('popup.active', { name: campaign.name })} onChange={(on) => void switchTo(row, on)} />
    </li>
  );
}

/** The nurtures, what needs the member first: worst health, then active ones, then by name. Drawn once, complete. */
export function NurtureList({ now }: { now: number }) {
  const { rows, failed } = useNurtures();
  const { value: facts, error } = useLive(async (): Promise<Facts> => {
    const context = await readNurtureContext(openDb(), now);
    return { context, room: await readMemberRoom(openDb(), context, now) };
  }, [now]);
  const [search, setSearch] = useState('');
  const ordered = useMemo(() => {
    if (rows === undefined || facts === undefined || !rows.complete) return undefined;
    const weight = (row: NurtureRow) => (row.campaign.state === 'active' ? 0 : 1);
    return [...rows.rows.values()]
      .filter((row) => row.campaign.state !== 'archived')
      .map((row) => ({ row, health: rowHealth(row, facts.context, now) }))
      .sort((a, b) => weight(a.row) - weight(b.row) || compareHealth(b.health.state, a.health.state) || compareTexts(a.row.campaign.name, b.row.campaign.name));
  }, [rows, facts, now]);

  if (failed || error !== undefined) return <ReadFailed />;
  if (ordered === undefined || facts === undefined) return null;
  if (ordered.length === 0) {
    return (
      <EmptyState icon="nurtures" title={t('popup.noNurtures')} actions={<LinkButton variant="primary" newTab href="/options.html#/nurtures">{t('popup.newNurture')}</LinkButton>}>
        {t('welcome.intro')}
      </EmptyState>
    );
  }
  const wanted = foldText(search);
  const found = wanted === '' ? ordered : ordered.filter(({ row }) => foldText(`${row.campaign.name} ${row.campaign.program}`).includes(wanted));
  return (
    <section class="popup-section" aria-labelledby="nurtures">
      <div class="popup-title"><h2 id="nurtures" class="popup-h2 grow">{t('popup.nurtures')}</h2></div>
      {ordered.length > SEARCH_FROM ? <SearchField label={t('popup.search')} value={search} onInput={setSearch} /> : null}
      <ul>{found.slice(0, SHOWN).map(({ row, health }) => <NurtureRowView key={row.campaign.id} row={row} health={health} facts={facts} now={now} />)}</ul>
      {found.length > SHOWN ? <a class="small" href="/options.html#/nurtures" target="_blank" rel="noopener">{t('popup.moreNurtures', { count: found.length - SHOWN })}</a> : null}
    </section>
  );
}
