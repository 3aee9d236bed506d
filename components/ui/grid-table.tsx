import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from '@/components/ui/icon';
import { remPixels, rowAfter, useVirtualRows } from '@/components/ui/use-virtual-rows';

/** A column: its header, its width as a grid track, and what a row shows in it. */
export interface GridColumn<Row> {
  key: string;
  label: string;
  width: string;
  /** numbers stand at the end */
  end?: boolean;
  /** headers of columns without a sort are plain; `label` is then only read */
  sorts?: boolean;
  /** the label is read but not shown */
  bare?: boolean;
  cell: (row: Row) => ComponentChildren;
}

/** Present order: a column key, and its direction. */
export interface GridSort {
  key: string;
  direction: 'ascending' | 'descending';
}

/** The order after a click on a header: a second click reverses. */
export function sortedBy(sort: GridSort, key: string, first: GridSort['direction'] = 'ascending'): GridSort {
  if (sort.key !== key) return { key, direction: first };
  return { key, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
}

/** Reads an order from the hash (`name` or `-name`). */
export function readSort(value: string | null, fallback: GridSort): GridSort {
  if (value === null || value === '') return fallback;
  return value.startsWith('-') ? { key: value.slice(1), direction: 'descending' } : { key: value, direction: 'ascending' };
}

/** An order as the hash holds it. */
export function writeSort(sort: GridSort): string {
  return sort.direction === 'descending' ? `-${sort.key}` : sort.key;
}

export interface Selection<Row> {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  toggleAll: () => void;
  labelOf: (row: Row) => string;
  labelAll: string;
}

/**
 * A table of any length: rows are drawn a screenful at a time. Every sortable header is a button; the tab key reaches one row, arrow keys
 * move between rows, Enter opens one. With `selection` each row begins with a tick box.
 */
export function GridTable<Row>({ label, columns, rows, idOf, sort, onSort, onOpen, selection, rowRem = 2.75 }: {
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
  sort?: GridSort;
  onSort?: (key: string) => void;
  onOpen?: (row: Row) => void;
  selection?: Selection<Row>;
  rowRem?: number;
}) {
  const body = useRef<HTMLDivElement>(null);
  const height = remPixels(rowRem);
  const virtual = useVirtualRows({ count: rows.length, scroller: () => body.current, heightOf: () => height });
  const template = `${selection === undefined ? '' : '1.25rem '}${columns.map((column) => column.width).join(' ')}`;
  const onKeyDown = (event: KeyboardEvent, row: Row, index: number) => {
    if (event.target !== event.currentTarget) return;
    const to = rowAfter(event.key, index, rows.length);
    if (to !== undefined) {
      event.preventDefault();
      virtual.goTo(to);
    } else if (event.key === 'Enter' && onOpen !== undefined) {
      event.preventDefault();
      onOpen(row);
    } else if (event.key === ' ' && selection !== undefined) {
      event.preventDefault();
      selection.toggle(idOf(row));
    }
  };
  return (
    <div class="table grid-table" role="table" aria-label={label} aria-rowcount={rows.length + 1} style={{ '--columns': template, '--rows-height': `calc(2.25rem + ${virtual.height}px)` }}>
      <div role="rowgroup">
        <div class="table-head" role="row" aria-rowindex={1}>
          {selection === undefined ? null : (
            <div class="table-th" role="columnheader">
              <input
                type="checkbox" aria-label={selection.labelAll} checked={rows.length > 0 && rows.every((row) => selection.ids.has(idOf(row)))}
                onChange={selection.toggleAll}
              />
            </div>
          )}
          {columns.map((column) => (
            <div
              key={column.key} class={`table-th ${column.end === true ? 'table-th-end' : ''}`} role="columnheader"
              {...(column.sorts === false ? {} : { 'aria-sort': sort?.key === column.key ? sort.direction : ('none' as const) })}
            >
              {column.sorts === false || onSort === undefined ? <span class={column.bare === true ? 'visually-hidden' : 'ellipsis'}>{column.label}</span> : (
                <button type="button" class="table-sort" onClick={() => onSort(column.key)}>
                  {column.label}<Icon name={sort?.key === column.key && sort.direction === 'ascending' ? 'up' : 'down'} size={12} />
                </button>
              )}
            </div>
          ))}
        </div>
      </div>
      <div class="table-body" role="rowgroup" ref={body} tabIndex={-1}>
        <div class="table-space" role="presentation" style={{ height: `${virtual.height}px` }}>
          {virtual.rows.map(({ index, top, height: rowHeight }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const id = idOf(row);
            return (
              <div
                key={id} class="table-row" role="row" aria-rowindex={index + 2} tabIndex={index === virtual.reached ? 0 : -1} onFocus={() => virtual.reach(index)}
                {...(selection === undefined ? {} : { 'aria-selected': selection.ids.has(id) })}
                style={{ transform: `translateY(${top}px)`, height: `${rowHeight}px` }}
                onKeyDown={(event) => onKeyDown(event, row, index)}
                {...(onOpen === undefined ? {} : { onDblClick: () => onOpen(row) })}
              >
                {selection === undefined ? null : (
                  <div class="table-cell table-tick" role="cell"><input type="checkbox" aria-label={selection.labelOf(row)} checked={selection.ids.has(id)} onChange={() => selection.toggle(id)} /></div>
                )}
                {columns.map((column) => <div key={column.key} class={`table-cell ${column.end === true ? 'table-cell-end' : 'ellipsis'}`} role="cell">{column.cell(row)}</div>)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
