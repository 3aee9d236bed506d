/**
 * Everything the drivers know about LinkedIn's markup, as data (linkedin-pages section 14). Per target an ordered list of
 * strategies: ids and urns first, then role and structure, then stable data attributes, then classes. Words never decide.
 * `on` names the stored pages of tests/fixtures/pages on which a target must be found, and how often.
 */

/** Build generation a strategy was seen in: the Ember app, or the new app of 2025 (with `data-view-name`) and 2026. */
export type Generation = 'classic' | 'new2025' | 'new2026' | 'any';

export interface Strategy {
  /** part of the fingerprint: no hashes, counts, languages */
  name: string;
  css: string;
  generation: Generation;
}

export interface Target {
  strategies: readonly Strategy[];
  /** fixture page -> number of visible matches of the strategy that decides */
  on: Readonly<Record<string, number>>;
}

function by(name: string, css: string, generation: Generation = 'classic'): Strategy {
  return { name, css, generation };
}

const EDITOR = '[contenteditable="true"][role="textbox"]';

export const TARGETS = {
  /** the signed-in member's menu */
  nav: {
    strategies: [
      by('id', '#global-nav'),
      by('testid', '[data-testid="primary-nav"]', 'any'),
      by('class', '.global-nav__me'),
    ],
    on: { thread: 1, compose: 1, 'profile-b2': 1, 'connections-b2': 1, login: 0 },
  },
  mePhoto: {
    strategies: [by('class', 'img.global-nav__me-photo[alt]')],
    on: { thread: 1, compose: 1, 'profile-b2': 0 },
  },
  /** conversation of a full messaging page */
  pane: {
    strategies: [by('id', '[id^="message-thread-"]'), by('class', '.msg-convo-wrapper')],
    on: { thread: 1, compose: 1, bubble: 0, 'profile-b2': 0 },
  },
  /** conversation in the overlay */
  bubble: {
    strategies: [
      by('view', '[data-view-name="message-overlay-conversation-bubble-item"]'),
      by('class', '.msg-overlay-conversation-bubble'),
    ],
    on: { bubble: 2, thread: 0 },
  },
  bubbleMinimized: {
    strategies: [
      by('data', '[data-msg-overlay-conversation-bubble-is-minimized="true"]'),
      by('class', '.msg-overlay-conversation-bubble--is-minimized'),
    ],
    on: { bubble: 0 },
  },
  /** link to the other person in a conversation's header */
  header: {
    strategies: [
      by('id', '#thread-detail-jump-target a[href*="/in/"]'),
      by('class', 'a.msg-thread__link-to-profile[href*="/in/"], .msg-overlay-bubble-header__title a[href*="/in/"], a.msg-overlay-bubble-header__title[href*="/in/"]'),
    ],
    on: { thread: 1, compose: 0, bubble: 2 },
  },
  /** one pill per chosen recipient of a new message */
  pill: {
    strategies: [
      by('class', '.msg-connections-typeahead .artdeco-pill--dismiss, .msg-compose-container .artdeco-pill--dismiss, .msg-overlay-conversation-bubble .artdeco-pill--dismiss'),
    ],
    on: { compose: 1, thread: 0 },
  },
  recipientsField: {
    strategies: [
      by('role', '.msg-connections-typeahead input[role="combobox"]'),
      by('class', 'input.msg-connections-typeahead__search-field'),
    ],
    on: { compose: 1, 'compose-empty': 1, thread: 0 },
  },
  /** the person card above the messages */
  card: {
    strategies: [by('class', '.msg-s-profile-card')],
    on: { compose: 1, thread: 0 },
  },
  cardLink: {
    strategies: [
      by('class', 'a.profile-card-one-to-one__profile-link[href*="/in/"]'),
      by('card', '.msg-s-profile-card a[href*="/in/"]'),
    ],
    on: { compose: 1, thread: 0 },
  },
  /** degree of the other person as the person card states it */
  degreeBadge: {
    strategies: [
      by('class', '.msg-s-profile-card .artdeco-entity-lockup__badge, .msg-s-profile-card .distance-badge, .msg-s-profile-card .dist-value'),
    ],
    on: { compose: 1 },
  },
  list: {
    strategies: [by('container', '.msg-s-message-list-container'), by('scrollable', '.msg-s-message-list')],
    on: { thread: 1, compose: 1 },
  },
  /** one item per message, server-confirmed or not */
  item: {
    strategies: [
      by('class', 'li.msg-s-message-list__event'),
      by('urn', 'li:has([data-event-urn])'),
    ],
    on: { thread: 5, compose: 0 },
  },
  /** a message with its server-given id */
  row: {
    strategies: [by('urn', '[data-event-urn]'), by('view', '[data-view-name="message-list-item"]')],
    on: { thread: 5, compose: 0 },
  },
  rowBody: {
    strategies: [by('class', '.msg-s-event-listitem__body')],
    on: { thread: 4 },
  },
  /** who wrote a group of messages */
  rowMeta: {
    strategies: [by('class', '.msg-s-message-group__meta')],
    on: { thread: 3 },
  },
  rowMetaLink: {
    strategies: [by('class', '.msg-s-message-group__meta a[href*="/in/"], a.msg-s-message-group__profile-link[href*="/in/"]')],
    on: { thread: 3 },
  },
  rowPhotoLink: {
    strategies: [by('class', 'a.msg-s-event-listitem__link[href*="/in/"]')],
    on: { thread: 3 },
  },
  rowOther: {
    strategies: [by('class', '.msg-s-event-listitem--other')],
    on: { thread: 2 },
  },
  rowSending: {
    strategies: [
      by('data', '[data-test-msg-cross-pillar-message-sending-indicator-presenter__container], [data-test-msg-cross-pillar-message-sending-indicator-presenter__sending-indicator--sent]'),
      by('class', '.msg-s-event-with-indicator__sending-indicator'),
    ],
    on: { thread: 3 },
  },
  rowBubble: {
    strategies: [by('class', '.msg-s-event-listitem__message-bubble, .msg-s-event__content')],
    on: { thread: 10 },
  },
  rowRecalled: {
    strategies: [by('class', '[class*="recalled"], [class*="message-deleted"]')],
    on: { thread: 0 },
  },
  /** a reaction stands in a row of its own and is no message */
  rowReaction: {
    strategies: [by('class', '[class*="msg-reactions"]')],
    on: { thread: 0 },
  },
  rowFailed: {
    strategies: [
      by('class', '.msg-s-event-listitem__error-message, .msg-s-event-listitem__error, .msg-s-event-listitem--error'),
    ],
    on: { thread: 0 },
  },
  loader: {
    strategies: [by('class', '.msg-s-message-list__loader:not(.hidden)')],
    on: { thread: 0 },
  },
  form: {
    strategies: [
      by('role', `form:has(${EDITOR}):not(:has(.ql-editor)), form:has(textarea[role="textbox"])`),
      by('class', '.msg-form'),
    ],
    on: { thread: 1, compose: 1, bubble: 2, 'profile-b2': 0 },
  },
  editor: {
    strategies: [
      by('role', `${EDITOR}:not(.ql-editor)`),
      by('class', '.msg-form__contenteditable[contenteditable="true"]'),
      by('textarea', 'textarea[role="textbox"]'),
    ],
    on: { thread: 1, compose: 1, bubble: 2, 'profile-b2': 0 },
  },
  send: {
    strategies: [
      by('submit', 'button[type="submit"]'),
      by('class', 'button.msg-form__send-button, button.msg-form__send-btn'),
    ],
    on: { thread: 1, compose: 1, bubble: 2, 'thread-enter': 0 },
  },
  sendToggle: {
    strategies: [
      by('data', '[data-test-msg-ui-send-mode-toggle-presenter__button]'),
      by('class', 'button.msg-form__send-toggle'),
    ],
    on: { thread: 1, compose: 1, 'thread-enter': 1 },
  },
  /** the two radios "Press Enter to Send" and "Click Send", in this order */
  sendModes: {
    strategies: [by('class', '.msg-form__hovercard input[type="radio"], .msg-form__hovercard [role="radio"]')],
    on: { thread: 0 },
  },
  subject: {
    strategies: [by('name', 'input[name="subject"]'), by('class', '.msg-form__subject, .msg-inmail-credits-display, .msg-inmail-compose-form-v2')],
    on: { thread: 0 },
  },
  premiumCard: {
    strategies: [by('class', '.card-upsell-v2__headline, [class*="card-upsell"] h3')],
    on: { thread: 0 },
  },
  senderWarning: {
    strategies: [by('class', '.msg-sender-side-warning-banner')],
    on: { thread: 0 },
  },
  blockedFooter: {
    strategies: [by('class', '.msg-s-conversation-blocked-footer')],
    on: { thread: 0 },
  },
  nonConnection: {
    strategies: [by('class', '.msg-nonconnection-banner__connect-btn, [class*="msg-nonconnection-banner"], [class*="msg-invitation-banner"], [class*="invitation-banner"]')],
    on: { thread: 0 },
  },
  errorToast: {
    strategies: [by('class', '.artdeco-toast-item--error, [data-test-artdeco-toast-item-type="error"]')],
    on: { thread: 0 },
  },
  /** anything modal; conversation bubbles are dialogs too and are left out */
  dialog: {
    strategies: [
      by('open', 'dialog[open]', 'any'),
      by('role', '[role="dialog"]:not([data-view-name="message-overlay-conversation-bubble-item"]):not(.msg-overlay-conversation-bubble), [role="alertdialog"]', 'any'),
      by('class', '.artdeco-modal-overlay'),
    ],
    on: { thread: 0, compose: 0, 'profile-b2': 0, bubble: 0 },
  },
  inboxList: {
    strategies: [by('class', 'ul.msg-conversations-container__conversations-list')],
    on: { thread: 1, compose: 1, 'compose-empty': 1 },
  },
  inboxRow: {
    strategies: [by('class', 'li.msg-conversation-listitem:not(.msg-conversation-card--occluded)')],
    on: { thread: 2, compose: 2 },
  },
  inboxName: {
    strategies: [by('class', '.msg-conversation-card__participant-names')],
    on: { thread: 2, compose: 2 },
  },
  inboxSnippet: {
    strategies: [by('class', '.msg-conversation-card__message-snippet')],
    on: { thread: 2, compose: 2 },
  },
  /** an unread mark carries its count in a label: only a label with a number is one */
  inboxUnread: {
    strategies: [by('label', 'div[aria-label]'), by('class', '[class*="unread-count"], [class*="--unread"]')],
    on: { thread: 1, compose: 1 },
  },
  topCard: {
    strategies: [
      by('componentkey', 'section[componentkey$="Topcard"]', 'any'),
      by('id', '[id$="Topcard"]', 'new2026'),
      by('class', '.pv-top-card'),
    ],
    on: { 'profile-b2': 1, thread: 0 },
  },
  /** where the top card may be when nothing names it */
  profileSection: {
    strategies: [by('section', 'main section', 'any')],
    on: { thread: 0 },
  },
  /** the Message button of class-based profiles: it has no address */
  messageButton: {
    strategies: [
      by('icon', 'button:has(svg[data-test-icon^="send-privately"])'),
      by('class', '.message-anywhere-button'),
    ],
    on: { thread: 0, 'profile-b2': 0 },
  },
  composeLink: {
    strategies: [by('href', 'a[href*="/messaging/compose/"]', 'any')],
    on: { 'profile-b2': 4, 'connections-b2': 2 },
  },
  connectionCard: {
    strategies: [
      by('componentkey', '[componentkey^="ConnectionCard_"]', 'any'),
      by('class', '.mn-connection-card'),
    ],
    on: { 'connections-b2': 3 },
  },
  cardName: {
    strategies: [by('class', '.mn-connection-card__name')],
    on: { 'connections-b2': 0 },
  },
  cardHeadline: {
    strategies: [by('class', '.mn-connection-card__occupation')],
    on: { 'connections-b2': 0 },
  },
  showMore: {
    strategies: [by('class', 'button.scaffold-finite-scroll__load-button')],
    on: { 'connections-b2': 0 },
  },
  /** a page that answers instead of the page asked for */
  loginForm: {
    strategies: [
      by('fields', 'form:has([name="session_key"]):has([name="session_password"])', 'any'),
      by('join', '.authwall, [data-test-id="join-wall"], #rememberme-div', 'any'),
    ],
    on: { login: 1, thread: 0, 'profile-b2': 0 },
  },
  captcha: {
    strategies: [
      by('id', '#captcha-internal, #captcha-challenge, #input__email_verification_pin', 'any'),
      by('field', 'input[name="pin"], input[autocomplete="one-time-code"]', 'any'),
      by('frame', 'iframe[src*="captcha"], iframe[src*="arkoselabs"], iframe[src*="funcaptcha"]', 'any'),
    ],
    on: { thread: 0, 'profile-b2': 0 },
  },
  agreement: {
    strategies: [by('id', 'button#content__button--primary--muted', 'any')],
    on: { thread: 0 },
  },
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof TARGETS;
