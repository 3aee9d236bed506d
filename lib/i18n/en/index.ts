import { campaignFile } from '@/lib/i18n/en/campaign-file';
import { common } from '@/lib/i18n/en/common';
import { consent } from '@/lib/i18n/en/consent';
import { contacts } from '@/lib/i18n/en/contacts';
import { dashboard } from '@/lib/i18n/en/dashboard';
import { editor } from '@/lib/i18n/en/editor';
import { forecast } from '@/lib/i18n/en/forecast';
import { health } from '@/lib/i18n/en/health';
import { rows } from '@/lib/i18n/en/rows';
import { importing } from '@/lib/i18n/en/importing';
import { journal } from '@/lib/i18n/en/journal';
import { journalFacts } from '@/lib/i18n/en/journal-facts';
import { journalKinds } from '@/lib/i18n/en/journal-kinds';
import { nav } from '@/lib/i18n/en/nav';
import { nurtures } from '@/lib/i18n/en/nurtures';
import { page } from '@/lib/i18n/en/page';
import { pause } from '@/lib/i18n/en/pause';
import { popup } from '@/lib/i18n/en/popup';
import { queue } from '@/lib/i18n/en/queue';
import { reasons } from '@/lib/i18n/en/reasons';
import { remedies } from '@/lib/i18n/en/remedies';
import { replies } from '@/lib/i18n/en/replies';
import { review } from '@/lib/i18n/en/review';
import { settings } from '@/lib/i18n/en/settings';
import { sources } from '@/lib/i18n/en/sources';
import { sync } from '@/lib/i18n/en/sync';
import { tracker } from '@/lib/i18n/en/tracker';
import { welcome } from '@/lib/i18n/en/welcome';

/** English: the language every key is defined by. One file per area of the screens. */
export const en = {
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
} as const;
