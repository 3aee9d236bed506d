import type { NurturesDb } from '@/lib/db/schema';
import type { Writer } from '@/lib/db/write';
import type { Delivery } from '@/lib/domain/delivery';
import type { Reason } from '@/lib/domain/reasons';
import { holdReason } from '@/lib/engine/render-message';

/** One row per delivery that waits for its links, so that nothing must be searched for them. */
export const WANTED = 'linksWanted:';

/** Why a text is held; one that waits for its links is noted, so that they are made and it goes on by itself. */
export async function heldBecause(w: Writer, delivery: Pick<Delivery, 'id'>, held: Parameters<typeof holdReason>[0]): Promise<Reason> {
  const reason = holdReason(held);
  if (reason === 'trackerUnreachable') await wantLinks(w, delivery);
  return reason;
}

/** Whether a campaign has deliveries that wait for their links. A delivery's id begins with its campaign's. */
export async function waitsForLinks(db: NurturesDb, campaignId: string): Promise<boolean> {
  return (await db.settings.where('key').startsWith(`${WANTED}${campaignId}:`).count()) > 0;
}

export async function wantLinks(w: Writer, delivery: Pick<Delivery, 'id'>): Promise<void> {
  await w.db.settings.put({ key: `${WANTED}${delivery.id}`, value: 'yes' });
}
