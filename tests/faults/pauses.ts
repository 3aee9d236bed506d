/**
 * `npm run pauses`: *Pause everything* pressed in the popup at each step of a send, the worker alive and dead, at 20 seeded moments each, on
 * the built extension in Chromium against practice LinkedIn. Writes tests/results/pauses.json. Resumable: presses already there for this
 * commit and seed are not run again. `--seed N`, `--times N` (default 20), `--minutes N` (no press is begun after them), `--again`, `--skip-build`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { layGround } from '../ground.ts';
import { dayOf, STEPS } from './cells.ts';
import { pressesOf, pressName, runPress, WORKERS, type PressResult } from './pause.ts';
import { firstDay, Stage } from './stage.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'tests/results/pauses.json');
const PEOPLE = 2;
const PRESSES_PER_STAGE = 30;

interface Stored { commit: string; seed: number; chromium: string; at: string; times: number; presses: PressResult[] }

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' }, times: { type: 'string', default: '20' }, minutes: { type: 'string', default: '58' },
    again: { type: 'boolean', default: false }, 'skip-build': { type: 'boolean', default: false },
  },
});
const [seed, times, minutes] = [values.seed, values.times, values.minutes].map(Number);
if (seed === undefined || times === undefined || minutes === undefined || !Number.isInteger(seed) || !Number.isInteger(times) || times < 1 || !(minutes > 0)) {
  console.error('npm run pauses takes whole numbers, as in: npm run pauses -- --seed 7 --times 5');
  process.exit(2);
}
const { commit, chromium: version } = layGround(values['skip-build'] ? 'takeLast' : 'build');
const before = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) as Stored : undefined;
const results = new Map((before !== undefined && !values.again && before.commit === commit && before.seed === seed ? before.presses : []).map((one) => [one.press, one]));
const all = pressesOf(times);
/** Every step and both states of the worker first once, then twice …: what an early end leaves is spread over all of them. */
const todo = all.toSorted((a, b) => a.time - b.time).filter((press) => results.get(pressName(press))?.ok !== true);
const began = Date.now();

console.log(`Commit ${commit}, seed ${seed}, ${version}: ${todo.length} of ${all.length} presses to make`);
let stage: Stage | undefined;
try {
  for (const [index, press] of todo.entries()) {
    if (Date.now() - began > minutes * 60_000) break;
    const place = index % PRESSES_PER_STAGE;
    if (stage === undefined || place === 0) {
      await stage?.close();
      stage = await Stage.open(seed + Math.floor(index / PRESSES_PER_STAGE));
    }
    const result = await runPress(stage, press, seed, stage.practice.world.connections.slice(place * PEOPLE, (place + 1) * PEOPLE), dayOf(firstDay(), place));
    results.set(result.press, result);
    console.log(`${result.ok ? 'ok   ' : 'WRONG'} ${(result.took / 1000).toFixed(0).padStart(4)} s  ${result.press.padEnd(36)} ${result.said}${result.ok ? '' : `\n        ${result.wrong.join('\n        ')}`}`);
    write();
    if (!result.ok) {
      await stage.close();
      stage = undefined;
    }
  }
} finally {
  await stage?.close();
}

const done = [...results.values()];
for (const step of STEPS) {
  console.log(`${step.padEnd(14)} ${WORKERS.map((worker) => {
    const own = done.filter(({ press }) => press.startsWith(`${step} × worker ${worker} ×`));
    const underWay = own.filter(({ unproved }) => unproved > 0).length;
    return `worker ${worker}: ${own.filter(({ ok }) => ok).length} of ${own.length} right, one under way in ${underWay}`.padEnd(60);
  }).join('')}`);
}
const bad = done.filter(({ ok }) => !ok);
console.log(`\n${done.length} of ${all.length} presses, ${bad.length} wrong. ${FILE}`);
process.exit(bad.length === 0 && done.length === all.length ? 0 : 1);

function write(): void {
  mkdirSync(join(ROOT, 'tests/results'), { recursive: true });
  const presses = all.flatMap((press) => results.get(pressName(press)) ?? []);
  const stored: Stored = { commit, seed: seed ?? 0, chromium: version, at: new Date().toISOString(), times: times ?? 0, presses };
  writeFileSync(FILE, `${JSON.stringify(stored, undefined, 1)}\n`);
}
