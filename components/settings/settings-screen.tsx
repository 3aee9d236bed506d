import { useEffect, useState } from 'preact/hooks';
import '@/components/settings/settings.css';
import '@/components/contacts/contacts.css';
import '@/components/review/review.css';
import { agree, ConsentText } from '@/components/consent/consent';
import { PauseButton, pauseEndOn, pauseNow, pauseSentence } from '@/components/pause/pause';
import { DataSettings } from '@/components/settings/data-settings';
import { ExclusionSettings } from '@/components/settings/exclusion-settings';
import { PageSection } from '@/components/settings/page-section';
import { SenderSettings } from '@/components/settings/sender-settings';
import { TrackerSection } from '@/components/settings/tracker-section';
import { Button } from '@/components/ui/button';
import { CheckField, SelectField, TextField } from '@/components/ui/field';
import { useLive, useNow } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { readPreferences, savePreference, type Theme } from '@/lib/db/preferences';
import { isCalendarDate } from '@/lib/domain/zoned-time';
import { NOTICE_SETTINGS, wantsNotice } from '@/lib/engine/notices';
import { readConsent, readPause } from '@/lib/engine/settings';
import { changeNotice } from '@/lib/engine/settings-actions';
import { formatDay, readerZone } from '@/lib/i18n/format';
import { languageName, LANGUAGES, t } from '@/lib/i18n/index';
import { askForNotifications, mayNotify } from '@/lib/platform/permissions';

function PauseSettings() {
  const now = useNow();
  const { value } = useLive(async () => ({ pause: await readPause(openDb(), Date.now()) }), [now]);
  const [day, setDay] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const until = () => {
    const at = isCalendarDate(day) ? pauseEndOn(day) : 0;
    setProblem(at > Date.now() ? undefined : t('settings.pausePast'));
    if (at > Date.now()) void pauseNow(at);
  };
  return (
    <section class="card settings-section" id="pause" aria-labelledby="pause-title">
      <h2 id="pause-title">{t('settings.pause')}</h2>
      <p class="muted">{t('settings.pauseText')}</p>
      {value?.pause === undefined ? null : <p class="strong" role="status">{pauseSentence(value.pause)}</p>}
      <div class="settings-grid">
        <TextField type="date" label={t('settings.pauseUntil')} value={day} onInput={setDay} error={problem} />
      </div>
      <div class="row-wrap"><Button onClick={until}>{t('settings.pauseUntilAction')}</Button>{value === undefined ? null : <PauseButton pause={value.pause} />}</div>
    </section>
  );
}

function LookSettings() {
  const { value } = useLive(() => readPreferences(openDb()), []);
  if (value === undefined) return null;
  return (
    <section class="card settings-section" id="look" aria-labelledby="look-title">
      <h2 id="look-title">{t('settings.look')}</h2>
      <div class="settings-grid">
        <SelectField
          label={t('settings.language')} value={value.language} onChange={(code) => void savePreference(openDb(), 'language', code)}
          options={[{ value: 'auto', text: t('settings.languageAuto') }, ...LANGUAGES.map((code) => ({ value: code, text: languageName(code) }))]}
        />
        <SelectField<Theme>
          label={t('settings.theme')} value={value.theme} onChange={(theme) => void savePreference(openDb(), 'theme', theme)}
          options={[{ value: 'system', text: t('settings.themeSystem') }, { value: 'light', text: t('settings.themeLight') }, { value: 'dark', text: t('settings.themeDark') }]}
        />
      </div>
    </section>
  );
}

const NOTICES = ['approvals', 'stop', 'reply'] as const satisfies readonly (keyof typeof NOTICE_SETTINGS)[];
const NOTICE_TEXTS = { approvals: 'settings.noticeApprovals', stop: 'settings.noticeStop', reply: 'settings.noticeReply' } as const;

function NoticeSettings() {
  const { value } = useLive(async () => Promise.all(NOTICES.map((kind) => wantsNotice(openDb(), kind))), []);
  const [allowed, setAllowed] = useState<boolean | 'denied' | undefined>(undefined);
  useEffect(() => void mayNotify().then(setAllowed), []);
  if (value === undefined || allowed === undefined) return null;
  return (
    <section class="card settings-section" id="notifications" aria-labelledby="notices-title">
      <h2 id="notices-title">{t('settings.notices')}</h2>
      {allowed === true ? null : <div><Button onClick={() => void askForNotifications().then((given) => setAllowed(given ? true : 'denied'))}>{t('settings.noticeAllow')}</Button></div>}
      {allowed === 'denied' ? <p role="alert">{t('settings.noticeDenied')}</p> : null}
      {NOTICES.map((kind, index) => <CheckField key={kind} label={t(NOTICE_TEXTS[kind])} checked={value[index] ?? false} disabled={allowed !== true} onChange={(wanted) => void changeNotice(openDb(), Date.now(), kind, wanted)} />)}
    </section>
  );
}

function ConsentSettings() {
  const { value } = useLive(async () => ({ consent: await readConsent(openDb()) }), []);
  if (value === undefined) return null;
  return (
    <section class="card settings-section" id="consent" aria-labelledby="consent-title">
      <h2 id="consent-title">{t('settings.consent')}</h2>
      <ConsentText />
      {value.consent === undefined
        ? <div class="row-wrap"><span class="grow">{t('consent.notGiven')}</span><Button variant="primary" onClick={() => void agree()}>{t('consent.agree')}</Button></div>
        : <p class="muted">{t('consent.given', { day: formatDay(value.consent.at, readerZone()) })}</p>}
    </section>
  );
}

/** Everything that can be set, each with what it means. */
export function SettingsScreen() {
  return (
    <div class="screen">
      <div class="screen-head"><h1>{t('settings.title')}</h1></div>
      <div class="settings">
        <SenderSettings />
        <PageSection />
        <PauseSettings />
        <LookSettings />
        <NoticeSettings />
        <TrackerSection />
        <ExclusionSettings />
        <DataSettings />
        <ConsentSettings />
      </div>
    </div>
  );
}
