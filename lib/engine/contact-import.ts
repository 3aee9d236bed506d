import { aliasOf, connectionAfter, contactAfter, contactFrom } from '@/lib/contacts/apply-person';
import type { ImportedPerson } from '@/lib/contacts/connections-csv';
import type { Alias, ImportChange, ImportIssue, ImportRow, NurturesDb } from '@/lib/db/schema';
import { write } from '@/lib/db/write';
import type { MemberId } from '@/lib/domain/campaign';
import { aliasKey, type Connection, type Contact } from '@/lib/domain/contact';
import type { ListEntry, Source } from '@/lib/domain/source';
import { loadExclusions, type ExclusionBook } from '@/lib/engine/exclusions';
import { rememberCustomColumns } from '@/lib/engine/custom-columns';
import { voidChangedTexts } from '@/lib/engine/void-texts';

/** Rows written in one transaction: large enough to be fast, small enough that the worker never waits long. */
export const IMPORT_CHUNK = 2_000;
/** Remarks kept with the import; more are counted only. */
export const ISSUES_MAX = 10_000;

/** What is imported, and as what. */
export interface ImportOrder {
  id: string;
  kind: 'connections' | 'mapped' | 'pasted' | 'sync';
  fileName: string;
  people: readonly ImportedPerson[];
  issues: readonly ImportIssue[];
  /**
   * Whose connections these people are. Absent: nobody becomes a connection by it (a file of profile addresses proves none).
   */
  memberId?: MemberId;
  /** put the people, in the order of the file, into this list */
  list?: { id: string; name: string };
}

/** How an import reports and is stopped. `done` and `total` count people. */
export interface ImportControl {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
  /** makes ids for new contacts */
  newId: () => string;
}

interface Chunk {
  contacts: Contact[];
  aliases: Alias[];
  connections: Connection[];
  changes: ImportChange[];
  entries: ListEntry[];
  changedTexts: Contact[];
}

function takePerson(person: ImportedPerson, known: Contact | undefined, connection: Connection | undefined, order: ImportOrder, row: ImportRow, chunk: Chunk, newId: () => string, now: number): Contact {
  const contact = known === undefined ? contactFrom(person, newId(), order.id, now) : contactAfter(known, person, now);
  const id = contact?.id ?? known?.id ?? '';
  const connected = order.memberId === undefined ? undefined : connectionAfter(connection, person, order.memberId, id, now);
  if (contact !== undefined) chunk.contacts.push(contact);
  if (connected !== undefined) chunk.connections.push(connected);
  if (known === undefined) {
    row.added += 1;
    chunk.aliases.push({ key: aliasOf(person), contactId: id });
  } else if (contact !== undefined || connected !== undefined) {
    row.updated += 1;
    if (contact !== undefined) chunk.changedTexts.push(contact);
    chunk.changes.push({
      importId: order.id, contactId: id, connection: connected === undefined ? 'same' : (connection ?? 'none'),
      ...(contact === undefined ? {} : { before: known }),
    });
  } else {
    row.unchanged += 1;
  }
  return contact ?? known ?? contactFrom(person, id, order.id, now);
}

function importChunk(db: NurturesDb, now: number, order: ImportOrder, people: readonly ImportedPerson[], offset: number, row: ImportRow, book: ExclusionBook, newId: () => string): Promise<ImportRow> {
  return write(db, now, async (w) => {
    const next: ImportRow = { ...row, issues: [...row.issues] };
    const keys = people.map(aliasOf);
    const aliases = await db.aliases.bulkGet(keys);
    const knownIds = aliases.flatMap((alias) => (alias === undefined ? [] : [alias.contactId]));
    const known = new Map((await db.contacts.bulkGet(knownIds)).flatMap((contact) => (contact === undefined ? [] : [[contact.id, contact] as const])));
    const memberId = order.memberId;
    const connections = memberId === undefined || knownIds.length === 0
      ? []
      : await db.connections.bulkGet(knownIds.map((id): [string, string] => [memberId, id]));
    const connectionOf = new Map(connections.flatMap((connection) => (connection === undefined ? [] : [[connection.contactId, connection] as const])));
    const chunk: Chunk = { contacts: [], aliases: [], connections: [], changes: [], entries: [], changedTexts: [] };
    const inChunk = new Set<string>();
    for (const [index, person] of people.entries()) {
      const key = keys[index] ?? '';
      const alias = aliases[index];
      if (alias === undefined && book.erased(key)) {
        next.skippedCount += 1;
        next.issues.push({ effect: 'skipped', row: person.row, reason: 'person-erased', params: {} });
        continue;
      }
      const before = alias === undefined ? undefined : known.get(alias.contactId);
      // two keys of one file can lead to one known contact: the second row adds to what the first made of it
      const contact = takePerson(person, before, before === undefined ? undefined : connectionOf.get(before.id), order, next, chunk, newId, now);
      if (before !== undefined) known.set(before.id, contact);
      if (book.of(contact) !== undefined) next.excluded += 1;
      if (order.list !== undefined && !inChunk.has(contact.id)) chunk.entries.push({ sourceId: order.list.id, contactId: contact.id, order: offset + index });
      inChunk.add(contact.id);
    }
    await db.contacts.bulkPut(chunk.contacts);
    await rememberCustomColumns(db, chunk.contacts);
    await db.aliases.bulkAdd(chunk.aliases);
    await db.connections.bulkPut(chunk.connections);
    if (chunk.changes.length > 0) await addChanges(db, chunk.changes);
    if (chunk.entries.length > 0) await addEntries(db, chunk.entries);
    await db.imports.put(next);
    await voidChangedTexts(w, chunk.changedTexts);
    return next;
  });
}

async function addChanges(db: NurturesDb, changes: readonly ImportChange[]): Promise<void> {
  const stored = await db.importChanges.bulkGet(changes.map(({ importId, contactId }): [string, string] => [importId, contactId]));
  await db.importChanges.bulkPut(changes.filter((_, index) => stored[index] === undefined).reverse());
}

async function addEntries(db: NurturesDb, entries: readonly ListEntry[]): Promise<void> {
  const stored = await db.listEntries.bulkGet(entries.map(({ sourceId, contactId }): [string, string] => [sourceId, contactId]));
  await db.listEntries.bulkPut(entries.filter((_, index) => stored[index] === undefined));
}

async function begin(db: NurturesDb, now: number, order: ImportOrder): Promise<{ row: ImportRow; offset: number }> {
  return write(db, now, async () => {
    let offset = 0;
    if (order.list !== undefined) {
      const known = await db.sources.get(order.list.id);
      const source: Source = known ?? { id: order.list.id, kind: 'list', name: order.list.name, createdAt: now };
      await db.sources.put(source);
      const last = await db.listEntries.where('[sourceId+order]').between([order.list.id, -Infinity], [order.list.id, Infinity]).last();
      offset = last === undefined ? 0 : last.order + 1;
    }
    const row: ImportRow = {
      id: order.id, at: now, kind: order.kind, fileName: order.fileName, added: 0, updated: 0, unchanged: 0, excluded: 0, state: 'running',
      issues: order.issues.slice(0, ISSUES_MAX), skippedCount: order.issues.filter((issue) => issue.effect === 'skipped').length,
      ...(order.memberId === undefined ? {} : { memberId: order.memberId }),
      ...(order.list === undefined ? {} : { sourceId: order.list.id }),
    };
    await db.imports.put(row);
    return { row, offset };
  });
}

/**
 * Writes the people of a file as contacts, connections of the named member and entries of a list, in chunks. Canceled, it
 * undoes what it wrote; a crash leaves a row marked `running`, which can be undone like any other. Hand edits stay.
 * Everyone erased before is left out, everyone on the do-not-contact list is counted.
 */
export async function importPeople(db: NurturesDb, now: number, order: ImportOrder, control: ImportControl): Promise<{ kind: 'done'; row: ImportRow } | { kind: 'canceled' }> {
  const book = await loadExclusions(db);
  const start = await begin(db, now, order);
  let row = start.row;
  const people = [...new Map(order.people.map((person) => [aliasOf(person), person])).values()];
  const total = people.length;
  for (let from = 0; from < total; from += IMPORT_CHUNK) {
    if (control.signal?.aborted === true) {
      await undoImport(db, now, order.id);
      return { kind: 'canceled' };
    }
    row = await importChunk(db, now, order, people.slice(from, from + IMPORT_CHUNK), start.offset + from, row, book, control.newId);
    control.onProgress?.(Math.min(total, from + IMPORT_CHUNK), total);
  }
  const done: ImportRow = { ...row, state: 'done', issues: row.issues.slice(0, ISSUES_MAX) };
  await write(db, now, async (w) => {
    await db.imports.put(done);
    const { added, updated, unchanged, skippedCount: skipped } = done;
    w.journal({ kind: 'import.done', ...(order.memberId === undefined ? {} : { memberId: order.memberId }), data: { import: order.id, kind: order.kind, added, updated, unchanged, skipped } });
  });
  return { kind: 'done', row: done };
}

/** What an undo left in place, because it is in use or was changed since. */
export interface UndoResult {
  removed: number;
  restored: number;
  kept: number;
}

/**
 * Those of these contacts that something else knows: a campaign, a reply, a conversation, the do-not-contact list. They stay whatever is
 * undone, because imported again they would be strangers, without the mark or the quiet period that holds for them.
 */
async function usedOf(db: NurturesDb, ids: readonly string[]): Promise<Set<string>> {
  const [enrolled, replied, talked, excluded] = await Promise.all([
    db.enrollments.where('contactId').anyOf([...ids]).toArray(), db.replies.where('contactId').anyOf([...ids]).toArray(), db.threads.where('contactId').anyOf([...ids]).toArray(),
    db.exclusions.where('[kind+value]').anyOf(ids.map((id): [string, string] => ['person', id])).toArray(),
  ]);
  return new Set([...[...enrolled, ...replied, ...talked].map((row) => row.contactId), ...excluded.map((exclusion) => exclusion.value)]);
}

/** Every key that leads to a contact. */
function keysOf(contact: Contact): string[] {
  return [...contact.slugs.map((slug) => aliasKey('slug', slug)), ...(contact.memberId === undefined ? [] : [aliasKey('id', contact.memberId)])];
}

async function removeAdded(db: NurturesDb, row: ImportRow, contacts: readonly Contact[], result: UndoResult): Promise<void> {
  const used = await usedOf(db, contacts.map((contact) => contact.id));
  const going: Contact[] = [];
  const staying: Contact[] = [];
  for (const contact of contacts) {
    if (contact.updatedAt !== contact.createdAt || used.has(contact.id)) {
      const { importId: _import, ...rest } = contact;
      staying.push(rest);
    } else {
      going.push(contact);
    }
  }
  await db.contacts.bulkPut(staying);
  await db.contacts.bulkDelete(going.map((contact) => contact.id));
  await db.aliases.bulkDelete(going.flatMap(keysOf));
  const members = new Set([...(await db.members.toCollection().primaryKeys()), ...(row.memberId === undefined ? [] : [row.memberId])]);
  for (const memberId of members) {
    const pairs = going.map(({ id }): [string, string] => [memberId, id]);
    await db.connections.bulkDelete(pairs);
  }
  for (const list of await db.sources.where('kind').equals('list').primaryKeys()) await db.listEntries.bulkDelete(going.map(({ id }): [string, string] => [list, id]));
  result.removed += going.length;
  result.kept += staying.length;
}

async function restoreChanged(db: NurturesDb, changes: readonly ImportChange[], row: ImportRow, result: UndoResult): Promise<void> {
  for (const change of changes) {
    const contact = await db.contacts.get(change.contactId);
    if (contact === undefined) continue;
    if (change.before !== undefined) {
      if (contact.updatedAt === row.at) {
        // A hold is a matter of messages: it is as it is now, whatever it was when the file came.
        const { heldBy: _then, ...before } = change.before;
        await db.contacts.put({ ...before, ...(contact.heldBy === undefined ? {} : { heldBy: contact.heldBy }) });
        result.restored += 1;
      } else {
        result.kept += 1;
      }
    }
    if (row.memberId === undefined || change.connection === 'same') continue;
    const connection = await db.connections.get([row.memberId, change.contactId]);
    if (connection?.at !== row.at || connection.source !== 'import') continue;
    if (change.connection === 'none') await db.connections.delete([row.memberId, change.contactId]);
    else await db.connections.put(change.connection);
  }
}

/**
 * Takes an import back: people it added go, people it changed become what they were, the list it made goes. Who has been
 * enrolled or was edited since stays as is and is counted. Works on an import a crash left unfinished too. `onProgress` counts people
 * looked at, as an import counts those it writes.
 */
export async function undoImport(db: NurturesDb, now: number, importId: string, onProgress: (done: number) => void = () => undefined): Promise<({ ok: true } & UndoResult) | { ok: false; reason: 'gone' | 'undone' }> {
  const row = await db.imports.get(importId);
  if (row === undefined) return { ok: false, reason: 'gone' };
  if (row.state === 'undone') return { ok: false, reason: 'undone' };
  const result: UndoResult = { removed: 0, restored: 0, kept: 0 };
  for (;;) {
    const more = await write(db, now, async () => {
      const added = await db.contacts.where('importId').equals(importId).limit(IMPORT_CHUNK).toArray();
      await removeAdded(db, row, added, result);
      return added.length > 0;
    });
    onProgress(result.removed + result.kept);
    if (!more) break;
  }
  await write(db, now, async (w) => {
    const changes = await db.importChanges.where('[importId+contactId]').between([importId, ''], [importId, '\uffff']).toArray();
    await restoreChanged(db, changes, row, result);
    await db.importChanges.bulkDelete(changes.map(({ contactId }): [string, string] => [importId, contactId]));
    if (row.sourceId !== undefined) await dropOwnList(db, row.sourceId, row.at);
    await db.imports.put({ ...row, state: 'undone' });
    w.journal({ kind: 'import.undone', data: { import: importId, ...result } });
  });
  return { ok: true, ...result };
}

async function dropOwnList(db: NurturesDb, sourceId: string, importedAt: number): Promise<void> {
  const source = await db.sources.get(sourceId);
  if (source === undefined || source.createdAt !== importedAt) return;
  if ((await db.campaigns.where('sourceId').equals(sourceId).count()) > 0) return;
  await db.listEntries.where('[sourceId+contactId]').between([sourceId, ''], [sourceId, '\uffff']).delete();
  await db.sources.delete(sourceId);
}

/** Every import that was not of the connections page, the newest first. */
export async function readImports(db: NurturesDb): Promise<ImportRow[]> {
  return db.imports.orderBy('at').reverse().toArray();
}
