import type { Writer } from '@/lib/db/write';
import { claimKey, type Campaign } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { Delivery, Enrollment } from '@/lib/domain/delivery';
import { REFUSALS_MAX } from '@/lib/domain/delivery';
import type { Member } from '@/lib/domain/member';
import { allotNew, hasRoom, playRuns, reasonOfTightness, whyLeft, workingBook, type Allotment, type OpeningRun } from '@/lib/domain/plan';
import type { Reason } from '@/lib/domain/reasons';
import { remark, type Run } from '@/lib/domain/run';
import type { Source } from '@/lib/domain/source';
import { goesInRun, newWanted, takenUpAt, takesRetry } from '@/lib/domain/take-up';
import { nextStart } from '@/lib/domain/campaign-life';
import { readBook } from '@/lib/engine/book';
import { offersOf, type Offers } from '@/lib/engine/candidates';
import { wantLinks } from '@/lib/engine/links-wanted';
import { trialHolds } from '@/lib/engine/page-trial';
import { holdReason, renderStored } from '@/lib/engine/render-message';
import { stopCampaign } from '@/lib/engine/stops';

const FAR = '9999-12-31';

/** A text as rendered for storing, or the reason it is held. */
async function textOf(w: Writer, campaign: Campaign, contact: Contact, step: number): Promise<{ text: string; fingerprint: string; variant: string } | { held: Reason }> {
  const message = campaign.messages[step];
  if (message === undefined) return { held: 'noMessage' };
  const rendered = await renderStored(w.db, campaign, message, contact);
  if (rendered.kind === 'hold') return { held: holdReason(rendered) };
  return { text: rendered.text, fingerprint: rendered.fingerprint, variant: rendered.language.kind === 'variant' ? rendered.language.language : 'default' };
}

/** Puts a queued, approved or retried delivery into this run. */
async function schedule(w: Writer, delivery: Delivery, run: Run): Promise<void> {
  if (delivery.state !== 'queued' && delivery.state !== 'approved') return;
  await w.move({ ...delivery, state: delivery.state }, 'schedule', 'delivery.scheduled', { runId: run.id, reason: undefined, nextAt: undefined });
}

/** Its links do not stand yet: it stays queued, whether it needs approval or not, until they are made. */
async function waitForLinks(w: Writer, delivery: Delivery, campaign: Campaign, run: Run): Promise<void> {
  await wantLinks(w, delivery);
  await w.touch(delivery, { reason: 'trackerUnreachable', nextAt: nextStart(campaign, run.endsAt)?.startsAt });
}

/** Makes a queued delivery wait for the member: rendered, or held for a missing variable. Returns the reason it is held for. */
async function propose(w: Writer, delivery: Delivery, campaign: Campaign, contact: Contact, run: Run, reason: Reason): Promise<Reason | undefined> {
  if (delivery.state !== 'queued') return undefined;
  const rendered = await textOf(w, campaign, contact, delivery.step);
  if ('held' in rendered && rendered.held === 'trackerUnreachable') {
    await waitForLinks(w, delivery, campaign, run);
    return rendered.held;
  }
  await w.move({ ...delivery, state: 'queued' }, 'propose', 'delivery.proposed', {
    pendingSince: takenUpAt(run, w.now), version: campaign.version, nextAt: undefined,
    ...('held' in rendered ? { reason: rendered.held, text: undefined, fingerprint: undefined } : { reason, ...rendered }),
  });
  return 'held' in rendered ? rendered.held : undefined;
}

/** With approval off: renders and schedules, or lets the member look when a variable is missing. */
async function renderAndSchedule(w: Writer, delivery: Delivery, campaign: Campaign, contact: Contact, run: Run): Promise<Reason | undefined> {
  const rendered = await textOf(w, campaign, contact, delivery.step);
  if ('held' in rendered) return propose(w, delivery, campaign, contact, run, rendered.held);
  if (delivery.state !== 'queued') return undefined;
  await w.move({ ...delivery, state: 'queued' }, 'schedule', 'delivery.scheduled', {
    runId: run.id, reason: undefined, nextAt: undefined, version: campaign.version, ...rendered,
  });
  return undefined;
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

/** A run that opens now with its campaign, as it is taken up. */
interface Opening {
  run: Run;
  campaign: Campaign;
  source?: Source;
  /** new contacts it wants before limits are looked at */
  wish: number;
  offers: Offers;
}

/**
 * Opens runs of one sender that begin together. Each first takes up what is due and approved; then what is new is shared out
 * among them as limits and slot length leave room, in the order of design 2.3. Everything happens in the caller's transaction.
 */
export async function takeUp(w: Writer, runs: readonly { run: Run; campaign: Campaign }[], member: Member): Promise<void> {
  const openings: Opening[] = [];
  for (const { run, campaign } of runs) {
    await w.db.runs.put(run);
    openings.push(await takeDue(w, run, campaign));
  }
  const book = await readBook(w.db, member, w.now);
  const busy = new Set(book.lines.flatMap((line) => line.items.map((item) => item.contactId)));
  for (const opening of openings) {
    if (opening.source === undefined) continue;
    const { campaign, run, source, wish } = opening;
    const wanted = campaign.approval || hasRoom(book, run.endsAt, w.now) ? wish : 0;
    opening.offers = await offersOf(w.db, { campaign, source, senderId: member.id, limits: member.limits, wanted, at: Math.max(run.firstMomentAt, w.now), today: run.date, busy });
    if (!campaign.approval) for (const { contact } of opening.offers.take) busy.add(contact.id);
  }
  const shares = allotNew(book, openings.map(openingRunOf), w.now);
  for (const opening of openings) await takeNew(w, opening, member, shares.get(opening.run.id) ?? { take: 0, could: 0 });
}

function openingRunOf({ run, campaign, wish, offers }: Opening): OpeningRun {
  return {
    runId: run.id, wish, approval: campaign.approval,
    people: offers.take.map(({ contact }) => ({ contactId: contact.id, ...(contact.memberId === undefined ? { profile: 'unknown' as const } : {}) })),
  };
}

/** Takes a queued delivery up in a run: proposed or scheduled, or left with the reason why not. Returns why its text is held. */
export async function takeQueued(w: Writer, delivery: Delivery, campaign: Campaign, run: Run): Promise<Reason | undefined> {
  const contact = await w.db.contacts.get(delivery.contactId);
  if (contact === undefined) return undefined;
  if (contact.heldBy !== undefined) {
    await w.touch(delivery, { reason: 'personHeld', nextAt: nextStart(campaign, run.endsAt)?.startsAt });
    return undefined;
  }
  return campaign.approval ? propose(w, delivery, campaign, contact, run, 'waitingApproval') : renderAndSchedule(w, delivery, campaign, contact, run);
}

/** Puts what is due, approved or to be tried again into the run, and says how many new contacts it wants beside. */
async function takeDue(w: Writer, run: Run, campaign: Campaign): Promise<Opening> {
  let { warnings } = run;
  const held = (reason: Reason | undefined) => {
    if (reason !== undefined) warnings = remark(warnings, reason);
  };
  for (const delivery of await dueOf(w, campaign, 'failed', run.date)) {
    if (!takesRetry(delivery, REFUSALS_MAX) || (await w.db.enrollments.get(delivery.enrollmentId))?.state !== 'active') continue;
    const again = await w.move({ ...delivery, state: 'failed' }, 'retry', 'delivery.requeued', { reason: undefined });
    await schedule(w, again, run);
  }
  for (const delivery of await dueOf(w, campaign, 'approved', run.date)) {
    if (goesInRun(delivery.approvedAt, run)) await schedule(w, delivery, run);
  }
  let withoutLinks = 0;
  for (const delivery of await dueOf(w, campaign, 'queued', run.date)) {
    const waits = await takeQueued(w, delivery, campaign, run);
    if (waits === 'trackerUnreachable') withoutLinks += 1;
    else held(waits);
  }
  const count = async (state: Delivery['state']) =>
    w.db.deliveries.where('[campaignId+state+dueOn]').between([campaign.id, state, ''], [campaign.id, state, FAR], true, true).count();
  const approvedUnsent = campaign.approval ? (await count('approved')) + (await count('scheduled')) : 0;
  const pending = campaign.approval ? await count('pending') : 0;
  // While links cannot be made nobody new is taken in the place of who waits for them.
  const wish = Math.max(0, newWanted(campaign, { pending, approvedUnsent }) - withoutLinks);
  const noted = { ...run, warnings, notes: campaign.approval && wish === 0 && pending > 0 ? remark(run.notes, 'waitingApproval') : run.notes };
  const source = campaign.sourceId === undefined ? undefined : await w.db.sources.get(campaign.sourceId);
  return { run: noted, campaign, wish, offers: { take: [], passed: [], exhausted: 'no' }, ...(source === undefined ? {} : { source }) };
}

/** Enrolls this run's share of new people and says of the run what it took, what it could have taken, and whom it passed over. */
async function takeNew(w: Writer, { run, campaign, source, wish, offers }: Opening, member: Member, share: Allotment): Promise<void> {
  let current: Run = source === undefined ? { ...run, errors: remark(run.errors, 'sourceGone') } : run;
  const note = (reason: Reason) => {
    current = { ...current, notes: remark(current.notes, reason) };
  };
  if (share.could < wish) note(reasonOfTightness(share.tight ?? 'slotLength'));
  for (const [rank, { contact }] of offers.take.slice(0, share.take).entries()) {
    const delivery = await enroll(w, campaign, member, contact, current, rank);
    if (delivery === undefined) break;
    const held = campaign.approval ? await propose(w, delivery, campaign, contact, current, 'waitingApproval') : await renderAndSchedule(w, delivery, campaign, contact, current);
    if (held !== undefined && held !== 'trackerUnreachable') current = { ...current, warnings: remark(current.warnings, held) };
  }
  for (const { contactId, reason } of offers.passed) {
    note(reason);
    if (reason === 'claimedBySibling') w.journal({ kind: 'enrollment.refused', reason, campaignId: campaign.id, contactId });
  }
  current = { ...current, taken: share.take, couldTake: share.could };
  w.tally(campaign.id, { taken: share.take });

  const nobody = source !== undefined && offers.exhausted === 'yes' && offers.take.length === 0;
  const ever = nobody ? await w.db.enrollments.where('campaignId').equals(campaign.id).count() : 1;
  const finished = nobody && ever > 0 && (await w.db.enrollments.where('[campaignId+state]').equals([campaign.id, 'active']).count()) === 0;
  if (nobody && ever === 0) await stopCampaign(w, campaign.id, 'noContacts');
  else if (source !== undefined && !finished && offers.take.length < wish && share.could > 0 && share.take < share.could * 0.9) {
    current = { ...current, warnings: remark(current.warnings, 'sourceNearlyEmpty') };
  }
  await markFinished(w, campaign, finished);
  const scheduled = await w.db.deliveries.where('runId').equals(run.id).filter((delivery) => delivery.state === 'scheduled').count();
  await w.db.runs.put({ ...current, planned: scheduled });
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

/** Writes each scheduled delivery's planned second, as the forecast computes it from here, or why it will not go in this slot. */
export async function replan(w: Writer, member: Member): Promise<void> {
  const book = await readBook(w.db, member, w.now);
  if (book.lines.every((line) => line.items.length === 0)) return;
  const held = await trialHolds(w.db, member);
  const working = workingBook(book);
  const planned = new Map(playRuns(working, w.now).map((send) => [send.deliveryId, send.at]));
  for (const line of book.lines) {
    const campaign = await w.db.campaigns.get(line.campaignId);
    const later = campaign === undefined ? undefined : nextStart(campaign, line.endsAt)?.startsAt;
    for (const item of line.items) {
      const delivery = await w.db.deliveries.get(item.deliveryId);
      if (delivery === undefined || delivery.state !== 'scheduled') continue;
      const at = held ? undefined : planned.get(item.deliveryId);
      if (at !== undefined) {
        if (at !== delivery.plannedAt) await w.touch(delivery, { plannedAt: at, reason: undefined, nextAt: at });
        continue;
      }
      const reason = held ? 'pageChanged' : reasonOfTightness(whyLeft(working, item, line.endsAt));
      if (delivery.plannedAt !== undefined || delivery.reason !== reason || delivery.nextAt !== later) await w.touch(delivery, { plannedAt: undefined, reason, nextAt: later });
    }
  }
}
