import { isRowReason } from '@/components/contacts/row-reasons';
import type { FileRefusal } from '@/lib/contacts/reasons';
import type { ImportIssue } from '@/lib/db/schema';
import { exportCsv } from '@/lib/contacts/csv-export';
import { t, tWith } from '@/lib/i18n/index';

/** Rows of the remarks table drawn; the file has them all. */
const SHOWN = 200;

/** What happened to a row and what to do, as a sentence. */
export function issueText(issue: Pick<ImportIssue, 'reason' | 'params'>): string {
  return isRowReason(issue.reason) ? tWith(`rows.${issue.reason}`, issue.params) : issue.reason;
}

/** Why a file was refused as a whole. */
export function refusalOf(refusal: FileRefusal): string {
  return tWith(`rows.${refusal.reason}`, refusal.params);
}

/** The report as a file: every row with a remark. */
export function reportFile(issues: readonly ImportIssue[]): string {
  return exportCsv<ImportIssue>([
    { header: t('importing.remarkRow'), cell: (issue) => issue.row },
    { header: t('contacts.status'), cell: (issue) => t(issue.effect === 'skipped' ? 'importing.remarkSkipped' : 'importing.remarkKept') },
    { header: t('importing.remarkWhat'), cell: issueText },
  ], issues);
}

/** Rows that were skipped, or imported with a remark, each with its reason. */
export function Issues({ issues }: { issues: readonly ImportIssue[] }) {
  if (issues.length === 0) return null;
  return (
    <div class="stack-tight">
      <h3>{t('importing.remarks')}</h3>
      <div class="import-scroll" tabIndex={0} role="group" aria-label={t('importing.remarks')}>
        <table class="import-table">
          <thead><tr><th scope="col">{t('importing.remarkRow')}</th><th scope="col">{t('contacts.status')}</th><th scope="col">{t('importing.remarkWhat')}</th></tr></thead>
          <tbody>
            {issues.slice(0, SHOWN).map((issue) => (
              <tr key={`${issue.row} ${issue.reason}`}>
                <td class="num">{issue.row}</td>
                <td>{t(issue.effect === 'skipped' ? 'importing.remarkSkipped' : 'importing.remarkKept')}</td>
                <td>{issueText(issue)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {issues.length > SHOWN ? <p class="small muted">{t('importing.moreRemarks', { count: issues.length - SHOWN })}</p> : null}
    </div>
  );
}
