import { describe, expect, it } from 'vitest';
import type { Correction } from '@/lib/tone/judge';
import { judgeTone } from '../tone/shipped.ts';

const toneOf = (text: string, corrections: readonly Correction[] = []) => {
  const judgement = judgeTone(text, { corrections });
  return judgement.judged ? judgement.tone : judgement.why;
};

describe('what is not judged', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['only quoted lines', '> Shall we talk on Monday?\n> Tom', 'empty'],
    ['only an address', 'https://example.com/a', 'empty'],
    ['only emoji', '👍👍', 'noWords'],
    ['only numbers', '06 12 34 56', 'noWords'],
    ['Japanese', 'ありがとうございます。検討します。', 'language'],
    ['Russian', 'Спасибо, нам это не интересно.', 'language'],
    ['Greek with a brand in Latin letters', 'Ευχαριστώ πολύ, αλλά δεν ενδιαφερόμαστε για Nurtures', 'language'],
    ['Polish', 'Dziękuję bardzo, ale obecnie nie szukamy nowego dostawcy.', 'language'],
    ['Swedish', 'Hej, tack för att du hörde av dig, men vi är inte intresserade just nu.', 'language'],
    ['Turkish', 'Merhaba, teklifiniz için teşekkür ederim ama şu anda ihtiyacımız yok.', 'language'],
    ['Hungarian', 'Köszönöm szépen, de jelenleg nincs szükségünk erre a szolgáltatásra.', 'language'],
  ])('%s', (_what, text, why) => {
    expect(judgeTone(text)).toEqual({ judged: false, why });
  });
});

describe('the language', () => {
  it.each([
    ['en', 'We already work with another agency and are happy with them.'],
    ['fr', 'Nous travaillons déjà avec une autre agence et en sommes contents.'],
    ['de', 'Wir arbeiten bereits mit einer anderen Agentur zusammen.'],
    ['es', 'Ya trabajamos con otra agencia y estamos contentos.'],
    ['pt', 'Já trabalhamos com outra agência e estamos satisfeitos.'],
    ['nl', 'Wij werken al samen met een ander bureau en zijn tevreden.'],
    ['it', "Lavoriamo già con un'altra agenzia e siamo contenti."],
  ])('%s is told from the text alone, and the refusal in it', (lang, text) => {
    expect(judgeTone(text)).toMatchObject({ judged: true, lang, tone: 'negative' });
  });

  it('follows the hint where the text leaves it open, and not where it does not', () => {
    expect(judgeTone('OK', { langHint: 'de' })).toMatchObject({ judged: true, lang: 'de' });
    expect(judgeTone('OK', { langHint: 'fr' })).toMatchObject({ judged: true, lang: 'fr' });
    expect(judgeTone('Ich habe leider gar keine Zeit dafür.', { langHint: 'fr' })).toMatchObject({ judged: true, lang: 'de' });
  });
});

describe('a judgement', () => {
  it('does not depend on case, curly apostrophes, addresses or quoted text', () => {
    const plain = judgeTone("we don't need this, thanks");
    expect(plain).toMatchObject({ judged: true, tone: 'negative' });
    const dressed = judgeTone("WE DON’T NEED THIS, THANKS\n\nOn Mon, 4 May 2026, Anna wrote:\nWould you love to meet? It would be great!\nhttps://example.com");
    expect(dressed).toMatchObject({ judged: true, tone: 'negative', confidence: plain.judged ? plain.confidence : -1 });
  });

  it('names words that stand in the text as written, at most three, the telling ones among them', () => {
    const text = 'Hello Anna, unfortunately We are NOT interested at all.';
    const judgement = judgeTone(text);
    if (!judgement.judged) throw new Error('not judged');
    expect(judgement.words.length).toBeGreaterThan(0);
    expect(judgement.words.length).toBeLessThanOrEqual(3);
    for (const words of judgement.words) expect(text).toContain(words);
    expect(judgement.words.join(' ')).toMatch(/NOT interested|unfortunately/u);
  });

  it('keeps its confidence a share of one', () => {
    for (const text of ['No.', 'Who are you?', "I'd love to meet next week!", 'x']) {
      const judgement = judgeTone(text);
      if (!judgement.judged) continue;
      expect(judgement.confidence).toBeGreaterThan(1 / 3 - 0.01);
      expect(judgement.confidence).toBeLessThanOrEqual(1);
    }
  });

  it('takes a very long text', () => {
    expect(judgeTone('We are not interested in this offer. '.repeat(400))).toMatchObject({ judged: true, tone: 'negative' });
  });
});

describe('corrections', () => {
  const odd = 'Splendid, simply splendid.';

  it('decide for the same text, whatever its case, spacing and marks, and the last one wins', () => {
    expect(toneOf(odd)).toBe('positive');
    expect(toneOf('  splendid simply SPLENDID!! ', [{ text: odd, tone: 'negative' }])).toBe('negative');
    expect(
      judgeTone(odd, {
        corrections: [
          { text: odd, tone: 'negative' },
          { text: odd, tone: 'neutral' },
        ],
      }),
    ).toMatchObject({ tone: 'neutral', confidence: 1 });
  });

  it('decide for emoji-free texts only: what cannot be judged stays so', () => {
    expect(judgeTone('👍', { corrections: [{ text: '👍', tone: 'positive' }] })).toEqual({ judged: false, why: 'noWords' });
  });

  it('pull similar texts along and leave others alone', () => {
    const taught: readonly Correction[] = [{ text: 'That is the bee in the bonnet of our whole department.', tone: 'negative' }];
    const share = (text: string, corrections: readonly Correction[]) => {
      const judgement = judgeTone(text, { corrections });
      return judgement.judged ? { tone: judgement.tone, confidence: judgement.confidence } : null;
    };
    const similar = 'It is the bee in the bonnet of our department, too.';
    expect(toneOf(similar)).not.toBe('negative');
    expect(toneOf(similar, taught)).toBe('negative');
    for (const far of ["I'd love to, when can we meet?", 'Was kostet das?', 'Non merci.']) expect(share(far, taught)?.tone).toBe(share(far, [])?.tone);
  });

  it('change neither the list nor later judgements without them', () => {
    const list = Object.freeze([Object.freeze({ text: odd, tone: 'negative' as const })]);
    expect(toneOf(odd, list)).toBe('negative');
    expect(toneOf(odd)).toBe('positive');
  });

  it('in hundreds still leave the clear cases right', () => {
    const many = Array.from({ length: 300 }, (_, at): Correction => ({ text: `We will see about project ${String.fromCharCode(97 + (at % 26))}${at} in due course.`, tone: 'neutral' }));
    expect(toneOf('No thanks, we are not interested.', many)).toBe('negative');
    expect(toneOf("Yes please, I'd love a demo!", many)).toBe('positive');
  });
});
