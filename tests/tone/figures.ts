import { judgeTone } from './shipped.ts';
import { LANGS, type Lang } from '../../lib/tone/languages.ts';
import { TONES, type Tone } from '../../lib/tone/tones.ts';

export type Line = { readonly lang: Lang; readonly text: string; readonly label: Tone };

/** Reads `{"lang","text","label"}` lines; a bad one is named by its number, what is wrong and what it should be. */
export function parseLines(file: string): Line[] {
  return file.split(/\r?\n/u).flatMap((row, index) => {
    if (row.trim() === '') return [];
    const where = `line ${index + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(row);
    } catch {
      throw new Error(`${where}: not JSON. Write one object a line: {"lang","text","label"}.`);
    }
    if (typeof value !== 'object' || value === null) throw new Error(`${where}: not an object.`);
    const field = (name: string): unknown => (value as Record<string, unknown>)[name];
    const lang = LANGS.find((known) => known === field('lang'));
    if (lang === undefined) throw new Error(`${where}: "lang" must be one of ${LANGS.join(', ')}.`);
    const label = TONES.find((known) => known === field('label'));
    if (label === undefined) throw new Error(`${where}: "label" must be one of ${TONES.join(', ')}.`);
    const text = field('text');
    if (typeof text !== 'string' || text.trim() === '') throw new Error(`${where}: "text" must be a text that is not empty.`);
    return [{ lang, text, label }];
  });
}

export type Share = { readonly value: number; readonly low: number; readonly high: number; readonly of: number };

/** A share with its 95 % Wilson score interval. */
export function wilson(hits: number, of: number): Share {
  if (of === 0) return { value: 0, low: 0, high: 1, of };
  const z = 1.959964;
  const p = hits / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
  return { value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half), of };
}

/** A mean of independent shares, with the normal 95 % interval of that mean. */
function meanOf(parts: readonly Share[]): Share {
  const used = parts.filter((part) => part.of > 0);
  const value = used.reduce((sum, part) => sum + part.value, 0) / Math.max(1, used.length);
  const variance = used.reduce((sum, part) => sum + (part.value * (1 - part.value)) / part.of, 0) / Math.max(1, used.length) ** 2;
  const half = 1.959964 * Math.sqrt(variance);
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half), of: used.reduce((sum, part) => sum + part.of, 0) };
}

type Judged = { readonly line: Line; readonly tone: Tone; readonly lang: Lang | null };

export type Figures = {
  readonly lines: number;
  readonly notJudged: number;
  readonly languageRight: Share;
  readonly binary: { readonly accuracy: Share; readonly balanced: Share; readonly negativesFound: Share };
  readonly three: { readonly accuracy: Share; readonly balanced: Share };
};

function figuresOf(judged: readonly Judged[]): Figures {
  const share = (all: readonly Judged[], right: (one: Judged) => boolean) => wilson(all.filter(right).length, all.length);
  const refusal = (tone: Tone) => tone === 'negative';
  const negatives = judged.filter(({ line }) => refusal(line.label));
  const others = judged.filter(({ line }) => !refusal(line.label));
  const found = share(negatives, ({ tone }) => refusal(tone));
  return {
    lines: judged.length,
    notJudged: judged.filter(({ lang }) => lang === null).length,
    languageRight: share(judged, ({ line, lang }) => line.lang === lang),
    binary: {
      accuracy: share(judged, ({ line, tone }) => refusal(line.label) === refusal(tone)),
      balanced: meanOf([found, share(others, ({ tone }) => !refusal(tone))]),
      negativesFound: found,
    },
    three: {
      accuracy: share(judged, ({ line, tone }) => line.label === tone),
      balanced: meanOf(TONES.map((label) => share(judged.filter(({ line }) => line.label === label), ({ tone }) => tone === label))),
    },
  };
}

/**
 * Judges every line as the extension does, with no hint of its language. A line that is not judged counts as neutral,
 * so leaving lines out cannot better the figures.
 */
export function evaluate(lines: readonly Line[]): Figures & { readonly byLanguage: Readonly<Partial<Record<Lang, Figures>>> } {
  const judged = lines.map((line): Judged => {
    const judgement = judgeTone(line.text);
    return judgement.judged ? { line, tone: judgement.tone, lang: judgement.lang } : { line, tone: 'neutral', lang: null };
  });
  const present = LANGS.filter((lang) => lines.some((line) => line.lang === lang));
  return { ...figuresOf(judged), byLanguage: Object.fromEntries(present.map((lang) => [lang, figuresOf(judged.filter(({ line }) => line.lang === lang))])) };
}
