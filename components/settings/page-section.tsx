import { Button } from '@/components/ui/button';
import { saveFile } from '@/components/ui/save-file';
import { showToast } from '@/components/ui/toast';
import { useLive, useNow } from '@/components/ui/use-live';
import { ChangedPage } from '@/components/popup/problems';
import { openDb } from '@/lib/db/database';
import type { Member } from '@/lib/domain/member';
import { askLook, readAskedLook, readPageLook, readPageReport, type LookResult, type PageLook } from '@/lib/engine/page-look';
import { readSignedIn } from '@/lib/engine/settings';
import { formatDateTime, formatList, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

const PARTS = [
  'page', 'identity', 'nav', 'inboxList', 'inboxName', 'pane', 'recipientsField', 'form', 'editor', 'header', 'list', 'row', 'topCard', 'connectionCard',
] as const;

/** The parts of the page that were not found, in plain words; each word once. */
export function missingParts(missing: readonly string[]): string {
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

async function readPageState() {
  const db = openDb();
  const [members, signedIn, asked, look, report] = await Promise.all([db.members.toArray(), readSignedIn(db), readAskedLook(db), readPageLook(db), readPageReport(db)]);
  return { members, signedIn, asked, look, report };
}

/** The sender a look is for: who is signed in, else the only one there is. */
function senderOf(members: readonly Member[], signedInId: string | undefined): Member | undefined {
  return members.find((member) => member.id === signedInId) ?? (members.length === 1 ? members[0] : undefined);
}

/** LinkedIn's page as it was last understood, a look at it on demand, and the report of one that is not. */
export function PageSection() {
  const now = useNow();
  const { value } = useLive(readPageState, [now]);
  if (value === undefined) return null;
  const { members, signedIn, asked, look, report } = value;
  const sender = senderOf(members, signedIn.state === 'in' ? signedIn.memberId : undefined);
  const looked = look === undefined ? undefined : members.find((member) => member.id === look.memberId);
  return (
    <section class="card settings-section" id="page" aria-labelledby="page-title">
      <h2 id="page-title">{t('page.title')}</h2>
      <p class="muted">{t('page.text')}</p>
      <p role="status">{asked !== undefined ? t('page.checking') : look === undefined ? t('page.never') : lookSentence(look, looked?.name ?? '')}</p>
      {members.map((member) => <ChangedPage key={member.id} member={member} />)}
      <div class="row-wrap">
        <Button icon="search" disabled={sender === undefined || asked !== undefined} onClick={() => void checkPage(sender?.id ?? '')}>{t('page.check')}</Button>
        {report === undefined ? null : <Button icon="download" title={t('page.reportText')} onClick={() => void savePageReport()}>{t('page.saveReport')}</Button>}
      </div>
      {report === undefined ? null : <p class="small muted">{t('page.reportText')}</p>}
    </section>
  );
}
