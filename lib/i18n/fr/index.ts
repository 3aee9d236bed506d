import type { Language } from '@/lib/i18n/texts';
import { common } from '@/lib/i18n/fr/common';
import { nav } from '@/lib/i18n/fr/nav';
import { reasons } from '@/lib/i18n/fr/reasons';
import { remedies } from '@/lib/i18n/fr/remedies';

const fr: Language = { common, nav, reasons, remedies };
export default fr;
