import { aliasOf } from '@/lib/contacts/apply-person';
import { storedMessages, storedSchedule, type CampaignFile, type FileCampaign } from '@/lib/contacts/campaign-file';
import { parseProfile } from '@/lib/contacts/profile-url';
import type { NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { PersonKey } from '@/lib/domain/person-key';
import type { Source } from '@/lib/domain/source';
import { loadExclusions, type ExclusionBook } from '@/lib/engine/exclusions';

/** What a campaign file brought in. */
export interface CampaignsImported {
  campaigns: Campaign[];
  /** people of lists that were not known as contacts and are now */
  newContacts: number;
  /** people left out because they were erased here */
  left: number;
}

function sourceName(campaign: FileCampaign): string {
  const { source } = campaign;
  return source.kind === 'list' || source.kind === 'segment' ? source.name : campaign.name;
}

/** A source of this browser that feeds exactly the same, so that importing twice makes no twins; lists are always new. */
async function sameSource(db: NurturesDb, campaign: FileCampaign): Promise<Source | undefined> {
  const wanted = campaign.source;
  const all = await db.sources.where('kind').equals(wanted.kind).toArray();
  return all.find((source) => {
    switch (source.kind) {
      case 'all':
        return true;
      case 'recent':
        return wanted.kind === 'recent' && source.days === wanted.days;
      case 'segment':
        return wanted.kind === 'segment' && nameKey(source.name) === nameKey(wanted.name) && JSON.stringify(source.filter) === JSON.stringify(wanted.filter);
      case 'list':
        return false;
    }
  });
}

function newSource(campaign: FileCampaign, id: string, now: number): Source {
  const base = { id, name: sourceName(campaign), createdAt: now };
  const { source } = campaign;
  switch (source.kind) {
    case 'list':
      return { ...base, kind: 'list' };
    case 'segment':
      return { ...base, kind: 'segment', filter: source.filter };
    case 'all':
      return { ...base, kind: 'all' };
    case 'recent':
      return { ...base, kind: 'recent', days: source.days };
  }
}

/** A person known only by a profile address: no name yet, and no connection proven by it. */
function bareContact(key: PersonKey, id: string, now: number): Contact {
  return {
    id, createdAt: now, updatedAt: now, firstName: '', lastName: '', company: '', position: '', email: '', tags: [], notes: '', custom: {}, handEdited: [],
    ...(key.kind === 'id' ? { memberId: key.value, slugs: [] } : { slugs: [key.value] }),
  };
}

async function fillList(w: Writer, sourceId: string, profiles: readonly string[], book: ExclusionBook, result: CampaignsImported, newId: () => string): Promise<void> {
  const { db } = w;
  const keys = profiles.flatMap((profile) => {
    const parsed = parseProfile(profile, 'refuse');
    return parsed.kind === 'person' ? [parsed.key] : [];
  });
  const unique = [...new Map(keys.map((key) => [aliasOf({ key }), key])).entries()];
  const aliases = await db.aliases.bulkGet(unique.map(([alias]) => alias));
  const ids: string[] = [];
  for (const [index, [alias, key]] of unique.entries()) {
    const known = aliases[index]?.contactId;
    if (known !== undefined) {
      ids.push(known);
      continue;
    }
    if (book.erased(alias)) {
      result.left += 1;
      continue;
    }
    const contact = bareContact(key, newId(), w.now);
    await db.contacts.add(contact);
    await db.aliases.add({ key: alias, contactId: contact.id });
    result.newContacts += 1;
    ids.push(contact.id);
  }
  await db.listEntries.bulkPut([...new Set(ids)].map((contactId, order) => ({ sourceId, contactId, order })));
}

/**
 * Brings the campaigns of a file in as drafts with their sources, in one transaction. They have no sender, a seed of their own
 * and no people but those of a list; nothing of them runs before they are made active here.
 */
export function importCampaigns(db: NurturesDb, now: number, file: CampaignFile, newId: () => string): Promise<CampaignsImported> {
  return write(db, now, async (w) => {
    const book = await loadExclusions(db);
    const result: CampaignsImported = { campaigns: [], newContacts: 0, left: 0 };
    for (const wanted of file.campaigns) {
      const known = await sameSource(db, wanted);
      const source = known ?? newSource(wanted, newId(), now);
      if (known === undefined) await db.sources.add(source);
      if (wanted.source.kind === 'list') await fillList(w, source.id, wanted.source.profiles, book, result, newId);
      const campaign: Campaign = {
        id: newId(), name: wanted.name.trim(), program: wanted.program.trim(), description: wanted.description ?? '', sourceId: source.id,
        messages: storedMessages(wanted, newId), schedule: storedSchedule(wanted, newId), approval: wanted.approval, state: 'draft', version: 1,
        seed: newId(), createdAt: now, updatedAt: now, slotsFrom: now,
      };
      await db.campaigns.add(campaign);
      await db.versions.put({ campaignId: campaign.id, version: 1, at: now, messages: campaign.messages });
      w.journal({ kind: 'campaign.imported', campaignId: campaign.id });
      result.campaigns.push(campaign);
    }
    return result;
  });
}
