import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import { displayName } from '@/lib/domain/contact';
import { claimedInBoth, type ClaimedTwice } from '@/lib/engine/campaign-actions';
import { t } from '@/lib/i18n/index';

/** Names shown at once; who more there are is one click away. */
const SHOWN = 8;

/** Where a person stays: they are grouped by it. */
type Place = 'claimedStayHere' | 'claimedStayThere' | 'claimedStayArchived';

function placeOf({ staysIn, other }: ClaimedTwice): Place {
  if (staysIn === 'this') return 'claimedStayHere';
  return other.state === 'archived' ? 'claimedStayArchived' : 'claimedStayThere';
}

function Group({ place, people }: { place: Place; people: readonly ClaimedTwice[] }) {
  if (people.length === 0) return null;
  const names = people.map(({ contact }) => displayName(contact) || t('common.unnamedPerson'));
  return (
    <li>
      {t(`editor.${place}`, { count: people.length })} {names.slice(0, SHOWN).join(', ')}
      {names.length <= SHOWN ? null : <details class="claimed-more"><summary>{t('editor.claimedMore', { count: names.length - SHOWN })}</summary>{names.slice(SHOWN).join(', ')}</details>}
    </li>
  );
}

/** Before a renaming is saved: who would be in two nurtures of one program and name, and with which of them each stays. */
export function ClaimedInBoth({ campaign, name, program }: { campaign: Campaign; name: string; program: string }) {
  const renamed = nameKey(name) !== nameKey(campaign.name) || nameKey(program) !== nameKey(campaign.program);
  const { value: people = [] } = useLive(() => (renamed ? claimedInBoth(openDb(), campaign.id, { name, program }) : Promise.resolve([])), [campaign.id, name, program, renamed]);
  if (!renamed || people.length === 0) return null;
  return (
    <div class="editor-note" role="status">
      {t('editor.claimedInBoth', { count: people.length })}
      <ul class="claimed-places">
        {(['claimedStayThere', 'claimedStayArchived', 'claimedStayHere'] as const).map((place) => <Group key={place} place={place} people={people.filter((one) => placeOf(one) === place)} />)}
      </ul>
    </div>
  );
}
