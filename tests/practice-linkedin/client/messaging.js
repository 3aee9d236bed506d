import { after, config, emberId, graphql, h, modal, showSignInModal, switches, toast, word } from './core.js';
import { createComposer } from './composer.js';
import { conversationList } from './conversation-list.js';
import { classicNav } from './nav.js';
import { footerOf, inmailCredits, instead, restless, titleBar } from './talk.js';
import { createThread, markRead } from './thread.js';

const outlet = document.querySelector('body > div');
const listPlace = h('div', { class: 'scaffold-layout__list msg__list', style: { width: '340px' } });
const detail = h('div', { class: 'scaffold-layout__detail msg__detail', style: { flex: '1' } });
outlet.append(h('main', { id: 'main', class: '_k3x scaffold-layout__list-detail msg__list-detail' }, h('div', { class: 'scaffold-layout__list-detail-container', style: { display: 'flex', gap: '16px' } }, listPlace, detail)));
let current = null;
let shown = 0;

void classicNav(document.body);
if (config.pageWall === 'sign-in-modal') showSignInModal();
if (config.pageWall === 'page-error') {
  await after('cards');
  detail.append(h('section', { class: 'artdeco-empty-state' }, h('h2', {}, word('wrong')), h('button', { type: 'button', on: { click: () => location.reload() } }, word('tryAgain'))));
} else {
  const list = conversationList(listPlace, (threadId) => { history.pushState({}, '', `/messaging/thread/${threadId}/`); void openThread(threadId); });
  const route = config.route;
  if (route.kind === 'thread') void openThread(route.threadId);
  if (route.kind === 'compose') void openCompose(route);
  if (route.kind === 'inbox') {
    const first = (await list).first();
    if (first !== null) {
      history.replaceState({}, '', `/messaging/thread/${first.threadId}/`);
      void openThread(first.threadId);
    }
  }
  addEventListener('popstate', () => { location.reload(); });

  async function openThread(threadId) {
    const mine = begin();
    const view = await graphql('messengerMessages', { thread: threadId });
    if (mine !== shown) return;
    await after('cards');
    if (mine !== shown) return;
    const root = h('div', { id: `message-thread-${emberId()}`, class: 'msg-convo-wrapper msg-thread msg-thread--pillar' }, titleBar(view));
    show(root, view, {});
    (await list).activate(threadId);
    await markRead(threadId);
  }
  async function openCompose(route) {
    const mine = begin();
    await after('cards');
    if (route.redirectTo !== null) {
      history.replaceState({}, '', `/messaging/thread/${route.redirectTo}/`);
      void openThread(route.redirectTo);
      return;
    }
    await compose(route.recipients, route.body, mine);
  }
  async function compose(recipients, body, mine) {
    const view = await graphql('messengerConversationsByRecipients', { recipients: recipients.join() });
    if (mine !== shown) return;
    const pills = view.participants.map((one) => h('button', { type: 'button', class: 'artdeco-pill artdeco-pill--slate artdeco-pill--2 artdeco-pill--dismiss artdeco-pill--selected', 'aria-label': word('remove', { name: one.name }),
      on: { click: () => { void compose(recipients.filter((id) => id !== one.id), body, begin()); } } }, h('span', { class: 'artdeco-pill__text' }, one.name)));
    const suggestions = h('ul', { role: 'listbox' });
    const search = h('input', { class: `msg-connections-typeahead__search-field${pills.length === 0 ? ' msg-connections-typeahead__search-field--no-recipients' : ''}`, role: 'combobox', 'aria-expanded': 'false', placeholder: word('recipientsPlaceholder'),
      on: { input: () => { void suggest(); } } });
    const suggest = async () => {
      const { people } = await graphql('messengerTypeahead', { q: search.value });
      suggestions.replaceChildren(...people.map((one) => h('li', { role: 'option', class: 'msg-connections-typeahead__search-result-row' }, h('button', { type: 'button', on: { click: () => { void compose([...recipients, one.id], body, begin()); } } }, one.name, ' ', one.headline))));
    };
    const root = h('div', { id: `message-thread-${emberId()}`, class: 'msg-convo-wrapper msg-thread msg-compose-container' },
      h('div', { class: 'msg-title-bar' }, h('h2', {}, word('newMessage'))),
      h('div', { class: 'msg-connections-typeahead' }, h('label', { class: 'visually-hidden' }, word('recipients')), ...pills, search, suggestions));
    show(root, { ...view, draft: body === '' ? view.draft : body }, { compose: true });
    if (pills.length === 0) search.focus();
    if (view.threadId !== null) await markRead(view.threadId);
  }
  function begin() {
    shown += 1;
    current?.stop();
    current = null;
    detail.replaceChildren();
    return shown;
  }
  function show(root, view, options) {
    detail.replaceChildren(root);
    if (view.participants.length === 0) {
      const holder = h('div', {});
      root.append(holder);
      holder.append(createComposer({ people: [], name: '', draft: view.draft, view: { addOptimistic: () => ({ confirm() {}, fail() {} }) } }).root);
      return;
    }
    const thread = createThread(view, options);
    current = thread;
    root.append(thread.root, ...footerOf(view));
    const other = instead(view, options);
    if (other !== null) root.append(other);
    else {
      root.append(createComposer({
        people: view.participants.map((one) => one.id), name: view.participants.map((one) => one.name).join(', '), draft: view.draft, view: thread,
        ...(view.canMessage || !switches.nonConnection.startsWith('inmail') ? {} : { subject: true, credits: inmailCredits() }),
        onSent(threadId) { if (options.compose === true) history.replaceState({}, '', `/messaging/thread/${threadId}/`); },
      }).root);
    }
    if (switches.restless === 'yes') restless(root);
    if (switches.toast === 'success') toast('success', word('dismiss'));
    if (switches.toast === 'error') toast('error', word('wrong'));
    if (switches.unknownDialog === 'on-open') modal('msg-unknown-modal', 'What’s new', h('p', {}, '…'));
  }
}
