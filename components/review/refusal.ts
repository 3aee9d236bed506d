import { t } from '@/lib/i18n/index';
import type { ActionRefusal } from '@/lib/engine/queue-actions';

/** Why an action was not done, and what to do, as a sentence. */
export function refusalText(reason: ActionRefusal): string {
  switch (reason) {
    case 'gone':
      return t('review.refusedGone');
    case 'moved':
      return t('review.refusedMoved');
    case 'noText':
      return t('review.refusedNoText');
    case 'empty':
      return t('review.refusedEmpty');
    case 'tooLong':
      return t('review.refusedTooLong');
    default:
      return `${t(`reasons.${reason}`)} ${t(`remedies.${reason}`)}`;
  }
}
