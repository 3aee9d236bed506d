import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { NurturesDb } from '@/lib/db/schema';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import { tellApprovals, tellReplies, tellStops } from '@/lib/engine/notices';
import type { Ports } from '@/lib/engine/ports';
import { changeNotice } from '@/lib/engine/settings-actions';
import { followNotices, showNotice } from '@/lib/platform/notifications';
import { run } from '../screens/world';
import { addContact, addDelivery, campaign, DAY, emptyDb, NOW, SENDER } from './desk-world';

interface Shown { title: string; message: string }
type MessageFile = Record<string, { message: string; placeholders?: Record<string, { content: string }> }>;

const chrome = vi.hoisted(() => ({
  allowed: true, language: 'en', shown: new Map<string, unknown>(), opened: [] as string[],
  clicked: [] as ((id: string) => void)[], added: [] as (() => void)[], hasApi: true,
}));
vi.mock('wxt/browser', () => ({
  browser: {
    permissions: { contains: () => Promise.resolve(chrome.allowed), onAdded: { addListener: (listener: () => void) => chrome.added.push(listener) } },
    runtime: { getURL: (path: string) => `chrome-extension://x${path}` },
    tabs: { create: ({ url }: { url: string }) => { chrome.opened.push(url); return Promise.resolve(); } },
    i18n: {
      getMessage: (name: string, values: readonly string[] = []) => {
        const file = JSON.parse(readFileSync(`public/_locales/${chrome.language}/messages.json`, 'utf8')) as MessageFile;
        const { message, placeholders = {} } = file[name] ?? { message: '' };
        return message.replaceAll(/\$(\w+)\$/g, (_, key: string) => values[Number(placeholders[key.toLowerCase()]?.content.slice(1)) - 1] ?? '');
      },
    },
    get notifications() {
      return !chrome.hasApi ? undefined : {
        create: (id: string, { title, message }: Shown) => { chrome.shown.set(id, { title, message }); return Promise.resolve(id); },
        clear: (id: string) => { chrome.shown.delete(id); return Promise.resolve(true); },
        onClicked: { addListener: (listener: (id: string) => void) => chrome.clicked.push(listener) },
      };
    },
  },
}));

let db: NurturesDb;
let now = NOW;
let ports: Ports;

beforeEach(() => {
  db = emptyDb();
  now = NOW;
  // Only what telling needs: any other port would be a mistake.
  ports = { db, now: () => now, notify: showNotice } as Partial<Ports> as Ports;
  Object.assign(chrome, { allowed: true, language: 'en', hasApi: true, opened: [], clicked: [], added: [] });
  chrome.shown.clear();
});

const texts = () => [...chrome.shown.values()].map((shown) => (shown as Shown).message);
const OTHER = 'ACoAAB000000000000000000000000000000002';

async function waiting(campaignId: string, people: readonly string[], senderId = SENDER): Promise<void> {
  await db.campaigns.put(campaign(campaignId, { senderId }));
  await db.runs.put(run(campaignId, { senderId, state: 'open' }));
  for (const person of people) {
    await addContact(db, person);
    await addDelivery(db, campaignId, person, 'pending', { senderId });
  }
}

describe('approvals', () => {
  it('are told once a day for each member, with their own numbers', async () => {
    await waiting('c1', ['p1', 'p2']);
    await waiting('c2', ['p3']);
    await waiting('c3', ['p4'], OTHER);
    await tellApprovals(ports, SENDER);
    expect(texts()).toEqual(['3 messages in 2 nurtures wait for your approval.']);
    chrome.shown.clear();
    now += 3_600_000;
    await tellApprovals(ports, SENDER);
    expect(texts()).toEqual([]);
    await tellApprovals(ports, OTHER);
    expect(texts()).toEqual(['One message waits for your approval.']);
    now += DAY;
    await tellApprovals(ports, SENDER);
    expect(texts()).toEqual(['3 messages in 2 nurtures wait for your approval.']);
  });

  it('are not told while nothing waits, and not where the member said no; that day is still open then', async () => {
    await waiting('c1', []);
    await tellApprovals(ports, SENDER);
    await changeNotice(db, now, 'approvals', false);
    await addContact(db, 'p1');
    await addDelivery(db, 'c1', 'p1', 'pending');
    await tellApprovals(ports, SENDER);
    expect(texts()).toEqual([]);
    await changeNotice(db, now, 'approvals', true);
    await tellApprovals(ports, SENDER);
    expect(texts()).toEqual(['One message waits for your approval.']);
  });
});

describe('replies', () => {
  const reply = async (id: string, person: string, firstName: string) => {
    await addContact(db, person, { firstName });
    await db.replies.put({ id, senderId: SENDER, contactId: person, campaignId: 'c1', at: now, foundAt: now, rowUrns: [id], kind: 'counted', toneWords: [], answer: 'waiting' });
  };

  it('are not told unless chosen, then each by itself, and only those found since', async () => {
    await tellReplies(ports);
    now += 1000;
    await reply('r1', 'p1', 'Ana');
    await tellReplies(ports);
    expect(texts()).toEqual([]);
    await changeNotice(db, now, 'reply', true);
    now += 1000;
    await reply('r2', 'p2', 'Bruno');
    await reply('r3', 'p3', 'Chloé');
    await tellReplies(ports);
    expect(texts()).toEqual(['Bruno Novak answered. Nothing more goes to them by itself.', 'Chloé Novak answered. Nothing more goes to them by itself.']);
    chrome.shown.clear();
    await tellReplies(ports);
    expect(texts()).toEqual([]);
  });
});

describe('stops', () => {
  it('are told once each, by name', async () => {
    const stop = { reason: 'securityCheck' as const, since: NOW, resumeAfter: NOW + DAY, halfDays: 14, evidence: '' };
    for (const [id, name] of [[SENDER, 'Eva Maier'], [OTHER, 'Jonas Becker']] as const) {
      await db.members.put({ id, name, firstName: name, seed: 's', confirmedAt: 1, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [], stop });
    }
    await tellStops(ports);
    expect(texts()).toEqual(['Eva Maier', 'Jonas Becker'].map((name) => `Nothing more is sent as ${name}. Open Nurtures to see why and what to do.`));
    chrome.shown.clear();
    await tellStops(ports);
    expect(texts()).toEqual([]);
    await db.members.update(SENDER, { stop: { ...stop, since: NOW + DAY } });
    await tellStops(ports);
    expect(texts()).toHaveLength(1);
  });
});

describe('a notification', () => {
  it.each([
    ['approvals', { count: 2, nurtures: 1 }, '#/queue?status=pending'],
    ['reply', { name: 'Ana # Novak', contactId: 'p1' }, '#/contacts/p1'],
    ['stop', { name: 'Eva Maier' }, '#/nurtures'],
  ] as const)('of %s opens where it is dealt with, and goes', async (kind, facts, place) => {
    followNotices();
    await showNotice(kind, facts);
    const [id] = [...chrome.shown.keys()];
    for (const listener of chrome.clicked) listener(id ?? '');
    expect(chrome.opened).toEqual([`chrome-extension://x/options.html${place}`]);
    expect(chrome.shown.size).toBe(0);
  });

  it('is never shown without the permission, and is followed from the moment it is given', async () => {
    Object.assign(chrome, { allowed: false, hasApi: false });
    followNotices();
    await showNotice('stop', { name: 'Eva Maier' });
    expect(chrome.clicked).toEqual([]);
    Object.assign(chrome, { allowed: true, hasApi: true });
    for (const listener of chrome.added) listener();
    expect(chrome.clicked).toHaveLength(1);
  });

  it('has a text in every language', async () => {
    const sentences: string[] = [];
    for (const language of ['en', 'fr']) {
      chrome.language = language;
      for (const [kind, facts] of [['approvals', { count: 1, nurtures: 1 }], ['approvals', { count: 2, nurtures: 1 }], ['approvals', { count: 7, nurtures: 3 }], ['reply', { name: 'Ana' }], ['stop', { name: 'Eva' }]] as const) {
        await showNotice(kind, facts);
        const [shown] = [...chrome.shown.values()] as Shown[];
        expect(shown?.title).not.toBe('');
        sentences.push(shown?.message ?? '');
        chrome.shown.clear();
      }
    }
    expect(sentences).toEqual([
      'One message waits for your approval.', '2 messages of one nurture wait for your approval.', '7 messages in 3 nurtures wait for your approval.', 'Ana answered. Nothing more goes to them by itself.',
      'Nothing more is sent as Eva. Open Nurtures to see why and what to do.',
      'Un message attend votre accord.', '2 messages d’une campagne attendent votre accord.', '7 messages dans 3 campagnes attendent votre accord.', 'Ana a répondu. Plus rien ne lui est envoyé automatiquement.',
      'Plus rien n’est envoyé en tant que Eva. Ouvrez Nurtures pour voir pourquoi et que faire.',
    ]);
  });
});
