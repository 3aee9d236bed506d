import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = join(import.meta.dirname, '../../..');

/** Puts what a team needs beside the bundle, so that the folder can be handed over as it is. */
function deployFiles(): Plugin {
  return {
    name: 'deploy-files',
    generateBundle() {
      for (const fileName of ['wrangler.json', 'README.md']) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(join(import.meta.dirname, fileName)) });
      }
    },
  };
}

export default defineConfig({
  root,
  logLevel: 'warn',
  publicDir: false,
  resolve: { alias: { '@': root } },
  plugins: [deployFiles()],
  build: {
    outDir: join(root, '.output/redirector'),
    emptyOutDir: true,
    target: 'esnext',
    minify: false,
    copyPublicDir: false,
    lib: { entry: join(import.meta.dirname, 'worker.ts'), formats: ['es'], fileName: () => 'worker.js' },
  },
});
