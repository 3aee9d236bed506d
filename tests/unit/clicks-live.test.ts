import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { linkKey } from '@/lib/clicks/link-key';
import type { TrackerKind } from '@/lib/clicks/tracker';
import { openTracker, readTypedSettings } from '@/lib/clicks/tracker-settings';

/**
 * The adapters against real servers, for whoever has one: set the two variables of a tracker and run this file. Each run
 * leaves one link on the server. Without the variables the suite of that tracker is skipped and says so.
 */
const servers: { kind: TrackerKind; variables: [address: string, secret: string]; countsBots: boolean }[] = [
  { kind: 'redirector', variables: ['REDIRECTOR_URL', 'REDIRECTOR_TOKEN'], countsBots: true },
  { kind: 'shlink', variables: ['SHLINK_URL', 'SHLINK_KEY'], countsBots: true },
  { kind: 'kutt', variables: ['KUTT_URL', 'KUTT_KEY'], countsBots: false },
  { kind: 'dub', variables: ['DUB_URL', 'DUB_KEY'], countsBots: false },
];

for (const { kind, variables, countsBots } of servers) {
  const [address = '', secret = ''] = variables.map((name) => process.env[name] ?? '');
  const isGiven = address !== '' && secret !== '';
  const title = isGiven ? `${kind} at ${address}` : `${kind}, skipped: set ${variables.join(' and ')} to run it`;

  describe.skipIf(!isGiven)(title, () => {
    const target = 'https://example.com/nurtures-live-test?x=1';
    const key = linkKey(randomBytes(32), { campaign: 'live', message: '1', link: target });

    function live(withSecret = secret) {
      const typed = readTypedSettings({ kind, address, secret: withSecret, domain: process.env['TRACKER_DOMAIN'] ?? '' });
      if (!typed.ok) throw new Error(`${typed.field}: ${typed.fault}`);
      return openTracker(typed.settings, fetch);
    }

    it('connects, and refuses a wrong key', async () => {
      expect(await live().check()).toMatchObject({ ok: true });
      expect(await live(`${secret.slice(0, -1)}x0`).check()).toMatchObject({ ok: false, failure: { code: 'unauthorised' } });
    }, 60_000);

    it('makes a link twice, leads on, and counts a person but not LinkedIn\u2019s preview', async () => {
      const first = await live().ensureLinks([{ key, target }]);
      expect(first).toMatchObject({ ok: true, value: [{ key, target }] });
      expect(await live().ensureLinks([{ key, target }])).toEqual(first);
      expect(await live().ensureLinks([{ key, target: 'https://example.com/elsewhere' }])).toMatchObject({ ok: false, failure: { code: 'taken' } });
      expect(await live().readClicks([key])).toMatchObject({ ok: true, value: [{ key, clicks: 0 }] });

      const url = first.ok ? (first.value[0]?.url ?? '') : '';
      const agents = ['LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'];
      for (const agent of agents) {
        const answer = await fetch(url, { redirect: 'manual', headers: { 'user-agent': agent } });
        expect([answer.status, answer.headers.get('location')]).toEqual([302, target]);
      }
      const expected = { key, clicks: 1, ...(countsBots ? { bots: 1 } : {}) };
      await expect
        .poll(async () => live().readClicks([key]), { timeout: 120_000, interval: 2000 })
        .toMatchObject({ ok: true, value: [expected] });
    }, 180_000);
  });
}
