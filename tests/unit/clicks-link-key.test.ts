import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINK_KEY_PATTERN, linkKey, type LinkIdentity } from '@/lib/clicks/link-key';

const secret = new Uint8Array(32).fill(1);
const identity: LinkIdentity = { campaign: 'autumn-ciso', message: '1', link: 'https://example.com/' };

/** The same key by another road: node's own HMAC and a big number in place of shifting bits. */
function keyByHand(key: Uint8Array, parts: readonly string[]): string {
  const hex = createHmac('sha256', key).update(JSON.stringify(['nurtures.link.1', ...parts])).digest('hex');
  let top65 = BigInt(`0x${hex}`) >> (256n - 65n);
  let text = '';
  for (let at = 0; at < 13; at += 1) {
    text = '0123456789abcdefghjkmnpqrstvwxyz'.charAt(Number(top65 & 31n)) + text;
    top65 >>= 5n;
  }
  return text;
}

describe('the visible part of a link', () => {
  it('is the first 65 bits of the keyed hash in base 32', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 64 }), fc.array(fc.string(), { minLength: 3, maxLength: 3 }), (key, parts) => {
        const [campaign = '', message = '', link = ''] = parts;
        expect(linkKey(key, { campaign, message, link })).toBe(keyByHand(key, parts));
      }),
    );
    expect(linkKey(secret, { ...identity, recipient: 'r1' })).toBe(
      keyByHand(secret, [identity.campaign, identity.message, identity.link, 'r1']),
    );
  });

  it('differs for every part of the identity and for every secret', () => {
    const keys = [
      linkKey(secret, identity),
      linkKey(secret, { ...identity, campaign: 'autumn-ciso2' }),
      linkKey(secret, { ...identity, message: '2' }),
      linkKey(secret, { ...identity, link: 'https://example.com/a' }),
      linkKey(secret, { ...identity, recipient: 'r1' }),
      linkKey(secret, { ...identity, recipient: 'r2' }),
      linkKey(secret, { ...identity, recipient: '' }),
      linkKey(new Uint8Array(32).fill(2), identity),
      // Parts that would read the same if they were only strung together.
      linkKey(secret, { campaign: 'a', message: 'bc', link: 'd' }),
      linkKey(secret, { campaign: 'ab', message: 'c', link: 'd' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(LINK_KEY_PATTERN);
  });

  it('refuses a secret too short to keep anything', () => {
    expect(() => linkKey(new Uint8Array(15), identity)).toThrow(RangeError);
  });
});
