import { navigate } from '@/components/ui/route';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import type { Campaign } from '@/lib/domain/campaign';
import { displayName } from '@/lib/domain/contact';
import { healthOf } from '@/lib/domain/health';
import { archiveCampaign, duplicateCampaign, switchOff, switchOn, type CampaignRefusal } from '@/lib/engine/campaign-actions';
import { formatList } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';
import { healthSentence } from '@/components/nurtures/health-cell';

/** A refusal in plain words, each reason with what to do. */
export function refusalText(refusal: CampaignRefusal): string {
  switch (refusal.why) {
    case 'gone': return t('nurtures.gone');
    case 'archived': return t('nurtures.isArchived');
    case 'senderFixed': return t('nurtures.senderFixed');
    case 'invalid': return t('nurtures.invalid');
    case 'notReady': return refusal.reasons.map((reason) => `${t(`reasons.${reason}`)} ${t(`remedies.${reason}`)}`).join(' ');
  }
}

function sayRefusal(refusal: CampaignRefusal): void {
  showToast({ text: t('nurtures.refused', { why: refusalText(refusal) }), tint: 'bad' });
}

/** Switches a campaign on or off, says what follows and offers to take it back. */
export async function toggle(campaign: Pick<Campaign, 'id' | 'name'>, on: boolean): Promise<boolean> {
  const db = openDb();
  const now = Date.now();
  const { id, name } = campaign;
  const undo = async () => {
    await toggle(campaign, !on);
  };
  if (on) {
    const result = await switchOn(db, now, id);
    if (!result.ok) {
      sayRefusal(result);
      return false;
    }
    const health = healthOf({ campaign: result.campaign, hasSource: true, pending: 0, pendingLong: 0 }, now);
    showToast({ text: t('nurtures.switchedOn', { name, sentence: healthSentence(health, result.campaign.schedule.timeZone) }), undo });
  } else {
    const result = await switchOff(db, now, id);
    if (!result.ok) {
      sayRefusal(result);
      return false;
    }
    const people = (await db.contacts.bulkGet(result.underWay)).map((contact) => (contact === undefined ? t('common.unnamedPerson') : displayName(contact)));
    showToast({ text: people.length === 0 ? t('nurtures.switchedOff', { name }) : t('nurtures.switchedOffUnderWay', { name, person: formatList(people) }), undo });
  }
  pokeWorker();
  return true;
}

/** Copies a campaign as "NAME (copy)" and opens the copy in the editor. */
export async function duplicate(campaign: Campaign): Promise<void> {
  const result = await duplicateCampaign(openDb(), Date.now(), campaign.id, t('nurtures.copyName', { name: campaign.name }), () => crypto.randomUUID());
  if (!result.ok) return sayRefusal(result);
  showToast({ text: t('nurtures.duplicated', { name: result.campaign.name }) });
  navigate(['nurtures', result.campaign.id]);
}

/** Switches several campaigns, says how many and which could not, and offers to take it back. */
export async function toggleAll(campaigns: readonly Pick<Campaign, 'id' | 'name' | 'state'>[], on: boolean): Promise<void> {
  const db = openDb();
  const changing = campaigns.filter((campaign) => campaign.state !== 'archived' && (campaign.state === 'active') !== on);
  const done: Pick<Campaign, 'id' | 'name' | 'state'>[] = [];
  const refused: string[] = [];
  for (const campaign of changing) {
    const result = on ? await switchOn(db, Date.now(), campaign.id) : await switchOff(db, Date.now(), campaign.id);
    if (result.ok) done.push({ ...campaign, state: on ? 'active' : 'inactive' });
    else refused.push(`${campaign.name}: ${refusalText(result)}`);
  }
  pokeWorker();
  if (done.length > 0) showToast({ text: on ? t('nurtures.switchedOnMany', { count: done.length }) : t('nurtures.switchedOffMany', { count: done.length }), undo: () => toggleAll(done, !on) });
  if (refused.length > 0) showToast({ tint: 'bad', text: t('nurtures.refused', { why: refused.slice(0, 3).join(' ') }) });
}

/** Archives several campaigns; whoever calls has asked twice. */
export async function archiveAll(campaigns: readonly Pick<Campaign, 'id' | 'name'>[]): Promise<void> {
  let count = 0;
  for (const campaign of campaigns) if ((await archiveCampaign(openDb(), Date.now(), campaign.id)).ok) count += 1;
  showToast({ text: t('nurtures.archivedMany', { count }) });
  pokeWorker();
}
