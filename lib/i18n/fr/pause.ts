/** Tout mettre en pause. */
export const pause = {
  everything: 'Tout mettre en pause',
  resume: 'Reprendre',
  since: 'En pause à votre demande depuis {since}',
  until: 'En pause à votre demande depuis {since}, jusqu’au {until}',
  end: 'jusqu’au',
  endLabel: 'En pause jusqu’au',
  endHint: 'Facultatif : les campagnes reprennent seules au premier créneau de ce jour.',
  endsOn: 'En pause jusqu’au {date}. Les campagnes reprennent au premier créneau de ce jour.',
  endsByHand: 'En pause jusqu’à ce que vous repreniez.',
  endPast: 'Choisissez un jour après aujourd’hui.',
  started: 'Tout est en pause.',
  onItsWay: 'Tout est en pause. Un message à {name} était déjà parti.',
  onTheirWay: { one: 'Tout est en pause. {count} message était déjà parti.', other: 'Tout est en pause. {count} messages étaient déjà partis.' },
  resumed: 'Les campagnes reprennent à leur prochain créneau. Rien n’est rattrapé.',
} as const;
