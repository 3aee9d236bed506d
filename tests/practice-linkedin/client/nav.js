import { after, config, h, hashed, icon, word } from './core.js';

const PHOTO = '/sc/photo.svg';

/** The classic navigation bar; it names the signed-in member. */
export async function classicNav(parent) {
  await after('nav');
  parent.prepend(h('header', { id: 'global-nav', class: 'global-nav' }, h('nav', { class: 'global-nav__nav' }, h('ul', {},
    h('li', {}, h('a', { href: '/feed/' }, word('home'))),
    h('li', {}, h('a', { href: '/mynetwork/' }, word('network'))),
    h('li', {}, h('a', { href: '/messaging/' }, word('messaging'))),
    h('li', { class: 'global-nav__primary-item' }, h('div', { class: 'global-nav__me' },
      h('button', { class: 'global-nav__primary-link-me-menu-trigger', 'aria-expanded': 'false' },
        h('img', { class: 'global-nav__me-photo', alt: config.me.name, src: PHOTO, width: 24, height: 24 }), h('span', {}, word('me')))))))));
}

/** The new app's navigation bar; in its closed state it names nobody. */
export async function flagshipNav(parent) {
  parent.append(h('section', { class: hashed('toasts') }, h('h2', { class: hashed('toasts-title'), 'data-testid': 'toasts-title' }, word('notificationsCount', { n: 0 }))));
  const header = h('header', {});
  parent.append(header);
  await after('nav');
  header.append(h('div', { 'data-testid': 'primary-nav', class: `${hashed('nav')} ${hashed('nav-row')}` },
    h('div', { role: 'search' }, h('input', { 'data-testid': 'typeahead-input', placeholder: 'I’m looking for…', componentkey: 'SearchResults_SearchTyahInputRef' })),
    h('nav', { componentkey: 'primaryNavLinksComponentRef' }, h('ul', {},
      h('li', {}, h('button', { 'aria-label': `${word('home')}, 1 new notification` }, icon('home-medium'), h('span', {}, word('home')))),
      h('li', {}, h('a', { href: 'https://www.linkedin.com/mynetwork/', 'aria-label': word('network') }, icon('people-medium'), h('span', {}, word('network')))),
      h('li', {}, h('button', { 'aria-label': word('jobs') }, h('span', {}, word('jobs')))),
      h('li', {}, h('a', { href: 'https://www.linkedin.com/messaging/', 'aria-label': `${word('messaging')}, 0 new notifications` }, icon('messages-medium'), h('span', {}, word('messaging')))),
      h('li', {}, h('a', { href: 'https://www.linkedin.com/notifications/', 'aria-label': word('notifications') }, icon('bell-fill-medium'), h('span', {}, word('notifications')))),
      h('li', {}, h('button', { 'aria-expanded': 'false' }, h('figure', { 'aria-hidden': 'true' }, h('img', { alt: '', src: PHOTO, width: 24, height: 24 })), h('span', {}, word('me'), icon('caret-small'))))))));
}
