import { Popup } from '@/components/popup/popup';
import { startPage } from '@/components/ui/page';
import type { PopupLook } from '@/lib/report/popup-look';

/** Draws the popup over its painted frame, once, when what it shows is read. Where that failed, the popup reads it itself and says so if it cannot. */
export function startPopup(reading: Promise<PopupLook>): Promise<void> {
  return startPage(reading.then((look) => () => <Popup look={look} />, () => () => <Popup />));
}
