import type { LinkRow, NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { nextPollAt } from '@/lib/clicks/polling';
import type { LinkRequest, Tracker, TrackerFailure } from '@/lib/clicks/tracker';
import { isZone } from '@/lib/domain/zoned-time';
import { WANTED } from '@/lib/engine/links-wanted';
import { remarkRun } from '@/lib/engine/runs';
import { replan, takeQueued } from '@/lib/engine/take-up';
import { ATTEMPTS, keyOf, linksOf, placeOf, readAttempts, type Attempts, type TrackerInUse } from '@/lib/engine/tracker';
import { fillPending } from '@/lib/engine/void-texts';

/** Links are made this long before a slot begins, so that three heartbeats may try before anything waits for them. Milliseconds. */
const AHEAD_MS = 15 * 60_000;
/** Failures of the tracker as a whole: trying another campaign's links would fail the same way. */
const WHOLE: ReadonlySet<TrackerFailure['code']> = new Set(['unreachable', 'unauthorised', 'quota', 'tooFast', 'serverFault', 'badAnswer']);

type NewLink = Omit<LinkRow, 'trackedUrl' | 'clicks'>;

async function wantedIds(db: NurturesDb): Promise<string[]> {
  const keys = await db.settings.where('key').startsWith(WANTED).primaryKeys();
  return keys.map((key) => key.slice(WANTED.length));
}

/** Links that must stand soon and do not: of campaigns whose slot is near, and of deliveries that wait for them; by campaign. */
async function missingLinks(db: NurturesDb, tracker: TrackerInUse, now: number): Promise<Map<string, NewLink[]>> {
  const byKey = new Map<string, NewLink>();
  const want = (campaignId: string, message: Parameters<typeof linksOf>[0] & { id: string }, contactId?: string) => {
    const place = contactId === undefined ? { campaignId, messageId: message.id } : placeOf(tracker, campaignId, message.id, contactId);
    for (const target of linksOf(message, tracker.ownOrigins)) {
      const key = keyOf(tracker, place, target);
      byKey.set(key, { key, ...place, target, origin: tracker.settings.origin });
    }
  };
  if (tracker.perRecipient === 'no') {
    const near = await db.campaigns.where('[state+nextBoundaryAt]').between(['active', -Infinity], ['active', now + AHEAD_MS], true, true).toArray();
    for (const campaign of near) for (const message of campaign.messages) want(campaign.id, message);
  }
  for (const delivery of await db.deliveries.bulkGet(await wantedIds(db))) {
    const campaign = delivery === undefined ? undefined : await db.campaigns.get(delivery.campaignId);
    const message = campaign?.messages.find(({ id }) => id === delivery?.messageId);
    if (delivery !== undefined && campaign !== undefined && message !== undefined) want(campaign.id, message, delivery.contactId);
  }
  const known = new Set((await db.links.bulkGet([...byKey.keys()])).flatMap((link) => (link === undefined ? [] : [link.key])));
  const missing = new Map<string, NewLink[]>();
  for (const link of byKey.values()) {
    if (!known.has(link.key)) missing.set(link.campaignId, [...(missing.get(link.campaignId) ?? []), link]);
  }
  return missing;
}

async function storeLinks(db: NurturesDb, now: number, campaignId: string, links: readonly LinkRow[]): Promise<void> {
  await write(db, now, async (w) => {
    const known = await db.links.bulkGet(links.map((link) => link.key));
    await db.links.bulkAdd(links.filter((_, index) => known[index] === undefined));
    w.journal({ kind: 'links.created', campaignId, data: { count: links.length } });
  });
}

/** Deliveries that waited for links that now stand go on: in the run that is open, or to the member. */
async function release(db: NurturesDb, now: number): Promise<void> {
  const ids = await wantedIds(db);
  if (ids.length === 0) return;
  await write(db, now, async (w) => {
    const senders = new Set<string>();
    for (const id of ids) {
      await db.settings.delete(`${WANTED}${id}`);
      const sender = await releaseOne(w, id);
      if (sender !== undefined) senders.add(sender);
    }
    for (const member of await db.members.bulkGet([...senders])) if (member !== undefined) await replan(w, member);
  });
}

/** Returns the sender whose plan changed. What still lacks a link is noted as wanted again by who renders it. */
async function releaseOne(w: Writer, id: string): Promise<string | undefined> {
  const { db } = w;
  const delivery = await db.deliveries.get(id);
  if (delivery === undefined) return undefined;
  if (delivery.state === 'pending' && delivery.text === undefined) await fillPending(w, delivery);
  if (delivery.state !== 'queued' || delivery.reason !== 'trackerUnreachable') return undefined;
  const campaign = await db.campaigns.get(delivery.campaignId);
  const run = await db.runs.where('campaignId').equals(delivery.campaignId).filter((one) => one.state === 'open' && one.endsAt > w.now).first();
  if (campaign === undefined || run === undefined || campaign.state !== 'active' || !isZone(campaign.schedule.timeZone) || delivery.dueOn > run.date) {
    await w.touch(delivery, { reason: 'waitingSlot' });
    return undefined;
  }
  await takeQueued(w, delivery, campaign, run);
  return delivery.senderId;
}

async function noteFailure(db: NurturesDb, now: number, before: Attempts, failure: TrackerFailure, campaigns: readonly string[]): Promise<void> {
  const { code, retryAfter, detail } = failure;
  await write(db, now, async (w) => {
    await db.settings.put({ key: ATTEMPTS.links, value: { lastAttemptAt: now, failuresInRow: before.failuresInRow + 1, lastFailure: { code, retryAfter, detail } } satisfies Attempts });
    for (const campaignId of campaigns) {
      const run = await db.runs.where('campaignId').equals(campaignId).filter((one) => one.state === 'open').first();
      await remarkRun(w, run?.id, 'warnings', 'trackerUnreachable');
    }
  });
}

/** When links are to be made next, if any are missing that failed before; undefined while nothing waits. Milliseconds. */
export async function nextLinksAt(db: NurturesDb, tracker: TrackerInUse, now: number): Promise<number | undefined> {
  const attempts = await readAttempts(db, 'links');
  if (attempts.failuresInRow === 0) return undefined;
  return nextPollAt(attempts, 'running', tracker.settings.origin, now);
}

/**
 * Makes the links that will be needed soon, before any text is rendered with them: the network is asked first, then what stands is
 * stored, then what waited for it goes on. A failure is remembered with its reason; it is tried again with growing pauses.
 * Returns whether anything changed.
 */
export async function ensureLinks(db: NurturesDb, tracker: TrackerInUse, adapter: Tracker, clock: () => number): Promise<boolean> {
  const now = clock();
  const before = await readAttempts(db, 'links');
  if (before.failuresInRow > 0 && nextPollAt(before, 'running', tracker.settings.origin, now) > now) return false;
  const missing = await missingLinks(db, tracker, now);
  let failed: { failure: TrackerFailure; campaigns: string[] } | undefined;
  for (const [campaignId, links] of missing) {
    if (failed !== undefined && WHOLE.has(failed.failure.code)) {
      failed.campaigns.push(campaignId);
      continue;
    }
    const made = await adapter.ensureLinks(links.map(({ key, target }): LinkRequest => ({ key, target })));
    if (!made.ok) {
      failed = { failure: made.failure, campaigns: [...(failed?.campaigns ?? []), campaignId] };
      continue;
    }
    const urls = new Map(made.value.map(({ key, url }) => [key, url]));
    await storeLinks(db, clock(), campaignId, links.flatMap((link): LinkRow[] => {
      const trackedUrl = urls.get(link.key);
      return trackedUrl === undefined ? [] : [{ ...link, trackedUrl, clicks: 0 }];
    }));
  }
  if (failed === undefined && before.failuresInRow > 0) await db.settings.delete(ATTEMPTS.links);
  if (failed !== undefined) await noteFailure(db, clock(), before, failed.failure, failed.campaigns);
  const waited = await wantedIds(db);
  const stand = missing.size - (failed?.campaigns.length ?? 0);
  if (waited.length > 0 && (failed === undefined || stand > 0)) await release(db, clock());
  return missing.size > 0 || waited.length > 0;
}
