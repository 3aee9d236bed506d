import { act, renderHook } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useClock } from '@/components/ui/use-live';

const START = Date.UTC(2027, 2, 24, 9);
const pass = (ms: number) => act(() => { vi.advanceTimersByTime(ms); });

beforeEach(() => { vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout'] }); });
afterEach(() => { vi.useRealTimers(); });

it('is refreshed when what depends on it changes next, at the latest a minute after the last time', async () => {
  const { result } = renderHook(() => useClock());
  expect(result.current.now).toBe(START);
  result.current.refreshAt(START + 5000);
  await pass(4900);
  expect(result.current.now).toBe(START);
  await pass(100);
  expect(result.current.now).toBe(START + 5000);
  await pass(60_000);
  expect(result.current.now).toBe(START + 65_000);
});

it('is refreshed once a minute however often it is told of something later', async () => {
  const { result } = renderHook(() => useClock());
  for (let seconds = 10; seconds <= 60; seconds += 10) {
    result.current.refreshAt(START + 3_600_000);
    await pass(10_000);
  }
  expect(result.current.now).toBe(START + 60_000);
});
