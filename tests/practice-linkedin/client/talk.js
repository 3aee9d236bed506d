import { h, pause, switches, word } from './core.js';

/** The bar above a thread: a link by member id to each participant. */
export function titleBar(view) {
  const [one] = view.participants;
  if (view.participants.length > 1) {
    return h('div', { id: 'thread-detail-jump-target', class: 'msg-title-bar' }, h('h2', { class: 'msg-entity-lockup__entity-title' }, view.participants.map((other) => other.name).join(', ')));
  }
  if (one.gone) return h('div', { id: 'thread-detail-jump-target', class: 'msg-title-bar' }, h('h2', { class: 'msg-entity-lockup__entity-title' }, one.name));
  return h('div', { id: 'thread-detail-jump-target', class: 'msg-title-bar' },
    h('a', { class: '_x9 msg-thread__link-to-profile', href: `/in/${one.id}/`, 'data-test-app-aware-link': '', title: word('openProfile', { name: one.name }) },
      h('div', { class: 'msg-entity-lockup' }, h('h2', { class: 'msg-entity-lockup__entity-title' }, one.name), h('div', { class: 'msg-entity-lockup__entity-info' }, 'Mobile • 2h ago'))));
}

/** Banners and footers around the composer. */
export function footerOf(view) {
  const name = view.participants[0]?.name ?? '';
  const made = [];
  if (!view.canMessage && switches.nonConnection === 'banner') made.push(h('div', { class: 'msg-nonconnection-banner' }, h('p', {}, word('notConnected', { name })), h('button', { type: 'button', class: 'msg-nonconnection-banner__connect-btn' }, word('connect'))));
  if (!view.canMessage && switches.nonConnection === 'invitation-banner') {
    made.push(h('div', { class: 'msg-invitation-banner' }, h('p', {}, word('wantsToConnect', { name })), h('button', { type: 'button' }, word('accept')), h('button', { type: 'button' }, word('ignore'))));
  }
  if (switches.banner === 'sender-warning' && view.threadId === null) {
    made.push(h('div', { class: 'msg-sender-side-warning-banner' }, h('p', {}, word('senderWarning')), h('button', { type: 'button', class: 'msg-sender-side-warning-banner__dismiss-button' }, word('dismiss'))));
  }
  if (switches.banner === 'blocked' || view.participants[0]?.gone === true) made.push(h('div', { class: 'msg-s-conversation-blocked-footer' }, h('div', { class: 'artdeco-inline-feedback artdeco-inline-feedback--error' }, word('blocked'))));
  if (switches.banner === 'standard') made.push(h('div', { class: 'msg-s-conversation-standard-footer' }, word('about')));
  if (switches.banner === 'premium') made.push(h('div', { class: 'msg-s-conversation-premium-footer', 'data-view-name': 'premium-inmail-follow-up-banner' }, 'Premium'));
  return made;
}

/** What stands where the composer should be, or null for a composer. */
export function instead(view, options) {
  const name = view.participants[0]?.name ?? '';
  if (switches.banner === 'blocked' || view.participants[0]?.gone === true) return h('div', {});
  if (!view.canMessage && (switches.nonConnection === 'premium-card' || switches.premiumCard === 'everybody')) {
    return h('section', { class: 'card-upsell-v2' }, h('h3', { class: 'card-upsell-v2__headline' }, word('premium', { name })), h('a', { href: '/premium/products/' }, 'Premium'));
  }
  if (view.canMessage && options.compose === true && view.threadId === null && switches.newThread === 'say-hello') {
    return h('section', { class: 'msg-s-say-hello' }, h('h3', {}, name), h('button', { type: 'button' }, word('sayHello')));
  }
  return null;
}

/** The line about credits above an InMail. */
export function inmailCredits() {
  const none = switches.nonConnection === 'inmail-no-credits';
  return h('div', { class: `msg-inmail-credits-display${none ? ' msg-inmail-credits-display__error' : ''}` }, none ? word('noCredits') : word('credits', { n: 5 }), ' ', h('a', { href: 'https://www.linkedin.com/help/linkedin/answer/139' }, '?'));
}

/** Changes nobody asked for: presence, relative times, a badge. They go on for a minute, or until the thread is gone. */
export function restless(root) {
  const dot = h('span', { class: 'presence-indicator', 'aria-label': 'Status is online' });
  root.append(dot);
  void (async () => {
    for (let turn = 0; turn < 600 && root.isConnected; turn += 1) {
      await pause(100);
      dot.setAttribute('title', `Active ${turn}m ago`);
      if (turn % 7 === 0) dot.replaceChildren(h('span', {}, '•'));
    }
  })();
}
