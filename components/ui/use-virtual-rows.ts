import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

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

/**
 * The rows of a long list that are in view, and a few around them. `heightOf` gives each row's height in pixels; `scroller` is the
 * element that scrolls.
 */
export function useVirtualRows(options: { count: number; scroller: () => HTMLElement | null; heightOf: (index: number) => number; overscan?: number }): VirtualRows {
  const [, redraw] = useState(0);
  const virtualizer = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined);
  const settings = {
    count: options.count,
    getScrollElement: options.scroller,
    estimateSize: options.heightOf,
    overscan: options.overscan ?? 8,
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
  return {
    rows: live.getVirtualItems().map(({ index, start, size }) => ({ index, top: start, height: size })),
    height: live.getTotalSize(),
    scrollTo: (index) => live.scrollToIndex(index),
  };
}
