/**
 * Next slot for 10,000 campaigns over all zones, beside the browser's own Temporal. Each of the five runs of each side
 * has a fresh page, so nothing is remembered from before; the second figure asks the same page once more.
 */
import { chromium } from 'playwright-core';
import { findChromium } from '../browser/chromium.ts';
import { bundled, median } from './bundle.ts';
import type { Measured } from './next-slot.page.ts';

const RUNS = 5;
const BAR = 2;

/** One row of the bench: median milliseconds of product and floor, their ratio, and the bar it is held to. */
export interface Row {
  readonly work: string;
  readonly ms: number;
  readonly floorMs: number;
  readonly ratio: number;
  readonly bar: number;
}

/** Measures both sides in turn. Throws when they do not give the same 10,000 answers. */
export async function nextSlotRows(): Promise<Row[]> {
  const found = findChromium();
  if (found.kind === 'missing') throw new Error(found.sentence);
  const code = await bundled('tests/bench/next-slot.page.ts');
  const browser = await chromium.launch({ executablePath: found.path, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const measured: Record<'product' | 'temporal', Measured[]> = { product: [], temporal: [] };
    for (let run = 0; run < RUNS; run += 1) {
      for (const who of ['product', 'temporal'] as const) {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.evaluate(code);
        const result: Measured = await page.evaluate(`measure('${who}')`);
        measured[who].push(result);
        await context.close();
      }
    }
    const answers = JSON.stringify(measured.product[0]?.answers);
    for (const { answers: others } of [...measured.product, ...measured.temporal]) {
      if (JSON.stringify(others) !== answers) throw new Error('Product and Temporal disagree about a next slot.');
    }
    return (['first', 'again'] as const).map((when) => {
      const ms = median(measured.product.map((each) => each[when]));
      const floorMs = median(measured.temporal.map((each) => each[when]));
      const work = when === 'first' ? 'next slot, 10,000 campaigns, all zones' : 'the same, asked again';
      return { work, ms, floorMs, ratio: ms / floorMs, bar: BAR };
    });
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  for (const { work, ms, floorMs, ratio, bar } of await nextSlotRows()) {
    console.log(`${work}: ${ms.toFixed(1)} ms, Temporal ${floorMs.toFixed(1)} ms, ratio ${ratio.toFixed(2)} (bar ${bar})`);
  }
}
