/** What the benches of the engine run inside a real extension worker: wakes and forecasts on databases of a size. */
import { NurturesDb } from '@/lib/db/schema';
import { forecastNow } from '@/lib/engine/forecast-input';
import type { Ports } from '@/lib/engine/ports';
import { wake } from '@/lib/engine/wake';
import { clearBell, listBells, setBell } from '@/lib/platform/alarms';
import { midnightAhead } from './ahead.ts';
import { fill, type Size } from './world.ts';

/** Saturday: no slot is open, and none starts while it is measured. */
const SATURDAY = midnightAhead('saturday') + 8 * 3_600_000;

function portsOf(db: NurturesDb): Ports {
  return {
    db, now: () => SATURDAY, newId: () => crypto.randomUUID(), bells: { list: listBells, set: setBell, clear: clearBell },
    tab: { show: async () => 'ok', exists: async () => false, failed: async () => false, close: async () => undefined, stop: async () => undefined, leave: async () => undefined, reveal: async () => undefined },
    sameSession: async () => true, badge: async () => undefined, notify: async () => undefined,
    fetch: async () => {
      throw new TypeError('Failed to fetch');
    },
    judge: async () => ({ tone: () => ({ words: [] }), optOut: () => undefined, automatic: () => false }),
  };
}

/**
 * Milliseconds of wakes with nothing due on each database: a few in a row on each, in turns, so that what else the machine does meets
 * all of them. Each database has bells of its own; the first wakes of a turn put them back and are not measured.
 */
async function measureWakes(names: readonly string[], turns: number, runs: number): Promise<number[][]> {
  const worlds = names.map((name) => ({ ports: portsOf(new NurturesDb(name)), took: [] as number[] }));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const { ports, took } of worlds) {
      await wake(ports);
      await wake(ports);
      for (let run = 0; run < runs; run += 1) {
        const begin = performance.now();
        await wake(ports);
        took.push(performance.now() - begin);
      }
    }
  }
  for (const { ports } of worlds) ports.db.close();
  return worlds.map(({ took }) => took);
}

/** Milliseconds of each of `runs` forecasts, reading included, and how many messages it tells. */
async function measureForecasts(name: string, runs: number): Promise<{ took: number[]; events: number }> {
  const db = new NurturesDb(name);
  const took: number[] = [];
  let events = 0;
  for (let run = 0; run <= runs; run += 1) {
    const begin = performance.now();
    events = (await forecastNow(db, SATURDAY)).events.length;
    if (run > 0) took.push(performance.now() - begin);
  }
  db.close();
  return { took, events };
}

Object.assign(globalThis, { bench: { fill: (size: Omit<Size, 'at' | 'pending'>) => fill({ ...size, at: SATURDAY, pending: 0 }), measureWakes, measureForecasts } });
