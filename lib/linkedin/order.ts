import type { Reason } from '@/lib/domain/reasons';
import { isReason } from '@/lib/domain/reasons';

/** Thrown through an order by its abort signal: the worker stopped it, the member is typing, or a newer copy took over. */
export class OrderStopped extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Why a signal ended an order. */
export function stopReason(cause: unknown): Reason {
  if (cause instanceof OrderStopped) return cause.reason;
  return isReason(cause) ? cause : 'otherCopy';
}
