import { common } from '@/lib/i18n/en/common';
import { nav } from '@/lib/i18n/en/nav';
import { reasons } from '@/lib/i18n/en/reasons';
import { remedies } from '@/lib/i18n/en/remedies';

/** English: the language every key is defined by. One file per area of the screens. */
export const en = { common, nav, reasons, remedies } as const;
export default en;
