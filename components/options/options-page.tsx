import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import '@/components/options/options.css';
import { SCREENS, type Screen } from '@/components/options/screens';
import { NavPause, StatusStrip } from '@/components/pause/status-strip';
import { Icon } from '@/components/ui/icon';
import { ReadFailed } from '@/components/ui/page';
import { hashOf, useRoute } from '@/components/ui/route';
import { t } from '@/lib/i18n/index';

const loaded = new Map<string, ComponentType>();

/** The screen's component once it has been fetched; the one before stays while the next is on its way. */
function useScreen(screen: Screen | undefined): { Shown: ComponentType | undefined; failed: boolean } {
  const [state, setState] = useState<{ name: string; failed: boolean }>({ name: '', failed: false });
  useEffect(() => {
    if (screen === undefined) return;
    let stale = false;
    screen.load().then(
      (component) => {
        loaded.set(screen.name, component);
        if (!stale) setState({ name: screen.name, failed: false });
      },
      () => {
        if (!stale) setState({ name: screen.name, failed: true });
      },
    );
    return () => {
      stale = true;
    };
  }, [screen]);
  return { Shown: loaded.get(screen?.name ?? '') ?? loaded.get(state.name), failed: state.failed };
}

/** The options page: navigation on the left, the screen the hash names on the right. */
export function OptionsPage() {
  const route = useRoute();
  const screen = SCREENS.find((candidate) => candidate.name === route.path[0]) ?? SCREENS[0];
  const { Shown, failed } = useScreen(screen);
  const main = useRef<HTMLElement>(null);
  const title = screen === undefined ? 'Nurtures' : t(`nav.${screen.name}`);
  useEffect(() => {
    document.title = title === 'Nurtures' ? title : `${title} – Nurtures`;
  }, [title]);

  return (
    <div class="options">
      <a
        class="skip-link" href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('common.skipToContent')}
      </a>
      <nav class="options-nav" aria-label={t('common.navigation')}>
        <div class="options-brand" aria-hidden="true"><img src="/icon/32.png" alt="" width="20" height="20" /><span>Nurtures</span></div>
        <ul>
          {SCREENS.map(({ name, icon }) => (
            <li key={name}>
              <a class="options-link" href={hashOf([name])} {...(screen?.name === name ? { 'aria-current': 'page' as const } : {})}>
                <Icon name={icon} size={16} />{t(`nav.${name}`)}
              </a>
            </li>
          ))}
        </ul>
        <div class="options-nav-foot"><NavPause /></div>
      </nav>
      <div class="options-content">
        <StatusStrip />
        <main id="main" class="options-main" ref={main} tabIndex={-1}>
          {failed ? <ReadFailed /> : Shown === undefined ? null : <Shown />}
        </main>
      </div>
    </div>
  );
}
