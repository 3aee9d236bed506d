import { describe, expect, it } from 'vitest';
import { rowsToDraw, type Span } from '@/components/ui/use-virtual-rows';

/** Every span drawn from one view until nothing is added any more. */
function untilAtRest(view: Span, count: number, drawn?: Span): Span[] {
  const spans: Span[] = [];
  for (let last = drawn; ;) {
    const next = rowsToDraw(view, last, count);
    spans.push(next);
    if (last?.from === next.from && last.to === next.to) return spans;
    last = next;
  }
}

const size = ({ from, to }: Span) => to - from + 1;

describe('rows of a long list', () => {
  it('draws only what is in view after a jump, then a few around it at a time', () => {
    const spans = untilAtRest({ from: 500, to: 511 }, 10_000, { from: 0, to: 19 });
    expect(spans[0]).toEqual({ from: 500, to: 511 });
    expect(spans.at(-1)).toEqual({ from: 492, to: 519 });
    spans.slice(1).forEach((span, step) => expect(size(span) - size(spans[step] ?? span)).toBeLessThanOrEqual(4));
  });

  it('keeps what is drawn while the list is scrolled', () => {
    expect(rowsToDraw({ from: 502, to: 513 }, { from: 492, to: 519 }, 10_000)).toEqual({ from: 494, to: 521 });
    expect(rowsToDraw({ from: 495, to: 506 }, { from: 492, to: 519 }, 10_000)).toEqual({ from: 488, to: 514 });
  });

  it('always holds what is in view, no row outside the list, and at most 28 of twelve in view', () => {
    for (const count of [1, 5, 12, 13, 30, 400]) {
      for (let from = 0; from < count; from += 7) {
        const view = { from, to: Math.min(count - 1, from + 11) };
        for (const drawn of [undefined, { from: 0, to: 3 }, { from: Math.max(0, from - 9), to: from + 2 }, { from: from + 5, to: from + 40 }, { from: 900, to: 930 }]) {
          for (const span of untilAtRest(view, count, drawn)) {
            expect(span.from).toBeLessThanOrEqual(view.from);
            expect(span.to).toBeGreaterThanOrEqual(view.to);
            expect(span.from).toBeGreaterThanOrEqual(0);
            expect(span.to).toBeLessThan(count);
            expect(size(span)).toBeLessThanOrEqual(28);
          }
          expect(untilAtRest(view, count, drawn).at(-1)).toEqual({ from: Math.max(0, view.from - 8), to: Math.min(count - 1, view.to + 8) });
        }
      }
    }
  });
});
