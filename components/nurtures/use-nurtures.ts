import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Derived } from '@/components/nurtures/view';
import { onceIdle, useLive, useClock, useSubscription } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import type { Health } from '@/lib/domain/health';
import type { Progress } from '@/lib/domain/progress';
import { readNurtureContext, type NurtureContext } from '@/lib/report/nurture-context';
import { readDueFollowUps, readMemberRoom, rowHealth, rowProgress } from '@/lib/report/nurture-facts';
import { watchNurtures, type FirstRows, type NurtureRow, type NurtureRows } from '@/lib/report/nurture-rows';
import type { NurturesLook } from '@/lib/report/popup-look';

const NO_ROWS: NurtureRows = { rows: new Map(), complete: false };
const NOTHING: ReadonlyMap<string, number> = new Map();

/** The rows of the list, live; `value` is undefined until the first are there. */
function useRows(first: FirstRows | undefined): { value: NurtureRows | undefined; error: unknown } {
  const [state, setState] = useState<{ value: NurtureRows | undefined; error: unknown }>({ value: first, error: undefined });
  useSubscription(
    () => watchNurtures(openDb(), () => Date.now(), (value) => setState({ value, error: undefined }), (error) => setState((before) => ({ ...before, error })), first),
    [], first === undefined ? 'unread' : 'read',
  );
  return state;
}

export interface Nurtures extends NurtureRows {
  derived: Derived | undefined;
  now: number;
  error: unknown;
  loading: boolean;
}

/** Health and progress of each row, worked out once per row and minute, and only for rows that ask. */
function deriver(context: NurtureContext, rooms: ReadonlyMap<string, number>, dueFollowUps: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>, now: number): Derived {
  const healths = new WeakMap<NurtureRow, Health>();
  const progresses = new WeakMap<NurtureRow, Progress>();
  const health = (row: NurtureRow) => {
    const known = healths.get(row) ?? rowHealth(row, context, now);
    healths.set(row, known);
    return known;
  };
  const progress = (row: NurtureRow) => {
    const { campaign } = row;
    const room = { dueFollowUps: dueFollowUps.get(campaign.id) ?? 0, expectedLater: expected.get(campaign.id), memberRoom: campaign.senderId === undefined ? 0 : (rooms.get(campaign.senderId) ?? 0) };
    const known = progresses.get(row) ?? rowProgress(row, health(row), room, now);
    progresses.set(row, known);
    return known;
  };
  return { health, progress, context };
}

/** Small enough that asking for one batch is no long task. */
const BATCH = 40;

async function readFollowUps(rows: NurtureRows, now: number): Promise<ReadonlyMap<string, number>> {
  const db = openDb();
  const waiting = [...rows.rows.values()].filter(({ campaign, counts }) => campaign.state === 'active' && !campaign.approval && (counts.queued ?? 0) > 0);
  const due = new Map<string, number>();
  for (let from = 0; from < waiting.length; from += BATCH) {
    const batch = waiting.slice(from, from + BATCH);
    const counts = await db.transaction('r', [db.deliveries, db.threads, db.members, db.contacts], () => Promise.all(batch.map((row) => readDueFollowUps(db, row, now))));
    for (const [index, { campaign }] of batch.entries()) due.set(campaign.id, counts[index] ?? 0);
  }
  return due;
}

/** Due follow-ups by campaign; counted anew whenever a row or the minute changed. */
function useFollowUps(rows: NurtureRows, now: number): ReadonlyMap<string, number> {
  const [due, setDue] = useState(NOTHING);
  useEffect(() => {
    let stale = false;
    const leave = onceIdle(() => void readFollowUps(rows, now).then((found) => {
      if (!stale) setDue((before) => (before.size === 0 && found.size === 0 ? before : found));
    }, () => undefined));
    return () => {
      stale = true;
      leave();
    };
  }, [rows, now]);
  return due;
}

const REST_MS = 300;

/** The forecast is fetched once the list stands: its first paint does not wait for it. */
async function expectedToday(rows: NurtureRows, now: number, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const [{ readExpectedToday }, { forecasterApart }] = await Promise.all([import('@/lib/report/expected-today'), import('@/components/forecast/forecast-apart')]);
  return readExpectedToday(openDb(), [...rows.rows.values()].map(({ campaign }) => campaign), now, forecasterApart(signal));
}

/** What the forecast expects of today's later slots; asked once the list stands, and again whenever a row or the minute changed. */
function useExpected(rows: NurtureRows, now: number): ReadonlyMap<string, number> {
  const [expected, setExpected] = useState(NOTHING);
  useEffect(() => {
    if (!rows.complete) return;
    const left = new AbortController();
    const timer = setTimeout(() => {
      void expectedToday(rows, now, left.signal).then((found) => {
        if (!left.signal.aborted) setExpected((before) => (before.size === 0 && found.size === 0 ? before : found));
      }, () => undefined);
    }, REST_MS);
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [rows, now]);
  return expected;
}

/** Everything the list shows, true to the database and to the clock. `first`: what was read of it before the screen was drawn. */
export function useNurtures(first?: NurturesLook): Nurtures {
  const { value, error } = useRows(first?.rows);
  const rows = value ?? NO_ROWS;
  const { now, refreshAt } = useClock();
  const context = useLive(() => readNurtureContext(openDb(), now), [now], first?.context);
  const rooms = useLive(async () => readMemberRoom(openDb(), { members: new Map((await openDb().members.toArray()).map((member) => [member.id, member])) }, now), [now], first?.rooms);
  const followUps = useFollowUps(rows, now);
  const expected = useExpected(rows, now);
  const derived = useMemo(
    () => (context.value === undefined || rooms.value === undefined ? undefined : deriver(context.value, rooms.value, followUps, expected, now)),
    [context.value, rooms.value, followUps, expected, now, rows],
  );
  useEffect(() => {
    if (derived === undefined) return;
    refreshAt(Math.min(...[...rows.rows.values()].slice(0, 200).map((row) => derived.health(row).until)));
  }, [derived]);
  return { ...rows, derived, now, error: error ?? context.error ?? rooms.error, loading: value === undefined || derived === undefined };
}
