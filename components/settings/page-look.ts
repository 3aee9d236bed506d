import { saveFile } from '@/components/ui/save-file';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { askLook, readPageReport, type LookResult, type PageLook } from '@/lib/engine/page-look';
import { formatDateTime, formatList, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

const PARTS = [
  'page', 'identity', 'nav', 'inboxList', 'inboxName', 'pane', 'recipientsField', 'form', 'editor', 'header', 'list', 'row', 'topCard', 'connectionCard',
] as const;

/** The parts of the page that were not found, in plain words; each word once. */
function missingParts(missing: readonly string[]): string {
  const words = missing.map((name) => {
    const part = PARTS.find((known) => known === name) ?? (name === 'item' || name.startsWith('row') ? 'row' : undefined);
    return part === undefined ? t('page.unknownPart') : t(`page.part_${part}`);
  });
  return formatList([...new Set(words)]);
}

/** What the last look found, in one line. */
export function lookSentence(look: PageLook, name: string): string {
  const time = formatDateTime(look.at, readerZone());
  if (look.missing.length > 0) return t('page.missing', { parts: missingParts(look.missing), time });
  if (look.reason !== undefined) return t('page.stopped', { reason: t(`reasons.${look.reason}`), remedy: t(`remedies.${look.reason}`), time });
  return look.sendMode === 'enter' ? t('page.enter', { time }) : t('page.understood', { name, time });
}

function refusalText(refusal: Extract<LookResult, { ok: false }>): string {
  switch (refusal.reason) {
    case 'gone': return t('settings.noSenders');
    case 'consentMissing': return t('page.refusedConsent');
    case 'stopped': return t('page.refusedStopped');
    case 'slotOpen': return t('page.refusedSlot');
    case 'asked': return t('page.asked');
  }
}

/** Asks for a look at LinkedIn's page now, and says so when it cannot be. */
export async function checkPage(memberId: string): Promise<void> {
  const result = await askLook(openDb(), Date.now(), memberId);
  pokeWorker();
  if (!result.ok) showToast({ text: refusalText(result), tint: 'bad' });
}

/** Offers the report of the last page that was not understood as a file. */
export async function savePageReport(): Promise<void> {
  const stored = await readPageReport(openDb());
  if (stored !== undefined) saveFile(`linkedin-page-${new Date(stored.at).toISOString().slice(0, 10)}.json`, JSON.stringify(stored.report, undefined, 2), 'application/json');
}
