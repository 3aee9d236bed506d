import { isReason, type Reason } from '@/lib/domain/reasons';

/**
 * Why a signal ended an order. Orders are aborted with a plain reason code, which every file of the script understands; anything else
 * means that this copy of the script came to its end.
 */
export function stopReason(cause: unknown): Reason {
  return isReason(cause) ? cause : 'otherCopy';
}
