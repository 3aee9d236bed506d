import { useEffect, useState } from 'preact/hooks';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { CheckField, SelectField, TextField } from '@/components/ui/field';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { trackerKinds, type TrackerFailure, type TrackerKind } from '@/lib/clicks/tracker';
import { openTracker, readTypedSettings, type SettingsResult, type TrackerSettings } from '@/lib/clicks/tracker-settings';
import { openDb } from '@/lib/db/database';
import { forgetTracker, readAttempts, readTracker, saveTracker, type TrackerInUse } from '@/lib/engine/tracker';
import { t } from '@/lib/i18n/index';
import { askForTracker, askTracker, freshLinkSecret, giveTrackerBack, mayAskTracker } from '@/lib/platform/tracker-access';
import { pokeWorker } from '@/lib/platform/worker-poke';

function hostOf(settings: TrackerSettings): string {
  return new URL(settings.origin).host;
}

/** A failure of the tracker in plain words. */
export function failureText({ code, detail }: Pick<TrackerFailure, 'code' | 'detail'>): string {
  return t(`tracker.${code}`, { detail });
}

/** Asks the tracker without creating anything and says what came back. */
async function testText(settings: TrackerSettings): Promise<{ ok: boolean; text: string }> {
  const result = await openTracker(settings, askTracker).check();
  if (!result.ok) return { ok: false, text: failureText(result.failure) };
  return { ok: true, text: result.value.links === null ? t('tracker.works') : t('tracker.worksLinks', { count: result.value.links }) };
}

interface FormProps {
  stored: TrackerInUse | undefined;
  onDone: () => void;
}

/** Choose, paste, give access to the one origin, test. Nothing is stored before the browser gave access. */
function TrackerForm({ stored, onDone }: FormProps) {
  const [kind, setKind] = useState<TrackerKind>(stored?.settings.kind ?? 'redirector');
  const [address, setAddress] = useState(stored?.settings.origin ?? '');
  const [secret, setSecret] = useState(stored?.settings.secret ?? '');
  const [domain, setDomain] = useState(stored?.settings.domain ?? '');
  const [fault, setFault] = useState<Extract<SettingsResult, { ok: false }> | undefined>(undefined);
  const [said, setSaid] = useState<{ ok: boolean; text: string } | undefined>(undefined);

  const act = async (then: (settings: TrackerSettings) => Promise<void>) => {
    const read = readTypedSettings({ kind, address, secret, domain });
    setFault(read.ok ? undefined : read);
    setSaid(undefined);
    if (!read.ok) return;
    // First of all: the browser asks only while the click is fresh.
    if (await askForTracker(read.settings.origin)) await then(read.settings);
    else setSaid({ ok: false, text: t('tracker.accessRefused', { host: hostOf(read.settings) }) });
  };
  const test = async (settings: TrackerSettings) => {
    setSaid({ ok: true, text: t('tracker.testing') });
    setSaid(await testText(settings));
  };
  const save = async (settings: TrackerSettings) => {
    const perRecipient = openTracker(settings, askTracker).perRecipient === 'unlimited' ? (stored?.perRecipient ?? 'no') : 'no';
    await saveTracker(openDb(), Date.now(), settings, perRecipient, freshLinkSecret());
    pokeWorker();
    showToast({ text: t('tracker.saved') });
    onDone();
  };
  const errorAt = (field: 'address' | 'secret' | 'domain') => (fault?.field === field ? t(`tracker.${fault.fault}`) : undefined);
  return (
    <div class="stack">
      <div class="settings-grid">
        <SelectField<TrackerKind> label={t('tracker.kind')} value={kind} onChange={setKind} options={trackerKinds.map((value) => ({ value, text: t(`tracker.${value}`) }))} />
        <TextField type="url" label={t('tracker.address')} hint={t(kind === 'dub' ? 'tracker.addressHintDub' : 'tracker.addressHint')} value={address} onInput={setAddress} error={errorAt('address')} />
        <TextField type="password" label={t('tracker.secret')} hint={t('tracker.secretHint')} value={secret} onInput={setSecret} error={errorAt('secret')} />
        <TextField label={t('tracker.domain')} hint={t('tracker.domainHint')} value={domain} onInput={setDomain} error={errorAt('domain')} />
      </div>
      {said === undefined ? null : <p role={said.ok ? 'status' : 'alert'}>{said.text}</p>}
      <div class="row-wrap">
        <Button variant="primary" onClick={() => void act(save)}>{t('tracker.save')}</Button>
        <Button onClick={() => void act(test)}>{t('tracker.test')}</Button>
        {stored === undefined ? null : <Button onClick={onDone}>{t('common.cancel')}</Button>}
      </div>
    </div>
  );
}

function PerRecipient({ stored }: { stored: TrackerInUse }) {
  const [asking, setAsking] = useState(false);
  const carries = openTracker(stored.settings, askTracker).perRecipient === 'unlimited';
  const choose = (wanted: 'yes' | 'no') => saveTracker(openDb(), Date.now(), stored.settings, wanted, freshLinkSecret());
  return (
    <>
      <CheckField
        label={t('tracker.perRecipient')} hint={t(carries ? 'tracker.perRecipientHint' : 'tracker.perRecipientNo')} checked={stored.perRecipient === 'yes'} disabled={!carries}
        onChange={(wanted) => (wanted ? setAsking(true) : void choose('no'))}
      />
      {asking ? (
        <ConfirmDialog title={t('tracker.perRecipientTitle')} action={t('tracker.perRecipientConfirm')} onClose={() => setAsking(false)} onConfirm={() => {
          setAsking(false);
          void choose('yes');
        }}>
          <p>{t('tracker.perRecipientHint')}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function InUse({ stored, onChange }: { stored: TrackerInUse; onChange: () => void }) {
  const { settings } = stored;
  const host = hostOf(settings);
  const [access, setAccess] = useState<boolean | undefined>(undefined);
  const [said, setSaid] = useState<{ ok: boolean; text: string } | undefined>(undefined);
  useEffect(() => void mayAskTracker(settings.origin).then(setAccess), [settings.origin]);
  const attempts = useLive(async () => {
    const [links, clicks] = await Promise.all([readAttempts(openDb(), 'links'), readAttempts(openDb(), 'clicks')]);
    return links.lastFailure ?? clicks.lastFailure;
  }, []);
  const test = async () => {
    setSaid({ ok: true, text: t('tracker.testing') });
    setSaid(await testText(settings));
  };
  const remove = async () => {
    await forgetTracker(openDb(), Date.now());
    await giveTrackerBack(settings.origin);
    showToast({ text: t('tracker.removed') });
  };
  return (
    <div class="stack">
      <p class="strong">{t('tracker.inUse', { name: t(`tracker.${settings.kind}`), host })}</p>
      {access === false ? (
        <div class="row-wrap" role="alert">
          <span class="grow">{t('tracker.noAccess', { host })}</span>
          <Button variant="primary" onClick={() => void askForTracker(settings.origin).then(setAccess)}>{t('tracker.giveAccess')}</Button>
        </div>
      ) : null}
      {attempts.value === undefined || attempts.value === null ? null : <p role="alert">{t('tracker.lastFailure', { text: failureText(attempts.value) })}</p>}
      <PerRecipient stored={stored} />
      {said === undefined ? null : <p role={said.ok ? 'status' : 'alert'}>{said.text}</p>}
      <div class="row-wrap">
        <Button onClick={() => void test()}>{t('tracker.test')}</Button>
        <Button onClick={onChange}>{t('tracker.change')}</Button>
        <Button variant="danger" onClick={() => void remove()}>{t('tracker.remove')}</Button>
      </div>
    </div>
  );
}

/** Settings of the link tracker; everything works without one. */
export function TrackerSection() {
  const { value } = useLive(async () => ({ stored: await readTracker(openDb()) }), []);
  const [changing, setChanging] = useState(false);
  if (value === undefined) return null;
  const { stored } = value;
  return (
    <section class="card settings-section" id="tracker" aria-labelledby="tracker-title">
      <h2 id="tracker-title">{t('tracker.title')}</h2>
      <p class="muted">{t('tracker.text')}</p>
      {stored === undefined || changing ? <TrackerForm stored={stored} onDone={() => setChanging(false)} /> : <InUse stored={stored} onChange={() => setChanging(true)} />}
    </section>
  );
}
