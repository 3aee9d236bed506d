import type { NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { rescheduled } from '@/lib/domain/campaign-life';
import type { Delivery } from '@/lib/domain/delivery';
import { recordPassed } from '@/lib/engine/boundaries';
import { readPause, readPauseRow } from '@/lib/engine/settings';

/** A message that had its grant when everything was paused: it cannot be called back any more. */
export type UnderWay = Pick<Delivery, 'id' | 'contactId' | 'campaignId'>;

/**
 * Holds everything in this browser from the commit of this write: no grant is given after it. Switches do not change.
 * `until` (milliseconds) is the first instant at which it ends by itself; absent, it lasts until *Resume*. Returns the
 * messages already granted, which are named to the member. Pausing again keeps the first beginning and takes the new end.
 */
export function pauseEverything(db: NurturesDb, now: number, until?: number): Promise<{ ok: true; underWay: UnderWay[] } | { ok: false; reason: 'past' }> {
  return write(db, now, async (w) => {
    if (until !== undefined && until <= now) return { ok: false, reason: 'past' };
    const held = await readPause(db, now);
    if (held === undefined) await endPause(w);
    await db.settings.put({ key: 'pause', value: { since: held?.since ?? now, ...(until === undefined ? {} : { until }) } });
    w.journal({ kind: 'pause.on', reason: 'paused', ...(until === undefined ? {} : { data: { until } }) });
    const granted = await db.deliveries.where('[state+stateAt]').between(['granted', -Infinity], ['granted', Infinity]).toArray();
    return { ok: true, underWay: granted.map(({ id, contactId, campaignId }) => ({ id, contactId, campaignId })) };
  });
}

/** Waiting approvals do not age by a pause; of campaigns switched off within it, by the part before: the rest counts when they go on. */
async function moveClocks(w: Writer, heldFrom: number, heldTo: number): Promise<void> {
  const { deliveries } = w.db;
  const offSince = new Map((await w.db.campaigns.where('state').equals('inactive').toArray()).map(({ id, switchedAt }) => [id, switchedAt ?? Infinity]));
  const standing = (campaignId: string, since: number) => since + Math.max(0, Math.min(heldTo, offSince.get(campaignId) ?? Infinity) - Math.max(since, heldFrom));
  await deliveries.where('[state+pendingSince]').between(['pending', -Infinity], ['pending', heldTo]).modify((delivery) => {
    if (delivery.pendingSince !== undefined) delivery.pendingSince = standing(delivery.campaignId, delivery.pendingSince);
  });
  for (const state of ['approved', 'scheduled'] as const) {
    await deliveries.where('[state+approvedAt]').between([state, -Infinity], [state, heldTo]).modify((delivery) => {
      if (delivery.approvedAt !== undefined) delivery.approvedAt = standing(delivery.campaignId, delivery.approvedAt);
    });
  }
}

/**
 * Ends the stored hold inside a write, at `now` or at its own end if that has passed: waiting approvals do not age by the
 * time it lasted, slots that fell into it stand in the ledger as paused, and every active campaign counts from the next slot
 * that starts after it. Returns whether there was one.
 */
export async function endPause(w: Writer): Promise<boolean> {
  const row = await readPauseRow(w.db);
  if (row === undefined) return false;
  const end = Math.min(w.now, row.until ?? w.now);
  await w.db.settings.delete('pause');
  await moveClocks(w, row.since, end);
  const active = await w.db.campaigns.where('state').equals('active').toArray();
  for (const campaign of active) await recordPassed(w, campaign, end, 'paused');
  await w.db.campaigns.bulkPut(active.map((campaign) => rescheduled(campaign, end)));
  w.journal({ kind: 'pause.off' });
  return true;
}

/** *Resume*: ends the hold now. Nothing is made up for. */
export function resumeEverything(db: NurturesDb, now: number): Promise<{ ok: true } | { ok: false; reason: 'notPaused' }> {
  return write(db, now, async (w) => ((await endPause(w)) ? { ok: true } : { ok: false, reason: 'notPaused' }));
}
