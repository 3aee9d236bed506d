import { featureId, type Feature } from './features.ts';
import { LANGS, type Lang } from './languages.ts';
import { scoresOf, shares, type Model } from './model-text.ts';
import { isWord, tokens } from './tokens.ts';

/** The classes of the language model: the seven, then everything else. */
export const LANGUAGE_CLASSES = [...LANGS, 'other'] as const;

/** What tells a language: whole words and pieces of one to three letters with the word's edges. */
export function spelling(text: string): Feature[] {
  const words = tokens(text).filter(isWord);
  const seen = new Map<string, number>();
  for (const { word } of words) {
    seen.set(`=${word}`, 1.5);
    const edged = ` ${word} `;
    for (let size = 1; size <= 3; size += 1) {
      for (let from = 0; from + size <= edged.length; from += 1) {
        const piece = edged.slice(from, from + size);
        if (piece !== ' ') seen.set(piece, (seen.get(piece) ?? 0) + 1);
      }
    }
  }
  const length = Math.sqrt([...seen.values()].reduce((sum, value) => sum + value * value, 0)) || 1;
  return [...seen].map(([key, value]) => ({ id: featureId(`l${key}`), value: value / length, on: [] }));
}

/** How much better the guess must be than the hinted language to overrule the hint. */
const HINT = 0.25;

/**
 * Tells in which of the seven languages a text is, or 'unknown' for any other. `hint` (the language the campaign writes
 * in, say) decides between languages the text fits about equally, as "ok" or "no" do.
 */
export function languageOf(text: string, model: Model, hint?: Lang): Lang | 'unknown' {
  const parts = shares(scoresOf(model, spelling(text)));
  const share = (at: number) => parts[at] ?? 0;
  let best = 0;
  LANGS.forEach((_, at) => {
    if (share(at) > share(best)) best = at;
  });
  const other = share(LANGS.length);
  if (other > share(best) && other > 0.5) return 'unknown';
  if (hint !== undefined && share(LANGS.indexOf(hint)) >= share(best) * HINT) return hint;
  return LANGS[best] ?? 'unknown';
}
