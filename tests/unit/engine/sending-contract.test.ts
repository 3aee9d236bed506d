import { afterEach, describe, expect, it } from 'vitest';
import { stream } from '../../practice-linkedin/random';
import { aCampaign, aContact, aMember, idOf, ME, seed, SimulatedBrowser, type PageMood } from './simulated-browser';
import { aliasKey } from '@/lib/domain/contact';
import type { Reason } from '@/lib/domain/reasons';
import { archiveCampaign, switchOff } from '@/lib/engine/campaign-actions';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import { noteProfile } from '@/lib/engine/book';
import { proofReason } from '@/lib/engine/grant';
import { readJob } from '@/lib/engine/job';
import { pauseEverything, resumeEverything } from '@/lib/engine/pause-actions';
import type { PageMessage } from '@/lib/linkedin/contract';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;
/** The first slot of the first day: 09:00 in Paris. */
const SLOT = MONDAY + DAY;
const open: SimulatedBrowser[] = [];

async function start(people: number, ...campaigns: Parameters<typeof aCampaign>[1][]): Promise<SimulatedBrowser> {
  const browser = await new SimulatedBrowser(MONDAY).open();
  open.push(browser);
  await seed(browser, people, (campaigns.length === 0 ? [{}] : campaigns).map((over) => aCampaign(MONDAY, over)));
  await browser.wake();
  return browser;
}

afterEach(() => {
  for (const browser of open.splice(0)) browser.close();
});

/** Acts once, right before or after the first page message of a type. */
function once(type: PageMessage['type'], act: () => Promise<unknown>): (message: PageMessage) => Promise<void> {
  let done = false;
  return async (message) => {
    if (done || message.type !== type) return;
    done = true;
    await act();
  };
}

const only = { messages: [aCampaign(MONDAY).messages[0]].filter((message) => message !== undefined) };
const profilesOpened = async (b: SimulatedBrowser) => (await b.db.settings.where('key').startsWith('profile:').count());
const statesOf = async (b: SimulatedBrowser) => (await b.db.deliveries.toArray()).map((delivery) => `${delivery.state}${delivery.reason === undefined ? '' : ` ${delivery.reason}`}`);

describe('every check of the grant, each changed between the reading and the grant', () => {
  const cases: [Reason, (b: SimulatedBrowser) => Promise<unknown>, answer?: Reason][] = [
    ['replied', async (b) => b.reply(idOf(1), 'I am interested')],
    ['optedOut', async (b) => b.reply(idOf(1), 'Please stop writing to me')],
    ['paused', (b) => pauseEverything(b.db, b.now)],
    ['switchedOff', (b) => switchOff(b.db, b.now, 'k1'), 'leaseOver'],
    ['archived', (b) => archiveCampaign(b.db, b.now, 'k1'), 'leaseOver'],
    ['securityCheck', (b) => b.db.members.update(ME, { stop: { reason: 'securityCheck', since: b.now, resumeAfter: b.now + DAY, halfDays: 14, evidence: '' } })],
    ['doNotContact', (b) => b.db.exclusions.add({ id: 'x', kind: 'person', value: 'c0001', reason: 'byHand', at: b.now })],
    ['notConnected', (b) => b.db.connections.update([ME, 'c0001'], { goneAt: b.now })],
    ['personHeld', (b) => b.db.contacts.update('c0001', { heldBy: 'another' })],
    ['personErased', (b) => b.db.contacts.delete('c0001')],
    ['claimedBySibling', (b) => b.db.claims.toCollection().modify({ campaignId: 'k9' })],
    ['personLimit', (b) => b.db.grants.add({ id: 'g', senderId: 'another member', contactId: 'c0001', attempt: 1, at: b.now - 71 * 60 * MINUTE, state: 'sent' })],
    ['quietPeriod', (b) => b.db.threads.put({ senderId: ME, contactId: 'c0001', lastHandAt: b.now - 6 * DAY })],
    ['memberLimit', (b) => b.db.grants.add({ id: 'g', senderId: ME, contactId: 'c9999', attempt: 1, at: b.now - 59_000, state: 'sent' })],
    ['slotOver', (b) => b.db.runs.toCollection().modify({ endsAt: b.now - 1 })],
    ['leaseOver', (b) => b.db.deliveries.toCollection().modify({ leaseUntil: b.now - 1 })],
    ['consentMissing', (b) => b.db.settings.delete('consent')],
    ['textNotKept', (b) => b.db.deliveries.toCollection().modify({ fingerprint: 'of another text' })],
  ];
  it.each(cases)('%s: not granted, not sent', async (reason, act, answer = reason) => {
    const b = await start(1, only);
    const answers: unknown[] = [];
    b.after = once('threadRead', () => act(b));
    const say = b.say.bind(b);
    b.say = async (message) => {
      const said = await say(message);
      if (message.type === 'grant') answers.push(said);
      return said;
    };
    await b.run(SLOT + 4 * MINUTE);
    expect(answers[0]).toEqual({ granted: 'no', reason: answer });
    if (answer !== 'leaseOver' && reason !== 'personErased') expect((await b.db.journal.toArray()).filter((entry) => entry.kind === 'delivery.grantRefused').map((entry) => entry.reason)).toContain(reason);
    expect(b.received).toHaveLength(answers.length - 1);
  });

  it('an own row with this text, or with another variant of this step, ends as sent elsewhere and the sequence goes on', async () => {
    for (const text of ['Hi Ana, good to be connected.\u00a0\r\n', 'Bonjour Ana, ravi.']) {
      const b = await start(1, { messages: aCampaign(MONDAY).messages.map((message, index) => (index === 0 ? { ...message, variants: { fr: 'Bonjour {{firstName}}, ravi.' } } : message)) });
      b.before = async (message) => {
        if (message.type === 'threadRead' && b.rowsOf(idOf(1)).length === 0) {
          b.rowsOf(idOf(1)).push({ urn: 'urn:by-hand', at: b.now - 20 * MINUTE, author: 'own', kind: 'text', text });
          message.thread.rows.push(...b.rowsOf(idOf(1)));
        }
      };
      await b.run(SLOT + 3 * 60 * MINUTE);
      expect(b.received).toEqual([]);
      const deliveries = await b.db.deliveries.toArray();
      expect(deliveries.map(({ state, reason, step }) => [step, state, reason])).toEqual([[0, 'canceled', 'sentElsewhere'], [1, 'queued', 'waitingDay']]);
      expect(deliveries[0]?.evidence).toBe('row urn:by-hand');
    }
  });

  it('rows whose author cannot be told are never "no reply"', async () => {
    const b = await start(1, only);
    b.rowsOf(idOf(1)).push({ urn: 'urn:?', at: MONDAY - 100 * DAY, author: 'unknown', kind: 'text', text: 'who wrote this' });
    await b.run(SLOT + 60 * MINUTE);
    expect(b.received).toEqual([]);
    expect(await statesOf(b)).toEqual(['queued unknownAuthor']);
  });
});

describe('the recipient, by id in four places', () => {
  const contact = { memberId: idOf(1), slugs: ['ana-1'] };
  it.each([
    ['header', { address: idOf(1), header: idOf(1) }, undefined],
    ['rows', { rows: idOf(1) }, undefined],
    ['card by id', { card: idOf(1) }, undefined],
    ['card by known slug', { card: 'ana-1' }, undefined],
    ['the address alone proves nothing', { address: idOf(1) }, 'pageNotUnderstood'],
    ['nothing', {}, 'pageNotUnderstood'],
    ['address of somebody else', { address: idOf(2), header: idOf(1) }, 'recipientMismatch'],
    ['header of somebody else', { address: idOf(1), header: idOf(2) }, 'recipientMismatch'],
    ['rows of somebody else', { header: idOf(1), rows: idOf(2) }, 'recipientMismatch'],
    ['card of somebody else', { header: idOf(1), card: idOf(2) }, 'recipientMismatch'],
    ['only an unknown slug', { card: 'somebody' }, 'pageNotUnderstood'],
  ] as const)('%s', (_name, proof, expected) => {
    expect(proofReason(proof, contact)).toBe(expected);
  });

  it('somebody else in any place: nobody is written to, the sender stops, the evidence is kept', async () => {
    const b = await start(3, only);
    b.proofOf = (id) => ({ address: id, header: id, rows: idOf(7) });
    await b.run(SLOT + 5 * DAY);
    expect(b.received).toEqual([]);
    expect((await b.db.members.get(ME))?.stop).toMatchObject({ reason: 'recipientMismatch' });
  });

  it('somebody who took a new address: the profile of that id is read, the address learned, and the message sent once', async () => {
    const b = await start(1, only);
    b.moved.set(idOf(1), { conversation: 'ana-now', profile: 'ana-now' });
    await b.run(SLOT + 5 * DAY);
    expect(b.received.map((one) => one.to)).toEqual([idOf(1)]);
    expect((await b.db.contacts.toArray())[0]?.slugs).toContain('ana-now');
    expect((await b.db.aliases.get('slug:ana-now'))?.contactId).toBe((await b.db.contacts.toArray())[0]?.id);
    expect((await b.db.members.get(ME))?.stop).toBeUndefined();
    expect(await profilesOpened(b)).toBe(1);
  });

  it('an address that the profile of that id does not name: nobody is written to, the sender stops', async () => {
    const b = await start(3, only);
    b.moved.set(idOf(1), { conversation: 'somebody', profile: 'ana-now' });
    await b.run(SLOT + 60 * MINUTE);
    expect(b.received.filter((one) => one.to === idOf(1))).toEqual([]);
    expect((await b.db.members.get(ME))?.stop).toMatchObject({ reason: 'recipientMismatch' });
    expect(await profilesOpened(b)).toBe(1);
  });

  it('a profile that may not be opened today waits, without a stop', async () => {
    const b = await start(1, only);
    b.moved.set(idOf(1), { conversation: 'ana-now', profile: 'ana-now' });
    await b.db.members.update(ME, { limits: { ...DEFAULT_LIMITS, profilesPerDay: 1 } });
    await noteProfile(b.db, ME, 'another', SLOT - MINUTE);
    await b.run(SLOT + 60 * MINUTE);
    expect(b.received).toEqual([]);
    expect(await statesOf(b)).toEqual(['queued profileLimit']);
    expect((await b.db.members.get(ME))?.stop).toBeUndefined();
  });

  it('a second row of contacts that proves to be this person is joined, and what it was written counts', async () => {
    const b = await start(1, only);
    await b.db.contacts.put(aContact(50, { id: 'twin', slugs: ['the-same-ana'] }));
    await b.db.contacts.where('id').equals('twin').modify((contact) => { delete contact.memberId; });
    await b.db.aliases.put({ key: aliasKey('slug', 'the-same-ana'), contactId: 'twin' });
    await b.db.grants.add({ id: 'old', senderId: ME, contactId: 'twin', attempt: 1, at: SLOT - 24 * 60 * MINUTE, state: 'sent' });
    b.proofOf = (id) => ({ address: id, header: id, card: 'the-same-ana' });
    await b.run(SLOT + 2 * 60 * MINUTE);
    expect(b.received).toEqual([]);
    expect(await b.db.contacts.get('twin')).toBeUndefined();
    expect((await b.db.contacts.get('c0001'))?.slugs).toContain('the-same-ana');
    expect(await statesOf(b)).toEqual(['queued samePerson']);
    await b.run(SLOT + 10 * DAY);
    expect(b.received).toHaveLength(1);
  });
});

describe('exactly once, by evidence', () => {
  it('a refusal fails, is tried again only in a later slot, and after the third waits for the member', async () => {
    const b = await start(1, only);
    b.mood = (order) => (order.kind === 'deliver' ? 'refuses' : 'accepts');
    await b.run(SLOT + 6 * DAY);
    const granted = (await b.db.journal.toArray()).filter((entry) => entry.kind === 'delivery.granted');
    expect(granted).toHaveLength(3);
    const slots = granted.map((entry) => Math.floor((entry.at - SLOT) / (5 * 60 * MINUTE)));
    expect(new Set(slots).size).toBe(3);
    expect(await statesOf(b)).toEqual(['failed refusedByLinkedIn']);
    expect(b.received).toEqual([]);
  });

  it('a refused message is not taken up again once its sequence has ended', async () => {
    const b = await start(1, only);
    b.mood = (order) => (order.kind === 'deliver' ? 'refuses' : 'accepts');
    await b.run(SLOT + 30 * MINUTE);
    await b.db.enrollments.toCollection().modify({ state: 'ended', reason: 'replied' });
    await b.run(SLOT + 3 * DAY);
    expect((await b.db.journal.toArray()).filter((entry) => entry.kind === 'delivery.claimed')).toHaveLength(1);
    expect(await statesOf(b)).toEqual(['failed refusedByLinkedIn']);
  });

  it('a refusal that was stored all the same is found in the thread: sent, once', async () => {
    const b = await start(1, only);
    b.mood = (order) => (order.kind === 'deliver' ? 'refusesButStores' : 'accepts');
    await b.run(SLOT + 6 * DAY);
    expect(b.received).toHaveLength(1);
    expect(await statesOf(b)).toEqual(['sent']);
    expect((await b.db.grants.toArray()).map((grant) => grant.state)).toEqual(['sent']);
  });

  it('a page loaded again after the grant gets no second order; the thread decides', async () => {
    for (const stored of [true, false]) {
      const b = await start(1, only);
      b.pressMs = stored ? 0 : 5000;
      b.mood = (order) => (order.kind === 'deliver' && b.received.length === 0 ? 'storesWithoutAnswer' : 'accepts');
      b.after = once('grant', () => b.reload());
      await b.run(SLOT + 9 * 60 * MINUTE);
      expect(b.received).toHaveLength(1);
      expect(await statesOf(b)).toEqual(['sent']);
    }
  });

  it('a page that had its order gets no further one while the tab leaves it', async () => {
    const b = await start(2, only);
    let instance = '';
    b.before = async (message) => { if (message.type === 'hello') instance = message.instance; };
    b.after = once('report', async () => {
      await b.db.settings.put({ key: 'job', value: { orderId: 'next', kind: 'check', senderId: ME, startedAt: b.now, until: b.now + 1000, path: '/' } });
      expect(await b.say({ type: 'hello', instance, facts: b.facts('/messaging/compose/', 'accepts') })).toEqual({});
      await b.db.settings.delete('job');
    });
    await b.run(SLOT + 60 * MINUTE);
    expect(b.received).toHaveLength(2);
  });

  it('"not there" needs a page loaded ten minutes after the grant, and somebody who waits for the look', async () => {
    const b = await start(1, only);
    b.mood = (order) => (order.kind === 'deliver' ? 'dropsAfterClick' : 'accepts');
    await b.run(SLOT + 9 * MINUTE);
    const delivery = (await b.db.deliveries.toArray())[0];
    expect(delivery?.state).toBe('unconfirmed');
    const look = { type: 'reconciled' as const, orderId: 'nobody waits for this', deliveryId: delivery?.id ?? '', facts: b.facts('/messaging/compose/', 'accepts'), result: { ok: true as const, thread: b.reading(idOf(1)) } };
    b.now = (delivery?.grantedAt ?? 0) + 11 * MINUTE;
    await b.say(look);
    expect((await b.db.deliveries.toArray())[0]?.state).toBe('unconfirmed');
    await b.db.settings.put({ key: 'job', value: { orderId: 'early', kind: 'reconcile', senderId: ME, startedAt: (delivery?.grantedAt ?? 0) + 9 * MINUTE, until: b.now + MINUTE, path: '/', deliveryId: delivery?.id } });
    await b.say({ ...look, orderId: 'early' });
    expect((await b.db.deliveries.toArray())[0]?.state).toBe('unconfirmed');
    await b.db.settings.put({ key: 'job', value: { orderId: 'fresh', kind: 'reconcile', senderId: ME, startedAt: (delivery?.grantedAt ?? 0) + 10 * MINUTE, until: b.now + MINUTE, path: '/', deliveryId: delivery?.id } });
    await b.say({ ...look, orderId: 'fresh' });
    expect(await statesOf(b)).toEqual(['failed notThere']);
    expect(await b.db.grants.count()).toBe(0);
  });

  it('two wakes at once claim once', async () => {
    const b = await start(4, only);
    b.after = async () => { await Promise.all([b.wake(), b.wake()]); };
    await b.run(SLOT + 2 * 60 * MINUTE);
    expect(b.received.map((one) => one.to).toSorted()).toEqual([1, 2, 3, 4].map(idOf));
  });

  it('the worker dies between any two words of page and worker: each person once', async () => {
    for (let moment = 0; moment < 14; moment += 1) {
      for (const where of ['before', 'after'] as const) {
        const b = await start(2, only);
        let words = 0;
        b[where] = async () => {
          if (words === moment) await b.restart();
          words += 1;
        };
        await b.run(SLOT + 30 * 60 * MINUTE);
        expect(b.received.map((one) => one.to).toSorted(), `${where} word ${moment}`).toEqual([idOf(1), idOf(2)]);
        expect(new Set(await statesOf(b)), `${where} word ${moment}`).toEqual(new Set(['sent']));
      }
    }
  });
});

describe('replies, with the computer\'s clock ten minutes ahead of the server\'s and behind', () => {
  /** The moment of the message relative to the slot; whether the first message and the follow-up go out. */
  const matrix: [string, number, string, boolean, boolean][] = [
    ['long before the enrollment', -9 * DAY, 'Hello Sam', true, true],
    ['two days before: quiet', -2 * DAY, 'Hello Sam', false, false],
    ['five minutes before the enrollment: doubt is a reply', -5 * MINUTE, 'Hello Sam', false, false],
    ['right before the grant', 1 * MINUTE, 'Hello Sam', false, false],
    ['after the first message', 60 * MINUTE, 'Yes please', true, false],
    ['an automatic answer after the first message', 60 * MINUTE, 'I am out of office', true, false],
  ];
  it.each(matrix)('%s', async (_name, at, text, first, second) => {
    const seen: string[] = [];
    for (const ahead of [-10 * MINUTE, 0, 10 * MINUTE]) {
      const b = await start(1);
      b.serverAhead = ahead;
      if (at < 0) b.reply(idOf(1), text, SLOT + at + ahead);
      if (at === MINUTE) b.after = once('threadRead', async () => b.reply(idOf(1), text));
      await b.run(SLOT + Math.max(at, 2 * MINUTE));
      if (at > MINUTE) b.reply(idOf(1), text);
      await b.run(SLOT + 5 * DAY);
      seen.push(b.received.map((one) => (one.text.includes('good to be') ? 'first' : 'second')).join(' '));
    }
    expect(seen).toEqual(Array.from({ length: 3 }, () => [...(first ? ['first'] : []), ...(second ? ['second'] : [])].join(' ')));
  });
});

describe('pause everything and a switch turned off, at any moment of a send', () => {
  const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
  const STEPS: readonly PageMessage['type'][] = ['hello', 'threadRead', 'grant', 'report'];
  for (const step of STEPS) {
    for (const worker of ['alive', 'dead'] as const) {
      it(`${step}, worker ${worker}: nothing granted after the commit, and what was on its way is what LinkedIn received`, async () => {
        for (const one of SEEDS) {
          const draw = stream('pause', step, worker, one);
          const b = await start(4, only);
          b.pressMs = Math.floor(draw() * 4000);
          const when = draw() < 0.5 ? 'before' : 'after';
          const skip = Math.floor(draw() * 3);
          let met = 0;
          let paused: { at: number; underWay: number; received: number } | undefined;
          b[when] = async (message) => {
            if (message.type !== step || paused !== undefined || (met += 1) <= skip) return;
            const received = b.received.length;
            const result = await pauseEverything(b.db, b.now);
            paused = { at: b.now, underWay: result.ok ? result.underWay.length : -1, received };
            if (worker === 'dead') await b.restart();
            else await b.wake();
          };
          await b.run(SLOT + 2 * DAY);
          expect(paused, `seed ${one}`).toBeDefined();
          const granted = (await b.db.journal.toArray()).filter((entry) => entry.kind === 'delivery.granted');
          const pauseSeq = (await b.db.journal.toArray()).find((entry) => entry.kind === 'pause.on')?.seq ?? 0;
          expect(granted.every((entry) => entry.seq < pauseSeq), `seed ${one}`).toBe(true);
          const stillOpen = granted.length - b.received.length;
          expect(stillOpen, `seed ${one}`).toBe(0);
          // A report under way when the pause came in: its message is received and not yet proved.
          expect(b.received.length - (paused?.received ?? 0), `seed ${one}`).toBeLessThanOrEqual(paused?.underWay ?? -1);
          const named = paused?.underWay ?? -1;
          const unproved = granted.length - (await b.db.journal.toArray()).filter((entry) => entry.kind === 'delivery.sent' && entry.seq < pauseSeq).length;
          expect(named, `seed ${one}`).toBe(unproved);
          expect((await b.db.deliveries.toArray()).filter((delivery) => delivery.state === 'claimed' || delivery.state === 'granted')).toEqual([]);
          await resumeEverything(b.db, b.now);
          await b.wake();
          await b.run(SLOT + 6 * DAY);
          expect(b.received.map((message) => message.to).toSorted(), `seed ${one}`).toEqual([1, 2, 3, 4].map(idOf));
        }
      }, 120_000);
    }
  }

  it('an open run ends, its claimed message goes back, the job ends and the driver is told why', async () => {
    for (const [reason, act] of [['paused', (b: SimulatedBrowser) => pauseEverything(b.db, b.now)], ['switchedOff', (b: SimulatedBrowser) => switchOff(b.db, b.now, 'k1')]] as const) {
      const b = await start(2, only);
      b.after = once('threadRead', async () => {
        await act(b);
        await b.wake();
      });
      await b.run(SLOT + 30 * MINUTE);
      expect(b.received).toEqual([]);
      expect(b.stopped).toMatchObject([{ reason }]);
      expect(await readJob(b.db)).toBeUndefined();
      expect((await b.db.runs.toArray()).map((run) => [run.state, run.reason])).toEqual([['done', reason]]);
      expect(new Set(await statesOf(b))).toEqual(new Set([`queued ${reason}`]));
    }
  });
});

describe('one campaign in two profiles', () => {
  async function twoProfiles(second: number): Promise<{ a: SimulatedBrowser; b: SimulatedBrowser }> {
    const a = await start(6, only);
    const b = await new SimulatedBrowser(MONDAY + second).open();
    open.push(b);
    await seed(b, 6, [aCampaign(MONDAY + second, { ...only, seed: 'another seed' })], aMember({ seed: 'another member seed' }));
    b.threads = a.threads;
    await b.wake();
    return { a, b };
  }

  it('in the same slot: each person has the message once', async () => {
    const { a, b } = await twoProfiles(0);
    for (let at = SLOT - MINUTE; at < SLOT + 4 * DAY; at += (at < SLOT + 2 * 60 * MINUTE ? 10_000 : 30 * MINUTE)) {
      await a.run(at);
      await b.run(at + 5000);
    }
    const all = [...a.received, ...b.received].map((one) => one.to).toSorted();
    expect(all).toEqual([1, 2, 3, 4, 5, 6].map(idOf));
    expect(a.received.length).toBeGreaterThan(0);
    expect(b.received.length).toBeGreaterThan(0);
  });

  it('eight days apart: each person has it once, and the second profile says it was sent elsewhere', async () => {
    const { a, b } = await twoProfiles(8 * DAY);
    await a.run(SLOT + 8 * DAY - 60 * MINUTE);
    await b.run(SLOT + 8 * DAY + 4 * DAY);
    expect(a.received).toHaveLength(6);
    expect(b.received).toEqual([]);
    expect(new Set(await statesOf(b))).toEqual(new Set(['canceled sentElsewhere']));
  });
});

describe('draft-only mode', () => {
  async function drafted(mood: PageMood = 'drafts'): Promise<SimulatedBrowser> {
    const b = await start(2, only);
    await b.db.members.update(ME, { mode: 'draft' });
    b.mood = (order) => (order.kind === 'deliver' ? mood : 'accepts');
    await b.run(SLOT + 30 * MINUTE);
    return b;
  }
  const reportOf = (b: SimulatedBrowser, outcome: Extract<PageMessage, { type: 'report' }>['outcome']): Extract<PageMessage, { type: 'report' }> => {
    const order = b.lastOrder;
    if (order?.kind !== 'deliver') throw new Error('no draft is waiting');
    return { type: 'report', orderId: order.orderId, deliveryId: order.deliveryId, attempt: order.attempt, token: order.token, facts: b.facts('/messaging/compose/', 'accepts'), outcome };
  };

  it('one draft waits for as long as the slot lasts, and counts in no limit', async () => {
    const b = await drafted();
    expect(await statesOf(b)).toContain('claimed draftWaiting');
    expect((await statesOf(b)).filter((state) => state.startsWith('claimed'))).toHaveLength(1);
    expect(await b.db.grants.count()).toBe(0);
    await b.run(SLOT + 119 * MINUTE);
    expect(await statesOf(b)).toContain('claimed draftWaiting');
    await b.run(SLOT + 121 * MINUTE);
    expect((await statesOf(b)).filter((state) => state.startsWith('claimed'))).toEqual([]);
    expect(b.stopped).toHaveLength(1);
    expect(b.received).toEqual([]);
  });

  it('sent by the member, also edited: stored as edited, counted from then, and the next is prepared', async () => {
    const b = await drafted();
    await b.say(reportOf(b, { end: 'proved', urn: 'urn:mine', at: b.now, evidence: 'byHand edited', edited: 'Hi Ana, in my own words' }));
    const sent = (await b.db.deliveries.toArray()).find((delivery) => delivery.state === 'sent');
    expect(sent).toMatchObject({ text: 'Hi Ana, in my own words', editedByHand: 'yes', sentUrn: 'urn:mine' });
    expect((await b.db.grants.toArray()).map((grant) => grant.state)).toEqual(['sent']);
    await b.run(b.now + 20 * MINUTE);
    expect((await statesOf(b)).filter((state) => state === 'claimed draftWaiting')).toHaveLength(1);
  });

  it('thrown away: it is not prepared again', async () => {
    const b = await drafted();
    await b.say(reportOf(b, { end: 'stopped', reason: 'draftDiscarded', evidence: '' }));
    await b.run(SLOT + 2 * DAY);
    expect((await statesOf(b)).filter((state) => state === 'canceled draftDiscarded')).toHaveLength(1);
  });
});
