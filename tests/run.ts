/**
 * The test command: builds the extension as it is shipped, then runs every layer one after the other and says what each file
 * took. `npm test -- unit` (or component, browser) runs one layer; further words are file name filters.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findChromium } from './browser/chromium.ts';
import { FEWER, filesUnder, FURTHER_ZONES } from './timezones.ts';

const ROOT = join(import.meta.dirname, '..');
const LAYERS = ['unit', 'component', 'browser'] as const;
type Layer = (typeof LAYERS)[number];

interface FileResult {
  readonly name: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly message?: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages?: readonly string[] }[];
}

/** Runs a command; what it prints comes as it happens, or with `quiet` in one piece at its end. */
function run(command: string, args: readonly string[], env: Record<string, string> = {}, quiet: 'yes' | 'no' = 'no'): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: quiet === 'yes' ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk));
    child.on('exit', (code) => {
      if (printed.length > 0) process.stdout.write(Buffer.concat(printed));
      resolve(code ?? 1);
    });
    child.on('error', () => resolve(1));
  });
}

const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

/** Runs one vitest over some files of a layer under one zone. */
async function vitest(name: Layer, files: readonly string[], scratch: string, zone: string, env: Record<string, string> = {}, quiet: 'yes' | 'no' = 'no'): Promise<Outcome> {
  const output = join(scratch, `${name}-${(outputs += 1)}.json`);
  const code = await run(bin('vitest'), ['run', '--project', name, '--passWithNoTests', '--reporter=dot', '--reporter=json', `--outputFile.json=${output}`, ...files], { ...env, TZ: zone }, quiet);
  try {
    const report: { testResults: FileResult[] } = JSON.parse(readFileSync(output, 'utf8'));
    return { zone, code, files: report.testResults };
  } catch {
    return { zone, code: code === 0 ? 1 : code, files: [] };
  }
}

/** What failed in a file and why, each in a few lines: a test, or the file itself when none of its tests could run. */
function failures(file: FileResult): string[] {
  const short = (text: string) => text.split('\n').filter((line) => !line.includes('node_modules')).slice(0, 12).join('\n    ');
  const tests = file.assertionResults.filter(({ status }) => status === 'failed').map((test) => `${test.fullName}\n    ${short(test.failureMessages?.join('\n') ?? '')}`);
  return tests.length > 0 || !file.message ? tests : [short(file.message)];
}

interface Outcome {
  readonly zone: string;
  readonly code: number;
  readonly files: readonly FileResult[];
}
let outputs = 0;

const ZONES = ['UTC', ...FURTHER_ZONES];
/** Browsers at work at the same time. On two cores a third one was measured to make each slower and none of it sooner. */
const BROWSERS = 2;
/** Files that take minutes: begun first, so that no long one is left alone at the end. */
const LONG = ['matrix.test.ts', 'screens.test.ts', 'compose-bubble.test.ts', 'driver.test.ts', 'refusals.test.ts', 'main-job.test.ts', 'two-profiles.test.ts', 'faults.test.ts', 'start.test.ts', 'practice-linkedin.test.ts', 'sync.test.ts', 'linkedin-pages.test.ts', 'replies.test.ts', 'people-and-texts.test.ts', 'soak.test.ts', 'draft-only.test.ts'];
/** Files that mostly wait for the real clock: they run beside the others and take no browser's turn. */
const WAITING: readonly string[] = ['real-clock.test.ts'];
const rank = (name: string) => (LONG.includes(name) ? LONG.indexOf(name) : LONG.length);

/** Browser tests: each file in a process of its own, under one zone each in turn. */
async function browserFiles(filters: readonly string[], scratch: string): Promise<Outcome[]> {
  const all = readdirSync(join(ROOT, 'tests/browser'))
    .filter((name) => name.endsWith('.test.ts') && (filters.length === 0 || filters.some((filter) => name.includes(filter))))
    .sort()
    .map((name, index) => ({ name, zone: ZONES[index % ZONES.length] ?? 'UTC' }))
    .sort((a, b) => rank(a.name) - rank(b.name));
  const [beside, queue] = [all.filter(({ name }) => WAITING.includes(name)), all.filter(({ name }) => !WAITING.includes(name))];
  const outcomes: Outcome[] = [];
  const work = async (files: typeof all) => {
    for (let next = files.shift(); next !== undefined; next = files.shift()) {
      outcomes.push(await vitest('browser', [`tests/browser/${next.name}`], scratch, next.zone, {}, 'yes'));
    }
  };
  await Promise.all([work(beside), ...Array.from({ length: BROWSERS }, () => work(queue))]);
  return outcomes;
}

/** Every vitest run of a layer: unit tests once under UTC, and each of those of time under two further zones. */
async function layer(name: Layer, filters: readonly string[], scratch: string): Promise<Outcome[]> {
  if (name === 'browser') return browserFiles(filters, scratch);
  const outcomes = [await vitest(name, filters, scratch, 'UTC')];
  if (name === 'component' || filters.length > 0) return outcomes;
  for (const zone of FURTHER_ZONES) {
    console.log(`\n== ${name}, time under ${zone}`);
    outcomes.push(await vitest(name, filesUnder(zone), scratch, zone, FEWER));
  }
  return outcomes;
}

const [first, ...rest] = process.argv.slice(2);
const wanted = LAYERS.filter((name) => name === first);
const layers = wanted.length > 0 ? wanted : LAYERS;
const filters = wanted.length > 0 ? rest : process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'nurtures-tests-'));
const started = Date.now();
let failed = false;
const failing: string[] = [];
const layersTook: string[] = [];
const took: { name: string; seconds: number; passed: number; failed: number; skipped: number }[] = [];

try {
  if (layers.includes('browser')) {
    const chromium = findChromium();
    if (chromium.kind === 'missing') {
      console.error(chromium.sentence);
      process.exit(1);
    }
    if ((await run(bin('wxt'), ['build'])) !== 0) process.exit(1);
  }
  for (const name of layers) {
    console.log(`\n== ${name}`);
    const layerStarted = Date.now();
    const outcomes = await layer(name, filters, scratch);
    layersTook.push(`${name} ${((Date.now() - layerStarted) / 60_000).toFixed(1)}`);
    for (const { zone, code, files } of outcomes) {
      failed ||= code !== 0;
      for (const file of files) {
        const count = (status: string) => file.assertionResults.filter((result) => result.status === status).length;
        const label = `${relative(ROOT, file.name)}${zone === 'UTC' ? '' : ` (${zone})`}`;
        failing.push(...failures(file).map((text) => `${label}: ${text}`));
        took.push({
          name: label, seconds: Math.max(0, (file.endTime - file.startTime) / 1000), passed: count('passed'),
          failed: count('failed'), skipped: file.assertionResults.length - count('passed') - count('failed'),
        });
      }
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

console.log('\nWhat each file took');
for (const file of took.toSorted((a, b) => b.seconds - a.seconds)) {
  console.log(`${file.seconds.toFixed(1).padStart(7)} s  ${String(file.passed).padStart(4)} passed${file.failed > 0 ? `, ${file.failed} FAILED` : ''}${file.skipped > 0 ? `, ${file.skipped} skipped` : ''}  ${file.name}`);
}
const sum = (key: 'passed' | 'failed' | 'skipped') => took.reduce((total, file) => total + file[key], 0);
console.log(`\nIn all ${((Date.now() - started) / 60_000).toFixed(1)} minutes (${layersTook.join(', ')})`);
if (failing.length > 0) console.log(`\nWhat failed\n  ${failing.join('\n  ')}\n`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(failed || sum('failed') > 0 || took.length === 0 ? 1 : 0);
