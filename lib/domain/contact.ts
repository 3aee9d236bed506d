import type { CalendarDate } from '@/lib/domain/zoned-time';
import type { MemberId } from '@/lib/domain/campaign';

/** How a contact's language is known. */
export interface ContactLanguage {
  code: string;
  by: 'import' | 'hand' | 'guess';
}

/** Fields a hand edit protects from later imports: `custom:NAME` a value of a custom column, `tag:NAME` a tag that was taken away. */
export type ContactField = 'firstName' | 'lastName' | 'company' | 'position' | 'email' | 'language' | 'greetingName' | 'notes' | `custom:${string}` | `tag:${string}`;

/** A person, with an own id that never changes. Unique keys that lead here live in the `aliases` table. */
export interface Contact {
  id: string;
  memberId?: MemberId;
  /** profile slugs, newest last; old ones are kept */
  slugs: string[];
  firstName: string;
  lastName: string;
  company: string;
  position: string;
  email: string;
  /** a greeting name typed by hand; wins over the cleaned first name */
  greetingName?: string;
  language?: ContactLanguage;
  tags: string[];
  notes: string;
  custom: Record<string, string>;
  handEdited: ContactField[];
  createdAt: number;
  updatedAt: number;
  importId?: string;
  leadAt?: number;
  /** nothing goes to this person in any campaign while this delivery is unconfirmed */
  heldBy?: string;
  /** ids of contacts that proved to be this person and were merged into it: the journal still knows them by these */
  mergedIds?: string[];
}

/** Being a 1st-degree connection is kept per member. */
export interface Connection {
  memberId: MemberId;
  contactId: string;
  /** '' when unknown, so that the row stays in the index */
  connectedOn: CalendarDate | '';
  source: 'import' | 'sync' | 'page';
  at: number;
  /** found missing from the member's list by a sync or on a page */
  goneAt?: number;
}

/** Unique key of a person: `id:<member id>` or `slug:<slug>`. */
export function aliasKey(kind: 'id' | 'slug', value: string): string {
  return kind === 'id' ? `id:${value}` : `slug:${value.normalize('NFC').toLowerCase()}`;
}

/** A contact's name as shown on screens; never used to decide. */
export function displayName(contact: Pick<Contact, 'firstName' | 'lastName'>): string {
  return `${contact.firstName} ${contact.lastName}`.trim();
}
