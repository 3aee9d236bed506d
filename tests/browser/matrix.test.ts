import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCells, DIMENSIONS, nameOf, pairwise } from '../matrix/cells.ts';
import { MatrixDesk } from '../matrix/desk.ts';

const CELLS = pairwise(7);
let desk: MatrixDesk;

beforeAll(async () => {
  desk = await MatrixDesk.open(61, CELLS.length, 1);
}, 120_000);
afterAll(() => desk?.close());

describe('every pair of variant, language, composer form and send mode', () => {
  it('is among few cells', () => {
    const pairs = (cells: readonly (typeof CELLS)[number][]) => new Set(cells.flatMap((cell) => {
      const values = Object.keys(DIMENSIONS).map((key) => `${key} ${cell[key as keyof typeof cell]}`);
      return values.flatMap((one, index) => values.slice(index + 1).map((other) => `${one} | ${other}`));
    }));
    expect(pairs(CELLS)).toEqual(pairs(allCells()));
    expect(CELLS.length).toBeLessThan(50);
  });

  it.each(CELLS.map((cell) => [nameOf(cell), cell] as const))('%s: written once, with proof', async (_name, cell) => {
    const result = await desk.run(cell);
    expect(result.wrong).toEqual([]);
    expect(result.proved).toBeGreaterThan(0);
    expect(result).toMatchObject({ ok: true, sent: result.wanted, proved: result.wanted });
  });
});
