import { browser } from 'wxt/browser';
import type { Bell } from '@/lib/engine/ports';

/** The alarms the browser holds now. An update or reload clears them all (engineering.md 3.2). */
export async function listBells(): Promise<Bell[]> {
  const alarms = await browser.alarms.getAll();
  return alarms.map((alarm) => ({ name: alarm.name, at: alarm.scheduledTime }));
}

/** Sets an alarm; the same name replaces. Chrome raises less than 30 s to 30 s for packed extensions. */
export async function setBell(name: string, at: number, periodMinutes?: number): Promise<void> {
  await browser.alarms.create(name, { when: at, ...(periodMinutes === undefined ? {} : { periodInMinutes: periodMinutes }) });
}

/** Clears an alarm. */
export async function clearBell(name: string): Promise<void> {
  await browser.alarms.clear(name);
}

/** Calls `onBell` at every alarm. Registered synchronously at worker start. */
export function onBell(handler: () => void): void {
  browser.alarms.onAlarm.addListener(handler);
}
