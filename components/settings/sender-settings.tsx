import { useState } from 'preact/hooks';
import { confirmSignedIn } from '@/components/consent/confirm-member';
import { Avatar, Badge } from '@/components/ui/badge';
import { Button, LinkButton } from '@/components/ui/button';
import { CheckField, SelectField, TextField } from '@/components/ui/field';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import type { Member, MemberLimits } from '@/lib/domain/member';
import { LIMITS } from '@/lib/domain/pacing';
import { changeLimits, changeMode, changePermission } from '@/lib/engine/member-actions';
import { readSignedIn } from '@/lib/engine/settings';
import { formatDay, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { LINKEDIN_DOOR } from '@/lib/linkedin/addresses';
import { pokeWorker } from '@/lib/platform/worker-poke';

const COUNTS = ['perDay', 'perWeek', 'perHour', 'perTenMinutes', 'gapMin', 'gapMax', 'quietDays', 'profilesPerDay'] as const satisfies readonly (keyof MemberLimits)[];
type Count = (typeof COUNTS)[number];

/** Gaps are stored in milliseconds and shown in seconds. */
function unitOf(name: Count): number {
  return name === 'gapMin' || name === 'gapMax' ? 1000 : 1;
}

/** Limits as they stand in the form. */
function formOf(limits: MemberLimits): Record<Count, string> {
  const shown = (name: Count) => String(limits[name] / unitOf(name));
  return {
    perDay: shown('perDay'), perWeek: shown('perWeek'), perHour: shown('perHour'), perTenMinutes: shown('perTenMinutes'), gapMin: shown('gapMin'),
    gapMax: shown('gapMax'), quietDays: shown('quietDays'), profilesPerDay: shown('profilesPerDay'),
  };
}

function Limits({ member }: { member: Member }) {
  const [form, setForm] = useState(() => formOf(member.limits));
  const save = async () => {
    const wanted: Partial<MemberLimits> = {};
    for (const name of COUNTS) {
      const value = Number(form[name]);
      if (form[name].trim() !== '' && Number.isFinite(value)) wanted[name] = value * unitOf(name);
    }
    const result = await changeLimits(openDb(), Date.now(), member.id, wanted);
    pokeWorker();
    if (!result.ok) return;
    setForm(formOf(result.member.limits));
    showToast({ text: t('settings.limitsSaved'), undo: () => void changeLimits(openDb(), Date.now(), member.id, member.limits) });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>{t('settings.limits')}</h3>
      <p class="muted">{t('settings.limitsText')}</p>
      <div class="settings-grid">
        {COUNTS.map((name) => {
          const { lowest, highest, byDefault } = LIMITS[name];
          const unit = unitOf(name);
          return (
            <TextField
              key={name} type="number" label={t(`settings.${name}`)} min={lowest / unit} max={highest / unit} step={1} value={form[name]} onInput={(value) => setForm({ ...form, [name]: value })}
              hint={t('settings.range', { lowest: lowest / unit, highest: highest / unit, usual: byDefault / unit })}
            />
          );
        })}
      </div>
      <p class="small muted">{t('settings.person')}</p>
      <CheckField
        label={t('settings.ramp')} checked={member.limits.ramp === 'on'} hint={t('settings.rampOff')}
        onChange={(on) => void changeLimits(openDb(), Date.now(), member.id, { ramp: on ? 'on' : 'off' }).then(pokeWorker)}
      />
      <div><Button type="submit" variant="primary">{t('settings.saveLimits')}</Button></div>
    </form>
  );
}

function Sender({ member, signedIn }: { member: Member; signedIn: boolean }) {
  const saved = () => {
    pokeWorker();
    showToast({ text: t('settings.modeSaved') });
  };
  return (
    <div class="settings-sender">
      <div class="row">
        <Avatar name={member.name} size={32} />
        <div class="grow">
          <div class="strong">{member.name}</div>
          <div class="small muted">{t('settings.confirmedOn', { day: formatDay(member.confirmedAt, readerZone()) })}</div>
        </div>
        {signedIn ? <Badge tint="good" icon="check">{t('settings.signedInNow')}</Badge> : null}
        {member.stop === undefined ? null : <Badge tint="bad" icon="stopped">{t(`reasons.${member.stop.reason}`)}</Badge>}
      </div>
      {member.halfUntil === undefined || member.halfUntil < Date.now() ? null : <p class="small">{t('settings.halfUntil', { day: formatDay(member.halfUntil, readerZone()) })}</p>}
      <SelectField
        label={t('settings.mode')} hint={t('settings.modeHint')} value={member.mode} onChange={(mode) => void changeMode(openDb(), Date.now(), member.id, mode).then(saved)}
        options={[{ value: 'send', text: t('settings.modeSend') }, { value: 'draft', text: t('settings.modeDraft') }]}
      />
      <CheckField label={t('settings.sweepOpens')} hint={t('settings.sweepHint')} checked={member.sweepOpens === 'yes'} onChange={(on) => void changePermission(openDb(), Date.now(), member.id, 'sweepOpens', on).then(saved)} />
      <CheckField label={t('settings.clickSend')} hint={t('settings.clickSendHint')} checked={member.mayChooseClickSend === 'yes'} onChange={(on) => void changePermission(openDb(), Date.now(), member.id, 'mayChooseClickSend', on).then(saved)} />
      <Limits member={member} />
    </div>
  );
}

async function readSenders() {
  const db = openDb();
  const [members, signedIn] = await Promise.all([db.members.toArray(), readSignedIn(db)]);
  return { members, signedIn };
}

/** Who may send from this browser, and how much. */
export function SenderSettings() {
  const { value } = useLive(readSenders, []);
  if (value === undefined) return null;
  const { members, signedIn } = value;
  const unconfirmed = signedIn.state === 'in' && !members.some((member) => member.id === signedIn.memberId) ? signedIn : undefined;
  return (
    <section class="card settings-section" id="senders" aria-labelledby="senders-title">
      <h2 id="senders-title">{t('settings.senders')}</h2>
      <p class="muted">{t('settings.sendersText')}</p>
      {members.length === 0 && unconfirmed === undefined ? <div class="row"><span class="grow">{t('settings.noSenders')}</span><LinkButton href={LINKEDIN_DOOR} icon="external" newTab>{t('popup.openLinkedIn')}</LinkButton></div> : null}
      {unconfirmed === undefined ? null : (
        <div class="row">
          <span class="grow">{t('welcome.signedInAs', { name: unconfirmed.name })} {t('popup.confirmHint')}</span>
          <Button variant="primary" onClick={() => void confirmSignedIn(unconfirmed.memberId)}>{t('popup.confirm', { name: unconfirmed.name })}</Button>
        </div>
      )}
      {members.map((member) => <Sender key={member.id} member={member} signedIn={signedIn.state === 'in' && signedIn.memberId === member.id} />)}
    </section>
  );
}
