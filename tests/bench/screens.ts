/**
 * Popup and options table of the built extension. The popup with 50 campaigns and 100,000 deliveries stored beside a blank popup with the
 * same framework; the table with 10,000 campaigns beside the one with 50, and the longest task of the main thread while it is scrolled:
 * of its own time, which what else the machine does leaves alone, and by the clock.
 * Two copies of the extension stand in one Chromium, so that both sides are measured in turns. Pages are opened as tabs.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { scratchFolder, removeFolder } from '../browser/chromium-process.ts';
import { launch, type Browser } from '../browser/chromium.ts';
import { midnightAhead } from './ahead.ts';
import { bundled, median } from './bundle.ts';
import type { Row } from './next-slot.ts';

const RUNS = 5;
/** A Wednesday between the slots of the morning and of the afternoon: nothing starts for an hour. */
const AT = midnightAhead('wednesday') + (11 * 60 + 50) * 60_000;
const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const FEW = { name: 'nurtures', campaigns: 50, deliveries: 100_000, contacts: 30_000, at: AT, pending: 12 };
const MANY = { ...FEW, campaigns: 10_000 };
const SETTLE_MS = 10_000;
const SCROLL_MS = 4000;
/** Bar for any one task of the main thread while scrolling. */
export const TASK_BAR_MS = 50;

/** Milliseconds from the start of the navigation. */
interface Painted {
  /** first paint of anything */
  readonly frame: number;
  /** the paint after what is waited for stood in the page */
  readonly complete: number;
}

const BLANK = '<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>Blank</title><style>body { width: 400px; min-height: 560px; margin: 0; }</style></head><body><div id="app"></div><script type="module" src="./blank.js"></script></body></html>';

/** Runs before the page's own scripts: notes when `wanted` elements are painted. */
function watchFor(selector: string, wanted: number): string {
  return `{
    const { promise, resolve } = Promise.withResolvers();
    const frame = new Promise((told) => new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) if (name === 'first-paint') told(startTime);
    }).observe({ type: 'paint', buffered: true }));
    globalThis.paintNotes = { complete: promise, frame };
    const look = () => {
      if (document.querySelectorAll(${JSON.stringify(selector)}).length < ${wanted}) return false;
      requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => resolve(performance.now());; port2.postMessage(0); });
      return true;
    };
    const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });
    observer.observe(document, { childList: true, subtree: true });
  }`;
}

async function open(browser: Browser, url: string, selector: string, wanted: number): Promise<{ page: Page; painted: Painted }> {
  const page = await browser.context.newPage();
  await page.addInitScript(watchFor(selector, wanted));
  await page.goto(url, { waitUntil: 'commit' });
  // A small page is told of before its first paint is on the screen: what was not painted is not complete.
  const painted: Painted = await page.evaluate("Promise.all([paintNotes.frame, paintNotes.complete]).then(([frame, complete]) => ({ frame, complete: Math.max(frame, complete) }))");
  return { page, painted };
}

/** The longest task of the main thread, in milliseconds: of its own time, and by the clock, with what other programs took of it. */
interface LongestTask {
  readonly own: number;
  readonly clock: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The longest tasks of the main thread that did most: that of the page which is scrolled. */
function longestOf(events: readonly TraceEvent[]): LongestTask {
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mains = new Set(events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(thread));
  const tasks = Map.groupBy(events.filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && mains.has(thread(event))), thread);
  const own = (all: readonly TraceEvent[]) => all.reduce((sum, { tdur }) => sum + (tdur ?? 0), 0);
  const busiest = [...tasks.values()].toSorted((a, b) => own(b) - own(a))[0];
  if (busiest === undefined) throw new Error('The trace holds no task of a page.');
  return { own: Math.max(...busiest.map(({ tdur }) => tdur ?? 0)) / 1000, clock: Math.max(...busiest.map(({ dur }) => dur ?? 0)) / 1000 };
}

/** Scrolls the table for a while, by wheel and by jumps, while the rest of its rows is still being read, and tells the longest task. */
async function scroll(page: Page): Promise<LongestTask> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel'] } });
  await page.mouse.move(640, 500);
  for (let until = Date.now() + SCROLL_MS, step = 0; Date.now() < until; step += 1) {
    if (step % 40 === 39) await page.evaluate("{ const body = document.querySelector('.table-body'); body.scrollTop = body.scrollHeight * 0.37 * (1 + Math.floor(performance.now()) % 2); }");
    await page.mouse.wheel(0, step % 3 === 0 ? 900 : 240);
    await sleep(16);
  }
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  return longestOf(events);
}

function copyOfExtension(): string {
  const dir = scratchFolder();
  cpSync(EXTENSION, dir, { recursive: true });
  return dir;
}

async function fillExtension(browser: Browser, id: string, code: string, size: typeof FEW): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto(`chrome-extension://${id}/manifest.json`);
  await page.evaluate(code);
  await page.evaluate(`fillWorld(${JSON.stringify(size)})`);
  await page.close();
}

async function loadSecond(browser: Browser, dir: string): Promise<string> {
  const session: CDPSession | undefined = await browser.context.browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error('The browser takes no second extension.');
  const { id } = await session.send('Extensions.loadUnpacked', { path: dir });
  return id;
}

/** What `screenRows` measured: ratios to their floors, and the longest task met while scrolling, the worst of all runs. */
export interface Screens {
  readonly rows: readonly Row[];
  readonly longest: LongestTask;
}

/** Measures all of it. */
export async function screenRows(): Promise<Screens> {
  const [few, many] = [copyOfExtension(), copyOfExtension()];
  writeFileSync(join(few, 'blank.html'), BLANK);
  writeFileSync(join(few, 'blank.js'), await bundled('tests/bench/blank.page.tsx'));
  const code = await bundled('tests/bench/screens.page.ts');
  let browser = await launch({ extensionDir: few, now: AT });
  try {
    const second = await loadSecond(browser, many);
    await fillExtension(browser, browser.extensionId(), code, FEW);
    await fillExtension(browser, second, code, MANY);
    browser = await browser.restart({ now: AT });
    const idMany = await loadSecond(browser, many);
    const idFew = browser.extensionId();
    await sleep(SETTLE_MS);
    const timed = async (id: string, path: string, selector: string, wanted: number): Promise<Painted> => {
      const { page, painted } = await open(browser, `chrome-extension://${id}/${path}`, selector, wanted);
      await page.close();
      return painted;
    };
    const blank: Painted[] = [];
    const popup: Painted[] = [];
    const tableFew: Painted[] = [];
    const tableMany: Painted[] = [];
    const longest: LongestTask[] = [];
    for (let run = -1; run < RUNS; run += 1) {
      const one = [
        await timed(idFew, 'blank.html', '.ready', 1),
        await timed(idFew, 'popup.html', '.popup-row', FEW.campaigns),
        await timed(idFew, 'options.html#/nurtures', '.nurtures-table .table-body [role=row]', 12),
      ] as const;
      const { page, painted } = await open(browser, `chrome-extension://${idMany}/options.html#/nurtures`, '.nurtures-table .table-body [role=row]', 12);
      const task = await scroll(page);
      await page.close();
      // The first round only warms the browser up.
      if (run < 0) continue;
      blank.push(one[0]);
      popup.push(one[1]);
      tableFew.push(one[2]);
      tableMany.push(painted);
      longest.push(task);
    }
    const row = (work: string, all: readonly Painted[], floor: readonly Painted[], which: keyof Painted, floorOf: keyof Painted, bar: number): Row => {
      const [ms, floorMs] = [median(all.map((each) => each[which])), median(floor.map((each) => each[floorOf]))];
      return { work, ms, floorMs, ratio: ms / floorMs, bar };
    };
    return {
      rows: [
        row('popup frame, 50 campaigns and 100,000 deliveries stored, beside a blank popup', popup, blank, 'frame', 'frame', 1.2),
        row('popup complete, 50 campaigns and 100,000 deliveries stored, beside a blank popup', popup, blank, 'complete', 'complete', 2),
        row('options table to first rows, 10,000 campaigns beside 50', tableMany, tableFew, 'complete', 'complete', 1.5),
      ],
      longest: { own: Math.max(...longest.map(({ own }) => own)), clock: Math.max(...longest.map(({ clock }) => clock)) },
    };
  } finally {
    await browser.close();
    removeFolder(few);
    removeFolder(many);
  }
}

if (import.meta.main) {
  const { rows, longest } = await screenRows();
  for (const { work, ms, floorMs, ratio, bar } of rows) console.log(`${work}: ${ms.toFixed(0)} ms, floor ${floorMs.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (bar ${bar})`);
  console.log(`longest task while scrolling 10,000 rows: ${longest.own.toFixed(0)} ms of its own, ${longest.clock.toFixed(0)} ms by the clock (bar ${TASK_BAR_MS})`);
}
