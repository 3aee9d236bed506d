import { fit, listOf, Misfit, number, object, recordOf, text, type Shape } from '../domain/shape.ts';
import { autoReplySentence, type Away } from './auto-reply.ts';
import type { Lexicon } from './concepts.ts';
import { judgeTone, type JudgeOptions, type Judgement } from './judge.ts';
import { readModel, type ModelText } from './model-text.ts';
import { optOutSentence } from './opt-out.ts';
import type { AwayPattern } from './wordings/away.ts';

/** A pattern as it stands in the file: `/source/flags`. */
type PatternText = string;

/**
 * What the extension knows of replies, as one file beside its code (`public/tone/model.json`, made by `npm run tone:train`):
 * a worker may not load code late, and these lists weigh as much as all of it.
 */
export type ToneData = {
  readonly tone: ModelText;
  readonly language: ModelText;
  readonly lexicon: Lexicon;
  readonly optOut: readonly { readonly asks: readonly PatternText[]; readonly unless: readonly PatternText[] }[];
  readonly away: Readonly<Record<AwayPattern, PatternText>>;
};

/** Everything that is judged of a reply, on this device. */
export type ToneKit = {
  judgeTone(text: string, options?: JudgeOptions): Judgement;
  optOutSentence(text: string): string | null;
  autoReplySentence(text: string): string | null;
};

const modelShape = object({ ids: text(), weights: listOf(text()), bias: listOf(number()), scale: number(0) });
const words = recordOf(text());
const pattern = text();
const dataShape: Shape<ToneData> = object({
  tone: modelShape,
  language: modelShape,
  lexicon: object({ en: words, fr: words, de: words, es: words, pt: words, nl: words, it: words }),
  optOut: listOf(object({ asks: listOf(pattern), unless: listOf(pattern) })),
  away: object({
    announcement: pattern, absence: pattern, return: pattern, limited: pattern, urgent: pattern, courtesy: pattern, closing: pattern, thanks: pattern,
    signature: pattern, personal: pattern,
  }),
});

export function patternText(pattern: RegExp): PatternText {
  return String(pattern);
}

function readPattern(written: PatternText): RegExp {
  const end = written.lastIndexOf('/');
  return new RegExp(written.slice(1, end), written.slice(end + 1));
}

/** Reads the shipped data. A file that is not ours is a bug of the build and throws. */
export function readToneData(file: unknown): ToneKit {
  const data = fit(dataShape, file);
  if (data instanceof Misfit) throw new Error(`The tone data is damaged at "${data.path}".`);
  const learnt = { lexicon: data.lexicon, tone: readModel(data.tone), language: readModel(data.language) };
  const optOut = data.optOut.map(({ asks, unless }) => ({ asks: asks.map(readPattern), unless: unless.map(readPattern) }));
  const { away: written } = data;
  const away: Away = {
    announcement: readPattern(written.announcement), absence: readPattern(written.absence), return: readPattern(written.return), limited: readPattern(written.limited),
    urgent: readPattern(written.urgent), courtesy: readPattern(written.courtesy), closing: readPattern(written.closing), thanks: readPattern(written.thanks),
    signature: readPattern(written.signature), personal: readPattern(written.personal),
  };
  return {
    judgeTone: (reply, options) => judgeTone(learnt, reply, options),
    optOutSentence: (reply) => optOutSentence(optOut, reply),
    autoReplySentence: (reply) => autoReplySentence(away, reply),
  };
}
