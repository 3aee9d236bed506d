import type { NurturesDb } from '@/lib/db/schema';
import type { MemberId } from '@/lib/domain/campaign';

export type JobKind = 'check' | 'resolve' | 'deliver' | 'reconcile' | 'connections';

/**
 * The one thing the worker waits for from its own tab. It lives in the database, so a worker that starts again goes on
 * where the one before stopped. Times are epoch milliseconds.
 */
export interface Job {
  orderId: string;
  kind: JobKind;
  senderId: MemberId;
  startedAt: number;
  /** after this instant the job is over without an answer */
  until: number;
  /** where the tab was sent */
  path: string;
  deliveryId?: string;
  contactId?: string;
  slug?: string;
  /** the profile was read for this attempt: what it said of the address is the newest */
  profileRead?: 'yes';
  /** page driver that took the order; a reload takes it anew */
  instance?: string;
  /** the tab was sent to `path`: a worker that died in between sends it there again */
  shown?: 'yes';
}

const KEY = 'job';

/** How long each kind of job may take before it is given up; hidden tabs get one timer a minute, so these are generous. */
export const JOB_MS: Record<JobKind, number> = {
  check: 3 * 60_000,
  resolve: 2 * 60_000,
  deliver: 4 * 60_000,
  reconcile: 3 * 60_000,
  connections: 10 * 60_000,
};

function isJob(value: unknown): value is Job {
  return typeof value === 'object' && value !== null && 'orderId' in value && 'kind' in value && 'until' in value && 'path' in value;
}

/** The job under way, or undefined. A damaged row counts as none. */
export async function readJob(db: NurturesDb): Promise<Job | undefined> {
  const row = await db.settings.get(KEY);
  return isJob(row?.value) ? row.value : undefined;
}

/** Stores the job under way. */
export async function putJob(db: NurturesDb, job: Job): Promise<void> {
  await db.settings.put({ key: KEY, value: job });
}

/** Changes the job, if it is still this one: what ended meanwhile does not come back. Returns whether it was. */
export function changeJob(db: NurturesDb, orderId: string, patch: Partial<Pick<Job, 'instance' | 'shown' | 'until'>>): Promise<boolean> {
  return db.transaction('rw', db.settings, async () => {
    const job = await readJob(db);
    if (job?.orderId !== orderId) return false;
    await putJob(db, { ...job, ...patch });
    return true;
  });
}

/** Begins a job if there is none. Returns whether it began: two steps at once never send the tab to two places. */
export function beginIfFree(db: NurturesDb, job: Job): Promise<boolean> {
  return db.transaction('rw', db.settings, async () => {
    if ((await readJob(db)) !== undefined) return false;
    await putJob(db, job);
    return true;
  });
}

/** Ends the job, if it is still this one. */
export async function endJob(db: NurturesDb, orderId: string): Promise<void> {
  const job = await readJob(db);
  if (job?.orderId === orderId) await db.settings.delete(KEY);
}
