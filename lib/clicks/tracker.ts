/**
 * The one port to whatever counts clicks. Every adapter keeps the same promises:
 * - `ensureLinks` is idempotent under our own key, so a worker that died between request and answer repeats the call;
 * - it is all or nothing for the caller: either every link asked for stands, or a failure says why none may be used;
 * - a failure is a value with a code of a closed set; an exception is a bug.
 */

export const trackerKinds = ['redirector', 'shlink', 'kutt', 'dub'] as const;
export type TrackerKind = (typeof trackerKinds)[number];

/** A link to stand behind a key. `key` comes from `link-key.ts`; `target` is the http(s) address as the author wrote it. */
export type LinkRequest = { readonly key: string; readonly target: string };

/** A link that stands: who opens `url` arrives at `target` and is counted under `key`. */
export type TrackedLink = { readonly key: string; readonly target: string; readonly url: string };

/**
 * Totals of one link since it was made. `clicks` never holds known bots as far as the tracker can tell them;
 * `unique` and `bots` are null where the tracker does not tell them.
 */
export type ClickCounts = {
  readonly key: string;
  readonly clicks: number;
  readonly unique: number | null;
  readonly bots: number | null;
};

/** What a successful *Test connection* learned: how many links the tracker already holds, where it says so. */
export type TrackerCheck = { readonly links: number | null };

export const trackerFailureCodes = [
  /** No answer: network, name, certificate, time-out, or a redirect where an answer was due. */
  'unreachable',
  /** The key is wrong, was revoked or lacks the right. */
  'unauthorised',
  /** The tracker will not take this target or this key. `keys` names them where it says so. */
  'refused',
  /** The key exists there with another target, or belongs to someone else. */
  'taken',
  /** The plan has no room for more links. */
  'quota',
  /** Asked too often; `retryAfter` when the tracker names a time. */
  'tooFast',
  /** The tracker broke (5xx). */
  'serverFault',
  /** An answer that is not of the promised shape: most often the address of something else. */
  'badAnswer',
  /** What we asked for is not a valid request; nothing was sent. */
  'badInput',
] as const;
export type TrackerFailureCode = (typeof trackerFailureCodes)[number];

/** `detail` is one sentence for the journal and the hover; `retryAfter` is in milliseconds. */
export type TrackerFailure = {
  readonly code: TrackerFailureCode;
  readonly detail: string;
  readonly keys: readonly string[];
  readonly retryAfter: number | null;
};

export type TrackerResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: TrackerFailure };

export type Tracker = {
  readonly kind: TrackerKind;
  /** The one origin whose host permission the tracker needs, e.g. `https://go.example.com`. */
  readonly origin: string;
  /** Whether one link per recipient is within what the tracker carries; only 'unlimited' may be offered it. */
  readonly perRecipient: 'unlimited' | 'no';
  /** Makes sure every link stands; answers in the order asked. */
  ensureLinks(links: readonly LinkRequest[]): Promise<TrackerResult<readonly TrackedLink[]>>;
  /** Totals of these keys. A key the tracker does not know is absent from the answer. */
  readClicks(keys: readonly string[]): Promise<TrackerResult<readonly ClickCounts[]>>;
  /** Whether address and key work, without creating anything. */
  check(): Promise<TrackerResult<TrackerCheck>>;
};

export function succeeded<T>(value: T): TrackerResult<T> {
  return { ok: true, value };
}

export function failed(
  code: TrackerFailureCode,
  detail: string,
  more: { readonly keys?: readonly string[]; readonly retryAfter?: number | null } = {},
): { readonly ok: false; readonly failure: TrackerFailure } {
  return { ok: false, failure: { code, detail, keys: more.keys ?? [], retryAfter: more.retryAfter ?? null } };
}
