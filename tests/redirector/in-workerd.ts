import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { build } from 'vite';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'lib/clicks/redirector');

type Deployed = {
  compatibility_date: string;
  ratelimits: { name: string; namespace_id: string; simple: { limit: number; period: 10 | 60 } }[];
};

/** What a deployment is told: the very file wrangler reads. */
export const deployed = JSON.parse(readFileSync(join(folder, 'wrangler.json'), 'utf8')) as Deployed;

/** Builds the bundle a team deploys, into `.output/redirector`. */
export async function buildRedirector(): Promise<void> {
  await build({ configFile: join(folder, 'vite.config.ts') });
}

/**
 * Starts the built bundle in workerd with an empty database and the limits of `wrangler.json`.
 *
 * @param options.token null deploys it without one.
 * @param options.https serves under TLS (self-signed unless key and certificate are given) on a free port of 127.0.0.1;
 *   `await redirector.ready` gives its address.
 */
export async function startRedirector(options: {
  token: string | null;
  https?: 'selfSigned' | { key: string; cert: string };
}): Promise<Miniflare> {
  const { token, https } = options;
  const redirector = new Miniflare({
    scriptPath: join(root, '.output/redirector/worker.js'),
    modules: true,
    compatibilityDate: deployed.compatibility_date,
    d1Databases: ['DB'],
    bindings: token === null ? {} : { TOKEN_SHA256: createHash('sha256').update(token).digest('hex') },
    ratelimits: Object.fromEntries(
      deployed.ratelimits.map(({ name, namespace_id, simple }) => [name, { namespace_id, simple }]),
    ),
    ...(https === 'selfSigned' ? { https: true } : {}),
    ...(typeof https === 'object' ? { https: true, httpsKey: https.key, httpsCert: https.cert } : {}),
  });
  await redirector.ready;
  return redirector;
}
