import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

const LANGUAGES = ['en', 'fr', 'de', 'es', 'pt', 'nl', 'it'] as const;
const LABELS = ['negative', 'neutral', 'positive'] as const;
const FEWEST_PER_LANGUAGE = 60;
const FEWEST_PER_LABEL = 18;

const lineSchema = z.strictObject({
  lang: z.enum(LANGUAGES),
  text: z.string().check(z.trim(), z.minLength(1)),
  label: z.enum(LABELS),
});
type Line = z.infer<typeof lineSchema>;

const path = join(import.meta.dirname, '../fixtures/tone/evaluation.jsonl');
const rawLines = readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');

function parseLine(raw: string, index: number): Line {
  try {
    return lineSchema.parse(JSON.parse(raw));
  } catch (cause) {
    throw new Error(`evaluation.jsonl line ${index + 1} is not {lang, text, label}: ${raw}`, { cause });
  }
}

/** Letters and digits only: two lines that differ in case, accents, marks or emojis are the same wording. */
function wording(text: string): string {
  return text.normalize('NFKD').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

describe('the tone evaluation file', () => {
  it('holds one well-formed line per reply', () => {
    expect(rawLines.map(parseLine)).toHaveLength(rawLines.length);
  });

  it.each(LANGUAGES)('has enough replies of every label in %s', (lang) => {
    const replies = rawLines.map(parseLine).filter((line) => line.lang === lang);
    expect(replies.length).toBeGreaterThanOrEqual(FEWEST_PER_LANGUAGE);
    for (const label of LABELS) {
      const count = replies.filter((line) => line.label === label).length;
      expect(count, `${lang} ${label}`).toBeGreaterThanOrEqual(FEWEST_PER_LABEL);
    }
  });

  it('never holds the same wording twice', () => {
    const firstSeen = new Map<string, number>();
    const repeats: string[] = [];
    for (const [index, line] of rawLines.map(parseLine).entries()) {
      const key = wording(line.text);
      const first = firstSeen.get(key);
      if (first === undefined) firstSeen.set(key, index + 1);
      else repeats.push(`line ${index + 1} repeats line ${first}: ${line.text}`);
    }
    expect(repeats).toEqual([]);
  });
});
