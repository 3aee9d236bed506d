import '@/components/ui/styles';
import '@/components/popup/popup.css';
import { remembered } from '@/components/ui/remembered';

// The frame stands in the page itself and is painted before any of this is fetched. The database is read while the screens are still on their way.
const screens = import('@/components/popup/start');
const reading = import('@/lib/report/popup-look').then(({ popupLook }) => popupLook());
void screens.then(({ startPopup }) => startPopup(reading));
const { theme } = remembered();
if (theme !== 'system') document.documentElement.dataset.theme = theme;
