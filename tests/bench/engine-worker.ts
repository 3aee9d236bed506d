/** Starts a Chromium with a bare extension whose worker holds the engine, for the benches that need real IndexedDB and alarms. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'playwright-core';
import { scratchFolder, removeFolder } from '../browser/chromium-process.ts';
import { launch } from '../browser/chromium.ts';
import { bundled } from './bundle.ts';

/** The store sorts what was written in bulk for a while after it is opened again. */
const SETTLE_MS = 10_000;

/** The sizes of the databases that are filled before anything is measured. */
export interface Filled {
  readonly name: string;
  readonly campaigns: number;
  readonly deliveries: number;
  readonly contacts: number;
}

/**
 * Fills the databases in the worker of the bare extension, starts the browser anew so that they stand as after any start, runs `measure`
 * against the worker, and closes everything after it.
 */
export async function withEngineWorker<T>(sizes: readonly Filled[], measure: (worker: Worker) => Promise<T>): Promise<T> {
  const dir = scratchFolder();
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ manifest_version: 3, name: 'bench', version: '1', permissions: ['alarms', 'unlimitedStorage'], background: { service_worker: 'worker.js' } }));
  writeFileSync(join(dir, 'worker.js'), await bundled('tests/bench/engine.worker.ts'));
  let browser = await launch({ extensionDir: dir });
  try {
    const worker = await browser.worker();
    for (const size of sizes) await worker.evaluate(`bench.fill(${JSON.stringify(size)})`);
    browser = await browser.restart();
    const fresh = await browser.worker();
    await sleep(SETTLE_MS);
    return await measure(fresh);
  } finally {
    await browser.close();
    removeFolder(dir);
  }
}
