import { build } from 'vite';

const ROOT = new URL('../../', import.meta.url).pathname.replace(/\/$/, '');

/** One script out of a bench page file, to be evaluated in a page. */
export async function bundled(entry: string): Promise<string> {
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@': ROOT } },
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'bench', fileName: 'bench' } },
  });
  for (const result of [built].flat()) {
    if (!('output' in result)) continue;
    for (const chunk of result.output) if (chunk.type === 'chunk') return chunk.code;
  }
  throw new Error('The bundle of the page is empty.');
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
