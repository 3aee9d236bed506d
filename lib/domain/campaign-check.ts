import { DELAY_DAYS_MIN, MESSAGES_MAX, type Campaign, type Message } from '@/lib/domain/campaign';
import { checkSchedule, type ScheduleProblem } from '@/lib/domain/schedule';
import { validateMessage, type MessageProblem } from '@/lib/domain/template';

/** What a member writes of a campaign: everything else is kept by the product. */
export type CampaignInput = Pick<Campaign, 'name' | 'program' | 'description' | 'messages' | 'schedule' | 'approval'> & {
  senderId?: string | undefined;
  sourceId?: string | undefined;
};

/** Why a campaign cannot be saved; `message` counts from 0. */
export type CampaignProblem =
  | { readonly at: 'name'; readonly code: 'empty' | 'tooLong' }
  | { readonly at: 'program'; readonly code: 'empty' | 'tooLong' }
  | { readonly at: 'messages'; readonly code: 'none' | 'tooMany' }
  | { readonly at: 'delay'; readonly code: 'tooShort' | 'notWhole'; readonly message: number }
  | { readonly at: 'message'; readonly message: number; readonly problem: MessageProblem }
  | { readonly at: 'schedule'; readonly problem: ScheduleProblem };

/** Longest name or program, in characters: what a table can show and a file can be called. */
export const NAME_MAX = 120;
const DELAY_DAYS_MAX = 365;

function checkName(at: 'name' | 'program', value: string): CampaignProblem[] {
  const length = value.trim().length;
  if (length === 0) return [{ at, code: 'empty' }];
  return length > NAME_MAX ? [{ at, code: 'tooLong' }] : [];
}

function checkDelay(message: Message, index: number): CampaignProblem[] {
  if (index === 0) return [];
  if (!Number.isInteger(message.delayDays) || message.delayDays > DELAY_DAYS_MAX) return [{ at: 'delay', code: 'notWhole', message: index }];
  return message.delayDays < DELAY_DAYS_MIN ? [{ at: 'delay', code: 'tooShort', message: index }] : [];
}

/**
 * Everything that keeps a campaign from being saved, in the order of the editor. `customNames` are the custom columns in use.
 * Sender and source may still be missing: they are asked for when it is made active.
 */
export function checkCampaign(input: CampaignInput, customNames: readonly string[]): CampaignProblem[] {
  const { messages } = input;
  return [
    ...checkName('name', input.name),
    ...checkName('program', input.program),
    ...(messages.length === 0 ? [{ at: 'messages', code: 'none' } as const] : []),
    ...(messages.length > MESSAGES_MAX ? [{ at: 'messages', code: 'tooMany' } as const] : []),
    ...messages.flatMap((message, index): CampaignProblem[] => [
      ...checkDelay(message, index),
      ...validateMessage(message, customNames).map((problem) => ({ at: 'message', message: index, problem }) as const),
    ]),
    ...checkSchedule(input.schedule).map((problem) => ({ at: 'schedule', problem }) as const),
  ];
}
