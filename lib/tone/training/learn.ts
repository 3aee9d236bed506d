import { MOST, writeIds, writeWeights, type ModelText } from '../model-text.ts';

export type Example = { readonly features: readonly { readonly id: number; readonly value: number }[]; readonly label: number };

export type Settings = {
  readonly classes: number;
  readonly rounds: number;
  /** Passes with different orders, whose weights are averaged. */
  readonly orders: number;
  readonly decay: number;
  readonly rate: number;
  /** Features seen in fewer examples are left out. */
  readonly seenIn: number;
  /** Features whose weights all stay under this many steps (of MOST) are left out. */
  readonly least: number;
};

/** A fixed sequence, so that the same phrases always make the same model (Lehmer generator, modulus 2^31 − 1). */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  while (true) {
    state = (state * 48271) % 2147483647;
    yield state;
  }
}

/** Multinomial logistic regression by AdaGrad; pure and repeatable. */
export function learn(examples: readonly Example[], settings: Settings): ModelText {
  const { classes, rounds, orders, decay, rate, seenIn } = settings;
  const seen = new Map<number, number>();
  for (const { features } of examples) for (const id of new Set(features.map((feature) => feature.id))) seen.set(id, (seen.get(id) ?? 0) + 1);
  const ids = [...seen].filter(([, times]) => times >= seenIn).map(([id]) => id).sort((a, b) => a - b);
  const place = new Map(ids.map((id, at) => [id, at]));
  const rows = examples.map(({ features, label }) => {
    const kept = features.flatMap(({ id, value }) => {
      const at = place.get(id);
      return at === undefined ? [] : [{ at, value }];
    });
    return { at: Int32Array.from(kept, (f) => f.at), value: Float64Array.from(kept, (f) => f.value), label };
  });

  const total = Array.from({ length: classes }, () => new Float64Array(ids.length));
  const totalBias = new Float64Array(classes);
  for (let order = 1; order <= orders; order += 1) {
    const weights = Array.from({ length: classes }, () => new Float64Array(ids.length));
    const squares = Array.from({ length: classes }, () => new Float64Array(ids.length));
    const bias = new Float64Array(classes);
    const biasSquares = new Float64Array(classes).fill(1e-8);
    const dice = numbers(order * 7919);
    const turn = rows.slice();
    for (let round = 0; round < rounds; round += 1) {
      for (let last = turn.length - 1; last > 0; last -= 1) {
        const other = dice.next().value % (last + 1);
        const a = turn[last];
        const b = turn[other];
        if (a === undefined || b === undefined) continue;
        turn[last] = b;
        turn[other] = a;
      }
      for (const { at, value, label } of turn) {
        const scores = weights.map((row, c) => {
          let sum = bias[c] ?? 0;
          for (let f = 0; f < at.length; f += 1) sum += (row[at[f] ?? 0] ?? 0) * (value[f] ?? 0);
          return sum;
        });
        const most = Math.max(...scores);
        const powers = scores.map((score) => Math.exp(score - most));
        const sum = powers.reduce((a, b) => a + b, 0);
        weights.forEach((row, c) => {
          const error = (powers[c] ?? 0) / sum - (c === label ? 1 : 0);
          const square = squares[c] ?? new Float64Array(0);
          for (let f = 0; f < at.length; f += 1) {
            const i = at[f] ?? 0;
            const slope = error * (value[f] ?? 0) + decay * (row[i] ?? 0);
            square[i] = (square[i] ?? 0) + slope * slope;
            row[i] = (row[i] ?? 0) - (rate * slope) / Math.sqrt(1e-8 + (square[i] ?? 0));
          }
          biasSquares[c] = (biasSquares[c] ?? 0) + error * error;
          bias[c] = (bias[c] ?? 0) - (0.2 * rate * error) / Math.sqrt(biasSquares[c] ?? 1);
        });
      }
    }
    weights.forEach((row, c) => {
      const into = total[c];
      if (into === undefined) return;
      row.forEach((weight, i) => {
        into[i] = (into[i] ?? 0) + weight / orders;
      });
      totalBias[c] = (totalBias[c] ?? 0) + (bias[c] ?? 0) / orders;
    });
  }
  return quantised(ids, total, [...totalBias], settings.least);
}

/** Only differences between classes matter, so each feature's weights are centred before they are rounded. */
function quantised(ids: readonly number[], weights: readonly Float64Array[], bias: readonly number[], least: number): ModelText {
  const centred = weights.map((row) => Array.from(row));
  for (let i = 0; i < ids.length; i += 1) {
    const mean = centred.reduce((sum, row) => sum + (row[i] ?? 0), 0) / centred.length;
    for (const row of centred) row[i] = (row[i] ?? 0) - mean;
  }
  const sizes = centred.flatMap((row) => row.map(Math.abs)).sort((a, b) => a - b);
  const scale = (sizes[Math.floor(sizes.length * 0.9995)] ?? 1) / MOST;
  const whole = centred.map((row) => row.map((weight) => Math.max(-MOST, Math.min(MOST, Math.round(weight / scale)))));
  const kept = ids.map((_, i) => i).filter((i) => whole.some((row) => Math.abs(row[i] ?? 0) >= least));
  return {
    ids: writeIds(kept.map((i) => ids[i] ?? 0)),
    weights: whole.slice(0, -1).map((row) => writeWeights(kept.map((i) => row[i] ?? 0))),
    bias: bias.map((value) => Number(value.toFixed(4))),
    scale: Number(scale.toPrecision(6)),
  };
}
