import type { Claim, NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { claimKey, type Campaign, type MemberId, type Message } from '@/lib/domain/campaign';
import { checkCampaign, type CampaignInput, type CampaignProblem } from '@/lib/domain/campaign-check';
import { nextStart, rescheduled, switchedOff, switchedOn, withBoundary } from '@/lib/domain/campaign-life';
import type { Contact } from '@/lib/domain/contact';
import type { Reason } from '@/lib/domain/reasons';
import { windowsChanged } from '@/lib/domain/schedule';
import { isZone } from '@/lib/domain/zoned-time';
import { recordPassed } from '@/lib/engine/boundaries';
import { cancelDelivery, cancelEnrollment } from '@/lib/engine/cancel';
import { readCustomColumns } from '@/lib/engine/custom-columns';
import { endEnrollment } from '@/lib/engine/enrollments';
import { closeRun } from '@/lib/engine/runs';
import { applySequence, deliveriesIn, sequenceChanged } from '@/lib/engine/sequence-edit';
import { readConsent, readPause, readSignedIn } from '@/lib/engine/settings';
import { voidChangedTexts } from '@/lib/engine/void-texts';

/** Fresh unguessable ids, from the platform. */
export type NewId = () => string;

/** Why an action on a campaign was refused. `gone`: there is no such campaign; `archived`: nothing brings it back. */
export type CampaignRefusal =
  | { ok: false; why: 'gone' | 'archived' | 'senderFixed' }
  | { ok: false; why: 'invalid'; problems: CampaignProblem[] }
  | { ok: false; why: 'notReady'; reasons: Reason[] };

/** What saving did besides storing. */
export interface Saved {
  ok: true;
  campaign: Campaign;
  /** approvals that no longer hold because their text changed */
  voided: number;
  /** an open run was ended because its slots or zone changed */
  runEnded: 'yes' | 'no';
}

function trimmed(input: CampaignInput): CampaignInput {
  return { ...input, name: input.name.trim(), program: input.program.trim(), description: input.description.trim(), messages: input.messages.map(firstHasNoDelay) };
}

function firstHasNoDelay(message: Message, index: number): Message {
  return index === 0 ? { ...message, delayDays: 0 } : message;
}

function chosen(input: CampaignInput): Pick<Campaign, 'senderId' | 'sourceId'> {
  return { ...(input.senderId === undefined ? {} : { senderId: input.senderId }), ...(input.sourceId === undefined ? {} : { sourceId: input.sourceId }) };
}

/**
 * Stores a new campaign as a draft, with the id and seed it was `born` with while it was written: they decide planned seconds, which
 * the editor has shown by then. Where that id is taken (one draft saved from two pages) it gets fresh ones.
 */
export function createCampaign(db: NurturesDb, now: number, input: CampaignInput, newId: NewId, born?: Pick<Campaign, 'id' | 'seed'>): Promise<{ ok: true; campaign: Campaign } | CampaignRefusal> {
  return write(db, now, async (w) => {
    const wanted = trimmed(input);
    const problems = checkCampaign(wanted, await readCustomColumns(db));
    if (problems.length > 0) return { ok: false, why: 'invalid', problems };
    const { id, seed } = born === undefined || (await db.campaigns.get(born.id)) !== undefined ? { id: newId(), seed: newId() } : born;
    const campaign: Campaign = {
      ...chosen(wanted), id, name: wanted.name, program: wanted.program, description: wanted.description, messages: wanted.messages,
      schedule: wanted.schedule, approval: wanted.approval, state: 'draft', version: 1, seed, createdAt: now, updatedAt: now, slotsFrom: now,
    };
    await store(w, campaign);
    w.journal({ kind: 'campaign.created', campaignId: campaign.id });
    return { ok: true, campaign };
  });
}

async function store(w: Writer, campaign: Campaign): Promise<void> {
  await w.db.campaigns.put(campaign);
  await w.db.versions.put({ campaignId: campaign.id, version: campaign.version, at: w.now, messages: campaign.messages });
}

/** Ends what runs of this campaign now; what is scheduled goes back, what is granted is left to its proof. */
async function endRuns(w: Writer, campaign: Campaign, reason: Reason): Promise<boolean> {
  const runs = await w.db.runs.where('campaignId').equals(campaign.id).filter((run) => run.state === 'open' || run.state === 'checking').toArray();
  const nextAt = campaign.state === 'active' && isZone(campaign.schedule.timeZone) ? nextStart(campaign, w.now)?.startsAt : undefined;
  for (const run of runs) await closeRun(w, run, reason, () => ({ reason, nextAt }));
  return runs.length > 0;
}

/** Whether anything of a campaign was ever sent or may have been: then its sender is fixed. */
export async function hasSent(db: NurturesDb, campaignId: string): Promise<boolean> {
  const counts = (await db.tallies.get(`c:${campaignId}`))?.counts ?? {};
  return (counts.sent ?? 0) + (counts.granted ?? 0) + (counts.unconfirmed ?? 0) > 0;
}

/** Gives what is enrolled but not sent to another sender; texts that name the sender lose their approval. */
async function changeSender(w: Writer, campaignId: string, senderId: MemberId): Promise<void> {
  await w.db.enrollments.where('campaignId').equals(campaignId).modify({ senderId });
  await w.db.deliveries.where('campaignId').equals(campaignId).modify({ senderId });
  const waiting = await deliveriesIn(w, campaignId, ['pending', 'approved', 'scheduled', 'claimed']);
  const contacts = await w.db.contacts.bulkGet([...new Set(waiting.map((delivery) => delivery.contactId))]);
  await voidChangedTexts(w, contacts.filter((contact) => contact !== undefined));
}

/** Which of two claims of one person under one program and name stands: the earlier one; at one instant, the one that had the name. */
function standing(renamed: Claim, known: Claim): 'renamed' | 'known' {
  return renamed.at < known.at ? 'renamed' : 'known';
}

/**
 * People stay taken under the new program and name. Who was ever granted a message stays taken under the old one too. A person another
 * campaign, archived ones included, has claimed under the new one stays where the claim is the earlier; in the later campaign they end.
 */
async function renameClaims(w: Writer, before: Campaign, after: Campaign): Promise<void> {
  const { db } = w;
  for (const claim of await db.claims.where('campaignId').equals(before.id).toArray()) {
    const key = claimKey(after, claim.contactId);
    if (key === claim.key) continue;
    const enrollment = await db.enrollments.get(`${before.id}:${claim.contactId}`);
    if (enrollment?.granted !== 'yes') await db.claims.delete(claim.key);
    const known = await db.claims.get(key);
    if (known === undefined || known.campaignId === before.id) {
      await db.claims.put({ ...claim, key, at: Math.min(claim.at, known?.at ?? claim.at) });
      continue;
    }
    const stands = standing(claim, known);
    if (stands === 'renamed') await db.claims.put({ ...claim, key });
    const left = stands === 'known' ? enrollment : await db.enrollments.get(`${known.campaignId}:${claim.contactId}`);
    if (left !== undefined) await cancelEnrollment(w, left, 'claimedBySibling');
  }
}

/** A person two campaigns of one program and name have claimed, and the campaign they stay with. */
export interface ClaimedTwice {
  contact: Contact;
  staysIn: 'this' | 'other';
  other: Pick<Campaign, 'id' | 'state' | 'createdAt'>;
}

/** The people of a campaign whom another campaign of that program and name, archived or not, has too, and where a renaming leaves each. Reads only. */
export async function claimedInBoth(db: NurturesDb, campaignId: string, renamed: Pick<Campaign, 'program' | 'name'>): Promise<ClaimedTwice[]> {
  const own = new Map<string, Claim>();
  for (const claim of await db.claims.where('campaignId').equals(campaignId).toArray()) {
    const known = own.get(claim.contactId);
    if (known === undefined || claim.at < known.at) own.set(claim.contactId, claim);
  }
  const claims = [...own.values()];
  const others = await db.claims.bulkGet(claims.map((claim) => claimKey(renamed, claim.contactId)));
  const pairs = claims.flatMap((claim, index) => {
    const other = others[index];
    return other === undefined || other.campaignId === campaignId ? [] : [{ claim, other }];
  });
  const [contacts, campaigns] = await Promise.all([db.contacts.bulkGet(pairs.map(({ claim }) => claim.contactId)), db.campaigns.bulkGet(pairs.map(({ other }) => other.campaignId))]);
  return pairs.flatMap(({ claim, other }, index): ClaimedTwice[] => {
    const [contact, campaign] = [contacts[index], campaigns[index]];
    return contact === undefined || campaign === undefined ? [] : [{ contact, staysIn: standing(claim, other) === 'renamed' ? 'this' : 'other', other: campaign }];
  });
}

/**
 * Saves an edit. Messages are versioned: the edit applies to people not yet at the steps it changed and voids approvals whose
 * text changed. Saving a new zone or new slots ends an open run at once and counts from the next slot that starts. Refused for an
 * archived campaign, for input that cannot run, and for another sender once anything was sent.
 */
export function saveCampaign(db: NurturesDb, now: number, id: string, input: CampaignInput): Promise<Saved | CampaignRefusal> {
  return write(db, now, async (w): Promise<Saved | CampaignRefusal> => {
    const before = await db.campaigns.get(id);
    if (before === undefined) return { ok: false, why: 'gone' };
    if (before.state === 'archived') return { ok: false, why: 'archived' };
    const wanted = trimmed(input);
    const problems = checkCampaign(wanted, await readCustomColumns(db));
    if (problems.length > 0) return { ok: false, why: 'invalid', problems };
    const newSender = wanted.senderId !== before.senderId;
    if (newSender && before.senderId !== undefined && (await hasSent(db, id))) return { ok: false, why: 'senderFixed' };

    const sequence = sequenceChanged(before.messages, wanted.messages);
    const windows = windowsChanged(before.schedule, wanted.schedule);
    const { senderId: _sender, sourceId: _source, ...kept } = before;
    const edited: Campaign = {
      ...kept, ...chosen(wanted), name: wanted.name, program: wanted.program, description: wanted.description, messages: wanted.messages,
      schedule: wanted.schedule, approval: wanted.approval, version: before.version + (sequence ? 1 : 0), updatedAt: now,
    };
    if (windows) await recordPassed(w, before, now);
    const campaign = windows ? rescheduled(edited, now) : withBoundary(edited, Math.min(now, before.nextBoundaryAt ?? now));
    if (sequence) await store(w, campaign);
    else await db.campaigns.put(campaign);

    const runEnded = windows && (await endRuns(w, campaign, 'scheduleEdited'));
    await renameClaims(w, before, campaign);
    if (newSender && wanted.senderId !== undefined) await changeSender(w, id, wanted.senderId);
    const voided = sequence ? await applySequence(w, before.messages, campaign) : 0;
    w.journal({ kind: 'campaign.edited', campaignId: id, data: { version: campaign.version, voided, windows: windows ? 1 : 0 } });
    return { ok: true, campaign: (await db.campaigns.get(id)) ?? campaign, voided, runEnded: runEnded ? 'yes' : 'no' };
  });
}

/** Everything that keeps a campaign from being made active, and the sender it would get. */
export async function readiness(db: NurturesDb, campaign: Campaign): Promise<{ reasons: Reason[]; senderId: MemberId | undefined }> {
  const reasons: Reason[] = [];
  if ((await readConsent(db)) === undefined) reasons.push('consentMissing');
  if (campaign.messages.length === 0 || campaign.messages.some((message) => message.body.trim() === '')) reasons.push('noMessage');
  if (!isZone(campaign.schedule.timeZone)) reasons.push('unknownZone');
  if (campaign.schedule.slots.length === 0) reasons.push('noSlot');
  if (campaign.sourceId === undefined || (await db.sources.get(campaign.sourceId)) === undefined) reasons.push('sourceGone');
  const senderId = campaign.senderId ?? (await signedInMember(db));
  if (senderId === undefined || (await db.members.get(senderId)) === undefined) reasons.push('senderUnknown');
  return { reasons, senderId };
}

async function signedInMember(db: NurturesDb): Promise<MemberId | undefined> {
  const signedIn = await readSignedIn(db);
  return signedIn.state === 'in' ? signedIn.memberId : undefined;
}

/** Approvals do not age while a campaign is off; the part that falls into a pause counts when the pause ends. */
async function moveClocks(w: Writer, campaign: Campaign): Promise<void> {
  const offFrom = campaign.switchedAt;
  if (campaign.state !== 'inactive' || offFrom === undefined) return;
  const pause = await readPause(w.db, w.now);
  const offTo = Math.min(w.now, pause?.since ?? Infinity);
  const standing = (since: number) => Math.min(w.now, since + Math.max(0, offTo - Math.max(since, offFrom)));
  for (const delivery of await deliveriesIn(w, campaign.id, ['pending', 'approved'])) {
    await w.touch(delivery, {
      ...(delivery.pendingSince === undefined ? {} : { pendingSince: standing(delivery.pendingSince) }),
      ...(delivery.approvedAt === undefined ? {} : { approvedAt: standing(delivery.approvedAt) }),
    });
  }
}

/**
 * Makes a campaign active. The first time this is day 0 and its sender, if none is chosen, becomes the member signed in; later it
 * goes on where it was, at the next slot that starts. Refused with every reason that keeps it from starting.
 */
export function switchOn(db: NurturesDb, now: number, id: string): Promise<{ ok: true; campaign: Campaign } | CampaignRefusal> {
  return write(db, now, async (w): Promise<{ ok: true; campaign: Campaign } | CampaignRefusal> => {
    const campaign = await db.campaigns.get(id);
    if (campaign === undefined) return { ok: false, why: 'gone' };
    if (campaign.state === 'archived') return { ok: false, why: 'archived' };
    if (campaign.state === 'active') return { ok: true, campaign };
    const { reasons, senderId } = await readiness(db, campaign);
    if (reasons.length > 0 || senderId === undefined) return { ok: false, why: 'notReady', reasons };
    await moveClocks(w, campaign);
    const { stop: _stop, ...free } = campaign;
    const on = switchedOn({ ...free, senderId }, now);
    await db.campaigns.put(on);
    w.journal({ kind: 'campaign.switchedOn', campaignId: id, memberId: senderId });
    return { ok: true, campaign: on };
  });
}

/**
 * Switches a campaign off: from this commit nothing new of it is scheduled, granted or sent. What is scheduled goes back to where
 * it came from; what was already granted is left to its proof and named by the caller.
 */
export function switchOff(db: NurturesDb, now: number, id: string): Promise<{ ok: true; campaign: Campaign; underWay: string[] } | CampaignRefusal> {
  return write(db, now, async (w): Promise<{ ok: true; campaign: Campaign; underWay: string[] } | CampaignRefusal> => {
    const campaign = await db.campaigns.get(id);
    if (campaign === undefined) return { ok: false, why: 'gone' };
    if (campaign.state === 'archived') return { ok: false, why: 'archived' };
    if (campaign.state !== 'active') return { ok: true, campaign, underWay: [] };
    await recordPassed(w, campaign, now);
    const off = switchedOff(campaign, now);
    await db.campaigns.put(off);
    await endRuns(w, off, 'switchedOff');
    w.journal({ kind: 'campaign.switchedOff', campaignId: id });
    const granted = await deliveriesIn(w, id, ['granted']);
    return { ok: true, campaign: off, underWay: granted.map((delivery) => delivery.contactId) };
  });
}

/** Copies a campaign as a new draft under the given name, with a seed and message ids of its own and none of its people. */
export function duplicateCampaign(db: NurturesDb, now: number, id: string, name: string, newId: NewId): Promise<{ ok: true; campaign: Campaign } | CampaignRefusal> {
  return write(db, now, async (w): Promise<{ ok: true; campaign: Campaign } | CampaignRefusal> => {
    const original = await db.campaigns.get(id);
    if (original === undefined) return { ok: false, why: 'gone' };
    const copy: Campaign = {
      ...chosen(original), id: newId(), name, program: original.program, description: original.description,
      messages: original.messages.map((message) => ({ ...message, id: newId() })), schedule: original.schedule, approval: original.approval,
      state: 'draft', version: 1, seed: newId(), createdAt: now, updatedAt: now, slotsFrom: now,
    };
    await store(w, copy);
    w.journal({ kind: 'campaign.created', campaignId: copy.id });
    return { ok: true, campaign: copy };
  });
}

/**
 * Archives a campaign for good, in this one transaction: what waits and what is claimed but not granted is canceled, enrollments
 * end, claims stay. A granted delivery is still proved, an unconfirmed one can still be settled; their enrollments end then.
 */
export function archiveCampaign(db: NurturesDb, now: number, id: string): Promise<{ ok: true; canceled: number } | CampaignRefusal> {
  return write(db, now, async (w): Promise<{ ok: true; canceled: number } | CampaignRefusal> => {
    const campaign = await db.campaigns.get(id);
    if (campaign === undefined) return { ok: false, why: 'gone' };
    if (campaign.state === 'archived') return { ok: false, why: 'archived' };
    const { nextBoundaryAt: _boundary, stop: _stop, ...rest } = campaign;
    const archived: Campaign = { ...rest, state: 'archived', archivedAt: now, updatedAt: now };
    await db.campaigns.put(archived);
    const waiting = await deliveriesIn(w, id, ['queued', 'pending', 'approved', 'scheduled', 'claimed']);
    for (const delivery of waiting) await cancelDelivery(w, delivery, 'archived');
    await endRuns(w, archived, 'archived');
    const open = new Set((await deliveriesIn(w, id, ['granted', 'unconfirmed'])).map((delivery) => delivery.enrollmentId));
    for (const enrollment of await db.enrollments.where('[campaignId+state]').equals([id, 'active']).toArray()) {
      if (!open.has(enrollment.id)) await endEnrollment(w, enrollment, 'archived');
    }
    w.journal({ kind: 'campaign.archived', campaignId: id, data: { canceled: waiting.length } });
    return { ok: true, canceled: waiting.length };
  });
}
