import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { ConsentDialog } from '@/components/consent/consent';
import { confirmSignedIn } from '@/components/consent/confirm-member';
import { Button, LinkButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { checkPage, lookSentence, savePageReport } from '@/components/settings/page-look';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import type { Member } from '@/lib/domain/member';
import { answerSignedOutMyself, confirmPage, resumeMember, type MemberResult } from '@/lib/engine/member-actions';
import type { PopupFacts } from '@/lib/engine/read-popup';
import { formatDateTime, formatList, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { LINKEDIN_DOOR } from '@/lib/linkedin/addresses';
import { askForSite, mayReadSite } from '@/lib/platform/permissions';
import { pokeWorker } from '@/lib/platform/worker-poke';

/** Runs an act on a member and says what came of it. */
export async function actOnMember(act: Promise<MemberResult>, done: string): Promise<void> {
  const result = await act;
  pokeWorker();
  if (result.ok) showToast({ text: done });
  else if (result.reason === 'tooEarly') showToast({ tint: 'bad', text: t('popup.resumeFrom', { time: formatDateTime(result.until, readerZone()) }) });
}

function Problem({ mild = false, text, children }: { mild?: boolean; text: string; children?: ComponentChildren }) {
  return (
    <section class={`popup-problem ${mild ? 'popup-mild' : ''}`} role="status">
      <div class="row"><Icon name={mild ? 'warnings' : 'stopped'} /><span class="grow">{text}</span></div>
      {children === undefined ? null : <div class="row-wrap">{children}</div>}
    </section>
  );
}

/** A stop by LinkedIn, what it means, and the one thing to do. */
export function StoppedSender({ member, now }: { member: Member; now: number }) {
  const { stop } = member;
  if (stop === undefined) return null;
  const early = now < stop.resumeAfter;
  return (
    <Problem text={`${member.name}: ${t(`reasons.${stop.reason}`)} ${t(`remedies.${stop.reason}`)}`}>
      <Button size="s" variant="primary" disabled={early} onClick={() => void actOnMember(resumeMember(openDb(), Date.now(), member.id), t('popup.resumedSender'))}>{t('popup.resumeSender', { name: member.firstName })}</Button>
      {stop.reason === 'forcedLogout' ? <Button size="s" onClick={() => void actOnMember(answerSignedOutMyself(openDb(), Date.now(), member.id), t('pause.resumed'))}>{t('popup.signedOutMyself')}</Button> : null}
      {early ? <span class="small">{t('popup.resumeFrom', { time: formatDateTime(stop.resumeAfter, readerZone()) })}</span> : null}
    </Problem>
  );
}

/** A page of LinkedIn that changed: one message tries it when the member says so, the rest wait for its proof. */
export function ChangedPage({ member }: { member: Member }) {
  if (member.newPage === undefined) return null;
  if (member.newPage.confirmedAt !== undefined) return <Problem mild text={t('page.tried')} />;
  return (
    <Problem mild text={t('page.changed')}>
      <Button size="s" onClick={() => void actOnMember(confirmPage(openDb(), Date.now(), member.id), t('page.tried'))}>{t('page.tryIt')}</Button>
    </Problem>
  );
}

/** A page that was not understood at the last look: what is missing, another look, and the report. */
function PageProblem({ page, name }: { page: NonNullable<PopupFacts['page']>; name: string }) {
  const asked = page.asked === 'yes';
  return (
    <Problem mild text={asked ? t('page.checking') : lookSentence(page.look, name)}>
      <Button size="s" disabled={asked} onClick={() => void checkPage(page.look.memberId)}>{t('page.check')}</Button>
      {page.report === 'yes' ? <Button size="s" title={t('page.reportText')} onClick={() => void savePageReport()}>{t('page.saveReport')}</Button> : null}
    </Problem>
  );
}

/** Nothing can be sent before consent; the dialog asks for it. */
export function ConsentMissing() {
  const [asking, setAsking] = useState(false);
  return (
    <Problem mild text={t('popup.consentMissing')}>
      <Button size="s" variant="primary" onClick={() => setAsking(true)}>{t('consent.read')}</Button>
      {asking ? <ConsentDialog onClose={() => setAsking(false)} /> : null}
    </Problem>
  );
}

/** The member withdrew the access to LinkedIn's pages: one click gives it back. */
function SiteAccess() {
  const [allowed, setAllowed] = useState(true);
  useEffect(() => void mayReadSite().then(setAllowed), []);
  if (allowed) return null;
  const ask = async () => {
    setAllowed(await askForSite());
    pokeWorker();
  };
  return <Problem text={t('popup.siteAccess')}><Button size="s" variant="primary" onClick={() => void ask()}>{t('popup.allowSite')}</Button></Problem>;
}

/** LinkedIn is open as a person whose nurtures are not here: those of the others wait, and nothing goes out in the new name unasked. */
function SomeoneElse({ facts: { signedIn, members } }: { facts: PopupFacts }) {
  if (signedIn.state !== 'in' || members.length === 0 || members.some((member) => member.id === signedIn.memberId)) return null;
  const owners = formatList(members.map((member) => member.name));
  return (
    <Problem mild text={t('popup.someoneElse', { name: signedIn.name, owners })}>
      <LinkButton size="s" variant="primary" newTab href={LINKEDIN_DOOR}>{t('popup.openLinkedIn')}</LinkButton>
      <Button size="s" title={t('popup.confirmHint')} onClick={() => void confirmSignedIn(signedIn.memberId)}>{t('popup.confirm', { name: signedIn.name })}</Button>
    </Problem>
  );
}

/** What is wrong, each with the one thing to do. `first`: the steps of the first run ask for the consent themselves. */
export function Problems({ facts, now, first }: { facts: PopupFacts; now: number; first: boolean }) {
  return (
    <>
      <SiteAccess />
      {facts.consent === 'missing' && !first ? <ConsentMissing /> : null}
      <SomeoneElse facts={facts} />
      {facts.members.map((member) => <StoppedSender key={member.id} member={member} now={now} />)}
      {facts.page === undefined ? null : <PageProblem page={facts.page} name={facts.members.find((member) => member.id === facts.page?.look.memberId)?.name ?? ''} />}
      {facts.members.map((member) => <ChangedPage key={member.id} member={member} />)}
    </>
  );
}
