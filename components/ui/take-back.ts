import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { takeBack, type TakeBack } from '@/lib/engine/take-back';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

/**
 * Takes an act back, or says that something has happened since. `instead`: what comes nearest to it then, such as the withdrawal of an
 * approval; it says whether it could be done.
 */
export async function takeItBack(back: TakeBack, instead?: () => Promise<{ ok: boolean }>): Promise<void> {
  const exactly = await takeBack(openDb(), Date.now(), back);
  const { ok } = exactly.ok || instead === undefined ? exactly : await instead();
  pokeWorker();
  if (!ok) showToast({ tint: 'bad', text: t('common.undoMoved') });
}
