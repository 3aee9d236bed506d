import { write, type Writer } from '@/lib/db/write';
import type { NurturesDb } from '@/lib/db/schema';
import { nextStart } from '@/lib/domain/campaign-life';
import { LEASE_MS, type Delivery } from '@/lib/domain/delivery';
import type { Member } from '@/lib/domain/member';
import { personRoom, profilePageRoom } from '@/lib/domain/pacing';
import { nextSend, personReason } from '@/lib/domain/plan';
import type { Run } from '@/lib/domain/run';
import { barOf } from '@/lib/engine/bars';
import { noteProfile, personMarks, personPast, profileMarks, readBook } from '@/lib/engine/book';
import { cancelDelivery, cancelEnrollment } from '@/lib/engine/cancel';
import { heldByInbox } from '@/lib/engine/inbox';
import { JOB_MS, putJob, readJob, type Job } from '@/lib/engine/job';
import { wantLinks } from '@/lib/engine/links-wanted';
import { trialHolds } from '@/lib/engine/page-trial';
import { holdReason, readsAsWritten, renderStored } from '@/lib/engine/render-message';
import { remarkRun, unschedule } from '@/lib/engine/runs';
import { readPause } from '@/lib/engine/settings';
import { composePath } from '@/lib/linkedin/contract';

/** What the sender does next: a job for the page now, or an instant to look again, or nothing in the open runs. */
export type ClaimResult = { kind: 'job'; job: Job } | { kind: 'wait'; until: number } | { kind: 'idle' } | { kind: 'again' };

/**
 * Claims the next due delivery of a sender, in one transaction that re-checks everything: at most one page job exists at a
 * time. A delivery that may not go is put back or ended with its reason, and the caller asks again.
 */
export function claimNext(db: NurturesDb, memberId: string, now: number, newId: () => string): Promise<ClaimResult> {
  return write(db, now, async (w) => {
    if ((await readJob(db)) !== undefined || (await readPause(db, now)) !== undefined) return { kind: 'idle' };
    const member = await db.members.get(memberId);
    if (member === undefined || member.stop !== undefined || (await trialHolds(db, member))) return { kind: 'idle' };
    const next = nextSend(await readBook(db, member, now), now);
    if (next.kind === 'none') return { kind: 'idle' };
    if (next.at > now) return { kind: 'wait', until: next.at };
    const [delivery, run] = await Promise.all([db.deliveries.get(next.item.deliveryId), db.runs.get(next.line.runId)]);
    if (delivery === undefined || delivery.state !== 'scheduled' || run === undefined) return { kind: 'again' };
    return claim(w, member, delivery, run, newId);
  });
}

async function claim(w: Writer, member: Member, delivery: Delivery, run: Run, newId: () => string): Promise<ClaimResult> {
  const { db, now } = w;
  const campaign = await db.campaigns.get(delivery.campaignId);
  const contact = await db.contacts.get(delivery.contactId);
  if (delivery.state !== 'scheduled' || campaign === undefined || campaign.state !== 'active') return { kind: 'again' };
  const later = nextStart(campaign, run.endsAt)?.startsAt;
  const bar = await barOf(db, campaign, member.id, contact);
  if (bar !== undefined || contact === undefined) {
    if (bar === 'personHeld') await unschedule(w, delivery, { reason: bar, nextAt: later });
    else await cancelDeliveryOrAll(w, delivery, bar ?? 'personErased');
    return { kind: 'again' };
  }
  const room = personRoom(await personMarks(db, contact.id, now), await personPast(db, contact.id), now, member.limits);
  if (!room.ok) {
    await unschedule(w, delivery, { reason: personReason(room.limit), nextAt: nextStart(campaign, Math.max(room.until, run.endsAt))?.startsAt });
    return { kind: 'again' };
  }
  if (await heldByInbox(w, member, contact.id)) {
    await unschedule(w, delivery, { reason: 'mayHaveReplied', nextAt: later });
    return { kind: 'again' };
  }
  const fresh = await freshen(w, delivery);
  if (fresh === undefined) return { kind: 'again' };

  const slug = contact.slugs.at(-1);
  if (contact.memberId === undefined && slug === undefined) {
    await cancelDelivery(w, fresh, 'profileGone');
    return { kind: 'again' };
  }
  if (contact.memberId === undefined && !profilePageRoom(await profileMarks(db, member.id, now), now, member).ok) {
    await unschedule(w, fresh, { reason: 'profileLimit', nextAt: later });
    await remarkRun(w, run.id, 'notes', 'profileLimit');
    return { kind: 'again' };
  }
  const token = newId();
  await db.members.update(member.id, { lastClaimAt: now });
  const claimed = await w.move({ ...fresh, state: 'scheduled' }, 'claim', 'delivery.claimed', {
    token, attempt: fresh.attempt + 1, claimedAt: now, leaseUntil: now + LEASE_MS, reason: undefined, nextAt: undefined,
    plannedAt: fresh.plannedAt ?? now,
  }, { data: { attempt: fresh.attempt + 1 } });
  const kind = contact.memberId === undefined ? 'resolve' : 'deliver';
  const path = contact.memberId === undefined ? `/in/${encodeURIComponent(slug ?? '')}/` : composePath(contact.memberId);
  const job: Job = {
    orderId: newId(), kind, senderId: member.id, startedAt: now, until: now + JOB_MS[kind], path, deliveryId: claimed.id, contactId: contact.id,
    ...(slug === undefined ? {} : { slug }),
  };
  if (kind === 'resolve') await noteProfile(db, member.id, job.orderId, now);
  await putJob(db, job);
  return { kind: 'job', job };
}

/** A bar that is for good ends the enrollment; one of this campaign only cancels. */
async function cancelDeliveryOrAll(w: Writer, delivery: Delivery, reason: 'doNotContact' | 'notConnected' | 'claimedBySibling' | 'personErased' | string): Promise<void> {
  const enrollment = await w.db.enrollments.get(delivery.enrollmentId);
  const code = reason === 'doNotContact' || reason === 'notConnected' || reason === 'claimedBySibling' ? reason : 'personErased';
  if (enrollment === undefined) await cancelDelivery(w, delivery, code);
  else await cancelEnrollment(w, enrollment, code);
}

/**
 * Renders again just before typing. Without approval the text follows template and contact; an approved text that would now
 * read differently loses its approval (design 2.4). Returns the delivery to claim, or undefined when it went back.
 */
async function freshen(w: Writer, delivery: Delivery): Promise<Delivery | undefined> {
  const { db, now } = w;
  if (delivery.state !== 'scheduled') return undefined;
  if (delivery.editedByHand === 'yes') return delivery;
  const [campaign, contact] = await Promise.all([db.campaigns.get(delivery.campaignId), db.contacts.get(delivery.contactId)]);
  const message = campaign?.messages.find((candidate) => candidate.id === delivery.messageId);
  if (campaign === undefined || contact === undefined || message === undefined) {
    await cancelDelivery(w, delivery, 'removedByHand');
    return undefined;
  }
  if (delivery.approvedAt !== undefined && (await readsAsWritten(db, campaign, message, contact, delivery.fingerprint))) return delivery;
  const rendered = await renderStored(db, campaign, message, contact);
  const off = { runId: undefined, plannedAt: undefined, nextAt: undefined };
  if (rendered.kind === 'hold') {
    const reason = holdReason(rendered);
    if (reason === 'trackerUnreachable') {
      await wantLinks(w, delivery);
      await unschedule(w, delivery, { reason });
      return undefined;
    }
    await w.move({ ...delivery, state: 'scheduled' }, 'propose', 'delivery.proposed', { ...off, text: undefined, fingerprint: undefined, approvedAt: undefined, pendingSince: now, reason });
    return undefined;
  }
  if (rendered.fingerprint === delivery.fingerprint) return delivery;
  const variant = rendered.language.kind === 'variant' ? rendered.language.language : 'default';
  const text = { text: rendered.text, fingerprint: rendered.fingerprint, variant, version: campaign.version };
  if (delivery.approvedAt === undefined) return w.touch(delivery, text);
  await w.move({ ...delivery, state: 'scheduled' }, 'void', 'delivery.voided', { ...off, ...text, approvedAt: undefined, pendingSince: now, reason: 'textChanged' });
  return undefined;
}
