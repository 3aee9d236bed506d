import type { CalendarDate } from '@/lib/domain/zoned-time';
import type { Schedule } from '@/lib/domain/schedule';

/** LinkedIn's member id, 39 characters beginning `ACoAA`; the only identity of a member. */
export type MemberId = string;

/** What the member wants of a campaign. Health, the machine's state, is derived and lives in `health`. */
export type CampaignState = 'draft' | 'active' | 'inactive' | 'archived';

/** What to do when a variable of the text is empty for a contact (design 2.11). */
export type MissingChoice = 'hold' | 'alternative' | 'fallback';

/** One step of the sequence. */
export interface Message {
  id: string;
  /** mustache text, never HTML */
  body: string;
  /** calendar days after the actual send of the message before; 0 for the first */
  delayDays: number;
  /** language code -> body */
  variants: Record<string, string>;
  missing: MissingChoice;
  alternative?: string;
  /** variable -> word used when it is empty and `missing` is 'fallback' */
  fallbacks: Record<string, string>;
}

/** A nurture as stored. Names are stored as typed; comparison keys are derived by `nameKey`. */
export interface Campaign {
  id: string;
  name: string;
  program: string;
  description: string;
  senderId?: MemberId;
  sourceId?: string;
  messages: Message[];
  schedule: Schedule;
  approval: boolean;
  state: CampaignState;
  /** grows with every saved edit of messages or variants */
  version: number;
  /** seed of every random value drawn for this campaign */
  seed: string;
  createdAt: number;
  updatedAt: number;
  /** day 0, in the campaign's zone: the day it was first made active */
  dayZero?: CalendarDate;
  /** when it was last switched on or off */
  switchedAt?: number;
  archivedAt?: number;
  /** instants before this one open no slot: moved by activation and by schedule edits */
  slotsFrom: number;
  /** the next slot start or end of an active campaign; absent otherwise */
  nextBoundaryAt?: number;
  /** when this campaign last sent, for taking turns */
  lastGrantAt?: number;
  /** problems that stop it until mended or until the next good slot */
  stop?: CampaignStop;
  finishedAt?: number;
}

/** Why a campaign cannot start or go on although it is active. Sender-wide stops are stored with the member. */
export interface CampaignStop {
  reason: import('@/lib/domain/reasons').Reason;
  since: number;
}

export const MESSAGES_MAX = 12;
export const DELAY_DAYS_DEFAULT = 5;
export const DELAY_DAYS_MIN = 3;
export const COHORT_MAX = 25;
export const COHORT_DEFAULT = 5;

/** Comparison key of a name or program: trimmed, NFC, without case. */
export function nameKey(value: string): string {
  return value.normalize('NFC').trim().toLocaleLowerCase('en');
}

/** Key under which a contact is taken by one campaign of (program, name) only (sibling rule). */
export function claimKey(campaign: Pick<Campaign, 'program' | 'name'>, contactId: string): string {
  return `${nameKey(campaign.program)}\u0000${nameKey(campaign.name)}\u0000${contactId}`;
}

/** The next message for a person who got `delivered`: the first one after it that was not sent to them yet. Position, or -1 when that was the last. */
export function stepAfter(messages: readonly Pick<Message, 'id'>[], delivered: { messageId: string; step: number }, sentMessageIds: readonly string[]): number {
  const position = messages.findIndex((message) => message.id === delivered.messageId);
  const after = position === -1 ? delivered.step : position + 1;
  return messages.findIndex((message, index) => index >= after && !sentMessageIds.includes(message.id));
}
