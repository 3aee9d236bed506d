import { write } from '@/lib/db/write';
import type { NurturesDb } from '@/lib/db/schema';
import type { Member } from '@/lib/domain/member';
import type { Reason } from '@/lib/domain/reasons';
import type { Campaign } from '@/lib/domain/campaign';
import { remark, type Run } from '@/lib/domain/run';
import { takenUpAt } from '@/lib/domain/take-up';
import { endJob } from '@/lib/engine/job';
import { closeRunsOf, clearCampaignStop, reasonOfWall, stopCampaign, stopMember, stopsMember } from '@/lib/engine/stops';
import { missChecking } from '@/lib/engine/runs';
import { replan, takeUp } from '@/lib/engine/take-up';
import { lookedForSync } from '@/lib/engine/sync-connections';
import { noteLook } from '@/lib/engine/page-look';
import { forgetNewPage, trustIn } from '@/lib/engine/page-trial';
import { noteInbox } from '@/lib/engine/inbox';
import type { CheckResult, PageFacts } from '@/lib/linkedin/contract';

/** Reasons that speak of messaging pages only: who is signed in is known all the same. */
const PAGE_ONLY: ReadonlySet<Reason> = new Set<Reason>(['pageChanged', 'selfTestFailed']);

/** Why the page a check found lets nobody send, or undefined when it is the confirmed sender on an understood page. */
export function checkReason(member: Member, facts: PageFacts, result: CheckResult): Reason | undefined {
  if (facts.wall !== undefined) return reasonOfWall(facts.wall, false);
  if (facts.identity.state === 'out') return 'notSignedIn';
  if (facts.identity.state === 'inUnknown') return 'pageNotUnderstood';
  if (facts.identity.id !== member.id) return 'signedInAsOther';
  if (!result.ok) return result.wall === undefined ? result.reason : reasonOfWall(result.wall, false);
  if (result.selfTest.verdict === 'notUnderstood') return 'selfTestFailed';
  return trustIn(member, result.selfTest.fingerprint) === 'asks' ? 'pageChanged' : undefined;
}

/**
 * What the look at the page before a slot decides for every run that waits for it: they open and take up their people, or
 * they are missed with the reason, and the campaign says what to do.
 */
export function checked(db: NurturesDb, now: number, orderId: string, memberId: string, facts: PageFacts, result: CheckResult): Promise<void> {
  return write(db, now, async (w) => {
    await endJob(db, orderId);
    const member = await db.members.get(memberId);
    const runs = await db.runs.where('[senderId+state]').equals([memberId, 'checking']).toArray();
    if (member === undefined) return;
    const reason = checkReason(member, facts, result);
    w.journal({ kind: 'page.checked', memberId, ...(reason === undefined ? {} : { reason }) });
    await noteLook(w, memberId, reason, result);
    await lookedForSync(w, memberId, reason === undefined || PAGE_ONLY.has(reason) ? undefined : reason);
    if (reason !== undefined) {
      if (reason === 'pageChanged' && result.ok) await db.members.update(member.id, { newPage: { fingerprint: result.selfTest.fingerprint } });
      for (const run of runs) {
        await missChecking(w, run, reason);
        await stopCampaign(w, run.campaignId, reason);
      }
      if (stopsMember(reason)) await stopMember(w, memberId, reason, facts.path.slice(0, 120));
      else await closeRunsOf(w, memberId, reason);
      return;
    }
    if (result.ok && trustIn(member, result.selfTest.fingerprint) === 'known') await forgetNewPage(w, member);
    const opening: { run: Run; campaign: Campaign }[] = [];
    for (const run of runs.toSorted((a, b) => (a.campaignId < b.campaignId ? -1 : 1))) {
      const campaign = await db.campaigns.get(run.campaignId);
      if (campaign === undefined || campaign.state !== 'active') {
        await missChecking(w, run, campaign?.state === 'inactive' ? 'switchedOff' : 'archived');
        continue;
      }
      await clearCampaignStop(w, campaign.id);
      const late = takenUpAt(run, now) === now && now > run.startsAt;
      opening.push({ campaign, run: { ...run, state: 'open', openedAt: now, notes: late ? remark(run.notes, 'lateStart') : run.notes } });
      w.journal({ kind: 'run.opened', campaignId: run.campaignId, memberId, data: { run: run.id } });
    }
    await takeUp(w, opening, member);
    if (result.ok) await noteInbox(w, member, result.inbox);
    await replan(w, member);
  });
}

