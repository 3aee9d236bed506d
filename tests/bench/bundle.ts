import { build } from 'vite';
import { LIBRARIES } from '../../wxt.config.ts';

const ROOT = new URL('../../', import.meta.url).pathname.replace(/\/$/, '');

/** One script out of a bench file, to be evaluated in a page or to be a worker: libraries as the extension carries them. */
export async function bundled(entry: string): Promise<string> {
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: LIBRARIES.plugins,
    resolve: { alias: { '@': ROOT, ...LIBRARIES.resolve.alias } },
    build: { write: false, minify: true, target: 'chrome150', lib: { entry, formats: ['iife'], name: 'bench', fileName: 'bench' } },
  });
  for (const result of [built].flat()) {
    if (!('output' in result)) continue;
    for (const chunk of result.output) if (chunk.type === 'chunk') return chunk.code;
  }
  throw new Error('The bundle is empty.');
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
