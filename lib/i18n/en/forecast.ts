/** What the forecast says of limits and days. */
export const forecast = {
  day: { one: 'The daily limit binds on {count} day.', other: 'The daily limit binds on {count} days.' },
  week: { one: 'The weekly limit binds on {count} day.', other: 'The weekly limit binds on {count} days.' },
  hour: { one: 'The hourly limit binds on {count} day.', other: 'The hourly limit binds on {count} days.' },
  tenMinutes: { one: 'The limit for ten minutes binds on {count} day.', other: 'The limit for ten minutes binds on {count} days.' },
  profiles: { one: 'The limit of profile pages binds on {count} day.', other: 'The limit of profile pages binds on {count} days.' },
  slotLength: { one: 'The slot is too short for everyone on {count} day.', other: 'The slots are too short for everyone on {count} days.' },
  person: { one: 'People need their rest from earlier messages on {count} day.', other: 'People need their rest from earlier messages on {count} days.' },
  stepOn: 'Message {number}: {day}',
  stepBetween: 'Message {number}: between {first} and {last}',
  stepLater: 'Message {number}: not in the next 30 days',
  missedCost: { one: '{name}: {count} slot did not run. It ends about {ends} instead of {could}.', other: '{name}: {count} slots did not run. It ends about {ends} instead of {could}.' },
  expected: 'By the forecast about {time}.',
} as const;
