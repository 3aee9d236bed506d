import type { Page } from 'playwright-core';

/** Every row of one of the product's tables, as an extension page sees them. */
export function storedRows<T>(page: Page, table: string): Promise<T[]> {
  return page.evaluate(async (name) => {
    const finished = <V>(request: IDBRequest<V>) =>
      new Promise<V>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result), { once: true });
        request.addEventListener('error', () => reject(request.error), { once: true });
      });
    const db = await finished(indexedDB.open('nurtures'));
    const rows: unknown = await finished(db.transaction(name).objectStore(name).getAll());
    db.close();
    return rows as T[];
  }, table);
}

/** The value of one setting, or undefined. */
export async function storedSetting<T>(page: Page, key: string): Promise<T | undefined> {
  return (await storedRows<{ key: string; value: T }>(page, 'settings')).find((row) => row.key === key)?.value;
}

/** Writes or removes rows of one table. */
export function store(page: Page, table: string, rows: readonly object[], remove: readonly string[] = []): Promise<void> {
  return page.evaluate(async ({ name, put, gone }) => {
    const opened = indexedDB.open('nurtures');
    await new Promise((resolve) => opened.addEventListener('success', resolve, { once: true }));
    const transaction = opened.result.transaction(name, 'readwrite');
    for (const row of put) transaction.objectStore(name).put(row);
    for (const key of gone) transaction.objectStore(name).delete(key);
    await new Promise((resolve, reject) => {
      transaction.addEventListener('complete', resolve, { once: true });
      transaction.addEventListener('error', reject, { once: true });
    });
    opened.result.close();
  }, { name: table, put: [...rows], gone: [...remove] });
}

/** A database, as far as its rows can be read. */
interface Stored {
  readonly tables: readonly { readonly name: string; toArray(): PromiseLike<unknown[]> }[];
}

/**
 * Puts a database's rows into the extension's own, as the page that is open sees it. With `instead` the rows that were there are gone
 * first.
 */
export async function putInto(page: Page, db: Stored, how: 'beside' | 'instead' = 'beside'): Promise<void> {
  const tables = Object.fromEntries(await Promise.all(db.tables.map(async (table): Promise<[string, unknown[]]> => [table.name, await table.toArray()])));
  await page.evaluate(async ({ rows, how }) => {
    const opened = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('nurtures');
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('no database')));
    });
    const names = Object.keys(rows);
    const transaction = opened.transaction(names, 'readwrite');
    if (how === 'instead') for (const name of names) transaction.objectStore(name).clear();
    for (const name of names) for (const row of rows[name] ?? []) transaction.objectStore(name).put(row);
    await new Promise((resolve) => {
      transaction.addEventListener('complete', resolve);
    });
    opened.close();
  }, { rows: tables, how });
}
