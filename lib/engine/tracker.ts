import { bytesOfHex } from '@/lib/domain/sha256';
import type { NurturesDb } from '@/lib/db/schema';
import { write } from '@/lib/db/write';
import { linkKey } from '@/lib/clicks/link-key';
import { linksToReplace } from '@/lib/clicks/links-in-text';
import type { PollState } from '@/lib/clicks/polling';
import { trackerFailureCodes } from '@/lib/clicks/tracker';
import { ownOriginsOf, trackerSettingsShape, type TrackerSettings } from '@/lib/clicks/tracker-settings';
import type { Message } from '@/lib/domain/campaign';
import { count, fit, Misfit, nullable, number, object, oneOf, text } from '@/lib/domain/shape';

/** The link tracker in use, as the member set it up. */
export interface TrackerInUse {
  settings: TrackerSettings;
  /** one link per person instead of one per message: only with a tracker that carries it, after the notice */
  perRecipient: 'yes' | 'no';
  /** what link keys are made with; never leaves this browser but in a backup */
  secret: Uint8Array;
  /** links there are left as they are */
  ownOrigins: readonly string[];
}

const TRACKER = 'tracker';
const SECRET = 'linkSecret';
const storedShape = object({ settings: trackerSettingsShape, perRecipient: oneOf('yes', 'no') });

/** The tracker in use, or undefined: then links go out as written. */
export async function readTracker(db: NurturesDb): Promise<TrackerInUse | undefined> {
  const [row, key] = await Promise.all([db.settings.get(TRACKER), db.settings.get(SECRET)]);
  const stored = fit(storedShape, row?.value);
  if (stored instanceof Misfit || typeof key?.value !== 'string') return undefined;
  return { ...stored, secret: bytesOfHex(key.value), ownOrigins: ownOriginsOf(stored.settings) };
}

/**
 * Stores the tracker. The secret of link keys is made once and kept for good: with another one every link would be made again.
 * `freshSecret`: 64 hexadecimal digits, used only when there is none yet.
 */
export function saveTracker(db: NurturesDb, now: number, settings: TrackerSettings, perRecipient: 'yes' | 'no', freshSecret: string): Promise<void> {
  return write(db, now, async (w) => {
    await db.settings.put({ key: TRACKER, value: { settings, perRecipient } });
    if ((await db.settings.get(SECRET)) === undefined) await db.settings.put({ key: SECRET, value: freshSecret });
    await db.settings.bulkDelete([ATTEMPTS.links, ATTEMPTS.clicks]);
    w.journal({ kind: 'settings.changed', data: { tracker: settings.kind, perRecipient } });
  });
}

/** Takes the tracker away: links go out as written from now on; those already sent go on working, their counts stay as read. */
export function forgetTracker(db: NurturesDb, now: number): Promise<void> {
  return write(db, now, async (w) => {
    await db.settings.bulkDelete([TRACKER, ATTEMPTS.links, ATTEMPTS.clicks]);
    w.journal({ kind: 'settings.changed', data: { tracker: 'none' } });
  });
}

/** Where the attempts to make links and to read counts are remembered. */
export const ATTEMPTS = { links: 'linkAttempts', clicks: 'clickAttempts' } as const;
const attemptsShape = object({
  lastAttemptAt: nullable(number()), failuresInRow: count,
  lastFailure: nullable(object({ code: oneOf(...trackerFailureCodes), retryAfter: nullable(number(0)), detail: text() })),
});

/** How the last attempts ended; `detail` is a sentence for the member. */
export type Attempts = PollState & { readonly lastFailure: (PollState['lastFailure'] & { readonly detail: string }) | null };
const NO_ATTEMPT: Attempts = { lastAttemptAt: null, failuresInRow: 0, lastFailure: null };

export async function readAttempts(db: NurturesDb, of: keyof typeof ATTEMPTS): Promise<Attempts> {
  const stored = fit(attemptsShape, (await db.settings.get(ATTEMPTS[of]))?.value);
  return stored instanceof Misfit ? NO_ATTEMPT : stored;
}

/** Where one link of a message leads and for whom it is. */
export interface LinkPlace {
  campaignId: string;
  messageId: string;
  /** only where links are personal */
  contactId?: string;
}

/** The key of a link at this tracker. Another tracker gives another key, so that its links are its own. */
export function keyOf(tracker: TrackerInUse, place: LinkPlace, link: string): string {
  const { campaignId, messageId, contactId } = place;
  return linkKey(tracker.secret, { campaign: `${tracker.settings.origin} ${campaignId}`, message: messageId, link, ...(contactId === undefined ? {} : { recipient: contactId }) });
}

/** Whose a link of this message to this person is: their own, or everybody's. */
export function placeOf(tracker: TrackerInUse, campaignId: string, messageId: string, contactId: string): LinkPlace {
  return tracker.perRecipient === 'yes' ? { campaignId, messageId, contactId } : { campaignId, messageId };
}

/** Every link of a message that is to be tracked, over all its bodies. */
export function linksOf(message: Pick<Message, 'body' | 'variants' | 'alternative'>, ownOrigins: readonly string[]): string[] {
  const bodies = [message.body, ...Object.values(message.variants), ...(message.alternative === undefined ? [] : [message.alternative])];
  return [...new Set(bodies.flatMap((body) => linksToReplace(body, ownOrigins)))];
}
