export const nav = {
  nurtures: 'Campagnes',
  queue: 'File d’attente',
  contacts: 'Contacts',
  dashboard: 'Tableau de bord',
  settings: 'Réglages',
  journal: 'Journal',
} as const;
