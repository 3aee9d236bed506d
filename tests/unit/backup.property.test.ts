import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBackup, type Backup, type BackupTables } from '../../lib/backup/backup-file.ts';
import type { NurturesDb } from '../../lib/db/schema.ts';
import { journalHash, write } from '../../lib/db/write.ts';
import { claimKey, type Campaign, type CampaignState } from '../../lib/domain/campaign.ts';
import { aliasKey, type Contact } from '../../lib/domain/contact.ts';
import { DELIVERY_STATES, type Delivery } from '../../lib/domain/delivery.ts';
import { fingerprint } from '../../lib/domain/fingerprint.ts';
import { DEFAULT_LIMITS } from '../../lib/domain/pacing.ts';
import type { Run } from '../../lib/domain/run.ts';
import type { Source } from '../../lib/domain/source.ts';
import { restoreBackup, takeBackup } from '../../lib/engine/backup.ts';
import { campaign, contact, counter, DAY, emptyDb, NOW, SENDER } from './desk-world.ts';

const RESTORED_AT = NOW + 3 * DAY;
const NAMES = ['Ana', 'JOHN, MBA', "O'Neil", '李', '', '🚀', '=1+1', '\u00a0é'];
const word = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme', maxLength: 8 }));
const when = fc.integer({ min: NOW - 400 * DAY, max: NOW });

/** A person: known by slugs, by member id, or both. */
const person = fc.record({
  firstName: word, lastName: word, company: word, notes: word, tags: fc.uniqueArray(word, { maxLength: 3 }), custom: fc.dictionary(fc.constantFrom('Topic', 'a, "b"', 'Name'), word, { maxKeys: 2 }),
  knownBy: fc.constantFrom('slug', 'id', 'both'), lead: fc.boolean(), edited: fc.subarray(['firstName', 'company'] as const), connected: fc.constantFrom('yes', 'gone', 'no'),
  language: fc.option(fc.record({ code: fc.constantFrom('fr', 'pt-BR'), by: fc.constantFrom('import', 'hand', 'guess') }), { nil: undefined }), excluded: fc.boolean(), at: when,
});

/** One step to one person. Any state may carry an approval where the state machine allows it. */
const step = fc.record({
  state: fc.constantFrom(...DELIVERY_STATES), approved: fc.boolean(), text: word, at: when, attempt: fc.integer({ min: 0, max: 3 }), refusals: fc.integer({ min: 0, max: 2 }), reply: fc.option(word, { nil: undefined }),
});

const nurture = fc.record({
  name: word, program: word, state: fc.constantFrom<CampaignState>('draft', 'active', 'inactive', 'archived'), approval: fc.boolean(), stopped: fc.boolean(), version: fc.integer({ min: 1, max: 4 }),
  steps: fc.array(fc.option(step, { nil: undefined }), { maxLength: 6 }), run: fc.option(fc.constantFrom<Run['state']>('checking', 'open', 'done', 'missed', 'paused'), { nil: undefined }),
});

const worlds = fc.record({ people: fc.array(person, { minLength: 1, maxLength: 6 }), nurtures: fc.array(nurture, { maxLength: 3 }), list: fc.boolean(), paused: fc.boolean(), draft: fc.boolean() });
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

const APPROVED_STATES: readonly Delivery['state'][] = ['approved', 'scheduled', 'claimed', 'granted', 'unconfirmed', 'sent', 'failed'];

/** A database in which every table has rows that hang together as the engine leaves them. */
async function fill(db: NurturesDb, world: World): Promise<void> {
  const contacts: Contact[] = world.people.map((one, index) => contact(`p${index}`, {
    firstName: one.firstName, lastName: one.lastName, company: one.company, notes: one.notes, tags: one.tags, custom: one.custom, handEdited: one.edited, createdAt: one.at, updatedAt: one.at,
    slugs: one.knownBy === 'id' ? [] : [`slug-${index}`, `former-${index}`], ...(one.knownBy === 'slug' ? {} : { memberId: `ACoAA${String(index).padStart(34, '0')}` }),
    ...(one.lead ? { leadAt: one.at } : {}), ...(one.language === undefined ? {} : { language: one.language }),
  }));
  await db.members.put({ id: SENDER, name: 'Sam Sender', firstName: 'Sam', seed: 'member', confirmedAt: 1, limits: { ...DEFAULT_LIMITS, ramp: 'off' }, mode: 'send', provenPages: ['page'], stop: { reason: 'throttled', since: NOW, resumeAfter: NOW + DAY, halfDays: 7, evidence: 'wall=throttled' } });
  await db.contacts.bulkPut(contacts);
  await db.aliases.bulkPut(contacts.flatMap((one) => [...one.slugs.map((slug) => aliasKey('slug', slug)), ...(one.memberId === undefined ? [] : [aliasKey('id', one.memberId)])].map((key) => ({ key, contactId: one.id }))));
  await db.connections.bulkPut(world.people.flatMap((one, index) => (one.connected === 'no' ? [] : [{ memberId: SENDER, contactId: `p${index}`, connectedOn: '2026-12-01' as const, source: 'sync' as const, at: one.at, ...(one.connected === 'gone' ? { goneAt: one.at } : {}) }])));
  await db.threads.bulkPut(world.people.map((one, index) => ({ senderId: SENDER, contactId: `p${index}`, lastHandAt: one.at, talkedBefore: 'yes' as const, mayHaveReplied: { at: one.at, sign: 'unread' as const } })));
  await db.exclusions.bulkPut(world.people.flatMap((one, index) => (one.excluded ? [{ id: `x${index}`, kind: 'person' as const, value: `p${index}`, reason: one.notes, at: one.at }] : [])));
  const sources: Source[] = [{ id: 'all', kind: 'all', name: 'All', createdAt: 1 }, { id: 'seg', kind: 'segment', name: 'Some', filter: { all: [{ field: 'company', op: 'isNot', value: '' }] }, createdAt: 2 }];
  await db.sources.bulkPut(world.list ? [...sources, { id: 'list', kind: 'list', name: 'Mine', createdAt: 3 }] : sources);
  if (world.list) await db.listEntries.bulkPut(contacts.map(({ id }, order) => ({ sourceId: 'list', contactId: id, order })));
  await db.imports.put({ id: 'i1', at: NOW - DAY, kind: 'mapped', fileName: 'people.csv', added: contacts.length, updated: 0, unchanged: 0, excluded: 0, issues: [{ effect: 'skipped', row: 3, reason: 'no-key', params: { found: 'x' } }], skippedCount: 1, state: 'done' });
  await db.importChanges.bulkPut(contacts.slice(0, 1).map((one) => ({ importId: 'i1', contactId: one.id, before: one, connection: 'none' as const })));
  await db.settings.bulkPut([{ key: 'language', value: 'fr' }, ...(world.paused ? [{ key: 'pause', value: { since: NOW } }] : [])]);
  if (world.draft) await db.editorDrafts.put({ id: 'new', at: NOW, value: { name: 'half written' } });
  for (const [index, one] of world.nurtures.entries()) await fillNurture(db, `k${index}`, one, world.people.length);
}

async function fillNurture(db: NurturesDb, id: string, one: World['nurtures'][number], people: number): Promise<void> {
  // Names of their own: two campaigns of one name share their claims.
  const row: Campaign = campaign(id, {
    name: `${one.name} ${id}`, program: one.program, state: one.state, approval: one.approval, version: one.version, seed: `seed of ${id}`,
    ...(one.state === 'active' ? { nextBoundaryAt: NOW + DAY } : {}), ...(one.stopped ? { stop: { reason: 'notSignedIn' as const, since: NOW } } : {}), ...(one.state === 'archived' ? { archivedAt: NOW } : {}),
  });
  await db.campaigns.put(row);
  await db.versions.put({ campaignId: id, version: one.version, at: NOW, messages: row.messages });
  await db.links.put({ key: `l-${id}`, campaignId: id, messageId: 'm1', target: 'https://example.test/', trackedUrl: `https://go.test/${id}`, origin: 'https://go.test', clicks: 2 });
  if (one.run !== undefined) {
    await db.runs.put({
      id: `${id}|2027-01-04|s1`, campaignId: id, senderId: SENDER, slotId: 's1', date: '2027-01-04', startsAt: NOW, endsAt: NOW + DAY / 12, state: one.run, firstMomentAt: NOW, taken: 1, couldTake: 2, planned: 1,
      sent: 0, unconfirmed: 0, failedInRow: 0, notes: [{ reason: 'replied', count: 2 }], warnings: [], errors: [],
    });
  }
  await write(db, NOW - DAY, async (w) => {
    for (const [index, taken] of one.steps.slice(0, people).entries()) {
      if (taken === undefined) continue;
      const contactId = `p${index}`;
      const enrollmentId = `${id}:${contactId}`;
      const { state, text, at } = taken;
      const moving = state === 'scheduled' || state === 'claimed';
      const pressed = state === 'granted' || state === 'unconfirmed' || state === 'sent';
      const approvedAt = state === 'approved' || (taken.approved && APPROVED_STATES.includes(state)) ? at : undefined;
      const delivery: Delivery = {
        id: `${enrollmentId}/m1`, enrollmentId, campaignId: id, contactId, senderId: SENDER, messageId: 'm1', step: 0, state, stateAt: at, createdAt: at, dueOn: '2027-01-03', rank: index, text, fingerprint: fingerprint(text),
        attempt: taken.attempt, refusals: taken.refusals, ...(approvedAt === undefined ? {} : { approvedAt }), ...(state === 'pending' ? { pendingSince: at } : {}), ...(moving ? { runId: 'r', plannedAt: at } : {}),
        ...(state === 'claimed' || state === 'granted' ? { token: 't', leaseUntil: at } : {}), ...(pressed ? { grantedAt: at, recipientId: 'ACoAA' } : {}), ...(state === 'sent' ? { sentAt: at, sentUrn: `urn:${id}${contactId}` } : {}),
        ...(state === 'canceled' ? { reason: 'replied' as const } : {}), ...(state === 'unconfirmed' ? { reconcileAt: at } : {}),
      };
      await db.claims.put({ key: claimKey(row, contactId), campaignId: id, contactId, at });
      await db.enrollments.put({ id: enrollmentId, campaignId: id, contactId, senderId: SENDER, state: state === 'canceled' ? 'ended' : 'active', enrolledAt: at, sentMessageIds: state === 'sent' ? ['m1'] : [], ...(pressed ? { granted: 'yes' as const } : {}) });
      await db.funnel.put({ campaignId: id, contactId, level: state === 'sent' ? 'nurtured' : 'connected', at });
      if (pressed) await db.grants.put({ id: `${delivery.id}#${taken.attempt}`, senderId: SENDER, contactId, campaignId: id, deliveryId: delivery.id, messageId: 'm1', attempt: taken.attempt, at, state: state === 'sent' ? 'sent' : 'open' });
      if (state === 'unconfirmed' && (await db.contacts.get(contactId))?.heldBy === undefined) await db.contacts.update(contactId, { heldBy: delivery.id });
      if (taken.reply !== undefined && state === 'sent') {
        await db.replies.put({ id: `r-${delivery.id}`, senderId: SENDER, contactId, campaignId: id, deliveryId: delivery.id, messageId: 'm1', at, foundAt: at, rowUrns: ['u'], text: taken.reply, kind: 'counted', tone: 'positive', toneWords: ['yes'], toneLanguage: 'en', answer: 'waiting', threadId: '2-x' });
      }
      w.tally(id, { enrolled: 1 });
      await w.addDelivery(delivery, 'delivery.queued');
    }
  });
}

async function filled(world: World): Promise<NurturesDb> {
  const db = emptyDb();
  await fill(db, world);
  return db;
}

function read(backup: Backup): Backup {
  const parsed = parseBackup(JSON.stringify(backup));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.backup;
}

const restore = (db: NurturesDb, backup: Backup, prefix = 'new seed ') => restoreBackup(db, RESTORED_AT, backup, counter(prefix), () => false);
const inOrder = <Row>(rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row, sortedKeys)).sort();
const sortedKeys = (_key: string, value: unknown): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value);

/** Tables in which a restore into an empty browser changes no row (contacts: but for the hold of a message in doubt). */
const UNTOUCHED = [
  'aliases', 'connections', 'sources', 'listEntries', 'versions', 'claims', 'enrollments', 'grants', 'threads', 'replies', 'funnel', 'exclusions', 'imports', 'importChanges', 'links', 'settings', 'editorDrafts',
] as const satisfies readonly (keyof BackupTables)[];

describe('a backup, over any database', () => {
  test('goes through its file unchanged', async () => {
    await fc.assert(fc.asyncProperty(worlds, async (world) => {
      const taken = await takeBackup(await filled(world), NOW, 'with');
      expect(read(taken)).toEqual(taken);
    }), { numRuns: 60 });
  });

  test('restored into an empty browser is the same but for what must not go on by itself', async () => {
    await fc.assert(fc.asyncProperty(worlds, async (world) => {
      const before = await takeBackup(await filled(world), NOW, 'with');
      const db = emptyDb();
      await restore(db, read(before));
      const after = await takeBackup(db, RESTORED_AT, 'with');

      for (const name of UNTOUCHED) expect(inOrder<unknown>(after.tables[name]), name).toEqual(inOrder<unknown>(before.tables[name]));
      expectRestedCampaigns(before.tables, after.tables);
      expectRestedDeliveries(before.tables, after.tables);
      expectCounts(before.tables, after.tables);
      expect(after.tables.members).toEqual(before.tables.members.map((member) => ({ ...member, seed: expect.stringMatching(/^new seed/) })));
      expect(inOrder(after.tables.runs.filter((run) => run.reason !== 'restored'))).toEqual(inOrder(before.tables.runs.filter((run) => run.state !== 'open' && run.state !== 'checking')));
      expect(after.tables.runs.filter((run) => run.reason === 'restored').every((run) => run.state === 'done')).toBe(true);
      expect(after.tables.runs).toHaveLength(before.tables.runs.length);
      // The journal goes on where the backup's ended, in one unbroken chain.
      expect(after.tables.journal.slice(0, before.tables.journal.length)).toEqual(before.tables.journal);
      expect(after.tables.journal.at(-1)?.kind).toBe('backup.restored');
      const moved = after.tables.deliveries.filter((one) => before.tables.deliveries.find((was) => was.id === one.id)?.state !== one.state);
      expect(after.tables.journal.slice(before.tables.journal.length).flatMap((entry) => entry.deliveryId ?? []).sort()).toEqual(moved.map((one) => one.id).sort());
      for (const [index, { hash, ...entry }] of after.tables.journal.entries()) expect([entry.prev, hash]).toEqual([after.tables.journal[index - 1]?.hash ?? '0'.repeat(64), journalHash(entry)]);
    }), { numRuns: 60 });
  });

  test('restored a second time, or where it was taken, changes nothing', async () => {
    await fc.assert(fc.asyncProperty(worlds, async (world) => {
      const own = await filled(world);
      const backup = read(await takeBackup(own, NOW, 'with'));
      const db = emptyDb();
      await restore(db, backup);
      for (const used of [own, db]) {
        const before = await takeBackup(used, NOW, 'with');
        await restore(used, backup, 'other seed ');
        const { journal, ...after } = (await takeBackup(used, NOW, 'with')).tables;
        const { journal: known, ...same } = before.tables;
        expect(after).toEqual(same);
        expect(journal.slice(known.length).map((entry) => entry.kind)).toEqual(['backup.restored']);
      }
    }), { numRuns: 40 });
  });
});

function expectRestedCampaigns(before: BackupTables, after: BackupTables): void {
  expect(after.campaigns).toHaveLength(before.campaigns.length);
  for (const was of before.campaigns) {
    const is = after.campaigns.find((one) => one.id === was.id);
    const { nextBoundaryAt: _boundary, stop: _stop, ...rest } = was;
    expect(is).toEqual({ ...rest, seed: expect.stringMatching(/^new seed/), slotsFrom: RESTORED_AT + 1, ...(was.state === 'active' ? { state: 'inactive', switchedAt: RESTORED_AT } : {}) });
  }
}

function expectRestedDeliveries(before: BackupTables, after: BackupTables): void {
  expect(after.deliveries).toHaveLength(before.deliveries.length);
  const doubted = new Set<string>();
  for (const was of before.deliveries) {
    const is = after.deliveries.find((one) => one.id === was.id);
    expect(is).toMatchObject({ text: was.text, fingerprint: was.fingerprint, attempt: was.attempt, refusals: was.refusals, dueOn: was.dueOn });
    switch (was.state) {
      case 'sent': case 'queued': case 'rejected': case 'canceled': case 'failed': case 'unconfirmed':
        expect(is).toEqual(was);
        break;
      case 'pending':
        expect(is).toEqual({ ...was, pendingSince: RESTORED_AT });
        break;
      case 'granted':
        expect(is).toMatchObject({ state: 'unconfirmed', reason: 'restored', grantedAt: was.grantedAt });
        break;
      case 'approved': case 'scheduled': case 'claimed':
        expect([is?.state, is?.approvedAt, is?.runId, is?.token]).toEqual([was.approvedAt === undefined ? 'queued' : 'pending', undefined, undefined, undefined]);
    }
    if (is?.state === 'unconfirmed') doubted.add(is.contactId);
  }
  for (const was of before.contacts) {
    const { heldBy, ...is } = after.contacts.find((one) => one.id === was.id) ?? was;
    const { heldBy: _held, ...rest } = was;
    expect(is).toEqual(rest);
    expect([was.id, heldBy !== undefined]).toEqual([was.id, doubted.has(was.id)]);
  }
}

/** The roll-ups agree with what they count, before and after. */
function expectCounts(before: BackupTables, after: BackupTables): void {
  for (const tables of [before, after]) {
    for (const { id } of tables.campaigns) {
      const counts = tables.tallies.find((row) => row.key === `c:${id}`)?.counts ?? {};
      for (const state of DELIVERY_STATES) expect([id, state, counts[state] ?? 0]).toEqual([id, state, tables.deliveries.filter((one) => one.campaignId === id && one.state === state).length]);
      expect(counts.enrolled ?? 0).toBe(tables.enrollments.filter((one) => one.campaignId === id).length);
    }
  }
}
