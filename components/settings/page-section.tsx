import { Button } from '@/components/ui/button';
import { useLive, useNow } from '@/components/ui/use-live';
import { checkPage, lookSentence, savePageReport } from '@/components/settings/page-look';
import { ChangedPage } from '@/components/popup/problems';
import { openDb } from '@/lib/db/database';
import type { Member } from '@/lib/domain/member';
import { readAskedLook, readPageLook, readPageReport } from '@/lib/engine/page-look';
import { readSignedIn } from '@/lib/engine/settings';
import { t } from '@/lib/i18n/index';

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
