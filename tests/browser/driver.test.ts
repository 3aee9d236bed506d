import { describe, expect, test } from 'vitest';
import { composePath, type DeliverOrder, type DeliverOutcome, type ResolveResult } from '../../lib/linkedin/contract.ts';
import type { ThreadReading } from '../../lib/domain/thread.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { layDriverGround, me, orderOf, practice, sent, set, somebody, stage, YES } from './driver-ground.ts';
import type { Heard, Script } from './scripted-worker.ts';

const TEXT = 'Hi there,\n\nhow is the new team doing?\n- one\n- two  spaces\n\nBest, Sam';

layDriverGround(11, 120);

const order = (person: Person, changes: Partial<DeliverOrder> = {}): DeliverOrder => orderOf(person, TEXT, changes);

async function attempt(person: Person, changes: Partial<DeliverOrder> = {}, script: Script = {}): Promise<{ outcome: DeliverOutcome; heard: Heard[] }> {
  const { last, heard } = await stage.run(composePath(person.id), { answers: YES, ...script, order: order(person, changes) }, 'report');
  return { outcome: last.outcome, heard };
}

async function deliver(person: Person, changes: Partial<DeliverOrder> = {}, script: Script = {}): Promise<DeliverOutcome> {
  return (await attempt(person, changes, script)).outcome;
}

describe('one send', () => {
  test('to somebody never written to: text and paragraphs arrive as one message, once, with proof', async () => {
    const person = somebody();
    const { outcome, heard } = await attempt(person);
    expect(outcome).toMatchObject({ end: 'proved' });
    expect(sent(person)).toEqual([TEXT]);
    expect(outcome.end === 'proved' && practice.sentTo(person.id)[0]?.urn).toBe(outcome.end === 'proved' ? outcome.urn : '');
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
    const { outcome, heard } = await attempt(person);
    expect(outcome).toMatchObject({ end: 'proved' });
    expect(sent(person)).toEqual([TEXT]);
    const read = heard.find((message) => message.type === 'threadRead');
    if (read?.type !== 'threadRead') throw new Error('the thread was not read');
    expect(read.thread.rows.map(({ author, kind, text }) => ({ author, kind, text }))).toEqual([
      { author: 'own', kind: 'text', text: 'first' }, { author: 'theirs', kind: 'text', text: 'thanks' }, { author: 'theirs', kind: 'attachment', text: '' },
    ]);
    expect(read.thread.rows.map((row) => row.at)).toEqual([at, at + 60_000, at + 120_000]);
    expect(read.proof).toMatchObject({ rows: person.id });
  });
});

describe('before the grant', () => {
  test('a refused grant, no go, and a stop leave nothing behind', async () => {
    const [refused, told, stopped] = [somebody(), somebody(), somebody()];
    const tab = await stage.tab();
    await tab.script({ order: order(refused), answers: { ...YES, grant: { granted: 'no', reason: 'paused' } } });
    await tab.goto(composePath(refused.id));
    expect((await tab.hears('report')).outcome).toMatchObject({ end: 'refusedGrant', evidence: expect.stringContaining('left=empty') });
    expect(await tab.page.locator('[role=textbox]').innerText()).toBe('\n');
    await tab.page.close();
    const [second, third] = await Promise.all([
      deliver(told, {}, { answers: { ...YES, threadRead: { go: 'no', reason: 'replied' } } }),
      deliver(stopped, {}, { stopAt: 'threadRead', silent: ['threadRead'] }),
          ]);
    expect(second).toMatchObject({ end: 'stopped', reason: 'replied' });
    expect(third).toMatchObject({ end: 'stopped', reason: 'paused' });
    expect([...sent(refused), ...sent(told), ...sent(stopped)]).toEqual([]);
  });

  test('a reply that comes while the text is typed is in what the grant is asked with', async () => {
    const person = somebody();
    practice.history(person.id, [{ from: 'me', text: 'before', at: practice.now() - 86_400_000 * 9 }]);
    const tab = await stage.tab();
    await tab.script({ order: order(person), answers: { ...YES, grant: { granted: 'no', reason: 'replied' } } });
    await tab.goto(composePath(person.id));
    expect((await tab.hears('threadRead')).thread.rows).toHaveLength(1);
    practice.reply(person.id, 'just now');
    expect((await tab.hears('grant')).thread.rows.map((row) => `${row.author} ${row.text}`)).toEqual(['own before', 'theirs just now']);
    expect((await tab.hears('report')).outcome).toMatchObject({ end: 'refusedGrant' });
    expect(sent(person)).toEqual([]);
    await tab.page.close();
  });

  test('an order for somebody else than the page was opened for is not begun, and is no wrong recipient', async () => {
    const [person, other] = [somebody(), somebody()];
    const { last } = await stage.run(composePath(other.id), { order: order(person), answers: YES }, 'report');
    expect(last.outcome).toMatchObject({ end: 'stopped', reason: 'tabNavigated' });
    expect([...sent(person), ...sent(other)]).toEqual([]);
  });

  test('signed in as another member: not a single key', async () => {
    const person = somebody();
    practice.signIn(practice.world.members[1].id);
    expect(await deliver(person)).toMatchObject({ end: 'stopped', reason: 'signedInAsOther' });
    expect(sent(person)).toEqual([]);
  });

  test('another recipient, two, or none in the composer', async () => {
    const results = [];
    for (const composeRecipient of ['another', 'two', 'none'] as const) {
      set({ composeRecipient });
      const tab = await stage.tab();
      const person = somebody();
      await tab.script({ order: order(person), answers: YES });
      await tab.goto(composePath(person.id));
      await tab.hears('hello');
      results.push(tab.hears('report', 90_000));
    }
    expect((await Promise.all(results)).map(({ outcome }) => outcome)).toMatchObject([
      // A card with a slug alone may be a new address of the wanted person: the worker asks the profile before it calls it another.
      { end: 'stopped', reason: 'addressUnknown' }, { end: 'stopped', reason: 'recipientMismatch' }, { end: 'stopped', reason: 'pageNotUnderstood' },
    ]);
    expect(practice.record.submits.filter((submit) => submit.personIds.length !== 1)).toEqual([]);
  }, 120_000);

  test('a person whose conversation names an address that nobody knows: nothing is typed, and it is no wrong recipient yet', async () => {
    const person = somebody();
    expect(await deliver(person, { recipientSlugs: ['a-former-address'] })).toMatchObject({ end: 'stopped', reason: 'addressUnknown' });
    expect(practice.record.submits.filter((submit) => submit.personIds.includes(person.id))).toEqual([]);
  });

  test("the member's draft is left as it is; a left-over of ours is emptied and the new text sent", async () => {
    const [person, other] = [somebody(), somebody()];
    practice.draft(person.id, 'Dear friend, I was about to');
    const tab = await stage.tab();
    await tab.script({ order: order(person), answers: YES });
    await tab.goto(composePath(person.id));
    expect((await tab.hears('report')).outcome).toMatchObject({ end: 'stopped', reason: 'draftInComposer' });
    expect(await tab.page.locator('[role=textbox]').innerText()).toBe('Dear friend, I was about to');
    await tab.page.close();
    practice.draft(other.id, 'Hi,\nearlier try');
    expect(await deliver(other, { ourLeftovers: ['Hi,\nearlier try'] })).toMatchObject({ end: 'proved' });
    expect(sent(person)).toEqual([]);
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

  test('a person who is no longer a connection, whatever the page shows', async () => {
    const people = [];
    for (const nonConnection of ['premium-card', 'inmail', 'banner', 'invitation-banner'] as const) {
      set({ nonConnection });
      const person = somebody();
      practice.setDegree(person.id, 2);
      people.push(person);
      const outcome = await deliver(person);
      expect(outcome, nonConnection).toMatchObject({ end: 'stopped' });
      expect(outcome.end === 'stopped' && ['notConnected', 'inMailOnly', 'premiumCard'].includes(outcome.reason), JSON.stringify(outcome)).toBe(true);
    }
    expect(people.flatMap(sent)).toEqual([]);
    for (const person of people) practice.setDegree(person.id, 1);
  }, 120_000);

  test.each([
    ['sender warning', { banner: 'sender-warning' }, 'senderWarning'],
    ['blocked footer', { banner: 'blocked' }, 'conversationBlocked'],
    ['unknown dialog', { unknownDialog: 'on-open' }, 'unknownDialog'],
  ] as const)('%s: nothing is typed', async (_name, switches, reason) => {
    set(switches);
    const person = somebody();
    expect(await deliver(person)).toMatchObject({ end: 'stopped', reason });
    expect(sent(person)).toEqual([]);
  });

  test.each(['standard', 'premium'] as const)('an informative footer (%s) stops nothing', async (banner) => {
    set({ banner });
    const person = somebody();
    expect(await deliver(person)).toMatchObject({ end: 'proved' });
  });

  test('another form with a Send of its own first in the page, toasts and a text area', async () => {
    set({ otherFormFirst: 'yes', toast: 'success' });
    const person = somebody();
    expect(await deliver(person)).toMatchObject({ end: 'proved' });
    expect(sent(person)).toEqual([TEXT]);
    set({ otherFormFirst: 'no', toast: 'none', composer: 'textarea' });
    const other = somebody();
    expect(await deliver(other)).toMatchObject({ end: 'proved' });
    expect(sent(other)).toEqual([TEXT]);
  });
});

describe('after the press', () => {
  test('every way an answer can fail to come, side by side', async () => {
    const cases = [
      ['drop', 'doubt', 'noAnswer', 0], ['no-answer', 'doubt', 'noAnswer', 1], ['swallow-click', 'doubt', 'noAnswer', 0],
      ['contact-info', 'doubt', 'contactInfoAsked', 0], ['premium-modal', 'doubt', 'premiumCard', 0],
      ['refuse', 'rejected', 'refusedByLinkedIn', 0], ['altered', 'doubt', 'textNotKept', 1],
    ] as const;
    const people = cases.map(([kind]) => {
      const person = somebody();
      practice.fail({ kind, person: person.id });
      return person;
    });
    const [late, twice] = [somebody(), somebody()];
    practice.fail({ kind: 'delay', person: late.id, ms: 9000 });
    practice.fail({ kind: 'stored-twice', person: twice.id });
    const outcomes = await Promise.all([...people, late, twice].map((person) => deliver(person)));
    for (const [index, [kind, end, reason, stored]] of cases.entries()) {
      expect(outcomes[index], kind).toMatchObject({ end, reason });
      expect(sent(people[index] ?? late), kind).toHaveLength(stored);
    }
    expect(outcomes.at(-2)).toMatchObject({ end: 'proved' });
    expect(outcomes.at(-1)).toMatchObject({ end: 'doubt' });
  }, 120_000);

  test('the worker does not answer the grant: not pressed, emptied, in doubt', async () => {
    const person = somebody();
    const outcome = await deliver(person, {}, { silent: ['grant'] });
    expect(outcome).toMatchObject({ end: 'doubt', reason: 'noAnswer', evidence: expect.stringContaining('pressed=no') });
    expect(sent(person)).toEqual([]);
  }, 120_000);
});

describe('draft-only mode', () => {
  test('the text waits in the composer; the press of the member is proved, also when edited', async () => {
    const person = somebody();
    const tab = await stage.tab();
    await tab.script({ order: order(person, { mode: 'draft' }), answers: YES });
    await tab.goto(composePath(person.id));
    expect((await tab.hears('report')).outcome).toMatchObject({ end: 'drafted' });
    expect(sent(person)).toEqual([]);
    await tab.script({});
    await tab.page.locator('[role=textbox]').press('End');
    await tab.page.keyboard.type(' PS: see you');
    await tab.page.locator('button[type=submit]').click();
    const outcome = (await tab.hears('report')).outcome;
    expect(outcome).toMatchObject({ end: 'proved', evidence: 'byHand edited' });
    expect(sent(person)).toHaveLength(1);
    await tab.page.close();
  });
});

describe('other orders', () => {
  test('check: what the page is, who is signed in, the conversation list; nothing is marked read', async () => {
    const [person, silent] = [somebody(), somebody()];
    const at = practice.now() - 5000;
    practice.history(person.id, [{ from: 'me', text: 'hello', at }, { from: 'them', text: 'hi back', at: at + 1000 }], 1);
    practice.history(silent.id, [{ from: 'me', text: 'hello you', at }]);
    const reads = practice.record.reads.length;
    const { last } = await stage.run('/messaging/compose/', { order: { kind: 'check', orderId: 'c1' } }, 'checked');
    expect(last.result).toMatchObject({ ok: true, selfTest: { verdict: 'understood', missing: [], sendMode: 'click' } });
    if (!last.result.ok) throw new Error('not understood');
    expect(last.result.inbox).toContainEqual({ name: person.name, unread: 'yes', lastFromUs: 'no' });
    expect(last.result.inbox).toContainEqual({ name: silent.name, unread: 'no', lastFromUs: 'yes' });
    expect(last.result.selfTest.fingerprint).not.toMatch(/\d{2,}|ember|ACo/u);
    expect(practice.record.reads).toHaveLength(reads);
  });

  test('resolve: the id of the person in the address, by the top card alone', async () => {
    const person = somebody();
    const encoded = practice.world.withTrait('encoded-slug')[0];
    const renamed = practice.world.withTrait('renamed-slug')[0];
    const stranger = practice.world.strangers[0];
    if (encoded === undefined || renamed === undefined || stranger === undefined) throw new Error('the world lost its people');
    const ask = async (slug: string): Promise<ResolveResult> => {
      const { last } = await stage.run(`/in/${encodeURIComponent(slug)}/`, { order: { kind: 'resolve', orderId: `r-${slug}`, slug } }, 'resolved');
      return last.result;
    };
    expect(await Promise.all([ask(person.slug), ask(encoded.slug), ask(renamed.oldSlugs[0] ?? ''), ask(stranger.slug)])).toEqual([
      { ok: true, memberId: person.id, slug: person.slug, degree: 'first' }, { ok: true, memberId: encoded.id, slug: encoded.slug, degree: 'first' },
      { ok: true, memberId: renamed.id, slug: renamed.slug, degree: 'first' }, { ok: true, memberId: stranger.id, slug: stranger.slug, degree: 'notFirst' },
    ]);
    expect(await ask('nobody-at-all-1')).toMatchObject({ ok: false, reason: 'profileGone' });
  });

  test('reconcile: reads the thread back and types nothing', async () => {
    const person = somebody();
    const start = practice.now() - 60 * 86_400_000;
    practice.history(person.id, Array.from({ length: 90 }, (_, index) => ({ from: index % 3 === 0 ? 'me' as const : 'them' as const, text: `line ${String(index)}`, at: start + index * 3_600_000 })));
    const reconcile = (readBackTo: { at?: number; urn?: string }): Promise<ThreadReading> => stage.run(composePath(person.id), {
      order: { kind: 'reconcile', orderId: 'rec', deliveryId: 'd', senderId: me(), recipientId: person.id, recipientSlugs: [person.slug], readBackTo },
    }, 'reconciled').then(({ last }) => {
      if (!last.result.ok) throw new Error(last.result.reason);
      return last.result.thread;
    });
    const whole = await reconcile({});
    expect(whole).toMatchObject({ reached: 'top', otherId: person.id });
    expect(whole.rows.map((row) => row.text)).toEqual(Array.from({ length: 90 }, (_, index) => `line ${String(index)}`));
    expect(whole.rows.every((row, index) => row.author === (index % 3 === 0 ? 'own' : 'theirs'))).toBe(true);
    const part = await reconcile({ at: start + 65 * 3_600_000 });
    expect(part.reached).toBe('part');
    expect(part.rows.length).toBeLessThan(50);
    expect(part.rows[0]?.at).toBeLessThanOrEqual(start + 65 * 3_600_000);
    expect(sent(person)).toEqual([]);
  });

  test('connections: everybody once, with member ids and dates', async () => {
    const tab = await stage.tab();
    await tab.script({ order: { kind: 'connections', orderId: 'k' }, answers: { connections: { next: 'more', waitMs: 50 } } });
    await tab.goto('/mynetwork/invite-connect/connections/');
    let all: Heard[] = [];
    while (!all.some((message) => message.type === 'connections' && message.end === 'end')) {
      await new Promise((resolve) => { setTimeout(resolve, 500); });
      all = await tab.heard();
    }
    await tab.page.close();
    const cards = all.flatMap((message) => (message.type === 'connections' ? message.cards : []));
    const listed = practice.world.connections;
    expect(cards.map((card) => card.slug)).toEqual(listed.map((person) => person.slug.toLowerCase()));
    expect(cards.map((card) => card.memberId)).toEqual(listed.map((person) => person.id));
    expect(cards.map((card) => card.connectedOn)).toEqual(listed.map((person) => person.connectedOn));
    expect(cards.map((card) => card.name)).toEqual(listed.map((person) => person.name));
  }, 120_000);
});

describe('threads the member opens', () => {
  test('are read only after the worker allowed it, and again when a row comes', async () => {
    const person = somebody();
    const at = practice.now() - 86_400_000;
    const thread = practice.history(person.id, [{ from: 'me', text: 'hello', at }, { from: 'them', text: 'yes, gladly', at: at + 1000 }]);
    const tab = await stage.tab();
    await tab.script({ answers: { threadOpened: { read: 'yes', readBackTo: {} } } });
    await tab.goto(`/messaging/thread/${thread.id}/`);
    expect((await tab.hears('threadOpened')).otherId).toBe(person.id);
    expect((await tab.hears('threadSeen')).thread.rows.map((row) => row.text)).toEqual(['hello', 'yes, gladly']);
    await tab.script({ answers: { threadOpened: { read: 'yes', readBackTo: {} } } });
    practice.reply(person.id, 'one more thing');
    expect((await tab.hears('threadSeen')).thread.rows.map((row) => row.text)).toEqual(['hello', 'yes, gladly', 'one more thing']);
    await tab.script({ answers: { threadOpened: { read: 'no', readBackTo: {} } } });
    await tab.page.reload();
    await tab.hears('threadOpened');
    await new Promise((resolve) => { setTimeout(resolve, 2500); });
    expect((await tab.heard()).map((message) => message.type)).toEqual(['hello', 'threadOpened']);
    await tab.page.close();
  });
});

describe('walls', () => {
  test.each([
    ['login', 'loggedOut'], ['login-page-200', 'loggedOut'], ['authwall', 'loggedOut'], ['checkpoint-login', 'loggedOut'], ['sign-in-modal', 'loggedOut'],
    ['checkpoint', 'securityCheck'], ['captcha', 'securityCheck'], ['agree-to-comply', 'securityCheck'], ['restricted', 'restricted'],
    ['http-429', 'throttled'], ['http-999', 'throttled'], ['http-429-challenge', 'securityCheck'], ['not-found', 'gone'],
  ] as const)('%s is %s', async (kind, wall) => {
    set({ wall: { kind, on: 'everything' } });
    const { last } = await stage.run(composePath(somebody().id), {}, 'hello');
    expect(last.facts).toMatchObject({ wall, kind: 'wall' });
  });

  test('a page that failed to load is not taken for one that has changed', async () => {
    set({ wall: { kind: 'page-error', on: 'everything' } });
    const [compose, profile] = await Promise.all([
      stage.run('/messaging/compose/', { order: { kind: 'check', orderId: 'c' } }, 'checked'),
      stage.run(`/in/${somebody().slug}/`, { order: { kind: 'resolve', orderId: 'r', slug: 'x' } }, 'resolved'),
    ]);
    expect(compose.last.result).toMatchObject({ ok: false, wall: 'pageError' });
    expect(profile.last.result).toMatchObject({ ok: false, wall: 'pageError' });
  });

  test('words of walls in profiles and messages are only words', async () => {
    set({ scaryWords: 'yes' });
    const person = somebody();
    const at = practice.now() - 9 * 86_400_000;
    practice.history(person.id, [{ from: 'me', text: 'captcha: your account has been restricted, error 429, too many requests', at }]);
    expect(await deliver(person)).toMatchObject({ end: 'proved' });
    const { last } = await stage.run(`/in/${person.slug}/`, { order: { kind: 'resolve', orderId: 'r', slug: person.slug } }, 'resolved');
    expect(last.result).toMatchObject({ ok: true, memberId: person.id, degree: 'first' });
  });
});
