// What every page's own script shares: its configuration, its clock, its requests, its elements.

const source = document.getElementById('client-config');
export const config = JSON.parse(source.textContent);
source.remove();
export const switches = config.switches;

// ---- chance: the same for the same seed and page load ----

let state = config.noise >>> 0;
export function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const hex = (length) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
export const uuid = () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
let ember = 20 + Math.floor(random() * 400);
/** A fresh `emberNNN`; the numbers differ with every load. */
export const emberId = () => `ember${(ember += 1 + Math.floor(random() * 3))}`;

const hashes = new Map();
/** A class name as the new app makes them: the same for a name within one load, another one at the next. */
export function hashed(name) {
  if (!hashes.has(name)) hashes.set(name, `_${hex(8)}`);
  return hashes.get(name);
}

// ---- time ----

let clock = { at: config.now, since: performance.now() };
export const now = () => clock.at + performance.now() - clock.since;

const RANGES = {
  real: { nav: [300, 1000], cards: [1000, 4000], composer: [1000, 8000], badge: [600, 2000], replace: [300, 800], bind: [200, 600], list: [500, 2000], load: [250, 600], bubble: [200, 500] },
  fast: { nav: [5, 30], cards: [20, 80], composer: [30, 120], badge: [60, 160], replace: [30, 80], bind: [10, 30], list: [20, 60], load: [20, 60], bubble: [10, 40] },
};
/** Milliseconds that a kind of thing takes to appear at the present speed. */
export function delayOf(kind) {
  const [from, to] = RANGES[switches.speed][kind];
  return from + random() * (to - from);
}
/** Waits. In a hidden tab the server does the waiting, because timers there are throttled to minutes. */
export function pause(ms) {
  return document.hidden ? api(`/li/track?wait=${Math.round(ms)}`) : new Promise((resolve) => { setTimeout(resolve, ms); });
}
export const after = (kind) => pause(delayOf(kind));

// ---- requests ----

/** Asks the server as this page. Throws with the status on anything but success. */
export async function api(path, body) {
  const response = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-practice-page': config.page, 'content-type': 'text/plain' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = response.ok ? await response.json() : await response.json().catch(() => ({}));
  if (response.status === 401) signedOut(answer.shows);
  if (!response.ok) throw Object.assign(new Error(`answer ${response.status}`), { status: response.status });
  return answer;
}
export const graphql = (query, parameters = {}) => api(`/voyager/api/voyagerMessagingGraphQL/graphql?${new URLSearchParams({ queryId: query, ...parameters })}`);
export const conversationAction = (action, body) => api(`/voyager/api/voyagerMessagingDashMessengerConversations?action=${action}`, body);

let gone = false;
function signedOut(shows) {
  if (gone) return;
  gone = true;
  if (shows === 'modal') showSignInModal();
  else location.assign(`/uas/login?session_redirect=${encodeURIComponent(location.pathname)}`);
}
/** Signed out without leaving the page: a login form over it. */
export function showSignInModal() {
  document.body.append(h('div', { role: 'dialog', 'aria-modal': 'true', class: 'artdeco-modal-overlay contextual-sign-in-modal' },
    h('h2', {}, word('signIn')), h('form', { action: '/checkpoint/lg/login-submit', method: 'post' },
      h('input', { id: 'username', name: 'session_key' }), h('input', { id: 'password', name: 'session_password', type: 'password' }), h('button', { type: 'submit' }, word('signIn')))));
}

// ---- what the server pushes ----

const listeners = new Set();
export function onPush(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
if (config.kind !== 'preload') {
  const socket = new WebSocket(`wss://${location.host}/realtime/connect?page=${config.page}`);
  socket.addEventListener('message', (event) => {
    const pushed = JSON.parse(event.data);
    if (pushed.type === 'clock') clock = { at: pushed.now, since: performance.now() };
    if (pushed.type === 'faults') faults = pushed.faults;
    if (pushed.type === 'signed-out') signedOut(pushed.shows);
    for (const listener of listeners) listener(pushed);
  });
}

let faults = config.faults;
/** The fault that hits a send to these people, if one is set; it is used up by this call. */
export function takeFault(personIds) {
  const found = faults.find((fault) => fault.left > 0 && (fault.person === null || personIds.includes(fault.person)));
  if (found === undefined) return null;
  found.left -= 1;
  return found;
}

// ---- words ----

const fill = (text, values) => text.replaceAll(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
/** An interface word, with its places filled in. In the unknown language the words are unreadable, the names stay. */
export function word(key, values = {}) {
  const text = config.words[key];
  const plain = switches.unknownLocale === 'yes' ? text.split(/(\{\w+\})/).map((part) => (part.startsWith('{') ? part : [...part].reverse().join(''))).join('') : text;
  return fill(plain, values);
}
export const shortTime = (ms) => new Intl.DateTimeFormat(switches.locale, { hour: 'numeric', minute: '2-digit' }).format(ms);
export const shortDay = (ms) => new Intl.DateTimeFormat(switches.locale, { month: 'short', day: 'numeric' }).format(ms);
export const numericDay = (ms) => new Intl.DateTimeFormat(switches.locale).format(ms);
export const longDay = (day) => new Intl.DateTimeFormat(switches.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${day}T12:00:00Z`));
export const number = (value) => new Intl.NumberFormat(switches.locale).format(value);
export const degreeWord = (degree) => word(`degree${degree}`);

// ---- elements ----

const SVG = 'http://www.w3.org/2000/svg';
const undescribed = switches.generation === 'undescribed';
const LABELS = new Set(['aria-label', 'title', 'placeholder', 'data-placeholder', 'alt']);

/**
 * Makes an element. In an undescribed generation classes, labels, `data-*` names and componentkeys come out changed;
 * ids, urns, addresses and roles stay. The page's own code therefore never looks an element up by its class.
 */
export function h(tag, attributes = {}, ...children) {
  const element = tag === 'svg' ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (name === 'style') Object.assign(element.style, value);
    else setAttribute(element, name, value === true ? '' : String(value));
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
function setAttribute(element, name, value) {
  if (!undescribed) element.setAttribute(name, value);
  else if (name === 'class') element.setAttribute('class', value.split(/\s+/).map((one) => (one.startsWith('_') ? one : hashed(one))).join(' '));
  else if (LABELS.has(name)) element.setAttribute(name, value === '' ? '' : [...value].reverse().join(''));
  else if (name === 'componentkey') element.setAttribute(name, uuid());
  else if (name === 'data-event-urn') element.setAttribute(name, value);
  else if (name.startsWith('data-')) element.setAttribute(`data-${hashed(name).slice(1)}`, value);
  else element.setAttribute(name, value);
}
/** Changes an element's class, in the way its generation writes classes. */
export const setClass = (element, value) => setAttribute(element, 'class', value);
export const icon = (id) => h('svg', { id, 'aria-hidden': 'true', width: 16, height: 16 });
export const hiddenText = (text) => h('span', { class: 'visually-hidden', style: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clip: 'rect(0 0 0 0)' } }, text);

/** A modal over the page, with the children below its heading. */
export function modal(className, heading, ...children) {
  const overlay = h('div', { class: 'artdeco-modal-overlay', style: { position: 'fixed', inset: '0', background: '#0006', zIndex: 900, display: 'grid', placeItems: 'center' } },
    h('div', { role: 'dialog', 'aria-modal': 'true', class: `artdeco-modal ${className}`, style: { background: 'Canvas', padding: '24px' } },
      h('h2', {}, heading), ...children, h('button', { type: 'button', class: 'artdeco-modal__dismiss', 'aria-label': word('dismiss'), on: { click: () => overlay.remove() } }, '×')));
  document.body.append(overlay);
  return overlay;
}
export function premiumModal() {
  return modal('premium-upsell-modal', word('premiumAny'), h('a', { href: '/premium/products/?upsellOrderOrigin=premium_messaging' }, 'Premium'));
}
export function toast(type, text) {
  document.body.append(h('section', { class: 'artdeco-toasts artdeco-toasts_toasts' },
    h('div', { class: `artdeco-toast-item artdeco-toast-item--${type}`, role: type === 'error' ? 'alert' : 'status', 'data-test-artdeco-toast-item-type': type },
      h('p', { class: 'artdeco-toast-item__message' }, text))));
}
export const messageHref = (id) => `/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A${id}&recipient=${id}&screenContext=NON_SELF_PROFILE_VIEW&interop=msgOverlay`;
