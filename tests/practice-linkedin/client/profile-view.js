import { after, api, config, degreeWord, h, hashed, icon, messageHref, pause, premiumModal, showSignInModal, switches, uuid, word } from './core.js';
import { openConversation } from './bubble.js';

let person = config.person;
let self = false;
let connected = false;
let address = '';
let shown = 0;

function take(view) {
  person = view.person;
  self = person.degree === 0;
  connected = person.degree === 1;
  address = `/in/${person.slug}/`;
}

/** What a click on a Message control does; the address stays. */
export function onMessage(one) {
  return (event) => {
    if (switches.messageClick === 'navigate') return;
    event.preventDefault();
    if (switches.messageClick === 'premium-page') location.assign('/premium/products/');
    else if (switches.messageClick === 'premium-modal' || one.degree !== 1) premiumModal();
    else if (switches.messageClick === 'bubble') void openConversation(one);
  };
}

function messageAnchor(one, attributes = {}) {
  const named = switches.variant === 'B1' ? { 'data-view-name': 'profile-primary-message' } : {};
  return h('a', { 'aria-disabled': 'false', componentkey: uuid(), class: `${hashed('button')} ${hashed('primary')}`, ...named, ...attributes, href: messageHref(one.id), on: { click: onMessage(one) } },
    h('span', {}, icon('send-privately-medium'), h('span', {}, word('message'))));
}
const shell = (...children) => h('div', { 'data-display-contents': 'true', class: hashed('contents') }, ...children);

function moreButton() {
  const button = h('button', { 'aria-expanded': 'false', componentkey: uuid(), on: { click: () => openMore(button) } }, h('span', {}, word('more')));
  return button;
}
/** The More menu lives outside the card; its first entry is a compose link without a recipient. The rest of the page is inert meanwhile. */
function openMore(button) {
  const open = button.getAttribute('aria-expanded') === 'true';
  document.querySelector('[data-practice-menu]')?.remove();
  button.setAttribute('aria-expanded', String(!open));
  const root = document.getElementById('root');
  root.toggleAttribute('data-floating-ui-inert', !open);
  if (open) root.removeAttribute('aria-hidden');
  else root.setAttribute('aria-hidden', 'true');
  if (open) return;
  const entry = (tag, text, attributes = {}) => h(tag, { role: 'menuitem', tabindex: '0', ...attributes }, text);
  const menu = h('div', { id: ':r5:' }, h('div', { role: 'menu' },
    entry('a', word('sendProfile'), { href: `/messaging/compose/?screenContext=NON_SELF_PROFILE_VIEW&body=${encodeURIComponent(`https://www.linkedin.com${address}`)}&interop=msgOverlay` }),
    entry('div', word('savePdf')), entry('div', connected ? word('removeConnection') : word('connect')),
    entry('a', word('report'), { href: `/preload/report-in-modal/?entityUrn=urn%3Ali%3Amember%3A${person.number}` }), entry('div', word('about'))));
  menu.setAttribute('data-practice-menu', '');
  document.body.append(menu);
}

const pendingAnchor = () => h('a', { 'aria-disabled': 'false', 'aria-label': word('pendingLabel', { name: person.name }), href: address }, word('pending'));

function actions() {
  if (self) return [shell(h('a', { href: `${address}edit/intro/` }, word('editIntro')))];
  const message = shell(messageAnchor(person));
  const more = shell(moreButton());
  const custom = switches.customButton === 'yes' ? [shell(h('a', { target: '_blank', href: '/safety/go/?url=https%3A%2F%2Fexample.com' }, 'Visit my website'))] : [];
  if (connected) return [message, ...custom, more];
  const follow = shell(h('button', { 'aria-label': word('followName', { name: person.name }) }, icon('add-small'), word('follow')));
  const connect = shell(h('a', { 'aria-label': word('invite', { name: person.name }), href: `/preload/custom-invite/?vanityName=${person.slug}` }, icon('connect-small'), word('connect')));
  const pending = shell(pendingAnchor());
  switch (switches.strangerLook) {
    case 'connect': return [connect, message, more];
    case 'pending': return [message, pending, more];
    case 'followed': return [message, more];
    default: return [follow, message, ...custom, more];
  }
}

function topCard() {
  const key = switches.cardId === 'in-key' ? `com.linkedin.sdui.profile.card.ref${person.id}Topcard` : uuid();
  const section = h('section', { componentkey: key },
    h('div', { class: hashed('name-row') }, h('a', { href: address }, h('h2', {}, person.name, ' ', icon('verified-medium'))), ...degrees()),
    h('p', {}, person.headline), h('a', { href: `${address}overlay/contact-info/` }, word('contactInfo')),
    switches.thirdCopy === 'yes' && !self ? h('div', { class: hashed('third'), style: { display: 'none' } }, messageAnchor(person)) : null,
    h('div', { class: hashed('row') }, ...actions()));
  return h('div', { componentkey: key, ...(switches.cardId === 'in-id' ? { id: `com.linkedin.sdui.profile.card.ref${person.id}Topcard` } : {}) }, shell(section));
}
/** The real degree, and beside it the one after connecting or removing, hidden; "1st" comes first on both kinds of page. */
function degrees() {
  if (self) return [];
  const shown = (degree) => h('p', {}, `· ${degreeWord(degree)}`);
  const hidden = (degree) => h('div', { 'data-display-contents': 'true', class: hashed('other-state'), style: { display: 'none' } }, h('p', {}, `· ${degreeWord(degree)}`));
  if (person.degree === 1) return [shown(1), hidden(2)];
  if (person.degree === 2) return [hidden(1), shown(2)];
  return [shown(3)];
}
/** Other people, each with a Message link to their own id; strangers among them also with an invitation. */
function aside(key, heading, people, attributes) {
  return h('div', { componentkey: key }, h('section', {}, h('h2', {}, heading), ...people.map((one) => h('div', {},
    h('a', { href: `/in/${one.slug}/` }, h('p', {}, one.name), h('p', {}, one.headline)), messageAnchor(one, attributes),
    one.degree === 1 ? null : h('button', { 'aria-label': word('invite', { name: one.name }) }, word('connect'))))));
}

/**
 * Draws a profile of the new app into `root`, which holds nothing but the navigation.
 * @param view person, mine and the people of the asides, as the server gives them
 */
export async function showFlagshipProfile(root, view) {
  shown += 1;
  const mine = shown;
  take(view);
  if (view.mine) setTimeout(() => history.replaceState({}, '', address), 50);
  const bar = h('div', { role: 'toolbar', class: hashed('bar'), style: { position: 'fixed', top: '0', left: '0', right: '0', zIndex: 10, background: '#fff', transform: 'translateY(-120%)', display: 'flex', gap: '12px', padding: '8px 24px' } });
  const fillBar = () => bar.replaceChildren(h('a', { href: address }, h('p', {}, person.name)), ...(self ? [] : [moreButton(), messageAnchor(person), ...(person.degree > 1 && switches.strangerLook === 'pending' ? [pendingAnchor()] : [])]));
  if (switches.stickyBar === 'present') fillBar();
  const column = h('div', { 'data-testid': 'lazy-column', componentkey: uuid(), style: { flex: '1' } });
  const asides = h('aside', { style: { width: '320px' } });
  const main = h('main', { id: 'workspace', tabindex: '0', style: { height: '80vh', overflowY: 'auto', display: 'flex', gap: '24px' }, on: { scroll: () => { bar.style.transform = main.scrollTop > 120 ? 'none' : 'translateY(-120%)'; } } }, column, asides);
  const screen = h('div', { role: 'main', 'data-sdui-screen': 'com.linkedin.sdui.flagshipnav.profile.Profile', on: { click: (event) => { void follow(event, root, screen); } } }, ...(switches.stickyBar === 'absent' ? [] : [bar]), main);
  root.append(screen);
  if (view.pageWall === 'page-error') {
    await after('cards');
    column.append(h('section', {}, h('h2', {}, word('wrong')), h('p', {}, 'There was a problem loading the content. Please try again.'), h('button', { on: { click: () => location.reload() } }, word('tryAgain'))));
    return;
  }
  if (switches.arrival === 'asides-first') {
    showAsides();
    await pause(800);
  }
  await after('cards');
  if (mine !== shown) return;
  column.append(topCard());
  if (switches.stickyBar === 'late') fillBar();
  column.append(
    h('section', { componentkey: uuid() }, h('h2', {}, 'About'), h('p', {}, switches.scaryWords === 'yes' ? 'I once solved a captcha on a restricted account: too many requests, error 429, please verify your identity.' : 'I like my work.')),
    h('section', { componentkey: uuid() }, h('h2', {}, 'Activity'), h('div', { style: { height: '900px' } })),
    h('dialog', {}, h('p', {}, 'Why am I seeing this ad?')), h('dialog', {}, h('p', {}, 'Hide or report this ad')), h('div', { role: 'dialog', 'aria-hidden': 'true', style: { display: 'none' } }, 'Video player'));
  if (view.pageWall === 'sign-in-modal') showSignInModal();
  if (switches.arrival === 'top-first') {
    await after('badge');
    if (mine === shown) showAsides();
  }
  function showAsides() {
    asides.append(aside(`profileAsideBrowsemap${person.slug}`, word('moreProfiles'), view.browsemap, {}), aside(`profileAsidePymk${person.slug}`, word('mayKnow'), view.mayKnow, { 'aria-label': word('message') }), aside(uuid(), 'Explore', view.section, {}));
  }
}

/** A link to a profile is followed without loading a page: the address changes at once, the content when it arrives. */
async function follow(event, root, screen) {
  const link = event.target.closest('a[href^="/in/"]');
  if (link === null || event.defaultPrevented || link.getAttribute('href').includes('/overlay/') || link.getAttribute('href').includes('/edit/')) return;
  event.preventDefault();
  await goToProfile(link.getAttribute('href'), root, screen);
}
/** In-app navigation to a profile from a screen of the new app. */
export async function goToProfile(href, root, screen) {
  history.pushState({}, '', href);
  const view = await api('/flagship-web/rsc-action/actions/navigation', { path: href });
  await after('cards');
  screen.remove();
  await showFlagshipProfile(root, view);
}
