import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellName, CELLS, dayOf, FAULTS, runCell, STEPS, type Cell } from '../faults/cells.ts';
import { pressName, runPress, WORKERS, type Press } from '../faults/pause.ts';
import { firstDay, Stage } from '../faults/stage.ts';

/** Every step and every fault: on the diagonal of the matrix the faults move on by one step. `npm run faults` runs all of it. */
const CELLS_HERE: readonly Cell[] = STEPS.map((step, index) => ({ step, fault: FAULTS[index % FAULTS.length] ?? 'worker killed' }));

let stage: Stage;
let index = 0;

beforeAll(async () => { stage = await Stage.open(21); });
afterAll(async () => { await stage.close(); });

describe('a fault at a step of a send, and the next two slots', () => {
  test('the cells hold every step and every fault', () => {
    expect(new Set(CELLS_HERE.map(cellName)).size).toBe(STEPS.length);
    expect(new Set(CELLS_HERE.map(({ step }) => step))).toEqual(new Set(STEPS));
    expect(new Set(CELLS_HERE.map(({ fault }) => fault))).toEqual(new Set(FAULTS));
    expect(CELLS).toHaveLength(STEPS.length * FAULTS.length);
  });

  test.each(CELLS_HERE.map((cell) => [cellName(cell), cell] as const))('%s: received once or not sent with a reason, nobody else', async (_name, cell) => {
    const place = index;
    index += 1;
    const result = await runCell(stage, cell, stage.practice.world.connections.slice(place, place + 1), dayOf(firstDay(), place));
    expect(result).toMatchObject({ wrong: [] });
  });
});

/** Every other step, the worker alive and dead in turn. `npm run pauses` runs all of it. */
const PRESSES: readonly Press[] = STEPS.filter((_step, place) => place % 2 === 1).map((step, place) => ({ step, worker: WORKERS[place % WORKERS.length] ?? 'alive', time: 1 }));

describe('Pause everything pressed in the popup at a step of a send', () => {
  test.each(PRESSES.map((press) => [pressName(press), press] as const))('%s: nothing is granted any more, and the popup says what was received', async (_name, press) => {
    const place = index;
    index += 1;
    const result = await runPress(stage, press, 21, stage.practice.world.connections.slice(place * 2, place * 2 + 2), dayOf(firstDay(), place));
    expect(result).toMatchObject({ wrong: [] });
  });
});
