import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { NurturesDb } from '@/lib/db/schema';

/** Keys for hashes of erased persons: this browser's own first, then those that came with backups. */
export async function personHashKeys(db: NurturesDb): Promise<string[]> {
  const value = (await db.settings.get('personHashKeys'))?.value;
  return Array.isArray(value) ? value.filter((key) => typeof key === 'string') : [];
}

/** Keyed hash of a person's key (`id:…` or `slug:…`), from which the person cannot be told without the key. */
export function personHash(key: string, alias: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(alias)));
}
