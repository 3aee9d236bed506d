import type { NurturesDb } from '@/lib/db/schema';
import { healthOf, type Health } from '@/lib/domain/health';
import { campaignDay, progressOf, slotsToday, type Progress } from '@/lib/domain/progress';
import { senderMarks } from '@/lib/engine/book';
import { readUnreadThreads } from '@/lib/engine/inbox';
import { capsAt } from '@/lib/domain/pacing';
import { DAY } from '@/lib/domain/zoned-time';
import { toneAverage, type ToneShare } from '@/lib/domain/tone-average';
import type { NurtureContext } from '@/lib/report/nurture-context';
import type { NurtureRow } from '@/lib/report/nurture-rows';

/** Health of a row. `now` in milliseconds. */
export function rowHealth(row: NurtureRow, context: NurtureContext, now: number): Health {
  const { campaign, counts, run } = row;
  return healthOf({
    campaign, run, hasSource: campaign.sourceId !== undefined && context.sources.has(campaign.sourceId),
    memberStop: campaign.senderId === undefined ? undefined : context.members.get(campaign.senderId)?.stop,
    pause: context.pause, pending: counts.pending ?? 0, pendingLong: context.pendingLong.get(campaign.id) ?? 0,
  }, now);
}

/** Numbers of a row's progress that do not stand in the row: due follow-ups, the sender's room today, and what the forecast expects. */
export interface RowRoom {
  dueFollowUps: number;
  memberRoom: number;
  expectedLater?: number | undefined;
}

/** Follow-ups whose day has come and that wait for no unread conversation, counted by index; only where a later slot of today could send them. */
export async function readDueFollowUps(db: NurturesDb, row: NurtureRow, now: number): Promise<number> {
  const { campaign, counts } = row;
  const later = slotsToday(campaign, now).some((slot) => slot.startsAt > now);
  if (campaign.approval || campaign.state !== 'active' || !later || (counts.queued ?? 0) === 0) return 0;
  const today = campaignDay(campaign, now);
  const due = await db.deliveries.where('[campaignId+state+dueOn]').between([campaign.id, 'queued', ''], [campaign.id, 'queued', today], true, true).count();
  if (due === 0) return 0;
  const held = await Promise.all((await readUnreadThreads(db)).map(({ contact }) =>
    db.deliveries.where('[contactId+state]').equals([contact.id, 'queued']).filter((one) => one.campaignId === campaign.id && (one.dueOn ?? '') <= today).count()));
  return Math.max(0, due - held.reduce((sum, count) => sum + count, 0));
}

/** How many more messages each sender may send in the 24 hours up to now, by the daily limit. */
export async function readMemberRoom(db: NurturesDb, context: Pick<NurtureContext, 'members'>, now: number): Promise<ReadonlyMap<string, number>> {
  const room = new Map<string, number>();
  for (const member of context.members.values()) {
    const marks = await senderMarks(db, member.id, now);
    const used = marks.filter((mark) => mark.at > now - DAY).length;
    room.set(member.id, Math.max(0, capsAt(member, now).day - used));
  }
  return room;
}

/** Today's progress of a row. */
export function rowProgress(row: NurtureRow, health: Health, room: RowRoom, now: number): Progress {
  const { campaign, counts, run } = row;
  const today = row.day === campaignDay(campaign, now) ? row.today : {};
  const isToday = run !== undefined && run.date === campaignDay(campaign, now);
  const empty = isToday && run.state === 'done' && run.taken < run.couldTake;
  return progressOf({
    campaign, health,
    sentToday: today.sent ?? 0,
    takenUp: (counts.scheduled ?? 0) + (counts.claimed ?? 0) + (counts.granted ?? 0),
    unconfirmedToday: isToday ? Math.min(run.unconfirmed, counts.unconfirmed ?? 0) : 0,
    approved: counts.approved ?? 0,
    dueFollowUps: room.dueFollowUps,
    pending: counts.pending ?? 0,
    sourceLeft: empty ? 0 : Infinity,
    memberRoom: room.memberRoom,
    expectedLater: room.expectedLater,
  }, now);
}

/** Tone averaged over the replies of these rows. */
export function toneShare(all: readonly Pick<NurtureRow, 'counts'>[]): ToneShare {
  return toneAverage(all.map(({ counts }) => counts));
}

/** Clicks of a row; undefined where nothing was ever counted and no tracker could. */
export function rowClicks(row: Pick<NurtureRow, 'counts'>, context: Pick<NurtureContext, 'tracker'>): number | undefined {
  return row.counts.clicks ?? (context.tracker === 'connected' ? 0 : undefined);
}
