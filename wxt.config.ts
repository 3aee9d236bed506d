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
/** What libraries carry and never runs here. A library that changed stops the build instead of shipping something untried. */
const DEAD_WEIGHT = [
  { file: '/webextension-polyfill/dist/browser-polyfill', dead: OLDER_BROWSERS, left: 'if (false) {' },
  { file: '/dexie/dist/modern/dexie.mjs', dead: QUERY_CACHE, left: '' },
  { file: '/dexie/dist/modern/dexie.mjs', dead: ROW_HOOKS, left: '' },
] as const;
const withoutDeadWeight = {
  name: 'without-dead-weight',
  transform(code: string, id: string): string | undefined {
    const parts = DEAD_WEIGHT.filter(({ file }) => id.includes(file));
    for (const { file, dead } of parts) if (!code.includes(dead)) throw new Error(`${file} has changed: look again at what wxt.config.ts leaves out of it.`);
    return parts.length === 0 ? undefined : parts.reduce((left, part) => left.replace(part.dead, part.left), code);
  },
};

export default defineConfig({
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({
    plugins: [preact(), withoutDeadWeight],
    // The package's own entry is the build for old browsers, which weighs 12 kB more in every bundle.
    resolve: { alias: { dexie: 'dexie/dist/modern/dexie.mjs' } },
    build: { target: 'chrome150' },
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
