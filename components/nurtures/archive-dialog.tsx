import { archive } from '@/components/nurtures/acts';
import { ConfirmDialog } from '@/components/ui/dialog';
import type { Tally } from '@/lib/db/schema';
import type { Campaign } from '@/lib/domain/campaign';
import { t } from '@/lib/i18n/index';

/** The second question before archiving: names what ends and what is kept. */
export function ArchiveDialog({ campaign, counts, onClose }: { campaign: Campaign; counts: Tally['counts']; onClose: () => void }) {
  const waiting = (counts.queued ?? 0) + (counts.pending ?? 0) + (counts.approved ?? 0) + (counts.scheduled ?? 0) + (counts.claimed ?? 0);
  const unconfirmed = counts.unconfirmed ?? 0;
  return (
    <ConfirmDialog
      title={t('nurtures.archiveTitle', { name: campaign.name })} action={t('nurtures.archiveForGood')} danger onClose={onClose}
      onConfirm={() => {
        onClose();
        void archive(campaign);
      }}
    >
      <div class="stack">
        <p class="strong">{t('nurtures.archiveText')}</p>
        <p>{t('nurtures.archiveEnds', { count: waiting })}</p>
        {unconfirmed === 0 ? null : <p>{t('nurtures.archiveUnconfirmed', { count: unconfirmed })}</p>}
        <p class="muted">{t('nurtures.archiveKeeps')}</p>
      </div>
    </ConfirmDialog>
  );
}
