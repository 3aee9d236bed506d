/**
 * `npm run matrix`: the built extension on every kind of LinkedIn page practice LinkedIn can be: program variant × language × composer form × send
 * mode, three messages with proof each. Prints each cell, keeps them in tests/results/matrix.json, and goes on there where it was stopped, as long as
 * what a cell is made of (built worker and page scripts, matrix, practice LinkedIn) and the seed are the same. `--new` begins again; `--minutes N` ends after N minutes (default 55); `--cells N` after N cells; `--seed N`
 * another order (default 1); `--browsers N` side by side (default 2).
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { allCells, nameOf, shuffled } from './cells.ts';
import { MatrixDesk, type CellResult } from './desk.ts';

interface Results {
  /** on which it began */
  readonly commit: string;
  /** of everything that decides what a cell shows */
  readonly digest: string;
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
} });
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
const digest = digestOf([
  ...['background.js', 'content-scripts/linkedin.js', 'linkedin-orders.js'].map((file) => join('.output/chrome-mv3', file)),
  ...['tests/matrix', 'tests/practice-linkedin'].flatMap(filesIn),
]);
const end = Date.now() + Number(values.minutes) * 60_000;
const seed = Number(values.seed);

/** The files of a folder of the repository, documents left out, in one order. */
function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))).sort();
}

/** One line for what the files hold, whatever commit they come from. Throws when one is missing: the product must be built. */
function digestOf(files: readonly string[]): string {
  const sum = createHash('sha256');
  for (const file of files) sum.update(`${file}\n`).update(createHash('sha256').update(readFileSync(join(ROOT, file))).digest());
  return sum.digest('hex').slice(0, 16);
}

function readResults(): Results {
  const empty: Results = { commit, digest, seed, cells: [] };
  if (values.new === true) return empty;
  try {
    const stored: Results = JSON.parse(readFileSync(FILE, 'utf8'));
    return stored.seed === seed && stored.digest === digest ? stored : empty;
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
