import type { NurturesDb } from '@/lib/db/schema';
import type { Judge } from '@/lib/engine/ports';
import type { Correction } from '@/lib/tone/judge';
import { LANGS, type Lang } from '@/lib/tone/languages';
import type { ToneKit } from '@/lib/tone/tone-data';

/** The newest corrections teach; older ones than these add little and would cost at every start. */
const CORRECTIONS_MAX = 400;

/** What the member has corrected, oldest first. A reply whose text was dropped teaches no more. */
async function readCorrections(db: NurturesDb): Promise<Correction[]> {
  const newest = await db.replies.where('correctedAt').above(0).reverse().limit(CORRECTIONS_MAX).toArray();
  return newest.toReversed().flatMap(({ text, correctedTone }) => (text === undefined || text === '' || correctedTone === undefined ? [] : [{ text, tone: correctedTone }]));
}

function langOf(code: string | undefined): Lang | undefined {
  const base = code?.toLowerCase().split(/[-_]/u)[0];
  return LANGS.find((lang) => lang === base);
}

/**
 * Opens the judge of replies: the shipped data is loaded, and what this member has corrected is learnt, before any write begins (a
 * transaction may not wait for either). Corrections are learnt anew only when they changed.
 */
export function openJudge(db: NurturesDb, load: () => Promise<ToneKit>): () => Promise<Judge> {
  let known = '';
  let corrections: Correction[] = [];
  return async () => {
    const kit = await load();
    const [count, last] = await Promise.all([db.replies.where('correctedAt').above(0).count(), db.replies.where('correctedAt').above(0).last()]);
    const state = `${count}/${last?.id}/${last?.correctedAt}/${last?.text === undefined ? 'dropped' : 'there'}`;
    if (state !== known) {
      corrections = await readCorrections(db);
      known = state;
    }
    const taught = corrections;
    return {
      tone: (text, language) => {
        const langHint = langOf(language);
        const judgement = kit.judgeTone(text, { corrections: taught, ...(langHint === undefined ? {} : { langHint }) });
        return judgement.judged ? { tone: judgement.tone, words: [...judgement.words], language: judgement.lang } : { words: [] };
      },
      optOut: (text) => kit.optOutSentence(text) ?? undefined,
      automatic: (text) => kit.autoReplySentence(text) !== null,
    };
  };
}
