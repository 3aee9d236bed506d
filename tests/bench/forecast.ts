/** The forecast of the coming 30 days for 100 campaigns of one sender with 30,000 connections, reading the database included. */
import { median } from './bundle.ts';
import { withEngineWorker } from './engine-worker.ts';

const RUNS = 5;
const BAR_MS = 1000;

/** One row: median milliseconds, and how many messages the forecast told. */
export async function forecastRow(): Promise<{ work: string; ms: number; events: number; bar: number }> {
  return withEngineWorker([{ name: 'forecast', campaigns: 100, deliveries: 2000, contacts: 30_000 }], async (worker) => {
    const { took, events }: { took: number[]; events: number } = await worker.evaluate(`bench.measureForecasts('forecast', ${RUNS})`);
    return { work: '30-day forecast of 100 campaigns', ms: median(took), events, bar: BAR_MS };
  });
}

if (import.meta.main) {
  const { work, ms, events, bar } = await forecastRow();
  console.log(`${work}: ${ms.toFixed(0)} ms for ${events} messages (bar ${bar} ms)`);
}
