import { useMemo, useState } from 'preact/hooks';
import '@/components/nurtures/nurtures.css';
import { toggle } from '@/components/nurtures/acts';
import { RepliesCell } from '@/components/nurtures/cells';
import { HealthCell } from '@/components/nurtures/health-cell';
import type { Nurtures } from '@/components/nurtures/use-nurtures';
import type { Derived } from '@/components/nurtures/view';
import { EmptyState, Progress } from '@/components/ui/badge';
import { LinkButton, Switch } from '@/components/ui/button';
import { SearchField } from '@/components/ui/field';
import { compareHealth } from '@/lib/domain/health';
import { foldText } from '@/lib/domain/text';
import { compareTexts } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { toneShare } from '@/lib/report/nurture-facts';
import type { NurtureRow } from '@/lib/report/nurture-rows';

/** Rows drawn at once; a search finds the others. */
const SHOWN = 60;
const SEARCH_FROM = 12;

/** One nurture: name, health, today, replies, switch. */
function Row({ row, derived }: { row: NurtureRow; derived: Derived }) {
  const { campaign } = row;
  const health = derived.health(row);
  const progress = derived.progress(row);
  const quiet = progress.due === 0 && progress.sent === 0;
  const today = quiet ? t('popup.todayNothing') : t('popup.today', { sent: progress.sent, due: progress.due });
  return (
    <li class="popup-row">
      <div class="ellipsis strong" title={`${campaign.program} / ${campaign.name}`}>{campaign.name}</div>
      <div class="popup-row-facts">
        <HealthCell health={health} campaign={campaign} run={row.run} />
        <span class="popup-today num">{quiet ? null : <Progress value={progress.sent} max={progress.due} />}{today}</span>
        {(row.counts.replies ?? 0) === 0 ? null : <RepliesCell replies={row.counts.replies ?? 0} tone={toneShare([row])} campaignIds={[campaign.id]} name={campaign.name} />}
      </div>
      <Switch checked={campaign.state === 'active'} label={t('popup.active', { name: campaign.name })} onChange={(on) => void toggle(campaign, on)} />
    </li>
  );
}

/** What needs the member first: active before switched off, worst health first, then by name. */
function inOrder(nurtures: Nurtures, derived: Derived): NurtureRow[] {
  const weight = (row: NurtureRow) => (row.campaign.state === 'active' ? 0 : 1);
  return [...nurtures.rows.values()]
    .filter((row) => row.campaign.state !== 'archived')
    .sort((a, b) => weight(a) - weight(b) || compareHealth(derived.health(b).state, derived.health(a).state) || compareTexts(a.campaign.name, b.campaign.name));
}

/** The nurtures of the popup; drawn once, complete. */
export function NurtureList({ nurtures, derived }: { nurtures: Nurtures; derived: Derived }) {
  const [search, setSearch] = useState('');
  const ordered = useMemo(() => inOrder(nurtures, derived), [nurtures.rows, derived]);
  if (ordered.length === 0) {
    return (
      <EmptyState icon="nurtures" title={t('popup.noNurtures')} actions={<LinkButton variant="primary" newTab href="/options.html#/nurtures">{t('popup.newNurture')}</LinkButton>}>
        {t('welcome.intro')}
      </EmptyState>
    );
  }
  const wanted = foldText(search);
  const found = wanted === '' ? ordered : ordered.filter((row) => foldText(`${row.campaign.name} ${row.campaign.program}`).includes(wanted));
  return (
    <section class="popup-section" aria-labelledby="nurtures">
      <div class="popup-title"><h2 id="nurtures" class="grow">{t('popup.nurtures')}</h2></div>
      {ordered.length > SEARCH_FROM ? <SearchField label={t('popup.search')} value={search} onInput={setSearch} /> : null}
      <ul>{found.slice(0, SHOWN).map((row) => <Row key={row.campaign.id} row={row} derived={derived} />)}</ul>
      {found.length > SHOWN ? <a class="small" href="/options.html#/nurtures" target="_blank" rel="noopener">{t('popup.moreNurtures', { count: found.length - SHOWN })}</a> : null}
    </section>
  );
}

