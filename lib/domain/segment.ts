import type { Contact } from '@/lib/domain/contact';
import { foldText } from '@/lib/domain/text';
import { isCalendarDate, type CalendarDate } from '@/lib/domain/zoned-time';

export const FILTER_OPS = ['is', 'isNot', 'contains', 'before', 'after', 'empty'] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

export const FILTER_FIELDS = ['company', 'position', 'language', 'tag', 'connectedOn', 'talkedBefore', 'engagement'] as const;
export type FilterField = (typeof FILTER_FIELDS)[number] | `custom:${string}`;

/** The highest level of the funnel a contact has reached. */
export const ENGAGEMENTS = ['connected', 'nurtured', 'engaged', 'lead'] as const;
export type Engagement = (typeof ENGAGEMENTS)[number];

/** One comparison. `empty` needs no value; `isNot` with '' means "is not empty". */
export type FilterCondition = { readonly field: FilterField; readonly op: FilterOp; readonly value?: string };

/** A live filter over contacts: all or any of its parts hold. */
export type SegmentFilter = { readonly all: readonly FilterPart[] } | { readonly any: readonly FilterPart[] };
export type FilterPart = FilterCondition | SegmentFilter;

/** What a filter may ask that the contact's own row does not hold. */
export type SegmentFacts = { readonly connectedOn?: CalendarDate | ''; readonly talkedBefore: boolean; readonly engagement: Engagement };

export type SegmentContact = Pick<Contact, 'company' | 'position' | 'language' | 'tags' | 'custom'>;

/** Why a filter cannot be saved; `path` leads to the part, e.g. ['all', 2, 'any', 0]. */
export type FilterProblem = {
  readonly path: readonly (string | number)[];
  readonly code: 'empty-group' | 'too-deep' | 'too-many' | 'unknown-field' | 'op-not-for-field' | 'value-missing' | 'bad-day' | 'bad-yes-no' | 'bad-engagement';
  readonly found: string;
};

const DEEPEST = 6;
const MOST_CONDITIONS = 200;

const TEXT_OPS: readonly FilterOp[] = ['is', 'isNot', 'contains', 'empty'];
const CHOICE_OPS: readonly FilterOp[] = ['is', 'isNot'];

/** The comparisons a field allows, or undefined when there is no such field. */
export function opsOf(field: string): readonly FilterOp[] | undefined {
  if (field.startsWith('custom:') && field.length > 'custom:'.length) return TEXT_OPS;
  switch (field) {
    case 'company':
    case 'position':
    case 'tag':
      return TEXT_OPS;
    case 'language':
      return ['is', 'isNot', 'empty'];
    case 'connectedOn':
      return ['is', 'isNot', 'before', 'after', 'empty'];
    case 'talkedBefore':
    case 'engagement':
      return CHOICE_OPS;
    default:
      return undefined;
  }
}

function partsOf(filter: SegmentFilter): { readonly kind: 'all' | 'any'; readonly parts: readonly FilterPart[] } {
  return 'all' in filter ? { kind: 'all', parts: filter.all } : { kind: 'any', parts: filter.any };
}

function isGroup(part: FilterPart): part is SegmentFilter {
  return 'all' in part || 'any' in part;
}

/** Everything wrong with a filter, in its own order; empty when it can be saved. */
export function checkFilter(filter: SegmentFilter): readonly FilterProblem[] {
  const problems: FilterProblem[] = [];
  let conditions = 0;
  const walk = (group: SegmentFilter, path: readonly (string | number)[], depth: number): void => {
    const { kind, parts } = partsOf(group);
    if (depth > DEEPEST) {
      problems.push({ path, code: 'too-deep', found: String(depth) });
      return;
    }
    if (parts.length === 0) problems.push({ path: [...path, kind], code: 'empty-group', found: kind });
    for (const [index, part] of parts.entries()) {
      const here = [...path, kind, index];
      if (isGroup(part)) {
        walk(part, here, depth + 1);
        continue;
      }
      conditions += 1;
      problems.push(...checkCondition(part, here));
    }
  };
  walk(filter, [], 1);
  if (conditions > MOST_CONDITIONS) problems.push({ path: [], code: 'too-many', found: String(conditions) });
  return problems;
}

function checkCondition(condition: FilterCondition, path: readonly (string | number)[]): readonly FilterProblem[] {
  const { field, op, value } = condition;
  const ops = opsOf(field);
  if (ops === undefined) return [{ path: [...path, 'field'], code: 'unknown-field', found: field }];
  if (!ops.includes(op)) return [{ path: [...path, 'op'], code: 'op-not-for-field', found: op }];
  if (op === 'empty') return [];
  const at = [...path, 'value'];
  if (value === undefined) return [{ path: at, code: 'value-missing', found: '' }];
  if (field === 'talkedBefore') return value === 'yes' || value === 'no' ? [] : [{ path: at, code: 'bad-yes-no', found: value }];
  if (field === 'engagement') return ENGAGEMENTS.some((level) => level === value) ? [] : [{ path: at, code: 'bad-engagement', found: value }];
  const notEmpty = op === 'isNot' && value === '';
  if (field === 'connectedOn') return notEmpty || isCalendarDate(value) ? [] : [{ path: at, code: 'bad-day', found: value }];
  return notEmpty || value.trim() !== '' ? [] : [{ path: at, code: 'value-missing', found: value }];
}

export type Matcher = (contact: SegmentContact, facts: SegmentFacts) => boolean;

/**
 * A filter made ready to be asked of many contacts. Texts are compared without case, accents and doubled spaces; a
 * language by its base ("fr" is "fr-CA"); a tag condition asks all tags. A day that is not known is neither before nor
 * after any. Total: a part that `checkFilter` refuses matches nobody, an empty `all` everybody, an empty `any` nobody.
 */
export function compileFilter(filter: SegmentFilter): Matcher {
  const { kind, parts } = partsOf(filter);
  const matchers = parts.map((part) => (isGroup(part) ? compileFilter(part) : compileCondition(part)));
  return kind === 'all' ? (contact, facts) => matchers.every((matches) => matches(contact, facts)) : (contact, facts) => matchers.some((matches) => matches(contact, facts));
}

function compileCondition(condition: FilterCondition): Matcher {
  if (checkCondition(condition, []).length > 0) return () => false;
  const { field, op, value = '' } = condition;
  switch (field) {
    case 'talkedBefore':
      return (_contact, facts) => (facts.talkedBefore === (value === 'yes')) === (op === 'is');
    case 'engagement':
      return (_contact, facts) => (facts.engagement === value) === (op === 'is');
    case 'connectedOn':
      return (_contact, facts) => matchesDay(facts.connectedOn ?? '', op, value);
    case 'language': {
      const asked = value.toLowerCase().replaceAll('_', '-');
      return (contact) => {
        const code = contact.language?.code.toLowerCase().replaceAll('_', '-') ?? '';
        if (op === 'empty') return code === '';
        const same = asked === '' ? code === '' : code === asked || code.startsWith(`${asked}-`);
        return same === (op === 'is');
      };
    }
    case 'tag': {
      const asked = foldText(value);
      return (contact) => {
        if (op === 'empty') return contact.tags.length === 0;
        if (op === 'contains') return contact.tags.some((tag) => foldText(tag).includes(asked));
        const has = asked === '' ? contact.tags.length === 0 : contact.tags.some((tag) => foldText(tag) === asked);
        return has === (op === 'is');
      };
    }
    default: {
      const asked = foldText(value);
      const read = textReader(field);
      return (contact) => matchesText(foldText(read(contact)), op, asked);
    }
  }
}

function textReader(field: 'company' | 'position' | `custom:${string}`): (contact: SegmentContact) => string {
  if (field === 'company') return (contact) => contact.company;
  if (field === 'position') return (contact) => contact.position;
  const name = field.slice('custom:'.length);
  return (contact) => (Object.hasOwn(contact.custom, name) ? (contact.custom[name] ?? '') : '');
}

function matchesText(text: string, op: FilterOp, asked: string): boolean {
  switch (op) {
    case 'is':
      return text === asked;
    case 'isNot':
      return text !== asked;
    case 'contains':
      return text.includes(asked);
    case 'empty':
      return text === '';
    case 'before':
    case 'after':
      return false;
  }
}

function matchesDay(day: string, op: FilterOp, asked: string): boolean {
  switch (op) {
    case 'is':
      return day === asked;
    case 'isNot':
      return day !== asked;
    case 'before':
      return day !== '' && day < asked;
    case 'after':
      return day !== '' && day > asked;
    case 'empty':
      return day === '';
    case 'contains':
      return false;
  }
}

/** Names of the custom columns a filter asks about. */
export function customColumnsOf(filter: SegmentFilter): readonly string[] {
  const names = partsOf(filter).parts.flatMap((part) => (isGroup(part) ? customColumnsOf(part) : part.field.startsWith('custom:') ? [part.field.slice('custom:'.length)] : []));
  return [...new Set(names)];
}
