import type { FunnelRow, NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { toneOf, type Reply, type Tone } from '@/lib/domain/reply';
import { dateAt, DAY } from '@/lib/domain/zoned-time';
import { replyScopes } from '@/lib/engine/record-reading';
import { readRetention } from '@/lib/engine/settings';

export type ReplyResult = { ok: true } | { ok: false; reason: 'gone' | 'notWaiting' };

function answered(db: NurturesDb, now: number, id: string, how: 'opened' | 'ticked'): Promise<ReplyResult> {
  return write(db, now, async (w) => {
    const reply = await db.replies.get(id);
    if (reply === undefined) return { ok: false, reason: 'gone' };
    if (reply.answer !== 'waiting') return { ok: false, reason: 'notWaiting' };
    await db.replies.put({ ...reply, answer: how });
    w.journal({ kind: 'reply.answered', campaignId: reply.campaignId, contactId: reply.contactId, memberId: reply.senderId, data: { how } });
    return { ok: true };
  });
}

/** The member opened the thread of a reply from *Answer these*: it leaves the list. */
export function openedReply(db: NurturesDb, now: number, id: string): Promise<ReplyResult> {
  return answered(db, now, id, 'opened');
}

/** The member ticked a reply off. */
export function tickOffReply(db: NurturesDb, now: number, id: string): Promise<ReplyResult> {
  return answered(db, now, id, 'ticked');
}

/** Puts a reply ticked off by mistake back into *Answer these*. */
export function untickReply(db: NurturesDb, now: number, id: string): Promise<ReplyResult> {
  return write(db, now, async (w) => {
    const reply = await db.replies.get(id);
    if (reply === undefined) return { ok: false, reason: 'gone' };
    if (reply.answer === 'waiting' || reply.answer === 'none') return { ok: false, reason: 'notWaiting' };
    await db.replies.put({ ...reply, answer: 'waiting' });
    w.journal({ kind: 'reply.answered', campaignId: reply.campaignId, contactId: reply.contactId, memberId: reply.senderId, data: { how: 'undone' } });
    return { ok: true };
  });
}

/** Highest funnel level that the replies of a person in a campaign still prove, lead marks left alone. */
async function reachEngaged(w: Writer, reply: Reply): Promise<void> {
  const row = await w.db.funnel.get([reply.campaignId, reply.contactId]);
  if (row === undefined || row.level === 'lead') return;
  const replies = await w.db.replies.where('contactId').equals(reply.contactId).toArray();
  const positive = replies.some((one) => one.campaignId === reply.campaignId && one.kind === 'counted' && toneOf(one) === 'positive');
  const clicked = (await w.db.links.where('campaignId').equals(reply.campaignId).toArray()).some((link) => link.contactId === reply.contactId && link.clicks > 0);
  const level: FunnelRow['level'] = positive || clicked ? 'engaged' : 'nurtured';
  if (level !== row.level) await w.db.funnel.put({ ...row, level, at: w.now });
}

/**
 * The member says what tone a reply has: it replaces the judgement in every number, and the local model learns from it.
 * `undefined` takes the correction back.
 */
export function correctTone(db: NurturesDb, now: number, id: string, tone: Tone | undefined): Promise<ReplyResult> {
  return write(db, now, async (w) => {
    const reply = await db.replies.get(id);
    if (reply === undefined) return { ok: false, reason: 'gone' };
    const before = toneOf(reply);
    const { correctedTone: _old, correctedAt: _then, ...rest } = reply;
    const next: Reply = tone === undefined ? rest : { ...rest, correctedTone: tone, correctedAt: now };
    await db.replies.put(next);
    const after = toneOf(next);
    if (reply.kind === 'counted' && before !== after) {
      const scopes = await replyScopes(w, reply);
      if (before !== undefined) w.tally(reply.campaignId, { [before]: -1 }, scopes);
      if (after !== undefined) w.tally(reply.campaignId, { [after]: 1 }, scopes);
      await reachEngaged(w, next);
    }
    w.journal({
      kind: 'reply.corrected', campaignId: reply.campaignId, contactId: reply.contactId, memberId: reply.senderId,
      data: { from: before ?? 'none', to: after ?? 'none' },
    });
    return { ok: true };
  });
}

const TIDIED_ON = 'replyTextsTidiedOn';

/** Drops old reply texts once a day; on every other wake it writes nothing. */
export async function tidyReplyTexts(db: NurturesDb, now: number): Promise<void> {
  const today = dateAt(now, 'UTC');
  if ((await db.settings.get(TIDIED_ON))?.value === today) return;
  await dropOldReplyTexts(db, now);
  await db.settings.put({ key: TIDIED_ON, value: today });
}

/** Drops the texts of replies older than the chosen time; counts and tones stay. Returns how many. */
export async function dropOldReplyTexts(db: NurturesDb, now: number): Promise<number> {
  const days = await readRetention(db);
  if (days === 'forever') return 0;
  return db.replies.where('at').below(now - days * DAY).filter((reply) => reply.text !== undefined).modify((reply) => {
    delete reply.text;
    reply.toneWords = [];
  });
}
