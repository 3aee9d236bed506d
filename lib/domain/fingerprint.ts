import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { normaliseText } from '@/lib/domain/text';

/**
 * The fingerprint an approval is bound to: SHA-256 of the normalised text, 64 hex digits. Synchronous, so it can be
 * taken inside a database transaction.
 */
export function fingerprint(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(normaliseText(text))));
}
