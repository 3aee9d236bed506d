import { Component } from 'preact';
import { useRef } from 'preact/hooks';
import { ClicksCell, RepliesCell, TodayCell } from '@/components/nurtures/cells';
import { HealthCell, HealthSign } from '@/components/nurtures/health-cell';
import { senderName, sourceName, type Derived, type GroupSums, type Line, type Sort, type View } from '@/components/nurtures/view';
import { Avatar } from '@/components/ui/badge';
import { Switch } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Menu, type MenuItem } from '@/components/ui/menu';
import { hashOf, navigate } from '@/components/ui/route';
import { remPixels, rowAfter, useVirtualRows } from '@/components/ui/use-virtual-rows';
import { formatNumber } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { rowClicks, toneShare } from '@/lib/report/nurture-facts';
import type { NurtureRow } from '@/lib/report/nurture-rows';

/** What a row can ask for. */
export interface RowActs {
  toggle: (row: NurtureRow, on: boolean) => void;
  duplicate: (row: NurtureRow) => void;
  exportFile: (row: NurtureRow) => void;
  archive: (row: NurtureRow) => void;
  select: (row: NurtureRow, chosen: boolean) => void;
}

const COLUMNS: readonly { key: 'sender' | 'name' | 'health' | 'today' | 'sent' | 'clicks' | 'replies' | 'active' | 'actions'; sort?: Sort; end?: true }[] = [
  { key: 'sender', sort: 'sender' },
  { key: 'name', sort: 'name' },
  { key: 'health', sort: 'health' },
  { key: 'today', sort: 'today' },
  { key: 'sent', sort: 'sent', end: true },
  { key: 'clicks', sort: 'clicks', end: true },
  { key: 'replies', sort: 'replies', end: true },
  { key: 'active', sort: 'active' },
  { key: 'actions' },
];

function Header({ view, onSort }: { view: View; onSort: (sort: Sort) => void }) {
  return (
    <div role="rowgroup">
      <div class="table-head" role="row">
        {COLUMNS.map(({ key, sort, end }) => (
          <div
            key={key} role="columnheader" class={`table-th ${end === true ? 'table-th-end' : ''} nurtures-${key}`}
            {...(sort === undefined ? {} : { 'aria-sort': view.sort === sort ? (view.direction === 'up' ? 'ascending' as const : 'descending' as const) : 'none' as const })}
          >
            {sort === undefined ? <span class="visually-hidden">{t(`nurtures.${key}`)}</span> : (
              <button type="button" class="table-sort" onClick={() => onSort(sort)}>
                {t(`nurtures.${key}`)}<Icon name={view.direction === 'up' ? 'up' : 'down'} size={12} />
              </button>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function menuOf(row: NurtureRow, acts: RowActs): (MenuItem | 'line')[] {
  const { campaign } = row;
  const archived = campaign.state === 'archived';
  return [
    ...(archived ? [] : [{ text: t('nurtures.edit'), icon: 'edit' as const, onSelect: () => navigate(['nurtures', campaign.id]) }]),
    { text: t('nurtures.viewQueue'), icon: 'queue', onSelect: () => navigate(['queue'], { campaign: campaign.id }) },
    { text: t('nurtures.duplicate'), icon: 'copy', onSelect: () => acts.duplicate(row) },
    { text: t('nurtures.export'), icon: 'download', onSelect: () => acts.exportFile(row) },
    ...(archived ? [] : ['line' as const, { text: t('nurtures.archive'), icon: 'archive' as const, danger: true, onSelect: () => acts.archive(row) }]),
  ];
}

interface CellsProps {
  row: NurtureRow;
  derived: Derived;
  acts: RowActs;
  selected: boolean;
}

/** The cells of one nurture. Drawn again only when the row itself changed: scrolling draws new rows, not those already there. */
class NurtureCells extends Component<CellsProps> {
  override shouldComponentUpdate(next: CellsProps): boolean {
    return next.row !== this.props.row || next.derived !== this.props.derived || next.selected !== this.props.selected || next.acts !== this.props.acts;
  }

  override render() {
    return <Cells {...this.props} />;
  }
}

/** All messages confirmed as sent; it leads to them. */
function SentNumber({ sent, campaignId }: { sent: number; campaignId: string }) {
  const shown = formatNumber(sent);
  return sent === 0 ? <>{shown}</> : <button type="button" class="rows-link" title={t('nurtures.sentText')} onClick={() => navigate(['queue'], { campaign: campaignId, status: 'sent' })}>{shown}</button>;
}

function Cells({ row, derived, acts, selected }: CellsProps) {
  const { campaign, counts } = row;
  const health = derived.health(row);
  const sender = senderName(row, derived.context);
  const source = sourceName(row, derived.context);
  const details = t('nurtures.details', { program: campaign.program, messages: t('nurtures.messages', { count: campaign.messages.length }), source: source === '' ? t('nurtures.noSource') : source });
  return (
    <>
      <div role="cell" class="table-cell row" title={sender}>
        <span class="pick">
          <Avatar name={sender === '' ? '?' : sender} size={24} />
          <input type="checkbox" aria-label={t('nurtures.select', { name: campaign.name })} checked={selected} onChange={(event) => acts.select(row, event.currentTarget.checked)} />
        </span>
        <span class={`two-lines ${sender === '' ? 'faint' : ''}`}>{sender === '' ? t('nurtures.noSender') : sender}</span>
      </div>
      <div role="cell" class="table-cell">
        {campaign.state === 'archived' ? <span class="nurture-name ellipsis">{campaign.name}</span> : <a class="nurture-name ellipsis" href={hashOf(['nurtures', campaign.id])}>{campaign.name}</a>}
        <div class="ellipsis muted small" title={details}>{details}</div>
      </div>
      <div role="cell" class="table-cell"><HealthCell health={health} campaign={campaign} run={row.run} /></div>
      <div role="cell" class="table-cell"><TodayCell progress={derived.progress(row)} zone={campaign.schedule.timeZone} /></div>
      <div role="cell" class="table-cell table-cell-end"><SentNumber sent={counts.sent ?? 0} campaignId={campaign.id} /></div>
      <div role="cell" class="table-cell table-cell-end"><ClicksCell clicks={rowClicks(row, derived.context)} campaignIds={[campaign.id]} /></div>
      <div role="cell" class="table-cell table-cell-end"><RepliesCell replies={counts.replies ?? 0} tone={toneShare([row])} campaignIds={[campaign.id]} name={campaign.name} /></div>
      <div role="cell" class="table-cell">
        <Switch checked={campaign.state === 'active'} disabled={campaign.state === 'archived'} label={t('nurtures.activeSwitch', { name: campaign.name })} onChange={(on) => acts.toggle(row, on)} />
      </div>
      <div role="cell" class="table-cell"><Menu label={t('nurtures.actionsOf', { name: campaign.name })} items={menuOf(row, acts)} /></div>
    </>
  );
}

function GroupCells({ sums }: { sums: GroupSums }) {
  return (
    <>
      <div role="cell" class="table-cell group-name">
        <span class="ellipsis">{sums.program}</span>
        <span class="muted small group-count">{t('nurtures.groupLine', { count: sums.campaigns, active: sums.active })}</span>
      </div>
      <div role="cell" class="table-cell"><HealthSign state={sums.worst} /></div>
      <div role="cell" class="table-cell num">{sums.dueToday === 0 ? '' : t('nurtures.todayValue', { sent: sums.sentToday, due: sums.dueToday })}</div>
      <div role="cell" class="table-cell table-cell-end">{formatNumber(sums.sent)}</div>
      <div role="cell" class="table-cell table-cell-end"><ClicksCell clicks={sums.clicks} campaignIds={sums.campaignIds} /></div>
      <div role="cell" class="table-cell table-cell-end"><RepliesCell replies={sums.replies} tone={sums} campaignIds={sums.campaignIds} name={sums.program} /></div>
      <div role="cell" class="table-cell num muted">{t('nurtures.todayValue', { sent: sums.active, due: sums.campaigns })}</div>
      <div role="cell" class="table-cell">
        <Menu label={t('nurtures.actionsOf', { name: sums.program })} items={[{ text: t('nurtures.viewQueue'), icon: 'queue', onSelect: () => navigate(['queue'], { program: sums.program }) }]} />
      </div>
    </>
  );
}

interface TableProps {
  lines: readonly Line[];
  view: View;
  derived: Derived;
  acts: RowActs;
  selected: ReadonlySet<string>;
  onSort: (sort: Sort) => void;
}

/** Up and Down, Page and ends move between rows; Enter opens, Space switches, X selects. Only while the row itself has the focus. */
function rowKeys(lines: readonly Line[], acts: RowActs, selected: ReadonlySet<string>, goTo: (index: number) => void) {
  return (event: KeyboardEvent, index: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const line = lines[index];
    const to = rowAfter(event.key, index, lines.length);
    if (to !== undefined) goTo(to);
    else if (line?.kind !== 'nurture') return;
    else if (event.key === 'Enter' && line.row.campaign.state !== 'archived') navigate(['nurtures', line.row.campaign.id]);
    else if (event.key === ' ' && line.row.campaign.state !== 'archived') acts.toggle(line.row, line.row.campaign.state !== 'active');
    else if (event.key === 'x') acts.select(line.row, !selected.has(line.row.campaign.id));
    else return;
    event.preventDefault();
  };
}

/** The table *Nurtures*: its header, and as many of its lines as are in view. */
export function NurturesTable({ lines, view, derived, acts, selected, onSort }: TableProps) {
  const body = useRef<HTMLDivElement>(null);
  const [rowHeight, groupHeight] = [remPixels(3.25), remPixels(2.5)];
  const virtual = useVirtualRows({ count: lines.length, scroller: () => body.current, heightOf: (index) => (lines[index]?.kind === 'group' ? groupHeight : rowHeight) });
  const onKeyDown = rowKeys(lines, acts, selected, virtual.goTo);
  return (
    <div class={`table nurtures-table ${selected.size > 0 ? 'picking' : ''}`} role="table" aria-label={t('nurtures.table')} aria-rowcount={lines.length + 1} style={{ '--rows-height': `calc(2.25rem + ${virtual.height}px)` }}>
      <Header view={view} onSort={onSort} />
      <div class="table-body" ref={body} role="rowgroup">
        <div class="table-space" role="presentation" style={{ height: `${virtual.height}px` }}>
          {virtual.rows.map(({ index, top, height }) => {
            const line = lines[index];
            if (line === undefined) return null;
            return (
              <div
                key={line.key} role="row" aria-rowindex={index + 2} class={`table-row ${line.kind === 'group' ? 'group-row' : ''} ${selected.has(line.key) ? 'picked-row' : ''}`}
                tabIndex={index === virtual.reached ? 0 : -1} onFocus={() => virtual.reach(index)} onKeyDown={(event) => onKeyDown(event, index)}
                style={{ height: `${height}px`, transform: `translateY(${top}px)` }}
              >
                {line.kind === 'group' ? <GroupCells sums={line.sums} /> : <NurtureCells row={line.row} derived={derived} acts={acts} selected={selected.has(line.key)} />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
