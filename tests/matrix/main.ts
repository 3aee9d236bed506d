/**
 * `npm run matrix`: the built extension on every kind of LinkedIn page practice LinkedIn can be: program variant × language × composer form × send
 * mode, three messages with proof each. Prints each cell, keeps them in tests/results/matrix.json, and goes on there where it was stopped, as long as
 * what a cell is made of (built worker and page scripts, matrix, practice LinkedIn) and the seed are the same. `--new` begins again; `--minutes N` ends
 * after N minutes (default 55); `--cells N` after N cells; `--seed N` another order (default 1); `--browsers N` side by side (default 2); `--skip-build`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { layGround } from '../ground.ts';
import { allCells, nameOf, shuffled } from './cells.ts';
import { MatrixDesk, type CellResult } from './desk.ts';

interface Results {
  /** on which it began */
  readonly commit: string;
  /** of everything that decides what a cell shows */
  readonly product: string;
  readonly seed: number;
  readonly cells: readonly CellResult[];
}

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'tests/results/matrix.json');
/** Cells per browser: a fresh one now and then keeps the clock near the real one. */
const PER_BROWSER = 40;
const PER_CELL = 3;

const { values } = parseArgs({ options: {
  new: { type: 'boolean' }, minutes: { type: 'string', default: '55' }, cells: { type: 'string' }, seed: { type: 'string', default: '1' }, browsers: { type: 'string', default: '2' },
  'skip-build': { type: 'boolean' },
} });
const { commit, product } = layGround(values['skip-build'] === true ? 'takeLast' : 'build', ['tests/matrix']);
const end = Date.now() + Number(values.minutes) * 60_000;
const seed = Number(values.seed);

function readResults(): Results {
  const empty: Results = { commit, product, seed, cells: [] };
  if (values.new === true) return empty;
  try {
    const stored: Results = JSON.parse(readFileSync(FILE, 'utf8'));
    return stored.seed === seed && stored.product === product ? stored : empty;
  } catch {
    return empty;
  }
}

let results = readResults();
const done = new Set(results.cells.filter((cell) => cell.ok).map((cell) => cell.cell));
const cells = allCells();
const left = shuffled(cells, seed).filter((cell) => !done.has(nameOf(cell))).slice(0, values.cells === undefined ? undefined : Number(values.cells));
console.log(`${String(done.size)} of ${String(cells.length)} cells are done; ${String(left.length)} to go.`);

function keep(result: CellResult): void {
  results = { ...results, cells: [...results.cells.filter((cell) => cell.cell !== result.cell), result].sort((a, b) => (a.cell < b.cell ? -1 : 1)) };
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(results, undefined, 1)}\n`);
}

/** One browser after the other, each for its share of what is left. */
async function lane(): Promise<void> {
  while (left.length > 0 && Date.now() < end) {
    const desk = await MatrixDesk.open(seed + left.length, PER_BROWSER, PER_CELL);
    try {
      for (let n = 0; n < PER_BROWSER && Date.now() < end; n += 1) {
        const cell = left.shift();
        if (cell === undefined) break;
        const result = await desk.run(cell);
        keep(result);
        console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${result.cell}: ${String(result.proved)}/${String(result.wanted)} sent with proof, ${result.seconds.toFixed(1)} s${result.wrong.map((line) => `\n     ${line}`).join('')}`);
      }
    } finally {
      await desk.close();
    }
  }
}
const began = Date.now();
await Promise.all(Array.from({ length: Math.max(1, Number(values.browsers)) }, lane));

const failed = results.cells.filter((cell) => !cell.ok);
const proved = results.cells.reduce((sum, cell) => sum + cell.proved, 0);
console.log(`\n${String(results.cells.length - failed.length)} of ${String(cells.length)} cells as they should be, ${String(failed.length)} not, ${String(cells.length - results.cells.length)} not run; ${String(proved)} messages sent with proof; ${((Date.now() - began) / 60_000).toFixed(1)} minutes.`);
process.exit(failed.length > 0 ? 1 : 0);
