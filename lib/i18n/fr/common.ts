export const common = {
  navigation: 'Principal',
  skipToContent: 'Aller au contenu',
  cancel: 'Annuler',
  close: 'Fermer',
  undo: 'Annuler',
  undoMoved: "Quelque chose s'est passé entre-temps : cette action ne peut plus être annulée.",
  unnamedPerson: 'un contact sans nom',
  readFailed: "Ceci n'a pas pu être lu dans la base de données.",
  readFailedRemedy: "Rechargez la page. Si cela persiste, redémarrez le navigateur : rien n'est perdu, et rien n'est envoyé entre-temps que la base ne connaisse.",
  reload: 'Recharger',
  twoZones: '{there} ({zone}) · {here} ici',
  notifications: 'Messages',
} as const;
