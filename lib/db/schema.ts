import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Campaign, MemberId } from '@/lib/domain/campaign';
import type { Connection, Contact } from '@/lib/domain/contact';
import type { Delivery, Enrollment } from '@/lib/domain/delivery';
import type { JournalEntry } from '@/lib/domain/journal';
import type { Member } from '@/lib/domain/member';
import type { Reply } from '@/lib/domain/reply';
import type { Run } from '@/lib/domain/run';
import type { ListEntry, Source } from '@/lib/domain/source';

/** A unique key that leads to a contact: `id:<member id>` or `slug:<slug>`. */
export interface Alias {
  key: string;
  contactId: string;
}

/** A contact taken by one campaign of (program, name). */
export interface Claim {
  /** `claimKey(campaign, contactId)` */
  key: string;
  campaignId: string;
  contactId: string;
  at: number;
}

/**
 * One press of Send counted by every limit: ours from the grant until it is proved not sent, or an own row of a thread
 * that this browser did not send (`state: 'elsewhere'`, without delivery).
 */
export interface GrantRow {
  /** `${deliveryId}#${attempt}` or `row:${urn}` */
  id: string;
  senderId: MemberId;
  contactId: string;
  campaignId?: string;
  deliveryId?: string;
  messageId?: string;
  attempt: number;
  at: number;
  state: 'open' | 'sent' | 'elsewhere';
}

/** `unread`: opening the thread would mark it read. `lastTheirs`: read by the member, the last message is not ours. */
export interface MayHaveReplied {
  at: number;
  sign: 'unread' | 'lastTheirs';
}

/** What is known of the conversation of one sender with one contact. */
export interface ThreadRow {
  senderId: MemberId;
  contactId: string;
  threadId?: string;
  lastReadAt?: number;
  /** server time of the newest row typed by hand, either way: starts the quiet period */
  lastHandAt?: number;
  lastTheirsAt?: number;
  newestUrn?: string;
  /** known from the archive's messages.csv or from reading */
  talkedBefore?: 'yes';
  /** what the sweep of the conversation list saw of everyone of this name; gone once the thread is read */
  mayHaveReplied?: MayHaveReplied;
}

/** Roll-up: statistics written in the same transaction as what they count. */
export interface Tally {
  /** `c:<campaign>`, `d:<date>:<campaign>`, `m:<message>:<campaign>`: all campaigns, or all of one day, lie side by side */
  key: string;
  campaignId: string;
  counts: Partial<Record<TallyName, number>>;
}
export const TALLY_NAMES = [
  'enrolled', 'queued', 'pending', 'approved', 'scheduled', 'claimed', 'granted', 'sent', 'rejected', 'canceled', 'failed', 'unconfirmed',
  'replies', 'positive', 'neutral', 'negative', 'later', 'automatic', 'taken', 'completed', 'ended', 'clicks',
] as const;
export type TallyName = (typeof TALLY_NAMES)[number];

/** Funnel level of a contact in a campaign; the highest reached counts. */
export interface FunnelRow {
  campaignId: string;
  contactId: string;
  level: 'connected' | 'nurtured' | 'engaged' | 'lead';
  at: number;
}

export interface Exclusion {
  id: string;
  kind: 'person' | 'company' | 'pattern';
  /** contact id, company key or pattern; for an erased person a keyed hash */
  value: string;
  /** keyed hash of the person's ids, so that a re-import is recognised after erasing */
  hash?: string;
  reason: string;
  evidence?: string;
  at: number;
  /** taken back, with the reason given */
  liftedAt?: number;
  liftedBecause?: string;
}

export interface ImportRow {
  id: string;
  at: number;
  kind: 'connections' | 'mapped' | 'messages' | 'pasted' | 'sync' | 'campaigns' | 'backup';
  fileName: string;
  memberId?: MemberId;
  added: number;
  updated: number;
  unchanged: number;
  /** people who are imported but on the do-not-contact list */
  excluded: number;
  /** rows skipped, and what was noticed in rows that were not; the first ISSUES_MAX of them */
  issues: ImportIssue[];
  skippedCount: number;
  sourceId?: string;
  /** `running` after a crash means: not finished, can be undone */
  state: 'running' | 'done' | 'undone';
}

/** One remark about one row of an imported file, as codes; `params` are the values its sentence names. */
export interface ImportIssue {
  effect: 'skipped' | 'kept';
  row: number;
  reason: string;
  params: Readonly<Record<string, string | number>>;
}

/**
 * What an import changed in a contact that was there before: contact and connection as they were. Contacts it added carry
 * its id and need no row.
 */
export interface ImportChange {
  importId: string;
  contactId: string;
  before?: Contact;
  connection: Connection | 'none' | 'same';
}

/** A tracked link. */
export interface LinkRow {
  key: string;
  campaignId: string;
  messageId: string;
  contactId?: string;
  target: string;
  trackedUrl: string;
  /** of the tracker that counts it */
  origin: string;
  clicks: number;
  unique?: number;
  bots?: number;
  readAt?: number;
  /** the highest total ever read while the present one is below it */
  shrunkFrom?: { clicks: number; readAt: number };
  /** since when the tracker no longer knows the link */
  missingSince?: number;
}

/** One message body as it was, per campaign version: what was approved or sent can be explained. */
export interface VersionRow {
  campaignId: string;
  version: number;
  at: number;
  messages: Campaign['messages'];
}

/** A setting or a piece of state there is one of. Values are parsed by their repository. */
export interface SettingRow {
  key: string;
  value: unknown;
}

/** Draft of the editor, kept until saved or thrown away. */
export interface EditorDraft {
  /** campaign id or 'new' */
  id: string;
  at: number;
  value: unknown;
}

export class NurturesDb extends Dexie {
  declare members: EntityTable<Member, 'id'>;
  declare contacts: EntityTable<Contact, 'id'>;
  declare aliases: EntityTable<Alias, 'key'>;
  declare connections: Table<Connection, [MemberId, string]>;
  declare sources: EntityTable<Source, 'id'>;
  declare listEntries: Table<ListEntry, [string, string]>;
  declare campaigns: EntityTable<Campaign, 'id'>;
  declare versions: Table<VersionRow, [string, number]>;
  declare claims: EntityTable<Claim, 'key'>;
  declare enrollments: EntityTable<Enrollment, 'id'>;
  declare deliveries: EntityTable<Delivery, 'id'>;
  declare grants: EntityTable<GrantRow, 'id'>;
  declare threads: Table<ThreadRow, [MemberId, string]>;
  declare runs: EntityTable<Run, 'id'>;
  declare replies: EntityTable<Reply, 'id'>;
  declare tallies: EntityTable<Tally, 'key'>;
  declare funnel: Table<FunnelRow, [string, string]>;
  declare exclusions: EntityTable<Exclusion, 'id'>;
  declare imports: EntityTable<ImportRow, 'id'>;
  declare importChanges: Table<ImportChange, [string, string]>;
  declare links: EntityTable<LinkRow, 'key'>;
  declare journal: EntityTable<JournalEntry, 'seq'>;
  declare settings: EntityTable<SettingRow, 'key'>;
  declare editorDrafts: EntityTable<EditorDraft, 'id'>;

  /**
   * The one database of this browser profile. Strict durability: a commit is on the disk when it is reported, which is what
   * "granted at most once" rests on (engineering.md 3.5). No copies are kept beside it: what a screen shows was read, not supposed.
   */
  constructor(name = 'nurtures', options: { indexedDB?: IDBFactory; IDBKeyRange?: typeof IDBKeyRange } = {}) {
    super(name, { chromeTransactionDurability: 'strict', cache: 'disabled', ...options });
    this.version(1).stores({
      members: 'id',
      contacts: 'id, *tags, importId, updatedAt',
      aliases: 'key, contactId',
      connections: '[memberId+contactId], [memberId+connectedOn], contactId',
      sources: 'id, kind',
      listEntries: '[sourceId+contactId], [sourceId+order], contactId',
      campaigns: 'id, state, createdAt, [state+nextBoundaryAt], [state+senderId], sourceId',
      versions: '[campaignId+version]',
      claims: 'key, campaignId, contactId',
      enrollments: 'id, campaignId, contactId, [campaignId+state]',
      deliveries:
        'id, campaignId, contactId, enrollmentId, [state+leaseUntil], [campaignId+state+dueOn], [state+stateAt], [campaignId+stateAt], runId, [senderId+state], [state+pendingSince], [state+approvedAt], [contactId+state], [state+reconcileAt]',
      grants: 'id, [senderId+at], [contactId+at]',
      threads: '[senderId+contactId], contactId, mayHaveReplied.sign',
      runs: 'id, campaignId, [campaignId+startsAt], [state+endsAt], [senderId+state], startsAt',
      replies: 'id, campaignId, contactId, [answer+at], at, [campaignId+at], correctedAt',
      tallies: 'key, campaignId',
      funnel: '[campaignId+contactId], contactId, [campaignId+level]',
      exclusions: 'id, [kind+value], hash',
      imports: 'id, at',
      importChanges: '[importId+contactId]',
      links: 'key, campaignId, contactId, origin',
      journal: 'seq, [contactId+seq], [campaignId+seq], [deliveryId+seq], [kind+seq], at',
      settings: 'key',
      editorDrafts: 'id',
    });
  }
}
