/** A wake with nothing due: with a million deliveries beside a thousand, and with a thousand campaigns beside ten. */
import { median } from './bundle.ts';
import { withEngineWorker } from './engine-worker.ts';

const TURNS = 5;
const RUNS = 5;
const SIZES = [
  { name: 'small', campaigns: 10, deliveries: 1000, contacts: 2000 },
  { name: 'many-campaigns', campaigns: 1000, deliveries: 1000, contacts: 2000 },
  { name: 'many-deliveries', campaigns: 1000, deliveries: Number(process.env['BENCH_DELIVERIES'] ?? 1_000_000), contacts: 2000 },
] as const;
type Name = (typeof SIZES)[number]['name'];

/** Median milliseconds per size, with the two comparisons the design holds them to. */
export async function wakeRows(): Promise<{ medians: Record<Name, number>; deliveries: number; ratio: number; more: number }> {
  return withEngineWorker(SIZES, async (worker) => {
    const took: number[][] = await worker.evaluate(`bench.measureWakes(${JSON.stringify(SIZES.map(({ name }) => name))}, ${TURNS}, ${RUNS})`);
    const of = (name: Name) => median(took[SIZES.findIndex((size) => size.name === name)] ?? []);
    const medians = { small: of('small'), 'many-campaigns': of('many-campaigns'), 'many-deliveries': of('many-deliveries') };
    return { medians, deliveries: SIZES[2].deliveries, ratio: medians['many-deliveries'] / medians['many-campaigns'], more: medians['many-campaigns'] - medians.small };
  });
}

if (import.meta.main) {
  const { medians, deliveries, ratio, more } = await wakeRows();
  console.log(`wake with nothing due, 1,000 campaigns: ${medians['many-deliveries'].toFixed(1)} ms with ${deliveries} deliveries, ${medians['many-campaigns'].toFixed(1)} ms with 1,000, ratio ${ratio.toFixed(2)} (bar 1.5)`);
  console.log(`wake with nothing due, 10 campaigns: ${medians.small.toFixed(1)} ms, 1,000 campaigns ${more.toFixed(1)} ms more (bar 10)`);
}
