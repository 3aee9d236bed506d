import Papa from 'papaparse';
import { readConnectionsCsv } from '@/lib/contacts/connections-csv';
import { NurturesDb } from '@/lib/db/schema';
import type { SegmentFilter } from '@/lib/domain/segment';
import { importPeople } from '@/lib/engine/contact-import';
import { membersOf, segmentFacts } from '@/lib/engine/segments';

const ME = 'ACoAAbench0000000000000000000000000000';
const FILTER: SegmentFilter = { all: [{ field: 'company', op: 'contains', value: 'harbor' }, { any: [{ field: 'position', op: 'contains', value: 'head' }, { field: 'connectedOn', op: 'after', value: '2020-01-01' }] }] };

/** An export of so many people, as LinkedIn writes it. */
function exportOf(rows: number): string {
  const lines = ['Notes:', '"When exporting your connection data, you may notice that some of the email addresses are missing."', '', 'First Name,Last Name,URL,Email Address,Company,Position,Connected On'];
  const companies = ['Northwind', 'Blue Harbor GmbH', '"Acme, Inc."', 'Kite Labs', 'Tulip Bank'];
  const positions = ['Engineer', 'Head of Sales', 'Founder', '"Customer Success, EMEA"', 'CFO'];
  for (let n = 0; n < rows; n += 1) {
    lines.push(`Ana${n % 900},Example${n},https://www.linkedin.com/in/ana-example-${n.toString(36)},,${companies[n % 5]},${positions[(n >> 3) % 5]},${(n % 28) + 1} Jan 20${10 + (n % 15)}`);
  }
  return lines.join('\r\n');
}

async function fresh(name: string): Promise<NurturesDb> {
  const db = new NurturesDb(name);
  await db.delete();
  return new NurturesDb(name);
}

/** The way of the product: from the file's text to contacts that can be used. */
async function product(text: string, run: number): Promise<{ ms: number; contacts: number }> {
  const db = await fresh(`bench-product-${run}`);
  await db.open();
  const begin = performance.now();
  const read = await readConnectionsCsv(text);
  if (read.kind !== 'people') throw new Error('the bench file is not read');
  let id = 0;
  await importPeople(db, 1, { id: 'bench', kind: 'connections', fileName: 'bench.csv', people: read.people, issues: read.issues, memberId: ME }, { newId: () => `c${(id += 1)}` });
  const ms = performance.now() - begin;
  const contacts = await db.contacts.count();
  db.close();
  return { ms, contacts };
}

/** The floor: a bare parse and a bare bulk write of the same rows into the same tables and indexes. */
async function floor(text: string, run: number): Promise<{ ms: number; contacts: number }> {
  const prepared = await fresh(`bench-rows-${run}`);
  const read = await readConnectionsCsv(text);
  if (read.kind !== 'people') throw new Error('the bench file is not read');
  let id = 0;
  await importPeople(prepared, 1, { id: 'bench', kind: 'connections', fileName: 'bench.csv', people: read.people, issues: [], memberId: ME }, { newId: () => `c${(id += 1)}` });
  const [contacts, aliases, connections, changes] = await Promise.all([prepared.contacts.toArray(), prepared.aliases.toArray(), prepared.connections.toArray(), prepared.importChanges.toArray()]);
  prepared.close();
  const db = await fresh(`bench-floor-${run}`);
  await db.open();
  const begin = performance.now();
  Papa.parse(text, { skipEmptyLines: true });
  await db.transaction('rw', db.contacts, db.aliases, db.connections, db.importChanges, async () => {
    await db.contacts.bulkAdd(contacts);
    await db.aliases.bulkAdd(aliases);
    await db.connections.bulkAdd(connections);
    await db.importChanges.bulkAdd(changes);
  });
  const ms = performance.now() - begin;
  const count = await db.contacts.count();
  db.close();
  return { ms, contacts: count };
}

/** Counting a segment over what the product imported; the floor reads the same rows and looks at nothing. */
async function segment(run: number): Promise<{ ms: number; floorMs: number; members: number }> {
  const db = new NurturesDb(`bench-product-${run}`);
  await db.open();
  const bare = async () => {
    const from = performance.now();
    await Promise.all([db.contacts.toArray(), db.connections.toArray()]);
    return performance.now() - from;
  };
  // Whoever reads first after an import pays for what is not in memory yet: it is neither of the two.
  await bare();
  const begin = performance.now();
  const [facts, contacts] = await Promise.all([segmentFacts(db, ME), db.contacts.toArray()]);
  const members = membersOf(FILTER, contacts, facts).length;
  const ms = performance.now() - begin;
  const floorMs = await bare();
  db.close();
  return { ms, floorMs, members };
}

async function remove(run: number): Promise<void> {
  for (const name of ['product', 'rows', 'floor']) await new NurturesDb(`bench-${name}-${run}`).delete();
}

Object.assign(globalThis, { contactsBench: { exportOf, product, floor, segment, remove } });
