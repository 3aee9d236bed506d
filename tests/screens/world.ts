/**
 * Databases as members have them, for pictures: rows are put in through the product's own write, so that journal and roll-ups belong to
 * what is shown.
 */
import type { FunnelRow, NurturesDb } from '@/lib/db/schema';
import { write } from '@/lib/db/write';
import { claimKey, type Campaign } from '@/lib/domain/campaign';
import { aliasKey } from '@/lib/domain/contact';
import type { Delivery, DeliveryState } from '@/lib/domain/delivery';
import { fingerprint } from '@/lib/domain/fingerprint';
import type { Member } from '@/lib/domain/member';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import type { Reply, Tone } from '@/lib/domain/reply';
import type { Run } from '@/lib/domain/run';
import type { Source } from '@/lib/domain/source';
import { addDays, DAY, dateAt, instantOf, type CalendarDate } from '@/lib/domain/zoned-time';
import { contact, emptyDb } from '../unit/desk-world';

export const ZONE = 'Europe/Paris';
/** Wednesday 24 March 2027, 10:12 in Paris: inside a morning slot. */
export const NOW = Date.UTC(2027, 2, 24, 9, 12);
export const TODAY = '2027-03-24';
export const HOUR = 3_600_000;
export const MINUTE = 60_000;

const FIRST_NAMES = [
  'Ana', 'Bruno', 'Chloé', 'Dario', 'Elif', 'Frida', 'Goran', 'Hana', 'Ivan', 'Julia', 'Karim', 'Léa', 'Mateo', 'Nadia', 'Oskar', 'Priya', 'Quentin', 'Rosa', 'Samir', 'Tereza',
  'Umar', 'Valentina', 'Wiktor', 'Xenia', 'Yusuf', 'Zoé', 'Anders', 'Bettina', 'Cyril', 'Delphine',
];
const LAST_NAMES = [
  'Novak', 'Silva', 'Dupont', 'Conti', 'Yılmaz', 'Lindqvist', 'Petrović', 'Suzuki', 'Horák', 'Kowalska', 'Haddad', 'Moreau', 'García', 'Rahmani', 'Berg', 'Sharma', 'Lefèvre', 'Fuentes', 'Benali',
  'Dvořáková', 'Siddiqui', 'Ricci', 'Zieliński', 'Papadopoulou', 'Demir', 'Marchand', 'Sørensen', 'Vogel', 'Charpentier', 'de La Rochefoucauld-Montbel',
];
const COMPANIES = ['Acme Robotics', 'Lumen', 'Société Générale', 'Conti & Figli', 'Bosphorus Labs', 'Nordljus', 'Drava Logistics', 'Mirai Design', 'Praha Data', 'Wisła Energy', 'Atlas Santé', 'Kestrel Analytics', 'Helvetia Precision Instruments'];
const POSITIONS = ['Head of Operations', 'CTO', 'Directrice des achats', 'Founder', 'Product manager', 'Engineer', 'VP Sales', 'Designer', 'Data analyst', 'Recruiter', 'Chief People Officer', 'Responsable marketing digital'];

const pick = <V>(list: readonly [V, ...V[]] | readonly V[], index: number): V => {
  const value = list[index % list.length];
  if (value === undefined) throw new Error('an empty list has nothing to pick');
  return value;
};

/** A member id as LinkedIn makes them, out of a letter and a number. */
export const memberIdOf = (letter: string, index: number): string => `ACoAA${letter}${String(index).padStart(33, '0')}`;

export const SENDER_NAMES = ['Eva Maier', 'Jonas Becker', 'Camille Laurent', 'Ana Ortiz'] as const;
export const senderIdOf = (index: number): string => memberIdOf('S', index);

/** A member who has used the product for two months. */
export function sender(index: number, patch: Partial<Member> = {}): Member {
  const name = pick(SENDER_NAMES, index);
  return {
    id: senderIdOf(index), name, firstName: name.split(' ')[0] ?? '', slug: name.toLowerCase().replace(' ', '-'), seed: `seed ${index}`, confirmedAt: NOW - 60 * DAY,
    firstUseOn: addDays(TODAY, -59), firstUseAt: NOW - 59 * DAY, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [], ...patch,
  };
}

/** What a message says to a person. */
export const hello = (name: string): string => `Hi ${name},\n\nthank you for connecting. I read about what you are building and would love to hear what keeps you busy this spring.\n\nBest\nEva`;
const FOLLOW_UP = 'Hi {{firstName}}, just checking whether my last message reached you at a bad time. Shall we talk for fifteen minutes next week?';

/** A nurture with two slots a day in Paris, active for a month. */
export function nurture(id: string, name: string, program: string, patch: Partial<Campaign> = {}): Campaign {
  return {
    id, name, program, description: '', senderId: senderIdOf(0), sourceId: 'all',
    messages: [
      { id: 'm1', body: hello('{{firstName}}'), delayDays: 0, variants: { fr: 'Bonjour {{firstName}},\n\nmerci pour la mise en relation. Qu’est-ce qui vous occupe ce printemps ?\n\nBien à vous\nEva' }, missing: 'hold', fallbacks: {} },
      { id: 'm2', body: FOLLOW_UP, delayDays: 5, variants: {}, missing: 'fallback', fallbacks: { firstName: 'there' } },
    ],
    schedule: {
      timeZone: ZONE, cohortSize: 5, skipDays: [],
      slots: [{ id: 'morning', days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: 540, end: 660 }, { id: 'afternoon', days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: 840, end: 960 }],
    },
    approval: true, state: 'active', version: 1, seed: id, createdAt: NOW - 32 * DAY, updatedAt: NOW - 32 * DAY, dayZero: addDays(TODAY, -31), slotsFrom: NOW - 31 * DAY, switchedAt: NOW - 31 * DAY,
    nextBoundaryAt: instantOf(TODAY, 660, ZONE), ...patch,
  };
}

/** Slots that open tomorrow morning only: nothing of them is open now. */
export const LATER: Campaign['schedule'] = { timeZone: ZONE, cohortSize: 5, skipDays: [], slots: [{ id: 'morning', days: ['mon', 'tue', 'thu', 'fri'], start: 540, end: 660 }] };

/** A run of the morning slot, today's if not said otherwise. */
export function run(campaignId: string, patch: Partial<Run> = {}): Run {
  const date = patch.date ?? TODAY;
  const startsAt = instantOf(date, 540, ZONE);
  return {
    id: `${campaignId}|${date}|morning`, campaignId, senderId: senderIdOf(0), slotId: 'morning', date, startsAt, endsAt: instantOf(date, 660, ZONE), state: 'done', openedAt: startsAt,
    firstMomentAt: startsAt + 2 * MINUTE, taken: 5, couldTake: 5, planned: 5, sent: 5, unconfirmed: 0, failedInRow: 0, notes: [], warnings: [], errors: [], ...(patch.state === 'open' ? {} : { closedAt: startsAt + HOUR }), ...patch,
  };
}

/** A database that is filled step by step. */
export class World {
  readonly db: NurturesDb = emptyDb();
  readonly #campaigns = new Map<string, Campaign>();
  #people = 0;

  /** Consent given, these members confirmed, the first of them signed in. */
  async ready(members: readonly Member[]): Promise<void> {
    const [first] = members;
    await this.db.settings.bulkPut([
      { key: 'consent', value: { at: NOW - 60 * DAY, version: 1, language: 'en' } },
      ...(first === undefined ? [] : [{ key: 'signedIn', value: { state: 'in', memberId: first.id, name: first.name, slug: first.slug, at: NOW - 5 * MINUTE } }]),
    ]);
    await this.db.members.bulkPut([...members]);
    const sources: Source[] = [
      { id: 'all', kind: 'all', name: 'All connections', createdAt: NOW - 60 * DAY }, { id: 'fair', kind: 'list', name: 'Trade fair Lyon', createdAt: NOW - 40 * DAY },
      { id: 'fresh', kind: 'recent', name: 'Last 30 days', days: 30, createdAt: NOW - 30 * DAY },
      { id: 'founders', kind: 'segment', name: 'Founders in France', filter: { all: [{ field: 'position', op: 'contains', value: 'founder' }, { field: 'language', op: 'is', value: 'fr' }] }, createdAt: NOW - 20 * DAY },
    ];
    await this.db.sources.bulkPut(sources);
  }

  /** Connections of every member, imported from a file two months ago. */
  async people(count: number): Promise<void> {
    const members = await this.db.members.toArray();
    const rows = Array.from({ length: count }, (_, index) => {
      const firstName = pick(FIRST_NAMES, index);
      const lastName = pick(LAST_NAMES, index + Math.floor(index / FIRST_NAMES.length) * 7);
      return contact(`p${index}`, {
        firstName, lastName, company: pick(COMPANIES, index * 3 + 1), position: pick(POSITIONS, index * 5 + 2), memberId: memberIdOf('C', index), slugs: [`${firstName}-${lastName}-${index}`.toLowerCase().replaceAll(' ', '-')],
        tags: index % 4 === 0 ? ['fair', ...(index % 12 === 0 ? ['vip'] : [])] : [], createdAt: NOW - 60 * DAY, updatedAt: NOW - 60 * DAY, importId: 'i1',
        ...(index % 5 === 2 ? { language: { code: 'fr', by: index % 10 === 2 ? 'guess' as const : 'import' as const } } : {}),
      });
    });
    this.#people = count;
    await this.db.contacts.bulkPut(rows);
    await this.db.aliases.bulkPut(rows.flatMap((row) => [...row.slugs.map((slug) => ({ key: aliasKey('slug', slug), contactId: row.id })), ...(row.memberId === undefined ? [] : [{ key: aliasKey('id', row.memberId), contactId: row.id }])]));
    await this.db.connections.bulkPut(rows.map((row, index) => ({
      memberId: members[index % Math.max(1, members.length)]?.id ?? senderIdOf(0), contactId: row.id, connectedOn: addDays(TODAY, -(index % 400) - 3), source: 'import' as const, at: NOW - 60 * DAY,
    })));
    await this.db.listEntries.bulkPut(rows.filter((_, index) => index % 4 === 0).map((row, order) => ({ sourceId: 'fair', contactId: row.id, order })));
    await this.db.imports.put({ id: 'i1', at: NOW - 60 * DAY, kind: 'connections', fileName: 'Connections.csv', memberId: senderIdOf(0), added: count, updated: 0, unchanged: 0, excluded: 0, issues: [], skippedCount: 0, state: 'done' });
    await write(this.db, NOW - 60 * DAY, async (w) => w.journal({ kind: 'import.done', data: { added: count } }));
  }

  async nurtures(campaigns: readonly Campaign[]): Promise<void> {
    for (const campaign of campaigns) this.#campaigns.set(campaign.id, campaign);
    await this.db.campaigns.bulkPut([...campaigns]);
    await write(this.db, NOW - 31 * DAY, async (w) => {
      for (const { id } of campaigns) w.journal({ kind: 'campaign.created', campaignId: id });
    });
  }

  #campaign(id: string): Campaign {
    const campaign = this.#campaigns.get(id);
    if (campaign === undefined) throw new Error(`no nurture ${id} in this scene`);
    return campaign;
  }

  /** One person in one nurture with the first message in a state, counted and journaled at `at`. */
  async delivery(campaignId: string, person: number, state: DeliveryState, at: number, patch: Partial<Delivery> = {}): Promise<void> {
    await this.deliveries([{ campaignId, person, state, at, patch }]);
  }

  /** As `delivery`, many at once; all of one instant share one write. */
  async deliveries(wishes: readonly { campaignId: string; person: number; state: DeliveryState; at: number; patch?: Partial<Delivery> }[]): Promise<void> {
    const instants = Map.groupBy(wishes.toSorted((a, b) => a.at - b.at), (wish) => wish.at);
    for (const [at, together] of instants) {
      await write(this.db, at, async (w) => {
        for (const { campaignId, person, state, patch } of together) {
          const campaign = this.#campaign(campaignId);
          const contactId = `p${person % this.#people}`;
          const enrollmentId = `${campaignId}:${contactId}`;
          const text = hello(pick(FIRST_NAMES, person));
          const ended = state === 'canceled' || state === 'rejected';
          await this.db.claims.put({ key: claimKey(campaign, contactId), campaignId, contactId, at });
          await this.db.enrollments.put({
            id: enrollmentId, campaignId, contactId, senderId: campaign.senderId ?? '', state: ended ? 'ended' : 'active', enrolledAt: at, sentMessageIds: state === 'sent' ? ['m1'] : [],
            ...(ended && patch?.reason !== undefined ? { reason: patch.reason } : {}), ...(state === 'sent' ? { lastSentAt: at } : {}),
          });
          w.tally(campaignId, { enrolled: 1 });
          await w.addDelivery({
            id: `${enrollmentId}/m1`, enrollmentId, campaignId, contactId, senderId: campaign.senderId ?? '', messageId: 'm1', step: 0, state, stateAt: at, createdAt: at, dueOn: dateAt(at, ZONE), rank: 0,
            text, fingerprint: fingerprint(text), attempt: 0, refusals: 0, ...(state === 'sent' ? { sentAt: at, sentUrn: `urn:${enrollmentId}` } : {}), ...patch,
          }, state === 'sent' ? 'delivery.sent' : 'delivery.queued');
          if (state === 'sent') {
            w.tallyDay(campaignId, dateAt(at, ZONE), { sent: 1 });
            await this.db.grants.put({ id: `${enrollmentId}/m1#1`, senderId: campaign.senderId ?? '', contactId, campaignId, deliveryId: `${enrollmentId}/m1`, messageId: 'm1', attempt: 1, at, state: 'sent' });
            await this.#reach(campaignId, contactId, 'nurtured', at);
          }
        }
      });
    }
  }

  async #reach(campaignId: string, contactId: string, level: FunnelRow['level'], at: number): Promise<void> {
    await this.db.funnel.put({ campaignId, contactId, level, at });
  }

  /** The member marks this person as a lead. */
  async lead(campaignId: string, person: number): Promise<void> {
    await this.#reach(campaignId, `p${person % this.#people}`, 'lead', NOW - DAY);
  }

  async reply(campaignId: string, person: number, at: number, text: string, tone: Tone, answer: Reply['answer'] = 'opened'): Promise<void> {
    const contactId = `p${person % this.#people}`;
    const id = `r:${campaignId}:${contactId}`;
    await write(this.db, at, async (w) => {
      await this.db.replies.put({
        id, senderId: this.#campaign(campaignId).senderId ?? '', contactId, campaignId, deliveryId: `${campaignId}:${contactId}/m1`, messageId: 'm1', at, foundAt: at, rowUrns: [id], text, kind: 'counted', tone,
        toneWords: text.toLowerCase().split(/[^\p{L}]+/u).filter((word) => ['happy', 'thanks', 'gladly', 'not', 'stop', 'merci', 'volontiers'].includes(word)), toneLanguage: 'en', answer, threadId: `2-${contactId}`,
      });
      w.tally(campaignId, { replies: 1, [tone]: 1 });
      w.journal({ kind: 'reply.found', campaignId, contactId, data: { as: 'counted' } });
      if (tone === 'positive') await this.#reach(campaignId, contactId, 'engaged', at);
    });
  }

  /** Clicks that the tracker told of, each on its day. */
  async clicks(campaignId: string, days: readonly CalendarDate[]): Promise<void> {
    await write(this.db, NOW - DAY, async (w) => {
      for (const day of days) w.tally(campaignId, { clicks: 1 }, ['m:m1', `d:${day}`]);
    });
  }
}
