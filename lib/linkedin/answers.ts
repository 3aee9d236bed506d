import type { Order, PageAnswers, PageMessage } from '@/lib/linkedin/contract';
import { isReason } from '@/lib/domain/reasons';

/**
 * Whether an answer has the shape its question calls for. The worker is the extension's own, but an old worker and a new script can meet
 * during an update; an answer that is not understood counts as none.
 */
export function isAnswer<T extends PageMessage['type']>(type: T, value: unknown): value is PageAnswers[T] {
  const answer = fields(value);
  if (answer === undefined) return false;
  switch (type) {
    case 'hello': return answer['order'] === undefined || isOrder(answer['order']);
    case 'threadRead': return answer['go'] === 'yes' || (answer['go'] === 'no' && isReason(answer['reason']));
    case 'grant': return answer['granted'] === 'yes' || (answer['granted'] === 'no' && isReason(answer['reason']));
    case 'connections': return (answer['next'] === 'more' || answer['next'] === 'stop') && typeof answer['waitMs'] === 'number';
    case 'threadOpened': return answer['read'] === 'yes' || answer['read'] === 'no';
    default: return typeof answer['stored'] === 'string';
  }
}

function isOrder(value: unknown): value is Order {
  const order = fields(value);
  if (order === undefined || typeof order['orderId'] !== 'string') return false;
  const texts = (...keys: string[]): boolean => keys.every((key) => typeof order[key] === 'string' && order[key] !== '');
  switch (order['kind']) {
    case 'check': case 'connections': return true;
    case 'resolve': return texts('slug');
    case 'reconcile': return texts('deliveryId', 'senderId', 'recipientId') && isSlugs(order['recipientSlugs']) && isReach(order['readBackTo']);
    case 'deliver':
      return texts('deliveryId', 'token', 'senderId', 'recipientId', 'text') && isSlugs(order['recipientSlugs']) && isSlugs(order['ourLeftovers'])
        && isReach(order['readBackTo']) && typeof order['attempt'] === 'number' && (order['mode'] === 'send' || order['mode'] === 'draft')
        && (order['mayChooseClickSend'] === 'yes' || order['mayChooseClickSend'] === 'no');
    default: return false;
  }
}

function isSlugs(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function isReach(value: unknown): boolean {
  const reach = fields(value);
  return reach !== undefined && (reach['at'] === undefined || typeof reach['at'] === 'number') && (reach['urn'] === undefined || typeof reach['urn'] === 'string');
}

function fields(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
}
