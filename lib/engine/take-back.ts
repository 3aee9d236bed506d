import type { Exclusion, NurturesDb, Tally, TallyName } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { waitOf } from '@/lib/domain/campaign-life';
import type { Campaign } from '@/lib/domain/campaign';
import { DELIVERY_STATES, type Delivery, type Enrollment } from '@/lib/domain/delivery';

/** Tables whose rows an act of the member on messages can change, and those that only tell whether anything happened since. */
const CHANGED = ['deliveries', 'enrollments', 'claims', 'grants', 'funnel', 'contacts', 'exclusions'] as const;
type Changed = (typeof CHANGED)[number];
type Watched = 'replies' | 'threads' | 'connections' | 'campaigns';

/** Everything the database holds of some people, by table and key, each row as the text it is compared by. */
type Picture = Readonly<Record<Changed | Watched, ReadonlyMap<string, string>>>;

/** How things stood before and after an act: enough to take it back as long as nothing has happened since. */
export interface TakeBack {
  readonly contactIds: readonly string[];
  readonly before: Picture;
  readonly after: Picture;
  /** what the act added to the roll-ups beside the states of deliveries, by row */
  readonly counted: readonly Tally[];
}

export type TakeBackResult = { ok: true } | { ok: false; reason: 'moved' };

const pictured = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, string> => new Map(rows.map((row) => [keyOf(row), JSON.stringify(row)]));

async function pictureOf(db: NurturesDb, contactIds: readonly string[]): Promise<Picture> {
  const ids = [...contactIds];
  const enrollments = await db.enrollments.where('contactId').anyOf(ids).toArray();
  const campaigns = await db.campaigns.bulkGet([...new Set(enrollments.map(({ campaignId }) => campaignId))]);
  const grants = (await Promise.all(ids.map((id) => db.grants.where('[contactId+at]').between([id, -Infinity], [id, Infinity]).toArray()))).flat();
  const contacts = await db.contacts.bulkGet(ids);
  return {
    deliveries: pictured(await db.deliveries.where('contactId').anyOf(ids).toArray(), ({ id }) => id),
    enrollments: pictured(enrollments, ({ id }) => id),
    claims: pictured(await db.claims.where('contactId').anyOf(ids).toArray(), ({ key }) => key),
    grants: pictured(grants, ({ id }) => id),
    funnel: pictured(await db.funnel.where('contactId').anyOf(ids).toArray(), ({ campaignId, contactId }) => `${campaignId} ${contactId}`),
    contacts: pictured(contacts.filter((contact) => contact !== undefined), ({ id }) => id),
    exclusions: pictured(await db.exclusions.toArray(), ({ id }) => id),
    replies: pictured(await db.replies.where('contactId').anyOf(ids).toArray(), ({ id }) => id),
    threads: pictured(await db.threads.where('contactId').anyOf(ids).toArray(), ({ senderId, contactId }) => `${senderId} ${contactId}`),
    connections: pictured(await db.connections.where('contactId').anyOf(ids).toArray(), ({ memberId, contactId }) => `${memberId} ${contactId}`),
    // Times of the engine's own in a campaign say nothing about what was taken back; another text or an archived campaign does.
    campaigns: new Map(campaigns.flatMap((campaign) => (campaign === undefined ? [] : [[campaign.id, `${String(campaign.version)} ${campaign.state}`]]))),
  };
}

function isSame(a: Picture, b: Picture): boolean {
  return Object.entries(a).every(([table, rows]) => {
    const others = b[table as keyof Picture];
    return rows.size === others.size && [...rows].every(([key, row]) => others.get(key) === row);
  });
}

async function talliesOf(db: NurturesDb, { campaigns }: Picture): Promise<Tally[]> {
  return db.tallies.where('campaignId').anyOf([...campaigns.keys()]).toArray();
}

const STATES: ReadonlySet<string> = new Set<TallyName>(DELIVERY_STATES);

/** What was added between two readings of the roll-ups, without the states of deliveries: those follow from the deliveries themselves. */
function addedBetween(before: readonly Tally[], after: readonly Tally[]): Tally[] {
  const known = new Map(before.map((row) => [row.key, row.counts]));
  return after.flatMap((row) => {
    if (row.key.startsWith('m:')) return [];
    const counts = Object.entries(row.counts)
      .filter(([name]) => row.key.startsWith('d:') || !STATES.has(name))
      .map(([name, count]): [string, number] => [name, count - (known.get(row.key)?.[name as TallyName] ?? 0)])
      .filter(([, added]) => added !== 0);
    return counts.length === 0 ? [] : [{ ...row, counts: Object.fromEntries(counts) }];
  });
}

/**
 * Does an act of the member on the messages of some people so that it can be taken back: `people` names everyone whose rows it can
 * change. One transaction; the act's own writes join it.
 */
export function undoable<T>(db: NurturesDb, people: () => Promise<readonly string[]>, act: () => Promise<T>): Promise<{ result: T; back: TakeBack }> {
  return db.transaction('rw', db.tables, async () => {
    const contactIds = await people();
    const before = await pictureOf(db, contactIds);
    const counts = await talliesOf(db, before);
    const result = await act();
    const after = await pictureOf(db, contactIds);
    return { result, back: { contactIds, before, after, counted: addedBetween(counts, await talliesOf(db, after)) } };
  });
}

/** A message that was planned for a slot does not go back into that slot, which went on without it: it waits for the next one. */
function restored(delivery: Delivery, campaign: Campaign | undefined, now: number): Delivery {
  if (delivery.state !== 'scheduled' && delivery.state !== 'claimed') return delivery;
  const { runId: _run, plannedAt: _planned, token: _token, leaseUntil: _lease, nextAt: _next, ...rest } = delivery;
  const { reason, nextAt } = campaign === undefined ? { reason: 'switchedOff' as const, nextAt: undefined } : waitOf(campaign, now);
  return { ...rest, state: delivery.approvedAt === undefined ? 'queued' : 'approved', stateAt: now, reason, ...(nextAt === undefined ? {} : { nextAt }) };
}

async function restoreDelivery(w: Writer, was: string | undefined, is: string | undefined): Promise<void> {
  const before: Delivery | undefined = was === undefined ? undefined : JSON.parse(was);
  const after: Delivery | undefined = is === undefined ? undefined : JSON.parse(is);
  const row = before ?? after;
  if (row === undefined) return;
  const back = before === undefined ? undefined : restored(before, await w.db.campaigns.get(before.campaignId), w.now);
  if (back === undefined) await w.db.deliveries.delete(row.id);
  else await w.db.deliveries.put(back);
  const scopes = [`m:${row.messageId}`];
  if (after !== undefined) w.tally(row.campaignId, { [after.state]: -1 }, scopes);
  if (back !== undefined) w.tally(row.campaignId, { [back.state]: 1 }, scopes);
  w.journal({
    kind: 'delivery.takenBack', campaignId: row.campaignId, contactId: row.contactId, deliveryId: row.id, memberId: row.senderId,
    ...(back?.reason === undefined ? {} : { reason: back.reason }), data: { state: back?.state ?? 'none' },
  });
}

async function restoreRow(w: Writer, table: Changed, was: string | undefined, is: string | undefined): Promise<void> {
  if (table === 'deliveries') return restoreDelivery(w, was, is);
  const row: Record<string, string> = JSON.parse(was ?? is ?? '{}');
  if (was !== undefined) await w.db.table(table).put(row);
  else {
    const { campaignId = '', contactId = '', key = '', id = '' } = row;
    await w.db.table(table).delete(table === 'funnel' ? [campaignId, contactId] : table === 'claims' ? key : id);
  }
  if (table === 'enrollments') {
    const { campaignId, contactId, senderId }: Enrollment = JSON.parse(was ?? is ?? '{}');
    w.journal({ kind: 'enrollment.takenBack', campaignId, contactId, memberId: senderId });
  }
  if (table === 'exclusions' && was === undefined) {
    const { id, kind, value }: Exclusion = JSON.parse(is ?? '{}');
    w.journal({ kind: 'exclusion.lifted', ...(kind === 'person' ? { contactId: value } : {}), data: { exclusion: id, takenBack: 'yes' } });
  }
}

/**
 * Takes an act back: every row is as it was before it, but that nothing returns into a slot. Refused when anything happened since
 * to the people it was about (a reply, a reading, another act, a send) or to their nurtures (another text, archived): then the present
 * state is the true one.
 */
export function takeBack(db: NurturesDb, now: number, back: TakeBack): Promise<TakeBackResult> {
  return write(db, now, async (w) => {
    const { before, after, contactIds } = back;
    if (!isSame(await pictureOf(db, contactIds), after)) return { ok: false, reason: 'moved' };
    for (const table of CHANGED) {
      for (const key of new Set([...before[table].keys(), ...after[table].keys()])) {
        const [was, is] = [before[table].get(key), after[table].get(key)];
        if (was !== is) await restoreRow(w, table, was, is);
      }
    }
    for (const { key, campaignId, counts } of back.counted) {
      const less = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, -count]));
      if (key.startsWith('d:')) w.tallyDay(campaignId, key.slice('d:'.length, -(campaignId.length + 1)), less);
      else w.tally(campaignId, less);
    }
    return { ok: true };
  });
}
