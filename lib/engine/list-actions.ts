import type { NurturesDb } from '@/lib/db/schema';
import { write } from '@/lib/db/write';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import { checkFilter, type FilterProblem, type SegmentFilter } from '@/lib/domain/segment';
import type { Source } from '@/lib/domain/source';

/** A source with what the screen says of it. */
export interface SourceRow {
  source: Source;
  /** people in a list; for a live source who fits now is asked when it is opened */
  listed: number | undefined;
  usedBy: readonly Pick<Campaign, 'id' | 'name' | 'program' | 'state'>[];
}

/** Every source with who uses it. */
export async function readSources(db: NurturesDb): Promise<SourceRow[]> {
  const [sources, campaigns] = await Promise.all([db.sources.toArray(), db.campaigns.toArray()]);
  return Promise.all(sources.map(async (source) => ({
    source,
    listed: source.kind === 'list' ? await db.listEntries.where('[sourceId+order]').between([source.id, -Infinity], [source.id, Infinity]).count() : undefined,
    usedBy: campaigns.filter((campaign) => campaign.sourceId === source.id).map(({ id, name, program, state }) => ({ id, name, program, state })),
  })));
}

/** Why a source was not saved or deleted. `inUse` names the campaigns that take people from it. */
export type SourceRefusal =
  | { ok: false; reason: 'gone' | 'nameless' | 'nameTaken' }
  | { ok: false; reason: 'badFilter'; problems: readonly FilterProblem[] }
  | { ok: false; reason: 'inUse'; campaigns: readonly string[] };

async function nameProblem(db: NurturesDb, name: string, id: string | undefined): Promise<'nameless' | 'nameTaken' | undefined> {
  if (name.trim() === '') return 'nameless';
  const taken = (await db.sources.toArray()).some((source) => source.id !== id && nameKey(source.name) === nameKey(name));
  return taken ? 'nameTaken' : undefined;
}

/**
 * Saves a segment, new or changed. A change applies to whom its campaigns take from now on; who is enrolled already goes on.
 */
export function saveSegment(db: NurturesDb, now: number, segment: { id: string; name: string; filter: SegmentFilter }): Promise<{ ok: true } | SourceRefusal> {
  return write(db, now, async (w) => {
    const problem = await nameProblem(db, segment.name, segment.id);
    if (problem !== undefined) return { ok: false, reason: problem };
    const problems = checkFilter(segment.filter);
    if (problems.length > 0) return { ok: false, reason: 'badFilter', problems };
    const known = await db.sources.get(segment.id);
    const source: Source = { id: segment.id, kind: 'segment', name: segment.name.trim(), filter: segment.filter, createdAt: known?.createdAt ?? now };
    await db.sources.put(source);
    w.journal({ kind: 'settings.changed', data: { source: segment.id, kind: 'segment' } });
    return { ok: true };
  });
}

/** Gives a source another name. */
export function renameSource(db: NurturesDb, now: number, id: string, name: string): Promise<{ ok: true } | SourceRefusal> {
  return write(db, now, async (w) => {
    const source = await db.sources.get(id);
    if (source === undefined) return { ok: false, reason: 'gone' };
    const problem = await nameProblem(db, name, id);
    if (problem !== undefined) return { ok: false, reason: problem };
    await db.sources.put({ ...source, name: name.trim() });
    w.journal({ kind: 'settings.changed', data: { source: id, kind: source.kind } });
    return { ok: true };
  });
}

/** Adds people to the end of a list, making the list if it is new. Returns who was not in it before. */
export function addToList(db: NurturesDb, now: number, list: { id: string; name: string }, contactIds: readonly string[]): Promise<{ ok: true; added: string[] } | SourceRefusal> {
  return write(db, now, async (w) => {
    const known = await db.sources.get(list.id);
    if (known === undefined) {
      const problem = await nameProblem(db, list.name, list.id);
      if (problem !== undefined) return { ok: false, reason: problem };
      await db.sources.add({ id: list.id, kind: 'list', name: list.name.trim(), createdAt: now });
    } else if (known.kind !== 'list') return { ok: false, reason: 'gone' };
    const last = await db.listEntries.where('[sourceId+order]').between([list.id, -Infinity], [list.id, Infinity]).last();
    const ids = [...new Set(contactIds)];
    const stored = await db.listEntries.bulkGet(ids.map((contactId): [string, string] => [list.id, contactId]));
    const fresh = ids.filter((_, index) => stored[index] === undefined);
    await db.listEntries.bulkPut(fresh.map((contactId, index) => ({ sourceId: list.id, contactId, order: (last?.order ?? -1) + 1 + index })));
    w.journal({ kind: 'settings.changed', data: { source: list.id, kind: 'list', added: fresh.length } });
    return { ok: true, added: fresh };
  });
}

/** Takes people out of a list. Who is enrolled already goes on; nobody new is taken from there. */
export function removeFromList(db: NurturesDb, now: number, listId: string, contactIds: readonly string[]): Promise<void> {
  return write(db, now, async (w) => {
    await db.listEntries.bulkDelete(contactIds.map((contactId): [string, string] => [listId, contactId]));
    w.journal({ kind: 'settings.changed', data: { source: listId, kind: 'list', removed: contactIds.length } });
  });
}

/** Deletes a source that no campaign uses, archived ones left aside. One in use stays, and its campaigns are named. */
export function deleteSource(db: NurturesDb, now: number, id: string): Promise<{ ok: true } | SourceRefusal> {
  return write(db, now, async (w) => {
    const source = await db.sources.get(id);
    if (source === undefined) return { ok: false, reason: 'gone' };
    const users = (await db.campaigns.where('sourceId').equals(id).toArray()).filter((campaign) => campaign.state !== 'archived');
    if (users.length > 0) return { ok: false, reason: 'inUse', campaigns: users.map((campaign) => campaign.name) };
    await db.listEntries.where('[sourceId+contactId]').between([id, ''], [id, '\uffff']).delete();
    await db.sources.delete(id);
    w.journal({ kind: 'settings.changed', data: { source: id, kind: source.kind, deleted: 'yes' } });
    return { ok: true };
  });
}
