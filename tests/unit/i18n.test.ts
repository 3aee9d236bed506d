import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REASONS } from '@/lib/domain/reasons';
import { en } from '@/lib/i18n/en/index';
import { applyLanguage, LANGUAGES, language, resolveLanguage, t } from '@/lib/i18n/index';
import type { Text } from '@/lib/i18n/texts';

const others = import.meta.glob<Record<string, Record<string, Text>>>(['../../lib/i18n/*/index.ts', '!../../lib/i18n/en/index.ts'], { eager: true, import: 'default' });

function flat(areas: Readonly<Record<string, Readonly<Record<string, Text>>>>): Map<string, Text> {
  return new Map(Object.entries(areas).flatMap(([area, texts]) => Object.entries(texts).map(([key, text]) => [`${area}.${key}`, text] as const)));
}

function parametersOf(text: Text): string[] {
  const forms = typeof text === 'string' ? [text] : Object.values(text);
  return [...new Set(forms.flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')))].sort();
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const english = flat(en);

describe('languages', () => {
  it('are found by their folders', () => {
    expect(LANGUAGES).toContain('en');
    expect(LANGUAGES).toContain('fr');
  });

  for (const [path, areas] of Object.entries(others)) {
    const code = path.split('/').at(-2) ?? '';
    const texts = flat(areas);

    it(`${code} has every key of English and no other`, () => {
      expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    });

    it(`${code} uses the parameters of English`, () => {
      const differing = [...english].filter(([key, text]) => String(parametersOf(texts.get(key) ?? '')) !== String(parametersOf(text))).map(([key]) => key);
      expect(differing).toEqual([]);
    });

    it(`${code} has plural forms wherever English has them, of categories it knows`, () => {
      const known = new Set<string>(new Intl.PluralRules(code).resolvedOptions().pluralCategories);
      const wrong = [...english].filter(([key, text]) => {
        const translated = texts.get(key) ?? '';
        if (typeof text !== typeof translated) return true;
        return typeof translated !== 'string' && Object.keys(translated).some((form) => !known.has(form));
      });
      expect(wrong.map(([key]) => key)).toEqual([]);
    });

    it(`${code} leaves no text empty`, () => {
      const empty = [...texts].filter(([, text]) => (typeof text === 'string' ? [text] : Object.values(text)).some((form) => form.trim() === ''));
      expect(empty).toEqual([]);
    });
  }

  it('have no key that no screen uses', () => {
    const code = ['components', 'entrypoints', 'lib'].flatMap(sources).filter((path) => !/lib\/i18n\/[a-z]{2}\//.test(path)).map((path) => readFileSync(path, 'utf8')).join('\n');
    const literal = new Set([...code.matchAll(/['"`]([a-z][A-Za-z]*\.[\w.-]+)['"`]/g)].map((match) => match[1] ?? ''));
    const patterns = [...code.matchAll(/`([a-z][A-Za-z]*\.[A-Za-z0-9_]*)\$\{[^}`]*\}([A-Za-z0-9]*)`/g)].map((match) => new RegExp(`^${match[1]?.replace('.', '\\.')}[A-Za-z0-9._-]+${match[2]}$`));
    const unused = [...english.keys()].filter((key) => !literal.has(key) && !patterns.some((pattern) => pattern.test(key)) && !/^(reasons|remedies)\./.test(key));
    expect(unused).toEqual([]);
  });

  it('say something about every reason code and what to do', () => {
    for (const reason of REASONS) {
      expect(en.reasons[reason]).toMatch(/\.$/);
      expect(en.remedies[reason]).toMatch(/[.?]$/);
    }
  });
});

describe('the choice of a language', () => {
  it('follows the browser, keeps its region and falls back to English', () => {
    expect(resolveLanguage('auto', ['fr-CA', 'en-US'])).toEqual({ code: 'fr', locale: 'fr-CA' });
    expect(resolveLanguage('auto', ['xx', 'en-GB'])).toEqual({ code: 'en', locale: 'en-GB' });
    expect(resolveLanguage('auto', ['xx'])).toEqual({ code: 'en', locale: 'en' });
    expect(resolveLanguage('fr', ['en-GB'])).toEqual({ code: 'fr', locale: 'fr' });
  });

  it('switches the texts and back', async () => {
    await applyLanguage('fr', ['en']);
    expect(language()).toBe('fr');
    expect(t('common.cancel')).toBe('Annuler');
    await applyLanguage('en', ['en']);
    expect(t('common.cancel')).toBe('Cancel');
  });

  it('fills in parameters', () => {
    expect(t('common.twoZones', { there: '09:00', zone: 'Tokyo', here: '01:00' })).toBe('09:00 (Tokyo) · 01:00 here');
  });
});
