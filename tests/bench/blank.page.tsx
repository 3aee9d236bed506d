import { render } from 'preact';

// The floor of the popup: the framework, and one line of text.

const place = document.getElementById('app');
if (place !== null) render(<main><p class="ready">Nothing here</p></main>, place);
