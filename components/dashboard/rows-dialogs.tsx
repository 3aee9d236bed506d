import { repliesOf, type Opened } from '@/components/dashboard/opened';
import { RepliesDialog } from '@/components/dashboard/replies-dialog';
import { ClickFacts } from '@/components/clicks/click-facts';
import { Dialog } from '@/components/ui/dialog';
import { hashOf } from '@/components/ui/route';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import type { Reason } from '@/lib/domain/reasons';
import { formatDate, formatDateTime, formatNumber, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import type { Dashboard } from '@/lib/report/dashboard';

interface Props {
  dashboard: Dashboard;
  onClose: () => void;
}

/** The slots missed for one reason, newest first, each with its way to the journal. */
function MissedDialog({ dashboard, reason, onClose }: Props & { reason: Reason }) {
  const runs = dashboard.missed.find((group) => group.reason === reason)?.runs ?? [];
  return (
    <Dialog wide title={t('dashboard.missedTitle', { reason: t(`reasons.${reason}`) })} onClose={onClose}>
      <p class="muted">{t(`remedies.${reason}`)}</p>
      <table class="plain">
        <thead><tr><th>{t('dashboard.when')}</th><th>{t('editor.name')}</th><th>{t('dashboard.slotJournal')}</th></tr></thead>
        <tbody>
          {runs.map((run) => {
            const name = dashboard.campaigns.get(run.campaignId)?.name ?? '';
            return (
              <tr key={run.id}>
                <td class="num">{formatDateTime(run.startsAt, readerZone())}</td>
                <td><a href={hashOf(['nurtures', run.campaignId])}>{name}</a></td>
                <td><a href={hashOf(['journal'], { what: 'areaRun', campaign: run.campaignId })} aria-label={t('dashboard.slotJournalOf', { name })}>{t('dashboard.slotJournal')}</a></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Dialog>
  );
}

/** The links behind the clicks, most clicked first, and what is to be said about the count. */
function ClicksDialog({ dashboard, onClose }: Props) {
  const ids = [...dashboard.campaigns.keys()];
  const { value } = useLive(() => openDb().links.where('campaignId').anyOf(ids).filter((link) => link.clicks > 0).toArray(), [ids.join(' ')]);
  return (
    <Dialog wide title={t('dashboard.clicksTitle')} onClose={onClose}>
      <div class="muted small"><ClickFacts campaignIds={ids} /></div>
      <table class="plain">
        <thead><tr><th>{t('dashboard.link')}</th><th>{t('editor.name')}</th><th class="end">{t('nurtures.clicks')}</th></tr></thead>
        <tbody>
          {(value ?? []).sort((a, b) => b.clicks - a.clicks).map((link) => (
            <tr key={link.key}><td class="link-target">{link.target}</td><td>{dashboard.campaigns.get(link.campaignId)?.name}</td><td class="end num">{formatNumber(link.clicks)}</td></tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

function titleOf(dashboard: Dashboard, opened: Opened): string {
  switch (opened.kind) {
    case 'program': case 'nurture': {
      const name = (opened.kind === 'program' ? dashboard.programs : dashboard.nurtures).find((group) => group.key === opened.key)?.name ?? opened.key;
      return opened.tone === undefined ? t('replies.listOf', { name }) : t('dashboard.repliesTitle', { tone: t(`dashboard.${opened.tone}`), name });
    }
    case 'day':
      return t('dashboard.dayReplies', { date: formatDate(opened.date) });
    case 'replies': case 'judged': case 'clicks': case 'missed':
      return t('nurtures.replies');
  }
}

/** The rows a number of the dashboard counts. */
export function RowsDialog({ dashboard, opened, onClose }: Props & { opened: Opened }) {
  if (opened.kind === 'missed') return <MissedDialog dashboard={dashboard} reason={opened.reason} onClose={onClose} />;
  if (opened.kind === 'clicks') return <ClicksDialog dashboard={dashboard} onClose={onClose} />;
  return <RepliesDialog title={titleOf(dashboard, opened)} replies={repliesOf(dashboard, opened)} campaigns={dashboard.campaigns} onClose={onClose} />;
}
