import '@/components/ui/styles';
import '@/components/popup/popup.css';
import { remembered } from '@/components/ui/remembered';

// The frame stands in the page itself and is painted before any of the rest is fetched; only its theme is needed for that.
const { theme } = remembered();
if (theme !== 'system') document.documentElement.dataset.theme = theme;
void import('@/components/popup/start').then(({ startPopup }) => startPopup());
