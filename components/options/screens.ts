import type { ComponentType } from 'preact';
import type { IconName } from '@/components/ui/icon';

/** First part of the hash route of a screen, and the key of its name. */
export type ScreenName = 'nurtures' | 'queue' | 'contacts' | 'dashboard' | 'settings' | 'journal';

export interface Screen {
  name: ScreenName;
  icon: IconName;
  /** fetched when it is first shown; it reads its own route with `useRoute` */
  load: () => Promise<ComponentType>;
}

/** The screens of the options page in the order of the navigation; the first is shown when the route names none. */
export const SCREENS: readonly Screen[] = [
  { name: 'nurtures', icon: 'nurtures', load: async () => (await import('@/components/nurtures/nurtures-screen')).NurturesScreen },
  { name: 'queue', icon: 'queue', load: async () => (await import('@/components/queue/queue-screen')).QueueScreen },
  { name: 'contacts', icon: 'contacts', load: async () => (await import('@/components/contacts/contacts-screen')).ContactsScreen },
  { name: 'dashboard', icon: 'dashboard', load: async () => (await import('@/components/dashboard/dashboard-screen')).DashboardScreen },
  { name: 'settings', icon: 'settings', load: async () => (await import('@/components/settings/settings-screen')).SettingsScreen },
  { name: 'journal', icon: 'journal', load: async () => (await import('@/components/journal/journal-screen')).JournalScreen },
];
