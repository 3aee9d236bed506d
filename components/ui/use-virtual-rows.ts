import { elementScroll, observeElementOffset, observeElementRect, Virtualizer, type Range } from '@tanstack/virtual-core';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { onceIdle } from '@/components/ui/use-live';

export interface VirtualRow {
  index: number;
  /** pixels from the top of the list */
  top: number;
  height: number;
}

export interface VirtualRows {
  rows: readonly VirtualRow[];
  /** pixels of the whole list */
  height: number;
  /** the one row the tab key reaches: that which had the focus last, or the first drawn where that is not */
  reached: number | undefined;
  /** to be told which row got the focus */
  reach: (index: number) => void;
  /** Brings a row into view and the focus to it. Rows name themselves by `aria-rowindex`, two more than their index: the header is the first. */
  goTo: (index: number) => void;
}

/** Where a key leads from a row of a list: up, down, ten at once, to either end. Undefined for any other key. */
export function rowAfter(key: string, index: number, count: number): number | undefined {
  const steps: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + 10, PageUp: index - 10, Home: 0, End: count - 1 };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

/** Pixels of a CSS length of so many rem, at the reader's text size. */
export function remPixels(rem: number): number {
  return rem * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
}

/** First and last of some neighbouring rows. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Rows around those in view that are drawn as well, on each side. */
const AROUND = 8;
/** Rows around those in view that are drawn at once. */
const AT_ONCE = 4;
/** Rows in view that are drawn at once where the list is drawn already: what a short task has room for. */
const IN_VIEW_AT_ONCE = 6;

/** So many rows of `view`, from its first on or those with `first` among them. */
function partOf(view: Span, first: number | undefined): Span {
  const from = first === undefined || first < view.from || first > view.to ? view.from : Math.max(view.from, Math.min(first, view.to - IN_VIEW_AT_ONCE + 1));
  return { from, to: Math.min(view.to, from + IN_VIEW_AT_ONCE - 1) };
}

/** What is drawn and touches `view`, and of the view so many rows more. */
function grownInto(view: Span, drawn: Span): Span {
  const below = Math.max(0, view.to - drawn.to);
  const down = Math.min(IN_VIEW_AT_ONCE, below);
  const up = Math.min(IN_VIEW_AT_ONCE - down, Math.max(0, drawn.from - view.from));
  return { from: drawn.from - up, to: drawn.to + down };
}

/**
 * Which rows to draw next: those in `view`, what is `drawn` of those around them, and no more new ones than a short task has room for. The first time all
 * in view are drawn; after a jump a part of them, the one with the row `first` if that is in view, the others by the next asking. Asked again
 * and again, it ends with `AROUND` rows on each side.
 */
export function rowsToDraw(view: Span, drawn: Span | undefined, count: number, first?: number): Span {
  const wanted = { from: Math.max(0, view.from - AROUND), to: Math.min(count - 1, view.to + AROUND) };
  const apart = drawn !== undefined && (drawn.to < view.from - 1 || drawn.from > view.to + 1);
  const next = drawn === undefined ? view : apart ? partOf(view, first) : grownInto(view, drawn);
  const kept = { from: Math.max(wanted.from, next.from), to: Math.min(wanted.to, next.to) };
  if (!holds(kept, view)) return kept;
  const known = drawn === undefined ? 0 : Math.max(0, Math.min(kept.to, drawn.to) - Math.max(kept.from, drawn.from) + 1);
  const room = Math.max(0, AT_ONCE - (kept.to - kept.from + 1 - known));
  const to = Math.min(wanted.to, kept.to + room);
  return { from: Math.max(wanted.from, kept.from - (room - (to - kept.to))), to };
}

/** Whether all rows of `view` are among the drawn. */
const holds = (drawn: Span, view: Span): boolean => drawn.from <= view.from && drawn.to >= view.to;

const indexesOf = ({ from, to }: Span) => Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);

/**
 * The rows of a long list that are in view, and a few around them, drawn as there is time. `heightOf` gives each row's height in pixels; `scroller` is the
 * element that scrolls. The row that gets the focus is drawn before others.
 */
export function useVirtualRows(options: { count: number; scroller: () => HTMLElement | null; heightOf: (index: number) => number }): VirtualRows {
  const [, redraw] = useState(0);
  const [current, setCurrent] = useState(0);
  const drawn = useRef<Span | undefined>(undefined);
  const inView = useRef<Span>({ from: 0, to: -1 });
  const virtualizer = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined);
  const settings = {
    count: options.count,
    getScrollElement: options.scroller,
    estimateSize: options.heightOf,
    // A new function each time: the list of rows is remembered by it, and grows while nothing else changes.
    rangeExtractor: ({ startIndex, endIndex, count }: Range) => {
      inView.current = { from: startIndex, to: endIndex };
      return indexesOf(rowsToDraw(inView.current, drawn.current, count, current));
    },
    initialRect: { width: 1000, height: 800 },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw((count) => count + 1),
  };
  virtualizer.current ??= new Virtualizer<HTMLElement, HTMLElement>(settings);
  const live = virtualizer.current;
  live.setOptions({ ...live.options, ...settings });
  useLayoutEffect(() => live._didMount(), [live]);
  useLayoutEffect(() => live._willUpdate());
  useLayoutEffect(() => live.measure(), [live, options.count]);
  const rows = live.getVirtualItems().map(({ index, start, size }) => ({ index, top: start, height: size }));
  const [from, to] = [rows[0]?.index ?? 0, rows.at(-1)?.index ?? -1];
  useEffect(() => {
    const grown = drawn.current?.from !== from || drawn.current.to !== to;
    drawn.current = { from, to };
    if (!grown) return undefined;
    if (holds(drawn.current, inView.current)) return onceIdle(() => redraw((count) => count + 1));
    redraw((count) => count + 1);
    return undefined;
  });
  return {
    rows,
    height: live.getTotalSize(),
    reached: rows.some(({ index }) => index === current) ? current : rows[0]?.index,
    reach: setCurrent,
    goTo: (index) => {
      setCurrent(index);
      live.scrollToIndex(index);
      requestAnimationFrame(() => options.scroller()?.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)?.focus());
    },
  };
}
