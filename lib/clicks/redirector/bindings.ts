/**
 * What Cloudflare hands to the Worker. Small interfaces of our own instead of a global types package: those types would
 * reach the extension's code too, where they are wrong.
 */
export type Bindings = {
  readonly DB: Database;
  /** Hex of the SHA-256 of the owner's token; the token itself is stored nowhere. Absent when deployed without it. */
  readonly TOKEN_SHA256?: string;
  /** Absent on accounts or test grounds that have no counters; then nothing is limited. */
  readonly API_LIMIT?: RateLimit;
  readonly CLICK_LIMIT?: RateLimit;
};

export type Database = {
  prepare(sql: string): Statement;
  /** Runs the statements in one transaction. */
  batch<T>(statements: readonly Statement[]): Promise<readonly { readonly results: readonly T[] }[]>;
};

type Statement = {
  bind(...values: readonly (string | number | null)[]): Statement;
  first<T>(): Promise<T | null>;
  all<T>(): Promise<{ readonly results: readonly T[] }>;
  run(): Promise<unknown>;
};

/** A counter at Cloudflare's edge; it is told a key and forgets it within a minute. */
export type RateLimit = { limit(options: { readonly key: string }): Promise<{ readonly success: boolean }> };
