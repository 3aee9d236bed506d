import type { NurturesDb } from '@/lib/db/schema';
import { claimKey, type Campaign, type MemberId } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { Reason } from '@/lib/domain/reasons';
import { exclusionOf } from '@/lib/engine/exclusions';

/**
 * Why this campaign may not write to this contact at all, or undefined. Limits in time are not looked at here. Checked at
 * selection and again inside the grant.
 */
export async function barOf(db: NurturesDb, campaign: Campaign, senderId: MemberId, contact: Contact | undefined): Promise<Reason | undefined> {
  if (contact === undefined) return 'personErased';
  if (contact.heldBy !== undefined) return 'personHeld';
  if ((await exclusionOf(db, contact)) !== undefined) return 'doNotContact';
  const connection = await db.connections.get([senderId, contact.id]);
  if (connection === undefined || connection.goneAt !== undefined) return 'notConnected';
  const claim = await db.claims.get(claimKey(campaign, contact.id));
  if (claim !== undefined && claim.campaignId !== campaign.id) return 'claimedBySibling';
  return undefined;
}
