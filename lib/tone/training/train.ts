import { matter, wording } from '../features.ts';
import { LANGUAGE_CLASSES, spelling } from '../language.ts';
import { LANGS, type Lang } from '../languages.ts';
import type { ModelText } from '../model-text.ts';
import { AWAY_WORDINGS } from '../wordings/away.ts';
import { LEXICON } from '../wordings/lexicon.ts';
import { OPT_OUT_WORDINGS } from '../wordings/opt-out.ts';
import { patternText, type ToneData } from '../tone-data.ts';
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
        return { features: [...wording(found, lang), ...matter(LEXICON, found, lang)], label };
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

/** The data the extension ships, whole: what is learnt from the phrases, and the wordings. */
export function toneData(phrases: Phrases, others: Readonly<Record<string, readonly string[]>>): ToneData {
  const away = AWAY_WORDINGS;
  return {
    tone: trainTone(phrases),
    language: trainLanguage(phrases, others),
    lexicon: LEXICON,
    optOut: LANGS.map((lang) => ({ asks: OPT_OUT_WORDINGS[lang].asks.map(patternText), unless: OPT_OUT_WORDINGS[lang].unless.map(patternText) })),
    away: {
      announcement: patternText(away.announcement), absence: patternText(away.absence), return: patternText(away.return), limited: patternText(away.limited),
      urgent: patternText(away.urgent), courtesy: patternText(away.courtesy), closing: patternText(away.closing), thanks: patternText(away.thanks),
      signature: patternText(away.signature), personal: patternText(away.personal),
    },
  };
}

/** The file as written: one line per part, so that a change can be seen. */
export function toneFile(data: ToneData): string {
  return `{\n${Object.entries(data).map(([name, part]) => `${JSON.stringify(name)}: ${JSON.stringify(part)}`).join(',\n')}\n}\n`;
}
