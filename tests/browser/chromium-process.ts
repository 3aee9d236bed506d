import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where a Chromium was found, or a plain sentence how to get one. */
export type Found = { readonly kind: 'found'; readonly path: string } | { readonly kind: 'missing'; readonly sentence: string };

const NAMES = ['chromium', 'chromium-browser', 'chrome-for-testing'];
const PLACES = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium', '/usr/lib/chromium/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'C:\\Program Files\\Chromium\\Application\\chrome.exe',
];

/**
 * Finds a Chromium or Chrome for Testing: `CHROMIUM_PATH`, the PATH, usual places, caches of other tools, and at last, as root on a
 * Debian-like system, `apt-get install chromium`. Branded Chrome is not looked for: from version 137 it ignores `--load-extension`.
 */
export function findChromium(): Found {
  const wanted = process.env['CHROMIUM_PATH'];
  if (wanted !== undefined && wanted !== '') {
    return runnable(wanted) ? { kind: 'found', path: wanted } : { kind: 'missing', sentence: `CHROMIUM_PATH names ${wanted}, which cannot be run. Point it at a Chromium or Chrome for Testing.` };
  }
  const known = search();
  if (known !== null) return { kind: 'found', path: known };
  if (process.platform === 'linux' && process.getuid?.() === 0 && runnable('/usr/bin/apt-get')) {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    try {
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env: environment });
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore', env: environment });
    } catch {
      return { kind: 'missing', sentence: 'No Chromium was found, and apt-get could not install one. Install Chromium or Chrome for Testing and set CHROMIUM_PATH to it.' };
    }
    const installed = search();
    if (installed !== null) return { kind: 'found', path: installed };
  }
  return { kind: 'missing', sentence: 'No Chromium was found. Install Chromium (Debian: apt install chromium; macOS: brew install chromium) or Chrome for Testing (npx @puppeteer/browsers install chrome@stable) and set CHROMIUM_PATH to it; branded Chrome does not load unpacked extensions from the command line.' };
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function search(): string | null {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const home = homedir();
  const cached = [
    ...inside(join(home, '.cache', 'puppeteer', 'chrome'), ['chrome-linux64/chrome', 'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing', 'chrome-win64/chrome.exe']),
    ...inside(join(home, '.cache', 'ms-playwright'), ['chrome-linux/chrome', 'chrome-linux64/chrome']),
    ...inside(join(home, 'Library', 'Caches', 'ms-playwright'), ['chrome-mac/Chromium.app/Contents/MacOS/Chromium']),
  ];
  return [...onPath, ...PLACES, ...cached].find(runnable) ?? null;
}

function inside(folder: string, tails: readonly string[]): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).sort().reverse().flatMap((version) => tails.map((tail) => join(folder, version, tail)));
}

/** What every Chromium of ours is told about the network. */
export interface Hosts {
  /** Port of practice LinkedIn; `www.linkedin.com` is mapped to it. */
  readonly practicePort?: number;
  /** Further hosts to map, each to a port of 127.0.0.1. Every other host is unreachable. */
  readonly hosts?: Readonly<Record<string, number>>;
}

const leftovers = new Set<string>();
const running = new Set<() => Promise<void>>();
let hooked = false;

/** Removes a scratch folder with everything in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  leftovers.delete(folder);
}

/** On SIGINT, SIGTERM or a plain exit nothing stays behind. */
function hookExit(): void {
  if (hooked) return;
  hooked = true;
  process.once('exit', () => {
    for (const folder of leftovers) removeFolder(folder);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void Promise.allSettled([...running].map((close) => close())).then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
    });
  }
}

const PREFIX = 'nurtures-chromium-';

/** A folder of our own under the system's temporary one; gone when the process ends, at the latest when the next one starts. */
export function scratchFolder(): string {
  hookExit();
  sweep();
  const scratch = mkdtempSync(join(tmpdir(), PREFIX));
  leftovers.add(scratch);
  writeFileSync(join(scratch, 'owner'), String(process.pid));
  mkdirSync(join(scratch, 'tmp'));
  return scratch;
}

/** Removes what processes left that were killed outright. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const owner = join(tmpdir(), name, 'owner');
    if (existsSync(owner) && !alive(Number(readFileSync(owner, 'utf8')))) removeFolder(join(tmpdir(), name));
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it means that it lives, under another user.
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM';
  }
}

/** Closes this browser too when the process is told to stop; call the answer once it is closed. */
export function closeAtExit(close: () => Promise<void>): () => void {
  hookExit();
  running.add(close);
  return () => { running.delete(close); };
}

/** The path of a Chromium. Throws a plain sentence when there is none. */
export function chromiumPath(): string {
  const found = findChromium();
  if (found.kind === 'missing') throw new Error(found.sentence);
  return found.path;
}

/** The environment Chromium runs in: its temporary files lie in the scratch folder. */
export function chromiumEnvironment(scratch: string): Record<string, string> {
  const own = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return { ...own, TMPDIR: join(scratch, 'tmp') };
}

/** Arguments of every Chromium here: no network but the mapped hosts, a debugging port, nothing of a first start. */
export function chromiumArguments(options: Hosts, language: string): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--host-resolver-rules=${hostRules(options)}`, '--ignore-certificate-errors', '--disable-gpu', '--disable-quic', '--remote-debugging-port=0', '--no-first-run',
    '--no-default-browser-check', '--disable-sync', '--disable-component-update', '--disable-crash-reporter', `--lang=${language}`,
  ];
}

function hostRules(options: Hosts): string {
  const hosts = { ...(options.practicePort === undefined ? {} : { 'www.linkedin.com': options.practicePort }), ...options.hosts };
  return [...Object.entries(hosts).map(([host, port]) => `MAP ${host} 127.0.0.1:${port}`), 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1', 'EXCLUDE localhost'].join(', ');
}
