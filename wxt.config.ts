import { preact } from '@preact/preset-vite';
import { defineConfig } from 'wxt';

/**
 * Chrome hands extensions their own `browser` since version 144, and the polyfill passes that on untouched (announced in "Messaging API
 * Changes for Chromium Extension Developers", November 2025). What it carries to wrap older browsers never runs above
 * `minimum_chrome_version`; left out, every bundle is 10 kB lighter.
 */
const OLDER_BROWSERS = 'if (!(globalThis.browser && globalThis.browser.runtime && globalThis.browser.runtime.id)) {';
const withoutOlderBrowsers = {
  name: 'without-older-browsers',
  transform(code: string, id: string): string | undefined {
    if (!id.includes('/webextension-polyfill/dist/browser-polyfill')) return undefined;
    if (!code.includes(OLDER_BROWSERS)) throw new Error('The polyfill has changed: look again at what wxt.config.ts leaves out of it.');
    return code.replace(OLDER_BROWSERS, 'if (false) {');
  },
};

export default defineConfig({
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({
    plugins: [preact(), withoutOlderBrowsers],
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
