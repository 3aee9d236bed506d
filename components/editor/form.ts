import * as z from 'zod/mini';
import { COHORT_DEFAULT, DELAY_DAYS_DEFAULT, type Campaign, type Message } from '@/lib/domain/campaign';
import type { CampaignInput } from '@/lib/domain/campaign-check';
import { DEFAULT_SLOTS, type Schedule, type Slot } from '@/lib/domain/schedule';
import type { Source } from '@/lib/domain/source';
import { WEEKDAYS } from '@/lib/domain/zoned-time';
import { formatMinute } from '@/lib/i18n/format';

const message = z.object({
  id: z.string(),
  body: z.string(),
  delay: z.string(),
  variants: z.record(z.string(), z.string()),
  missing: z.enum(['hold', 'alternative', 'fallback']),
  alternative: z.string(),
  fallbacks: z.record(z.string(), z.string()),
});
const slot = z.object({ id: z.string(), days: z.array(z.enum(WEEKDAYS)), start: z.string(), end: z.string() });
const form = z.object({
  /** of a nurture that is not stored yet: the id and seed it will be stored with, so that what is foreseen now is what will happen */
  born: z.optional(z.object({ id: z.string(), seed: z.string() })),
  name: z.string(),
  program: z.string(),
  description: z.string(),
  senderId: z.string(),
  /** a stored source's id, 'all', 'recent' or '' */
  source: z.string(),
  recentDays: z.string(),
  messages: z.array(message),
  timeZone: z.string(),
  slots: z.array(slot),
  cohortSize: z.string(),
  firstDay: z.string(),
  lastDay: z.string(),
  skipDays: z.array(z.string()),
  approval: z.boolean(),
});

/** What the editor holds while it is being written: every field as typed. */
export type Form = z.infer<typeof form>;
export type MessageForm = z.infer<typeof message>;
export type SlotForm = z.infer<typeof slot>;

/** Values of the Source field that stand for sources without a name of their own. */
export const ALL = 'all';
export const RECENT = 'recent';

/** An autosaved draft, or undefined when it is none that this version can read. */
export function parseForm(value: unknown): Form | undefined {
  const read = form.safeParse(value);
  return read.success ? read.data : undefined;
}

/** A message as it is added. */
export function newMessage(id: string, delay: number): MessageForm {
  return { id, body: '', delay: String(delay), variants: {}, missing: 'hold', alternative: '', fallbacks: {} };
}

/** What a new nurture starts with. */
export function emptyForm(timeZone: string, newId: () => string): Form {
  return {
    born: { id: newId(), seed: newId() }, name: '', program: '', description: '', senderId: '', source: '', recentDays: '30', messages: [newMessage(newId(), 0)], timeZone,
    slots: DEFAULT_SLOTS.map(({ days, start, end }) => ({ id: newId(), days: [...days], start: formatMinute(start), end: formatMinute(end) })),
    cohortSize: String(COHORT_DEFAULT), firstDay: '', lastDay: '', skipDays: [], approval: true,
  };
}

/** A stored campaign as the editor shows it. */
export function formOf(campaign: Campaign, source: Source | undefined): Form {
  const { schedule } = campaign;
  return {
    name: campaign.name, program: campaign.program, description: campaign.description, senderId: campaign.senderId ?? '', source: source?.kind === 'all' ? ALL : source?.kind === 'recent' ? RECENT : (source?.id ?? ''), recentDays: source?.kind === 'recent' ? String(source.days) : '30',
    messages: campaign.messages.map(({ id, body, delayDays, variants, missing, alternative, fallbacks }) => ({ id, body, delay: String(delayDays === 0 ? DELAY_DAYS_DEFAULT : delayDays), variants, missing, alternative: alternative ?? '', fallbacks })),
    timeZone: schedule.timeZone,
    slots: schedule.slots.map(({ id, days, start, end }) => ({ id, days: [...days], start: formatMinute(start), end: formatMinute(end) })),
    cohortSize: String(schedule.cohortSize), firstDay: schedule.firstDay ?? '', lastDay: schedule.lastDay ?? '', skipDays: [...schedule.skipDays], approval: campaign.approval,
  };
}

/** Minutes of the day of 'HH:MM'; NaN for anything else, which the check then names. */
function minuteOf(time: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(time);
  return match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2]);
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function storedMessage({ id, body, delay, variants, missing, alternative, fallbacks }: MessageForm, index: number): Message {
  const words = Object.fromEntries(Object.entries(fallbacks).filter(([, word]) => word.trim() !== ''));
  return {
    id, body, delayDays: index === 0 ? 0 : numberOf(delay), variants: Object.fromEntries(Object.entries(variants).filter(([, text]) => text.trim() !== '')), missing,
    fallbacks: missing === 'fallback' ? words : {}, ...(missing === 'alternative' && alternative.trim() !== '' ? { alternative } : {}),
  };
}

/** The schedule as it would be stored. */
export function scheduleOf(form: Form): Schedule {
  const slots: Slot[] = form.slots.map(({ id, days, start, end }) => ({ id, days: WEEKDAYS.filter((day) => days.includes(day)), start: minuteOf(start), end: minuteOf(end) }));
  return {
    timeZone: form.timeZone.trim(), slots, cohortSize: numberOf(form.cohortSize), skipDays: form.skipDays.filter((day) => day !== ''),
    ...(form.firstDay === '' ? {} : { firstDay: form.firstDay }), ...(form.lastDay === '' ? {} : { lastDay: form.lastDay }),
  };
}

/** The campaign as it would be stored; `sourceId` is the stored source the field stands for. */
export function inputOf(form: Form, sourceId: string | undefined): CampaignInput {
  return {
    name: form.name, program: form.program, description: form.description, senderId: form.senderId === '' ? undefined : form.senderId, sourceId,
    messages: form.messages.map(storedMessage), schedule: scheduleOf(form), approval: form.approval,
  };
}

/** The messages as they would be stored. */
export function storedMessagesOf(form: Pick<Form, 'messages'>): Message[] {
  return form.messages.map(storedMessage);
}
