import type { MemberId } from '@/lib/domain/campaign';
import { assertNever, type Reason } from '@/lib/domain/reasons';
import type { DeliverOrder, DeliverOutcome, Order, PageAnswers, PageMessage, TabAnswers } from '@/lib/linkedin/contract';
import { readConnections } from '@/lib/linkedin/connections';
import { openConversation } from '@/lib/linkedin/conversation';
import { deliver, watchDraft } from '@/lib/linkedin/deliver';
import { readIdentity } from '@/lib/linkedin/identity';
import { OrderStopped } from '@/lib/linkedin/order';
import type { Ask, Page } from '@/lib/linkedin/page';
import { readFacts } from '@/lib/linkedin/page-facts';
import { resolve } from '@/lib/linkedin/profile';
import { reconcile } from '@/lib/linkedin/reconcile';
import { check } from '@/lib/linkedin/self-test';
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
}

/** One live driver per tab. */
export interface Driver {
  /** the address changed inside the page */
  moved: () => void;
  ping: () => TabAnswers['ping'];
  stop: (orderId: string, reason: Reason | undefined) => TabAnswers['stop'];
}

const FACTS_MS = 15_000;
const REPORT_TRIES = 6;
const REPORT_GAP_MS = 2000;

interface Running { order: Order; abort: AbortController }

/**
 * Starts the driver of one tab: says `hello` with the page's facts, carries out the order it gets, and otherwise only reads threads the
 * member opens and the worker allows. It keeps nothing: every truth is asked of the page or the worker.
 */
export function startDriver(ports: DriverPorts): Driver {
  const { doc, life, ask, instance } = ports;
  const page: Page = { doc, signal: life };
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
      running.abort.abort(new OrderStopped(reason ?? 'slotEnded'));
      return { stopped: 'yes' };
    },
  };

  /** A page was loaded or moved to: one hello, one order at most. */
  async function arrive(): Promise<void> {
    lastPath = doc.location.pathname + doc.location.search;
    visit.abort(new OrderStopped('tabNavigated'));
    visit = new AbortController();
    const signal = AbortSignal.any([life, visit.signal]);
    await quietly(async () => {
      await until({ doc, signal }, FACTS_MS, () => (isTelling(doc) ? 'telling' : undefined));
      const answer = await ask({ type: 'hello', instance, facts: readFacts(doc) });
      signal.throwIfAborted();
      if (answer?.order === undefined) await watchThreads({ doc, signal });
      else await carryOut(answer.order);
    });
  }

  async function carryOut(order: Order): Promise<void> {
    const abort = new AbortController();
    running = { order, abort };
    const orderPage: Page = { doc, signal: AbortSignal.any([life, abort.signal]) };
    try {
      switch (order.kind) {
        case 'check': {
          const result = await check(orderPage);
          await report({ type: 'checked', orderId: order.orderId, facts: readFacts(doc), result });
          return;
        }
        case 'resolve': {
          const result = await resolve(orderPage, order);
          await report({ type: 'resolved', orderId: order.orderId, facts: readFacts(doc), result });
          return;
        }
        case 'reconcile': {
          const result = await reconcile(orderPage, order);
          await report({ type: 'reconciled', orderId: order.orderId, deliveryId: order.deliveryId, result, facts: readFacts(doc) });
          return;
        }
        case 'connections':
          await readConnections(orderPage, order, report);
          return;
        case 'deliver':
          await deliverAndReport(orderPage, order);
          return;
        default:
          assertNever(order);
      }
    } finally {
      running = undefined;
    }
  }

  async function deliverAndReport(orderPage: Page, order: DeliverOrder): Promise<void> {
    const hands = watchHands(doc, orderPage.signal);
    const outcome = await deliver(orderPage, order, { ask, life, memberAtWork: hands });
    await report(outcomeMessage(order, outcome));
    if (outcome.end !== 'drafted') return;
    const later = await watchDraft(orderPage, order);
    if (later !== undefined) await report(outcomeMessage(order, later));
  }

  function outcomeMessage(order: DeliverOrder, outcome: DeliverOutcome): Extract<PageMessage, { type: 'report' }> {
    const { orderId, deliveryId, attempt, token } = order;
    return { type: 'report', orderId, deliveryId, attempt, token, outcome, facts: readFacts(doc) };
  }

  /** Reports say the same however often they arrive, so one that was not answered is sent again. */
  async function report<T extends 'checked' | 'resolved' | 'reconciled' | 'connections' | 'report'>(
    message: Extract<PageMessage, { type: T }>,
  ): Promise<PageAnswers[T] | undefined> {
    for (let tries = 1; ; tries += 1) {
      const answer = await ask<T>(message);
      if (answer !== undefined || tries >= REPORT_TRIES) return answer;
      await pause(page, REPORT_GAP_MS * tries);
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
      const own = readIdentity(doc);
      if (open === undefined || own.state !== 'in' || told === '') continue;
      const { otherId, conversation } = open;
      if (!allowed.has(otherId)) {
        const answer = await ask({ type: 'threadOpened', otherId, facts: readFacts(doc) });
        if (answer === undefined) continue;
        allowed.set(otherId, answer.read);
      }
      if (allowed.get(otherId) !== 'yes' || !conversation.element.isConnected || openConversation(doc)?.otherId !== otherId) continue;
      await ask({ type: 'threadSeen', facts: readFacts(doc), thread: readVisible(conversation.element, { own: own.id, other: otherId }) });
    }
  }
}

/** Whether the page shows enough for a first word: a wall, who is signed in, or at least its navigation. */
function isTelling(doc: Document): boolean {
  const facts = readFacts(doc);
  if (facts.wall !== undefined) return true;
  const messaging = facts.kind === 'compose' || facts.kind === 'thread' || facts.kind === 'inbox';
  if (facts.identity.state === 'in') return true;
  return !messaging && doc.readyState === 'complete';
}

/** The open thread in one word: who with, and its newest row. Empty when none is open or not everybody in it is known. */
function threadState(doc: Document): string {
  const open = openConversation(doc);
  if (open === undefined) return '';
  const rows = open.conversation.element.querySelectorAll('[data-event-urn]');
  const last = rows[rows.length - 1]?.getAttribute('data-event-urn');
  return last === undefined || last === null ? '' : `${open.otherId} ${last}`;
}

/**
 * Notices the member's own hand in this tab: keys, pointer in a text field, paste. Typing by the browser on the driver's behalf fires none of these.
 */
function watchHands(doc: Document, signal: AbortSignal): () => boolean {
  let seen = false;
  const note = (event: Event): void => {
    if (event.isTrusted) seen = true;
  };
  const view = doc.defaultView;
  for (const type of ['keydown', 'paste', 'drop', 'compositionstart']) view?.addEventListener(type, note, { capture: true, signal });
  view?.addEventListener('pointerdown', (event) => {
    const target = event.composedPath()[0];
    if (event.isTrusted && target instanceof Element && target.closest('[contenteditable="true"], textarea, input') !== null) seen = true;
  }, { capture: true, signal });
  return () => seen;
}

/** Runs until done or until its signal ends it: an end by signal is no failure. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OrderStopped) && !(error instanceof DOMException && error.name === 'AbortError')) throw error;
  }
}
