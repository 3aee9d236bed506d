import { correctedTone, learnCorrections, withLesson, type Correction, type Lesson } from './corrections.ts';
import type { Lexicon } from './concepts.ts';
import { matter, wording, type Feature } from './features.ts';
import { languageOf } from './language.ts';
import type { Lang } from './languages.ts';
import { placeOf, scoresOf, shares, type Model } from './model-text.ts';
import { ownWords } from './prepare.ts';
import { isWord, tokens, type Token } from './tokens.ts';
import { TONES, type Tone } from './tones.ts';

export type { Correction } from './corrections.ts';

/** Why a reply has no tone: in none of the seven languages, nothing of the person's own in it, or no word (emoji, numbers). */
type NotJudged = 'language' | 'empty' | 'noWords';

export type Judgement =
  | {
      readonly judged: true;
      readonly lang: Lang;
      readonly tone: Tone;
      /** 0…1: the share the model gives this tone; 1 when the member has set it. */
      readonly confidence: number;
      /** The words or phrases of the text that decided, as written, the strongest first; at most three. */
      readonly words: readonly string[];
    }
  | { readonly judged: false; readonly why: NotJudged };

/** What is known beside the text. */
export type JudgeOptions = {
  /** The language the conversation is held in, if known; decides only where the text itself leaves it open. */
  readonly langHint?: Lang;
  /** What this member has corrected, oldest first. */
  readonly corrections?: readonly Correction[];
};

/** What was learnt from the phrases; read from the data the extension ships. */
export type Learnt = { readonly lexicon: Lexicon; readonly tone: Model; readonly language: Model };

const lessons = new WeakMap<readonly Correction[], Lesson>();

/**
 * The model is surer of itself on phrases it has learnt than it is right on new ones; divided by this, its shares are about
 * what comes true (found by cross-validation over the phrases).
 */
const HEAT = 1.75;

const LATIN = /\p{Script=Latin}/u;
const LETTER = /\p{L}/u;

/**
 * Decides whether a reply welcomes, refuses or does neither, on the device. Pure: the same text and corrections give the
 * same judgement. Corrections are learnt once per list, so pass the same array while it has not changed.
 */
export function judgeTone(learnt: Learnt, text: string, options: JudgeOptions = {}): Judgement {
  const own = ownWords(text);
  if (own === '') return { judged: false, why: 'empty' };
  if (!LETTER.test(own)) return { judged: false, why: 'noWords' };
  if (mostlyForeignScript(own)) return { judged: false, why: 'language' };
  const corrections = options.corrections ?? [];
  const lang = languageOf(own, learnt.language, options.langHint);
  if (lang === 'unknown') return { judged: false, why: 'language' };

  const read = readText(learnt, own, lang);
  const lesson = corrections.length === 0 ? null : lessonOf(corrections, learnt);
  const scores = lesson === null ? read.scores : withLesson(read.scores, read.wording, lesson);
  const parts = shares(scores.map((score) => score / HEAT));
  const set = corrections.length === 0 ? null : correctedTone(text, corrections);
  const tone = set ?? TONES[parts.indexOf(Math.max(...parts))] ?? 'neutral';
  return {
    judged: true,
    lang,
    tone,
    confidence: set === null ? Math.round((parts[TONES.indexOf(tone)] ?? 0) * 100) / 100 : 1,
    words: deciding(own, read.found, [...read.wording, ...read.matter], learnt.tone, lesson, TONES.indexOf(tone)),
  };
}

function mostlyForeignScript(text: string): boolean {
  const letters = [...text].filter((letter) => LETTER.test(letter));
  return letters.filter((letter) => LATIN.test(letter)).length * 2 < letters.length;
}

type Read = { readonly found: readonly Token[]; readonly wording: readonly Feature[]; readonly matter: readonly Feature[]; readonly scores: readonly number[] };

function readText(learnt: Learnt, own: string, lang: Lang): Read {
  const found = tokens(own);
  const words = wording(found, lang);
  const concepts = matter(learnt.lexicon, found, lang);
  return { found, wording: words, matter: concepts, scores: scoresOf(learnt.tone, [...words, ...concepts]) };
}

function lessonOf(corrections: readonly Correction[], learnt: Learnt): Lesson {
  const known = lessons.get(corrections);
  if (known !== undefined) return known;
  const lesson = learnCorrections(
    corrections.flatMap((correction) => {
      const own = ownWords(correction.text);
      const lang = languageOf(own, learnt.language);
      if (lang === 'unknown') return [];
      const read = readText(learnt, own, lang);
      return [{ features: read.wording, scores: read.scores, tone: correction.tone }];
    }),
  );
  lessons.set(corrections, lesson);
  return lesson;
}

/** Words this much weaker than the strongest are not named. */
const WORTH_NAMING = 0.45;

/** The stretches of text that spoke most for the tone and against the others. */
function deciding(own: string, found: readonly Token[], features: readonly Feature[], model: Model, lesson: Lesson | null, tone: number): string[] {
  const weight = found.map(() => 0);
  for (const { id, value, on } of features) {
    if (on.length === 0) continue;
    const place = placeOf(model, id);
    const trained = place === -1 ? 0 : (model.weights[tone]?.[place] ?? 0) * model.scale;
    const pull = (trained + (lesson?.get(id)?.[tone] ?? 0)) * value;
    for (const at of on) weight[at] = (weight[at] ?? 0) + pull / on.length;
  }
  const most = Math.max(0, ...found.map((token, at) => (isWord(token) ? (weight[at] ?? 0) : 0)));
  if (most <= 0) return [];
  const runs: { from: number; to: number; weight: number }[] = [];
  found.forEach((token, at) => {
    const here = weight[at] ?? 0;
    if (!isWord(token) || here < most * WORTH_NAMING) return;
    const last = runs.at(-1);
    if (last !== undefined && last.to === at - 1) {
      last.to = at;
      last.weight = Math.max(last.weight, here);
    } else runs.push({ from: at, to: at, weight: here });
  });
  return runs
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 3)
    .map(({ from, to }) => own.slice(found[from]?.start, found[to]?.end).replace(/\s+/gu, ' '));
}
