import { conceptsOf, type Lexicon } from './concepts.ts';
import type { Lang } from './languages.ts';
import { isWord, type Token } from './tokens.ts';

/** Feature numbers are hashes of this many bits. */
const FEATURE_BITS = 20;

/** Something seen in a text: its number, its weight in the text, and the tokens it was seen on. */
export type Feature = { readonly id: number; readonly value: number; readonly on: readonly number[] };

/** FNV-1a, folded. Public domain, http://www.isthe.com/chongo/tech/comp/fnv/ */
export function featureId(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) {
    hash ^= key.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> FEATURE_BITS) ^ hash) & ((1 << FEATURE_BITS) - 1);
}

class Group {
  readonly seen = new Map<string, Set<number>>();

  add(key: string, ...on: number[]): void {
    const before = this.seen.get(key);
    if (before === undefined) this.seen.set(key, new Set(on));
    else for (const token of on) before.add(token);
  }

  /** Every group weighs the same however long the text is. */
  features(): Feature[] {
    const value = 1 / Math.sqrt(Math.max(1, this.seen.size));
    return [...this.seen].map(([key, on]) => ({ id: featureId(key), value, on: [...on] }));
  }
}

/** The wording: words, pairs of words and pieces of four letters, of one language. */
export function wording(found: readonly Token[], lang: Lang): Feature[] {
  const words = new Group();
  const pairs = new Group();
  const pieces = new Group();
  const kept = found.map((token, at) => ({ token, at })).filter(({ token }) => isWord(token) || /^[?!0]$/u.test(token.word));
  let previous = { word: '^', at: -1 };
  let line = ' ';
  const owner: number[] = [-1];
  for (const { token, at } of kept) {
    words.add(`${lang}w${token.word}`, at);
    pairs.add(`${lang}b${previous.word} ${token.word}`, ...(previous.at === -1 ? [at] : [previous.at, at]));
    previous = { word: token.word, at };
    line += `${token.word} `;
    for (let letter = 0; letter <= token.word.length; letter += 1) owner.push(at);
  }
  if (previous.at !== -1) pairs.add(`${lang}b${previous.word} $`, previous.at);
  for (let from = 0; from + 4 <= line.length; from += 1) {
    const on = [...new Set(owner.slice(from, from + 4))].filter((at) => at !== -1);
    pieces.add(`${lang}c${line.slice(from, from + 4)}`, ...on);
  }
  return [...words.features(), ...pairs.features(), ...pieces.features()];
}

const WINDOW = 4;

/** What is spoken of: concepts, which of them stand before one another, and which occur together. Shared by all languages. */
export function matter(lexicon: Lexicon, found: readonly Token[], lang: Lang): Feature[] {
  const single = new Group();
  const pairs = new Group();
  const concepts = conceptsOf(lexicon, found, lang);
  single.add(`length${Math.min(5, Math.floor(Math.log2(found.length + 1)))}`);
  for (const first of concepts[0] ?? []) single.add(`^${first}`, 0);
  const where = new Map<string, number[]>();
  concepts.forEach((here, at) => {
    for (const concept of here) {
      single.add(concept, at);
      where.set(concept, [...(where.get(concept) ?? []), at]);
      for (let ahead = 1; ahead <= WINDOW; ahead += 1) {
        for (const next of concepts[at + ahead] ?? []) if (next !== concept) pairs.add(`${concept}>${next}`, at, at + ahead);
      }
    }
  });
  const together = [...where].filter(([concept]) => /^\w/u.test(concept)).sort(([a], [b]) => (a < b ? -1 : 1));
  together.forEach(([a, atA], index) => {
    for (const [b, atB] of together.slice(index + 1)) pairs.add(`${a}&${b}`, ...atA, ...atB);
  });
  return [...single.features(), ...pairs.features()];
}
