import { NurtureList } from '@/components/popup/nurture-list';
import { Problems } from '@/components/popup/problems';
import { AnswerThese } from '@/components/popup/answer-these';
import { useNurtures } from '@/components/nurtures/use-nurtures';
import { FirstRun, type StepState } from '@/components/consent/first-run';
import { confirmSignedIn } from '@/components/consent/confirm-member';
import { pauseNow, PauseButton, pauseSince, PauseEnd } from '@/components/pause/pause';
import { Review } from '@/components/review/review';
import { Avatar, Badge } from '@/components/ui/badge';
import { Button, LinkButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { ReadFailed } from '@/components/ui/page';
import { useLive, useNow } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { displayName } from '@/lib/domain/contact';
import { readPopup, type PopupFacts } from '@/lib/engine/read-popup';
import { formatDateTime, formatRelative, formatTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { LINKEDIN_DOOR } from '@/lib/linkedin/addresses';
import type { PopupLook } from '@/lib/report/popup-look';

const OPTIONS = '/options.html';

/** Who is signed in, and what to do about it; `quiet` where the steps of the first run ask for it. */
function SignedInAs({ facts, quiet }: { facts: PopupFacts; quiet: boolean }) {
  const { signedIn, members } = facts;
  if (signedIn.state !== 'in') {
    const out = signedIn.state === 'out';
    return (
      <>
        <Icon name="user" size={18} />
        <div class="grow">
          <div class="strong">{t(out ? 'popup.out' : 'popup.unknown')}</div>
          <div class="small muted">{t(out ? 'popup.outHint' : 'popup.unknownHint')}</div>
        </div>
        {quiet ? null : <LinkButton href={LINKEDIN_DOOR} size="s" newTab>{t('popup.openLinkedIn')}</LinkButton>}
      </>
    );
  }
  const confirmed = members.some((member) => member.id === signedIn.memberId);
  return (
    <>
      <Avatar name={signedIn.name} size={28} />
      <div class="grow">
        <div class="small muted ellipsis">{t('popup.signedIn')}</div>
        <div class="strong ellipsis" title={signedIn.name}>{signedIn.name}</div>
      </div>
      {confirmed || quiet || members.length > 0 ? null : <Button variant="primary" size="s" title={t('popup.confirmHint')} onClick={() => void confirmSignedIn(signedIn.memberId)}>{t('popup.confirm', { name: signedIn.name })}</Button>}
    </>
  );
}

/** Whether something that only the member can mend keeps every message back; it is named beside it. */
function isHeld({ consent, signedIn, members, page }: PopupFacts): boolean {
  if (members.length === 0) return false;
  if (consent === 'missing' || signedIn.state === 'out' || page !== undefined) return true;
  if (signedIn.state !== 'in') return members.every((member) => member.stop !== undefined);
  const member = members.find((one) => one.id === signedIn.memberId);
  return member === undefined || member.stop !== undefined;
}

function nextSentence(facts: PopupFacts, now: number): string {
  const { next } = facts;
  if (facts.pause !== undefined) return pauseSince(facts.pause);
  if (next.kind !== 'none' && isHeld(facts)) return t('popup.nextHeld');
  if (next.kind === 'none') return t('popup.nextNone');
  return next.kind === 'send'
    ? t('popup.nextSend', { relative: formatRelative(next.at, now), time: formatTime(next.at, readerZone()) })
    : t('popup.nextSlot', { time: formatDateTime(next.at, readerZone()) });
}

/** Brings the tab to the front in which a text waits for the member's own press. */
async function showDraft(): Promise<void> {
  const { revealOwnTab } = await import('@/lib/platform/own-tab');
  await revealOwnTab();
}

/** What happens now or next, and what is left today; the sign while a message is written. */
function NowAndNext({ facts, now }: { facts: PopupFacts; now: number }) {
  const [sending] = facts.sending;
  const name = (sending?.contact === undefined ? '' : displayName(sending.contact)) || t('review.unnamed');
  if (sending?.state === 'draft' && facts.pause === undefined) {
    return (
      <div class="popup-now popup-sending" role="status">
        <Icon name="edit" />
        <span class="grow strong">{t('popup.draftReady', { name })}</span>
        <Button size="s" variant="primary" onClick={() => void showDraft()}>{t('popup.draftShow')}</Button>
      </div>
    );
  }
  if (sending !== undefined && facts.pause === undefined) {
    return (
      <div class="popup-now popup-sending" role="status">
        <Icon name="send" />
        <span class="grow strong">{t('popup.writing', { name })}</span>
        <Button size="s" variant="danger" icon="stopped" title={t(sending.state === 'granted' ? 'popup.alreadyOut' : 'popup.stopsAll')} onClick={() => void pauseNow()}>{t('popup.writingStop')}</Button>
      </div>
    );
  }
  const sentence = nextSentence(facts, now);
  const held = facts.pause !== undefined || (facts.next.kind !== 'none' && isHeld(facts));
  const title = held || facts.next.kind === 'none' ? sentence : t('popup.nextIn', { next: sentence, name: facts.next.campaignName });
  return (
    <div class="popup-now" role="status">
      <Icon name={held ? 'pause' : 'clock'} />
      <span class="grow" title={title}>{sentence}</span>
      {facts.pause !== undefined ? <PauseEnd pause={facts.pause} /> : facts.room === undefined ? null : <span class="num" title={t('popup.roomHint')}>{t('popup.room', facts.room)}</span>}
    </div>
  );
}

/** Drawn at once, before anything is read: the same boxes as what follows, so that nothing moves. */
function Frame() {
  return (
    <div class="popup" aria-busy="true">
      <header class="popup-head"><span class="skeleton" style={{ width: '9rem' }} /></header>
      <div class="popup-now" />
      <div class="popup-body popup-wait">
        {[0, 1, 2, 3].map((row) => <span key={row} class="skeleton" style={{ width: `${90 - row * 12}%` }} />)}
      </div>
      <footer class="popup-foot" />
    </div>
  );
}

/** A file chooser would close the popup: the page goes on with the same steps. */
const firstImport = (state: StepState) => (state === 'done' ? null : <LinkButton variant="primary" newTab href={`${OPTIONS}#/nurtures`}>{t('importing.importContacts')}</LinkButton>);
const firstNurture = () => <LinkButton variant="primary" newTab icon="plus" href={`${OPTIONS}#/nurtures/new`}>{t('popup.newNurture')}</LinkButton>;

/** The member's own page: who is signed in, what waits, what runs, and how to stop it. `look`: what was read of it while it was fetched. */
export function Popup({ look }: { look?: PopupLook | undefined }) {
  const now = useNow();
  const { value: facts, error } = useLive(() => readPopup(openDb(), Date.now()), [now], look?.facts);
  const nurtures = useNurtures(look?.nurtures);
  const { derived } = nurtures;
  if (error !== undefined || nurtures.error !== undefined) return <ReadFailed />;
  if (facts === undefined || derived === undefined || !nurtures.complete) return <Frame />;
  const first = nurtures.rows.size === 0;
  return (
    <div class="popup">
      <header class="popup-head"><SignedInAs facts={facts} quiet={first} /></header>
      <NowAndNext facts={facts} now={now} />
      <main class="popup-body">
        <h1 class="visually-hidden">Nurtures</h1>
        <Problems facts={facts} now={now} first={first} />
        {facts.pending === 0 ? null : (
          <section class="popup-section" aria-labelledby="waiting">
            <div class="popup-title"><h2 id="waiting">{t('review.title')}</h2><Badge tint="accent">{facts.pending}</Badge></div>
            <Review takesFocus items={facts.review} total={facts.pending} />
          </section>
        )}
        <AnswerThese replies={facts.replies} total={facts.repliesWaiting} unread={facts.unread} />
        {first ? <FirstRun importing={firstImport} writing={firstNurture} /> : <NurtureList nurtures={nurtures} derived={derived} />}
      </main>
      <footer class="popup-foot">
        <a href={`${OPTIONS}#/nurtures`} target="_blank" rel="noopener" class="small strong">{t('popup.openPage')}</a>
        <PauseButton pause={facts.pause} />
      </footer>
    </div>
  );
}
