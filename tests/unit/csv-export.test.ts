import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ImportedPerson } from '@/lib/contacts/connections-csv';
import { archiveFileOf } from '@/lib/contacts/columns';
import { contactColumns, exportCsv, inExportOrder, type ExportedPerson } from '@/lib/contacts/csv-export';
import { openAnyCsv, readMapped } from '@/lib/contacts/mapped-csv';
import { personKeyText } from '@/lib/domain/person-key';
import { singleLine } from '@/lib/domain/text';

test.each([
  ['=1+1', "'=1+1"],
  ['+33 1', "'+33 1"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  [' =1', "' =1"],
  ['=1\n+cmd', "'=1\n+cmd"],
  ['＝1', "'＝1"],
  ["'=1", "''=1"],
  ['a=1', 'a=1'],
  ['', ''],
])('the cell %j is written so that nothing runs', (value, written) => {
  expect(exportCsv([{ header: 'h', cell: () => value }, { header: 'i', cell: () => 7 }], [0])).toBe(
    written === '' ? '\uFEFFh,i\r\n,7\r\n' : `\uFEFFh,i\r\n${/^'|[\n\t]/.test(written) ? `"${written}"` : written},7\r\n`,
  );
});

const cell = fc.oneof(
  fc.constantFrom('=1+1', "'=x", '+', '-', '@', '"', '""', ',', ';', "O'Neil", 'a\nb', '\t=1', 'Ana "A", B', 'é', '🚀', 'First Name', 'Smith &amp; Sons', 'R&#38;D &', '&amp;amp;', 'https://www.linkedin.com/in/other-person'),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
);
const line = cell.map(singleLine);
const paragraph = fc.array(cell, { maxLength: 3 }).map((parts) => parts.join('\n').replace(/\r\n?/g, '\n').normalize('NFC').trim());
const CUSTOM = ['Hook', 'Title', 'Name', 'a, "b"'];
const people: fc.Arbitrary<readonly ExportedPerson[]> = fc.uniqueArray(
  fc.record(
    {
      key: fc.oneof(fc.stringMatching(/^[a-z0-9-]{3,12}[a-z]$/).map((value) => ({ kind: 'slug' as const, value })), fc.stringMatching(/^ACoAA[A-Za-z0-9_-]{34}$/).map((value) => ({ kind: 'id' as const, value }))),
      firstName: line,
      lastName: line,
      company: line,
      position: line,
      email: fc.constantFrom('', 'ana@example.test'),
      connectedOn: fc.constantFrom('2024-01-31', '2011-12-05'),
      language: fc.constantFrom('fr', 'pt-BR'),
      tags: fc.uniqueArray(fc.constantFrom('vip', 'paris 2024', '=x', 'é'), { maxLength: 3 }),
      notes: paragraph,
      custom: fc.dictionary(fc.constantFrom(...CUSTOM), paragraph.filter((text) => text !== '')),
    },
    { requiredKeys: ['key', 'firstName', 'lastName', 'company', 'position', 'email', 'tags', 'notes', 'custom'] },
  ),
  { minLength: 1, maxLength: 8, selector: (person) => personKeyText(person.key) },
);

test('contacts exported and imported are the same', async () => {
  await fc.assert(
    fc.asyncProperty(people, async (list) => {
      const opened = await openAnyCsv(exportCsv(contactColumns(CUSTOM), list));
      if (opened.kind !== 'guess') throw new Error(`not opened: ${JSON.stringify(opened)}`);
      const read = await readMapped(opened.table, opened.mapping);
      if (read.kind !== 'people') throw new Error(`not read: ${JSON.stringify(read)}`);
      const withoutRow = ({ row: _, ...person }: ImportedPerson): ExportedPerson => ({ ...person, custom: { ...person.custom } });
      expect(read.issues).toEqual([]);
      expect(inExportOrder(read.people.map(withoutRow))).toEqual(inExportOrder(list));
    }),
    { numRuns: 300 },
  );
});

test('what was exported is taken for no file of LinkedIn, whatever columns it has', () => {
  expect(archiveFileOf(exportCsv(contactColumns(['Hook']), []))).toBeUndefined();
  expect(archiveFileOf('First Name,Last Name,URL,Email Address,Company,Position,Connected On,Something New\n')).toBe('Connections.csv');
});
