import { failed, succeeded, type TrackerFailureCode, type TrackerResult } from '@/lib/clicks/tracker';
import { anyOf, fit, Misfit, object, text, type Shape } from '@/lib/domain/shape';

/** The one function the adapters need from outside; the browser's own `fetch` fits. */
export type FetchPort = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export type FetchInit = {
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** An API never redirects; following one would hand the key to somebody else. */
  readonly redirect: 'error';
  readonly credentials: 'omit';
  readonly cache: 'no-store';
  readonly signal: AbortSignal;
};

type FetchAnswer = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
};

/** An answer read to its end. `json` is undefined where the body is not JSON; `retryAfter` is in milliseconds. */
export type Answer = { readonly status: number; readonly json: unknown; readonly retryAfter: number | null };

/** Where and how an adapter speaks to its tracker. */
export type Line = { readonly fetch: FetchPort; readonly origin: string; readonly headers: Readonly<Record<string, string>> };

/** How long one call may take, in milliseconds: well inside the 30 s after which a browser ends an idle worker. */
const LONGEST_CALL = 20_000;

/** Sends one request; fails only as 'unreachable'. What the status means is for the adapter or `failureOf`. */
export async function send(line: Line, method: 'GET' | 'POST', path: string, body?: unknown): Promise<TrackerResult<Answer>> {
  const init: FetchInit = {
    method,
    headers: {
      ...line.headers,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    signal: AbortSignal.timeout(LONGEST_CALL),
  };
  try {
    const answer = await line.fetch(`${line.origin}${path}`, init);
    const text = await answer.text();
    return succeeded({ status: answer.status, json: jsonOf(text), retryAfter: retryAfterOf(answer.headers.get('retry-after')) });
  } catch (cause) {
    return failed('unreachable', cause instanceof Error ? cause.message : 'The tracker did not answer.');
  }
}

/** Sends and expects a 2xx answer of this shape. */
export async function ask<T>(
  line: Line,
  method: 'GET' | 'POST',
  path: string,
  shape: Shape<T>,
  body?: unknown,
): Promise<TrackerResult<T>> {
  const sent = await send(line, method, path, body);
  return sent.ok ? read(sent.value, shape) : sent;
}

/** Reads an answer that should be 2xx and of this shape. */
export function read<T>(answer: Answer, shape: Shape<T>): TrackerResult<T> {
  if (!isSuccess(answer)) return failureOf(answer);
  const parsed = fit(shape, answer.json);
  if (!(parsed instanceof Misfit)) return succeeded(parsed);
  return failed('badAnswer', parsed.path === '' ? 'The answer is not what this tracker sends.' : `The answer lacks a valid "${parsed.path}".`);
}

export function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** What an unsuccessful status means where the tracker has no words of its own. */
export function failureOf(answer: Answer, detail?: string): ReturnType<typeof failed> {
  const said = detail ?? wordsOf(answer.json) ?? `The tracker answered with status ${answer.status}.`;
  return failed(codeOfStatus(answer.status), said, { retryAfter: answer.retryAfter });
}

function codeOfStatus(status: number): TrackerFailureCode {
  if (status === 401 || status === 403) return 'unauthorised';
  if (status === 402) return 'quota';
  if (status === 409) return 'taken';
  if (status === 429) return 'tooFast';
  if (status === 400 || status === 413 || status === 422) return 'refused';
  if (status >= 500) return 'serverFault';
  return 'badAnswer';
}

const wordsShape = anyOf(
  object({ detail: text() }),
  object({ error: object({ message: text() }) }),
  object({ error: text() }),
  object({ message: text() }),
);

/** The tracker's own words about what went wrong, cut to a sentence's length. */
export function wordsOf(json: unknown): string | null {
  const parsed = fit(wordsShape, json);
  if (parsed instanceof Misfit) return null;
  if ('detail' in parsed) return parsed.detail.slice(0, 300);
  if ('message' in parsed) return parsed.message.slice(0, 300);
  return (typeof parsed.error === 'string' ? parsed.error : parsed.error.message).slice(0, 300);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds only: a date would need this computer's clock, which is not to be trusted with it. */
function retryAfterOf(header: string | null): number | null {
  if (header === null || !/^\d{1,6}$/u.test(header.trim())) return null;
  return Number(header.trim()) * 1000;
}
