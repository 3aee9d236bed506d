import { Component, render, type ComponentChildren, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '@/components/ui/styles';
import { Button } from '@/components/ui/button';
import { Toasts } from '@/components/ui/toast';
import { onceIdle } from '@/components/ui/use-live';
import { observe, openDb } from '@/lib/db/database';
import { REMEMBERED, remembered } from '@/components/ui/remembered';
import { readPreferences, type Preferences } from '@/lib/db/preferences';
import { applyLanguage, language, onLanguage, t } from '@/lib/i18n/index';

async function applyPreferences(preferences: Preferences): Promise<void> {
  const root = document.documentElement;
  if (preferences.theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = preferences.theme;
  await applyLanguage(preferences.language);
  root.lang = language();
}

/** Shows the page's own failure in plain words instead of an empty page. */
class Boundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <ReadFailed /> : this.props.children;
  }
}

/** Says that something could not be read, and what to do. */
export function ReadFailed() {
  return (
    <div class="empty" role="alert">
      <h2>{t('common.readFailed')}</h2>
      <p class="empty-text">{t('common.readFailedRemedy')}</p>
      <Button onClick={() => location.reload()}>{t('common.reload')}</Button>
    </div>
  );
}

function Page({ root: Root }: { root: ComponentType }) {
  const [code, setCode] = useState(language());
  useEffect(() => onLanguage(() => setCode(language())), []);
  return (
    <Boundary key={code}>
      <Root />
      <Toasts />
    </Boundary>
  );
}

/**
 * Draws an extension page: language and theme of the last time at once, those of the database as soon as they are read and
 * whenever they change in any page. `root` may still be on its way.
 */
export async function startPage(root: ComponentType | Promise<ComponentType>): Promise<void> {
  const [ready] = await Promise.all([root, applyPreferences(remembered())]);
  const place = document.getElementById('app');
  if (place === null) throw new Error('The page has no place to draw into');
  place.textContent = '';
  render(<Page root={ready} />, place);
  onceIdle(() => observe(
    () => readPreferences(openDb()),
    (preferences) => {
      localStorage.setItem(REMEMBERED, JSON.stringify(preferences));
      void applyPreferences(preferences);
    },
    () => undefined,
  ));
}
