import { en } from '@/lib/i18n/en/index';
import type { Language, Params, PluralText, Text, TextKey } from '@/lib/i18n/texts';

/**
 * Texts of the screens. English is built in; every other folder `lib/i18n/<code>/index.ts` is one more language, found by
 * its name and loaded only when chosen.
 */
const LOADERS = import.meta.glob<Language>(['./*/index.ts', '!./en/index.ts'], { import: 'default' });

/** Codes of the languages there are, English first. */
export const LANGUAGES: readonly string[] = ['en', ...Object.keys(LOADERS).map((path) => path.split('/')[1] ?? '').sort()];

/** Stored choice: a code, or 'auto' for the browser's own language. */
export type LanguageChoice = string;

let current: { code: string; locale: string; texts: Language } = { code: 'en', locale: 'en', texts: en };
const listeners = new Set<() => void>();

/** Code of the language texts are shown in. */
export function language(): string {
  return current.code;
}

/** BCP 47 tag numbers and dates are written in: the browser's own region when it speaks the chosen language. */
export function locale(): string {
  return current.locale;
}

/** The language a choice stands for: itself if there is such a folder, else the first of the browser's that exists, else English. */
export function resolveLanguage(choice: LanguageChoice, browserLanguages: readonly string[]): { code: string; locale: string } {
  const wanted = choice === 'auto' ? browserLanguages : [choice];
  for (const tag of wanted) {
    const code = tag.split('-')[0]?.toLowerCase() ?? '';
    if (!LANGUAGES.includes(code)) continue;
    const own = browserLanguages.find((candidate) => candidate.split('-')[0]?.toLowerCase() === code);
    return { code, locale: own ?? code };
  }
  return { code: 'en', locale: browserLanguages.find((tag) => tag.startsWith('en')) ?? 'en' };
}

/** Switches texts, numbers and dates to a choice and tells whoever draws them. */
export async function applyLanguage(choice: LanguageChoice, browserLanguages: readonly string[] = navigator.languages): Promise<void> {
  const { code, locale: tag } = resolveLanguage(choice, browserLanguages);
  const load = LOADERS[`./${code}/index.ts`];
  const texts = load === undefined ? en : await load();
  if (current.code === code && current.locale === tag) return;
  current = { code, locale: tag, texts };
  for (const listener of listeners) listener();
}

/** Calls back after every change of language; returns the way to stop. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const pluralRules = new Map<string, Intl.PluralRules>();

function pluralForm(text: PluralText, count: number): string {
  const rules = pluralRules.get(current.locale) ?? new Intl.PluralRules(current.locale);
  pluralRules.set(current.locale, rules);
  return text[rules.select(count)] ?? text.other;
}

const numbers = new Map<string, Intl.NumberFormat>();

function shown(value: string | number): string {
  if (typeof value === 'string') return value;
  const format = numbers.get(current.locale) ?? new Intl.NumberFormat(current.locale);
  numbers.set(current.locale, format);
  return format.format(value);
}

function textAt(texts: Language, key: string): Text | undefined {
  const dot = key.indexOf('.');
  const areas: Readonly<Record<string, Readonly<Record<string, Text>>>> = texts;
  return areas[key.slice(0, dot)]?.[key.slice(dot + 1)];
}

/**
 * The text of a key in the chosen language, its `{parameters}` filled in; numbers are written in the language's own way and
 * `count` chooses the plural form.
 */
export function t<K extends TextKey>(key: K, ...[params]: Params<K>): string {
  return tWith(key, params ?? {});
}

/** As `t`, for codes that come with parameters of their own: what a text does not name is left out. */
export function tWith(key: TextKey, values: Readonly<Record<string, string | number>>): string {
  const text = textAt(current.texts, key) ?? textAt(en, key) ?? key;
  const form = typeof text === 'string' ? text : pluralForm(text, Number(values.count ?? 0));
  if (!form.includes('{')) return form;
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : shown(value);
  });
}

/** Own name of a language: 'français' for 'fr'. */
export function languageName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}
