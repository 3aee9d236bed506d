import { preact } from '@preact/preset-vite';
import { defineConfig } from 'wxt';

export default defineConfig({
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({
    plugins: [preact()],
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
