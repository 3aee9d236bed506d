import { useMemo, useState } from 'preact/hooks';
import { EditorScreen } from '@/components/editor/editor-screen';
import '@/components/nurtures/nurtures.css';
import { duplicate, toggle, toggleAll } from '@/components/nurtures/acts';
import { ArchiveDialog } from '@/components/nurtures/archive-dialog';
import { exportFile, ImportCampaign } from '@/components/nurtures/campaign-files';
import { NurturesTable, type RowActs } from '@/components/nurtures/nurtures-table';
import { useNurtures, type Nurtures } from '@/components/nurtures/use-nurtures';
import { filterRows, linesOf, senderName, sourceName, viewOf, type Derived, type Sort, type View } from '@/components/nurtures/view';
import { FirstImport } from '@/components/consent/first-import';
import { FirstRun } from '@/components/consent/first-run';
import { EmptyState } from '@/components/ui/badge';
import { Button, IconButton } from '@/components/ui/button';
import { CheckField, SearchField, SelectField } from '@/components/ui/field';
import { ReadFailed } from '@/components/ui/page';
import { saveFile } from '@/components/ui/save-file';
import { changeView, navigate, useRoute } from '@/components/ui/route';
import { nameKey } from '@/lib/domain/campaign';
import { HEALTH_STATES } from '@/lib/domain/health';
import { compareTexts } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { nurturesCsv, type NurtureHeaders } from '@/lib/report/nurtures-csv';
import { rowClicks } from '@/lib/report/nurture-facts';
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

function clearFilters(): void {
  changeView({ search: undefined, sender: undefined, program: undefined, health: undefined, active: undefined });
}

function Filters({ view, nurtures, derived, shown, onSaveTable }: { view: View; nurtures: Nurtures; derived: Derived; shown: number; onSaveTable: () => void }) {
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
      {narrowed ? <Button variant="ghost" icon="close" onClick={clearFilters}>{t('nurtures.clearFilters')}</Button> : null}
      <span class="muted small num grow nurtures-count" role="status">{t('nurtures.shown', { count: shown })}{nurtures.complete ? '' : ` · ${t('nurtures.reading')}`}</span>
      <IconButton icon="download" label={t('nurtures.saveTable')} onClick={onSaveTable} />
    </div>
  );
}

/** `lead`: writing a nurture is the next thing to do here. */
function HeadButtons({ lead }: { lead: boolean }) {
  return (
    <>
      <ImportCampaign />
      <Button variant={lead ? 'primary' : 'secondary'} icon="plus" onClick={() => navigate(['nurtures', 'new'])}>{t('nurtures.newNurture')}</Button>
    </>
  );
}

function saveTable(rows: readonly NurtureRow[], { health, progress, context }: Derived): void {
  const headers: NurtureHeaders = {
    sender: t('nurtures.sender'), name: t('editor.name'), program: t('editor.program'), messages: t('editor.messages'), source: t('editor.source'), health: t('nurtures.health'),
    sentToday: t('nurtures.csvSentToday'), dueToday: t('nurtures.csvDueToday'), sent: t('nurtures.sent'), clicks: t('nurtures.clicks'), replies: t('nurtures.replies'), tone: t('nurtures.csvTone'), active: t('nurtures.active'),
  };
  const lines = rows.map((row) => ({
    row, sender: senderName(row, context), source: sourceName(row, context), health: health(row), progress: progress(row),
    clicks: rowClicks(row, context),
  }));
  saveFile('nurtures.csv', nurturesCsv(lines, headers, (state) => t(`health.${state}`)), 'text/csv');
}

function Bulk({ rows, shown, onArchive, onSelect }: { rows: readonly NurtureRow[]; shown: readonly NurtureRow[]; onArchive: () => void; onSelect: (rows: readonly NurtureRow[]) => void }) {
  const campaigns = rows.map((row) => row.campaign);
  return (
    <section class="bulk" aria-label={t('nurtures.selection')}>
      <span class="strong num" role="status">{t('nurtures.selected', { count: rows.length })}</span>
      {rows.length < shown.length ? <Button size="s" variant="ghost" onClick={() => onSelect(shown)}>{t('nurtures.selectAll', { count: shown.length })}</Button> : null}
      <span class="grow" />
      <Button size="s" icon="play" onClick={() => void toggleAll(campaigns, true)}>{t('nurtures.activate')}</Button>
      <Button size="s" icon="pause" onClick={() => void toggleAll(campaigns, false)}>{t('nurtures.deactivate')}</Button>
      <Button size="s" icon="download" onClick={() => void exportFile(campaigns)}>{t('nurtures.export')}</Button>
      <Button size="s" icon="archive" onClick={onArchive}>{t('nurtures.archive')}</Button>
      <Button size="s" variant="ghost" icon="close" onClick={() => onSelect([])}>{t('nurtures.clearSelection')}</Button>
    </section>
  );
}

function List({ nurtures, derived }: { nurtures: Nurtures; derived: Derived }) {
  const { params } = useRoute();
  const view = viewOf(params);
  const [archiving, setArchiving] = useState<readonly NurtureRow[]>([]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => filterRows(nurtures.rows.values(), view, derived), [nurtures.rows, derived, params.toString()]);
  const lines = useMemo(() => linesOf(rows, view, derived), [rows]);
  const shown = useMemo(() => lines.flatMap((line) => (line.kind === 'nurture' ? [line.row] : [])), [lines]);
  const chosen = picked.size === 0 ? [] : shown.filter((row) => picked.has(row.campaign.id));
  const acts: RowActs = {
    toggle: (row, on) => void toggle(row.campaign, on),
    duplicate: (row) => void duplicate(row.campaign),
    exportFile: (row) => void exportFile([row.campaign]),
    archive: (row) => setArchiving([row]),
    select: (row, on) => setPicked((before) => new Set(on ? [...before, row.campaign.id] : [...before].filter((id) => id !== row.campaign.id))),
  };
  return (
    <>
      <Filters view={view} nurtures={nurtures} derived={derived} shown={rows.length} onSaveTable={() => saveTable(shown, derived)} />
      {chosen.length === 0 ? null : <Bulk rows={chosen} shown={shown} onArchive={() => setArchiving(chosen.filter((row) => row.campaign.state !== 'archived'))} onSelect={(all) => setPicked(new Set(all.map((row) => row.campaign.id)))} />}
      {lines.length === 0
        ? <EmptyState icon="search" title={t('nurtures.noneFound')} actions={<Button onClick={clearFilters}>{t('nurtures.clearFilters')}</Button>}>{t('nurtures.noneFoundText')}</EmptyState>
        : <NurturesTable lines={lines} view={view} derived={derived} acts={acts} selected={picked} onSort={(sort) => sortBy(view, sort)} />}
      {archiving.length === 0 ? null : <ArchiveDialog rows={archiving} onClose={() => setArchiving([])} />}
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
      <header class="screen-head"><h1>{t('nav.nurtures')}</h1>{none ? null : <HeadButtons lead />}</header>
      {none ? (
        <FirstRun importing={(state, onEnd) => <FirstImport state={state} onEnd={onEnd} />} writing={(next) => <HeadButtons lead={next} />} />
      ) : null}
      {none || derived === undefined ? null : <List nurtures={nurtures} derived={derived} />}
    </div>
  );
}
