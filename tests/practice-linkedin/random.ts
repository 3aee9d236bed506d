/** Folds any keys into 32 well mixed bits, so that two neighbouring keys share nothing. */
export function hash(...keys: ReadonlyArray<string | number>): number {
  let h = 0x811c9dc5;
  const text = keys.join('\u001f');
  for (let i = 0; i < text.length; i += 1) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** A stream of numbers in [0, 1) that is the same for the same keys (mulberry32). */
export function stream(...keys: ReadonlyArray<string | number>): () => number {
  let state = hash(...keys);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of the values; throws on an empty list because the caller's table is wrong then. */
export function pick<T>(next: () => number, values: readonly T[]): T {
  const value = values[Math.floor(next() * values.length)];
  if (value === undefined) throw new Error('pick from an empty list');
  return value;
}

/** A shuffled copy (Fisher-Yates). */
export function shuffled<T>(next: () => number, values: readonly T[]): T[] {
  const keyed = values.map((value) => ({ value, key: next() }));
  return keyed.toSorted((a, b) => a.key - b.key).map((entry) => entry.value);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Characters of LinkedIn's id alphabet. */
export function idCharacters(next: () => number, length: number): string {
  return Array.from({ length }, () => ALPHABET[Math.floor(next() * 64)] ?? 'A').join('');
}

/** A uuid-shaped string. */
export function uuid(next: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(next() * 16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
