/** Starts a Chromium with a bare extension whose worker holds the engine, for the benches that need real IndexedDB and alarms. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'playwright-core';
import { build } from 'vite';
import { scratchFolder, removeFolder } from '../browser/chromium-process.ts';
import { launch } from '../browser/chromium.ts';

async function bundled(entry: string): Promise<string> {
  const root = new URL('../../', import.meta.url).pathname;
  const built = await build({
    root, configFile: false, logLevel: 'error', resolve: { alias: { '@': root.replace(/\/$/, '') } },
    build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: 'benched', fileName: 'bench' } },
  });
  for (const result of [built].flat()) {
    if (!('output' in result)) continue;
    for (const chunk of result.output) if (chunk.type === 'chunk') return chunk.code;
  }
  throw new Error('The bundle of the worker is empty.');
}

/** Runs `measure` against the worker of the bare extension, and closes everything after it. */
export async function withEngineWorker<T>(measure: (worker: Worker) => Promise<T>): Promise<T> {
  const dir = scratchFolder();
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ manifest_version: 3, name: 'bench', version: '1', permissions: ['alarms', 'unlimitedStorage'], background: { service_worker: 'worker.js' } }));
  writeFileSync(join(dir, 'worker.js'), await bundled('tests/bench/engine.worker.ts'));
  const browser = await launch({ extensionDir: dir });
  try {
    return await measure(await browser.worker());
  } finally {
    await browser.close();
    removeFolder(dir);
  }
}

/** The median of an odd number of figures. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
