import type { Locale } from './switches.ts';

/** The interface's words in one language. `{name}`, `{time}`, `{n}`, `{text}`, `{date}` are filled in by the page. */
export interface Words {
  readonly composer: string; readonly send: string; readonly message: string; readonly more: string; readonly me: string;
  readonly home: string; readonly network: string; readonly jobs: string; readonly messaging: string; readonly notifications: string;
  readonly pending: string; readonly pendingLabel: string; readonly connect: string; readonly invite: string; readonly follow: string; readonly following: string; readonly followName: string;
  readonly degree1: string; readonly degree2: string; readonly degree3: string; readonly degreeConnection: string;
  readonly newMessage: string; readonly recipients: string; readonly recipientsPlaceholder: string; readonly remove: string;
  readonly sentAt: string; readonly sending: string; readonly viewProfile: string; readonly openProfile: string; readonly sentFollowing: string;
  readonly you: string; readonly unread: string; readonly conversations: string; readonly loadMore: string; readonly options: string; readonly select: string;
  readonly sendOptions: string; readonly pressEnter: string; readonly clickSend: string; readonly attachImage: string; readonly attachFile: string;
  readonly gif: string; readonly emoji: string; readonly replyWith: string; readonly minimize: string; readonly close: string; readonly closeDraft: string;
  readonly failed: string; readonly retry: string; readonly connectedOn: string; readonly connected: string; readonly connections: string; readonly searchByName: string;
  readonly sortBy: string; readonly moreActions: string; readonly tryAgain: string; readonly wrong: string; readonly contactInfo: string;
  readonly sendProfile: string; readonly savePdf: string; readonly removeConnection: string; readonly report: string; readonly about: string;
  readonly moreProfiles: string; readonly mayKnow: string; readonly notificationsCount: string; readonly premium: string; readonly premiumAny: string;
  readonly subject: string; readonly credits: string; readonly noCredits: string; readonly shareInfo: string; readonly shareNo: string; readonly shareYes: string;
  readonly typing: string; readonly edited: string; readonly recalled: string; readonly sayHello: string; readonly senderWarning: string;
  readonly blocked: string; readonly notConnected: string; readonly wantsToConnect: string; readonly accept: string; readonly ignore: string; readonly editIntro: string; readonly showMore: string;
  readonly sendMessageTo: string; readonly dismiss: string; readonly signIn: string;
}

const en: Words = {
  composer: 'Write a message…', send: 'Send', message: 'Message', more: 'More', me: 'Me', home: 'Home', network: 'My Network', jobs: 'Jobs',
  messaging: 'Messaging', notifications: 'Notifications', pending: 'Pending', pendingLabel: 'Pending, click to withdraw invitation sent to {name}',
  connect: 'Connect', invite: 'Invite {name} to connect', follow: 'Follow', following: 'Following', followName: 'Follow {name}', degree1: '1st', degree2: '2nd', degree3: '3rd',
  degreeConnection: '{degree} degree connection', newMessage: 'New message', recipients: 'Enter message recipients',
  recipientsPlaceholder: 'Type a name or multiple names', remove: 'Remove {name}', sentAt: 'Sent at {date}, {time}', sending: 'Sending',
  viewProfile: 'View {name}’s profile', openProfile: 'Open {name}’s profile', sentFollowing: '{name} sent the following message at {time}',
  you: 'You:', unread: '{n} unread message(s)', conversations: 'Conversation List', loadMore: 'Load more conversations',
  options: 'Open the options list in your conversation with {name}', select: 'Select conversation with {name}', sendOptions: 'Open send options',
  pressEnter: 'Press Enter to Send', clickSend: 'Click Send', attachImage: 'Attach an image to your conversation with {name}',
  attachFile: 'Attach a file to your conversation with {name}', gif: 'Open GIF Keyboard', emoji: 'Open Emoji Keyboard',
  replyWith: 'Reply to conversation with {text}', minimize: 'Minimize your conversation with {name}', close: 'Close your conversation with {name}',
  closeDraft: 'Close your draft conversation', failed: 'Failed to send', retry: 'Retry', connectedOn: 'Connected on {date}', connected: 'Connected {date}',
  connections: '{n} connections', searchByName: 'Search by name', sortBy: 'Sort by: Recently added', moreActions: 'More actions for {name}',
  tryAgain: 'Try again', wrong: 'Something went wrong', contactInfo: 'Contact info', sendProfile: 'Send profile in a message', savePdf: 'Save to PDF',
  removeConnection: 'Remove connection', report: 'Report / Block', about: 'About this member', moreProfiles: 'More profiles for you',
  mayKnow: 'People you may know', notificationsCount: '{n} notifications', premium: 'Message {name} with Premium',
  premiumAny: 'With Premium, you can message anyone', subject: 'Subject (optional)', credits: 'Use 1 of {n} InMail credits', noCredits: 'You have no InMail credits left',
  shareInfo: 'Share your contact info?', shareNo: 'No, don’t share', shareYes: 'Yes, please share', typing: '{name} is typing', edited: 'Edited',
  recalled: 'This message has been deleted.', sayHello: 'Say hello', senderWarning: 'Messages like this are often reported as unwanted',
  blocked: 'You can no longer reply to this conversation', notConnected: '{name} isn’t a connection', wantsToConnect: '{name} wants to connect',
  accept: 'Accept', ignore: 'Ignore', editIntro: 'Edit intro', showMore: 'Show more results', sendMessageTo: 'Send a message to {name}', dismiss: 'Dismiss', signIn: 'Sign in',
};

const fr: Words = {
  composer: 'Rédigez un message…', send: 'Envoyer', message: 'Message', more: 'Plus', me: 'Vous', home: 'Accueil', network: 'Réseau',
  jobs: 'Emplois', messaging: 'Messagerie', notifications: 'Notifications', pending: 'En attente',
  pendingLabel: 'En attente, cliquez pour retirer l’invitation envoyée à {name}', connect: 'Se connecter',
  invite: 'Inviter {name} à rejoindre votre réseau', follow: 'Suivre', following: 'Suivi', followName: 'Suivre {name}', degree1: '1er',
  degree2: '2e', degree3: '3e et +', degreeConnection: 'Relation de {degree} niveau', newMessage: 'Nouveau message',
  recipients: 'Saisissez les destinataires du message', recipientsPlaceholder: 'Saisissez un ou plusieurs noms', remove: 'Supprimer {name}',
  sentAt: 'Envoyé le {date} à {time}', sending: 'Envoi en cours', viewProfile: 'Voir le profil de {name}', openProfile: 'Ouvrir le profil de {name}',
  sentFollowing: '{name} a envoyé le message suivant à {time}', you: 'Vous :', unread: '{n} message(s) non lu(s)',
  conversations: 'Liste des conversations', loadMore: 'Charger plus de conversations',
  options: 'Ouvrir la liste des options de votre conversation avec {name}', select: 'Sélectionner la conversation avec {name}',
  sendOptions: 'Ouvrir les options d’envoi', pressEnter: 'Appuyer sur Entrée pour envoyer', clickSend: 'Cliquer sur Envoyer',
  attachImage: 'Joindre une image à votre conversation avec {name}', attachFile: 'Joindre un fichier à votre conversation avec {name}',
  gif: 'Ouvrir le clavier GIF', emoji: 'Ouvrir le clavier emoji', replyWith: 'Répondre à la conversation par {text}',
  minimize: 'Réduire votre conversation avec {name}', close: 'Fermer votre conversation avec {name}',
  closeDraft: 'Fermer votre brouillon de conversation', failed: 'Échec de l’envoi', retry: 'Réessayer', connectedOn: 'Connecté le {date}',
  connected: 'Connecté {date}', connections: '{n} relations', searchByName: 'Rechercher par nom', sortBy: 'Trier par : Ajout récent',
  moreActions: 'Plus d’actions pour {name}', tryAgain: 'Réessayer', wrong: 'Une erreur s’est produite', contactInfo: 'Coordonnées',
  sendProfile: 'Envoyer le profil dans un message', savePdf: 'Enregistrer au format PDF', removeConnection: 'Supprimer la relation',
  report: 'Signaler / Bloquer', about: 'À propos de ce membre', moreProfiles: 'Plus de profils pour vous',
  mayKnow: 'Personnes que vous pourriez connaître', notificationsCount: '{n} notifications', premium: 'Contactez {name} avec Premium',
  premiumAny: 'Avec Premium, vous pouvez écrire à tout le monde', subject: 'Objet (facultatif)', credits: 'Utiliser 1 de vos {n} crédits InMail',
  noCredits: 'Vous n’avez plus de crédits InMail', shareInfo: 'Partager vos coordonnées ?', shareNo: 'Non, ne pas partager',
  shareYes: 'Oui, partager', typing: '{name} est en train d’écrire', edited: 'Modifié', recalled: 'Ce message a été supprimé.',
  sayHello: 'Dites bonjour', senderWarning: 'Les messages de ce type sont souvent signalés comme indésirables',
  blocked: 'Vous ne pouvez plus répondre à cette conversation', notConnected: '{name} ne fait pas partie de vos relations',
  wantsToConnect: '{name} souhaite se connecter', accept: 'Accepter', ignore: 'Ignorer', editIntro: 'Modifier l’intro',
  showMore: 'Afficher plus de résultats', sendMessageTo: 'Envoyer un message à {name}', dismiss: 'Ignorer', signIn: 'S’identifier',
};

const de: Words = {
  composer: 'Nachricht verfassen…', send: 'Senden', message: 'Nachricht', more: 'Mehr', me: 'Sie', home: 'Start', network: 'Ihr Netzwerk',
  jobs: 'Jobs', messaging: 'Nachrichten', notifications: 'Mitteilungen', pending: 'Ausstehend',
  pendingLabel: 'Ausstehend, klicken Sie, um die Einladung an {name} zurückzuziehen', connect: 'Vernetzen', invite: '{name} als Kontakt einladen',
  follow: 'Folgen', following: 'Folge ich', followName: '{name} folgen', degree1: '1.', degree2: '2.', degree3: '3.+',
  degreeConnection: 'Kontakt {degree} Grades', newMessage: 'Neue Nachricht', recipients: 'Empfänger der Nachricht eingeben',
  recipientsPlaceholder: 'Einen oder mehrere Namen eingeben', remove: '{name} entfernen', sentAt: 'Gesendet am {date}, {time}',
  sending: 'Wird gesendet', viewProfile: 'Profil von {name} anzeigen', openProfile: 'Profil von {name} öffnen',
  sentFollowing: '{name} hat um {time} die folgende Nachricht gesendet', you: 'Sie:', unread: '{n} ungelesene Nachricht(en)',
  conversations: 'Unterhaltungsliste', loadMore: 'Weitere Unterhaltungen laden', options: 'Optionsliste in Ihrer Unterhaltung mit {name} öffnen',
  select: 'Unterhaltung mit {name} auswählen', sendOptions: 'Sendeoptionen öffnen', pressEnter: 'Zum Senden Eingabetaste drücken',
  clickSend: 'Auf „Senden“ klicken', attachImage: 'Bild an Ihre Unterhaltung mit {name} anhängen',
  attachFile: 'Datei an Ihre Unterhaltung mit {name} anhängen', gif: 'GIF-Tastatur öffnen', emoji: 'Emoji-Tastatur öffnen',
  replyWith: 'Auf die Unterhaltung mit {text} antworten', minimize: 'Unterhaltung mit {name} minimieren', close: 'Unterhaltung mit {name} schließen',
  closeDraft: 'Entwurf schließen', failed: 'Senden fehlgeschlagen', retry: 'Erneut senden', connectedOn: 'Kontakt seit {date}',
  connected: 'Vernetzt {date}', connections: '{n} Kontakte', searchByName: 'Nach Name suchen', sortBy: 'Sortieren nach: Zuletzt hinzugefügt',
  moreActions: 'Weitere Aktionen für {name}', tryAgain: 'Erneut versuchen', wrong: 'Etwas ist schiefgelaufen', contactInfo: 'Kontaktinfo',
  sendProfile: 'Profil in einer Nachricht senden', savePdf: 'Als PDF speichern', removeConnection: 'Kontakt entfernen',
  report: 'Melden / Blockieren', about: 'Über dieses Mitglied', moreProfiles: 'Weitere Profile für Sie',
  mayKnow: 'Personen, die Sie vielleicht kennen', notificationsCount: '{n} Mitteilungen', premium: '{name} mit Premium eine Nachricht senden',
  premiumAny: 'Mit Premium können Sie allen schreiben', subject: 'Betreff (optional)', credits: '1 von {n} InMail-Guthaben verwenden',
  noCredits: 'Sie haben kein InMail-Guthaben mehr', shareInfo: 'Kontaktinformationen teilen?', shareNo: 'Nein, nicht teilen',
  shareYes: 'Ja, bitte teilen', typing: '{name} schreibt', edited: 'Bearbeitet', recalled: 'Diese Nachricht wurde gelöscht.',
  sayHello: 'Sagen Sie Hallo', senderWarning: 'Nachrichten wie diese werden oft als unerwünscht gemeldet',
  blocked: 'Sie können auf diese Unterhaltung nicht mehr antworten', notConnected: '{name} gehört nicht zu Ihren Kontakten',
  wantsToConnect: '{name} möchte sich vernetzen', accept: 'Annehmen', ignore: 'Ignorieren', editIntro: 'Intro bearbeiten',
  showMore: 'Weitere Ergebnisse anzeigen', sendMessageTo: 'Nachricht an {name} senden', dismiss: 'Verwerfen', signIn: 'Einloggen',
};

const es: Words = {
  composer: 'Escribe un mensaje…', send: 'Enviar', message: 'Mensaje', more: 'Más', me: 'Yo', home: 'Inicio', network: 'Mi red', jobs: 'Empleos',
  messaging: 'Mensajes', notifications: 'Notificaciones', pending: 'Pendiente',
  pendingLabel: 'Pendiente, haz clic para retirar la invitación enviada a {name}', connect: 'Conectar', invite: 'Invitar a {name} a conectar',
  follow: 'Seguir', following: 'Siguiendo', followName: 'Seguir a {name}', degree1: '1.º', degree2: '2.º', degree3: '3.º o más',
  degreeConnection: 'Contacto de {degree} grado', newMessage: 'Mensaje nuevo', recipients: 'Introduce los destinatarios del mensaje',
  recipientsPlaceholder: 'Escribe uno o varios nombres', remove: 'Eliminar a {name}', sentAt: 'Enviado el {date}, {time}', sending: 'Enviando',
  viewProfile: 'Ver el perfil de {name}', openProfile: 'Abrir el perfil de {name}', sentFollowing: '{name} envió el siguiente mensaje a las {time}',
  you: 'Tú:', unread: '{n} mensaje(s) sin leer', conversations: 'Lista de conversaciones', loadMore: 'Cargar más conversaciones',
  options: 'Abrir la lista de opciones de tu conversación con {name}', select: 'Seleccionar la conversación con {name}',
  sendOptions: 'Abrir opciones de envío', pressEnter: 'Pulsar Intro para enviar', clickSend: 'Hacer clic en Enviar',
  attachImage: 'Adjuntar una imagen a tu conversación con {name}', attachFile: 'Adjuntar un archivo a tu conversación con {name}',
  gif: 'Abrir el teclado de GIF', emoji: 'Abrir el teclado de emojis', replyWith: 'Responder a la conversación con {text}',
  minimize: 'Minimizar tu conversación con {name}', close: 'Cerrar tu conversación con {name}', closeDraft: 'Cerrar tu borrador de conversación',
  failed: 'No se ha podido enviar', retry: 'Reintentar', connectedOn: 'Conectado el {date}', connected: 'Conectado {date}',
  connections: '{n} contactos', searchByName: 'Buscar por nombre', sortBy: 'Ordenar por: Añadidos recientemente',
  moreActions: 'Más acciones para {name}', tryAgain: 'Intentar de nuevo', wrong: 'Algo ha salido mal', contactInfo: 'Información de contacto',
  sendProfile: 'Enviar perfil en un mensaje', savePdf: 'Guardar como PDF', removeConnection: 'Eliminar contacto', report: 'Denunciar / Bloquear',
  about: 'Acerca de este miembro', moreProfiles: 'Más perfiles para ti', mayKnow: 'Personas que podrías conocer',
  notificationsCount: '{n} notificaciones', premium: 'Envía un mensaje a {name} con Premium', premiumAny: 'Con Premium puedes escribir a cualquiera',
  subject: 'Asunto (opcional)', credits: 'Usar 1 de {n} créditos InMail', noCredits: 'No te quedan créditos InMail',
  shareInfo: '¿Compartir tu información de contacto?', shareNo: 'No, no compartir', shareYes: 'Sí, compartir', typing: '{name} está escribiendo',
  edited: 'Editado', recalled: 'Este mensaje se ha eliminado.', sayHello: 'Saluda',
  senderWarning: 'Los mensajes como este suelen denunciarse como no deseados', blocked: 'Ya no puedes responder a esta conversación',
  notConnected: '{name} no es un contacto', wantsToConnect: '{name} quiere conectar', accept: 'Aceptar', ignore: 'Ignorar',
  editIntro: 'Editar presentación', showMore: 'Mostrar más resultados', sendMessageTo: 'Enviar un mensaje a {name}', dismiss: 'Descartar',
  signIn: 'Iniciar sesión',
};

const pt: Words = {
  composer: 'Escreva uma mensagem…', send: 'Enviar', message: 'Mensagem', more: 'Mais', me: 'Eu', home: 'Início', network: 'Minha rede',
  jobs: 'Vagas', messaging: 'Mensagens', notifications: 'Notificações', pending: 'Pendente',
  pendingLabel: 'Pendente, clique para retirar o convite enviado a {name}', connect: 'Conectar', invite: 'Convidar {name} para se conectar',
  follow: 'Seguir', following: 'Seguindo', followName: 'Seguir {name}', degree1: '1º', degree2: '2º', degree3: '3º+',
  degreeConnection: 'Conexão de {degree} grau', newMessage: 'Nova mensagem', recipients: 'Insira os destinatários da mensagem',
  recipientsPlaceholder: 'Digite um ou mais nomes', remove: 'Remover {name}', sentAt: 'Enviado em {date}, {time}', sending: 'Enviando',
  viewProfile: 'Ver perfil de {name}', openProfile: 'Abrir o perfil de {name}',
  sentFollowing: '{name} enviou a(s) seguinte(s) mensagem(ns) às {time}', you: 'Você:', unread: '{n} mensagem(ns) não lida(s)',
  conversations: 'Lista de conversas', loadMore: 'Carregar mais conversas', options: 'Abrir a lista de opções da sua conversa com {name}',
  select: 'Selecionar conversa com {name}', sendOptions: 'Abrir opções de envio', pressEnter: 'Pressionar Enter para enviar',
  clickSend: 'Clicar em Enviar', attachImage: 'Anexar uma imagem à sua conversa com {name}',
  attachFile: 'Anexar um arquivo à sua conversa com {name}', gif: 'Abrir teclado de GIF', emoji: 'Abrir teclado de emojis',
  replyWith: 'Responder à conversa com {text}', minimize: 'Minimizar sua conversa com {name}', close: 'Fechar sua conversa com {name}',
  closeDraft: 'Fechar seu rascunho de conversa', failed: 'Falha ao enviar', retry: 'Tentar novamente', connectedOn: 'Conexão desde {date}',
  connected: 'Conectado {date}', connections: '{n} conexões', searchByName: 'Pesquisar por nome',
  sortBy: 'Classificar por: Adicionados recentemente', moreActions: 'Mais ações para {name}', tryAgain: 'Tente novamente', wrong: 'Algo deu errado',
  contactInfo: 'Informações de contato', sendProfile: 'Enviar perfil em uma mensagem', savePdf: 'Salvar como PDF',
  removeConnection: 'Remover conexão', report: 'Denunciar / Bloquear', about: 'Sobre este usuário', moreProfiles: 'Mais perfis para você',
  mayKnow: 'Pessoas que talvez você conheça', notificationsCount: '{n} notificações', premium: 'Envie mensagem a {name} com o Premium',
  premiumAny: 'Com o Premium, você pode enviar mensagens a qualquer pessoa', subject: 'Assunto (opcional)',
  credits: 'Usar 1 de {n} créditos de InMail', noCredits: 'Você não tem mais créditos de InMail',
  shareInfo: 'Compartilhar suas informações de contato?', shareNo: 'Não, não compartilhar', shareYes: 'Sim, compartilhar',
  typing: '{name} está digitando', edited: 'Editada', recalled: 'Esta mensagem foi excluída.', sayHello: 'Diga olá',
  senderWarning: 'Mensagens como esta costumam ser denunciadas como indesejadas', blocked: 'Você não pode mais responder a esta conversa',
  notConnected: '{name} não é uma conexão', wantsToConnect: '{name} quer se conectar', accept: 'Aceitar', ignore: 'Ignorar',
  editIntro: 'Editar introdução', showMore: 'Exibir mais resultados', sendMessageTo: 'Enviar mensagem a {name}', dismiss: 'Dispensar',
  signIn: 'Entrar',
};

const nl: Words = {
  composer: 'Schrijf een bericht…', send: 'Verzenden', message: 'Bericht', more: 'Meer', me: 'Ik', home: 'Start', network: 'Mijn netwerk',
  jobs: 'Vacatures', messaging: 'Berichten', notifications: 'Meldingen', pending: 'In behandeling',
  pendingLabel: 'In behandeling, klik om de uitnodiging aan {name} in te trekken', connect: 'Connectie maken',
  invite: '{name} uitnodigen voor een connectie', follow: 'Volgen', following: 'Volgend', followName: '{name} volgen', degree1: '1e', degree2: '2e',
  degree3: '3e+', degreeConnection: '{degree}graads connectie', newMessage: 'Nieuw bericht', recipients: 'Voer ontvangers van het bericht in',
  recipientsPlaceholder: 'Typ een of meer namen', remove: '{name} verwijderen', sentAt: 'Verzonden op {date}, {time}', sending: 'Wordt verzonden',
  viewProfile: 'Profiel van {name} weergeven', openProfile: 'Profiel van {name} openen',
  sentFollowing: '{name} heeft om {time} het volgende bericht gestuurd', you: 'U:', unread: '{n} ongelezen bericht(en)',
  conversations: 'Lijst met gesprekken', loadMore: 'Meer gesprekken laden', options: 'De optielijst in uw gesprek met {name} openen',
  select: 'Gesprek met {name} selecteren', sendOptions: 'Verzendopties openen', pressEnter: 'Druk op Enter om te verzenden',
  clickSend: 'Klik op Verzenden', attachImage: 'Een afbeelding aan uw gesprek met {name} toevoegen',
  attachFile: 'Een bestand aan uw gesprek met {name} toevoegen', gif: 'Gif-toetsenbord openen', emoji: 'Emojitoetsenbord openen',
  replyWith: 'Het gesprek beantwoorden met {text}', minimize: 'Uw gesprek met {name} minimaliseren', close: 'Uw gesprek met {name} sluiten',
  closeDraft: 'Uw conceptgesprek sluiten', failed: 'Verzenden mislukt', retry: 'Opnieuw proberen', connectedOn: 'Connectie sinds {date}',
  connected: 'Connectie {date}', connections: '{n} connecties', searchByName: 'Zoeken op naam', sortBy: 'Sorteren op: Onlangs toegevoegd',
  moreActions: 'Meer acties voor {name}', tryAgain: 'Opnieuw proberen', wrong: 'Er is iets misgegaan', contactInfo: 'Contactgegevens',
  sendProfile: 'Profiel in een bericht sturen', savePdf: 'Opslaan als pdf', removeConnection: 'Connectie verwijderen', report: 'Melden / Blokkeren',
  about: 'Over dit lid', moreProfiles: 'Meer profielen voor u', mayKnow: 'Mensen die u misschien kent', notificationsCount: '{n} meldingen',
  premium: 'Stuur {name} een bericht met Premium', premiumAny: 'Met Premium kunt u iedereen een bericht sturen', subject: 'Onderwerp (optioneel)',
  credits: '1 van {n} InMail-tegoeden gebruiken', noCredits: 'U hebt geen InMail-tegoeden meer', shareInfo: 'Uw contactgegevens delen?',
  shareNo: 'Nee, niet delen', shareYes: 'Ja, delen', typing: '{name} is aan het typen', edited: 'Bewerkt', recalled: 'Dit bericht is verwijderd.',
  sayHello: 'Zeg hallo', senderWarning: 'Berichten zoals dit worden vaak als ongewenst gemeld', blocked: 'U kunt niet meer op dit gesprek reageren',
  notConnected: '{name} is geen connectie', wantsToConnect: '{name} wil een connectie maken', accept: 'Accepteren', ignore: 'Negeren',
  editIntro: 'Intro bewerken', showMore: 'Meer resultaten weergeven', sendMessageTo: 'Een bericht sturen naar {name}', dismiss: 'Sluiten',
  signIn: 'Aanmelden',
};

const it: Words = {
  composer: 'Scrivi un messaggio…', send: 'Invia', message: 'Messaggio', more: 'Altro', me: 'Tu', home: 'Home', network: 'Rete', jobs: 'Lavoro',
  messaging: 'Messaggistica', notifications: 'Notifiche', pending: 'In attesa',
  pendingLabel: 'In attesa, fai clic per ritirare l’invito inviato a {name}', connect: 'Collegati', invite: 'Invita {name} a collegarsi',
  follow: 'Segui', following: 'Segui già', followName: 'Segui {name}', degree1: '1°', degree2: '2°', degree3: '3° e oltre',
  degreeConnection: 'Collegamento di {degree} grado', newMessage: 'Nuovo messaggio', recipients: 'Inserisci i destinatari del messaggio',
  recipientsPlaceholder: 'Digita uno o più nomi', remove: 'Rimuovi {name}', sentAt: 'Inviato il {date}, {time}', sending: 'Invio in corso',
  viewProfile: 'Visualizza il profilo di {name}', openProfile: 'Apri il profilo di {name}',
  sentFollowing: '{name} ha inviato il seguente messaggio alle {time}', you: 'Tu:', unread: '{n} messaggio/i non letto/i',
  conversations: 'Elenco conversazioni', loadMore: 'Carica altre conversazioni',
  options: 'Apri l’elenco delle opzioni nella conversazione con {name}', select: 'Seleziona la conversazione con {name}',
  sendOptions: 'Apri opzioni di invio', pressEnter: 'Premi Invio per inviare', clickSend: 'Fai clic su Invia',
  attachImage: 'Allega un’immagine alla conversazione con {name}', attachFile: 'Allega un file alla conversazione con {name}',
  gif: 'Apri tastiera GIF', emoji: 'Apri tastiera emoji', replyWith: 'Rispondi alla conversazione con {text}',
  minimize: 'Riduci a icona la conversazione con {name}', close: 'Chiudi la conversazione con {name}',
  closeDraft: 'Chiudi la bozza di conversazione', failed: 'Invio non riuscito', retry: 'Riprova', connectedOn: 'Collegato dal {date}',
  connected: 'Collegato {date}', connections: '{n} collegamenti', searchByName: 'Cerca per nome', sortBy: 'Ordina per: Aggiunti di recente',
  moreActions: 'Altre azioni per {name}', tryAgain: 'Riprova', wrong: 'Si è verificato un errore', contactInfo: 'Informazioni di contatto',
  sendProfile: 'Invia profilo in un messaggio', savePdf: 'Salva come PDF', removeConnection: 'Rimuovi collegamento', report: 'Segnala / Blocca',
  about: 'Informazioni su questo utente', moreProfiles: 'Altri profili per te', mayKnow: 'Persone che potresti conoscere',
  notificationsCount: '{n} notifiche', premium: 'Scrivi a {name} con Premium', premiumAny: 'Con Premium puoi scrivere a chiunque',
  subject: 'Oggetto (facoltativo)', credits: 'Usa 1 di {n} crediti InMail', noCredits: 'Non hai più crediti InMail',
  shareInfo: 'Condividere le tue informazioni di contatto?', shareNo: 'No, non condividere', shareYes: 'Sì, condividi',
  typing: '{name} sta scrivendo', edited: 'Modificato', recalled: 'Questo messaggio è stato eliminato.', sayHello: 'Saluta',
  senderWarning: 'Messaggi come questo vengono spesso segnalati come indesiderati', blocked: 'Non puoi più rispondere a questa conversazione',
  notConnected: '{name} non è un tuo collegamento', wantsToConnect: '{name} vuole collegarsi', accept: 'Accetta', ignore: 'Ignora',
  editIntro: 'Modifica introduzione', showMore: 'Mostra altri risultati', sendMessageTo: 'Invia un messaggio a {name}', dismiss: 'Ignora',
  signIn: 'Accedi',
};

const all: Record<Locale, Words> = { en, fr, de, es, pt, nl, it };

/** The words of a language. */
export function wordsOf(locale: Locale): Words {
  return all[locale];
}
