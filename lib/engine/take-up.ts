import type { Writer } from '@/lib/db/write';
import { claimKey, type Campaign } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { Delivery, Enrollment } from '@/lib/domain/delivery';
import { REFUSALS_MAX } from '@/lib/domain/delivery';
import type { Member } from '@/lib/domain/member';
import { planRuns, roomForNew, type SenderBook } from '@/lib/domain/plan';
import type { Reason } from '@/lib/domain/reasons';
import { remark, type Run } from '@/lib/domain/run';
import { newWanted, takesRetry } from '@/lib/domain/take-up';
import { nextStart } from '@/lib/domain/campaign-life';
import { lineOf, readBook } from '@/lib/engine/book';
import { offersOf } from '@/lib/engine/candidates';
import { renderStored } from '@/lib/engine/render-message';

const FAR = '9999-12-31';

/** A text as rendered for storing, or the reason it is held. */
async function textOf(w: Writer, campaign: Campaign, contact: Contact, step: number): Promise<{ text: string; fingerprint: string; variant: string } | { held: Reason }> {
  const message = campaign.messages[step];
  if (message === undefined) return { held: 'noMessage' };
  const rendered = await renderStored(w.db, campaign, message, contact);
  if (rendered.kind === 'hold') return { held: rendered.why === 'too-long' ? 'textTooLong' : 'missingVariable' };
  return { text: rendered.text, fingerprint: rendered.fingerprint, variant: rendered.language.kind === 'variant' ? rendered.language.language : 'default' };
}

/** Puts a queued, approved or retried delivery into this run. */
async function schedule(w: Writer, delivery: Delivery, run: Run): Promise<void> {
  if (delivery.state !== 'queued' && delivery.state !== 'approved') return;
  await w.move({ ...delivery, state: delivery.state }, 'schedule', 'delivery.scheduled', { runId: run.id, reason: undefined, nextAt: undefined });
}

/** Makes a queued delivery wait for the member: rendered, or held for a missing variable. */
async function propose(w: Writer, delivery: Delivery, campaign: Campaign, contact: Contact, reason: Reason): Promise<void> {
  if (delivery.state !== 'queued') return;
  const rendered = await textOf(w, campaign, contact, delivery.step);
  await w.move({ ...delivery, state: 'queued' }, 'propose', 'delivery.proposed', {
    pendingSince: w.now, version: campaign.version, nextAt: undefined,
    ...('held' in rendered ? { reason: rendered.held, text: undefined, fingerprint: undefined } : { reason, ...rendered }),
  });
}

/** With approval off: renders and schedules, or lets the member look when a variable is missing. */
async function renderAndSchedule(w: Writer, delivery: Delivery, campaign: Campaign, contact: Contact, run: Run): Promise<void> {
  const rendered = await textOf(w, campaign, contact, delivery.step);
  if ('held' in rendered) return propose(w, delivery, campaign, contact, rendered.held);
  if (delivery.state !== 'queued') return;
  await w.move({ ...delivery, state: 'queued' }, 'schedule', 'delivery.scheduled', {
    runId: run.id, reason: undefined, nextAt: undefined, version: campaign.version, ...rendered,
  });
}

/** Enrolls one contact: the sibling claim, the enrollment and its first delivery in this one transaction. */
async function enroll(w: Writer, campaign: Campaign, member: Member, contact: Contact, run: Run, rank: number): Promise<Delivery | undefined> {
  const message = campaign.messages[0];
  if (message === undefined) return undefined;
  const enrollment: Enrollment = {
    id: `${campaign.id}:${contact.id}`, campaignId: campaign.id, contactId: contact.id, senderId: member.id, state: 'active',
    enrolledAt: w.now, sentMessageIds: [],
  };
  const key = claimKey(campaign, contact.id);
  if ((await w.db.claims.get(key)) === undefined) await w.db.claims.add({ key, campaignId: campaign.id, contactId: contact.id, at: w.now });
  await w.db.enrollments.add(enrollment);
  w.tally(campaign.id, { enrolled: 1 });
  w.journal({ kind: 'enrollment.created', campaignId: campaign.id, contactId: contact.id, memberId: member.id, data: { run: run.id } });
  const delivery: Delivery = {
    id: `${enrollment.id}/${message.id}`, enrollmentId: enrollment.id, campaignId: campaign.id, contactId: contact.id, senderId: member.id,
    messageId: message.id, step: 0, state: 'queued', stateAt: w.now, createdAt: w.now, dueOn: run.date, rank, attempt: 0, refusals: 0,
  };
  await w.addDelivery(delivery, 'delivery.queued');
  return delivery;
}

/** Due deliveries of a campaign in one state, oldest due first. */
function dueOf(w: Writer, campaign: Campaign, state: 'queued' | 'approved' | 'failed', date: string): Promise<Delivery[]> {
  return w.db.deliveries.where('[campaignId+state+dueOn]').between([campaign.id, state, ''], [campaign.id, state, state === 'queued' ? date : FAR], true, true).toArray();
}

/**
 * What an open run takes up at its start, in the order of design 2.3: what is due and approved, then new contacts from the
 * source as far as cohort, limits and slot length leave room. Everything happens in the caller's transaction.
 */
export async function takeUp(w: Writer, run: Run, campaign: Campaign, member: Member): Promise<Run> {
  let current = run;
  const note = (reason: Reason, count = 1) => {
    current = { ...current, notes: remark(current.notes, reason, count) };
  };

  for (const delivery of await dueOf(w, campaign, 'failed', run.date)) {
    if (!takesRetry(delivery, REFUSALS_MAX)) continue;
    const again = await w.move({ ...delivery, state: 'failed' }, 'retry', 'delivery.requeued', { reason: undefined });
    await schedule(w, again, current);
  }
  for (const delivery of await dueOf(w, campaign, 'approved', run.date)) {
    if (delivery.approvedAt !== undefined && delivery.approvedAt >= run.startsAt) continue;
    await schedule(w, delivery, current);
  }
  for (const delivery of await dueOf(w, campaign, 'queued', run.date)) {
    const contact = await w.db.contacts.get(delivery.contactId);
    if (contact === undefined) continue;
    if (contact.heldBy !== undefined) {
      await w.touch(delivery, { reason: 'personHeld' });
      continue;
    }
    if (campaign.approval) await propose(w, delivery, campaign, contact, 'waitingApproval');
    else await renderAndSchedule(w, delivery, campaign, contact, current);
  }

  const count = async (state: Delivery['state']) =>
    w.db.deliveries.where('[campaignId+state+dueOn]').between([campaign.id, state, ''], [campaign.id, state, FAR], true, true).count();
  const approvedUnsent = campaign.approval ? (await count('approved')) + (await count('scheduled')) : 0;
  const pending = campaign.approval ? await count('pending') : 0;
  const wish = newWanted(campaign, { pending, approvedUnsent });
  if (campaign.approval && wish === 0 && pending > 0) note('waitingApproval');

  const source = campaign.sourceId === undefined ? undefined : await w.db.sources.get(campaign.sourceId);
  if (source === undefined) return { ...current, errors: remark(current.errors, 'sourceGone') };
  const wanted = campaign.approval || wish === 0 ? wish : roomForNew(await bookWith(w, current, campaign, member), current.id, wish, w.now);
  if (wanted < wish) note('memberLimit');
  const offers = await offersOf(w.db, campaign, source, member.id, member.limits, wanted, w.now);
  for (const [rank, { contact }] of offers.take.entries()) {
    const delivery = await enroll(w, campaign, member, contact, current, rank);
    if (delivery === undefined) break;
    if (campaign.approval) await propose(w, delivery, campaign, contact, 'waitingApproval');
    else await renderAndSchedule(w, delivery, campaign, contact, current);
  }
  for (const { contactId, reason } of offers.passed) {
    note(reason);
    if (reason === 'claimedBySibling') w.journal({ kind: 'enrollment.refused', reason, campaignId: campaign.id, contactId });
  }
  current = { ...current, taken: offers.take.length, couldTake: wanted };
  w.tally(campaign.id, { taken: offers.take.length });

  const finished = offers.exhausted === 'yes' && offers.take.length === 0 && (await w.db.enrollments.where('[campaignId+state]').equals([campaign.id, 'active']).count()) === 0;
  if (!finished && wanted > 0 && offers.take.length < wanted * 0.9) current = { ...current, warnings: remark(current.warnings, 'sourceNearlyEmpty') };
  await markFinished(w, campaign, finished);
  const scheduled = await w.db.deliveries.where('runId').equals(run.id).filter((delivery) => delivery.state === 'scheduled').count();
  return { ...current, planned: scheduled };
}

async function markFinished(w: Writer, campaign: Campaign, finished: boolean): Promise<void> {
  if (finished && campaign.finishedAt === undefined) {
    await w.db.campaigns.update(campaign.id, { finishedAt: w.now });
    w.journal({ kind: 'campaign.finished', reason: 'finished', campaignId: campaign.id });
  }
  if (!finished && campaign.finishedAt !== undefined) {
    await w.db.campaigns.where('id').equals(campaign.id).modify((row) => {
      delete row.finishedAt;
    });
  }
}

async function bookWith(w: Writer, run: Run, campaign: Campaign, member: Member): Promise<SenderBook> {
  const book = await readBook(w.db, member, w.now);
  const mine = await w.db.deliveries.where('runId').equals(run.id).toArray();
  return { ...book, lines: [...book.lines.filter((line) => line.runId !== run.id), lineOf(run, campaign, mine)] };
}

/** Writes each scheduled delivery's planned second, as the forecast would compute it from here. */
export async function replan(w: Writer, member: Member): Promise<void> {
  const book = await readBook(w.db, member, w.now);
  const planned = new Map(planRuns(book, w.now).map((send) => [send.deliveryId, send.at]));
  for (const line of book.lines) {
    for (const { deliveryId } of line.items) {
      const delivery = await w.db.deliveries.get(deliveryId);
      if (delivery === undefined || delivery.state !== 'scheduled') continue;
      const at = planned.get(deliveryId);
      if (at === delivery.plannedAt) continue;
      const campaign = await w.db.campaigns.get(delivery.campaignId);
      const later = campaign === undefined ? undefined : nextStart(campaign, line.endsAt)?.startsAt;
      await w.touch(delivery, at === undefined ? { plannedAt: undefined, reason: 'memberLimit', nextAt: later } : { plannedAt: at, reason: undefined, nextAt: at });
    }
  }
}
