/** A wake with nothing due: with a million deliveries beside a thousand, and with a thousand campaigns beside ten. */
import { median, withEngineWorker } from './engine-worker.ts';

const RUNS = 11;
const SIZES = [
  { name: 'small', campaigns: 10, deliveries: 1000, contacts: 2000 },
  { name: 'many-campaigns', campaigns: 1000, deliveries: 1000, contacts: 2000 },
  { name: 'many-deliveries', campaigns: 1000, deliveries: Number(process.env['BENCH_DELIVERIES'] ?? 1_000_000), contacts: 2000 },
] as const;
type Name = (typeof SIZES)[number]['name'];

/** Median milliseconds per size, with the two comparisons the design holds them to. */
export async function wakeRows(): Promise<{ medians: Record<Name, number>; ratio: number; more: number }> {
  return withEngineWorker(async (worker) => {
    const medians: Record<Name, number> = { small: 0, 'many-campaigns': 0, 'many-deliveries': 0 };
    for (const size of SIZES) await worker.evaluate(`bench.fill(${JSON.stringify(size)})`);
    for (const { name } of SIZES) medians[name] = median(await worker.evaluate<number[]>(`bench.measureWakes('${name}', ${RUNS})`));
    return { medians, ratio: medians['many-deliveries'] / medians['many-campaigns'], more: medians['many-campaigns'] - medians.small };
  });
}

if (import.meta.main) {
  const { medians, ratio, more } = await wakeRows();
  console.log(`wake with nothing due, 1,000 campaigns: ${medians['many-deliveries'].toFixed(1)} ms with ${SIZES[2].deliveries} deliveries, ${medians['many-campaigns'].toFixed(1)} ms with 1,000, ratio ${ratio.toFixed(2)} (bar 1.5)`);
  console.log(`wake with nothing due, 10 campaigns: ${medians.small.toFixed(1)} ms, 1,000 campaigns ${more.toFixed(1)} ms more (bar 10)`);
}
