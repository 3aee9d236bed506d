import { drawInt } from '@/lib/domain/random';
import { CONNECTIONS_PER_DAY } from '@/lib/domain/pacing';
import type { MemberId } from '@/lib/domain/campaign';
import type { Reason } from '@/lib/domain/reasons';
import { DAY } from '@/lib/domain/zoned-time';

/** LinkedIn shows this many people per load of the list. */
export const SYNC_LOAD = 10;
/** Ten people are read per 5 to 10 seconds. */
const LOAD_MIN_MS = 5_000;
export const LOAD_MAX_MS = 10_000;

/** Why a sync stands still: the member's hand, the day's limit, a list that ended before its own number, or what the page said. */
export type SyncStop = Reason | 'byHand' | 'dayLimit' | 'endedEarly';

/** The connections first read at one instant; the day's limit counts these. */
export interface SyncReading {
  at: number;
  people: number;
}

/** One pass over a member's own connections list, stored: whatever dies, it goes on from here. Times are milliseconds. */
export interface Sync {
  /** names this pass; the contacts it adds carry it */
  id: string;
  memberId: MemberId;
  /** `running` goes on whenever no slot is open; `stopped` only when the member asks; `done` read the whole list */
  state: 'running' | 'stopped' | 'done';
  stop?: SyncStop;
  /** every connection touched since then was seen in this pass */
  startedAt: number;
  endedAt?: number;
  /** when the page last proved that this member is signed in, for the reading under way */
  lookedAt?: number;
  /** people of the list seen in this pass */
  seen: number;
  added: number;
  changed: number;
  /** contacts that turned out to be one person and were merged */
  merged: number;
  /** connections that are no longer in the list; known only after a complete pass */
  gone: number;
  /** how many LinkedIn says there are */
  total?: number;
  /** the earliest instant of the next load */
  nextLoadAt?: number;
  loads: number;
}

/** How long the reader waits before the next load, for `people` just read: 5 to 10 seconds per ten of them. */
export function loadGap(seed: string, syncId: string, load: number, people: number): number {
  return drawInt(LOAD_MIN_MS, LOAD_MAX_MS, seed, 'sync', syncId, load) * Math.max(1, Math.ceil(people / SYNC_LOAD));
}

/** How many connections may still be read for the first time in these 24 hours, and when there is room again if none. */
export function syncRoom(readings: readonly SyncReading[], now: number): { left: number; until?: number } {
  const counting = readings.filter((reading) => reading.at > now - DAY).toSorted((a, b) => a.at - b.at);
  let used = counting.reduce((sum, reading) => sum + reading.people, 0);
  if (used < CONNECTIONS_PER_DAY) return { left: CONNECTIONS_PER_DAY - used };
  for (const reading of counting) {
    used -= reading.people;
    if (used < CONNECTIONS_PER_DAY) return { left: 0, until: Math.min(reading.at, now) + DAY };
  }
  return { left: 0, until: now + DAY };
}

/**
 * Whether a list that grows no further was read whole. LinkedIn counts members who hide and are not listed, so a few may be
 * missing; more means that it stopped loading, and then nobody may be called gone.
 */
export function isWholeList(seen: number, total: number | undefined): boolean {
  return total !== undefined && seen > 0 && total - seen <= Math.max(5, total * 0.02);
}
