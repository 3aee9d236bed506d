import { useState } from 'preact/hooks';
import { messageProblemText, templateErrorText } from '@/components/editor/problems';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { FileField } from '@/components/ui/field';
import { fileStem, saveFile } from '@/components/ui/save-file';
import { showToast } from '@/components/ui/toast';
import { readCampaignFile, type CampaignFileProblem } from '@/lib/contacts/campaign-file';
import { openDb } from '@/lib/db/database';
import { exportCampaigns } from '@/lib/engine/campaign-export';
import { importCampaigns } from '@/lib/engine/campaign-import';
import { readCustomColumns } from '@/lib/engine/custom-columns';
import { formatList } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** What JSON calls the kinds of values, in words. */
function kindText(expected: string): string {
  switch (expected) {
    case 'string': return t('campaignFile.kind_string');
    case 'boolean': return t('campaignFile.kind_boolean');
    case 'array': return t('campaignFile.kind_array');
    case 'object': case 'record': return t('campaignFile.kind_object');
    case 'int': case 'number': return t('campaignFile.kind_int');
    default: return expected;
  }
}

/** What is wrong in a text or a filter, and what to do. */
function troubleText(trouble: CampaignFileProblem['trouble']): string {
  switch (trouble?.code) {
    case undefined: return '';
    case 'template': return templateErrorText(trouble.error);
    case 'no-alternative': case 'no-fallback': case 'bad-fallback': case 'unknown-fallback': return messageProblemText(trouble);
    case 'empty-group': return t('campaignFile.filterEmptyGroup');
    case 'too-deep': return t('campaignFile.filterTooDeep');
    case 'too-many': return t('campaignFile.filterTooMany');
    case 'unknown-field': return t('campaignFile.filterUnknownField', { found: trouble.found });
    case 'op-not-for-field': return t('campaignFile.filterOp', { found: trouble.found });
    case 'value-missing': return t('campaignFile.filterValue');
    case 'bad-day': return t('campaignFile.filterDay', { found: trouble.found });
    case 'bad-yes-no': return t('campaignFile.filterYesNo', { found: trouble.found });
    case 'bad-engagement': return t('campaignFile.filterEngagement', { found: trouble.found });
  }
}

/** One thing wrong with a campaign file: where, what, and what to do. */
export function problemText({ reason, path, params, trouble }: CampaignFileProblem): string {
  const value = (name: string) => String(params[name] ?? '');
  const where = path === '' ? t('campaignFile.file') : path;
  switch (reason) {
    case 'not-json': return t('campaignFile.notJson', { detail: value('detail') });
    case 'wrong-format': return t('campaignFile.wrongFormat');
    case 'newer-version': return t('campaignFile.newerVersion', { found: value('found') });
    case 'unknown-key': return params['nearest'] === undefined ? t('campaignFile.unknownKey', { where, key: value('key') }) : t('campaignFile.unknownKeyNearest', { where, key: value('key'), nearest: value('nearest') });
    case 'missing-key': return t('campaignFile.missingKey', { where });
    case 'wrong-type': return t('campaignFile.wrongType', { where, expected: kindText(value('expected')), found: value('found') });
    case 'not-one-of': return t('campaignFile.notOneOf', { where, found: value('found'), expected: value('expected') });
    case 'too-small': return t('campaignFile.tooSmall', { where, minimum: value('minimum') });
    case 'too-large': return t('campaignFile.tooLarge', { where, maximum: value('maximum') });
    case 'bad-day': return t('campaignFile.badDay', { where, found: value('found') });
    case 'bad-clock': return t('campaignFile.badClock', { where, found: value('found') });
    case 'bad-time-zone': return t('campaignFile.badZone', { where, found: value('found') });
    case 'slot-too-short': return t('campaignFile.slotShort', { where });
    case 'slot-outside-day': return t('campaignFile.slotOutside', { where });
    case 'slots-overlap': return t('campaignFile.slotsOverlap', { where, other: value('other') });
    case 'days-reversed': return t('campaignFile.daysReversed', { where });
    case 'no-slot-between-days': return t('campaignFile.noSlot', { where });
    case 'bad-profile': return t('campaignFile.badProfile', { where, found: value('found') });
    case 'bad-template': return t('campaignFile.badTemplate', { where, problem: troubleText(trouble) });
    case 'bad-language': return t('campaignFile.badLanguage', { where, found: value('found') });
    case 'missing-rule-incomplete': return t('campaignFile.missingRule', { where, expected: value('expected') });
    case 'bad-filter': return t('campaignFile.badFilter', { where, problem: troubleText(trouble) });
  }
}

interface Refused {
  file: string;
  problems: readonly CampaignFileProblem[];
}

async function take(file: File): Promise<Refused | undefined> {
  const db = openDb();
  const read = readCampaignFile(await file.text(), await readCustomColumns(db));
  if (read.kind === 'refused') return { file: file.name, problems: read.problems };
  const result = await importCampaigns(db, Date.now(), read.file, () => crypto.randomUUID());
  const text = t('campaignFile.imported', { count: result.campaigns.length });
  showToast({ text: result.left > 0 ? `${text} ${t('campaignFile.left', { count: result.left })}` : text });
  return undefined;
}

/** The button *Import campaign* and the report of what is wrong with a file, of which then nothing is taken. */
export function ImportCampaign() {
  const [refused, setRefused] = useState<Refused>();
  return (
    <>
      <FileField label={t('nurtures.importCampaign')} accept=".json,application/json" onFile={([file]) => file !== undefined && void take(file).then(setRefused)} />
      {refused === undefined ? null : (
        <Dialog title={t('campaignFile.refused', { file: refused.file })} onClose={() => setRefused(undefined)} actions={<Button variant="primary" onClick={() => setRefused(undefined)}>{t('common.close')}</Button>}>
          <div class="stack">
            <p class="muted">{t('campaignFile.nothingTaken')}</p>
            <ul class="stack-tight">{refused.problems.map((problem) => <li key={`${problem.path} ${problem.reason} ${JSON.stringify(problem.params)}`}>{problemText(problem)}</li>)}</ul>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Saves campaigns as one campaign file; names what could not go along. */
export async function exportFile(campaigns: readonly { id: string; name: string }[]): Promise<void> {
  const { text, left } = await exportCampaigns(openDb(), campaigns.map((campaign) => campaign.id));
  const [first] = campaigns;
  if (text !== '' && first !== undefined) saveFile(`${fileStem(campaigns.length === 1 ? first.name : t('nav.nurtures'))}.nurture.json`, text, 'application/json');
  if (left.length > 0) showToast({ tint: 'bad', text: t('campaignFile.noSource', { names: formatList(left) }) });
}
