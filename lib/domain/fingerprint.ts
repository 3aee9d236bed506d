import { hexOf, sha256, utf8Bytes } from '@/lib/domain/sha256';
import { normaliseText } from '@/lib/domain/text';

/**
 * The fingerprint an approval is bound to: SHA-256 of the normalised text, 64 hex digits. Synchronous, so it can be
 * taken inside a database transaction.
 */
export function fingerprint(text: string): string {
  return hexOf(sha256(utf8Bytes(normaliseText(text))));
}
