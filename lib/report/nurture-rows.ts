import type { NurturesDb, Tally } from '@/lib/db/schema';
import { observe } from '@/lib/db/database';
import type { Campaign } from '@/lib/domain/campaign';
import { campaignDay } from '@/lib/domain/progress';
import type { Run } from '@/lib/domain/run';
import type { CalendarDate } from '@/lib/domain/zoned-time';

/** One nurture as the list knows it: its own row, its roll-ups and its newest run. Never a scan. */
export interface NurtureRow {
  campaign: Campaign;
  counts: Tally['counts'];
  /** the campaign's own day these numbers are of */
  day: CalendarDate;
  today: Tally['counts'];
  run: Run | undefined;
}

export interface NurtureRows {
  rows: ReadonlyMap<string, NurtureRow>;
  /** false while only the first rows are there */
  complete: boolean;
}

/** As many rows as any screen shows at once: read and drawn first. */
const FIRST = 60;
/** Small enough that asking for one batch, four questions a row, is no long task on a slow machine. */
const BATCH = 40;

async function rowsOf(db: NurturesDb, campaigns: readonly Campaign[], now: number): Promise<NurtureRow[]> {
  const days = campaigns.map((campaign) => campaignDay(campaign, now));
  const [totals, todays, runs] = await db.transaction('r', db.tallies, db.runs, () =>
    Promise.all([
      db.tallies.bulkGet(campaigns.map((campaign) => `c:${campaign.id}`)),
      db.tallies.bulkGet(campaigns.map((campaign, index) => `c:${campaign.id}:d:${days[index] ?? ''}`)),
      Promise.all(campaigns.map((campaign) => (campaign.state === 'draft' ? undefined : newestRun(db, campaign.id)))),
    ]),
  );
  return campaigns.map((campaign, index) => ({
    campaign, counts: totals[index]?.counts ?? {}, day: days[index] ?? '', today: todays[index]?.counts ?? {}, run: runs[index],
  }));
}

function newestRun(db: NurturesDb, campaignId: string): Promise<Run | undefined> {
  return db.runs.where('[campaignId+startsAt]').between([campaignId, -Infinity], [campaignId, Infinity]).last();
}

/**
 * Keeps the rows of the list true: the newest campaigns at once, the others in batches, and from then on whichever the journal
 * names, since every change of a campaign or delivery writes it. `onRows` gets a new map whenever something changed. Returns the
 * way to stop.
 */
export function watchNurtures(db: NurturesDb, clock: () => number, onRows: (rows: NurtureRows) => void, onError: (error: unknown) => void): () => void {
  const rows = new Map<string, NurtureRow>();
  const watch = new AbortController();
  let complete = false;
  let seen = 0;
  let stopObserving: () => void = () => undefined;
  const publish = () => {
    if (!watch.signal.aborted) onRows({ rows: new Map(rows), complete });
  };

  const readAll = async () => {
    const first = await db.transaction('r', db.journal, db.campaigns, db.tallies, db.runs, async () => {
      const [last, campaigns] = await Promise.all([db.journal.orderBy('seq').last(), db.campaigns.orderBy('createdAt').reverse().limit(FIRST).toArray()]);
      seen = last?.seq ?? 0;
      return rowsOf(db, campaigns, clock());
    });
    for (const row of first) rows.set(row.campaign.id, row);
    complete = first.length < FIRST;
    publish();
    if (complete) return;
    const ids = await db.campaigns.orderBy('createdAt').reverse().primaryKeys();
    for (let from = FIRST; from < ids.length && !watch.signal.aborted; from += BATCH) {
      const batch = (await db.campaigns.bulkGet(ids.slice(from, from + BATCH))).filter((campaign) => campaign !== undefined);
      for (const row of await rowsOf(db, batch, clock())) rows.set(row.campaign.id, row);
    }
    complete = true;
    publish();
  };

  const refresh = async (ids: readonly string[]) => {
    const campaigns = await db.campaigns.bulkGet([...ids]);
    campaigns.forEach((campaign, index) => {
      if (campaign === undefined) rows.delete(ids[index] ?? '');
    });
    for (const row of await rowsOf(db, campaigns.filter((campaign) => campaign !== undefined), clock())) rows.set(row.campaign.id, row);
    publish();
  };

  const listen = () => {
    if (watch.signal.aborted) return;
    stopObserving = observe(
      () => db.journal.where('seq').above(seen).toArray(),
      (entries) => {
        const last = entries.at(-1);
        if (last === undefined) return;
        seen = last.seq;
        if (entries.some((entry) => entry.kind === 'backup.restored')) readAll().catch(onError);
        else refresh([...new Set(entries.flatMap((entry) => (entry.campaignId === undefined ? [] : [entry.campaignId])))]).catch(onError);
      },
      onError,
    );
  };

  readAll().then(listen, onError);
  return () => {
    watch.abort();
    stopObserving();
  };
}
