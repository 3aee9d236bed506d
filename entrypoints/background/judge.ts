import type { Ports } from '@/lib/engine/ports';

/** Judges replies on this device. Without a judgement a reply still counts and still ends its sequence. */
export const judge: Ports['judge'] = {
  tone: () => ({ words: [] }),
  optOut: () => undefined,
  automatic: () => false,
};
