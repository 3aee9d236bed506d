import { hmacSha256, utf8Bytes } from '@/lib/domain/sha256';

/** What a tracked link is for. `link` is the address as written in the message; `recipient` only where links are personal. */
export type LinkIdentity = {
  readonly campaign: string;
  readonly message: string;
  readonly link: string;
  readonly recipient?: string;
};

/**
 * 32 signs without i, l, o and u: nothing to misread, hardly a word to spell by accident, and lower case only because some
 * shorteners fold case.
 */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const KEY_LENGTH = 13;

/** What the redirector takes as a key: wider than what is made here, so that the alphabet may change. */
export const LINK_KEY_PATTERN = /^[0-9a-z]{8,32}$/;

/**
 * The visible part of a tracked link: a keyed hash (HMAC-SHA-256, cut to 65 bits) that shows neither campaign nor person
 * and cannot be guessed without the secret. The same identity and secret always give the same key, so a link can be asked
 * for twice. A changed address in the message gives a new key: what was sent keeps leading where it led.
 *
 * @param secret at least 16 random bytes, stored by the caller and never sent anywhere.
 */
export function linkKey(secret: Uint8Array, identity: LinkIdentity): string {
  if (secret.length < 16) throw new RangeError('A link secret has at least 16 bytes.');
  const parts = [identity.campaign, identity.message, identity.link];
  if (identity.recipient !== undefined) parts.push(identity.recipient);
  const digest = hmacSha256(secret, utf8Bytes(JSON.stringify(['nurtures.link.1', ...parts])));
  return inBase32(digest, KEY_LENGTH);
}

function inBase32(bytes: Uint8Array, length: number): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += ALPHABET.charAt((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
    if (text.length === length) break;
  }
  return text;
}
