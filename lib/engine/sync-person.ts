import type { Writer } from '@/lib/db/write';
import { readConnectedOn } from '@/lib/contacts/connected-on';
import { aliasKey, displayName, type Connection, type Contact } from '@/lib/domain/contact';
import type { MemberId } from '@/lib/domain/campaign';
import { foldText, singleLine } from '@/lib/domain/text';
import { mergeInto } from '@/lib/engine/contact-merge';
import { rememberCustomColumns } from '@/lib/engine/custom-columns';
import type { ExclusionBook } from '@/lib/engine/exclusions';
import { voidChangedTexts } from '@/lib/engine/void-texts';
import type { ConnectionCard } from '@/lib/linkedin/contract';

/** The line under a person's name in the connections list, kept as a column of its own: it is no position and no company. */
export const HEADLINE = 'Headline';

/** What a card of the list did. `again` was seen in this pass before. */
export type CardEffect = 'added' | 'changed' | 'same' | 'again' | 'erased';

/** One card of the member's own list, as it is taken in. */
export interface CardContext {
  memberId: MemberId;
  syncId: string;
  /** start of the pass (milliseconds) */
  since: number;
  book: ExclusionBook;
  newId: () => string;
}

/**
 * Takes in one card of the member's connections list. The person is found by member id first, then by slug; two contacts that
 * this card proves to be one person are merged. Hand edits stay, old slugs stay, a slug that another member holds now leaves its
 * former holder.
 */
export async function takeCard(w: Writer, card: ConnectionCard, context: CardContext): Promise<{ effect: CardEffect; merged: 0 | 1 }> {
  const { db } = w;
  const keys = [...(card.memberId === undefined ? [] : [aliasKey('id', card.memberId)]), aliasKey('slug', card.slug)];
  const { contact: known, merged } = await holderOf(w, card);
  if (known === undefined && keys.some((key) => context.book.erased(key))) return { effect: 'erased', merged };
  const contact = known === undefined ? newContact(card, context, w.now) : withCard(known, card, w.now);
  const changed = contact !== known;
  if (changed) await db.contacts.put(contact);
  if (changed) await rememberCustomColumns(db, [contact]);
  for (const key of keys) await db.aliases.put({ key, contactId: contact.id });
  const before = await db.connections.get([context.memberId, contact.id]);
  const connection = connectionFrom(before, card, context.memberId, contact.id, w.now);
  await db.connections.put(connection);
  if (known === undefined) {
    w.journal({ kind: 'contact.imported', contactId: contact.id, memberId: context.memberId, data: { sync: context.syncId } });
    return { effect: 'added', merged };
  }
  if (changed) await voidChangedTexts(w, [contact]);
  if (isOfPass(before, context)) return { effect: 'again', merged };
  const news = changed || merged === 1 || before === undefined || before.goneAt !== undefined || before.connectedOn !== connection.connectedOn;
  return { effect: news ? 'changed' : 'same', merged };
}

/** Whether this card was taken in earlier in the same pass. */
export async function isSeen(w: Writer, card: ConnectionCard, context: CardContext): Promise<boolean> {
  const holder = (card.memberId === undefined ? undefined : await contactAt(w, aliasKey('id', card.memberId))) ?? (await contactAt(w, aliasKey('slug', card.slug)));
  return holder !== undefined && isOfPass(await w.db.connections.get([context.memberId, holder.id]), context);
}

function isOfPass(connection: Connection | undefined, { since }: CardContext): boolean {
  return connection !== undefined && connection.goneAt === undefined && connection.source === 'sync' && connection.at >= since;
}

/** The contact this card is about. A slug leads to a contact with another member id only when it changed hands. */
async function holderOf(w: Writer, card: ConnectionCard): Promise<{ contact: Contact | undefined; merged: 0 | 1 }> {
  const { db } = w;
  const bySlug = await contactAt(w, aliasKey('slug', card.slug));
  if (card.memberId === undefined) return { contact: bySlug, merged: 0 };
  const byId = await contactAt(w, aliasKey('id', card.memberId));
  if (bySlug === undefined || bySlug.id === byId?.id) return { contact: byId, merged: 0 };
  if (bySlug.memberId !== undefined && bySlug.memberId !== card.memberId) {
    const own = aliasKey('slug', card.slug);
    await db.contacts.put({ ...bySlug, slugs: bySlug.slugs.filter((slug) => aliasKey('slug', slug) !== own), updatedAt: w.now });
    return { contact: byId, merged: 0 };
  }
  if (byId === undefined) return { contact: bySlug, merged: 0 };
  const result = await mergeInto(w, byId.id, bySlug.id);
  return result.ok ? { contact: result.contact, merged: 1 } : { contact: byId, merged: 0 };
}

async function contactAt(w: Writer, key: string): Promise<Contact | undefined> {
  const alias = await w.db.aliases.get(key);
  return alias === undefined ? undefined : w.db.contacts.get(alias.contactId);
}

function newContact(card: ConnectionCard, { newId }: CardContext, now: number): Contact {
  const headline = singleLine(card.headline);
  return {
    id: newId(), createdAt: now, updatedAt: now, slugs: [card.slug], ...splitName(card.name, undefined), company: '', position: '', email: '',
    tags: [], notes: '', custom: headline === '' ? {} : { [HEADLINE]: headline }, handEdited: [],
    ...(card.memberId === undefined ? {} : { memberId: card.memberId }),
  };
}

/** A known contact after this card; the same object when nothing changes. */
function withCard(known: Contact, card: ConnectionCard, now: number): Contact {
  const own = aliasKey('slug', card.slug);
  const newest = known.slugs.at(-1);
  const slugs = newest !== undefined && aliasKey('slug', newest) === own ? known.slugs : [...known.slugs.filter((slug) => aliasKey('slug', slug) !== own), card.slug];
  const name = foldText(displayName(known)) === foldText(card.name) ? {} : splitName(card.name, known);
  const names = Object.fromEntries(Object.entries(name).filter(([field, value]) => (field === 'firstName' || field === 'lastName') && !known.handEdited.includes(field) && value !== known[field]));
  const headline = singleLine(card.headline);
  const custom = headline === '' || known.custom[HEADLINE] === headline || known.handEdited.includes(`custom:${HEADLINE}`) ? known.custom : { ...known.custom, [HEADLINE]: headline };
  const memberId = known.memberId ?? card.memberId;
  if (slugs === known.slugs && Object.keys(names).length === 0 && custom === known.custom && memberId === known.memberId) return known;
  return { ...known, ...names, slugs, custom, updatedAt: now, ...(memberId === undefined ? {} : { memberId }) };
}

/**
 * First and last name out of one line. What is known of the person says where the line is cut, as far as it still stands there;
 * otherwise the first word is the first name.
 */
export function splitName(line: string, known: Pick<Contact, 'firstName' | 'lastName'> | undefined): { firstName: string; lastName: string } {
  const words = singleLine(line).split(' ');
  const counts = Array.from({ length: words.length }, (_, index) => index + 1);
  const first = (count: number) => words.slice(0, count).join(' ');
  const last = (count: number) => words.slice(count).join(' ');
  const same = (a: string, b: string | undefined) => b !== undefined && b !== '' && foldText(a) === foldText(b);
  const cut = counts.find((count) => same(first(count), known?.firstName)) ?? counts.find((count) => same(last(count), known?.lastName)) ?? 1;
  return { firstName: first(cut), lastName: last(cut) };
}

function connectionFrom(before: Connection | undefined, card: ConnectionCard, memberId: MemberId, contactId: string, now: number): Connection {
  const read = readConnectedOn(card.connectedOn ?? '', 'unknown');
  return { memberId, contactId, connectedOn: read.kind === 'day' ? read.day : (before?.connectedOn ?? ''), source: 'sync', at: now };
}
