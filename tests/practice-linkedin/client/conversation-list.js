import { after, emberId, graphql, h, onPush, shortDay, word } from './core.js';

const ROW = 84;
const REAL = 10;

/** The conversation list: ten real rows around the scroll position, empty place-holders for the others. */
export async function conversationList(parent, onOpen) {
  let conversations = [];
  let total = 0;
  let active = null;
  const list = h('ul', { class: 'list-style-none msg-conversations-container__conversations-list', 'aria-label': word('conversations'),
    style: { height: '560px', overflowY: 'auto', position: 'relative' }, on: { scroll: () => draw() } });
  parent.append(h('div', { 'data-test-msg-cross-pillar-inbox-top-bar-wrapper': '' }, h('h1', {}, word('messaging')), h('input', { id: `search-conversations-${emberId()}`, type: 'text' }),
    h('button', { type: 'button', class: 'msg-conversations-container__compose-btn', 'aria-label': word('newMessage'), on: { click: () => { location.assign('/messaging/compose/'); } } })), filters(), list);
  await after('list');
  const answer = await graphql('messengerConversations', { start: 0 });
  conversations = answer.conversations;
  total = answer.total;
  onPush((event) => {
    if (event.type === 'message') {
      conversations = [event.conversation, ...conversations.filter((one) => one.threadId !== event.threadId)].toSorted((a, b) => b.at - a.at);
      draw();
    }
    if (event.type === 'read') {
      conversations = conversations.map((one) => (one.threadId === event.threadId ? { ...one, unread: 0 } : one));
      draw();
    }
  });
  draw();
  return { first: () => conversations[0] ?? null, activate(threadId) { active = threadId; draw(); } };

  function draw() {
    const first = Math.max(0, Math.min(Math.floor(list.scrollTop / ROW) - 1, conversations.length - REAL));
    const rows = conversations.map((one, index) => (index >= first && index < first + REAL ? realRow(one) : h('li', { id: emberId(), class: 'ember-view scaffold-layout__list-item msg-conversation-listitem msg-conversation-card--occluded', style: { height: `${ROW}px` } })));
    const more = conversations.length < total ? [h('li', {}, h('button', { type: 'button', on: { click: () => { void loadMore(); } } }, word('loadMore')))] : [];
    const top = list.scrollTop;
    list.replaceChildren(...rows, ...more);
    if (list.scrollTop !== top) list.scrollTop = top;
  }
  async function loadMore() {
    await after('load');
    const answer = await graphql('messengerConversations', { start: conversations.length });
    conversations = [...conversations, ...answer.conversations.filter((one) => !conversations.some((known) => known.threadId === one.threadId))];
    total = answer.total;
    draw();
  }
  function realRow(one) {
    const name = one.names.join(', ');
    return h('li', { id: emberId(), class: 'ember-view scaffold-layout__list-item msg-conversation-listitem msg-conversations-container__convo-item msg-conversations-container__pillar', style: { height: `${ROW}px`, overflow: 'hidden' } },
      h('div', { class: 'msg-conversation-card msg-conversations-container__pillar' }, h('div', { class: 'entry-point' },
        h('div', { class: `msg-conversation-listitem__link${one.threadId === active ? ' active msg-conversations-container__convo-item-link--active' : ''}`, tabindex: '0', on: { click: () => onOpen(one.threadId) } },
          h('h3', { class: 'msg-conversation-listitem__participant-names msg-conversation-card__participant-names' }, name),
          h('time', { class: 'msg-conversation-card__time-stamp' }, shortDay(one.at)),
          one.snippet === null ? null : h('p', { class: 'msg-conversation-card__message-snippet' }, one.fromMe ? `${word('you')} ${one.snippet}` : one.snippet),
          one.unread > 0 ? h('div', { class: 'msg-conversation-card__unread-count', 'aria-label': word('unread', { n: one.unread }) }, String(one.unread)) : null,
          h('label', { 'aria-label': word('select', { name }) }, h('input', { type: 'checkbox' })), h('button', { type: 'button', 'aria-label': word('options', { name }) })))));
  }
}

/** The row of filters above the list; they are there to be left alone. */
function filters() {
  const pill = (kind, text) => h('button', { type: 'button', role: 'radio', 'aria-checked': 'false', class: 'artdeco-pill artdeco-pill--slate artdeco-pill--choice', 'data-test-messaging-inbox-filters__filter-pill': kind }, text);
  return h('div', { class: 'msg-cross-pillar-inbox-filters' }, h('button', { type: 'button', 'data-test-messaging-inbox-filters__folder-pill': '' }, 'Focused'),
    h('div', { role: 'radiogroup' }, pill('JOB', 'Jobs'), pill('UNREAD', 'Unread'), pill('CONNECTIONS', 'Connections'), pill('INMAIL', 'InMail'), pill('STARRED', 'Starred')));
}

/** One row as the list bubble of the overlay shows it. */
export function overlayRow(one) {
  return h('div', { class: 'msg-conversation-listitem__link msg-overlay-list-bubble__convo-item', tabindex: '0' },
    h('h3', { class: 'msg-conversation-listitem__participant-names' }, one.names.join(', ')), h('time', { class: 'msg-conversation-card__time-stamp' }, shortDay(one.at)),
    one.snippet === null ? null : h('p', { class: 'msg-conversation-card__message-snippet' }, one.fromMe ? `${word('you')} ${one.snippet}` : one.snippet));
}
