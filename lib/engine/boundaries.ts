import { write, type Writer } from '@/lib/db/write';
import type { NurturesDb } from '@/lib/db/schema';
import type { Campaign } from '@/lib/domain/campaign';
import { nextStart, runIdOf, withBoundary } from '@/lib/domain/campaign-life';
import type { Reason } from '@/lib/domain/reasons';
import { latestStart, type SlotOccurrence } from '@/lib/domain/schedule';
import { isZone } from '@/lib/domain/zoned-time';
import { newRun, missRun } from '@/lib/engine/runs';
import { readPause } from '@/lib/engine/settings';
import { clearCampaignStop, stopCampaign } from '@/lib/engine/stops';

/** Why slots between two wakes did not run: the computer slept, or the browser was closed. */
export type Absence = 'asleep' | 'browserClosed';

/**
 * Looks at every active campaign whose slot boundary has passed: a slot that can still run begins with a look at the page;
 * one that cannot is recorded as missed with its reason. Nothing is made up for. Returns the senders whose page is to be
 * looked at.
 */
export async function openSlots(db: NurturesDb, now: number, absence: Absence): Promise<string[]> {
  const passed = () => db.campaigns.where('[state+nextBoundaryAt]').between(['active', -Infinity], ['active', now], true, true);
  if ((await passed().count()) === 0) return [];
  return write(db, now, async (w) => {
    const due = await passed().toArray();
    const senders = new Set<string>();
    for (const campaign of due) {
      const sender = await openDue(w, campaign, absence);
      if (sender !== undefined) senders.add(sender);
    }
    return [...senders];
  });
}

async function openDue(w: Writer, campaign: Campaign, absence: Absence): Promise<string | undefined> {
  const { db, now } = w;
  let opened: string | undefined;
  let from = campaign.nextBoundaryAt ?? now;
  for (;;) {
    const occurrence = nextStart(campaign, from);
    if (occurrence === undefined || occurrence.startsAt > now) break;
    from = occurrence.startsAt + 1;
    if ((await db.runs.get(runIdOf(campaign.id, occurrence))) !== undefined) continue;
    if (now > latestStart(occurrence)) {
      await missRun(w, campaign, occurrence, await whyMissed(w, campaign, absence));
      continue;
    }
    opened = await begin(w, campaign, occurrence);
  }
  const current = await db.campaigns.get(campaign.id);
  if (current !== undefined) await db.campaigns.put(withBoundary(current, from));
  return opened;
}

/**
 * Records, before an act moves a campaign to its next slot, the slots that started up to `until` and were not looked at yet:
 * an act of the member or the end of a pause must not make them disappear from the ledger.
 */
export async function recordPassed(w: Writer, campaign: Campaign, until: number, reason?: Reason): Promise<void> {
  if (campaign.state !== 'active') return;
  for (let from = campaign.nextBoundaryAt ?? until + 1; from <= until; ) {
    const occurrence = nextStart(campaign, from);
    if (occurrence === undefined || occurrence.startsAt > until) return;
    from = occurrence.startsAt + 1;
    if ((await w.db.runs.get(runIdOf(campaign.id, occurrence))) !== undefined) continue;
    await missRun(w, campaign, occurrence, reason ?? (await whyMissed(w, campaign, 'asleep')));
  }
}

async function whyMissed(w: Writer, campaign: Campaign, absence: Absence): Promise<Reason> {
  if ((await readPause(w.db, w.now)) !== undefined) return 'paused';
  const member = campaign.senderId === undefined ? undefined : await w.db.members.get(campaign.senderId);
  return member?.stop?.reason ?? absence;
}

/** What keeps a campaign from starting until the member mends it. */
export function flawOf(campaign: Campaign, hasSource: boolean): Reason | undefined {
  if (campaign.messages.length === 0 || campaign.messages.some((message) => message.body.trim() === '')) return 'noMessage';
  if (!isZone(campaign.schedule.timeZone)) return 'unknownZone';
  if (campaign.schedule.slots.length === 0) return 'noSlot';
  if (campaign.senderId === undefined) return 'senderUnknown';
  return hasSource ? undefined : 'sourceGone';
}

async function begin(w: Writer, campaign: Campaign, occurrence: SlotOccurrence): Promise<string | undefined> {
  const { db, now } = w;
  if ((await readPause(db, now)) !== undefined) {
    await missRun(w, campaign, occurrence, 'paused');
    return undefined;
  }
  const source = campaign.sourceId === undefined ? undefined : await db.sources.get(campaign.sourceId);
  const flaw = flawOf(campaign, source !== undefined);
  const member = campaign.senderId === undefined ? undefined : await db.members.get(campaign.senderId);
  if (flaw !== undefined || member === undefined) {
    await missRun(w, campaign, occurrence, flaw ?? 'senderUnknown');
    await stopCampaign(w, campaign.id, flaw ?? 'senderUnknown');
    return undefined;
  }
  if (member.stop !== undefined) {
    await missRun(w, campaign, occurrence, member.stop.reason);
    return undefined;
  }
  const mendable: Reason[] = ['noMessage', 'unknownZone', 'noSlot', 'senderUnknown', 'sourceGone'];
  if (campaign.stop !== undefined && mendable.includes(campaign.stop.reason)) await clearCampaignStop(w, campaign.id);
  await db.runs.put({ ...newRun(campaign, occurrence, 'checking', now), openedAt: now });
  return member.id;
}
