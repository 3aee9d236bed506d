import { OptionsPage } from '@/components/options/options-page';
import { startPage } from '@/components/ui/page';

void startPage(OptionsPage);
