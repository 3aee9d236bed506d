import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composePath, type DeliverOrder, type DeliverOutcome } from '../../lib/linkedin/contract.ts';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { defaultSwitches, type Switches } from '../practice-linkedin/switches.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { scriptedExtension, Stage, type Script } from './scripted-worker.ts';

const TEXT = 'Hi there,\n\nhow is the new team doing?\n- one\n- two  spaces\n\nBest, Sam';

const extension = scriptedExtension();
let practice: PracticeLinkedIn;
let stage: Stage;
let used = 0;

beforeAll(async () => {
  practice = await startPracticeLinkedIn({ seed: 11, people: 80 });
  stage = await Stage.open(extension, practice.port);
});
afterAll(async () => {
  await stage.close();
  await practice.close();
  extension.remove();
});
beforeEach(() => {
  Object.assign(practice.switches, defaultSwitches());
  practice.signIn(practice.world.members[0].id);
});
afterEach(async () => {
  await stage.page.goto('about:blank');
  expect(practice.record.privateRequests).toEqual([]);
});

/** A connection nobody in this file has written to yet. */
function somebody(): Person {
  const person = practice.world.connections[used];
  used += 1;
  if (person === undefined) throw new Error('the world is too small');
  return person;
}

function order(person: Person, changes: Partial<DeliverOrder> = {}): DeliverOrder {
  return {
    kind: 'deliver', orderId: `o-${person.id}`, deliveryId: `d-${person.id}`, attempt: 1, token: 't1', senderId: practice.world.members[0].id,
    recipientId: person.id, recipientSlugs: [person.slug], text: TEXT, ourLeftovers: [], readBackTo: {}, mode: 'send', mayChooseClickSend: 'no', ...changes,
  };
}

const YES: Script['answers'] = { threadRead: { go: 'yes' }, grant: { granted: 'yes' } };

async function deliver(person: Person, changes: Partial<DeliverOrder> = {}, script: Partial<Script> = {}): Promise<DeliverOutcome> {
  await stage.script({ orders: [order(person, changes)], answers: YES, ...script });
  await stage.goto(composePath(person.id));
  return (await stage.hears('report', 100_000)).outcome;
}

function set(switches: Partial<Switches>): void {
  Object.assign(practice.switches, switches);
}

/** Everything submitted by the page to the server so far, for one person. */
const sent = (person: Person): string[] => practice.sentTo(person.id).map((message) => message.text);

describe('one send', () => {
  test('to somebody never written to: text and paragraphs arrive as one message, once, with proof', async () => {
    const person = somebody();
    const outcome = await deliver(person);
    expect(outcome).toMatchObject({ end: 'proved' });
    expect(sent(person)).toEqual([TEXT]);
    expect(outcome.end === 'proved' && practice.sentTo(person.id)[0]?.urn).toBe(outcome.end === 'proved' ? outcome.urn : '');
    const heard = await stage.heard();
    expect(heard.map((message) => message.type)).toEqual(['hello', 'threadRead', 'grant', 'report']);
    expect(heard[0]).toMatchObject({ facts: { kind: 'compose', identity: { state: 'in', id: practice.world.members[0].id, firstName: 'Sam' } } });
    expect(heard[1]).toMatchObject({ degree: 'first', proof: { address: person.id, card: person.slug }, thread: { otherId: person.id, rows: [], reached: 'top' } });
    expect(heard[2]).toMatchObject({ typed: TEXT });
  });

  test.each(['redirect', 'inline'] as const)('to somebody with a thread that is shown by %s: the thread is read first, by id', async (composeWithThread) => {
    set({ composeWithThread });
    const person = somebody();
    const at = practice.now() - 9 * 86_400_000;
    practice.history(person.id, [{ from: 'me', text: 'first', at }, { from: 'them', text: 'thanks', at: at + 60_000 }, { from: 'them', text: '', at: at + 120_000, kind: "attachment" }]);
    const outcome = await deliver(person);
    expect(outcome).toMatchObject({ end: 'proved' });
    expect(sent(person).filter((text) => text === TEXT)).toHaveLength(1);
    const read = await stage.hears('threadRead');
    expect(read.thread.rows.map(({ author, kind, text }) => ({ author, kind, text }))).toEqual([
      { author: 'own', kind: 'text', text: 'first' }, { author: 'theirs', kind: 'text', text: 'thanks' }, { author: 'theirs', kind: 'attachment', text: '' },
    ]);
    expect(read.thread.rows.map((row) => row.at)).toEqual([at, at + 60_000, at + 120_000]);
    expect(read.proof).toMatchObject({ rows: person.id });
  });
});

describe('before the grant', () => {
  test('a refused grant empties what was typed', async () => {
    const person = somebody();
    const outcome = await deliver(person, {}, { answers: { ...YES, grant: { granted: 'no', reason: 'paused' } } });
    expect(outcome).toMatchObject({ end: 'refusedGrant', evidence: expect.stringContaining('left=empty') });
    expect(await stage.page.locator('[role=textbox]').innerText()).toBe('\n');
    expect(sent(person)).toEqual([]);
  });

  test('no go after the thread: nothing is typed', async () => {
    const person = somebody();
    const outcome = await deliver(person, {}, { answers: { ...YES, threadRead: { go: 'no', reason: 'replied' } } });
    expect(outcome).toMatchObject({ end: 'stopped', reason: 'replied' });
    expect(sent(person)).toEqual([]);
  });

  test('told to stop while it asks for the grant: emptied and reported with the reason', async () => {
    const person = somebody();
    const outcome = await deliver(person, {}, { stopAt: 'threadRead', answers: { grant: { granted: 'yes' } }, silent: ['threadRead'] });
    expect(outcome).toMatchObject({ end: 'stopped', reason: 'paused' });
    expect(sent(person)).toEqual([]);
  }, 120_000);

  test('signed in as another member: not a single key', async () => {
    const person = somebody();
    practice.signIn(practice.world.members[1].id);
    expect(await deliver(person)).toMatchObject({ end: 'stopped', reason: 'signedInAsOther' });
    expect(sent(person)).toEqual([]);
  });

  test('another recipient, two, or none in the composer', async () => {
    for (const [composeRecipient, reason] of [['another', 'recipientMismatch'], ['two', 'recipientMismatch'], ['none', 'pageNotUnderstood']] as const) {
      set({ composeRecipient });
      const person = somebody();
      expect(await deliver(person), composeRecipient).toMatchObject({ end: 'stopped', reason });
    }
    expect(practice.record.submits.filter((submit) => submit.personIds.length !== 1)).toEqual([]);
  }, 120_000);

  test("the member's draft is left as it is; a left-over of ours is emptied and the new text sent", async () => {
    const person = somebody();
    practice.draft(person.id, 'Dear friend, I was about to');
    expect(await deliver(person)).toMatchObject({ end: 'stopped', reason: 'draftInComposer' });
    expect(await stage.page.locator('[role=textbox]').innerText()).toBe('Dear friend, I was about to');
    const other = somebody();
    practice.draft(other.id, 'Hi,\nearlier try');
    expect(await deliver(other, { ourLeftovers: ['Hi,\nearlier try'] })).toMatchObject({ end: 'proved' });
    expect(sent(other)).toEqual([TEXT]);
  });

  test('press-Enter mode: refused without permission, switched once with it', async () => {
    set({ sendMode: 'enter' });
    const person = somebody();
    expect(await deliver(person)).toMatchObject({ end: 'stopped', reason: 'pressEnterMode' });
    expect(sent(person)).toEqual([]);
    expect(await deliver(person, { mayChooseClickSend: 'yes' })).toMatchObject({ end: 'proved' });
    expect(sent(person)).toEqual([TEXT]);
  });

  test.each([
    ['icon', 'proved'], ['aria-disabled', 'proved'], ['stays-disabled', 'sendDisabled'],
  ] as const)('Send button: %s', async (sendMode, expected) => {
    set({ sendMode });
    const person = somebody();
    const outcome = await deliver(person);
    expect(outcome.end === 'stopped' ? outcome.reason : outcome.end).toBe(expected);
    expect(sent(person)).toEqual(expected === 'proved' ? [TEXT] : []);
  });

  test.each(['replaced-while-typing', 'loses-focus'] as const)('editor trouble: %s never sends a wrong text', async (editorTrouble) => {
    set({ editorTrouble });
    const person = somebody();
    const outcome = await deliver(person);
    expect(sent(person)).toEqual(outcome.end === 'proved' ? [TEXT] : []);
    expect(outcome.end === 'proved' || (outcome.end === 'stopped' && outcome.reason === 'textNotKept'), JSON.stringify(outcome)).toBe(true);
  });
});

describe('after the press', () => {
  test.each([
    ['drop', 'doubt', 'noAnswer', 0], ['no-answer', 'doubt', 'noAnswer', 1], ['swallow-click', 'doubt', 'noAnswer', 0],
    ['contact-info', 'doubt', 'contactInfoAsked', 0], ['premium-modal', 'doubt', 'premiumCard', 0],
    ['refuse', 'rejected', 'refusedByLinkedIn', 0], ['altered', 'doubt', 'textNotKept', 1],
  ] as const)('%s: %s, %s', async (kind, end, reason, stored) => {
    const person = somebody();
    practice.fail({ kind, person: person.id });
    expect(await deliver(person)).toMatchObject({ end, reason });
    expect(sent(person)).toHaveLength(stored);
  });

  test('a row that is answered late is proved', async () => {
    const person = somebody();
    practice.fail({ kind: 'delay', person: person.id, ms: 9000 });
    expect(await deliver(person)).toMatchObject({ end: 'proved' });
  });

  test('two copies stored are not proved', async () => {
    const person = somebody();
    practice.fail({ kind: 'stored-twice', person: person.id });
    expect(await deliver(person)).toMatchObject({ end: 'doubt' });
  });
});
