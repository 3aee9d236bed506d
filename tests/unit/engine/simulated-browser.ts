import 'fake-indexeddb/auto';
import { NurturesDb } from '@/lib/db/schema';
import type { Campaign } from '@/lib/domain/campaign';
import { switchedOn } from '@/lib/domain/campaign-life';
import type { Contact } from '@/lib/domain/contact';
import { aliasKey } from '@/lib/domain/contact';
import type { Member } from '@/lib/domain/member';
import { DEFAULT_LIMITS } from '@/lib/domain/pacing';
import { DEFAULT_SLOTS } from '@/lib/domain/schedule';
import type { Reason } from '@/lib/domain/reasons';
import type { ThreadRow } from '@/lib/domain/thread';
import { answerPage } from '@/lib/engine/page-router';
import type { Bell, Ports, TabResult } from '@/lib/engine/ports';
import { CONSENT_VERSION } from '@/lib/engine/settings';
import { trackerWork } from '@/lib/engine/tracker-work';
import { wake } from '@/lib/engine/wake';
import type { CheckResult, InboxRow, Order, PageAnswers, PageFacts, PageMessage, RecipientProof, Wall } from '@/lib/linkedin/contract';

export const ME = 'ACoAAsender0000000000000000000000000001';
export const idOf = (n: number) => `ACoAAperson${String(n).padStart(28, '0')}`;

/** How the simulated page treats one attempt. */
export type PageMood = 'accepts' | 'refusesButStores' | 'drafts' | 'dropsAfterClick' | 'storesWithoutAnswer' | 'refuses' | 'diesBeforeGrant' | 'loggedOut' | 'otherMember' | 'checkpoint'
  | 'restricted' | 'throttled' | 'limitReached' | 'notUnderstood' | 'newPage' | 'otherRecipient' | 'mute';

function wallOf(mood: PageMood): Wall | undefined {
  switch (mood) {
    case 'checkpoint': return 'securityCheck';
    case 'loggedOut': case 'restricted': case 'throttled': case 'limitReached': return mood;
    default: return undefined;
  }
}

/**
 * A browser without a browser: a clock that only moves by `run`, alarms, one tab, and a LinkedIn that keeps threads. The page
 * needs exactly 20 seconds from the moment it is shown to the grant, as the forecast assumes.
 */
export class SimulatedBrowser {
  now: number;
  db: NurturesDb;
  readonly bells = new Map<string, Bell & { period?: number }>();
  threads = new Map<string, ThreadRow[]>();
  /** how far LinkedIn's clock is ahead of this computer's */
  serverAhead = 0;
  /** from the grant to the press of Send */
  pressMs = 0;
  /** what happens right before a page message is handed to the worker */
  before: (message: PageMessage) => Promise<void> = async () => undefined;
  /** what happens once the worker has answered, before the page has the answer */
  after: (message: PageMessage) => Promise<void> = async () => undefined;
  /** what the page shows of the recipient */
  proofOf: (recipientId: string) => RecipientProof = (recipientId) => ({ address: recipientId, header: recipientId });
  /** the order the page got last */
  lastOrder: Order | undefined;
  readonly received: { to: string; text: string; at: number; real: number; deliveryId: string }[] = [];
  /** how much more time has really passed than this clock shows: it was set back by so much */
  behind = 0;
  /** orders whose driver was told to stop */
  readonly stopped: { orderId: string; reason: Reason }[] = [];
  mood: (order: Order, now: number) => PageMood = () => 'accepts';
  /** what a look at the page finds */
  fingerprint = 'editor=a';
  missing: string[] = [];
  inbox: InboxRow[] = [];
  /** whose threads were opened for a delivery */
  readonly opened: string[] = [];
  /** what one load of the connections list shows */
  connections: (load: number) => Omit<Extract<PageMessage, { type: 'connections' }>, 'type' | 'orderId'> = () => ({ cards: [], end: 'end' });
  /** when the list was loaded further */
  readonly loads: number[] = [];
  private path = '';
  private queue: { at: number; act: () => Promise<void> }[] = [];
  private ids = 0;
  private tabOpen = false;
  private static urnCount = 0;
  /** Chrome's own error page stands in the tab */
  errorPage = false;
  /** people by member id whose conversation and whose profile show another slug than the one known of them */
  readonly moved = new Map<string, { conversation: string; profile: string }>();
  /** when the page began with the message under way; a profile page opened first is part of its 20 seconds */
  private begunAt = 0;
  private resolving = false;
  /** what opening the own tab answers */
  tabResult: () => TabResult = () => 'ok';
  /** whether the browser was closed since the last wake */
  session: 'same' | 'other' = 'same';
  /** which of the bells due at the same instant rings first */
  firstOf: (due: readonly Bell[]) => Bell | undefined = (due) => due[0];
  /** most bells ever held at once */
  mostBells = 0;
  readonly notices: string[] = [];
  awake = true;
  /** the five-minute heartbeat only repeats what the other bells do; long simulations leave it out */
  heartbeat: 'on' | 'off' = 'off';

  constructor(startAt: number, name = `test-${Math.trunc(startAt)}-${(SimulatedBrowser.count += 1)}`) {
    this.now = startAt;
    this.db = new NurturesDb(name);
  }
  private static count = 0;

  readonly ports: Ports = {
    get db(): NurturesDb {
      throw new Error('replaced in open()');
    },
    now: () => this.now,
    newId: () => `id-${(this.ids += 1)}`,
    bells: {
      list: async () => [...this.bells.values()].map(({ name, at }) => ({ name, at })),
      set: async (name, at, period) => {
        this.bells.set(name, { name, at, ...(period === undefined ? {} : { period }) });
        this.mostBells = Math.max(this.mostBells, this.bells.size);
      },
      clear: async (name) => void this.bells.delete(name),
    },
    tab: {
      show: async (path) => {
        const result = this.tabResult();
        if (result !== 'ok') return result;
        if (!this.resolving) this.begunAt = this.now;
        this.resolving = path.startsWith('/in/');
        this.tabOpen = true;
        this.path = path;
        this.queue = [{ at: this.now, act: () => this.load(path) }];
        return 'ok';
      },
      exists: async () => this.tabOpen,
      failed: async () => this.errorPage,
      close: async () => {
        this.tabOpen = false;
        this.queue = [];
      },
      stop: async (orderId, reason) => void this.stopped.push({ orderId, reason }),
      leave: async () => undefined,
      reveal: async () => undefined,
    },
    sameSession: async () => this.session === 'same',
    badge: async () => undefined,
    notify: async (kind) => void this.notices.push(kind),
    fetch: (url, init) => this.fetch(url, init),
    judge: async () => ({ tone: () => ({ words: [] }), optOut: (text) => (/stop writing/i.test(text) ? text : undefined), automatic: (text) => /out of office/i.test(text) }),
  };

  async open(): Promise<this> {
    Object.defineProperty(this.ports, 'db', { get: () => this.db });
    await this.db.settings.put({ key: 'consent', value: { at: this.now, version: CONSENT_VERSION, language: 'en' } });
    return this;
  }

  close(): void {
    this.db.close();
  }

  /** Somebody sets the computer's clock back. What the page was about to do happens as much earlier by this clock. */
  setBack(ms: number): void {
    this.now -= ms;
    this.behind += ms;
    this.queue = this.queue.map(({ at, act }) => ({ at: at - ms, act }));
    this.begunAt -= ms;
  }

  /** The worker dies and starts again: nothing is left of it but the database, the bells and the tab. */
  async restart(): Promise<void> {
    const { name } = this.db;
    this.db.close();
    this.db = new NurturesDb(name);
    await this.wake();
  }

  /** The page in the tab is loaded again, as by the member's hand. */
  async reload(): Promise<void> {
    this.queue = [{ at: this.now, act: () => this.load(this.path) }];
  }

  /** Reads the connections list load by load, as slowly as it is told. */
  private async readList(orderId: string, load: number): Promise<void> {
    this.loads.push(this.now);
    const answer = (await this.say({ type: 'connections', orderId, ...this.connections(load) })) as PageAnswers['connections'];
    if (answer.next === 'more') this.queue.push({ at: this.now + answer.waitMs, act: () => this.readList(orderId, load + 1) });
  }

  /** The tab closes under the product, as when the member closes it. */
  closeTab(): void {
    this.tabOpen = false;
    this.queue = [];
  }

  /** What a tracker answers; nobody is there unless a test says so. */
  fetch: Ports['fetch'] = async () => {
    throw new TypeError('Failed to fetch');
  };

  async wake(): Promise<void> {
    await wake(this.ports);
    if (await trackerWork(this.ports)) await wake(this.ports);
  }

  /** Adds a message of the person to the thread, as LinkedIn would store it now. */
  reply(to: string, text: string, at = this.now + this.serverAhead): void {
    this.rowsOf(to).push({ urn: this.urn(at), at, author: 'theirs', kind: 'text', text });
  }

  rowsOf(to: string): ThreadRow[] {
    const rows = this.threads.get(to) ?? [];
    this.threads.set(to, rows);
    return rows;
  }

  private urn(at: number): string {
    return `urn:${at}:${(SimulatedBrowser.urnCount += 1)}`;
  }

  facts(path: string, mood: PageMood): PageFacts {
    const identity: PageFacts['identity'] =
      mood === 'loggedOut' ? { state: 'out' } : { state: 'in', id: mood === 'otherMember' ? idOf(999) : ME, name: 'Sam Sender', firstName: 'Sam' };
    const wall = wallOf(mood);
    return { kind: wall === undefined ? (path.startsWith('/in/') ? 'profile' : path.startsWith('/mynetwork/') ? 'connections' : 'compose') : 'wall', path, identity, visible: false, ...(wall === undefined ? {} : { wall }) };
  }

  private async load(path: string): Promise<void> {
    const peek: Order = { kind: 'check', orderId: 'peek' };
    const answer = (await this.say({ type: 'hello', instance: `page-${(this.ids += 1)}`, facts: this.facts(path, this.mood(peek, this.now)) })) as PageAnswers['hello'];
    if (answer.order !== undefined) this.perform(answer.order, path);
  }

  async say(message: Parameters<typeof answerPage>[1]): ReturnType<typeof answerPage> {
    await this.before(message);
    const answer = await this.answer(message);
    await this.after(message);
    return answer;
  }

  private answer(message: Parameters<typeof answerPage>[1]): ReturnType<typeof answerPage> {
    return answerPage(this.ports, message, 'own', () => {
      this.queue.push({ at: this.now, act: () => this.wake() });
    });
  }

  private perform(order: Order, path: string): void {
    this.lastOrder = order;
    const mood = this.mood(order, this.now);
    const facts = this.facts(path, mood);
    if (mood === 'mute') return;
    const later = (ms: number, act: () => Promise<void>) => this.queue.push({ at: this.now + ms, act });
    switch (order.kind) {
      case 'check':
        later(5000, async () => {
          const missing = mood === 'notUnderstood' ? ['composer'] : this.missing;
          const fingerprint = mood === 'newPage' ? 'editor=b' : this.fingerprint;
          const result: CheckResult = missing.length > 0
            ? { ok: false, reason: 'selfTestFailed', missing }
            : { ok: true, selfTest: { verdict: 'understood', fingerprint, missing, sendMode: 'click' }, inbox: this.inbox };
          await this.say({ type: 'checked', orderId: order.orderId, facts, result });
        });
        return;
      case 'resolve':
        later(2000, async () => {
          const moved = this.moved.get(order.slug);
          const memberId = moved === undefined ? idOf(Number(order.slug.replace(/\D/g, ''))) : order.slug;
          await this.say({ type: 'resolved', orderId: order.orderId, facts, result: { ok: true, memberId, slug: moved?.profile ?? order.slug, degree: 'first' } });
        });
        return;
      case 'reconcile':
        later(2000, async () => {
          await this.say({ type: 'reconciled', orderId: order.orderId, deliveryId: order.deliveryId, facts, result: { ok: true, thread: this.reading(order.recipientId) } });
        });
        return;
      case 'connections':
        later(1000, () => this.readList(order.orderId, 0));
        return;
      case 'deliver':
        this.opened.push(order.recipientId);
        later(Math.max(0, this.begunAt + 10_000 - this.now), async () => {
          const proof = mood === 'otherRecipient' ? { address: order.recipientId, header: idOf(998) } : this.proofOf(order.recipientId);
          const ids = { orderId: order.orderId, deliveryId: order.deliveryId, attempt: order.attempt, token: order.token };
          const shown = this.moved.get(order.recipientId)?.conversation;
          if (shown !== undefined && !order.recipientSlugs.includes(shown)) {
            await this.say({ type: 'report', ...ids, facts, outcome: { end: 'stopped', reason: 'addressUnknown', evidence: 'card=1 slug=unknown' } });
            return;
          }
          const read = (await this.say({ type: 'threadRead', ...ids, facts, proof, degree: 'first', thread: this.reading(order.recipientId) })) as PageAnswers['threadRead'];
          if (read.go === 'no') {
            await this.say({ type: 'report', ...ids, facts, outcome: { end: 'refusedGrant', evidence: '' } });
            return;
          }
          if (mood === 'diesBeforeGrant') return;
          if (mood === 'drafts') {
            await this.say({ type: 'report', ...ids, facts, outcome: { end: 'drafted', evidence: '' } });
            return;
          }
          later(10_000, async () => {
            const given = (await this.say({ type: 'grant', ...ids, facts, proof, thread: this.reading(order.recipientId), typed: order.text })) as PageAnswers['grant'];
            if (given.granted === 'no') {
              await this.say({ type: 'report', ...ids, facts, outcome: { end: 'refusedGrant', evidence: '' } });
              return;
            }
            if (mood === 'refuses') {
              await this.say({ type: 'report', ...ids, facts, outcome: { end: 'rejected', reason: 'refusedByLinkedIn', evidence: '' } });
              return;
            }
            if (mood === 'dropsAfterClick') {
              await this.say({ type: 'report', ...ids, facts, outcome: { end: 'doubt', reason: 'noAnswer', evidence: '' } });
              return;
            }
            const press = async (): Promise<void> => {
              const at = this.now + this.serverAhead;
              const urn = this.urn(at);
              this.rowsOf(order.recipientId).push({ urn, at, author: 'own', kind: 'text', text: order.text });
              this.received.push({ to: order.recipientId, text: order.text, at: this.now, real: this.now + this.behind, deliveryId: order.deliveryId });
              if (mood === 'storesWithoutAnswer') return;
              const outcome = mood === 'refusesButStores' ? { end: 'rejected' as const, reason: 'refusedByLinkedIn' as const, evidence: '' } : { end: 'proved' as const, urn, at, evidence: 'row' };
              await this.say({ type: 'report', ...ids, facts, outcome });
            };
            if (this.pressMs === 0) await press();
            else later(this.pressMs, press);
          });
        });
    }
  }

  reading(otherId: string) {
    return { otherId, rows: [...this.rowsOf(otherId)], reached: 'top' as const };
  }

  /** The bells that ring next, all of one instant. */
  private dueBells(): Bell[] {
    const bells = [...this.bells.values()].filter((entry) => this.heartbeat === 'on' || entry.name !== 'heartbeat');
    const first = Math.min(...bells.map(({ at }) => at));
    return bells.filter(({ at }) => at === first);
  }

  /** Lets time pass until `until`, ringing every bell and letting the page act in order. */
  async run(until: number): Promise<void> {
    for (let guard = 0; guard < 100_000; guard += 1) {
      const due = this.awake ? this.dueBells() : [];
      const bell = this.firstOf(due);
      const next = this.queue.toSorted((a, b) => a.at - b.at)[0];
      const at = Math.min(bell?.at ?? Infinity, next?.at ?? Infinity);
      if (at > until) {
        this.now = Math.max(this.now, until);
        return;
      }
      this.now = Math.max(this.now, at);
      if (next !== undefined && next.at <= at) {
        this.queue = this.queue.filter((entry) => entry !== next);
        await next.act();
      } else if (bell !== undefined) {
        const { period } = this.bells.get(bell.name) ?? {};
        if (period === undefined) this.bells.delete(bell.name);
        else this.bells.set(bell.name, { ...bell, period, at: bell.at + period * 60_000 });
        await this.wake();
      }
    }
    throw new Error('the simulation does not come to rest');
  }
}

/** A member with default limits. */
export function aMember(over: Partial<Member> = {}): Member {
  return { id: ME, name: 'Sam Sender', firstName: 'Sam', seed: 'member-seed', confirmedAt: 0, limits: DEFAULT_LIMITS, mode: 'send', provenPages: [], ...over };
}

/** A contact who is a connection, with member id. */
export function aContact(n: number, over: Partial<Contact> = {}): Contact {
  return {
    id: `c${String(n).padStart(4, '0')}`, memberId: idOf(n), slugs: [`person-${n}`], firstName: `Ana${n}`, lastName: 'Example', company: 'Acme', position: 'Engineer', email: '',
    tags: [], notes: '', custom: {}, handEdited: [], createdAt: 0, updatedAt: 0, ...over,
  };
}

/** A campaign over all connections, active since `at`. */
export function aCampaign(at: number, over: Partial<Campaign> = {}): Campaign {
  const campaign: Campaign = {
    id: 'k1', name: 'Hello', program: 'Autumn', description: '', senderId: ME, sourceId: 'all', approval: false, state: 'draft', version: 1, seed: 'campaign-seed',
    createdAt: at, updatedAt: at, slotsFrom: at,
    messages: [
      { id: 'm1', body: 'Hi {{firstName}}, good to be connected.', delayDays: 0, variants: {}, missing: 'hold', fallbacks: {} },
      { id: 'm2', body: 'Hi {{firstName}}, still around?', delayDays: 3, variants: {}, missing: 'hold', fallbacks: {} },
    ],
    schedule: { timeZone: 'Europe/Paris', slots: DEFAULT_SLOTS.map((slot) => ({ ...slot, days: [...slot.days] })), cohortSize: 5, skipDays: [] },
    ...over,
  };
  return switchedOn(campaign, at);
}

/** Puts people into the database as known connections of the sender. */
export async function seed(browser: SimulatedBrowser, people: number, campaigns: Campaign[], member = aMember()): Promise<void> {
  const { db } = browser;
  const contacts = Array.from({ length: people }, (_, index) => aContact(index + 1));
  await db.members.put(member);
  await db.contacts.bulkPut(contacts);
  await db.aliases.bulkPut(contacts.flatMap((contact) => [
    { key: aliasKey('slug', contact.slugs[0] ?? ''), contactId: contact.id },
    ...(contact.memberId === undefined ? [] : [{ key: aliasKey('id', contact.memberId), contactId: contact.id }]),
  ]));
  await db.connections.bulkPut(contacts.map((contact, index) => ({ memberId: member.id, contactId: contact.id, connectedOn: `2026-01-${String((index % 28) + 1).padStart(2, '0')}`, source: 'import' as const, at: 0 })));
  await db.sources.put({ id: 'all', kind: 'all', name: 'All connections', createdAt: 0 });
  await db.campaigns.bulkPut(campaigns);
}
