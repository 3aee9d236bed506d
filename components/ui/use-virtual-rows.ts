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
  scrollTo: (index: number) => void;
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
/** Rows that are drawn at once beside what is in view. */
const AT_ONCE = 4;

/**
 * Which rows to draw next: all that are in `view`, of those around them what is `drawn` already, and no more new ones than a short task has room for.
 * After a jump that is only what is in view; asked again and again, it ends with `AROUND` rows on each side.
 */
export function rowsToDraw(view: Span, drawn: Span | undefined, count: number): Span {
  const wanted = { from: Math.max(0, view.from - AROUND), to: Math.min(count - 1, view.to + AROUND) };
  const kept = drawn === undefined || drawn.to < view.from - 1 || drawn.from > view.to + 1
    ? view
    : { from: Math.max(wanted.from, Math.min(view.from, drawn.from)), to: Math.min(wanted.to, Math.max(view.to, drawn.to)) };
  const known = drawn === undefined ? 0 : Math.max(0, Math.min(kept.to, drawn.to) - Math.max(kept.from, drawn.from) + 1);
  const room = Math.max(0, AT_ONCE - (kept.to - kept.from + 1 - known));
  const to = Math.min(wanted.to, kept.to + room);
  return { from: Math.max(wanted.from, kept.from - (room - (to - kept.to))), to };
}

const indexesOf = ({ from, to }: Span) => Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);

/**
 * The rows of a long list that are in view, and a few around them, drawn as there is time. `heightOf` gives each row's height in pixels; `scroller` is the
 * element that scrolls.
 */
export function useVirtualRows(options: { count: number; scroller: () => HTMLElement | null; heightOf: (index: number) => number }): VirtualRows {
  const [, redraw] = useState(0);
  const drawn = useRef<Span | undefined>(undefined);
  const virtualizer = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined);
  const settings = {
    count: options.count,
    getScrollElement: options.scroller,
    estimateSize: options.heightOf,
    // A new function each time: the list of rows is remembered by it, and grows while nothing else changes.
    rangeExtractor: ({ startIndex, endIndex, count }: Range) => indexesOf(rowsToDraw({ from: startIndex, to: endIndex }, drawn.current, count)),
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
    return grown ? onceIdle(() => redraw((count) => count + 1)) : undefined;
  });
  return {
    rows,
    height: live.getTotalSize(),
    scrollTo: (index) => live.scrollToIndex(index),
  };
}
