import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';

/**
 * Deploys the built redirector. It makes a fresh token, hands Cloudflare only its SHA-256, and shows the token once; with
 * `--keep-token` the token in use stays valid. Wrangler is fetched by npx, asks for the Cloudflare log-in when there is none,
 * and creates the database on the first deployment.
 */
const config = join(import.meta.dirname, '../../../.output/redirector/wrangler.json');
const passedOn = process.argv.slice(2).filter((argument) => argument !== '--keep-token');
const token = process.argv.includes('--keep-token') ? null : randomBytes(32).toString('base64url');
const hash = token === null ? [] : ['--var', `TOKEN_SHA256:${createHash('sha256').update(token).digest('hex')}`];

const run = spawnSync('npx', ['--yes', 'wrangler@4', 'deploy', '--config', config, ...hash, ...passedOn], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (run.status !== 0) {
  process.stderr.write('\nNot deployed: wrangler ended with an error (see above). Nothing was changed.\n');
  process.exitCode = 1;
} else if (passedOn.includes('--dry-run')) {
  process.stdout.write('\nA dry run: nothing was deployed.\n');
} else if (token === null) {
  process.stdout.write('\nDeployed. The token in use stays valid.\n');
} else {
  process.stdout.write(
    `\nDeployed. In Nurtures, Settings, Link tracker, choose "Own redirector" and paste\n` +
      `  the address wrangler shows above (https://nurtures-links.….workers.dev or your own domain)\n` +
      `  this token, which is shown only now: ${token}\n`,
  );
}
