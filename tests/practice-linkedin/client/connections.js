import { after, api, config, h, longDay, messageHref, number, pause, showSignInModal, switches, uuid, word } from './core.js';
import { showOldBubble } from './bubble.js';
import { classicNav, flagshipNav } from './nav.js';
import { goToProfile, onMessage } from './profile-view.js';

const PHOTO = '/sc/photo.svg';
let start = 0;
let total = Number.POSITIVE_INFINITY;
let loading = false;
let search = '';

const load = (startIndex) => api('/flagship-web/rsc-action/actions/pagination', { startIndex, search });
if (config.oldBubble !== null) void showOldBubble();
if (config.pageWall === 'sign-in-modal') showSignInModal();
if (switches.variant === 'A') void classic();
else void flagship();

async function flagship() {
  const root = document.getElementById('root');
  void flagshipNav(root);
  const cards = h('div', { 'data-testid': 'lazy-column', componentkey: uuid() });
  const input = h('input', { 'data-testid': 'typeahead-input', placeholder: word('searchByName'), on: { input: () => { void searched(); } } });
  const main = h('main', { id: 'workspace', tabindex: '0', style: { height: '70vh', overflowY: 'auto' }, on: { scroll: () => { void more(); } } },
    h('p', {}, word('connections', { n: number(config.total) })), h('span', {}, word('sortBy')), input, cards);
  const screen = h('div', { role: 'main', 'data-sdui-screen': 'com.linkedin.sdui.flagshipnav.mynetwork.Connections', on: { click: (event) => {
    const link = event.target.closest('a[href^="/in/"]');
    if (link === null || event.defaultPrevented) return;
    event.preventDefault();
    void goToProfile(link.getAttribute('href'), root, screen);
  } } }, main);
  root.append(screen);
  addEventListener('popstate', () => location.reload());
  if (config.pageWall === 'page-error') {
    await after('cards');
    cards.append(h('h2', {}, word('wrong')), h('button', { on: { click: () => location.reload() } }, word('tryAgain')));
    return;
  }
  await after('cards');
  await more();

  async function searched() {
    await pause(switches.speed === 'real' ? 500 : 150);
    search = input.value;
    start = 0;
    total = Number.POSITIVE_INFINITY;
    cards.replaceChildren();
    await more();
  }
  /** The next ten, as soon as the end is within three cards. */
  async function more() {
    const near = main.scrollHeight - main.scrollTop - main.clientHeight < 3 * 84;
    if (loading || !near || start >= total) return;
    loading = true;
    try {
      const answer = await load(start);
      total = answer.total;
      const from = start;
      // Between them stands a member who hides: a card without any link, which the header's number counts too.
      cards.append(...answer.people.flatMap((one, index) => (from === 10 && index === 4 && search === '' ? [hiddenMember(from), card(one, from)] : [card(one, from)])));
      start += 10;
    } catch {
      await pause(switches.speed === 'real' ? 1500 : 200);
    } finally {
      loading = false;
    }
    if (cards.childElementCount < 10) await more();
  }
  function hiddenMember(from) {
    return h('div', { componentkey: `ConnectionCard_${from}-`, style: { minHeight: '84px' } }, h('p', {}, 'LinkedIn Member'));
  }
  function card(one, from) {
    return h('div', { componentkey: `ConnectionCard_${from}-${decodeURIComponent(one.slug)}`, style: { minHeight: '84px' } },
      h('a', { componentkey: `ConnectionCardProfileImage_${from}-${decodeURIComponent(one.slug)}`, href: `/in/${one.slug}/` }, h('figure', { 'aria-hidden': 'true' }, h('img', { alt: '', src: PHOTO, width: 32, height: 32 }))),
      h('a', { href: `/in/${one.slug}/` }, h('p', {}, one.name), h('p', {}, one.headline)), ' ', h('p', {}, word('connectedOn', { date: longDay(one.connectedOn) })),
      h('div', switches.variant === 'B1' ? { 'data-view-name': 'message-button' } : {}, h('a', { 'aria-label': word('message'), href: messageHref(one.id), on: { click: onMessage(one) } }, h('span', {}, word('message')))),
      h('button', { 'aria-label': word('moreActions', { name: one.name }), 'aria-expanded': 'false' }));
  }
}

async function classic() {
  void classicNav(document.body);
  const list = h('ul', { class: 'scaffold-finite-scroll__content' });
  const button = h('button', { type: 'button', class: 'artdeco-button scaffold-finite-scroll__load-button', on: { click: () => { void more(); } } }, word('showMore'));
  document.querySelector('body > div').append(h('main', { id: 'main', class: 'scaffold-layout__main' }, h('header', { class: 'mn-connections__header' }, h('h1', { class: 't-18 t-black t-normal' }, word('connections', { n: number(config.total) }))), list, button));
  addEventListener('scroll', () => { if (document.documentElement.scrollHeight - scrollY - innerHeight < 200) void more(); });
  await after('cards');
  await more();
  async function more() {
    if (loading || start >= total) return;
    loading = true;
    try {
      const answer = await load(start);
      total = answer.total;
      start += 10;
      list.append(...answer.people.map((one) => h('li', { class: 'mn-connection-card artdeco-list', style: { minHeight: '84px' } },
        h('a', { class: 'mn-connection-card__picture', href: `/in/${one.slug}/` }, h('img', { alt: one.name, src: PHOTO, width: 32, height: 32 })),
        h('div', { class: 'mn-connection-card__details' }, h('a', { class: 'mn-connection-card__link', href: `/in/${one.slug}/` },
          h('span', { class: 'visually-hidden', style: { display: 'none' } }, 'Member’s name'), h('span', { class: 'mn-connection-card__name t-16 t-black t-bold' }, one.name),
          h('span', { class: 'visually-hidden', style: { display: 'none' } }, 'Member’s occupation'), h('span', { class: 'mn-connection-card__occupation t-14 t-black--light' }, one.headline)), h('time', { class: 'time-badge' }, word('connected', { date: relative(one.connectedOn) }))),
        h('div', { class: 'mn-connection-card__action-container' }, h('button', { type: 'button', class: 'message-anywhere-button artdeco-button', 'aria-label': word('sendMessageTo', { name: one.name }), on: { click: onMessage(one) } }, word('message')),
          h('button', { type: 'button', 'aria-label': word('moreActions', { name: one.name }) })))));
    } catch {
      await pause(200);
    } finally {
      loading = false;
    }
    button.hidden = start >= total;
  }
}
function relative(day) {
  const days = Math.max(1, Math.round((config.now - Date.parse(`${day}T12:00:00Z`)) / 86_400_000));
  const format = new Intl.RelativeTimeFormat(switches.locale);
  if (days < 14) return format.format(-days, 'day');
  if (days < 60) return format.format(-Math.round(days / 7), 'week');
  return days < 365 ? format.format(-Math.round(days / 30), 'month') : format.format(-Math.round(days / 365), 'year');
}
