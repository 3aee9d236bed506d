import type { en } from '@/lib/i18n/en/index';

/** A text, or its plural forms by CLDR category chosen by the parameter `count`. `{name}` marks a parameter. */
export type Text = string | PluralText;
export type PluralText = { readonly other: string } & { readonly [C in Exclude<Intl.LDMLPluralRule, 'other'>]?: string };

type English = typeof en;

/** `area.key` of every text. */
export type TextKey = { [A in keyof English]: `${A}.${Extract<keyof English[A], string>}` }[keyof English];

type TextAt<K extends string> = K extends `${infer A extends keyof English}.${infer N}` ? English[A][N & keyof English[A]] : never;
type NamesIn<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<T> = T extends string ? NamesIn<T> : 'count' | NamesIn<T[keyof T]>;

/** The parameters a text needs; `count` is always a number. */
export type Params<K extends TextKey> = [NamesOf<TextAt<K>>] extends [never]
  ? []
  : [params: { [N in NamesOf<TextAt<K>>]: N extends 'count' ? number : string | number }];

/** A whole language: every key of English, nothing else. */
export type Language = { readonly [A in keyof English]: { readonly [N in keyof English[A]]: Text } };
