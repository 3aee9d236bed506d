import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumArguments, chromiumEnvironment, chromiumPath, closeAtExit, removeFolder, scratchFolder, type Hosts } from './chromium-process.ts';

/** What the browser's HTTP target list says of a tab or worker. */
export interface Target {
  readonly id: string;
  /** 'page', 'service_worker', 'iframe' … */
  readonly type: string;
  readonly url: string;
  readonly title: string;
}

/**
 * A Chromium nobody is attached to: tabs are really hidden, timers really throttled, an idle worker really dies. It can only be watched
 * from outside, by its target list and by what practice LinkedIn receives; its clock is the real one.
 */
export interface PlainBrowser {
  targets(): Promise<readonly Target[]>;
  /** Opens a tab in front of the others and returns its id. */
  openTab(url: string): Promise<string>;
  showTab(id: string): Promise<void>;
  closeTab(id: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a plain Chromium in a window-less session with the extension loaded. Throws a plain sentence when there is none. */
export async function launchPlain(options: Hosts & { readonly extensionDir?: string; /** a profile to go on with; left out: a new one */ readonly profileDir?: string }): Promise<PlainBrowser> {
  const path = chromiumPath();
  const scratch = scratchFolder();
  const profile = options.profileDir ?? join(scratch, 'profile');
  const file = join(profile, 'DevToolsActivePort');
  rmSync(file, { force: true });
  const child = spawn(path, [
    '--headless=new', `--user-data-dir=${profile}`, ...chromiumArguments(options, 'en-US'),
    ...(options.extensionDir === undefined ? [] : [`--disable-extensions-except=${options.extensionDir}`, `--load-extension=${options.extensionDir}`]), 'about:blank',
  ], { stdio: 'ignore', env: chromiumEnvironment(scratch) });
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    forget();
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(hard);
    removeFolder(scratch);
  };
  const forget = closeAtExit(close);
  for (let wait = 0; wait < 200 && !existsSync(file); wait += 1) await new Promise((resolve) => { setTimeout(resolve, 50); });
  if (!existsSync(file)) {
    await close();
    throw new Error('Chromium did not open its debugging port within 10 s');
  }
  const port = readFileSync(file, 'utf8').split('\n')[0] ?? '';
  const ask = (what: string, method = 'GET'): Promise<Response> => fetch(`http://127.0.0.1:${port}/json/${what}`, { method });
  return {
    targets: async () => await (await ask('list')).json() as Target[],
    openTab: async (url) => (await (await ask(`new?${encodeURI(url)}`, 'PUT')).json() as Target).id,
    showTab: async (id) => { await ask(`activate/${id}`); },
    closeTab: async (id) => { await ask(`close/${id}`); },
    close,
  };
}
