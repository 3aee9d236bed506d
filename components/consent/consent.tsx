import '@/components/consent/consent.css';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Icon, type IconName } from '@/components/ui/icon';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { giveConsent } from '@/lib/engine/consent-actions';
import { language, t } from '@/lib/i18n/index';
import type { TextKey } from '@/lib/i18n/texts';
import { pokeWorker } from '@/lib/platform/worker-poke';

type Point = Extract<TextKey, 'consent.agreement' | 'consent.affiliation' | 'consent.law' | 'consent.never' | 'consent.privacy' | 'consent.control'>;

const POINTS: readonly { text: Point; icon: IconName; strong?: boolean }[] = [
  { text: 'consent.agreement', icon: 'warnings', strong: true },
  { text: 'consent.affiliation', icon: 'info' },
  { text: 'consent.law', icon: 'globe' },
  { text: 'consent.never', icon: 'ban' },
  { text: 'consent.privacy', icon: 'shield' },
  { text: 'consent.control', icon: 'pause' },
];

/** The whole wording the member agrees to. */
export function ConsentText() {
  return (
    <div class="stack">
      <p>{t('consent.intro')}</p>
      <ul class="consent-points">
        {POINTS.map(({ text, icon, strong }) => <li key={text} class={strong === true ? 'consent-strong' : ''}><Icon name={icon} /><span>{t(text)}</span></li>)}
      </ul>
    </div>
  );
}

/** Records the consent of whoever reads this page, in the language it is shown in. */
export async function agree(): Promise<void> {
  await giveConsent(openDb(), Date.now(), language());
  pokeWorker();
  showToast({ text: t('consent.done') });
}

/** Asks for consent; `onClose` is called after either answer. */
export function ConsentDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      title={t('consent.title')} onClose={onClose}
      actions={<>
        <Button onClick={onClose}>{t('consent.later')}</Button>
        <Button variant="primary" onClick={() => void agree().then(onClose)}>{t('consent.agree')}</Button>
      </>}
    >
      <ConsentText />
    </Dialog>
  );
}
