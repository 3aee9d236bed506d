import type { Tone } from '../domain/reply.ts';

export type { Tone };

/** In the order of the model's classes. */
export const TONES = ['negative', 'neutral', 'positive'] as const satisfies readonly Tone[];
