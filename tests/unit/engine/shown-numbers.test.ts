import 'fake-indexeddb/auto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { filterRows, linesOf, viewOf, type Derived } from '@/components/nurtures/view';
import type { NurturesDb } from '@/lib/db/schema';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import type { DeliveryState } from '@/lib/domain/delivery';
import type { JournalEntry } from '@/lib/domain/journal';
import { campaignDay } from '@/lib/domain/progress';
import { toneOf } from '@/lib/domain/reply';
import { addDays, DAY, dateAt } from '@/lib/domain/zoned-time';
import { approve, reject, remove, requeue, settleNotSent, settleSent } from '@/lib/engine/queue-actions';
import { readQueue } from '@/lib/engine/read-queue';
import { applyLanguage } from '@/lib/i18n/index';
import { readDashboard, readReached } from '@/lib/report/dashboard';
import { readNurtureContext } from '@/lib/report/nurture-context';
import { rowHealth, rowProgress } from '@/lib/report/nurture-facts';
import { watchNurtures, type NurtureRow } from '@/lib/report/nurture-rows';
import { aCampaign, seed, SimulatedBrowser } from './simulated-browser';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const HOUR = 3_600_000;
const PERIOD_DAYS = 7;
const READER = 'Europe/Paris';
let browser: SimulatedBrowser | undefined;

beforeAll(() => applyLanguage('en', ['en-GB']));
afterEach(() => browser?.close());

/** A seeded stream, so that a failure can be repeated. */
function stream(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What a member does of a morning: approves, rejects, removes, takes back, settles what is in doubt. */
async function decide(b: SimulatedBrowser, random: () => number): Promise<void> {
  for (const delivery of await b.db.deliveries.toArray()) {
    const dice = random();
    if (delivery.state === 'pending' && delivery.fingerprint !== undefined) {
      if (dice < 0.6) await approve(b.db, b.now, { id: delivery.id, fingerprint: delivery.fingerprint });
      else if (dice < 0.7) await reject(b.db, b.now, delivery.id);
    } else if (delivery.state === 'queued' && dice < 0.05) await remove(b.db, b.now, delivery.id);
    else if ((delivery.state === 'rejected' || delivery.state === 'canceled') && dice < 0.2) await requeue(b.db, b.now, delivery.id);
    else if (delivery.state === 'unconfirmed' && dice < 0.5) await (dice < 0.25 ? settleSent : settleNotSent)(b.db, b.now, delivery.id);
  }
  await b.wake();
}

/** Three weeks of three nurtures in two programs and two zones, with a sleepy computer, a moody page and people who answer. */
async function history(start: number): Promise<SimulatedBrowser> {
  const random = stream(start);
  const b = await new SimulatedBrowser(MONDAY).open();
  browser = b;
  const schedule = aCampaign(MONDAY).schedule;
  await seed(b, 24, [
    aCampaign(MONDAY), aCampaign(MONDAY, { id: 'k2', name: 'Other', seed: 'second', approval: true }),
    aCampaign(MONDAY, { id: 'k3', name: 'Overseas', program: 'Winter', seed: 'third', approval: random() < 0.5, schedule: { ...schedule, timeZone: 'America/New_York' } }),
  ]);
  await b.wake();
  b.mood = (order) => (order.kind !== 'deliver' ? 'accepts' : random() < 0.12 ? 'refuses' : random() < 0.1 ? 'dropsAfterClick' : random() < 0.1 ? 'storesWithoutAnswer' : 'accepts');
  for (let day = 1; day <= 18; day += 1) {
    b.awake = random() > 0.15;
    await b.run(MONDAY + day * DAY + 4 * HOUR);
    b.awake = true;
    await b.wake();
    await decide(b, random);
    for (const [to, rows] of b.threads) {
      const last = rows.at(-1);
      if (last?.author === 'own' && random() < 0.12) b.reply(to, random() < 0.3 ? 'No thanks, not interested.' : 'Thanks for your message!');
    }
    await b.run(MONDAY + day * DAY + 9 * HOUR);
  }
  return b;
}

/** Whether an entry says that a message was sent: proved, or settled so by the member. */
const saysSent = (entry: JournalEntry) => entry.kind === 'delivery.sent' || (entry.kind === 'delivery.settledByHand' && entry.data?.['as'] === 'sent');

/** The state each message is in, told from its journal alone. */
function statesFrom(journal: readonly JournalEntry[]): Map<string, { campaignId: string; state: DeliveryState }> {
  const states = new Map<string, { campaignId: string; state: DeliveryState }>();
  const approved = new Set<string>();
  for (const entry of journal) {
    const { deliveryId: id, campaignId } = entry;
    if (id === undefined || campaignId === undefined) continue;
    const set = (state: DeliveryState) => states.set(id, { campaignId, state });
    if (saysSent(entry)) set('sent');
    else switch (entry.kind) {
      case 'delivery.queued': case 'delivery.requeued': approved.delete(id); set('queued'); break;
      case 'delivery.proposed': case 'delivery.withdrawn': case 'delivery.voided': approved.delete(id); set('pending'); break;
      case 'delivery.approved': approved.add(id); set('approved'); break;
      case 'delivery.unscheduled': set(approved.has(id) ? 'approved' : 'queued'); break;
      case 'delivery.scheduled': case 'delivery.released': set('scheduled'); break;
      case 'delivery.claimed': set('claimed'); break;
      case 'delivery.granted': set('granted'); break;
      case 'delivery.rejected': set('rejected'); break;
      case 'delivery.canceled': set('canceled'); break;
      case 'delivery.failed': case 'delivery.disproved': case 'delivery.settledByHand': set('failed'); break;
      case 'delivery.unconfirmed': set('unconfirmed'); break;
      default: break;
    }
  }
  return states;
}

/** The list as the screen has it. */
async function readList(db: NurturesDb, now: number): Promise<{ rows: NurtureRow[]; derived: Derived }> {
  const context = await readNurtureContext(db, now);
  const rows = await new Promise<NurtureRow[]>((resolve, reject) => {
    const stop = watchNurtures(db, () => now, (read) => {
      if (!read.complete) return;
      resolve([...read.rows.values()]);
      queueMicrotask(() => stop());
    }, reject);
  });
  const health = (row: NurtureRow) => rowHealth(row, context, now);
  return { rows, derived: { context, health, progress: (row) => rowProgress(row, health(row), { dueFollowUps: 0, memberRoom: 0 }, now) } };
}

const byCount = <K>(keys: readonly K[]): Map<K, number> => {
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

describe('the numbers on the screens', () => {
  it.each([1, 2, 3])('equal the same counts taken naively from the journal (history %i)', { timeout: 60_000 }, async (start) => {
    const b = await history(start);
    const { db, now } = b;
    const [journal, campaigns, replies] = await Promise.all([db.journal.orderBy('seq').toArray(), db.campaigns.toArray(), db.replies.toArray()]);
    const campaignOf = new Map(campaigns.map((campaign): [string, Campaign] => [campaign.id, campaign]));
    const ofCampaign = (id: string | undefined) => campaignOf.get(id ?? '') ?? aCampaign(MONDAY);
    const sent = journal.filter(saysSent);
    const answered = journal.filter((entry) => entry.kind === 'reply.found' && entry.data?.['as'] === 'counted');
    const states = [...statesFrom(journal).values()];
    expect(sent.length).toBeGreaterThan(5);
    expect(answered.length).toBeGreaterThan(0);

    const { rows, derived } = await readList(db, now);
    for (const row of rows) {
      const { id } = row.campaign;
      const own = (entries: readonly JournalEntry[]) => entries.filter((entry) => entry.campaignId === id);
      expect({ id, sent: row.counts.sent ?? 0, replies: row.counts.replies ?? 0, pending: derived.progress(row).pending, today: derived.progress(row).sent }).toEqual({
        id, sent: own(sent).length, replies: own(answered).length, pending: states.filter((one) => one.campaignId === id && one.state === 'pending').length,
        today: own(sent).filter((entry) => campaignDay(row.campaign, entry.at) === campaignDay(row.campaign, now)).length,
      });
    }
    const view = viewOf(new URLSearchParams('group=program'));
    const groups = linesOf(filterRows(rows, view, derived), view, derived).flatMap((line) => (line.kind === 'group' ? [line.sums] : []));
    expect(groups.map(({ program }) => program)).toEqual(['Autumn', 'Winter']);
    for (const { program, sent: groupSent, replies: groupReplies, judged, sentToday } of groups) {
      const inProgram = (entry: { campaignId?: string | undefined }) => ofCampaign(entry.campaignId).program === program;
      expect({ program, groupSent, groupReplies, judged, sentToday }).toEqual({
        program, groupSent: sent.filter(inProgram).length, groupReplies: answered.filter(inProgram).length,
        judged: replies.filter((reply) => inProgram(reply) && reply.kind === 'counted' && toneOf(reply) !== undefined).length,
        sentToday: sent.filter((entry) => inProgram(entry) && campaignDay(ofCampaign(entry.campaignId), entry.at) === campaignDay(ofCampaign(entry.campaignId), now)).length,
      });
    }

    const filter = { days: PERIOD_DAYS, sender: '', program: '', campaign: '' };
    const dashboard = await readDashboard(db, filter, now, READER);
    const from = addDays(dateAt(now, READER), 1 - PERIOD_DAYS);
    const lately = sent.filter((entry) => campaignDay(ofCampaign(entry.campaignId), entry.at) >= from);
    expect(dashboard.total.sent).toBe(lately.length);
    expect(new Map(dashboard.days.filter((day) => day.sent > 0).map((day) => [day.date, day.sent]))).toEqual(byCount(lately.map((entry) => campaignDay(ofCampaign(entry.campaignId), entry.at)).sort()));
    const repliesLately = replies.filter((reply) => reply.kind === 'counted' && reply.at >= now - PERIOD_DAYS * DAY && reply.at <= now);
    expect(dashboard.total.replies).toBe(repliesLately.length);
    expect(dashboard.replies.length).toBe(repliesLately.length);
    const behindSent = (await readQueue(db, { state: 'sent' })).rows.filter(({ delivery, campaign }) => delivery.sentAt !== undefined && campaignDay(campaign, delivery.sentAt) >= from);
    expect(behindSent.length).toBe(dashboard.total.sent);
    for (const group of dashboard.programs) expect(group.sent).toBe(lately.filter((entry) => nameKey(ofCampaign(entry.campaignId).program) === group.key).length);
    for (const group of dashboard.nurtures) expect(group.sent).toBe(lately.filter((entry) => entry.campaignId === group.key).length);
    const missed = journal.filter((entry) => entry.kind === 'run.missed');
    const missedRuns = dashboard.missed.flatMap((group) => group.runs);
    for (const run of missedRuns) expect(missed.some((entry) => entry.data?.['run'] === run.id && entry.reason === run.reason)).toBe(true);
    const wide = await readDashboard(db, { ...filter, days: 90 }, now, READER);
    expect(wide.missed.reduce((sum, group) => sum + group.runs.length, 0)).toBe(new Set(missed.map((entry) => entry.data?.['run'])).size);
    expect(wide.total.sent).toBe(sent.length);
    expect(wide.funnel.connected).toBe(24);
    expect(wide.funnel.nurtured).toBe(new Set(sent.map((entry) => entry.contactId)).size);
    for (const level of ['connected', 'nurtured', 'engaged', 'lead'] as const) expect((await readReached(db, filter, level)).size).toBe(wide.funnel[level]);

    for (const wish of [{}, { program: 'autumn' }, ...campaigns.map(({ id }) => ({ campaignId: id }))]) {
      const queue = await readQueue(db, wish);
      const wanted = states.filter(({ campaignId }) => ('campaignId' in wish ? campaignId === wish.campaignId : 'program' in wish ? ofCampaign(campaignId).program === 'Autumn' : true));
      expect(byCount(queue.rows.map((row) => row.delivery.state).sort())).toEqual(byCount(wanted.map((one) => one.state).sort()));
      const onlySent = await readQueue(db, { ...wish, state: 'sent' });
      expect(onlySent.rows.length).toBe(wanted.filter((one) => one.state === 'sent').length);
    }
  });
});
