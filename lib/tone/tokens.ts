/** A word, number or mark of a text: `word` is folded for comparison, `start`/`end` are offsets in the text itself. */
export type Token = { readonly word: string; readonly start: number; readonly end: number };

const TOKEN = /[\p{L}\p{M}]+(?:[-'][\p{L}\p{M}]+)*'?|\d+(?:[.,:]\d+)*|[?!.,;:]/gu;
const ELISION = /^([\p{L}]{1,5}')([\p{L}\p{M}'-]+)$/u;
/** Words whose apostrophe is not an elision. */
const WHOLE = new Set(["aujourd'hui", "quelqu'un", "d'accord", "won't", "don't", "can't", "isn't", "ain't", "we've", "we're", "we'd", "we'll", "you're", "you've", "you'd", "you'll", "they're", "it's", "i'm", "i've", "i'd", "i'll", "that's", "let's", "he's", "she's", "what's"]);

/** Cuts a text into tokens; digits are folded to `0`, elided articles (l', n', dell') are tokens of their own. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const raw = match[0];
    const start = match.index;
    const word = raw.toLowerCase();
    if (/^\d/u.test(word)) {
      found.push({ word: '0', start, end: start + raw.length });
      continue;
    }
    const elided = WHOLE.has(word) || /n't$|'(?:s|re|ve|d|ll|m)$/u.test(word) ? null : ELISION.exec(word);
    const head = elided?.[1];
    const rest = elided?.[2];
    if (head !== undefined && rest !== undefined) {
      found.push({ word: head, start, end: start + head.length });
      found.push({ word: rest, start: start + head.length, end: start + raw.length });
    } else {
      found.push({ word, start, end: start + raw.length });
    }
  }
  return found;
}

/** Whether a token is a word (neither number nor punctuation). */
export function isWord(token: Token): boolean {
  return /^\p{L}/u.test(token.word);
}
