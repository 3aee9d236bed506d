import Papa from 'papaparse';
import { readConnectionsCsv } from '@/lib/contacts/connections-csv';
import { NurturesDb } from '@/lib/db/schema';
import type { Contact } from '@/lib/domain/contact';
import { importPeople } from '@/lib/engine/contact-import';
import { membersOf, segmentFacts } from '@/lib/engine/segments';

// Runs inside the browser: a Connections.csv of 30,000 rows to usable contacts, beside the least any program must do for it.

const ROWS = 30_000;
const MEMBER = 'ACoAAB000000000000000000000000000000001';
const NOW = Date.UTC(2027, 0, 4);

function csv(): string {
  const rows = Array.from({ length: ROWS }, (_, index) =>
    `Name${index % 700},Family${index},https://www.linkedin.com/in/person-${index},,"Company ${index % 4000}, Inc.",Position ${index % 300},${String((index % 28) + 1).padStart(2, '0')} Mar 2024`);
  return ['Notes:', '"When exporting your connection data, some are missing."', '', 'First Name,Last Name,URL,Email Address,Company,Position,Connected On', ...rows].join('\r\n');
}

async function freshDb(name: string): Promise<NurturesDb> {
  const db = new NurturesDb(name);
  await db.delete();
  await db.open();
  return db;
}

/** Milliseconds of the product's own import. */
async function product(text: string): Promise<number> {
  const db = await freshDb('product');
  const start = performance.now();
  const read = await readConnectionsCsv(text);
  if (read.kind !== 'people') throw new Error(`not read: ${read.kind}`);
  let last = 0;
  const result = await importPeople(db, NOW, { id: 'i', kind: 'connections', fileName: 'c', people: read.people, issues: read.issues, memberId: MEMBER }, { newId: () => { last += 1; return `contact-${last}`; } });
  const taken = performance.now() - start;
  if (result.kind !== 'done' || result.row.added !== ROWS || (await db.contacts.count()) !== ROWS) throw new Error('not all were imported');
  return taken;
}

/** Milliseconds of a bare parse and one bare bulk write of the same rows: contacts, their keys and connections, same tables and indexes. */
async function floor(text: string): Promise<number> {
  const db = await freshDb('floor');
  const start = performance.now();
  const parsed = Papa.parse<string[]>(text, { skipEmptyLines: true }).data.slice(-ROWS);
  const contacts = parsed.map(([firstName = '', lastName = '', url = '', email = '', company = '', position = ''], index): Contact => ({
    id: `contact-${index}`, slugs: [url.slice(28)], firstName, lastName, company, position, email, tags: [], notes: '', custom: {}, handEdited: [], createdAt: NOW, updatedAt: NOW, importId: 'i',
  }));
  await db.transaction('rw', db.contacts, db.aliases, db.connections, async () => {
    await db.contacts.bulkAdd(contacts);
    await db.aliases.bulkAdd(contacts.map((contact) => ({ key: `slug:${contact.slugs[0] ?? ''}`, contactId: contact.id })));
    await db.connections.bulkAdd(contacts.map((contact) => ({ memberId: MEMBER, contactId: contact.id, connectedOn: '2024-03-01', source: 'import' as const, at: NOW })));
  });
  const taken = performance.now() - start;
  if ((await db.contacts.count()) !== ROWS) throw new Error('not all were written');
  return taken;
}

/** Milliseconds to count a segment over the imported contacts, once they are read, and to read what it asks. */
async function segment(): Promise<{ count: number; read: number }> {
  const db = new NurturesDb('product');
  const start = performance.now();
  const [contacts, facts] = await Promise.all([db.contacts.toArray(), segmentFacts(db, MEMBER)]);
  const between = performance.now();
  const found = membersOf({ all: [{ field: 'company', op: 'contains', value: 'company 39' }, { any: [{ field: 'position', op: 'is', value: 'Position 7' }, { field: 'connectedOn', op: 'after', value: '2024-03-10' }] }] }, contacts, facts);
  const end = performance.now();
  if (found.length === 0) throw new Error('nobody fits');
  return { read: between - start, count: end - between };
}

Reflect.set(globalThis, 'measure', async (who: 'product' | 'floor') => {
  const text = csv();
  return who === 'product' ? await product(text) : await floor(text);
});
Reflect.set(globalThis, 'measureSegment', segment);
