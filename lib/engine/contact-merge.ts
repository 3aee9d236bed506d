import type { FunnelRow, NurturesDb, ThreadRow } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import type { Connection, Contact } from '@/lib/domain/contact';
import type { Delivery, Enrollment } from '@/lib/domain/delivery';
import { cancelEnrollment } from '@/lib/engine/cancel';
import { voidChangedTexts } from '@/lib/engine/void-texts';

/**
 * Why two contacts were not merged: two member ids are two people; a message that is being sent right now keeps its name
 * until its outcome is known.
 */
export type MergeResult = { ok: true; contact: Contact } | { ok: false; reason: 'gone' | 'same' | 'differentPeople' | 'sending' };

function union<T>(first: readonly T[], second: readonly T[]): T[] {
  return [...new Set([...first, ...second])];
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}

/** One contact out of two: hand edits before imports, what is filled before what is empty, marks of both. */
function joinedContact(kept: Contact, other: Contact, now: number): Contact {
  const pick = (field: 'firstName' | 'lastName' | 'company' | 'position' | 'email'): string => {
    const otherWins = kept[field] === '' || (other.handEdited.includes(field) && !kept.handEdited.includes(field));
    return otherWins && other[field] !== '' ? other[field] : kept[field];
  };
  const language = kept.handEdited.includes('language') || other.language === undefined || (kept.language !== undefined && !other.handEdited.includes('language')) ? kept.language : other.language;
  const memberId = kept.memberId ?? other.memberId;
  const greetingName = kept.greetingName ?? other.greetingName;
  const leadAt = earlier(kept.leadAt, other.leadAt);
  const heldBy = kept.heldBy ?? other.heldBy;
  return {
    id: kept.id, createdAt: Math.min(kept.createdAt, other.createdAt), updatedAt: now,
    slugs: union(other.slugs, kept.slugs), tags: union(kept.tags, other.tags), handEdited: union(kept.handEdited, other.handEdited),
    firstName: pick('firstName'), lastName: pick('lastName'), company: pick('company'), position: pick('position'), email: pick('email'),
    notes: [kept.notes, other.notes].filter((notes) => notes !== '').join('\n'),
    custom: { ...other.custom, ...kept.custom, ...Object.fromEntries(Object.entries(other.custom).filter(([name]) => other.handEdited.includes(`custom:${name}`) && !kept.handEdited.includes(`custom:${name}`))) },
    ...(memberId === undefined ? {} : { memberId }),
    ...(greetingName === undefined ? {} : { greetingName }),
    ...(language === undefined ? {} : { language }),
    ...(leadAt === undefined ? {} : { leadAt }),
    ...(heldBy === undefined ? {} : { heldBy }),
    mergedIds: union(kept.mergedIds ?? [], [other.id, ...(other.mergedIds ?? [])]),
  };
}

/** How far an enrollment got: what was granted or sent counts before everything, then what still goes on. */
function progressOf(enrollment: Enrollment): number {
  return enrollment.sentMessageIds.length * 4 + (enrollment.granted === 'yes' ? 2 : 0) + (enrollment.state === 'active' ? 1 : 0);
}

interface Renamed {
  enrollment: Enrollment;
  deliveries: Delivery[];
}

async function takeOut(w: Writer, enrollment: Enrollment): Promise<Renamed> {
  const deliveries = await w.db.deliveries.where('enrollmentId').equals(enrollment.id).toArray();
  await w.db.deliveries.bulkDelete(deliveries.map((delivery) => delivery.id));
  await w.db.enrollments.delete(enrollment.id);
  return { enrollment, deliveries };
}

/** Puts an enrollment back under the id its contact has now, with its deliveries, their grants and their replies. */
async function putBack(w: Writer, taken: Renamed, id: string, contactId: string, alsoSent: readonly string[]): Promise<void> {
  const { db } = w;
  const enrollment: Enrollment = { ...taken.enrollment, id, contactId, sentMessageIds: union(taken.enrollment.sentMessageIds, alsoSent) };
  await db.enrollments.put(enrollment);
  for (const delivery of taken.deliveries) {
    const renamed: Delivery = { ...delivery, id: `${id}/${delivery.messageId}`, enrollmentId: id, contactId };
    await db.deliveries.put(renamed);
    if (renamed.id === delivery.id) continue;
    for (let attempt = 0; attempt <= delivery.attempt; attempt += 1) {
      const grant = await db.grants.get(`${delivery.id}#${attempt}`);
      if (grant === undefined) continue;
      await db.grants.delete(grant.id);
      await db.grants.put({ ...grant, id: `${renamed.id}#${attempt}`, deliveryId: renamed.id, contactId });
    }
    await db.replies.where('campaignId').equals(delivery.campaignId).filter((reply) => reply.deliveryId === delivery.id).modify({ deliveryId: renamed.id });
    await db.contacts.where('id').equals(contactId).filter((contact) => contact.heldBy === delivery.id).modify({ heldBy: renamed.id });
  }
}

async function mergeEnrollments(w: Writer, keptId: string, otherId: string): Promise<void> {
  const { db } = w;
  for (const other of await db.enrollments.where('contactId').equals(otherId).toArray()) {
    const kept = (await db.enrollments.where('contactId').equals(keptId).toArray()).find((candidate) => candidate.campaignId === other.campaignId);
    if (kept === undefined) {
      await putBack(w, await takeOut(w, other), `${other.campaignId}:${keptId}`, keptId, []);
      continue;
    }
    const [front, back] = progressOf(other) > progressOf(kept) ? [other, kept] : [kept, other];
    await cancelEnrollment(w, back, 'samePerson');
    const ended = (await db.enrollments.get(back.id)) ?? back;
    const [first, second] = [await takeOut(w, front), await takeOut(w, ended)];
    await putBack(w, first, `${front.campaignId}:${keptId}`, keptId, back.sentMessageIds);
    await putBack(w, second, `${front.campaignId}:${otherId}`, keptId, []);
  }
}

async function mergeClaims(w: Writer, keptId: string, otherId: string): Promise<void> {
  const { db } = w;
  for (const claim of await db.claims.where('contactId').equals(otherId).toArray()) {
    await db.claims.delete(claim.key);
    const key = `${claim.key.slice(0, claim.key.length - otherId.length)}${keptId}`;
    const standing = await db.claims.get(key);
    if (standing === undefined || standing.campaignId === claim.campaignId) {
      await db.claims.put({ ...claim, key, contactId: keptId, at: Math.min(claim.at, standing?.at ?? claim.at) });
      continue;
    }
    const [ofStanding, ofClaim] = [await db.enrollments.get(`${standing.campaignId}:${keptId}`), await db.enrollments.get(`${claim.campaignId}:${keptId}`)];
    const claimWins = ofClaim?.granted === 'yes' && ofStanding?.granted !== 'yes' ? true : ofStanding?.granted === 'yes' ? false : claim.at < standing.at;
    if (claimWins) await db.claims.put({ ...claim, key, contactId: keptId });
    const loser = claimWins ? ofStanding : ofClaim;
    if (loser !== undefined) await cancelEnrollment(w, loser, 'claimedBySibling');
  }
}

const LEVELS: readonly FunnelRow['level'][] = ['connected', 'nurtured', 'engaged', 'lead'];

/** What is known of one conversation from two sides: the later time of each, and every doubt of the one read last. */
export function joinedThread(a: ThreadRow, b: ThreadRow): ThreadRow {
  const [older, newer] = (a.lastReadAt ?? 0) <= (b.lastReadAt ?? 0) ? [a, b] : [b, a];
  const lastHandAt = later(a.lastHandAt, b.lastHandAt);
  const lastTheirsAt = later(a.lastTheirsAt, b.lastTheirsAt);
  const mayHaveReplied = [a.mayHaveReplied, b.mayHaveReplied].find((one) => one?.sign === 'unread') ?? a.mayHaveReplied ?? b.mayHaveReplied;
  return {
    ...older, ...newer,
    ...(lastHandAt === undefined ? {} : { lastHandAt }),
    ...(lastTheirsAt === undefined ? {} : { lastTheirsAt }),
    ...(mayHaveReplied === undefined ? {} : { mayHaveReplied }),
    ...(a.talkedBefore === 'yes' || b.talkedBefore === 'yes' ? { talkedBefore: 'yes' as const } : {}),
  };
}

async function mergeRows(w: Writer, keptId: string, otherId: string): Promise<void> {
  const { db } = w;
  for (const row of await db.connections.where('contactId').equals(otherId).toArray()) {
    const known = await db.connections.get([row.memberId, keptId]);
    await db.connections.delete([row.memberId, otherId]);
    const newest: Connection = known === undefined || row.at > known.at ? row : known;
    await db.connections.put({ ...newest, contactId: keptId, connectedOn: newest.connectedOn || known?.connectedOn || row.connectedOn });
  }
  for (const row of await db.threads.where('contactId').equals(otherId).toArray()) {
    const known = await db.threads.get([row.senderId, keptId]);
    await db.threads.delete([row.senderId, otherId]);
    await db.threads.put({ ...(known === undefined ? row : joinedThread(known, row)), contactId: keptId });
  }
  for (const row of await db.listEntries.where('contactId').equals(otherId).toArray()) {
    const known = await db.listEntries.get([row.sourceId, keptId]);
    await db.listEntries.delete([row.sourceId, otherId]);
    await db.listEntries.put({ ...row, contactId: keptId, order: Math.min(row.order, known?.order ?? row.order) });
  }
  for (const row of await db.funnel.where('contactId').equals(otherId).toArray()) {
    const known = await db.funnel.get([row.campaignId, keptId]);
    await db.funnel.delete([row.campaignId, otherId]);
    if (known === undefined || LEVELS.indexOf(row.level) > LEVELS.indexOf(known.level)) await db.funnel.put({ ...row, contactId: keptId });
  }
  await db.grants.where('[contactId+at]').between([otherId, -Infinity], [otherId, Infinity]).modify({ contactId: keptId });
  await db.replies.where('contactId').equals(otherId).modify({ contactId: keptId });
  await db.links.where('contactId').equals(otherId).modify({ contactId: keptId });
  await db.aliases.where('contactId').equals(otherId).modify({ contactId: keptId });
  await db.exclusions.where('[kind+value]').equals(['person', otherId]).modify({ value: keptId });
}

/**
 * Makes one contact of two that prove to be one person, in the caller's transaction: messages, claims, holds, do-not-contact
 * marks and conversations are joined and the strictest wins; of two enrollments in one campaign the one furthest on goes on
 * and the other ends as "same person". What is claimed goes back to scheduled; while something is granted nothing is done.
 */
export async function mergeInto(w: Writer, keptId: string, otherId: string): Promise<MergeResult> {
  const { db } = w;
  if (keptId === otherId) return { ok: false, reason: 'same' };
  const [kept, other] = await db.contacts.bulkGet([keptId, otherId]);
  if (kept === undefined || other === undefined) return { ok: false, reason: 'gone' };
  if (kept.memberId !== undefined && other.memberId !== undefined && kept.memberId !== other.memberId) return { ok: false, reason: 'differentPeople' };
  const granted = await db.deliveries.where('[contactId+state]').anyOf([[keptId, 'granted'], [otherId, 'granted']]).count();
  if (granted > 0) return { ok: false, reason: 'sending' };
  for (const delivery of await db.deliveries.where('[contactId+state]').anyOf([[keptId, 'claimed'], [otherId, 'claimed']]).toArray()) {
    await w.move({ ...delivery, state: 'claimed' }, 'release', 'delivery.released', { reason: 'samePerson', token: undefined, leaseUntil: undefined });
  }
  const contact = joinedContact(kept, other, w.now);
  await db.contacts.put(contact);
  await mergeEnrollments(w, keptId, otherId);
  await mergeClaims(w, keptId, otherId);
  await mergeRows(w, keptId, otherId);
  await db.contacts.delete(otherId);
  w.journal({ kind: 'contact.merged', reason: 'samePerson', contactId: keptId, data: { from: otherId } });
  const stored = (await db.contacts.get(keptId)) ?? contact;
  await voidChangedTexts(w, [stored]);
  return { ok: true, contact: stored };
}

/** The member says that two contacts are one person. */
export function mergeByHand(db: NurturesDb, now: number, keptId: string, otherId: string): Promise<MergeResult> {
  return write(db, now, (w) => mergeInto(w, keptId, otherId));
}
