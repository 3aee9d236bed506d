import { useMemo, useState } from 'preact/hooks';
import '@/components/sources/sources.css';
import '@/components/queue/queue.css';
import { DeleteDialog, RenameDialog } from '@/components/sources/list-dialogs';
import { SegmentDialog } from '@/components/sources/segment-dialog';
import { EmptyState } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { GridTable, sortedBy, type GridColumn, type GridSort } from '@/components/ui/grid-table';
import { Menu, type MenuItem } from '@/components/ui/menu';
import { ReadFailed } from '@/components/ui/page';
import { hashOf, navigate } from '@/components/ui/route';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import type { Source } from '@/lib/domain/source';
import { readSources, type SourceRow } from '@/lib/engine/list-actions';
import { compareTexts, formatNumber, sourceLabel } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

type Asked = { kind: 'segment'; source: Extract<Source, { kind: 'segment' }> | undefined } | { kind: 'rename'; source: Source } | { kind: 'delete'; source: Source; usedBy: SourceRow['usedBy'] };

function kindText(source: Source): string {
  return source.kind === 'recent' ? t('sources.recent', { count: source.days }) : t(`sources.${source.kind}`);
}

/** Where a source is looked at: a segment in its dialog, the people of the others among the contacts. */
function openSource(source: Source, ask: (asked: Asked) => void): void {
  switch (source.kind) {
    case 'segment': return ask({ kind: 'segment', source });
    case 'list': return navigate(['contacts'], { list: source.id });
    case 'all': case 'recent': return navigate(['contacts'], { status: 'isConnection', sort: '-connected' });
  }
}

function menuOf({ source, usedBy }: SourceRow, ask: (asked: Asked) => void): (MenuItem | 'line')[] {
  return [
    { text: t('sources.open'), icon: source.kind === 'segment' ? 'filter' : 'users', onSelect: () => openSource(source, ask) },
    ...(source.kind === 'list' || source.kind === 'segment' ? [{ text: t('sources.rename'), icon: 'edit' as const, onSelect: () => ask({ kind: 'rename', source }) }, 'line' as const] : []),
    { text: t('sources.delete'), icon: 'trash', danger: true, onSelect: () => ask({ kind: 'delete', source, usedBy }) },
  ];
}

const ORDER: Readonly<Record<string, (a: SourceRow, b: SourceRow) => number>> = {
  name: (a, b) => compareTexts(sourceLabel(a.source), sourceLabel(b.source)),
  kind: (a, b) => compareTexts(kindText(a.source), kindText(b.source)),
  people: (a, b) => (a.listed ?? Infinity) - (b.listed ?? Infinity),
  usedBy: (a, b) => a.usedBy.length - b.usedBy.length,
};

function columnsFor(ask: (asked: Asked) => void): GridColumn<SourceRow>[] {
  return [
    { key: 'name', label: t('sources.name'), width: 'minmax(0, 1.2fr)', cell: ({ source }) => <span class="strong">{sourceLabel(source)}</span> },
    { key: 'kind', label: t('sources.kind'), width: 'minmax(0, 1fr)', cell: ({ source }) => kindText(source) },
    { key: 'people', label: t('sources.people'), width: '6rem', cell: ({ listed }) => listed === undefined ? <span class="muted">{t('sources.live')}</span> : <span class="num">{formatNumber(listed)}</span> },
    {
      key: 'usedBy', label: t('sources.usedBy'), width: 'minmax(0, 1.4fr)',
      cell: ({ usedBy }) => usedBy.length === 0 ? <span class="faint">{t('sources.unused')}</span> : usedBy.map((campaign, index) => <span key={campaign.id}>{index === 0 ? '' : ', '}<a href={hashOf(['nurtures', campaign.id])}>{campaign.name}</a></span>),
    },
    { key: 'actions', label: t('sources.actions'), width: '2rem', sorts: false, bare: true, end: true, cell: (row) => <Menu size="s" label={t('sources.actionsFor', { name: sourceLabel(row.source) })} items={menuOf(row, ask)} /> },
  ];
}

/** Lists, segments and standing sources, and which nurtures take people from them. */
export function SourcesScreen() {
  const { value, error } = useLive(() => readSources(openDb()), []);
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const [sort, setSort] = useState<GridSort>({ key: 'name', direction: 'ascending' });
  const columns = useMemo(() => columnsFor(setAsked), []);
  const rows = useMemo(() => {
    const compare = ORDER[sort.key] ?? (() => 0);
    return (value ?? []).toSorted((a, b) => (sort.direction === 'ascending' ? 1 : -1) * compare(a, b));
  }, [value, sort]);
  if (error !== undefined) return <ReadFailed />;
  if (value === undefined) return null;
  const close = () => setAsked(undefined);
  const newSegment = <Button variant="primary" icon="plus" onClick={() => setAsked({ kind: 'segment', source: undefined })}>{t('sources.newSegment')}</Button>;
  return (
    <div class="screen screen-fixed">
      <a class="small" href={hashOf(['contacts'])}>← {t('sources.back')}</a>
      <div class="screen-head"><h1>{t('sources.title')}</h1>{value.length === 0 ? null : newSegment}</div>
      <p class="muted">{t('sources.intro')}</p>
      {value.length === 0 ? <EmptyState icon="filter" title={t('sources.emptyTitle')} actions={newSegment}>{t('sources.emptyText')}</EmptyState> : (
        <GridTable
          label={t('sources.table')} columns={columns} rows={rows} idOf={(row) => row.source.id} sort={sort} onSort={(key) => setSort(sortedBy(sort, key))} rowRem={2.5}
          onOpen={({ source }) => openSource(source, setAsked)}
        />
      )}
      {asked?.kind === 'segment' ? <SegmentDialog source={asked.source} onClose={close} /> : null}
      {asked?.kind === 'rename' ? <RenameDialog source={asked.source} onClose={close} /> : null}
      {asked?.kind === 'delete' ? <DeleteDialog source={asked.source} usedBy={asked.usedBy} onClose={close} /> : null}
    </div>
  );
}
