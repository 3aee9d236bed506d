import { join, resolve } from 'node:path';
import { chromium, type BrowserContext, type CDPSession, type Page, type Worker } from 'playwright-core';
import { chromiumArguments, chromiumEnvironment, chromiumPath, closeAtExit, findChromium, removeFolder, scratchFolder, type Hosts } from './chromium-process.ts';
import { WorkerClock, WorkerDied } from './worker-clock.ts';

export { findChromium, WorkerDied };

export interface LaunchOptions extends Hosts {
  /** Folder of the built extension (`.output/chrome-mv3`). Left out: a Chromium without extension. */
  readonly extensionDir?: string;
  /** A profile to go on with. Left out: a new one in the temporary folder, removed at close. */
  readonly profileDir?: string;
  /** Default true. */
  readonly headless?: boolean;
  /** Epoch milliseconds that Date starts at in the worker, in extension pages and in LinkedIn's pages. Default: the real time. */
  readonly now?: number;
  /**
   * How many seconds of Date, performance and timers go by in one real second, in every page and, but for its timers, in the worker. Waiting is shortened, work is
   * not: to the product it is a machine so many times slower. Practice LinkedIn needs the same pace. Default 1.
   */
  readonly pace?: number;
  /** UI language of the browser, e.g. 'fr'. Default 'en-US'. */
  readonly locale?: string;
  /** Size of new pages. Default 1280 × 900. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A running Chromium with the extension in it. */
export interface Browser {
  readonly context: BrowserContext;
  readonly profileDir: string;
  /** Id of the loaded extension; throws if none was loaded. */
  extensionId(): string;
  /** The extension's worker, started if it was not running. */
  worker(): Promise<Worker>;
  /** Runs code in the worker, started if it was not running. Rejects with `WorkerDied` where it dies before the answer. */
  inWorker<T>(code: string | (() => T | Promise<T>)): Promise<T>;
  /** Opens an extension page (`popup.html`, `options.html#/nurtures`) as a tab. */
  openExtensionPage(path: string): Promise<Page>;
  openPopup(): Promise<Page>;
  openOptions(hash?: string): Promise<Page>;
  /** Moves Date everywhere (worker, extension pages, LinkedIn's pages and content scripts); it runs on from there. */
  setNow(ms: number): Promise<void>;
  /** The shifted time, epoch milliseconds. */
  now(): number;
  /** Ends the worker's process the way Chrome does when it is idle. */
  killWorker(): Promise<void>;
  /** Whether the worker is running now. */
  workerRunning(): boolean;
  /** Rings an alarm in the worker, with the shifted time as its scheduled time. Rejects with `WorkerDied` where it may not have been heard. */
  ringAlarm(name: string, scheduledTime?: number): Promise<void>;
  /** Discards the page's tab; its id changes and it reloads when looked at. */
  discardTab(urlPart: string): Promise<void>;
  /** Loads the extension again as an update does: alarms gone, open tabs orphaned. */
  updateExtension(dir?: string): Promise<void>;
  /** Closes the browser and starts it again with the same profile. The old context and pages are dead afterwards. */
  restart(options?: { readonly now?: number }): Promise<Browser>;
  /** Screenshot as png of a page at a width, in light or dark. */
  screenshot(page: Page, file: string, width?: number, colorScheme?: 'light' | 'dark'): Promise<void>;
  /** Closes the browser and removes what it left, its own profile included. May be called twice. */
  close(): Promise<void>;
}

/** Starts Chromium. Throws a plain sentence when there is none. */
export async function launch(options: LaunchOptions): Promise<Browser> {
  const path = chromiumPath();
  const scratch = scratchFolder();
  try {
    return await start(options, path, scratch);
  } catch (error) {
    removeFolder(scratch);
    throw error;
  }
}

/** `scratch` is a folder of our own: Chromium's temporary files lie in it, and the profile unless one is given. */
async function start(options: LaunchOptions, executablePath: string, scratch: string): Promise<Browser> {
  const profileDir = options.profileDir ?? join(scratch, 'profile');
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath,
    env: chromiumEnvironment(scratch),
    headless: options.headless ?? true,
    ignoreHTTPSErrors: true,
    locale: options.locale ?? 'en-US',
    viewport: options.viewport ?? { width: 1280, height: 900 },
    // The extension is loaded over the debugging protocol once the clock is in place: no worker ever starts with the wrong time.
    ignoreDefaultArgs: ['--disable-extensions'],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [...chromiumArguments(options, options.locale ?? 'en-US'), '--enable-unsafe-extension-debugging'],
  });
  return await Running.begin(context, options, profileDir, scratch);
}

/** A clock that showed `at` when the real one showed `real`, and goes `pace` times as fast. All in milliseconds. */
interface Clock { readonly real: number; readonly at: number; readonly pace: number }

/**
 * Replaces Date by one that shows another clock, and timers by ones that follow its pace; called again it only sets that clock. Runs inside
 * pages, content scripts and the worker, so it may use nothing from outside.
 */
function replaceClock(clock: Clock): void {
  const key = Symbol.for('replaced clock');
  const known: unknown = Reflect.get(globalThis, key);
  if (typeof known === 'function') {
    known(clock);
    return;
  }
  let shown = clock;
  const Real = Date;
  const now = (): number => Math.floor(shown.at + (Real.now() - shown.real) * shown.pace);
  const Shifted: DateConstructor = new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (target, parameters: unknown[], newTarget): Date =>
      Reflect.construct(target, parameters.length === 0 ? [now()] : parameters, newTarget === Shifted ? target : newTarget) as Date,
    get: (target, name): unknown => (name === 'now' ? now : Reflect.get(target, name)),
  });
  Reflect.set(globalThis, key, (next: Clock) => { shown = next; });
  Reflect.set(globalThis, 'Date', Shifted);
  const { pace } = clock;
  if (pace === 1) return;
  const realNow = performance.now.bind(performance);
  const since = realNow();
  Object.defineProperty(performance, 'now', { configurable: true, writable: true, value: () => since + (realNow() - since) * pace });
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const real: unknown = globalThis[name];
    // A worker has no timers yet before its first statement: its own keep the real pace.
    if (typeof real === 'function') Reflect.set(globalThis, name, (task: () => void, ms?: number, ...rest: unknown[]) => Reflect.apply(real, globalThis, [task, (ms ?? 0) / pace, ...rest]));
  }
}

class Running implements Browser {
  readonly context: BrowserContext;
  readonly profileDir: string;
  readonly #options: LaunchOptions;
  readonly #scratch: string;
  readonly #forget: () => void;
  #clockShown: Clock;
  #id: string | null = null;
  #cdp: CDPSession | null = null;
  #clock: WorkerClock | null = null;
  #initScript: { dispose(): Promise<void> } | null = null;
  readonly #worlds = new Map<Page, () => void>();
  #closed = false;
  #restarting = false;

  private constructor(context: BrowserContext, options: LaunchOptions, profileDir: string, scratch: string) {
    this.context = context;
    this.profileDir = profileDir;
    this.#options = options;
    this.#scratch = scratch;
    const real = Date.now();
    this.#clockShown = { real, at: options.now ?? real, pace: options.pace ?? 1 };
    this.#forget = closeAtExit(() => this.close());
  }

  static async begin(context: BrowserContext, options: LaunchOptions, profileDir: string, scratch: string): Promise<Browser> {
    const browser = new Running(context, options, profileDir, scratch);
    try {
      await browser.#prepare();
    } catch (error) {
      await browser.close();
      throw error;
    }
    return browser;
  }

  async #prepare(): Promise<void> {
    this.#clock = await WorkerClock.connect(this.profileDir, this.#script());
    this.#clock.holdDriver(this.context);
    await this.#coverNewPages();
    for (const page of this.context.pages()) await this.#follow(page);
    this.context.on('page', (page) => { void this.#follow(page); });
    if (this.#options.extensionDir !== undefined) await this.#load(this.#options.extensionDir);
  }

  async #load(dir: string): Promise<void> {
    const started = this.#clock?.born();
    started?.catch(() => undefined);
    const session = await this.#session();
    const { id } = await session.send('Extensions.loadUnpacked', { path: resolve(dir) });
    this.#id = id;
    await started;
    if (this.context.serviceWorkers().length === 0) await this.context.waitForEvent('serviceworker', { timeout: 20_000 });
  }

  #script(): string {
    return `(${replaceClock.toString()})(${JSON.stringify(this.#clockShown)})`;
  }

  /** Whether the clock shown is the real one. */
  get #real(): boolean {
    return this.#clockShown.at === this.#clockShown.real && this.#clockShown.pace === 1;
  }

  async #coverNewPages(): Promise<void> {
    // One tab that goes away before it ever showed a page fails the driver for the whole context, and stays in its list for good. From
    // then on the pages get the script one by one, and new ones as they come.
    const former = this.#initScript;
    this.#initScript = null;
    await former?.dispose().catch(() => undefined);
    if (this.#real) return;
    try {
      this.#initScript = await this.context.addInitScript(this.#script());
    } catch {
      await Promise.allSettled(this.#shownPages().map((page) => page.addInitScript(this.#script())));
    }
  }

  /** The pages that have shown something; the others answer nothing, not even an error. */
  #shownPages(): Page[] {
    return this.context.pages().filter((page) => page.url() !== '');
  }

  /** Keeps the clock of a page's content scripts, which live in a world of their own, in step. */
  async #follow(page: Page): Promise<void> {
    try {
      const session = await this.context.newCDPSession(page);
      const worlds = new Set<number>();
      const shift = (contextId: number): void => {
        if (!this.#real) void session.send('Runtime.evaluate', { contextId, expression: this.#script() }).catch(() => undefined);
      };
      session.on('Runtime.executionContextCreated', ({ context }) => {
        const contentScript = context.origin.startsWith('chrome-extension://') && !page.url().startsWith('chrome-extension://');
        if (!contentScript && this.#initScript !== null) return;
        worlds.add(context.id);
        shift(context.id);
      });
      session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => { worlds.delete(executionContextId); });
      session.on('Runtime.executionContextsCleared', () => { worlds.clear(); });
      this.#worlds.set(page, () => { for (const id of worlds) shift(id); });
      page.once('close', () => this.#worlds.delete(page));
      page.once('crash', () => { void page.close().catch(() => undefined); });
      await session.send('Runtime.enable');
    } catch {
      // The page was closed meanwhile.
    }
  }

  extensionId(): string {
    if (this.#id === null) throw new Error('this Chromium was started without an extension');
    return this.#id;
  }

  async worker(): Promise<Worker> {
    const id = this.extensionId();
    const here = (): Worker | undefined => this.context.serviceWorkers().find((one) => one.url().startsWith(`chrome-extension://${id}/`));
    const known = here();
    if (known !== undefined && this.workerRunning()) return known;
    // A message wakes the worker; the page it comes from runs no code of the product, and nobody answers that message.
    const page = await this.openExtensionPage('manifest.json');
    await page.evaluate('chrome.runtime.sendMessage({}).catch(() => undefined)');
    await page.close();
    return here() ?? await this.context.waitForEvent('serviceworker', { timeout: 20_000 });
  }

  async inWorker<T>(code: string | (() => T | Promise<T>)): Promise<T> {
    const asked = this.worker().then((worker) => worker.evaluate<T>(code)).catch((error: unknown) => {
      throw error instanceof Error && error.message.includes('Service worker restarted') ? new WorkerDied() : error;
    });
    return await (this.#clock?.unlessDead(asked) ?? asked);
  }

  async openExtensionPage(path: string): Promise<Page> {
    const page = await this.context.newPage();
    if (!this.#real && this.#initScript === null) await page.addInitScript(this.#script());
    await page.goto(`chrome-extension://${this.extensionId()}/${path}`);
    return page;
  }

  openPopup(): Promise<Page> {
    return this.openExtensionPage('popup.html');
  }

  openOptions(hash = ''): Promise<Page> {
    return this.openExtensionPage(`options.html${hash}`);
  }

  now(): number {
    const { real, at, pace } = this.#clockShown;
    return Math.floor(at + (Date.now() - real) * pace);
  }

  async setNow(ms: number): Promise<void> {
    this.#clockShown = { real: Date.now(), at: ms, pace: this.#clockShown.pace };
    const script = this.#script();
    await Promise.all([this.#clock?.set(script), this.#coverNewPages(), ...this.#shownPages().map((page) => page.evaluate(script).catch(() => undefined))]);
    for (const shiftWorlds of this.#worlds.values()) shiftWorlds();
  }

  async #session(): Promise<CDPSession> {
    this.#cdp ??= await (this.context.browser()?.newBrowserCDPSession() ?? this.context.newCDPSession(this.context.pages()[0] ?? await this.context.newPage()));
    return this.#cdp;
  }

  async #workerTargets(): Promise<string[]> {
    const session = await this.#session();
    const { targetInfos } = await session.send('Target.getTargets');
    return targetInfos.filter((target) => target.type === 'service_worker' && target.url.startsWith(`chrome-extension://${this.#id ?? ''}`)).map((target) => target.targetId);
  }

  workerRunning(): boolean {
    return this.#clock?.running === true;
  }

  async killWorker(): Promise<void> {
    if (!this.workerRunning()) return;
    const session = await this.#session();
    const targets = await this.#workerTargets();
    if (targets.length === 0) return;
    const died = this.#clock?.died();
    for (const targetId of targets) await session.send('Target.closeTarget', { targetId });
    await died;
  }

  async ringAlarm(name: string, scheduledTime: number = this.now()): Promise<void> {
    await this.inWorker(`chrome.alarms.onAlarm.dispatch(${JSON.stringify({ name, scheduledTime })})`);
  }

  async discardTab(urlPart: string): Promise<void> {
    await this.inWorker(`chrome.tabs.query({}).then((tabs) => Promise.all(
      tabs.filter((tab) => (tab.url ?? '').includes(${JSON.stringify(urlPart)})).map((tab) => chrome.tabs.discard(tab.id))))`);
  }

  async updateExtension(dir: string | undefined = this.#options.extensionDir): Promise<void> {
    if (dir === undefined) throw new Error('no extension to update');
    await this.#load(dir);
  }

  async restart(options: { readonly now?: number } = {}): Promise<Browser> {
    const now = options.now ?? (this.#real ? undefined : this.now());
    this.#restarting = true;
    await this.close();
    const { now: _former, ...kept } = this.#options;
    return await start({ ...kept, ...(now === undefined ? {} : { now }) }, chromiumPath(), this.#scratch);
  }

  async screenshot(page: Page, file: string, width = 1280, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
    const before = page.viewportSize();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: before?.height ?? 900 });
    await page.screenshot({ path: file, fullPage: true });
    await page.emulateMedia({ colorScheme: null });
    if (before !== null) await page.setViewportSize(before);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#forget();
    this.#clock?.close();
    await this.context.close().catch(() => undefined);
    if (!this.#restarting) removeFolder(this.#scratch);
  }
}
