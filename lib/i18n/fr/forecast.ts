/** Ce que la prévision dit des limites et des jours. */
export const forecast = {
  day: { one: 'La limite par jour retient des messages {count} jour.', other: 'La limite par jour retient des messages {count} jours.' },
  week: { one: 'La limite par semaine retient des messages {count} jour.', other: 'La limite par semaine retient des messages {count} jours.' },
  hour: { one: 'La limite par heure retient des messages {count} jour.', other: 'La limite par heure retient des messages {count} jours.' },
  tenMinutes: { one: 'La limite pour dix minutes retient des messages {count} jour.', other: 'La limite pour dix minutes retient des messages {count} jours.' },
  profiles: { one: 'La limite de pages de profil retient des messages {count} jour.', other: 'La limite de pages de profil retient des messages {count} jours.' },
  slotLength: { one: 'Le créneau est trop court pour tout le monde {count} jour.', other: 'Les créneaux sont trop courts pour tout le monde {count} jours.' },
  person: { one: 'Le repos dû aux personnes après un message retient des messages {count} jour.', other: 'Le repos dû aux personnes après un message retient des messages {count} jours.' },
  stepOn: 'Message {number} : {day}',
  stepBetween: 'Message {number} : entre le {first} et le {last}',
  stepLater: 'Message {number} : pas dans les 30 prochains jours',
  missedCost: { one: '{name} : {count} créneau n’a pas eu lieu. La fin est prévue vers le {ends} au lieu du {could}.', other: '{name} : {count} créneaux n’ont pas eu lieu. La fin est prévue vers le {ends} au lieu du {could}.' },
  expected: 'Selon la prévision, vers {time}.',
};
