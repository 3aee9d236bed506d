import * as z from 'zod/mini';
import type {
  Alias, Claim, EditorDraft, Exclusion, FunnelRow, GrantRow, ImportChange, ImportRow, LinkRow, SettingRow, Tally, ThreadRow, VersionRow,
} from '@/lib/db/schema';
import type { Campaign } from '@/lib/domain/campaign';
import type { Connection, Contact } from '@/lib/domain/contact';
import { DELIVERY_STATES, type Delivery, type Enrollment } from '@/lib/domain/delivery';
import { JOURNAL_KINDS, type JournalEntry } from '@/lib/domain/journal';
import type { Member } from '@/lib/domain/member';
import { isReason } from '@/lib/domain/reasons';
import type { Reply } from '@/lib/domain/reply';
import type { Run } from '@/lib/domain/run';
import type { ListEntry, Source } from '@/lib/domain/source';

/** Name at the head of every backup, and the one version there is. */
export const BACKUP_FORMAT = 'nurtures.backup';
export const BACKUP_VERSION = 1;

/** A shape that is checked, and the type a row of that shape is taken for. Fields not named here are kept as they are. */
function rowsOf<T>(shape: Record<string, z.ZodMiniType>): z.ZodMiniType<T[]> {
  const row = z.looseObject(shape);
  return z.array(z.custom<T>((value) => row.safeParse(value).success));
}

const text = z.string();
const instant = z.number();
const maybeText = z.optional(text);
const maybeInstant = z.optional(instant);
const reason = z.optional(z.custom<string>(isReason));
const texts = z.array(text);
const textMap = z.record(text, text);
const state = z.enum(DELIVERY_STATES);

const message = z.looseObject({
  id: text, body: text, delayDays: z.number(), variants: textMap, missing: z.enum(['hold', 'alternative', 'fallback']),
  alternative: maybeText, fallbacks: textMap,
});
const slot = z.looseObject({ id: text, days: texts, start: z.number(), end: z.number() });
const schedule = z.looseObject({ timeZone: text, slots: z.array(slot), cohortSize: z.number(), firstDay: maybeText, lastDay: maybeText, skipDays: texts });
const limits = z.looseObject({
  perDay: z.number(), perWeek: z.number(), perTenMinutes: z.number(), perHour: z.number(), gapMin: z.number(), gapMax: z.number(),
  quietDays: z.number(), profilesPerDay: z.number(), ramp: z.enum(['on', 'off']),
});

const tables = z.object({
  members: rowsOf<Member>({ id: text, name: text, firstName: text, seed: text, confirmedAt: instant, limits, mode: z.enum(['send', 'draft']), provenPages: texts }),
  contacts: rowsOf<Contact>({
    id: text, memberId: maybeText, slugs: texts, firstName: text, lastName: text, company: text, position: text, email: text, tags: texts, notes: text,
    custom: textMap, handEdited: texts, createdAt: instant, updatedAt: instant, leadAt: maybeInstant, heldBy: maybeText,
  }),
  aliases: rowsOf<Alias>({ key: text, contactId: text }),
  connections: rowsOf<Connection>({ memberId: text, contactId: text, connectedOn: text, source: text, at: instant, goneAt: maybeInstant }),
  sources: rowsOf<Source>({ id: text, kind: z.enum(['list', 'segment', 'all', 'recent']), name: text, createdAt: instant }),
  listEntries: rowsOf<ListEntry>({ sourceId: text, contactId: text, order: z.number() }),
  campaigns: rowsOf<Campaign>({
    id: text, name: text, program: text, description: text, senderId: maybeText, sourceId: maybeText, messages: z.array(message), schedule,
    approval: z.boolean(), state: z.enum(['draft', 'active', 'inactive', 'archived']), version: z.number(), seed: text, createdAt: instant,
    updatedAt: instant, dayZero: maybeText, slotsFrom: instant,
  }),
  versions: rowsOf<VersionRow>({ campaignId: text, version: z.number(), at: instant, messages: z.array(message) }),
  claims: rowsOf<Claim>({ key: text, campaignId: text, contactId: text, at: instant }),
  enrollments: rowsOf<Enrollment>({
    id: text, campaignId: text, contactId: text, senderId: text, state: z.enum(['active', 'completed', 'ended']), reason, enrolledAt: instant, sentMessageIds: texts,
  }),
  deliveries: rowsOf<Delivery>({
    id: text, enrollmentId: text, campaignId: text, contactId: text, senderId: text, messageId: text, step: z.number(), state, stateAt: instant,
    createdAt: instant, reason, dueOn: text, text: maybeText, fingerprint: maybeText, attempt: z.number(), refusals: z.number(), grantedAt: maybeInstant, sentAt: maybeInstant,
  }),
  grants: rowsOf<GrantRow>({ id: text, senderId: text, contactId: text, attempt: z.number(), at: instant, state: z.enum(['open', 'sent', 'elsewhere']) }),
  threads: rowsOf<ThreadRow>({ senderId: text, contactId: text, lastHandAt: maybeInstant, lastTheirsAt: maybeInstant }),
  runs: rowsOf<Run>({
    id: text, campaignId: text, slotId: text, date: text, startsAt: instant, endsAt: instant, state: z.enum(['checking', 'open', 'done', 'missed', 'paused']),
    notes: z.array(z.unknown()), warnings: z.array(z.unknown()), errors: z.array(z.unknown()),
  }),
  replies: rowsOf<Reply>({
    id: text, senderId: text, contactId: text, campaignId: text, at: instant, foundAt: instant, rowUrns: texts, text: maybeText,
    kind: z.enum(['counted', 'later', 'automatic']), toneWords: texts, answer: z.enum(['waiting', 'opened', 'ticked', 'none']),
  }),
  tallies: rowsOf<Tally>({ key: text, campaignId: text, counts: z.record(text, z.number()) }),
  funnel: rowsOf<FunnelRow>({ campaignId: text, contactId: text, level: z.enum(['connected', 'nurtured', 'engaged', 'lead']), at: instant }),
  exclusions: rowsOf<Exclusion>({ id: text, kind: z.enum(['person', 'company', 'pattern']), value: text, hash: maybeText, reason: text, at: instant, liftedAt: maybeInstant }),
  imports: rowsOf<ImportRow>({ id: text, at: instant, kind: text, fileName: text, added: z.number(), updated: z.number(), unchanged: z.number() }),
  importChanges: rowsOf<ImportChange>({ importId: text, contactId: text }),
  links: rowsOf<LinkRow>({ key: text, campaignId: text, messageId: text, contactId: maybeText, target: text, trackedUrl: text, origin: text, clicks: z.number() }),
  journal: rowsOf<JournalEntry>({ seq: z.number(), at: instant, prev: text, hash: text, kind: z.enum(JOURNAL_KINDS), reason }),
  settings: rowsOf<SettingRow>({ key: text, value: z.unknown() }),
  editorDrafts: rowsOf<EditorDraft>({ id: text, at: instant, value: z.unknown() }),
});

const file = z.object({ format: z.literal(BACKUP_FORMAT), version: z.literal(BACKUP_VERSION), createdAt: instant, replyTexts: z.enum(['with', 'without']), tables });

export type BackupTables = z.infer<typeof tables>;
export type Backup = z.infer<typeof file>;

/** Why a backup cannot be restored; `path` names the first place that is wrong. */
export type BackupRefusal =
  | { reason: 'notJson' }
  | { reason: 'wrongFormat' }
  | { reason: 'newerVersion'; found: number }
  | { reason: 'damaged'; path: string };

/** Reads a backup file. Either all of it can be restored or it is refused whole. */
export function parseBackup(content: string): { ok: true; backup: Backup } | { ok: false; refusal: BackupRefusal } {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { ok: false, refusal: { reason: 'notJson' } };
  }
  const head = z.safeParse(z.looseObject({ format: z.literal(BACKUP_FORMAT), version: z.number() }), value);
  if (!head.success) return { ok: false, refusal: { reason: 'wrongFormat' } };
  if (head.data.version > BACKUP_VERSION) return { ok: false, refusal: { reason: 'newerVersion', found: head.data.version } };
  const parsed = z.safeParse(file, value);
  if (parsed.success) return { ok: true, backup: parsed.data };
  return { ok: false, refusal: { reason: 'damaged', path: (parsed.error.issues[0]?.path ?? []).map(String).join('.') } };
}
