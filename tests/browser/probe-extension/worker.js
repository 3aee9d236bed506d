// Notes what clock it saw at its first statement and in each event.
const startedAt = Date.now();
async function note(what) {
  const at = Date.now();
  const { log = [] } = await chrome.storage.local.get('log');
  await chrome.storage.local.set({ log: [...log, { what, startedAt, at }] });
}
chrome.runtime.onInstalled.addListener((details) => { void note(`installed: ${details.reason}`); });
chrome.alarms.onAlarm.addListener((alarm) => { void note(`alarm: ${alarm.name}`); });
