import { toFileCampaign, writeCampaignFile, type FileCampaign } from '@/lib/contacts/campaign-file';
import { profileUrl } from '@/lib/contacts/profile-url';
import type { NurturesDb } from '@/lib/db/schema';
import type { Contact } from '@/lib/domain/contact';
import type { Source } from '@/lib/domain/source';

function addressOf(contact: Contact | undefined): string[] {
  if (contact === undefined) return [];
  const slug = contact.slugs.at(-1);
  if (slug !== undefined) return [profileUrl({ kind: 'slug', value: slug })];
  return contact.memberId === undefined ? [] : [profileUrl({ kind: 'id', value: contact.memberId })];
}

async function profilesOf(db: NurturesDb, source: Source): Promise<string[]> {
  if (source.kind !== 'list') return [];
  const entries = await db.listEntries.where('[sourceId+order]').between([source.id, -Infinity], [source.id, Infinity]).toArray();
  return (await db.contacts.bulkGet(entries.map((entry) => entry.contactId))).flatMap(addressOf);
}

/**
 * The text of a campaign file with these campaigns, in this order; those without a source that still exists are left out, since a
 * file names one. People go along only where the source is a list of them.
 */
export async function exportCampaigns(db: NurturesDb, ids: readonly string[]): Promise<{ text: string; left: string[] }> {
  const campaigns: FileCampaign[] = [];
  const left: string[] = [];
  for (const campaign of await db.campaigns.bulkGet([...ids])) {
    if (campaign === undefined) continue;
    const source = campaign.sourceId === undefined ? undefined : await db.sources.get(campaign.sourceId);
    if (source === undefined) left.push(campaign.name);
    else campaigns.push(toFileCampaign(campaign, source, await profilesOf(db, source)));
  }
  return { text: campaigns.length === 0 ? '' : writeCampaignFile({ campaigns }), left };
}
