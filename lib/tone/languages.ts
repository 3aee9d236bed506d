/** The languages a reply's tone is judged in. */
export const LANGS = ['en', 'fr', 'de', 'es', 'pt', 'nl', 'it'] as const;
export type Lang = (typeof LANGS)[number];
