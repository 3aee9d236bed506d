/** A calendar day 'YYYY-MM-DD', nothing ('empty'), or why there is none. */
export type ReadDay =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'bad-date' }
  | { readonly kind: 'ambiguous-date' };

/** Which number comes first in dates like 05/03/2023, learned from the whole column; 'unknown' when nothing tells. */
export type DayOrder = 'day-first' | 'month-first' | 'unknown';

/** Beginnings of month names, folded, in the languages LinkedIn writes or a spreadsheet may have turned them into. */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'janv', 'ene', 'gen', 'sty', 'oca', 'янв'],
  ['feb', 'fev', 'fevr', 'lut', 'sub', 'фев'],
  ['mar', 'mars', 'marz', 'maer', 'mrt', 'мар'],
  ['apr', 'avr', 'abr', 'kwi', 'nis', 'апр'],
  ['may', 'mai', 'mag', 'mei', 'maj', 'май', 'мая'],
  ['jun', 'juin', 'giu', 'cze', 'haz', 'июн'],
  ['jul', 'juil', 'lug', 'lip', 'tem', 'июл'],
  ['aug', 'aou', 'ago', 'sie', 'авг'],
  ['sep', 'set', 'wrz', 'eyl', 'сен'],
  ['oct', 'okt', 'out', 'ott', 'paz', 'eki', 'окт'],
  ['nov', 'lis', 'kas', 'ноя'],
  ['dec', 'dez', 'dic', 'gru', 'ara', 'дек'],
];

const FIRST_YEAR = 2002; // LinkedIn opened in May 2003.
const LAST_YEAR = 2099;
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

/**
 * Reads a "Connected On" cell: `12 Jan 2024`, `5 Mar 2023`, `05-Mar-23`, `Jan 12, 2024`, `2024-01-12` with or without a
 * time, month names of other languages, `12/01/2024` when the column's order is known or only one reading is a date,
 * and a spreadsheet's day number.
 */
export function readConnectedOn(text: string, order: DayOrder): ReadDay {
  const cell = text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
  if (cell === '') return { kind: 'empty' };
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ,].*)?$/.exec(cell);
  if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named =
    /^(?<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?[ \-/.]*(?:de |of )?(?<month>[\p{L}]{3,})\.?[ \-/.,]*(?:de )?(?<year>\d{4}|\d{2})$/u.exec(cell) ??
    /^(?<month>[\p{L}]{3,})\.? ?(?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4}|\d{2})$/u.exec(cell);
  if (named?.groups !== undefined) {
    const month = monthOf(named.groups['month'] ?? '');
    return month === undefined ? { kind: 'bad-date' } : dayOf(fullYear(named.groups['year'] ?? ''), month, Number(named.groups['day']));
  }
  const numbers = numericParts(cell);
  if (numbers !== undefined) return fromNumbers(numbers, order);
  if (/^\d{5}(?:\.\d+)?$/.test(cell)) {
    const date = new Date(EXCEL_EPOCH + Math.floor(Number(cell)) * DAY);
    return dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  }
  return { kind: 'bad-date' };
}

/** What the cells of one column tell about the order of day and month in it. */
export function dayOrderOf(cells: Iterable<string>): DayOrder {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const cell of cells) {
    const numbers = numericParts(cell.trim().toLowerCase());
    if (numbers === undefined) continue;
    if (numbers.first > 12) dayFirst += 1;
    if (numbers.second > 12) monthFirst += 1;
  }
  if (dayFirst > 0 && monthFirst === 0) return 'day-first';
  return monthFirst > 0 && dayFirst === 0 ? 'month-first' : 'unknown';
}

type NumericDate = { readonly first: number; readonly second: number; readonly year: number };

function numericParts(cell: string): NumericDate | undefined {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ ,].*)?$/.exec(cell);
  return match === null ? undefined : { first: Number(match[1]), second: Number(match[2]), year: fullYear(match[3] ?? '') };
}

function fromNumbers({ first, second, year }: NumericDate, order: DayOrder): ReadDay {
  if (order === 'day-first') return dayOf(year, second, first);
  if (order === 'month-first') return dayOf(year, first, second);
  const dayFirst = dayOf(year, second, first);
  const monthFirst = dayOf(year, first, second);
  if (dayFirst.kind !== 'day') return monthFirst;
  if (monthFirst.kind !== 'day' || monthFirst.day === dayFirst.day) return dayFirst;
  return { kind: 'ambiguous-date' };
}

function fullYear(digits: string): number {
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}

/** The month whose longest listed beginning the word has: "juillet" is July although "jui" fits June too. */
function monthOf(word: string): number | undefined {
  let best: { readonly month: number; readonly length: number } | undefined;
  for (const [index, starts] of MONTHS.entries()) {
    for (const start of starts) {
      if (word.startsWith(start.normalize('NFKD').replace(/\p{M}+/gu, '')) && start.length > (best?.length ?? 0)) best = { month: index + 1, length: start.length };
    }
  }
  return best?.month;
}

function dayOf(year: number, month: number, day: number): ReadDay {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= FIRST_YEAR && year <= LAST_YEAR ? { kind: 'day', day: date.toISOString().slice(0, 10) } : { kind: 'bad-date' };
}
