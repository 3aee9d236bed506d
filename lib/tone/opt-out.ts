import { ownWords } from './prepare.ts';
import { sentencesOf } from './sentences.ts';
import type { Wording } from './wordings/opt-out.ts';

/** Quotes of somebody's words, which say nothing of what this person wants. */
const QUOTED = /"[^"]{3,}"|“[^”]{3,}”|„[^“”]{3,}[“”]|«[^»]{3,}»/gu;

function asksToStop(wordings: readonly Wording[], sentence: string): boolean {
  const said = sentence.replace(QUOTED, ' … ').replace(/\s+/gu, ' ').trim();
  return wordings.some(({ asks, unless }) => asks.some((ask) => ask.test(said)) && !unless.some((turn) => turn.test(said)));
}

/** A message that is nothing but the word that ends a subscription. */
const BARE_WORD = /^(?:stop|unsubscribe|desinscription|opt out)[.! ]*$/iu;

/**
 * Finds the sentence in which a person asks not to be written to any more, in any of the seven languages; null when there
 * is none. The sentence is returned as written, to be kept as evidence. A plain refusal ("not interested") is none.
 */
export function optOutSentence(wordings: readonly Wording[], text: string): string | null {
  const own = ownWords(text);
  if (BARE_WORD.test(own)) return own;
  return sentencesOf(own).find((sentence) => asksToStop(wordings, sentence)) ?? null;
}
