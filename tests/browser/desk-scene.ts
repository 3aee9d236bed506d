import type { NurturesDb } from '../../lib/db/schema.ts';
import { write } from '../../lib/db/write.ts';
import { DEFAULT_LIMITS } from '../../lib/domain/pacing.ts';
import { fingerprint } from '../../lib/domain/fingerprint.ts';
import { addContact, addDelivery, campaign, DAY, emptyDb, NOW, SENDER } from '../unit/desk-world.ts';

const PEOPLE: readonly (readonly [string, string, string, string])[] = [
  ['Ana', 'Novak', 'Acme Robotics', 'Head of Operations'], ['Bruno', 'Silva', 'Lumen', 'CTO'], ['Chloé', 'Dupont', 'Société Générale', 'Directrice des achats'],
  ['Dario', 'Conti', 'Conti & Figli', 'Founder'], ['Elif', 'Yılmaz', 'Bosphorus Labs', 'Product manager'], ['Frida', 'Lindqvist', 'Nordljus', 'Engineer'],
  ['Goran', 'Petrović', 'Drava', 'VP Sales'], ['Hana', 'Suzuki', 'Mirai', 'Designer'], ['Ivan', 'Horák', 'Praha Data', 'Analyst'], ['Julia', 'Kowalska', 'Wisła', 'Recruiter'],
];

/** A database as a member has it after two weeks: three nurtures, ten people, messages in every state, two replies. */
export async function twoWeeksIn(): Promise<NurturesDb> {
  const db = emptyDb();
  await db.settings.bulkPut([
    { key: 'consent', value: { at: NOW - 14 * DAY, version: 1, language: 'en' } },
    { key: 'signedIn', value: { state: 'in', memberId: SENDER, name: 'Eva Maier', slug: 'eva-maier', at: NOW } },
  ]);
  await db.members.put({ id: SENDER, name: 'Eva Maier', firstName: 'Eva', seed: 's', confirmedAt: NOW - 14 * DAY, firstUseAt: NOW - 13 * DAY, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [] });
  await db.sources.bulkPut([{ id: 'all', kind: 'all', name: 'All connections', createdAt: 0 }, { id: 'fair', kind: 'list', name: 'Trade fair Lyon', createdAt: 0 }]);
  await db.campaigns.bulkPut([
    campaign('c1', { name: 'Welcome new connections', program: 'Onboarding', nextBoundaryAt: NOW + DAY }),
    campaign('c2', { name: 'After the trade fair', program: 'Spring 2027', sourceId: 'fair', approval: false, nextBoundaryAt: NOW + DAY }),
    campaign('c3', { name: 'Winback', program: 'Spring 2027', state: 'draft' }),
  ]);
  for (const [index, [firstName, lastName, company, position]] of PEOPLE.entries()) {
    await addContact(db, `p${index}`, {
      firstName, lastName, company, position, memberId: `ACoAAC00000000000000000000000000000000${index}`, slugs: [`${firstName.toLowerCase()}-${index}`],
      tags: index % 3 === 0 ? ['fair', 'vip'] : [], ...(index === 2 ? { language: { code: 'fr', by: 'guess' as const } } : {}),
    });
    if (index % 2 === 0) await db.listEntries.put({ sourceId: 'fair', contactId: `p${index}`, order: index });
  }
  const said = (name: string) => `Hi ${name},\n\nthank you for connecting. I read about what you are building and would love to hear what keeps you busy this spring.\n\nBest\nEva`;
  const pending = async (index: number) => {
    const text = said(PEOPLE[index]?.[0] ?? '');
    await addDelivery(db, 'c1', `p${index}`, 'pending', { text, fingerprint: fingerprint(text), reason: index === 2 ? 'textChanged' : 'waitingApproval', pendingSince: NOW - DAY });
  };
  for (const index of [0, 1, 2, 3, 4]) await pending(index);
  await addDelivery(db, 'c1', 'p5', 'sent', { sentAt: NOW - 2 * DAY, text: said('Frida') }, { sentMessageIds: ['m1'] });
  await addDelivery(db, 'c1', 'p6', 'rejected', { reason: 'rejectedByHand', text: said('Goran') }, { state: 'ended', reason: 'rejectedByHand' });
  await addDelivery(db, 'c2', 'p7', 'unconfirmed', { reason: 'noAnswer', grantedAt: NOW - 3600_000, evidence: 'rows 4, none new', text: said('Hana'), attempt: 1 });
  await addDelivery(db, 'c2', 'p8', 'failed', { reason: 'refusedByLinkedIn', text: said('Ivan') });
  await addDelivery(db, 'c2', 'p9', 'canceled', { reason: 'notConnected' }, { state: 'ended', reason: 'notConnected' });
  await addDelivery(db, 'c2', 'p0', 'approved', { approvedAt: NOW - DAY, reason: 'waitingSlot', nextAt: NOW + DAY, text: said('Ana') });
  await db.contacts.update('p7', { heldBy: 'c2:p7/m1' });
  await db.threads.put({ senderId: SENDER, contactId: 'p1', talkedBefore: 'yes', lastTheirsAt: NOW - 40 * DAY, lastHandAt: NOW - 40 * DAY });
  await db.replies.bulkPut([
    { id: 'r1', senderId: SENDER, contactId: 'p5', campaignId: 'c1', deliveryId: 'c1:p5/m1', messageId: 'm1', at: NOW - DAY, foundAt: NOW - DAY, rowUrns: ['r1'], text: 'Thanks Eva! Happy to talk, does Thursday work for you?', kind: 'counted', tone: 'positive', toneWords: ['happy'], answer: 'waiting', threadId: '2-abc' },
    { id: 'r2', senderId: SENDER, contactId: 'p6', campaignId: 'c1', at: NOW - 3600_000, foundAt: NOW - 3600_000, rowUrns: ['r2'], text: 'Not interested at the moment.', kind: 'counted', tone: 'negative', toneWords: ['not'], answer: 'waiting' },
  ]);
  await db.exclusions.put({ id: 'e1', kind: 'company', value: 'Rival AG', reason: 'competitor', at: NOW - 5 * DAY });
  await write(db, NOW - DAY, async (w) => w.tally('c1', { replies: 2, positive: 1, negative: 1 }));
  return db;
}
