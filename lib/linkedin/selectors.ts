/**
 * Everything the drivers know about LinkedIn's markup, as data (linkedin-pages section 14). Per target an ordered list of
 * strategies: ids and urns first, then role and structure, then stable data attributes, then classes. Words never decide.
 * How often each target must be found on each stored page stands in tests/fixtures/pages/expected.ts.
 */

/** Build generation a strategy was seen in: the Ember app, or the new app of 2025 (with `data-view-name`) and 2026. */
export type Generation = 'classic' | 'new2025' | 'new2026' | 'any';

export interface Strategy {
  /** part of the fingerprint: no hashes, counts, languages */
  name: string;
  css: string;
  generation: Generation;
}

/** Strategies in order: the first that matches anything visible decides, and nothing below it is asked. */
export type Target = readonly Strategy[];

function by(name: string, css: string, generation: Generation = 'classic'): Strategy {
  return { name, css, generation };
}

const EDITOR = '[contenteditable="true"][role="textbox"]';
/** the person card stands under either of its names */
const CARD = ':is(.msg-s-profile-card, .msg-s-profile-card-one-to-one)';

export const TARGETS = {
  /** the signed-in member's menu */
  nav: [
    by('id', '#global-nav'),
    by('testid', '[data-testid="primary-nav"]', 'any'),
    by('class', '.global-nav__me'),
  ],
  mePhoto: [by('class', 'img.global-nav__me-photo[alt]')],
  /** conversation of a full messaging page */
  pane: [by('id', '[id^="message-thread-"], .msg-compose-container'), by('class', '.msg-convo-wrapper')],
  /** conversation in the overlay */
  bubble: [
    by('view', '[data-view-name="message-overlay-conversation-bubble-item"]'),
    by('class', '.msg-overlay-conversation-bubble'),
  ],
  bubbleMinimized: [
    by('data', '[data-msg-overlay-conversation-bubble-is-minimized="true"]'),
    by('class', '.msg-overlay-conversation-bubble--is-minimized'),
  ],
  /** link to the other person in a conversation's header */
  header: [
    by('id', '#thread-detail-jump-target a[href*="/in/"]'),
    by('class', 'a.msg-thread__link-to-profile[href*="/in/"], .msg-overlay-bubble-header__title a[href*="/in/"], a.msg-overlay-bubble-header__title[href*="/in/"]'),
  ],
  /** one pill per chosen recipient of a new message */
  pill: [
    by('class', '.msg-connections-typeahead .artdeco-pill--dismiss, .msg-compose-container .artdeco-pill--dismiss, .msg-overlay-conversation-bubble .artdeco-pill--dismiss'),
  ],
  recipientsField: [
    by('role', '.msg-connections-typeahead input[role="combobox"]'),
    by('class', 'input.msg-connections-typeahead__search-field'),
  ],
  /** the person card above the messages */
  card: [by('class', CARD)],
  cardLink: [
    by('class', 'a.profile-card-one-to-one__profile-link[href*="/in/"]'),
    by('card', `${CARD} a[href*="/in/"]`),
  ],
  /** degree of the other person as the person card states it */
  degreeBadge: [
    by('class', `${CARD} :is(.artdeco-entity-lockup__badge, .distance-badge, .dist-value)`),
    by('named', `${CARD} :is([class*="degree"], [class*="distance"], [class*="badge"])`),
  ],
  list: [by('container', '.msg-s-message-list-container'), by('scrollable', '.msg-s-message-list')],
  /** one item per message, server-confirmed or not */
  item: [
    by('class', 'li.msg-s-message-list__event'),
    by('urn', 'li:has([data-event-urn])'),
  ],
  /** a message with its server-given id */
  row: [by('urn', '[data-event-urn]'), by('view', '[data-view-name="message-list-item"]')],
  rowBody: [by('class', '.msg-s-event-listitem__body')],
  /** who wrote a group of messages */
  rowMeta: [by('class', '.msg-s-message-group__meta')],
  rowMetaLink: [by('class', '.msg-s-message-group__meta a[href*="/in/"], a.msg-s-message-group__profile-link[href*="/in/"]')],
  rowPhotoLink: [by('class', 'a.msg-s-event-listitem__link[href*="/in/"]')],
  rowOther: [by('class', '.msg-s-event-listitem--other')],
  rowSending: [
    by('data', '[data-test-msg-cross-pillar-message-sending-indicator-presenter__sending-indicator--sent]'),
    by('class', '.msg-s-event-with-indicator__sending-indicator'),
  ],
  rowBubble: [by('class', '.msg-s-event-listitem__message-bubble, .msg-s-event__content')],
  rowRecalled: [by('class', '[class*="recalled"], [class*="message-deleted"]')],
  /** a reaction stands in a row of its own and is no message */
  rowReaction: [by('class', '[class*="msg-reactions"]')],
  rowFailed: [
    by('class', '.msg-s-event-listitem__error-message, .msg-s-event-listitem__error, .msg-s-event-listitem--error'),
  ],
  loader: [by('class', '.msg-s-message-list__loader:not(.hidden)')],
  form: [
    by('role', `form:has(${EDITOR}):not(:has(.ql-editor)), form:has(textarea[role="textbox"])`),
    by('class', '.msg-form'),
    by('placeholder', 'form:has([data-placeholder]):has([contenteditable="true"]):not(:has(.ql-editor))'),
  ],
  editor: [
    by('role', `${EDITOR}:not(.ql-editor)`),
    by('class', '.msg-form__contenteditable[contenteditable="true"]'),
    by('textarea', 'textarea[role="textbox"]'),
    by('placeholder', ':has(> [data-placeholder]) > [contenteditable="true"]:not(.ql-editor)'),
  ],
  send: [
    by('submit', 'button[type="submit"]'),
    by('class', 'button.msg-form__send-button, button.msg-form__send-btn'),
  ],
  sendToggle: [
    by('data', '[data-test-msg-ui-send-mode-toggle-presenter__button]'),
    by('class', 'button.msg-form__send-toggle'),
  ],
  /** the two radios "Press Enter to Send" and "Click Send", in this order */
  sendModes: [by('class', '.msg-form__hovercard input[type="radio"], .msg-form__hovercard [role="radio"]')],
  subject: [by('name', 'input[name="subject"]'), by('class', '.msg-form__subject, .msg-inmail-credits-display, .msg-inmail-compose-form-v2')],
  premiumCard: [by('class', '.card-upsell-v2__headline, [class*="card-upsell"] h3')],
  senderWarning: [by('class', '.msg-sender-side-warning-banner')],
  blockedFooter: [by('class', '.msg-s-conversation-blocked-footer')],
  nonConnection: [by('class', '.msg-nonconnection-banner__connect-btn, [class*="msg-nonconnection-banner"], [class*="msg-invitation-banner"], [class*="invitation-banner"]')],
  errorToast: [by('class', '.artdeco-toast-item--error, [data-test-artdeco-toast-item-type="error"]')],
  /** anything modal; conversation bubbles are dialogs too and are left out */
  dialog: [
    by('open', 'dialog[open]', 'any'),
    by('role', '[role="dialog"]:not([data-view-name="message-overlay-conversation-bubble-item"]):not(.msg-overlay-conversation-bubble), [role="alertdialog"]', 'any'),
    by('class', '.artdeco-modal-overlay'),
  ],
  inboxList: [by('class', 'ul.msg-conversations-container__conversations-list')],
  inboxRow: [by('class', 'li.msg-conversation-listitem:not(.msg-conversation-card--occluded)')],
  inboxName: [by('class', '.msg-conversation-card__participant-names')],
  inboxSnippet: [by('class', '.msg-conversation-card__message-snippet')],
  /** an unread mark carries its count in a label: only a label with a number is one */
  inboxUnread: [by('label', '.msg-conversation-card div[aria-label]'), by('class', '[class*="unread-count"], [class*="--unread"]')],
  topCard: [
    by('componentkey', 'section[componentkey$="Topcard"]', 'any'),
    by('key', '[componentkey$="Topcard"]', 'any'),
    by('id', '[id$="Topcard"]', 'new2026'),
    by('class', '.pv-top-card'),
  ],
  /** where the top card may be when nothing names it */
  profileSection: [by('section', 'main section', 'any')],
  /** the Message button of class-based profiles: it has no address */
  messageButton: [
    by('icon', 'button:has(svg[data-test-icon^="send-privately"])'),
    by('class', '.message-anywhere-button'),
  ],
  composeLink: [by('href', 'a[href*="/messaging/compose/"]', 'any')],
  connectionCard: [
    by('componentkey', '[componentkey^="ConnectionCard_"]', 'any'),
    by('links', 'main :has(> a[href*="/in/"]):has(> a[href*="/messaging/compose/"])', 'any'),
    by('class', '.mn-connection-card'),
  ],
  cardName: [by('class', '.mn-connection-card__name')],
  cardHeadline: [by('class', '.mn-connection-card__occupation')],
  showMore: [by('class', 'button.scaffold-finite-scroll__load-button')],
  /** a page that answers instead of the page asked for */
  loginForm: [
    by('fields', 'form:has([name="session_key"]):has([name="session_password"])', 'any'),
    by('ids', 'form:has(#username):has([type="password"])', 'any'),
    by('join', '.authwall, [data-test-id="join-wall"], #rememberme-div', 'any'),
  ],
  captcha: [
    by('id', '#captcha-internal, #captcha-challenge, #input__email_verification_pin', 'any'),
    by('field', 'input[name="pin"], input[autocomplete="one-time-code"]', 'any'),
    by('form', 'form[action*="/checkpoint/challenge"]', 'any'),
    by('frame', 'iframe[src*="captcha"], iframe[src*="arkoselabs"], iframe[src*="funcaptcha"]', 'any'),
  ],
  agreement: [by('id', 'button#content__button--primary--muted', 'any')],
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof TARGETS;
