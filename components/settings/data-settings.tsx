import { useState } from 'preact/hooks';
import { Button } from '@/components/ui/button';
import { ConfirmDialog, Dialog } from '@/components/ui/dialog';
import { CheckField, FileField, SelectField, TextField } from '@/components/ui/field';
import { saveFile } from '@/components/ui/save-file';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { parseBackup, type Backup, type BackupRefusal } from '@/lib/backup/backup-file';
import { openDb } from '@/lib/db/database';
import { restoreBackup, sameNames, takeBackup } from '@/lib/engine/backup';
import { eraseEverything } from '@/lib/engine/erase';
import { loadExclusions } from '@/lib/engine/exclusions';
import { readPageReport } from '@/lib/engine/page-look';
import { readRetention } from '@/lib/engine/settings';
import { changeRetention } from '@/lib/engine/settings-actions';
import { formatDay, formatList, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

/** What must be typed before everything is erased; the same in every language. */
const ERASE_WORD = 'ERASE';
const MONTH_DAYS = [1, 3, 6, 12, 24, 36].map((months) => ({ months, days: Math.round(months * 30.44) }));

function nearestChoice(days: number): string {
  const best = MONTH_DAYS.toSorted((a, b) => Math.abs(a.days - days) - Math.abs(b.days - days))[0];
  return String(best?.months ?? 12);
}

function Retention() {
  const { value } = useLive(() => readRetention(openDb()), []);
  if (value === undefined) return null;
  const choose = async (choice: string) => {
    const months = MONTH_DAYS.find((one) => String(one.months) === choice);
    const dropped = await changeRetention(openDb(), Date.now(), months === undefined ? 'forever' : months.days);
    showToast({ text: t('settings.retentionDropped', { count: dropped }) });
  };
  return (
    <SelectField
      label={t('settings.retention')} hint={t('settings.retentionHint')} value={value === 'forever' ? 'forever' : nearestChoice(value)} onChange={(choice) => void choose(choice)}
      options={[...MONTH_DAYS.map(({ months }) => ({ value: String(months), text: t('settings.retentionMonths', { count: months }) })), { value: 'forever', text: t('settings.retentionForever') }]}
    />
  );
}

function backupName(now: number): string {
  return `${new Date(now).toISOString().slice(0, 10)}.nurtures-backup.json`;
}

function refusalText(refusal: BackupRefusal): string {
  switch (refusal.reason) {
    case 'notJson':
      return t('settings.restoreNotJson');
    case 'wrongFormat':
      return t('settings.restoreWrong');
    case 'newerVersion':
      return t('settings.restoreNewer', { found: refusal.found });
    case 'damaged':
      return t('settings.restoreDamaged', { path: refusal.path });
  }
}

/** Asks before a backup comes in, and says what it brings and what it does not. */
function RestoreDialog({ backup, same, onClose }: { backup: Backup; same: readonly string[]; onClose: () => void }) {
  const [working, setWorking] = useState(false);
  const restore = async () => {
    if (working) return;
    setWorking(true);
    const db = openDb();
    const result = await restoreBackup(db, Date.now(), backup, () => crypto.randomUUID(), (await loadExclusions(db)).erased);
    pokeWorker();
    const { campaigns, contacts, voided, unconfirmed } = result;
    showToast({ text: t('settings.restored', { campaigns, contacts, voided, unconfirmed }) });
    onClose();
  };
  return (
    <ConfirmDialog title={t('settings.restoreTitle')} action={t('settings.restoreAction')} onConfirm={() => void restore()} onClose={onClose}>
      <div class="stack">
        <p>{t('settings.restoreText', { day: formatDay(backup.createdAt, readerZone()), campaigns: backup.tables.campaigns.length, contacts: backup.tables.contacts.length })}</p>
        <p class="strong">{t('settings.restoreOneBrowser')}</p>
        {same.length === 0 ? null : <p>{t('settings.restoreSame', { count: same.length, names: formatList(same) })}</p>}
      </div>
    </ConfirmDialog>
  );
}

/** A page of LinkedIn that was not understood, as structure only, for whoever mends it. */
function PageReport() {
  const { value } = useLive(async () => ({ last: await readPageReport(openDb()) }), []);
  const last = value?.last;
  if (last === undefined) return null;
  return (
    <>
      <h3>{t('settings.pageReport')}</h3>
      <p class="muted">{t('settings.pageReportText', { day: formatDay(last.at, readerZone()) })}</p>
      <div><Button icon="download" onClick={() => saveFile('page-report.json', `${JSON.stringify(last.report, undefined, 2)}\n`, 'application/json')}>{t('settings.pageReportSave')}</Button></div>
    </>
  );
}

function EraseDialog({ onClose }: { onClose: () => void }) {
  const [word, setWord] = useState('');
  const erase = async () => {
    await eraseEverything(openDb());
    pokeWorker();
    showToast({ text: t('settings.erased') });
    onClose();
  };
  return (
    <Dialog
      title={t('settings.erase')} onClose={onClose}
      actions={<>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="danger" disabled={word !== ERASE_WORD} onClick={() => void erase()}>{t('settings.eraseAction')}</Button>
      </>}
    >
      <div class="stack">
        <p>{t('settings.eraseText')}</p>
        <TextField label={t('settings.eraseWord')} value={word} onInput={setWord} />
      </div>
    </Dialog>
  );
}

/** What is kept, saved, brought back and erased. */
export function DataSettings() {
  const [texts, setTexts] = useState(false);
  const [restoring, setRestoring] = useState<{ backup: Backup; same: string[] } | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [erasing, setErasing] = useState(false);
  const save = async () => {
    const now = Date.now();
    saveFile(backupName(now), JSON.stringify(await takeBackup(openDb(), now, texts ? 'with' : 'without')), 'application/json');
    showToast({ text: t('settings.backupSaved') });
  };
  const open = async (file: File) => {
    const parsed = parseBackup(await file.text());
    setProblem(parsed.ok ? undefined : refusalText(parsed.refusal));
    if (parsed.ok) setRestoring({ backup: parsed.backup, same: sameNames(await openDb().campaigns.toArray(), parsed.backup.tables) });
  };
  return (
    <>
      <section class="card settings-section" id="data" aria-labelledby="data-title">
        <h2 id="data-title">{t('settings.data')}</h2>
        <Retention />
        <h3>{t('settings.backup')}</h3>
        <p class="muted">{t('settings.backupText')}</p>
        <CheckField label={t('settings.backupTexts')} checked={texts} onChange={setTexts} />
        <div class="row-wrap">
          <Button icon="download" onClick={() => void save()}>{t('settings.backupSave')}</Button>
          <FileField
            label={t('settings.restore')} accept=".json,application/json"
            onFile={([file]) => {
              if (file !== undefined) void open(file);
            }}
          />
        </div>
        {problem === undefined ? null : <p role="alert" class="field-error">{problem}</p>}
        <PageReport />
      </section>
      <section class="card settings-section settings-danger" aria-labelledby="erase-title">
        <h2 id="erase-title">{t('settings.erase')}</h2>
        <p class="muted">{t('settings.eraseText')}</p>
        <div><Button variant="danger" icon="trash" onClick={() => setErasing(true)}>{t('settings.erase')}</Button></div>
      </section>
      {restoring === undefined ? null : <RestoreDialog {...restoring} onClose={() => setRestoring(undefined)} />}
      {erasing ? <EraseDialog onClose={() => setErasing(false)} /> : null}
    </>
  );
}
