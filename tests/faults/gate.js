/**
 * Stands before the product's content script in a test's copy of the built extension and holds it at one step: messages to the worker
 * before they leave or as their answer arrives, and, while a text stands in the composer, timers. The product's files are untouched.
 */
(() => {
  const { runtime, storage } = chrome;
  const send = runtime.sendMessage.bind(runtime);
  const later = globalThis.setTimeout.bind(globalThis);

  const read = () => storage.local.get('gate').then(({ gate }) => gate, () => undefined);

  async function pass(step) {
    const gate = await read();
    if (gate?.hold !== step || gate.reached !== undefined || !location.href.includes(gate.where)) return;
    await storage.local.set({ gate: { ...gate, reached: Date.now() } });
    for (;;) {
      const now = await read();
      if (now?.reached === undefined || now.open === true) return;
      await new Promise((resolve) => { later(resolve, 50); });
    }
  }

  runtime.sendMessage = async (message, ...rest) => {
    await pass(`before ${message?.type}`);
    const answer = await send(message, ...rest);
    await pass(`after ${message?.type}`);
    return answer;
  };

  const typed = () => [...document.querySelectorAll('[contenteditable="true"][role="textbox"]')].some((editor) => editor.textContent.trim() !== '');
  globalThis.setTimeout = (callback, ms, ...rest) => later(() => { void (typed() ? pass('typing') : Promise.resolve()).then(() => callback(...rest)); }, ms);
})();
