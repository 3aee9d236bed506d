import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Worker } from 'playwright-core';
import type { Order, PageAnswers, PageMessage } from '../../lib/linkedin/contract.ts';
import type { PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { launch, type Browser } from './chromium.ts';

/** An order is mostly waiting for the page: it passes this many times as fast on this stage. */
export const PACE = 4;
const BUILT = join(import.meta.dirname, '../../.output/chrome-mv3');
const FILES = ['content-scripts/linkedin.js', 'linkedin-orders.js'];

/** What the scripted worker says to one tab: at most one order, and the answers to what the driver asks on the way. */
export interface Script {
  order?: Order;
  answers?: Partial<PageAnswers>;
  /** types that get no answer at all */
  silent?: PageMessage['type'][];
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
globalThis.scripts = {};
chrome.runtime.onMessage.addListener((message, sender, answer) => {
  const tabId = sender.tab.id;
  if (message.type === 'wantOrdersFile') {
    chrome.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: ['/linkedin-orders.js'] }).then(() => answer('there'), () => answer('refused'));
    return true;
  }
  heard.push({ ...message, tabId, frameId: sender.frameId });
  const script = scripts[tabId] ?? {};
  if (script.stopAt === message.type) chrome.tabs.sendMessage(tabId, { type: 'stop', orderId: message.orderId, reason: 'paused' });
  if (script.silent?.includes(message.type)) return true;
  if (message.type === 'hello') {
    answer(script.order === undefined ? {} : { order: script.order });
    delete script.order;
  } else answer(script.answers?.[message.type] ?? { stored: 'yes' });
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

/** One tab of the stage: what it is told and what was heard from it. */
export class Tab {
  readonly page: Page;
  readonly id: number;
  readonly #worker: Worker;

  constructor(page: Page, id: number, worker: Worker) {
    this.page = page;
    this.id = id;
    this.#worker = worker;
  }

  /** What follows in this tab is answered by this; everything heard of it so far is forgotten. */
  async script(script: Script): Promise<void> {
    await this.#worker.evaluate(([tabId, next]) => {
      const heard = Reflect.get(globalThis, 'heard') as Heard[];
      Reflect.set(globalThis, 'heard', heard.filter((message) => message.tabId !== tabId));
      (Reflect.get(globalThis, 'scripts') as Record<number, unknown>)[tabId] = next;
    }, [this.id, script] as const);
  }

  async heard(): Promise<Heard[]> {
    return this.#worker.evaluate((tabId) => (Reflect.get(globalThis, 'heard') as Heard[]).filter((message) => message.tabId === tabId), this.id);
  }

  /** The first message of a type, waited for. */
  async hears<T extends PageMessage['type']>(type: T, ms = 60_000): Promise<HeardOf<T>> {
    const end = Date.now() + ms;
    for (;;) {
      const heard = await this.heard();
      const found = heard.find((message): message is HeardOf<T> => message.type === type);
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`no ${type} within ${String(ms)} ms; heard ${heard.map((message) => message.type).join(', ')}`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(`https://www.linkedin.com${path}`, { waitUntil: 'commit' });
  }
}

/** Chromium with the scripted extension. Tabs may work side by side. */
export class Stage {
  readonly browser: Browser;
  readonly worker: Worker;
  #making: Promise<unknown> = Promise.resolve();

  private constructor(browser: Browser, worker: Worker) {
    this.browser = browser;
    this.worker = worker;
  }

  /** `practice` must go at `PACE`. */
  static async open(extension: ScriptedExtension, practice: Pick<PracticeLinkedIn, 'port' | 'now'>): Promise<Stage> {
    const browser = await launch({ extensionDir: extension.dir, practicePort: practice.port, now: practice.now(), pace: PACE });
    return new Stage(browser, await browser.worker());
  }

  /** A new tab; made one after the other, because a tab is known by what is new. */
  tab(): Promise<Tab> {
    const made = this.#making.then(() => this.#make());
    this.#making = made.then(() => undefined, () => undefined);
    return made;
  }

  async #make(): Promise<Tab> {
    const known = await this.#tabIds();
    const page = await this.browser.context.newPage();
    const id = (await this.#tabIds()).find((one) => !known.includes(one));
    if (id === undefined) throw new Error('the new tab has no id');
    return new Tab(page, id, this.worker);
  }

  async #tabIds(): Promise<number[]> {
    return this.worker.evaluate('chrome.tabs.query({}).then((tabs) => tabs.map((tab) => tab.id))');
  }

  /** Lets a tab of its own carry out one order and gives back what it heard, up to the message that ends it. */
  async run<T extends PageMessage['type']>(path: string, script: Script, until: T, ms = 100_000): Promise<{ last: HeardOf<T>; heard: Heard[] }> {
    const tab = await this.tab();
    try {
      await tab.script(script);
      await tab.goto(path);
      const last = await tab.hears(until, ms);
      return { last, heard: await tab.heard() };
    } finally {
      await tab.page.close();
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
