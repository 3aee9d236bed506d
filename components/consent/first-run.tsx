import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import '@/components/consent/consent.css';
import { ConsentDialog } from '@/components/consent/consent';
import { confirmSignedIn } from '@/components/consent/confirm-member';
import { Button, LinkButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { readConsent, readSignedIn } from '@/lib/engine/settings';
import { t } from '@/lib/i18n/index';
import { EXPORT_PAGE, LINKEDIN_DOOR } from '@/lib/linkedin/addresses';

async function readSteps() {
  const db = openDb();
  const [consent, signedIn, members, contacts] = await Promise.all([readConsent(db), readSignedIn(db), db.members.toCollection().primaryKeys(), db.contacts.count()]);
  const member = signedIn.state === 'in' ? signedIn : undefined;
  return { consent: consent !== undefined, member, confirmed: members.length > 0, contacts };
}

/** Where a step stands: it is done, it is the next one, or others come first. */
export type StepState = 'done' | 'next' | 'later';

function Step({ at, done, now, title, hint, children }: { at: number; done: boolean; now: boolean; title: string; hint: ComponentChildren; children?: ComponentChildren }) {
  return (
    <li class={`step ${done ? 'step-done' : ''} ${now ? 'step-now' : ''}`} {...(now ? { 'aria-current': 'step' as const } : {})}>
      <span class="step-sign">{done ? <><Icon name="check" size={14} /><span class="visually-hidden">{t('welcome.stepDone')}</span></> : at}</span>
      <span class="step-text"><span class="strong">{title}</span><span class="step-hint small muted">{hint}</span></span>
      <span class="step-act">{children}</span>
    </li>
  );
}

/**
 * What a member does before the first nurture: four steps, each ticked by what is really there, and one of them the next. Shown where there is
 * no nurture yet. `importing` is told where its step stands, and says when it has ended; `writing` whether it is next.
 */
export function FirstRun({ importing, writing }: { importing: (state: StepState, onEnd: () => void) => ComponentChildren; writing: (next: boolean) => ComponentChildren }) {
  const { value } = useLive(readSteps, []);
  const [asking, setAsking] = useState(false);
  const [ended, setEnded] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const begun = useRef(false);
  const dones = value === undefined ? [] : [value.consent, value.confirmed, value.contacts > 0, false];
  const now = dones.indexOf(false);
  const memberId = value?.member?.memberId;
  useEffect(() => {
    // A step that is done takes its button away: whoever had the focus there goes on with the next one.
    if (begun.current && document.activeElement === document.body) list.current?.querySelector<HTMLElement>('[aria-current="step"] :is(a.btn, button)')?.focus();
    begun.current = value !== undefined;
  }, [now, memberId, asking, ended]);
  if (value === undefined) return null;
  const { consent, member, confirmed, contacts } = value;
  const titles = [t('welcome.consentStep'), t('welcome.signInStep'), t('welcome.importStep'), t('welcome.draftStep')] as const;
  return (
    <div class="empty first-run">
      <h2>{t('welcome.title')}</h2>
      <p class="empty-text">{t('welcome.intro')}</p>
      <p class="visually-hidden" role="status">{t('welcome.next', { at: now + 1, title: titles[now] ?? '' })}</p>
      <ol class="steps" ref={list}>
        <Step at={1} done={consent} now={now === 0} title={titles[0]} hint={t('welcome.consentHint')}>
          {consent ? null : <Button variant="primary" onClick={() => setAsking(true)}>{t('consent.read')}</Button>}
        </Step>
        <Step at={2} done={confirmed} now={now === 1} title={titles[1]} hint={member === undefined ? t('welcome.signInHint') : t(confirmed ? 'welcome.signedInAs' : 'welcome.confirmHint', { name: member.name })}>
          {confirmed ? null : member === undefined
            ? <LinkButton href={LINKEDIN_DOOR} newTab icon="external" variant={now === 1 ? 'primary' : 'secondary'}>{t('welcome.openLinkedIn')}</LinkButton>
            : <Button variant={now === 1 ? 'primary' : 'secondary'} onClick={() => void confirmSignedIn(member.memberId)}>{t('welcome.confirm', { name: member.name })}</Button>}
        </Step>
        <Step
          at={3} done={contacts > 0} now={now === 2} title={titles[2]}
          hint={contacts > 0 ? t('welcome.imported', { count: contacts }) : <>{t('welcome.importHint')} <a href={EXPORT_PAGE} target="_blank" rel="noopener">{t('welcome.askForFile')}</a></>}
        >
          {importing(contacts > 0 ? 'done' : now === 2 ? 'next' : 'later', () => setEnded((times) => times + 1))}
        </Step>
        <Step at={4} done={false} now={now === 3} title={titles[3]} hint={t('welcome.draftHint')}>{writing(now === 3)}</Step>
      </ol>
      {asking ? <ConsentDialog onClose={() => setAsking(false)} /> : null}
    </div>
  );
}
