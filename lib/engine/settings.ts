import type { NurturesDb } from '@/lib/db/schema';
import type { PauseAll, SignedIn } from '@/lib/domain/member';

/** What the member agreed to, and which wording of it. */
export interface Consent {
  at: number;
  /** version of the wording shown */
  version: number;
  language: string;
}

/** The wording of the consent in force; a newer one is asked for again. */
export const CONSENT_VERSION = 1;

/** How long reply texts are kept, in days; `forever` keeps them. */
export type Retention = number | 'forever';
export const RETENTION_DEFAULT_DAYS = 365;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function valueOf(db: NurturesDb, key: string): Promise<unknown> {
  return (await db.settings.get(key))?.value;
}

/** Who is signed in to LinkedIn, as last seen on a page; `unknown` when nothing was seen or the row is damaged. */
export async function readSignedIn(db: NurturesDb): Promise<SignedIn> {
  const value = await valueOf(db, 'signedIn');
  if (!isRecord(value) || typeof value['at'] !== 'number') return { state: 'unknown' };
  const { state, memberId, name, slug, at } = value;
  if (state === 'out') return { state, at };
  if (state !== 'in' || typeof memberId !== 'string' || typeof name !== 'string') return { state: 'unknown' };
  return { state, memberId, name, at, ...(typeof slug === 'string' ? { slug } : {}) };
}

/** The stored hold of *Pause everything* as it is, its end passed or not. A damaged row holds: in doubt nothing is sent. */
export async function readPauseRow(db: NurturesDb): Promise<PauseAll | undefined> {
  const value = await valueOf(db, 'pause');
  if (value === undefined) return undefined;
  if (!isRecord(value) || typeof value['since'] !== 'number') return { since: 0 };
  const { since, until } = value;
  return typeof until === 'number' ? { since, until } : { since };
}

/** The hold in force at `now` (milliseconds); one whose end has passed is over. */
export async function readPause(db: NurturesDb, now: number): Promise<PauseAll | undefined> {
  const row = await readPauseRow(db);
  return row?.until !== undefined && row.until <= now ? undefined : row;
}

/** The consent given for the wording in force, or undefined. */
export async function readConsent(db: NurturesDb): Promise<Consent | undefined> {
  const value = await valueOf(db, 'consent');
  if (!isRecord(value) || typeof value['at'] !== 'number' || value['version'] !== CONSENT_VERSION) return undefined;
  return { at: value['at'], version: CONSENT_VERSION, language: typeof value['language'] === 'string' ? value['language'] : 'en' };
}

/** How long reply texts are kept. */
export async function readRetention(db: NurturesDb): Promise<Retention> {
  const value = await valueOf(db, 'replyTextDays');
  if (value === 'forever') return value;
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : RETENTION_DEFAULT_DAYS;
}
