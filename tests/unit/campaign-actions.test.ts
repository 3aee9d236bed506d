import { describe, expect, it } from 'vitest';
import type { NurturesDb } from '@/lib/db/schema';
import { claimKey, type Campaign } from '@/lib/domain/campaign';
import type { CampaignInput } from '@/lib/domain/campaign-check';
import type { DeliveryState } from '@/lib/domain/delivery';
import type { Member } from '@/lib/domain/member';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import { archiveCampaign, claimedInBoth, createCampaign, duplicateCampaign, saveCampaign, switchOff, switchOn } from '@/lib/engine/campaign-actions';
import { CONSENT_VERSION } from '@/lib/engine/settings';
import { addContact, addDelivery, campaign, counter, countsOf, DAY, emptyDb, NOW, SENDER } from './desk-world';

const member: Member = { id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 's', confirmedAt: 1, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] };

function inputOf(row: Campaign, patch: Partial<CampaignInput> = {}): CampaignInput {
  const { name, program, description, senderId, sourceId, messages, schedule, approval } = row;
  return { name, program, description, senderId, sourceId, messages, schedule, approval, ...patch };
}

/** A database ready to send: consent, sender, source and one stored campaign. */
async function ready(patch: Partial<Campaign> = {}): Promise<{ db: NurturesDb; stored: Campaign }> {
  const db = emptyDb();
  const stored = campaign('c', patch);
  await db.settings.put({ key: 'consent', value: { at: 1, version: CONSENT_VERSION, language: 'en' } });
  await db.members.put(member);
  await db.sources.put({ id: 'all', kind: 'all', name: 'All', createdAt: 1 });
  await db.campaigns.put(stored);
  return { db, stored };
}

async function openRun(db: NurturesDb, deliveryId: string): Promise<void> {
  await db.runs.put({
    id: 'c|2027-01-04|s1', campaignId: 'c', senderId: SENDER, slotId: 's1', date: '2027-01-04', startsAt: NOW - 3_600_000, endsAt: NOW + 3_600_000, state: 'open',
    firstMomentAt: NOW, taken: 1, couldTake: 5, planned: 1, sent: 0, unconfirmed: 0, failedInRow: 0, notes: [], warnings: [], errors: [],
  });
  await db.deliveries.update(deliveryId, { runId: 'c|2027-01-04|s1', plannedAt: NOW + 60_000 });
}

const journalKinds = async (db: NurturesDb) => (await db.journal.orderBy('seq').toArray()).map((entry) => entry.kind);

describe('creating', () => {
  it('stores a draft with a seed, a first version and a journal row', async () => {
    const db = emptyDb();
    const result = await createCampaign(db, NOW, inputOf(campaign('x'), { name: '  Welcome ' }), counter());
    expect(result).toMatchObject({ ok: true, campaign: { id: 'x1', name: 'Welcome', state: 'draft', version: 1, seed: 'x2' } });
    expect(await db.versions.get(['x1', 1])).toMatchObject({ messages: [{ id: 'm1' }, { id: 'm2' }] });
    expect(await journalKinds(db)).toEqual(['campaign.created']);
  });

  it('keeps the id and seed the draft was written with, and draws fresh ones when that draft was saved before', async () => {
    const db = emptyDb();
    const born = { id: 'born', seed: 'drawn at first' };
    expect(await createCampaign(db, NOW, inputOf(campaign('x')), counter(), born)).toMatchObject({ ok: true, campaign: born });
    expect(await createCampaign(db, NOW, inputOf(campaign('x'), { name: 'Again' }), counter(), born)).toMatchObject({ ok: true, campaign: { id: 'x1', seed: 'x2', name: 'Again' } });
    expect((await db.campaigns.get('born'))?.name).toBe(campaign('x').name);
  });

  it('refuses what cannot run, naming each field, and stores nothing', async () => {
    const db = emptyDb();
    const row = campaign('x');
    const bad = inputOf(row, {
      name: ' ', messages: row.messages.map((message) => ({ ...message, body: 'Hi {{frstName}}', delayDays: 1 })),
      schedule: { ...row.schedule, slots: [{ id: 's1', days: ['mon'], start: 540, end: 550 }] },
    });
    const result = await createCampaign(db, NOW, bad, counter());
    if (result.ok || result.why !== 'invalid') throw new Error('expected a refusal');
    expect(result.problems.map((problem) => problem.at)).toEqual(['name', 'message', 'delay', 'message', 'schedule']);
    expect(await db.campaigns.count()).toBe(0);
  });
});

describe('switching on', () => {
  it('sets day 0 in the zone of the campaign and the next boundary the day after', async () => {
    const { db } = await ready({ state: 'draft' });
    await db.campaigns.where('id').equals('c').modify((row) => {
      delete row.dayZero;
    });
    const result = await switchOn(db, NOW, 'c');
    expect(result).toMatchObject({ ok: true, campaign: { state: 'active', dayZero: '2027-01-04', nextBoundaryAt: Date.UTC(2027, 0, 5, 8) } });
    expect(await journalKinds(db)).toEqual(['campaign.switchedOn']);
  });

  it('takes the member signed in as sender when none is chosen', async () => {
    const { db, stored } = await ready({ state: 'draft' });
    const { senderId: _none, ...rest } = stored;
    await db.campaigns.put(rest);
    expect(await switchOn(db, NOW, 'c')).toMatchObject({ ok: false, why: 'notReady', reasons: ['senderUnknown'] });
    await db.settings.put({ key: 'signedIn', value: { state: 'in', memberId: SENDER, name: 'Sam', at: NOW } });
    expect(await switchOn(db, NOW, 'c')).toMatchObject({ ok: true, campaign: { senderId: SENDER } });
  });

  it('is refused without consent, source or message, with every reason', async () => {
    const { db } = await ready({ state: 'draft', messages: [], sourceId: 'gone' });
    await db.settings.delete('consent');
    expect(await switchOn(db, NOW, 'c')).toMatchObject({ ok: false, reasons: ['consentMissing', 'noMessage', 'sourceGone'] });
    expect((await db.campaigns.get('c'))?.state).toBe('draft');
  });

  it('lets approvals not age while it was off', async () => {
    const { db } = await ready({ state: 'inactive', switchedAt: NOW - 3 * DAY });
    await addContact(db, 'a');
    const pending = await addDelivery(db, 'c', 'a', 'pending', { pendingSince: NOW - 5 * DAY });
    await switchOn(db, NOW, 'c');
    expect((await db.deliveries.get(pending.id))?.pendingSince).toBe(NOW - 2 * DAY);
  });
});

describe('switching off', () => {
  it('puts what is scheduled back to its approval, closes the run and names what is under way', async () => {
    const { db } = await ready();
    await addContact(db, 'a');
    await addContact(db, 'b');
    const scheduled = await addDelivery(db, 'c', 'a', 'scheduled', { approvedAt: NOW - DAY });
    await addDelivery(db, 'c', 'b', 'granted');
    await openRun(db, scheduled.id);
    expect(await switchOff(db, NOW, 'c')).toMatchObject({ ok: true, underWay: ['b'] });
    const back = await db.deliveries.get(scheduled.id);
    expect(back).toMatchObject({ state: 'approved', reason: 'switchedOff' });
    expect(back?.runId).toBeUndefined();
    expect(await db.runs.get('c|2027-01-04|s1')).toMatchObject({ state: 'done', reason: 'switchedOff' });
    const row = await db.campaigns.get('c');
    expect(row?.state).toBe('inactive');
    expect(row?.nextBoundaryAt).toBeUndefined();
    expect(await countsOf(db, 'c')).toMatchObject({ approved: 1, granted: 1 });
  });
});

describe('saving', () => {
  it('voids approvals whose text changed and says how many', async () => {
    const { db, stored } = await ready();
    for (const id of ['a', 'b', 'd']) await addContact(db, id);
    await addDelivery(db, 'c', 'a', 'approved', { approvedAt: NOW - DAY });
    await addDelivery(db, 'c', 'b', 'approved', { approvedAt: NOW - DAY });
    await addDelivery(db, 'c', 'd', 'sent');
    const [first, second] = stored.messages;
    if (first === undefined || second === undefined) throw new Error('two messages expected');
    const result = await saveCampaign(db, NOW, 'c', inputOf(stored, { messages: [{ ...first, body: 'Hello {{firstName}}.' }, second] }));
    expect(result).toMatchObject({ ok: true, voided: 2, campaign: { version: 2 } });
    expect(await db.deliveries.get('c:a/m1')).toMatchObject({ state: 'pending', text: 'Hello Ana.', reason: 'textChanged' });
    expect(await db.deliveries.get('c:d/m1')).toMatchObject({ state: 'sent', text: 'Hi Ana, welcome.' });
    expect((await db.versions.get(['c', 2]))?.messages[0]?.body).toBe('Hello {{firstName}}.');
  });

  it('keeps approvals when only the other message changed', async () => {
    const { db, stored } = await ready();
    await addContact(db, 'a');
    await addDelivery(db, 'c', 'a', 'approved', { approvedAt: NOW - DAY });
    const [first, second] = stored.messages;
    if (first === undefined || second === undefined) throw new Error('two messages expected');
    expect(await saveCampaign(db, NOW, 'c', inputOf(stored, { messages: [first, { ...second, body: 'Any news?' }] }))).toMatchObject({ ok: true, voided: 0 });
    expect((await db.deliveries.get('c:a/m1'))?.state).toBe('approved');
  });

  it('ends an open run when slots or zone change and counts from the next slot', async () => {
    const { db, stored } = await ready();
    await addContact(db, 'a');
    const scheduled = await addDelivery(db, 'c', 'a', 'scheduled', {});
    await openRun(db, scheduled.id);
    const result = await saveCampaign(db, NOW, 'c', inputOf(stored, { schedule: { ...stored.schedule, slots: [{ id: 's1', days: ['mon'], start: 540, end: 720 }] } }));
    expect(result).toMatchObject({ ok: true, runEnded: 'yes', campaign: { slotsFrom: NOW + 1, nextBoundaryAt: Date.UTC(2027, 0, 11, 8) } });
    expect(await db.deliveries.get(scheduled.id)).toMatchObject({ state: 'queued', reason: 'scheduleEdited' });
  });

  it('leaves the run open when only the cohort changes', async () => {
    const { db, stored } = await ready();
    await addContact(db, 'a');
    const scheduled = await addDelivery(db, 'c', 'a', 'scheduled');
    await openRun(db, scheduled.id);
    expect(await saveCampaign(db, NOW, 'c', inputOf(stored, { schedule: { ...stored.schedule, cohortSize: 7 } }))).toMatchObject({ ok: true, runEnded: 'no' });
    expect((await db.deliveries.get(scheduled.id))?.state).toBe('scheduled');
  });

  it('leaves a slot that has begun to the worker, whatever else is edited', async () => {
    const begun = Date.UTC(2027, 0, 4, 8);
    const { db, stored } = await ready({ nextBoundaryAt: begun });
    await saveCampaign(db, NOW, 'c', inputOf(stored, { description: 'More words', schedule: { ...stored.schedule, cohortSize: 9 } }));
    expect((await db.campaigns.get('c'))?.nextBoundaryAt).toBe(begun);
  });

  it('refuses another sender once anything was sent, and moves what is enrolled before', async () => {
    const { db, stored } = await ready();
    await addContact(db, 'a');
    await addDelivery(db, 'c', 'a', 'queued');
    expect(await saveCampaign(db, NOW, 'c', inputOf(stored, { senderId: 'OTHER' }))).toMatchObject({ ok: true });
    expect(await db.deliveries.get('c:a/m1')).toMatchObject({ senderId: 'OTHER' });
    await addContact(db, 'b');
    await addDelivery(db, 'c', 'b', 'sent');
    expect(await saveCampaign(db, NOW, 'c', inputOf(stored))).toEqual({ ok: false, why: 'senderFixed' });
  });

  it('names before a renaming who is claimed in both and where each stays: with the earlier claim, of an archived nurture too', async () => {
    const { db, stored } = await ready();
    await db.campaigns.bulkPut([campaign('other', { name: 'Summer' }), campaign('old', { name: 'Summer', state: 'archived' })]);
    const claimed = async (campaignId: string, id: string, at: number, state: DeliveryState = 'pending') => {
      await addDelivery(db, campaignId, id, state, {}, state === 'sent' ? { granted: 'yes', sentMessageIds: ['m1'] } : {});
      await db.claims.where('contactId').equals(id).filter((claim) => claim.campaignId === campaignId).modify({ at });
    };
    for (const id of ['alone', 'laterHere', 'sameTime', 'earlierHere', 'sentHere', 'archivedFirst']) await addContact(db, id);
    for (const [id, here, there] of [['laterHere', NOW - 1, NOW - 2], ['sameTime', NOW - 2, NOW - 2], ['earlierHere', NOW - 3, NOW - 2]] as const) {
      await claimed('c', id, here);
      await claimed('other', id, there);
    }
    await claimed('c', 'alone', NOW - 1);
    await claimed('c', 'sentHere', NOW - 1, 'sent');
    await claimed('other', 'sentHere', NOW - 2, 'approved');
    await claimed('c', 'archivedFirst', NOW - 1);
    await claimed('old', 'archivedFirst', NOW - 9, 'sent');

    const inBoth = async (name: string, program = 'Spring') => Object.fromEntries((await claimedInBoth(db, 'c', { program, name })).map(({ contact, staysIn, other }) => [contact.id, `${staysIn} ${other.id}`]));
    const expected = { laterHere: 'other other', sameTime: 'other other', earlierHere: 'this other', sentHere: 'other other', archivedFirst: 'other old' };
    expect(await inBoth(' SUMMER ')).toEqual(expected);
    expect(await inBoth('Summer', 'Winter')).toEqual({});
    expect(await inBoth(stored.name)).toEqual({});

    await saveCampaign(db, NOW, 'c', inputOf(stored, { name: 'Summer' }));
    const owner = async (id: string, name = 'Summer') => (await db.claims.get(claimKey({ program: 'Spring', name }, id)))?.campaignId;
    expect([await owner('alone'), await owner('laterHere'), await owner('sameTime'), await owner('earlierHere'), await owner('sentHere'), await owner('archivedFirst')]).toEqual(['c', 'other', 'other', 'c', 'other', 'old']);
    expect(await owner('sentHere', 'Welcome')).toBe('c');
    const ended = (await db.enrollments.toArray()).filter((enrollment) => enrollment.state === 'ended').map(({ id, reason }) => `${id} ${reason ?? ''}`);
    expect(ended.sort()).toEqual(['c:archivedFirst claimedBySibling', 'c:laterHere claimedBySibling', 'c:sameTime claimedBySibling', 'c:sentHere claimedBySibling', 'other:earlierHere claimedBySibling']);
    expect((await db.deliveries.get('c:laterHere/m1'))).toMatchObject({ state: 'canceled', reason: 'claimedBySibling' });
    expect((await db.deliveries.get('other:earlierHere/m1'))).toMatchObject({ state: 'canceled', reason: 'claimedBySibling' });
    expect((await db.deliveries.get('c:sentHere/m1'))?.state).toBe('sent');
    expect((await db.deliveries.get('other:sentHere/m1'))?.state).toBe('approved');
  });

  it('a renaming and the way back leave each person with one nurture', async () => {
    const { db, stored } = await ready();
    await db.campaigns.put(campaign('other', { name: 'Summer' }));
    await addContact(db, 'p');
    for (const id of ['c', 'other']) await addDelivery(db, id, 'p', 'pending');
    await db.claims.where('campaignId').equals('other').modify({ at: NOW });
    await saveCampaign(db, NOW, 'c', inputOf(stored, { name: 'Summer' }));
    await saveCampaign(db, NOW, 'c', inputOf(stored, { name: 'Welcome' }));
    expect((await db.claims.toArray()).map((claim) => [claim.key, claim.campaignId])).toEqual([[claimKey({ program: 'Spring', name: 'Welcome' }, 'p'), 'c']]);
    expect((await db.enrollments.get('other:p'))?.state).toBe('ended');
  });

  it('takes claims along under a new name, and keeps the old ones of people who were written to', async () => {
    const { db, stored } = await ready();
    await addContact(db, 'a');
    await addContact(db, 'b');
    await addDelivery(db, 'c', 'a', 'queued');
    await addDelivery(db, 'c', 'b', 'sent', {}, { granted: 'yes' });
    await saveCampaign(db, NOW, 'c', inputOf(stored, { name: 'Hello' }));
    const keys = (await db.claims.toArray()).map((claim) => claim.key);
    const named = (name: string, id: string) => claimKey({ program: 'Spring', name }, id);
    expect(keys.sort()).toEqual([named('Hello', 'a'), named('Hello', 'b'), named('Welcome', 'b')].sort());
  });

  it('leads people of a removed step to the next one', async () => {
    const { db, stored } = await ready();
    await addContact(db, 'a');
    await addDelivery(db, 'c', 'a', 'queued');
    const [, second] = stored.messages;
    if (second === undefined) throw new Error('two messages expected');
    await saveCampaign(db, NOW, 'c', inputOf(stored, { messages: [second] }));
    expect(await db.deliveries.get('c:a/m1')).toMatchObject({ state: 'canceled', reason: 'removedByHand' });
    expect(await db.deliveries.get('c:a/m2')).toMatchObject({ state: 'queued', step: 0, dueOn: '2027-01-04' });
  });

  it('moves queued follow-ups when their delay changes', async () => {
    const { db, stored } = await ready();
    await addContact(db, 'a');
    await addDelivery(db, 'c', 'a', 'queued', { id: 'c:a/m2', messageId: 'm2', step: 1, dueOn: '2027-01-09' }, { sentMessageIds: ['m1'], lastSentAt: NOW });
    const [first, second] = stored.messages;
    if (first === undefined || second === undefined) throw new Error('two messages expected');
    await saveCampaign(db, NOW, 'c', inputOf(stored, { messages: [first, { ...second, delayDays: 10 }] }));
    expect((await db.deliveries.get('c:a/m2'))?.dueOn).toBe('2027-01-14');
  });
});

describe('duplicating', () => {
  it('copies what was written, not who was written to', async () => {
    const { db, stored } = await ready();
    await addContact(db, 'a');
    await addDelivery(db, 'c', 'a', 'sent');
    const result = await duplicateCampaign(db, NOW, 'c', 'Welcome (copy)', counter('n'));
    if (!result.ok) throw new Error('expected a copy');
    expect(result.campaign).toMatchObject({ name: 'Welcome (copy)', program: 'Spring', state: 'draft', version: 1 });
    expect(result.campaign.dayZero).toBeUndefined();
    expect(result.campaign.seed).not.toBe(stored.seed);
    expect(result.campaign.messages.map((message) => message.id)).not.toContain('m1');
    expect(await db.enrollments.where('campaignId').equals(result.campaign.id).count()).toBe(0);
  });
});

describe('archiving', () => {
  it('cancels what waits and what is claimed, keeps what is granted or unconfirmed, and keeps claims', async () => {
    const { db } = await ready();
    const states = ['queued', 'pending', 'approved', 'scheduled', 'claimed', 'granted', 'unconfirmed', 'sent'] as const;
    for (const state of states) {
      await addContact(db, state);
      await addDelivery(db, 'c', state, state, state === 'approved' ? { approvedAt: NOW } : {});
    }
    await openRun(db, 'c:scheduled/m1');
    expect(await archiveCampaign(db, NOW, 'c')).toEqual({ ok: true, canceled: 5 });
    expect(await countsOf(db, 'c')).toMatchObject({ canceled: 5, granted: 1, unconfirmed: 1, sent: 1, ended: 6 });
    expect((await db.enrollments.get('c:granted'))?.state).toBe('active');
    expect((await db.enrollments.get('c:queued'))).toMatchObject({ state: 'ended', reason: 'archived' });
    expect(await db.claims.where('campaignId').equals('c').count()).toBe(states.length);
    expect(await db.runs.get('c|2027-01-04|s1')).toMatchObject({ state: 'done', reason: 'archived' });
    expect(await switchOn(db, NOW, 'c')).toEqual({ ok: false, why: 'archived' });
  });
});
