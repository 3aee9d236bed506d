import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GrantRow } from '../../lib/db/schema.ts';
import { eventually, firstDay, Stage, textFor, type Scene } from '../faults/stage.ts';

const MINUTE = 60_000;
let stage: Stage;

beforeAll(async () => { stage = await Stage.open(41); });
afterAll(async () => { await stage.close(); });

const drafts = async () => (await stage.deliveries()).filter((delivery) => delivery.reason === 'draftWaiting');

/** Lets time pass until one text waits in the composer, and returns the tab it waits in. */
async function nextDraft(scene: Scene): Promise<Page> {
  await stage.passUntil(scene.day + 60 * MINUTE, async () => (await drafts()).length > 0);
  await eventually('a draft', 30_000, async () => (await drafts()).length === 1);
  const page = stage.linkedInPages()[0];
  if (page === undefined) throw new Error('no tab');
  return page;
}

const composer = (page: Page) => page.getByRole('textbox').last();
const settledAs = (state: string, count: number) => eventually(`${count} ${state}`, 40_000, async () => (await stage.deliveries()).filter((delivery) => delivery.state === state).length === count);

test('draft-only mode: the member presses Send, as it is or edited, throws one away, and the slot ends over the last', async () => {
  const people = stage.practice.world.connections.slice(0, 4);
  const scene: Scene = { name: 'draft', people, day: firstDay(), mode: 'draft' };
  await stage.set(scene);
  const nameOf = async () => people[Number((await drafts())[0]?.contactId.slice(1))] ?? people[0]!;

  const first = await nextDraft(scene);
  const firstPerson = await nameOf();
  expect((await composer(first).innerText()).split('\n').filter((line) => line !== '')).toEqual(textFor(scene, firstPerson).split('\n'));
  expect(await stage.inWorker(`chrome.tabs.query({ active: true, url: 'https://www.linkedin.com/*' }).then((tabs) => tabs.length)`)).toBe(1);
  expect(stage.practice.record.sent).toEqual([]);
  expect(await stage.rows<GrantRow>('grants')).toEqual([]);
  await first.getByRole('button', { name: 'Send', exact: true }).click();
  await settledAs('sent', 1);
  expect(stage.practice.sentTo(firstPerson.id).map((one) => one.text)).toEqual([textFor(scene, firstPerson)]);
  expect((await stage.rows<GrantRow>('grants')).map((grant) => grant.state)).toEqual(['sent']);

  const second = await nextDraft(scene);
  const secondPerson = await nameOf();
  expect(secondPerson.id).not.toBe(firstPerson.id);
  await composer(second).press('End');
  await composer(second).pressSequentially(' PS: see you soon');
  await second.getByRole('button', { name: 'Send', exact: true }).click();
  await settledAs('sent', 2);
  const edited = (await stage.deliveries()).find((delivery) => delivery.editedByHand === 'yes');
  expect(edited?.text).toContain('PS: see you soon');
  expect(stage.practice.sentTo(secondPerson.id).map((one) => one.text)).toEqual([edited?.text]);

  const third = await nextDraft(scene);
  await composer(third).press('ControlOrMeta+a');
  await composer(third).press('Delete');
  await settledAs('canceled', 1);
  expect((await stage.deliveries()).find((delivery) => delivery.state === 'canceled')?.reason).toBe('draftDiscarded');

  await nextDraft(scene);
  await stage.passUntil(scene.day + 62 * MINUTE);
  await settledAs('queued', 1);
  expect(await drafts()).toEqual([]);
  expect(stage.practice.record.sent).toHaveLength(2);
  expect(stage.practice.record.submits).toHaveLength(2);
}, 300_000);
