import { hexOf, hmacSha256, utf8Bytes } from '@/lib/domain/sha256';
import type { NurturesDb } from '@/lib/db/schema';

/** Keys for hashes of erased persons: this browser's own first, then those that came with backups. */
export async function personHashKeys(db: NurturesDb): Promise<string[]> {
  const value = (await db.settings.get('personHashKeys'))?.value;
  return Array.isArray(value) ? value.filter((key) => typeof key === 'string') : [];
}

/** Keyed hash of a person's key (`id:…` or `slug:…`), from which the person cannot be told without the key. */
export function personHash(key: string, alias: string): string {
  return hexOf(hmacSha256(utf8Bytes(key), utf8Bytes(alias)));
}
