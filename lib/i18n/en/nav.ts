/** Names of the screens in the navigation. */
export const nav = {
  nurtures: 'Nurtures',
  queue: 'Queue',
  contacts: 'Contacts',
  dashboard: 'Dashboard',
  settings: 'Settings',
  journal: 'Journal',
} as const;
