import type { JournalEntry, JournalKind } from '@/lib/domain/journal';
import { en } from '@/lib/i18n/en/index';
import { formatDateTime, formatNumber, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** What was decided or done, in words. */
export function journalText(kind: JournalKind): string {
  return t(`journalKinds.${kind}`);
}

type FactKey = keyof typeof en.journalFacts;
const isFact = (key: string): key is FactKey => Object.hasOwn(en.journalFacts, key);

function factText([name, value]: readonly [string, string | number]): string[] {
  const key = [`${name}_${value}`, name].find(isFact);
  if (key === undefined) return [];
  const shown = typeof value === 'string' ? value : name === 'until' ? formatDateTime(value, readerZone()) : formatNumber(value);
  return [t(`journalFacts.${key}`, { value: shown })];
}

/** The facts of an entry in words; ids are left to the exports. */
export function journalFactsText({ data }: Pick<JournalEntry, 'data'>): string {
  return Object.entries(data ?? {}).flatMap(factText).join(', ');
}
