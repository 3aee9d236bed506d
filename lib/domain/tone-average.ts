import type { Tone } from '@/lib/domain/reply';

/** Replies of a campaign or of several, by the tone that counts. */
export type ToneCounts = Readonly<Partial<Record<Tone, number>>>;

/** `share` is positive or neutral of all judged, 0 to 1; undefined without any. */
export interface ToneShare {
  judged: number;
  share: number | undefined;
}

/** Averages over replies, whatever campaigns they are of: a campaign with many replies weighs more than one with few. */
export function toneAverage(all: readonly ToneCounts[]): ToneShare {
  let kind = 0;
  let judged = 0;
  for (const { positive = 0, neutral = 0, negative = 0 } of all) {
    kind += positive + neutral;
    judged += positive + neutral + negative;
  }
  return { judged, share: judged === 0 ? undefined : kind / judged };
}

/** Fewer judged replies than this say little. */
const FEW = 5;
/** From here on the face is yellow; below it is red. */
const TIPPING = 0.5;

/** The face beside a count of replies: yellow (`good`), red (`bad`) or none; `few` makes it lighter. */
export type Face = { kind: 'none' } | { kind: 'good' | 'bad'; few: 'yes' | 'no' };

export function faceOf({ judged, share }: ToneShare): Face {
  if (share === undefined) return { kind: 'none' };
  return { kind: share >= TIPPING ? 'good' : 'bad', few: judged < FEW ? 'yes' : 'no' };
}
