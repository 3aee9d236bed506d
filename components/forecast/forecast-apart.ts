import { openDb } from '@/lib/db/database';
import type { Forecast } from '@/lib/domain/forecast';
import { forecastNow, type Forecaster, type Supposed } from '@/lib/engine/forecast-input';

/** What the worker is asked: the arguments of `forecastNow`. */
export interface ForecastOrder {
  now: number;
  supposed: Supposed | undefined;
  length: number | undefined;
}

export type ForecastAnswer = { kind: 'forecast'; forecast: Forecast } | { kind: 'failed'; message: string };

/**
 * Makes forecasts like `forecastNow`, each in a thread of its own, which ends with the answer, or when `signal` says that nobody waits for it any
 * more. Rejects when the forecast could not be made. Where there are no such threads it is made here.
 */
export function forecasterApart(signal?: AbortSignal): Forecaster {
  return async (now, supposed, length) => {
    if (typeof Worker === 'undefined') return forecastNow(openDb(), now, supposed, length);
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Forecast>();
    const worker = new Worker(new URL('forecast.worker.ts', import.meta.url), { type: 'module', name: 'forecast' });
    worker.addEventListener('message', ({ data }: MessageEvent<ForecastAnswer>) => (data.kind === 'forecast' ? resolve(data.forecast) : reject(new Error(data.message))));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    const order: ForecastOrder = { now, supposed, length };
    worker.postMessage(order, []);
    return promise.finally(() => worker.terminate());
  };
}
