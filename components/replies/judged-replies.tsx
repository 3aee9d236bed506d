import { RepliesDialog } from '@/components/dashboard/replies-dialog';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { t } from '@/lib/i18n/index';

/** The replies a face or a count stands for, newest first, with the words that decided; one choice corrects a tone. */
export function JudgedReplies({ campaignIds, name, onClose }: { campaignIds: readonly string[]; name: string; onClose: () => void }) {
  const { value } = useLive(async () => {
    const db = openDb();
    const campaigns = (await db.campaigns.bulkGet([...campaignIds])).filter((campaign) => campaign !== undefined);
    const replies = await db.replies.where('campaignId').anyOf(campaignIds).filter((reply) => reply.kind === 'counted').toArray();
    return { campaigns: new Map(campaigns.map((campaign) => [campaign.id, campaign])), replies: replies.sort((a, b) => b.at - a.at) };
  }, [campaignIds.join(' ')]);
  if (value === undefined) return null;
  return <RepliesDialog title={t('replies.listOf', { name })} replies={value.replies} campaigns={value.campaigns} onClose={onClose} />;
}
