import type { Locale, Switches } from '../practice-linkedin/switches.ts';

/** The ways LinkedIn's pages differ between accounts, one value of each per cell of the matrix. */
export const DIMENSIONS = {
  variant: ['A', 'B1', 'B2'],
  locale: ['en', 'fr', 'de', 'es', 'pt', 'nl', 'it'],
  composer: ['full page', 'full page by redirect', 'overlay bubble', 'overlay bubble in a shadow root', 'overlay bubble in the /preload/ frame'],
  mode: ['Send button', 'icon only', 'aria-disabled until typed', 'Press Enter'],
} as const;

export interface Cell {
  readonly variant: (typeof DIMENSIONS.variant)[number];
  readonly locale: Locale;
  readonly composer: (typeof DIMENSIONS.composer)[number];
  readonly mode: (typeof DIMENSIONS.mode)[number];
}

/** A cell in one line, the same in every run: results are found by it. */
export function nameOf(cell: Cell): string {
  return `${cell.variant} · ${cell.locale} · ${cell.composer} · ${cell.mode}`;
}

/** Every cell, in the order of the dimensions. */
export function allCells(): Cell[] {
  return DIMENSIONS.variant.flatMap((variant) => DIMENSIONS.locale.flatMap((locale) =>
    DIMENSIONS.composer.flatMap((composer) => DIMENSIONS.mode.map((mode) => ({ variant, locale, composer, mode })))));
}

/** Numbers in [0, 1) that follow from the seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The cells in an order that follows from the seed, so that an hour that is not enough still meets all kinds. */
export function shuffled(cells: readonly Cell[], seed: number): Cell[] {
  const next = numbers(seed);
  return cells.map((cell) => ({ cell, at: next() })).sort((a, b) => a.at - b.at).map(({ cell }) => cell);
}

function pairsOf(cell: Cell): string[] {
  const values = [cell.variant, cell.locale, cell.composer, cell.mode];
  return values.flatMap((one, i) => values.slice(i + 1).map((other, j) => `${String(i)}=${one}|${String(i + j + 1)}=${other}`));
}

/** Few cells in which every value of each dimension meets every value of each other one. */
export function pairwise(seed: number): Cell[] {
  const rest = shuffled(allCells(), seed);
  const missing = new Set(rest.flatMap(pairsOf));
  const chosen: Cell[] = [];
  while (missing.size > 0) {
    let best: { cell: Cell; gain: number } | undefined;
    for (const cell of rest) {
      const gain = pairsOf(cell).filter((pair) => missing.has(pair)).length;
      if (best === undefined || gain > best.gain) best = { cell, gain };
    }
    if (best === undefined || best.gain === 0) break;
    chosen.push(best.cell);
    for (const pair of pairsOf(best.cell)) missing.delete(pair);
  }
  return chosen;
}

const MODES: Readonly<Record<Cell['mode'], Switches['sendMode']>> = {
  'Send button': 'button', 'icon only': 'icon', 'aria-disabled until typed': 'aria-disabled', 'Press Enter': 'enter',
};

/**
 * The switches of a cell: what answers the address of the Message link. In every second cell of a bubble form somebody else's bubble with a draft
 * in it stands beside the wanted one, in the same place, before or after it.
 */
export function switchesOf(cell: Cell, stranger: string): Partial<Switches> {
  const bubble = (overlay: Switches['overlay']): Partial<Switches> => ({ composeForm: 'bubble', overlay, oldBubble: oldBubbleOf(cell, stranger, overlay) });
  const composers: Readonly<Record<Cell['composer'], Partial<Switches>>> = {
    'full page': { composeWithThread: 'inline' },
    'full page by redirect': { composeWithThread: 'redirect' },
    'overlay bubble': bubble('light'),
    'overlay bubble in a shadow root': bubble('shadow'),
    'overlay bubble in the /preload/ frame': bubble('frame'),
  };
  return { variant: cell.variant, locale: cell.locale, sendMode: MODES[cell.mode], ...composers[cell.composer] };
}

function oldBubbleOf(cell: Cell, person: string, place: Switches['overlay']): Switches['oldBubble'] {
  const others = DIMENSIONS.variant.indexOf(cell.variant) + DIMENSIONS.locale.indexOf(cell.locale) + DIMENSIONS.mode.indexOf(cell.mode);
  return others % 2 === 0 ? null : { person, draft: 'Dear friend, I was about to', place, order: others % 4 === 1 ? 'before' : 'after' };
}
