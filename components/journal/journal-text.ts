import type { JournalKind } from '@/lib/domain/journal';
import { t } from '@/lib/i18n/index';

/** What was decided or done, in words. */
export function journalText(kind: JournalKind): string {
  return t(`journalKinds.${kind}`);
}
