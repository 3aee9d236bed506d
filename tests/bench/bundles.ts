/** Sizes of what is shipped, from the build output: content script and worker in bytes, the popup's first paint compressed. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const OUTPUT = join(import.meta.dirname, '../../.output/chrome-mv3');

export interface Size {
  readonly work: string;
  readonly bytes: number;
  readonly bar: number;
}

/** What a page needs before it paints: its HTML, the scripts and styles that names, and what those import at once. */
function firstPaint(page: string): string[] {
  const html = readFileSync(join(OUTPUT, page), 'utf8');
  const found = new Set<string>([join(OUTPUT, page)]);
  const queue = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const path = join(OUTPUT, name);
    if (found.has(path) || !existsSync(path)) continue;
    found.add(path);
    if (!path.endsWith('.js')) continue;
    for (const match of readFileSync(path, 'utf8').matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w${},*\s]+from\s*)?["'](\.[^"']+)["']/g)) {
      queue.push(join(dirname(path), match[1] ?? '').slice(OUTPUT.length));
    }
  }
  return [...found];
}

/** The three sizes of design 3.4. */
export function bundleSizes(): Size[] {
  const bytes = (name: string) => readFileSync(join(OUTPUT, name)).length;
  const popup = firstPaint('popup.html').reduce((total, path) => total + gzipSync(readFileSync(path)).length, 0);
  return [
    { work: 'content script on every LinkedIn page', bytes: bytes('content-scripts/linkedin.js'), bar: 40_000 },
    { work: 'page driver in the product’s own tab', bytes: bytes('linkedin-orders.js'), bar: 60_000 },
    { work: 'popup first paint, compressed', bytes: popup, bar: 60_000 },
    { work: 'worker', bytes: bytes('background.js'), bar: 250_000 },
  ];
}

if (import.meta.main) {
  for (const { work, bytes, bar } of bundleSizes()) console.log(`${work}: ${(bytes / 1000).toFixed(1)} kB (bar ${bar / 1000} kB)`);
}
