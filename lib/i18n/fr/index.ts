import type { Language } from '@/lib/i18n/texts';
import { campaignFile } from '@/lib/i18n/fr/campaign-file';
import { common } from '@/lib/i18n/fr/common';
import { consent } from '@/lib/i18n/fr/consent';
import { contacts } from '@/lib/i18n/fr/contacts';
import { dashboard } from '@/lib/i18n/fr/dashboard';
import { editor } from '@/lib/i18n/fr/editor';
import { forecast } from '@/lib/i18n/fr/forecast';
import { health } from '@/lib/i18n/fr/health';
import { rows } from '@/lib/i18n/fr/rows';
import { importing } from '@/lib/i18n/fr/importing';
import { journal } from '@/lib/i18n/fr/journal';
import { journalFacts } from '@/lib/i18n/fr/journal-facts';
import { journalKinds } from '@/lib/i18n/fr/journal-kinds';
import { nav } from '@/lib/i18n/fr/nav';
import { nurtures } from '@/lib/i18n/fr/nurtures';
import { page } from '@/lib/i18n/fr/page';
import { pause } from '@/lib/i18n/fr/pause';
import { popup } from '@/lib/i18n/fr/popup';
import { queue } from '@/lib/i18n/fr/queue';
import { reasons } from '@/lib/i18n/fr/reasons';
import { remedies } from '@/lib/i18n/fr/remedies';
import { replies } from '@/lib/i18n/fr/replies';
import { review } from '@/lib/i18n/fr/review';
import { settings } from '@/lib/i18n/fr/settings';
import { sources } from '@/lib/i18n/fr/sources';
import { sync } from '@/lib/i18n/fr/sync';
import { tracker } from '@/lib/i18n/fr/tracker';
import { welcome } from '@/lib/i18n/fr/welcome';

const fr: Language = {
  campaignFile,
  common,
  consent,
  contacts,
  dashboard,
  editor,
  forecast,
  health,
  rows,
  importing,
  journal,
  journalFacts,
  journalKinds,
  nav,
  nurtures,
  page,
  pause,
  popup,
  queue,
  reasons,
  remedies,
  replies,
  review,
  settings,
  sources,
  sync,
  tracker,
  welcome,
};
export default fr;
