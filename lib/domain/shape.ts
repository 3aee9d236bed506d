/**
 * Parses what comes from outside (web pages, trackers) into known shapes. The service worker may not load code late, so all
 * it carries counts: this does what the worker needs at a twentieth of the size of a general schema library.
 */

/** Where a value did not fit: a path like `cards.3.slug`, or '' for the value itself. */
export class Misfit {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

/** Reads a value found at `path`. Fields an object shape does not name are left out of what it returns. */
export type Shape<T> = (value: unknown, path: string) => T | Misfit;
/** What a shape reads. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** The field may be missing or undefined, and is then left out. */
export interface OptionalShape<T> {
  readonly optional: Shape<T>;
}

type Fields = Readonly<Record<string, Shape<unknown> | OptionalShape<unknown>>>;
type Required<F extends Fields> = { [K in keyof F as F[K] extends OptionalShape<unknown> ? never : K]: F[K] extends Shape<infer T> ? T : never };
type Optional<F extends Fields> = { [K in keyof F as F[K] extends OptionalShape<unknown> ? K : never]?: F[K] extends OptionalShape<infer T> ? T : never };
/** What an object of these fields is. */
export type Fitted<F extends Fields> = { [K in keyof (Required<F> & Optional<F>)]: (Required<F> & Optional<F>)[K] };

const testing = <T>(fits: (value: unknown) => value is T): Shape<T> => (value, path) => (fits(value) ? value : new Misfit(path));

/** Text of at most `max` UTF-16 units. */
export function text(max = Infinity): Shape<string> {
  return testing((value): value is string => typeof value === 'string' && value.length <= max);
}

/** Text that matches a pattern as a whole (the pattern says so). */
export function matching(pattern: RegExp): Shape<string> {
  return testing((value): value is string => typeof value === 'string' && pattern.test(value));
}

/** A finite number, at least `least`. */
export function number(least = -Infinity): Shape<number> {
  return testing((value): value is number => typeof value === 'number' && Number.isFinite(value) && value >= least);
}

/** A whole number of things. */
export const count: Shape<number> = testing((value): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);

export const boolean: Shape<boolean> = testing((value): value is boolean => typeof value === 'boolean');

/** One of these very values. */
export function oneOf<const T extends string | number | boolean>(...values: readonly T[]): Shape<T> {
  return testing((value): value is T => values.some((known) => known === value));
}

/** `null` and what `shape` takes. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path));
}

export function optional<T>(shape: Shape<T>): OptionalShape<T> {
  return { optional: shape };
}

/** A list of at most `max` such values. */
export function listOf<T>(shape: Shape<T>, max = Infinity): Shape<T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > max) return new Misfit(path);
    const read: T[] = [];
    for (const [at, item] of value.entries()) {
      const one = shape(item, path === '' ? String(at) : `${path}.${at}`);
      if (one instanceof Misfit) return one;
      read.push(one);
    }
    return read;
  };
}

/** A record of any names, each with such a value. */
export function recordOf<T>(shape: Shape<T>): Shape<Record<string, T>> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Misfit(path);
    const read: [string, T][] = [];
    for (const [name, item] of Object.entries(value)) {
      const one = shape(item, path === '' ? name : `${path}.${name}`);
      if (one instanceof Misfit) return one;
      read.push([name, one]);
    }
    return Object.fromEntries(read);
  };
}

/** A record with these fields; others are dropped, so that nothing unread travels on. */
export function object<F extends Fields>(fields: F): Shape<Fitted<F>> {
  const entries = Object.entries(fields);
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Misfit(path);
    const given = new Map<string, unknown>(Object.entries(value));
    const read: Record<string, unknown> = {};
    for (const [name, field] of entries) {
      const found = given.get(name);
      if (typeof field !== 'function' && found === undefined) continue;
      const one = (typeof field === 'function' ? field : field.optional)(found, path === '' ? name : `${path}.${name}`);
      if (one instanceof Misfit) return one;
      read[name] = one;
    }
    return read as Fitted<F>;
  };
}

/** The first of these shapes that fits. */
export function anyOf<const S extends readonly Shape<unknown>[]>(...shapes: S): Shape<Shaped<S[number]>> {
  return (value, path) => {
    for (const shape of shapes) {
      const read = shape(value, path);
      if (!(read instanceof Misfit)) return read as Shaped<S[number]>;
    }
    return new Misfit(path);
  };
}

/** The value as shaped, or where it does not fit. */
export function fit<T>(shape: Shape<T>, value: unknown): T | Misfit {
  return shape(value, '');
}
