import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forecasterApart, type ForecastAnswer, type ForecastOrder } from '@/components/forecast/forecast-apart';
import type { Forecast } from '@/lib/domain/forecast';

/** A thread that does nothing by itself: the test says what comes of it. */
class Thread extends EventTarget {
  static readonly all: Thread[] = [];
  readonly orders: ForecastOrder[] = [];
  state: 'running' | 'ended' = 'running';
  constructor() {
    super();
    Thread.all.push(this);
  }
  postMessage(order: ForecastOrder): void {
    this.orders.push(order);
  }
  terminate(): void {
    this.state = 'ended';
  }
  answers(answer: ForecastAnswer): void {
    this.dispatchEvent(new MessageEvent('message', { data: answer }));
  }
}

const MADE: Forecast = { now: 1, until: 2, events: [], campaigns: new Map() };
const thread = (): Thread => {
  const [only] = Thread.all;
  if (only === undefined) throw new Error('no thread was begun');
  return only;
};

beforeEach(() => { vi.stubGlobal('Worker', Thread); });
afterEach(() => {
  Thread.all.splice(0);
  vi.unstubAllGlobals();
});

it('asks the thread what it was asked, and ends it with the answer', async () => {
  const asked = forecasterApart()(1, undefined, 5000);
  expect(thread().orders).toEqual([{ now: 1, supposed: undefined, length: 5000 }]);
  expect(thread().state).toBe('running');
  thread().answers({ kind: 'forecast', forecast: MADE });
  expect(await asked).toBe(MADE);
  expect(thread().state).toBe('ended');
});

it('rejects and ends a thread that could not make it', async () => {
  const asked = forecasterApart()(1);
  thread().answers({ kind: 'failed', message: 'DatabaseClosedError' });
  await expect(asked).rejects.toThrow('DatabaseClosedError');
  expect(thread().state).toBe('ended');
});

it('rejects and ends a thread that broke or never began', async () => {
  const asked = forecasterApart()(1);
  thread().dispatchEvent(Object.assign(new Event('error'), { message: 'no such file' }));
  await expect(asked).rejects.toThrow('no such file');
  expect(thread().state).toBe('ended');
});

it('ends the thread when nobody waits any more, and begins none after that', async () => {
  const left = new AbortController();
  const forecaster = forecasterApart(left.signal);
  const asked = forecaster(1);
  left.abort();
  await expect(asked).rejects.toThrow();
  expect(thread().state).toBe('ended');
  await expect(forecaster(2)).rejects.toThrow();
  expect(Thread.all).toHaveLength(1);
});
