/** Premier lancement. */
export const welcome = {
  title: 'Votre première campagne en trois minutes',
  intro: 'Une campagne est un message, ou quelques-uns, à des personnes que vous connaissez déjà, envoyé depuis votre propre onglet aux heures que vous choisissez.',
  consentStep: 'Lisez ce qu’il fait',
  consentHint: 'Ce que LinkedIn dit de tels outils, et ce qu’il ne fait jamais.',
  signInStep: 'Ouvrez LinkedIn et connectez-vous',
  signInHint: 'En votre nom, dans ce navigateur. Confirmez ensuite ici que des messages peuvent partir en votre nom.',
  signedInAs: 'Connecté en tant que {name}.',
  openLinkedIn: 'Ouvrir LinkedIn',
  confirm: 'Envoyer en tant que {name}',
  importStep: 'Importez vos relations',
  importHint: 'LinkedIn vous envoie Connections.csv : Préférences, Confidentialité des données, Obtenir une copie de vos données.',
  imported: { one: '{count} contact', other: '{count} contacts' },
  importAction: 'Importer des contacts',
  draftStep: 'Écrivez votre première campagne',
  draftHint: 'Chaque texte vous est montré avant l’envoi.',
} as const;
