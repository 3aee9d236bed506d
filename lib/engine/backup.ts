import { BACKUP_FORMAT, BACKUP_VERSION, type Backup, type BackupTables } from '@/lib/backup/backup-file';
import type { FunnelRow, NurturesDb, TallyName } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import { DISPROVE_AFTER_MS, type Delivery, type DeliveryState, type Enrollment } from '@/lib/domain/delivery';
import { clampLimits } from '@/lib/domain/pacing';
import { dateAt, isZone } from '@/lib/domain/zoned-time';
import { joinedThread, mergeInto } from '@/lib/engine/contact-merge';
import { personHashKeys } from '@/lib/engine/person-hash';

/** Settings that belong to a browser and its user, not to the data: asked or found anew after a restore. */
const NOT_RESTORED: ReadonlySet<string> = new Set(['consent', 'signedIn', 'personHashKeys']);

/** Everything in this browser as one value for a file. Reply texts are left out unless wanted. Read in one transaction. */
export function takeBackup(db: NurturesDb, now: number, replyTexts: 'with' | 'without'): Promise<Backup> {
  return db.transaction('r', db.tables, async () => {
    const tables: BackupTables = {
      members: await db.members.toArray(), contacts: await db.contacts.toArray(), aliases: await db.aliases.toArray(),
      connections: await db.connections.toArray(), sources: await db.sources.toArray(), listEntries: await db.listEntries.toArray(),
      campaigns: await db.campaigns.toArray(), versions: await db.versions.toArray(), claims: await db.claims.toArray(),
      enrollments: await db.enrollments.toArray(), deliveries: await db.deliveries.toArray(), grants: await db.grants.toArray(),
      threads: await db.threads.toArray(), runs: await db.runs.toArray(), replies: await db.replies.toArray(), tallies: await db.tallies.toArray(),
      funnel: await db.funnel.toArray(), exclusions: await db.exclusions.toArray(), imports: await db.imports.toArray(),
      importChanges: await db.importChanges.toArray(), links: await db.links.toArray(), journal: await db.journal.toArray(),
      settings: await db.settings.toArray(), editorDrafts: await db.editorDrafts.toArray(),
    };
    if (replyTexts === 'without') {
      tables.replies = tables.replies.map(({ text: _text, ...reply }) => ({ ...reply, toneWords: [] }));
    }
    return { format: BACKUP_FORMAT, version: BACKUP_VERSION, createdAt: now, replyTexts, tables };
  });
}

/** What a restore did. */
export interface RestoreResult {
  campaigns: number;
  contacts: number;
  deliveries: number;
  /** approvals that were in the backup and are void now */
  voided: number;
  /** messages whose fate the backup did not know: nothing more goes to these people until it is settled */
  unconfirmed: number;
}

/** Backup ids of contacts and deliveries, as they are called in this browser. */
interface Names {
  contact: (id: string) => string;
  delivery: (id: string) => string;
}

/**
 * Which contact of this browser each contact of the backup is: the one that shares a key with it, else itself. Contacts of
 * this browser that the backup proves to be one person are returned as pairs to merge.
 */
async function matchContacts(db: NurturesDb, tables: BackupTables): Promise<{ ids: Map<string, string>; same: [string, string][] }> {
  const ids = new Map<string, string>();
  const same: [string, string][] = [];
  const local = await db.aliases.bulkGet(tables.aliases.map((alias) => alias.key));
  for (const [index, alias] of tables.aliases.entries()) {
    const here = local[index]?.contactId;
    if (here === undefined) continue;
    const known = ids.get(alias.contactId);
    if (known === undefined) ids.set(alias.contactId, here);
    else if (known !== here) same.push([known, here]);
  }
  return { ids, same };
}

async function addMissing<Row, Key>(table: { bulkGet: (keys: Key[]) => PromiseLike<(Row | undefined)[]>; bulkPut: (rows: Row[]) => PromiseLike<unknown> }, rows: readonly Row[], keyOf: (row: Row) => Key): Promise<number> {
  if (rows.length === 0) return 0;
  const stored = await table.bulkGet(rows.map(keyOf));
  const missing = rows.filter((_, index) => stored[index] === undefined);
  await table.bulkPut(missing);
  return missing.length;
}

function restedCampaign(campaign: Campaign, seed: string, now: number): Campaign {
  const { nextBoundaryAt: _boundary, stop: _stop, ...rest } = campaign;
  const inactive = campaign.state === 'active';
  return { ...rest, seed, slotsFrom: now + 1, state: inactive ? 'inactive' : campaign.state, ...(inactive ? { switchedAt: now } : {}) };
}

/** A delivery of a backup as it may stand after a restore: nothing approved, scheduled or on its way. */
function restedDelivery(delivery: Delivery, now: number): Delivery {
  const {
    runId: _run, plannedAt: _planned, token: _token, leaseUntil: _lease, claimedAt: _claimed, approvedAt, nextAt: _next, ...rest
  } = delivery;
  switch (delivery.state) {
    case 'approved': case 'scheduled': case 'claimed':
      return approvedAt === undefined
        ? { ...rest, state: 'queued', stateAt: now, reason: 'restored' }
        : { ...rest, state: 'pending', stateAt: now, pendingSince: now, reason: 'restored' };
    case 'granted':
      return { ...rest, state: 'unconfirmed', stateAt: now, reason: 'restored', reconcileAt: Math.max(now, (delivery.grantedAt ?? now) + DISPROVE_AFTER_MS) };
    case 'pending':
      return { ...rest, pendingSince: now };
    case 'queued': case 'sent': case 'rejected': case 'canceled': case 'failed': case 'unconfirmed':
      return approvedAt === undefined ? { ...rest } : { ...rest, approvedAt };
  }
}

/** What is known for sure outranks what was planned: sent, then on its way or in doubt, then an end, then waiting. */
function weight(state: DeliveryState): number {
  switch (state) {
    case 'sent':
      return 4;
    case 'granted': case 'unconfirmed':
      return 3;
    case 'rejected': case 'canceled': case 'failed':
      return 2;
    case 'queued': case 'pending': case 'approved': case 'scheduled': case 'claimed':
      return 1;
  }
}

function joinedEnrollment(local: Enrollment, restored: Enrollment): Enrollment {
  const sentMessageIds = [...new Set([...local.sentMessageIds, ...restored.sentMessageIds])];
  const over = local.state === 'active' ? restored : local;
  const lastSentAt = Math.max(local.lastSentAt ?? 0, restored.lastSentAt ?? 0);
  return {
    ...local, state: over.state, sentMessageIds,
    ...(over.reason === undefined ? {} : { reason: over.reason }),
    ...(over.endedAt === undefined ? {} : { endedAt: over.endedAt }),
    ...(lastSentAt === 0 ? {} : { lastSentAt }),
    ...(local.granted === 'yes' || restored.granted === 'yes' ? { granted: 'yes' as const } : {}),
  };
}

async function restoreEnrollments(w: Writer, tables: BackupTables, names: Names, isNew: ReadonlySet<string>): Promise<void> {
  for (const row of tables.enrollments) {
    const contactId = names.contact(row.contactId);
    const renamed: Enrollment = { ...row, contactId, id: contactId === row.contactId ? row.id : `${row.campaignId}:${contactId}` };
    const local = await w.db.enrollments.get(renamed.id);
    await w.db.enrollments.put(local === undefined ? renamed : joinedEnrollment(local, renamed));
    if (local === undefined && !isNew.has(row.campaignId)) w.tally(row.campaignId, { enrolled: 1 });
  }
}

async function countChange(w: Writer, delivery: Delivery, from: DeliveryState | undefined): Promise<void> {
  if (from === delivery.state) return;
  const counts: Partial<Record<TallyName, number>> = { [delivery.state]: 1, ...(from === undefined ? {} : { [from]: -1 }) };
  w.tally(delivery.campaignId, counts, [`m:${delivery.messageId}`]);
  const campaign = await w.db.campaigns.get(delivery.campaignId);
  if (delivery.state === 'sent' && delivery.sentAt !== undefined && campaign !== undefined && isZone(campaign.schedule.timeZone)) {
    w.tallyDay(delivery.campaignId, dateAt(delivery.sentAt, campaign.schedule.timeZone), { sent: 1 });
  }
}

async function restoreDeliveries(w: Writer, tables: BackupTables, names: Names, isNew: ReadonlySet<string>, result: RestoreResult): Promise<void> {
  for (const row of tables.deliveries) {
    const rested = restedDelivery(row, w.now);
    const id = names.delivery(row.id);
    const delivery: Delivery = { ...rested, id, contactId: names.contact(row.contactId), enrollmentId: id.slice(0, id.lastIndexOf('/')) };
    const local = await w.db.deliveries.get(id);
    if (local !== undefined && weight(local.state) >= weight(delivery.state)) continue;
    await w.db.deliveries.put(delivery);
    result.deliveries += 1;
    if (row.approvedAt !== undefined && delivery.state === 'pending') result.voided += 1;
    // a campaign that came with the backup has its roll-ups from there: only what the restore itself changed is counted
    await countChange(w, delivery, local?.state ?? (isNew.has(row.campaignId) ? row.state : undefined));
    if (delivery.state !== row.state || local !== undefined) {
      w.journal({ kind: delivery.state === 'unconfirmed' ? 'delivery.unconfirmed' : 'delivery.voided', reason: 'restored', campaignId: delivery.campaignId, contactId: delivery.contactId, deliveryId: id, memberId: delivery.senderId });
    }
    if (delivery.state === 'unconfirmed') {
      result.unconfirmed += 1;
      await w.db.contacts.update(delivery.contactId, { heldBy: id });
    }
  }
}

async function restoreClaims(w: Writer, tables: BackupTables, names: Names): Promise<void> {
  const { db } = w;
  for (const claim of tables.claims) {
    const contactId = names.contact(claim.contactId);
    const key = `${claim.key.slice(0, claim.key.length - claim.contactId.length)}${contactId}`;
    const local = await db.claims.get(key);
    if (local === undefined) await db.claims.put({ ...claim, key, contactId });
    else if (local.campaignId !== claim.campaignId) await loseClaim(w, `${claim.campaignId}:${contactId}`);
  }
}

/** The person is taken by a campaign of this browser: what the backup still planned for them there ends. */
async function loseClaim(w: Writer, enrollmentId: string): Promise<void> {
  const enrollment = await w.db.enrollments.get(enrollmentId);
  if (enrollment?.state !== 'active') return;
  for (const delivery of await w.db.deliveries.where('enrollmentId').equals(enrollmentId).toArray()) {
    if (delivery.state !== 'queued' && delivery.state !== 'pending') continue;
    await w.move({ ...delivery, state: delivery.state }, 'cancel', 'delivery.canceled', { reason: 'claimedBySibling', nextAt: undefined, pendingSince: undefined });
  }
  await w.db.enrollments.put({ ...enrollment, state: 'ended', reason: 'claimedBySibling', endedAt: w.now });
  w.tally(enrollment.campaignId, { ended: 1 });
  w.journal({ kind: 'enrollment.ended', reason: 'claimedBySibling', campaignId: enrollment.campaignId, contactId: enrollment.contactId });
}

async function restorePeople(w: Writer, tables: BackupTables, names: Names): Promise<number> {
  const { db } = w;
  const contacts = tables.contacts.filter((contact) => names.contact(contact.id) === contact.id);
  const added = await addMissing(db.contacts, contacts, (row) => row.id);
  for (const contact of tables.contacts) {
    const id = names.contact(contact.id);
    if (id === contact.id) continue;
    const local = await db.contacts.get(id);
    if (local === undefined) continue;
    const memberId = local.memberId ?? contact.memberId;
    await db.contacts.put({
      ...local, slugs: [...new Set([...contact.slugs, ...local.slugs])], tags: [...new Set([...local.tags, ...contact.tags])],
      custom: { ...contact.custom, ...local.custom }, notes: local.notes || contact.notes,
      mergedIds: [...new Set([...(local.mergedIds ?? []), contact.id, ...(contact.mergedIds ?? [])])],
      ...(memberId === undefined ? {} : { memberId }),
    });
  }
  await addMissing(db.aliases, tables.aliases.map((row) => ({ ...row, contactId: names.contact(row.contactId) })), (row) => row.key);
  await addMissing(db.connections, tables.connections.map((row) => ({ ...row, contactId: names.contact(row.contactId) })), (row): [string, string] => [row.memberId, row.contactId]);
  for (const row of tables.threads) {
    const contactId = names.contact(row.contactId);
    const local = await db.threads.get([row.senderId, contactId]);
    await db.threads.put({ ...(local === undefined ? row : joinedThread(local, row)), contactId });
  }
  await addMissing(db.exclusions, tables.exclusions.map((row) => (row.kind === 'person' && row.hash === undefined ? { ...row, value: names.contact(row.value) } : row)), (row) => row.id);
  await addMissing(db.sources, tables.sources, (row) => row.id);
  await addMissing(db.listEntries, tables.listEntries.map((row) => ({ ...row, contactId: names.contact(row.contactId) })), (row): [string, string] => [row.sourceId, row.contactId]);
  return added;
}

async function restoreHistory(w: Writer, tables: BackupTables, names: Names, isNew: ReadonlySet<string>): Promise<void> {
  const { db } = w;
  const ofNew = <Row extends { campaignId: string }>(rows: readonly Row[]) => rows.filter((row) => isNew.has(row.campaignId));
  await addMissing(db.tallies, ofNew(tables.tallies), (row) => row.key);
  await addMissing(db.versions, tables.versions, (row): [string, number] => [row.campaignId, row.version]);
  await addMissing(db.runs, tables.runs.map((run) => (run.state === 'open' || run.state === 'checking' ? { ...run, state: 'done' as const, reason: 'restored' as const, closedAt: w.now } : run)), (row) => row.id);
  await addMissing(db.grants, tables.grants.map((row) => ({
    ...row, contactId: names.contact(row.contactId),
    ...(row.deliveryId === undefined ? {} : { deliveryId: names.delivery(row.deliveryId), id: row.id.startsWith(row.deliveryId) ? `${names.delivery(row.deliveryId)}#${row.attempt}` : row.id }),
  })), (row) => row.id);
  await addMissing(db.replies, tables.replies.map((row) => ({
    ...row, contactId: names.contact(row.contactId), ...(row.deliveryId === undefined ? {} : { deliveryId: names.delivery(row.deliveryId) }),
  })), (row) => row.id);
  await addMissing<FunnelRow, [string, string]>(db.funnel, tables.funnel.map((row) => ({ ...row, contactId: names.contact(row.contactId) })), (row) => [row.campaignId, row.contactId]);
  await addMissing(db.links, tables.links.map((row) => (row.contactId === undefined ? row : { ...row, contactId: names.contact(row.contactId) })), (row) => row.key);
  await addMissing(db.imports, tables.imports.map((row) => (row.state === 'running' ? { ...row, state: 'done' as const } : row)), (row) => row.id);
  await addMissing(db.importChanges, tables.importChanges.filter((row) => names.contact(row.contactId) === row.contactId), (row): [string, string] => [row.importId, row.contactId]);
  await addMissing(db.editorDrafts, tables.editorDrafts, (row) => row.id);
  if ((await db.journal.count()) === 0) await db.journal.bulkPut(tables.journal);
}

async function restoreSettings(w: Writer, tables: BackupTables): Promise<void> {
  await addMissing(w.db.settings, tables.settings.filter((row) => !NOT_RESTORED.has(row.key)), (row) => row.key);
  const theirs = tables.settings.find((row) => row.key === 'personHashKeys')?.value;
  const keys = new Set([...(await personHashKeys(w.db)), ...(Array.isArray(theirs) ? theirs.filter((key) => typeof key === 'string') : [])]);
  if (keys.size > 0) await w.db.settings.put({ key: 'personHashKeys', value: [...keys] });
}

/** People erased here after the backup was taken stay erased. */
function withoutErased(tables: BackupTables, erased: (alias: string) => boolean): BackupTables {
  const gone = new Set(tables.aliases.filter((alias) => erased(alias.key)).map((alias) => alias.contactId));
  if (gone.size === 0) return tables;
  const stays = <Row extends { contactId: string }>(rows: readonly Row[]) => rows.filter((row) => !gone.has(row.contactId));
  return {
    ...tables, contacts: tables.contacts.filter((contact) => !gone.has(contact.id)), aliases: stays(tables.aliases), connections: stays(tables.connections),
    listEntries: stays(tables.listEntries), threads: stays(tables.threads), importChanges: stays(tables.importChanges),
    deliveries: tables.deliveries.map((row) => {
      if (!gone.has(row.contactId)) return row;
      const { text: _text, fingerprint: _fingerprint, ...bare } = row;
      return bare;
    }),
    replies: tables.replies.map((row) => {
      if (!gone.has(row.contactId)) return row;
      const { text: _text, threadId: _thread, ...bare } = row;
      return { ...bare, toneWords: [], answer: 'none' as const };
    }),
  };
}

/**
 * Brings a backup into this browser, empty or used, in one transaction. What is here already wins; what was sent, claimed or
 * in doubt in either stays so, so that nobody is written to twice. Restored campaigns are inactive with a new seed, approvals
 * are void, what was granted is in doubt until it is settled and is never granted again. A stored pause comes along.
 */
export function restoreBackup(db: NurturesDb, now: number, backup: Backup, newSeed: () => string, erased: (alias: string) => boolean): Promise<RestoreResult> {
  return write(db, now, async (w) => {
    const tables = withoutErased(backup.tables, erased);
    const { ids, same } = await matchContacts(db, tables);
    const names: Names = {
      contact: (id) => ids.get(id) ?? id,
      delivery: (id) => {
        const row = byId.get(id);
        const contactId = row === undefined ? undefined : ids.get(row.contactId);
        return row === undefined || contactId === undefined ? id : `${row.campaignId}:${contactId}/${row.messageId}`;
      },
    };
    const byId = new Map(tables.deliveries.map((delivery) => [delivery.id, delivery]));
    const here = new Set(await db.campaigns.toCollection().primaryKeys());
    const isNew = new Set(tables.campaigns.filter((campaign) => !here.has(campaign.id)).map((campaign) => campaign.id));
    const result: RestoreResult = { campaigns: isNew.size, contacts: 0, deliveries: 0, voided: 0, unconfirmed: 0 };
    result.contacts = await restorePeople(w, tables, names);
    await addMissing(db.members, tables.members.map((member) => ({ ...member, seed: newSeed(), limits: clampLimits(member.limits) })), (row) => row.id);
    await db.campaigns.bulkPut(tables.campaigns.filter((campaign) => isNew.has(campaign.id)).map((campaign) => restedCampaign(campaign, newSeed(), now)));
    await restoreHistory(w, tables, names, isNew);
    await restoreEnrollments(w, tables, names, isNew);
    await restoreDeliveries(w, tables, names, isNew, result);
    await restoreClaims(w, tables, names);
    await restoreSettings(w, tables);
    for (const [kept, other] of same) await mergeInto(w, kept, other);
    for (const campaign of tables.campaigns) {
      if (isNew.has(campaign.id)) w.journal({ kind: 'campaign.imported', reason: 'restored', campaignId: campaign.id });
    }
    w.journal({ kind: 'backup.restored', data: { takenAt: backup.createdAt, campaigns: result.campaigns, contacts: result.contacts, lastSeq: tables.journal.at(-1)?.seq ?? 0, lastHash: tables.journal.at(-1)?.hash ?? 'none' } });
    return result;
  });
}

/** Names of a backup's campaigns that share name and program with another one here: said before a restore. The very same campaign is no other. */
export function sameNames(here: readonly Campaign[], tables: Pick<BackupTables, 'campaigns'>): string[] {
  const known = new Set(here.map((campaign) => `${nameKey(campaign.program)}\u0000${nameKey(campaign.name)}`));
  const ids = new Set(here.map(({ id }) => id));
  const shared = tables.campaigns.filter((campaign) => !ids.has(campaign.id) && known.has(`${nameKey(campaign.program)}\u0000${nameKey(campaign.name)}`));
  return [...new Map(shared.map(({ name }) => [nameKey(name), name])).values()];
}
