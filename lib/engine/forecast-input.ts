import type { LinkRow, NurturesDb } from '@/lib/db/schema';
import { claimKey, type Campaign, type MemberId } from '@/lib/domain/campaign';
import { switchedOn } from '@/lib/domain/campaign-life';
import type { Contact } from '@/lib/domain/contact';
import { REFUSALS_MAX, type Delivery, type DeliveryState } from '@/lib/domain/delivery';
import { forecast, FORECAST_MS, type Forecast, type ForecastCampaign, type ForecastCandidate, type ForecastInput, type ForecastPerson, type ForecastSender, type ForecastWaiting } from '@/lib/domain/forecast';
import type { GrantMark } from '@/lib/domain/pacing';
import { CLAIM_GAP_MS } from '@/lib/domain/plan';
import { compileFilter } from '@/lib/domain/segment';
import type { Source } from '@/lib/domain/source';
import { takesRetry } from '@/lib/domain/take-up';
import { addDays, dateAt, DAY, isZone } from '@/lib/domain/zoned-time';
import { markOf, profileMarks, senderMarks } from '@/lib/engine/book';
import { flawOf } from '@/lib/engine/boundaries';
import { loadExclusions, type ExclusionBook } from '@/lib/engine/exclusions';
import { renderMessage } from '@/lib/engine/render-message';
import { factsOf } from '@/lib/engine/segments';
import { readPause } from '@/lib/engine/settings';

const PERSON_WINDOW = 30 * DAY;
const WAITING: readonly DeliveryState[] = ['queued', 'pending', 'approved', 'scheduled', 'claimed', 'granted', 'failed'];
/** People read ahead per campaign at first; more are read only for campaigns that use them up. */
const AHEAD = 50;
/** Campaigns on one source keep each other from its first people, so more of them are read at once, up to so many. */
const AHEAD_SHARED = 200;
/** Claims under one name are read whole up to so many; of more only those of the people in question. */
const CLAIMS_WHOLE = 4000;
const SOURCE_PAGE = 400;

/** A campaign as the editor would store it: forecast in place of the stored one, or beside the others when it is new. */
export interface Supposed {
  campaign: Campaign;
}

/** Who makes a forecast: `forecastNow` itself, or a screen that has it made beside the page. */
export type Forecaster = (now: number, supposed?: Supposed, length?: number) => Promise<Forecast>;

/**
 * What the coming 30 days, or the given milliseconds, hold for every active campaign, from the database as it is. With `supposed`, as
 * if that campaign were saved like this and active. Reads only; people of a source are read as far as the forecast gets. `now` in
 * milliseconds.
 */
export async function forecastNow(db: NurturesDb, now: number, supposed?: Supposed, length: number = FORECAST_MS): Promise<Forecast> {
  return (await ForecastReader.open(db, now, supposed)).run(length);
}

/** People of one source as seen by one sender, in the source's order, read further as needed. */
class SourceReader {
  private readonly rows: ForecastCandidate[] = [];
  complete = false;
  private wanted = 0;
  get length(): number {
    return this.rows.length;
  }
  private readonly read: (count: number) => Promise<{ rows: ForecastCandidate[]; complete: boolean }>;

  constructor(read: (count: number) => Promise<{ rows: ForecastCandidate[]; complete: boolean }>) {
    this.read = read;
  }

  /** The first people, at least `count` of them if there are as many. Campaigns that ask at the same time share one reading. */
  upTo(count: number): Promise<readonly ForecastCandidate[]> {
    this.turn = this.turn.then(() => this.readTo(count));
    return this.turn;
  }

  private turn: Promise<readonly ForecastCandidate[]> = Promise.resolve([]);

  private async readTo(count: number): Promise<readonly ForecastCandidate[]> {
    if (!this.complete && this.rows.length < count) {
      this.wanted = Math.max(SOURCE_PAGE, this.wanted * 4, count);
      const { rows, complete } = await this.read(this.wanted);
      this.rows.splice(0, this.rows.length, ...rows);
      this.complete = complete;
    }
    return this.rows;
  }
}

/** Reads a list in its own order. */
async function readList(db: NurturesDb, sourceId: string, count: number): Promise<{ rows: ForecastCandidate[]; complete: boolean }> {
  const entries = await db.listEntries.where('[sourceId+order]').between([sourceId, -Infinity], [sourceId, Infinity]).limit(count).toArray();
  return { rows: entries.map(({ contactId }) => ({ contactId })), complete: entries.length < count };
}

/** Reads connections by connected date, newest first, ties by contact id: a date that is not read to its end is left out. */
async function readConnections(db: NurturesDb, senderId: MemberId, since: string, count: number): Promise<{ rows: ForecastCandidate[]; complete: boolean }> {
  const found = await db.connections.where('[memberId+connectedOn]').between([senderId, since], [senderId, '\uffff']).reverse().limit(count).toArray();
  const complete = found.length < count;
  const last = found.at(-1)?.connectedOn;
  const whole = complete ? found : found.filter(({ connectedOn }) => connectedOn !== last);
  if (whole.length === 0 && !complete) return readConnections(db, senderId, since, count * 4);
  whole.sort((a, b) => (a.connectedOn === b.connectedOn ? (a.contactId < b.contactId ? -1 : 1) : a.connectedOn < b.connectedOn ? 1 : -1));
  return { rows: whole.filter(({ goneAt }) => goneAt === undefined).map(({ contactId, connectedOn }) => ({ contactId, connectedOn })), complete };
}

/** What one campaign is read from, and how far its people were looked at. */
interface Reading {
  campaign: Campaign;
  source: Source | undefined;
  people: SourceReader | undefined;
  enrolled: ReadonlySet<string>;
  looked: number;
  /** how many people that can be written to are looked for */
  ahead: number;
  candidates: ForecastCandidate[];
  waiting: ForecastWaiting[];
  active: number;
}

class ForecastReader {
  private readonly db: NurturesDb;
  private readonly now: number;
  private readonly contacts = new Map<string, Contact>();
  private readonly asked = new Set<string>();
  private reading: Promise<unknown> = Promise.resolve();
  private readonly handAt = new Map<string, number>();
  private readonly marks = new Map<string, GrantMark[]>();
  private readonly texts = new Map<string, boolean>();
  private readings: Reading[] = [];
  private senders: ForecastSender[] = [];
  private firstNames = new Map<MemberId, string>();
  /** links of a message for everyone, by campaign and message */
  private readonly links = new Map<string, LinkRow[]>();
  private ran = new Set<string>();
  private open = new Map<string, ForecastCampaign['open']>();
  private pausedUntil: number | undefined;
  private exclusions: ExclusionBook | undefined;

  private constructor(db: NurturesDb, now: number) {
    this.db = db;
    this.now = now;
  }

  static async open(db: NurturesDb, now: number, supposed: Supposed | undefined): Promise<ForecastReader> {
    const reader = new ForecastReader(db, now);
    reader.exclusions = await loadExclusions(db);
    await reader.readStanding(supposed);
    return reader;
  }

  /** Runs the forecast, reading more people for those campaigns that used up what was read. */
  async run(length: number): Promise<Forecast> {
    for (;;) {
      const result = forecast(this.input(), length);
      const short = this.readings.filter(({ campaign }) => result.campaigns.get(campaign.id)?.short === 'yes');
      if (short.length === 0) return result;
      await Promise.all(short.map((reading) => {
        reading.ahead *= 4;
        return this.readPeople(reading);
      }));
    }
  }

  private async readStanding(supposed: Supposed | undefined): Promise<void> {
    const { db, now } = this;
    const pause = await readPause(db, now);
    this.pausedUntil = pause === undefined ? undefined : (pause.until ?? Infinity);
    const stored = await db.campaigns.where('state').equals('active').toArray();
    const campaigns = supposed === undefined ? stored : [...stored.filter(({ id }) => id !== supposed.campaign.id), supposed.campaign];
    const memberIds = [...new Set(campaigns.flatMap(({ senderId }) => (senderId === undefined ? [] : [senderId])))];
    const members = (await db.members.bulkGet(memberIds)).filter((member) => member !== undefined);
    for (const member of members) {
      const marks = await senderMarks(db, member.id, now);
      const profiles = await profileMarks(db, member.id, now);
      this.senders.push({
        memberId: member.id, pace: member, marks, profiles,
        ...(member.lastClaimAt === undefined || member.lastClaimAt > now ? {} : { notBefore: member.lastClaimAt + CLAIM_GAP_MS }),
        ...(member.stop === undefined ? {} : { stop: member.stop.reason }),
      });
    }
    this.firstNames = new Map(members.map((member) => [member.id, member.firstName]));
    for (const memberId of await db.members.toCollection().primaryKeys()) {
      const rows = await db.grants.where('[senderId+at]').between([memberId, now - PERSON_WINDOW], [memberId, Infinity]).toArray();
      for (const row of rows) this.marks.set(row.contactId, [...(this.marks.get(row.contactId) ?? []), markOf(row)]);
    }
    for (const marks of this.marks.values()) marks.sort((a, b) => a.at - b.at);
    for (const link of campaigns.length === 0 ? [] : await db.links.where('campaignId').anyOf(campaigns.map(({ id }) => id)).toArray()) {
      if (link.contactId !== undefined) continue;
      const key = `${link.campaignId} ${link.messageId}`;
      this.links.set(key, [...(this.links.get(key) ?? []), link]);
    }
    await this.readRuns();
    const sources = new Map((await db.sources.toArray()).map((source) => [source.id, source]));
    const readers = new Map<string, SourceReader>();
    const waiting = await this.readWaiting(memberIds);
    const sharing = new Map<SourceReader | undefined, number>();
    this.readings = await Promise.all(campaigns.map(async (campaign): Promise<Reading> => {
      const source = campaign.sourceId === undefined ? undefined : sources.get(campaign.sourceId);
      const people = this.peopleOf(campaign, source, readers);
      sharing.set(people, (sharing.get(people) ?? 0) + 1);
      const [keys, active] = await Promise.all([
        db.enrollments.where('campaignId').equals(campaign.id).primaryKeys(),
        db.enrollments.where('[campaignId+state]').equals([campaign.id, 'active']).count(),
      ]);
      return {
        campaign, source, people, enrolled: new Set(keys), looked: 0, ahead: AHEAD, candidates: [], waiting: waiting.get(campaign.id) ?? [], active,
      };
    }));
    await Promise.all(this.readings.map((reading) => {
      reading.ahead = Math.min(AHEAD_SHARED, AHEAD * (sharing.get(reading.people) ?? 1));
      return this.readPeople(reading);
    }));
  }

  /** Runs of today and later that are over, and those that are open. */
  private async readRuns(): Promise<void> {
    const runs = await this.db.runs.where('startsAt').aboveOrEqual(this.now - 2 * DAY).toArray();
    for (const run of runs) {
      if (run.state === 'checking') continue;
      this.ran.add(run.id);
      const { id, slotId, date, startsAt, endsAt, firstMomentAt } = run;
      if (run.state === 'open') this.open.set(run.campaignId, { runId: id, slotId, date, startsAt, endsAt, firstMomentAt });
    }
  }

  private async readWaiting(memberIds: readonly MemberId[]): Promise<Map<string, ForecastWaiting[]>> {
    const { db } = this;
    const rows: Delivery[] = [];
    for (const senderId of memberIds) {
      rows.push(...(await db.deliveries.where('[senderId+state]').anyOf(WAITING.map((state) => [senderId, state])).toArray()));
    }
    const moving = rows.filter((delivery) => delivery.state !== 'failed' || takesRetry(delivery, REFUSALS_MAX));
    const enrollments = await db.enrollments.bulkGet(moving.map(({ enrollmentId }) => enrollmentId));
    await this.readContacts(moving.map(({ contactId }) => contactId));
    const waiting = new Map<string, ForecastWaiting[]>();
    for (const [index, delivery] of moving.entries()) {
      const entry = waitingOf(delivery, enrollments[index]?.sentMessageIds ?? []);
      if (entry !== undefined) waiting.set(delivery.campaignId, [...(waiting.get(delivery.campaignId) ?? []), entry]);
    }
    return waiting;
  }

  private peopleOf(campaign: Campaign, source: Source | undefined, readers: Map<string, SourceReader>): SourceReader | undefined {
    const { senderId } = campaign;
    if (source === undefined || senderId === undefined) return undefined;
    const zone = isZone(campaign.schedule.timeZone) ? campaign.schedule.timeZone : 'UTC';
    const since = source.kind === 'recent' ? addDays(dateAt(this.now, zone), -source.days) : '';
    const key = source.kind === 'list' ? source.id : `${senderId} ${since}`;
    const known = readers.get(key);
    if (known !== undefined) return known;
    const reader = new SourceReader((count) => (source.kind === 'list' ? readList(this.db, source.id, count) : readConnections(this.db, senderId, since, count)));
    readers.set(key, reader);
    return reader;
  }

  /** Reads people not read yet. Campaigns that ask for the same people at the same time wait for one reading. */
  private async readContacts(ids: readonly string[]): Promise<void> {
    const fresh = [...new Set(ids)].filter((id) => !this.asked.has(id));
    for (const id of fresh) this.asked.add(id);
    if (fresh.length > 0) this.reading = Promise.all([this.reading, this.readFresh(fresh)]);
    await this.reading;
  }

  private async readFresh(fresh: readonly string[]): Promise<void> {
    const [contacts, threads] = await Promise.all([this.db.contacts.bulkGet([...fresh]), this.db.threads.where('contactId').anyOf(fresh).toArray()]);
    for (const contact of contacts) if (contact !== undefined) this.contacts.set(contact.id, contact);
    for (const { contactId, lastHandAt } of threads) if (lastHandAt !== undefined) this.handAt.set(contactId, Math.max(lastHandAt, this.handAt.get(contactId) ?? 0));
  }

  /** Looks at people of the source until as many as wanted can be written to, as far as rules that do not pass with time go. */
  private async readPeople(reading: Reading): Promise<void> {
    const { campaign, people, source, ahead: count } = reading;
    if (people === undefined || source === undefined) return;
    for (let pages = 1; reading.candidates.length < count; pages += 1) {
      const rows = await people.upTo(reading.looked + count);
      if (rows.length <= reading.looked) return;
      const page = rows.slice(reading.looked, reading.looked + Math.min(SOURCE_PAGE, pages * (count - reading.candidates.length) + 10));
      reading.looked += page.length;
      const fresh = page.filter(({ contactId }) => !reading.enrolled.has(`${campaign.id}:${contactId}`));
      reading.candidates.push(...(await this.withoutBarred(campaign, source, fresh)));
    }
  }

  private async withoutBarred(campaign: Campaign, source: Source, rows: readonly ForecastCandidate[]): Promise<ForecastCandidate[]> {
    const { db } = this;
    const senderId = campaign.senderId ?? '';
    await this.readContacts(rows.map(({ contactId }) => contactId));
    const claimed = await this.claimedFrom(campaign, rows);
    const needsConnection = source.kind === 'list' || source.kind === 'segment';
    const connections = needsConnection ? await db.connections.bulkGet(rows.map(({ contactId }): [MemberId, string] => [senderId, contactId])) : undefined;
    const matches = source.kind === 'segment' ? compileFilter(source.filter) : undefined;
    const kept: ForecastCandidate[] = [];
    for (const [index, row] of rows.entries()) {
      const contact = this.contacts.get(row.contactId);
      if (contact === undefined || claimed.has(row.contactId) || this.exclusions?.of(contact) !== undefined) continue;
      if (connections !== undefined && (connections[index] === undefined || connections[index].goneAt !== undefined)) continue;
      if (matches !== undefined && !matches(contact, await factsOf(db, senderId, contact))) continue;
      kept.push(row);
    }
    return kept;
  }

  /** Who of these people is taken by another campaign of the same name and program. */
  private async claimedFrom(campaign: Campaign, rows: readonly ForecastCandidate[]): Promise<ReadonlySet<string>> {
    const prefix = claimKey(campaign, '');
    const named = () => this.db.claims.where('key').startsWith(prefix);
    const few = rows.length > 0 && (await named().count()) <= CLAIMS_WHOLE;
    const claims = few ? await named().toArray() : await this.db.claims.bulkGet(rows.map(({ contactId }) => prefix + contactId));
    return new Set(claims.flatMap((claim) => (claim === undefined || claim.campaignId === campaign.id ? [] : [claim.contactId])));
  }

  private input(): ForecastInput {
    const campaigns = this.readings.map((reading): ForecastCampaign => {
      const { campaign, source, people, candidates, looked, waiting, active } = reading;
      const open = this.open.get(campaign.id);
      const stop = flawOf(campaign, source !== undefined);
      const more = people !== undefined && !(people.complete && looked >= people.length) ? 'yes' : 'no';
      return {
        campaign, waiting, ran: this.ran, active, candidates, more,
        ...(open === undefined ? {} : { open }),
        ...(source?.kind === 'recent' ? { recentDays: source.days } : {}),
        ...(stop === undefined ? {} : { stop }),
      };
    });
    const none: ForecastPerson = { marks: [], past: {} };
    const people = new Map<string, ForecastPerson>();
    return {
      now: this.now, senders: this.senders, campaigns, ...(this.pausedUntil === undefined ? {} : { pausedUntil: this.pausedUntil }),
      person: (contactId) => {
        const known = people.get(contactId);
        if (known !== undefined) return known;
        const contact = this.contacts.get(contactId);
        const person = contact === undefined ? none : this.personOf(contact);
        people.set(contactId, person);
        return person;
      },
      renders: (campaignId, messageId, contactId) => this.renders(campaignId, messageId, contactId),
    };
  }

  private personOf({ id, memberId, heldBy }: Contact): ForecastPerson {
    return {
      marks: this.marks.get(id) ?? [], past: { lastTypedByHandAt: this.handAt.get(id) },
      ...(memberId === undefined ? { profile: 'unknown' as const } : {}),
      ...(heldBy === undefined ? {} : { held: 'yes' as const }),
    };
  }

  private renders(campaignId: string, messageId: string, contactId: string): boolean {
    const key = `${campaignId} ${messageId} ${contactId}`;
    const known = this.texts.get(key);
    if (known !== undefined) return known;
    const campaign = this.readings.find((reading) => reading.campaign.id === campaignId)?.campaign;
    const message = campaign?.messages.find(({ id }) => id === messageId);
    const contact = this.contacts.get(contactId);
    const links = this.links.get(`${campaignId} ${messageId}`) ?? [];
    const renders = message !== undefined && contact !== undefined && renderMessage(message, contact, this.firstNames.get(campaign?.senderId ?? '') ?? '', links).kind === 'text';
    this.texts.set(key, renders);
    return renders;
  }
}

function waitingOf(delivery: Delivery, sentMessageIds: readonly string[]): ForecastWaiting | undefined {
  switch (delivery.state) {
    case 'queued': case 'pending': case 'approved': case 'scheduled': case 'claimed': case 'granted': case 'failed': {
      const onItsWayAt = delivery.state === 'granted' ? delivery.grantedAt : delivery.state === 'claimed' ? delivery.claimedAt : undefined;
      return {
        deliveryId: delivery.id, contactId: delivery.contactId, messageId: delivery.messageId, step: delivery.step, sentMessageIds, state: delivery.state,
        dueOn: delivery.dueOn, createdAt: delivery.createdAt, rank: delivery.rank, attempt: delivery.attempt, pendingSince: delivery.pendingSince,
        approvedAt: delivery.approvedAt, ...(onItsWayAt === undefined ? {} : { onItsWayAt }),
        ...(delivery.state === 'pending' && delivery.text === undefined ? { held: 'yes' as const } : {}),
      };
    }
    case 'sent': case 'rejected': case 'canceled': case 'unconfirmed':
      return undefined;
  }
}

/** The campaign as it would stand right after saving and switching it on at `now`, for the editor's forecast. */
export function supposedActive(campaign: Campaign, now: number): Supposed {
  return { campaign: campaign.state === 'active' ? campaign : switchedOn(campaign, now) };
}
