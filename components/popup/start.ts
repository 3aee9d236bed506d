import { Popup } from '@/components/popup/popup';
import { openDb } from '@/lib/db/database';
import { startPage } from '@/components/ui/page';

/** Draws the popup over its painted frame. The database is opened while the first drawing is on its way. */
export function startPopup(): Promise<void> {
  openDb().open().catch(() => undefined);
  return startPage(Popup);
}
