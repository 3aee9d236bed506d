/**
 * Import of 30,000 rows to usable contacts beside a bare parse plus a bare bulk write of the same rows, and a segment counted over
 * them beside reading the same rows. In the options page of the built extension: the same database, the same indexes.
 */
import { join } from 'node:path';
import { launch } from '../browser/chromium.ts';
import { bundled, median } from './bundle.ts';
import type { Row } from './next-slot.ts';

const RUNS = 5;
const ROWS = 30_000;
const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');

interface Bench {
  exportOf(rows: number): string;
  product(text: string, run: number): Promise<{ ms: number; contacts: number }>;
  floor(text: string, run: number): Promise<{ ms: number; contacts: number }>;
  segment(run: number): Promise<{ ms: number; floorMs: number; members: number }>;
  remove(run: number): Promise<void>;
}

/** Measures both. Throws when product and floor do not end with the same number of contacts. */
export async function contactRows(): Promise<Row[]> {
  const code = await bundled('tests/bench/contacts.page.ts');
  const browser = await launch({ extensionDir: EXTENSION });
  try {
    const page = await browser.openOptions();
    await page.evaluate(code);
    const results: { product: number; floor: number; segment: number; segmentFloor: number }[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const result = await page.evaluate(async ({ run, rows }) => {
        const bench = (globalThis as unknown as { contactsBench: Bench }).contactsBench;
        const text = bench.exportOf(rows);
        const product = await bench.product(text, run);
        const floor = await bench.floor(text, run);
        const segment = await bench.segment(run);
        await bench.remove(run);
        return { product, floor, segment };
      }, { run, rows: ROWS });
      if (result.product.contacts !== ROWS || result.floor.contacts !== ROWS) throw new Error(`Imported ${result.product.contacts} and ${result.floor.contacts} instead of ${ROWS} contacts.`);
      results.push({ product: result.product.ms, floor: result.floor.ms, segment: result.segment.ms, segmentFloor: result.segment.floorMs });
    }
    const row = (work: string, ms: number, floorMs: number, bar: number): Row => ({ work, ms, floorMs, ratio: ms / floorMs, bar });
    return [
      row('import of 30,000 rows', median(results.map((result) => result.product)), median(results.map((result) => result.floor)), 1.5),
      row('segment count over 30,000 contacts', median(results.map((result) => result.segment)), median(results.map((result) => result.segmentFloor)), 1.5),
    ];
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  for (const { work, ms, floorMs, ratio, bar } of await contactRows()) {
    console.log(`${work}: ${ms.toFixed(0)} ms, floor ${floorMs.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (bar ${bar})`);
  }
}
