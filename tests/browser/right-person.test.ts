import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Contact } from '../../lib/domain/contact.ts';
import type { Enrollment } from '../../lib/domain/delivery.ts';
import type { Member } from '../../lib/domain/member.ts';
import { arrive } from '../faults/cells.ts';
import { DAY, eventually, firstDay, Stage, textFor, type Scene } from '../faults/stage.ts';
import { defaultSwitches } from '../practice-linkedin/switches.ts';
import type { Person } from '../practice-linkedin/world.ts';

const MINUTE = 60_000;
let stage: Stage;
let scenes = 0;

beforeAll(async () => { stage = await Stage.open(51); });
afterAll(async () => { await stage.close(); });
beforeEach(() => { Object.assign(stage.practice.switches, defaultSwitches()); });

async function play(people: readonly Person[], until = 61): Promise<Scene> {
  scenes += 1;
  const scene: Scene = { name: `person ${scenes}`, people, day: firstDay() + scenes * DAY };
  await stage.set(scene);
  if (until > 0) await stage.passUntil(scene.day + until * MINUTE);
  return scene;
}

const sentIn = (scene: Scene) => stage.practice.record.sent.filter((one) => one.text.includes(`scene ${scene.name},`));

describe('never the wrong person', () => {
  test('two people of one name: each gets their own message', async () => {
    const [first] = stage.practice.world.namesakes;
    const pair = stage.practice.world.namesakes.filter((person) => person.name === first?.name).slice(0, 2);
    expect(pair).toHaveLength(2);
    const scene = await play(pair);
    expect(sentIn(scene).map((one) => one.recipientId).toSorted()).toEqual(pair.map((person) => person.id).toSorted());
  });

  test('a compose link that leads to another conversation: nothing is typed, nobody is written to, the sender stops', async () => {
    stage.practice.switches.composeRecipient = 'another';
    const submits = stage.practice.record.submits.length;
    const scene = await play(stage.practice.world.connections.slice(10, 12));
    expect(sentIn(scene)).toEqual([]);
    expect(stage.practice.record.submits).toHaveLength(submits);
    expect((await stage.rows<Member>('members'))[0]?.stop?.reason).toBe('recipientMismatch');
  });

  test('somebody who took a new address: the profile of that very id is read, the address learned, and the message sent once', async () => {
    const people = stage.practice.world.connections.slice(12, 13);
    const [person] = people;
    stage.practice.rename(person?.id ?? '', 'under-another-address');
    const scene = await play(people);
    expect(sentIn(scene).map((one) => one.recipientId)).toEqual([person?.id]);
    expect((await stage.rows<Contact>('contacts'))[0]?.slugs).toEqual([person?.slug, 'under-another-address']);
    expect((await stage.rows<Member>('members'))[0]?.stop).toBeUndefined();
  });

  test.each(['before', 'after'] as const)('an old bubble of another person with a draft in it, %s the wanted one', async (order) => {
    const stranger = stage.practice.world.connections[60];
    stage.practice.switches.oldBubble = { person: stranger?.id ?? '', draft: 'an old draft', place: 'light', order };
    const people = stage.practice.world.connections.slice(order === 'before' ? 14 : 16, order === 'before' ? 15 : 17);
    const scene = await play(people);
    expect(sentIn(scene).map((one) => one.recipientId)).toEqual(people.map((person) => person.id));
    expect(stage.practice.sentTo(stranger?.id ?? '')).toEqual([]);
  });
});

describe('never after a reply, and never after pause', () => {
  // Who has replied is not written to again: another try needs another person.
  let tries = 0;
  test('a reply that arrives between the reading and the grant', async () => {
    const people = stage.practice.world.connections.slice(70 + tries, 71 + tries);
    tries += 1;
    const scene = await play(people, 0);
    await arrive(stage, scene, 'before grant');
    stage.practice.reply(people[0]?.id ?? '', 'Thanks, but I changed jobs');
    await stage.openGate();
    await stage.passUntil(scene.day + 61 * MINUTE);
    // The worker was asked with the rows from before the reply; the driver looked once more in the same task as its press.
    expect(sentIn(scene)).toEqual([]);
    await stage.passUntil(scene.day + 10 * 60 * MINUTE);
    expect(sentIn(scene)).toEqual([]);
    expect((await stage.deliveries())[0]).toMatchObject({ state: 'failed', reason: 'notThere' });
    expect((await stage.rows<Enrollment>('enrollments'))[0]).toMatchObject({ state: 'ended', reason: 'replied' });
  });

  test.each([['before grant', 0], ['after grant', 1]] as const)('pause pressed %s: %i message on its way, as the sentence says', async (step, underWay) => {
    const people = stage.practice.world.connections.slice(step === 'before grant' ? 24 : 26, step === 'before grant' ? 26 : 28);
    const scene = await play(people, 0);
    await stage.passUntil(scene.day + 60 * MINUTE, () => stage.hasOpenRun());
    const options = await stage.browser.openOptions('#/nurtures');
    const button = options.getByRole('button', { name: 'Pause everything' });
    await button.waitFor();
    await stage.holdAt(step);
    const passing = stage.passUntil(scene.day + 30 * MINUTE, () => stage.isHeld());
    await eventually(step, 40_000, () => stage.isHeld());
    const already = sentIn(scene).length;
    await button.click();
    const sentence = options.getByText(/^Everything is paused\./);
    await sentence.first().waitFor();
    const said = (await sentence.allInnerTexts()).filter((text) => text.includes('on its way'));
    await stage.openGate();
    await passing;
    await stage.passUntil(scene.day + 61 * MINUTE);
    await options.close();
    expect(sentIn(scene)).toHaveLength(already + underWay);
    expect(said).toHaveLength(underWay);
    for (const one of sentIn(scene)) expect(one.text).toBe(textFor(scene, people.find((person) => person.id === one.recipientId) ?? people[0]!));
  });
});
