/** The states of life a picture is taken in. Each scene is a whole database, always the same. */
import type { NurturesDb } from '@/lib/db/schema';
import { write } from '@/lib/db/write';
import { COHORT_MAX } from '@/lib/domain/campaign';
import type { Delivery, DeliveryState } from '@/lib/domain/delivery';
import type { Reason } from '@/lib/domain/reasons';
import { addDays, DAY, dateAt, instantOf, weekdayOf } from '@/lib/domain/zoned-time';
import { saveTracker } from '@/lib/engine/tracker';
import { emptyDb } from '../unit/desk-world';
import { HOUR, LATER, MINUTE, NOW, nurture, run, sender, senderIdOf, TODAY, World, ZONE } from './world';

export { NOW } from './world';

export const SCENES = [
  'installed', 'ready', 'one', 'three', 'fifty', 'sending', 'draft', 'paused', 'pausedUntil', 'warned', 'limited', 'loggedOut', 'wrongPerson', 'signedOut', 'someoneElse', 'noConsent', 'unsure', 'team',
] as const;
export type SceneName = (typeof SCENES)[number];

const RUNNING = 'Welcome new connections';

/** The first day: nothing at all. */
async function installed(): Promise<NurturesDb> {
  return emptyDb();
}

/** Everything is set up, and no nurture is written yet. */
async function ready(): Promise<NurturesDb> {
  const world = new World();
  await world.ready([sender(0)]);
  await world.people(120);
  return world.db;
}

async function openRun(world: World, campaignId: string, people: readonly number[]): Promise<void> {
  const open = run(campaignId, { state: 'open', sent: 2, planned: 2 + people.length });
  await world.db.runs.put(open);
  await world.delivery(campaignId, 20, 'sent', NOW - 40 * MINUTE);
  await world.delivery(campaignId, 21, 'sent', NOW - 12 * MINUTE);
  await world.deliveries(people.map((person, index) => ({ campaignId, person, state: 'scheduled', at: NOW - HOUR, patch: { runId: open.id, plannedAt: NOW + (index + 1) * 3 * MINUTE, reason: 'waitingTurn' } })));
}

/** One nurture, and three messages that wait for the member. */
async function one(): Promise<NurturesDb> {
  const world = new World();
  await world.ready([sender(0)]);
  await world.people(120);
  await world.nurtures([nurture('c1', RUNNING, 'Onboarding')]);
  await world.db.runs.put(run('c1', { sent: 0, taken: 3, planned: 0 }));
  await world.deliveries([0, 1, 3].map((person) => ({ campaignId: 'c1', person, state: 'pending', at: NOW - 70 * MINUTE, patch: { reason: 'waitingApproval', pendingSince: NOW - 70 * MINUTE } })));
  return world.db;
}

async function threeWorld(): Promise<World> {
  const world = new World();
  await world.ready([sender(0)]);
  await world.people(300);
  await world.nurtures([
    nurture('c1', RUNNING, 'Onboarding', { createdAt: NOW - 32 * DAY }),
    nurture('c2', 'After the trade fair', 'Spring 2027', { sourceId: 'fair', approval: false, createdAt: NOW - 20 * DAY, schedule: LATER, nextBoundaryAt: instantOf(addDays(TODAY, 1), 540, ZONE) }),
    nurture('c3', 'Winback', 'Spring 2027', { state: 'draft', createdAt: NOW - 2 * DAY }),
  ]);
  await openRun(world, 'c1', [22, 23]);
  await world.deliveries(Array.from({ length: 28 }, (_, index) => ({ campaignId: index % 3 === 0 ? 'c2' : 'c1', person: 40 + index, state: 'sent' as const, at: instantOf(addDays(TODAY, -2 - Math.floor(index / 2)), 560 + (index % 2) * 30, ZONE) })));
  await world.db.runs.put(run('c2', { date: addDays(TODAY, -1), sent: 4 }));
  await world.deliveries([0, 1, 3, 4, 5].map((person) => ({ campaignId: 'c1', person, state: 'pending', at: NOW - 70 * MINUTE, patch: { reason: 'waitingApproval', pendingSince: NOW - 70 * MINUTE } })));
  await world.reply('c1', 41, NOW - 3 * HOUR, 'Thanks Eva! Happy to talk, does Thursday afternoon work for you? I am in the office until six.', 'positive', 'waiting');
  await world.reply('c2', 43, NOW - 26 * HOUR, 'Not interested at the moment.', 'negative', 'waiting');
  await world.reply('c1', 44, NOW - 4 * DAY, 'Gladly, please send me the slides.', 'positive');
  await world.db.threads.put({ senderId: senderIdOf(0), contactId: 'p1', talkedBefore: 'yes', lastTheirsAt: NOW - 90 * DAY, lastHandAt: NOW - 90 * DAY });
  return world;
}

/** Three nurtures: one running, one waiting for tomorrow, one draft; five messages to review, two replies to answer. */
async function three(): Promise<NurturesDb> {
  return (await threeWorld()).db;
}

/** The same, in the moment a message is being written. */
async function sending(): Promise<NurturesDb> {
  const world = await threeWorld();
  await world.delivery('c1', 24, 'granted', NOW - MINUTE / 2, { attempt: 1, claimedAt: NOW - MINUTE, grantedAt: NOW - MINUTE / 2 });
  return world.db;
}

/** The same, held by the member since this morning. */
async function paused(): Promise<NurturesDb> {
  const world = await threeWorld();
  await world.db.settings.put({ key: 'pause', value: { since: NOW - 2 * HOUR } });
  return world.db;
}

/** LinkedIn asked for a security check yesterday, and a page has changed. */
async function warned(): Promise<NurturesDb> {
  const world = await threeWorld();
  await world.db.members.put(sender(0, { stop: { reason: 'securityCheck', since: NOW - 14 * HOUR, resumeAfter: NOW + 10 * HOUR, halfDays: 14, evidence: '/checkpoint/' }, newPage: { fingerprint: 'a new one' } }));
  return world.db;
}

/** The three nurtures in one other state of the world. */
function threeBut(change: (db: NurturesDb, world: World) => Promise<unknown>): () => Promise<NurturesDb> {
  return async () => {
    const world = await threeWorld();
    await change(world.db, world);
    return world.db;
  };
}

const stoppedBy = (reason: 'limitReached' | 'forcedLogout' | 'recipientMismatch', waits: number, halfDays: number) =>
  threeBut((db) => db.members.put(sender(0, { stop: { reason, since: NOW - 2 * HOUR, resumeAfter: NOW - 2 * HOUR + waits, halfDays, evidence: '' } })));

/** Fifty nurtures and nothing to do. */
async function fifty(): Promise<NurturesDb> {
  const world = new World();
  await world.ready([sender(0)]);
  await world.people(120);
  await world.nurtures(Array.from({ length: 50 }, (_, index) => nurture(`c${index}`, `${TOPICS[index % TOPICS.length] ?? ''} ${index + 1}`, PROGRAMS[index % PROGRAMS.length] ?? '', { createdAt: NOW - 10 * DAY - index * HOUR, schedule: LATER, state: index % 9 === 4 ? 'inactive' : 'active' })));
  return world.db;
}

const PROGRAMS = ['Alumni', 'Customers', 'Events', 'Healthcare', 'Partner network', 'Recruiting', 'Spring 2027', 'Founders', 'Investors', 'Press', 'Public sector', 'Renewals'] as const;
const TOPICS = ['First hello', 'Follow the webinar', 'Trade fair Lyon', 'New role', 'Invitation to the round table', 'Ask for an opinion', 'Quarterly note', 'Winback', 'Case study', 'Product news for long-standing customers in manufacturing'] as const;
const REPLIES = [
  ['Thanks, happy to talk next week.', 'positive'], ['Gladly! Please send me the details.', 'positive'], ['Sounds interesting, who else takes part?', 'positive'], ['I will pass it on to my colleague.', 'neutral'],
  ['What does it cost?', 'neutral'], ['Not now, please ask again in autumn.', 'negative'], ['No, thank you.', 'negative'],
] as const;
const STATES: readonly (readonly [DeliveryState, Partial<Delivery>])[] = [
  ['queued', { reason: 'waitingDay', nextAt: NOW + 2 * DAY }],
  ['approved', { reason: 'waitingSlot', approvedAt: NOW - DAY, nextAt: NOW + 4 * HOUR }],
  ['claimed', { attempt: 1, claimedAt: NOW - MINUTE, leaseUntil: NOW + 3 * MINUTE }],
  ['rejected', { reason: 'rejectedByHand' }],
  ['canceled', { reason: 'replied' }],
  ['canceled', { reason: 'approvalNotGiven' }],
  ['failed', { reason: 'refusedByLinkedIn', attempt: 3, refusals: 3 }],
  ['unconfirmed', { reason: 'noAnswer', attempt: 1, grantedAt: NOW - 50 * MINUTE, evidence: 'rows 4, none new' }],
];

/** Nurtures of `healthNurtures` that have sent for weeks. */
const AT_WORK = ['h0', 'h1', 'h2', 'h0', 'h3', 'h7', 'h8', 'h0', 'h9'] as const;
const MISSES: readonly Reason[] = ['asleep', 'asleep', 'asleep', 'browserClosed', 'browserClosed', 'notSignedIn', 'noWindow'];

/** The working days of the last two months, newest first. */
const WORKDAYS = Array.from({ length: 60 }, (_, index) => addDays(TODAY, -1 - index)).filter((date) => !['sat', 'sun'].includes(weekdayOf(date)));

/** The nurtures that show each health, newest first in the list. */
function healthNurtures() {
  const at = (index: number) => ({ createdAt: NOW - 3 * DAY - index * HOUR, dayZero: addDays(TODAY, -3), slotsFrom: NOW - 3 * DAY });
  return [
    nurture('h0', RUNNING, 'Onboarding', at(0)),
    nurture('h1', 'Invitation to the spring round table', 'Events', { ...at(1), approval: false, sourceId: 'founders' }),
    nurture('h2', 'Thank you after the fair', 'Events', { ...at(2), sourceId: 'fair', schedule: LATER }),
    nurture('h3', 'Renewal in ninety days', 'Renewals', { ...at(3), senderId: senderIdOf(1), schedule: LATER }),
    nurture('h4', 'Ask alumni for an opinion', 'Alumni', { ...at(4), senderId: senderIdOf(2), schedule: LATER }),
    nurture('h5', 'New Yorkers in our network', 'Partner network', { ...at(5), senderId: senderIdOf(3), schedule: { ...LATER, timeZone: 'America/New_York' }, dayZero: TODAY }),
    nurture('h6', 'Winback', 'Customers', { ...at(6), state: 'draft' }),
    nurture('h7', 'Press list', 'Press', { ...at(7), state: 'inactive', switchedAt: NOW - 8 * DAY, schedule: LATER }),
    nurture('h8', 'Everyone who came to Lyon', 'Events', { ...at(8), sourceId: 'fair', finishedAt: NOW - DAY, schedule: LATER }),
    nurture('h9', 'Winter campaign', 'Customers', { ...at(9), schedule: { ...LATER, lastDay: addDays(TODAY, -20) } }),
  ];
}

/** A team lead's desk: four senders, 200 nurtures of twelve programs, all healths and all states of a message. */
async function team(): Promise<NurturesDb> {
  const world = new World();
  await world.ready([0, 1, 2, 3].map((index) => sender(index)));
  await world.people(900);
  const ordinary = Array.from({ length: 190 }, (_, index) => {
    const program = PROGRAMS[index % PROGRAMS.length] ?? '';
    return nurture(`c${index}`, `${TOPICS[index % TOPICS.length] ?? ''}${index < TOPICS.length ? '' : ` ${Math.floor(index / TOPICS.length) + 1}`}`, program, {
      senderId: senderIdOf((index + Math.floor(index / 12)) % 4), createdAt: NOW - 10 * DAY - index * HOUR, approval: index % 3 !== 0, state: index % 9 === 4 ? 'inactive' : 'active', switchedAt: NOW - (index + 3) * HOUR * 5, schedule: { ...LATER, cohortSize: 1 + (index % COHORT_MAX) },
      nextBoundaryAt: instantOf(addDays(TODAY, 1), 540, ZONE),
    });
  });
  await world.nurtures([...healthNurtures(), ...ordinary]);
  await openRun(world, 'h0', [22, 23]);
  const yesterday = addDays(TODAY, -1);
  await world.db.runs.bulkPut([
    run('h2', { date: yesterday }),
    run('h1', { taken: 2, couldTake: 5, sent: 2, warnings: [{ reason: 'sourceNearlyEmpty', count: 1 }, { reason: 'missingVariable', count: 3 }], notes: [{ reason: 'quietPeriod', count: 2 }, { reason: 'personLimit', count: 4 }] }),
    run('h3', { date: yesterday, sent: 3, unconfirmed: 1, errors: [{ reason: 'refusedByLinkedIn', count: 2 }, { reason: 'noAnswer', count: 1 }] }),
    run('h4', { date: yesterday, state: 'missed', reason: 'signedInAsOther', sent: 0, taken: 0, planned: 0 }),
    run('h7', { date: addDays(TODAY, -9) }), run('h8', { date: yesterday, sent: 0, taken: 0, planned: 0 }), run('h9', { date: addDays(TODAY, -21) }),
    ...MISSES.map((reason, index) => run(`c${index}`, { date: addDays(TODAY, -3 - index), state: 'missed', reason, sent: 0, taken: 0, planned: 0 })),
  ]);
  const sent = Array.from({ length: 700 }, (_, index) => ({
    campaignId: index >= 100 && index % 3 === 0 ? (AT_WORK[(index / 3) % AT_WORK.length] ?? 'h0') : `c${(index * 7) % 190}`, person: index, state: 'sent' as const,
    at: instantOf(WORKDAYS[Math.floor(Math.abs(Math.sin(index + 1)) * WORKDAYS.length)] ?? TODAY, 545 + (index % 5) * 20, ZONE),
  }));
  await world.deliveries(sent);
  await world.deliveries(STATES.map(([state, patch], index) => ({ campaignId: 'h0', person: 60 + index, state, at: NOW - (index + 2) * 20 * MINUTE, patch })));
  await world.deliveries([0, 1, 3, 4, 5, 6, 8].map((person, index) => ({
    campaignId: index < 5 ? 'h0' : 'c1', person, state: 'pending', at: NOW - 70 * MINUTE, patch: { reason: index === 2 ? 'textChanged' : 'waitingApproval', pendingSince: NOW - 70 * MINUTE },
  })));
  await world.delivery('h0', 70, 'granted', NOW - MINUTE / 2, { attempt: 1, claimedAt: NOW - MINUTE, grantedAt: NOW - MINUTE / 2 });
  for (const [index, { campaignId, person, at }] of sent.entries()) {
    if (index % 7 !== 0) continue;
    const bad = campaignId.startsWith('c') && Number(campaignId.slice(1)) % 12 === 3 && index % 3 !== 0;
    const [text, tone] = REPLIES[bad ? 5 + (index % 2) : (index / 7) % REPLIES.length] ?? REPLIES[0];
    await world.reply(campaignId, person, Math.min(at + 9 * HOUR, NOW - HOUR - index * MINUTE), text, tone, index % 70 === 0 ? 'waiting' : 'opened');
    if (index % 49 === 0) await world.lead(campaignId, person);
  }
  await saveTracker(world.db, NOW - 50 * DAY, { kind: 'dub', origin: 'https://api.dub.co', secret: 'dub_practice', domain: 'go.example.com' }, 'no', 'ab'.repeat(32));
  for (const [index, campaignId] of [...AT_WORK.slice(0, 3), ...Array.from({ length: 60 }, (_, index) => `c${index}`)].entries()) {
    const clicks = (index * 7) % 13;
    await world.db.links.put({ key: `k${index}`, campaignId, messageId: 'm1', target: 'https://example.com/spring', trackedUrl: `https://go.example.com/${index}k3f`, origin: 'https://api.dub.co', clicks, bots: clicks > 4 ? 3 : 0, readAt: NOW - HOUR });
    await world.clicks(campaignId, Array.from({ length: clicks }, (_, click) => WORKDAYS[(index * 5 + click * click) % WORKDAYS.length] ?? TODAY));
  }
  await world.db.exclusions.bulkPut([
    { id: 'e1', kind: 'company', value: 'Rival AG', reason: 'competitor', at: NOW - 30 * DAY },
    { id: 'e2', kind: 'person', value: 'p12', reason: 'optedOut', evidence: 'Please take me off your list.', at: NOW - 6 * DAY },
  ]);
  await world.db.contacts.update('p67', { heldBy: 'h0:p67/m1' });
  await write(world.db, NOW - 5 * DAY, async (w) => {
    w.journal({ kind: 'exclusion.added', contactId: 'p12', reason: 'optedOut' });
    w.journal({ kind: 'run.missed', campaignId: 'c0', reason: 'asleep', data: { date: dateAt(NOW - 5 * DAY, ZONE) } });
  });
  return world.db;
}

const MAKERS: Readonly<Record<SceneName, () => Promise<NurturesDb>>> = {
  installed, ready, one, three, fifty, sending, paused, warned, team,
  draft: threeBut((_, world) => world.delivery('c1', 24, 'claimed', NOW - MINUTE / 2, { attempt: 1, claimedAt: NOW - MINUTE, leaseUntil: NOW + HOUR, reason: 'draftWaiting' })),
  pausedUntil: threeBut((db) => db.settings.put({ key: 'pause', value: { since: NOW - 2 * HOUR, until: instantOf(addDays(TODAY, 5), 360, ZONE) } })),
  limited: stoppedBy('limitReached', 24 * HOUR, 7),
  loggedOut: stoppedBy('forcedLogout', 24 * HOUR, 14),
  wrongPerson: stoppedBy('recipientMismatch', 0, 0),
  signedOut: threeBut((db) => db.settings.put({ key: 'signedIn', value: { state: 'out', at: NOW - HOUR } })),
  someoneElse: threeBut((db) => db.settings.put({ key: 'signedIn', value: { state: 'in', memberId: senderIdOf(1), name: 'Jonas Becker', at: NOW - HOUR } })),
  noConsent: threeBut((db) => db.settings.delete('consent')),
  unsure: threeBut((db) => db.settings.put({ key: 'pageLook', value: { at: NOW - HOUR, memberId: senderIdOf(0), sendMode: 'unknown', missing: ['form', 'editor'], reason: 'selfTestFailed' } })),
};

/** Makes a scene's database anew. */
export function makeScene(name: SceneName): Promise<NurturesDb> {
  return MAKERS[name]();
}
