import { hexOf, sha256, utf8Bytes } from '@/lib/domain/sha256';
import type { NurturesDb, Tally, TallyName } from '@/lib/db/schema';
import { nextState, type Delivery, type DeliveryEvent, type DeliveryState, type EventsOf } from '@/lib/domain/delivery';
import { JOURNAL_GENESIS, journalPayload, type JournalEntry, type JournalFact, type JournalKind } from '@/lib/domain/journal';
import type { Reason } from '@/lib/domain/reasons';
import type { CalendarDate } from '@/lib/domain/zoned-time';

type Counts = Partial<Record<TallyName, number>>;

/** What a delivery change carries besides its state. `undefined` removes a field. */
export type DeliveryPatch = { [K in keyof Omit<Delivery, 'id' | 'state' | 'stateAt'>]?: Delivery[K] | undefined };

/** A change after which a delivery stands still: never without the one reason why. */
export type Explained = DeliveryPatch & { reason: Reason };

/** The same where it waits for the clock: with the one next time, none only while its campaign is off. */
export type ExplainedUntil = Explained & { nextAt: number | undefined };

/** Events after which a delivery waits for a time, and those after which it stands still for the member, for evidence or for good. */
type UntilATime = 'approve' | 'unschedule' | 'requeue';
type Standstill = 'propose' | 'reject' | 'withdraw' | 'void' | 'refuse' | 'doubt' | 'disprove' | 'cancel' | 'fail';

/** What goes with an event: where it makes a delivery stand still, why, and where it waits for the clock, until when. */
type MoveRest<E extends DeliveryEvent> = E extends UntilATime
  ? [patch: ExplainedUntil, fact?: Partial<JournalFact>]
  : E extends Standstill ? [patch: Explained, fact?: Partial<JournalFact>] : [patch?: DeliveryPatch, fact?: Partial<JournalFact>];

/**
 * One write to the database: everything done through it, its journal rows and its roll-ups commit together or not at all.
 */
export interface Writer {
  readonly db: NurturesDb;
  /** the instant of this write (milliseconds) */
  readonly now: number;
  journal(fact: JournalFact): void;
  /** adds to `c:<campaign>` and, for each further scope (`d:<date>`, `m:<message>`), to `<scope>:<campaign>` */
  tally(campaignId: string, counts: Counts, scopes?: string[]): void;
  /** adds to one calendar day of a campaign only (`d:<date>:<campaign>`) */
  tallyDay(campaignId: string, date: CalendarDate, counts: Counts): void;
  /**
   * Moves a delivery by one event. Throws when the event is impossible in its state, or when the stored delivery is no longer in
   * the state the caller saw (it was read outside this transaction): callers decide first, this is the last guard. Returns the
   * delivery as stored.
   */
  move<D extends Delivery, E extends EventsOf<D['state']> & DeliveryEvent>(delivery: D, event: E, kind: JournalKind, ...rest: MoveRest<E>): Promise<Delivery>;
  /** stores a delivery that did not exist before */
  addDelivery(delivery: Delivery, kind: JournalKind): Promise<void>;
  /** changes fields without a change of state (planned time, reason, next time) */
  touch(delivery: Delivery, patch: DeliveryPatch): Promise<Delivery>;
}

/** Hash of a journal entry, synchronous so that it can be computed inside the transaction. */
export function journalHash(entry: Omit<JournalEntry, 'hash'>): string {
  return hexOf(sha256(utf8Bytes(journalPayload(entry))));
}

function applyPatch(delivery: Delivery, patch: DeliveryPatch, state: DeliveryState, stateAt: number): Delivery {
  const merged: Record<string, unknown> = { ...delivery, ...patch, state, stateAt };
  for (const key of Object.keys(merged)) if (merged[key] === undefined) delete merged[key];
  return merged as unknown as Delivery;
}

/**
 * Runs `decide` inside one read-write transaction over the whole database. Only Dexie promises may be awaited inside
 * (engineering.md 4.2). What `decide` throws rolls everything back.
 */
export function write<T>(db: NurturesDb, now: number, decide: (writer: Writer) => Promise<T>): Promise<T> {
  return db.transaction('rw', db.tables, async () => {
    const facts: JournalFact[] = [];
    const tallies = new Map<string, { campaignId: string; counts: Counts }>();

    const addTally = (key: string, campaignId: string, counts: Counts) => {
      const known = tallies.get(key) ?? { campaignId, counts: {} };
      for (const [name, delta] of Object.entries(counts) as [TallyName, number][]) {
        known.counts[name] = (known.counts[name] ?? 0) + delta;
      }
      tallies.set(key, known);
    };

    const writer: Writer = {
      db,
      now,
      journal: (fact) => {
        facts.push(fact);
      },
      tally: (campaignId, counts, scopes = []) => {
        addTally(`c:${campaignId}`, campaignId, counts);
        for (const scope of scopes) addTally(`${scope}:${campaignId}`, campaignId, counts);
      },
      tallyDay: (campaignId, date, counts) => addTally(`d:${date}:${campaignId}`, campaignId, counts),
      async move(delivery, event, kind, patch: DeliveryPatch = {}, fact: Partial<JournalFact> = {}) {
        const to = nextState(delivery, event);
        if (to === undefined) throw new Error(`A delivery that is ${delivery.state} cannot ${event}`);
        const stored = await db.deliveries.get(delivery.id);
        if (stored !== undefined && (stored.state !== delivery.state || stored.attempt > delivery.attempt)) {
          throw new Error(`A delivery seen as ${delivery.state} is ${stored.state} by now and cannot ${event}`);
        }
        const next = applyPatch(delivery, patch, to, now);
        await db.deliveries.put(next);
        if (to !== delivery.state) {
          writer.tally(delivery.campaignId, { [delivery.state]: -1, [to]: 1 }, [`m:${delivery.messageId}`]);
        }
        const reason: Reason | undefined = fact.reason ?? next.reason;
        writer.journal({
          kind, campaignId: next.campaignId, contactId: next.contactId, deliveryId: next.id, memberId: next.senderId,
          ...(reason === undefined ? {} : { reason }),
          ...fact,
        });
        return next;
      },
      async addDelivery(delivery, kind) {
        await db.deliveries.add(delivery);
        writer.tally(delivery.campaignId, { [delivery.state]: 1 }, [`m:${delivery.messageId}`]);
        writer.journal({
          kind, campaignId: delivery.campaignId, contactId: delivery.contactId, deliveryId: delivery.id, memberId: delivery.senderId,
          ...(delivery.reason === undefined ? {} : { reason: delivery.reason }),
        });
      },
      async touch(delivery, patch) {
        const next = applyPatch(delivery, patch, delivery.state, delivery.stateAt);
        await db.deliveries.put(next);
        return next;
      },
    };

    const result = await decide(writer);

    if (tallies.size > 0) {
      const keys = [...tallies.keys()];
      const stored = await db.tallies.bulkGet(keys);
      const rows: Tally[] = keys.map((key, index) => {
        const change = tallies.get(key);
        const counts: Counts = { ...stored[index]?.counts };
        for (const [name, delta] of Object.entries(change?.counts ?? {}) as [TallyName, number][]) {
          counts[name] = (counts[name] ?? 0) + delta;
        }
        return { key, campaignId: change?.campaignId ?? '', counts };
      });
      await db.tallies.bulkPut(rows);
    }

    if (facts.length > 0) {
      const last = await db.journal.orderBy('seq').last();
      let prev = last?.hash ?? JOURNAL_GENESIS;
      let seq = (last?.seq ?? 0) + 1;
      const entries: JournalEntry[] = [];
      for (const fact of facts) {
        const body = { ...fact, seq, at: now, prev };
        const hash = journalHash(body);
        entries.push({ ...body, hash });
        prev = hash;
        seq += 1;
      }
      await db.journal.bulkAdd(entries);
    }
    return result;
  });
}
