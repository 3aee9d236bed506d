import { Popup } from '@/components/popup/popup';
import { startPage } from '@/components/ui/page';

/** Draws the popup over its painted frame. */
export function startPopup(): Promise<void> {
  return startPage(Popup);
}
