import { describe, expect, it } from 'vitest';
import { linkKey } from '@/lib/clicks/link-key';
import { trackMessage } from '@/lib/clicks/track-message';
import { failed, succeeded, type LinkRequest, type Tracker } from '@/lib/clicks/tracker';
import { ownOriginsOf } from '@/lib/clicks/tracker-settings';

const secret = new Uint8Array(32).fill(3);
const place = { campaign: 'c1', message: 'm2' };
const own = ownOriginsOf({ kind: 'shlink', origin: 'https://s.example.com', secret: 'x', domain: 'go.example.com' });

function trackerThat(answers: Tracker['ensureLinks']): { tracker: Tracker; asked: LinkRequest[][] } {
  const asked: LinkRequest[][] = [];
  return {
    asked,
    tracker: {
      kind: 'shlink',
      origin: 'https://s.example.com',
      perRecipient: 'unlimited',
      ensureLinks: (links) => {
        asked.push([...links]);
        return answers(links);
      },
      readClicks: async () => succeeded([]),
      check: async () => succeeded({ links: null }),
    },
  };
}
const working = () => trackerThat(async (links) => succeeded(links.map((link) => ({ ...link, url: `https://go.example.com/${link.key}` }))));

describe('the links of one message', () => {
  it('are replaced under keys of campaign, message and link; what varies or is tracked stays', async () => {
    const { tracker, asked } = working();
    const body = 'Hi {{firstName}}, https://example.com/a and https://example.com/{{company}}, https://go.example.com/k (https://example.com/a).';
    const key = linkKey(secret, { ...place, link: 'https://example.com/a' });
    expect(await trackMessage(tracker, secret, place, body, own)).toEqual({
      kind: 'tracked',
      body: `Hi {{firstName}}, https://go.example.com/${key} and https://example.com/{{company}}, https://go.example.com/k (https://go.example.com/${key}).`,
      links: [{ key, target: 'https://example.com/a', url: `https://go.example.com/${key}` }],
    });
    expect(asked).toEqual([[{ key, target: 'https://example.com/a' }]]);
  });

  it('are the same when asked again, others per recipient', async () => {
    const { tracker, asked } = working();
    await trackMessage(tracker, secret, place, 'https://example.com/a', own);
    await trackMessage(tracker, secret, place, 'https://example.com/a', own);
    await trackMessage(tracker, secret, { ...place, recipient: 'r1' }, 'https://example.com/a', own);
    await trackMessage(tracker, secret, { ...place, recipient: 'r2' }, 'https://example.com/a', own);
    const keys = asked.map(([link]) => link?.key);
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });

  it('ask nothing of the tracker when there are none', async () => {
    const { tracker, asked } = working();
    expect(await trackMessage(tracker, secret, place, 'No link here.', own)).toEqual({ kind: 'tracked', body: 'No link here.', links: [] });
    expect(asked).toEqual([]);
  });

  it('hold the message when the tracker fails or leaves one out', async () => {
    const body = 'https://example.com/a https://example.com/b';
    const down = trackerThat(async () => failed('unreachable', 'Failed to fetch'));
    expect(await trackMessage(down.tracker, secret, place, body, own)).toMatchObject({ kind: 'held', failure: { code: 'unreachable' } });
    const forgetful = trackerThat(async ([first]) => succeeded(first === undefined ? [] : [{ ...first, url: 'https://go.example.com/x' }]));
    expect(await trackMessage(forgetful.tracker, secret, place, body, own)).toMatchObject({ kind: 'held', failure: { code: 'badAnswer' } });
  });
});
