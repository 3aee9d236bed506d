import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../lib/clicks/redirector/deploy.ts');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redirector-deploy-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the deploy script with an `npx` that only writes down what it was asked and ends with `status`. */
function deploy(status: number, ...more: string[]) {
  const notes = join(folder, 'asked');
  const npx = join(folder, 'npx');
  writeFileSync(npx, `#!/bin/sh\nprintf '%s\\n' "$@" > '${notes}'\nexit ${status}\n`);
  chmodSync(npx, 0o755);
  const run = spawnSync(process.execPath, [script, ...more], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  return { ...run, asked: existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [] };
}

describe('the one command that deploys', () => {
  it('hands Cloudflare the hash of the token it shows, never the token', () => {
    const { status, stdout, asked } = deploy(0);
    const token = /only now: (\S+)/u.exec(stdout)?.[1] ?? '';
    expect(status).toBe(0);
    expect(token).toMatch(/^[\w-]{43}$/u);
    expect(asked.slice(0, 4)).toEqual(['--yes', 'wrangler@4', 'deploy', '--config']);
    expect(asked[4]).toMatch(/\.output\/redirector\/wrangler\.json$/u);
    expect(asked.slice(5)).toEqual(['--var', `TOKEN_SHA256:${createHash('sha256').update(token).digest('hex')}`]);
    expect(asked.join(' ')).not.toContain(token);
  });

  it('makes another token each time', () => {
    expect(deploy(0).stdout).not.toBe(deploy(0).stdout);
  });

  it('leaves the token alone when told to, and passes everything else on', () => {
    const { stdout, asked } = deploy(0, '--keep-token', '--name', 'other-links');
    expect(asked.slice(5)).toEqual(['--name', 'other-links']);
    expect(stdout).toContain('stays valid');
  });

  it('shows no token when nothing was deployed', () => {
    const { status, stdout, stderr } = deploy(1);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('Not deployed');
  });

  it('does not call a dry run a deployment', () => {
    expect(deploy(0, '--dry-run').stdout.trim()).toBe('A dry run: nothing was deployed.');
  });
});
