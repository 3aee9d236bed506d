/**
 * `npm run faults`: a fault at each step of a send, on the built extension in Chromium against practice LinkedIn; each cell then runs
 * the next two slots. Prints the matrix, writes tests/results/faults.json. Resumable: cells already there for this commit and seed are
 * not run again. `--seed N`, `--cells 'after grant'` (any part of a cell's name; several by commas), `--again`, `--skip-build`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { layGround } from '../ground.ts';
import { cellName, CELLS, dayOf, FAULTS, runCell, STEPS, type CellResult } from './cells.ts';
import { firstDay, Stage } from './stage.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'tests/results/faults.json');
const PEOPLE = 2;
/** A stage is left after so many cells: its days wander away from the real clock, and its people are used up. */
const CELLS_PER_STAGE = 28;

interface Stored { commit: string; seed: number; chromium: string; at: string; cells: CellResult[] }

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, cells: { type: 'string' }, again: { type: 'boolean', default: false }, 'skip-build': { type: 'boolean', default: false } },
});
const seed = Number(values.seed);
if (!Number.isInteger(seed)) {
  console.error('npm run faults takes --seed N (a whole number), as in: npm run faults -- --seed 7');
  process.exit(2);
}
const { commit, chromium: version } = layGround(values['skip-build'] ? 'takeLast' : 'build');
const wanted = (values.cells ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
const before = read();
const results = new Map((before !== undefined && !values.again && before.commit === commit && before.seed === seed ? before.cells : []).map((cell) => [cell.cell, cell]));
const todo = CELLS.filter((cell) => (wanted.length === 0 || wanted.some((part) => cellName(cell).includes(part))) && results.get(cellName(cell))?.ok !== true);

console.log(`Commit ${commit}, seed ${seed}, ${version}: ${todo.length} of ${CELLS.length} cells to run`);
let stage: Stage | undefined;
try {
  for (const [index, cell] of todo.entries()) {
    const place = index % CELLS_PER_STAGE;
    if (stage === undefined || place === 0) {
      await stage?.close();
      stage = await Stage.open(seed + Math.floor(index / CELLS_PER_STAGE));
    }
    const people = stage.practice.world.connections.slice(place * PEOPLE, (place + 1) * PEOPLE);
    const result = await runCell(stage, cell, people, dayOf(firstDay(), place));
    results.set(result.cell, result);
    console.log(`${result.ok ? 'ok   ' : 'WRONG'} ${(result.took / 1000).toFixed(0).padStart(4)} s  ${result.cell.padEnd(36)} ${result.ends.join(' | ')}${result.ok ? '' : `\n        ${result.wrong.join('\n        ')}`}`);
    write();
    if (!result.ok) {
      await stage.close();
      stage = await Stage.open(seed + 1000 + index);
    }
  }
} finally {
  await stage?.close();
}

const width = Math.max(...STEPS.map((step) => step.length));
console.log(`\n${''.padEnd(width)}  ${FAULTS.map((fault) => fault.padEnd(18)).join('')}`);
for (const step of STEPS) {
  console.log(`${step.padEnd(width)}  ${FAULTS.map((fault) => {
    const result = results.get(cellName({ step, fault }));
    return (result === undefined ? '·' : result.ok ? (result.ends[0]?.startsWith('sent') === true ? 'sent once' : (result.ends[0]?.split(',')[0] ?? 'ok')) : 'WRONG').padEnd(18);
  }).join('')}`);
}
const bad = [...results.values()].filter((result) => !result.ok);
console.log(`\n${results.size} of ${CELLS.length} cells, ${bad.length} wrong. ${FILE}`);
process.exit(bad.length === 0 ? 0 : 1);

function read(): Stored | undefined {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) as Stored : undefined;
}

function write(): void {
  mkdirSync(join(ROOT, 'tests/results'), { recursive: true });
  const stored: Stored = { commit, seed, chromium: version, at: new Date().toISOString(), cells: CELLS.flatMap((cell) => results.get(cellName(cell)) ?? []) };
  writeFileSync(FILE, `${JSON.stringify(stored, undefined, 1)}\n`);
}
