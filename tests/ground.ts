import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './browser/chromium.ts';

const ROOT = join(import.meta.dirname, '..');

/** What a long run stands on, kept beside its results. */
export interface Ground {
  /** short hash of the commit whose build is run */
  readonly commit: string;
  /** the browser's own name and version */
  readonly chromium: string;
  /** digest of what sends and of what it is tried on: results go on under another commit as long as this is the same */
  readonly product: string;
}

/** What decides about a message in the page: the worker, the page driver and its orders; and the stand-in with what drives the browser. */
const DECISIVE = ['.output/chrome-mv3/background.js', '.output/chrome-mv3/content-scripts', '.output/chrome-mv3/linkedin-orders.js', 'tests/practice-linkedin', 'tests/browser/chromium.ts', 'tests/browser/journey.ts', 'tests/browser/passing-time.ts'];

/** The files of a folder, documents left out, in one order. */
function filesOf(path: string): string[] {
  if (statSync(path).isDirectory()) return readdirSync(path).sort().flatMap((name) => filesOf(join(path, name)));
  return path.endsWith('.md') ? [] : [path];
}

function productOf(own: readonly string[]): string {
  const digest = createHash('sha256');
  for (const file of [...DECISIVE, ...own].flatMap((path) => filesOf(join(ROOT, path)))) digest.update(file.slice(ROOT.length)).update(readFileSync(file));
  return digest.digest('hex').slice(0, 16);
}

/**
 * Finds a Chromium and builds the extension, unless the last build is to be taken. Where one of them fails the process ends with exit 1 and a sentence that
 * says what is missing and how to get it. `own`: the run's own files or folders, from the root, which results depend on.
 */
export function layGround(build: 'build' | 'takeLast', own: readonly string[] = []): Ground {
  const found = findChromium();
  if (found.kind === 'missing') {
    console.error(found.sentence);
    process.exit(1);
  }
  if (build === 'build' && spawnSync(join(ROOT, 'node_modules/.bin/wxt'), ['build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) process.exit(1);
  const asked = (command: string, ...words: string[]) => execFileSync(command, words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  return { commit: asked('git', 'rev-parse', '--short', 'HEAD'), chromium: asked(found.path, '--version'), product: productOf(own) };
}
