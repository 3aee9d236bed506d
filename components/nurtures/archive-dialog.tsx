import { archiveAll } from '@/components/nurtures/acts';
import { ConfirmDialog } from '@/components/ui/dialog';
import { t } from '@/lib/i18n/index';
import type { NurtureRow } from '@/lib/report/nurture-rows';

function waitingOf({ counts }: NurtureRow): number {
  return (counts.queued ?? 0) + (counts.pending ?? 0) + (counts.approved ?? 0) + (counts.scheduled ?? 0) + (counts.claimed ?? 0);
}

/** The second question before archiving: names what ends and what is kept. */
export function ArchiveDialog({ rows, onClose }: { rows: readonly NurtureRow[]; onClose: () => void }) {
  const waiting = rows.reduce((sum, row) => sum + waitingOf(row), 0);
  const unconfirmed = rows.reduce((sum, row) => sum + (row.counts.unconfirmed ?? 0), 0);
  const [first] = rows;
  if (first === undefined) return null;
  return (
    <ConfirmDialog
      title={rows.length === 1 ? t('nurtures.archiveTitle', { name: first.campaign.name }) : t('nurtures.archiveTitleMany', { count: rows.length })}
      action={t('nurtures.archiveForGood')} danger onClose={onClose}
      onConfirm={() => {
        onClose();
        void archiveAll(rows.map((row) => row.campaign));
      }}
    >
      <div class="stack">
        <p class="strong">{t('nurtures.archiveText')}</p>
        {rows.length === 1 ? null : <p>{rows.slice(0, 12).map((row) => row.campaign.name).join(' · ')}{rows.length > 12 ? ' …' : ''}</p>}
        <p>{t('nurtures.archiveEnds', { count: waiting })}</p>
        {unconfirmed === 0 ? null : <p>{t('nurtures.archiveUnconfirmed', { count: unconfirmed })}</p>}
        <p class="muted">{t('nurtures.archiveKeeps')}</p>
      </div>
    </ConfirmDialog>
  );
}
