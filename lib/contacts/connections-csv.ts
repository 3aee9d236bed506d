import { personKeyText, type PersonKey } from '@/lib/domain/person-key';
import { singleLine } from '@/lib/domain/text';
import { archiveFileOf, fieldOfColumn, type ColumnField } from '@/lib/contacts/columns';
import { dayOrderOf, readConnectedOn, type ReadDay } from '@/lib/contacts/connected-on';
import { breathe, fileRefused, readTable, type Canceled, type CsvRecord, type CsvTable, type ReadControl } from '@/lib/contacts/csv';
import { withoutEntities } from '@/lib/contacts/html-entities';
import { parseProfile } from '@/lib/contacts/profile-url';
import type { FileRefusal, NoteReason, ReasonParams, RowIssue } from '@/lib/contacts/reasons';

/** One person of a file, as written there (trimmed, one line, NFC); empty texts are ''. */
export type ImportedPerson = {
  readonly row: number;
  readonly key: PersonKey;
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly position: string;
  readonly email: string;
  /** 'YYYY-MM-DD' */
  readonly connectedOn?: string;
  readonly language?: string;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly custom: Readonly<Record<string, string>>;
};

export type PeopleRead = {
  readonly kind: 'people';
  /** Each person once, in the order of the file. */
  readonly people: readonly ImportedPerson[];
  /** In the order of the rows. */
  readonly issues: readonly RowIssue[];
  /** Rows below the header that were not empty: people + skipped. */
  readonly rows: number;
  readonly customColumns: readonly string[];
};

/** Which column each field is read from (index into the header), and what the remaining columns become. */
export type ColumnPlan = {
  readonly fields: Readonly<Partial<Record<ColumnField, number>>>;
  readonly custom: readonly { readonly name: string; readonly column: number }[];
  /** Whether a bare word in the profile column is a slug ("public identifier") or nothing. */
  readonly bareProfile: 'slug' | 'refuse';
};

const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]{2,}$/;
const ROWS_PER_BREATH = 2_000;

/**
 * Reads LinkedIn's own Connections.csv (reference section 10): any preamble, old and new columns, translated headers.
 * Files without a URL column (before 2021) are refused, because a name alone never identifies a person. Rows whose
 * member was deleted or restricted are skipped with a count.
 */
export async function readConnectionsCsv(text: string, control: ReadControl = {}): Promise<PeopleRead | FileRefusal | Canceled> {
  const table = await readTable(text, { headerScore: connectionsHeaderScore, isRecord }, control);
  if (table.kind === 'canceled') return table;
  const found = archiveFileOf(text);
  if (table.kind === 'refused') {
    if (table.reason !== 'no-header') return table;
    if (found !== undefined && found !== 'Connections.csv') return fileRefused('wrong-file', { found, expected: 'Connections.csv' });
    return fileRefused('no-header', { expected: 'First Name, Last Name, URL, Connected On' });
  }
  const fields = fieldsByName(table.header);
  if (fields.profile === undefined) return fileRefused('no-profile-column');
  return readPeople(table, { fields, custom: [], bareProfile: 'refuse' }, control);
}

function connectionsHeaderScore(cells: readonly string[]): number {
  const fields = fieldsByName(cells);
  const named = fields.firstName !== undefined || fields.lastName !== undefined || fields.fullName !== undefined;
  return named && (fields.profile !== undefined || fields.connectedOn !== undefined) ? Object.keys(fields).length : 0;
}

/** A line is surely a record when it has the header's cells and a profile in the right one. */
function isRecord(cells: readonly string[], header: readonly string[]): boolean {
  if (cells.length !== header.length) return false;
  const column = fieldsByName(header).profile;
  return column !== undefined && parseProfile(cells[column] ?? '', 'refuse').kind === 'person';
}

/** Fields whose column is known by name; the first column of a kind counts. */
export function fieldsByName(header: readonly string[]): Partial<Record<ColumnField, number>> {
  const fields: Partial<Record<ColumnField, number>> = {};
  for (const [column, name] of header.entries()) {
    const field = fieldOfColumn(name);
    if (field !== undefined && fields[field] === undefined) fields[field] = column;
  }
  return fields;
}

/**
 * Turns the records of a table into people: every row becomes a person, joins the person of an earlier row (which gets
 * what it lacked), or is skipped with its reason.
 */
export async function readPeople(table: CsvTable, plan: ColumnPlan, control: ReadControl = {}): Promise<PeopleRead | FileRefusal | Canceled> {
  if (table.records.length === 0) return fileRefused('no-rows');
  const dateColumn = plan.fields.connectedOn;
  const order = dateColumn === undefined ? 'unknown' : dayOrderOf(columnCells(table.records, dateColumn));
  const readDay = remembering((cell) => readConnectedOn(cell, order));
  const people = new Map<string, ImportedPerson>();
  const issues: RowIssue[] = [];
  for (const [index, record] of table.records.entries()) {
    if (index % ROWS_PER_BREATH === ROWS_PER_BREATH - 1) await breathe();
    if (control.signal?.aborted === true) return { kind: 'canceled' };
    const read = readRecord(record, table.header.length, plan, readDay);
    issues.push(...read.issues);
    if (read.person === undefined) continue;
    const key = personKeyText(read.person.key);
    const earlier = people.get(key);
    if (earlier === undefined) {
      people.set(key, read.person);
    } else {
      people.set(key, joined(earlier, read.person));
      issues.push({ effect: 'skipped', row: record.row, reason: 'duplicate-in-file', params: { firstRow: earlier.row } });
    }
  }
  return { kind: 'people', people: [...people.values()], issues, rows: table.records.length, customColumns: plan.custom.map((column) => column.name) };
}

type ReadRecord = { readonly person?: ImportedPerson; readonly issues: readonly RowIssue[] };

function readRecord(record: CsvRecord, width: number, plan: ColumnPlan, readDay: (cell: string) => ReadDay): ReadRecord {
  const { row } = record;
  const skip = (reason: Extract<RowIssue, { effect: 'skipped' }>['reason'], params: ReasonParams = {}): ReadRecord => ({
    issues: [{ effect: 'skipped', row, reason, params }],
  });
  if (record.state === 'broken-quotes') return skip('broken-quotes');
  const profileColumn = plan.fields.profile ?? -1;
  const tooMany = record.cells.findLastIndex((cell) => cell.trim() !== '') >= width;
  const raw = (column: number | undefined): string => (column === undefined || (tooMany && column > profileColumn) ? '' : (record.cells[column] ?? ''));
  const cell = (field: ColumnField): string => singleLine(raw(plan.fields[field]));

  const profileCell = cell('profile');
  const profile = parseProfile(profileCell, plan.bareProfile);
  if (profile.kind === 'refused') {
    if (tooMany) return skip('cells-shifted');
    const nameless = cell('firstName') === '' && cell('lastName') === '' && cell('fullName') === '';
    if (profile.reason === 'no-profile' && nameless) return skip('deleted-member');
    return skip(profile.reason, { value: profileCell.slice(0, 200) });
  }

  const issues: RowIssue[] = record.notes.map((reason) => ({ effect: 'kept', row, reason, params: {} }));
  const note = (reason: NoteReason, value?: string): void => {
    issues.push({ effect: 'kept', row, reason, params: value === undefined ? {} : { value: value.slice(0, 200) } });
  };
  if (tooMany) note('extra-cells-dropped');

  const day = readDay(raw(plan.fields.connectedOn));
  if (day.kind === 'bad-date' || day.kind === 'ambiguous-date') note(day.kind, cell('connectedOn'));
  const email = cell('email').replace(/^mailto:/i, '');
  const goodEmail = EMAIL.test(email) ? email : '';
  if (email !== '' && goodEmail === '') note('bad-email', email);
  const languageCell = cell('language');
  const language = readLanguage(languageCell);
  if (languageCell !== '' && language === undefined) note('bad-language', languageCell);

  // What messages say: an "&amp;" in it would be read by somebody.
  const meant = (field: ColumnField): string => singleLine(withoutEntities(cell(field)));
  const full = splitFullName(meant('fullName'));
  const custom: Record<string, string> = {};
  for (const { name, column } of plan.custom) {
    const value = raw(column).replace(/\r\n?/g, '\n').normalize('NFC').trim();
    if (value !== '') custom[name] = value;
  }
  return {
    issues,
    person: {
      row,
      key: profile.key,
      firstName: meant('firstName') || (cell('lastName') === '' ? full.firstName : ''),
      lastName: meant('lastName') || (cell('firstName') === '' ? full.lastName : ''),
      company: meant('company'),
      position: meant('position'),
      email: goodEmail,
      ...(day.kind === 'day' && { connectedOn: day.day }),
      ...(language !== undefined && { language }),
      tags: [...new Set(raw(plan.fields.tags).split(/[,;|\n]/).map(singleLine).filter((tag) => tag !== ''))],
      notes: raw(plan.fields.notes).replace(/\r\n?/g, '\n').trim(),
      custom,
    },
  };
}

/** The answers of a pure function kept by argument: a network of 30,000 was made on far fewer days. */
function remembering<T>(answer: (cell: string) => T): (cell: string) => T {
  const known = new Map<string, T>();
  return (cell) => {
    const kept = known.get(cell);
    if (kept !== undefined) return kept;
    const made = answer(cell);
    known.set(cell, made);
    return made;
  };
}

function* columnCells(records: readonly CsvRecord[], column: number): Iterable<string> {
  for (const record of records) yield record.cells[column] ?? '';
}

/** "Ana María Novak" → first word and the rest; "Novak, Ana" → the other way round. */
function splitFullName(name: string): { readonly firstName: string; readonly lastName: string } {
  const turned = /^([^,]+), ([^,]+)$/.exec(name);
  // "Ana Novak, PhD" is a suffix, not a name turned round: a family name comes alone before the comma.
  if (turned !== null && !(turned[1] ?? '').includes(' ')) return { firstName: turned[2] ?? '', lastName: turned[1] ?? '' };
  const space = name.indexOf(' ');
  return space === -1 ? { firstName: name, lastName: '' } : { firstName: name.slice(0, space), lastName: name.slice(space + 1) };
}

function readLanguage(text: string): string | undefined {
  if (!/^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/i.test(text)) return undefined;
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

function joined(first: ImportedPerson, second: ImportedPerson): ImportedPerson {
  const connectedOn = first.connectedOn ?? second.connectedOn;
  const language = first.language ?? second.language;
  return {
    row: first.row,
    key: first.key,
    firstName: first.firstName || second.firstName,
    lastName: first.lastName || second.lastName,
    company: first.company || second.company,
    position: first.position || second.position,
    email: first.email || second.email,
    ...(connectedOn !== undefined && { connectedOn }),
    ...(language !== undefined && { language }),
    tags: [...new Set([...first.tags, ...second.tags])],
    notes: first.notes || second.notes,
    custom: { ...second.custom, ...first.custom },
  };
}
