import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../../lib/domain/campaign.ts';
import type { Contact } from '../../lib/domain/contact.ts';
import type { Delivery } from '../../lib/domain/delivery.ts';
import type { Member } from '../../lib/domain/member.ts';
import type { Reason } from '../../lib/domain/reasons.ts';
import type { Run } from '../../lib/domain/run.ts';
import { en } from '../../lib/i18n/en/index.ts';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { defaultSwitches, type Switches } from '../practice-linkedin/switches.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { launch, type Browser } from './chromium.ts';
import { activate, readyMember, writeNurture } from './journey.ts';
import { passTime } from './passing-time.ts';
import { store, storedRows, storedSetting } from './stored.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
const START = Math.ceil(Date.now() / DAY) * DAY + DAY + 12 * 3_600_000;
/** Most of this file is waiting for pages that never show what is looked for. */
const PACE = 4;
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** One browser for all: each case is the next day's slot of one nurture that takes one new person a day. */
let practice: PracticeLinkedIn;
let browser: Browser;
let options: Page;
let day = Math.floor(START / DAY) * DAY;

beforeAll(async () => {
  practice = await startPracticeLinkedIn({ seed: 41, people: 200, now: START, pace: PACE });
  browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: START, pace: PACE });
  options = await readyMember(browser, practice, practice.world.withTrait('plain'));
  await writeNurture(options, {
    name: 'Hello', program: 'Tests', timeZone: 'UTC', slots: [{ days: EVERY_DAY, start: '09:00', end: '11:00' }], askMe: false, peoplePerSlot: 1,
    messages: [{ body: 'Hi {{firstName}}, good to be connected.' }],
  });
  await activate(options, 'Hello');
  await options.goto(`chrome-extension://${browser.extensionId()}/manifest.json`);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await practice.close();
});

interface Day {
  /** presses of Send that reached a page, and messages stored, on that day */
  submits: number;
  sent: number;
  deliveries: Delivery[];
  runs: Run[];
  member: Member | undefined;
  campaign: Campaign | undefined;
}

/** Lets one slot go by on pages that look like this; the sender starts it without any stop and with every page known. */
async function slotOn(switches: Partial<Switches>, prepare: () => Promise<void> | void = () => undefined, patienceMs = 75_000): Promise<Day> {
  const members = await storedRows<Member>(options, 'members');
  await store(options, 'members', members.map((member): Member => {
    const { stop: _stop, halfUntil: _half, newPage: _page, ...rest } = member;
    return { ...rest, provenPages: [], limits: { ...member.limits, ramp: 'off', profilesPerDay: 40 } };
  }));
  const waiting = (await storedRows<Delivery>(options, 'deliveries')).filter((delivery) => delivery.state !== 'sent');
  await store(options, 'deliveries', [], waiting.map((delivery) => delivery.id));
  await store(options, 'enrollments', [], waiting.map((delivery) => delivery.enrollmentId));
  practice.signIn(practice.world.members[0].id);
  Object.assign(practice.switches, defaultSwitches(), switches);
  await prepare();
  const [submits, sent] = [practice.record.submits.length, practice.record.sent.length];
  day += DAY;
  await passTime(browser, practice, day + 12 * 3_600_000, () => false, patienceMs);
  const deliveries = await storedRows<Delivery>(options, 'deliveries');
  return {
    submits: practice.record.submits.length - submits, sent: practice.record.sent.length - sent, deliveries: deliveries.filter((delivery) => delivery.createdAt >= day || delivery.stateAt >= day),
    runs: (await storedRows<Run>(options, 'runs')).filter((run) => run.startsAt >= day), member: (await storedRows<Member>(options, 'members'))[0],
    campaign: (await storedRows<Campaign>(options, 'campaigns'))[0],
  };
}

const reasonsOf = (seen: Day): (Reason | undefined)[] => [...seen.deliveries.map((delivery) => delivery.reason), ...seen.runs.map((run) => run.reason), ...seen.runs.flatMap((run) => [...run.errors, ...run.notes, ...run.warnings].map((entry) => entry.reason))];

function expectRemedy(reason: Reason): void {
  expect(en.reasons[reason].length).toBeGreaterThan(3);
  expect(en.remedies[reason].length).toBeGreaterThan(3);
}

describe('walls stop every nurture of the sender until *Resume*', () => {
  it.each([
    ['checkpoint', 'compose', 'securityCheck', 14], ['captcha', 'compose', 'securityCheck', 14], ['restricted', 'everything', 'restricted', 14],
    ['http-429', 'everything', 'throttled', 7], ['http-999', 'compose', 'throttled', 7], ['http-429-challenge', 'everything', 'securityCheck', 14], ['agree-to-comply', 'everything', 'securityCheck', 14],
  ] as const)('%s on %s: %s, half limits for %i days', async (kind, on, reason, halfDays) => {
    const seen = await slotOn({ wall: { kind, on } });
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(seen.member?.stop).toMatchObject({ reason, halfDays });
    expect((seen.member?.stop?.resumeAfter ?? 0) - (seen.member?.stop?.since ?? 0)).toBe(DAY);
    expectRemedy(reason);
  });

  it('a login page in the middle of a run is a forced log-out', async () => {
    const seen = await slotOn({ wall: { kind: 'login', on: 'compose', after: 1 } });
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(seen.member?.stop).toMatchObject({ reason: 'forcedLogout', halfDays: 14 });
  });

  it('a Premium card in place of the composer of a connection is a limit', async () => {
    const seen = await slotOn({ premiumCard: 'everybody' });
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(seen.member?.stop).toMatchObject({ reason: expect.stringMatching(/^(premiumCard|limitReached)$/), halfDays: 7 });
  });
});

describe('a slot that cannot start is missed, and ends by itself', () => {
  it.each([['login', 'notSignedIn'], ['login-page-200', 'notSignedIn'], ['authwall', 'notSignedIn'], ['sign-in-modal', 'notSignedIn'], ['checkpoint-login', 'notSignedIn']] as const)('%s: %s', async (kind, reason) => {
    const seen = await slotOn({ wall: { kind, on: 'everything' } });
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(seen.runs.map((run) => [run.state, run.reason])).toEqual([['missed', reason]]);
    expect(seen.campaign?.stop?.reason).toBe(reason);
    expect(seen.member?.stop).toBeUndefined();
    expectRemedy(reason);
    const next = await slotOn({});
    expect([next.sent, next.campaign?.stop]).toEqual([1, undefined]);
  });

  it('a page generation that nobody has described: nothing starts, and the report names what is missing without a person in it', async () => {
    const seen = await slotOn({ generation: 'undescribed' });
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(seen.runs.map((run) => run.state)).toEqual(['missed']);
    expect(['selfTestFailed', 'pageNotUnderstood']).toContain(seen.campaign?.stop?.reason);
    const look = await storedSetting<{ missing: string[] }>(options, 'pageLook');
    expect(look?.missing.length).toBeGreaterThan(0);
    const kept = await storedSetting<{ report: { missing: string[]; targets: string[] } }>(options, 'pageReport');
    expect(kept?.report.missing).toEqual(look?.missing);
    const text = JSON.stringify(kept?.report);
    for (const one of [...practice.world.members, ...practice.world.connections.slice(0, 20)]) expect([text.includes(one.firstName) && text.includes(one.lastName), text.includes(one.id), text.includes(one.slug)]).toEqual([false, false, false]);
  });

  it("an answer without a body, for which Chrome shows an error page of its own: missed, nobody knows whether LinkedIn refused", async () => {
    const seen = await slotOn({ wall: { kind: 'http-429-empty', on: 'everything' } }, undefined, 4000);
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(seen.runs.map((run) => [run.state, run.reason])).toEqual([['missed', 'noPage']]);
    expect(seen.member?.stop).toBeUndefined();
    expectRemedy('noPage');
  });

  it('"something went wrong" in place of the page: not understood, no stop for good', async () => {
    const seen = await slotOn({ wall: { kind: 'page-error', on: 'everything' } });
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(seen.member?.stop).toBeUndefined();
    expect(seen.runs.map((run) => run.state)).toEqual(['missed']);
  });
});

describe('one conversation that cannot be written in', () => {
  it.each([
    ['inMailOnly or no connection', { nonConnection: 'inmail' }, ['notConnected', 'inMailOnly'], true],
    ['a banner for people who are no connection', { nonConnection: 'banner' }, ['notConnected'], true],
    ['a blocked footer', { banner: 'blocked' }, ['conversationBlocked'], false],
    ['a warning about the sender', { banner: 'sender-warning' }, ['senderWarning'], false],
    ['a window nobody knows', { unknownDialog: 'on-open' }, ['unknownDialog'], false],
    ['no composer', { composer: 'never' }, ['selfTestFailed'], false],
    ['a Send button that stays disabled', { sendMode: 'stays-disabled' }, ['sendDisabled'], false],
    ['Press Enter to send', { sendMode: 'enter' }, ['pressEnterMode'], false],
    ['a composer without a recipient', { composeRecipient: 'none' }, ['pageNotUnderstood', 'threadUnreadable'], false],
  ] as const)('%s: not a key is pressed', async (_what, switches, reasons, stranger) => {
    const seen = await slotOn(switches, () => {
      if (stranger) for (const one of practice.world.withTrait('plain')) practice.setDegree(one.id, 2);
    });
    if (stranger) for (const one of practice.world.withTrait('plain')) practice.setDegree(one.id, 1);
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(reasonsOf(seen).some((reason) => reasons.some((wanted) => wanted === reason)), `${reasonsOf(seen).join(', ')} for ${reasons.join(' or ')}`).toBe(true);
    expect(seen.member?.stop).toBeUndefined();
    for (const reason of reasons) expectRemedy(reason);
  });

  it('another recipient than the wanted one stops the sender with the evidence', async () => {
    const seen = await slotOn({ composeRecipient: 'another' });
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(seen.member?.stop).toMatchObject({ reason: 'recipientMismatch' });
    expect(seen.member?.stop?.evidence).not.toBe('');
  });

  it("the member's own draft is left as it is", async () => {
    let drafts: readonly Person[] = [];
    const seen = await slotOn({}, () => {
      drafts = practice.world.withTrait('plain');
      for (const one of drafts) practice.draft(one.id, 'Dear friend, I was about to');
    });
    for (const one of drafts) practice.draft(one.id, '');
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(reasonsOf(seen)).toContain('draftInComposer');
  });

  it('a profile that is gone', async () => {
    const seen = await slotOn({ wall: { kind: 'not-found', on: 'profile' } }, forgetIds);
    expect([seen.submits, seen.sent]).toEqual([0, 0]);
    expect(reasonsOf(seen)).toContain('profileGone');
    expect(seen.member?.stop).toBeUndefined();
  });
});

/** Takes away the member ids of everybody nothing was sent to, so that a profile must be opened before a message. */
async function forgetIds(): Promise<void> {
  const written = new Set((await storedRows<Delivery>(options, 'deliveries')).map((delivery) => delivery.contactId));
  const known = (await storedRows<Contact>(options, 'contacts')).filter((contact) => contact.memberId !== undefined && !written.has(contact.id));
  await store(options, 'contacts', known.map(({ memberId: _id, ...contact }) => contact));
  await store(options, 'aliases', [], known.map((contact) => `id:${contact.memberId ?? ''}`));
}

describe('refusals after the press', () => {
  it('a message that LinkedIn refuses is failed, with proof, and tried again in a later slot only', async () => {
    const seen = await slotOn({}, () => practice.fail({ kind: 'refuse' }));
    expect([seen.submits, seen.sent]).toEqual([1, 0]);
    expect(reasonsOf(seen)).toContain('refusedByLinkedIn');
  });

  it('a swallowed click is never followed by a second one in that slot', async () => {
    const seen = await slotOn({}, () => practice.fail({ kind: 'swallow-click' }));
    expect([seen.submits, seen.sent]).toEqual([1, 0]);
    expect(['unconfirmed', 'failed']).toContain(seen.deliveries[0]?.state);
  });
});

describe('no false alarm', () => {
  it('texts with "captcha", "restricted" and "429" on profiles and in threads stop nothing', async () => {
    const seen = await slotOn({ scaryWords: 'yes' }, () => {
      for (const one of practice.world.withTrait('plain')) {
        practice.history(one.id, [{ from: 'them', text: 'Your account has been restricted. captcha, 429, too many requests!', at: practice.now() - 60 * DAY }]);
      }
    });
    expect([seen.sent, seen.member?.stop, seen.campaign?.stop]).toEqual([1, undefined, undefined]);
  });

  it.each([['a Premium banner that means nothing', { banner: 'premium' }], ['a toast of success', { toast: 'success' }], ['a hidden third copy and a custom button', { thirdCopy: 'yes', customButton: 'yes' }], ['restless nodes and sparse rows', { restless: 'yes', rowMeta: 'sparse' }]] as const)('%s', async (_what, switches) => {
    expect((await slotOn(switches)).sent).toBe(1);
  });
});
