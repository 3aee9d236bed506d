import { describe, expect, test } from 'vitest';
import { composerOf, composerText, sendButton, sendModeOf } from '@/lib/linkedin/composer';
import { readCards } from '@/lib/linkedin/connections';
import { choose, conversations, degreeOf, openConversation, recipientOf, type Wanted } from '@/lib/linkedin/conversation';
import { find } from '@/lib/linkedin/find';
import { readIdentity } from '@/lib/linkedin/identity';
import { visibleRows } from '@/lib/linkedin/inbox';
import { readFacts } from '@/lib/linkedin/page-facts';
import { pageReport } from '@/lib/linkedin/page-report';
import { readProfile } from '@/lib/linkedin/profile';
import { TARGETS, type TargetName } from '@/lib/linkedin/selectors';
import { selfTestOf } from '@/lib/linkedin/self-test';
import { readVisible, rowsIn } from '@/lib/linkedin/thread';
import { readWall } from '@/lib/linkedin/wall';
import { EXPECTED } from '../fixtures/pages/expected';
import { ANA, BEN, FIRST_AT, PATHS, SAM, storedPage } from './stored-page';

const open = (name: string, change?: (html: string) => string): Document => storedPage(name, PATHS[name] ?? '/', change);
const wanted = (changes: Partial<Wanted> = {}): Wanted => ({ senderId: SAM, recipientId: ANA, recipientSlugs: ['ana-example'], ...changes });

describe('selectors', () => {
  const names = Object.keys(TARGETS).filter((name): name is TargetName => name in TARGETS);
  test.each(names)('%s matches what it must on every stored page', (target) => {
    for (const [page, count] of Object.entries(EXPECTED[target])) expect(find(open(page), target).elements.length, page).toBe(count);
  });

  test('every target stands on at least one stored page', () => {
    expect(names.filter((target) => !Object.values(EXPECTED[target]).some((count) => count > 0))).toEqual([]);
  });

  test('a fall-back strategy finds the same elements as the first one', () => {
    const pairs: readonly (readonly [string, TargetName, string, string])[] = [
      ['thread', 'pane', 'id="message-thread-', 'id="x-'], ['thread', 'header', 'id="thread-detail-jump-target"', ''], ['thread', 'editor', 'role="textbox"', ''],
      ['thread', 'row', 'data-event-urn', 'data-x'], ['thread', 'send', 'type="submit"', ''], ['thread', 'sendToggle', 'data-test-msg-ui-send-mode-toggle-presenter__button', ''],
      ['thread', 'nav', 'id="global-nav"', ''], ['bubble', 'bubble', 'data-view-name', 'data-x'],
    ];
    for (const [page, target, from, to] of pairs) {
      const before = find(open(page), target);
      const after = find(open(page, (html) => html.replaceAll(from, to)), target);
      expect(after.elements.length, target).toBe(before.elements.length);
      expect(after.strategy, target).not.toBe(before.strategy);
    }
  });
});

describe('who is signed in', () => {
  test("comes from the answer to the page's own question, not from the first profile in the page", () => {
    expect(readIdentity(open('thread'))).toEqual({ state: 'in', id: SAM, name: 'Sam Sender', firstName: 'Sam', slug: 'sam-sender' });
  });
  test("is unknown when the mailbox is somebody else's", () => {
    expect(readIdentity(open('thread', (html) => html.replace(`msg_message:(urn:li:fsd_profile:${SAM}`, `msg_message:(urn:li:fsd_profile:${BEN}`)))).toEqual({ state: 'inUnknown', name: 'Sam Sender' });
  });
  test('is not read from a block of another question', () => {
    expect(readIdentity(open('compose', (html) => html.replace('"/voyager/api/me"', '"/voyager/api/mediaprocessor"')))).toEqual({ state: 'inUnknown', name: 'Sam Sender' });
  });
  test('pages without data name the mailbox at most', () => {
    expect(readIdentity(open('profile-b2'))).toEqual({ state: 'inUnknown' });
    expect(readIdentity(open('bubble'))).toEqual({ state: 'inUnknown', mailboxId: SAM });
  });
});

describe('the recipient', () => {
  test('is proved by address, header, rows and card', () => {
    const [thread] = conversations(open('thread'));
    const [compose] = conversations(open('compose'));
    expect(thread && recipientOf(thread, wanted())).toMatchObject({ verdict: 'proved', proof: { header: ANA, rows: ANA } });
    expect(compose && recipientOf(compose, wanted())).toMatchObject({ verdict: 'proved', proof: { address: ANA, card: 'ana-example' } });
  });
  test.each([
    ['another header', 'thread', (html: string) => html.replace(`href="/in/${ANA}/" data-test`, `href="/in/${BEN}/" data-test`)],
    ['a third author', 'thread', (html: string) => html.replace(`href="/in/${ANA}"`, `href="/in/${BEN}"`)],
    ['a card of somebody else', 'compose', (html: string) => html.replace('href="/in/ana-example"', `href="/in/${BEN}"`)],
    ['two pills', 'compose-two', (html: string) => html],
  ])('%s is somebody else', (_name, page, change) => {
    expect(choose(open(page, change), wanted()).verdict).toBe('other');
  });
  test('a card with a slug nobody knows is in doubt where the page is addressed to the wanted person, and somebody else where it is not', () => {
    const unknown = (html: string) => html.replace('href="/in/ana-example"', 'href="/in/ana-now"');
    expect(choose(open('compose', unknown), wanted()).verdict).toBe('unknownSlug');
    expect(choose(storedPage('compose', '/messaging/compose/', unknown), wanted()).verdict).toBe('other');
    expect(choose(storedPage('compose', `/messaging/compose/?recipient=${BEN}`, unknown), wanted()).verdict).toBe('other');
  });
  test('an address for one and a conversation with another is somebody else', () => {
    expect(choose(storedPage('thread', `/messaging/compose/?recipient=${BEN}`), wanted()).verdict).toBe('other');
    expect(choose(storedPage('thread', `/messaging/compose/?recipient=${ANA}&profileUrn=urn%3Ali%3Afsd_profile%3A${BEN}`), wanted()).verdict).toBe('other');
    expect(choose(storedPage('thread', '/messaging/thread/2-AAAA/'), wanted()).verdict).toBe('other');
  });
  test('nobody named is no proof, and neither is the address alone, nor a slug without the address', () => {
    expect(choose(open('compose-empty'), wanted()).verdict).toBe('absent');
    expect(choose(open('compose', (html) => html.replace('href="/in/ana-example"', '')), wanted()).verdict).toBe('absent');
    expect(choose(storedPage('compose', '/messaging/compose/'), wanted()).verdict).toBe('absent');
  });
  test('an old bubble of another person is passed over; two of the same person are not', () => {
    const chosen = choose(open('bubble'), wanted());
    expect(chosen.verdict === 'proved' && chosen.recipient.proof.header).toBe(ANA);
    expect(choose(open('bubble', (html) => html.replace(`href="/in/${BEN}/">Ben`, `href="/in/${ANA}/">Ben`)), wanted()).verdict).toBe('several');
    expect(openConversation(open('bubble'))).toBeUndefined();
  });
  test('the degree is the digit of the badge', () => {
    const degree = (change: (html: string) => string): string => {
      const [conversation] = conversations(open('compose', change));
      return conversation === undefined ? '' : degreeOf(conversation);
    };
    expect(degree((html) => html)).toBe('first');
    expect(degree((html) => html.replace('1st degree connection', 'Kontakt 2. Grades'))).toBe('notFirst');
    expect(degree((html) => html.replace(/<span class="artdeco-entity-lockup__badge">.*?<\/span><\/span>/u, ''))).toBe('unknown');
  });
});

describe('a thread', () => {
  test('rows by id: author, time, kind, text', () => {
    const [conversation] = conversations(open('thread'));
    const reading = conversation && readVisible(conversation.element, { own: SAM, other: ANA });
    expect(reading?.rows.map(({ author, kind, text, at }) => [author, kind, text, at - FIRST_AT])).toEqual([
      ['own', 'text', 'hello', 0], ['own', 'text', 'second\nline', 1000], ['theirs', 'text', 'Thanks, that helps', 2000], ['theirs', 'attachment', '', 3000], ['own', 'text', 'welcome', 4000],
    ]);
    expect(`/messaging/thread/${reading?.threadId ?? ''}/`).toBe(PATHS['thread']);
  });
  test('doubt stays doubt: no meta before, a third person, refused and pending rows', () => {
    const [conversation] = conversations(open('thread-doubtful'));
    const rows = conversation === undefined ? [] : rowsIn(conversation.element, SAM, ANA);
    expect(rows.map(({ author, urn, failed }) => [author, urn !== undefined, failed])).toEqual([['own', true, false], ['unknown', true, false], ['own', false, true], ['own', false, false]]);
    const bare = conversations(open('thread-doubtful', (html) => html.replace(/<span class="msg-s-event-with-indicator__sending-indicator[^>]*><\/span>/gu, '')))[0];
    expect(bare && rowsIn(bare.element, SAM, ANA)[0]?.author).toBe('unknown');
  });
});

describe('the composer', () => {
  test('one form, one editor, its Send; the toggle and the chips are no Send', () => {
    const [conversation] = conversations(open('thread'));
    const composer = conversation && composerOf(conversation);
    expect(composer && composerText(composer)).toBe('');
    expect(composer && sendButton(composer)?.textContent).toBe('Send');
    const [enter] = conversations(open('thread-enter'));
    const other = enter && composerOf(enter);
    expect(other && sendModeOf(other)).toBe('enter');
  });
  test.each([
    ['<p>a</p><p><br></p><p>b</p>', 'a\n\nb'], ['<p>a<br>b</p>', 'a\nb'], ['<p>a\u00a0 b\u00a0</p>', 'a  b '], ['<p><br></p>', ''], ['', ''], ['<br>', ''], ['plain', 'plain'],
    ['<p>cafe\u0301</p>', 'caf\u00e9'], ['<p>a</p><p><br></p>', 'a\n'],
  ])('reads %j as %j', (html, text) => {
    const [conversation] = conversations(open('thread', (page) => page.replace('<p><br></p>', html)));
    const composer = conversation && composerOf(conversation);
    expect(composer && composerText(composer)).toBe(text);
  });
});

describe('pages', () => {
  test("a profile: id, slug, degree; strangers' links are never looked at", () => {
    expect(readProfile(open('profile-b2'))).toEqual({ ok: true, profile: { memberId: ANA, slug: 'ana-example', degree: 'first', own: 'no' } });
    expect(readProfile(open('profile-b2', (html) => html.replaceAll(`ref${ANA}Topcard`, `ref${BEN}Topcard`)))).toEqual({ ok: false, reason: 'recipientMismatch' });
    expect(readProfile(storedPage('profile-b2', '/in/ben-decoy/'))).toEqual({ ok: false, reason: 'pageNotUnderstood' });
  });
  test('connection cards', () => {
    expect(readCards(open('connections-b2'))).toEqual([
      { slug: 'ana-example', memberId: ANA, name: 'Ana Example', headline: 'Engineer at Example', connectedOn: '2026-04-07' },
      { slug: 'josé-n', memberId: BEN, name: 'José Ñ', headline: 'Engineer at Example', connectedOn: '2025-05-12' },
      { slug: 'cat-third', name: 'Cat Third', headline: 'Engineer at Example', connectedOn: '2024-03-01' },
    ]);
  });
  test('the conversation list', () => {
    expect(visibleRows(open('compose-empty'))).toEqual([{ name: 'Ana Example', unread: 'yes', lastFromUs: 'no' }, { name: 'Ben Decoy', unread: 'no', lastFromUs: 'yes' }]);
  });
  test('facts; a wall is known by the path, never by the query', () => {
    expect(readFacts(open('thread'))).toMatchObject({ kind: 'thread', otherId: ANA, identity: { id: SAM } });
    expect(readFacts(open('login'))).toMatchObject({ kind: 'wall', wall: 'loggedOut', identity: { state: 'out' } });
    expect(readWall(storedPage('thread', '/messaging/compose/?session_redirect=%2Flogin%2Fcheckpoint'))).toBeUndefined();
  });
});

describe('self-test and report', () => {
  test('the fingerprint names strategies, and stays the same for other people, counts and hashes', () => {
    const first = selfTestOf(open('compose-empty'));
    expect(first).toMatchObject({ verdict: 'understood', missing: [], sendMode: 'click' });
    const other = selfTestOf(open('compose-empty', (html) => html.replaceAll('Ana', 'Zoe').replaceAll('k3x', 'q8y').replaceAll('ember', 'ember9')));
    expect(other.fingerprint).toBe(first.fingerprint);
  });
  test('the report holds structure and no person', () => {
    for (const page of ['thread', 'compose', 'bubble', 'profile-b2', 'connections-b2']) {
      const report = JSON.stringify(pageReport(open(page)));
      expect(report, page).not.toMatch(/Ana|Ben|Cat|Sam|José|hello|Thanks|ACoA|urn:li|draft|Engineer|example|April/u);
      expect(report.length, page).toBeGreaterThan(500);
    }
  });
});
