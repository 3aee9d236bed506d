import type { JournalEntry } from '../../lib/domain/journal.ts';
import { stream } from '../practice-linkedin/random.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { arrive, STEPS, type StepName } from './cells.ts';
import type { Scene, Stage } from './stage.ts';

/** Whether the worker runs when *Pause everything* is pressed. */
export const WORKERS = ['alive', 'dead'] as const;

/** *Pause everything* pressed in the popup at a step of a send, for the n-th time. */
export interface Press { readonly step: StepName; readonly worker: (typeof WORKERS)[number]; readonly time: number }

export const pressName = ({ step, worker, time }: Press): string => `${step} × worker ${worker} × ${time}`;

/** The presses of a matrix, each step and state of the worker so many times. */
export const pressesOf = (times: number): readonly Press[] =>
  STEPS.flatMap((step) => WORKERS.flatMap((worker) => Array.from({ length: times }, (_, index) => ({ step, worker, time: index + 1 }))));

export interface PressResult {
  readonly press: string;
  readonly ok: boolean;
  readonly wrong: readonly string[];
  /** what the popup said */
  readonly said: string;
  /** how many messages practice LinkedIn received in all, and of those, how many not yet proved when the pause was stored */
  readonly received: number;
  readonly unproved: number;
  /** real milliseconds */
  readonly took: number;
}

/** Real time the page has for what it does after the pause, before the clock moves on: it may finish what was granted, nothing else. */
const PATIENCE_MS = 3000;

const wait = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });
const shownAs = (person: Person): string => `${person.firstName} ${person.name.split(' ').at(-1) ?? ''}`;

/** Presses, then lets the rest of the slot and the next one go by: nothing may be granted any more, and what the popup said must be what was received. */
export async function runPress(stage: Stage, press: Press, seed: number, people: readonly Person[], day: number): Promise<PressResult> {
  const began = Date.now();
  const scene: Scene = { name: `pause ${pressName(press)}`, people, day };
  const from = stage.practice.record.sent.length;
  const draw = stream(seed, 'pause', press.step, press.worker, press.time);
  const wrong: string[] = [];
  let said = '';
  let unproved = 0;
  const received = () => stage.practice.record.sent.slice(from);
  try {
    await stage.set(scene);
    const popup = await stage.browser.openPopup();
    const button = popup.getByRole('button', { name: 'Pause everything' });
    await button.waitFor();
    await arrive(stage, scene, press.step);
    await wait(draw() * 120);
    if (press.worker === 'dead') await stage.browser.killWorker();
    await button.click();
    said = await popup.getByText(/Everything is paused\./).first().innerText();
    await popup.close();
    await stage.openGate();
    await wait(300);
    await stage.passUntil(day + 61 * 60_000, undefined, PATIENCE_MS);
    await stage.passUntil(day + 6 * 60 * 60_000 + 60_000, undefined, PATIENCE_MS);

    const journal = await stage.rows<JournalEntry>('journal');
    const paused = journal.find((entry) => entry.kind === 'pause.on')?.seq ?? Infinity;
    const late = journal.filter((entry) => entry.kind === 'delivery.granted' && entry.seq > paused);
    if (paused === Infinity) wrong.push('the pause was never stored');
    if (late.length > 0) wrong.push(`${late.length} granted after the pause was stored`);
    const proved = new Set(journal.filter((entry) => entry.kind === 'delivery.sent' && entry.seq < paused).map((entry) => entry.contactId));
    const open = people.filter((person, index) => !proved.has(`c${index}`) && received().some((one) => one.recipientId === person.id));
    unproved = open.length;
    const [one] = open;
    const should = open.length === 0 ? 'Everything is paused.'
      : open.length === 1 && one !== undefined ? `Everything is paused. One message to ${shownAs(one)} was already on its way.`
        : `Everything is paused. ${open.length} messages were already on their way.`;
    if (said !== should) wrong.push(`said “${said}” where “${should}” was so`);
    for (const person of people) if (received().filter((message) => message.recipientId === person.id).length > 1) wrong.push(`${person.id} received it twice`);
    const known = new Set(people.map((person) => person.id));
    if (received().some((message) => !known.has(message.recipientId))) wrong.push('a message to somebody outside the campaign');
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  return { press: pressName(press), ok: wrong.length === 0, wrong, said, received: received().length, unproved, took: Date.now() - began };
}
