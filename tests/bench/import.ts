/** Import of a 30,000-row Connections.csv beside a bare parse and bulk write of the same rows; and a segment counted over them. */
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { findChromium } from '../browser/chromium.ts';

const RUNS = 5;
const BAR = 1.5;
const ORIGIN = 'https://bench.test/';

async function bundled(): Promise<string> {
  const root = new URL('../../', import.meta.url).pathname;
  const built = await build({
    root, configFile: false, logLevel: 'error', resolve: { alias: { '@': root.replace(/\/$/, '') } },
    build: { write: false, minify: false, lib: { entry: 'tests/bench/import.page.ts', formats: ['iife'], name: 'bench', fileName: 'bench' } },
  });
  for (const result of [built].flat()) {
    if (!('output' in result)) continue;
    for (const chunk of result.output) if (chunk.type === 'chunk') return chunk.code;
  }
  throw new Error('The bundle of the page is empty.');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Rows of the bench: median milliseconds, floor, ratio and bar; the segment has no floor. */
export async function importRows(): Promise<readonly { work: string; ms: number; floorMs?: number; ratio?: number; bar?: number }[]> {
  const found = findChromium();
  if (found.kind === 'missing') throw new Error(found.sentence);
  const code = await bundled();
  const browser = await chromium.launch({ executablePath: found.path, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const times: Record<'product' | 'floor', number[]> = { product: [], floor: [] };
    const counts: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      for (const who of run % 2 === 0 ? (['product', 'floor'] as const) : (['floor', 'product'] as const)) {
        const context = await browser.newContext();
        await context.route(ORIGIN, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bench</title>' }));
        const page = await context.newPage();
        await page.goto(ORIGIN);
        await page.evaluate(code);
        const taken: number = await page.evaluate(`measure('${who}')`);
        times[who].push(taken);
        if (who === 'product') {
          const segment: { count: number } = await page.evaluate('measureSegment()');
          counts.push(segment.count);
        }
        await context.close();
      }
    }
    const [ms, floorMs] = [median(times.product), median(times.floor)];
    return [
      { work: 'import of a 30,000-row Connections.csv to usable contacts', ms, floorMs, ratio: ms / floorMs, bar: BAR },
      { work: 'segment count over 30,000 contacts', ms: median(counts) },
    ];
  } finally {
    await browser.close();
  }
}
