import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import '@/components/consent/consent.css';
import { ConsentDialog } from '@/components/consent/consent';
import { confirmSignedIn } from '@/components/consent/confirm-member';
import { Button, LinkButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { readConsent, readSignedIn } from '@/lib/engine/settings';
import { t } from '@/lib/i18n/index';

async function readSteps() {
  const db = openDb();
  const [consent, signedIn, members, contacts] = await Promise.all([readConsent(db), readSignedIn(db), db.members.toCollection().primaryKeys(), db.contacts.count()]);
  const member = signedIn.state === 'in' ? signedIn : undefined;
  return { consent: consent !== undefined, member, confirmed: members.length > 0, contacts };
}

function Step({ at, done, now, title, hint, children }: { at: number; done: boolean; now: boolean; title: string; hint: string; children?: ComponentChildren }) {
  return (
    <li class={`step ${done ? 'step-done' : ''} ${now ? 'step-now' : ''}`} {...(now ? { 'aria-current': 'step' as const } : {})}>
      <span class="step-sign">{done ? <Icon name="check" size={14} /> : at}</span>
      <span class="step-text"><span class="strong">{title}</span><br /><span class="small muted">{hint}</span></span>
      <span>{children}</span>
    </li>
  );
}

/** What a member does before the first nurture: four steps, each ticked by what is really there. Shown where there is no nurture yet; `actions` are told whether all but the writing is done. */
export function FirstRun({ actions }: { actions: (ready: boolean) => ComponentChildren }) {
  const { value } = useLive(readSteps, []);
  const [asking, setAsking] = useState(false);
  if (value === undefined) return null;
  const { consent, member, confirmed, contacts } = value;
  const dones = [consent, confirmed, contacts > 0, false];
  const now = dones.indexOf(false);
  return (
    <div class="empty first-run">
      <h2>{t('welcome.title')}</h2>
      <p class="empty-text">{t('welcome.intro')}</p>
      <ol class="steps">
        <Step at={1} done={consent} now={now === 0} title={t('welcome.consentStep')} hint={t('welcome.consentHint')}>
          {consent ? null : <Button variant="primary" onClick={() => setAsking(true)}>{t('consent.read')}</Button>}
        </Step>
        <Step at={2} done={confirmed} now={now === 1} title={t('welcome.signInStep')} hint={member === undefined ? t('welcome.signInHint') : t('welcome.signedInAs', { name: member.name })}>
          {confirmed ? null : member === undefined
            ? <LinkButton href="https://www.linkedin.com/feed/" newTab icon="external">{t('welcome.openLinkedIn')}</LinkButton>
            : <Button variant={now === 1 ? 'primary' : 'secondary'} onClick={() => void confirmSignedIn(member.memberId)}>{t('welcome.confirm', { name: member.name })}</Button>}
        </Step>
        <Step at={3} done={contacts > 0} now={now === 2} title={t('welcome.importStep')} hint={contacts > 0 ? t('welcome.imported', { count: contacts }) : t('welcome.importHint')}>
          {contacts > 0 ? null : <LinkButton href="#/contacts/import" variant={now === 2 ? 'primary' : 'secondary'}>{t('welcome.importAction')}</LinkButton>}
        </Step>
        <Step at={4} done={false} now={now === 3} title={t('welcome.draftStep')} hint={t('welcome.draftHint')} />
      </ol>
      <div class="row-wrap">{actions(now === 3)}</div>
      {asking ? <ConsentDialog onClose={() => setAsking(false)} /> : null}
    </div>
  );
}
