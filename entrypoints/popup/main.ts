import { Popup } from '@/components/popup/popup';
import { startPage } from '@/components/ui/page';

void startPage(Popup);
