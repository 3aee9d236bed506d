import { after, h, switches } from './core.js';
import { classicNav, flagshipNav } from './nav.js';

const classic = switches.variant === 'A' || location.pathname.startsWith('/premium');
const place = classic ? document.querySelector('body > div') : document.getElementById('root');
void (classic ? classicNav(document.body) : flagshipNav(place));
await after('cards');
place.append(h('main', classic ? { id: 'main' } : { id: 'workspace', tabindex: '0' }, h('h1', { class: 'visually-hidden' }, 'Feed'), h('article', {}, h('p', {}, 'A post about autumn.'))));
