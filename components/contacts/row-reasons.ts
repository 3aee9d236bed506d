import { en } from '@/lib/i18n/en/index';

/** Codes of everything an import can say of a row. */
export type RowReason = keyof typeof en.rows;

/** Whether a stored code has a text here; one of a later version may not. */
export function isRowReason(code: string): code is RowReason {
  return Object.hasOwn(en.rows, code);
}
