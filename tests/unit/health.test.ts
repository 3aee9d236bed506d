import { describe, expect, it } from 'vitest';
import type { Campaign } from '@/lib/domain/campaign';
import { compareHealth, healthOf, type HealthFacts, type HealthState, type HealthTopic } from '@/lib/domain/health';
import { progressOf, shareOf, type ProgressFacts } from '@/lib/domain/progress';
import type { Reason } from '@/lib/domain/reasons';
import type { Run } from '@/lib/domain/run';

const at = (text: string) => Date.parse(text);
/** Tuesday 5 January 2027, 08:00 in Paris */
const MORNING = at('2027-01-05T07:00:00Z');
/** the same day, 09:30: inside the first slot */
const IN_SLOT = at('2027-01-05T08:30:00Z');

const schedule: Campaign['schedule'] = {
  timeZone: 'Europe/Paris', cohortSize: 5, skipDays: [],
  slots: [{ id: 'am', days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: 540, end: 660 }, { id: 'pm', days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: 840, end: 960 }],
};

function campaign(patch: Partial<Campaign> = {}): Campaign {
  return {
    id: 'c', name: 'Welcome', program: 'Spring', description: '', senderId: 'M', sourceId: 's', schedule, approval: false, state: 'active', version: 1, seed: 'x',
    messages: [{ id: 'm1', body: 'Hi {{firstName}}', delayDays: 0, variants: {}, missing: 'hold', fallbacks: {} }],
    createdAt: 0, updatedAt: 0, dayZero: '2027-01-03', slotsFrom: at('2027-01-03T12:00:00Z'), switchedAt: at('2027-01-03T12:00:00Z'), ...patch,
  };
}

function run(patch: Partial<Run> = {}): Run {
  return {
    id: 'c|2027-01-04|pm', campaignId: 'c', slotId: 'pm', date: '2027-01-04', startsAt: at('2027-01-04T13:00:00Z'), endsAt: at('2027-01-04T15:00:00Z'), state: 'done',
    firstMomentAt: 0, taken: 5, couldTake: 5, planned: 5, sent: 5, unconfirmed: 0, failedInRow: 0, notes: [], warnings: [], errors: [], ...patch,
  };
}

function facts(patch: Partial<HealthFacts> = {}): HealthFacts {
  return { campaign: campaign(), hasSource: true, run: run(), pending: 0, pendingLong: 0, ...patch };
}

const stop = (reason: Reason) => ({ reason, since: 1, resumeAfter: at('2027-01-06T07:00:00Z'), halfDays: 14, evidence: '' });

const table: [string, Partial<HealthFacts>, number, HealthState, HealthTopic][] = [
  ['a draft is created, not started', { campaign: campaign({ state: 'draft' }), run: undefined }, MORNING, 'created', 'notStarted'],
  ['a draft without a message is still only created', { campaign: campaign({ state: 'draft', messages: [] }), run: undefined, hasSource: false }, MORNING, 'created', 'notStarted'],
  ['day 0 is created', { campaign: campaign({ dayZero: '2027-01-05', slotsFrom: MORNING }), run: undefined }, MORNING, 'created', 'day0'],
  ['no slot of day 0 runs', { campaign: campaign({ dayZero: '2027-01-05', slotsFrom: 0 }), run: undefined }, IN_SLOT, 'created', 'day0'],
  ['before a slot it is scheduled', {}, MORNING, 'scheduled', 'waiting'],
  ['in a slot it is running', {}, IN_SLOT, 'running', 'running'],
  ['a slot that began before the switch is not joined', { campaign: campaign({ slotsFrom: IN_SLOT - 1 }) }, IN_SLOT, 'scheduled', 'waiting'],
  ['a missed slot is not running, it is a warning', { run: run({ state: 'missed', reason: 'browserClosed', date: '2027-01-05', slotId: 'am', startsAt: at('2027-01-05T08:00:00Z') }) }, IN_SLOT, 'warnings', 'waiting'],
  ['warnings of the last run stay until the next begins', { run: run({ warnings: [{ reason: 'lateStart', count: 1 }] }) }, MORNING, 'warnings', 'waiting'],
  ['warnings outrank running', { run: run({ state: 'open', warnings: [{ reason: 'missingVariable', count: 2 }] }) }, IN_SLOT, 'warnings', 'running'],
  ['errors outrank warnings', { run: run({ errors: [{ reason: 'refusedByLinkedIn', count: 1 }], warnings: [{ reason: 'lateStart', count: 1 }] }) }, MORNING, 'errors', 'waiting'],
  ['a stop of the sender outranks errors', { memberStop: stop('securityCheck'), run: run({ errors: [{ reason: 'refusedByLinkedIn', count: 1 }] }) }, MORNING, 'stopped', 'stopped'],
  ['no message stops', { campaign: campaign({ messages: [] }) }, MORNING, 'stopped', 'stopped'],
  ['an unknown zone stops', { campaign: campaign({ schedule: { ...schedule, timeZone: 'Mars/Olympus' } }) }, MORNING, 'stopped', 'stopped'],
  ['no slot stops', { campaign: campaign({ schedule: { ...schedule, slots: [] } }) }, MORNING, 'stopped', 'stopped'],
  ['a source that is gone stops', { hasSource: false }, MORNING, 'stopped', 'stopped'],
  ['signed out at the last slot stops', { run: run({ state: 'missed', reason: 'notSignedIn' }) }, MORNING, 'stopped', 'stopped'],
  ['a mended flaw no longer stops', { campaign: campaign({ stop: { reason: 'noMessage', since: 1 } }) }, MORNING, 'scheduled', 'waiting'],
  ['a failed self-test stops', { campaign: campaign({ stop: { reason: 'selfTestFailed', since: 1 } }) }, MORNING, 'stopped', 'stopped'],
  ['approvals older than two days are a warning', { pending: 3, pendingLong: 1 }, MORNING, 'warnings', 'waiting'],
  ['fresh approvals are no warning', { pending: 3 }, MORNING, 'scheduled', 'waiting'],
  ['finished is scheduled', { campaign: campaign({ finishedAt: 1 }) }, MORNING, 'scheduled', 'finished'],
  ['past the last day is scheduled', { campaign: campaign({ schedule: { ...schedule, lastDay: '2027-01-04' } }) }, MORNING, 'scheduled', 'ended'],
  ['paused by the member is no warning and not running', { pause: { since: MORNING } }, IN_SLOT, 'scheduled', 'waiting'],
  ['switched off keeps its last health', { campaign: campaign({ state: 'inactive' }), run: run({ errors: [{ reason: 'refusedByLinkedIn', count: 1 }] }) }, IN_SLOT, 'errors', 'waiting'],
  ['switched off in a slot is not running', { campaign: campaign({ state: 'inactive' }) }, IN_SLOT, 'scheduled', 'waiting'],
];

describe('health', () => {
  for (const [name, patch, now, state, topic] of table) {
    it(name, () => {
      const health = healthOf(facts(patch), now);
      expect([health.state, health.topic]).toEqual([state, topic]);
    });
  }

  it('always has a next time unless the last day has passed', () => {
    for (const [, patch, now, , topic] of table) {
      const health = healthOf(facts(patch), now);
      const impossible = health.stops.some((reason) => reason === 'noSlot' || reason === 'unknownZone');
      expect(health.next === undefined).toBe(topic === 'ended' || impossible);
    }
  });

  it('names the next slot after the open one, and holds until the open one ends', () => {
    const health = healthOf(facts(), IN_SLOT);
    expect(health.next?.startsAt).toBe(at('2027-01-05T13:00:00Z'));
    expect(health.until).toBe(at('2027-01-05T10:00:00Z'));
    expect(healthOf(facts(), MORNING).until).toBe(at('2027-01-05T08:00:00Z'));
  });

  it('changes at `until` and not before', () => {
    const before = healthOf(facts(), MORNING);
    expect(healthOf(facts(), before.until - 1).state).toBe('scheduled');
    expect(healthOf(facts(), before.until).state).toBe('running');
  });

  it('names the first slot of a draft as if it were switched on now', () => {
    expect(healthOf(facts({ campaign: campaign({ state: 'draft', dayZero: '2027-01-05' }) }), MORNING).next?.date).toBe('2027-01-06');
  });

  it('tells since when it is switched off and from when it may be resumed', () => {
    const health = healthOf(facts({ campaign: campaign({ state: 'inactive', switchedAt: 7 }), memberStop: stop('restricted') }), MORNING);
    expect([health.offSince, health.resumeAfter]).toEqual([7, at('2027-01-06T07:00:00Z')]);
  });

  it('orders the states from created to stopped', () => {
    const states: HealthState[] = ['stopped', 'scheduled', 'errors', 'created', 'warnings', 'running'];
    expect(states.sort(compareHealth)).toEqual(['created', 'scheduled', 'running', 'warnings', 'errors', 'stopped']);
  });
});

describe('progress of today', () => {
  const none = { stops: [], pause: undefined };
  const base: ProgressFacts = { campaign: campaign(), health: none, sentToday: 0, takenUp: 0, unconfirmedToday: 0, approved: 0, dueFollowUps: 0, pending: 0, sourceLeft: 100, memberRoom: 20 };
  const progress = (patch: Partial<ProgressFacts>, now: number) => progressOf({ ...base, ...patch }, now);

  it('is quiet before the first slot, with what is sure for today', () => {
    expect(progress({}, MORNING)).toMatchObject({ state: 'quiet', sent: 0, due: 10 });
  });

  it('counts what was sent, what the open slot took up and the cohort of the later slot', () => {
    expect(progress({ sentToday: 2, takenUp: 3 }, IN_SLOT)).toMatchObject({ state: 'counted', sent: 2, due: 10 });
  });

  it('keeps an unconfirmed one in due and out of sent', () => {
    expect(progress({ sentToday: 2, unconfirmedToday: 1, sourceLeft: 0 }, IN_SLOT)).toMatchObject({ sent: 2, due: 3 });
  });

  it('with approval counts only what is approved, pending beside it', () => {
    expect(progress({ campaign: campaign({ approval: true }), approved: 2, pending: 5, dueFollowUps: 4 }, MORNING)).toMatchObject({ due: 2, pending: 5 });
  });

  it('holds the limits of the sender', () => {
    expect(progress({ memberRoom: 3 }, MORNING).due).toBe(3);
    expect(progress({ memberRoom: 4, takenUp: 3, sentToday: 1 }, IN_SLOT).due).toBe(5);
  });

  it('says why nothing is due', () => {
    const why = (patch: Partial<ProgressFacts>, now = MORNING) => progress(patch, now).reason;
    expect(why({ campaign: campaign({ state: 'draft' }) })).toBe('notStarted');
    expect(why({ campaign: campaign({ state: 'inactive' }) })).toBe('switchedOff');
    expect(why({ health: { stops: ['noSlot'], pause: undefined } })).toBe('noSlot');
    expect(why({ health: { stops: [], pause: { since: 1 } } })).toBe('paused');
    expect(why({ campaign: campaign({ approval: true }), pending: 4 })).toBe('waitingApproval');
    expect(why({ memberRoom: 0 })).toBe('memberLimit');
    expect(why({ campaign: campaign({ dayZero: '2027-01-05' }) })).toBe('day0');
    expect(why({}, at('2027-01-09T10:00:00Z'))).toBe('waitingSlot');
    expect(why({ campaign: campaign({ finishedAt: 1 }) })).toBe('finished');
  });

  it('has a share that never passes 1', () => {
    expect(shareOf({ sent: 3, due: 4 })).toBe(0.75);
    expect(shareOf({ sent: 0, due: 0 })).toBe(0);
    expect(shareOf({ sent: 5, due: 4 })).toBe(1);
  });
});
