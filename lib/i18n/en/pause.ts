/** Pause everything. */
export const pause = {
  everything: 'Pause everything',
  resume: 'Resume',
  since: 'Paused by you since {since}',
  until: 'Paused by you since {since}, until {until}',
  started: 'Everything is paused.',
  onItsWay: 'Everything is paused. One message to {name} was already on its way.',
  onTheirWay: { one: 'Everything is paused. {count} message was already on its way.', other: 'Everything is paused. {count} messages were already on their way.' },
  resumed: 'Nurtures go on at their next slot. Nothing is made up for.',
} as const;
