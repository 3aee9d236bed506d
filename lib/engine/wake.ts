import { write } from '@/lib/db/write';
import { nextStart } from '@/lib/domain/campaign-life';
import type { Member } from '@/lib/domain/member';
import { PAGE_MS } from '@/lib/domain/delivery';
import { nextSend } from '@/lib/domain/plan';
import type { Run, RunState } from '@/lib/domain/run';
import { readBook } from '@/lib/engine/book';
import { composePath } from '@/lib/linkedin/contract';
import type { MemberId } from '@/lib/domain/campaign';
import type { Reason } from '@/lib/domain/reasons';
import { openSlots } from '@/lib/engine/boundaries';
import { clockSetBack, noteWake, readLastWake, SET_BACK_MS } from '@/lib/engine/clock';
import { claimNext } from '@/lib/engine/claim';
import { ringBells } from '@/lib/engine/bells';
import { beginIfFree, changeJob, JOB_MS, readJob, type Job } from '@/lib/engine/job';
import { waitsForLinks } from '@/lib/engine/links-wanted';
import { tellReplies, tellStops } from '@/lib/engine/notices';
import type { Ports, TabResult } from '@/lib/engine/ports';
import { trialHolds } from '@/lib/engine/page-trial';
import { readAskedLook } from '@/lib/engine/page-look';
import { CONNECTIONS_PATH, nextForSync } from '@/lib/engine/sync-connections';
import { tidyReplyTexts } from '@/lib/engine/reply-actions';
import { giveUpJob, recover, type LostTab } from '@/lib/engine/recover';
import { missChecking, closeRun } from '@/lib/engine/runs';
import { closeRunsOf, stopCampaign } from '@/lib/engine/stops';
import { showStatus } from '@/lib/engine/status';

/** Where a look at the page begins: the list beside an empty draft; nothing is opened or marked read. */
export const CHECK_PATH = '/messaging/compose/';
const ATTEMPTS_PER_WAKE = 50;
/** A run with nothing to do but wait for a tracker that does not answer ends after this: its tab is not kept open for nothing. Milliseconds. */
const LINKS_WAIT_MS = 30 * 60_000;

/**
 * The one entry of the engine, run at every alarm, start, update, poke and page report: it puts right what was left behind,
 * records or opens the slots that are due, lets each sender take the next step, and rings the next bell. Everything is
 * derived from the database and the clock; calling it twice changes nothing.
 */
export async function wake(ports: Ports): Promise<void> {
  const { db } = ports;
  const now = ports.now();
  const absence = (await ports.sameSession()) ? 'asleep' : 'browserClosed';
  const { lastWakeAt, job } = await db.transaction('r', db.settings, async () => ({ lastWakeAt: await readLastWake(db), job: await readJob(db) }));
  if (now < (lastWakeAt ?? now) - SET_BACK_MS) await clockSetBack(db, now);
  const aimless = await recover(db, now, job === undefined ? undefined : await lostTab(ports, job, now));
  if (aimless !== undefined) await ports.tab.stop(aimless.orderId, aimless.reason);
  await openSlots(db, now, absence);
  await step(ports);
  await ringBells(ports);
  await showStatus(ports);
  await tellStops(ports);
  await tellReplies(ports);
  await tidyReplyTexts(db, ports.now());
  await noteWake(db, ports.now());
}

/** Whether the page a job waits for cannot come any more; a tab that never spoke in its time is looked at more closely. */
async function lostTab(ports: Ports, job: Job, now: number): Promise<LostTab | undefined> {
  if (!(await ports.tab.exists())) return 'tabClosed';
  return now > job.until && (await ports.tab.failed()) ? 'noPage' : undefined;
}

/**
 * Lets the one job go on or starts the next: looks before claims, doubts before new sends. A job whose page was never shown, because
 * the worker died before that, is shown now.
 */
async function step(ports: Ports): Promise<void> {
  const { db } = ports;
  const { current, checking, open } = await db.transaction('r', db.settings, db.runs, async () => {
    const inState = (state: RunState) => db.runs.where('[state+endsAt]').between([state, -Infinity], [state, Infinity]).toArray();
    const [job, looking, sending] = await Promise.all([readJob(db), inState('checking'), inState('open')]);
    return { current: job, checking: looking, open: sending };
  });
  if (current !== undefined) {
    if (current.shown === undefined) await showJob(ports, current);
    return;
  }
  const first = checking.toSorted((a, b) => a.startsAt - b.startsAt)[0];
  if (first?.senderId !== undefined && !(await sendsSoon(ports, open))) return beginJob(ports, { kind: 'check', senderId: first.senderId, path: CHECK_PATH });

  const doubtful = first === undefined ? await nextDoubt(ports) : undefined;
  if (doubtful !== undefined) return beginJob(ports, doubtful);

  for (const senderId of new Set(open.flatMap((run) => (run.senderId === undefined ? [] : [run.senderId])))) {
    for (let attempt = 0; attempt < ATTEMPTS_PER_WAKE; attempt += 1) {
      const result = await claimNext(db, senderId, ports.now(), ports.newId);
      if (result.kind === 'again') continue;
      if (result.kind === 'job') return showJob(ports, result.job);
      break;
    }
  }
  if (open.length > 0) return closeIdleRuns(ports);
  const wanted = checking.length === 0 ? await wantedLook(ports) : undefined;
  if (wanted === undefined) await ports.tab.close();
  else await beginJob(ports, wanted);
}

/** What the member asked for beside the slots, one step of it: a look at the page, or the next part of the connections list. */
async function wantedLook(ports: Ports): Promise<Omit<Job, 'orderId' | 'startedAt' | 'until'> | undefined> {
  const asked = await readAskedLook(ports.db);
  if (asked !== undefined) return { kind: 'check', senderId: asked, path: CHECK_PATH };
  const wanted = await nextForSync(ports.db, ports.now());
  if (wanted === undefined) return undefined;
  const senderId = wanted.sync.memberId;
  return wanted.step === 'look' ? { kind: 'check', senderId, path: CHECK_PATH } : { kind: 'connections', senderId, path: CONNECTIONS_PATH };
}

/** Whether an open run sends within the time a page needs: then the look for another slot waits, and planned seconds hold. */
async function sendsSoon(ports: Ports, open: readonly Run[]): Promise<boolean> {
  const now = ports.now();
  for (const senderId of new Set(open.flatMap((run) => (run.senderId === undefined ? [] : [run.senderId])))) {
    const member = await ports.db.members.get(senderId);
    if (member === undefined || (await trialHolds(ports.db, member))) continue;
    const next = nextSend(await readBook(ports.db, member, now), now);
    if (next.kind === 'send' && next.at <= now + PAGE_MS) return true;
  }
  return false;
}

/** The oldest delivery in doubt that may be looked for now: in an open run of its sender, or right after the doubt arose. */
async function nextDoubt(ports: Ports): Promise<Omit<Job, 'orderId' | 'startedAt' | 'until'> | undefined> {
  const { db } = ports;
  const now = ports.now();
  const due = await db.deliveries.where('[state+reconcileAt]').between(['unconfirmed', -Infinity], ['unconfirmed', now], true, true).toArray();
  for (const delivery of due) {
    if (delivery.recipientId === undefined) continue;
    const runOpen = (await db.runs.where('[senderId+state]').equals([delivery.senderId, 'open']).count()) > 0;
    if (!runOpen && !(now - delivery.stateAt < 5 * 60_000 && (await ports.tab.exists()))) continue;
    const member = await db.members.get(delivery.senderId);
    if (member === undefined || member.stop !== undefined) continue;
    return { kind: 'reconcile', senderId: delivery.senderId, path: composePath(delivery.recipientId), deliveryId: delivery.id, contactId: delivery.contactId };
  }
  return undefined;
}

async function beginJob(ports: Ports, wanted: Omit<Job, 'orderId' | 'startedAt' | 'until'>): Promise<void> {
  const now = ports.now();
  const job: Job = { ...wanted, orderId: ports.newId(), startedAt: now, until: now + JOB_MS[wanted.kind] };
  if (await beginIfFree(ports.db, job)) await showJob(ports, job);
}

const TAB_REASONS: Record<Exclude<TabResult, 'ok'>, Reason> = { noWindow: 'noWindow', siteAccess: 'siteAccess', failed: 'tabClosed' };

/** Sends the own tab to the job's page; when there is no way to, the slot is missed or cut short with the reason. */
async function showJob(ports: Ports, job: Job): Promise<void> {
  const shown = await ports.tab.show(job.path);
  if (shown === 'ok') {
    await changeJob(ports.db, job.orderId, { shown: 'yes' });
    return;
  }
  await cannotShow(ports, job, job.senderId, TAB_REASONS[shown]);
}

async function cannotShow(ports: Ports, job: Job, senderId: MemberId, reason: Reason): Promise<void> {
  await write(ports.db, ports.now(), async (w) => {
    await giveUpJob(w, job, 'tabClosed');
    for (const run of await w.db.runs.where('[senderId+state]').equals([senderId, 'checking']).toArray()) {
      await missChecking(w, run, reason);
      if (reason === 'siteAccess') await stopCampaign(w, run.campaignId, reason);
    }
    await closeRunsOf(w, senderId, reason);
  });
}

/** A run with nothing left to send ends before its slot: the tab is not kept open for nothing. */
async function closeIdleRuns(ports: Ports): Promise<void> {
  const { db } = ports;
  if ((await readJob(db)) !== undefined) return;
  const now = ports.now();
  await write(db, now, async (w) => {
    for (const run of await db.runs.where('[state+endsAt]').between(['open', -Infinity], ['open', Infinity]).toArray()) {
      const member = run.senderId === undefined ? undefined : await db.members.get(run.senderId);
      if (member === undefined || (await hasWork(ports, run, member, now))) continue;
      const campaign = await db.campaigns.get(run.campaignId);
      const nextAt = campaign === undefined ? undefined : nextStart(campaign, run.endsAt)?.startsAt;
      await closeRun(w, run, 'slotEnded', (delivery) => ({ reason: delivery.reason ?? 'memberLimit', nextAt }));
    }
  });
  const left = await db.runs.where('[state+endsAt]').between(['open', -Infinity], ['open', Infinity]).count();
  if (left === 0) await ports.tab.close();
}

/** Whether anything of this run can still happen before its slot ends. */
async function hasWork(ports: Ports, run: Run, member: Member, now: number): Promise<boolean> {
  const { db } = ports;
  const deliveries = await db.deliveries.where('runId').equals(run.id).toArray();
  if (deliveries.some((delivery) => delivery.state === 'claimed' || delivery.state === 'granted')) return true;
  if (deliveries.some((delivery) => delivery.state === 'unconfirmed' && (delivery.reconcileAt ?? Infinity) < run.endsAt)) return true;
  if (now < (run.openedAt ?? run.startsAt) + LINKS_WAIT_MS && (await waitsForLinks(db, run.campaignId))) return true;
  const book = await readBook(db, member, now);
  return nextSend({ ...book, lines: book.lines.filter((line) => line.runId === run.id) }, now).kind === 'send';
}
