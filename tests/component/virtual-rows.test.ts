import { describe, expect, it } from 'vitest';
import { rowAfter, rowsToDraw, type Span } from '@/components/ui/use-virtual-rows';

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

/** How many rows of a view are drawn. */
const covered = (view: Span, drawn: Span) => Math.max(0, Math.min(view.to, drawn.to) - Math.max(view.from, drawn.from) + 1);
const indexes = ({ from, to }: Span) => Array.from({ length: to - from + 1 }, (_, step) => from + step);
const size = ({ from, to }: Span) => to - from + 1;

describe('rows of a long list', () => {
  it('draws only what is in view after a jump, in two parts, then a few around it at a time', () => {
    const spans = untilAtRest({ from: 500, to: 511 }, 10_000, { from: 0, to: 19 });
    expect(spans.slice(0, 2)).toEqual([{ from: 500, to: 505 }, { from: 500, to: 511 }]);
    expect(spans.at(-1)).toEqual({ from: 492, to: 519 });
    spans.slice(2).forEach((span, step) => expect(size(span) - size(spans[step + 1] ?? span)).toBeLessThanOrEqual(4));
  });

  it('draws after a jump the part first that holds the row which gets the focus', () => {
    const jump = (first: number) => rowsToDraw({ from: 500, to: 511 }, { from: 0, to: 19 }, 10_000, first);
    expect(jump(500)).toEqual({ from: 500, to: 505 });
    expect(jump(504)).toEqual({ from: 504, to: 509 });
    expect(jump(511)).toEqual({ from: 506, to: 511 });
    expect(jump(3)).toEqual({ from: 500, to: 505 });
  });

  it('draws all that is in view the first time', () => {
    expect(rowsToDraw({ from: 0, to: 15 }, undefined, 10_000)).toEqual({ from: 0, to: 15 });
  });

  it('never draws more than six new rows at once, however large the view', () => {
    for (const [view, drawn] of [[{ from: 500, to: 545 }, { from: 0, to: 19 }], [{ from: 30, to: 75 }, { from: 0, to: 31 }], [{ from: 4, to: 49 }, { from: 20, to: 30 }]] as const) {
      const spans = [drawn, ...untilAtRest(view, 10_000, drawn)];
      spans.slice(1).forEach((span, step) => {
        const before = spans[step] ?? span;
        expect(indexes(span).filter((index) => index < before.from || index > before.to).length).toBeLessThanOrEqual(6);
      });
      expect(spans.at(-1)).toEqual({ from: Math.max(0, view.from - 8), to: view.to + 8 });
    }
  });

  it('keeps what is drawn while the list is scrolled', () => {
    expect(rowsToDraw({ from: 502, to: 513 }, { from: 492, to: 519 }, 10_000)).toEqual({ from: 494, to: 521 });
    expect(rowsToDraw({ from: 495, to: 506 }, { from: 492, to: 519 }, 10_000)).toEqual({ from: 488, to: 514 });
  });

  it('holds what is in view at the second drawing at the latest, no row outside the list, and at most 28 of twelve in view', () => {
    for (const count of [1, 5, 12, 13, 30, 400]) {
      for (let from = 0; from < count; from += 7) {
        const view = { from, to: Math.min(count - 1, from + 11) };
        for (const drawn of [undefined, { from: 0, to: 3 }, { from: Math.max(0, from - 9), to: from + 2 }, { from: from + 5, to: from + 40 }, { from: 900, to: 930 }]) {
          for (const [step, span] of untilAtRest(view, count, drawn).entries()) {
            const whole = step > 0 || drawn === undefined || size(view) - covered(view, drawn) <= 6;
            expect(covered(view, span)).toBeGreaterThanOrEqual(whole ? size(view) : 6);
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

describe('the keys of a list', () => {
  it('lead up, down, ten at once and to either end, never out of it; other keys lead nowhere', () => {
    const from = (index: number) => ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'a'].map((key) => rowAfter(key, index, 60));
    expect(from(0)).toEqual([1, 0, 10, 0, 0, 59, undefined]);
    expect(from(30)).toEqual([31, 29, 40, 20, 0, 59, undefined]);
    expect(from(55)).toEqual([56, 54, 59, 45, 0, 59, undefined]);
  });
});
