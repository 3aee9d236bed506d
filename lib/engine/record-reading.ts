import type { Writer } from '@/lib/db/write';
import type { Contact } from '@/lib/domain/contact';
import type { Delivery } from '@/lib/domain/delivery';
import type { MemberId } from '@/lib/domain/campaign';
import { judgeReading, type ReadingVerdict, type ReplyGroup } from '@/lib/domain/reading';
import { toneOf, type Reply } from '@/lib/domain/reply';
import type { Reason } from '@/lib/domain/reasons';
import { fingerprint } from '@/lib/domain/fingerprint';
import type { ThreadReading } from '@/lib/domain/thread';
import { dateAt, isZone } from '@/lib/domain/zoned-time';
import { cancelEnrollment } from '@/lib/engine/cancel';
import { afterSent, sentPatch } from '@/lib/engine/outcome';
import type { Judge } from '@/lib/engine/ports';

/** Deliveries whose fate the thread may tell: in doubt, or taken for refused or not there after an earlier grant. */
type InDoubt = Delivery & { state: 'unconfirmed' | 'failed' | 'queued' | 'approved' | 'scheduled' | 'claimed' };

function isInDoubt(delivery: Delivery): delivery is InDoubt {
  switch (delivery.state) {
    case 'unconfirmed':
      return true;
    case 'failed': case 'queued': case 'approved': case 'scheduled': case 'claimed':
      return delivery.grantedAt !== undefined && delivery.refusals > 0;
    case 'pending': case 'granted': case 'sent': case 'rejected': case 'canceled':
      return false;
  }
}

/** A server's clock and this computer's differ; a row this much older than the grant is not the grant's. */
const CLOCKS_APART_MS = 15 * 60_000;

/** Whether a row can have come after the row known at the grant. */
function cameAfter(delivery: Delivery, reading: ThreadReading): (row: ThreadReading['rows'][number], index: number) => boolean {
  const baseline = reading.rows.findIndex((row) => row.urn === delivery.baselineUrn);
  if (baseline >= 0 || delivery.baselineUrn === 'top') return (_row, index) => index > baseline;
  return (row) => row.at >= (delivery.grantedAt ?? row.at) - CLOCKS_APART_MS;
}

/** Proves deliveries in doubt by an own row with their text that came after the row known at their grant. */
async function proveByThread(w: Writer, deliveries: readonly Delivery[], reading: ThreadReading, known: ReadonlySet<string>): Promise<Delivery[]> {
  const taken = new Set(known);
  const proved: Delivery[] = [];
  for (const delivery of deliveries.filter(isInDoubt)) {
    const after = cameAfter(delivery, reading);
    const wanted = delivery.grantedFingerprint ?? delivery.fingerprint;
    const row = reading.rows.find((candidate, index) =>
      candidate.author === 'own' && candidate.kind === 'text' && !taken.has(candidate.urn) && after(candidate, index) && fingerprint(candidate.text) === wanted);
    if (row === undefined) continue;
    taken.add(row.urn);
    const proof = { at: delivery.grantedAt ?? row.at, rowAt: row.at, urn: row.urn, evidence: 'reload' };
    const sent = await w.move(delivery, 'prove', 'delivery.sent', { ...sentPatch(proof), runId: delivery.runId, plannedAt: undefined });
    await countAgain(w, sent, proof.at);
    await afterSent(w, sent, proof);
    proved.push(sent);
  }
  return proved;
}

/** The grant of an attempt that was taken for not sent had left the limits: it counts after all. */
async function countAgain(w: Writer, sent: Delivery, at: number): Promise<void> {
  const id = `${sent.id}#${sent.attempt}`;
  if ((await w.db.grants.get(id)) !== undefined) return;
  await w.db.grants.put({
    id, senderId: sent.senderId, contactId: sent.contactId, campaignId: sent.campaignId, deliveryId: sent.id, messageId: sent.messageId,
    attempt: sent.attempt, at, state: 'sent',
  });
}

async function storeReply(w: Writer, judge: Judge, senderId: MemberId, contact: Contact, reading: ThreadReading, group: ReplyGroup, delivery: Delivery | undefined, campaignId: string, answered: boolean): Promise<void> {
  const first = group.rows[0];
  if (first === undefined) return;
  const stored = await w.db.replies.get(first.urn);
  const rowUrns = group.rows.map((row) => row.urn);
  if (stored !== undefined && stored.rowUrns.length >= rowUrns.length) return;
  const kind = group.automatic === 'yes' ? 'automatic' : group.counted === 'yes' ? 'counted' : 'later';
  const judged = kind === 'counted' && group.text !== '' ? judge.tone(group.text, contact.language?.code) : { words: [] };
  const reply: Reply = {
    id: first.urn, senderId, contactId: contact.id, campaignId, at: first.at, foundAt: stored?.foundAt ?? w.now, rowUrns, text: group.text, kind,
    ...(delivery === undefined ? {} : { deliveryId: delivery.id, messageId: delivery.messageId }),
    ...(judged.tone === undefined ? {} : { tone: judged.tone }),
    toneWords: judged.words,
    ...(judged.language === undefined ? {} : { toneLanguage: judged.language }),
    ...(stored?.correctedTone === undefined ? {} : { correctedTone: stored.correctedTone }),
    ...(stored?.correctedAt === undefined ? {} : { correctedAt: stored.correctedAt }),
    // Something new was written, whatever was opened or ticked off before: the member is never made to miss it.
    answer: kind === 'automatic' || answered ? 'none' : 'waiting',
    ...(reading.threadId === undefined ? {} : { threadId: reading.threadId }),
  };
  await w.db.replies.put(reply);
  await countReply(w, reply, stored);
  if (stored === undefined) {
    w.journal({ kind: 'reply.found', campaignId, contactId: contact.id, memberId: senderId, ...(delivery === undefined ? {} : { deliveryId: delivery.id }), data: { as: kind } });
  }
}

/** The roll-ups a reply counts in beside its campaign's: of the day it was found on, and of the message it answers. */
export async function replyScopes(w: Writer, reply: Pick<Reply, 'campaignId' | 'foundAt' | 'messageId'>): Promise<string[]> {
  const campaign = await w.db.campaigns.get(reply.campaignId);
  return [
    ...(campaign === undefined || !isZone(campaign.schedule.timeZone) ? [] : [`d:${dateAt(reply.foundAt, campaign.schedule.timeZone)}`]),
    ...(reply.messageId === undefined ? [] : [`m:${reply.messageId}`]),
  ];
}

/** Keeps the roll-ups equal to the replies: takes the old count back, adds the new one. */
async function countReply(w: Writer, reply: Reply, before: Reply | undefined): Promise<void> {
  const scopes = await replyScopes(w, reply);
  const count = (row: Reply, sign: 1 | -1) => {
    switch (row.kind) {
      case 'counted': {
        const tone = toneOf(row);
        w.tally(row.campaignId, { replies: sign, ...(tone === undefined ? {} : { [tone]: sign }) }, scopes);
        return;
      }
      case 'later':
        w.tally(row.campaignId, { later: sign }, scopes);
        return;
      case 'automatic':
        w.tally(row.campaignId, { automatic: sign }, scopes);
    }
  };
  if (before !== undefined) count(before, -1);
  count(reply, 1);
  if (reply.kind === 'counted' && toneOf(reply) === 'positive') {
    const level = await w.db.funnel.get([reply.campaignId, reply.contactId]);
    if (level?.level !== 'lead' && level?.level !== 'engaged') {
      await w.db.funnel.put({ campaignId: reply.campaignId, contactId: reply.contactId, level: 'engaged', at: w.now });
    }
  }
}

/** What a reading means for the person. */
export interface Recorded {
  verdict: ReadingVerdict;
  proved: Delivery[];
  /** enrollments ended by this reading, and why */
  ended: { enrollmentId: string; reason: Reason }[];
  /** urns of rows that are campaign messages of ours */
  ours: ReadonlySet<string>;
}

/**
 * Stores what a thread says, in the caller's transaction: proofs of what was in doubt, replies with their tone, sequences
 * they end, opt-outs, the quiet period, and messages that somebody sent by hand. Reading the same thread twice changes nothing.
 */
export async function recordReading(w: Writer, judge: Judge, senderId: MemberId, contact: Contact, reading: ThreadReading): Promise<Recorded> {
  const all = await w.db.deliveries.where('contactId').equals(contact.id).toArray();
  const own = all.filter((delivery) => delivery.senderId === senderId);
  const known = new Set(own.flatMap((delivery) => (delivery.sentUrn === undefined ? [] : [delivery.sentUrn])));
  const proved = await proveByThread(w, own, reading, known);
  const byUrn = new Map<string, Delivery>();
  for (const delivery of [...own, ...proved]) if (delivery.sentUrn !== undefined) byUrn.set(delivery.sentUrn, delivery);

  const enrollments = await w.db.enrollments.where('contactId').equals(contact.id).toArray();
  const open = enrollments.filter((enrollment) => enrollment.state === 'active');
  const verdict = judgeReading(reading, {
    ours: new Set(byUrn.keys()),
    open: open.map((enrollment) => ({
      enrollmentId: enrollment.id, campaignId: enrollment.campaignId, enrolledAt: enrollment.enrolledAt,
      ...(enrollment.firstSentUrn === undefined ? {} : { first: { urn: enrollment.firstSentUrn, at: enrollment.firstSentRowAt ?? enrollment.enrolledAt } }),
    })),
    automatic: judge.automatic,
  });

  const lastOwnIndex = reading.rows.findLastIndex((row) => row.author === 'own' && !byUrn.has(row.urn));
  const ended: Recorded['ended'] = [];
  for (const group of verdict.replies) {
    const answers = group.answers === undefined ? undefined : byUrn.get(group.answers.urn);
    const campaignId = answers?.campaignId ?? open.find((enrollment) => verdict.ended.includes(enrollment.id))?.campaignId;
    if (campaignId === undefined) continue;
    const lastRow = group.rows.at(-1);
    const answered = lastRow !== undefined && reading.rows.findIndex((row) => row.urn === lastRow.urn) < lastOwnIndex;
    await storeReply(w, judge, senderId, contact, reading, group, answers, campaignId, answered);
  }

  const optOut = await recordOptOut(w, judge, contact, reading);
  for (const enrollment of open) {
    const reason: Reason | undefined = optOut ? 'optedOut' : verdict.ended.includes(enrollment.id) ? 'replied' : undefined;
    if (reason === undefined) continue;
    const current = await w.db.enrollments.get(enrollment.id);
    if (current !== undefined) await cancelEnrollment(w, current, reason);
    ended.push({ enrollmentId: enrollment.id, reason });
  }

  for (const row of verdict.ownByHand) await countElsewhere(w, senderId, contact.id, row);
  const thread = await w.db.threads.get([senderId, contact.id]);
  const { mayHaveReplied: _settled, ...before } = thread ?? { senderId, contactId: contact.id };
  await w.db.threads.put({
    ...before,
    ...(reading.threadId === undefined ? {} : { threadId: reading.threadId }),
    lastReadAt: w.now,
    ...(verdict.lastHandAt === undefined ? {} : { lastHandAt: Math.max(verdict.lastHandAt, thread?.lastHandAt ?? 0), talkedBefore: 'yes' as const }),
    ...(verdict.lastTheirsAt === undefined ? {} : { lastTheirsAt: verdict.lastTheirsAt }),
    ...(verdict.newestUrn === undefined ? {} : { newestUrn: verdict.newestUrn }),
  });
  return { verdict, proved, ended, ours: new Set(byUrn.keys()) };
}

/** An own row this browser did not send counts in every limit, at the server time inside its id. */
async function countElsewhere(w: Writer, senderId: MemberId, contactId: string, row: { urn: string; at: number }): Promise<void> {
  const id = `row:${row.urn}`;
  if ((await w.db.grants.get(id)) === undefined) await w.db.grants.add({ id, senderId, contactId, attempt: 0, at: row.at, state: 'elsewhere' });
}

/** The first row of theirs that asks to stop puts the person on the do-not-contact list; one taken back is not repeated. */
async function recordOptOut(w: Writer, judge: Judge, contact: Contact, reading: ThreadReading): Promise<boolean> {
  let found = false;
  for (const row of reading.rows) {
    if (row.author !== 'theirs' || row.kind !== 'text') continue;
    const sentence = judge.optOut(row.text);
    if (sentence === undefined) continue;
    const id = `optOut:${row.urn}`;
    const stored = await w.db.exclusions.get(id);
    if (stored?.liftedAt !== undefined) continue;
    found = true;
    if (stored !== undefined) continue;
    await w.db.exclusions.add({ id, kind: 'person', value: contact.id, reason: 'optedOut', evidence: sentence, at: w.now });
    w.journal({ kind: 'optOut.found', reason: 'optedOut', contactId: contact.id });
  }
  return found;
}
