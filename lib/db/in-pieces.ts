import type { EntityTable, Table } from 'dexie';

/** Rows brought at once: few enough that none of them keeps a page from answering. */
const PIECE = 1_000;

/** Every row whose two-part primary key begins with `first`, in pieces by its second part, which `second` reads from a row. */
export async function inPieces<T>(table: Table<T, [string, string]>, first: string, second: (row: T) => string, each: (rows: T[]) => void): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await table.where(':id').between([first, after], [first, '\uffff'], after === '', true).limit(PIECE).toArray();
    each(rows);
    const last = rows.at(-1);
    if (rows.length < PIECE || last === undefined) return;
    after = second(last);
  }
}

/** Every row of a table in pieces, in the order of its ids. */
export async function wholeInPieces<T extends { id: string }>(table: EntityTable<T, 'id'>, each: (rows: T[]) => void): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await table.where(':id').above(after).limit(PIECE).toArray();
    each(rows);
    const last = rows.at(-1);
    if (rows.length < PIECE || last === undefined) return;
    after = last.id;
  }
}
