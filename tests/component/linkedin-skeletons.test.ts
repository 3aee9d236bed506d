import { describe, expect, test } from 'vitest';
import { composerOf, sendButton, sendModeOf } from '@/lib/linkedin/composer';
import { readCards } from '@/lib/linkedin/connections';
import { choose, conversations, degreeOf, obstacleIn, type Conversation, type Wanted } from '@/lib/linkedin/conversation';
import { has } from '@/lib/linkedin/find';
import { readIdentity } from '@/lib/linkedin/identity';
import { readProfile } from '@/lib/linkedin/profile';
import { rowsIn } from '@/lib/linkedin/thread';
import { readWall } from '@/lib/linkedin/wall';
import { ANA, BEN, SAM, writtenPage } from './stored-page';

/** Pages written straight from the skeletons of linkedin-pages section 13, with what it leaves open done in more than one way. */
const page = (path: string, body: string, lang = 'en'): Document => writtenPage(`<!DOCTYPE html><html lang="${lang}"><head><title>LinkedIn</title></head><body>${body}</body></html>`, path);

const CLASSIC_NAV = '<header id="global-nav" class="global-nav"><nav><ul><li><div class="global-nav__me"><button class="global-nav__primary-link-me-menu-trigger"><img class="global-nav__me-photo" alt="Sam Sender"><span>Me</span></button></div></li></ul></nav></header>';
const NEW_NAV = '<section><h2 data-testid="toasts-title">0 notifications</h2></section><header><div data-testid="primary-nav"><nav><ul><li><button aria-expanded="false"><figure aria-hidden="true"><img alt=""></figure><span>Me</span></button></li></ul></nav></div></header>';
const composeHref = (id: string): string => `/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A${id}&amp;recipient=${id}&amp;screenContext=NON_SELF_PROFILE_VIEW&amp;interop=msgOverlay`;
const message = (id: string): string => `<a aria-disabled="false" href="${composeHref(id)}"><span><svg id="send-privately-medium" aria-hidden="true"></svg><span>Message</span></span></a>`;
const MORE = '<button aria-expanded="false"><span>More</span></button>';
const cell = (content: string): string => `<div data-display-contents="true" class="_c0">${content}</div>`;
const KEY = `com.linkedin.sdui.profile.card.ref${ANA}Topcard`;
const NAME = '<a href="/in/ana-example/"><h2>Ana Example</h2></a>';
const BAR = `<div role="toolbar"><a href="/in/ana-example/"><p>Ana Example</p></a>${MORE}${message(ANA)}</div>`;
const ASIDE = `<div componentkey="profileAsideBrowsemapana-example"><section><h2>More profiles for you</h2><a href="/in/ben-decoy/"><p>Ben Decoy</p></a>${message(BEN)}<button aria-label="Invite Ben Decoy to connect">Connect</button></section></div>`;
const profile = (column: string): Document => page('/in/ana-example/', `${NEW_NAV}<div role="main">${BAR}<main id="workspace" tabindex="0"><div data-testid="lazy-column">${column}</div>${ASIDE}</main></div>`);
const topCard = (parts: { key?: string; degree?: string; info?: string; row?: string; tag?: string }): string => {
  const { key = ` componentkey="${KEY}"`, degree = '<p>· 1st</p><div data-display-contents="true" style="display:none"><p>· 2nd</p></div>', row = cell(message(ANA)) + cell(MORE), tag = 'section' } = parts;
  const info = parts.info ?? '<a href="/in/ana-example/overlay/contact-info/">Contact info</a>';
  return `<div${key}><div data-display-contents="true" class="_c0"><${tag}${key}>${NAME}${degree}<p>Headline</p>${info}<div class="_row">${row}</div></${tag}></div></div>`;
};

describe('the top card of the new app', () => {
  const first = { ok: true, profile: { memberId: ANA, slug: 'ana-example', degree: 'first', own: 'no' } };
  test.each([
    ['as in the skeleton', topCard({})],
    ['whose key stands on no section', topCard({ tag: 'div' })],
    ['without an id in its key', topCard({ key: ' componentkey="com.linkedin.sdui.profile.card.Topcard"' })],
    ['with a key that says nothing', topCard({ key: ' componentkey="0b7c"' })],
    ['with a key that says nothing and without contact info', topCard({ key: ' componentkey="0b7c"', info: '' })],
    ['with the key as its id', topCard({ key: ` id="${KEY}"` })],
    ["with the member's own button", topCard({ row: cell(message(ANA)) + cell('<a target="_blank" href="https://www.linkedin.com/safety/go/?url=x">Visit my website</a>') + cell(MORE) })],
    ['with a labelled menu button', topCard({ row: cell(message(ANA)) + cell('<button aria-expanded="false" aria-label="More">More</button>') })],
    ['without a wrapper around each action', topCard({ row: message(ANA) + MORE }).replace('<section', '<button aria-label="Edit cover">c</button><section')],
    ['with a third copy that is hidden', topCard({ row: `<div style="display:none">${message(ANA)}</div>${cell(message(ANA))}${cell(MORE)}` })],
    ['with the wrapper of 2025', topCard({ row: `<div data-view-name="profile-primary-message">${message(ANA)}</div>${MORE}` })],
  ])('%s', (_name, column) => {
    expect(readProfile(profile(column))).toEqual(first);
  });

  const other = '<p>· 2nd</p><div data-display-contents="true" style="display:none"><p>· 1st</p></div>';
  test.each([
    ['2nd degree', { degree: other, row: cell('<button aria-label="Follow Ana Example">Follow</button>') + cell(message(ANA)) + cell(MORE) }, 'notFirst'],
    ['Follow beside a visible 1st', { row: cell(message(ANA)) + cell('<button aria-label="Follow Ana Example">Follow</button>') + cell(MORE) }, 'unknown'],
    ['Follow beside it in the row of 2025', { row: `<div data-view-name="profile-primary-message">${message(ANA)}</div><button aria-label="Follow Ana Example">Follow</button>${MORE}` }, 'unknown'],
    ['an invitation that is pending', { row: cell(message(ANA)) + cell('<a aria-disabled="false" aria-label="Pending, click to withdraw" href="/in/ana-example/">Pending</a>') + cell(MORE) }, 'unknown'],
    ['an invitation to send', { degree: other, row: cell('<a aria-label="Invite Ana Example to connect" href="/preload/custom-invite/?vanityName=ana-example">Connect</a>') + cell(message(ANA)) }, 'notFirst'],
    ['both degrees to be seen', { degree: '<p>· 1st</p><p>· 2nd</p>' }, 'unknown'],
  ] as const)('%s', (_name, parts, degree) => {
    expect(readProfile(profile(topCard(parts)))).toMatchObject({ ok: true, profile: { degree } });
  });

  test('a card whose key and link name two people, and one with nobody in it, name nobody', () => {
    expect(readProfile(profile(topCard({ row: cell(message(BEN)) })))).toEqual({ ok: false, reason: 'recipientMismatch' });
    const decoy = '<a href="/messaging/compose/?screenContext=NON_SELF_PROFILE_VIEW&amp;body=x&amp;interop=msgOverlay">Send profile in a message</a>';
    expect(readProfile(profile(topCard({ key: ' componentkey="0b7c"', row: decoy })))).toEqual({ ok: false, reason: 'pageNotUnderstood' });
  });
  test('a link without recipient that stands first does not hide what the row says', () => {
    const decoy = '<div><a href="/messaging/compose/?screenContext=NON_SELF_PROFILE_VIEW&amp;body=x&amp;interop=msgOverlay">Send profile in a message</a><i></i></div>';
    expect(readProfile(profile(topCard({ row: cell(message(ANA)) + cell('<button aria-label="Follow Ana Example">Follow</button>') }).replace('<p>Headline</p>', `${decoy}<p>Headline</p>`)))).toMatchObject({ profile: { degree: 'unknown' } });
  });
});

describe('a class-based profile', () => {
  const entity = JSON.stringify({ included: [{ firstName: 'Ana', picture: { rootUrl: 'x', artifacts: [{ width: 100 }] }, publicIdentifier: 'ana-example', entityUrn: `urn:li:fs_miniProfile:${ANA}`, dashEntityUrn: `urn:li:fsd_profile:${ANA}` },
    { publicIdentifier: 'ben-decoy', entityUrn: `urn:li:fs_miniProfile:${BEN}` }] });
  const classic = (actions: string, degree = '1st'): Document => page('/in/ana-example/', `${CLASSIC_NAV}<main><section class="pv-top-card"><h1 class="text-heading-xlarge">Ana Example</h1><span class="dist-value">${degree}</span><div class="text-body-medium break-words">Headline</div><div class="pvs-profile-actions">${actions}</div></section></main><code id="bpr-guid-7" style="display:none">${entity}</code>`);
  const button = '<div class="entry-point"><button class="pvs-profile-actions__action artdeco-button" aria-label="Message Ana"><svg data-test-icon="send-privately-small"></svg>Message</button></div>';
  const more = '<button aria-label="More actions">More</button>';
  test('id from the data of the page, however deep; a labelled menu is no Follow', () => {
    expect(readProfile(classic(button + more))).toEqual({ ok: true, profile: { memberId: ANA, slug: 'ana-example', degree: 'first', own: 'no' } });
  });
  test('Follow is one', () => {
    expect(readProfile(classic(`<button class="pvs-profile-actions__action" aria-label="Follow Ana Example">Follow</button>${button}${more}`))).toMatchObject({ profile: { degree: 'unknown' } });
    expect(readProfile(classic(`<button class="pvs-profile-actions__action" aria-label="Follow Ana Example">Follow</button>${button}${more}`, '2nd'))).toMatchObject({ profile: { degree: 'notFirst' } });
  });
});

describe('connection cards', () => {
  const list = (cards: string): Document => page('/mynetwork/invite-connect/connections/', `${NEW_NAV}<div role="main"><main id="workspace"><p>1,234 connections</p>${cards}</main></div>`);
  const ana = { slug: 'ana-example', memberId: ANA, name: 'Ana Example', headline: 'Engineer since 2019', connectedOn: '2026-04-07' };
  const links = '<a href="/in/ana-example/"><figure aria-hidden="true"><img alt=""></figure></a>';
  const lines = '<p>Ana Example</p><p>Engineer since 2019</p>';
  const end = `<p>Connected on April 7, 2026</p><a aria-label="Message" href="${composeHref(ANA)}"><span>Message</span></a><button aria-label="More actions for Ana Example"></button>`;
  test.each([
    ['as in the skeleton', `<div componentkey="ConnectionCard_0-ana-example">${links}<a href="/in/ana-example/">${lines}</a>${end}</div>`],
    ['with the lines beside the link', `<div componentkey="ConnectionCard_0-ana-example">${links}<a href="/in/ana-example/"><span>Open</span></a>${lines}${end}</div>`],
    ['known by its links alone', `<div>${links}<a href="/in/ana-example/">${lines}</a>${end}</div>`],
  ])('%s', (_name, card) => {
    expect(readCards(list(card))).toEqual([ana]);
  });
  test('somebody suggested beside the list is no connection, however alike', () => {
    expect(readCards(list(`<div>${links}<a href="/in/ana-example/">${lines}</a><a href="${composeHref(ANA)}">Message</a></div>`))).toEqual([]);
  });
  test('a card without a link is left out; a percent-encoded address is read', () => {
    expect(readCards(list(`<div componentkey="ConnectionCard_0-x"><p>Somebody</p></div><div componentkey="ConnectionCard_1-jos%C3%A9"><a href="/in/jos%C3%A9/?a=1"><p>José</p></a></div>`)).map(({ slug }) => slug)).toEqual(['josé']);
  });
  test('the saved list of 2019 and the late class-based one', () => {
    const old = '<ul><li class="list-style-none"><div class="mn-connection-card"><a class="mn-connection-card__picture" href="/in/ana-example/"><img alt="Ana Example"></a><div class="mn-connection-card__details"><a class="mn-connection-card__link" href="/in/ana-example/"><span class="visually-hidden">Member’s name</span><span class="mn-connection-card__name">Ana Example</span><span class="mn-connection-card__occupation">Engineer</span></a><time class="time-badge">Connected 53 minutes ago</time></div></div></li></ul>';
    const late = '<ul><li class="mn-connection-card artdeco-list"><div class="mn-connection-card__details"><a class="mn-connection-card__link" href="/in/ana-example/"><span class="mn-connection-card__name">Ana Example</span><span class="mn-connection-card__occupation">Engineer</span></a></div><time class="time-badge">Connected 3 weeks ago</time></li></ul>';
    for (const html of [old, late]) expect(readCards(page('/mynetwork/invite-connect/connections/', `${CLASSIC_NAV}<main>${html}</main>`))).toEqual([{ slug: 'ana-example', name: 'Ana Example', headline: 'Engineer' }]);
  });
});

const THREAD_ID = btoa('11111111-2222-3333-4444-555555555555_100');
const urn = (at: number): string => `urn:li:msg_message:(urn:li:fsd_profile:${SAM},2-${btoa(`${String(at)}b12345-100&11111111-2222-3333-4444-555555555555_100`)})`;
const meta = (id: string): string => `<a class="msg-s-event-listitem__link" href="/in/${id}"><img alt="x"></a><div class="msg-s-message-group__meta"><a href="/in/${id}"><span class="msg-s-message-group__profile-link msg-s-message-group__name">x</span></a><time>2:04 PM</time></div>`;
const bubble = (content: string): string => `<div class="msg-s-event-listitem__message-bubble"><div class="msg-s-event-with-indicator display-flex"><div class="msg-s-event__content" dir="ltr">${content}</div></div></div>`;
const body = (text: string): string => bubble(`<p class="msg-s-event-listitem__body t-14">${text}<!----></p>`);
const item = (at: number, content: string, other = ''): string => `<li class="msg-s-message-list__event clearfix"><div class="msg-s-event-listitem ${other}" data-event-urn="${urn(at)}" data-view-name="message-list-item">${content}</div></li>`;
const OTHER = 'msg-s-event-listitem--other';
const FORM = '<form class="msg-form"><div class="msg-form__msg-content-container"><div class="msg-form__contenteditable" contenteditable="true" role="textbox" aria-multiline="true" aria-label="Write a message…"><p><br></p></div><div class="msg-form__placeholder" data-placeholder="Write a message…" aria-hidden="true"></div></div><footer><button class="msg-form__send-button" type="submit" disabled>Send</button><button type="button" class="msg-form__send-toggle">Open send options</button></footer></form>';
const thread = (rows: string, form = FORM, path = `/messaging/thread/2-${THREAD_ID}/`): Document => page(path, `${CLASSIC_NAV}<main id="main"><div id="message-thread-ember50" class="msg-convo-wrapper msg-thread"><div id="thread-detail-jump-target" class="msg-title-bar"><a class="msg-thread__link-to-profile" href="/in/${ANA}/"><h2>Ana Example</h2></a></div><div class="msg-s-message-list-container"><div class="msg-s-message-list"><ul class="msg-s-message-list-content">${rows}</ul></div></div>${form}</div></main>`);
const wanted = (changes: Partial<Wanted> = {}): Wanted => ({ senderId: SAM, recipientId: ANA, recipientSlugs: ['ana-example'], ...changes });
const first = (doc: Document): Conversation => {
  const [conversation] = conversations(doc);
  if (conversation === undefined) throw new Error('no conversation');
  return conversation;
};

describe('rows', () => {
  const seen = (rows: string): unknown[] => rowsIn(first(thread(rows)).element, SAM, ANA).map(({ author, kind, text }) => [author, kind, text]);
  test('a picture of theirs that somebody reacted to is still their message', () => {
    const reacted = `<div class="msg-reactions-reaction-summary-presenter__container"><button aria-label="👍">👍</button></div>`;
    const image = bubble('<div class="msg-s-event-listitem__image-container"><button><img></button></div>');
    expect(seen(item(1_790_000_000_000, meta(ANA) + image + reacted, OTHER))).toEqual([['theirs', 'attachment', '']]);
    for (const alone of [reacted, bubble(reacted)]) expect(seen(item(1_790_000_000_000, meta(ANA) + alone, OTHER))).toEqual([['theirs', 'system', '']]);
    expect(seen(item(1_790_000_000_000, meta(ANA) + bubble(`<div class="msg-s-event-listitem__attachment-item">plan.pdf</div>${reacted}`), OTHER))).toEqual([['theirs', 'attachment', '']]);
  });
  test('what could hold an indicator is no sign of our own', () => {
    const holder = '<div data-test-msg-cross-pillar-message-sending-indicator-presenter__container></div>';
    expect(seen(item(1_790_000_000_000, meta(ANA) + body('hello') + holder, OTHER) + item(1_790_000_001_000, body('and') + holder))).toEqual([['theirs', 'text', 'hello'], ['theirs', 'text', 'and']]);
  });
  test('grouped rows keep their author over a day heading; words of walls are only words', () => {
    const heading = '<time class="msg-s-message-list__time-heading">Oct 4</time>';
    const rows = item(1_790_000_000_000, meta(SAM) + body('captcha 429')) + item(1_790_000_001_000, body('restricted<br>too many requests')).replace('<div', `${heading}<div`) + item(1_790_000_002_000, meta(BEN) + body('third'));
    expect(seen(rows)).toEqual([['own', 'text', 'captcha 429'], ['own', 'text', 'restricted\ntoo many requests'], ['unknown', 'text', 'third']]);
    expect(readWall(thread(rows))).toBeUndefined();
  });
  test('an address with and without its padding, or with it encoded, is the same thread', () => {
    const rows = item(1_790_000_000_000, meta(ANA) + body('hello'), OTHER);
    for (const id of [THREAD_ID, THREAD_ID.replace(/=+$/u, ''), encodeURIComponent(THREAD_ID)]) expect(choose(thread(rows, FORM, `/messaging/thread/2-${id}/?a=1`), wanted()).verdict, id).toBe('proved');
    expect(choose(thread(rows, FORM, `/messaging/thread/2-${btoa('other_100')}/`), wanted()).verdict).toBe('other');
  });
});

describe('composers', () => {
  const mode = (form: string): string => {
    const composer = composerOf(first(thread('', form)));
    return composer === undefined ? 'none' : `${sendModeOf(composer)} ${sendButton(composer)?.className ?? ''}`.trim();
  };
  test.each([
    ['as in the skeleton', FORM, 'click msg-form__send-button'],
    ['a div in place of the form', FORM.replaceAll('form class', 'div class').replaceAll('</form>', '</div>'), 'click msg-form__send-button'],
    ['icon only', FORM.replace(/<button class="msg-form__send-button".*?<\/button>/u, '<button class="msg-form__send-btn"><svg></svg></button>'), 'click msg-form__send-btn'],
    ['aria-disabled', FORM.replace(' disabled', ' aria-disabled="true"'), 'click msg-form__send-button'],
    ['press Enter', FORM.replace(/<button class="msg-form__send-button".*?<\/button>/u, ''), 'enter'],
    ['a label in the placeholder only', FORM.replace(' aria-label="Write a message…"', ''), 'click msg-form__send-button'],
    ['known by its placeholder alone', FORM.replace('class="msg-form"', '').replace('class="msg-form__contenteditable" ', '').replace(' role="textbox"', ''), 'click msg-form__send-button'],
    ['two editors', FORM.replace('<footer', '<div contenteditable="true" role="textbox"></div><footer'), 'none'],
  ])('%s', (_name, form, expected) => {
    expect(mode(form)).toBe(expected);
  });
});

describe('a new message', () => {
  const compose = (card: string, pills = '<button class="artdeco-pill--dismiss" aria-label="Remove Ana Example">x</button>'): Document => page(`/messaging/compose/?recipient=${ANA}&profileUrn=urn%3Ali%3Afsd_profile%3A${ANA}`, `${CLASSIC_NAV}<main id="main"><div class="msg-convo-wrapper msg-thread msg-compose-container"><h2>New message</h2><div class="msg-connections-typeahead">${pills}<input role="combobox"></div>${card}${FORM}</div></main>`);
  const card = (badge: string): string => `<div class="msg-s-profile-card-one-to-one"><a class="profile-card-one-to-one__profile-link" href="/in/ana-example">Ana Example</a>${badge}<div>1st in the world, · 3 times</div></div>`;
  test('a card by its second class alone is read, whatever its badge is called', () => {
    expect(choose(compose(card('')), wanted()).verdict).toBe('proved');
    expect(degreeOf(first(compose(card(''))))).toBe('unknown');
    expect(degreeOf(first(compose(card('<span class="profile-card-one-to-one__degree">1st degree connection</span>'))))).toBe('first');
    expect(degreeOf(first(compose(card('<span class="x9"><span class="visually-hidden">2nd degree connection</span><span aria-hidden="true">· 2nd</span></span>'))))).toBe('notFirst');
    expect(degreeOf(first(compose(card('<span class="x9">· 2e</span>'))))).toBe('notFirst');
  });
  test('two pills are two people', () => {
    const pill = '<button class="artdeco-pill--dismiss">x</button>';
    expect(choose(compose(card(''), pill + pill), wanted()).verdict).toBe('other');
  });
  test.each([
    ['senderWarning', '<div class="msg-sender-side-warning-banner"><p>x</p></div>'],
    ['conversationBlocked', '<div class="msg-s-conversation-blocked-footer"><p>x</p></div>'],
    ['notConnected', '<div><button class="msg-nonconnection-banner__connect-btn">x</button></div>'],
    ['inMailOnly', '<input name="subject" placeholder="Subject (optional)">'],
    ['premiumCard', '<h3 class="card-upsell-v2__headline">x</h3>'],
    ['premiumCard', '<div role="dialog"><a href="https://www.linkedin.com/premium/products/?x">x</a></div>'],
    ['unknownDialog', '<div class="artdeco-modal-overlay"><div><button>x</button></div></div>'],
  ])('%s', (reason, html) => {
    const doc = compose(html + card(''));
    expect(obstacleIn(doc, first(doc))?.reason).toBe(reason);
    const closed = compose(`<dialog>${html}</dialog><div aria-hidden="true">${html}</div>${card('')}`);
    expect(obstacleIn(closed, first(closed))).toBeUndefined();
  });
});

describe('who is signed in', () => {
  const block = (guid: string, request: string, value: unknown): string => `<code id="bpr-guid-${guid}" style="display:none">${JSON.stringify(value)}</code><code id="datalet-bpr-guid-${guid}" style="display:none">${JSON.stringify({ request, body: `bpr-guid-${guid}` })}</code>`;
  const mini = (id: string, firstName: string): Record<string, unknown> => ({ firstName, lastName: 'X', publicIdentifier: 'x', entityUrn: `urn:li:fs_miniProfile:${id}`, dashEntityUrn: `urn:li:fsd_profile:${id}`, objectUrn: 'urn:li:member:1' });
  const decoy = block('1', '/voyager/api/identity/profiles/ana-example', { data: {}, included: [mini(ANA, 'Ana')] });
  test.each([
    ['held in the answer', { plainId: 1, miniProfile: mini(SAM, 'Sam') }],
    ['pointed at from the answer', { data: { plainId: 1, '*miniProfile': `urn:li:fs_miniProfile:${SAM}` }, included: [mini(ANA, 'Ana'), mini(SAM, 'Sam')] }],
  ])('%s', (_name, value) => {
    expect(readIdentity(page('/messaging/compose/', decoy + CLASSIC_NAV + block('2', '/voyager/api/me', value)))).toMatchObject({ state: 'in', id: SAM, firstName: 'Sam' });
    expect(readIdentity(page('/messaging/compose/', decoy + CLASSIC_NAV))).toEqual({ state: 'inUnknown', name: 'Sam Sender' });
  });
});

describe('walls', () => {
  test.each([
    ['/login', 'loggedOut'], ['/uas/login?session_redirect=%2Ffeed%2F', 'loggedOut'], ['/authwall?trk=x', 'loggedOut'], ['/signup/cold-join', 'loggedOut'], ['/checkpoint/lg/login-submit', 'loggedOut'], ['/checkpoint/rm/sign-in-another-account', 'loggedOut'],
    ['/uas/login-submit', 'loggedOut'], ['/uas/logout', 'loggedOut'], ['/checkpoint/challenge/AgH', 'securityCheck'], ['/challenge', 'securityCheck'], ['/uas/consumer-email-challenge', 'securityCheck'], ['/404/', 'gone'],
    ['/in/ana-example/?session_redirect=%2Flogin%2Fcheckpoint%2Fchallenge', undefined], ['/in/login/', undefined], ['/in/checkpoint', undefined], ['/messaging/compose/?body=captcha', undefined],
  ])('%s', (path, wall) => {
    expect(readWall(page(path, '<main><p>x</p></main>'))).toBe(wall);
  });
  test.each([
    ['login HTML by name', '<form><input name="session_key"><input name="session_password" type="password"></form>', 'loggedOut'],
    ['login HTML by id', '<main><form><input id="username"><input id="password" type="password"><button>Sign in</button></form></main>', 'loggedOut'],
    ['a join wall', '<div data-test-id="join-wall">x</div>', 'loggedOut'],
    ['a sign-in box over the page', `${NEW_NAV}<div role="dialog"><a href="/uas/login?x">Anmelden</a></div>`, 'loggedOut'],
    ['a box to join over the page', `${NEW_NAV}<div role="dialog"><a href="/signup/cold-join?x">x</a></div>`, 'loggedOut'],
    ['a challenge form in no language', '<main><form action="/checkpoint/challenge/verify"><input></form></main>', 'securityCheck'],
    ['a challenge in words, inside a main', "<main><h1>Let's do a quick security check</h1></main>", 'securityCheck'],
    ['a captcha', '<div id="captcha-internal"><p>x</p></div>', 'securityCheck'],
    ['a code to enter', '<input name="pin">', 'securityCheck'],
    ['to agree', '<button id="content__button--primary--muted">x</button>', 'agreement'],
    ['a restricted account', '<main><h1>Your account has been restricted</h1><p>x</p></main>', 'restricted'],
    ['too many requests', '<h1>Too many requests</h1>', 'throttled'],
    ['a captcha nobody sees', `${NEW_NAV}<textarea class="g-recaptcha-response" style="display:none"></textarea><iframe src="/recaptcha" style="visibility:hidden"></iframe>`, undefined],
  ])('%s', (_name, html, wall) => {
    expect(readWall(page('/messaging/compose/', html))).toBe(wall);
  });
  test('headings of people and conversations are no walls, even before the navigation is there', () => {
    const words = 'Jean Bloquet, restricted, captcha, 429, too many requests, security check';
    const card = topCard({}).replace('Ana Example', words);
    expect(readWall(page('/in/ana-example/', `<div role="main" data-sdui-screen="com.linkedin.sdui.flagshipnav.profile.Profile"><main id="workspace">${card}</main></div>`))).toBeUndefined();
    const doc = thread('');
    doc.getElementById('global-nav')?.remove();
    const title = doc.querySelector('h2');
    if (title !== null) title.textContent = words;
    expect(readWall(doc)).toBeUndefined();
    expect(has(doc, 'nav')).toBe(false);
  });
});
