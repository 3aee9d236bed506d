import { describe, expect, it } from 'vitest';
import { faceOf, toneAverage } from '@/lib/domain/tone-average';

describe('the face', () => {
  it.each([
    [{}, { kind: 'none' }],
    [{ positive: 0, neutral: 0, negative: 0 }, { kind: 'none' }],
    [{ positive: 1 }, { kind: 'good', few: 'yes' }],
    [{ neutral: 1 }, { kind: 'good', few: 'yes' }],
    [{ negative: 1 }, { kind: 'bad', few: 'yes' }],
    [{ neutral: 2, negative: 2 }, { kind: 'good', few: 'yes' }],
    [{ positive: 3, negative: 2 }, { kind: 'good', few: 'no' }],
    [{ positive: 2, negative: 3 }, { kind: 'bad', few: 'no' }],
    [{ positive: 25, neutral: 25, negative: 50 }, { kind: 'good', few: 'no' }],
    [{ positive: 24, neutral: 25, negative: 50 }, { kind: 'bad', few: 'no' }],
    [{ positive: 499, negative: 501 }, { kind: 'bad', few: 'no' }],
  ])('of %o is %o', (counts, face) => {
    expect(faceOf(toneAverage([counts]))).toEqual(face);
  });

  it('of a program averages over replies, not over campaigns', () => {
    // By campaigns: (100 % + 0 % + 0 %) / 3 = 33 %. By replies: 8 of 10.
    expect(toneAverage([{ positive: 8 }, { negative: 1 }, { negative: 1 }])).toEqual({ judged: 10, share: 0.8 });
    expect(toneAverage([])).toEqual({ judged: 0, share: undefined });
  });
});
