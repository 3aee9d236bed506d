/** Databases of a size, as years of use leave them. Filled by bulk writes inside the browser that measures on them. */
import { NurturesDb } from '@/lib/db/schema';
import { switchedOn, withBoundary } from '@/lib/domain/campaign-life';
import type { Campaign } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { Delivery, Enrollment } from '@/lib/domain/delivery';
import { JOURNAL_GENESIS, type JournalEntry } from '@/lib/domain/journal';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import { DEFAULT_SLOTS, slotsOn } from '@/lib/domain/schedule';
import { addDays, dateAt, DAY } from '@/lib/domain/zoned-time';
import { newRun } from '@/lib/engine/runs';

const ME = 'ACoAAsender0000000000000000000000000001';
const SLICE = 20_000;
/** Journal rows of so many deliveries are stored. */
const JOURNAL_MAX = 100_000;

export interface Size {
  readonly name: string;
  readonly campaigns: number;
  readonly deliveries: number;
  readonly contacts: number;
  /** the instant the database is looked at, milliseconds */
  readonly at: number;
  /** deliveries that wait for an approval, of the first campaigns */
  readonly pending: number;
}

function campaignOf(index: number, at: number): Campaign {
  const campaign: Campaign = {
    id: `k${index}`, name: `Nurture ${index}`, program: `Program ${index % 12}`, description: 'Keeps in touch with people met at the fair.', senderId: ME, sourceId: 'all',
    approval: index % 2 === 0, state: 'draft', version: 1, seed: `seed-${index}`, createdAt: at - 100 * DAY + index, updatedAt: 0, slotsFrom: 0,
    messages: [0, 4, 7].map((delayDays, step) => ({
      id: `m${index}-${step}`, body: `Hi {{firstName}}, this is message ${step} about your work at {{company}}. `.repeat(3), delayDays, variants: {}, missing: 'hold', fallbacks: {},
    })),
    schedule: { timeZone: 'Europe/Paris', cohortSize: 5, skipDays: [], slots: DEFAULT_SLOTS.map((slot) => ({ ...slot, start: slot.start + (index % 8) * 15, end: slot.end + (index % 8) * 15 })) },
  };
  return withBoundary(switchedOn(campaign, at - 60 * DAY), at);
}

function contactOf(index: number): Contact {
  return {
    id: `c${String(index).padStart(6, '0')}`, slugs: [`person-${index}`], firstName: 'Ana', lastName: `Example ${index}`, company: 'Acme', position: 'Engineer', email: '', tags: [],
    notes: '', custom: {}, handEdited: [], createdAt: 0, updatedAt: 0, ...(index % 3 === 0 ? {} : { memberId: `ACoAAperson${String(index).padStart(28, '0')}` }),
  };
}

/** Nearly all sent, a few per campaign waiting for their day, the first few for an approval. */
function deliveryOf(index: number, waiting: number, { campaigns, at: looked, pending }: Size): Delivery {
  const campaignId = `k${index % campaigns}`;
  const contactId = `c${String(Math.floor(index / campaigns)).padStart(6, '0')}`;
  const state = index < pending ? 'pending' : index < waiting ? 'queued' : 'sent';
  const step = state === 'sent' ? 0 : 1;
  const at = looked - (30 + (index % 700)) * DAY;
  const row: Delivery = {
    id: `${campaignId}:${contactId}/m${index % campaigns}-${step}`, enrollmentId: `${campaignId}:${contactId}`, campaignId, contactId, senderId: ME,
    messageId: `m${index % campaigns}-${step}`, step, state, stateAt: at, createdAt: at, dueOn: addDays(dateAt(looked, 'UTC'), state === 'sent' ? -60 : 2 + (index % 9)),
    rank: 0, attempt: 0, refusals: 0, text: 'Hi Ana, this is a message as it was typed. '.repeat(4), fingerprint: '0'.repeat(64),
  };
  switch (state) {
    case 'sent': return { ...row, attempt: 1, sentAt: at, grantedAt: at, claimedAt: at - 20_000 };
    case 'pending': return { ...row, stateAt: looked - DAY / 2, pendingSince: looked - DAY / 2, reason: 'waitingApproval' };
    case 'queued': return { ...row, reason: 'waitingDay', nextAt: looked + 2 * DAY };
  }
}

/** What the roll-ups and the last run say of a campaign. */
async function addStanding(db: NurturesDb, campaigns: readonly Campaign[], size: Size, waiting: number): Promise<void> {
  const { at } = size;
  await db.tallies.bulkPut(campaigns.flatMap((campaign, index) => {
    const of = (count: number) => Math.floor((count - index - 1) / size.campaigns) + 1;
    const [all, held, asked] = [of(size.deliveries), of(waiting), of(size.pending)];
    return [
      { key: `c:${campaign.id}`, campaignId: campaign.id, counts: { enrolled: all, taken: all, sent: all - held, queued: held - asked, pending: asked, replies: all % 7, positive: all % 5, neutral: 1 } },
      { key: `d:${dateAt(at, campaign.schedule.timeZone)}:${campaign.id}`, campaignId: campaign.id, counts: { sent: index % 3 } },
    ];
  }));
  await db.runs.bulkPut(campaigns.flatMap((campaign, index) => {
    const begun = [-1, 0].flatMap((days) => slotsOn(campaign.schedule, addDays(dateAt(at, campaign.schedule.timeZone), days))).filter(({ endsAt }) => endsAt < at);
    return begun.slice(-1).map((occurrence) => ({ ...newRun(campaign, occurrence, 'done', occurrence.startsAt), closedAt: occurrence.endsAt, reason: 'slotEnded' as const, taken: 2, couldTake: 2, planned: 3, sent: index % 3 }));
  }));
}

function journalRow(seq: number, size: Size, waiting: number): JournalEntry {
  const { id, campaignId, contactId, stateAt } = deliveryOf(size.deliveries - seq, waiting, size);
  return { seq, at: stateAt, prev: JOURNAL_GENESIS, hash: JOURNAL_GENESIS, kind: 'delivery.sent', campaignId, contactId, deliveryId: id, memberId: ME };
}

async function inSlices(count: number, write: (from: number, to: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += SLICE) await write(from, Math.min(count, from + SLICE));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** Fills a database of this size, if it is not there yet. */
export async function fill(size: Size): Promise<void> {
  const { at } = size;
  const db = new NurturesDb(size.name);
  if ((await db.campaigns.count()) > 0) return db.close();
  await db.members.put({ id: ME, name: 'Sam Sender', firstName: 'Sam', seed: 'member', confirmedAt: 0, firstUseAt: at - 60 * DAY, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] });
  await db.sources.put({ id: 'all', kind: 'all', name: 'All connections', createdAt: 0 });
  await db.settings.bulkPut([{ key: 'consent', value: { at: 1, version: 1, language: 'en' } }, { key: 'signedIn', value: { state: 'in', memberId: ME, name: 'Sam Sender', at } }]);
  const campaigns = range(0, size.campaigns).map((index) => campaignOf(index, at));
  const waiting = Math.min(size.deliveries, Math.max(size.pending, size.campaigns * 4));
  await db.campaigns.bulkPut(campaigns);
  await addStanding(db, campaigns, size, waiting);
  await inSlices(size.contacts, async (from, to) => {
    await db.contacts.bulkPut(range(from, to).map(contactOf));
    await db.connections.bulkPut(range(from, to).map((index) => ({ memberId: ME, contactId: contactOf(index).id, connectedOn: addDays('2026-11-01', -(index % 2000)), source: 'import' as const, at: 0 })));
  });
  await inSlices(size.deliveries, (from, to) => db.deliveries.bulkPut(range(from, to).map((index) => deliveryOf(index, waiting, size))));
  await inSlices(waiting, (from, to) =>
    db.enrollments.bulkPut(range(from, to).map((index): Enrollment => {
      const { enrollmentId, campaignId, contactId } = deliveryOf(index, waiting, size);
      return { id: enrollmentId, campaignId, contactId, senderId: ME, state: 'active', enrolledAt: at - 9 * DAY, sentMessageIds: [`m${index % size.campaigns}-0`], granted: 'yes' };
    })));
  await inSlices(Math.min(JOURNAL_MAX, size.deliveries), (from, to) => db.journal.bulkPut(range(from, to).map((index) => journalRow(index + 1, size, waiting))));
  db.close();
}
