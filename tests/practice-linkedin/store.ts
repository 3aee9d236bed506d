import { hash, stream, uuid } from './random.ts';

/** What a row of a thread is. Only `text` rows have a body. */
export type MessageKind = 'text' | 'attachment' | 'image' | 'voice' | 'gif' | 'shared-post' | 'system' | 'recalled' | 'reaction';

/** A message as the server keeps it. Times are epoch milliseconds of the server's clock. */
export interface StoredMessage {
  readonly urn: string;
  readonly threadId: string;
  /** Member id of who wrote it; for system rows the person it speaks of. */
  readonly from: string;
  /** Member ids it was sent to. */
  readonly to: readonly string[];
  readonly kind: MessageKind;
  readonly text: string;
  readonly at: number;
  /** Position in its thread; grows by one. */
  readonly seq: number;
  readonly edited: boolean;
}

/** A conversation in one member's mailbox. */
export interface Thread {
  readonly id: string;
  readonly owner: string;
  /** The other side: one person, or several in a group. */
  readonly others: readonly string[];
  readonly messages: StoredMessage[];
  unread: number;
}

/** Everything LinkedIn would keep: threads by mailbox owner. Survives reloads, account switches and new pages. */
export class Store {
  readonly #seed: number;
  readonly #threads = new Map<string, Thread>();
  #made = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  thread(id: string): Thread | undefined {
    return this.#threads.get(id);
  }

  /** @returns the owner's thread with exactly these people, if there is one (it may be empty still). */
  threadWith(owner: string, others: readonly string[]): Thread | undefined {
    const wanted = others.toSorted().join();
    return [...this.#threads.values()].find((thread) => thread.owner === owner && thread.others.toSorted().join() === wanted);
  }

  /** @returns the owner's threads that hold a message, latest first. */
  threads(owner: string): Thread[] {
    return [...this.#threads.values()]
      .filter((thread) => thread.owner === owner && thread.messages.length > 0)
      .toSorted((a, b) => lastAt(b) - lastAt(a));
  }

  openThread(owner: string, others: readonly string[]): Thread {
    const known = this.threadWith(owner, others);
    if (known !== undefined) return known;
    const next = stream(this.#seed, 'thread', owner, ...others);
    const part = `${uuid(next)}_${String(Math.floor(next() * 900) + 100)}`;
    const thread: Thread = { id: `2-${Buffer.from(part).toString('base64')}`, owner, others, messages: [], unread: 0 };
    this.#threads.set(thread.id, thread);
    return thread;
  }

  /** Appends a message and keeps the thread in time order (an older `at` slots in where it belongs). */
  add(thread: Thread, message: { from: string; text: string; at: number; kind: MessageKind; edited: boolean }): StoredMessage {
    this.#made += 1;
    const part = Buffer.from(thread.id.slice(2), 'base64').toString();
    const draw = hash(this.#seed, 'event', this.#made);
    const code = `${message.at}b${String(draw % 90_000 + 10_000)}-${String(draw % 900 + 100)}&${part}`;
    const stored: StoredMessage = {
      urn: `urn:li:msg_message:(urn:li:fsd_profile:${thread.owner},2-${Buffer.from(code).toString('base64')})`,
      threadId: thread.id,
      from: message.from,
      to: message.from === thread.owner ? thread.others : [thread.owner, ...thread.others.filter((id) => id !== message.from)],
      kind: message.kind,
      text: message.text,
      at: message.at,
      seq: this.#made,
      edited: message.edited,
    };
    const after = thread.messages.findIndex((other) => other.at > stored.at);
    if (after === -1) thread.messages.push(stored);
    else thread.messages.splice(after, 0, stored);
    return stored;
  }
}

/** Epoch milliseconds of a thread's last message, 0 for an empty one. */
export function lastAt(thread: Thread): number {
  return thread.messages.at(-1)?.at ?? 0;
}
