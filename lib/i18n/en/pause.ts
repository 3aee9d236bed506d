/** Pause everything. */
export const pause = {
  everything: 'Pause everything',
  resume: 'Resume',
  since: 'Paused by you since {since}',
  until: 'Paused by you since {since}, until {until}',
  end: 'until',
  endLabel: 'Paused until',
  endHint: 'Optional: nurtures go on by themselves with the first slot of that day.',
  endsOn: 'Paused until {date}. Nurtures go on with the first slot of that day.',
  endsByHand: 'Paused until you resume.',
  endPast: 'Choose a day after today.',
  started: 'Everything is paused.',
  onItsWay: 'Everything is paused. One message to {name} was already on its way.',
  onTheirWay: { one: 'Everything is paused. {count} message was already on its way.', other: 'Everything is paused. {count} messages were already on their way.' },
  resumed: 'Nurtures go on at their next slot. Nothing is made up for.',
} as const;
