import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { NurturesDb } from '../../lib/db/schema.ts';
import { write } from '../../lib/db/write.ts';
import { claimKey, type Campaign } from '../../lib/domain/campaign.ts';
import { aliasKey, type Contact } from '../../lib/domain/contact.ts';
import type { Delivery, DeliveryState, Enrollment } from '../../lib/domain/delivery.ts';
import { fingerprint } from '../../lib/domain/fingerprint.ts';

/** Monday 4 January 2027, 10:00 in Paris: inside the morning slot. */
export const NOW = Date.UTC(2027, 0, 4, 9);
export const SENDER = 'ACoAAB000000000000000000000000000000001';
export const DAY = 86_400_000;

/** A fresh, empty database of its own. */
export function emptyDb(): NurturesDb {
  return new NurturesDb('nurtures', { indexedDB: new IDBFactory(), IDBKeyRange });
}

/** Ids `x1`, `x2`, … */
export function counter(prefix = 'x'): () => string {
  let last = 0;
  return () => {
    last += 1;
    return `${prefix}${last}`;
  };
}

export function campaign(id: string, patch: Partial<Campaign> = {}): Campaign {
  return {
    id, name: 'Welcome', program: 'Spring', description: '', senderId: SENDER, sourceId: 'all',
    messages: [
      { id: 'm1', body: 'Hi {{firstName}}, welcome.', delayDays: 0, variants: {}, missing: 'hold', fallbacks: {} },
      { id: 'm2', body: 'Still there, {{firstName}}?', delayDays: 5, variants: {}, missing: 'hold', fallbacks: {} },
    ],
    schedule: { timeZone: 'Europe/Paris', slots: [{ id: 's1', days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: 540, end: 660 }], cohortSize: 5, skipDays: [] },
    approval: true, state: 'active', version: 1, seed: 'seed', createdAt: NOW - DAY, updatedAt: NOW - DAY, dayZero: '2027-01-02', slotsFrom: NOW - DAY,
    ...patch,
  };
}

export function contact(id: string, patch: Partial<Contact> = {}): Contact {
  return {
    id, slugs: [`slug-${id}`], firstName: 'Ana', lastName: 'Novak', company: 'Acme', position: 'CTO', email: '', tags: [], notes: '', custom: {},
    handEdited: [], createdAt: NOW - DAY, updatedAt: NOW - DAY, ...patch,
  };
}

/** A contact as stored: with its keys and as a connection of the sender. */
export async function addContact(db: NurturesDb, id: string, patch: Partial<Contact> = {}): Promise<Contact> {
  const row = contact(id, patch);
  await db.contacts.put(row);
  const keys = [...row.slugs.map((slug) => aliasKey('slug', slug)), ...(row.memberId === undefined ? [] : [aliasKey('id', row.memberId)])];
  await db.aliases.bulkPut(keys.map((key) => ({ key, contactId: id })));
  await db.connections.put({ memberId: SENDER, contactId: id, connectedOn: '2026-12-01', source: 'import', at: NOW - DAY });
  return row;
}

/** One contact enrolled in a campaign with its first message in a state; counted and journaled like the real ones. */
export async function addDelivery(db: NurturesDb, campaignId: string, contactId: string, state: DeliveryState, patch: Partial<Delivery> = {}, enrolled: Partial<Enrollment> = {}): Promise<Delivery> {
  const text = 'Hi Ana, welcome.';
  const enrollmentId = `${campaignId}:${contactId}`;
  const delivery: Delivery = {
    id: `${enrollmentId}/m1`, enrollmentId, campaignId, contactId, senderId: SENDER, messageId: 'm1', step: 0, state, stateAt: NOW - DAY,
    createdAt: NOW - DAY, dueOn: '2027-01-03', rank: 0, text, fingerprint: fingerprint(text), attempt: 0, refusals: 0, ...patch,
  };
  await write(db, NOW - DAY, async (w) => {
    const owner = await db.campaigns.get(campaignId);
    if (owner !== undefined) await db.claims.put({ key: claimKey(owner, contactId), campaignId, contactId, at: NOW - DAY });
    await db.enrollments.put({ id: enrollmentId, campaignId, contactId, senderId: SENDER, state: 'active', enrolledAt: NOW - DAY, sentMessageIds: [], ...enrolled });
    w.tally(campaignId, { enrolled: 1 });
    await w.addDelivery(delivery, 'delivery.queued');
  });
  return delivery;
}

/** The roll-up of a campaign. */
export async function countsOf(db: NurturesDb, campaignId: string): Promise<Record<string, number>> {
  const counts = (await db.tallies.get(`c:${campaignId}`))?.counts ?? {};
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

export async function journalKinds(db: NurturesDb): Promise<string[]> {
  return (await db.journal.toArray()).map((entry) => entry.kind);
}
