import { archiveFileOf, fieldOfColumn, foldColumnName, type ColumnField } from '@/lib/contacts/columns';
import { readPeople, type ColumnPlan, type PeopleRead } from '@/lib/contacts/connections-csv';
import { fileRefused, readTable, type Canceled, type CsvTable, type ReadControl } from '@/lib/contacts/csv';
import { parseProfile } from '@/lib/contacts/profile-url';
import type { FileRefusal } from '@/lib/contacts/reasons';
import { customVariableName } from '@/lib/domain/template';

/** What one column becomes: a field, a variable of its own, or nothing. */
export type ColumnUse = { readonly kind: 'field'; readonly field: ColumnField } | { readonly kind: 'custom'; readonly name: string } | { readonly kind: 'ignore' };

/** One use for each column of the header, in its order. At most one column per field. */
export type ColumnMapping = readonly ColumnUse[];

export type MappingGuess = {
  readonly kind: 'guess';
  readonly table: CsvTable;
  readonly mapping: ColumnMapping;
  /** The first rows, for the mapping screen. */
  readonly sample: readonly (readonly string[])[];
};

const SAMPLE_ROWS = 200;
const SHOWN_ROWS = 5;

/**
 * Opens any CSV and guesses what its columns are: the profile column by its name and, before that, by what stands in it;
 * the others by name; what is left becomes custom variables. The guess is shown and can be changed before `readMapped`.
 */
export async function openAnyCsv(text: string, control: ReadControl = {}): Promise<MappingGuess | FileRefusal | Canceled> {
  const named = await readTable(text, { headerScore: namedHeaderScore, isRecord: holdsProfile }, control);
  const table = named.kind === 'refused' && named.reason === 'no-header' ? await readUnnamed(text, control) : named;
  if (table.kind !== 'table') return table;
  const found = archiveFileOf(text);
  if (found === 'messages.csv' || found === 'Invitations.csv') return fileRefused('wrong-file', { found, expected: 'CSV' });
  if (table.records.length === 0) return fileRefused('no-rows');
  const mapping = guessMapping(table);
  if (!mapping.some((use) => use.kind === 'field' && use.field === 'profile')) return fileRefused('no-profile-column');
  return { kind: 'guess', table, mapping, sample: table.records.slice(0, SHOWN_ROWS).map((record) => record.cells) };
}

/** Reads the people of an opened table by a mapping. Refused when no column is mapped to the profile. */
export async function readMapped(table: CsvTable, mapping: ColumnMapping, control: ReadControl = {}): Promise<PeopleRead | FileRefusal | Canceled> {
  const fields: Partial<Record<ColumnField, number>> = {};
  const custom: { name: string; column: number }[] = [];
  for (const [column, use] of mapping.entries()) {
    if (use.kind === 'ignore') continue;
    if (column >= table.header.length) return fileRefused('unknown-column', { column: column + 1 });
    if (use.kind === 'custom') custom.push({ name: use.name, column });
    else fields[use.field] ??= column;
  }
  const profileColumn = fields.profile;
  if (profileColumn === undefined) return fileRefused('no-profile-column');
  const plan: ColumnPlan = { fields, custom, bareProfile: holdsSlugs(table.header[profileColumn] ?? '') ? 'slug' : 'refuse' };
  return readPeople(table, plan, control);
}

/**
 * A file none of whose column names is known: the header is the first full row of the data's width above the first row
 * with a profile address, else the row right above it, else (a file without header) the columns are numbered.
 */
async function readUnnamed(text: string, control: ReadControl): Promise<CsvTable | FileRefusal | Canceled> {
  const data = await readTable(text, { headerScore: (cells) => (cells.some(isProfileAddress) ? cells.length : 0), isRecord: holdsProfile }, control);
  if (data.kind !== 'table') return data.kind === 'refused' && data.reason === 'no-header' ? fileRefused('no-profile-column') : data;
  const width = data.header.length;
  const above = (accept: (cells: readonly string[]) => boolean): Promise<CsvTable | FileRefusal | Canceled> =>
    readTable(text, { headerScore: (cells) => (accept(cells) && !cells.some(isProfileAddress) ? cells.length : 0), isRecord: holdsProfile }, control);
  const full = (cells: readonly string[]): boolean => cells.length >= width && cells.every((cell) => cell.trim() !== '');
  for (const accept of [full, (cells: readonly string[]): boolean => cells.some((cell) => cell.trim() !== '')]) {
    const table = await above(accept);
    if (table.kind === 'canceled' || (table.kind === 'table' && table.headerRow < data.headerRow)) return table;
  }
  const numbered = Array.from({ length: width }, (_, column) => `Column ${column + 1}`).join(data.delimiter);
  const whole = await readTable(`${numbered}\n${text.replace(/^\uFEFF/, '')}`, { headerScore: (cells) => (cells[0] === 'Column 1' ? cells.length : 0), isRecord: holdsProfile }, control);
  return whole.kind === 'table' ? { ...whole, headerRow: 0, records: whole.records.map((record) => ({ ...record, row: record.row - 1 })) } : whole;
}

/**
 * Known column names count, a profile column above all. A record that itself holds a profile address is data, not a
 * header.
 */
function namedHeaderScore(cells: readonly string[]): number {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (filled.length === 0 || cells.some(isProfileAddress)) return 0;
  const fields = new Set(cells.map(fieldOfColumn).filter((field) => field !== undefined));
  if (fields.has('profile')) return 100 + fields.size * 2 + filled.length;
  return fields.size >= 2 ? fields.size * 2 + filled.length : 0;
}

function holdsProfile(cells: readonly string[], header: readonly string[]): boolean {
  return cells.length === header.length && cells.some(isProfileAddress);
}

function isProfileAddress(cell: string): boolean {
  return parseProfile(cell, 'refuse').kind === 'person';
}

/** Columns that hold the last part of an address, not the address: there a bare word is a slug. */
function holdsSlugs(name: string): boolean {
  return ['public identifier', 'publicidentifier', 'vanity name', 'vanityname', 'slug', 'linkedin id', 'member id'].includes(foldColumnName(name));
}

/** One use per column; every field is given to one column at most. */
export function guessMapping(table: CsvTable): ColumnMapping {
  const profileColumn = profileColumnOf(table);
  const given = new Set<ColumnField>(['profile']);
  const names = new Set<string>();
  const named = new Set(table.header.map(fieldOfColumn));
  return table.header.map((header, column): ColumnUse => {
    if (column === profileColumn) return { kind: 'field', field: 'profile' };
    const field = fieldOfColumn(header);
    // A whole name is only read where its parts have no columns of their own.
    const spare = field === 'fullName' && (named.has('firstName') || named.has('lastName'));
    if (field !== undefined && !spare && !given.has(field)) {
      given.add(field);
      return { kind: 'field', field };
    }
    const name = freeName(customVariableName(header), names);
    if (name === undefined) return { kind: 'ignore' };
    names.add(name);
    return { kind: 'custom', name };
  });
}

function freeName(wanted: string | undefined, taken: ReadonlySet<string>): string | undefined {
  if (wanted === undefined) return undefined;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!taken.has(name)) return name;
  }
}

/** The column most of whose cells are profiles; among columns without any, the one named like it. */
function profileColumnOf(table: CsvTable): number | undefined {
  const rows = table.records.slice(0, SAMPLE_ROWS);
  let best: { readonly column: number; readonly score: number } | undefined;
  for (const [column, name] of table.header.entries()) {
    const named = fieldOfColumn(name) === 'profile';
    const bare = holdsSlugs(name) ? 'slug' : 'refuse';
    const hits = rows.filter((record) => parseProfile(record.cells[column] ?? '', bare).kind === 'person').length;
    const score = hits * 2 + (bare === 'refuse' && hits > 0 ? 1 : 0) + (named ? 1 : 0);
    if (score > (best?.score ?? 0)) best = { column, score };
  }
  return best?.column;
}

