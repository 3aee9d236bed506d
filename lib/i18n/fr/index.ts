import type { Language } from '@/lib/i18n/texts';
import { common } from '@/lib/i18n/fr/common';
import { nav } from '@/lib/i18n/fr/nav';
import { reasons } from '@/lib/i18n/fr/reasons';
import { remedies } from '@/lib/i18n/fr/remedies';
import { consent } from '@/lib/i18n/fr/consent';
import { pause } from '@/lib/i18n/fr/pause';
import { popup } from '@/lib/i18n/fr/popup';
import { queue } from '@/lib/i18n/fr/queue';
import { review } from '@/lib/i18n/fr/review';
import { welcome } from '@/lib/i18n/fr/welcome';

const fr: Language = { common, nav, reasons, remedies, consent, pause, popup, queue, review, welcome };
export default fr;
