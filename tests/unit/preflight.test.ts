import { describe, expect, it } from 'vitest';
import { readCampaignFile } from '@/lib/contacts/campaign-file';
import type { Member } from '@/lib/domain/member';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import type { Source } from '@/lib/domain/source';
import { createCampaign, switchOn } from '@/lib/engine/campaign-actions';
import { forecastNow } from '@/lib/engine/forecast-input';
import { exportCampaigns } from '@/lib/engine/campaign-export';
import { preflight } from '@/lib/engine/preflight';
import { CONSENT_VERSION } from '@/lib/engine/settings';
import { peopleOf, standingSource } from '@/lib/engine/source-actions';
import { addContact, addDelivery, campaign, counter, DAY, emptyDb, NOW, SENDER } from './desk-world';

const member: Member = { id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 's', confirmedAt: 1, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] };

function draft(patch = {}) {
  const { dayZero: _day, ...rest } = campaign('new', { state: 'draft', sourceId: 'list', approval: false, ...patch });
  return rest;
}

async function world() {
  const db = emptyDb();
  await db.settings.put({ key: 'consent', value: { at: 1, version: CONSENT_VERSION, language: 'en' } });
  await db.members.put(member);
  await db.sources.put({ id: 'list', kind: 'list', name: 'Friends', createdAt: 1 });
  for (const [order, [id, patch]] of Object.entries({ ana: { firstName: 'Ana' }, bob: { firstName: 'Bob' }, none: { firstName: '' }, cleo: { firstName: 'Cleo' } }).entries()) {
    await addContact(db, id, { ...patch, memberId: `ACoAA${id.padEnd(34, 'x')}` });
    await db.listEntries.put({ sourceId: 'list', contactId: id, order });
  }
  return db;
}

describe('looking ahead before a start', () => {
  it('shows the first texts in the order of the source, each with its planned time', async () => {
    const db = await world();
    const result = await preflight(db, NOW, draft());
    expect(result.blocks).toEqual([]);
    expect(result.first.map(({ contact, rendered }) => [contact.id, rendered.kind === 'text' ? rendered.text : rendered.why])).toEqual([
      ['ana', 'Hi Ana, welcome.'], ['bob', 'Hi Bob, welcome.'], ['none', 'missing-variable'], ['cleo', 'Hi Cleo, welcome.'],
    ]);
    expect(result.held).toBe(1);
    // day 0 is Monday: the first slot is Tuesday 09:00 to 11:00 in Paris
    const [first] = result.first;
    expect(first?.at).toBeGreaterThanOrEqual(Date.UTC(2027, 0, 5, 8));
    expect(first?.at).toBeLessThan(Date.UTC(2027, 0, 5, 10));
    expect(result.forecast?.events.filter((event) => event.step === 0)).toHaveLength(3);
  });

  it('foresees for a nurture that is not stored yet the very seconds that hold once it is', async () => {
    const db = await world();
    const born = { id: 'born', seed: 'its own seed' };
    const { name, program, description, senderId, sourceId, messages, schedule, approval } = draft();
    const told = (await preflight(db, NOW, { ...draft(), ...born })).forecast?.events;
    const other = (await preflight(db, NOW, { ...draft(), id: 'other', seed: 'another' })).forecast?.events;
    expect(other?.map(({ at }) => at)).not.toEqual(told?.map(({ at }) => at));

    const created = await createCampaign(db, NOW, { name, program, description, senderId, sourceId, messages, schedule, approval }, counter(), born);
    if (!created.ok) throw new Error('not created');
    expect(await switchOn(db, NOW, created.campaign.id)).toMatchObject({ ok: true });
    const events = (await forecastNow(db, NOW)).events;
    expect(events.length).toBeGreaterThan(3);
    expect(events.map(({ at, deliveryId }) => [at, deliveryId])).toEqual(told?.map(({ at, deliveryId }) => [at, deliveryId]));
  });

  it('names everything that keeps it from starting', async () => {
    const db = await world();
    await db.settings.delete('consent');
    expect((await preflight(db, NOW, draft({ sourceId: 'gone' }))).blocks).toEqual(['consentMissing', 'sourceGone']);
  });

  it('counts who would be passed over, and why', async () => {
    const db = await world();
    await db.connections.update([SENDER, 'bob'], { goneAt: 1 });
    await db.campaigns.put(campaign('sibling'));
    await addDelivery(db, 'sibling', 'cleo', 'sent');
    const result = await preflight(db, NOW, draft());
    expect(result.passed).toEqual(expect.arrayContaining([{ reason: 'notConnected', count: 1 }, { reason: 'claimedBySibling', count: 1 }]));
    expect(result.first.map(({ contact }) => contact.id)).toEqual(['ana', 'none']);
  });

  it('writes nothing', async () => {
    const db = await world();
    await preflight(db, NOW, draft());
    expect([await db.campaigns.count(), await db.enrollments.count(), await db.deliveries.count(), await db.journal.count()]).toEqual([0, 0, 0, 0]);
  });

  it('tells of a running campaign how it goes on, and shows only people it has not taken up', async () => {
    const db = await world();
    const running = campaign('new', { sourceId: 'list', approval: false, dayZero: '2026-12-01', slotsFrom: NOW - 30 * DAY });
    await db.campaigns.put(running);
    await addDelivery(db, 'new', 'ana', 'sent', { sentAt: NOW - DAY }, { sentMessageIds: ['m1'] });
    const result = await preflight(db, NOW, running);
    expect(result.blocks).toEqual([]);
    expect(result.first.map(({ contact }) => contact.id)).toEqual(['bob', 'none', 'cleo']);
    expect(result.passed).toEqual([]);
    // day 0 is long past: the slots of today count
    expect(result.forecast?.first?.at).toBeLessThan(NOW + DAY);
    expect(result.forecast?.events.filter((event) => event.step === 0).map(({ contactId }) => contactId).sort()).toEqual(['bob', 'cleo']);
  });
});

describe('sources that stand by themselves', () => {
  it('are stored once, however often they are chosen', async () => {
    const db = await world();
    const newId = counter('s');
    const ids = [await standingSource(db, NOW, { kind: 'all' }, 'All', newId), await standingSource(db, NOW, { kind: 'all' }, 'All', newId), await standingSource(db, NOW, { kind: 'recent', days: 30 }, '30', newId), await standingSource(db, NOW, { kind: 'recent', days: 7 }, '7', newId)];
    expect(ids).toEqual(['s1', 's1', 's2', 's3']);
  });

  it('bring everyone once, newest connection first, ties by contact id, and nobody who is no connection any more', async () => {
    const db = await world();
    await db.connections.update([SENDER, 'cleo'], { connectedOn: '2026-12-20' });
    await db.connections.update([SENDER, 'bob'], { goneAt: NOW });
    for (let n = 0; n < 700; n += 1) await addContact(db, `m${String(n).padStart(3, '0')}`);
    const pieces: string[][] = [];
    for await (const { people } of peopleOf(db, { kind: 'all' }, SENDER, NOW)) pieces.push(people.map(({ id }) => id));
    const ids = pieces.flat();
    expect(ids[0]).toBe('cleo');
    expect(ids.slice(1)).toEqual(ids.slice(1).toSorted());
    expect([ids.length, new Set(ids).size, ids.includes('bob')]).toEqual([await db.connections.count() - 1, ids.length, false]);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(300);
  });

  it('bring the people of a list in its own order, connections or not, and of a segment only those who fit', async () => {
    const db = await world();
    const idsOf = async (source: Source) => (await Array.fromAsync(peopleOf(db, source, SENDER, NOW))).flatMap(({ people }) => people.map(({ id }) => id));
    expect(await idsOf({ id: 'list', kind: 'list', name: 'Friends', createdAt: 1 })).toEqual(['ana', 'bob', 'none', 'cleo']);
    await db.contacts.update('bob', { leadAt: NOW });
    expect(await idsOf({ id: 's', kind: 'segment', name: 'Leads', createdAt: 1, filter: { all: [{ field: 'engagement', op: 'is', value: 'lead' }] } })).toEqual(['bob']);
  });
});

describe('exporting', () => {
  it('writes a file that reads back, with the people of a list', async () => {
    const db = await world();
    await db.campaigns.put(campaign('c', { sourceId: 'list' }));
    await db.campaigns.put(campaign('lost', { name: 'Lost', sourceId: 'gone' }));
    const { text, left } = await exportCampaigns(db, ['c', 'lost']);
    const read = readCampaignFile(text, []);
    if (read.kind !== 'file') throw new Error(JSON.stringify(read.problems));
    expect(left).toEqual(['Lost']);
    expect(read.file.campaigns).toMatchObject([{ name: 'Welcome', program: 'Spring', source: { kind: 'list', name: 'Friends' }, approval: true }]);
    expect(read.file.campaigns[0]?.source).toMatchObject({ profiles: ['ana', 'bob', 'none', 'cleo'].map((id) => `https://www.linkedin.com/in/slug-${id}/`) });
  });
});
