import type { NurturesDb } from '@/lib/db/schema';
import { journalHash, write } from '@/lib/db/write';
import { JOURNAL_GENESIS, JOURNAL_KINDS, type JournalEntry, type JournalKind } from '@/lib/domain/journal';

/** Entries shown at most; filters narrow before this bound. */
export const JOURNAL_MAX = 2000;
const CHUNK = 5000;

export interface JournalWish {
  /** first parts of kinds, like `delivery` */
  areas?: readonly string[];
  campaignId?: string;
}

export interface JournalRead {
  entries: readonly JournalEntry[];
  more: boolean;
}

function kindsOf(areas: readonly string[]): JournalKind[] {
  return JOURNAL_KINDS.filter((kind) => areas.includes(kind.split('.')[0] ?? ''));
}

/** The newest entries that fit, newest first, by index only. */
export async function readJournal(db: NurturesDb, wish: JournalWish): Promise<JournalRead> {
  const { areas, campaignId } = wish;
  const kinds = areas === undefined ? undefined : new Set(kindsOf(areas));
  const limit = JOURNAL_MAX + 1;
  let entries: JournalEntry[];
  if (campaignId !== undefined) {
    const own = db.journal.where('[campaignId+seq]').between([campaignId, -Infinity], [campaignId, Infinity]).reverse();
    entries = await (kinds === undefined ? own : own.filter((entry) => kinds.has(entry.kind))).limit(limit).toArray();
  } else if (kinds === undefined) {
    entries = await db.journal.orderBy('seq').reverse().limit(limit).toArray();
  } else {
    const parts = await Promise.all([...kinds].map((kind) => db.journal.where('[kind+seq]').between([kind, -Infinity], [kind, Infinity]).reverse().limit(limit).toArray()));
    entries = parts.flat().sort((a, b) => b.seq - a.seq);
  }
  return { entries: entries.slice(0, JOURNAL_MAX), more: entries.length > JOURNAL_MAX };
}

/** What *Verify* found. */
export type Verdict =
  | { state: 'sound'; count: number; exported: 'same' | 'none' }
  | { state: 'broken'; seq: number }
  | { state: 'exportedBroken'; seq: number };

interface ExportMark {
  seq: number;
  hash: string;
}

async function lastExport(db: NurturesDb): Promise<ExportMark | undefined> {
  const value = (await db.settings.get('journalExport'))?.value;
  if (typeof value !== 'object' || value === null || !('seq' in value) || !('hash' in value)) return undefined;
  return typeof value.seq === 'number' && typeof value.hash === 'string' ? { seq: value.seq, hash: value.hash } : undefined;
}

/** Follows the chain from its first entry to its last and compares the entry last exported with what was exported. */
export async function verifyJournal(db: NurturesDb, onProgress: (done: number, total: number) => void = () => undefined): Promise<Verdict> {
  const total = await db.journal.count();
  let prev = JOURNAL_GENESIS;
  let seq = 0;
  for (;;) {
    const part = await db.journal.where('seq').above(seq).limit(CHUNK).toArray();
    if (part.length === 0) break;
    for (const { hash, ...entry } of part) {
      if (entry.seq !== seq + 1 || entry.prev !== prev || journalHash(entry) !== hash) return { state: 'broken', seq: entry.seq };
      prev = hash;
      seq = entry.seq;
    }
    onProgress(seq, total);
  }
  const mark = await lastExport(db);
  if (mark === undefined || mark.seq === 0) return { state: 'sound', count: total, exported: 'none' };
  const exported = await db.journal.get(mark.seq);
  return exported?.hash === mark.hash ? { state: 'sound', count: total, exported: 'same' } : { state: 'exportedBroken', seq: mark.seq };
}

/** Every entry for a file, oldest first; the last one's hash is remembered for *Verify*. */
export async function exportJournal(db: NurturesDb, now: number, format: 'csv' | 'json'): Promise<JournalEntry[]> {
  const entries = await db.journal.orderBy('seq').toArray();
  const last = entries.at(-1);
  await write(db, now, async (w) => {
    if (last !== undefined) await db.settings.put({ key: 'journalExport', value: { seq: last.seq, hash: last.hash } });
    w.journal({ kind: 'journal.exported', data: { format, entries: entries.length } });
  });
  return entries;
}
