import type { MemberId } from '@/lib/domain/campaign';
import { composeRecipient } from '@/lib/linkedin/ids';

/**
 * Whether this document may be the page that was opened for a person. A page loaded for somebody else, or moved on to somebody else, is the
 * tab's doing and no sign of LinkedIn's: it must not pass for a wrong recipient met. Pages without a person in their address may be it.
 */
export function isLoadedFor(doc: Document, recipientId: MemberId): boolean {
  const [entry] = doc.defaultView?.performance.getEntriesByType('navigation') ?? [];
  return [entry?.name ?? '', doc.location.href].every((address) => {
    const named = composeRecipient(address);
    return typeof named !== 'object' || named.id === recipientId;
  });
}
