import type { Lang } from './languages.ts';
import type { Token } from './tokens.ts';

type Index = {
  readonly words: ReadonlyMap<string, readonly string[]>;
  readonly stems: ReadonlyMap<string, readonly string[]>;
  /** Keyed by their first word. */
  readonly runs: ReadonlyMap<string, readonly { readonly words: readonly string[]; readonly concept: string }[]>;
};

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Words by language and concept, as `wordings/lexicon.ts` writes them. */
export type Lexicon = Readonly<Record<Lang, Readonly<Record<string, string>>>>;

function indexOf(entriesOf: Readonly<Record<string, string>>): Index {
  const words = new Map<string, string[]>();
  const stems = new Map<string, string[]>();
  const runs = new Map<string, { words: string[]; concept: string }[]>();
  for (const [concept, entries] of Object.entries(entriesOf)) {
    for (const entry of entries.split(' ')) {
      if (entry.includes('_')) {
        const parts = entry.replace(/\*$/u, '').split('_');
        append(runs, parts[0] ?? '', { words: parts, concept });
      } else if (entry.endsWith('*')) append(stems, entry.slice(0, -1), concept);
      else append(words, entry, concept);
    }
  }
  return { words, stems, runs };
}

const indexes = new WeakMap<Readonly<Record<string, string>>, Index>();

function indexFor(lexicon: Lexicon, lang: Lang): Index {
  const entriesOf = lexicon[lang];
  const known = indexes.get(entriesOf);
  if (known !== undefined) return known;
  const built = indexOf(entriesOf);
  indexes.set(entriesOf, built);
  return built;
}

const MARKS: Readonly<Record<string, string>> = { '?': '?', '!': '!', '.': '.', ',': ',', ';': ',', ':': ',', '0': 'number' };

/** The concepts each token stands for, in the order of the tokens. */
export function conceptsOf(lexicon: Lexicon, found: readonly Token[], lang: Lang): string[][] {
  const { words, stems, runs } = indexFor(lexicon, lang);
  const concepts = found.map(({ word }) => {
    const mark = MARKS[word];
    if (mark !== undefined) return [mark];
    const all = new Set<string>(words.get(word));
    for (let length = 2; length <= word.length; length += 1) {
      for (const concept of stems.get(word.slice(0, length)) ?? []) all.add(concept);
    }
    return [...all];
  });
  found.forEach(({ word }, at) => {
    for (const run of runs.get(word) ?? []) {
      if (!run.words.every((part, offset) => found[at + offset]?.word === part)) continue;
      run.words.forEach((_, offset) => {
        const there = concepts[at + offset];
        if (there !== undefined && !there.includes(run.concept)) there.push(run.concept);
      });
    }
  });
  return concepts;
}
