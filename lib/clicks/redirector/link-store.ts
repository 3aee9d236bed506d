import type { Database } from '@/lib/clicks/redirector/bindings';
import schema from '@/lib/clicks/redirector/schema.sql?raw';

export type StoredLink = { readonly key: string; readonly target: string };
export type StoredTotals = { readonly key: string; readonly clicks: number; readonly unique: number; readonly bots: number };

const TOTALS = 'key, clicks, visitors AS "unique", bots';
const ready = new WeakMap<Database, Promise<unknown>>();

/**
 * Creates what is missing, once per running instance, so that deploying needs no step of its own for the schema. Owner's
 * calls only: a click does not wait for it.
 */
export function withSchema(db: Database): Promise<unknown> {
  const known = ready.get(db);
  if (known !== undefined) return known;
  const statements = schema
    .replace(/--.*$/gmu, '')
    .split(';')
    .filter((statement) => statement.trim() !== '')
    .map((statement) => db.prepare(statement));
  const made = db.batch(statements);
  ready.set(db, made);
  made.catch(() => ready.delete(db));
  return made;
}

/**
 * Makes these links stand; those that stand already are left as they are. If one of the keys stands with another target,
 * nothing is created and those keys come back as `taken`. Two statements whatever the number of links: the free plan allows
 * 50 per call.
 */
export async function createLinks(
  db: Database,
  links: readonly StoredLink[],
  now: number,
): Promise<{ readonly standing: readonly StoredLink[]; readonly taken: readonly string[] }> {
  const list = JSON.stringify(links);
  const insert = db
    .prepare(
      `INSERT INTO links (key, target, created_at)
       SELECT value ->> 'key', value ->> 'target', ?2 FROM json_each(?1)
       WHERE NOT EXISTS (
         SELECT 1 FROM json_each(?1) asked JOIN links ON links.key = asked.value ->> 'key'
         WHERE links.target <> asked.value ->> 'target'
       )
       ON CONFLICT (key) DO NOTHING`,
    )
    .bind(list, now);
  const select = db
    .prepare(`SELECT key, target FROM links WHERE key IN (SELECT value ->> 'key' FROM json_each(?1))`)
    .bind(list);
  const [, selected] = await db.batch<StoredLink>([insert, select]);
  const stored = new Map((selected?.results ?? []).map(({ key, target }) => [key, target]));
  const taken = links.filter(({ key, target }) => stored.has(key) && stored.get(key) !== target).map(({ key }) => key);
  return { standing: links.filter(({ key, target }) => stored.get(key) === target), taken };
}

/** Null when there is no such link; before the owner's first call there are no tables and therefore no links. */
export async function targetOf(db: Database, key: string): Promise<string | null> {
  try {
    const row = await db.prepare('SELECT target FROM links WHERE key = ?1').bind(key).first<{ target: string }>();
    return row === null ? null : row.target;
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('no such table')) return null;
    throw cause;
  }
}

export async function totalsOfKeys(db: Database, keys: readonly string[]): Promise<readonly StoredTotals[]> {
  const rows = await db
    .prepare(`SELECT ${TOTALS} FROM links WHERE key IN (SELECT value FROM json_each(?1)) ORDER BY key`)
    .bind(JSON.stringify(keys))
    .all<StoredTotals>();
  return rows.results;
}

/** Totals in the order of keys, those that start with `prefix` and come after `after`. */
export async function totalsAfter(
  db: Database,
  page: { readonly prefix: string; readonly after: string; readonly limit: number },
): Promise<readonly StoredTotals[]> {
  const rows = await db
    // '~' sorts behind every sign a key can hold, so the index alone finds the range.
    .prepare(`SELECT ${TOTALS} FROM links WHERE key > ?1 AND key >= ?2 AND key < ?2 || '~' ORDER BY key LIMIT ?3`)
    .bind(page.after, page.prefix, page.limit)
    .all<StoredTotals>();
  return rows.results;
}

export async function countOfLinks(db: Database): Promise<number> {
  const row = await db.prepare('SELECT COUNT(*) AS links FROM links').first<{ links: number }>();
  return row?.links ?? 0;
}

export async function countBot(db: Database, key: string): Promise<void> {
  await db.prepare('UPDATE links SET bots = bots + 1 WHERE key = ?1').bind(key).run();
}

/** Counts a click, and a visitor if this one was not seen on this link today; one transaction. */
export async function countClick(db: Database, key: string, day: string, visitor: string): Promise<void> {
  await db.batch([
    db.prepare('INSERT INTO visits (day, key, visitor) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING').bind(day, key, visitor),
    db.prepare('UPDATE links SET clicks = clicks + 1, visitors = visitors + changes() WHERE key = ?1').bind(key),
  ]);
}

/** The day's salt, made on the day's first click; whoever comes second takes the first one's. */
export async function saltOf(db: Database, day: string, fresh: string): Promise<string> {
  const known = await db.prepare('SELECT salt FROM salts WHERE day = ?1').bind(day).first<{ salt: string }>();
  if (known !== null) return known.salt;
  const [, made] = await db.batch<{ salt: string }>([
    db.prepare('INSERT INTO salts (day, salt) VALUES (?1, ?2) ON CONFLICT DO NOTHING').bind(day, fresh),
    db.prepare('SELECT salt FROM salts WHERE day = ?1').bind(day),
  ]);
  return made?.results[0]?.salt ?? fresh;
}

/** Deletes everything that could tell visitors of days before `day` apart. */
export async function forgetVisitorsBefore(db: Database, day: string): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM visits WHERE day < ?1').bind(day),
    db.prepare('DELETE FROM salts WHERE day < ?1').bind(day),
  ]);
}
