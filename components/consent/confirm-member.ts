import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import type { MemberId } from '@/lib/domain/campaign';
import { confirmMember } from '@/lib/engine/member-actions';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

/** Confirms the member who was just shown as signed in, with a fresh seed; says so, or says why not. */
export async function confirmSignedIn(memberId: MemberId): Promise<void> {
  const result = await confirmMember(openDb(), Date.now(), memberId, crypto.randomUUID());
  if (result.ok) {
    pokeWorker();
    showToast({ text: t('popup.confirmed', { name: result.member.name }) });
    return;
  }
  showToast({ tint: 'bad', text: t(result.reason === 'signedInAsOther' ? 'popup.confirmOther' : 'popup.confirmOut') });
}
