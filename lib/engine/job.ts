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
  /** page driver that took the order; a reload takes it anew */
  instance?: string;
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

/** Ends the job, if it is still this one. */
export async function endJob(db: NurturesDb, orderId: string): Promise<void> {
  const job = await readJob(db);
  if (job?.orderId === orderId) await db.settings.delete(KEY);
}
