import { configure } from '@testing-library/preact';

// On a busy machine a screen may take longer than the second these tests would wait; a screen that never shows it still fails.
configure({ asyncUtilTimeout: 8000 });

// The stand-in browser is never idle: what a page leaves for later comes with the next task.
globalThis.requestIdleCallback ??= (task) => Number(setTimeout(() => task({ didTimeout: false, timeRemaining: () => 50 }), 0));
globalThis.cancelIdleCallback ??= (asked) => clearTimeout(asked);
