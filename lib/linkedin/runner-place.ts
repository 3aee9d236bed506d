import type { RunOrder } from '@/lib/linkedin/run-order';

const PLACE = Symbol.for('nurtures order runner');

/**
 * The content script and the file with the order runner share one isolated world and nothing else; this is where the file leaves the
 * runner. The page cannot see it. It is taken out as it is used: after an update an older one must not be met.
 */
export function leaveRunner(run: RunOrder): void {
  Reflect.set(globalThis, PLACE, run);
}

/** Takes the runner that was just left, if there is one. */
export function takeRunner(): RunOrder | undefined {
  const run: unknown = Reflect.get(globalThis, PLACE);
  Reflect.deleteProperty(globalThis, PLACE);
  return isRunner(run) ? run : undefined;
}

function isRunner(value: unknown): value is RunOrder {
  return typeof value === 'function';
}
