import { matter, wording } from '../features.ts';
import { LANGUAGE_CLASSES, spelling } from '../language.ts';
import { LANGS, type Lang } from '../languages.ts';
import type { ModelText } from '../model-text.ts';
import { ownWords } from '../prepare.ts';
import { tokens } from '../tokens.ts';
import { TONES, type Tone } from '../tones.ts';
import { learn, type Example } from './learn.ts';

export type Phrases = Readonly<Record<Lang, Readonly<Record<Tone, readonly string[]>>>>;

function toneExamples(phrases: Phrases): Example[] {
  return LANGS.flatMap((lang) =>
    TONES.flatMap((tone, label) =>
      phrases[lang][tone].map((text) => {
        const found = tokens(ownWords(text));
        return { features: [...wording(found, lang), ...matter(found, lang)], label };
      }),
    ),
  );
}

/** In doubt a reply is taken for a refusal: overlooking one does more harm than looking at one too many. */
const CAUTION = 0.15;

/** Learns tone from the phrases of all languages at once. */
function trainTone(phrases: Phrases): ModelText {
  const model = learn(toneExamples(phrases), { classes: TONES.length, rounds: 15, orders: 3, decay: 3e-4, rate: 0.3, seenIn: 2, least: 1 });
  return { ...model, bias: model.bias.map((value, at) => (TONES[at] === 'negative' ? value + CAUTION : value)) };
}

/** Learns to tell the seven languages from one another and from the rest. */
function trainLanguage(phrases: Phrases, others: Readonly<Record<string, readonly string[]>>): ModelText {
  const own = LANGS.flatMap((lang, label) => TONES.flatMap((tone) => phrases[lang][tone].map((text) => ({ text, label }))));
  // The other languages share one class and have few examples each: they are shown several times.
  const rest = Object.values(others).flat().flatMap((text) => Array.from({ length: 3 }, () => ({ text, label: LANGUAGE_CLASSES.length - 1 })));
  const examples = [...own, ...rest].map(({ text, label }) => ({ features: spelling(ownWords(text)), label }));
  return learn(examples, { classes: LANGUAGE_CLASSES.length, rounds: 6, orders: 1, decay: 1e-4, rate: 0.3, seenIn: 5, least: 2 });
}

/** The generated module, whole. */
export function modelModule(phrases: Phrases, others: Readonly<Record<string, readonly string[]>>): string {
  const written = (text: ModelText) => `{\n  ids: '${text.ids.replaceAll("'", "\\'")}',\n  weights: [\n${text.weights.map((row) => `    '${row}',\n`).join('')}  ],\n  bias: [${text.bias.join(', ')}],\n  scale: ${text.scale},\n}`;
  return [
    '// Made by `npm run tone:train` from lib/tone/phrases; do not edit.',
    "import type { ModelText } from './model-text.ts';",
    '',
    `export const TONE_MODEL: ModelText = ${written(trainTone(phrases))};`,
    '',
    `export const LANGUAGE_MODEL: ModelText = ${written(trainLanguage(phrases, others))};`,
    '',
  ].join('\n');
}
