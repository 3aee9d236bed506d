import { createHash, createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bytesOfHex, hexOf, hmacSha256, sha256, utf8Bytes } from '@/lib/domain/sha256';

const theirs = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('SHA-256', () => {
  it('of the published examples', () => {
    expect(hexOf(sha256(utf8Bytes('')))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hexOf(sha256(utf8Bytes('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(hexOf(sha256(utf8Bytes('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')))).toBe('248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1');
  });

  it('is another implementation’s for every length over several blocks, and for random bytes', () => {
    for (let length = 0; length <= 300; length += 1) {
      const bytes = randomBytes(length);
      expect(hexOf(sha256(bytes))).toBe(theirs(bytes));
    }
    for (let run = 0; run < 2000; run += 1) {
      const bytes = randomBytes(run % 150);
      expect(hexOf(sha256(bytes))).toBe(theirs(bytes));
    }
    const large = randomBytes(1_000_003);
    expect(hexOf(sha256(large))).toBe(theirs(large));
  });

  it('reads only the part of a buffer it is given', () => {
    const whole = randomBytes(100);
    const part = whole.subarray(10, 60);
    expect(hexOf(sha256(part))).toBe(theirs(Buffer.from(part)));
  });

  it('keyed, with keys shorter and longer than a block', () => {
    for (const length of [0, 1, 16, 32, 63, 64, 65, 200]) {
      const key = randomBytes(length);
      const message = randomBytes(77);
      expect(hexOf(hmacSha256(key, message))).toBe(createHmac('sha256', key).update(message).digest('hex'));
    }
  });

  it('hexadecimal goes there and back', () => {
    const bytes = randomBytes(50);
    expect([...bytesOfHex(hexOf(bytes))]).toEqual([...bytes]);
    expect(() => bytesOfHex('abc')).toThrow(RangeError);
    expect(() => bytesOfHex('zz')).toThrow(RangeError);
  });
});
