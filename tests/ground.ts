import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium } from './browser/chromium.ts';

const ROOT = join(import.meta.dirname, '..');

/** What a long run stands on, kept beside its results. */
export interface Ground {
  /** short hash of the commit whose build is run */
  readonly commit: string;
  /** the browser's own name and version */
  readonly chromium: string;
}

/**
 * Finds a Chromium and builds the extension, unless the last build is to be taken. Where one of them fails the process ends with exit 1 and a sentence that
 * says what is missing and how to get it.
 */
export function layGround(build: 'build' | 'takeLast'): Ground {
  const found = findChromium();
  if (found.kind === 'missing') {
    console.error(found.sentence);
    process.exit(1);
  }
  if (build === 'build' && spawnSync(join(ROOT, 'node_modules/.bin/wxt'), ['build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) process.exit(1);
  const asked = (command: string, ...words: string[]) => execFileSync(command, words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  return { commit: asked('git', 'rev-parse', '--short', 'HEAD'), chromium: asked(found.path, '--version') };
}
