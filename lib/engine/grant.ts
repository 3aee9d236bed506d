import { write, type Writer } from '@/lib/db/write';
import type { NurturesDb } from '@/lib/db/schema';
import { nextStart } from '@/lib/domain/campaign-life';
import type { Campaign } from '@/lib/domain/campaign';
import { aliasKey, type Contact } from '@/lib/domain/contact';
import { GRANT_REPORT_MS, type Delivery } from '@/lib/domain/delivery';
import { fingerprint } from '@/lib/domain/fingerprint';
import type { Member } from '@/lib/domain/member';
import { personRoom, roomNow } from '@/lib/domain/pacing';
import { personReason } from '@/lib/domain/plan';
import { findOwnText } from '@/lib/domain/reading';
import type { Reason } from '@/lib/domain/reasons';
import type { Run } from '@/lib/domain/run';
import type { ThreadReading, ThreadRow } from '@/lib/domain/thread';
import { dateAt } from '@/lib/domain/zoned-time';
import { barOf } from '@/lib/engine/bars';
import { personMarks, personPast, senderMarks } from '@/lib/engine/book';
import { cancelDelivery, cancelEnrollment } from '@/lib/engine/cancel';
import { readConsent, readPause } from '@/lib/engine/settings';
import { mergeInto } from '@/lib/engine/contact-merge';
import { changeJob, readJob } from '@/lib/engine/job';
import { advance } from '@/lib/engine/outcome';
import type { Judge } from '@/lib/engine/ports';
import { recordReading } from '@/lib/engine/record-reading';
import { renderStored } from '@/lib/engine/render-message';
import { remarkRun, unschedule } from '@/lib/engine/runs';
import { stopCampaign, stopMember, closeRunsOf } from '@/lib/engine/stops';
import type { PageMessage, RecipientProof } from '@/lib/linkedin/contract';

type Ask = Extract<PageMessage, { type: 'threadRead' | 'grant' }>;
export type Verdict = { ok: true } | { ok: false; reason: Reason };

/** Everything one attempt is checked against, read inside the transaction. */
interface Attempt {
  delivery: Delivery & { state: 'claimed' };
  campaign: Campaign;
  contact: Contact;
  member: Member;
  run: Run;
  /** the row that already holds this step's text */
  twin?: ThreadRow;
}

const refuse = (reason: Reason): Verdict => ({ ok: false, reason });

/** The attempt this message speaks for, if it is still the one under way. */
async function attemptOf(w: Writer, ask: Ask): Promise<Attempt | Reason> {
  const { db, now } = w;
  const job = await readJob(db);
  const delivery = await db.deliveries.get(ask.deliveryId);
  if (job?.orderId !== ask.orderId || delivery === undefined) return 'leaseOver';
  if (delivery.state !== 'claimed' || delivery.token !== ask.token || delivery.attempt !== ask.attempt) return 'leaseOver';
  const [campaign, contact, member, run] = await Promise.all([
    db.campaigns.get(delivery.campaignId), db.contacts.get(delivery.contactId), db.members.get(delivery.senderId),
    delivery.runId === undefined ? undefined : db.runs.get(delivery.runId),
  ]);
  if (campaign === undefined || member === undefined || run === undefined) return 'archived';
  if (contact === undefined) return 'personErased';
  if (delivery.leaseUntil === undefined || now > delivery.leaseUntil) return 'leaseOver';
  return { delivery: { ...delivery, state: 'claimed' }, campaign, contact, member, run };
}

/** The rules that hold at every moment before the grant, whoever changed them meanwhile. */
async function rulesOf(w: Writer, attempt: Attempt): Promise<Reason | undefined> {
  const { db, now } = w;
  const { campaign, member, run, delivery } = attempt;
  // Read again: what the thread proved a moment ago may have lifted a hold.
  const contact = await db.contacts.get(delivery.contactId);
  if (contact === undefined) return 'personErased';
  if ((await readConsent(db)) === undefined) return 'consentMissing';
  if ((await readPause(db, now)) !== undefined) return 'paused';
  if (campaign.state === 'archived') return 'archived';
  if (campaign.state !== 'active') return 'switchedOff';
  if (member.stop !== undefined) return member.stop.reason;
  if (run.state !== 'open' || now < run.startsAt || now >= run.endsAt) return 'slotOver';
  const enrollment = await db.enrollments.get(delivery.enrollmentId);
  if (enrollment === undefined || enrollment.state !== 'active') return enrollment?.reason ?? 'removedByHand';
  if (enrollment.sentMessageIds.includes(delivery.messageId)) return 'sentElsewhere';
  const bar = await barOf(db, campaign, member.id, contact);
  if (bar !== undefined) return bar;
  const room = personRoom(await personMarks(db, contact.id, now), await personPast(db, contact.id), now, member.limits);
  return room.ok ? undefined : personReason(room.limit);
}

/**
 * The places of the page that showed who the message goes to: any that names somebody else is a mismatch, and at least one inside
 * the conversation itself (header, rows, person card) must name the wanted person; the address alone proves nothing.
 */
export function proofReason(proof: RecipientProof, contact: Pick<Contact, 'memberId' | 'slugs'>): Reason | undefined {
  const id = contact.memberId;
  if (id === undefined) return 'pageNotUnderstood';
  const { address, header, rows, card } = proof;
  if ([address, header, rows].some((seen) => seen !== undefined && seen !== id)) return 'recipientMismatch';
  const knownSlug = card !== undefined && contact.slugs.some((slug) => aliasKey('slug', slug) === aliasKey('slug', card));
  const cardProves = card === id || knownSlug;
  if (card !== undefined && !cardProves && MEMBER_ID.test(card)) return 'recipientMismatch';
  return header === id || rows === id || cardProves ? undefined : 'pageNotUnderstood';
}

const MEMBER_ID = /^ACo[A-Za-z0-9_-]{30,}$/;

/**
 * The page showed that another row of contacts is this very person (its key, or the slug on the person card): both are joined, and
 * the attempt ends, because what the other row was written counts for this one. The next attempt is checked under the joined row.
 */
async function joinedReason(w: Writer, attempt: Attempt, ask: Ask): Promise<Reason | undefined> {
  const { contact } = attempt;
  const { header, rows, card } = ask.proof;
  const shown = card === undefined || MEMBER_ID.test(card) || (header !== contact.memberId && rows !== contact.memberId) ? undefined : aliasKey('slug', card);
  for (const key of [aliasKey('id', ask.thread.otherId), ...(shown === undefined ? [] : [shown])]) {
    const alias = await w.db.aliases.get(key);
    if (alias === undefined || alias.contactId === contact.id) continue;
    const merged = await mergeInto(w, contact.id, alias.contactId);
    if (merged.ok) return 'samePerson';
    if (merged.reason === 'sending') return 'personHeld';
    // Two member ids are two people: a slug changed hands. A member id that leads elsewhere is a damaged book: nothing is sent on it.
    if (merged.reason === 'differentPeople' && key.startsWith('id:')) return 'recipientMismatch';
  }
  return undefined;
}

/** What the thread says against sending this step now; the reading is recorded whatever the outcome. */
async function threadReason(w: Writer, judge: Judge, attempt: Attempt, thread: ThreadReading): Promise<Reason | undefined> {
  const { delivery, member, contact, campaign } = attempt;
  if (thread.otherId !== contact.memberId) return 'recipientMismatch';
  const recorded = await recordReading(w, judge, member.id, contact, thread);
  if (recorded.proved.some((proved) => proved.id === delivery.id)) return 'sentElsewhere';
  const own = recorded.ended.find((end) => end.enrollmentId === delivery.enrollmentId);
  if (own !== undefined) return own.reason;
  if (recorded.verdict.unknownAuthors > 0) return 'unknownAuthor';
  const twin = findOwnText(thread, await textsOfStep(w, campaign, contact, delivery));
  if (twin !== undefined) {
    attempt.twin = twin;
    return 'sentElsewhere';
  }
  return undefined;
}

/** This step's text for this person in every wording it could have had: as approved, and in each variant. */
async function textsOfStep(w: Writer, campaign: Campaign, contact: Contact, delivery: Delivery): Promise<string[]> {
  const texts = delivery.text === undefined ? [] : [delivery.text];
  const message = campaign.messages.find((candidate) => candidate.id === delivery.messageId);
  if (message === undefined) return texts;
  for (const code of [undefined, ...Object.keys(message.variants)]) {
    const { language: _own, ...plain } = contact;
    const rendered = await renderStored(w.db, campaign, message, code === undefined ? plain : { ...plain, language: { code, by: 'hand' } });
    if (rendered.kind === 'text') texts.push(rendered.text);
  }
  return texts;
}

/**
 * Before typing: may this attempt go on? Everything the grant will check is checked already, and the thread's facts are stored.
 */
export function threadRead(db: NurturesDb, now: number, judge: Judge, ask: Extract<PageMessage, { type: 'threadRead' }>): Promise<Verdict> {
  return write(db, now, async (w) => {
    const attempt = await attemptOf(w, ask);
    if (typeof attempt === 'string') return refuse(attempt);
    const reason = identityReason(ask, attempt) ?? proofReason(ask.proof, attempt.contact) ?? (ask.degree === 'notFirst' ? 'notConnected' : undefined)
      ?? (await joinedReason(w, attempt, ask)) ?? (await threadReason(w, judge, attempt, ask.thread)) ?? (await rulesOf(w, attempt));
    if (reason === undefined) {
      await db.settings.put({ key: `typed:${attempt.contact.id}`, value: { text: attempt.delivery.text ?? '', at: now } });
      return { ok: true };
    }
    await putBack(w, attempt, reason);
    return refuse(reason);
  });
}

function identityReason(ask: Ask, attempt: Attempt): Reason | undefined {
  const { identity } = ask.facts;
  switch (identity.state) {
    case 'out': return 'notSignedIn';
    case 'inUnknown': return 'pageNotUnderstood';
    case 'in': return identity.id === attempt.member.id ? undefined : 'signedInAsOther';
  }
}

/**
 * The grant: the one-time right to press Send for this attempt, in one strict transaction over everything that could speak
 * against it. A refusal puts the delivery where it belongs, with its reason.
 */
export function grant(db: NurturesDb, now: number, judge: Judge, ask: Extract<PageMessage, { type: 'grant' }>): Promise<Verdict> {
  return write(db, now, async (w) => {
    const attempt = await attemptOf(w, ask);
    if (typeof attempt === 'string') return refuse(attempt);
    const { delivery, member, contact } = attempt;
    const typed = fingerprint(ask.typed) === delivery.fingerprint ? undefined : 'textNotKept';
    const reason: Reason | undefined = identityReason(ask, attempt) ?? proofReason(ask.proof, contact) ?? (await joinedReason(w, attempt, ask))
      ?? (await threadReason(w, judge, attempt, ask.thread))
      ?? typed ?? (await rulesOf(w, attempt)) ?? (roomNow(await senderMarks(db, member.id, now), now, member).ok ? undefined : 'memberLimit');
    if (reason !== undefined) {
      await putBack(w, attempt, reason);
      return refuse(reason);
    }
    await give(w, attempt, ask.thread);
    await changeJob(db, ask.orderId, { until: now + GRANT_REPORT_MS });
    return { ok: true };
  });
}

/** Writes the grant: the mark every limit counts, the baseline the proof is held against, the turn of the campaign. */
export async function give(w: Writer, attempt: Attempt, thread: ThreadReading): Promise<Delivery> {
  const { db, now } = w;
  const { delivery, member, contact, campaign } = attempt;
  await db.grants.add({
    id: `${delivery.id}#${delivery.attempt}`, senderId: member.id, contactId: contact.id, campaignId: campaign.id, deliveryId: delivery.id,
    messageId: delivery.messageId, attempt: delivery.attempt, at: now, state: 'open',
  });
  const enrollment = await db.enrollments.get(delivery.enrollmentId);
  if (enrollment !== undefined) await db.enrollments.put({ ...enrollment, granted: 'yes' });
  await db.campaigns.update(campaign.id, { lastGrantAt: now });
  if (member.firstUseAt === undefined) {
    await db.members.update(member.id, { firstUseAt: now, firstUseOn: dateAt(now, campaign.schedule.timeZone) });
  }
  return w.move(delivery, 'grant', 'delivery.granted', {
    grantedAt: now, leaseUntil: now + GRANT_REPORT_MS, recipientId: thread.otherId, baselineUrn: thread.rows.at(-1)?.urn ?? 'top',
    grantedFingerprint: delivery.fingerprint,
  }, { data: { attempt: delivery.attempt } });
}

/** Puts a refused attempt where it belongs: ended, back for another slot, or waiting in this run. */
export async function putBack(w: Writer, attempt: Attempt, reason: Reason): Promise<void> {
  const { db, now } = w;
  const { delivery, campaign, run, member, contact } = attempt;
  const current = await db.deliveries.get(delivery.id);
  w.journal({ kind: 'delivery.grantRefused', reason, campaignId: campaign.id, contactId: contact.id, deliveryId: delivery.id, memberId: member.id });
  if (current === undefined || current.state !== 'claimed') return;
  const later = nextStart(campaign, run.endsAt)?.startsAt;
  switch (reason) {
    case 'sentElsewhere': case 'samePerson':
      await cancelDelivery(w, attempt.twin === undefined ? current : await w.touch(current, { evidence: `row ${attempt.twin.urn}` }), reason);
      await skipStep(w, attempt, attempt.twin);
      return;
    case 'doNotContact': case 'notConnected': case 'claimedBySibling': case 'personErased': case 'replied': case 'optedOut': case 'archived': {
      const enrollment = await db.enrollments.get(delivery.enrollmentId);
      if (reason === 'notConnected') await db.connections.update([member.id, contact.id], { goneAt: now });
      if (enrollment !== undefined) await cancelEnrollment(w, enrollment, reason);
      return;
    }
    case 'recipientMismatch':
      await w.move({ ...current, state: 'claimed' }, 'fail', 'delivery.failed', { reason, token: undefined, leaseUntil: undefined, evidence: 'recipient' });
      await stopMember(w, member.id, reason, delivery.id);
      return;
    case 'signedInAsOther': case 'notSignedIn':
      await unschedule(w, current, { reason, nextAt: later });
      for (const open of await db.runs.where('[senderId+state]').equals([member.id, 'open']).toArray()) await stopCampaign(w, open.campaignId, reason);
      await closeRunsOf(w, member.id, reason);
      return;
    case 'memberLimit': case 'leaseOver':
      await w.move({ ...current, state: 'claimed' }, 'release', 'delivery.released', { reason, token: undefined, leaseUntil: undefined });
      return;
    case 'personLimit': case 'quietPeriod': {
      const room = personRoom(await personMarks(db, contact.id, now), await personPast(db, contact.id), now, member.limits);
      await unschedule(w, current, { reason, nextAt: nextStart(campaign, Math.max(room.ok ? now : room.until, run.endsAt))?.startsAt });
      return;
    }
    case 'unknownAuthor': case 'pageNotUnderstood': case 'textNotKept':
      await remarkRun(w, run.id, 'errors', reason);
      await unschedule(w, current, { reason, nextAt: later });
      return;
    default:
      await unschedule(w, current, { reason, nextAt: later });
  }
}

/** A step that already stands in the thread is over; the sequence goes on, counted from the row's own time. */
async function skipStep(w: Writer, attempt: Attempt, twin: ThreadRow | undefined): Promise<void> {
  const enrollment = await w.db.enrollments.get(attempt.delivery.enrollmentId);
  if (enrollment === undefined || enrollment.state !== 'active') return;
  const at = Math.min(twin?.at ?? w.now, w.now);
  await advance(w, enrollment, attempt.campaign, twin === undefined ? attempt.delivery : { ...attempt.delivery, sentUrn: twin.urn }, at, twin?.at);
}
