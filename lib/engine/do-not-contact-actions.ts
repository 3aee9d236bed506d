import type { Exclusion, NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import type { Contact } from '@/lib/domain/contact';
import type { Enrollment } from '@/lib/domain/delivery';
import { cancelEnrollment } from '@/lib/engine/cancel';
import { bookOf, exclusionProblem, type ExclusionBook, type ExclusionProblem } from '@/lib/engine/exclusions';

/** What goes onto the do-not-contact list, and why. */
export interface ExclusionOrder {
  id: string;
  kind: Exclusion['kind'];
  /** contact id, company name or pattern */
  value: string;
  reason: string;
  evidence?: string;
}

export type ExclusionResult = { ok: true; ended: number } | { ok: false; reason: 'gone' | 'already' | 'noReason' | ExclusionProblem };

async function endMatching(w: Writer, book: ExclusionBook, candidates: readonly Enrollment[]): Promise<number> {
  const ids = [...new Set(candidates.map((enrollment) => enrollment.contactId))];
  const contacts = new Map((await w.db.contacts.bulkGet(ids)).flatMap((contact): [string, Contact][] => (contact === undefined ? [] : [[contact.id, contact]])));
  let ended = 0;
  for (const enrollment of candidates) {
    const contact = contacts.get(enrollment.contactId);
    if (contact === undefined || book.of(contact) === undefined) continue;
    await cancelEnrollment(w, enrollment, 'doNotContact');
    ended += 1;
  }
  return ended;
}

/** Whom entries would concern now: the people named, and everyone with a sequence under way whom a company or a pattern matches. Contact ids. */
export async function whoMatches(db: NurturesDb, orders: readonly ExclusionOrder[]): Promise<string[]> {
  const people = orders.flatMap(({ kind, value }) => (kind === 'person' ? [value] : []));
  const others = orders.filter(({ kind, value }) => kind !== 'person' && exclusionProblem(kind, value) === undefined);
  if (others.length === 0) return people;
  const book = bookOf(others.map((order) => ({ ...order, value: order.value.trim(), at: 0 })), []);
  const active = await db.enrollments.filter((enrollment) => enrollment.state === 'active').toArray();
  const contacts = await db.contacts.bulkGet([...new Set(active.map(({ contactId }) => contactId))]);
  return [...people, ...contacts.flatMap((contact) => (contact === undefined || book.of(contact) === undefined ? [] : [contact.id]))];
}

/**
 * Puts a person, a company or a pattern onto the do-not-contact list. What is still planned for whom it matches ends in the
 * same transaction; nothing of the past is erased. Returns how many sequences ended.
 */
export function addExclusion(db: NurturesDb, now: number, order: ExclusionOrder): Promise<ExclusionResult> {
  return write(db, now, async (w) => {
    const value = order.value.trim();
    const reason = order.reason.trim();
    if (reason === '') return { ok: false, reason: 'noReason' };
    const problem = exclusionProblem(order.kind, value);
    if (problem !== undefined) return { ok: false, reason: problem };
    if (order.kind === 'person' && (await db.contacts.get(value)) === undefined) return { ok: false, reason: 'gone' };
    const known = await db.exclusions.where('[kind+value]').equals([order.kind, value]).filter((one) => one.liftedAt === undefined).first();
    if (known !== undefined) return { ok: false, reason: 'already' };
    const exclusion: Exclusion = { id: order.id, kind: order.kind, value, reason, at: now, ...(order.evidence === undefined ? {} : { evidence: order.evidence }) };
    await db.exclusions.add(exclusion);
    w.journal({ kind: 'exclusion.added', reason: 'doNotContact', ...(order.kind === 'person' ? { contactId: value } : {}), data: { exclusion: order.id, kind: order.kind } });
    const candidates = order.kind === 'person'
      ? await db.enrollments.where('contactId').equals(value).filter((enrollment) => enrollment.state === 'active').toArray()
      : await db.enrollments.filter((enrollment) => enrollment.state === 'active').toArray();
    return { ok: true, ended: await endMatching(w, bookOf([exclusion], []), candidates) };
  });
}

/** Puts several onto the list in one transaction; whoever is on it already, or is gone, is passed over unless it is the only one. */
export function addExclusions(db: NurturesDb, now: number, orders: readonly ExclusionOrder[]): Promise<ExclusionResult> {
  return write(db, now, async () => {
    let ended = 0;
    for (const order of orders) {
      const result = await addExclusion(db, now, order);
      if (result.ok) ended += result.ended;
      else if ((result.reason !== 'already' && result.reason !== 'gone') || orders.length === 1) return result;
    }
    return { ok: true, ended };
  });
}

/**
 * Takes a mark back, with the reason given; it stays on the list as lifted. Sequences that ended by it do not come back by
 * themselves. What was erased cannot be taken back: nothing tells who it was.
 */
export function liftExclusion(db: NurturesDb, now: number, id: string, because: string): Promise<{ ok: true } | { ok: false; reason: 'gone' | 'already' | 'noReason' }> {
  return write(db, now, async (w) => {
    const reason = because.trim();
    if (reason === '') return { ok: false, reason: 'noReason' };
    const exclusion = await db.exclusions.get(id);
    if (exclusion === undefined) return { ok: false, reason: 'gone' };
    if (exclusion.liftedAt !== undefined) return { ok: false, reason: 'already' };
    await db.exclusions.put({ ...exclusion, liftedAt: now, liftedBecause: reason });
    w.journal({ kind: 'exclusion.lifted', ...(exclusion.kind === 'person' && exclusion.hash === undefined ? { contactId: exclusion.value } : {}), data: { exclusion: id } });
    return { ok: true };
  });
}
