import { beforeEach, describe, expect, it } from 'vitest';
import type { NurturesDb } from '../../lib/db/schema.ts';
import { DEFAULT_LIMITS } from '../../lib/domain/pacing.ts';
import { giveConsent } from '../../lib/engine/consent-actions.ts';
import { answerSignedOutMyself, changeLimits, changePermission, confirmMember, confirmPage, resumeMember } from '../../lib/engine/member-actions.ts';
import { pauseEverything, resumeEverything } from '../../lib/engine/pause-actions.ts';
import { readConsent, readPause, readSignedIn } from '../../lib/engine/settings.ts';
import { addContact, addDelivery, campaign, DAY, emptyDb, journalKinds, NOW, SENDER } from './desk-world.ts';

let db: NurturesDb;
beforeEach(() => {
  db = emptyDb();
});

const signIn = (memberId = SENDER) => db.settings.put({ key: 'signedIn', value: { state: 'in', memberId, name: 'Eva Maier', slug: 'eva', at: NOW } });
const stop = (reason: 'securityCheck' | 'forcedLogout') => ({ stop: { reason, since: NOW - DAY, resumeAfter: NOW, halfDays: 14, evidence: 'checkpoint' } });

describe('confirm', () => {
  it('makes a sender of who is signed in, once', async () => {
    await signIn();
    const first = await confirmMember(db, NOW, SENDER, 'seed-1');
    expect(first).toMatchObject({ ok: true, member: { id: SENDER, name: 'Eva Maier', firstName: 'Eva', seed: 'seed-1', limits: DEFAULT_LIMITS, mode: 'send' } });
    expect(await confirmMember(db, NOW + 1, SENDER, 'seed-2')).toMatchObject({ ok: true, member: { seed: 'seed-1' } });
    expect(await journalKinds(db)).toEqual(['member.confirmed']);
  });

  it('refuses anyone who is not signed in right now', async () => {
    expect(await confirmMember(db, NOW, SENDER, 's')).toEqual({ ok: false, reason: 'notSignedIn' });
    await signIn('ACoAAB000000000000000000000000000000009');
    expect(await confirmMember(db, NOW, SENDER, 's')).toEqual({ ok: false, reason: 'signedInAsOther' });
    await db.settings.put({ key: 'signedIn', value: 'damaged' });
    expect(await readSignedIn(db)).toEqual({ state: 'unknown' });
    expect(await db.members.count()).toBe(0);
  });
});

describe('a stopped sender', () => {
  beforeEach(async () => {
    await signIn();
    await confirmMember(db, NOW - DAY, SENDER, 's');
    await db.campaigns.put(campaign('c1', { nextBoundaryAt: NOW - 3600_000 }));
  });

  it('resumes not before its waiting time, then with half limits and from the next slot', async () => {
    await db.members.update(SENDER, stop('securityCheck'));
    expect(await resumeMember(db, NOW - 1, SENDER)).toEqual({ ok: false, reason: 'tooEarly', until: NOW });
    expect(await resumeMember(db, NOW, SENDER)).toMatchObject({ ok: true, member: { halfUntil: NOW + 14 * DAY } });
    expect((await db.members.get(SENDER))?.stop).toBeUndefined();
    expect(await db.campaigns.get('c1')).toMatchObject({ slotsFrom: NOW + 1, nextBoundaryAt: Date.UTC(2027, 0, 5, 8) });
    expect(await resumeMember(db, NOW, SENDER)).toEqual({ ok: false, reason: 'notStopped' });
  });

  it('"I signed out myself" ends a forced log-out only', async () => {
    await db.members.update(SENDER, stop('securityCheck'));
    expect(await answerSignedOutMyself(db, NOW - DAY, SENDER)).toEqual({ ok: false, reason: 'notStopped' });
    await db.members.update(SENDER, stop('forcedLogout'));
    expect(await answerSignedOutMyself(db, NOW - DAY, SENDER)).toMatchObject({ ok: true });
    expect((await db.members.get(SENDER))?.halfUntil).toBeUndefined();
  });

  it('keeps every limit under its hard limit', async () => {
    expect(await changeLimits(db, NOW, SENDER, { perDay: 5000, perHour: 3, ramp: 'off' })).toMatchObject({ ok: true, member: { limits: { perDay: 60, perHour: 3, ramp: 'off', perWeek: 80 } } });
  });

  it('confirms a changed page and gives and takes permissions', async () => {
    expect(await confirmPage(db, NOW, SENDER)).toEqual({ ok: false, reason: 'nothingToConfirm' });
    await db.members.update(SENDER, { newPage: { fingerprint: 'fp2' }, provenPages: ['fp1'] });
    expect(await confirmPage(db, NOW, SENDER)).toMatchObject({ ok: true, member: { provenPages: ['fp1'], newPage: { fingerprint: 'fp2', confirmedAt: NOW } } });
    expect(await confirmPage(db, NOW, SENDER)).toEqual({ ok: false, reason: 'nothingToConfirm' });
    await changePermission(db, NOW, SENDER, 'sweepOpens', true);
    expect((await db.members.get(SENDER))?.sweepOpens).toBe('yes');
    await changePermission(db, NOW, SENDER, 'sweepOpens', false);
    expect((await db.members.get(SENDER))?.sweepOpens).toBeUndefined();
  });
});

describe('pause everything', () => {
  it('holds from its commit, names what was on its way and touches no switch', async () => {
    await db.campaigns.put(campaign('c1'));
    await addContact(db, 'p1');
    const granted = await addDelivery(db, 'c1', 'p1', 'granted');
    expect(await pauseEverything(db, NOW)).toEqual({ ok: true, underWay: [{ id: granted.id, contactId: 'p1', campaignId: 'c1' }] });
    expect(await readPause(db, NOW)).toEqual({ since: NOW });
    expect((await db.campaigns.get('c1'))?.state).toBe('active');
    expect(await pauseEverything(db, NOW + 5, NOW + DAY)).toMatchObject({ ok: true });
    expect(await readPause(db, NOW + 6)).toEqual({ since: NOW, until: NOW + DAY });
    expect(await readPause(db, NOW + DAY)).toBeUndefined();
    expect(await pauseEverything(db, NOW, NOW)).toEqual({ ok: false, reason: 'past' });
  });

  it('resuming goes on at the next slot and lets no approval age by the pause', async () => {
    await db.campaigns.put(campaign('c1'));
    await addContact(db, 'p1');
    await addContact(db, 'p2');
    const pending = await addDelivery(db, 'c1', 'p1', 'pending', { pendingSince: NOW - 2 * DAY });
    const approved = await addDelivery(db, 'c1', 'p2', 'approved', { approvedAt: NOW - DAY });
    await pauseEverything(db, NOW);
    const later = NOW + 6 * DAY;
    expect(await resumeEverything(db, later)).toEqual({ ok: true });
    expect(later - ((await db.deliveries.get(pending.id))?.pendingSince ?? 0)).toBe(2 * DAY);
    expect(later - ((await db.deliveries.get(approved.id))?.approvedAt ?? 0)).toBe(DAY);
    expect((await db.campaigns.get('c1'))?.slotsFrom).toBe(later + 1);
    expect(await resumeEverything(db, later)).toEqual({ ok: false, reason: 'notPaused' });
  });

  it('holds when the stored row is damaged', async () => {
    await db.settings.put({ key: 'pause', value: 'yes' });
    expect(await readPause(db, NOW)).toEqual({ since: 0 });
  });
});

it('records consent once, with its wording', async () => {
  expect(await readConsent(db)).toBeUndefined();
  await giveConsent(db, NOW, 'fr');
  await giveConsent(db, NOW + 1, 'en');
  expect(await readConsent(db)).toEqual({ at: NOW, version: 1, language: 'fr' });
  expect(await journalKinds(db)).toEqual(['consent.given']);
});
