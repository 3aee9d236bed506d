import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { composePath, type DeliverOrder, type DeliverOutcome } from '../../lib/linkedin/contract.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { layDriverGround, me, orderOf, practice, sent, set, somebody, stage, YES } from './driver-ground.ts';
import type { Heard, Script, Tab } from './scripted-worker.ts';

const TEXT = 'Hello,\n\nshort question.\nBest, Sam';
const DRAFT = 'Dear friend, I was about to';
const DAY = 86_400_000;
const HOMES = ['light', 'shadow', 'frame'] as const;

layDriverGround(37, 90, { composeForm: 'bubble' });

const order = (person: Person, changes: Partial<DeliverOrder> = {}): DeliverOrder => orderOf(person, TEXT, changes);

/** One delivery in a tab of its own; `look` sees the page as the order left it. */
async function attempt(person: Person, changes: Partial<DeliverOrder> = {}, script: Script = {}, look: (tab: Tab) => Promise<void> = async () => undefined): Promise<{ outcome: DeliverOutcome; heard: Heard[] }> {
  const tab = await stage.tab();
  try {
    await tab.script({ answers: YES, ...script, order: order(person, changes) });
    await tab.goto(composePath(person.id));
    const { outcome } = await tab.hears('report', 100_000);
    await look(tab);
    return { outcome, heard: await tab.heard() };
  } finally {
    await tab.page.close();
  }
}

/** What stands in every editor of the page, wherever it lives. */
function editors(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const frames = [...document.querySelectorAll('iframe')].flatMap((frame) => (frame.contentDocument === null ? [] : [frame.contentDocument]));
    const shadows = [...document.querySelectorAll('*')].flatMap((element) => (element.shadowRoot === null ? [] : [element.shadowRoot]));
    return [document, ...shadows, ...frames].flatMap((root) => [...root.querySelectorAll<HTMLElement>('[role="textbox"]')]).map((editor) => editor.innerText.trim());
  });
}

describe.each(HOMES)('a compose address answered with a bubble (%s) and no pane', (overlay) => {
  beforeEach(() => set({ overlay }));

  test('never written to: the card names the person by id, the message arrives once, with proof', async () => {
    const person = somebody();
    const { outcome, heard } = await attempt(person);
    expect(outcome).toMatchObject({ end: 'proved', urn: practice.sentTo(person.id)[0]?.urn });
    expect(sent(person)).toEqual([TEXT]);
    expect(heard.map((message) => message.type)).toEqual(['hello', 'threadRead', 'grant', 'report']);
    expect(heard[1]).toMatchObject({ degree: 'first', proof: { card: person.id }, thread: { otherId: person.id, rows: [], reached: 'top' } });
    expect(heard[1]).not.toHaveProperty('proof.address');
  });

  test.each(['before', 'after'] as const)("somebody else's bubble with a draft stands %s it: nothing of it leaves, and it stays as it was", async (where) => {
    const [person, other] = [somebody(), somebody()];
    if (where === 'after') practice.history(other.id, [{ from: 'them', text: 'hello', at: practice.now() - 3 * DAY }]);
    set({ oldBubble: { person: other.id, draft: DRAFT, place: overlay, order: where } });
    const { outcome } = await attempt(person, {}, {}, async ({ page }) => {
      expect((await editors(page)).toSorted()).toEqual(['', DRAFT]);
    });
    expect(outcome).toMatchObject({ end: 'proved' });
    expect(sent(person)).toEqual([TEXT]);
    expect(sent(other)).toEqual([]);
    expect(practice.record.submits.filter((submit) => submit.text.includes('about to') || submit.personIds.includes(other.id))).toEqual([]);
  });
});

/** What does not depend on the place of a bubble is tried where it is furthest from the page. */
describe.each(['shadow', 'frame'] as const)('inside such a bubble (%s)', (overlay) => {
  beforeEach(() => set({ overlay }));

  test('the thread is read inside the bubble: a reply and an own text are told to the worker, whose no leaves nothing behind', async () => {
    const [replied, written] = [somebody(), somebody()];
    const at = practice.now() - 9 * DAY;
    practice.history(replied.id, [{ from: 'me', text: 'first', at }, { from: 'them', text: 'no, thanks', at: at + DAY }]);
    practice.history(written.id, [{ from: 'me', text: TEXT, at }]);
    const no = (reason: 'replied' | 'sentElsewhere'): Script => ({ answers: { ...YES, threadRead: { go: 'no', reason } } });
    const empty = async ({ page }: Tab): Promise<void> => expect(await editors(page)).toEqual(['']);
    const [first, second] = await Promise.all([attempt(replied, {}, no('replied'), empty), attempt(written, {}, no('sentElsewhere'), empty)]);
    expect(first.heard[1]).toMatchObject({ proof: { header: replied.id, rows: replied.id }, thread: { rows: [{ author: 'own', text: 'first' }, { author: 'theirs', text: 'no, thanks' }], reached: 'top' } });
    expect(second.heard[1]).toMatchObject({ proof: { header: written.id }, thread: { rows: [{ author: 'own', text: TEXT }] } });
    expect([first.outcome, second.outcome]).toMatchObject([{ end: 'stopped', reason: 'replied' }, { end: 'stopped', reason: 'sentElsewhere' }]);
    expect([...sent(replied), ...sent(written)]).toEqual([]);
  });

  test('an answer that never came is doubt, and the next loading of the page shows whether it left', async () => {
    const person = somebody();
    practice.fail({ kind: 'no-answer', person: person.id });
    const { outcome } = await attempt(person);
    expect(outcome).toMatchObject({ end: 'doubt', reason: 'noAnswer' });
    const { last } = await stage.run(composePath(person.id), {
      order: { kind: 'reconcile', orderId: 'rec', deliveryId: 'd', senderId: me(), recipientId: person.id, recipientSlugs: [person.slug], readBackTo: {} },
    }, 'reconciled');
    expect(last.result).toMatchObject({ ok: true, thread: { rows: [{ author: 'own', text: TEXT, urn: practice.sentTo(person.id)[0]?.urn }], reached: 'top' } });
    expect(sent(person)).toEqual([TEXT]);
  });

  test('a key of the member in the bubble while the thread is read: left to them', async () => {
    const person = somebody();
    practice.history(person.id, Array.from({ length: 60 }, (_one, index) => ({ from: 'me' as const, text: `note ${String(index)}`, at: practice.now() - (70 - index) * DAY })));
    set({ speed: 'real' });
    const tab = await stage.tab();
    await tab.script({ answers: YES, order: order(person) });
    await tab.goto(composePath(person.id));
    const editor = overlay === 'frame' ? tab.page.frameLocator('[data-testid="interop-iframe"]').getByRole('textbox') : tab.page.locator('.msg-form [role="textbox"]');
    await editor.press('Shift');
    expect((await tab.heard()).map((message) => message.type)).toEqual(['hello']);
    expect((await tab.hears('report')).outcome).toMatchObject({ end: 'stopped', reason: 'memberTyping' });
    await tab.page.close();
    expect(sent(person)).toEqual([]);
  });

  test('nothing inside the bubble names the person by id: nothing is typed', async () => {
    const person = somebody();
    set({ bubbleCard: 'slug' });
    const { outcome } = await attempt(person);
    expect(outcome).toMatchObject({ end: 'stopped', reason: 'pageNotUnderstood' });
    expect(practice.record.submits.filter((submit) => submit.personIds.includes(person.id))).toEqual([]);
  });

  test('two bubbles for the wanted person: neither is typed in', async () => {
    const person = somebody();
    set({ oldBubble: { person: person.id, draft: '', place: 'light', order: 'before' } });
    expect((await attempt(person)).outcome).toMatchObject({ end: 'stopped', reason: 'pageNotUnderstood' });
    expect(practice.record.submits.filter((submit) => submit.personIds.includes(person.id))).toEqual([]);
  });
});

test('neither the page nor its frame says who is signed in: nothing is typed', async () => {
  const person = somebody();
  set({ overlay: 'frame', bubbleData: 'none' });
  const { outcome } = await attempt(person);
  expect(outcome).toMatchObject({ end: 'stopped', reason: 'pageNotUnderstood', evidence: 'identity=unknown' });
  expect(sent(person)).toEqual([]);
});

test("nothing but somebody else's bubble: nothing is typed in it, and it is no wrong recipient met, for it may be left over from before", async () => {
  const person = somebody();
  set({ composeRecipient: 'another' });
  const { outcome } = await attempt(person, {}, {}, async ({ page }) => expect(await editors(page)).toEqual(['']));
  expect(outcome).toMatchObject({ end: 'stopped', reason: 'pageNotUnderstood', evidence: expect.stringContaining('other') });
  expect(sent(person)).toEqual([]);
});

test('a slow bubble beside an old one of somebody else is waited for', async () => {
  const [person, other] = [somebody(), somebody()];
  set({ speed: 'real', composer: 'late', oldBubble: { person: other.id, draft: DRAFT, place: 'light', order: 'before' } });
  expect((await attempt(person)).outcome).toMatchObject({ end: 'proved' });
  expect(sent(person)).toEqual([TEXT]);
  expect(sent(other)).toEqual([]);
});

test('Press Enter in each form: one switch to Click Send with the permission, then one message', async () => {
  for (const overlay of HOMES) {
    const [refused, person] = [somebody(), somebody()];
    set({ overlay, sendMode: 'enter' });
    expect((await attempt(refused)).outcome).toMatchObject({ end: 'stopped', reason: 'pressEnterMode' });
    const { outcome, heard } = await attempt(person, { mayChooseClickSend: 'yes' });
    expect(outcome).toMatchObject({ end: 'proved' });
    expect(heard.filter((message) => message.type === 'switched')).toHaveLength(1);
    expect([sent(refused), sent(person)]).toEqual([[], [TEXT]]);
  }
});
