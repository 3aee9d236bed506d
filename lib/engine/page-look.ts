import type { NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import type { MemberId } from '@/lib/domain/campaign';
import { isReason, type Reason } from '@/lib/domain/reasons';
import { readConsent } from '@/lib/engine/settings';
import type { CheckResult } from '@/lib/linkedin/contract';

const ASKED = 'lookAsked';
const RESULT = 'pageLook';

/** What the last look at LinkedIn's page found, before a slot or because the member asked. */
export interface PageLook {
  /** milliseconds */
  at: number;
  memberId: MemberId;
  /** why nothing may be sent on this page; absent when it is understood and the sender is signed in */
  reason?: Reason;
  /** names of the targets that were not found */
  missing: string[];
  sendMode: 'click' | 'enter' | 'unknown';
}

export type LookResult = { ok: true } | { ok: false; reason: 'gone' | 'consentMissing' | 'stopped' | 'slotOpen' | 'asked' };

/** Whether a look that the member asked for is still to come, and for whom. */
export async function readAskedLook(db: NurturesDb): Promise<MemberId | undefined> {
  const value = (await db.settings.get(ASKED))?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The last look, or undefined before the first. A damaged row counts as none. */
export async function readPageLook(db: NurturesDb): Promise<PageLook | undefined> {
  const value = (await db.settings.get(RESULT))?.value;
  if (typeof value !== 'object' || value === null || !('at' in value) || typeof value.at !== 'number' || !('memberId' in value) || typeof value.memberId !== 'string') return undefined;
  const reason = 'reason' in value && isReason(value.reason) ? value.reason : undefined;
  const missing = 'missing' in value && Array.isArray(value.missing) ? value.missing.filter((name) => typeof name === 'string') : [];
  const sendMode = 'sendMode' in value && (value.sendMode === 'click' || value.sendMode === 'enter') ? value.sendMode : 'unknown';
  return { at: value.at, memberId: value.memberId, missing, sendMode, ...(reason === undefined ? {} : { reason }) };
}

/** The report of the last page that was not understood, ready to be saved: structure only, no text and no name of anybody. */
export async function readPageReport(db: NurturesDb): Promise<{ at: number; report: unknown } | undefined> {
  const value = (await db.settings.get('pageReport'))?.value;
  return typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'number' && 'report' in value ? { at: value.at, report: value.report } : undefined;
}

/**
 * The member asks for a look at LinkedIn's page now: read-only, in a tab of the product's own, at the worker's next wake. A slot that is open
 * has just looked; after a warning by LinkedIn the page is left alone.
 */
export function askLook(db: NurturesDb, now: number, memberId: MemberId): Promise<LookResult> {
  return write(db, now, async () => {
    const member = await db.members.get(memberId);
    if (member === undefined) return { ok: false, reason: 'gone' };
    if ((await readConsent(db)) === undefined) return { ok: false, reason: 'consentMissing' };
    if (member.stop !== undefined) return { ok: false, reason: 'stopped' };
    if ((await readAskedLook(db)) !== undefined) return { ok: false, reason: 'asked' };
    for (const state of ['checking', 'open'] as const) {
      if ((await db.runs.where('[senderId+state]').equals([memberId, state]).count()) > 0) return { ok: false, reason: 'slotOpen' };
    }
    await db.settings.put({ key: ASKED, value: memberId });
    return { ok: true };
  });
}

/** Keeps what a look found, in the caller's transaction; a look that was asked for is done by it. */
export async function noteLook(w: Writer, memberId: MemberId, reason: Reason | undefined, result: CheckResult): Promise<void> {
  const look: PageLook = {
    at: w.now, memberId, missing: result.ok ? result.selfTest.missing : result.missing, sendMode: result.ok ? result.selfTest.sendMode : 'unknown',
    ...(reason === undefined ? {} : { reason }),
  };
  await w.db.settings.put({ key: RESULT, value: look });
  await w.db.settings.delete(ASKED);
}

/** A look that ended without an answer: the tab was closed or the page stayed silent. */
export async function lookFailed(w: Writer, memberId: MemberId, reason: Reason): Promise<void> {
  if ((await readAskedLook(w.db)) !== memberId) return;
  await noteLook(w, memberId, reason, { ok: false, reason, missing: [] });
}
