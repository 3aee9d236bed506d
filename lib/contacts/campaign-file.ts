import * as z from 'zod/mini';
import { parseProfile } from '@/lib/contacts/profile-url';
import type { CampaignFileReason, ReasonParams } from '@/lib/contacts/reasons';
import { COHORT_DEFAULT, COHORT_MAX, DELAY_DAYS_DEFAULT, DELAY_DAYS_MIN, MESSAGES_MAX, type Campaign, type Message } from '@/lib/domain/campaign';
import { checkSchedule, type Schedule } from '@/lib/domain/schedule';
import { checkFilter, FILTER_FIELDS, FILTER_OPS, type FilterCondition, type FilterProblem, type SegmentFilter } from '@/lib/domain/segment';
import type { Source } from '@/lib/domain/source';
import { nearestName, validateMessage, type MessageProblem } from '@/lib/domain/template';
import { isCalendarDate, WEEKDAYS, type Weekday } from '@/lib/domain/zoned-time';

/** A campaign file with every default filled in, as design 3.3 gives it. */
export type CampaignFile = { readonly campaigns: readonly FileCampaign[] };

export type FileCampaign = {
  readonly name: string;
  readonly program: string;
  readonly description?: string;
  readonly source: FileSource;
  readonly messages: readonly FileMessage[];
  readonly schedule: FileSchedule;
  readonly approval: boolean;
};

export type FileSource =
  | { readonly kind: 'list'; readonly name: string; readonly profiles: readonly string[] }
  | { readonly kind: 'segment'; readonly name: string; readonly filter: SegmentFilter }
  | { readonly kind: 'all' }
  | { readonly kind: 'recent'; readonly days: number };

export type FileMessage = {
  readonly body: string;
  /** Days after the message before; 0 for the first, whatever the file says there. */
  readonly delayDays: number;
  readonly variants?: Readonly<Record<string, string>>;
  readonly missing: 'hold' | 'alternative' | 'fallback';
  readonly alternative?: string;
  readonly fallbacks?: Readonly<Record<string, string>>;
};

export type FileSchedule = {
  readonly timeZone: string;
  /** Wall times 'HH:MM'. */
  readonly slots: readonly { readonly days: readonly Weekday[]; readonly start: string; readonly end: string }[];
  readonly cohortSize: number;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly skipDays?: readonly string[];
};

/** One thing wrong; `path` as in "campaigns[0].messages[1].body", '' for the file itself. */
export type CampaignFileProblem = {
  readonly reason: CampaignFileReason;
  readonly path: string;
  readonly params: ReasonParams;
  /** of 'bad-template' and 'bad-filter': what exactly is wrong there */
  readonly trouble?: MessageProblem | FilterProblem;
};

export type CampaignFileRead = { readonly kind: 'file'; readonly file: CampaignFile } | { readonly kind: 'refused'; readonly problems: readonly CampaignFileProblem[] };

const FORMAT = 'nurtures.campaign';
const VERSION = 1;
const LONGEST_DELAY = 365;
const MOST_RECENT_DAYS = 3_650;
const MISSING_DEFAULT = 'hold';
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

const Text = z.string();
const Name = z.string().check(z.trim(), z.minLength(1));
const Days = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));

const SourceShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list'), name: Name, profiles: z.array(Text) }),
  z.strictObject({ kind: z.literal('segment'), name: Name, filter: z.custom<SegmentFilter>((value) => value !== undefined) }),
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('recent'), days: Days(1, MOST_RECENT_DAYS) }),
]);

const MessageShape = z.strictObject({
  body: Text,
  delayDays: z.optional(Days(0, LONGEST_DELAY)),
  variants: z.optional(z.record(Text, Text)),
  missing: z.optional(z.enum(['hold', 'alternative', 'fallback'])),
  alternative: z.optional(Text),
  fallbacks: z.optional(z.record(Text, Text)),
});

const ScheduleShape = z.strictObject({
  timeZone: Text,
  slots: z.array(z.strictObject({ days: z.array(z.enum(WEEKDAYS)), start: Text, end: Text })).check(z.minLength(1)),
  cohortSize: z.optional(Days(1, COHORT_MAX)),
  firstDay: z.optional(Text),
  lastDay: z.optional(Text),
  skipDays: z.optional(z.array(Text)),
});

const CampaignShape = z.strictObject({
  name: Name,
  program: Name,
  description: z.optional(Text),
  source: SourceShape,
  messages: z.array(MessageShape).check(z.minLength(1), z.maxLength(MESSAGES_MAX)),
  schedule: ScheduleShape,
  approval: z.optional(z.boolean()),
});

const FileShape = z.strictObject({ format: z.literal(FORMAT), version: z.literal(VERSION), campaigns: z.array(CampaignShape).check(z.minLength(1)) });

/**
 * Reads a campaign file. Nothing of it is taken when anything is wrong; every problem names its JSON path. Checked are
 * shape and unknown keys, templates (variables against the standard ones and `customNames`), filter, schedule, profiles.
 *
 * @param customNames the custom columns known in this browser
 */
export function readCampaignFile(text: string, customNames: readonly string[]): CampaignFileRead {
  const problems: CampaignFileProblem[] = [];
  const refused = (reason: CampaignFileReason, params: ReasonParams = {}): CampaignFileRead => ({ kind: 'refused', problems: [{ reason, path: '', params }] });
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return refused('not-json', { detail: error instanceof Error ? error.message : '' });
  }
  const head = z.looseObject({ format: z.literal(FORMAT), version: z.unknown() }).safeParse(raw);
  if (!head.success) return refused('wrong-format');
  if (head.data.version !== VERSION) return refused('newer-version', { found: JSON.stringify(head.data.version) ?? '' });
  const parsed = FileShape.safeParse(raw);
  if (!parsed.success) return { kind: 'refused', problems: [...parsed.error.issues.flatMap((issue) => shapeProblems(issue, raw)), ...soundPartsProblems(raw, customNames)] };
  for (const [index, campaign] of parsed.data.campaigns.entries()) problems.push(...campaignProblems(campaign, ['campaigns', index], customNames));
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'file', file: { campaigns: parsed.data.campaigns.map(filled) } };
}

/** The text of a campaign file; reading it gives the same campaigns again. */
export function writeCampaignFile(file: CampaignFile): string {
  const campaigns = file.campaigns.map((campaign) => ({
    ...campaign,
    messages: campaign.messages.map(({ delayDays, ...message }, index) => (index === 0 ? message : { ...message, delayDays })),
  }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, campaigns }, undefined, 2)}\n`;
}

/* ---- between the file and the stored campaign --------------------------------------------------------------- */

/** A stored campaign as it goes into a file. `profiles` are the addresses of a list's people, in its order. */
export function toFileCampaign(campaign: Campaign, source: Source, profiles: readonly string[]): FileCampaign {
  const { schedule } = campaign;
  return {
    name: campaign.name,
    program: campaign.program,
    ...(campaign.description !== '' && { description: campaign.description }),
    source: toFileSource(source, profiles),
    messages: campaign.messages.map((message, index) => ({
      body: message.body,
      delayDays: index === 0 ? 0 : message.delayDays,
      ...(Object.keys(message.variants).length > 0 && { variants: message.variants }),
      missing: message.missing,
      ...(message.alternative !== undefined && { alternative: message.alternative }),
      ...(Object.keys(message.fallbacks).length > 0 && { fallbacks: message.fallbacks }),
    })),
    schedule: {
      timeZone: schedule.timeZone,
      slots: schedule.slots.map((slot) => ({ days: slot.days, start: clockOf(slot.start), end: clockOf(slot.end) })),
      cohortSize: schedule.cohortSize,
      ...(schedule.firstDay !== undefined && { firstDay: schedule.firstDay }),
      ...(schedule.lastDay !== undefined && { lastDay: schedule.lastDay }),
      ...(schedule.skipDays.length > 0 && { skipDays: schedule.skipDays }),
    },
    approval: campaign.approval,
  };
}

function toFileSource(source: Source, profiles: readonly string[]): FileSource {
  switch (source.kind) {
    case 'list':
      return { kind: 'list', name: source.name, profiles };
    case 'segment':
      return { kind: 'segment', name: source.name, filter: source.filter };
    case 'all':
      return { kind: 'all' };
    case 'recent':
      return { kind: 'recent', days: source.days };
  }
}

/** The messages of a file's campaign as they are stored. `newId` gives a fresh id at each call. */
export function storedMessages(campaign: FileCampaign, newId: () => string): Message[] {
  return campaign.messages.map((message) => ({
    id: newId(),
    body: message.body,
    delayDays: message.delayDays,
    variants: { ...message.variants },
    missing: message.missing,
    ...(message.alternative !== undefined && { alternative: message.alternative }),
    fallbacks: { ...message.fallbacks },
  }));
}

/** The schedule of a file's campaign as it is stored. `newId` gives a fresh id at each call. */
export function storedSchedule({ schedule }: Pick<FileCampaign, 'schedule'>, newId: () => string): Schedule {
  return {
    timeZone: schedule.timeZone,
    slots: schedule.slots.map((slot) => ({ id: newId(), days: slot.days, start: minuteOf(slot.start), end: minuteOf(slot.end) })),
    cohortSize: schedule.cohortSize,
    ...(schedule.firstDay !== undefined && { firstDay: schedule.firstDay }),
    ...(schedule.lastDay !== undefined && { lastDay: schedule.lastDay }),
    skipDays: [...(schedule.skipDays ?? [])],
  };
}

function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function minuteOf(clock: string): number {
  const match = CLOCK.exec(clock);
  return match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2]);
}

function filled(campaign: z.output<typeof CampaignShape>): FileCampaign {
  const { description, schedule } = campaign;
  const { firstDay, lastDay, skipDays } = schedule;
  return {
    name: campaign.name,
    program: campaign.program,
    ...(description !== undefined && { description }),
    source: campaign.source,
    messages: campaign.messages.map(({ body, delayDays, variants, missing, alternative, fallbacks }, index) => ({
      body,
      delayDays: index === 0 ? 0 : (delayDays ?? DELAY_DAYS_DEFAULT),
      ...(variants !== undefined && { variants }),
      missing: missing ?? MISSING_DEFAULT,
      ...(alternative !== undefined && { alternative }),
      ...(fallbacks !== undefined && { fallbacks }),
    })),
    schedule: {
      timeZone: schedule.timeZone,
      slots: schedule.slots,
      cohortSize: schedule.cohortSize ?? COHORT_DEFAULT,
      ...(firstDay !== undefined && { firstDay }),
      ...(lastDay !== undefined && { lastDay }),
      ...(skipDays !== undefined && { skipDays }),
    },
    approval: campaign.approval ?? true,
  };
}

/* ---- what is wrong ------------------------------------------------------------------------------------------ */

type Path = readonly PropertyKey[];

function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}

function problem(reason: CampaignFileReason, path: Path, params: ReasonParams = {}): CampaignFileProblem {
  return { reason, path: pathText(path), params: { path: pathText(path), ...params } };
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined), raw);
}

const KEYS: readonly string[] = 'format version campaigns name program description source messages schedule approval kind profiles filter days body delayDays variants missing alternative fallbacks timeZone slots start end cohortSize firstDay lastDay skipDays all any field op value'.split(' ');

function unknownKey(path: Path, key: string): CampaignFileProblem {
  const nearest = nearestName(key, KEYS);
  return problem('unknown-key', path, { key, ...(nearest !== undefined && nearest !== key && { nearest }) });
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 100);
}

function shapeProblems(issue: z.core.$ZodIssue, raw: unknown): readonly CampaignFileProblem[] {
  const { path } = issue;
  const value = valueAt(raw, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key));
    case 'invalid_type':
      return [value === undefined ? problem('missing-key', path) : problem('wrong-type', path, { expected: issue.expected, found: shown(value) })];
    case 'invalid_value':
      return [value === undefined ? problem('missing-key', path) : problem('not-one-of', path, { found: shown(value), expected: issue.values.map(String).join(', ') })];
    case 'invalid_union':
      return [value === undefined ? problem('missing-key', path) : problem('not-one-of', path, { found: shown(value), expected: 'list, segment, all, recent' })];
    case 'too_small':
      return [problem('too-small', path, { minimum: Number(issue.minimum) })];
    case 'too_big':
      return [problem('too-large', path, { maximum: Number(issue.maximum) })];
    case 'custom':
      return [problem('missing-key', path)];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [problem('wrong-type', path, { expected: issue.message, found: shown(value) })];
  }
}

/** What is wrong in those parts of the file whose shape is right, so that one reading names everything. */
function soundPartsProblems(raw: unknown, customNames: readonly string[]): readonly CampaignFileProblem[] {
  const listAt = (path: Path): readonly unknown[] => {
    const value = valueAt(raw, path);
    return Array.isArray(value) ? value : [];
  };
  return listAt(['campaigns']).flatMap((_, at): readonly CampaignFileProblem[] => {
    const path: Path = ['campaigns', at];
    const source = SourceShape.safeParse(valueAt(raw, [...path, 'source']));
    const schedule = ScheduleShape.safeParse(valueAt(raw, [...path, 'schedule']));
    return [
      ...(source.success ? sourceProblems(source.data, [...path, 'source']) : []),
      ...listAt([...path, 'messages']).flatMap((one, index) => {
        const message = MessageShape.safeParse(one);
        return message.success ? messageProblems(message.data, index, [...path, 'messages', index], customNames) : [];
      }),
      ...(schedule.success ? scheduleProblems(schedule.data, [...path, 'schedule']) : []),
    ];
  });
}

function campaignProblems(campaign: z.output<typeof CampaignShape>, path: Path, customNames: readonly string[]): readonly CampaignFileProblem[] {
  return [
    ...sourceProblems(campaign.source, [...path, 'source']),
    ...campaign.messages.flatMap((message, index) => messageProblems(message, index, [...path, 'messages', index], customNames)),
    ...scheduleProblems(campaign.schedule, [...path, 'schedule']),
  ];
}

function sourceProblems(source: FileSource, path: Path): readonly CampaignFileProblem[] {
  if (source.kind === 'segment') return filterProblems(source.filter, [...path, 'filter']);
  if (source.kind !== 'list') return [];
  return source.profiles.flatMap((profile, index) => {
    const parsed = parseProfile(profile, 'refuse');
    return parsed.kind === 'person' ? [] : [problem('bad-profile', [...path, 'profiles', index], { found: shown(profile), why: parsed.reason })];
  });
}

function messageProblems(message: z.output<typeof MessageShape>, index: number, path: Path, customNames: readonly string[]): readonly CampaignFileProblem[] {
  const found: CampaignFileProblem[] = [];
  if (index > 0 && message.delayDays !== undefined && message.delayDays < DELAY_DAYS_MIN) found.push(problem('too-small', [...path, 'delayDays'], { minimum: DELAY_DAYS_MIN }));
  for (const language of Object.keys(message.variants ?? {})) if (!LANGUAGE.test(language)) found.push(problem('bad-language', [...path, 'variants', language], { found: language }));
  const template = {
    body: message.body,
    missing: message.missing ?? MISSING_DEFAULT,
    variants: message.variants ?? {},
    fallbacks: message.fallbacks ?? {},
    ...(message.alternative !== undefined && { alternative: message.alternative }),
  };
  return [...found, ...validateMessage(template, customNames).map((trouble) => templateProblem(trouble, path))];
}

function templateProblem(trouble: MessageProblem, path: Path): CampaignFileProblem {
  switch (trouble.code) {
    case 'no-alternative':
      return problem('missing-rule-incomplete', path, { expected: 'alternative' });
    case 'no-fallback':
      return problem('missing-rule-incomplete', path, { expected: 'fallbacks' });
    case 'bad-fallback':
      return { ...problem('bad-template', [...path, 'fallbacks', trouble.name], { problem: trouble.code, name: trouble.name }), trouble };
    case 'unknown-fallback':
      return { ...problem('bad-template', [...path, 'fallbacks', trouble.name], { problem: trouble.code, name: trouble.name, ...(trouble.nearest !== undefined && { nearest: trouble.nearest }) }), trouble };
    case 'template': {
      const { where, error } = trouble;
      const at: Path = where.part === 'variant' ? [...path, 'variants', where.language] : [...path, where.part];
      const { code, ...params } = error;
      return { ...problem('bad-template', at, { problem: code, ...params }), trouble };
    }
  }
}

function scheduleProblems(schedule: z.output<typeof ScheduleShape>, path: Path): readonly CampaignFileProblem[] {
  const found: CampaignFileProblem[] = [];
  for (const [index, slot] of schedule.slots.entries()) {
    for (const edge of ['start', 'end'] as const) if (!CLOCK.test(slot[edge])) found.push(problem('bad-clock', [...path, 'slots', index, edge], { found: slot[edge] }));
  }
  for (const day of ['firstDay', 'lastDay'] as const) {
    const value = schedule[day];
    if (value !== undefined && !isCalendarDate(value)) found.push(problem('bad-day', [...path, day], { found: value }));
  }
  for (const [index, day] of (schedule.skipDays ?? []).entries()) if (!isCalendarDate(day)) found.push(problem('bad-day', [...path, 'skipDays', index], { found: day }));
  if (found.length > 0) return found;

  let ids = 0;
  const { timeZone, slots, cohortSize = COHORT_DEFAULT, firstDay, lastDay, skipDays } = schedule;
  const days = { ...(firstDay !== undefined && { firstDay }), ...(lastDay !== undefined && { lastDay }), ...(skipDays !== undefined && { skipDays }) };
  const stored = storedSchedule({ schedule: { timeZone, slots, cohortSize, ...days } }, () => String((ids += 1)));
  return checkSchedule(stored).map((trouble): CampaignFileProblem => {
    switch (trouble.code) {
      case 'unknownZone':
        return problem('bad-time-zone', [...path, 'timeZone'], { found: schedule.timeZone });
      case 'noSlot':
        return problem('too-small', [...path, 'slots'], { minimum: 1 });
      case 'noDays':
      case 'unknownDay':
        return problem('too-small', [...path, 'slots', trouble.slot, 'days'], { minimum: 1 });
      case 'slotTimeInvalid':
      case 'slotIdMissing':
      case 'slotIdTwice':
        return problem('bad-clock', [...path, 'slots', trouble.slot], { found: '' });
      case 'slotEndsBeforeStart':
      case 'slotTooShort':
        return problem('slot-too-short', [...path, 'slots', trouble.slot]);
      case 'slotOutsideHours':
        return problem('slot-outside-day', [...path, 'slots', trouble.slot]);
      case 'slotsOverlap':
        return problem('slots-overlap', [...path, 'slots', trouble.slot], { other: pathText([...path, 'slots', trouble.other]) });
      case 'cohortOutOfRange':
        return problem('too-large', [...path, 'cohortSize'], { maximum: COHORT_MAX });
      case 'firstDayInvalid':
        return problem('bad-day', [...path, 'firstDay'], { found: firstDay ?? '' });
      case 'lastDayInvalid':
        return problem('bad-day', [...path, 'lastDay'], { found: lastDay ?? '' });
      case 'skipDayInvalid':
        return problem('bad-day', [...path, 'skipDays', trouble.index], { found: skipDays?.[trouble.index] ?? '' });
      case 'lastDayBeforeFirstDay':
        return problem('days-reversed', [...path, 'lastDay']);
      case 'noSlotBetweenDays':
        return problem('no-slot-between-days', path);
    }
  });
}

/** A filter by hand: a recursive schema could only say "does not fit", not which part and why. */
function filterProblems(filter: unknown, path: Path): readonly CampaignFileProblem[] {
  const shape = partProblems(filter, path, 'group');
  if (shape.length > 0 || !isFilter(filter)) return shape;
  return checkFilter(filter).map((trouble) => ({ ...problem('bad-filter', [...path, ...trouble.path], { problem: trouble.code, found: trouble.found }), trouble }));
}

function isFilter(filter: unknown): filter is SegmentFilter {
  return partProblems(filter, [], 'group').length === 0;
}

function partProblems(part: unknown, path: Path, allowed: 'group' | 'any'): readonly CampaignFileProblem[] {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return [problem('wrong-type', path, { expected: 'object', found: shown(part) })];
  const keys = Object.keys(part);
  const group = keys.find((key): key is 'all' | 'any' => key === 'all' || key === 'any');
  if (group !== undefined) {
    const others = keys.filter((key) => key !== group);
    if (others.length > 0) return others.map((key) => unknownKey(path, key));
    const parts: unknown = Reflect.get(part, group);
    if (!Array.isArray(parts)) return [problem('wrong-type', [...path, group], { expected: 'array', found: shown(parts) })];
    return parts.flatMap((inner, index) => partProblems(inner, [...path, group, index], 'any'));
  }
  if (allowed === 'group') return keys.length === 0 ? [problem('missing-key', [...path, 'all'])] : keys.map((key) => unknownKey(path, key));
  return conditionProblems(part, keys, path);
}

function conditionProblems(part: object, keys: readonly string[], path: Path): readonly CampaignFileProblem[] {
  const found = keys.filter((key) => !['field', 'op', 'value'].includes(key)).map((key) => unknownKey(path, key));
  for (const key of ['field', 'op', 'value'] satisfies (keyof FilterCondition)[]) {
    const value: unknown = Reflect.get(part, key);
    if (value === undefined) {
      if (key !== 'value') found.push(problem('missing-key', [...path, key]));
      continue;
    }
    if (typeof value !== 'string') found.push(problem('wrong-type', [...path, key], { expected: 'string', found: shown(value) }));
    else if (key === 'op' && !FILTER_OPS.some((op) => op === value)) found.push(problem('not-one-of', [...path, key], { found: value, expected: FILTER_OPS.join(', ') }));
    else if (key === 'field' && !value.startsWith('custom:') && !FILTER_FIELDS.some((field) => field === value)) {
      found.push(problem('not-one-of', [...path, key], { found: value, expected: [...FILTER_FIELDS, 'custom:NAME'].join(', ') }));
    }
  }
  return found;
}
