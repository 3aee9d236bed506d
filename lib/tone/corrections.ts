import { TONES, type Tone } from './tones.ts';
import { sameTextKey } from './prepare.ts';
import type { Feature } from './features.ts';

/** A reply whose tone the member has set by hand. */
export type Correction = { readonly text: string; readonly tone: Tone };

/** What corrections add to the model's weights: one row of tones per feature. */
export type Lesson = ReadonlyMap<number, readonly number[]>;

/** The tone the member gave this very text (case, spacing and punctuation aside); the last correction wins. */
export function correctedTone(text: string, corrections: readonly Correction[]): Tone | null {
  const key = sameTextKey(text);
  if (key === '') return null;
  return corrections.findLast((correction) => sameTextKey(correction.text) === key)?.tone ?? null;
}

/** How far the right tone must lie before the best wrong one. */
const MARGIN = 2;
/** No single correction may move the model further than this. */
const LARGEST_STEP = 6;

/**
 * Learns corrections on top of a fixed model (passive-aggressive updates, Crammer et al. 2006): each moves the weights of
 * its own wording just far enough that the text comes out right, so texts that share much of it are pulled along and
 * others stay.
 */
export function learnCorrections(
  examples: readonly { readonly features: readonly Feature[]; readonly scores: readonly number[]; readonly tone: Tone }[],
): Lesson {
  const lesson = new Map<number, number[]>();
  for (let round = 0; round < 3; round += 1) {
    for (const { features, scores, tone } of examples) {
      const now = withLesson(scores, features, lesson);
      const right = TONES.indexOf(tone);
      let wrong = right === 0 ? 1 : 0;
      now.forEach((score, at) => {
        if (at !== right && score > (now[wrong] ?? 0)) wrong = at;
      });
      const loss = MARGIN - ((now[right] ?? 0) - (now[wrong] ?? 0));
      const size = features.reduce((sum, { value }) => sum + value * value, 0);
      if (loss <= 0 || size === 0) continue;
      const step = Math.min(LARGEST_STEP, loss / (2 * size));
      for (const { id, value } of features) {
        const row = lesson.get(id) ?? TONES.map(() => 0);
        row[right] = (row[right] ?? 0) + step * value;
        row[wrong] = (row[wrong] ?? 0) - step * value;
        lesson.set(id, row);
      }
    }
  }
  return lesson;
}

/** The model's scores as the lesson changes them. */
export function withLesson(scores: readonly number[], features: readonly Feature[], lesson: Lesson): number[] {
  const changed = [...scores];
  for (const { id, value } of features) {
    lesson.get(id)?.forEach((weight, at) => {
      changed[at] = (changed[at] ?? 0) + weight * value;
    });
  }
  return changed;
}
