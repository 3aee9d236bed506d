import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Campaign, Message } from '@/lib/domain/campaign';
import { APPROVAL_LEAD_MS, FORECAST_MS } from '@/lib/domain/forecast';
import { clampLimits } from '@/lib/domain/pacing';
import { drawInt } from '@/lib/domain/random';
import { WEEKDAYS } from '@/lib/domain/zoned-time';
import { forecastNow } from '@/lib/engine/forecast-input';
import { approveAll } from '@/lib/engine/queue-actions';
import { aCampaign, aContact, aMember, seed, SimulatedBrowser } from './simulated-browser';

/** A Monday before a clock change in Paris and New York falls into the 30 days. */
const STARTS = [Date.parse('2026-10-12T08:00:00Z'), Date.parse('2027-03-01T08:00:00Z'), Date.parse('2027-06-07T08:00:00Z')];
const MINUTE = 60_000;
const DAY = 86_400_000;
let open: SimulatedBrowser[] = [];

afterEach(() => {
  for (const browser of open) browser.close();
  open = [];
});

/** Lets 30 days pass as the forecast assumes: what is proposed is approved a minute before the campaign's next slot. */
async function live(b: SimulatedBrowser, until: number, disturb: { at: number; what: 'wake' | 'restart' }[]): Promise<void> {
  const left = [...disturb].sort((a, c) => a.at - c.at);
  for (;;) {
    const campaigns = await b.db.campaigns.filter((campaign) => campaign.approval && campaign.nextBoundaryAt !== undefined).toArray();
    const approvals = campaigns.map((campaign) => ({ id: campaign.id, at: (campaign.nextBoundaryAt ?? 0) - APPROVAL_LEAD_MS })).filter(({ at }) => at > b.now);
    const bell = Math.min(...[...b.bells.values()].filter(({ name }) => name.startsWith('slot:')).map(({ at }) => at), until);
    const next = Math.min(until, left[0]?.at ?? Infinity, ...approvals.map(({ at }) => at), Math.max(b.now + 1, bell));
    await b.run(next);
    if (next >= until) return;
    while (left[0] !== undefined && left[0].at <= b.now) {
      const one = left.shift();
      if (one?.what === 'restart') await b.restart();
      else await b.wake();
    }
    for (const { id, at } of approvals) {
      if (at !== b.now) continue;
      await b.wake();
      const pending = await b.db.deliveries.where('[campaignId+state+dueOn]').between([id, 'pending', ''], [id, 'pending', '9999']).toArray();
      await approveAll(b.db, b.now, pending.flatMap(({ id: delivery, fingerprint }) => (fingerprint === undefined ? [] : [{ id: delivery, fingerprint }])));
    }
  }
}

interface Told {
  id: string;
  at: number;
  grantAt: number;
}

async function sentBy(b: SimulatedBrowser, from: number, until: number): Promise<Told[]> {
  const sent = (await b.db.deliveries.toArray()).filter((delivery) => delivery.grantedAt !== undefined && delivery.claimedAt !== undefined && delivery.claimedAt >= from && delivery.claimedAt < until);
  return sent.map((delivery) => ({ id: delivery.id, at: delivery.claimedAt ?? 0, grantAt: delivery.grantedAt ?? 0 })).sort((a, c) => a.at - c.at);
}

const day = fc.constantFrom(...WEEKDAYS);
const slot = fc.record({ days: fc.uniqueArray(day, { minLength: 1, maxLength: 5 }), start: fc.integer({ min: 7 * 4, max: 19 * 4 }), quarters: fc.integer({ min: 1, max: 8 }) });
const campaignShape = fc.record({
  zone: fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'),
  slots: fc.array(slot, { minLength: 1, maxLength: 2 }),
  cohort: fc.integer({ min: 1, max: 6 }),
  delays: fc.array(fc.integer({ min: 3, max: 6 }), { minLength: 0, maxLength: 2 }),
  approval: fc.boolean(),
  held: fc.boolean(),
});
type Shape = typeof campaignShape extends fc.Arbitrary<infer T> ? T : never;

function built(shape: Shape, index: number, start: number): Campaign {
  const id = `k${index}`;
  const slots = shape.slots.map(({ days, start: from, quarters }, place) => ({ id: `s${place}`, days, start: from * 15, end: Math.min(21 * 60, (from + quarters) * 15) }));
  const apart = slots.filter((own, place) => !slots.slice(0, place).some((other) => own.start < other.end && other.start < own.end));
  const messages: Message[] = [0, ...shape.delays].map((delayDays, step) => ({
    id: `m${step}`, body: shape.held && step === 1 ? 'Hi {{firstName}} at {{company}}' : `Hi {{firstName}}, number ${step} of ${id}`, delayDays, variants: {}, missing: 'hold', fallbacks: {},
  }));
  return aCampaign(start, {
    id, name: `Campaign ${index}`, seed: `seed-${index}`, approval: shape.approval, messages,
    schedule: { timeZone: shape.zone, slots: apart, cohortSize: shape.cohort, skipDays: [] },
  });
}

const world = fc.record({
  start: fc.constantFrom(...STARTS),
  campaigns: fc.array(campaignShape, { minLength: 1, maxLength: 3 }),
  people: fc.integer({ min: 2, max: 8 }),
  perDay: fc.integer({ min: 2, max: 12 }),
  perHour: fc.integer({ min: 1, max: 12 }),
  profilesPerDay: fc.integer({ min: 1, max: 8 }),
  ramp: fc.constantFrom('on' as const, 'off' as const),
  later: fc.integer({ min: 0, max: 5 }),
  noise: fc.integer({ min: 0, max: 1_000_000 }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

async function open30(w: World): Promise<SimulatedBrowser> {
  const b = await new SimulatedBrowser(w.start).open();
  open.push(b);
  const limits = clampLimits({ perDay: w.perDay, perHour: w.perHour, profilesPerDay: w.profilesPerDay, ramp: w.ramp });
  await seed(b, w.people, w.campaigns.map((shape, index) => built(shape, index, w.start)), aMember({ limits }));
  const bare = Array.from({ length: w.people }, (_, index) => index + 1).filter((n) => n % 3 === 0);
  for (const n of bare) {
    const { memberId: _unknown, ...contact } = aContact(n, n % 2 === 0 ? { company: '' } : {});
    await b.db.contacts.put(contact);
    await b.db.aliases.where('contactId').equals(contact.id).filter(({ key }) => key.startsWith('id:')).delete();
  }
  b.firstOf = (due) => due[due.length < 2 ? 0 : drawInt(0, due.length - 1, 'bells', w.noise, b.now)];
  await b.wake();
  return b;
}

describe('the forecast', () => {
  it('tells the engine\'s own seconds, whatever order alarms come in and whenever the worker restarts', { timeout: 120_000 }, async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(world, async (w) => {
        const b = await open30(w);
        const asked = w.start + w.later * DAY;
        await live(b, asked, []);
        while ((await b.db.settings.get('job')) !== undefined) await b.run(b.now + 10_000);
        const from = b.now;
        const plan = await forecastNow(b.db, from);
        const noise = Array.from({ length: 25 }, (_, index) => ({ at: from + drawInt(1, FORECAST_MS - 1, 'noise', w.noise, index), what: index % 2 === 0 ? ('wake' as const) : ('restart' as const) }));
        const near = plan.events.slice(0, 12).map(({ at }, index) => ({ at: at + drawInt(-30_000, 30_000, 'near', w.noise, index), what: index % 2 === 0 ? ('wake' as const) : ('restart' as const) })).filter(({ at }) => at > from);
        await live(b, from + FORECAST_MS + MINUTE, [...noise, ...near]);
        const expected = plan.events.map((event) => ({ id: event.deliveryId, at: event.at, grantAt: event.grantAt }));
        told += expected.length;
        expect(await sentBy(b, from, from + FORECAST_MS)).toEqual(expected);
        expect((await b.db.runs.toArray()).filter((run) => run.state === 'missed')).toEqual([]);
        b.close();
      }),
      { numRuns: Number(process.env['FORECAST_RUNS'] ?? 8), seed: Number(process.env['FORECAST_SEED'] ?? 20_261_123) },
    );
    expect(told).toBeGreaterThan(process.env['FORECAST_RUNS'] === undefined ? 50 : 0);
  });
});

