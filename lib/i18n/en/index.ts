import { common } from '@/lib/i18n/en/common';
import { nav } from '@/lib/i18n/en/nav';
import { reasons } from '@/lib/i18n/en/reasons';
import { remedies } from '@/lib/i18n/en/remedies';
import { consent } from '@/lib/i18n/en/consent';
import { pause } from '@/lib/i18n/en/pause';
import { popup } from '@/lib/i18n/en/popup';
import { queue } from '@/lib/i18n/en/queue';
import { review } from '@/lib/i18n/en/review';
import { welcome } from '@/lib/i18n/en/welcome';

/** English: the language every key is defined by. One file per area of the screens. */
export const en = { common, nav, reasons, remedies, consent, pause, popup, queue, review, welcome } as const;
export default en;
