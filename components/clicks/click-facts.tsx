import { useLive } from '@/components/ui/use-live';
import { totalOf, type ClickTotals } from '@/lib/clicks/polling';
import { openDb } from '@/lib/db/database';
import { countsOf } from '@/lib/engine/poll-clicks';
import { formatDateTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** Everything that is to be said about a count of clicks, one sentence a line. */
export function clickSentences(totals: ClickTotals | null): string[] {
  if (totals === null) return [t('tracker.notRead')];
  const { clicks, unique, bots, oldestReadAt, shrunk, missing } = totals;
  return [
    t('tracker.clicks', { count: clicks }),
    ...(unique === null ? [] : [t('tracker.unique', { count: unique })]),
    bots === null ? t('tracker.botsNotTold') : t('tracker.bots', { count: bots }),
    t('tracker.asOf', { time: formatDateTime(oldestReadAt, readerZone()) }),
    ...(shrunk === 0 ? [] : [t('tracker.shrunk')]),
    ...(missing === 0 ? [] : [t('tracker.missing', { count: missing })]),
  ];
}

/** What stands behind the clicks of these campaigns; read only while it is looked at. */
export function ClickFacts({ campaignIds }: { campaignIds: readonly string[] }) {
  const { value } = useLive(async () => {
    const links = await openDb().links.where('campaignId').anyOf(campaignIds).toArray();
    return { totals: totalOf(links.map(countsOf).filter((counts) => counts !== null)) };
  }, [campaignIds.join(' ')]);
  return <>{value === undefined ? null : clickSentences(value.totals).map((line) => <div key={line}>{line}</div>)}</>;
}
