import { preact } from '@preact/preset-vite';
import { defineConfig } from 'wxt';

/**
 * Chrome hands extensions their own `browser` since version 144, and the polyfill passes that on untouched (announced in "Messaging API
 * Changes for Chromium Extension Developers", November 2025). What it carries to wrap older browsers never runs above
 * `minimum_chrome_version`; left out, every bundle is 10 kB lighter.
 */
const OLDER_BROWSERS = 'if (!(globalThis.browser && globalThis.browser.runtime && globalThis.browser.runtime.id)) {';
/** Dexie's cache of query results, which is switched off (lib/db/schema.ts) and weighs 6 kB in every bundle. */
const QUERY_CACHE = 'this.use(cacheMiddleware);';
/** Dexie's hooks on single rows: nothing here hangs on one, every change goes through lib/db/write.ts. */
const ROW_HOOKS = 'this.use(hooksMiddleware);';
/** `Dexie.liveQuery`: screens import the function itself, the worker has no use for it. */
const LIVE_QUERY = '\n    liveQuery,\n';
const DEXIE = '/dexie/dist/modern/dexie.mjs';
/** What libraries carry and never runs here. A library that changed stops the build instead of shipping something untried. */
const DEAD_WEIGHT = [
  { file: '/webextension-polyfill/dist/browser-polyfill', dead: OLDER_BROWSERS, left: 'if (false) {' },
  { file: DEXIE, dead: QUERY_CACHE, left: '' },
  { file: DEXIE, dead: ROW_HOOKS, left: '' },
  { file: DEXIE, dead: LIVE_QUERY, left: '\n' },
  // An own list of databases and a pause before the first one is opened, for browsers that cannot list them or must be waited for.
  { file: DEXIE, dead: '_onDatabaseCreated(db._deps, dbName);', left: ';' },
  { file: DEXIE, dead: '_onDatabaseDeleted(this._deps, this.name);', left: ';' },
  { file: DEXIE, dead: 'return getDatabaseNames(Dexie.dependencies).then(cb);', left: 'return Dexie.dependencies.indexedDB.databases().then(cb);' },
  { file: DEXIE, dead: '(useSafari14Workaround ? idbReady() : DexiePromise.resolve()).then(tryOpenDB)', left: 'DexiePromise.resolve().then(tryOpenDB)' },
] as const;
/** Methods of Dexie's classes that nothing here calls. Named whole, so that a call that comes later stops the build. */
const UNUSED_METHODS = [
  'startsWithIgnoreCase', 'equalsIgnoreCase', 'anyOfIgnoreCase', 'startsWithAnyOfIgnoreCase', 'startsWithAnyOf', 'notEqual', 'noneOf', 'inAnyRange',
  'mapToClass', 'defineClass', 'upsert', 'bulkUpdate', 'sortBy', 'eachUniqueKey', 'eachPrimaryKey', 'firstKey', 'lastKey', 'waitFor', 'until', 'distinct', 'belowOrEqual', 'raw',
  'eachKey', 'hasBeenClosed', 'hasFailed', 'dynamicallyOpened',
] as const;
const OURS = /\/(?:entrypoints|components|lib)\//u;

/** The code of Dexie without one method of a class: from its head to the bracket at the same indent. */
function withoutMethod(code: string, name: string): string {
  const found = new RegExp(`\n    ${name}\\([^\\n]*\\) \\{\\n[^]*?\\n    \\}(?=\\n)`, 'u');
  if (!found.test(code)) throw new Error(`Dexie has changed: ${name} is not where wxt.config.ts leaves it out.`);
  return code.replace(found, '');
}

const withoutDeadWeight = {
  name: 'without-dead-weight',
  transform(code: string, id: string): string | undefined {
    if (OURS.test(id) && !id.includes('/node_modules/')) {
      const called = UNUSED_METHODS.find((name) => code.includes(`.${name}(`));
      if (called !== undefined) throw new Error(`${id} calls ${called}, which wxt.config.ts leaves out of Dexie.`);
      return undefined;
    }
    const parts = DEAD_WEIGHT.filter(({ file }) => id.includes(file));
    for (const { file, dead } of parts) if (!code.includes(dead)) throw new Error(`${file} has changed: look again at what wxt.config.ts leaves out of it.`);
    const lighter = parts.reduce((left, part) => left.replace(part.dead, part.left), code);
    if (id.includes(DEXIE)) return UNUSED_METHODS.reduce(withoutMethod, lighter);
    return parts.length === 0 ? undefined : lighter;
  },
};

/** How libraries are built into every bundle; the figures are measured on the same build. */
export const LIBRARIES = {
  plugins: [withoutDeadWeight],
  // The package's own entry is the build for old browsers, which weighs 12 kB more in every bundle.
  resolve: { alias: { dexie: 'dexie/dist/modern/dexie.mjs' } },
};

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** Ids of a module and of everything it imports at once. */
function reachable(graph: ModuleGraph, from: string): Set<string> {
  const found = new Set<string>();
  const queue = [from];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    queue.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

const inRoot = (path: string) => `${import.meta.dirname}/${path}`;
/** What bundlers add to every page. */
const LOADERS = /vite\/preload-helper|wxt-(?:html-)?plugins/u;
/** The files the popup is spread over; the last holds what bundles need to use one another's modules. */
const POPUP_FILES = ['popup-first', 'popup-look', 'popup-list', 'rolldown-runtime'];
/**
 * What the popup begins with, what it reads its list with, and what it draws it with, in one file each: fetched one by one, the pieces it shares with
 * the options page take longer than reading the database, which is under way while the last file is run.
 */
const POPUP_IN_THREE = {
  includeDependenciesRecursively: false,
  groups: [{
    debugName: 'popup',
    name: (id: string, graph: ModuleGraph): string | null => {
      const entry = inRoot('entrypoints/popup/main.ts');
      first ??= reachable(graph, entry);
      look ??= reachable(graph, inRoot('lib/report/popup-look.ts'));
      list ??= reachable(graph, inRoot('components/popup/start.tsx'));
      if (id === entry) return null;
      return first.has(id) || LOADERS.test(id) ? 'popup-first' : look.has(id) ? 'popup-look' : list.has(id) ? 'popup-list' : null;
    },
  }],
};
let first: Set<string> | undefined;
let look: Set<string> | undefined;
let list: Set<string> | undefined;

interface Chunk {
  type: string;
  name?: string;
  isEntry?: boolean;
  imports?: readonly string[];
  source?: string | Uint8Array;
  viteMetadata?: { importedCss?: ReadonlySet<string> };
}

/**
 * Puts the popup's styles into its page: no paint waits for a second file. A link that is switched off stays in the place of each, so that what is loaded
 * later does not bring these styles again.
 */
const popupInItsPage = {
  name: 'popup-in-its-page',
  enforce: 'post' as const,
  generateBundle(_: unknown, bundle: Record<string, Chunk>): void {
    const chunks = Object.entries(bundle);
    const parts = POPUP_FILES.map((wanted) => {
      const found = chunks.find(([, { type, name }]) => type === 'chunk' && name === wanted);
      if (found === undefined) throw new Error(`The popup has no ${wanted} any more.`);
      return found;
    });
    const start = chunks.find(([, { name, isEntry }]) => isEntry === true && name === 'popup')?.[0] ?? '';
    const borrower = chunks.find(([, { imports }]) => imports?.includes(start) === true)?.[0];
    if (borrower !== undefined) throw new Error(`${borrower} needs what only the popup's own start holds, and would draw the popup into its page.`);
    const styles = [...new Set([start, ...parts.map(([file]) => file)].flatMap((file) => [...(bundle[file]?.viteMetadata?.importedCss ?? [])]))];
    const inPage = [
      `<link rel="modulepreload" crossorigin href="/${parts[0]?.[0] ?? ''}">`,
      ...styles.map((file) => `<style>${String(bundle[file]?.source ?? '')}</style><link rel="stylesheet" disabled crossorigin href="/${file}">`),
    ].join('');
    for (const [name, page] of chunks) {
      if (!name.endsWith('popup.html') && !name.endsWith('popup/index.html')) continue;
      page.source = String(page.source).replace(/\s*<link rel="(?:stylesheet|modulepreload)"[^>]*>/gu, '').replace('</head>', `${inPage}</head>`);
    }
  },
};

export default defineConfig({
  imports: false,
  hooks: {
    'vite:build:extendConfig': (entrypoints, config) => {
      if (!entrypoints.some(({ name }) => name === 'popup')) return;
      config.build = { ...config.build, rolldownOptions: { ...config.build?.rolldownOptions, output: { ...config.build?.rolldownOptions?.output, codeSplitting: POPUP_IN_THREE } } };
      config.plugins = [...(config.plugins ?? []), popupInItsPage];
    },
  },
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({
    ...LIBRARIES,
    plugins: [preact(), ...LIBRARIES.plugins],
    worker: { format: 'es', plugins: () => LIBRARIES.plugins },
    build: { target: 'chrome150', modulePreload: { polyfill: false } },
  }),
  manifest: {
    name: '__MSG_extName__',
    short_name: 'Nurtures',
    description: '__MSG_extDescription__',
    default_locale: 'en',
    minimum_chrome_version: '150',
    permissions: ['alarms', 'storage', 'scripting', 'unlimitedStorage'],
    optional_permissions: ['notifications'],
    host_permissions: ['https://www.linkedin.com/*'],
    optional_host_permissions: ['https://*/*'],
    action: { default_title: 'Nurtures' },
    icons: { 16: 'icon/16.png', 32: 'icon/32.png', 48: 'icon/48.png', 128: 'icon/128.png' },
  },
});
