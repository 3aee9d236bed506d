import { openConversation, showOldBubble } from './bubble.js';
import { after, config, h, modal, showSignInModal, switches, toast, word } from './core.js';
import { flagshipNav } from './nav.js';

// A compose address answered by the new app: the conversation is a bubble over an ordinary page, and there is no messaging page at all.
const root = document.getElementById('root');
void flagshipNav(root);
await after('cards');
const main = h('main', { id: 'workspace', tabindex: '0' });
root.append(main);
if (config.pageWall === 'sign-in-modal') showSignInModal();
if (config.pageWall === 'page-error') {
  main.append(h('section', { class: 'artdeco-empty-state' }, h('h2', {}, word('wrong')), h('button', { type: 'button', on: { click: () => location.reload() } }, word('tryAgain'))));
} else {
  main.append(h('article', {}, h('p', {}, 'A post about autumn.')));
  if (config.oldBubble !== null) await showOldBubble();
  for (const person of config.people) await openConversation(person, switches.overlay);
  if (switches.toast === 'success') toast('success', word('dismiss'));
  if (switches.toast === 'error') toast('error', word('wrong'));
  if (switches.unknownDialog === 'on-open') modal('msg-unknown-modal', 'What’s new', h('p', {}, '…'));
}
