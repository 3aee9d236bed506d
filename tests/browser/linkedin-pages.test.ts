import { describe, expect, test } from 'vitest';
import { composePath, type CheckResult, type DeliverOrder, type DeliverOutcome, type ResolveResult } from '../../lib/linkedin/contract.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { layDriverGround, me, orderOf, practice, sent, set, somebody, stage, YES } from './driver-ground.ts';
import type { Heard } from './scripted-worker.ts';

const TEXT = 'Hello,\n\nshort question.';

layDriverGround(23, 90);

async function deliver(person: Person, changes: Partial<DeliverOrder> = {}): Promise<DeliverOutcome> {
  return (await stage.run(composePath(person.id), { answers: YES, order: orderOf(person, TEXT, changes) }, 'report')).last.outcome;
}

async function resolve(slug: string): Promise<ResolveResult> {
  return (await stage.run(`/in/${encodeURIComponent(slug)}/`, { order: { kind: 'resolve', orderId: `r-${slug}`, slug } }, 'resolved')).last.result;
}

async function check(path = '/messaging/compose/'): Promise<CheckResult> {
  return (await stage.run(path, { order: { kind: 'check', orderId: 'c' } }, 'checked')).last.result;
}

describe('profiles', () => {
  test.each([
    ['class-based', { variant: 'A' }], ['2025', { variant: 'B1' }], ['without id in the key', { cardId: 'absent' }], ['with the id as an id', { cardId: 'in-id' }],
    ['with a hidden third copy', { thirdCopy: 'yes' }], ['with a custom button', { customButton: 'yes' }], ['without a sticky bar', { stickyBar: 'absent' }],
    ['with asides first', { arrival: 'asides-first', stickyBar: 'late' }], ['in an unknown language', { unknownLocale: 'yes' }],
    ['class-based, in French', { variant: 'A', locale: 'fr' }], ['in Portuguese', { locale: 'pt' }],
  ] as const)('%s: id and degree of connection and stranger', async (_name, switches) => {
    set(switches);
    const [person, stranger] = [practice.world.connections[3], practice.world.strangers[2]];
    if (person === undefined || stranger === undefined) throw new Error('the world is too small');
    expect(await Promise.all([resolve(person.slug), resolve(stranger.slug)])).toEqual([
      { ok: true, memberId: person.id, slug: person.slug, degree: 'first' }, { ok: true, memberId: stranger.id, slug: stranger.slug, degree: 'notFirst' },
    ]);
  });

  test.each(['follow', 'connect', 'pending', 'followed'] as const)('a stranger who looks like "%s" is no connection', async (strangerLook) => {
    set({ strangerLook });
    const stranger = practice.world.strangers[5];
    expect(await resolve(stranger?.slug ?? '')).toMatchObject({ ok: true, memberId: stranger?.id, degree: 'notFirst' });
  });

  test('the own profile: an id, no degree', async () => {
    const [own] = practice.world.members;
    expect(await resolve(own.slug)).toEqual({ ok: true, memberId: own.id, slug: own.slug, degree: 'unknown' });
  });

  test('a page that left the person asked for is not believed', async () => {
    const [asked, shown] = [practice.world.connections[6], practice.world.connections[7]];
    const { last } = await stage.run(`/in/${shown?.slug ?? ''}/`, { order: { kind: 'resolve', orderId: 'r', slug: asked?.slug ?? '' } }, 'resolved');
    expect(last.result).toMatchObject({ ok: false, reason: 'tabNavigated' });
  });
});

describe('connections', () => {
  test.each([['A', 'en'], ['B1', 'fr'], ['B2', 'de'], ['B2', 'pt']] as const)('%s in %s', async (variant, locale) => {
    set({ variant, locale, connectionsHiccup: 'yes' });
    const tab = await stage.tab();
    await tab.script({ order: { kind: 'connections', orderId: 'k' }, answers: { connections: { next: 'more', waitMs: 20 } } });
    await tab.goto('/mynetwork/invite-connect/connections/');
    let all: Heard[] = [];
    const batchesIn = (heard: readonly Heard[]) => heard.flatMap((message) => (message.type === 'connections' ? [message] : []));
    const cardsIn = (heard: readonly Heard[]) => batchesIn(heard).flatMap((batch) => batch.cards);
    while (cardsIn(all).length < 30) {
      await new Promise((go) => { setTimeout(go, 300); });
      all = await tab.heard();
    }
    await tab.page.close();
    const batches = batchesIn(all);
    const cards = cardsIn(all).slice(0, 30);
    const listed = practice.world.connections.slice(0, 30);
    expect(cards.map(({ slug, name, headline }) => ({ slug, name, headline }))).toEqual(listed.map(({ slug, name, headline }) => ({ slug: slug.toLowerCase(), name, headline })));
    if (variant !== 'A') {
      expect(cards.map((card) => card.memberId)).toEqual(listed.map((person) => person.id));
      expect(cards.map((card) => card.connectedOn)).toEqual(listed.map((person) => person.connectedOn));
    }
    expect(batches[0]?.total).toBeGreaterThanOrEqual(90);
  });
});

describe('languages', () => {
  test.each(['fr', 'de', 'es', 'pt', 'nl', 'it', 'unknown'] as const)('%s: checked and sent with proof', async (locale) => {
    set(locale === 'unknown' ? { unknownLocale: 'yes' } : { locale });
    const person = somebody();
    const [checked, outcome] = await Promise.all([check(), deliver(person)]);
    expect(checked).toMatchObject({ ok: true, selfTest: { verdict: 'understood', sendMode: 'click' } });
    expect(outcome).toMatchObject({ end: 'proved' });
    expect(sent(person)).toEqual([TEXT]);
  });

  test('the fingerprint is the same in every language', async () => {
    const prints = [];
    for (const locale of ['en', 'fr', 'pt'] as const) {
      set({ locale });
      const checked = await check();
      prints.push(checked.ok ? checked.selfTest.fingerprint : '');
    }
    expect(new Set(prints).size).toBe(1);
    expect(prints[0]).toContain('editor=role');
  });
});

describe('a generation nobody has described', () => {
  test('names what is missing and sends nothing', async () => {
    set({ generation: 'undescribed' });
    const [fresh, known] = [somebody(), somebody()];
    practice.history(known.id, [{ from: 'me', text: 'before', at: practice.now() - 86_400_000 * 5 }, { from: 'them', text: 'please stop', at: practice.now() - 86_400_000 * 4 }]);
    const [checked, first, second] = await Promise.all([check(), deliver(fresh), deliver(known)]);
    expect(checked).toMatchObject({ ok: false, reason: 'selfTestFailed', missing: expect.arrayContaining(['inboxList', 'recipientsField']) });
    for (const outcome of [first, second]) {
      expect(outcome).toMatchObject({ end: 'stopped' });
      expect(outcome.end === 'stopped' && ['pageNotUnderstood', 'threadUnreadable'].includes(outcome.reason), JSON.stringify(outcome)).toBe(true);
    }
    expect([...sent(fresh), ...sent(known)]).toEqual([]);
  }, 150_000);
});

describe('threads', () => {
  test('200 messages: the reply far above the fold is read, meta or not', async () => {
    set({ rowMeta: 'sparse' });
    const person = somebody();
    const start = practice.now() - 100 * 86_400_000;
    practice.history(person.id, Array.from({ length: 200 }, (_, index) => ({ from: index === 12 ? 'them' as const : 'me' as const, text: `line ${String(index)}`, at: start + index * 3_600_000 })));
    const { last, heard } = await stage.run(composePath(person.id), {
      answers: { threadRead: { go: 'no', reason: 'replied' } },
      order: orderOf(person, TEXT, { readBackTo: { at: start } }),
    }, 'report');
    expect(last.outcome).toMatchObject({ end: 'stopped', reason: 'replied' });
    const read = heard.find((message) => message.type === 'threadRead');
    expect(read?.type === 'threadRead' && read.thread.rows.map((row) => row.author).join(' ')).toBe(Array.from({ length: 200 }, (_, index) => (index === 12 ? 'theirs' : 'own')).join(' '));
  });

  test('rows of every kind', async () => {
    const person = somebody();
    const at = practice.now() - 20 * 86_400_000;
    const kinds = ['text', 'attachment', 'image', 'voice', 'gif', 'shared-post', 'system', 'recalled', 'reaction'] as const;
    practice.history(person.id, kinds.map((kind, index) => ({ from: 'them' as const, text: kind === 'text' ? 'a\nb' : '', at: at + index * 3_600_000, kind })));
    const { last } = await stage.run(composePath(person.id), {
      order: { kind: 'reconcile', orderId: 'rec', deliveryId: 'd', senderId: me(), recipientId: person.id, recipientSlugs: [], readBackTo: {} },
    }, 'reconciled');
    expect(last.result.ok && last.result.thread.rows.map(({ kind, text }) => `${kind}:${text}`)).toEqual([
      'text:a\nb', 'attachment:', 'attachment:', 'attachment:', 'attachment:', 'attachment:', 'system:', 'recalled:', 'system:',
    ]);
  });

  test('a group is never written to, read or told about', async () => {
    const [one, two] = [somebody(), somebody()];
    const thread = practice.group([one.id, two.id], [{ from: one.id, text: 'hello both', at: practice.now() - 86_400_000 }]);
    const tab = await stage.tab();
    await tab.script({ answers: { threadOpened: { read: 'yes', readBackTo: {} } } });
    await tab.goto(`/messaging/thread/${thread.id}/`);
    await tab.page.locator('[data-event-urn]').waitFor();
    await new Promise((go) => { setTimeout(go, 2500); });
    expect((await tab.heard()).map((message) => message.type)).toEqual(['hello']);
    await tab.page.close();
  });
});

describe('the overlay', () => {
  test.each(['light', 'shadow', 'frame'] as const)('a bubble in %s that the member opens is read as a thread', async (overlay) => {
    set({ overlay });
    const person = somebody();
    practice.history(person.id, [{ from: 'me', text: 'hello', at: practice.now() - 86_400_000 }, { from: 'them', text: 'hi', at: practice.now() - 80_000_000 }]);
    const tab = await stage.tab();
    await tab.script({ answers: { threadOpened: { read: 'yes', readBackTo: {} } } });
    await tab.goto(`/in/${person.slug}/`);
    await tab.page.locator('section[componentkey$=Topcard] a[href*="/messaging/compose/"]').click();
    const seen = await tab.hears('threadOpened', 20_000);
    expect(seen.otherId).toBe(person.id);
    expect(seen.facts.identity).toEqual({ state: 'inUnknown', mailboxId: me() });
    expect((await tab.hears('threadSeen')).thread.rows.map(({ author, text }) => `${author} ${text}`)).toEqual(['own hello', 'theirs hi']);
    await tab.page.close();
  });
});

describe('one live driver per tab', () => {
  test('moving inside the page says hello again, with the new page', async () => {
    const person = somebody();
    practice.history(person.id, [{ from: 'me', text: 'hello', at: practice.now() }]);
    const tab = await stage.tab();
    await tab.script({});
    await tab.goto('/messaging/compose/');
    await tab.hears('hello');
    await tab.page.locator('.msg-conversation-listitem__link').first().click();
    await expect.poll(async () => (await tab.heard()).filter((message) => message.type === 'hello').length).toBe(2);
    const hellos = (await tab.heard()).flatMap((message) => (message.type === 'hello' ? [message] : []));
    expect(hellos.map((hello) => hello.facts.kind)).toEqual(['compose', 'thread']);
    expect(new Set(hellos.map((hello) => hello.instance)).size).toBe(1);
    await tab.page.close();
  });

  test('a second copy takes over: the first one stops and leaves nothing behind', async () => {
    const person = somebody();
    const tab = await stage.tab();
    await tab.script({ order: orderOf(person, TEXT), answers: YES, silent: ['threadRead'] });
    await tab.goto(composePath(person.id));
    await tab.hears('threadRead');
    await tab.script({});
    await stage.worker.evaluate(`chrome.scripting.executeScript({ target: { tabId: ${String(tab.id)} }, files: ['/content-scripts/linkedin.js'] })`);
    await tab.hears('hello');
    await new Promise((go) => { setTimeout(go, 1500); });
    const instances = await stage.worker.evaluate(`chrome.tabs.sendMessage(${String(tab.id)}, { type: 'ping' })`);
    const hello = await tab.hears('hello');
    expect(instances).toEqual({ instance: hello.instance, busy: '' });
    expect(await tab.page.locator('[role=textbox]').innerText()).toBe('\n');
    expect(sent(person)).toEqual([]);
    await tab.page.close();
  });
});
