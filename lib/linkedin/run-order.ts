import { assertNever } from '@/lib/domain/reasons';
import type { CheckResult, DeliverOrder, DeliverOutcome, Order, PageAnswers, PageMessage } from '@/lib/linkedin/contract';
import { readConnections } from '@/lib/linkedin/connections';
import { deliver, watchDraft } from '@/lib/linkedin/deliver';
import { framesOf, type Ask, type Page } from '@/lib/linkedin/page';
import { readFacts } from '@/lib/linkedin/page-facts';
import { pageReport } from '@/lib/linkedin/page-report';
import { resolve } from '@/lib/linkedin/profile';
import { reconcile } from '@/lib/linkedin/reconcile';
import { check } from '@/lib/linkedin/self-test';
import { pause } from '@/lib/linkedin/wait';

/** What an order may use of the copy of the content script that got it. */
export interface RunTools {
  ask: Ask;
  /** ends with this copy of the script */
  life: AbortSignal;
}

/** Carries out one order on the page and reports it; `page.signal` ends it before its grant. */
export type RunOrder = (page: Page, order: Order, tools: RunTools) => Promise<void>;

const EVIDENCE_MAX = 1500;
const REPORT_TRIES = 6;
const REPORT_GAP_MS = 2000;

/** Carries out one order and reports its result as a message of its own, so that a worker that died meanwhile is started by it. */
export const runOrder: RunOrder = async (page, order, { ask, life }) => {
  const { doc } = page;
  switch (order.kind) {
    case 'check': {
      const seen = await check(page);
      const result: CheckResult = seen.ok || seen.wall !== undefined ? seen : { ...seen, report: pageReport(doc) };
      await report({ type: 'checked', orderId: order.orderId, facts: readFacts(doc), result });
      return;
    }
    case 'resolve': {
      const result = await resolve(page, order);
      await report({ type: 'resolved', orderId: order.orderId, facts: readFacts(doc), result });
      return;
    }
    case 'reconcile': {
      const result = await reconcile(page, order);
      await report({ type: 'reconciled', orderId: order.orderId, deliveryId: order.deliveryId, result, facts: readFacts(doc) });
      return;
    }
    case 'connections':
      await readConnections(page, order, report);
      return;
    case 'deliver':
      await deliverAndReport(order);
      return;
    default:
      assertNever(order);
  }

  async function deliverAndReport(deliverOrder: DeliverOrder): Promise<void> {
    const hands = watchHands(doc, page.signal);
    const outcome = await deliver(page, deliverOrder, { ask, life, memberAtWork: hands.typed });
    const byHand = outcome.end === 'drafted' ? watchDraft(page, deliverOrder) : undefined;
    byHand?.catch(() => undefined);
    await report(outcomeMessage(deliverOrder, wentElsewhere(outcome, hands.clicked())));
    const drafted = await byHand;
    if (drafted !== undefined) await report(outcomeMessage(deliverOrder, drafted));
  }

  function outcomeMessage(of: DeliverOrder, outcome: DeliverOutcome): Extract<PageMessage, { type: 'report' }> {
    const { orderId, deliveryId, attempt, token } = of;
    return { type: 'report', orderId, deliveryId, attempt, token, outcome: { ...outcome, evidence: outcome.evidence.slice(0, EVIDENCE_MAX) }, facts: readFacts(doc) };
  }

  /** Reports say the same however often they arrive, so one that was not answered is sent again. */
  async function report<T extends 'checked' | 'resolved' | 'reconciled' | 'connections' | 'report'>(
    message: Extract<PageMessage, { type: T }>,
  ): Promise<PageAnswers[T] | undefined> {
    for (let tries = 1; ; tries += 1) {
      const answer = await ask<T>(message);
      if (answer !== undefined || tries >= REPORT_TRIES) return answer;
      await pause({ doc, signal: life }, REPORT_GAP_MS * tries);
    }
  }
};

/** Another conversation in a tab in which the member clicked: they went there, LinkedIn did not lead astray. */
function wentElsewhere(outcome: DeliverOutcome, clicked: boolean): DeliverOutcome {
  return clicked && outcome.end === 'stopped' && outcome.reason === 'recipientMismatch' ? { ...outcome, reason: 'tabNavigated' } : outcome;
}

/**
 * Notices the member's own hand in this tab: keys, pointer in a text field, paste (`typed`), any press of the pointer (`clicked`). Typing by
 * the browser on the driver's behalf fires none of these.
 */
function watchHands(doc: Document, signal: AbortSignal): { typed: () => boolean; clicked: () => boolean } {
  let seen = false;
  let pressed = false;
  const note = (event: Event): void => {
    if (event.isTrusted) seen = true;
  };
  const watched = new WeakSet<Document>();
  const watch = (inner: Document): void => {
    if (watched.has(inner)) return;
    watched.add(inner);
    const view = inner.defaultView;
    for (const type of ['keydown', 'paste', 'drop', 'compositionstart']) view?.addEventListener(type, note, { capture: true, signal });
    view?.addEventListener('pointerdown', (event) => {
      if (event.isTrusted) pressed = true;
      const target = event.composedPath()[0];
      if (event.isTrusted && target !== undefined && 'closest' in target && (target as Element).closest('[contenteditable="true"], textarea, input') !== null) seen = true;
    }, { capture: true, signal });
  };
  /** What happens inside LinkedIn's own frame never reaches the page around it. */
  const watchAll = (): void => {
    for (const root of [doc, ...framesOf(doc)]) watch(root);
  };
  watchAll();
  doc.addEventListener('load', watchAll, { capture: true, signal });
  return { typed: () => seen, clicked: () => pressed };
}
