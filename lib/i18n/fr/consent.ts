/** Ce que le membre lit avant tout envoi. */
export const consent = {
  title: 'Avant tout envoi',
  intro: 'Nurtures envoie des messages depuis votre propre onglet LinkedIn, en votre nom, à vos propres relations.',
  agreement: 'Le contrat d’utilisation de LinkedIn n’autorise pas l’envoi automatisé de messages. LinkedIn peut limiter, restreindre ou fermer un compte qui utilise un tel outil.',
  affiliation: 'Ce produit n’est ni fait, ni approuvé, ni soutenu par LinkedIn.',
  law: 'La loi du pays du destinataire sur la protection des données et les messages non sollicités s’applique, et la respecter est votre devoir : ayez une raison d’écrire, dites qui vous êtes, et arrêtez quand on vous le demande.',
  never: 'Il n’écrit qu’à vos propres relations. Jamais il ne résout un contrôle de sécurité, ne se connecte à votre place, ne lit les cookies, ne cache sa fenêtre, n’imite une main humaine ni ne reprend seul après un avertissement de LinkedIn.',
  privacy: 'Seul le message quitte ce navigateur et, si vous les avez réglés, les adresses des liens vers votre outil de suivi et des comptes avec empreintes à clé vers votre équipe. Les réponses restent sur cet appareil.',
  control: 'Vous pouvez tout mettre en pause à tout moment, depuis la fenêtre de l’extension et chaque page.',
  agree: 'J’ai compris et j’accepte',
  later: 'Pas maintenant',
  given: 'Vous avez accepté le {day}.',
  notGiven: 'Vous n’avez pas encore accepté : aucune campagne ne peut être activée.',
  read: 'Lire et accepter',
  done: 'Merci. Rien ne part tant que vous n’activez pas une campagne.',
} as const;
