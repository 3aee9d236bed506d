import '@/components/ui/styles';
import '@/components/popup/popup.css';
import { remembered } from '@/components/ui/remembered';
import { popupLook } from '@/lib/report/popup-look';

// The frame stands in the page itself and is painted before any of this is fetched. The database is read while the screens are still on their way.
const reading = popupLook();
void import('@/components/popup/start').then(({ startPopup }) => startPopup(reading));
const { theme } = remembered();
if (theme !== 'system') document.documentElement.dataset.theme = theme;
