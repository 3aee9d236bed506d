import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Campaign } from '@/lib/domain/campaign';
import type { Delivery } from '@/lib/domain/delivery';
import { clampLimits, gapAfter } from '@/lib/domain/pacing';
import type { MemberLimits } from '@/lib/domain/member';
import type { Slot } from '@/lib/domain/schedule';
import { healthOf } from '@/lib/domain/health';
import { readNurtureContext } from '@/lib/report/nurture-context';
import { saveCampaign, switchOff, switchOn } from '@/lib/engine/campaign-actions';
import { changeLimits, resumeMember } from '@/lib/engine/member-actions';
import { pauseEverything, resumeEverything } from '@/lib/engine/pause-actions';
import { approveAll } from '@/lib/engine/queue-actions';
import { aCampaign, aMember, idOf, ME, seed, SimulatedBrowser, type PageMood } from './simulated-browser';

/** Monday 23 November 2026, 09:00 in Paris. */
const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Act =
  | { do: 'pass'; hours: number }
  | { do: 'sleep'; hours: number }
  | { do: 'setBack'; minutes: number }
  | { do: 'pause' | 'resume' | 'restart' | 'wake' | 'closeTab' | 'approve' | 'resumeMember' }
  | { do: 'switch' | 'edit'; campaign: number; shift: number }
  | { do: 'limits'; perDay: number; perHour: number; gapMinutes: number }
  | { do: 'reply'; person: number }
  | { do: 'mood'; mood: PageMood };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sleep' as const), hours: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('setBack' as const), minutes: fc.integer({ min: 1, max: 180 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'restart' as const, 'wake' as const, 'closeTab' as const, 'approve' as const, 'resumeMember' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('switch' as const, 'edit' as const), campaign: fc.integer({ min: 1, max: 2 }), shift: fc.integer({ min: -4, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('limits' as const), perDay: fc.integer({ min: 2, max: 12 }), perHour: fc.integer({ min: 1, max: 8 }), gapMinutes: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reply' as const), person: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mood' as const), mood: fc.constantFrom<PageMood>('accepts', 'accepts', 'accepts', 'refuses', 'dropsAfterClick', 'storesWithoutAnswer', 'diesBeforeGrant', 'loggedOut') }) },
);

/** What held at a real instant, so that what was received can be judged by rules written anew here. */
interface Held {
  real: number;
  limits: MemberLimits;
  paused: boolean;
  off: Set<string>;
  slots: Map<string, readonly Slot[]>;
}

class History {
  readonly b: SimulatedBrowser;
  readonly held: Held[] = [];
  limits: MemberLimits;
  private paused = false;

  private constructor(b: SimulatedBrowser, limits: MemberLimits) {
    this.b = b;
    this.limits = limits;
  }

  static async begin(approval: boolean): Promise<History> {
    const b = await new SimulatedBrowser(MONDAY).open();
    const limits = clampLimits({ perDay: 8, perHour: 5, ramp: 'on' });
    const schedule = { ...aCampaign(MONDAY).schedule, cohortSize: 4 };
    await seed(b, 20, [aCampaign(MONDAY, { schedule, approval }), aCampaign(MONDAY, { id: 'k2', name: 'Other', seed: 'other', schedule, messages: aCampaign(MONDAY).messages.map((message) => ({ ...message, body: `${message.body} (other)` })) })], aMember({ limits }));
    await b.wake();
    const history = new History(b, limits);
    await history.note();
    return history;
  }

  get real(): number {
    return this.b.now + this.b.behind;
  }

  async note(): Promise<void> {
    const campaigns = await this.b.db.campaigns.toArray();
    this.held.push({
      real: this.real, limits: this.limits, paused: this.paused,
      off: new Set(campaigns.filter(({ state }) => state !== 'active').map(({ id }) => id)),
      slots: new Map(campaigns.map(({ id, schedule }) => [id, schedule.slots])),
    });
  }

  async take(one: Act): Promise<void> {
    const { b } = this;
    const { db } = b;
    switch (one.do) {
      case 'pass': await b.run(b.now + one.hours * HOUR); break;
      case 'sleep':
        b.awake = false;
        await b.run(b.now + one.hours * HOUR);
        b.awake = true;
        await b.wake();
        break;
      case 'setBack':
        b.setBack(one.minutes * MINUTE);
        await b.wake();
        break;
      case 'pause': await pauseEverything(db, b.now); this.paused = true; await b.wake(); break;
      case 'resume': await resumeEverything(db, b.now); this.paused = false; await b.wake(); break;
      case 'restart': await b.restart(); break;
      case 'wake': await b.wake(); break;
      case 'closeTab': b.closeTab(); await b.wake(); break;
      case 'approve': {
        const pending = await db.deliveries.filter(({ state }) => state === 'pending').toArray();
        await approveAll(db, b.now, pending.flatMap(({ id, fingerprint }) => (fingerprint === undefined ? [] : [{ id, fingerprint }])));
        break;
      }
      case 'resumeMember': await resumeMember(db, b.now, ME); break;
      case 'switch': {
        const campaign = await this.campaign(one.campaign);
        await (campaign.state === 'active' ? switchOff : switchOn)(db, b.now, campaign.id);
        await b.wake();
        break;
      }
      case 'edit': {
        const { senderId, sourceId, name, program, description, messages, schedule, approval, id } = await this.campaign(one.campaign);
        const slots = schedule.slots.map((slot) => ({ ...slot, start: slot.start + one.shift * 15, end: slot.end + one.shift * 15 }));
        const input = { name, program, description, messages, approval, schedule: { ...schedule, slots }, ...(senderId === undefined ? {} : { senderId }), ...(sourceId === undefined ? {} : { sourceId }) };
        await saveCampaign(db, b.now, id, input);
        await b.wake();
        break;
      }
      case 'limits':
        this.limits = clampLimits({ ...this.limits, perDay: one.perDay, perHour: one.perHour, gapMin: one.gapMinutes * MINUTE });
        await changeLimits(db, b.now, ME, this.limits);
        break;
      case 'reply': b.reply(idOf(one.person), 'Good to hear from you'); break;
      case 'mood': b.mood = () => one.mood; break;
    }
    await this.note();
  }

  private async campaign(number: number): Promise<Campaign> {
    const campaign = await this.b.db.campaigns.get(`k${number}`);
    if (campaign === undefined) throw new Error('no campaign');
    return campaign;
  }

  heldAt(real: number): Held {
    const held = this.held.findLast((entry) => entry.real < real);
    if (held === undefined) throw new Error('nothing held yet');
    return held;
  }
}

/** Everything a rule of the design forbids, found by counting anew over what LinkedIn received. */
function broken(history: History): string[] {
  const { received } = history.b;
  const problems: string[] = [];
  const first = received[0]?.real ?? 0;
  received.forEach((message, index) => {
    const held = history.heldAt(message.real);
    const before = received.slice(0, index);
    const within = (ms: number) => before.filter(({ real }) => real > message.real - ms).length + 1;
    const ramp = [5, 10, 15, 20][Math.floor((message.real - first) / (7 * DAY))] ?? held.limits.perDay;
    const caps: [string, number, number][] = [
      ['24 hours', within(DAY), Math.min(held.limits.perDay, ramp)], ['7 days', within(7 * DAY), held.limits.perWeek],
      ['hour', within(HOUR), held.limits.perHour], ['10 minutes', within(10 * MINUTE), held.limits.perTenMinutes],
    ];
    for (const [name, count, cap] of caps) if (count > cap) problems.push(`${count} in ${name} at ${message.real}, not ${cap}`);
    const last = before.at(-1);
    if (last !== undefined && message.real - last.real < Math.min(held.limits.gapMin, history.heldAt(last.real).limits.gapMin)) problems.push(`gap of ${message.real - last.real}`);
    const same = before.filter(({ to }) => to === message.to).map(({ real }) => real);
    if (same.some((real) => message.real - real < 72 * HOUR)) problems.push('a person twice in 72 hours');
    if (same.filter((real) => real > message.real - 30 * DAY).length >= 3) problems.push('a person four times in 30 days');
    if (before.some(({ to, text }) => to === message.to && text === message.text)) problems.push('the same text twice');
    const replied = history.b.rowsOf(message.to).filter(({ author, at }) => author === 'theirs' && at < message.at);
    if (replied.some(({ at }) => message.at - at < 7 * DAY - 4 * HOUR)) problems.push('within the quiet days');
    if (held.paused) problems.push('while paused');
    const campaignId = message.deliveryId.slice(0, 2);
    if (held.off.has(campaignId)) problems.push('while switched off');
    const paris = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit', weekday: 'short', day: 'numeric' }).formatToParts(message.at);
    const part = (type: string) => paris.find((one) => one.type === type)?.value ?? '';
    const minute = Number(part('hour')) * 60 + Number(part('minute'));
    const inside = held.slots.get(campaignId)?.some(({ start, end }) => start <= minute && minute < end) === true;
    if (!inside || ['Sat', 'Sun'].includes(part('weekday'))) problems.push(`outside its hours: ${part('weekday')} ${minute}`);
    if (message.real < MONDAY + 15 * HOUR) problems.push('on day 0');
  });
  return problems;
}

/** Deliveries that do not move without saying why and until when. */
async function speechless(b: SimulatedBrowser): Promise<string[]> {
  const active = new Map((await b.db.campaigns.toArray()).map((campaign) => [campaign.id, campaign.state === 'active']));
  const waits = (delivery: Delivery): boolean => {
    switch (delivery.state) {
      case 'scheduled': return delivery.plannedAt !== undefined || (delivery.reason !== undefined && delivery.nextAt !== undefined);
      case 'claimed': case 'granted': return true;
      case 'pending': case 'unconfirmed': return delivery.reason !== undefined;
      case 'queued': case 'approved': return delivery.reason !== undefined && (delivery.nextAt !== undefined || active.get(delivery.campaignId) !== true);
      case 'sent': return true;
      case 'rejected': case 'canceled': case 'failed': return delivery.reason !== undefined;
      default: return false;
    }
  };
  const deliveries = (await b.db.deliveries.toArray()).filter((delivery) => !waits(delivery)).map(({ id, state, reason, nextAt }) => `${id} ${state} ${reason} ${nextAt}`);
  return [...deliveries, ...(await idle(b))];
}

/** Campaigns and enrollments that stand still without one reason and one next time. */
async function idle(b: SimulatedBrowser): Promise<string[]> {
  const problems: string[] = [];
  const context = await readNurtureContext(b.db, b.now);
  for (const campaign of await b.db.campaigns.toArray()) {
    const run = await b.db.runs.where('[campaignId+startsAt]').between([campaign.id, -Infinity], [campaign.id, Infinity]).last();
    const health = healthOf({ campaign, run, hasSource: true, memberStop: context.members.get(ME)?.stop, pause: context.pause, pending: 0, pendingLong: 0 }, b.now);
    if (health.next === undefined && health.topic !== 'ended') problems.push(`${campaign.id} ${health.topic} has no next time`);
    if (campaign.state === 'inactive' && health.offSince === undefined) problems.push(`${campaign.id} does not say since when it is off`);
    if (health.topic === 'stopped' && health.stops.length === 0) problems.push(`${campaign.id} does not say why it stopped`);
  }
  for (const enrollment of await b.db.enrollments.toArray()) {
    const moving = await b.db.deliveries.where('enrollmentId').equals(enrollment.id).filter(({ state }) => !['sent', 'rejected', 'canceled'].includes(state)).count();
    if (enrollment.state === 'active' && moving === 0) problems.push(`${enrollment.id} is active without a message`);
    if (enrollment.state === 'ended' && enrollment.reason === undefined) problems.push(`${enrollment.id} ended without a reason`);
  }
  return problems;
}

describe('random histories', () => {
  it('never pass a limit, a gap, a window or a person\'s rest, and never leave anything without a reason and a next time', { timeout: Number(process.env['HISTORY_MS'] ?? 60_000) }, async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(act, { minLength: 15, maxLength: 40 }), async (approval, acts) => {
        const history = await History.begin(approval);
        try {
          await history.take({ do: 'pass', hours: 25 });
          for (const one of acts) {
            await history.take(one);
            expect(await speechless(history.b), JSON.stringify(one)).toEqual([]);
          }
          expect(broken(history)).toEqual([]);
          sent += history.b.received.length;
        } finally {
          history.b.close();
        }
      }),
      { numRuns: Number(process.env['HISTORY_RUNS'] ?? 8), seed: Number(process.env['HISTORY_SEED'] ?? 3) },
    );
    expect(sent).toBeGreaterThan(process.env['HISTORY_RUNS'] === undefined ? 40 : 0);
  });
});

/** How many messages limits allow from `from` to the end of a slot: second by second, counting every window anew. */
function slowCount(grants: { at: number; deliveryId: string; attempt: number }[], from: number, endsAt: number, limits: MemberLimits, cap: number): number {
  const times = [...grants];
  let count = 0;
  for (let second = Math.ceil(from / SECOND) * SECOND; second + 20 * SECOND < endsAt; second += SECOND) {
    const within = (ms: number) => times.filter(({ at }) => at > second - ms && at <= second).length;
    const last = times.at(-1);
    const rested = last === undefined || second >= last.at + gapAfter('member-seed', last, limits);
    if (!rested || within(DAY) >= cap || within(7 * DAY) >= limits.perWeek || within(HOUR) >= limits.perHour || within(10 * MINUTE) >= limits.perTenMinutes) continue;
    count += 1;
    times.push({ at: second + 20 * SECOND, deliveryId: `unknown-${count}`, attempt: 1 });
  }
  return count;
}

describe('a slot', () => {
  it('wastes no room: it sends all that cohort, due messages and limits allow', { timeout: Number(process.env['HISTORY_MS'] ?? 60_000) }, async () => {
    const shape = fc.record({
      cohorts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 2 }), perDay: fc.integer({ min: 2, max: 14 }), perHour: fc.integer({ min: 2, max: 10 }),
      minutes: fc.integer({ min: 3, max: 16 }), gap: fc.integer({ min: 1, max: 3 }), delay: fc.integer({ min: 4, max: 5 }),
    });
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(shape, async ({ cohorts, perDay, perHour, minutes, gap, delay }) => {
        const b = await new SimulatedBrowser(MONDAY).open();
        try {
          const limits = clampLimits({ perDay, perHour, gapMin: gap * MINUTE, gapMax: gap * MINUTE, ramp: 'off' });
          const slots: Slot[] = [{ id: 'a', days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: 540, end: 540 + minutes * 15 }];
          const messages = aCampaign(MONDAY).messages.map((message, step) => (step === 0 ? message : { ...message, delayDays: delay }));
          await seed(b, 60, cohorts.map((cohortSize, index) => aCampaign(MONDAY, {
            id: `k${index}`, name: `N${index}`, seed: `s${index}`, messages: messages.map((message) => ({ ...message, body: `${message.body} ${index}` })),
            schedule: { timeZone: 'Europe/Paris', slots, cohortSize, skipDays: [] },
          })), aMember({ limits }));
          await b.wake();
          for (let day = 1; day <= 7; day += 1) {
            const startsAt = MONDAY + day * DAY;
            await b.run(startsAt - SECOND);
            const date = new Date(startsAt).toISOString().slice(0, 10);
            const due = await b.db.deliveries.filter(({ state, dueOn }) => state === 'queued' && dueOn <= date).count();
            const before = (await b.db.grants.orderBy('[senderId+at]').toArray()).map(({ at, deliveryId = '', attempt }) => ({ at, deliveryId, attempt }));
            const sent = b.received.length;
            await b.run(startsAt + minutes * 15 * MINUTE);
            const runs = await b.db.runs.filter((run) => run.startsAt === startsAt).toArray();
            if (runs.length === 0) continue;
            const from = Math.min(...runs.map(({ firstMomentAt }) => firstMomentAt));
            const allowed = slowCount(before, from, startsAt + minutes * 15 * MINUTE, limits, perDay);
            expect(b.received.length - sent, `${date}: ${due} due, ${allowed} allowed`).toBe(Math.min(due + cohorts.reduce((sum, cohort) => sum + cohort, 0), allowed));
            compared += 1;
          }
        } finally {
          b.close();
        }
      }),
      { numRuns: Number(process.env['HISTORY_RUNS'] ?? 6), seed: Number(process.env['HISTORY_SEED'] ?? 5) },
    );
    expect(compared).toBeGreaterThan(process.env['HISTORY_RUNS'] === undefined ? 20 : 0);
  });
});
