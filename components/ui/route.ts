import { useEffect, useMemo, useState } from 'preact/hooks';

/** Where the page is: `#/nurtures/ID?sort=sent` is the path ['nurtures', 'ID'] and the parameter sort. */
export interface Route {
  path: readonly string[];
  params: URLSearchParams;
}

/** Reads a location hash. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { path: path.split('/').filter((part) => part !== '').map(decodePart), params: new URLSearchParams(query) };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The hash of a path and parameters; empty parameters are left out. */
export function hashOf(path: readonly string[], params: Readonly<Record<string, string | undefined>> = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value !== undefined && value !== '') query.set(key, value);
  const text = query.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

/** Goes to another screen; Back returns. */
export function navigate(path: readonly string[], params: Readonly<Record<string, string | undefined>> = {}): void {
  location.hash = hashOf(path, params);
}

/** Changes the view (filter, sort, group) of the present screen in place; undefined takes a parameter away. */
export function changeView(params: Readonly<Record<string, string | undefined>>): void {
  const route = parseHash(location.hash);
  const next = { ...Object.fromEntries(route.params), ...params };
  history.replaceState(null, '', hashOf(route.path, next));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The present route; draws anew when it changes. */
export function useRoute(): Route {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const listener = () => setHash(location.hash);
    addEventListener('hashchange', listener);
    // A change between the first drawing and now was heard by nobody.
    listener();
    return () => removeEventListener('hashchange', listener);
  }, []);
  return useMemo(() => parseHash(hash), [hash]);
}
