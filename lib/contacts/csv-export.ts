import Papa from 'papaparse';
import { FORMULA_LIKE } from '@/lib/contacts/csv';
import { keptFromEntities } from '@/lib/contacts/html-entities';
import { personKeyText } from '@/lib/domain/person-key';
import { profileUrl } from '@/lib/contacts/profile-url';
import type { ImportedPerson } from '@/lib/contacts/connections-csv';

/** One column of an export: its header and the cell of a row. */
export type ExportColumn<Row> = { readonly header: string; readonly cell: (row: Row) => string | number };

/**
 * A CSV text that spreadsheets open without running anything: cells that begin like a formula get an apostrophe before
 * them, which `readTable` takes off again. With byte order mark, because Excel reads UTF-8 only then; lines end in CRLF.
 */
export function exportCsv<Row>(columns: readonly ExportColumn<Row>[], rows: Iterable<Row>): string {
  const data = Array.from(rows, (row) => columns.map((column) => String(column.cell(row))));
  // The library's own pattern misses a formula that holds a line break.
  const text = Papa.unparse({ fields: columns.map((column) => column.header), data }, { escapeFormulae: FORMULA_LIKE, newline: '\r\n' });
  return `\uFEFF${text}\r\n`;
}

/** A contact as exported: what an import of the same file reads again. */
export type ExportedPerson = Omit<ImportedPerson, 'row'>;

/** The columns of a contacts export, readable by `openAnyCsv` without any mapping by hand. `customNames` in their order. */
export function contactColumns(customNames: readonly string[]): readonly ExportColumn<ExportedPerson>[] {
  return [
    { header: 'First Name', cell: (person) => keptFromEntities(person.firstName) },
    { header: 'Last Name', cell: (person) => keptFromEntities(person.lastName) },
    { header: 'URL', cell: (person) => profileUrl(person.key) },
    { header: 'Email Address', cell: (person) => person.email },
    { header: 'Company', cell: (person) => keptFromEntities(person.company) },
    { header: 'Position', cell: (person) => keptFromEntities(person.position) },
    { header: 'Connected On', cell: (person) => person.connectedOn ?? '' },
    { header: 'Language', cell: (person) => person.language ?? '' },
    { header: 'Tags', cell: (person) => person.tags.join('; ') },
    { header: 'Notes', cell: (person) => person.notes },
    ...customNames.map((name): ExportColumn<ExportedPerson> => ({ header: name, cell: (person) => (Object.hasOwn(person.custom, name) ? (person.custom[name] ?? '') : '') })),
  ];
}

/** People in a stable order, so that two exports of the same contacts are the same file. */
export function inExportOrder(people: readonly ExportedPerson[]): readonly ExportedPerson[] {
  return [...people].sort((a, b) => (personKeyText(a.key) < personKeyText(b.key) ? -1 : 1));
}
