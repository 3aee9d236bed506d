/** What the benches of the engine run inside a real extension worker: databases of a size, wakes and forecasts on them. */
import { NurturesDb } from '@/lib/db/schema';
import { switchedOn } from '@/lib/domain/campaign-life';
import type { Campaign } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { Delivery, Enrollment } from '@/lib/domain/delivery';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import { DEFAULT_SLOTS } from '@/lib/domain/schedule';
import { addDays } from '@/lib/domain/zoned-time';
import { forecastNow } from '@/lib/engine/forecast-input';
import type { Ports } from '@/lib/engine/ports';
import { wake } from '@/lib/engine/wake';
import { clearBell, listBells, setBell } from '@/lib/platform/alarms';

const ME = 'ACoAAsender0000000000000000000000000001';
/** Saturday: no slot is open, and none starts while it is measured. */
const SATURDAY = Date.parse('2026-11-21T08:00:00Z');
const DAY = 86_400_000;
const SLICE = 20_000;

export interface Size {
  readonly name: string;
  readonly campaigns: number;
  readonly deliveries: number;
  readonly contacts: number;
}

function campaignOf(index: number): Campaign {
  const campaign: Campaign = {
    id: `k${index}`, name: `Nurture ${index}`, program: `Program ${index % 12}`, description: 'Keeps in touch with people met at the fair.', senderId: ME, sourceId: 'all',
    approval: index % 2 === 0, state: 'draft', version: 1, seed: `seed-${index}`, createdAt: 0, updatedAt: 0, slotsFrom: 0,
    messages: [0, 4, 7].map((delayDays, step) => ({
      id: `m${index}-${step}`, body: `Hi {{firstName}}, this is message ${step} about your work at {{company}}. `.repeat(3), delayDays, variants: {}, missing: 'hold', fallbacks: {},
    })),
    schedule: { timeZone: 'Europe/Paris', cohortSize: 5, skipDays: [], slots: DEFAULT_SLOTS.map((slot) => ({ ...slot, start: slot.start + (index % 8) * 15, end: slot.end + (index % 8) * 15 })) },
  };
  return switchedOn(campaign, SATURDAY - 2 * DAY);
}

function contactOf(index: number): Contact {
  return {
    id: `c${String(index).padStart(6, '0')}`, slugs: [`person-${index}`], firstName: 'Ana', lastName: `Example ${index}`, company: 'Acme', position: 'Engineer', email: '', tags: [],
    notes: '', custom: {}, handEdited: [], createdAt: 0, updatedAt: 0, ...(index % 3 === 0 ? {} : { memberId: `ACoAAperson${String(index).padStart(28, '0')}` }),
  };
}

/** Deliveries as years of use leave them: nearly all sent, a few per campaign waiting for their day. */
function deliveryOf(index: number, campaigns: number, waiting: number): Delivery {
  const campaignId = `k${index % campaigns}`;
  const contactId = `c${String(Math.floor(index / campaigns)).padStart(6, '0')}`;
  const sent = index >= waiting;
  const at = SATURDAY - (30 + (index % 700)) * DAY;
  return {
    id: `${campaignId}:${contactId}/m${index % campaigns}-${sent ? 0 : 1}`, enrollmentId: `${campaignId}:${contactId}`, campaignId, contactId, senderId: ME,
    messageId: `m${index % campaigns}-${sent ? 0 : 1}`, step: sent ? 0 : 1, state: sent ? 'sent' : 'queued', stateAt: at, createdAt: at, dueOn: addDays('2026-11-23', sent ? -60 : index % 9),
    rank: 0, attempt: sent ? 1 : 0, refusals: 0, text: 'Hi Ana, this is a message as it was typed. '.repeat(4), fingerprint: '0'.repeat(64),
    ...(sent ? { sentAt: at, grantedAt: at, claimedAt: at - 20_000 } : { reason: 'waitingDay' as const, nextAt: SATURDAY + 2 * DAY }),
  };
}

async function inSlices(count: number, write: (from: number, to: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += SLICE) await write(from, Math.min(count, from + SLICE));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** Fills a database of this size, if it is not there yet. */
async function fill(size: Size): Promise<void> {
  const db = new NurturesDb(size.name);
  if ((await db.campaigns.count()) > 0) return db.close();
  await db.members.put({ id: ME, name: 'Sam Sender', firstName: 'Sam', seed: 'member', confirmedAt: 0, firstUseAt: SATURDAY - 60 * DAY, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] });
  await db.sources.put({ id: 'all', kind: 'all', name: 'All connections', createdAt: 0 });
  await db.settings.put({ key: 'consent', value: { at: 1, version: 1, language: 'en' } });
  await db.campaigns.bulkPut(range(0, size.campaigns).map(campaignOf));
  await inSlices(size.contacts, async (from, to) => {
    await db.contacts.bulkPut(range(from, to).map(contactOf));
    await db.connections.bulkPut(range(from, to).map((index) => ({ memberId: ME, contactId: contactOf(index).id, connectedOn: addDays('2026-11-01', -(index % 2000)), source: 'import' as const, at: 0 })));
  });
  const waiting = Math.min(size.deliveries, size.campaigns * 4);
  await inSlices(size.deliveries, (from, to) => db.deliveries.bulkPut(range(from, to).map((index) => deliveryOf(index, size.campaigns, waiting))));
  await inSlices(waiting, (from, to) =>
    db.enrollments.bulkPut(range(from, to).map((index): Enrollment => {
      const { enrollmentId, campaignId, contactId } = deliveryOf(index, size.campaigns, waiting);
      return { id: enrollmentId, campaignId, contactId, senderId: ME, state: 'active', enrolledAt: SATURDAY - 9 * DAY, sentMessageIds: [`m${index % size.campaigns}-0`], granted: 'yes' };
    })));
  db.close();
}

function portsOf(db: NurturesDb): Ports {
  return {
    db, now: () => SATURDAY, newId: () => crypto.randomUUID(), bells: { list: listBells, set: setBell, clear: clearBell },
    tab: { show: async () => 'ok', exists: async () => false, close: async () => undefined, stop: async () => undefined, leave: async () => undefined, reveal: async () => undefined },
    sameSession: async () => true, badge: async () => undefined, notify: async () => undefined,
    fetch: async () => {
      throw new TypeError('Failed to fetch');
    },
    judge: async () => ({ tone: () => ({ words: [] }), optOut: () => undefined, automatic: () => false }),
  };
}

/** Milliseconds of each of `runs` wakes with nothing due, after two that set the bells. */
async function measureWakes(name: string, runs: number): Promise<number[]> {
  const db = new NurturesDb(name);
  const ports = portsOf(db);
  await wake(ports);
  await wake(ports);
  const took: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const begin = performance.now();
    await wake(ports);
    took.push(performance.now() - begin);
  }
  db.close();
  return took;
}

/** Milliseconds of each of `runs` forecasts, reading included, and how many messages it tells. */
async function measureForecasts(name: string, runs: number): Promise<{ took: number[]; events: number }> {
  const db = new NurturesDb(name);
  const took: number[] = [];
  let events = 0;
  for (let run = 0; run <= runs; run += 1) {
    const begin = performance.now();
    events = (await forecastNow(db, SATURDAY)).events.length;
    if (run > 0) took.push(performance.now() - begin);
  }
  db.close();
  return { took, events };
}

Object.assign(globalThis, { bench: { fill, measureWakes, measureForecasts } });
