import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Frame, Locator, Page } from 'playwright-core';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { defaultSwitches, type FaultKind, type Locale, type Switches, type WallKind } from '../practice-linkedin/switches.ts';
import { wordsOf } from '../practice-linkedin/words.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { launch, type Browser } from './chromium.ts';
import { launchPlain } from './plain-chromium.ts';

// Practice LinkedIn behaves as its switches say. Every failure the product must survive is met here first, without the product.

const day = 86_400_000;

/** Asks again until it holds; patient, because the machine may be busy. */
const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 15_000 });
let practice: PracticeLinkedIn;
let browser: Browser;
let page: Page;
let next = 0;

beforeAll(async () => {
  practice = await startPracticeLinkedIn({ seed: 5, people: 260, now: Date.UTC(2026, 10, 23, 9) });
  browser = await launch({ practicePort: practice.port, now: practice.now() });
  page = await browser.context.newPage();
});

afterEach(() => {
  practice.signIn(practice.world.members[0].id);
  Object.assign(practice.switches, defaultSwitches());
});

afterAll(async () => {
  await browser.close();
  await practice.close();
});

/** A connection no other test has used. */
function someone(): Person {
  next += 1;
  const person = practice.world.connections[next];
  if (person === undefined) throw new Error('the world is too small');
  return person;
}

function set(switches: Partial<Switches>): void {
  Object.assign(practice.switches, switches);
}

const go = (path: string): ReturnType<Page['goto']> => page.goto(`https://www.linkedin.com${path}`);
const profilePath = (person: Person): string => `/in/${encodeURIComponent(person.slug)}/`;
const composePath = (id: string): string => `/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A${id}&recipient=${id}&screenContext=NON_SELF_PROFILE_VIEW&interop=msgOverlay`;
const editor = (place: Page | Frame | Locator = page): Locator => place.locator('[role=textbox][contenteditable=true]');
const sendButton = (place: Page | Frame | Locator = page): Locator => place.locator('.msg-form button[type=submit]');
const rows = (): Locator => page.locator('li.msg-s-message-list__event');
const provedRows = (): Locator => page.locator('[data-view-name=message-list-item][data-event-urn]');

/** Opens the composer of a person, and waits until its editor is the lasting one. */
async function compose(person: Person): Promise<void> {
  await page.goto(`https://www.linkedin.com${composePath(person.id)}`, { waitUntil: 'commit' });
  await settled();
}

/** Waits until a composer's editor is bound and the lasting one. */
async function settled(place: Page | Frame = page): Promise<void> {
  await place.waitForFunction(() => {
    const roots = [document, ...[...document.querySelectorAll('*')].flatMap((one) => (one.shadowRoot === null ? [] : [one.shadowRoot]))];
    return roots.some((root) => [...root.querySelectorAll('[id^=msg-form]')].some((form) => Reflect.get(form, 'settled') === true));
  });
}

/** Types by the one way a content script has, and waits until the page has taken it. */
async function type(text: string, place: Page | Frame | Locator = page): Promise<boolean> {
  return await editor(place).last().evaluate((element: HTMLElement, words) => {
    element.focus();
    return element.ownerDocument.execCommand('insertText', false, words);
  }, text);
}

async function send(text: string): Promise<void> {
  await type(text);
  await sendButton().click();
}

/** Waits until the server has stored this many messages of ours to the person. */
async function stored(person: Person, count: number): Promise<string[]> {
  for (let wait = 0; wait < 60 && practice.sentTo(person.id).length < count; wait += 1) await page.waitForTimeout(20);
  return practice.sentTo(person.id).map((message) => message.text);
}

describe('a message', () => {
  test('gets a row without urn, then with one, and stands there after a reload exactly as typed', async () => {
    const person = someone();
    await compose(person);
    await type(`Hi ${person.firstName},\n\nthree lines 🌟`);
    await sendButton().click();
    await rows().first().waitFor();
    expect(await rows().first().locator('[title="Sending"]').count()).toBe(1);
    expect(await provedRows().count()).toBe(0);
    await provedRows().waitFor();
    expect(await editor().innerHTML()).toBe('<p><br></p>');
    expect(await stored(person, 1)).toEqual([`Hi ${person.firstName},\n\nthree lines 🌟`]);
    await page.reload();
    await provedRows().waitFor();
    expect(await provedRows().getAttribute('data-event-urn')).toBe(practice.sentTo(person.id)[0]?.urn);
    expect(await page.locator('p.msg-s-event-listitem__body').innerText()).toBe(`Hi ${person.firstName},\n\nthree lines 🌟`);
  });

  test('carries the server’s time, its thread and the mailbox owner in its urn', async () => {
    const person = someone();
    await compose(person);
    await send('When?');
    await stored(person, 1);
    const message = practice.sentTo(person.id)[0];
    const part = Buffer.from(message?.urn.split(',2-')[1]?.slice(0, -1) ?? '', 'base64').toString();
    expect(part).toMatch(/^\d{13}b\d{5}-\d{3}&[0-9a-f-]{36}_\d{3}$/);
    expect(Number(part.slice(0, 13))).toBe(message?.at);
    expect(message?.urn).toContain(`urn:li:fsd_profile:${practice.world.members[0].id}`);
    expect(`2-${Buffer.from(part.split('&')[1] ?? '').toString('base64')}`).toBe(message?.threadId);
  });

  test('is what the editor’s model holds, not what its DOM shows', async () => {
    const person = someone();
    await compose(person);
    await type('Model');
    await editor().evaluate((element) => { element.innerHTML = '<p>Picture</p>'; });
    await sendButton().click();
    expect(await stored(person, 1)).toEqual(['Model']);
  });
});

describe('the editor trusts', () => {
  const dispatch = (inputType: string): Promise<void> => editor().evaluate((element, kind) => {
    element.innerHTML = '<p>Put</p>';
    element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: kind }));
  }, inputType);

  test.each([
    ['strict', 'insertText', false], ['strict', '', false], ['normal', 'insertText', true], ['normal', '', false], ['lax', '', true],
  ] as const)('%s: a dispatched input event of type "%s" enables Send: %s', async (level, inputType, enabled) => {
    set({ editor: level });
    await compose(someone());
    await dispatch(inputType);
    expect(await sendButton().isEnabled()).toBe(enabled);
  });

  test('nobody who forces Send open over an empty model', async () => {
    const person = someone();
    await compose(person);
    await editor().evaluate((element) => { element.innerHTML = '<p>Forced</p>'; });
    await sendButton().evaluate((button: HTMLButtonElement) => { button.disabled = false; button.click(); });
    await page.waitForTimeout(150);
    expect(practice.sentTo(person.id)).toEqual([]);
  });
});

describe('a send that goes wrong', () => {
  const cases: ReadonlyArray<readonly [FaultKind, { texts: number; rowsAfter: number; urns: number; afterReload: number }]> = [
    ['drop', { texts: 0, rowsAfter: 0, urns: 0, afterReload: 0 }],
    ['swallow-click', { texts: 0, rowsAfter: 0, urns: 0, afterReload: 0 }],
    ['contact-info', { texts: 0, rowsAfter: 0, urns: 0, afterReload: 0 }],
    ['premium-modal', { texts: 0, rowsAfter: 0, urns: 0, afterReload: 0 }],
    ['no-answer', { texts: 1, rowsAfter: 1, urns: 0, afterReload: 1 }],
    ['no-answer-unstored', { texts: 0, rowsAfter: 1, urns: 0, afterReload: 0 }],
    ['refuse', { texts: 0, rowsAfter: 1, urns: 0, afterReload: 0 }],
    ['refuse-but-stored', { texts: 1, rowsAfter: 1, urns: 0, afterReload: 1 }],
    ['offline', { texts: 0, rowsAfter: 1, urns: 0, afterReload: 0 }],
    ['offline-but-stored', { texts: 1, rowsAfter: 1, urns: 0, afterReload: 1 }],
    ['stored-twice', { texts: 2, rowsAfter: 2, urns: 2, afterReload: 2 }],
  ];

  test.each(cases)('%s: page and store are as README.md says', async (kind, expected) => {
    const person = someone();
    practice.fail({ kind, person: person.id });
    await compose(person);
    await send('Hello');
    await eventually(async () => [await rows().count(), await provedRows().count()]).toEqual([expected.rowsAfter, expected.urns]);
    if (kind.startsWith('no-answer')) await page.waitForTimeout(250);
    const error = kind.startsWith('refuse') || kind.startsWith('offline');
    await eventually(() => page.locator('.msg-s-event-listitem__error-message').count()).toBe(error ? 1 : 0);
    await eventually(() => practice.record.faults.at(-1)).toMatchObject({ kind, personIds: [person.id], text: 'Hello' });
    expect(practice.sentTo(person.id)).toHaveLength(expected.texts);
    expect(practice.record.submits.filter((one) => one.personIds.includes(person.id))).toHaveLength(1);
    expect([await rows().count(), await provedRows().count()]).toEqual([expected.rowsAfter, expected.urns]);
    expect(await editor().innerText()).toBe(kind === 'swallow-click' ? 'Hello' : '\n');
    expect(await page.locator('.artdeco-toast-item--error[role=alert]').count()).toBe(error ? 1 : 0);
    expect(await page.locator('.artdeco-modal[role=dialog]').count()).toBe(kind === 'contact-info' || kind === 'premium-modal' ? 1 : 0);
    if (kind === 'premium-modal') expect(await page.locator('[role=dialog] a[href*="/premium/"]').count()).toBe(1);
    await page.reload();
    await editor().waitFor();
    expect(await provedRows().count()).toBe(expected.afterReload);
  });

  test('delay: the urn comes late', async () => {
    const person = someone();
    practice.fail({ kind: 'delay', person: person.id, ms: 1500 });
    await compose(person);
    await send('Slow');
    await page.waitForTimeout(500);
    expect([await rows().count(), await provedRows().count()]).toEqual([1, 0]);
    await provedRows().waitFor();
  });

  test.each([
    ['lost-line', 'one\ntwo 👍', 'one'], ['doubled', 'one', 'oneone'], ['nbsp', 'one two', 'one\u00a0two'], ['variation', 'ok 👍', 'ok 👍\ufe0f'],
  ] as const)('altered: %s', async (how, text, expected) => {
    const person = someone();
    practice.fail({ kind: 'altered', person: person.id, how });
    await compose(person);
    await send(text);
    expect(await stored(person, 1)).toEqual([expected]);
    await provedRows().waitFor();
    expect(await page.locator('p.msg-s-event-listitem__body').evaluate((body) => body.innerHTML.replaceAll('&nbsp;', '\u00a0'))).toContain(expected);
  });

  test('only the person and the number of times it was set for', async () => {
    const [hit, spared] = [someone(), someone()];
    practice.fail({ kind: 'drop', person: hit.id });
    await compose(spared);
    await send('Spared');
    expect(await stored(spared, 1)).toEqual(['Spared']);
    await compose(hit);
    await send('First');
    await page.waitForTimeout(200);
    await send('Second');
    expect(await stored(hit, 1)).toEqual(['Second']);
  });

  test('the retry button of a failed row sends again', async () => {
    const person = someone();
    practice.fail({ kind: 'refuse', person: person.id });
    await compose(person);
    await send('Again');
    await page.getByRole('button', { name: 'Retry' }).click();
    expect(await stored(person, 1)).toEqual(['Again']);
  });
});

describe('the send button', () => {
  test('is not there in press-Enter mode; only a real Enter sends; the toggle switches for good', async () => {
    const person = someone();
    set({ sendMode: 'enter' });
    await compose(person);
    await type('By Enter');
    expect(await sendButton().count()).toBe(0);
    await editor().evaluate((element) => element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })));
    await page.waitForTimeout(150);
    expect(practice.sentTo(person.id)).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await stored(person, 1)).toEqual(['By Enter']);
    await page.locator('.msg-form__send-toggle').click();
    await page.getByText('Click Send').click();
    await sendButton().waitFor();
    await compose(person);
    await send('By click');
    expect(await stored(person, 2)).toEqual(['By Enter', 'By click']);
  });

  test('plain Enter makes a paragraph when sending is by click', async () => {
    const person = someone();
    await compose(person);
    await type('one');
    await page.keyboard.press('Enter');
    await page.keyboard.type('two');
    await sendButton().click();
    expect(await stored(person, 1)).toEqual(['one\ntwo']);
  });

  test('may be an icon without words, or disabled by aria only, or never enabled', async () => {
    const person = someone();
    set({ sendMode: 'icon' });
    await compose(person);
    expect(await sendButton().innerText()).toBe('');
    await send('Icon');
    expect(await stored(person, 1)).toEqual(['Icon']);
    set({ sendMode: 'aria-disabled' });
    await compose(person);
    expect(await sendButton().evaluate((button: HTMLButtonElement) => [button.disabled, button.getAttribute('aria-disabled')])).toEqual([false, 'true']);
    await sendButton().evaluate((button: HTMLButtonElement) => { button.click(); });
    await type('Aria');
    expect(await sendButton().getAttribute('aria-disabled')).toBe('false');
    await sendButton().click();
    expect(await stored(person, 2)).toEqual(['Icon', 'Aria']);
    set({ sendMode: 'stays-disabled' });
    await compose(person);
    await type('Never');
    expect(await sendButton().isDisabled()).toBe(true);
  });

  test('of another form may come first, and the form may be a plain div', async () => {
    const person = someone();
    set({ otherFormFirst: 'yes', formTag: 'div' });
    await compose(person);
    expect(await page.locator('button[type=submit]').count()).toBe(2);
    expect(await page.locator('div.msg-form').count()).toBe(1);
    await send('Div');
    expect(await stored(person, 1)).toEqual(['Div']);
  });
});

describe('the composer', () => {
  test('holds a restored draft', async () => {
    const person = someone();
    practice.draft(person.id, 'Half a thought');
    await compose(person);
    expect(await editor().innerText()).toBe('Half a thought');
    expect(await sendButton().isEnabled()).toBe(true);
  });

  test('brings back what was typed and not sent; what was sent or cleared is gone', async () => {
    const person = someone();
    await compose(person);
    await type('Not yet');
    await eventually(() => practice.draftOf(person.id)).toBe('Not yet');
    await compose(person);
    expect(await editor().innerText()).toBe('Not yet');
    await sendButton().click();
    expect(await stored(person, 1)).toEqual(['Not yet']);
    expect(practice.draftOf(person.id)).toBe('');
    await compose(person);
    await type('Changed my mind');
    await eventually(() => practice.draftOf(person.id)).not.toBe('');
    await editor().evaluate((element: HTMLElement) => {
      element.focus();
      document.execCommand('selectAll');
      document.execCommand('delete');
    });
    await eventually(() => practice.draftOf(person.id)).toBe('');
  });

  test('never comes, comes late, or is a textarea', async () => {
    set({ composer: 'never' });
    await go(composePath(someone().id));
    await page.locator('.artdeco-pill__text').waitFor();
    await page.waitForTimeout(400);
    expect(await editor().count()).toBe(0);
    set({ composer: 'late' });
    await go(composePath(someone().id));
    await page.waitForTimeout(1200);
    expect(await editor().count()).toBe(0);
    await editor().waitFor({ timeout: 6000 });
    set({ composer: 'textarea' });
    const person = someone();
    await go(composePath(person.id));
    await settled();
    await page.locator('textarea[role=textbox]').fill('Plain');
    await sendButton().click();
    expect(await stored(person, 1)).toEqual(['Plain']);
  });

  test('is put in anew soon after it first stood', async () => {
    await go(composePath(someone().id));
    const first = await page.waitForFunction(() => document.querySelector("[role=textbox][contenteditable=true]"));
    await settled();
    expect(await first.evaluate((element) => element?.isConnected)).toBe(false);
  });

  test('is replaced while typing, or loses the focus', async () => {
    set({ editorTrouble: 'replaced-while-typing' });
    await compose(someone());
    await type('Gone');
    await page.waitForTimeout(150);
    expect(await editor().innerText()).toBe('\n');
    set({ editorTrouble: 'loses-focus' });
    await compose(someone());
    await editor().focus();
    await page.keyboard.type('abcdef', { delay: 20 });
    expect(await editor().innerText()).toBe('abc');
  });

  test.each([['another', 1], ['two', 2], ['none', 0]] as const)('is addressed to %s although the address says otherwise', async (composeRecipient, pills) => {
    const person = someone();
    set({ composeRecipient });
    await compose(person);
    const names = await page.locator('.artdeco-pill__text').allInnerTexts();
    expect(names).toHaveLength(pills);
    expect(names.length === 1 && names[0] === person.name).toBe(false);
  });

  test('has nobody in it for an unknown recipient, and for the decoy link of a profile’s menu', async () => {
    await compose({ ...someone(), id: 'ACoAAUnknownUnknownUnknownUnknownUnknown' });
    expect(await page.locator('.artdeco-pill__text').count()).toBe(0);
    await go(profilePath(someone()));
    await page.locator('section').getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Send profile in a message' }).click();
    await editor().waitFor();
    expect(await page.locator('.artdeco-pill__text').count()).toBe(0);
    expect(await editor().innerText()).toContain('https://www.linkedin.com/in/');
  });

  test('shows an existing thread inline or goes to it', async () => {
    const person = someone();
    const thread = practice.history(person.id, [{ from: 'them', text: 'Hello Sam', at: practice.now() - 40 * day }]);
    set({ composeWithThread: 'inline' });
    await compose(person);
    expect(page.url()).toContain('/messaging/compose/');
    expect(await provedRows().count()).toBe(1);
    set({ composeWithThread: 'redirect' });
    await go(composePath(person.id));
    await page.waitForURL(`**/messaging/thread/${thread.id}/`);
    set({ composeWithThread: 'mixed' });
    const seen = new Set<boolean>();
    for (let load = 0; load < 12 && seen.size < 2; load += 1) {
      await go(composePath(person.id));
      await editor().waitFor();
      seen.add(page.url().includes('/thread/'));
    }
    expect(seen.size).toBe(2);
  });

  test('shows the person card, its degree later than its name', async () => {
    const person = someone();
    await go(composePath(person.id));
    await page.locator('.profile-card-one-to-one__profile-link').waitFor();
    expect(await page.locator('.artdeco-entity-lockup__badge').count()).toBe(0);
    await page.getByText('1st degree connection').waitFor({ state: 'attached' });
    expect(await page.locator('.profile-card-one-to-one__profile-link').getAttribute('href')).toBe(`/in/${encodeURIComponent(person.slug)}`);
  });

  test('is missing where LinkedIn only says hello', async () => {
    set({ newThread: 'say-hello' });
    await go(composePath(someone().id));
    await page.getByRole('button', { name: 'Say hello' }).waitFor();
    expect(await editor().count()).toBe(0);
  });
});

describe('a refusal', () => {
  test('Premium card in place of the form, InMail with subject, banners: for somebody who is no connection', async () => {
    const person = someone();
    practice.setDegree(person.id, 2);
    await go(composePath(person.id));
    await page.locator('h3.card-upsell-v2__headline').waitFor();
    expect(await page.locator('.msg-form').count()).toBe(0);
    set({ nonConnection: 'inmail' });
    await compose(person);
    expect([await page.locator('input[name=subject]').count(), await page.locator('.msg-inmail-credits-display').count()]).toEqual([1, 1]);
    set({ nonConnection: 'inmail-no-credits' });
    await compose(person);
    expect(await page.locator('.msg-inmail-credits-display__error').count()).toBe(1);
    set({ nonConnection: 'banner' });
    await compose(person);
    expect(await page.locator('.msg-nonconnection-banner__connect-btn').count()).toBe(1);
    set({ nonConnection: 'invitation-banner' });
    await compose(person);
    expect(await page.getByRole('button', { name: 'Accept' }).count()).toBe(1);
    await send('Not allowed');
    await page.locator('.msg-s-event-listitem__error-message').waitFor();
    expect(practice.sentTo(person.id)).toEqual([]);
  });

  test('Premium card for a connection after a burst', async () => {
    set({ premiumCard: 'everybody' });
    await go(composePath(someone().id));
    await page.locator('h3.card-upsell-v2__headline').waitFor();
  });

  test('sender-side warning, blocked footer, and footers that mean nothing', async () => {
    set({ banner: 'sender-warning' });
    await compose(someone());
    expect(await page.locator('.msg-sender-side-warning-banner').count()).toBe(1);
    set({ banner: 'blocked' });
    await go(composePath(someone().id));
    await page.locator('.msg-s-conversation-blocked-footer').waitFor();
    expect(await editor().count()).toBe(0);
    for (const banner of ['standard', 'premium'] as const) {
      set({ banner });
      await compose(someone());
      expect(await page.locator(`.msg-s-conversation-${banner}-footer`).count()).toBe(1);
    }
  });

  test('an unknown dialog over the thread, before or after sending; toasts', async () => {
    set({ unknownDialog: 'on-open', toast: 'success' });
    await compose(someone());
    expect(await page.locator('.artdeco-modal[role=dialog]').isVisible()).toBe(true);
    expect(await page.locator('.artdeco-toast-item--success').count()).toBe(1);
    set({ unknownDialog: 'after-send', toast: 'error' });
    await compose(someone());
    expect(await page.locator('.artdeco-modal').count()).toBe(0);
    expect(await page.locator('.artdeco-toast-item--error').count()).toBe(1);
    await send('Hi');
    await page.locator('.artdeco-modal[role=dialog]').waitFor();
  });
});

describe('a thread', () => {
  test('loads twenty rows, older ones on scrolling up, and shows the way back to the first', async () => {
    const person = someone();
    const lines = Array.from({ length: 47 }, (_, index) => ({ from: index % 5 === 0 ? 'them' as const : 'me' as const, text: `Line ${index}`, at: practice.now() - (60 - index) * 3_600_000 }));
    const thread = practice.history(person.id, lines);
    await go(`/messaging/thread/${thread.id}/`);
    await provedRows().first().waitFor();
    expect(await provedRows().count()).toBe(20);
    for (const expected of [40, 47]) {
      await page.locator('.msg-s-message-list-container').evaluate((scroller) => { scroller.scrollTop = -scroller.scrollHeight; });
      await page.waitForFunction((count) => document.querySelectorAll('[data-view-name=message-list-item][data-event-urn]').length === count, expected);
    }
    expect(await page.locator('p.msg-s-event-listitem__body').allInnerTexts()).toEqual(lines.map((line) => line.text));
    await page.locator('.msg-s-profile-card-one-to-one').waitFor();
  });

  test('tells whose row it is by links and urn; meta only at the start of a group, or hardly ever', async () => {
    const person = someone();
    const before = practice.now() - 3 * day;
    const thread = practice.history(person.id, [
      { from: 'them', text: 'a', at: before }, { from: 'them', text: 'b', at: before + 60_000 }, { from: 'me', text: 'c', at: before + 120_000 }, { from: 'them', text: 'd', at: before + 2 * day },
    ]);
    await go(`/messaging/thread/${thread.id}/`);
    await provedRows().first().waitFor();
    const links = await rows().evaluateAll((items) => items.map((item) => item.querySelector('.msg-s-message-group__meta a')?.getAttribute('href') ?? null));
    const me = practice.world.members[0];
    expect(links).toEqual([`/in/${person.id}`, null, `/in/${me.id}`, `/in/${person.id}`]);
    expect(await page.locator('.msg-s-event-listitem--other').count()).toBe(3);
    expect(await page.locator('a.msg-thread__link-to-profile').getAttribute('href')).toBe(`/in/${person.id}/`);
    expect(await page.locator('[title^="Sent at"]').count()).toBe(1);
    for (const urn of await provedRows().evaluateAll((items) => items.map((item) => item.getAttribute('data-event-urn')))) expect(urn).toContain(me.id);
  });

  test('a day heading can stand between grouped rows', async () => {
    const person = someone();
    const midnight = new Date(practice.now() - 5 * day).setHours(24, 0, 0, 0);
    const thread = practice.history(person.id, [{ from: 'them', text: 'late', at: midnight - 120_000 }, { from: 'them', text: 'early', at: midnight + 120_000 }]);
    await go(`/messaging/thread/${thread.id}/`);
    await provedRows().first().waitFor();
    expect(await page.locator('.msg-s-message-list__time-heading').count()).toBe(2);
    expect(await page.locator('.msg-s-message-group__meta').count()).toBe(1);
  });

  test('every kind of row', async () => {
    const person = someone();
    const at = practice.now() - 2 * day;
    const kinds = ['attachment', 'image', 'voice', 'gif', 'shared-post', 'system', 'recalled', 'reaction'] as const;
    const thread = practice.history(person.id, [...kinds.map((kind, index) => ({ from: 'them' as const, text: '', at: at + index * 1000, kind })), { from: 'them', text: 'changed', at: at + 20_000, edited: true }]);
    await go(`/messaging/thread/${thread.id}/`);
    await rows().first().waitFor();
    expect(await rows().count()).toBe(9);
    for (const mark of ['.msg-s-event-listitem__attachment-item', '.msg-s-event-listitem__image-container', '.msg-s-event-listitem__voice-message', '.msg-s-event-listitem__gif',
      '.msg-s-event-listitem__feed-update-preview', '.msg-s-event-listitem--system', '.msg-s-event-listitem__recalled-message', '.msg-reactions-reaction-summary-presenter__container', '.msg-s-event-listitem__edited']) {
      expect(await page.locator(mark).count(), mark).toBe(1);
    }
    expect(await page.locator('p.msg-s-event-listitem__body').count()).toBe(1);
  });

  test('a reply arrives while the page is open, after "is typing"; a third person may write too', async () => {
    const person = someone();
    const thread = practice.history(person.id, [{ from: 'me', text: 'Hello', at: practice.now() - day }]);
    await go(`/messaging/thread/${thread.id}/`);
    await provedRows().waitFor();
    practice.typing(person.id);
    await page.locator('.msg-s-typing-indicator').waitFor();
    practice.reply(person.id, 'Hi back');
    await page.getByText('Hi back').first().waitFor();
    expect(await page.locator('.msg-s-typing-indicator').count()).toBe(0);
    const third = someone();
    practice.reply(person.id, 'I am new here', undefined, { writer: third.id });
    await page.locator(`.msg-s-message-group__meta a[href="/in/${third.id}"]`).waitFor();
    practice.typedByHand(person.id, 'From my phone');
    await page.getByText('From my phone').first().waitFor();
  });

  test('lets a test act at a moment: a reply while one types, a session that ends before Send', async () => {
    const person = someone();
    await compose(person);
    const seen: string[] = [];
    const stop = practice.listen((moment) => {
      if (!moment.personIds.includes(person.id)) return;
      if (moment.kind === 'typing' && !seen.includes('typing')) practice.reply(person.id, 'Wait!');
      seen.push(moment.kind);
    });
    await type('Hello');
    await page.getByText('Wait!').first().waitFor();
    await sendButton().click();
    await stored(person, 1);
    stop();
    expect([...new Set(seen)]).toEqual(['typing', 'submitted', 'stored']);
    const stopToo = practice.listen((moment) => { if (moment.kind === 'typing') practice.signIn(null); });
    await type('Again');
    await page.waitForURL('**/uas/login**');
    stopToo();
    expect(practice.sentTo(person.id)).toHaveLength(1);
  });

  test('a quick reply sends at one click', async () => {
    const person = someone();
    const thread = practice.history(person.id, [{ from: 'them', text: 'Done?', at: practice.now() - day }]);
    await go(`/messaging/thread/${thread.id}/`);
    await page.getByLabel('Reply to conversation with Thanks!').click();
    expect(await stored(person, 1)).toEqual(['Thanks!']);
  });

  test('a group names several people and has no link of one person', async () => {
    const [one, two] = [someone(), someone()];
    const thread = practice.group([one.id, two.id], [{ from: one.id, text: 'Hello all', at: practice.now() - day }]);
    await go(`/messaging/thread/${thread.id}/`);
    await provedRows().waitFor();
    expect(await page.locator('h2.msg-entity-lockup__entity-title').innerText()).toBe(`${one.name}, ${two.name}`);
    expect(await page.locator('a.msg-thread__link-to-profile').count()).toBe(0);
  });

  test('with somebody who left LinkedIn has no link and no composer', async () => {
    const person = someone();
    const thread = practice.history(person.id, [{ from: 'them', text: 'Goodbye', at: practice.now() - day }]);
    practice.remove(person.id);
    await go(`/messaging/thread/${thread.id}/`);
    await provedRows().waitFor();
    expect(await page.locator('h2.msg-entity-lockup__entity-title').innerText()).toBe('LinkedIn Member');
    expect(await page.locator(`a[href*="${person.id}"]`).count()).toBe(0);
    expect(await editor().count()).toBe(0);
  });

  test('is changed by a click in the list without loading a page', async () => {
    const [one, two] = [someone(), someone()];
    for (const person of [one, two]) practice.history(person.id, [{ from: 'them', text: `From ${person.name}`, at: practice.now() }], 1);
    const thread = practice.store.threadWith(practice.world.members[0].id, [one.id]);
    await go(`/messaging/thread/${thread?.id ?? ''}/`);
    await page.evaluate(() => { document.title = 'same document'; });
    await page.locator('.msg-conversation-listitem__link', { hasText: two.name }).first().click();
    await page.locator(`a.msg-thread__link-to-profile[href="/in/${two.id}/"]`).waitFor();
    expect(await page.title()).toBe('same document');
    await eventually(() => practice.record.reads.some((read) => read.personIds.includes(two.id) && read.hadUnread)).toBe(true);
  });

  test('nodes change by themselves', async () => {
    set({ restless: 'yes' });
    await compose(someone());
    const dot = page.locator('.presence-indicator');
    const before = await dot.getAttribute('title');
    await page.waitForTimeout(350);
    expect(await dot.getAttribute('title')).not.toBe(before);
  });
});

describe('reading', () => {
  test('the inbox opens and marks the first conversation; the compose page marks nothing', async () => {
    const person = someone();
    practice.reply(person.id, 'Unread');
    const readsOf = (): number => practice.record.reads.filter((one) => one.personIds.includes(person.id)).length;
    await go('/messaging/compose/');
    await page.locator('.msg-conversation-listitem__link', { hasText: person.name }).locator('[aria-label="1 unread message(s)"]').waitFor();
    await page.waitForTimeout(150);
    expect(readsOf()).toBe(0);
    await go('/messaging/');
    await page.waitForURL('**/messaging/thread/**');
    await eventually(readsOf).toBe(1);
    await eventually(() => page.locator('.msg-conversation-listitem__link', { hasText: person.name }).locator('[aria-label="1 unread message(s)"]').count()).toBe(0);
  });

  test('the list holds ten real rows and empty place-holders, more on scrolling and on demand', async () => {
    for (let index = 0; index < 24; index += 1) practice.history(someone().id, [{ from: index % 2 === 0 ? 'me' : 'them', text: `Note ${index}`, at: practice.now() - 90 * day - index * 1000 }]);
    await go('/messaging/compose/');
    const real = page.locator('.msg-conversation-listitem__link');
    await real.first().waitFor();
    expect(await real.count()).toBe(10);
    expect(await page.locator('.msg-conversation-card--occluded').count()).toBe(10);
    const before = await real.first().innerText();
    await page.locator('ul.msg-conversations-container__conversations-list').evaluate((list) => { list.scrollTop = list.scrollHeight; });
    await page.getByRole('button', { name: 'Load more conversations' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.msg-conversation-card--occluded').length > 10);
    expect(await real.first().innerText()).not.toBe(before);
    expect(await real.count()).toBe(10);
    const snippets = await page.locator('.msg-conversation-card__message-snippet').allInnerTexts();
    expect(snippets.some((text) => text.startsWith('You: '))).toBe(true);
  });
});

describe('a profile', () => {
  test('B2: hidden bar copy, hidden other degree, strangers’ Message links, closed dialogs, outlet and frames', async () => {
    const person = someone();
    await go(profilePath(person));
    const own = page.locator(`a[href*="recipient=${person.id}"]`);
    await page.locator(`[componentkey="com.linkedin.sdui.profile.card.ref${person.id}Topcard"] section`).waitFor();
    await page.locator('[componentkey^=profileAsideBrowsemap] a[href*="/messaging/compose/"]').first().waitFor();
    expect(await own.count()).toBe(2);
    expect(await page.locator('a[href*="/messaging/compose/"]').count()).toBe(8);
    expect(await page.locator('[role=toolbar]').evaluate((bar) => bar.getBoundingClientRect().bottom <= 0)).toBe(true);
    const degrees = page.locator('section p', { hasText: /^· \d/ });
    expect(await degrees.evaluateAll((all) => all.map((one) => [one.textContent, one.getClientRects().length > 0]))).toEqual([['· 1st', true], ['· 2nd', false]]);
    expect(await page.locator('dialog, [role=dialog]').evaluateAll((all) => all.filter((one) => one.getClientRects().length > 0).length)).toBe(0);
    expect(await page.locator('h1').count()).toBe(0);
    const rehydration = await page.locator('script#rehydrate-data').textContent() ?? '';
    expect([rehydration.includes('liLocale'), rehydration.includes(person.id), rehydration.match(/ACoAA[\w-]{34}/)?.[0] === person.id]).toEqual([true, true, false]);
    expect(await page.locator('#interop-outlet, iframe[src^="/preload/"], iframe[title=advertisement]').count()).toBe(4);
    const response = await page.request.fetch(`https://127.0.0.1:${practice.port}${profilePath(person)}`);
    expect(response.headers()['content-security-policy']).toContain("require-trusted-types-for 'script'");
    expect(await page.evaluate(() => { try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); return 'done'; } catch { return 'refused'; } })).toBe('refused');
  });

  test('B1 names its Message control, A is class-based with the id in a data block only', async () => {
    const person = someone();
    set({ variant: 'B1' });
    await go(profilePath(person));
    await page.locator(`section [data-view-name=profile-primary-message][href*="${person.id}"]`).waitFor();
    set({ variant: 'A' });
    await go(profilePath(person));
    await page.locator('h1.text-heading-xlarge').waitFor();
    expect(await page.locator('.dist-value').first().innerText()).toBe('1st');
    expect(await page.locator(`.pv-top-card button[aria-label="Message ${person.firstName}"]`).count()).toBe(1);
    expect(await page.locator(`[href*="${person.id}"]`).count()).toBe(0);
    expect((await page.locator('code[id^=bpr-guid-]').allTextContents()).some((text) => text.includes(person.id))).toBe(true);
    await page.locator('img.global-nav__me-photo[alt="Sam Sender"]').waitFor();
  });

  test('somebody who is not a connection: Follow, Connect, Pending, or nothing to see', async () => {
    const person = someone();
    practice.setDegree(person.id, 2);
    const signs = { follow: 'button[aria-label^="Follow "]', connect: 'a[href^="/preload/custom-invite/"]', pending: 'a[aria-label^="Pending"]', followed: 'section p:visible:text-is("· 2nd")' } as const;
    for (const [look, sign] of Object.entries(signs)) {
      set({ strangerLook: look as keyof typeof signs });
      await go(profilePath(person));
      await page.locator(`[componentkey$=Topcard] ${sign}`).first().waitFor();
    }
    expect(await page.locator('section p', { hasText: '· 1st' }).isVisible()).toBe(false);
  });

  test('id not in the card’s key, a third hidden copy, a custom button, scary words', async () => {
    const person = someone();
    set({ cardId: 'absent', thirdCopy: 'yes', customButton: 'yes', scaryWords: 'yes' });
    await go(profilePath(person));
    await page.locator('a[href^="/safety/go/"]').waitFor();
    expect(await page.locator('[componentkey$=Topcard]').count()).toBe(0);
    expect(await page.locator(`main a[href*="recipient=${person.id}"]`).count()).toBe(2);
    expect(await page.locator('main').innerText()).toContain('captcha');
    set({ cardId: 'in-id' });
    await go(profilePath(person));
    await page.locator(`[id="com.linkedin.sdui.profile.card.ref${person.id}Topcard"]`).waitFor();
  });

  test('old slugs redirect, unknown ones are not found, an id is taken in place of a slug, /in/me/ becomes one’s own', async () => {
    const [renamed] = practice.world.withTrait('renamed-slug');
    await go(`/in/${renamed?.oldSlugs[0] ?? ''}/`);
    expect(page.url()).toContain(`/in/${renamed?.slug ?? ''}/`);
    const person = someone();
    practice.rename(person.id, 'brand-new-name');
    await go(profilePath(person));
    expect(page.url()).toContain('/in/brand-new-name/');
    await go(`/in/${person.id}/`);
    await page.locator(`[componentkey*="${person.id}"] section`).waitFor();
    expect((await go('/in/nobody-at-all/'))?.status()).toBe(404);
    practice.remove(person.id);
    expect((await go('/in/brand-new-name/'))?.status()).toBe(404);
    await go('/in/me/');
    await page.waitForURL(`**/in/${practice.world.members[0].slug}/`);
    await page.locator('a[href$="/edit/intro/"]').waitFor();
  });

  test('a percent-encoded slug', async () => {
    const [person] = practice.world.withTrait('encoded-slug');
    if (person === undefined) throw new Error('no such person');
    await go(profilePath(person));
    await page.locator('h2', { hasText: person.firstName }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`/in/${encodeURIComponent(person.slug)}/`);
  });

  test('another profile is followed without loading a page', async () => {
    await go(profilePath(someone()));
    const link = page.locator('[componentkey^=profileAsideBrowsemap] a[href^="/in/"]').first();
    const href = await link.getAttribute('href') ?? '';
    await page.evaluate(() => { document.title = 'same document'; });
    await link.click();
    await page.waitForURL(`**${href}`);
    const slug = decodeURIComponent(href.split('/')[2] ?? '');
    const other = practice.world.byAddress(slug);
    await page.locator(`[componentkey="com.linkedin.sdui.profile.card.ref${other?.id ?? ''}Topcard"] section`).waitFor();
    expect(await page.title()).toBe('same document');
  });

  test('the Message control opens a bubble, a Premium dialog, or nothing; or leads to the page', async () => {
    const person = someone();
    const message = page.locator(`section a[href*="recipient=${person.id}"]`);
    set({ messageClick: 'nothing' });
    await go(profilePath(person));
    await message.click();
    await page.waitForTimeout(150);
    expect(await page.locator('[role=dialog]:visible').count()).toBe(0);
    set({ messageClick: 'premium-modal' });
    await go(profilePath(person));
    await message.click();
    await page.locator('[role=dialog] a[href*="/premium/"]').waitFor();
    set({ messageClick: 'premium-page' });
    await go(profilePath(person));
    await message.click();
    await page.waitForURL('**/premium/**');
    set({ messageClick: 'navigate' });
    await go(profilePath(person));
    await message.click();
    await page.waitForURL('**/messaging/**');
  });
});

describe('the bubble', () => {
  test.each(['light', 'shadow', 'frame'] as const)('lives in the %s and sends from there', async (overlay) => {
    const person = someone();
    practice.history(person.id, [{ from: 'them', text: 'Earlier', at: practice.now() - 50 * day }]);
    set({ overlay });
    await go(profilePath(person));
    await page.locator(`section a[href*="recipient=${person.id}"]`).click();
    const preload = page.frames().find((frame) => frame.url().includes('/preload/'));
    const place = overlay === 'frame' && preload !== undefined ? preload : page;
    await settled(place);
    expect(await place.locator('.msg-overlay-bubble-header__title a').getAttribute('href')).toBe(`/in/${person.id}/`);
    expect(await page.evaluate(() => document.querySelectorAll('.msg-overlay-conversation-bubble').length)).toBe(overlay === 'light' ? 1 : 0);
    await type('From the bubble', place);
    await sendButton(place).click();
    expect(await stored(person, 1)).toEqual(['From the bubble']);
    expect(page.url()).toContain('/in/');
  });

  test('a first message has a pill instead of a link; another person’s bubble with a draft stands first', async () => {
    const [person, other] = [someone(), someone()];
    set({ oldBubble: { person: other.id, draft: 'Unfinished', place: 'light', order: 'before' } });
    await go(profilePath(person));
    await editor().waitFor();
    await page.locator(`section a[href*="recipient=${person.id}"]`).click();
    await eventually(() => editor().count()).toBe(2);
    const bubbles = page.locator('.msg-overlay-conversation-bubble');
    expect(await bubbles.locator('.artdeco-pill__text').allInnerTexts()).toEqual([other.name, person.name]);
    expect(await editor().first().innerText()).toBe('Unfinished');
  });

  test('can be minimised and closed; the inbox bar beside it holds rows of other people', async () => {
    const [person, other] = [someone(), someone()];
    for (const one of [person, other]) practice.history(one.id, [{ from: 'them', text: 'Hello', at: practice.now() }]);
    await go(profilePath(person));
    await page.locator(`section a[href*="recipient=${person.id}"]`).click();
    await editor().waitFor();
    await page.locator('.msg-overlay-list-bubble .msg-conversation-listitem__participant-names', { hasText: other.firstName }).first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: `Minimize your conversation with ${person.name}` }).click();
    expect(await page.locator('[data-msg-overlay-conversation-bubble-is-minimized=true]').count()).toBe(1);
    expect(await editor().isVisible()).toBe(false);
    await page.getByRole('button', { name: `Close your conversation with ${person.name}` }).click();
    expect(await editor().count()).toBe(0);
  });

  test('a second composer may hide in the shadow root', async () => {
    const other = someone();
    set({ oldBubble: { person: other.id, draft: '', place: 'shadow', order: 'before' } });
    await go(profilePath(someone()));
    await editor().waitFor();
    expect(await page.evaluate(() => [document.querySelectorAll('[contenteditable]').length, document.querySelector('#interop-outlet')?.shadowRoot?.querySelectorAll('[contenteditable]').length])).toEqual([0, 1]);
  });
});

describe('connections', () => {
  test('B2: ten at a time in an inner scroller, complete, with ids, one card without link, a number that counts more', async () => {
    set({ connectionsHiccup: 'yes' });
    await go('/mynetwork/invite-connect/connections/');
    const cards = page.locator('[componentkey^=ConnectionCard_]');
    await cards.first().waitFor();
    expect(await cards.count()).toBe(10);
    const all = practice.world.connections.filter((one) => one.traits.length > 0);
    for (let turn = 0; turn < 120 && await cards.count() < 100; turn += 1) {
      await page.locator('main#workspace').evaluate((main) => { main.scrollTop = main.scrollHeight; main.dispatchEvent(new Event('scroll')); });
      await page.waitForTimeout(40);
    }
    const ids = await cards.locator('a[aria-label=Message]').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).searchParams.get('recipient')));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 5).every((id) => all.some((one) => one.id === id))).toBe(true);
    expect(await page.getByText('LinkedIn Member').count()).toBe(1);
    expect(await page.locator('main p').first().innerText()).toMatch(/^\d+ connections$/);
    expect(await cards.first().innerText()).toMatch(/Connected on November \d+, 2026/);
  });

  test('A: class-based cards, relative dates, a button for more', async () => {
    set({ variant: 'A' });
    await go('/mynetwork/invite-connect/connections/');
    const cards = page.locator('li.mn-connection-card');
    await cards.first().waitFor();
    const before = await cards.count();
    await page.getByRole('button', { name: 'Show more results' }).click();
    await eventually(() => cards.count()).toBeGreaterThan(before);
    expect(await page.locator('time.time-badge').first().innerText()).toMatch(/^Connected \d+ days ago$/);
  });
});

describe('a wall', () => {
  const walls: ReadonlyArray<readonly [WallKind, RegExp, number]> = [
    ['login', /\/uas\/login\?session_redirect=/, 200], ['login-page-200', /\/messaging\/compose/, 200], ['authwall', /\/authwall\?/, 200], ['checkpoint', /\/checkpoint\/challenge\//, 200],
    ['captcha', /\/checkpoint\/challenge\//, 200], ['checkpoint-login', /\/checkpoint\/lg\//, 200], ['agree-to-comply', /\/checkpoint\//, 200], ['restricted', /\/checkpoint\//, 200],
    ['http-429', /\/messaging\/compose/, 429], ['http-429-challenge', /\/messaging\/compose/, 429], ['not-found', /\/404\//, 404],
  ];

  test.each(walls)('%s in place of the compose page', async (kind, address, status) => {
    set({ wall: { kind, on: 'compose' } });
    const response = await go(composePath(someone().id));
    expect([response?.status(), address.test(page.url())]).toEqual([status, true]);
    expect(await page.locator('#global-nav').count()).toBe(0);
  });

  test('a session that was revoked redirects without end', async () => {
    set({ wall: { kind: 'redirect-loop', on: 'compose' } });
    // Chromium tries an error page again by itself, so it gets a page of its own.
    const lost = await browser.context.newPage();
    await expect(lost.goto(`https://www.linkedin.com${composePath(someone().id)}`)).rejects.toThrow('ERR_TOO_MANY_REDIRECTS');
    await lost.close();
  });

  test('999 with nothing in it', async () => {
    set({ wall: { kind: 'http-999', on: 'compose' } });
    const lost = await browser.context.newPage();
    const statuses: number[] = [];
    lost.on('response', (response) => statuses.push(response.status()));
    await lost.goto(`https://www.linkedin.com${composePath(someone().id)}`).catch(() => null);
    await lost.close();
    expect(statuses[0]).toBe(999);
  });

  test('inside the page: an error with "Try again", a sign-in dialog', async () => {
    const person = someone();
    for (const path of [composePath(person.id), profilePath(person), '/mynetwork/invite-connect/connections/']) {
      set({ wall: { kind: 'page-error', on: 'everything' } });
      await go(path);
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    }
    set({ wall: { kind: 'sign-in-modal', on: 'profile' } });
    await go(profilePath(person));
    await page.locator('[role=dialog] input[name=session_password]').waitFor();
  });

  test('only where and when it was set: after some pages, for some times, after a send', async () => {
    const person = someone();
    set({ wall: { kind: 'checkpoint', on: 'profile', after: 1, times: 1 } });
    const met: boolean[] = [];
    for (let visit = 0; visit < 3; visit += 1) {
      await go(profilePath(person));
      met.push(page.url().includes('/checkpoint/'));
    }
    expect(met).toEqual([false, true, false]);
    set({ wall: { kind: 'checkpoint', on: 'after-send' } });
    await compose(person);
    await send('Last one');
    await page.waitForURL('**/checkpoint/challenge/**');
    expect(await stored(person, 1)).toEqual(['Last one']);
  });
});

describe('the session', () => {
  test('signed out: every page leads to a login; an open page is thrown out, or shows a dialog', async () => {
    const person = someone();
    await compose(person);
    practice.signIn(null);
    await page.waitForURL('**/uas/login**');
    for (const path of ['/messaging/', '/feed/', composePath(person.id)]) {
      await go(path);
      expect(new URL(page.url()).pathname).toBe('/uas/login');
    }
    await go(profilePath(person));
    expect(new URL(page.url()).pathname).toBe('/authwall');
    practice.signIn(practice.world.members[0].id);
    set({ signedOutPage: 'modal' });
    await compose(person);
    practice.signIn(null);
    await page.locator('[role=dialog] input[name=session_key]').waitFor();
    expect(page.url()).toContain('/messaging/');
  });

  test('another member: another name, another id, another mailbox; a page of the first one sends nothing', async () => {
    const person = someone();
    const [sam, olga] = practice.world.members;
    practice.history(person.id, [{ from: 'them', text: 'For Sam only', at: practice.now() - day }]);
    await compose(person);
    practice.signIn(olga.id);
    await send('Wrong hands');
    await page.locator('.msg-s-event-listitem__error-message').waitFor();
    expect(practice.sentTo(person.id)).toEqual([]);
    await go('/messaging/compose/');
    await page.locator('img.global-nav__me-photo[alt="Olga Other"]').waitFor();
    const hers = practice.history(person.id, [{ from: 'me', text: 'For Olga only', at: practice.now() - day }], 0, olga.id);
    expect(hers.owner).toBe(olga.id);
    const me = await page.evaluate(() => {
      const request = [...document.querySelectorAll('code[id^=datalet-bpr-guid-]')].map((code) => JSON.parse(code.textContent ?? '{}') as { request: string; body: string }).find((one) => one.request === '/voyager/api/me');
      const body = JSON.parse(document.getElementById(request?.body ?? '')?.textContent ?? '{}') as { data: Record<string, string>; included: Array<{ entityUrn: string; firstName: string }> };
      return [body.data['*miniProfile'], body.included.map((one) => one.entityUrn)];
    });
    expect(me[0]).toBe(`urn:li:fs_miniProfile:${olga.id}`);
    expect(me[1]?.[0]).not.toBe(`urn:li:fs_miniProfile:${olga.id}`);
    expect(await page.getByText('For Sam only').count()).toBe(0);
    expect(sam.id).not.toBe(olga.id);
  });

  test('requests to private endpoints are counted when they are not the page’s own', async () => {
    await go('/feed/');
    const before = practice.record.privateRequests.length;
    await page.evaluate(async () => {
      await fetch('/voyager/api/me');
      await fetch('/voyager/api/me', { headers: { 'csrf-token': 'ajax:1' } });
    });
    expect(practice.record.privateRequests.slice(before).map((one) => one.path)).toEqual(['/voyager/api/me', '/voyager/api/me']);
    await compose(someone());
    expect(practice.record.privateRequests).toHaveLength(before + 2);
  });
});

describe('the language', () => {
  test.each(['fr', 'pt'] as const satisfies readonly Locale[])('%s: words differ, everything works', async (locale) => {
    const person = someone();
    const words = wordsOf(locale);
    set({ locale });
    await compose(person);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale);
    expect(await editor().getAttribute('aria-label')).toBe(words.composer);
    expect(await sendButton().innerText()).toBe(words.send);
    await send('Bonjour');
    expect(await stored(person, 1)).toEqual(['Bonjour']);
    await go(profilePath(person));
    await page.locator('section', { hasText: `· ${words.degree1}` }).first().waitFor();
  });

  test('one that nobody described', async () => {
    const person = someone();
    set({ unknownLocale: 'yes' });
    await compose(person);
    expect(await sendButton().innerText()).toBe('dneS');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('eo');
    await send('Saluton');
    expect(await stored(person, 1)).toEqual(['Saluton']);
  });
});

test('a generation nobody described keeps ids, urns and roles, and changes every class and label', async () => {
  const person = someone();
  practice.history(person.id, [{ from: 'them', text: 'Before', at: practice.now() - 9 * day }]);
  set({ generation: 'undescribed', composeWithThread: 'inline' });
  await go(composePath(person.id));
  await settled();
  expect(await page.locator('[class*=msg-], [class*=global-nav], [class*=artdeco], [aria-label="Write a message…"], [data-view-name]').count()).toBe(0);
  expect(await page.locator('[data-event-urn]').count()).toBe(1);
  await type('Still sends');
  await page.locator('form[id^=msg-form] button[type=submit]').click();
  expect(await stored(person, 1)).toEqual(['Still sends']);
  await go(profilePath(person));
  await page.locator(`main a[href*="recipient=${person.id}"]`).waitFor();
  expect(await page.locator('[componentkey*=Topcard], [data-testid=primary-nav], [data-sdui-screen]').count()).toBe(0);
});

test('at the real pace things come in seconds', async () => {
  const person = someone();
  set({ speed: 'real' });
  await go(composePath(person.id));
  await page.waitForTimeout(600);
  expect(await page.locator('.artdeco-pill__text, [role=textbox]').count()).toBe(0);
  await page.locator('.artdeco-pill__text').waitFor({ timeout: 6000 });
});

test('hidden fields of a captcha stand in every messaging page and mean nothing', async () => {
  await compose(someone());
  expect(await page.locator('textarea.g-recaptcha-response').isVisible()).toBe(false);
});

test('a hidden tab of a plain Chromium gets everything too, the server doing the waiting', async () => {
  const person = someone();
  const plain = await launchPlain({ practicePort: practice.port });
  try {
    const waits = (): number => practice.requestLog.filter((line) => line.path === '/li/track').length;
    const before = waits();
    practice.history(person.id, [{ from: 'them', text: 'Seen in the dark', at: practice.now() - day }]);
    await plain.openTab(`https://www.linkedin.com${composePath(person.id)}`);
    await plain.openTab('about:blank');
    await eventually(() => practice.record.reads.some((read) => read.personIds.includes(person.id))).toBe(true);
    expect(waits()).toBeGreaterThan(before);
    expect((await plain.targets()).filter((target) => target.type === 'page').length).toBeGreaterThanOrEqual(2);
  } finally {
    await plain.close();
  }
});
