import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { throwAwayCertificate } from './certificate.ts';
import { connectionsCsv } from './connections-csv.ts';
import { emberDocument, flagshipDocument, meAnswer, ownBlock, strictPolicy, wallAnswer, wallPage } from './pages.ts';
import { hash, idCharacters, stream } from './random.ts';
import { Realtime } from './realtime.ts';
import { lastAt, Store, type MessageKind, type StoredMessage, type Thread } from './store.ts';
import { defaultSwitches, type Fault, type Switches, type Wall } from './switches.ts';
import { wordsOf } from './words.ts';
import { makeWorld, type Degree, type Person, type World } from './world.ts';

/** A message the signed-in member sent through the pages, exactly as it was stored. */
export interface SentMessage {
  readonly member: string;
  /** Member id of the one recipient; in a group the ids joined by a comma. */
  readonly recipientId: string;
  readonly threadId: string;
  readonly text: string;
  readonly at: number;
  readonly urn: string;
}

/** What practice LinkedIn saw. Nothing is ever taken out of it. */
export interface PracticeRecord {
  /** Messages stored because a page submitted them, in order. History and replies are not among them. */
  readonly sent: SentMessage[];
  /** Threads a page opened and so marked read. */
  readonly reads: Array<{ readonly threadId: string; readonly personIds: readonly string[]; readonly at: number; readonly hadUnread: boolean }>;
  /** Requests to private endpoints that no page of ours made. Must stay empty. */
  readonly privateRequests: Array<{ readonly method: string; readonly path: string; readonly at: number }>;
  /** Documents served, in order, with the path as asked for. */
  readonly pageLoads: Array<{ readonly path: string; readonly search: string; readonly at: number; readonly status: number; readonly frame: boolean }>;
  /** What the send faults did: which one, to whom, with what text. */
  readonly faults: Array<{ readonly kind: Fault['kind']; readonly personIds: readonly string[]; readonly text: string; readonly at: number }>;
  /** Submissions that reached a page's Send logic, stored or not. */
  readonly submits: Array<{ readonly personIds: readonly string[]; readonly text: string; readonly at: number }>;
}

export interface RequestLine {
  readonly method: string;
  readonly path: string;
  readonly at: number;
  readonly status: number;
  /** Whether one of our own pages made it (it carried the page's nonce). Documents and scripts count as own. */
  readonly own: boolean;
}

export interface PracticeOptions {
  /** Same seed, same people, ids, texts of delays and redirects. Default 1. */
  readonly seed?: number;
  /** Number of 1st-degree connections. Default 200. */
  readonly people?: number;
  /** Epoch milliseconds the server's clock starts at; it runs on from there. Default the real time. */
  readonly now?: number;
  /** How many seconds its clock and its waiting go in one real second; a browser that opens its pages needs the same. Default 1. */
  readonly pace?: number;
  /** Port on 127.0.0.1; default a free one. */
  readonly port?: number;
  readonly switches?: Partial<Switches>;
}

/** One line of a conversation that took place before the test. */
export interface HistoryLine {
  readonly from: 'me' | 'them';
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind?: MessageKind;
  readonly edited?: boolean;
}

export interface ReplyOptions {
  /** What kind of row it is. Default a text. */
  readonly kind?: MessageKind;
  /** Member id of the mailbox it arrives in. Default Sam Sender's. */
  readonly to?: string;
  /** Somebody else who writes into the thread with this person. */
  readonly writer?: string;
}

/** A moment of a page's life, told as it happens and before the page gets its answer. */
export interface Moment {
  /**
   * `page`: a document is asked for. `opened`: a page asks for a conversation. `typing`: the composer's model changed. `submitted`: Send
   * was pressed. `stored`: the server kept the message, the page does not know yet. `read`: a thread was marked read.
   */
  readonly kind: 'page' | 'opened' | 'typing' | 'submitted' | 'stored' | 'read';
  /** Member ids of the other side; for `page` empty. */
  readonly personIds: readonly string[];
  /** Address of the page, for `page`. */
  readonly path: string;
}

export interface PracticeLinkedIn {
  readonly port: number;
  readonly world: World;
  readonly record: PracticeRecord;
  readonly store: Store;
  readonly switches: Switches;
  readonly requestLog: readonly RequestLine[];
  /** The server's clock, epoch milliseconds. */
  now(): number;
  /** Sets the server's clock; it runs on from there. Open pages follow. */
  setNow(ms: number): void;
  /** LinkedIn's Connections.csv of this world. */
  connectionsCsv(people?: readonly Person[]): string;
  /** Who is signed in: a member id of `world.members`, or nobody. Default Sam Sender. */
  signIn(memberId: string | null): void;
  signedIn(): Person | null;
  /** A person writes to Sam (or `to`): stored, unread, and shown at once in open pages. */
  reply(personId: string, text: string, at?: number, options?: ReplyOptions): StoredMessage;
  /** A member (default Sam) writes by hand, from another device. */
  typedByHand(personId: string, text: string, at?: number, memberId?: string): StoredMessage;
  /** Puts an earlier conversation into a member's mailbox (default Sam's), read unless `unread` is given. */
  history(personId: string, lines: readonly HistoryLine[], unread?: number, memberId?: string): Thread;
  /** A group conversation of Sam with several people; lines name their writer's id. */
  group(personIds: readonly string[], lines: ReadonlyArray<{ from: string; text: string; at: number }>): Thread;
  /** A draft that LinkedIn restores when this person's composer opens. */
  draft(personId: string, text: string): void;
  /** The draft LinkedIn keeps for this person, '' for none. */
  draftOf(personId: string): string;
  /** "X is typing" in open threads of that person. */
  typing(personId: string): void;
  /** Changes how far away a person is (2 or 3: no longer a connection). */
  setDegree(personId: string, degree: Degree): void;
  /** A person leaves LinkedIn: the profile is gone. */
  remove(personId: string): void;
  /** A person takes a new slug; the old one redirects. */
  rename(personId: string, slug: string): void;
  /**
   * Calls the listener at every moment, so that a test can let something happen exactly then: a reply while one types, a session that
   * ends between typing and Send, a browser that is killed after the message was stored.
   * @returns stops listening
   */
  listen(listener: (moment: Moment) => void): () => void;
  /** Makes the next sends go wrong. */
  fail(fault: Fault): void;
  /** Sent messages by recipient. */
  sentTo(personId: string): SentMessage[];
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

interface PageState { readonly member: string; readonly path: string }

interface OpenFault { readonly id: number; readonly fault: Fault; left: number }

const PRIVATE = /^\/(voyager|flagship-web|realtime|li)\//;
const CLIENT = join(import.meta.dirname, 'client');

/** Starts practice LinkedIn on a loopback port. Map `www.linkedin.com` to it with Chromium's host rule. */
export async function startPracticeLinkedIn(options: PracticeOptions = {}): Promise<PracticeLinkedIn> {
  const practice = new Practice(options);
  await practice.open(options.port ?? 0);
  return practice;
}

class Practice implements PracticeLinkedIn {
  port = 0;
  readonly world: World;
  readonly store: Store;
  readonly switches: Switches;
  readonly record: PracticeRecord = { sent: [], reads: [], privateRequests: [], pageLoads: [], faults: [], submits: [] };
  readonly requestLog: RequestLine[] = [];
  readonly #seed: number;
  readonly #pace: number;
  readonly #realtime = new Realtime();
  readonly #pages = new Map<string, PageState>();
  readonly #faults: OpenFault[] = [];
  readonly #degrees = new Map<string, Degree>();
  readonly #slugs = new Map<string, string>();
  readonly #formerSlugs = new Map<string, string>();
  readonly #gone = new Set<string>();
  readonly #drafts = new Map<string, string>();
  readonly #listeners = new Set<(moment: Moment) => void>();
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #server: ReturnType<typeof createServer> | null = null;
  #member: string | null;
  #clock: { at: number; since: number };
  #loads = 0;
  #answers = 0;
  #wall: { wall: Wall; met: number } | null = null;
  #hiccups = 0;

  constructor(options: PracticeOptions) {
    this.#seed = options.seed ?? 1;
    this.#pace = options.pace ?? 1;
    this.#clock = { at: options.now ?? Date.now(), since: performance.now() };
    this.world = makeWorld({ seed: this.#seed, people: options.people ?? 200, today: this.now() });
    this.store = new Store(this.#seed);
    this.switches = { ...defaultSwitches(), ...options.switches };
    this.#member = this.world.members[0].id;
    for (const one of this.world.connections) this.#degrees.set(one.id, 1);
    for (const [index, one] of this.world.strangers.entries()) this.#degrees.set(one.id, index % 3 === 0 ? 3 : 2);
  }

  listen(listener: (moment: Moment) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  #moment(kind: Moment['kind'], personIds: readonly string[], path = ''): void {
    for (const listener of this.#listeners) listener({ kind, personIds, path });
  }

  async open(port: number): Promise<void> {
    const server = createServer(await throwAwayCertificate(), (request, response) => {
      void this.#handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
        response.end(String(error instanceof Error ? error.stack : error));
      });
    });
    server.keepAliveTimeout = 60_000;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('upgrade', (request, socket) => {
      const url = new URL(request.url ?? '/', 'https://www.linkedin.com');
      const page = url.searchParams.get('page') ?? '';
      const own = this.#pages.has(page);
      this.#log(request, url, 101, own);
      if (own) this.#realtime.accept(request, socket, page, [{ type: 'clock', now: this.now() }, { type: 'faults', faults: this.#openFaults() }]);
      else socket.destroy();
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('practice LinkedIn got no port');
    this.port = address.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    this.#realtime.close();
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    this.#server = null;
    if (server !== null) await new Promise<void>((resolve) => { server.close(() => resolve()); });
  }

  now(): number {
    return Math.floor(this.#clock.at + (performance.now() - this.#clock.since) * this.#pace);
  }

  setNow(ms: number): void {
    this.#clock = { at: ms, since: performance.now() };
    this.#realtime.tell({ type: 'clock', now: ms });
  }

  connectionsCsv(people?: readonly Person[]): string {
    return connectionsCsv(this.world, people);
  }

  signIn(memberId: string | null): void {
    if (memberId !== null && !this.world.members.some((member) => member.id === memberId)) throw new Error('only a member of this world can sign in');
    this.#member = memberId;
    if (memberId === null) this.#realtime.tell({ type: 'signed-out', shows: this.switches.signedOutPage });
  }

  signedIn(): Person | null {
    return this.#member === null ? null : this.#person(this.#member);
  }

  reply(personId: string, text: string, at: number = this.now(), options: ReplyOptions = {}): StoredMessage {
    const thread = this.store.openThread(options.to ?? this.world.members[0].id, [this.#person(personId).id]);
    const stored = this.store.add(thread, { from: options.writer ?? personId, text, at, kind: options.kind ?? 'text', edited: false });
    if (stored.kind !== 'system' && stored.kind !== 'reaction') thread.unread += 1;
    this.#tellMessage(thread, stored);
    return stored;
  }

  typedByHand(personId: string, text: string, at: number = this.now(), me: string = this.world.members[0].id): StoredMessage {
    const thread = this.store.openThread(me, [this.#person(personId).id]);
    const stored = this.store.add(thread, { from: me, text, at, kind: 'text', edited: false });
    this.#tellMessage(thread, stored);
    return stored;
  }

  history(personId: string, lines: readonly HistoryLine[], unread = 0, me: string = this.world.members[0].id): Thread {
    const thread = this.store.openThread(me, [this.#person(personId).id]);
    for (const line of lines) {
      this.store.add(thread, { from: line.from === 'me' ? me : personId, text: line.text, at: line.at, kind: line.kind ?? 'text', edited: line.edited ?? false });
    }
    thread.unread = unread;
    return thread;
  }

  group(personIds: readonly string[], lines: ReadonlyArray<{ from: string; text: string; at: number }>): Thread {
    const thread = this.store.openThread(this.world.members[0].id, personIds.map((id) => this.#person(id).id));
    for (const line of lines) this.store.add(thread, { from: line.from, text: line.text, at: line.at, kind: 'text', edited: false });
    return thread;
  }

  draft(personId: string, text: string): void {
    this.#drafts.set(this.#person(personId).id, text);
  }

  draftOf(personId: string): string {
    return this.#drafts.get(personId) ?? '';
  }

  typing(personId: string): void {
    this.#realtime.tell({ type: 'typing', from: personId, name: this.#person(personId).name });
  }

  setDegree(personId: string, degree: Degree): void {
    this.#degrees.set(this.#person(personId).id, degree);
  }

  remove(personId: string): void {
    this.#gone.add(this.#person(personId).id);
  }

  rename(personId: string, slug: string): void {
    const person = this.#person(personId);
    this.#formerSlugs.set(this.#slug(person), person.id);
    this.#slugs.set(person.id, slug);
  }

  fail(fault: Fault): void {
    this.#faults.push({ id: this.#faults.length + 1, fault, left: fault.times ?? 1 });
    this.#tellFaults();
  }

  sentTo(personId: string): SentMessage[] {
    return this.record.sent.filter((message) => message.recipientId === personId);
  }

  #person(id: string): Person {
    const person = this.world.byId(id);
    if (person === undefined) throw new Error(`nobody has the member id ${id}`);
    return person;
  }

  #slug(person: Person): string {
    return this.#slugs.get(person.id) ?? person.slug;
  }

  #addressed(slugOrId: string): Person | undefined {
    const renamed = [...this.#slugs].find(([, slug]) => slug === slugOrId)?.[0] ?? this.#formerSlugs.get(slugOrId);
    return renamed === undefined ? this.world.byAddress(slugOrId) : this.world.byId(renamed);
  }

  /** 0 for oneself. The second member knows every second one of Sam's connections. */
  #degree(viewer: string, personId: string): 0 | Degree {
    if (viewer === personId) return 0;
    const degree = this.#degrees.get(personId) ?? 2;
    if (viewer === this.world.members[0].id || degree !== 1) return degree;
    return hash(this.#seed, 'second member', personId) % 2 === 0 ? 1 : 2;
  }

  #connections(viewer: string): Person[] {
    return this.world.connections.filter((one) => this.#degree(viewer, one.id) === 1 && !this.#gone.has(one.id));
  }

  /** What pages are told about a person. */
  #view(viewer: string, person: Person): object {
    return {
      id: person.id, gone: this.#gone.has(person.id), number: person.number, name: this.#gone.has(person.id) ? 'LinkedIn Member' : person.name, firstName: person.firstName, slug: encodeURIComponent(this.#slug(person)),
      headline: this.switches.scaryWords === 'yes' ? `${person.headline} · captcha, restricted accounts, too many requests (429)` : person.headline,
      degree: this.#degree(viewer, person.id), connectedOn: person.connectedOn,
    };
  }

  #tellMessage(thread: Thread, stored: StoredMessage, exceptToken = ''): void {
    this.#realtime.tell({ type: 'message', threadId: thread.id, others: thread.others, originToken: exceptToken, message: this.#row(stored), conversation: this.#conversation(thread) },
      (page) => this.#pages.get(page)?.member === thread.owner);
  }

  #tellFaults(): void {
    this.#realtime.tell({ type: 'faults', faults: this.#openFaults() });
  }

  #openFaults(): object[] {
    return this.#faults.filter((open) => open.left > 0).map((open) => ({ id: open.id, kind: open.fault.kind, person: open.fault.person ?? null, left: open.left }));
  }

  #row(message: StoredMessage): object {
    const from = this.#person(message.from);
    return { urn: message.urn, seq: message.seq, from: from.id, fromName: this.#gone.has(from.id) ? 'LinkedIn Member' : from.name, kind: message.kind, text: message.text, at: message.at, edited: message.edited };
  }

  #conversation(thread: Thread): object {
    const last = thread.messages.at(-1);
    return {
      threadId: thread.id,
      names: thread.others.map((id) => (this.#gone.has(id) ? 'LinkedIn Member' : this.#person(id).name)),
      others: thread.others,
      snippet: last === undefined || last.kind !== 'text' ? null : last.text,
      fromMe: last?.from === thread.owner,
      unread: thread.unread,
      at: lastAt(thread),
    };
  }

  #log(request: IncomingMessage, url: URL, status: number, own: boolean): void {
    const path = url.pathname;
    const method = request.method ?? 'GET';
    this.requestLog.push({ method, path, at: this.now(), status, own });
    if (!own && PRIVATE.test(path)) this.record.privateRequests.push({ method, path: path + url.search, at: this.now() });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://www.linkedin.com');
    const path = url.pathname;
    if (path.startsWith('/sc/')) {
      this.#log(request, url, 200, true);
      this.#script(path.slice(4), response);
      return;
    }
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    if (PRIVATE.test(path)) {
      await this.#private(request, response, url);
      return;
    }
    this.#page(request, response, url);
  }

  #script(name: string, response: ServerResponse): void {
    if (!/^[a-z-]+\.(js|css|html|svg)$/.test(name)) {
      response.writeHead(404).end();
      return;
    }
    const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html', svg: 'image/svg+xml' };
    const text = name === 'captcha.html' || name === 'advertisement.html' ? '<!DOCTYPE html><title>frame</title>' : readFileSync(join(CLIENT, name), 'utf8');
    response.writeHead(200, { 'content-type': `${types[name.split('.').at(-1) ?? ''] ?? 'text/plain'}; charset=utf-8`, 'cache-control': 'max-age=600' }).end(text);
  }

  // ---- documents ----

  #page(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const path = decodePath(url.pathname);
    this.#moment('page', [], url.pathname + url.search);
    const frame = request.headers['sec-fetch-dest'] === 'iframe';
    const answer = (status: number, headers: Record<string, string>, body = ''): void => {
      this.#log(request, url, status, true);
      this.record.pageLoads.push({ path: url.pathname, search: url.search, at: this.now(), status, frame });
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers }).end(body);
    };
    const redirect = (to: string): void => answer(302, { location: to });
    if (/^\/(login|uas\/|authwall|signup|checkpoint\/|404)/.test(path)) {
      answer(path.startsWith('/404') ? 404 : 200, {}, wallPage(path, this.switches.locale));
      return;
    }
    if (path === '/' || path === '') {
      redirect(this.#member === null ? '/login' : '/feed/');
      return;
    }
    const place = placeOf(path);
    const wall = path.startsWith('/preload/') ? null : this.#wallFor(place);
    const wallSays = wall === null ? null : wallAnswer(wall, url.pathname);
    if (wallSays?.kind === 'redirect') {
      redirect(wallSays.to);
      return;
    }
    if (wallSays?.kind === 'page') {
      answer(wallSays.status, {}, wallSays.html);
      return;
    }
    const me = this.signedIn();
    if (me === null) {
      redirect(place === 'profile' ? `/authwall?trk=bf&sessionRedirect=${encodeURIComponent(url.pathname)}` : `/uas/login?session_redirect=${encodeURIComponent(url.pathname)}`);
      return;
    }
    this.#loads += 1;
    const noise = hash(this.#seed, 'load', this.#loads);
    const page = idCharacters(stream(noise, 'nonce'), 24);
    this.#pages.set(page, { member: me.id, path });
    const base = {
      page, noise, now: this.now(), switches: this.switches, words: wordsOf(this.switches.locale), faults: this.#openFaults(), pageWall: wall,
      oldBubble: this.switches.oldBubble === null ? null : this.#view(me.id, this.#person(this.switches.oldBubble.person)),
    };
    const lang = this.switches.unknownLocale === 'yes' ? 'eo' : this.switches.locale;
    const meView = this.#view(me.id, me);
    const ember = (title: string, script: string, view: object, about?: Person): void => {
      const decoy = this.world.connections[noise % this.world.connections.length] ?? me;
      answer(200, {}, emberDocument({ title, lang, config: { ...base, me: meView, ...view }, script, me, decoy, noise, generation: this.switches.generation, ...(about === undefined ? {} : { about }) }));
    };
    const flagship = (title: string, script: string, view: object, own?: string): void => {
      const nonce = idCharacters(stream(noise, 'csp'), 22);
      answer(200, { 'content-security-policy': strictPolicy(nonce) }, flagshipDocument({ title, lang, config: { ...base, me: meView, ...view }, script, nonce, rehydration: this.#rehydration(view, noise), ...(own === undefined ? {} : { own }) }));
    };
    const either = (title: string, script: string, view: object, about?: Person): void => {
      if (this.switches.variant === 'A') ember(title, script, view, about);
      else flagship(title, script, view);
    };
    const parts = path.split('/').filter((part) => part !== '');
    const { composeForm, overlay, bubbleData } = this.switches;
    const asked = parts[0] === 'messaging' ? this.#askedFor(url) : undefined;
    const legacy = (home: 'frame' | 'page'): string | undefined => (composeForm === 'bubble' && bubbleData === 'blocks' && (overlay === 'frame') === (home === 'frame')
      ? ownBlock(1000 + (noise % 8000), me, this.world.connections[noise % this.world.connections.length] ?? me) : undefined);
    if (parts[0] === 'preload') {
      flagship('LinkedIn', 'preload.js', { kind: 'preload' }, legacy('frame'));
    } else if (composeForm === 'bubble' && asked !== undefined && parts[1] === 'compose') {
      const people = asked.id === me.id ? [] : this.#recipients(asked, noise);
      flagship('Messaging | LinkedIn', 'compose-overlay.js', { kind: 'compose-overlay', people: people.map((id) => this.#view(me.id, this.#person(id))) }, legacy('page'));
    } else if (parts[0] === 'messaging') {
      this.#messagingPage(parts, url, me, noise, ember, redirect);
    } else if (parts[0] === 'in' && parts[1] !== undefined) {
      const person = parts[1] === 'me' ? me : this.#addressed(parts[1]);
      if (person === undefined || this.#gone.has(person.id)) redirect('/404/');
      else if (parts[1] !== 'me' && parts[1] !== person.id && parts[1] !== this.#slug(person)) redirect(`/in/${encodeURIComponent(this.#slug(person))}/`);
      else either(`${person.name} | LinkedIn`, 'profile.js', { kind: 'profile', person: this.#view(me.id, person), mine: parts[1] === 'me', ...this.#asides(me, person, noise) }, person);
    } else if (path.startsWith('/mynetwork/invite-connect/connections')) {
      either('Connections | LinkedIn', 'connections.js', { kind: 'connections', total: this.#connections(me.id).length + 3 });
    } else if (parts[0] === 'premium') {
      ember('Premium | LinkedIn', 'feed.js', { kind: 'feed' });
    } else if (parts[0] === 'feed' || parts[0] === 'mynetwork' || parts[0] === 'notifications') {
      either('Feed | LinkedIn', 'feed.js', { kind: 'feed' });
    } else {
      redirect('/404/');
    }
  }

  /** What server-rendered pages of the new app carry in their own script: locale, a token, and ids of everybody shown, strangers first. */
  #rehydration(view: object, noise: number): string[] {
    const ids = [...new Set(JSON.stringify(view).match(/ACoAA[\w-]{34}/g) ?? [])].reverse();
    const token = `ajax:${String(hash(noise, 'csrf')).padStart(19, '0')}`;
    return [`0:["liLocale","${this.switches.locale}_XX"]`, `1:["csrfToken","${token}"]`, ...ids.map((id, index) => `${(index + 2).toString(16)}:{"entityUrn":"urn:li:fsd_profile:${id}","objectUrn":"urn:li:fs_miniProfile:${id}"}`)];
  }

  #messagingPage(parts: string[], url: URL, me: Person, noise: number, ember: (title: string, script: string, view: object) => void, redirect: (to: string) => void): void {
    const title = 'Messaging | LinkedIn';
    if (parts[1] === 'thread' && parts[2] !== undefined && parts[2] !== 'new') {
      const thread = this.store.thread(parts[2]);
      if (thread?.owner === me.id) ember(title, 'messaging.js', { kind: 'messaging', route: { kind: 'thread', threadId: thread.id } });
      else redirect('/messaging/');
      return;
    }
    if (parts[1] === 'compose' || parts[1] === 'thread') {
      const person = this.#askedFor(url);
      const recipients = person === undefined || person.id === me.id ? [] : this.#recipients(person, noise);
      const known = recipients.length === 1 ? this.store.threadWith(me.id, recipients) : undefined;
      const inline = this.switches.composeWithThread === 'mixed' ? hash(noise, 'inline') % 2 === 0 : this.switches.composeWithThread === 'inline';
      const hasThread = known !== undefined && known.messages.length > 0;
      ember(title, 'messaging.js', {
        kind: 'messaging',
        route: { kind: 'compose', recipients, body: url.searchParams.get('body') ?? '', redirectTo: hasThread && !inline ? known.id : null },
      });
      return;
    }
    ember(title, 'messaging.js', { kind: 'messaging', route: { kind: 'inbox' } });
  }

  /** The one person a compose address names. */
  #askedFor(url: URL): Person | undefined {
    const asked = [url.searchParams.get('profileUrn'), url.searchParams.get('recipient')]
      .flatMap((value) => (value === null ? [] : [value.replace(/^urn:li:fsd_profile:/, '')]));
    const one = asked[0];
    return one !== undefined && asked.every((id) => id === one) ? this.world.byId(one) : undefined;
  }

  #recipients(person: Person, noise: number): string[] {
    const another = this.world.connections.filter((one) => one.id !== person.id)[noise % (this.world.connections.length - 1)]?.id ?? person.id;
    switch (this.switches.composeRecipient) {
      case 'as-asked': return [person.id];
      case 'another': return [another];
      case 'two': return [person.id, another];
      case 'none': return [];
    }
  }

  #asides(me: Person, person: Person, noise: number): object {
    const next = stream(noise, 'asides');
    const others = [...this.world.connections, ...this.world.strangers].filter((one) => one.id !== person.id);
    const some = (): object => this.#view(me.id, others[Math.floor(next() * others.length)] ?? me);
    return { browsemap: [some(), some(), some()], mayKnow: [some(), some()], section: [some()] };
  }

  #wallFor(place: Place): Wall['kind'] | null {
    const wall = this.switches.wall;
    if (wall === null || wall.on === 'after-send') return null;
    if (wall.on !== 'everything' && wall.on !== place) return null;
    if (this.#wall?.wall !== wall) this.#wall = { wall, met: 0 };
    this.#wall.met += 1;
    const passed = wall.after ?? 0;
    if (this.#wall.met <= passed || this.#wall.met > passed + (wall.times ?? Number.POSITIVE_INFINITY)) return null;
    return wall.kind;
  }

  // ---- what pages ask for ----

  async #private(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const nonce = request.headers['x-practice-page'];
    const page = typeof nonce === 'string' ? this.#pages.get(nonce) : undefined;
    const send = (status: number, body: object): void => {
      this.#log(request, url, status, page !== undefined);
      if (!response.destroyed) response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (page === undefined) {
      const me = this.signedIn();
      const allowed = url.pathname === '/voyager/api/me' && request.headers['csrf-token'] !== undefined && me !== null;
      send(allowed ? 200 : 401, allowed ? meAnswer(me, this.world.connections[0] ?? me) : {});
      return;
    }
    if (url.pathname === '/li/track') {
      await this.#wait(Number(url.searchParams.get('wait') ?? '0'));
      send(200, {});
      return;
    }
    if (this.#member === null) {
      send(401, { shows: this.switches.signedOutPage });
      return;
    }
    if (this.#member !== page.member) {
      send(403, {});
      return;
    }
    const body = request.method === 'POST' ? await readJson(request) : {};
    const query = url.searchParams.get('queryId') ?? url.searchParams.get('action') ?? url.pathname;
    switch (query) {
      case 'messengerConversations': send(200, this.#listConversations(page.member, Number(url.searchParams.get('start') ?? '0'))); return;
      case 'messengerMessages': send(200, this.#messages(page.member, url.searchParams.get('thread') ?? '', url.searchParams.get('before'))); return;
      case 'messengerConversationsByRecipients': send(200, this.#byRecipients(page.member, (url.searchParams.get('recipients') ?? '').split(',').filter((id) => id !== ''))); return;
      case 'messengerTypeahead': send(200, { people: this.#typeahead(page.member, url.searchParams.get('q') ?? '') }); return;
      case 'markRead': this.#markRead(textOf(body, 'threadId')); send(200, {}); return;
      case 'submitted': this.#submitted(body); send(200, {}); return;
      case 'typing': this.#moment('typing', listOf(body, 'recipients')); send(200, {}); return;
      case 'saveDraft': this.#keepDraft(body); send(200, {}); return;
      case 'sendMode': this.switches.sendMode = textOf(body, 'mode') === 'ENTER' ? 'enter' : 'button'; send(200, {}); return;
      case '/flagship-web/rsc-action/actions/navigation': this.#navigate(page.member, textOf(body, 'path'), send); return;
      case 'createMessage': await this.#createMessage(page.member, body, response, send); return;
      case '/flagship-web/rsc-action/actions/pagination': await this.#pagination(page.member, body, send); return;
      default: send(404, { query });
    }
  }

  #listConversations(me: string, start: number): object {
    const threads = this.store.threads(me);
    return { total: threads.length, conversations: threads.slice(start, start + 20).map((thread) => this.#conversation(thread)) };
  }

  #messages(me: string, threadId: string, before: string | null): object {
    const thread = this.store.thread(threadId);
    if (thread === undefined || thread.owner !== me) return this.#threadView(me, [], [], undefined);
    this.#moment('opened', thread.others);
    const end = before === null ? thread.messages.length : thread.messages.findIndex((message) => message.urn === before);
    const from = Math.max(0, end - 20);
    return { ...this.#threadView(me, thread.others, thread.messages.slice(from, end), thread), hasOlder: from > 0 };
  }

  #byRecipients(me: string, ids: string[]): object {
    const known = ids.length === 0 ? undefined : this.store.threadWith(me, ids);
    if (known !== undefined && known.messages.length > 0) return this.#messages(me, known.id, null);
    this.#moment('opened', ids);
    return { ...this.#threadView(me, ids, [], undefined), hasOlder: false };
  }

  #threadView(me: string, others: readonly string[], messages: readonly StoredMessage[], thread: Thread | undefined): object {
    const one = others.length === 1 ? others[0] : undefined;
    return {
      threadId: thread?.id ?? null,
      me: this.#view(me, this.#person(me)),
      participants: others.flatMap((id) => { const person = this.world.byId(id); return person === undefined ? [] : [this.#view(me, person)]; }),
      messages: messages.map((message) => this.#row(message)),
      unread: thread?.unread ?? 0,
      draft: one === undefined ? '' : this.#drafts.get(one) ?? '',
      canMessage: others.every((id) => this.#degree(me, id) === 1 && !this.#gone.has(id)) && this.switches.premiumCard !== 'everybody',
      faults: this.#openFaults(),
    };
  }

  #typeahead(me: string, text: string): object[] {
    const wanted = text.trim().toLowerCase();
    if (wanted === '') return [];
    return this.#connections(me).filter((one) => one.name.toLowerCase().includes(wanted)).slice(0, 6).map((one) => this.#view(me, one));
  }

  #markRead(threadId: string): void {
    const thread = this.store.thread(threadId);
    if (thread === undefined) return;
    this.record.reads.push({ threadId, personIds: thread.others, at: this.now(), hadUnread: thread.unread > 0 });
    thread.unread = 0;
    this.#moment('read', thread.others);
    this.#realtime.tell({ type: 'read', threadId });
  }

  #keepDraft(body: unknown): void {
    const [person] = listOf(body, 'recipients');
    const text = textOf(body, 'text');
    if (person === undefined) return;
    if (text.trim() === '') this.#drafts.delete(person);
    else this.#drafts.set(person, text);
  }

  /** A page reports what its Send logic did before anything reached the server. */
  #submitted(body: unknown): void {
    const personIds = listOf(body, 'recipients');
    const text = textOf(body, 'text');
    this.record.submits.push({ personIds, text, at: this.now() });
    this.#moment('submitted', personIds);
    if (this.#faults.find((open) => open.id === Number(textOf(body, 'fault')))?.fault.kind !== 'swallow-click') for (const id of personIds) this.#drafts.delete(id);
    this.#useFault(Number(textOf(body, 'fault')), personIds, text);
  }

  #useFault(id: number, personIds: readonly string[], text: string): Fault | null {
    const open = this.#faults.find((one) => one.id === id && one.left > 0);
    if (open === undefined) return null;
    open.left -= 1;
    this.record.faults.push({ kind: open.fault.kind, personIds, text, at: this.now() });
    this.#tellFaults();
    return open.fault;
  }

  async #createMessage(me: string, body: unknown, response: ServerResponse, send: (status: number, body: object) => void): Promise<void> {
    const recipients = listOf(body, 'recipients');
    const text = textOf(body, 'text');
    for (const id of recipients) this.#drafts.delete(id);
    const token = textOf(body, 'originToken');
    this.record.submits.push({ personIds: recipients, text, at: this.now() });
    this.#moment('submitted', recipients);
    const fault = this.#useFault(Number(textOf(body, 'fault')), recipients, text);
    const kind = fault?.kind ?? null;
    const known = recipients.every((id) => this.world.byId(id) !== undefined);
    const reachable = recipients.every((id) => this.#degree(me, id) === 1 || this.switches.nonConnection === 'inmail');
    if (!known || recipients.length === 0 || !reachable || text.trim() === '') {
      send(422, { code: 'NOT_ALLOWED' });
      return;
    }
    const unstored = kind === 'refuse' || kind === 'offline' || kind === 'no-answer-unstored';
    const store = (): { thread: Thread; stored: StoredMessage } => {
      const thread = this.store.openThread(me, recipients);
      const stored = this.store.add(thread, { from: me, text: kind === 'altered' ? altered(text, fault?.how ?? 'lost-line') : text, at: this.now(), kind: 'text', edited: false });
      this.record.sent.push({ member: me, recipientId: recipients.join(','), threadId: thread.id, text: stored.text, at: stored.at, urn: stored.urn });
      this.#moment('stored', recipients);
      return { thread, stored };
    };
    const first = unstored ? null : store();
    if (kind === 'no-answer' || kind === 'no-answer-unstored') return;
    if (kind === 'offline' || kind === 'offline-but-stored') {
      // Cut in the middle of the answer: before its first byte Chromium would send the request a second time by itself.
      response.writeHead(201, { 'content-length': '500' });
      response.write('{');
      await this.#wait(20);
      response.socket?.destroy();
      return;
    }
    await this.#wait(kind === 'delay' ? fault?.ms ?? 15_000 : this.#answerDelay());
    if (kind === 'refuse' || kind === 'refuse-but-stored' || first === null) {
      send(422, { code: 'REFUSED' });
      return;
    }
    const goto = this.switches.wall?.on === 'after-send' ? wallAnswer(this.switches.wall.kind, '/messaging/') : null;
    send(201, { message: this.#row(first.stored), threadId: first.thread.id, goto: goto?.kind === 'redirect' ? goto.to : null });
    this.#tellMessage(first.thread, first.stored, token);
    if (kind === 'stored-twice') {
      const second = store();
      this.#tellMessage(second.thread, second.stored);
    }
  }

  /** In-app navigation of the new app to a profile: its data, without a document. */
  #navigate(viewer: string, path: string, send: (status: number, body: object) => void): void {
    const slug = decodePath(path).split('/')[2] ?? '';
    const person = this.#addressed(slug);
    if (person === undefined || this.#gone.has(person.id)) {
      send(404, {});
      return;
    }
    this.#loads += 1;
    const me = this.#person(viewer);
    send(200, { person: this.#view(viewer, person), mine: false, pageWall: null, ...this.#asides(me, person, hash(this.#seed, 'load', this.#loads)) });
  }

  #answerDelay(): number {
    this.#answers += 1;
    const draw = stream(this.#seed, 'answer', this.#answers)();
    return this.switches.speed === 'real' ? 300 + draw * 2700 : 50 + draw * 150;
  }

  async #pagination(me: string, body: unknown, send: (status: number, body: object) => void): Promise<void> {
    const start = Number(textOf(body, 'startIndex'));
    const search = textOf(body, 'search').trim().toLowerCase();
    this.#answers += 1;
    const draw = stream(this.#seed, 'pagination', this.#answers)();
    await this.#wait(this.switches.speed === 'real' ? 250 + draw * 350 : 20 + draw * 40);
    if (this.switches.connectionsHiccup === 'yes' && start > 0 && this.#hiccups === 0) {
      this.#hiccups += 1;
      send(500, {});
      return;
    }
    const people = this.#connections(me).filter((one) => search === '' || one.name.toLowerCase().includes(search));
    send(200, { start, total: people.length, people: people.slice(start, start + 10).map((one) => this.#view(me, one)) });
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms / this.#pace);
      this.#timers.add(timer);
    });
  }
}

type Place = 'profile' | 'compose' | 'thread' | 'inbox' | 'connections' | 'elsewhere';

function placeOf(path: string): Place {
  if (path.startsWith('/in/')) return 'profile';
  if (path.startsWith('/messaging/compose') || path.startsWith('/messaging/thread/new')) return 'compose';
  if (path.startsWith('/messaging/thread/')) return 'thread';
  if (path.startsWith('/messaging')) return 'inbox';
  if (path.startsWith('/mynetwork/invite-connect/connections')) return 'connections';
  return 'elsewhere';
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function altered(text: string, how: NonNullable<Fault['how']>): string {
  switch (how) {
    case 'lost-line': return text.includes('\n') ? text.slice(0, text.lastIndexOf('\n')) : text.slice(0, Math.max(1, Math.floor(text.length / 2)));
    case 'doubled': return text + text;
    case 'nbsp': return text.replaceAll(' ', '\u00a0');
    case 'variation': return text.replaceAll(/\p{Extended_Pictographic}/gu, (emoji) => `${emoji}\ufe0f`);
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as unknown;
}

function textOf(body: unknown, key: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, key) : undefined;
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function listOf(body: unknown, key: string): string[] {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, key) : undefined;
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
