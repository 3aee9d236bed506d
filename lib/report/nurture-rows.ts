import type { NurturesDb, Tally } from '@/lib/db/schema';
import { observe } from '@/lib/db/database';
import type { Campaign } from '@/lib/domain/campaign';
import { campaignDay } from '@/lib/domain/progress';
import type { Run } from '@/lib/domain/run';
import { DAY, type CalendarDate } from '@/lib/domain/zoned-time';

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

/** The roll-ups and runs the rows of some campaigns are made of, in any order. */
interface Standing {
  tallies: readonly (Tally | undefined)[];
  runs: readonly (Run | undefined)[];
}

/** Asked for one by one: of a few among many campaigns. */
async function standingOf(db: NurturesDb, campaigns: readonly Campaign[], dayOf: (campaign: Campaign) => CalendarDate): Promise<Standing> {
  const [tallies, runs] = await Promise.all([
    db.tallies.bulkGet(campaigns.flatMap((campaign) => [`c:${campaign.id}`, `d:${dayOf(campaign)}:${campaign.id}`])),
    newestRuns(db, campaigns),
  ]);
  return { tallies, runs };
}

/** Runs of so many days back are read together: a weekend lies between Friday's and Monday's. */
const RECENT_MS = 4 * DAY;

/** Asked for together: of all campaigns, where there are few. */
async function standingOfAll(db: NurturesDb, campaigns: readonly Campaign[], dayOf: (campaign: Campaign) => CalendarDate, now: number): Promise<Standing> {
  const [tallies, recent] = await Promise.all([
    Promise.all(['c', ...new Set(campaigns.map((campaign) => `d:${dayOf(campaign)}`))].map((prefix) => db.tallies.where('key').between(`${prefix}:`, `${prefix}:\uffff`).toArray())),
    db.runs.where('startsAt').above(now - RECENT_MS).toArray(),
  ]);
  const ran = new Set(recent.map(({ campaignId }) => campaignId));
  return { tallies: tallies.flat(), runs: [...recent, ...await newestRuns(db, campaigns.filter(({ id }) => !ran.has(id)))] };
}

async function rowsOf(db: NurturesDb, campaigns: readonly Campaign[], now: number, which: 'all' | 'some'): Promise<NurtureRow[]> {
  const days = new Map(campaigns.map((campaign) => [campaign.id, campaignDay(campaign, now)]));
  const dayOf = ({ id }: Campaign) => days.get(id) ?? '';
  const { tallies, runs } = await db.transaction('r', db.tallies, db.runs, () => (which === 'all' ? standingOfAll(db, campaigns, dayOf, now) : standingOf(db, campaigns, dayOf)));
  const counts = new Map(tallies.map((row) => [row?.key, row?.counts]));
  const newest = new Map<string, Run>();
  for (const run of runs) if (run !== undefined && run.startsAt >= (newest.get(run.campaignId)?.startsAt ?? -Infinity)) newest.set(run.campaignId, run);
  return campaigns.map((campaign) => ({
    campaign, counts: counts.get(`c:${campaign.id}`) ?? {}, day: dayOf(campaign), today: counts.get(`d:${dayOf(campaign)}:${campaign.id}`) ?? {}, run: newest.get(campaign.id),
  }));
}

function newestRuns(db: NurturesDb, campaigns: readonly Campaign[]): Promise<(Run | undefined)[]> {
  return Promise.all(campaigns.map((campaign) => (campaign.state === 'draft' ? undefined : newestRun(db, campaign.id))));
}

function newestRun(db: NurturesDb, campaignId: string): Promise<Run | undefined> {
  return db.runs.where('[campaignId+startsAt]').between([campaignId, -Infinity], [campaignId, Infinity]).last();
}

/** The first rows of the list, and the last journal entry they are true to: whoever watches on from there misses nothing. */
export interface FirstRows extends NurtureRows {
  seen: number;
}

/** Reads the newest campaigns, as many as any screen shows at once. `now` in milliseconds. */
export function readFirstRows(db: NurturesDb, now: number): Promise<FirstRows> {
  return db.transaction('r', db.journal, db.campaigns, db.tallies, db.runs, async () => {
    const [last, some] = await Promise.all([db.journal.orderBy('seq').last(), db.campaigns.limit(FIRST + 1).toArray()]);
    // A cursor from the newest campaign back asks once for each: where there are few, all are read and put in order here.
    const complete = some.length <= FIRST;
    const campaigns = complete ? some.toSorted((a, b) => b.createdAt - a.createdAt) : await db.campaigns.orderBy('createdAt').reverse().limit(FIRST).toArray();
    const rows = await rowsOf(db, campaigns, now, complete ? 'all' : 'some');
    return { rows: new Map(rows.map((row) => [row.campaign.id, row])), complete, seen: last?.seq ?? 0 };
  });
}

/**
 * Keeps the rows of the list true: the newest campaigns at once, the others in batches, and from then on whichever the journal
 * names, since every change of a campaign or delivery writes it. `onRows` gets a new map whenever something changed. `begun`: the first rows, where
 * they were read before; `onRows` is not called for them. Returns the way to stop.
 */
export function watchNurtures(db: NurturesDb, clock: () => number, onRows: (rows: NurtureRows) => void, onError: (error: unknown) => void, begun?: FirstRows): () => void {
  const rows = new Map<string, NurtureRow>();
  const watch = new AbortController();
  let complete = false;
  let seen = 0;
  let stopObserving: () => void = () => undefined;
  const publish = () => {
    if (!watch.signal.aborted) onRows({ rows: new Map(rows), complete });
  };

  const readAll = async (known?: FirstRows) => {
    const first = known ?? await readFirstRows(db, clock());
    for (const row of first.rows.values()) rows.set(row.campaign.id, row);
    ({ complete, seen } = first);
    if (known === undefined) publish();
    if (complete) return;
    const ids = await db.campaigns.orderBy('createdAt').reverse().primaryKeys();
    for (let from = FIRST; from < ids.length && !watch.signal.aborted; from += BATCH) {
      const batch = (await db.campaigns.bulkGet(ids.slice(from, from + BATCH))).filter((campaign) => campaign !== undefined);
      for (const row of await rowsOf(db, batch, clock(), 'some')) rows.set(row.campaign.id, row);
    }
    complete = true;
    publish();
  };

  const refresh = async (ids: readonly string[]) => {
    const campaigns = await db.campaigns.bulkGet([...ids]);
    campaigns.forEach((campaign, index) => {
      if (campaign === undefined) rows.delete(ids[index] ?? '');
    });
    for (const row of await rowsOf(db, campaigns.filter((campaign) => campaign !== undefined), clock(), 'some')) rows.set(row.campaign.id, row);
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

  readAll(begun).then(listen, onError);
  return () => {
    watch.abort();
    stopObserving();
  };
}
