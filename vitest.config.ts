import { preact } from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

// The same build of dexie as the extension carries.
const alias = { '@': import.meta.dirname, dexie: 'dexie/dist/modern/dexie.mjs' };

export default defineConfig({
  resolve: { alias },
  test: {
    // Without it one core is left idle, which on two doubles the time of unit and component tests.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias },
        test: { name: 'unit', environment: 'node', include: ['tests/unit/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        plugins: [preact()],
        resolve: { alias },
        test: {
          name: 'component', environment: 'happy-dom', include: ['tests/component/**/*.test.tsx', 'tests/component/**/*.test.ts'],
          setupFiles: ['tests/component/patience.ts'], testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'browser',
          environment: 'node',
          include: ['tests/browser/**/*.test.ts'],
          fileParallelism: false,
          // A real browser on a busy machine: a test that fails is given one more try, and the report says so.
          retry: 1,
          // What a page is polled for may take a busy machine longer than vitest's own second.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
