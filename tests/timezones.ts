/**
 * Runs the tests whose outcome could depend on the zone of the process under each further zone; `npm test` itself runs
 * everything under UTC, and each of these files under two of the further zones. Exits with 1 when a zone failed.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Zones with clock changes on both sides of the equator, half hours, a half-hour change and the far side of the date line. */
export const FURTHER_ZONES = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia'] as const;

/** Name filters of the files in which time is decided. */
export const TIME_FILES = [
  'tests/unit/zoned-time', 'tests/unit/schedule', 'tests/unit/pacing', 'tests/unit/plan', 'tests/unit/health', 'tests/unit/campaign-actions', 'tests/unit/queue-actions',
  'tests/unit/engine/forecast', 'tests/unit/engine/histories', 'tests/unit/engine/missed-slots', 'tests/unit/engine/time-rules', 'tests/unit/engine/main-job',
] as const;

/** The files of time that `npm test` runs under a further zone: each file meets two of the zones, each zone several files. */
export function filesUnder(zone: (typeof FURTHER_ZONES)[number]): string[] {
  const place = FURTHER_ZONES.indexOf(zone);
  return TIME_FILES.filter((_file, index) => [index, index + 2].some((one) => one % FURTHER_ZONES.length === place));
}

/** What property tests are told under a further zone: fewer cases than under UTC. */
export const FEWER = { FORECAST_RUNS: '2', HISTORY_RUNS: '2', PROPERTY_SHARE: '4' } as const;

/** Runs the unit tests of time under one zone; the exit code. */
function runUnder(zone: string, files: readonly string[] = TIME_FILES): Promise<number> {
  const root = join(import.meta.dirname, '..');
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules/.bin/vitest'), ['run', '--project', 'unit', '--reporter=dot', ...files], { cwd: root, stdio: 'inherit', env: { ...process.env, ...FEWER, TZ: zone } });
    child.on('exit', (code) => resolve(code ?? 1));
    child.on('error', () => resolve(1));
  });
}

if (import.meta.main) {
  const failed: string[] = [];
  for (const zone of FURTHER_ZONES) {
    console.log(`\n== time under ${zone}`);
    if ((await runUnder(zone)) !== 0) failed.push(zone);
  }
  console.log(failed.length === 0 ? `\nThe same under ${FURTHER_ZONES.length} further zones.` : `\nFailed under ${failed.join(', ')}.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
