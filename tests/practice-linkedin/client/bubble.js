import { after, config, emberId, graphql, h, pause, premiumModal, switches, word } from './core.js';
import { createComposer } from './composer.js';
import { overlayRow } from './conversation-list.js';
import { footerOf, instead } from './talk.js';
import { createThread, markRead } from './thread.js';

const open = new Map();

/** Where bubbles live: the page itself, the open shadow root of the legacy outlet, or the preload frame. Class-based pages have only themselves. */
async function home(place) {
  const outlet = document.getElementById('interop-outlet');
  if (outlet === null) return holderIn(document.body);
  if (place === 'shadow') {
    const root = outlet.shadowRoot ?? outlet.attachShadow({ mode: 'open' });
    return holderIn(root);
  }
  if (place === 'frame') {
    const frame = [...document.querySelectorAll('iframe')].find((one) => one.src.includes('/preload/'));
    while (frame.contentDocument?.readyState !== 'complete' || !frame.contentDocument.location.pathname.startsWith('/preload/')) await pause(20);
    frame.style.opacity = '1';
    frame.style.zIndex = '400';
    return holderIn(frame.contentDocument.body);
  }
  return holderIn(document.body);
}
const holders = new WeakMap();
function holderIn(root) {
  const known = holders.get(root);
  if (known !== undefined) return known;
  const holder = h('aside', { id: 'msg-overlay', class: 'msg-overlay-container', style: { position: 'fixed', right: '12px', bottom: '0', display: 'flex', gap: '8px', zIndex: 600, background: '#fff' } },
    inboxBar());
  holders.set(root, holder);
  root.append(holder);
  return holder;
}

/** The minimised inbox; its rows stand in the document although nobody sees them. */
function inboxBar() {
  const rows = h('section', { class: 'msg-overlay-list-bubble__content', style: { height: '0', overflow: 'hidden' } });
  void graphql('messengerConversations', { start: 0 }).then(({ conversations }) => rows.append(...conversations.slice(0, 5).map((one) => overlayRow(one))), () => undefined);
  return h('div', { class: 'msg-overlay-list-bubble msg-overlay-list-bubble--is-minimized' }, h('h2', {}, word('messaging')), rows);
}

/** Opens (or brings up) the bubble of one person. */
export async function openConversation(person, place = switches.variant === 'A' ? 'light' : switches.overlay) {
  const known = open.get(person.id);
  if (known !== undefined) return known;
  if (switches.messageClick === 'premium-modal') return premiumModal();
  const made = await bubble(person, place, '');
  open.set(person.id, made);
  return made;
}

/** The bubble of another person, left over from before, with its draft. */
export async function showOldBubble() {
  await bubble(config.oldBubble, switches.oldBubble.place, switches.oldBubble.draft);
}

async function bubble(person, place, draft) {
  const holder = await home(place);
  await after('bubble');
  const view = await graphql('messengerConversationsByRecipients', { recipients: person.id });
  const started = view.threadId !== null;
  const name = { name: person.name };
  const content = h('div', { class: 'msg-overlay-conversation-bubble__content-wrapper' });
  const minimize = () => {
    content.hidden = !content.hidden;
    root.setAttribute('data-msg-overlay-conversation-bubble-is-minimized', String(content.hidden));
  };
  const control = (label, click) => h('button', { type: 'button', class: 'msg-overlay-bubble-header__control', 'aria-label': label, on: { click } });
  const root = h('div', {
    class: 'msg-overlay-conversation-bubble msg-overlay-conversation-bubble--is-active msg-overlay-conversation-bubble--petite', role: 'dialog', 'aria-label': word('messaging'), tabindex: '-1',
    'data-view-name': 'message-overlay-conversation-bubble-item', 'data-msg-overlay-conversation-bubble-is-minimized': 'false', style: { width: '320px', pointerEvents: 'none' }, id: emberId(),
  },
  h('header', { class: 'msg-overlay-bubble-header' },
    h('h2', { class: 'msg-overlay-bubble-header__title' }, started ? h('a', { href: `/in/${person.id}/` }, person.name) : word('newMessage')),
    ...(started ? [control(word('options', name), () => undefined)] : []),
    control(word('minimize', started ? name : { name: '' }), minimize),
    control(started ? word('close', name) : word('closeDraft'), () => { root.remove(); open.delete(person.id); })));
  root.append(content);
  if (!started) content.append(h('button', { type: 'button', class: 'artdeco-pill artdeco-pill--dismiss', 'aria-label': word('remove', name) }, h('span', { class: 'artdeco-pill__text' }, person.name)));
  const thread = createThread(view, { compose: !started, cardLink: switches.bubbleCard });
  content.append(thread.root, ...footerOf(view));
  const other = instead(view, { compose: !started });
  content.append(other ?? createComposer({ people: [person.id], name: person.name, draft: draft === '' ? view.draft : draft, view: thread }).root);
  if (switches.oldBubble?.order === 'after' && person.id !== switches.oldBubble.person) holder.prepend(root);
  else holder.append(root);
  await after('bubble');
  root.style.pointerEvents = 'auto';
  if (started) await markRead(view.threadId);
  return root;
}
