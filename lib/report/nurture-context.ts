import type { NurturesDb } from '@/lib/db/schema';
import { PENDING_LONG_MS } from '@/lib/domain/health';
import type { Member, PauseAll } from '@/lib/domain/member';
import type { Source } from '@/lib/domain/source';
import { readConsent, readPause } from '@/lib/engine/settings';
import { readTracker } from '@/lib/engine/tracker';

/** What all rows of the list share: who sends, from which source, whether everything is paused, what waits too long. */
export interface NurtureContext {
  members: ReadonlyMap<string, Member>;
  sources: ReadonlyMap<string, Source>;
  pause: PauseAll | undefined;
  consent: 'given' | 'missing';
  /** campaign id -> approvals that have waited longer than two days */
  pendingLong: ReadonlyMap<string, number>;
  /** without one, links go out as written and nothing is counted */
  tracker: 'connected' | 'none';
}

/** The campaign id a delivery id begins with: `campaign:contact/message`. */
function campaignIdOf(deliveryId: string): string {
  return deliveryId.slice(0, deliveryId.indexOf(':'));
}

/** What is read of the context beside what the popup reads for itself. */
type Rest = Pick<NurtureContext, 'sources' | 'pendingLong' | 'tracker'>;

/** Sources, what waits too long, and whether links are counted. `now` in milliseconds. */
export async function readContextRest(db: NurturesDb, now: number): Promise<Rest> {
  const [sources, late, tracker] = await db.transaction('r', [db.sources, db.settings, db.deliveries], () => Promise.all([
    db.sources.toArray(),
    db.deliveries.where('[state+pendingSince]').between(['pending', -Infinity], ['pending', now - PENDING_LONG_MS]).primaryKeys(),
    readTracker(db),
  ]));
  const pendingLong = new Map<string, number>();
  for (const id of late) pendingLong.set(campaignIdOf(id), (pendingLong.get(campaignIdOf(id)) ?? 0) + 1);
  return { sources: new Map(sources.map((source) => [source.id, source])), pendingLong, tracker: tracker === undefined ? 'none' : 'connected' };
}

/** The context of what was read in one transaction. */
export function contextOf({ members, pause, consent }: Pick<NurtureContext, 'pause' | 'consent'> & { members: readonly Member[] }, rest: Rest): NurtureContext {
  return { ...rest, members: new Map(members.map((member) => [member.id, member])), pause, consent };
}

/** Reads what all rows share, in one transaction. `now` in milliseconds. */
export function readNurtureContext(db: NurturesDb, now: number): Promise<NurtureContext> {
  return db.transaction('r', [db.members, db.sources, db.settings, db.deliveries], async () => {
    const [members, pause, consent, rest] = await Promise.all([db.members.toArray(), readPause(db, now), readConsent(db), readContextRest(db, now)]);
    return contextOf({ members, pause, consent: consent === undefined ? 'missing' : 'given' }, rest);
  });
}
