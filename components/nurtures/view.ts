import type { Health, HealthState } from '@/lib/domain/health';
import { compareHealth, HEALTH_STATES } from '@/lib/domain/health';
import { nameKey } from '@/lib/domain/campaign';
import { shareOf, type Progress } from '@/lib/domain/progress';
import type { NurtureContext } from '@/lib/report/nurture-context';
import { rowClicks, toneShare } from '@/lib/report/nurture-facts';
import type { NurtureRow } from '@/lib/report/nurture-rows';
import { compareTexts, sourceLabel } from '@/lib/i18n/format';

/** Columns that sort, as they stand in the hash. */
export const SORTS = ['sender', 'name', 'health', 'today', 'sent', 'clicks', 'replies', 'active', 'created'] as const;
export type Sort = (typeof SORTS)[number];

/** The view of the list, kept in the hash. */
export interface View {
  search: string;
  sort: Sort;
  direction: 'up' | 'down';
  group: 'program' | 'none';
  sender: string;
  program: string;
  health: HealthState | '';
  active: 'on' | 'off' | 'archived' | '';
}

function oneOf<V extends string>(value: string | null, allowed: readonly V[], otherwise: V): V {
  return allowed.find((candidate) => candidate === value) ?? otherwise;
}

/** Reads the view from the parameters of the hash; what is not known there stands as without it. */
export function viewOf(params: URLSearchParams): View {
  return {
    search: params.get('search') ?? '',
    sort: oneOf(params.get('sort'), SORTS, 'created'),
    direction: oneOf(params.get('direction'), ['up', 'down'], 'down'),
    group: oneOf(params.get('group'), ['program', 'none'], 'none'),
    sender: params.get('sender') ?? '',
    program: params.get('program') ?? '',
    health: oneOf(params.get('health'), [...HEALTH_STATES, ''], ''),
    active: oneOf(params.get('active'), ['on', 'off', 'archived', ''], ''),
  };
}

/** What a row shows, derived when it is asked for. */
export interface Derived {
  health: (row: NurtureRow) => Health;
  progress: (row: NurtureRow) => Progress;
  context: NurtureContext;
}

export function senderName(row: NurtureRow, context: NurtureContext): string {
  const { senderId } = row.campaign;
  return senderId === undefined ? '' : (context.members.get(senderId)?.name ?? '');
}

export function sourceName(row: NurtureRow, context: NurtureContext): string {
  const { sourceId } = row.campaign;
  const source = sourceId === undefined ? undefined : context.sources.get(sourceId);
  return source === undefined ? '' : sourceLabel(source);
}

/** Rows of the view: archived ones only where they are asked for. */
export function filterRows(rows: Iterable<NurtureRow>, view: View, { health, context }: Pick<Derived, 'health' | 'context'>): NurtureRow[] {
  const words = nameKey(view.search).split(/\s+/).filter((word) => word !== '');
  const program = nameKey(view.program);
  const found: NurtureRow[] = [];
  for (const row of rows) {
    const { campaign } = row;
    if ((campaign.state === 'archived') !== (view.active === 'archived')) continue;
    if (view.active === 'on' && campaign.state !== 'active') continue;
    if (view.active === 'off' && campaign.state === 'active') continue;
    if (view.sender !== '' && campaign.senderId !== view.sender) continue;
    if (program !== '' && nameKey(campaign.program) !== program) continue;
    if (words.length > 0) {
      const text = nameKey(`${campaign.name} ${campaign.program} ${campaign.description} ${senderName(row, context)} ${sourceName(row, context)}`);
      if (!words.every((word) => text.includes(word))) continue;
    }
    if (view.health !== '' && health(row).state !== view.health) continue;
    found.push(row);
  }
  return found;
}

function valueOf(row: NurtureRow, sort: Sort, { progress, context }: Derived): number {
  switch (sort) {
    case 'today': {
      const today = progress(row);
      return today.due === 0 ? -1 : shareOf(today);
    }
    case 'sent': return row.counts.sent ?? 0;
    case 'clicks': return rowClicks(row, context) ?? -1;
    case 'replies': return row.counts.replies ?? 0;
    case 'active': return row.campaign.state === 'active' ? 1 : 0;
    case 'created': case 'sender': case 'name': case 'health': return row.campaign.createdAt;
  }
}

/** Order of two rows by a column; equal ones by program, name and age, so that no two views differ by chance. */
export function compareRows(a: NurtureRow, b: NurtureRow, sort: Sort, derived: Derived): number {
  switch (sort) {
    case 'name': return byName(a, b);
    case 'sender': return compareTexts(senderName(a, derived.context), senderName(b, derived.context)) || byName(a, b);
    case 'health': return compareHealth(derived.health(a).state, derived.health(b).state) || byName(a, b);
    case 'today': case 'sent': case 'clicks': case 'replies': case 'active': case 'created':
      return valueOf(a, sort, derived) - valueOf(b, sort, derived) || byName(b, a);
  }
}

function byName(a: NurtureRow, b: NurtureRow): number {
  return compareTexts(a.campaign.name, b.campaign.name) || compareTexts(a.campaign.program, b.campaign.program) || a.campaign.createdAt - b.campaign.createdAt || (a.campaign.id < b.campaign.id ? -1 : 1);
}

/** Sums of a program, over all its rows in the view. */
export interface GroupSums {
  program: string;
  campaigns: number;
  campaignIds: string[];
  active: number;
  sentToday: number;
  dueToday: number;
  sent: number;
  clicks: number | undefined;
  replies: number;
  judged: number;
  /** positive or neutral of all judged replies; undefined without any */
  share: number | undefined;
  worst: HealthState;
}

/** A line of the table: a program's sums, or a nurture. */
export type Line = { kind: 'group'; key: string; sums: GroupSums } | { kind: 'nurture'; key: string; row: NurtureRow };

function sumsOf(program: string, rows: readonly NurtureRow[], derived: Derived): GroupSums {
  const total = (name: 'sent' | 'replies') => rows.reduce((sum, row) => sum + (row.counts[name] ?? 0), 0);
  const progress = rows.map((row) => derived.progress(row));
  const tone = toneShare(rows);
  const clicks = rows.map((row) => rowClicks(row, derived.context)).filter((count) => count !== undefined);
  return {
    program, campaigns: rows.length, active: rows.filter((row) => row.campaign.state === 'active').length,
    sentToday: progress.reduce((sum, today) => sum + today.sent, 0), dueToday: progress.reduce((sum, today) => sum + today.due, 0),
    sent: total('sent'), replies: total('replies'), judged: tone.judged, share: tone.share,
    clicks: clicks.length === 0 ? undefined : clicks.reduce((sum, count) => sum + count, 0), campaignIds: rows.map((row) => row.campaign.id),
    worst: rows.map((row) => derived.health(row).state).reduce((worst, state) => (compareHealth(state, worst) > 0 ? state : worst), 'created'),
  };
}

/** The lines of the table in the view's order; grouped, programs by name and nurtures by the chosen column inside. */
export function linesOf(rows: readonly NurtureRow[], view: View, derived: Derived): Line[] {
  const sign = view.direction === 'up' ? 1 : -1;
  const sorted = rows.toSorted((a, b) => sign * compareRows(a, b, view.sort, derived));
  if (view.group === 'none') return sorted.map((row) => ({ kind: 'nurture', key: row.campaign.id, row }));
  const programs = new Map<string, { program: string; rows: NurtureRow[] }>();
  for (const row of sorted) {
    const key = nameKey(row.campaign.program);
    const group = programs.get(key) ?? { program: row.campaign.program, rows: [] };
    group.rows.push(row);
    programs.set(key, group);
  }
  return [...programs.values()].sort((a, b) => compareTexts(a.program, b.program)).flatMap((group): Line[] => [
    { kind: 'group', key: `program ${nameKey(group.program)}`, sums: sumsOf(group.program, group.rows, derived) },
    ...group.rows.map((row): Line => ({ kind: 'nurture', key: row.campaign.id, row })),
  ]);
}
