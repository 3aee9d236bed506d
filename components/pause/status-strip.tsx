import { useState } from 'preact/hooks';
import { ConsentDialog } from '@/components/consent/consent';
import { PauseEnd, pauseNow, PauseButton, pauseSince, resumeNow } from '@/components/pause/pause';
import { actOnMember } from '@/components/popup/problems';
import { Banner } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { useLive, useNow } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { displayName } from '@/lib/domain/contact';
import { answerSignedOutMyself, confirmPage, resumeMember } from '@/lib/engine/member-actions';
import { readSending } from '@/lib/engine/read-popup';
import { readConsent, readPause } from '@/lib/engine/settings';
import { formatDateTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

async function readStrip(now: number) {
  const db = openDb();
  const [pause, consent, members, sending, campaigns] = await Promise.all([readPause(db, now), readConsent(db), db.members.toArray(), readSending(db), db.campaigns.count()]);
  return { pause, consent, members, sending, campaigns };
}

/**
 * What holds for every page of the options: everything paused, a sender stopped, a message being written, consent missing; each
 * with the one thing to do.
 */
export function StatusStrip() {
  const now = useNow();
  const { value } = useLive(() => readStrip(Date.now()), [now]);
  const [asking, setAsking] = useState(false);
  if (value === undefined) return null;
  const { pause, members, sending } = value;
  const [writing] = pause === undefined ? sending : [];
  const name = writing?.contact === undefined ? '' : displayName(writing.contact);
  return (
    <>
      {pause === undefined ? null : <Banner icon="pause" action={<><PauseEnd pause={pause} /><Button size="s" variant="primary" icon="play" onClick={() => void resumeNow()}>{t('pause.resume')}</Button></>}>{pauseSince(pause)}</Banner>}
      {writing?.state === 'draft' ? <Banner icon="edit">{t('popup.draftReady', { name: name || t('review.unnamed') })}</Banner> : writing === undefined ? null : (
        <Banner icon="send" action={<Button size="s" variant="danger" icon="stopped" onClick={() => void pauseNow()}>{t('popup.writingStop')}</Button>}>{t('popup.writing', { name: name || t('review.unnamed') })}</Banner>
      )}
      {members.map((member) => member.stop === undefined ? null : (
        <Banner
          key={member.id} tint="bad" icon="stopped"
          action={<>
            {now < member.stop.resumeAfter ? <span class="small">{t('popup.resumeFrom', { time: formatDateTime(member.stop.resumeAfter, readerZone()) })}</span> : null}
            {member.stop.reason === 'forcedLogout' ? <Button size="s" onClick={() => void actOnMember(answerSignedOutMyself(openDb(), Date.now(), member.id), t('pause.resumed'))}>{t('popup.signedOutMyself')}</Button> : null}
            <Button size="s" variant="primary" disabled={now < member.stop.resumeAfter} onClick={() => void actOnMember(resumeMember(openDb(), Date.now(), member.id), t('popup.resumedSender'))}>{t('popup.resumeSender', { name: member.firstName })}</Button>
          </>}
        >
          {`${member.name}: ${t(`reasons.${member.stop.reason}`)} ${t(`remedies.${member.stop.reason}`)}`}
        </Banner>
      ))}
      {members.map((member) => member.newPage === undefined || member.newPage.confirmedAt !== undefined ? null : (
        <Banner key={member.id} tint="warn" icon="warnings" action={<Button size="s" onClick={() => void actOnMember(confirmPage(openDb(), Date.now(), member.id), t('page.tried'))}>{t('page.tryIt')}</Button>}>{t('page.changed')}</Banner>
      ))}
      {value.consent !== undefined || value.campaigns === 0 ? null : (
        <Banner tint="warn" icon="info" action={<Button size="s" variant="primary" onClick={() => setAsking(true)}>{t('consent.read')}</Button>}>{t('popup.consentMissing')}</Banner>
      )}
      {asking ? <ConsentDialog onClose={() => setAsking(false)} /> : null}
    </>
  );
}

/** *Pause everything* in the navigation of the options; while paused the strip holds *Resume*. */
export function NavPause() {
  const now = useNow();
  const { value } = useLive(async () => ({ pause: await readPause(openDb(), Date.now()) }), [now]);
  return value === undefined || value.pause !== undefined ? null : <PauseButton pause={undefined} />;
}
