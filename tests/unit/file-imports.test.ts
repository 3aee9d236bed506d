import { beforeEach, describe, expect, it } from 'vitest';
import type { PastConversation } from '../../lib/contacts/messages-csv.ts';
import type { FileCampaign } from '../../lib/contacts/campaign-file.ts';
import type { NurturesDb } from '../../lib/db/schema.ts';
import { importCampaigns } from '../../lib/engine/campaign-import.ts';
import { importConversations } from '../../lib/engine/conversation-import.ts';
import { erasePerson } from '../../lib/engine/erase.ts';
import { addContact, addDelivery, campaign, counter, DAY, emptyDb, NOW, SENDER } from './desk-world.ts';

let db: NurturesDb;
beforeEach(() => {
  db = emptyDb();
});

const wanted = (source: FileCampaign['source'], name = 'Spring'): FileCampaign => ({
  name, program: 'Care', source, approval: true, messages: [{ body: 'Hi {{firstName}}', delayDays: 0, missing: 'hold' }],
  schedule: { timeZone: 'Europe/Paris', slots: [{ days: ['mon'], start: '09:00', end: '11:00' }], cohortSize: 5 },
});

describe('campaign file', () => {
  it('makes drafts with sources, no sender, and people of lists in their order', async () => {
    await addContact(db, 'p1');
    const profiles = ['https://www.linkedin.com/in/new-one/', 'https://www.linkedin.com/in/slug-p1/', 'https://www.linkedin.com/in/NEW-one'];
    const result = await importCampaigns(db, NOW, { campaigns: [wanted({ kind: 'list', name: 'Fair', profiles }), wanted({ kind: 'recent', days: 30 }, 'Recent')] }, counter('n'));
    expect(result).toMatchObject({ newContacts: 1, left: 0 });
    const [first, second] = result.campaigns;
    expect(first).toMatchObject({ state: 'draft', name: 'Spring', program: 'Care', version: 1 });
    expect(first?.senderId).toBeUndefined();
    expect(first?.seed).not.toBe(second?.seed);
    expect(first?.schedule.slots[0]).toMatchObject({ start: 540, end: 660 });
    const entries = await db.listEntries.where('[sourceId+order]').between([first?.sourceId, -Infinity], [first?.sourceId, Infinity]).toArray();
    expect(entries.map((entry) => entry.contactId === 'p1')).toEqual([false, true]);
    expect(await db.connections.count()).toBe(1);
  });

  it('shares a source that feeds the same, and makes a new list each time', async () => {
    const file = { campaigns: [wanted({ kind: 'all' }), wanted({ kind: 'all' }, 'Other'), wanted({ kind: 'list', name: 'L', profiles: [] }), wanted({ kind: 'list', name: 'L', profiles: [] })] };
    await importCampaigns(db, NOW, file, counter('n'));
    expect((await db.sources.toArray()).map((source) => source.kind).sort()).toEqual(['all', 'list', 'list']);
  });

  it('brings nobody back who was erased', async () => {
    await addContact(db, 'p1');
    await erasePerson(db, NOW, 'p1', 'key', counter('e'));
    expect(await importCampaigns(db, NOW, { campaigns: [wanted({ kind: 'list', name: 'L', profiles: ['https://www.linkedin.com/in/slug-p1/'] })] }, counter('n'))).toMatchObject({ newContacts: 0, left: 1 });
  });
});

describe('past conversations', () => {
  const talked = (slug: string, messages: PastConversation['messages']): PastConversation => ({ person: { kind: 'slug', value: slug }, name: slug, threadIds: [], messages });

  it('sets the quiet period from what was typed by hand, not from what a campaign sent', async () => {
    await db.campaigns.put(campaign('c1'));
    await addContact(db, 'p1');
    await addContact(db, 'p2');
    await addDelivery(db, 'c1', 'p2', 'sent', { sentAt: NOW - DAY });
    const result = await importConversations(db, NOW, {
      id: 'i1', fileName: 'messages.csv', memberId: SENDER, issues: [],
      conversations: [
        talked('slug-p1', [{ direction: 'theirs', at: NOW - 9 * DAY }, { direction: 'ours', at: NOW - 8 * DAY }]),
        talked('slug-p2', [{ direction: 'ours', at: NOW - DAY + 30_000 }]),
        talked('stranger', [{ direction: 'ours', at: NOW }]),
      ],
    });
    expect(result).toMatchObject({ kind: 'done', row: { added: 1, unchanged: 2 } });
    expect(await db.threads.toArray()).toEqual([{ senderId: SENDER, contactId: 'p1', talkedBefore: 'yes', lastHandAt: NOW - 8 * DAY, lastTheirsAt: NOW - 9 * DAY }]);
  });
});
