import type { NurturesDb } from '@/lib/db/schema';
import type { Campaign, MemberId } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { MemberLimits } from '@/lib/domain/member';
import type { Reason } from '@/lib/domain/reasons';
import { compileFilter } from '@/lib/domain/segment';
import { laterReason } from '@/lib/domain/take-up';
import type { Source } from '@/lib/domain/source';
import { addDays, type CalendarDate } from '@/lib/domain/zoned-time';
import { barOf } from '@/lib/engine/bars';
import { personMarks, personPast } from '@/lib/engine/book';
import { factsOf } from '@/lib/engine/segments';

const PAGE = 200;

/** A person the source offers next. */
export interface Offer {
  contact: Contact;
}

/** What the source gave: people to take, why others were passed over, and whether it has nobody left. */
export interface Offers {
  take: Offer[];
  passed: { contactId: string; reason: Reason }[];
  exhausted: 'yes' | 'no';
}

/** Contact ids of a source in its own order, page by page: a list as listed, the others by connected date, newest first. */
async function* idsOf(db: NurturesDb, source: Source, senderId: MemberId, today: string): AsyncGenerator<string[]> {
  if (source.kind === 'list') {
    for (let offset = 0; ; offset += PAGE) {
      const entries = await db.listEntries.where('[sourceId+order]').between([source.id, -Infinity], [source.id, Infinity]).offset(offset).limit(PAGE).toArray();
      if (entries.length === 0) return;
      yield entries.map((entry) => entry.contactId);
    }
  }
  const since = source.kind === 'recent' ? addDays(today, -source.days) : '';
  const rows = await db.connections.where('[memberId+connectedOn]').between([senderId, since], [senderId, '\uffff']).toArray();
  rows.sort((a, b) => (a.connectedOn === b.connectedOn ? (a.contactId < b.contactId ? -1 : 1) : a.connectedOn < b.connectedOn ? 1 : -1));
  for (let offset = 0; offset < rows.length; offset += PAGE) yield rows.slice(offset, offset + PAGE).map((row) => row.contactId);
}

/** What is asked of a source. Times are milliseconds. */
export interface Asked {
  campaign: Campaign;
  source: Source;
  senderId: MemberId;
  limits: Pick<MemberLimits, 'quietDays'>;
  wanted: number;
  /** the earliest instant at which the run could send */
  at: number;
  /** the run's calendar day */
  today: CalendarDate;
  /** people another open run of this sender is about to write to */
  busy: ReadonlySet<string>;
}

/**
 * The next people of a campaign's source, at most `wanted`: not yet in the campaign, a connection of the sender, not excluded,
 * not taken by a sibling, and with room by their own limits at `at`. Those who may be written to later are left for a later slot.
 */
export async function offersOf(db: NurturesDb, asked: Asked): Promise<Offers> {
  const { campaign, source, senderId } = asked;
  const enrolled = new Set((await db.enrollments.where('campaignId').equals(campaign.id).primaryKeys()).map((key) => String(key)));
  const matches = source.kind === 'segment' ? compileFilter(source.filter) : undefined;
  const offers: Offers = { take: [], passed: [], exhausted: 'yes' };
  for await (const ids of idsOf(db, source, senderId, asked.today)) {
    const fresh = ids.filter((id) => !enrolled.has(`${campaign.id}:${id}`));
    const contacts = await db.contacts.bulkGet(fresh);
    for (const contact of contacts) {
      if (contact === undefined) continue;
      if (matches !== undefined && !matches(contact, await factsOf(db, senderId, contact))) continue;
      const bar = await barOf(db, campaign, senderId, contact);
      if (bar !== undefined) {
        offers.passed.push({ contactId: contact.id, reason: bar });
        continue;
      }
      const later = laterReason(contact.id, await personMarks(db, contact.id, asked.at), await personPast(db, contact.id), asked);
      if (later !== undefined) {
        offers.passed.push({ contactId: contact.id, reason: later });
        offers.exhausted = 'no';
        continue;
      }
      if (offers.take.length >= asked.wanted) return { ...offers, exhausted: 'no' };
      offers.take.push({ contact });
    }
  }
  return offers;
}
