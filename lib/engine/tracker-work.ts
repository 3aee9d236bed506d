import { openTracker } from '@/lib/clicks/tracker-settings';
import type { NurturesDb } from '@/lib/db/schema';
import { ensureLinks, nextLinksAt } from '@/lib/engine/links';
import { nextClicksAt, pollClicks } from '@/lib/engine/poll-clicks';
import type { Bell, Ports } from '@/lib/engine/ports';
import { readTracker } from '@/lib/engine/tracker';

/** The alarm of the tracker's own clock. */
export const CLICKS_BELL = 'clicks';

/**
 * What is to be asked of the link tracker now: links that are needed soon, counts that are due. It waits for the network and
 * therefore runs beside the wakes, never in one; whatever it changes is for the next wake. Returns whether there is a reason for one.
 */
export async function trackerWork(ports: Pick<Ports, 'db' | 'now' | 'fetch'>): Promise<boolean> {
  const tracker = await readTracker(ports.db);
  if (tracker === undefined) return false;
  const adapter = openTracker(tracker.settings, ports.fetch);
  const linked = await ensureLinks(ports.db, tracker, adapter, ports.now);
  const counted = await pollClicks(ports.db, tracker, adapter, ports.now);
  return linked || counted;
}

/** When the tracker is to be asked next, as a bell; undefined while there is nothing to ask. */
export async function trackerBell(db: NurturesDb, now: number): Promise<Bell | undefined> {
  const tracker = await readTracker(db);
  if (tracker === undefined) return undefined;
  const moments = [await nextLinksAt(db, tracker, now), await nextClicksAt(db, tracker, now)].filter((at) => at !== undefined);
  // What is due is asked right after this wake; the bell is for when that does not happen.
  return moments.length === 0 ? undefined : { name: CLICKS_BELL, at: Math.max(Math.min(...moments), now + 60_000) };
}
