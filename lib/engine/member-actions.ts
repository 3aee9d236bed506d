import type { NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { rescheduled } from '@/lib/domain/campaign-life';
import type { MemberId } from '@/lib/domain/campaign';
import type { Member, MemberLimits } from '@/lib/domain/member';
import { clampLimits, DEFAULT_LIMITS } from '@/lib/domain/pacing';
import type { Reason } from '@/lib/domain/reasons';
import { DAY } from '@/lib/domain/zoned-time';
import { recordPassed } from '@/lib/engine/boundaries';
import { readSignedIn } from '@/lib/engine/settings';

/** Why an act on a member was not done. `until` (milliseconds) says from when it can be. */
export type MemberRefusal =
  | { ok: false; reason: 'notSignedIn' | 'signedInAsOther' | 'gone' | 'notStopped' | 'nothingToConfirm' }
  | { ok: false; reason: 'tooEarly'; until: number };
export type MemberResult = { ok: true; member: Member } | MemberRefusal;

function firstWord(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}

/**
 * The member confirms that messages may go out in their name from this browser. Only who is signed in to LinkedIn right now,
 * as a page showed it, can be confirmed, and only the id that was shown to them. A member known already keeps seed and limits.
 */
export function confirmMember(db: NurturesDb, now: number, memberId: MemberId, seed: string): Promise<MemberResult> {
  return write(db, now, async (w) => {
    const signedIn = await readSignedIn(db);
    if (signedIn.state !== 'in') return { ok: false, reason: 'notSignedIn' };
    if (signedIn.memberId !== memberId) return { ok: false, reason: 'signedInAsOther' };
    const known = await db.members.get(memberId);
    if (known !== undefined) return { ok: true, member: known };
    const member: Member = {
      id: memberId, name: signedIn.name, firstName: firstWord(signedIn.name), seed, confirmedAt: now, limits: DEFAULT_LIMITS, mode: 'send',
      provenPages: [], ...(signedIn.slug === undefined ? {} : { slug: signedIn.slug }),
    };
    await db.members.add(member);
    w.journal({ kind: 'member.confirmed', memberId });
    return { ok: true, member };
  });
}

async function change(w: Writer, memberId: MemberId, patch: (member: Member) => Member, data: Record<string, string | number>): Promise<MemberResult> {
  const member = await w.db.members.get(memberId);
  if (member === undefined) return { ok: false, reason: 'gone' };
  const next = patch(member);
  await w.db.members.put(next);
  w.journal({ kind: 'member.changed', memberId, data });
  return { ok: true, member: next };
}

/** Changes the limits of a sender; whatever is asked for, nothing passes the hard limits. Returns the member as stored. */
export function changeLimits(db: NurturesDb, now: number, memberId: MemberId, wanted: Partial<MemberLimits>): Promise<MemberResult> {
  return write(db, now, async (w) => {
    const member = await db.members.get(memberId);
    if (member === undefined) return { ok: false, reason: 'gone' };
    const limits = clampLimits({ ...member.limits, ...wanted });
    return change(w, memberId, (known) => ({ ...known, limits }), { ...limits });
  });
}

/** Chooses between sending and draft-only mode (design 2.12). */
export function changeMode(db: NurturesDb, now: number, memberId: MemberId, mode: Member['mode']): Promise<MemberResult> {
  return write(db, now, (w) => change(w, memberId, (member) => ({ ...member, mode }), { mode }));
}

/** What the product may do in the member's own pages beyond its defaults: open threads in the sweep, choose Click Send once. */
export function changePermission(db: NurturesDb, now: number, memberId: MemberId, permission: 'sweepOpens' | 'mayChooseClickSend', allowed: boolean): Promise<MemberResult> {
  return write(db, now, (w) =>
    change(w, memberId, (member) => {
      const { [permission]: _old, ...rest } = member;
      return allowed ? { ...rest, [permission]: 'yes' } : rest;
    }, { [permission]: allowed ? 'yes' : 'no' }),
  );
}

/**
 * The member lets one message try a page of LinkedIn that changed: the next slot sends one, and the rest follow once it is proved. The
 * self-test still has to pass.
 */
export function confirmPage(db: NurturesDb, now: number, memberId: MemberId): Promise<MemberResult> {
  return write(db, now, async (w) => {
    const page = (await db.members.get(memberId))?.newPage;
    if (page === undefined || page.confirmedAt !== undefined) return { ok: false, reason: 'nothingToConfirm' };
    return change(w, memberId, (member) => ({ ...member, newPage: { ...page, confirmedAt: now } }), { page: 'confirmed' });
  });
}

async function nextSlotsFromNow(w: Writer, memberId: MemberId, stop: Reason): Promise<void> {
  const campaigns = await w.db.campaigns.where('[state+senderId]').equals(['active', memberId]).toArray();
  for (const campaign of campaigns) await recordPassed(w, campaign, w.now, stop);
  await w.db.campaigns.bulkPut(campaigns.map((campaign) => rescheduled(campaign, w.now)));
}

/**
 * *Resume* after a stop by LinkedIn: never before its waiting time, then with half limits for as long as the stop said. The
 * sender's campaigns go on at the next slot that starts after this.
 */
export function resumeMember(db: NurturesDb, now: number, memberId: MemberId): Promise<MemberResult> {
  return write(db, now, async (w) => {
    const member = await db.members.get(memberId);
    if (member === undefined) return { ok: false, reason: 'gone' };
    const { stop, ...rest } = member;
    if (stop === undefined) return { ok: false, reason: 'notStopped' };
    if (now < stop.resumeAfter) return { ok: false, reason: 'tooEarly', until: stop.resumeAfter };
    const halfUntil = Math.max(member.halfUntil ?? 0, now + stop.halfDays * DAY);
    const resumed: Member = stop.halfDays > 0 ? { ...rest, halfUntil } : rest;
    await db.members.put(resumed);
    w.journal({ kind: 'member.resumed', memberId, reason: stop.reason, data: { halfDays: stop.halfDays } });
    await nextSlotsFromNow(w, memberId, stop.reason);
    return { ok: true, member: resumed };
  });
}

/** "I signed out myself": a stop for a forced log-out ends at once, with no half limits. Any other stop stays. */
export function answerSignedOutMyself(db: NurturesDb, now: number, memberId: MemberId): Promise<MemberResult> {
  return write(db, now, async (w) => {
    const member = await db.members.get(memberId);
    if (member === undefined) return { ok: false, reason: 'gone' };
    const { stop, ...rest } = member;
    if (stop?.reason !== 'forcedLogout') return { ok: false, reason: 'notStopped' };
    await db.members.put(rest);
    w.journal({ kind: 'member.resumed', memberId, reason: 'notSignedIn' });
    await nextSlotsFromNow(w, memberId, 'notSignedIn');
    return { ok: true, member: rest };
  });
}
