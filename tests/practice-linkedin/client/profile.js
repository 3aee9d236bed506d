import { after, config, degreeWord, h, showSignInModal, switches, word } from './core.js';
import { showOldBubble } from './bubble.js';
import { classicNav, flagshipNav } from './nav.js';
import { onMessage, showFlagshipProfile } from './profile-view.js';

if (config.oldBubble !== null) void showOldBubble();
if (switches.variant === 'A') void classicProfile();
else {
  const root = document.getElementById('root');
  void flagshipNav(root);
  addEventListener('popstate', () => location.reload());
  void showFlagshipProfile(root, config);
}

// ---- the class-based page ----

async function classicProfile() {
  const { person } = config;
  const self = person.degree === 0;
  const connected = person.degree === 1;
  const address = `/in/${person.slug}/`;
  if (config.mine) setTimeout(() => history.replaceState({}, '', address), 50);
  const outlet = document.querySelector('body > div');
  void classicNav(document.body);
  const main = h('main', { id: 'main', class: 'scaffold-layout__main' });
  outlet.append(main);
  await after('cards');
  if (config.pageWall === 'page-error') {
    main.append(h('section', { class: 'artdeco-empty-state' }, h('h2', {}, word('wrong')), h('button', { type: 'button', on: { click: () => location.reload() } }, word('tryAgain'))));
    return;
  }
  const name = person.name;
  const messageButton = (one, icon_) => h('div', { class: 'entry-point' }, h('button', { type: 'button', class: 'artdeco-button artdeco-button--2 artdeco-button--primary pvs-profile-actions__action', 'aria-label': `${word('message')} ${one.firstName}`, on: { click: onMessage(one) } },
    h('svg', { 'data-test-icon': icon_, 'aria-hidden': 'true', width: 16, height: 16 }), h('span', { class: 'artdeco-button__text' }, word('message'))));
  const row = self ? [h('a', { href: `${address}edit/intro/`, class: 'artdeco-button' }, word('editIntro'))]
    : [
      ...(connected ? [] : [h('button', { type: 'button', class: 'artdeco-button pvs-profile-actions__action', 'aria-label': word('followName', { name }) }, word('follow'))]),
      messageButton(person, 'send-privately-small'),
      h('button', { type: 'button', id: 'ember99-profile-overflow-action', class: 'artdeco-dropdown__trigger pvs-profile-actions__overflow-toggle', 'aria-label': 'More actions' }, word('more')),
    ];
  main.append(h('section', { class: 'artdeco-card pv-top-card', 'data-member-id': String(person.number) }, h('div', { class: 'ph5' },
    h('h1', { class: 'text-heading-xlarge inline t-24 v-align-middle break-words' }, name), ...(self ? [] : [h('span', { class: 'distance-badge' }, h('span', { class: 'dist-value' }, degreeWord(person.degree)))]),
    h('div', { class: 'text-body-medium break-words' }, person.headline), h('a', { href: `${address}overlay/contact-info/` }, word('contactInfo')), h('div', { class: 'pvs-profile-actions' }, ...row))));
  main.append(h('aside', { class: 'scaffold-layout__aside' }, h('h2', {}, word('moreProfiles')), ...config.browsemap.map((one) => h('div', {}, h('a', { href: `/in/${one.slug}/` }, one.name), messageButton(one, 'send-privately-small')))));
  if (config.pageWall === 'sign-in-modal') showSignInModal();
}
