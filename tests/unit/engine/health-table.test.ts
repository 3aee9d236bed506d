import { afterEach, describe, expect, it } from 'vitest';
import type { Campaign } from '@/lib/domain/campaign';
import { healthOf, type Health, type HealthState } from '@/lib/domain/health';
import { clampLimits } from '@/lib/domain/pacing';
import type { Reason } from '@/lib/domain/reasons';
import { saveCampaign, switchOff, switchOn } from '@/lib/engine/campaign-actions';
import { answerSignedOutMyself, confirmPage, resumeMember } from '@/lib/engine/member-actions';
import { pauseEverything } from '@/lib/engine/pause-actions';
import { readNurtureContext } from '@/lib/report/nurture-context';
import { aCampaign, aContact, aMember, ME, seed, SimulatedBrowser, type PageMood } from './simulated-browser';

/** Monday 23 November 2026, 09:00 in Paris; slots are 09:00–11:00 and 14:00–16:00. */
const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TUESDAY = MONDAY + DAY;
const NOON = TUESDAY + 3 * HOUR;
let browser: SimulatedBrowser | undefined;

async function start(people: number, over: Partial<Campaign> = {}): Promise<SimulatedBrowser> {
  browser = await new SimulatedBrowser(MONDAY).open();
  const campaign = aCampaign(MONDAY, over);
  await seed(browser, people, [over.state === 'draft' ? { ...campaign, state: 'draft' } : campaign], aMember({ limits: clampLimits({ ramp: 'off' }) }));
  await browser.wake();
  return browser;
}

/** Health as the screens derive it, from what the engine left in the database. */
async function health(b: SimulatedBrowser): Promise<Health> {
  const campaign = await b.db.campaigns.get('k1');
  if (campaign === undefined) throw new Error('no campaign');
  const context = await readNurtureContext(b.db, b.now);
  return healthOf({
    campaign, run: await b.db.runs.where('[campaignId+startsAt]').between(['k1', -Infinity], ['k1', Infinity]).last(), hasSource: context.sources.has(campaign.sourceId ?? ''),
    memberStop: context.members.get(ME)?.stop, pause: context.pause,
    pending: await b.db.deliveries.filter(({ state }) => state === 'pending').count(), pendingLong: context.pendingLong.get('k1') ?? 0,
  }, b.now);
}

async function edit(b: SimulatedBrowser, patch: Partial<Campaign>): Promise<void> {
  const campaign = await b.db.campaigns.get('k1');
  if (campaign === undefined) throw new Error('no campaign');
  const { name, program, description, messages, schedule, approval, senderId = ME, sourceId = 'all' } = { ...campaign, ...patch };
  expect(await saveCampaign(b.db, b.now, 'k1', { name, program, description, messages, schedule, approval, senderId, sourceId })).toMatchObject({ ok: true });
  await b.wake();
}

const facts = ({ state, topic, stops, errors, warnings }: Health) => ({ state, topic, stops, errors: errors.map(({ reason }) => reason), warnings: warnings.map(({ reason }) => reason) });
const quiet = { stops: [], errors: [], warnings: [] };
/** Lets a mood hold from the first message on: the look before the slot still finds a good page. */
const whileSending = (b: SimulatedBrowser, mood: PageMood) => {
  b.mood = (order, now) => (order.kind === 'check' && now < TUESDAY + 10_000 ? 'accepts' : mood);
};

afterEach(() => browser?.close());

describe('without trouble', () => {
  it('a draft is created, and says its first slot as if it were started now', async () => {
    const b = await start(3, { state: 'draft' });
    await b.db.campaigns.update('k1', { state: 'draft' });
    const now = await health(b);
    expect(facts(now)).toEqual({ state: 'created', topic: 'notStarted', ...quiet });
    expect(now.next?.startsAt).toBe(TUESDAY);
  });

  it('goes from day 0 over running to scheduled, finished and, past its last day, ended', async () => {
    const b = await start(1, { messages: aCampaign(MONDAY).messages.slice(0, 1), schedule: { ...aCampaign(MONDAY).schedule, cohortSize: 1, lastDay: '2026-11-26' } });
    const day0 = await health(b);
    expect(facts(day0)).toEqual({ state: 'created', topic: 'day0', ...quiet });
    expect(day0.next?.startsAt).toBe(TUESDAY);
    await b.run(TUESDAY + 10_000);
    const running = await health(b);
    expect(facts(running)).toEqual({ state: 'running', topic: 'running', ...quiet });
    expect((await b.db.deliveries.toArray())[0]?.plannedAt).toBeGreaterThan(b.now);
    await b.run(NOON);
    const after = await health(b);
    expect(after.last?.sent).toBe(1);
    expect(after.next?.startsAt).toBe(TUESDAY + 5 * HOUR);
    await b.run(NOON + 6 * HOUR);
    const finished = await health(b);
    expect(facts(finished)).toEqual({ state: 'scheduled', topic: 'finished', ...quiet });
    expect(finished.next?.startsAt).toBe(TUESDAY + DAY);
    await b.run(MONDAY + 4 * DAY);
    expect(facts(await health(b))).toMatchObject({ state: 'scheduled', topic: 'ended' });
    expect((await health(b)).next).toBeUndefined();
  });

  it('switched off keeps its last health, dimmed, and goes on with the next slot', async () => {
    const b = await start(20);
    await b.run(NOON);
    await switchOff(b.db, b.now, 'k1');
    await b.wake();
    expect(await health(b)).toMatchObject({ state: 'scheduled', offSince: NOON });
    await switchOn(b.db, b.now, 'k1');
    expect((await health(b)).offSince).toBeUndefined();
  });

  it('paused is a note, never a warning', async () => {
    const b = await start(20);
    await pauseEverything(b.db, b.now);
    await b.wake();
    await b.run(NOON);
    const paused = await health(b);
    expect(paused.state).toBe('scheduled');
    expect(paused.notes.map(({ reason }) => reason)).toContain('paused');
    expect(paused.pause?.since).toBe(MONDAY);
  });
});

interface Case {
  why: Reason;
  state: HealthState;
  /** what brings it about */
  cause: (b: SimulatedBrowser) => Promise<void> | void;
  over?: Partial<Campaign>;
  people?: number;
  /** when it is looked at; default at noon, after the first slot */
  at?: number;
  /** what mends it, besides a slot that starts after it */
  mend?: (b: SimulatedBrowser) => Promise<void> | void;
}

const good = (b: SimulatedBrowser) => {
  b.mood = () => 'accepts';
  b.tabResult = () => 'ok';
  b.awake = true;
};
const resume = async (b: SimulatedBrowser) => {
  good(b);
  const stop = (await b.db.members.get(ME))?.stop;
  if (stop === undefined) throw new Error('not stopped');
  if (stop.resumeAfter > b.now) expect(await resumeMember(b.db, stop.resumeAfter - 1, ME)).toMatchObject({ ok: false, reason: 'tooEarly', until: stop.resumeAfter });
  await b.run(Math.max(b.now, stop.resumeAfter));
  expect(await resumeMember(b.db, b.now, ME)).toMatchObject({ ok: true });
  await b.wake();
};

const table: Case[] = [
  { why: 'asleep', state: 'warnings', cause: async (b) => { b.awake = false; await b.run(NOON); b.awake = true; await b.wake(); } },
  { why: 'browserClosed', state: 'warnings', cause: async (b) => { b.awake = false; b.session = 'other'; await b.run(NOON); b.awake = true; await b.wake(); b.session = 'same'; } },
  { why: 'noWindow', state: 'warnings', cause: (b) => { b.tabResult = () => 'noWindow'; }, mend: good },
  { why: 'siteAccess', state: 'stopped', cause: (b) => { b.tabResult = () => 'siteAccess'; }, mend: good },
  { why: 'sourceNearlyEmpty', state: 'warnings', people: 2, cause: () => undefined, mend: async (b) => {
    const extra = Array.from({ length: 20 }, (_, index) => aContact(index + 10));
    await b.db.contacts.bulkPut(extra);
    await b.db.connections.bulkPut(extra.map(({ id }) => ({ memberId: ME, contactId: id, connectedOn: '2026-02-01', source: 'import' as const, at: 0 })));
  } },
  { why: 'waitingApproval', state: 'warnings', over: { approval: true }, cause: () => undefined, at: NOON + 3 * DAY, mend: async (b) => { await edit(b, { approval: false }); await b.db.deliveries.filter(({ state }) => state === 'pending').delete(); } },
  { why: 'missingVariable', state: 'warnings', cause: async (b) => { await b.db.contacts.toCollection().modify({ firstName: '' }); }, mend: async (b) => { await b.db.contacts.toCollection().modify({ firstName: 'Ana' }); } },
  { why: 'refusedByLinkedIn', state: 'errors', cause: (b) => { whileSending(b, 'refuses'); }, mend: good },
  { why: 'noAnswer', state: 'errors', cause: (b) => { whileSending(b, 'dropsAfterClick'); }, mend: good },
  { why: 'selfTestFailed', state: 'stopped', cause: (b) => { b.mood = () => 'notUnderstood'; }, mend: good },
  { why: 'pageChanged', state: 'stopped', cause: async (b) => { await b.db.members.update(ME, { provenPages: ['editor=a'] }); b.mood = () => 'newPage'; }, mend: async (b) => { expect(await confirmPage(b.db, b.now, ME)).toMatchObject({ ok: true }); } },
  { why: 'notSignedIn', state: 'stopped', cause: (b) => { b.mood = () => 'loggedOut'; }, mend: good },
  { why: 'signedInAsOther', state: 'stopped', cause: (b) => { b.mood = () => 'otherMember'; }, mend: good },
  { why: 'noContacts', state: 'stopped', people: 0, cause: () => undefined, mend: async (b) => {
    await b.db.contacts.put(aContact(1));
    await b.db.connections.put({ memberId: ME, contactId: 'c0001', connectedOn: '2026-02-01', source: 'import', at: 0 });
  } },
  { why: 'noMessage', state: 'stopped', cause: async (b) => { await b.db.campaigns.update('k1', { messages: [] }); }, mend: (b) => edit(b, { messages: aCampaign(MONDAY).messages }) },
  { why: 'noSlot', state: 'stopped', cause: async (b) => { await b.db.campaigns.update('k1', { schedule: { ...aCampaign(MONDAY).schedule, slots: [] } }); }, mend: (b) => edit(b, { schedule: aCampaign(MONDAY).schedule }) },
  { why: 'unknownZone', state: 'stopped', cause: async (b) => { await b.db.campaigns.update('k1', { schedule: { ...aCampaign(MONDAY).schedule, timeZone: 'Mars/Olympus' } }); }, mend: (b) => edit(b, { schedule: aCampaign(MONDAY).schedule }) },
  { why: 'sourceGone', state: 'stopped', cause: async (b) => { await b.db.sources.clear(); }, mend: async (b) => { await b.db.sources.put({ id: 'all', kind: 'all', name: 'All', createdAt: 0 }); } },
  { why: 'recipientMismatch', state: 'stopped', cause: (b) => { whileSending(b, 'otherRecipient'); }, mend: resume },
  { why: 'securityCheck', state: 'stopped', cause: (b) => { whileSending(b, 'checkpoint'); }, mend: resume },
  { why: 'restricted', state: 'stopped', cause: (b) => { whileSending(b, 'restricted'); }, mend: resume },
  { why: 'throttled', state: 'stopped', cause: (b) => { whileSending(b, 'throttled'); }, mend: resume },
  { why: 'limitReached', state: 'stopped', cause: (b) => { whileSending(b, 'limitReached'); }, mend: resume },
  { why: 'forcedLogout', state: 'stopped', cause: (b) => { whileSending(b, 'loggedOut'); }, mend: resume },
];

describe('trouble, and the way out of it', () => {
  it.each(table)('$why makes it $state', async ({ why, state, cause, over, people = 30, at = NOON, mend }) => {
    const b = await start(people, over);
    await cause(b);
    await b.run(at);
    const bad = await health(b);
    const said = [...bad.stops, ...bad.errors.map(({ reason }) => reason), ...bad.warnings.map(({ reason }) => reason)];
    expect(said).toContain(why);
    expect(bad.state).toBe(state);
    const unable = why === 'noSlot' || why === 'unknownZone';
    expect(bad.next === undefined).toBe(unable);
    const sent = b.received.length;
    if (state === 'stopped') expect(b.received.every(({ at: when }) => when < at)).toBe(true);

    good(b);
    await mend?.(b);
    const next = (await b.db.campaigns.get('k1'))?.nextBoundaryAt;
    expect(next).toBeGreaterThanOrEqual(b.now);
    await b.run((next ?? 0) + 100 * MINUTE);
    const mended = await health(b);
    expect([...mended.stops, ...mended.errors.map(({ reason }) => reason), ...mended.warnings.map(({ reason }) => reason)]).not.toContain(why);
    expect(mended.state).not.toBe('stopped');
    expect(b.received.length).toBeGreaterThan(sent);
  });

  it('"I signed out myself" ends a forced log-out at once, without half limits', async () => {
    const b = await start(30);
    whileSending(b, 'loggedOut');
    await b.run(NOON);
    expect((await b.db.members.get(ME))?.stop?.reason).toBe('forcedLogout');
    good(b);
    expect(await answerSignedOutMyself(b.db, b.now, ME)).toMatchObject({ ok: true });
    await b.wake();
    expect((await b.db.members.get(ME))?.halfUntil).toBeUndefined();
    await b.run(TUESDAY + 8 * HOUR);
    expect(b.received, 'five due from the morning and five new').toHaveLength(10);
  });

  it.each([['securityCheck', 14], ['restricted', 14], ['forcedLogout', 14], ['throttled', 7], ['limitReached', 7], ['recipientMismatch', 0]] as const)('after %s limits are halved for %i days', async (why, days) => {
    const b = await start(30);
    const moods = { securityCheck: 'checkpoint', restricted: 'restricted', forcedLogout: 'loggedOut', throttled: 'throttled', limitReached: 'limitReached', recipientMismatch: 'otherRecipient' } as const;
    whileSending(b, moods[why]);
    await b.run(NOON);
    await resume(b);
    const until = (await b.db.members.get(ME))?.halfUntil;
    expect(until).toBe(days === 0 ? undefined : b.now + days * DAY);
  });
});
