import type { MemberId } from '@/lib/domain/campaign';
import type { Reason } from '@/lib/domain/reasons';
import { mailboxOf, type Order, type PageAnswers, type TabAnswers } from '@/lib/linkedin/contract';
import { openConversation } from '@/lib/linkedin/conversation';
import { has } from '@/lib/linkedin/find';
import { readIdentity } from '@/lib/linkedin/identity';
import type { Ask, Page } from '@/lib/linkedin/page';
import { readFacts } from '@/lib/linkedin/page-facts';
import type { RunOrder } from '@/lib/linkedin/run-order';
import { readVisible } from '@/lib/linkedin/thread';
import { pause, settled, until } from '@/lib/linkedin/wait';

/** What the content script gives the driver. */
export interface DriverPorts {
  doc: Document;
  /** name of this copy of the script */
  instance: string;
  /** ends when a newer copy takes over or the extension goes away */
  life: AbortSignal;
  ask: Ask;
  /** fetches what carries out orders into this tab; most pages never need it */
  loadRunner: () => Promise<RunOrder | undefined>;
}

/** One live driver per tab. */
export interface Driver {
  /** the address changed inside the page */
  moved: () => void;
  ping: () => TabAnswers['ping'];
  stop: (orderId: string, reason: Reason | undefined) => TabAnswers['stop'];
}

const FACTS_MS = 15_000;
const HELLO_TRIES = 3;
const HELLO_GAP_MS = 1500;

interface Running { order: Order; abort: AbortController }

/**
 * Starts the driver of one tab: says `hello` with the page's facts, carries out the order it gets, and otherwise only reads threads the
 * member opens and the worker allows. It keeps nothing: every truth is asked of the page or the worker.
 */
export function startDriver(ports: DriverPorts): Driver {
  const { doc, life, ask, instance, loadRunner } = ports;
  let running: Running | undefined;
  let visit = new AbortController();
  let lastPath = '';

  void arrive();

  return {
    moved() {
      if (running === undefined && doc.location.pathname + doc.location.search !== lastPath) void arrive();
    },
    ping: () => ({ instance, busy: running?.order.orderId ?? '' }),
    stop(orderId, reason) {
      if (running?.order.orderId !== orderId) return { stopped: 'no' };
      running.abort.abort(reason ?? ('slotEnded' satisfies Reason));
      return { stopped: 'yes' };
    },
  };

  /** A page was loaded or moved to: one hello, one order at most. */
  async function arrive(): Promise<void> {
    lastPath = doc.location.pathname + doc.location.search;
    visit.abort('tabNavigated' satisfies Reason);
    visit = new AbortController();
    const signal = AbortSignal.any([life, visit.signal]);
    await untilAborted(signal, async () => {
      await until({ doc, signal }, FACTS_MS, () => (isTelling(doc) ? 'telling' : undefined));
      const answer = await greet(signal);
      if (running !== undefined) return;
      // An order counts although the page moved on meanwhile: a compose page turns into its thread's page by itself.
      if (answer?.order !== undefined) {
        await carryOut(answer.order);
        return;
      }
      signal.throwIfAborted();
      await watchThreads({ doc, signal });
    });
  }

  /** A worker that dies while it answers leaves a page without its order: asked again, the next one gives the same answer. */
  async function greet(signal: AbortSignal): Promise<PageAnswers['hello'] | undefined> {
    for (let tries = 1; ; tries += 1) {
      const answer = await ask({ type: 'hello', instance, facts: readFacts(doc) });
      if (answer !== undefined || tries >= HELLO_TRIES) return answer;
      await pause({ doc, signal }, HELLO_GAP_MS * tries);
    }
  }

  async function carryOut(order: Order): Promise<void> {
    const abort = new AbortController();
    running = { order, abort };
    try {
      const run = await loadRunner();
      const signal = AbortSignal.any([life, abort.signal]);
      await untilAborted(signal, async () => run?.({ doc, signal }, order, { ask, life }));
    } finally {
      running = undefined;
      lastPath = doc.location.pathname + doc.location.search;
    }
  }

  /** Passive reading (design 2.9): a thread the member has open, as far as it is in the page; nothing is scrolled or opened. */
  async function watchThreads(visitPage: Page): Promise<void> {
    const allowed = new Map<MemberId, 'yes' | 'no'>();
    let told = '';
    for (;;) {
      const state = await until(visitPage, 3_600_000, () => {
        const now = threadState(doc);
        return now === '' || now === told ? undefined : now;
      });
      if (state === undefined) continue;
      told = await settled(visitPage, 1200, 10_000, () => threadState(doc));
      const open = openConversation(doc);
      const own = mailboxOf(readIdentity(doc));
      if (open === undefined || own === undefined || told === '') continue;
      const { otherId, conversation } = open;
      if (!allowed.has(otherId)) {
        const answer = await ask({ type: 'threadOpened', otherId, facts: readFacts(doc) });
        if (answer === undefined) continue;
        allowed.set(otherId, answer.read);
      }
      if (allowed.get(otherId) !== 'yes' || !conversation.element.isConnected || openConversation(doc)?.otherId !== otherId) continue;
      await ask({ type: 'threadSeen', facts: readFacts(doc), thread: readVisible(conversation.element, { own, other: otherId }) });
    }
  }
}

/** Whether the page shows enough for a first word: a wall, who is signed in, or at least its navigation. */
function isTelling(doc: Document): boolean {
  const facts = readFacts(doc);
  if (facts.wall !== undefined) return facts.wall !== 'pageError';
  const messaging = facts.kind === 'compose' || facts.kind === 'thread' || facts.kind === 'inbox';
  if (facts.identity.state === 'in') return true;
  return !messaging && (has(doc, 'nav') || doc.readyState === 'complete');
}

/** The open thread in one word: who with, and its newest row. Empty when none is open or not everybody in it is known. */
function threadState(doc: Document): string {
  const open = openConversation(doc);
  if (open === undefined) return '';
  const rows = open.conversation.element.querySelectorAll('[data-event-urn]');
  const last = rows[rows.length - 1]?.getAttribute('data-event-urn');
  return last === undefined || last === null ? '' : `${open.otherId} ${last}`;
}

/** Runs until done or until its signal ends it: an end by signal is no failure. */
async function untilAborted(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
  }
}
