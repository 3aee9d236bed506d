/**
 * The test command: builds the extension as it is shipped, then runs every layer one after the other and says what each file
 * took. `npm test -- unit` (or component, browser) runs one layer; further words are file name filters.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findChromium } from './browser/chromium.ts';

const ROOT = join(import.meta.dirname, '..');
const LAYERS = ['unit', 'component', 'browser'] as const;
type Layer = (typeof LAYERS)[number];

interface FileResult {
  readonly name: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly assertionResults: readonly { readonly status: string }[];
}

function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    child.on('exit', (code) => resolve(code ?? 1));
    child.on('error', () => resolve(1));
  });
}

const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

async function layer(name: Layer, filters: readonly string[], scratch: string, zone: string): Promise<{ code: number; files: FileResult[] }> {
  const output = join(scratch, `${name}-${zone.replace('/', '-')}.json`);
  const code = await run(bin('vitest'), ['run', '--project', name, '--passWithNoTests', '--reporter=dot', '--reporter=json', `--outputFile.json=${output}`, ...filters], { TZ: zone });
  try {
    const report: { testResults: FileResult[] } = JSON.parse(readFileSync(output, 'utf8'));
    return { code, files: report.testResults };
  } catch {
    return { code: code === 0 ? 1 : code, files: [] };
  }
}

const [first, ...rest] = process.argv.slice(2);
const wanted = LAYERS.filter((name) => name === first);
const layers = wanted.length > 0 ? wanted : LAYERS;
const filters = wanted.length > 0 ? rest : process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'nurtures-tests-'));
const started = Date.now();
let failed = false;
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
    const { code, files } = await layer(name, filters, scratch, 'UTC');
    failed ||= code !== 0;
    for (const file of files) {
      const count = (status: string) => file.assertionResults.filter((result) => result.status === status).length;
      took.push({
        name: relative(ROOT, file.name), seconds: Math.max(0, (file.endTime - file.startTime) / 1000), passed: count('passed'), failed: count('failed'),
        skipped: file.assertionResults.length - count('passed') - count('failed'),
      });
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
console.log(`\nIn all ${((Date.now() - started) / 60_000).toFixed(1)} minutes`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(failed || sum('failed') > 0 || took.length === 0 ? 1 : 0);
