import type { Writer } from '@/lib/db/write';
import type { MemberId } from '@/lib/domain/campaign';
import { nextStart } from '@/lib/domain/campaign-life';
import type { Reason } from '@/lib/domain/reasons';
import { HOUR } from '@/lib/domain/zoned-time';
import type { Wall } from '@/lib/linkedin/contract';
import { closeRun, missChecking } from '@/lib/engine/runs';

/** Reasons that stop a sender until *Resume*, with the days of half limits afterwards (design 2.8). */
const MEMBER_STOPS: Partial<Record<Reason, number>> = {
  securityCheck: 14, restricted: 14, forcedLogout: 14, limitReached: 7, throttled: 7, premiumCard: 7, recipientMismatch: 0,
};
const RESUME_AFTER_MS = 24 * HOUR;

/** Whether this reason stops every campaign of the sender. */
export function stopsMember(reason: Reason): boolean {
  return MEMBER_STOPS[reason] !== undefined;
}

/** What a wall met on a page means. `inRun`: the sender had been confirmed in this run. */
export function reasonOfWall(wall: Wall, inRun: boolean): Reason {
  switch (wall) {
    case 'loggedOut': return inRun ? 'forcedLogout' : 'notSignedIn';
    case 'securityCheck': return 'securityCheck';
    case 'restricted': case 'agreement': return 'restricted';
    case 'throttled': return 'throttled';
    case 'limitReached': return 'limitReached';
    case 'pageError': return 'pageNotUnderstood';
    case 'gone': return 'profileGone';
  }
}

/** Stops every campaign of a sender: open runs end, nothing is granted, only *Resume* ends it. The first stop stays. */
export async function stopMember(w: Writer, memberId: MemberId, reason: Reason, evidence: string): Promise<void> {
  const member = await w.db.members.get(memberId);
  if (member !== undefined && member.stop === undefined) {
    const resumeAfter = reason === 'recipientMismatch' ? w.now : w.now + RESUME_AFTER_MS;
    await w.db.members.put({ ...member, stop: { reason, since: w.now, resumeAfter, halfDays: MEMBER_STOPS[reason] ?? 0, evidence } });
    w.journal({ kind: 'member.stopped', reason, memberId });
  }
  await closeRunsOf(w, memberId, reason);
}

/** Ends the open and checking runs of a sender for one reason. */
export async function closeRunsOf(w: Writer, memberId: MemberId, reason: Reason): Promise<void> {
  for (const run of await w.db.runs.where('[senderId+state]').equals([memberId, 'open']).toArray()) {
    const campaign = await w.db.campaigns.get(run.campaignId);
    const nextAt = campaign === undefined ? undefined : nextStart(campaign, run.endsAt)?.startsAt;
    await closeRun(w, run, reason, () => ({ reason, nextAt }));
  }
  for (const run of await w.db.runs.where('[senderId+state]').equals([memberId, 'checking']).toArray()) {
    await missChecking(w, run, reason);
  }
}

/** Marks a campaign as stopped for a reason that ends by itself at the next good slot, or when mended. */
export async function stopCampaign(w: Writer, campaignId: string, reason: Reason): Promise<void> {
  const campaign = await w.db.campaigns.get(campaignId);
  if (campaign === undefined || campaign.stop?.reason === reason) return;
  await w.db.campaigns.put({ ...campaign, stop: { reason, since: w.now } });
  w.journal({ kind: 'campaign.stopped', reason, campaignId });
}

/** Ends a campaign's own stop. */
export async function clearCampaignStop(w: Writer, campaignId: string): Promise<void> {
  const campaign = await w.db.campaigns.get(campaignId);
  if (campaign?.stop === undefined) return;
  const { stop: _ended, ...rest } = campaign;
  await w.db.campaigns.put(rest);
  w.journal({ kind: 'campaign.resumed', campaignId });
}
