import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Runs the story of `npm start`; exit code, what it printed, and what it left in a temporary folder of its own. */
async function story(...args: string[]): Promise<{ code: number | null; output: string; left: string[]; profiles: string[] }> {
  const scratch = mkdtempSync(join(tmpdir(), 'nurtures-story-'));
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), ['tests/start/main.ts', '--skip-build', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: scratch } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const left = readdirSync(scratch);
  rmSync(scratch, { recursive: true, force: true });
  return { code, output, left, profiles: processesOf(child.pid ?? -1) };
}

/** Command lines of processes that still have this process as their session's or group's ancestor, on systems with /proc. */
function processesOf(pid: number): string[] {
  if (process.platform !== 'linux') return [];
  const lines: string[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      if (new RegExp(`^PPid:\\s+${pid}$`, 'm').test(status)) lines.push(readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' '));
    } catch {
      // it ended while it was looked at
    }
  }
  return lines;
}

it('notices a message the server dropped: the story ends with a failure', { timeout: 400_000 }, async () => {
  const { code, output, left, profiles } = await story('--seed', '4', '--people', '3', '--drop-one');
  expect(output).toMatch(/NOT AS EXPECTED/);
  expect(code, output).toBe(1);
  expect(left).toEqual([]);
  expect(profiles).toEqual([]);
});

it('tells the main job with received, shown and expected in agreement, and leaves nothing behind', { timeout: 400_000 }, async () => {
  const { code, output, left, profiles } = await story('--seed', '3', '--people', '4');
  expect(output).toMatch(/Received and shown agree/);
  expect(code, output).toBe(0);
  expect(left).toEqual([]);
  expect(profiles).toEqual([]);
});
