import type { MemberId } from '@/lib/domain/campaign';

export type Tone = 'positive' | 'neutral' | 'negative';

/**
 * How a reply counts. `counted` = answers a campaign message within 30 days; `later` = ended a sequence but is not
 * counted; `automatic` = out-of-office and the like.
 */
export type ReplyKind = 'counted' | 'later' | 'automatic';

/** All messages of the person between one of ours and the next are one reply. */
export interface Reply {
  /** urn of its first row */
  id: string;
  senderId: MemberId;
  contactId: string;
  campaignId: string;
  /** delivery it is attributed to */
  deliveryId?: string;
  messageId?: string;
  /** server time of its first row */
  at: number;
  foundAt: number;
  rowUrns: string[];
  /** joined texts; dropped after the chosen time */
  text?: string;
  kind: ReplyKind;
  tone?: Tone;
  toneWords: string[];
  toneLanguage?: string;
  /** the member's correction outranks the judgement */
  correctedTone?: Tone;
  /** when the member corrected it: what is corrected teaches */
  correctedAt?: number;
  /** waiting in *Answer these*, or why it is not */
  answer: 'waiting' | 'opened' | 'ticked' | 'none';
  threadId?: string;
}

/** The tone that counts: the correction if there is one. */
export function toneOf(reply: Pick<Reply, 'tone' | 'correctedTone'>): Tone | undefined {
  return reply.correctedTone ?? reply.tone;
}
