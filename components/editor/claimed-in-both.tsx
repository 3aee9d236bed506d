import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import { displayName } from '@/lib/domain/contact';
import { claimedInBoth } from '@/lib/engine/campaign-actions';
import { formatList } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** Before a renaming is saved: who would be in two nurtures of one program and name, and so stays with the other. */
export function ClaimedInBoth({ campaign, name, program }: { campaign: Campaign; name: string; program: string }) {
  const renamed = nameKey(name) !== nameKey(campaign.name) || nameKey(program) !== nameKey(campaign.program);
  const { value: people = [] } = useLive(() => (renamed ? claimedInBoth(openDb(), campaign.id, { name, program }) : Promise.resolve([])), [campaign.id, name, program, renamed]);
  if (people.length === 0) return null;
  return <p class="editor-note" role="status">{t('editor.claimedInBoth', { count: people.length, names: formatList(people.map((contact) => displayName(contact) || t('common.unnamedPerson'))) })}</p>;
}
