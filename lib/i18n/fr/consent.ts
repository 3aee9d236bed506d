/** Ce que le membre lit avant tout envoi. */
export const consent = {
  title: 'Avant tout envoi',
  intro: 'Nurtures envoie des messages depuis votre propre onglet LinkedIn, en votre nom, à vos propres relations. Lisez ce que cela signifie.',
  agreement: 'Le contrat d’utilisation de LinkedIn n’autorise pas l’envoi automatisé de messages. LinkedIn peut limiter, restreindre ou fermer un compte qui utilise un tel outil.',
  affiliation: 'Ce produit n’est ni fait, ni approuvé, ni soutenu par LinkedIn.',
  law: 'La loi du pays du destinataire sur la protection des données et les messages non sollicités s’applique, et la respecter est votre devoir : ayez une raison d’écrire, dites qui vous êtes, et arrêtez quand on vous le demande.',
  never: 'Il n’écrit jamais à qui n’est pas votre relation, ne résout jamais un contrôle de sécurité, ne se connecte jamais à votre place, ne lit pas les cookies, n’ouvre pas de fenêtre cachée, n’imite pas une main humaine et ne reprend jamais seul après un avertissement de LinkedIn.',
  privacy: 'Ce qui quitte ce navigateur, c’est le message lui-même et, seulement si vous l’avez réglé, les adresses des liens vers votre outil de suivi et des comptes avec empreintes à clé vers votre équipe. Les réponses restent sur cet appareil.',
  control: 'Vous pouvez tout mettre en pause à tout moment, depuis la fenêtre de l’extension ou toute page de Nurtures.',
  agree: 'J’ai compris et j’accepte',
  later: 'Pas maintenant',
  given: 'Vous avez accepté le {day}.',
  notGiven: 'Vous n’avez pas encore accepté : aucune campagne ne peut être activée.',
  read: 'Lire et accepter',
  done: 'Merci. Les campagnes peuvent maintenant être activées.',
} as const;
