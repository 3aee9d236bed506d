import { write } from '@/lib/db/write';
import type { NurturesDb } from '@/lib/db/schema';
import { aliasKey, type Contact } from '@/lib/domain/contact';
import { checked } from '@/lib/engine/check';
import { mergeInto } from '@/lib/engine/contact-merge';
import { grant, threadRead } from '@/lib/engine/grant';
import { changeJob, endJob, JOB_MS, putJob, readJob, type Job } from '@/lib/engine/job';
import { tellApprovals } from '@/lib/engine/notices';
import type { Ports } from '@/lib/engine/ports';
import { readPage } from '@/lib/engine/page-trial';
import { recordReading } from '@/lib/engine/record-reading';
import { giveUpJob } from '@/lib/engine/recover';
import { unschedule } from '@/lib/engine/runs';
import { readSignedIn } from '@/lib/engine/settings';
import { reconcile, settle } from '@/lib/engine/settle';
import { connectionsRead } from '@/lib/engine/sync-connections';
import { reasonOfWall, stopMember, stopsMember } from '@/lib/engine/stops';
import { cancelEnrollment } from '@/lib/engine/cancel';
import { composePath, mailboxOf, type Order, type PageAnswers, type PageFacts, type PageMessage } from '@/lib/linkedin/contract';

/** Where a page message came from: the product's own tab may be given orders, any other page only says what it shows. */
export type PageOrigin = 'own' | 'other';

/**
 * Answers one message of a page driver. Each is stored before it is answered, then the engine takes its next step; `after`
 * runs that step so that the answer does not wait for it.
 */
export async function answerPage(ports: Ports, message: PageMessage, origin: PageOrigin, wakeSoon: () => void): Promise<PageAnswers[PageMessage['type']]> {
  const { db } = ports;
  const now = ports.now();
  switch (message.type) {
    case 'hello':
      await noteSignedIn(db, now, message.facts);
      return origin === 'own' ? hello(ports, message.instance, message.facts, wakeSoon) : {};
    case 'checked': {
      const job = await readJob(db);
      if (origin === 'own' && job?.orderId === message.orderId) {
        await checked(db, now, message.orderId, job.senderId, message.facts, message.result);
        await tellApprovals(ports, job.senderId);
        await db.settings.put({ key: 'page', value: message.result.ok ? message.result.selfTest.fingerprint : '' });
        if (!message.result.ok && message.result.report !== undefined) await db.settings.put({ key: 'pageReport', value: { at: now, report: message.result.report } });
      }
      wakeSoon();
      return { stored: 'yes' };
    }
    case 'resolved':
      if (origin === 'own') await resolved(ports, message);
      wakeSoon();
      return { stored: 'yes' };
    case 'threadRead': {
      const verdict = origin === 'own' ? await threadRead(db, now, await ports.judge(), message) : { ok: false as const, reason: 'otherCopy' as const };
      return verdict.ok ? { go: 'yes' } : { go: 'no', reason: verdict.reason };
    }
    case 'grant': {
      const verdict = origin === 'own' ? await grant(db, now, await ports.judge(), message) : { ok: false as const, reason: 'otherCopy' as const };
      return verdict.ok ? { granted: 'yes' } : { granted: 'no', reason: verdict.reason };
    }
    case 'report': {
      const stored = await settle(db, now, message, await readPage(db));
      if (message.outcome.end === 'drafted' && stored === 'yes') await ports.tab.reveal();
      wakeSoon();
      return { stored };
    }
    case 'switched':
      if (origin === 'own') await switchedToClickSend(db, now, message.orderId, message.deliveryId);
      return { stored: 'yes' };
    case 'reconciled':
      if (origin === 'own') await reconcile(db, now, await ports.judge(), message.orderId, message.deliveryId, message.result.ok ? message.result.thread : undefined);
      if (!message.result.ok && message.result.wall !== undefined) await wallMet(ports, message.facts, reasonOfWall(message.result.wall, true));
      wakeSoon();
      return { stored: 'yes' };
    case 'connections': {
      if (origin !== 'own') return { next: 'stop', waitMs: 0 };
      const answer = await connectionsRead(db, now, ports.newId, message);
      if (answer.next === 'stop') wakeSoon();
      return answer;
    }
    case 'threadOpened':
      return mayRead(db, message.otherId, message.facts);
    case 'threadSeen':
      await threadSeen(ports, message);
      return { stored: 'yes' };
  }
}

/** LinkedIn was set to Click Send for the member: the permission for that one switch is used up. */
async function switchedToClickSend(db: NurturesDb, now: number, orderId: string, deliveryId: string): Promise<void> {
  await write(db, now, async (w) => {
    const job = await readJob(db);
    const member = job?.orderId === orderId ? await db.members.get(job.senderId) : undefined;
    if (member === undefined) return;
    const { mayChooseClickSend: _used, ...rest } = member;
    await db.members.put(rest);
    w.journal({ kind: 'page.switchedToClickSend', memberId: member.id, deliveryId });
  });
}

async function noteSignedIn(db: NurturesDb, now: number, facts: PageFacts): Promise<void> {
  const known = await readSignedIn(db);
  const { identity } = facts;
  switch (identity.state) {
    case 'in':
      if (known.state === 'in' && known.memberId === identity.id && now - known.at < 60_000) return;
      await db.settings.put({ key: 'signedIn', value: { state: 'in', memberId: identity.id, name: identity.name, at: now, ...(identity.slug === undefined ? {} : { slug: identity.slug }) } });
      return;
    case 'out':
      if (known.state !== 'out') await db.settings.put({ key: 'signedIn', value: { state: 'out', at: now } });
      return;
    case 'inUnknown':
  }
}

/** The page of the own tab is there: hand out the order it was opened for, once per page load. */
async function hello(ports: Ports, instance: string, facts: PageFacts, wakeSoon: () => void): Promise<PageAnswers['hello']> {
  const { db } = ports;
  const job = await readJob(db);
  if (job === undefined) return {};
  if (facts.wall !== undefined) {
    await wallAtJob(ports, job, facts);
    wakeSoon();
    return {};
  }
  // Each job sends the tab to its page anew: a page that had its order before is one that is being left.
  const before = await lastServed(db);
  if (before !== undefined && before.instance === instance && before.orderId !== job.orderId) return {};
  const lost = await lostBefore(ports, job, instance, facts);
  const order = lost ? undefined : await orderOf(ports, job, facts);
  if (order === undefined || !(await changeJob(db, job.orderId, { instance, shown: 'yes' }))) {
    wakeSoon();
    return {};
  }
  await db.settings.put({ key: SERVED, value: { instance, orderId: job.orderId } });
  return { order };
}

const SERVED = 'pageServed';

/** The page that got the last order. */
async function lastServed(db: NurturesDb): Promise<{ instance: string; orderId: string } | undefined> {
  const value = (await db.settings.get(SERVED))?.value;
  if (typeof value !== 'object' || value === null || !('instance' in value) || !('orderId' in value)) return undefined;
  const { instance, orderId } = value;
  return typeof instance === 'string' && typeof orderId === 'string' ? { instance, orderId } : undefined;
}

/**
 * Whether the page a job was waiting for is gone: loaded again after the grant, or gone elsewhere by somebody's hand. What was granted
 * is then in doubt; what was not goes back. Decided and stored in one transaction: a report that arrives at the same time wins or loses whole.
 */
async function lostBefore(ports: Ports, job: Job, instance: string, facts: PageFacts): Promise<boolean> {
  if (job.kind !== 'deliver') return false;
  const elsewhere = facts.kind !== 'compose' && facts.kind !== 'thread';
  const lost = await write(ports.db, ports.now(), async (w) => {
    const delivery = await w.db.deliveries.get(job.deliveryId ?? '');
    if ((await readJob(w.db))?.orderId !== job.orderId || delivery === undefined) return false;
    const gone = delivery.state === 'granted' ? job.instance !== instance : delivery.state === 'claimed' && job.instance !== undefined && elsewhere;
    if (gone) await giveUpJob(w, job, 'tabNavigated');
    return gone;
  });
  if (lost && elsewhere) await ports.tab.leave();
  return lost;
}

async function wallAtJob(ports: Ports, job: Job, facts: PageFacts): Promise<void> {
  const { db } = ports;
  const { wall } = facts;
  if (wall === undefined) return;
  const now = ports.now();
  if (job.kind === 'check') {
    await checked(db, now, job.orderId, job.senderId, facts, { ok: false, reason: reasonOfWall(wall, false), wall, missing: [] });
    return;
  }
  const delivery = job.deliveryId === undefined ? undefined : await db.deliveries.get(job.deliveryId);
  if ((job.kind === 'deliver' || job.kind === 'resolve') && delivery?.state === 'claimed' && delivery.token !== undefined) {
    const reason = reasonOfWall(wall, true);
    await settle(db, now, {
      type: 'report', orderId: job.orderId, deliveryId: delivery.id, attempt: delivery.attempt, token: delivery.token, facts,
      outcome: { end: 'stopped', reason, wall, evidence: facts.path.slice(0, 120) },
    });
    return;
  }
  await write(db, now, (w) => giveUpJob(w, job, reasonOfWall(wall, true)));
  await wallMet(ports, facts, reasonOfWall(wall, true));
}

async function wallMet(ports: Ports, facts: PageFacts, reason: ReturnType<typeof reasonOfWall>): Promise<void> {
  const job = await readJob(ports.db);
  const senders = job === undefined ? (await ports.db.members.toArray()).map((member) => member.id) : [job.senderId];
  if (!stopsMember(reason)) return;
  await write(ports.db, ports.now(), async (w) => {
    for (const senderId of senders) await stopMember(w, senderId, reason, facts.path.slice(0, 120));
  });
}

async function orderOf(ports: Ports, job: Job, facts: PageFacts): Promise<Order | undefined> {
  const { db } = ports;
  switch (job.kind) {
    case 'check':
      return facts.kind === 'compose' || facts.kind === 'thread' ? { kind: 'check', orderId: job.orderId } : undefined;
    case 'connections':
      return facts.kind === 'connections' ? { kind: 'connections', orderId: job.orderId } : undefined;
    case 'resolve':
      return facts.kind === 'profile' && job.slug !== undefined ? { kind: 'resolve', orderId: job.orderId, slug: job.slug } : undefined;
    case 'deliver': case 'reconcile': {
      if (facts.kind !== 'compose' && facts.kind !== 'thread') return undefined;
      const delivery = job.deliveryId === undefined ? undefined : await db.deliveries.get(job.deliveryId);
      const contact = delivery === undefined ? undefined : await db.contacts.get(delivery.contactId);
      if (delivery === undefined || contact === undefined) {
        await endJob(db, job.orderId);
        return undefined;
      }
      const readBackTo = await readBack(db, contact, delivery.senderId, delivery.baselineUrn);
      if (job.kind === 'reconcile') {
        if (delivery.state !== 'unconfirmed' || delivery.recipientId === undefined) return undefined;
        return { kind: 'reconcile', orderId: job.orderId, deliveryId: delivery.id, senderId: delivery.senderId, recipientId: delivery.recipientId, recipientSlugs: contact.slugs, readBackTo };
      }
      if (delivery.state !== 'claimed' || delivery.token === undefined || delivery.text === undefined || contact.memberId === undefined) return undefined;
      const member = await db.members.get(delivery.senderId);
      return {
        kind: 'deliver', orderId: job.orderId, deliveryId: delivery.id, attempt: delivery.attempt, token: delivery.token, senderId: delivery.senderId,
        recipientId: contact.memberId, recipientSlugs: contact.slugs, text: delivery.text, ourLeftovers: await leftovers(db, contact.id), readBackTo,
        mode: member?.mode ?? 'send', mayChooseClickSend: member?.mayChooseClickSend ?? 'no',
      };
    }
  }
}

async function leftovers(db: NurturesDb, contactId: string): Promise<string[]> {
  const value = (await db.settings.get(`typed:${contactId}`))?.value;
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' && value.text !== '' ? [value.text] : [];
}

/** How far back a thread must be read: past the first message of every open sequence, or past the enrollment itself. */
async function readBack(db: NurturesDb, contact: Contact, senderId: string, baselineUrn: string | undefined): Promise<{ at?: number; urn?: string }> {
  const enrollments = (await db.enrollments.where('contactId').equals(contact.id).toArray()).filter((enrollment) => enrollment.senderId === senderId);
  const starts = enrollments.map((enrollment) => Math.min(enrollment.firstSentRowAt ?? Infinity, enrollment.enrolledAt) - 15 * 60_000);
  const urn = baselineUrn === undefined || baselineUrn === 'top' ? undefined : baselineUrn;
  return { ...(starts.length === 0 ? {} : { at: Math.min(...starts) }), ...(urn === undefined ? {} : { urn }) };
}

/** The profile told the member id: it is stored as the person's key, and the tab goes on to the conversation. */
async function resolved(ports: Ports, message: Extract<PageMessage, { type: 'resolved' }>): Promise<void> {
  const { db } = ports;
  const now = ports.now();
  const job = await readJob(db);
  if (job === undefined || job.orderId !== message.orderId || job.deliveryId === undefined) return;
  await write(db, now, async (w): Promise<void> => {
    await endJob(db, job.orderId);
    const delivery = await db.deliveries.get(job.deliveryId ?? '');
    const contact = delivery === undefined ? undefined : await db.contacts.get(delivery.contactId);
    if (delivery === undefined || delivery.state !== 'claimed' || contact === undefined) return;
    const { result } = message;
    if (!result.ok || result.degree === 'notFirst') {
      const enrollment = await db.enrollments.get(delivery.enrollmentId);
      if (result.ok && enrollment !== undefined) {
        await db.connections.update([delivery.senderId, contact.id], { goneAt: now });
        await cancelEnrollment(w, enrollment, 'notConnected');
      } else if (!result.ok && result.reason === 'profileGone') {
        await w.move({ ...delivery, state: 'claimed' }, 'fail', 'delivery.failed', { reason: 'profileGone', token: undefined, leaseUntil: undefined, runId: undefined });
      } else {
        await unschedule(w, delivery, { reason: result.ok ? 'notConnected' : result.reason });
      }
      return;
    }
    const holder = await db.aliases.get(aliasKey('id', result.memberId));
    if (holder !== undefined && holder.contactId !== contact.id) {
      await mergeInto(w, holder.contactId, contact.id);
      const after = await db.deliveries.get(delivery.id);
      if (after?.state === 'claimed') await unschedule(w, after, { reason: 'samePerson' });
      return;
    }
    await db.aliases.put({ key: aliasKey('id', result.memberId), contactId: contact.id });
    // A profile that was opened by id may not say what its address is.
    const named = result.slug !== '';
    if (named) await db.aliases.put({ key: aliasKey('slug', result.slug), contactId: contact.id });
    const slugs = !named || contact.slugs.includes(result.slug) ? contact.slugs : [...contact.slugs, result.slug];
    await db.contacts.put({ ...contact, memberId: result.memberId, slugs, updatedAt: now });
    const follow: Job = {
      orderId: ports.newId(), kind: 'deliver', senderId: job.senderId, startedAt: now, until: now + JOB_MS.deliver, path: composePath(result.memberId),
      deliveryId: delivery.id, contactId: contact.id, profileRead: 'yes',
    };
    await w.touch(delivery, { leaseUntil: now + JOB_MS.deliver });
    await putJob(db, follow);
  });
}

/** A thread is read only if the other side is a contact with a message from a campaign of the member signed in. */
async function mayRead(db: NurturesDb, otherId: string, facts: PageFacts): Promise<PageAnswers['threadOpened']> {
  const alias = await db.aliases.get(aliasKey('id', otherId));
  const contact = alias === undefined ? undefined : await db.contacts.get(alias.contactId);
  const senderId = mailboxOf(facts.identity);
  if (contact === undefined || senderId === undefined) return { read: 'no', readBackTo: {} };
  const grants = await db.grants.where('[contactId+at]').between([contact.id, -Infinity], [contact.id, Infinity]).filter((row) => row.senderId === senderId && row.state !== 'elsewhere').count();
  if (grants === 0) return { read: 'no', readBackTo: {} };
  return { read: 'yes', readBackTo: await readBack(db, contact, senderId, undefined) };
}

async function threadSeen(ports: Ports, message: Extract<PageMessage, { type: 'threadSeen' }>): Promise<void> {
  const senderId = mailboxOf(message.facts.identity);
  if (senderId === undefined) return;
  const allowed = await mayRead(ports.db, message.thread.otherId, message.facts);
  if (allowed.read === 'no') return;
  const alias = await ports.db.aliases.get(aliasKey('id', message.thread.otherId));
  const judge = await ports.judge();
  await write(ports.db, ports.now(), async (w) => {
    const contact = alias === undefined ? undefined : await w.db.contacts.get(alias.contactId);
    if (contact === undefined) return;
    await recordReading(w, judge, senderId, contact, message.thread);
    await w.db.replies.where('contactId').equals(contact.id).modify((reply) => {
      if (reply.answer === 'waiting') reply.answer = 'opened';
    });
  });
}
