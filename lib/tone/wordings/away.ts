const some = (...sources: readonly string[]): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${sources.join('|')})(?![\\p{L}\\p{N}])`, 'iu');

/**
 * The message says of itself that it is an automatic *answer*. "This is an automatic message" does not count: people say
 * that of ours.
 */
const ANNOUNCEMENT = new RegExp(
  `^(?:re: )?(?:${[
    '(?:this is an? )?(?:automatic|automated|auto)[- ]?(?:reply|response|answer)',
    'out of (?:the )?office(?: (?:reply|message|notification|auto-?reply))?',
    "(?:ceci est une |il s'agit d'une )?réponse automatique",
    '(?:das|dies) ist eine (?:automatische|automatisierte|automatisch (?:generierte|erstellte)) (?:antwort|abwesenheitsnotiz)',
    '(?:automatische|automatisierte|automatisch (?:generierte|erstellte)) (?:antwort|abwesenheitsnotiz)|abwesenheitsnotiz',
    '(?:esta es una )?respuesta automática',
    '(?:esta é uma |isto é uma )?resposta automática',
    '(?:dit is een )?(?:automatisch(?:e)? (?:antwoord|reactie|afwezigheidsmelding)|afwezigheidsbericht)',
    '(?:questa è una )?risposta automatica',
  ].join('|')})(?: ?$| ?[.:!,–-]| (?:from|de|da|von|van|di|to let|pour vous|um|para|om|per)(?!\\p{L}))`,
  'iu',
);

const ABSENCE = some(
  // en
  "(?:i am|i'm|i will be|i'll be|we are|we're|am|are|currently) (?:currently |now |presently )?(?:be )?(?:out of (?:the )?office|away(?: from (?:the office|my desk|linkedin|my messages))?|on (?:annual |parental |maternity |paternity |sick |medical )?(?:leave|vacation|holidays?)|travell?ing|unavailable|not (?:available|in the office)|closed)",
  'our office (?:is|will be) closed',
  // fr
  "(?:je suis|je serai|nous sommes|nous serons|actuellement) (?:actuellement |en ce moment )?(?:absente?s?|en (?:congés?|vacances|déplacement|arrêt)|indisponibles?|hors du bureau|fermés?)",
  'nos bureaux (?:sont|seront) fermés',
  // de
  "(?:bin ich|ich bin|wir sind|sind wir|ich befinde mich|bin|befinde ich mich)(?: (?:derzeit|aktuell|momentan|zurzeit|zur zeit|gerade|bis [^,]{1,30}|vom [^,]{1,40}|ab [^,]{1,20}|leider|noch))* (?:nicht im (?:büro|haus|dienst)|(?:im|in) (?:urlaub|elternzeit|mutterschutz)|abwesend|außer haus|auf (?:dienst|geschäfts)reise|nicht (?:erreichbar|verfügbar)|unterwegs)",
  'unser büro (?:ist|bleibt)(?: [^.]{1,30})? geschlossen',
  // es
  "(?:estoy|estaré|me encuentro|me encontraré|estamos|estaremos|actualmente)(?: (?:actualmente|ahora|fuera))* (?:fuera de (?:la )?oficina|de (?:vacaciones|viaje|baja|permiso|licencia)|ausentes?|no disponibles?|cerrad[oa]s)",
  'nuestras? oficinas? (?:está|estará|están|estarán|permanecerá)n? cerradas?',
  // pt
  "(?:estou|estarei|encontro-me|estamos|estaremos|atualmente)(?: (?:atualmente|agora|neste momento))* (?:fora d[oe] (?:escritório|gabinete)|de (?:férias|licença|viagem)|em (?:férias|viagem|licença)|ausentes?|indispon[íi]ve(?:l|is)|fechad[oa]s)",
  'o nosso escritório (?:está|estará) (?:fechado|encerrado)',
  // nl
  "(?:ik ben|ben ik|we zijn|wij zijn|zijn wij|ik zal)(?: (?:momenteel|nu|op dit moment|tot [^,]{1,30}|van [^,]{1,40}|vanaf [^,]{1,20}|helaas))* (?:afwezig|niet (?:aanwezig|bereikbaar|beschikbaar|op kantoor)|(?:op|met) (?:vakantie|verlof|zakenreis|zwangerschapsverlof|ouderschapsverlof)|buiten kantoor|gesloten)",
  'ons kantoor is(?: [^.]{1,30})? gesloten',
  // it
  "(?:sono|sarò|siamo|saremo|attualmente)(?: (?:attualmente|al momento|ora))* (?:fuori (?:ufficio|sede)|in (?:ferie|vacanza|congedo|maternità|viaggio|trasferta)|assenti?|non (?:disponibil[ei]|raggiungibil[ei])|chiusi)",
  'i nostri uffici (?:sono|saranno|resteranno) chiusi',
);

const RETURN = some(
  // en
  "(?:will|i'll|we'll|shall) (?:reply|respond|answer|get back to you|be back|return|be in touch|come back to you|read your message|attend to)(?: [^.]*)?",
  "(?:returning|back)(?: in the office| at work)? (?:on|from|in|after) [^.]{2,40}",
  // fr
  '(?:je|nous) (?:vous )?(?:répondrai|répondrons|reviendrai|reviendrons|recontacterai|traiterai|serai de retour|serons de retour|prendrai connaissance|ne manquerai pas)(?: [^.]*)?',
  '(?:de retour|mon retour) (?:le|au bureau|est prévu|à partir)(?: [^.]*)?',
  // de
  '(?:werde|melde|antworte|beantworte|bin|werden|melden)(?: [^.]*)? (?:zurück|antworten|melden|beantworten|bearbeiten|erreichbar|nach meiner rückkehr|schnellstmöglich)(?: [^.]*)?',
  '(?:ab|nach) (?:dem|meiner rückkehr)(?: [^.]*)? (?:wieder|melde|antworte|zurück)(?: [^.]*)?',
  // es
  '(?:responderé|contestaré|le responderé|te responderé|atenderé|volveré|regresaré|regreso|responderemos|estaré de vuelta|me pondré en contacto)(?: [^.]*)?',
  // pt
  '(?:responderei|voltarei|regresso|regressarei|retornarei|retorno|entrarei em contac?to|responderemos|estarei de volta|darei resposta)(?: [^.]*)?',
  // nl
  '(?:zal|zullen|neem|beantwoord|reageer|antwoord|ben|kom)(?: [^.]*)? (?:terug|reageren|beantwoorden|antwoorden|contact met (?:je|u) op(?:nemen)?|na mijn (?:terugkeer|vakantie)|weer (?:bereikbaar|aanwezig|op kantoor))(?: [^.]*)?',
  // it
  '(?:risponderò|le risponderò|ti risponderò|tornerò|rientrerò|rientro|sarò di ritorno|risponderemo|ricontatterò|la ricontatterò)(?: [^.]*)?',
);

const LIMITED = some(
  'limited (?:access|availability)|(?:no|intermittent|only occasional) access to (?:my )?(?:e-?mails?|messages|linkedin)|not (?:checking|monitoring|reading) (?:my )?(?:e-?mails?|messages|inbox)|slower (?:to respond|than usual)|response may be delayed',
  'accès limité|accès restreint|pas accès à (?:mes|ma)|(?:consulte|consulterai) (?:peu|rarement|pas)',
  '(?:eingeschränkte?n?|begrenzte?n?|nur sporadisch|keinen) (?:zugriff|zugang)|nur (?:eingeschränkt|unregelmäßig|sporadisch|bedingt) (?:erreichbar|gelesen)|(?:nicht|nicht regelmäßig) (?:gelesen|weitergeleitet)',
  'acceso (?:limitado|restringido)|sin acceso a|no tendré acceso',
  'acesso (?:limitado|restrito)|sem acesso a|não terei acesso',
  'beperkt(?:e)? (?:toegang|bereikbaar)|geen toegang tot|niet (?:gelezen|doorgestuurd)',
  'accesso limitato|non avrò accesso|senza accesso a|accesso saltuario',
);

const URGENT = some(
  'in urgent (?:cases|matters)[^.]*|(?:for|in case of|if|should) [^.]*(?:urgent|urgency|emergenc|immediate|pressing)[^.]*',
  "(?:pour|en cas d'|si)[^.]*(?:urgen)[^.]*",
  '(?:in|bei|für) (?:dringenden?|eiligen?) [^.]*|wenn es dringend[^.]*',
  '(?:para|en caso de|si|por)[^.]*urgen[^.]*',
  '(?:para|em caso de|se|por)[^.]*urg[eê]n[^.]*',
  '(?:voor|bij|in) (?:dringende|spoedeisende|urgente|spoed)[^.]*|als het (?:dringend|urgent)[^.]*',
  '(?:per|in caso di|se)[^.]*urgen[^.]*',
);

const COURTESY = new RegExp(
  `^(?:${[
    '(?:hi|hello|hey|dear|good (?:morning|day|afternoon))(?: [\\p{L}-]+){0,3}',
    '(?:many )?(?:thank you|thanks)(?: (?:so|very) much)?(?: for (?:your|the|getting in|reaching|contacting|writing)[^.]*)?',
    '(?:best|kind|warm)(?: regards| wishes)?|regards|cheers|sincerely|have a (?:nice|great|good) [\\p{L}]+',
    '(?:thank you|thanks) for your (?:patience|understanding)',
    '(?:bonjour|bonsoir|madame|monsieur|chère?s?)[^.]{0,30}',
    "(?:je vous remercie|merci)(?: beaucoup)?(?: (?:de|pour) (?:votre|vos|m'avoir|ton)[^.]*)?",
    '(?:bien )?(?:cordialement|à vous)|bonne journée|belle journée',
    '(?:hallo|guten tag|sehr geehrte[^.]*|liebe[rs]?|grüezi|servus)(?: [\\p{L}-]+){0,4}',
    '(?:vielen|herzlichen|besten)? ?dank(?:e)?(?: (?:für|sehr)[^.]*)?',
    '(?:mit )?(?:freundlichen|besten|viele|liebe|herzliche|beste) grü(?:ß|ss)en?',
    '(?:hola|buenos días|buenas(?: tardes)?|estimad[oa]s?)(?: [\\p{L}-]+){0,3}',
    '(?:muchas |mil )?gracias(?: por (?:su|tu|el|contactar|escribir|ponerse)[^.]*)?|le agradezco su mensaje',
    '(?:un )?(?:cordial |atento )?saludos?(?: cordial(?:es)?)?|un abrazo',
    '(?:olá|oi|bom dia|boa tarde|caro|cara|prezad[oa])(?: [\\p{L}-]+){0,3}',
    '(?:muito )?obrigad[oa](?: (?:pela|pelo|por)[^.]*)?|agradeço (?:a sua|o seu|sua|seu|o) [^.]*',
    '(?:com os )?(?:melhores )?cumprimentos|atenciosamente|abraços?|att',
    '(?:beste|geachte|dag|goedendag|goedemorgen)(?: [\\p{L}-]+){0,4}',
    '(?:hartelijk |heel erg )?(?:bedankt|dank)(?: (?:voor|u|je)[^.]*)?',
    '(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?',
    '(?:salve|buongiorno|buonasera|ciao|gentile)(?: [\\p{L}-]+){0,3}',
    '(?:molte |mille )?grazie(?: (?:per|del|di|mille|tante)[^.]*)?|la ringrazio[^.]*',
    '(?:cordiali|distinti) saluti|buona giornata|un saluto',
  ].join('|')})[,.!: ]*$`,
  'iu',
);

/** A closing with the name after it. */
const CLOSING = /^(?:best|kind|warm|cordialement|cordiali|distinti|mit|viele|beste|liebe|met|un|saludos|cumprimentos|atenciosamente|regards)(?: [\p{L}]+){0,2},?(?: [\p{L}'-]+){1,3}[.! ]*$/iu;

const THANKS = /thank|merci|remerci|dank|gracias|agradezco|obrigad|agradeço|bedankt|grazie|ringrazio/iu;

/** A name under a message. */
const SIGNATURE = /^(?:\p{Lu}[\p{L}'-]+[ ,.]*){1,4}$/u;

/** What only a person writes to us: a word about our matter, or a question. */
const PERSONAL = /\?|(?<!\p{L})(?:sounds?|interest\p{L}*|your (?:offer|proposal|idea|product|link|article)|we already|intéress\p{L}*|votre (?:offre|proposition|article)|ihr angebot|ihren? (?:vorschlag|artikel)|interessant\p{L}*|interesa\p{L}*|su (?:oferta|propuesta)|sua (?:oferta|proposta)|interessad\p{L}*|uw (?:aanbod|voorstel)|je (?:aanbod|voorstel)|sua offerta|interessat\p{L}*|let's|lass(?:en sie)? uns|hablemos|vamos falar|parliamone)(?!\p{L})/iu;

/** How automatic answers are worded; read by `npm run tone:train` into the data the extension ships. */
export const AWAY_WORDINGS = {
  announcement: ANNOUNCEMENT,
  absence: ABSENCE,
  return: RETURN,
  limited: LIMITED,
  urgent: URGENT,
  courtesy: COURTESY,
  closing: CLOSING,
  thanks: THANKS,
  signature: SIGNATURE,
  personal: PERSONAL,
} as const;

/** What a pattern of an automatic answer is for. */
export type AwayPattern = keyof typeof AWAY_WORDINGS;
