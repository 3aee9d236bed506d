import type { LinkRow, NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { mergeCounts, nextPollAt, type StoredCounts } from '@/lib/clicks/polling';
import type { ClickCounts, Tracker } from '@/lib/clicks/tracker';
import { campaignDay } from '@/lib/domain/progress';
import { ATTEMPTS, readAttempts, type Attempts, type TrackerInUse } from '@/lib/engine/tracker';

/** What is kept of a link's counts; null while they were never read. */
export function countsOf(link: LinkRow): StoredCounts | null {
  if (link.readAt === undefined) return null;
  return {
    key: link.key, clicks: link.clicks, unique: link.unique ?? null, bots: link.bots ?? null, readAt: link.readAt,
    shrunkFrom: link.shrunkFrom ?? null, missingSince: link.missingSince ?? null,
  };
}

function withCounts(link: LinkRow, counts: StoredCounts): LinkRow {
  const { unique: _u, bots: _b, shrunkFrom: _s, missingSince: _m, ...rest } = link;
  return {
    ...rest, clicks: counts.clicks, readAt: counts.readAt,
    ...(counts.unique === null ? {} : { unique: counts.unique }), ...(counts.bots === null ? {} : { bots: counts.bots }),
    ...(counts.shrunkFrom === null ? {} : { shrunkFrom: counts.shrunkFrom }), ...(counts.missingSince === null ? {} : { missingSince: counts.missingSince }),
  };
}

/** A person who clicked their own link is engaged, unless they are further on already. */
async function reachEngaged(w: Writer, link: LinkRow): Promise<void> {
  if (link.contactId === undefined || link.clicks === 0) return;
  const row = await w.db.funnel.get([link.campaignId, link.contactId]);
  if (row?.level === 'nurtured') await w.db.funnel.put({ ...row, level: 'engaged', at: w.now });
}

/** When counts are to be read next; undefined while there is no link to count. Milliseconds. */
export async function nextClicksAt(db: NurturesDb, tracker: TrackerInUse, now: number): Promise<number | undefined> {
  if ((await db.links.where('origin').equals(tracker.settings.origin).count()) === 0) return undefined;
  const running = (await db.campaigns.where('[state+nextBoundaryAt]').between(['active', -Infinity], ['active', Infinity]).count()) > 0;
  return nextPollAt(await readAttempts(db, 'clicks'), running ? 'running' : 'idle', tracker.settings.origin, now);
}

/**
 * Reads the counts of every link at the tracker in use when it is time, those of archived campaigns too, and stores totals with
 * their age. What cannot be read keeps its last value. Returns whether anything was read.
 */
export async function pollClicks(db: NurturesDb, tracker: TrackerInUse, adapter: Tracker, clock: () => number): Promise<boolean> {
  const due = await nextClicksAt(db, tracker, clock());
  if (due === undefined || due > clock()) return false;
  const before = await readAttempts(db, 'clicks');
  const keys = await db.links.where('origin').equals(tracker.settings.origin).primaryKeys();
  const read = await adapter.readClicks(keys);
  const now = clock();
  if (!read.ok) {
    const { code, retryAfter, detail } = read.failure;
    await db.settings.put({ key: ATTEMPTS.clicks, value: { lastAttemptAt: now, failuresInRow: before.failuresInRow + 1, lastFailure: { code, retryAfter, detail } } satisfies Attempts });
    return false;
  }
  const readings = new Map(read.value.map((counts) => [counts.key, counts]));
  await write(db, now, (w) => storeReadings(w, keys, readings));
  return true;
}

async function storeReadings(w: Writer, keys: readonly string[], readings: ReadonlyMap<string, ClickCounts>): Promise<void> {
  const { db, now } = w;
  const changed = new Set<string>();
  const rows: LinkRow[] = [];
  for (const link of await db.links.bulkGet([...keys])) {
    if (link === undefined) continue;
    const counts = mergeCounts(countsOf(link), readings.get(link.key) ?? null, now);
    if (counts === null) continue;
    const next = withCounts(link, counts);
    rows.push(next);
    if (next.clicks !== link.clicks) {
      const campaign = await db.campaigns.get(link.campaignId);
      w.tally(link.campaignId, { clicks: next.clicks - link.clicks }, [`m:${link.messageId}`, ...(campaign === undefined ? [] : [`d:${campaignDay(campaign, now)}`])]);
    }
    if (next.clicks !== link.clicks || next.bots !== link.bots || next.missingSince !== link.missingSince) changed.add(link.campaignId);
    await reachEngaged(w, next);
  }
  await db.links.bulkPut(rows);
  await db.settings.put({ key: ATTEMPTS.clicks, value: { lastAttemptAt: now, failuresInRow: 0, lastFailure: null } satisfies Attempts });
  for (const campaignId of changed) w.journal({ kind: 'clicks.read', campaignId });
}
