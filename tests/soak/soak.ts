import type { Delivery } from '../../lib/domain/delivery.ts';
import { FAULTS, GATES, problemOf, STEPS, strike } from '../faults/cells.ts';
import { DAY, textFor, type Scene, type Stage } from '../faults/stage.ts';
import { settled } from '../browser/passing-time.ts';
import { pick, stream } from '../practice-linkedin/random.ts';
import type { FaultKind } from '../practice-linkedin/switches.ts';
import type { Person } from '../practice-linkedin/world.ts';

/** What LinkedIn itself may do to a send, beside what happens to worker, tab and browser. */
const SERVER_FAULTS: readonly FaultKind[] = ['drop', 'no-answer', 'no-answer-unstored', 'refuse', 'refuse-but-stored', 'offline', 'offline-but-stored', 'swallow-click', 'delay'];
/** Minutes after the beginning of a day at which each of its slots is over. */
const SLOT_ENDS = [61, 361, 601] as const;
const GATED = STEPS.filter((step) => GATES[step] !== undefined);

/** What became of one part of a soak: a day with faults in its first two slots, and as many quiet slots as it then takes. */
export interface Part {
  readonly part: number;
  readonly deliveries: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly received: number;
  readonly sent: number;
  /** failed for good after the third refusal */
  readonly refused: number;
  readonly duplicates: number;
  readonly wrongPerson: number;
  readonly lost: number;
  readonly unconfirmed: number;
  readonly wrong: readonly string[];
  readonly took: number;
}

interface Alarm { readonly name: string; readonly scheduledTime: number }

const wait = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Runs one part: every third attempt meets a fault drawn from the seed; then quiet slots until nothing is open any more, at most nine. */
export async function runPart(stage: Stage, seed: number, part: number, people: readonly Person[], day: number): Promise<Part> {
  const began = Date.now();
  const draw = stream(seed, 'soak', part);
  const scene: Scene = { name: `soak ${seed}-${part}`, people, day };
  const from = stage.practice.record.sent.length;
  const faults: Record<string, number> = {};
  const count = (name: string) => { faults[name] = (faults[name] ?? 0) + 1; };
  await stage.set(scene);
  let attempts = 0;
  for (let guard = 0; guard < 400; guard += 1) {
    await settled(stage.browser, 15_000);
    const next = (await stage.inWorker('chrome.alarms.getAll()') as Alarm[]).filter(({ name }) => name !== 'heartbeat').sort((a, b) => a.scheduledTime - b.scheduledTime)[0];
    if (next === undefined || next.scheduledTime > day + 7 * 3_600_000) break;
    if (next.scheduledTime > stage.browser.now()) await stage.setNow(next.scheduledTime + 5);
    const sends = next.name === 'next' && (await stage.deliveries()).some((one) => one.state === 'scheduled' && (one.plannedAt ?? Infinity) <= stage.browser.now() + 1000);
    attempts += sends ? 1 : 0;
    if (!sends || attempts % 3 !== 0) {
      await stage.browser.ringAlarm(next.name, next.scheduledTime);
      await wait(150);
      continue;
    }
    if (draw() < 0.4) {
      const kind = pick(draw, SERVER_FAULTS);
      count(`server: ${kind}`);
      stage.practice.fail({ kind, ...(kind === 'delay' ? { ms: 6000 } : {}) });
      await stage.browser.ringAlarm(next.name, next.scheduledTime);
      await wait(150);
      continue;
    }
    const step = pick(draw, GATED);
    const fault = pick(draw, FAULTS);
    await stage.holdAt(GATES[step] ?? '');
    await stage.browser.ringAlarm(next.name, next.scheduledTime);
    const held = await holds(stage, 12_000);
    if (held) {
      count(`${step} × ${fault}`);
      await strike(stage, fault);
    }
    await stage.openGate();
    await wait(200);
  }
  for (let slot = 0; slot < 9 && (slot === 0 || (await stage.deliveries()).some(isOpen)); slot += 1) {
    await stage.passUntil(day + DAY * (1 + Math.floor(slot / 3)) + (SLOT_ENDS[slot % 3] ?? 0) * 60_000);
  }
  return verdict(stage, scene, part, faults, from, Date.now() - began);
}

async function holds(stage: Stage, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if (await stage.isHeld()) return true;
    await wait(60);
  }
  return false;
}

function isOpen({ state, refusals }: Delivery): boolean {
  return state !== 'sent' && !(state === 'failed' && refusals >= 3);
}

async function verdict(stage: Stage, scene: Scene, part: number, faults: Readonly<Record<string, number>>, from: number, took: number): Promise<Part> {
  const deliveries = await stage.deliveries();
  const received = stage.practice.record.sent.slice(from);
  const known = new Set(scene.people.map((person) => person.id));
  const wrong: string[] = [];
  let duplicates = 0;
  let lost = 0;
  for (const [index, person] of scene.people.entries()) {
    const delivery = deliveries.find((one) => one.contactId === `c${index}`);
    const copies = received.filter((one) => one.recipientId === person.id);
    duplicates += Math.max(0, copies.length - 1);
    const ended = delivery !== undefined && !isOpen(delivery);
    if (delivery?.state === 'sent' && copies.length === 0) lost += 1;
    const problem = problemOf(delivery, copies.length) ?? (ended ? undefined : `still ${delivery?.state ?? 'nothing'} (${delivery?.reason ?? 'no reason'})`);
    if (problem !== undefined) wrong.push(`person ${index + 1}: ${problem}`);
    if (copies.some((one) => one.text !== textFor(scene, person))) wrong.push(`person ${index + 1}: another text`);
  }
  const wrongPerson = received.filter((one) => !known.has(one.recipientId)).length;
  if (stage.practice.record.privateRequests.length > 0) wrong.push('requests to private endpoints');
  return {
    part, deliveries: deliveries.length, faults, received: received.length, sent: deliveries.filter((one) => one.state === 'sent').length,
    refused: deliveries.filter((one) => one.state === 'failed' && one.refusals >= 3).length, duplicates, wrongPerson, lost,
    unconfirmed: deliveries.filter((one) => one.state === 'unconfirmed').length, wrong, took,
  };
}
