/**
 * A trained linear model as text: sorted feature numbers as differences, then one string of weights per class, one
 * character a weight. Plain characters keep what repeats visible to gzip, which base64 would hide. The weights of a
 * feature add up to nought, so the last class is not written.
 */
export type ModelText = {
  readonly ids: string;
  readonly weights: readonly string[];
  readonly bias: readonly number[];
  /** A weight is (character − zero) × scale. */
  readonly scale: number;
};

export type Model = {
  readonly ids: Int32Array;
  /** One row per class. */
  readonly weights: readonly Int8Array[];
  readonly bias: readonly number[];
  readonly scale: number;
};

// Characters 40…126 without the backslash; quotes lie below.
const FIRST = 40;
const ALPHABET = Array.from({ length: 126 - FIRST + 1 }, (_, at) => String.fromCharCode(FIRST + at)).filter((c) => c !== '\\').join('');
const BASE = ALPHABET.length;
const ZERO = Math.floor(BASE / 2);
/** Largest whole weight either side of nought: more steps cost size and decide nothing. */
export const MOST = 24;

const VALUE = new Int16Array(128).fill(-1);
for (let at = 0; at < BASE; at += 1) VALUE[ALPHABET.charCodeAt(at)] = at;

function valueAt(text: string, at: number): number {
  const value = VALUE[text.charCodeAt(at)] ?? -1;
  if (value < 0) throw new Error(`model text is damaged at ${at}`);
  return value;
}

const STEP = BASE - 3;

/** Differences below STEP are one character; larger ones a marker and two digits, or the next marker and four. */
export function writeIds(ids: readonly number[]): string {
  let text = '';
  let last = -1;
  for (const id of ids) {
    const gap = id - last - 1;
    last = id;
    if (gap < STEP) {
      text += ALPHABET.charAt(gap);
      continue;
    }
    const digits = gap < BASE ** 2 ? 2 : 4;
    text += ALPHABET.charAt(digits === 2 ? STEP : STEP + 1);
    for (let digit = digits - 1; digit >= 0; digit -= 1) text += ALPHABET.charAt(Math.floor(gap / BASE ** digit) % BASE);
  }
  return text;
}

function readIds(text: string): Int32Array {
  const ids: number[] = [];
  let last = -1;
  for (let at = 0; at < text.length; at += 1) {
    const head = valueAt(text, at);
    let gap = head;
    if (head >= STEP) {
      const digits = head === STEP ? 2 : 4;
      gap = 0;
      for (let digit = 1; digit <= digits; digit += 1) gap = gap * BASE + valueAt(text, at + digit);
      at += digits;
    }
    last += gap + 1;
    ids.push(last);
  }
  return Int32Array.from(ids);
}

export function writeWeights(weights: readonly number[]): string {
  return weights.map((weight) => ALPHABET.charAt(Math.max(-MOST, Math.min(MOST, weight)) + ZERO)).join('');
}

/** Reads a model; a damaged text is a bug of the build and throws. */
export function readModel(text: ModelText): Model {
  const ids = readIds(text.ids);
  const weights = text.weights.map((row) => {
    if (row.length !== ids.length) throw new Error('model text is damaged: a row of weights has another length');
    return Int8Array.from({ length: row.length }, (_, at) => valueAt(row, at) - ZERO);
  });
  const last = Int8Array.from({ length: ids.length }, (_, at) => -weights.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  return { ids, weights: [...weights, last], bias: text.bias, scale: text.scale };
}

/** Where a feature stands in the model, or -1 when it was never learnt. */
export function placeOf(model: Model, id: number): number {
  let low = 0;
  let high = model.ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const there = model.ids[middle] ?? 0;
    if (there === id) return middle;
    if (there < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** One score per class for a set of features. */
export function scoresOf(model: Model, features: Iterable<{ readonly id: number; readonly value: number }>): number[] {
  const scores = [...model.bias];
  for (const { id, value } of features) {
    const place = placeOf(model, id);
    if (place === -1) continue;
    model.weights.forEach((row, at) => {
      scores[at] = (scores[at] ?? 0) + (row[place] ?? 0) * model.scale * value;
    });
  }
  return scores;
}

/** Scores as shares of one. */
export function shares(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
