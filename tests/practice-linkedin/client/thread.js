import { after, api, conversationAction, degreeWord, graphql, h, hiddenText, now, numericDay, onPush, setClass, shortDay, shortTime, switches, word } from './core.js';

const PHOTO = '/sc/photo.svg';

/**
 * The message list of one conversation: newest 20 rows, older ones on scrolling up, rows pushed by the server.
 * @param view the server's view of the thread (threadId may be null: nothing written yet)
 */
export function createThread(view, options = {}) {
  let threadId = view.threadId;
  let messages = view.messages;
  let hasOlder = view.hasOlder === true;
  let loading = false;
  const optimistic = [];
  const loader = h('li', { class: 'msg-s-message-list__loader hidden' });
  const typing = h('li', { class: 'msg-s-message-list__typing-indicator-container--without-seen-receipt' });
  const chips = h('li', { class: 'msg-s-message-list__quick-replies-container' });
  const card = h('li', { class: 'msg-s-profile-card-container' });
  const list = h('ul', { class: 'msg-s-message-list-content list-style-none full-width mh4' });
  const scroller = h('div', { class: 'msg-s-message-list-container', style: { height: '340px', overflowY: 'auto', display: 'flex', flexDirection: 'column-reverse', background: '#fff' }, on: { scroll: () => { void older(); } } },
    h('div', { class: 'msg-s-message-list scrollable' }, list));
  draw();
  const stop = onPush((event) => {
    if (event.type === 'typing' && view.participants.some((one) => one.id === event.from)) {
      typing.replaceChildren(h('div', { class: 'msg-s-typing-indicator' }, word('typing', { name: event.name })));
    }
    if (event.type !== 'message' || !belongs(event)) return;
    threadId = event.threadId;
    typing.replaceChildren();
    if (optimistic.some((row) => row.token === event.originToken) || messages.some((message) => message.urn === event.message.urn)) return;
    messages = [...messages, event.message];
    draw();
  });
  if (options.compose === true || !hasOlder) void showCard();
  return { root: scroller, addOptimistic, stop, get threadId() { return threadId; } };

  function belongs(event) {
    const ids = view.participants.map((one) => one.id).toSorted().join();
    return event.threadId === threadId || event.others.toSorted().join() === ids;
  }
  /** The person card; who the person is comes first, how far away they are comes late. */
  async function showCard() {
    const [person] = view.participants;
    await after('cards');
    if (person.gone) return;
    if (view.participants.length > 1) {
      card.append(h('div', { class: 'msg-s-profile-card' }, ...view.participants.slice(0, 5).map((one) => h('a', { href: `/in/${one.slug}` }, one.name, ' ')), h('button', { type: 'button' }, 'Rename chat')));
      return;
    }
    const lockup = h('div', { class: 'artdeco-entity-lockup__title' }, h('a', { class: 'profile-card-one-to-one__profile-link', href: `/in/${options.cardLink === 'id' ? person.id : person.slug}` }, person.name));
    card.append(h('div', { class: 'msg-s-profile-card msg-s-profile-card-one-to-one' }, lockup, h('div', { class: 'artdeco-entity-lockup__subtitle' }, person.headline)));
    await after('badge');
    const degree = degreeWord(person.degree);
    lockup.append(h('span', { class: 'artdeco-entity-lockup__badge' }, hiddenText(word('degreeConnection', { degree })), h('span', { class: 'artdeco-entity-lockup__degree', 'aria-hidden': 'true' }, `· ${degree}`)));
  }
  async function older() {
    const fromTop = scroller.scrollHeight - scroller.clientHeight + scroller.scrollTop;
    if (!hasOlder || loading || fromTop > 120) return;
    loading = true;
    setClass(loader, 'msg-s-message-list__loader');
    await after('load');
    const more = await graphql('messengerMessages', { thread: threadId, before: messages[0].urn });
    messages = [...more.messages, ...messages];
    hasOlder = more.hasOlder;
    loading = false;
    setClass(loader, 'msg-s-message-list__loader hidden');
    draw();
    if (!hasOlder && card.childElementCount === 0) void showCard();
  }
  function draw() {
    let day = '';
    let group = null;
    const rows = messages.map((message, index) => {
      const today = shortDay(message.at);
      const heading = today === day ? null : today;
      const same = group !== null && group.from === message.from && message.at - group.at < 600_000 && message.kind !== 'system';
      const meta = !same && !(switches.rowMeta === 'sparse' && index > 0 && messages[index - 1].from === message.from);
      day = today;
      group = message;
      return eventRow(message, heading, meta, messages[index + 1]?.from !== message.from);
    });
    const last = messages.at(-1);
    chips.replaceChildren(...(last !== undefined && last.from !== view.me.id && view.participants.length === 1
      ? ['Thanks!', 'Sounds good', '👍'].map((text) => h('button', { type: 'button', 'aria-label': word('replyWith', { text }), on: { click: () => quickReply(text) } }, text)) : []));
    list.replaceChildren(h('li', { class: 'msg-s-message-list__top-of-list' }), loader, card, ...rows, ...optimistic.filter((row) => row.open).map((row) => row.element), typing, chips,
      h('li', { class: 'msg-s-message-list__bottom-of-list' }));
  }
  /** One click sends, as LinkedIn's chips do. */
  function quickReply(text) {
    const token = crypto.randomUUID();
    const row = addOptimistic(text, token, () => undefined);
    api('/voyager/api/voyagerMessagingDashMessengerMessages?action=createMessage', { recipients: view.participants.map((one) => one.id), text, originToken: token, fault: 0 })
      .then((answer) => row.confirm(answer.message), () => row.fail());
  }
  function eventRow(message, heading, meta, lastInGroup) {
    const own = message.from === view.me.id;
    const row = h('li', { class: 'msg-s-message-list__event clearfix' });
    if (heading !== null) row.append(h('time', { class: 'msg-s-message-list__time-heading t-12 t-black--light t-bold' }, heading));
    if (message.kind === 'system') {
      row.append(h('div', { class: 'msg-s-event-listitem msg-s-event-listitem--system', 'data-event-urn': message.urn }, h('p', { class: 'msg-s-event-listitem__system-message' }, message.text)));
      return row;
    }
    row.append(hiddenHeading(message), h('div', {
      class: `msg-s-event-listitem${own ? '' : ' msg-s-event-listitem--other'}${lastInGroup ? ' msg-s-event-listitem--last-in-group' : ''}`, 'data-event-urn': message.urn, 'data-view-name': 'message-list-item',
    }, ...(meta ? metaOf(message) : []), bubble(message, own ? sentIndicator(message.at) : null)));
    return row;
  }
  function hiddenHeading(message) {
    return h('span', { class: 'msg-s-event-listitem--group-a11y-heading visually-hidden', style: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden' } },
      word('sentFollowing', { name: message.fromName, time: shortTime(message.at) }));
  }
  function metaOf(message) {
    if (view.participants.some((one) => one.gone && one.id === message.from)) {
      return [h('div', { class: 'msg-s-message-group__meta' }, h('span', { class: 'msg-s-message-group__name t-14 t-black t-bold' }, message.fromName), ' ', h('time', { class: 'msg-s-message-group__timestamp' }, shortTime(message.at)))];
    }
    const address = `/in/${message.from}`;
    return [
      h('a', { class: 'msg-s-event-listitem__link', href: address }, h('img', { class: 'msg-s-event-listitem__profile-picture', alt: message.fromName, title: message.fromName, src: PHOTO, width: 24, height: 24 }), hiddenText(word('viewProfile', { name: message.fromName }))),
      h('div', { class: 'msg-s-message-group__meta' }, h('a', { href: address }, h('span', { class: 'msg-s-message-group__profile-link msg-s-message-group__name t-14 t-black t-bold' }, message.fromName)), ' ',
        h('time', { class: 'msg-s-message-group__timestamp' }, shortTime(message.at))),
    ];
  }
  function bubble(message, indicator) {
    const content = h('div', { class: 'msg-s-event__content', dir: 'ltr' }, ...bodyOf(message));
    if (message.edited) content.append(h('span', { class: 'msg-s-event-listitem__edited' }, word('edited')));
    return h('div', { class: 'msg-s-event-listitem__message-bubble' }, h('div', { class: 'msg-s-event-with-indicator display-flex' }, content, indicator));
  }
  function bodyOf(message) {
    const body = (text) => h('p', { class: 'msg-s-event-listitem__body t-14 t-black--light t-normal', style: { whiteSpace: 'pre-wrap' } }, ...text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [h('br'), line])), document.createComment(''));
    switch (message.kind) {
      case 'text': return [body(message.text)];
      case 'attachment': return [h('div', { class: 'msg-s-event-listitem__attachment-item' }, h('span', { class: 'ui-attachment__filename' }, message.text || 'offer.pdf'))];
      case 'image': return [h('div', { class: 'msg-s-event-listitem__image-container' }, h('button', { type: 'button' }, h('img', { alt: message.text || 'image', src: PHOTO, width: 80, height: 80 })))];
      case 'voice': return [h('div', { class: 'msg-s-event-listitem__voice-message' }, h('button', { type: 'button', 'aria-label': 'Play' }))];
      case 'gif': return [h('div', { class: 'msg-s-event-listitem__gif' }, h('img', { alt: message.text || 'GIF', src: PHOTO, width: 80, height: 80 }))];
      case 'shared-post': return [h('div', { class: 'msg-s-event-listitem__feed-update-preview' }, h('a', { href: '/feed/update/urn:li:activity:7000000000000000000/' }, message.text || 'A post'))];
      case 'recalled': return [h('p', { class: 'msg-s-event-listitem__recalled-message' }, word('recalled'))];
      case 'reaction': return [h('div', { class: 'msg-reactions-reaction-summary-presenter__container' }, h('button', { type: 'button', 'aria-label': message.text || '👍' }, message.text || '👍'))];
      default: return [];
    }
  }
  function sentIndicator(at) {
    return h('span', { class: 'msg-s-event-with-indicator__sending-indicator msg-s-event-with-indicator__sending-indicator--sent', title: word('sentAt', { date: numericDay(at), time: shortTime(at) }),
      'data-test-msg-cross-pillar-message-sending-indicator-presenter__sending-indicator--sent': '' });
  }
  /** A row of one's own that the server has not answered yet: it has no urn. */
  function addOptimistic(text, token, retry) {
    const message = { from: view.me.id, fromName: view.me.name, kind: 'text', text, at: now(), edited: false };
    const indicator = h('span', { class: 'msg-s-event-with-indicator__sending-indicator', title: word('sending'), 'data-test-msg-cross-pillar-message-sending-indicator-presenter__container': '' });
    const item = h('div', { class: 'msg-s-event-listitem msg-s-event-listitem--last-in-group', 'data-view-name': 'message-list-item' }, ...metaOf(message), bubble(message, indicator));
    const row = {
      token, open: true,
      element: h('li', { class: 'msg-s-message-list__event clearfix' }, hiddenHeading(message), item),
      confirm(stored) {
        row.open = false;
        if (!messages.some((known) => known.urn === stored.urn)) messages = [...messages, stored];
        draw();
      },
      fail() {
        indicator.remove();
        item.append(h('p', { class: 'msg-s-event-listitem__error-message' }, word('failed')), h('button', { type: 'button', on: { click: () => { row.open = false; draw(); retry(); } } }, word('retry')));
      },
    };
    optimistic.push(row);
    draw();
    return row;
  }
}

/** Tells the server that the member has seen a thread. */
export function markRead(threadId) {
  return conversationAction('markRead', { threadId });
}
