import type { Page } from 'playwright-core';
import type { Delivery } from '../../lib/domain/delivery.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { DAY, eventually, textFor, type Scene, type Stage } from './stage.ts';

/** The steps of a send at which something may go wrong. */
export const STEPS = ['before claim', 'after claim', 'typing', 'before grant', 'after grant', 'after click', 'before report', 'after report'] as const;
export type StepName = (typeof STEPS)[number];

/** What goes wrong. */
export const FAULTS = ['worker killed', 'tab closed', 'tab navigated', 'tab discarded', 'browser killed', 'extension updated', 'second copy'] as const;
export type FaultName = (typeof FAULTS)[number];

export interface Cell { readonly step: StepName; readonly fault: FaultName }

export const CELLS: readonly Cell[] = STEPS.flatMap((step) => FAULTS.map((fault) => ({ step, fault })));

export const cellName = ({ step, fault }: Cell): string => `${step} × ${fault}`;

/** How one cell ended. */
export interface CellResult {
  readonly cell: string;
  readonly ok: boolean;
  /** what was wrong; empty when nothing was */
  readonly wrong: readonly string[];
  /** final state and reason of each delivery, and how often practice LinkedIn received it */
  readonly ends: readonly string[];
  /** real milliseconds */
  readonly took: number;
}

/** Where the content script is held for a step; the others are found in the database or at practice LinkedIn. */
export const GATES: Partial<Record<StepName, string>> = {
  'after claim': 'before hello', typing: 'typing', 'before grant': 'before grant', 'after grant': 'after grant', 'before report': 'before report', 'after report': 'after report',
};

const wait = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** The one tab the product works in. */
function ownPage(stage: Stage): Page | undefined {
  return stage.linkedInPages()[0];
}

/** Makes something go wrong now. */
export async function strike(stage: Stage, fault: FaultName): Promise<void> {
  const page = ownPage(stage);
  switch (fault) {
    case 'worker killed':
      await stage.browser.killWorker();
      return;
    case 'tab closed':
      await page?.close();
      return;
    case 'tab navigated':
      await page?.goto('https://www.linkedin.com/feed/', { waitUntil: 'commit' }).catch(() => undefined);
      return;
    case 'tab discarded':
      await stage.inWorker(`chrome.tabs.query({ url: 'https://www.linkedin.com/*' }).then((tabs) => Promise.all(tabs.map((tab) => chrome.tabs.discard(tab.id).catch(() => undefined))))`);
      return;
    case 'browser killed':
      await crash(stage);
      return;
    case 'extension updated':
      await stage.browser.updateExtension();
      return;
    case 'second copy':
      await stage.inWorker(`chrome.tabs.query({ url: 'https://www.linkedin.com/*' }).then((tabs) => Promise.all(tabs.map((tab) =>
        chrome.scripting.executeScript({ target: { tabId: tab.id }, files: ['content-scripts/linkedin.js'] }).catch(() => undefined))))`);
  }
}

/** Ends the browser's process at once, without a chance to tidy up, and starts it again with the same profile. */
async function crash(stage: Stage): Promise<void> {
  const now = stage.browser.now();
  const session = await stage.browser.context.browser()?.newBrowserCDPSession();
  await Promise.race([session?.send('Browser.crash').catch(() => undefined), wait(1000)]);
  stage.browser = await stage.browser.restart({ now });
  stage.practice.setNow(stage.browser.now());
}

/** Goes to the step: holds the page there, or stops at the moment itself. */
export async function arrive(stage: Stage, scene: Scene, step: StepName): Promise<void> {
  const slotEnd = scene.day + 60 * 60_000;
  const gate = GATES[step];
  const sentBefore = stage.practice.record.sent.length;
  if (step === 'before claim') return stage.passUntil(slotEnd, () => stage.hasOpenRun());
  await stage.passUntil(slotEnd, () => stage.hasOpenRun());
  if (gate !== undefined) await stage.holdAt(gate);
  if (step === 'after click') for (const person of scene.people) stage.practice.fail({ kind: 'delay', person: person.id, ms: 4000 });
  const there = async (): Promise<boolean> => (gate === undefined ? stage.practice.record.sent.length > sentBefore : stage.isHeld());
  // Rings the first send's alarm without waiting for its page.
  const alarms = await stage.inWorker('chrome.alarms.getAll()') as { name: string; scheduledTime: number }[];
  const next = alarms.find(({ name }) => name === 'next');
  if (next === undefined) throw new Error('no send is planned');
  await stage.setNow(Math.max(next.scheduledTime + 5, stage.browser.now()));
  await stage.browser.ringAlarm('next', next.scheduledTime);
  await eventually(step, 40_000, there);
}

/** Runs one cell: the fault at its step, what is left of that slot, and the next two slots. */
export async function runCell(stage: Stage, cell: Cell, people: readonly Person[], day: number): Promise<CellResult> {
  const began = Date.now();
  const scene: Scene = { name: cellName(cell), people, day };
  const from = stage.practice.record.sent.length;
  const wrong: string[] = [];
  let ends: string[] = [];
  try {
    await stage.set(scene);
    await arrive(stage, scene, cell.step);
    await strike(stage, cell.fault);
    await stage.openGate();
    await wait(300);
    await stage.passUntil(day + 61 * 60_000);
    await stage.passUntil(day + 6 * 60 * 60_000 + 60_000);
    await stage.passUntil(day + 10 * 60 * 60_000 + 60_000);
    const deliveries = await stage.deliveries();
    const received = stage.practice.record.sent.slice(from);
    ends = people.map((person, index) => endOf(deliveries.find((one) => one.contactId === `c${index}`), received.filter((one) => one.recipientId === person.id).length));
    for (const [index, person] of people.entries()) {
      const copies = received.filter((one) => one.recipientId === person.id);
      const problem = problemOf(deliveries.find((one) => one.contactId === `c${index}`), copies.length);
      if (problem !== undefined) wrong.push(`person ${index + 1}: ${problem}`);
      if (copies.some((one) => one.text !== textFor(scene, person))) wrong.push(`person ${index + 1}: another text than the campaign's`);
    }
    const known = new Set(people.map((person) => person.id));
    for (const one of received) if (!known.has(one.recipientId)) wrong.push(`a message to somebody outside the campaign: ${one.recipientId}`);
    if (stage.practice.record.privateRequests.length > 0) wrong.push('requests to private endpoints');
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  return { cell: cellName(cell), ok: wrong.length === 0, wrong, ends, took: Date.now() - began };
}

function endOf(delivery: Delivery | undefined, copies: number): string {
  return `${delivery?.state ?? 'nothing'}${delivery?.reason === undefined ? '' : ` (${delivery.reason})`}, received ${copies}`;
}

/** Sent exactly once, or not sent with a reason; nothing open, nothing in doubt. */
export function problemOf(delivery: Delivery | undefined, copies: number): string | undefined {
  if (copies > 1) return `received ${copies} times`;
  if (delivery === undefined) return copies === 0 ? 'no delivery' : 'received without a delivery';
  const { state, reason } = delivery;
  if (state === 'sent') return copies === 1 ? undefined : 'counted as sent and never received';
  if (copies === 1) return `received once, but ${state}${reason === undefined ? '' : ` (${reason})`}`;
  if (state === 'claimed' || state === 'granted' || state === 'unconfirmed') return `left ${state}`;
  return reason === undefined ? `${state} without a reason` : undefined;
}

/** A day for each cell: limits of one never bind another. */
export const dayOf = (first: number, index: number): number => first + index * DAY;
