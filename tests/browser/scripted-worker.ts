import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Worker } from 'playwright-core';
import type { Order, PageAnswers, PageMessage } from '../../lib/linkedin/contract.ts';
import { launch, type Browser } from './chromium.ts';

const BUILT = join(import.meta.dirname, '../../.output/chrome-mv3');
const FILES = ['content-scripts/linkedin.js', 'linkedin-orders.js'];

/** What the scripted worker answers, by type of message; a hello gets the next order. */
export interface Script {
  orders: Order[];
  answers: Partial<PageAnswers>;
  /** types that get no answer at all */
  silent: PageMessage['type'][];
  /** the tab is told to stop its order when a message of this type arrives */
  stopAt?: PageMessage['type'];
}

/** The built content script in a throw-away extension whose worker says what a test tells it and remembers what it heard. */
export interface ScriptedExtension {
  readonly dir: string;
  remove(): void;
}

const WORKER = `
globalThis.heard = [];
globalThis.script = { orders: [], answers: {}, silent: [] };
chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (message.type === 'wantOrdersFile') {
    chrome.scripting.executeScript({ target: { tabId: sender.tab.id, frameIds: [0] }, files: ['/linkedin-orders.js'] }).then(() => answer('there'), () => answer('refused'));
    return true;
  }
  heard.push({ ...message, tabId: sender.tab?.id, frameId: sender.frameId });
  const { orders, answers, silent, stopAt } = script;
  if (stopAt === message.type) chrome.tabs.sendMessage(sender.tab.id, { type: 'stop', orderId: message.orderId, reason: 'paused' });
  if (silent.includes(message.type)) return true;
  if (message.type === 'hello') answer(orders.length > 0 ? { order: orders.shift() } : {});
  else answer(answers[message.type] ?? { stored: 'yes' });
});
`;

/** Makes the extension from the built content script; `wxt build` must have run. */
export function scriptedExtension(): ScriptedExtension {
  if (!FILES.every((file) => existsSync(join(BUILT, file)))) throw new Error('the content script is not built: run `npm run build` first');
  const dir = mkdtempSync(join(tmpdir(), 'nurtures-scripted-'));
  mkdirSync(join(dir, 'content-scripts'));
  for (const file of FILES) cpSync(join(BUILT, file), join(dir, file));
  writeFileSync(join(dir, 'background.js'), WORKER);
  writeFileSync(join(dir, 'popup.html'), '<!doctype html><title>empty</title>');
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({
    manifest_version: 3, name: 'scripted', version: '1', background: { service_worker: 'background.js' },
    permissions: ['scripting'], host_permissions: ['https://www.linkedin.com/*'],
    content_scripts: [{ matches: ['https://www.linkedin.com/*'], js: ['content-scripts/linkedin.js'] }],
  }));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export type Heard = PageMessage & { tabId: number; frameId: number };
export type HeardOf<T extends PageMessage['type']> = Extract<Heard, { type: T }>;

/** Chromium with the scripted extension, and short ways to let it do one order. */
export class Stage {
  readonly browser: Browser;
  readonly page: Page;
  readonly #worker: Worker;

  private constructor(browser: Browser, page: Page, worker: Worker) {
    this.browser = browser;
    this.page = page;
    this.#worker = worker;
  }

  static async open(extension: ScriptedExtension, practicePort: number): Promise<Stage> {
    const browser = await launch({ extensionDir: extension.dir, practicePort });
    return new Stage(browser, browser.context.pages()[0] ?? await browser.context.newPage(), await browser.worker());
  }

  /** What follows is answered by this; everything heard so far is forgotten. */
  async script(script: Partial<Script>): Promise<void> {
    await this.#worker.evaluate((next) => { Object.assign(globalThis, { heard: [], script: next }); }, { orders: [], answers: {}, silent: [], ...script });
  }

  async heard(): Promise<Heard[]> {
    return this.#worker.evaluate(() => Reflect.get(globalThis, 'heard') as Heard[]);
  }

  /** The first message of a type, waited for. */
  async hears<T extends PageMessage['type']>(type: T, ms = 60_000): Promise<HeardOf<T>> {
    const end = Date.now() + ms;
    for (;;) {
      const found = (await this.heard()).find((message): message is HeardOf<T> => message.type === type);
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`no ${type} within ${String(ms)} ms; heard ${(await this.heard()).map((message) => message.type).join(', ')}`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  /** Runs code in the worker's place, for what the script does not cover. */
  async inWorker<T>(code: string): Promise<T> {
    return this.#worker.evaluate(code) as Promise<T>;
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(`https://www.linkedin.com${path}`, { waitUntil: 'commit' });
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
