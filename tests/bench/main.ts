/**
 * `npm run bench`: the figures of design 3.4, medians of several runs, each beside a floor measured in the same run. Builds the
 * extension first, prints one line a row, and writes each part as soon as it is measured, with its commit and load, to tests/results/bench.json.
 * `npm run bench -- bundles contacts` measures only those and leaves what is stored of the others.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { median } from './bundle.ts';
import { bundleSizes } from './bundles.ts';
import { contactRows } from './contacts.ts';
import { forecastRow } from './forecast.ts';
import { nextSlotRows } from './next-slot.ts';
import { screenRows, TASK_BAR_MS } from './screens.ts';
import { wakeRows } from './wake.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Figure {
  readonly work: string;
  readonly figure: string;
  readonly bar: string;
  readonly held: 'yes' | 'no';
}

/** Milliseconds of 100 million steps of arithmetic, the median of five. */
function yardstickMs(): number {
  return median(Array.from({ length: 5 }, () => {
    const began = performance.now();
    let sum = 0;
    for (let step = 0; step < 100_000_000; step += 1) sum = (sum + step * 7) % 1_000_003;
    return sum < 0 ? Number.NaN : performance.now() - began;
  }));
}

/** What was measured of one part, and where. */
interface Part {
  readonly commit: string;
  readonly at: string;
  readonly loadBefore: string;
  /** what a fixed piece of work took right before: bars in milliseconds say more beside it, since machines differ and one machine differs by the hour */
  readonly yardstick: string;
  readonly figures: readonly Figure[];
}

const FILE = join(ROOT, 'tests/results/bench.json');

function storedParts(): Record<string, Part> {
  try {
    const { parts = {} }: { parts?: Record<string, Part> } = JSON.parse(readFileSync(FILE, 'utf8'));
    return parts;
  } catch {
    return {};
  }
}

/** Puts one part in the place of what was stored of it. */
function keep(name: string, part: Part): void {
  const known = { ...storedParts(), [name]: part };
  const parts = Object.fromEntries(Object.keys(MEASURES).flatMap((one) => (known[one] === undefined ? [] : [[one, known[one]]])));
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify({ parts }, null, 2)}\n`);
}

const held = (value: number, bar: number): 'yes' | 'no' => (value <= bar ? 'yes' : 'no');

const MEASURES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  bundles: async () => bundleSizes().map(({ work, bytes, bar }) => ({ work, figure: `${(bytes / 1000).toFixed(1)} kB`, bar: `${bar / 1000} kB`, held: held(bytes, bar) })),
  'next-slot': async () => (await nextSlotRows()).map(ratioFigure),
  contacts: async () => (await contactRows()).map(ratioFigure),
  screens: async () => {
    const { rows, longest } = await screenRows();
    const task = { work: 'longest task while scrolling 10,000 campaigns', figure: `${longest.own.toFixed(0)} ms of its own, ${longest.clock.toFixed(0)} ms by the clock`, bar: `${TASK_BAR_MS} ms of its own`, held: held(longest.own, TASK_BAR_MS) };
    return [...rows.map(ratioFigure), task];
  },
  forecast: async () => {
    const { work, ms, events, bar } = await forecastRow();
    return [{ work: `${work} (${events} messages)`, figure: `${ms.toFixed(0)} ms`, bar: `${bar} ms`, held: held(ms, bar) }];
  },
  wake: async () => {
    const { medians, deliveries, ratio, more } = await wakeRows();
    return [
      { work: `wake with nothing due, 1,000 campaigns, ${deliveries.toLocaleString('en')} deliveries`, figure: `${medians['many-deliveries'].toFixed(1)} ms, ${medians['many-campaigns'].toFixed(1)} ms with 1,000 deliveries, ratio ${ratio.toFixed(2)}`, bar: '1.5', held: held(ratio, 1.5) },
      { work: 'wake with nothing due, 1,000 campaigns', figure: `${more.toFixed(1)} ms more than with 10 (${medians.small.toFixed(1)} ms)`, bar: '10 ms more', held: held(more, 10) },
    ];
  },
};

function ratioFigure({ work, ms, floorMs, ratio, bar }: { work: string; ms: number; floorMs: number; ratio: number; bar: number }): Figure {
  return { work, figure: `${ms.toFixed(1)} ms, floor ${floorMs.toFixed(1)} ms, ratio ${ratio.toFixed(2)}`, bar: String(bar), held: held(ratio, bar) };
}

const wanted = process.argv.slice(2);
const names = Object.keys(MEASURES).filter((name) => wanted.length === 0 || wanted.includes(name));
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
const built = spawnSync(join(ROOT, 'node_modules/.bin/wxt'), ['build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
if (built.status !== 0) process.exit(1);

for (const name of names) {
  // Below 2 on two cores nothing else of weight ran beside the measuring; far above it clock times say little.
  const loadBefore = `${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} cores`;
  const yardstick = `${yardstickMs().toFixed(0)} ms`;
  console.log(`        ${name}: load ${loadBefore}, yardstick ${yardstick}`);
  const figures = await MEASURES[name]?.() ?? [];
  for (const { work, figure, bar, held: kept } of figures) console.log(`${kept === 'yes' ? 'held  ' : 'MISSED'}  ${work}: ${figure} (bar ${bar})`);
  keep(name, { commit, at: new Date().toISOString(), loadBefore, yardstick, figures });
}
