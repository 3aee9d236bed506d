import { useMemo, useState } from 'preact/hooks';
import { EditorScreen } from '@/components/editor/editor-screen';
import '@/components/nurtures/nurtures.css';
import { duplicate, toggle } from '@/components/nurtures/acts';
import { ArchiveDialog } from '@/components/nurtures/archive-dialog';
import { exportFile, ImportCampaign } from '@/components/nurtures/campaign-files';
import { NurturesTable, type RowActs } from '@/components/nurtures/nurtures-table';
import { useNurtures, type Nurtures } from '@/components/nurtures/use-nurtures';
import { filterRows, linesOf, viewOf, type Derived, type Sort, type View } from '@/components/nurtures/view';
import { FirstRun } from '@/components/consent/first-run';
import { EmptyState } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CheckField, SearchField, SelectField } from '@/components/ui/field';
import { ReadFailed } from '@/components/ui/page';
import { changeView, navigate, useRoute } from '@/components/ui/route';
import { nameKey } from '@/lib/domain/campaign';
import { HEALTH_STATES } from '@/lib/domain/health';
import { compareTexts } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import type { NurtureRow } from '@/lib/report/nurture-rows';

const DESCENDING_FIRST: ReadonlySet<Sort> = new Set<Sort>(['health', 'today', 'sent', 'clicks', 'replies', 'active', 'created']);

function sortBy(view: View, sort: Sort): void {
  const first = DESCENDING_FIRST.has(sort) ? 'down' : 'up';
  const direction = view.sort === sort ? (view.direction === 'up' ? 'down' : 'up') : first;
  changeView({ sort, direction });
}

function programsOf(rows: Iterable<NurtureRow>): string[] {
  const programs = new Map<string, string>();
  for (const { campaign } of rows) if (!programs.has(nameKey(campaign.program))) programs.set(nameKey(campaign.program), campaign.program);
  return [...programs.values()].sort(compareTexts);
}

function Filters({ view, nurtures, derived, shown }: { view: View; nurtures: Nurtures; derived: Derived; shown: number }) {
  const programs = useMemo(() => programsOf(nurtures.rows.values()), [nurtures.rows]);
  const members = [...derived.context.members.values()].sort((a, b) => compareTexts(a.name, b.name));
  const narrowed = view.search !== '' || view.sender !== '' || view.program !== '' || view.health !== '' || view.active !== '';
  return (
    <div class="toolbar">
      <SearchField label={t('nurtures.search')} value={view.search} onInput={(search) => changeView({ search })} />
      {members.length < 2 ? null : (
        <SelectField bare label={t('nurtures.filterSender')} value={view.sender} onChange={(sender) => changeView({ sender })} options={[{ value: '', text: t('nurtures.anySender') }, ...members.map(({ id, name }) => ({ value: id, text: name }))]} />
      )}
      <SelectField bare label={t('nurtures.filterProgram')} value={view.program} onChange={(program) => changeView({ program })} options={[{ value: '', text: t('nurtures.anyProgram') }, ...programs.map((program) => ({ value: program, text: program }))]} />
      <SelectField
        bare label={t('nurtures.filterHealth')} value={view.health} onChange={(health) => changeView({ health })}
        options={[{ value: '' as const, text: t('nurtures.anyHealth') }, ...HEALTH_STATES.map((state) => ({ value: state, text: t(`health.${state}`) }))]}
      />
      <SelectField
        bare label={t('nurtures.filterActive')} value={view.active} onChange={(active) => changeView({ active })}
        options={[{ value: '' as const, text: t('nurtures.anyActive') }, ...(['on', 'off', 'archived'] as const).map((value) => ({ value, text: t(`nurtures.${value}`) }))]}
      />
      <CheckField label={t('nurtures.groupByProgram')} checked={view.group === 'program'} onChange={(on) => changeView({ group: on ? 'program' : undefined })} />
      {narrowed ? <Button variant="ghost" icon="close" onClick={() => changeView({ search: undefined, sender: undefined, program: undefined, health: undefined, active: undefined })}>{t('nurtures.clearFilters')}</Button> : null}
      <span class="muted small num grow nurtures-count" role="status">{t('nurtures.shown', { count: shown })}{nurtures.complete ? '' : ` · ${t('nurtures.reading')}`}</span>
    </div>
  );
}

function HeadButtons() {
  return (
    <>
      <ImportCampaign />
      <Button variant="primary" icon="plus" onClick={() => navigate(['nurtures', 'new'])}>{t('nurtures.newNurture')}</Button>
    </>
  );
}

function List({ nurtures, derived }: { nurtures: Nurtures; derived: Derived }) {
  const { params } = useRoute();
  const view = viewOf(params);
  const [archiving, setArchiving] = useState<NurtureRow>();
  const rows = useMemo(() => filterRows(nurtures.rows.values(), view, derived), [nurtures.rows, derived, params.toString()]);
  const lines = useMemo(() => linesOf(rows, view, derived), [rows]);
  const acts: RowActs = {
    toggle: (row, on) => void toggle(row.campaign, on),
    duplicate: (row) => void duplicate(row.campaign),
    exportFile: (row) => void exportFile([row.campaign]),
    archive: setArchiving,
  };
  return (
    <>
      <Filters view={view} nurtures={nurtures} derived={derived} shown={rows.length} />
      {lines.length === 0 ? <EmptyState icon="search" title={t('nurtures.noneFound')}>{t('nurtures.noneFoundText')}</EmptyState> : <NurturesTable lines={lines} view={view} derived={derived} acts={acts} onSort={(sort) => sortBy(view, sort)} />}
      {archiving === undefined ? null : <ArchiveDialog campaign={archiving.campaign} counts={archiving.counts} onClose={() => setArchiving(undefined)} />}
    </>
  );
}

/** The list of nurtures, and the editor at `#/nurtures/ID`. */
export function NurturesScreen() {
  const { path } = useRoute();
  const id = path[1];
  return id === undefined ? <ListScreen /> : <EditorScreen key={id} id={id} />;
}

function ListScreen() {
  const nurtures = useNurtures();
  const { derived } = nurtures;
  if (nurtures.error !== undefined) return <ReadFailed />;
  const none = !nurtures.loading && nurtures.rows.size === 0;
  return (
    <div class="screen screen-fixed">
      <header class="screen-head"><h1>{t('nav.nurtures')}</h1>{none ? null : <HeadButtons />}</header>
      {none ? (
        <FirstRun actions={<HeadButtons />} />
      ) : null}
      {none || derived === undefined ? null : <List nurtures={nurtures} derived={derived} />}
    </div>
  );
}
