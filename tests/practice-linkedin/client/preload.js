import { config, h, switches } from './core.js';

// The legacy island of a new-app page. Alone it shows nothing; the page around it may draw a bubble in here.
if (config.kind === 'preload' && switches.overlay === 'frame') document.body.append(h('div', { class: 'msg-overlay-frame' }));
