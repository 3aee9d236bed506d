import type { NurturesDb } from '@/lib/db/schema';

const KEY = 'customColumns';

/** Names of every custom column in use, in the order they came: variables that every message knows. */
export async function readCustomColumns(db: NurturesDb): Promise<string[]> {
  const value = (await db.settings.get(KEY))?.value;
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

/** Remembers the custom columns of these people, inside the caller's transaction. Names are never forgotten: texts may use them. */
export async function rememberCustomColumns(db: NurturesDb, people: readonly { readonly custom: Readonly<Record<string, string>> }[]): Promise<void> {
  const known = new Set(await readCustomColumns(db));
  const before = known.size;
  for (const person of people) for (const name of Object.keys(person.custom)) known.add(name);
  if (known.size > before) await db.settings.put({ key: KEY, value: [...known] });
}
