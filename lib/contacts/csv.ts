import Papa from 'papaparse';
import type { FileRefusal, NoteReason } from '@/lib/contacts/reasons';

/** One record below the header: `row` counts as a spreadsheet does, from 1. */
export type CsvRecord = {
  readonly row: number;
  readonly cells: readonly string[];
  readonly notes: readonly NoteReason[];
  /** 'broken-quotes': the columns of this record cannot be told apart; its cells are a guess. */
  readonly state: 'sound' | 'broken-quotes';
};

export type CsvTable = {
  readonly kind: 'table';
  /** Column names, trimmed, made unique ("Notes (2)"), unnamed columns "Column 3". */
  readonly header: readonly string[];
  readonly headerRow: number;
  readonly delimiter: string;
  readonly records: readonly CsvRecord[];
};

export type Canceled = { readonly kind: 'canceled' };

/** How a long read reports and stops. `done` and `total` are in characters of the file. */
export type ReadControl = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
};

/** What a reader of a certain kind of file knows about it. */
export type TableShape = {
  /** How surely these cells are the header: 0 is no, the highest score of the delimiters tried wins. */
  readonly headerScore: (cells: readonly string[]) => number;
  /** Whether a line by itself is surely a whole record; ends a quotation mark that was never closed. */
  readonly isRecord: (cells: readonly string[], header: readonly string[]) => boolean;
};

/** A cell a spreadsheet would run: export puts an apostrophe before it, reading takes one off. */
export const FORMULA_LIKE = /^'*\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^'*[\t\r\n]/;

const DELIMITERS = [',', ';', '\t', '|'] as const;
// eslint-disable-next-line no-control-regex -- control characters are ASCII too
const ASCII = /^[\x00-\x7F]*$/;
const ROWS_PER_BREATH = 1_000;
/** Latin text in UTF-16 has a zero in nearly every second byte; binary data has not. */
const NULLS_OF_UTF16 = 0.7;
const HEADER_SEARCH_RECORDS = 10_000;
/** How far behind a header of one delimiter a better one of another is still looked for, in characters. */
const HEADER_MARGIN = 20_000;
const RECORD_CHARS = 200_000;
const RECORD_CHARS_WHEN_WASTEFUL = 4_000;
const WASTE_BUDGET = 20_000_000;

/**
 * Bytes of a file as text: UTF-8 with or without byte order mark, UTF-16 as Excel writes "Unicode text", else
 * Windows-1252. Refuses what is surely no CSV: archives, workbooks, web pages, binary data.
 *
 * @param expected name of the file wanted, for the sentence
 */
export function decodeCsv(bytes: Uint8Array, expected: string): { readonly kind: 'text'; readonly text: string } | FileRefusal {
  const startsWith = (...magic: number[]): boolean => magic.every((byte, index) => bytes[index] === byte);
  if (startsWith(0x50, 0x4b, 3, 4)) {
    const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4_000));
    return start.includes('[Content_Types].xml') || start.includes('xl/') ? fileRefused('excel-workbook') : fileRefused('zip-archive', { expected });
  }
  if (startsWith(0xd0, 0xcf, 0x11, 0xe0)) return fileRefused('excel-workbook');
  if (startsWith(0xff, 0xfe)) return { kind: 'text', text: new TextDecoder('utf-16le').decode(bytes) };
  if (startsWith(0xfe, 0xff)) return { kind: 'text', text: new TextDecoder('utf-16be').decode(bytes) };
  const nulls = countNulls(bytes.subarray(0, 2_000));
  if (nulls.odd > NULLS_OF_UTF16 && nulls.even === 0) return { kind: 'text', text: new TextDecoder('utf-16le').decode(bytes) };
  if (nulls.even > NULLS_OF_UTF16 && nulls.odd === 0) return { kind: 'text', text: new TextDecoder('utf-16be').decode(bytes) };
  if (nulls.even + nulls.odd > 0 || startsWith(0x25, 0x50, 0x44, 0x46)) return fileRefused('not-text');
  const text = decodeUtf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes);
  return /^\s*(?:<!doctype html|<html)/i.test(text.slice(0, 200)) ? fileRefused('web-page') : { kind: 'text', text };
}

export function fileRefused(reason: FileRefusal['reason'], params: FileRefusal['params'] = {}): FileRefusal {
  return { kind: 'refused', reason, params };
}

/**
 * Reads a CSV text as a table. The header is found by what it says, after a preamble of any length; the delimiter is the
 * one with which the header is found. A quotation mark that never closes costs its own row only: where a following line
 * is surely a record by itself, reading starts again there. Empty rows are passed over. Yields to the event loop every
 * 2,000 rows.
 */
export async function readTable(text: string, shape: TableShape, control: ReadControl = {}): Promise<CsvTable | FileRefusal | Canceled> {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body.trim() === '') return fileRefused('empty-file');
  const start = findHeader(body, shape);
  if (start === undefined) return fileRefused('no-header');
  const { header, delimiter } = start;
  const isRecord = (cells: readonly string[]): boolean => shape.isRecord(cells, header);
  const reader = recordReader(body, delimiter, start.next, start.headerRow, isRecord);
  const records: CsvRecord[] = [];
  for (let sinceBreath = 0; ; sinceBreath += 1) {
    if (sinceBreath === ROWS_PER_BREATH) {
      sinceBreath = 0;
      control.onProgress?.(reader.position(), body.length);
      await breathe();
    }
    if (control.signal?.aborted === true) return { kind: 'canceled' };
    const record = reader.next();
    if (record === undefined) break;
    if (record.cells.some((cell) => cell.trim() !== '')) records.push(record);
  }
  control.onProgress?.(body.length, body.length);
  return { kind: 'table', header, headerRow: start.headerRow, delimiter, records };
}

type HeaderFound = { readonly header: readonly string[]; readonly headerRow: number; readonly delimiter: string; readonly next: number };

function findHeader(body: string, shape: TableShape): HeaderFound | undefined {
  let best: (HeaderFound & { readonly score: number }) | undefined;
  for (const delimiter of DELIMITERS) {
    const reader = recordReader(body, delimiter, 0, 0, (cells) => shape.headerScore(cells) > 0);
    for (let tries = 0; tries < HEADER_SEARCH_RECORDS; tries += 1) {
      if (best !== undefined && reader.position() > best.next + HEADER_MARGIN) break;
      const record = reader.next();
      if (record === undefined) break;
      const score = shape.headerScore(record.cells);
      if (score === 0) continue;
      if (best === undefined || score > best.score) {
        best = { header: uniqueNames(record.cells), headerRow: record.row, delimiter, next: reader.position(), score };
      }
      break;
    }
  }
  return best;
}

/** Names of the columns: trimmed, without the trailing run of unnamed ones, unnamed and repeated ones numbered. */
function uniqueNames(cells: readonly string[]): readonly string[] {
  const lastNamed = cells.findLastIndex((cell) => cell.trim() !== '');
  const seen = new Map<string, number>();
  return cells.slice(0, lastNamed + 1).map((cell, index) => {
    const name = cell.replace(/\s+/g, ' ').trim() || `Column ${index + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

type RecordReader = { readonly next: () => CsvRecord | undefined; readonly position: () => number };

function recordReader(
  body: string,
  delimiter: string,
  from: number,
  rowsBefore: number,
  isRecord: (cells: readonly string[]) => boolean,
): RecordReader {
  const breakMark = body.includes('\n') ? '\n' : '\r';
  let position = from;
  let row = rowsBefore;
  let wasted = 0;

  function lineEnd(start: number): number {
    const end = body.indexOf(breakMark, start);
    return end === -1 ? body.length : end;
  }

  /** Where the record that starts with an open quotation mark ends, or undefined when the mark never really closes. */
  function closingLine(start: number, firstEnd: number): number | undefined {
    const limit = wasted > WASTE_BUDGET ? RECORD_CHARS_WHEN_WASTEFUL : RECORD_CHARS;
    let end = firstEnd;
    let open = true;
    while (end < body.length && end - start < limit) {
      const lineStart = end + 1;
      end = lineEnd(lineStart);
      const line = withoutReturn(body.slice(lineStart, end));
      if (line.includes(delimiter) && hasPairedQuotes(line) && isRecord(parseCells(line, delimiter))) break;
      open = endsOpen(line, delimiter, open);
      if (!open) return end;
    }
    wasted += end - start;
    return undefined;
  }

  return {
    position: () => Math.min(position, body.length),
    next() {
      if (position >= body.length) return undefined;
      row += 1;
      const start = position;
      const end = lineEnd(start);
      const line = withoutReturn(body.slice(start, end));
      position = end + 1;
      if (!line.includes('"')) return restored(row, line.split(delimiter), []);
      if (!endsOpen(line, delimiter, false)) return restored(row, parseCells(line, delimiter), []);
      const closed = closingLine(start, end);
      if (closed === undefined) {
        const cells = line.split(delimiter).map((cell) => cell.replace(/^\s*"|"\s*$/g, '').replaceAll('""', '"'));
        return isRecord(cells) ? restored(row, cells, ['quotes-mended']) : { row, cells, notes: [], state: 'broken-quotes' };
      }
      position = closed + 1;
      return restored(row, parseCells(withoutReturn(body.slice(start, closed)), delimiter), []);
    },
  };
}

/** A line that only ends an earlier cell has a quotation mark without a partner. */
function hasPairedQuotes(line: string): boolean {
  return (line.split('"').length - 1) % 2 === 0;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function parseCells(record: string, delimiter: string): readonly string[] {
  if (!record.includes('"')) return record.split(delimiter);
  const rows: { data: string[][] } = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"' }).parse(record, 0, false);
  return rows.data[0] ?? [];
}

/**
 * Whether a quotation mark that opens a cell is still open at the end of a line, the reading of papaparse. Taken line by
 * line (`open` is the answer for the line before), so that a long record costs no more than its length.
 */
function endsOpen(line: string, delimiter: string, open: boolean): boolean {
  let at = 0;
  let inside = open;
  while (at <= line.length) {
    if (!inside) {
      if (line[at] === '"') {
        inside = true;
        at += 1;
        continue;
      }
      const next = line.indexOf(delimiter, at);
      if (next === -1) return false;
      at = next + 1;
      continue;
    }
    const quote = line.indexOf('"', at);
    if (quote === -1) return true;
    if (line[quote + 1] === '"') {
      at = quote + 2;
      continue;
    }
    let after = quote + 1;
    while (line[after] === ' ') after += 1;
    if (after >= line.length) return false;
    inside = line[after] !== delimiter;
    at = inside ? quote + 1 : after + 1;
  }
  return inside;
}

function restored(row: number, cells: readonly string[], notes: readonly NoteReason[]): CsvRecord {
  if (cells.every((cell) => ASCII.test(cell) && !cell.startsWith("'"))) return { row, cells, notes, state: 'sound' };
  let mended = false;
  const clean = cells.map((written) => {
    const cell = withoutApostrophe(written);
    if (!/[ÂÃÐÑÅÄâð][\u0080-\u00BF\u0152-\u0192\u02C6\u02DC\u2013-\u2122\u20AC]/.test(cell)) return cell;
    const text = undoDoubleEncoding(cell);
    if (text === undefined) return cell;
    mended = true;
    return text;
  });
  return { row, cells: clean, notes: mended ? [...notes, 'encoding-mended'] : notes, state: 'sound' };
}

function withoutApostrophe(cell: string): string {
  return cell.startsWith("'") && FORMULA_LIKE.test(cell.slice(1)) ? cell.slice(1) : cell;
}

const CP1252_HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** UTF-8 that was once read as Windows-1252 and saved again ("JosÃ©"), read rightly; undefined when it is not that. */
function undoDoubleEncoding(text: string): string | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const high = CP1252_HIGH.indexOf(text.charAt(index));
    if (code > 0xff && high === -1) return undefined;
    bytes[index] = high === -1 ? code : 0x80 + high;
  }
  return decodeUtf8(bytes);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Which share of the bytes at even and at odd places is zero. */
function countNulls(bytes: Uint8Array): { readonly even: number; readonly odd: number } {
  const share = (parity: number): number => {
    const ofParity = bytes.filter((_, index) => index % 2 === parity);
    return ofParity.length === 0 ? 0 : ofParity.filter((byte) => byte === 0).length / ofParity.length;
  };
  return { even: share(0), odd: share(1) };
}

/** Lets the event loop run what waits: paint, a press on cancel. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
