import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { LANGS } from '@/lib/tone/languages';
import { readModel, writeIds, writeWeights } from '@/lib/tone/model-text';
import { TONES } from '@/lib/tone/tones';
import { OTHER_LANGUAGES, PHRASES } from '@/lib/tone/training/phrases';
import { toneData, toneFile } from '@/lib/tone/training/train';
import { LEXICON } from '@/lib/tone/wordings/lexicon';
import { evaluate, parseLines, wilson } from '../tone/figures.ts';
import { overlaps } from '../tone/overlap.ts';
import { judgeTone, SHIPPED } from '../tone/shipped.ts';

const root = new URL('../../', import.meta.url);
const heldOut = parseLines(readFileSync(new URL('tests/fixtures/tone/evaluation.jsonl', root), 'utf8'));

describe('the phrases', () => {
  it.each(LANGS)('%s: enough of each tone, none twice, none under two tones', (lang) => {
    const least = { negative: 150, neutral: 100, positive: 100 };
    for (const tone of TONES) expect(PHRASES[lang][tone].length).toBeGreaterThanOrEqual(least[tone]);
    const all = TONES.flatMap((tone) => PHRASES[lang][tone]).map((text) => text.toLowerCase().replace(/[^\p{L}]/gu, ''));
    expect(new Set(all).size).toBe(all.length);
  });

  it('hold no line of the evaluation: nowhere more than half of its four-letter pieces in one phrase', () => {
    const phrases = LANGS.flatMap((lang) => TONES.flatMap((tone) => PHRASES[lang][tone].map((text) => ({ lang, tone, text }))));
    const found = overlaps(heldOut.map(({ text }) => text), phrases.map(({ text }) => text));
    // The line's number and our own phrase: the line itself is not shown to who writes phrases.
    expect(found.map(({ line, phrase }) => ({ line, phrase: phrases[phrase] }))).toEqual([]);
  });

  it('the overlap rule sees what it should', () => {
    expect(overlaps(['We are all set.'], ['Thanks, but we are all set!'])).toMatchObject([{ line: 1, phrase: 0, share: 1 }]);
    expect(overlaps(['We are all set.'], ['Something else entirely'])).toEqual([]);
  });

  it('every language knows the same concepts', () => {
    for (const lang of LANGS) expect(Object.keys(LEXICON[lang])).toEqual(Object.keys(LEXICON.en));
  });
});

describe('the model', () => {
  it('is what the phrases make (else run `npm run tone:train`)', () => {
    const committed = readFileSync(SHIPPED, 'utf8');
    // Compared as a yes or no: a difference of two such texts helps nobody.
    expect(toneFile(toneData(PHRASES, OTHER_LANGUAGES)) === committed).toBe(true);
  }, 60_000);

  it('with the code that runs it weighs at most 150 kB gzipped', async () => {
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        minify: true,
        lib: { entry: new URL('lib/tone/tone-data.ts', root).pathname, formats: ['es'], fileName: 'tone' },
      },
    });
    const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
    const code = outputs.map((part) => (part.type === 'chunk' ? part.code : '')).join('');
    const data = readFileSync(SHIPPED);
    expect(data.length).toBeGreaterThan(150_000);
    expect(gzipSync(code, { level: 9 }).length + gzipSync(data, { level: 9 }).length).toBeLessThanOrEqual(150_000);
    // The worker carries the code, not the lists.
    expect(code.length).toBeLessThan(20_000);
    // A service worker of an extension has neither.
    expect(code).not.toMatch(/\beval\(|new Function\(|\bimport\(|\bdocument\./u);
  }, 60_000);

  it('reads what it writes', () => {
    const ids = [0, 1, 90, 91, 5000, 800_000, 1_048_575];
    const model = readModel({ ids: writeIds(ids), weights: [writeWeights([-24, -1, 0, 1, 2, 23, 24])], bias: [0, 0], scale: 1 });
    expect([...model.ids]).toEqual(ids);
    expect([...(model.weights[0] ?? [])]).toEqual([-24, -1, 0, 1, 2, 23, 24]);
    expect([...(model.weights[1] ?? [])]).toEqual([24, 1, -0, -1, -2, -23, -24].map((weight) => weight + 0));
  });

  it('refuses a damaged text', () => {
    expect(() => readModel({ ids: 'é', weights: [], bias: [], scale: 1 })).toThrow(/damaged/u);
    expect(() => readModel({ ids: writeIds([1, 2]), weights: [writeWeights([1])], bias: [], scale: 1 })).toThrow(/damaged/u);
  });
});

describe('the held-out replies', () => {
  const figures = evaluate(heldOut);

  it('are enough to tell: at least 60 a language', () => {
    for (const lang of LANGS) expect(figures.byLanguage[lang]?.lines).toBeGreaterThanOrEqual(60);
  });

  it('negative or not: accuracy and balanced accuracy at least 85 %, at least 80 % of the refusals found', () => {
    expect(figures.binary.accuracy.value).toBeGreaterThanOrEqual(0.85);
    expect(figures.binary.balanced.value).toBeGreaterThanOrEqual(0.85);
    expect(figures.binary.negativesFound.value).toBeGreaterThanOrEqual(0.8);
  });

  it('no language lies wholly under 75 %', () => {
    for (const lang of LANGS) expect(figures.byLanguage[lang]?.binary.accuracy.high).toBeGreaterThanOrEqual(0.75);
  });

  it('the confidence is about what comes true', () => {
    const judged = heldOut.flatMap(({ text, label }) => {
      const judgement = judgeTone(text);
      return judgement.judged ? [{ sure: judgement.confidence, right: judgement.tone === label }] : [];
    });
    const gap = (part: typeof judged) => part.reduce((sum, { sure, right }) => sum + sure - (right ? 1 : 0), 0) / part.length;
    expect(Math.abs(gap(judged))).toBeLessThan(0.08);
    const sure = judged.filter((one) => one.sure >= 0.9);
    expect(sure.length).toBeGreaterThan(50);
    expect(sure.filter(({ right }) => right).length / sure.length).toBeGreaterThan(0.85);
  });

  it('three classes: at least 78 %', () => {
    expect(figures.three.accuracy.value).toBeGreaterThanOrEqual(0.78);
  });
});

describe('the figures', () => {
  it('intervals are Wilson’s', () => {
    const { value, low, high } = wilson(8, 10);
    expect(value).toBe(0.8);
    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
  });

  it('a bad line is named with its number and the remedy', () => {
    expect(() => parseLines('{"lang":"en","text":"Hi","label":"neutral"}\n{"lang":"sv","text":"Hej","label":"neutral"}')).toThrow(/line 2: "lang" must be one of en, fr/u);
    expect(() => parseLines('nonsense')).toThrow(/line 1: not JSON/u);
    expect(() => parseLines('{"lang":"en","text":"Hi","label":"good"}')).toThrow(/"label" must be one of negative/u);
    expect(() => parseLines('{"lang":"en","text":" ","label":"neutral"}')).toThrow(/"text" must be/u);
  });

  it('a reply that is not judged counts against the figures', () => {
    const counted = evaluate([
      { lang: 'en', text: '👎', label: 'negative' },
      { lang: 'en', text: 'No thanks, not interested.', label: 'negative' },
    ]);
    expect(counted.notJudged).toBe(1);
    expect(counted.binary.negativesFound.value).toBe(0.5);
  });
});
