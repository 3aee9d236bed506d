/** What every file of tests on the page driver stands on: practice LinkedIn, the driver under a scripted worker, and people nobody has written to yet. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { DeliverOrder, PageAnswers } from '../../lib/linkedin/contract.ts';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { defaultSwitches, type Switches } from '../practice-linkedin/switches.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { PACE, scriptedExtension, Stage, type ScriptedExtension } from './scripted-worker.ts';

export let practice: PracticeLinkedIn;
export let stage: Stage;
let used = 0;

/** A worker that lets everything go through. */
export const YES: Partial<PageAnswers> = { threadRead: { go: 'yes' }, grant: { granted: 'yes' } };

/**
 * Lays the ground for all tests of the calling file. Before each one the switches are as they are by default, but for `switches`, and the first member is
 * signed in; after each one the page was asked for nothing private.
 */
export function layDriverGround(seed: number, people: number, switches: Partial<Switches> = {}): void {
  let extension: ScriptedExtension;
  beforeAll(async () => {
    extension = scriptedExtension();
    practice = await startPracticeLinkedIn({ seed, people, pace: PACE });
    stage = await Stage.open(extension, practice);
  });
  afterAll(async () => {
    await stage.close();
    await practice.close();
    extension.remove();
  });
  beforeEach(() => {
    set({ ...defaultSwitches(), ...switches });
    practice.signIn(me());
  });
  afterEach(() => {
    expect(practice.record.privateRequests).toEqual([]);
  });
}

/** Id of the member who sends. */
export const me = (): string => practice.world.members[0].id;

/** A connection nobody in the file has written to yet. */
export function somebody(): Person {
  const person = practice.world.connections[used];
  used += 1;
  if (person === undefined) throw new Error('the world is too small');
  return person;
}

/** Turns switches of practice LinkedIn, until the test is over. */
export function set(switches: Partial<Switches>): void {
  Object.assign(practice.switches, switches);
}

/** The order to write a text to somebody. */
export function orderOf(person: Person, text: string, changes: Partial<DeliverOrder> = {}): DeliverOrder {
  return {
    kind: 'deliver', orderId: `o-${person.id}`, deliveryId: `d-${person.id}`, attempt: 1, token: 't1', senderId: me(), recipientId: person.id, recipientSlugs: [person.slug],
    text, ourLeftovers: [], readBackTo: {}, mode: 'send', mayChooseClickSend: 'no', ...changes,
  };
}

/** The texts that practice LinkedIn received for somebody. */
export const sent = (person: Person): string[] => practice.sentTo(person.id).map((message) => message.text);
