import type { Lang } from './languages.ts';
import { ownWords } from './prepare.ts';
import { sentencesOf } from './sentences.ts';

type Wording = {
  /** Any of these asks us not to write any more. */
  readonly asks: readonly RegExp[];
  /** …unless one of these turns it round, tells of others, or speaks of somebody else's mails. */
  readonly unless: readonly RegExp[];
};

// A word character before or after: JavaScript's \b knows ASCII only.
const words = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'iu');

const WORDINGS: Readonly<Record<Lang, Wording>> = {
  en: {
    asks: [
      words("(?:stop|quit|cease|refrain from|enough) (?:with )?(?:all )?(?:this |the |these |those |your )?(?:constant(?:ly)? |endless )?(?:messaging|contacting|writing|emailing|e-mailing|texting|spamming|pitching|bothering|pinging|pestering|harassing|following up|dming|selling|sending|calling|approaching)(?: (?:to )?(?:me|us|this|these|those|my|anything|any|your|more|messages|stuff|spam|here|now|please))+.*"),
      /^(?:[^,.]{0,25}[,:] )?(?:please |pls |kindly |just )*(?:stop|quit|cease) (?:messaging|contacting|writing|emailing|spamming|pitching|texting|pestering|harassing)(?: please)?[.! ]*$/iu,
      words("(?:stop|quit) (?:it with )?(?:the|these|those|your|all these|all the) (?:messages|emails|e-mails|pitches|spam|sales messages|follow-ups|follow ups|texts|dms)"),
      words("(?:remove|take|delete|drop|strike|get|keep) (?:me|us|my (?:name|email|e-mail|details|address|number|contact|profile)[^.]{0,25}?) (?:off|from|out of) (?:your|the|this|that|any|all|whatever|these|future|further)(?: [\\p{L}-]+){0,3} ?(?:list|lists|database|system|crm|mailing|mailings|mailing list|records|campaign|campaigns|sequence|distribution|messages|emails|file|files|outreach)"),
      /^(?:please |pls |kindly )*(?:remove|delete|unsubscribe) me(?:,? (?:please|now|thanks|thank you))?[.! ]*$/iu,
      /^(?:please |pls |kindly )*take me off(?:,? (?:please|now|thanks|thank you))?[.! ]*$/iu,
      words('unsubscribe (?:me|us)'),
      /^(?:[^,.]{0,20}, )?(?:please |kindly |can you |could you |can you please |could you please |will you )(?:just )?stop(?: it| this| now| please)*[.!?]*$/iu,
      words("(?:stop|quit|cease)(?: all)? (?:reaching out|contact)"),
      words("(?:do not|don't|dont|never) reach out (?:again|any ?more)"),
      words("(?:do not|don't|no longer) (?:want|wish|care) to be (?:contacted|messaged|approached|emailed|called)"),
      /^(?:please |pls |kindly )?unsubscribe(?: please)?[.! ]*$/iu,
      words('(?:want|wish|like|need|love|prefer) to (?:unsubscribe|opt out|be (?:removed|unsubscribed|taken off|left alone))'),
      words('(?:please |kindly )opt (?:me |us )?out|opt (?:me|us) out'),
      words("(?:do not|don't|never|dont|not to) (?:ever )?(?:contact|message|write|write to|email|e-mail|text|dm|approach|reach out to|call|bother|ping)(?: (?:to )?(?:me|us))? (?:again|any ?more|any further|any longer|further|ever again|in (?:the )?future)"),
      /(?:^|[,;:] |\b(?:so|and|but|please|kindly) )(?:please |kindly )*(?:do not|don't|dont) (?:contact|message|write to|bother) (?:me|us)(?:,? (?:please|at all|here|on here|on linkedin|thank you|thanks))*[.! ]*$/iu,
      words("(?:do not|don't|dont|never) send (?:me|us) (?:any ?(?:more|further|other|thing)|more|anything|another|such|these|this kind|that kind|messages|emails)(?: [\\p{L}]+)*"),
      words("(?:do not|don't|no longer|never) (?:want|wish|care|like) (?:to (?:receive|get|hear|be contacted|be messaged|see)|any|anything|more|further|these|your)(?: [\\p{L}']+){0,5}? ?(?:messages?|emails?|mails?|you|again|contacted|pitches|spam|newsletters?|contact|outreach)"),
      words('(?:rather|prefer)(?: to)? not (?:to )?(?:be contacted|receive|hear from you|get (?:any|more|these))'),
      /^(?:[^,.]{0,20}, )?(?:please,? )?no (?:more|further) (?:messages|emails|mails|pitches|spam|contact|follow-ups|follow ups|dms|ads|newsletters|offers)(?:,? (?:please|from you|thanks|thank you|here|of this kind|like this))*[.! ]*$/iu,
      words('leave (?:me|us) (?:alone|in peace)|lose my (?:number|email|contact)'),
      words('(?:erase|delete|remove) (?:all )?(?:of )?my (?:personal )?(?:data|details|information|contact details)'),
      words('(?:withdraw|revoke) my consent|object to (?:the )?(?:processing|use) of my (?:personal )?data'),
      words('if you (?:message|write|contact|email|text)(?: to)? (?:me|us) (?:again|once more|one more time)'),
    ],
    unless: [
      /(?:\b(?:don't|dont|do not|never|can't|cannot|won't|wouldn't|couldn't|no need to|please not|not) (?:ever )?(?:stop|quit|cease|remove|unsubscribe|delete|take me off|leave me alone))/iu,
      /\b(?:asked?|asks|asking|told|tells?|telling|begged|want(?:s|ed)?) (?:them|him|her|my (?!team)[\p{L}]+|people|everyone|others|another|a|the)\b/iu,
      /\b(?:clients?|customers?|users?|people|prospects?|they|he|she|subscribers) (?:[\p{L}']+ )?(?:say|said|says|ask|asks|asked|tell|told|write|wrote|unsubscribe|unsubscribed|want|wants|stop|opt)\b/iu,
      /\bunsubscribe (?:me )?from (?!your|this|these|the|all|any|here|future|it|everything|that|those|further)[\p{L}]/iu,
      /\b(?:before|until|till|on|at|after|during) (?:noon|\d|mon|tues|wednes|thurs|fri|satur|sun|my holiday|my vacation|work|lunch|easter|christmas)/iu,
      /\b(?:how|where|why) (?:do|does|can|could|would|did|to)\b[^?]*\b(?:people|users|clients|customers|they|your)\b/iu,
      /\bwrite me off\b/iu,
      /\bif you don't (?:contact|message|write)/iu,
      /\b(?:until|till) (?:i|we) (?:have|ve|am|are|get|come|write|call)\b/iu,
    ],
  },
  fr: {
    asks: [
      words("(?:ne|n') ?(?:me|m'|nous) ?(?:contactez|contacte|recontactez|recontacte|écrivez|écris|ecrivez|ecris|envoyez|envoie|relancez|relance|sollicitez|sollicite|démarchez|dérangez|dérange|importunez|appelez|appelle|harcelez) (?:plus|pas à nouveau|plus jamais|pas de nouveau|jamais)(?: .*)?"),
      words("(?:de|à) ne (?:plus|pas) (?:jamais )?(?:me|m'|nous) ?(?:re)?(?:contacter|écrire|ecrire|envoyer|relancer|solliciter|démarcher|déranger|importuner|appeler|harceler)(?: .*)?"),
      words("(?:ne|n') ?(?:plus|veux plus|veut plus|voulons plus|souhaite plus|souhaitons plus|désire plus|souhaite pas|veux pas|désire pas)(?: jamais)? (?:être (?:re)?(?:contactée?s?|sollicitée?s?|démarchée?s?|relancée?s?)|recevoir|de (?:messages?|mails?|pub)|entendre parler de vous|avoir de vos nouvelles)(?: .*)?"),
      words("(?:arrêtez|arrête|arretez|arrete|cessez|cesse|stoppez|stop)(?: immédiatement| tout de suite| svp| donc| avec)? (?:de |d')?(?:me |m'|nous )?(?:écrire|ecrire|contacter|envoyer|relancer|harceler|spammer|solliciter|démarcher|importuner|déranger|vendre|(?:ces|vos|tes|les|cette|votre|ton) (?:messages?|relances?|mails?|sollicitations?|pubs?|publicités?|envois?|spams?|démarchage))(?: .*)?"),
      words("(?:d'arrêter|d'arreter|de cesser|arrêter de|cesser de) (?:de )?(?:m'|me |nous )(?:écrire|ecrire|contacter|envoyer|relancer|harceler|spammer|solliciter)(?: .*)?"),
      words("(?:retirez|retire|enlevez|enlève|supprimez|supprime|effacez|efface|rayez|ôtez|sortez|désinscrivez|désinscris|désabonnez|désabonne)[- ](?:moi|nous)(?: .*)?"),
      words("(?:me|m'|nous) ?(?:retirer|enlever|supprimer|effacer|désinscrire|désabonner|rayer|sortir) (?:de|des|du)(?: (?:votre|vos|la|cette|ces|tes?|ta))? ?(?:liste|listes|base|fichier|fichiers|envois|diffusion|mailing|contacts|campagnes?)(?: .*)?"),
      words("(?:veuillez|merci de|prière de|pouvez-vous|je vous (?:demande|prie) de|peux-tu) (?:me |m'|nous )(?:désinscrire|désabonner|retirer|supprimer|enlever)(?: .*)?"),
      words("(?:supprimez|supprime|effacez|efface|retirez|supprimer|effacer|retirer) (?:toutes )?(?:mes|mon|ma) (?:données|coordonnées|adresse|contact|numéro|nom|mail|profil)(?: .*)?"),
      words("stop (?:aux|à vos|à ces|avec les|avec vos) (?:messages?|relances?|mails?|pubs?|sollicitations?)"),
      /^(?:désinscription|désinscrire|désabonnement|désabonner|me désinscrire|me désabonner|stop)(?: svp| merci| s'il vous plaît)?[.! ]*$/iu,
      words("(?:souhaite|veux|voudrais|désire|aimerais) (?:me|m') ?(?:désinscrire|désabonner)(?: .*)?"),
      words("(?:laissez|laisse|fichez|fiche|foutez|fous)[- ](?:moi|nous)(?: la)? (?:tranquilles?|en paix|paix)|lâchez-moi"),
      /^(?:[^,.]{0,20}, )?plus (?:aucun|de) (?:messages?|mails?|relances?|pubs?|sollicitations?)(?:,? (?:svp|s'il vous plaît|merci|de votre part))*[.! ]*$/iu,
      words("m'oppose à (?:l'utilisation|l'usage|tout traitement|ce traitement|l'exploitation)(?: .*)?|retire mon consentement"),
      words("si vous (?:me|m') ?(?:écrivez|recontactez|contactez|relancez) (?:encore|à nouveau|une fois de plus)(?: .*)?"),
    ],
    unless: [
      /\b(?:n'arrête|n'arrêtez|n'arrete|ne cesse[zs]?|ne (?:me|m'|nous) ?(?:retire|supprime|enlève|désinscri|désabonn|lâche)[\p{L}]*) (?:pas|surtout|jamais)/iu,
      /\b(?:clients?|prospects?|utilisateurs?|gens|ils|elles|on me dit|il|elle|abonnés) (?:[\p{L}']+ )?(?:disent|demandent|dit|demande|écrivent|se désinscrivent|répètent|veulent)/iu,
      /(?:plus|pas)(?: être (?:re)?(?:relancée?s?|contactée?s?))? (?:trop tôt|avant|d'ici|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir)|pendant|tard|après \d|sur (?:cette|mon|ce)|à cette adresse|ici mais|de (?:détails|précisions|renseignements|infos))/iu,
      /\bde netflix\b|\bdésabonnée? d[eu]\b/iu,
    ],
  },
  de: {
    asks: [
      words("(?:schreib(?:en|t|e)?|kontaktier(?:en|t|e)?|belästig(?:en|t|e)?|anschreib(?:en|t|e)?|stör(?:en|t|e)?|behellig(?:en|t|e)?|send(?:en|e|et)?|schick(?:en|t|e)?)(?: sie)? (?:mir|mich|uns)(?: bitte| künftig| zukünftig| in zukunft| jetzt| doch| einfach)* (?:nicht mehr|nie (?:wieder|mehr)|keine? (?:weiteren? )?(?:nachrichten?|mails?|werbung|angebote|e-mails|spam|sachen)?(?: mehr)?|nichts mehr|nicht weiter)(?: .*)?"),
      words("(?:mir|mich|uns)(?: bitte| künftig| zukünftig| in zukunft| einfach)* (?:nicht mehr|nie wieder|nie mehr|keine (?:weiteren )?(?:nachrichten|mails|e-mails|werbung|angebote)(?: mehr)?|nichts mehr) (?:zu )?(?:schreiben|kontaktieren|anschreiben|anzuschreiben|schicken|senden|zuzusenden|zusenden|belästigen|zu belästigen)"),
      words("(?:möchte|will|wünsche|möchten|wollen|wünschen)(?: von ihnen| von euch| von dir| künftig| zukünftig| in zukunft| ab sofort| bitte| auch| hiermit| wirklich)* (?:nicht mehr|nicht weiter|nie wieder|keine (?:weiteren )?(?:nachrichten|mails|e-mails|werbung|angebote|kontaktaufnahmen?)(?: mehr)?|nichts mehr|keinen (?:weiteren )?kontakt(?: mehr)?)(?: .*)?(?:kontaktiert|angeschrieben|bekommen|erhalten|hören|belästigt|werden|empfangen|kontakt|kontaktaufnahme|nachrichten|werbung)(?: .*)?"),
      words("(?:hören|hör|hört) (?:sie )?(?:bitte |endlich |sofort |doch )*(?:auf,? (?:mir|mich|uns)|(?:damit )?auf)(?: .*)?(?:schreiben|schicken|senden|kontaktieren|belästigen|anzuschreiben|nachrichten|verkaufen|spammen|damit)(?: .*)?"),
      words("(?:hören|hör) (?:sie )?(?:bitte |endlich |sofort )*mit (?:diesen|den|dem|ihren|deinen|dieser)(?: [\\p{L}-]+)? ?(?:nachrichten|mails|spam|werbung|anfragen|nachricht|zeug|akquise) auf"),
      words("(?:streich|lösch|entfern|nehm|nimm|trag|meld)(?:en|e|t)?(?: sie)? (?:mich|uns|meine? (?:adresse|daten|kontakt|kontaktdaten|e-mail|mailadresse|nummer|namen?))(?: bitte| umgehend| sofort| noch heute| endlich)* (?:aus|von|vom|ab)(?: .*)?"),
      words("(?:mich|uns|meine (?:adresse|daten|kontaktdaten|e-mail|nummer))(?: bitte| umgehend| sofort)* (?:aus|von) (?:ihrem|ihrer|dem|der|deinem|deiner|eurem|eurer|diesem|dieser) (?:[\\p{L}-]+ )?(?:verteiler|liste|datenbank|mailingliste|verzeichnis|system|crm|kartei)(?: .*)?"),
      words("(?:lösch(?:en|t|e)?(?: sie)?|löschung)(?: bitte| umgehend| sofort| alle)* (?:meine|meiner|meine persönlichen) (?:personenbezogenen )?(?:daten|kontaktdaten|angaben)(?: .*)?|meine daten(?: bitte| umgehend| sofort| endlich)* (?:zu )?löschen"),
      words("(?:möchte|will|würde)(?: mich)? (?:gerne? )?(?:mich )?(?:abmelden|austragen|vom verteiler abmelden)(?: .*)?"),
      /^(?:bitte )?(?:mich )?(?:abmelden|abbestellen|austragen|stopp?|unsubscribe)(?: bitte)?[.! ]*$/iu,
      /^(?:[^,.]{0,20}, )?(?:bitte )?keine (?:weiteren )?(?:nachrichten|mails|e-mails|werbung|angebote|spam-?nachrichten|anfragen)(?: mehr)?(?: von ihnen| an mich| bitte| schicken| senden)*[.! ]*$/iu,
      words("lass(?:en|t)?(?: sie)? (?:mich|uns)(?: bitte| einfach| endlich| jetzt| doch)* in (?:ruhe|frieden)(?= mit|[.,;!]| ?$)"),
      /^(?:[^,.]{0,20}, )?bitte (?:mich )?nicht (?:mehr|weiter|wieder) (?:kontaktieren|anschreiben|schreiben|melden|anrufen|stören)[.! ]*$/iu,
      words("(?:verschon|erspar)(?:en|e|t)? (?:sie )?(?:mich|uns|mir)(?: bitte)?(?: künftig| in zukunft)? (?:mit|weitere|ihre|diese)(?: .*)?"),
      words("(?:unterlassen|unterlass) (?:sie )?(?:bitte |künftig |zukünftig )*(?:weitere|diese|jede|solche|es)(?: .*)?"),
      words("widerspreche (?:hiermit )?(?:der|jeder|ausdrücklich der) (?:nutzung|verwendung|verarbeitung|weiteren|kontaktaufnahme|werblichen)(?: .*)?"),
      words("(?:von|bitte) (?:weiteren )(?:nachrichten|kontaktaufnahmen|anfragen|mails) (?:bitte )?(?:abzusehen|absehen)|sehen sie (?:bitte )?von weiteren(?: .*)? ab"),
      words("wenn sie (?:mir|mich) (?:noch ?(?:ein)?mal|wieder|erneut) (?:schreiben|kontaktieren|anschreiben)(?: .*)?"),
    ],
    unless: [
      /\b(?:hör(?:en|t)? (?:sie )?(?:bitte |bloß |ja )?nicht auf|nicht (?:löschen|streichen|abmelden|austragen|entfernen)|nehmen sie mich (?:bitte )?nicht)/iu,
      /\b(?:kunden|leute|nutzer|abonnenten|viele|er|sie alle|man|kollegen) (?:[\p{L}]+ )?(?:sagen|sagt|bitten|bittet|schreiben|wollen|verlangen|melden sich)\b/iu,
      /\bnicht mehr (?:vor|bis|diese woche|heute|am|im (?:urlaub|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)|an (?:diese|meine)|unter|per)\b/iu,
      /\bvon netflix\b/iu,
    ],
  },
  es: {
    asks: [
      words("no (?:me|nos) (?:vuelv[ae]n?|vuelvas|escrib[ae]n?|escribas|contacten?|contactes|mande[ns]?|envíe[ns]?|moleste[ns]?|busque[ns]?|llame[ns]?|insista[ns]?)(?: a (?:escribir|contactar|mandar|enviar|molestar|llamar|buscar))?(?: (?:nada|ningún mensaje))?(?: (?:más|nunca más|de nuevo|otra vez|jamás|nunca))(?: .*)?"),
      words("no (?:me|nos) vuelv(?:a|as|an) a (?:escribir|contactar|mandar|enviar|molestar|llamar|buscar)(?: .*)?"),
      words("no (?:vuelva|vuelvas|vuelvan) a (?:escribirme|contactarme|mandarme|enviarme|molestarme|llamarme|buscarme|escribirnos|contactarnos)(?: .*)?"),
      words("(?:que |ya )?no me (?:escriba|contacte|mande|envíe|moleste)[ns]? más(?: .*)?"),
      words("(?:deje|dejen|deja|dejá|pare|paren|para|pará|basta|cese|cesen) (?:ya )?(?:de|con) (?:escribirme|mandarme|enviarme|contactarme|molestarme|spamearme|escribirnos|mandarnos|enviarnos|contactarnos|molestar|hacer spam|(?:los|tus|sus|estos|esos) (?:mensajes|correos|mails))(?: .*)?"),
      words("(?:quite|quiten|quita|quitá|saque|saquen|saca|sacá|elimine|eliminen|elimina|borre|borren|borra|retire|retiren|dé|den|da)(?:me|nos)(?: por favor| ya)?(?:,? (?:de|del|hoy mismo de)(?: .*)?)?[.! ]*$"),
      words("(?:quíteme|quítenme|quítame|sáqueme|sáquenme|sácame|elimíneme|elimínenme|elimíname|bórreme|bórrenme|bórrame|retírenme|retíreme|deme|denme|dame|dadme)(?:,? por favor,?)?(?: (?:hoy mismo |ya |ahora )?(?:de|del|de baja)(?: .*)?)?[.! ]*$"),
      words("(?:darme|dar) de baja(?: .*)?|(?:dame|deme|denme|dé|den|doy|dadme) de baja(?: .*)?"),
      words('ya no me (?:escriba|escribas|escriban|contacten?|contactes|manden?|mandes|envíen?|envíes|molesten?|molestes)'),
      words("no (?:quiero|deseo|queremos|deseamos|quisiera) (?:recibir|que me (?:escriban|contacten|manden|envíen|molesten|escribas|contactes|mandes)|ser contactad[oa]s?|saber más de ustedes|(?:más|ningún) (?:mensajes?|correos?|publicidad))(?: .*)?"),
      words("(?:elimine|eliminen|elimina|borre|borren|borra|supriman|suprima|quiten|eliminar|borrar) (?:todos )?(?:mis|mi) (?:datos|correo|contacto|número|información|dirección|nombre)(?= (?:de (?:su|tu|la|sus|vuestra)s? (?:[\\p{L}]+ )?(?:base|lista|listas|sistema|registro|crm|bases|fichero)|por favor|ya)|[.,;!]| ?$)"),
      /^(?:por favor,? )?(?:baja|dar de baja|desuscribir|desuscribirme|cancelar suscripción|stop)(?: por favor)?[.! ]*$/iu,
      words("(?:quiero|quisiera|deseo|me gustaría) (?:darme de baja|desuscribirme|cancelar la suscripción|que me (?:quiten|saquen|borren|eliminen))(?: .*)?"),
      words("desuscríb(?:ame|anme|eme)(?: .*)?"),
      words("(?:déjeme|déjenme|déjame|dejame|dejadme|déjennos) (?:en paz|tranquil[oa]s?)(?: .*)?"),
      /^(?:[^,.]{0,20}, )?(?:por favor,? )?(?:no más|ni un|basta de|ningún) (?:mensajes?|mensaje más|correos?|spam|publicidad|mails)(?:,? (?:por favor|más|gracias))*[.! ]*$/iu,
      words("(?:me opongo|retiro mi consentimiento|revoco mi consentimiento)(?: .*)?"),
      words("si (?:me )?(?:vuelve|vuelves|vuelven) a (?:escribir|escribirme|contactar|contactarme|mandar)(?: .*)?"),
    ],
    unless: [
      /\bno (?:dejes?|dejen|deje|pares?|paren) de\b/iu,
      /\bno (?:me|nos) (?:quite|saque|elimine|borre|dé de baja|den de baja|des de baja)[ns]?\b/iu,
      /\b(?:clientes?|gente|usuarios?|ellos|muchos|suscriptores) (?:[\p{L}]+ )?(?:dicen|dice|piden|pide|escriben|quieren|se dan)/iu,
      /\bbaja (?:médica|por maternidad|por paternidad|por enfermedad|laboral)\b|\bde baja (?:médica|por|hasta|laboral)\b|\bde baja (?:de|en) (?:netflix|spotify|mi gimnasio|el gimnasio)/iu,
      /\bmás (?:tarde|de las|adelante|información|detalles|que los)\b/iu,
      /\bantes de(?:l)? (?:las |lunes|martes|miércoles|jueves|viernes|\d)/iu,
      /\bme di de baja\b/iu,
    ],
  },
  pt: {
    asks: [
      words("não (?:me|nos) (?:escrev[ae]m?|escrevas|contacte[ms]?|contate[ms]?|mande[ms]?|envie[ms]?|chame[ms]?|incomode[ms]?|perturbe[ms]?|ligue[ms]?|procure[ms]?|aborde[ms]?)(?: (?:nada|mensagens?))? (?:mais|nunca mais|de novo|novamente|outra vez)(?: .*)?"),
      words("não (?:volte[ms]?|voltem|tornem?) a (?:escrever|contactar|contatar|mandar|enviar|incomodar|ligar|escrever-me|contactar-me|contatar-me|enviar-me|mandar-me|me (?:escrever|contactar|contatar|mandar|enviar|procurar))(?: .*)?"),
      words("(?:pare|parem|para|pára|deixe|deixem|deixa|cesse|cessem|chega) (?:já )?de (?:me |nos )?(?:escrever|mandar|enviar|contactar|contatar|incomodar|spammar|perturbar|chatear|mandar-me|enviar-me|escrever-me|contactar-me|contatar-me|(?:mensagens|spam|emails|e-mails))(?: .*)?"),
      words('(?:pare|parem|para) com (?:as|estas|essas|tantas|isso de) ?(?:mensagens|mandar|e-mails|abordagens|spam)'),
      words("(?:remova|removam|remove|retire|retirem|retira|tire|tirem|tira|exclua|excluam|apague|apaguem|elimine|eliminem)(?:-me|-nos)(?: .*)?"),
      words("me (?:remova|removam|remove|retire|retirem|tire|tirem|tira|exclua|excluam|descadastre|descadastrem|apague)(?: (?:da|das|do|dessa|desta|desse|de sua|já|por favor)(?: .*)?)?[.! ]*$"),
      words("(?:remova|remover|removam|retire|retirem|retirar|tire|tirem|tirar|exclua|excluir|apague|apaguem|apagar|elimine|eliminem|eliminar) (?:todos )?(?:o |os |a )?(?:meu|meus|minha|minhas) (?:dados|contacto|contato|e-mail|email|nome|número|endereço|informações|cadastro|perfil)(?: .*)?"),
      words("não (?:quero|queremos|desejo|desejamos|pretendo|gostaria de) (?:mais )?(?:receber|ser contactad[oa]|ser contatad[oa]|que me (?:escrevam|contactem|contatem|mandem|enviem)|(?:mais )?(?:mensagens|contato|contacto|e-mails))(?: .*)?"),
      words("(?:quero|queria|gostaria de|desejo|pretendo) (?:ser (?:removid[oa]|retirad[oa]|excluíd[oa])|cancelar (?:a |minha |a minha )?(?:inscrição|subscrição|assinatura)|me descadastrar|descadastrar-me|sair (?:da|dessa|desta) lista|descadastrar)(?: .*)?"),
      words("(?:descadastre|descadastrem|descadastrar)(?:-me| meu| o meu)?(?: .*)?"),
      words("cancele(?:m)? (?:a )?minha (?:inscrição|subscrição)(?: .*)?"),
      /^(?:por favor,? )?(?:remover|cancelar subscrição|cancelar inscrição|descadastrar|sair da lista|stop)(?: por favor)?[.! ]*$/iu,
      words("(?:me deixe|me deixa|me deixem|deixe-me|deixem-me|deixa-me) (?:em paz|sossegad[oa]|tranquil[oa])(?: .*)?"),
      /^(?:[^,.]{0,20}, )?(?:por favor,? )?(?:chega de|sem mais|nada de|nenhuma) (?:mensagens?|mensagem|e-mails?|spam|propaganda|publicidade)(?:,? (?:mais|por favor|obrigad[oa]))*[.! ]*$/iu,
      words("peço (?:que|para|o favor de)(?: [\\p{L}]+){0,2} não (?:me |voltem? a |mais )?(?:escreva|escrevam|contactem|contacte|contatem|contate|contactar-me|contatar|enviem|envie|mandem|mande|enviar|mandar|contactar|me contatar|me contactar)(?: .*)?"),
      words("(?:oponho-me|me oponho|retiro o meu consentimento|revogo (?:o )?meu consentimento)(?: .*)?"),
      words("se (?:me )?(?:voltar|voltarem|escrever de novo)(?: a)?(?: me)? ?(?:escrever|contactar|contatar|mandar|escrever-me|contactar-me)?(?: .*)?"),
    ],
    unless: [
      /\bnão (?:pare[ms]?|parem|deixe[ms]?|deixem) de\b/iu,
      /\bnão (?:me|nos) (?:remova|retire|tire|exclua|apague)m?\b/iu,
      /\b(?:clientes?|pessoas|usuários|utilizadores|eles|muitos|assinantes) (?:[\p{L}]+ )?(?:dizem|diz|pedem|pede|escrevem|querem|cancelam)/iu,
      /\bmais (?:tarde|cedo|de \d|informaç|detalhes|para a frente|do que)/iu,
      /\bantes d[aeo]s? (?:\d|segunda|terça|quarta|quinta|sexta|almoço)/iu,
      /\bse (?:voltar|voltarem) (?:ao|a lisboa|para|de férias|em|no|na)\b/iu,
      /\bda netflix\b|\bme tira do sério\b/iu,
    ],
  },
  nl: {
    asks: [
      words("(?:schrijf|stuur|mail|contacteer|benader|bel|app|bericht|schrijft u|stuurt u|benadert u|contacteert u)(?: me| mij| ons)(?: alsjeblieft| alstublieft| aub| a\\.u\\.b\\.| gewoon| voortaan)* (?:niet meer|nooit meer|niets meer|niks meer|niet langer|geen (?:berichten?|mails?|mailtjes|reclame|spam|aanbiedingen)(?: meer)?)(?: .*)?"),
      words("(?:gelieve|graag|verzoek(?:e)?(?: u| je)?(?: vriendelijk| dringend)?(?: om)?)(?: me| mij| ons)(?: voortaan)? (?:niet meer|nooit meer|niet langer|geen (?:verdere )?(?:berichten|mails|reclame)(?: meer)?) (?:te )?(?:schrijven|sturen|benaderen|contacteren|mailen|bellen|storen|lastig(?: te)? vallen)(?: .*)?"),
      words("(?:neem|neemt u) (?:alsjeblieft |alstublieft |aub |voortaan )*(?:geen|nooit meer|niet meer) contact (?:meer )?(?:met (?:mij|me|ons) )?(?:meer )?(?:op|met)(?: .*)?"),
      words("(?:wil|wens|willen|wensen|hoef) (?:echt |voortaan |liever |gewoon )*(?:geen (?:verdere )?(?:berichten|mails|reclame|mail|nieuwsbrieven|contact|aanbiedingen)(?: van (?:u|je|jou|jullie))?(?: meer)?|niet (?:meer|langer)|niets meer)(?: .*)?(?:ontvangen|krijgen|horen|benaderd|gecontacteerd|contact|worden|hebben)(?: .*)?"),
      /^(?:ik )?(?:wil|hoef) geen (?:berichten|mails|reclame|spam) meer[.! ]*$/iu,
      words("(?:stop|stopt|hou|houd|houdt|kap|schei)(?: alsjeblieft| alstublieft| aub| eens| u| nu)* (?:met|op met|op mij|op me|uit met)(?: [\\p{L}']+){0,4}? ?(?:berichten|berichtjes|mails|mailen|schrijven|sturen|spammen|lastigvallen|benaderen|contacteren|reclame|spam|appen|bellen|verkopen)(?: .*)?"),
      words("(?:haal|verwijder|schrap|gooi|schrijf|meld)(?:t u)?(?: alsjeblieft| alstublieft| aub)* (?:me|mij|ons|mijn (?:naam|adres|gegevens|mailadres|e-mail|nummer|mail))(?: alsjeblieft| alstublieft| aub| vandaag| nog| direct| nu)* (?:van|uit|af)(?: .*)?"),
      words("(?:mij|me|mijn (?:naam|adres|gegevens|mailadres|nummer))(?: alsjeblieft| alstublieft| aub)? (?:uit|van) (?:uw|je|jullie|de|deze|dit|die) (?:[\\p{L}-]+ )?(?:lijst|bestand|mailinglijst|database|systeem|mailing|adressenbestand|verzendlijst)(?: .*)?"),
      words("verwijder(?:t u)?(?: alsjeblieft| alstublieft| aub)* (?:al )?mijn (?:persoonlijke )?(?:gegevens|data|adres|contactgegevens)(?: .*)?|mijn gegevens te (?:wissen|verwijderen)(?: .*)?"),
      words("(?:wil|graag|zou)(?: me| mij)?(?: graag)?(?: me| mij)? (?:uitschrijven|afmelden)(?: .*)?"),
      /^(?:graag |alsjeblieft |aub )?(?:uitschrijven|afmelden|stop|unsubscribe)(?:,? (?:graag|aub|alsjeblieft|alstublieft))?[.! ]*$/iu,
      words("laat (?:me|mij|ons)(?: alsjeblieft| alstublieft| gewoon| nu| eens| verder)* (?:met rust|in vrede)(?: .*)?"),
      words("val (?:me|mij|ons)(?: [\\p{L}]+){0,3} (?:niet (?:meer|langer)|niet) (?:meer |mee )?lastig(?: .*)?"),
      /^(?:[^,.]{0,20}, )?(?:alsjeblieft |aub |graag )?geen (?:verdere )?(?:berichten|mails|reclame|spam|aanbiedingen|nieuwsbrieven|contact)(?: meer)?(?:,? (?:aub|alsjeblieft|alstublieft|graag|sturen|dank je|dank u))*[.! ]*$/iu,
      words("bespaar (?:me|mij|ons) (?:verdere|je|jullie|uw|deze|dit)(?: .*)?"),
      words("(?:maak bezwaar tegen|trek mijn toestemming)(?: .*)?"),
      words("als (?:je|u|jullie) (?:me|mij) (?:nog (?:een keer|eens|één keer)|weer|opnieuw) (?:schrijft|benadert|mailt|contacteert|schrijven|benaderen|een bericht)(?: .*)?"),
    ],
    unless: [
      /\b(?:stop (?:alsjeblieft |vooral )?niet|hou (?:vooral |alsjeblieft )?niet op|haal (?:me|mij) (?:er )?(?:alsjeblieft |aub )?niet|verwijder (?:me|mij) (?:alsjeblieft |aub )?niet)\b/iu,
      /\b(?:klanten|mensen|gebruikers|ze|hij|velen|abonnees) (?:[\p{L}]+ )?(?:zeggen|zegt|vragen|vraagt|schrijven|willen|melden)\b/iu,
      /\bniet meer (?:voor|op|deze week|vandaag|in (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)|via|op dit)\b/iu,
      /\bvan netflix\b|\bmijn agenda\b/iu,
      /\bstop(?:te|t)? (?:zelf |ik )?met (?:werken|roken|mijn)\b/iu,
    ],
  },
  it: {
    asks: [
      words("non (?:mi|ci) (?:scriv(?:a|ere|ete|ano|i)|contatt(?:i|are|ate|ino)|mand(?:i|are|ate|ino)|invi(?:i|are|ate|ino)|disturb(?:i|are|ate|ino)|chiam(?:i|are|ate|ino)|cerc(?:hi|are|ate))(?: (?:nulla|niente|messaggi))? (?:più|mai più|ancora|di nuovo)(?: .*)?"),
      words("non (?:scriv(?:e|ete)|contatta|contattate|mandar|manda|disturba)(?:r|te)?mi più(?: .*)?|non (?:scriver|contattar|mandar|inviar|disturbar|chiamar)(?:mi|ci|melo) (?:più|mai più|ancora|di nuovo)(?: .*)?|non (?:scrivete|contattate|mandate|inviate|disturbate)(?:mi|ci) più(?: .*)?"),
      words("(?:di|a) non (?:scriver|contattar|mandar|inviar|disturbar|chiamar|ricontattar)(?:mi|ci) (?:più|ulteriormente|ancora|oltre)(?: .*)?"),
      words("(?:smett(?:a|i|ete|etela|ila|erla)|smettila|smettetela|la smetta|la smettete|basta|finitela|piantala|piantatela) (?:subito )?(?:di|con) (?:scriver|mandar|inviar|contattar|disturbar|tempestar|assillar|spammar|vender|(?:i|questi|quei|tutti questi|gli|le|lo) ?(?:messaggi|spam|mail|email|pubblicità|proposte|solleciti)?)(?:mi|ci|e|mene)?(?: .*)?"),
      words("(?:togliete|toglie|tolga|togli|rimuov(?:a|ete|i)|cancell(?:i|ate|a)|elimin(?:i|ate|a)|disiscriv(?:a|ete|i)|depenn(?:i|ate)|lev(?:i|ate))(?:te)?(?:mi|ci)(?: .*)?"),
      words('(?:di|a) smettere di (?:scriver|mandar|inviar|contattar|disturbar|tempestar)(?:mi|ci|e)'),
      words('cancellazione (?:dalla|da|dalle) (?:vostra |vostre |sua )?(?:lista|liste|mailing)'),
      words("mi (?:tolga|tolgano|cancelli|cancellate|rimuova|elimini|eliminate|disiscriva|depenni|levi)(?: .*)?"),
      words("(?:cancell(?:i|ate|are|a)|elimin(?:i|ate|are|a)|rimuov(?:a|ete|ere|i)|tolga|togliete) (?:tutti )?(?:i |il |la )?(?:miei|mio|mia) (?:dati|contatto|contatti|indirizzo|nome|numero|mail|email|recapiti|profilo)(?: .*)?|cancellazione dei miei dati"),
      words("(?:essere|venir) (?:cancellat[oa]|rimoss[oa]|eliminat[oa]|tolt[oa]|disiscritt[oa]) (?:da|dal|dalla|dalle|dai)(?: .*)?"),
      words("non (?:voglio|vogliamo|desidero|desideriamo|intendo|vorrei) (?:più )?(?:ricevere|essere (?:ricontattat[oai]|contattat[oai]|disturbat[oai])|altri messaggi|più (?:messaggi|mail)|avere (?:più|altri) contatti|sentirvi|sentirla)(?: .*)?"),
      words("(?:voglio|vorrei|desidero) (?:disiscrivermi|cancellarmi|annullare l'iscrizione|essere lasciat[oa] in pace|togliermi)(?: .*)?"),
      /^(?:per favore,? )?(?:disiscrivimi|disiscrivetemi|cancellami|cancellatemi|toglietemi|disiscrizione|cancellazione|disiscrivermi|stop)(?:,? (?:per favore|grazie))?[.! ]*$/iu,
      words("(?:lasci|lasciate|lascia|mi lasci)(?:temi|mi|ci|teci)?(?: per favore| un po'| subito)? in pace(?: .*)?"),
      /^(?:[^,.]{0,20}, )?(?:per favore,? )?(?:basta|niente più|nessun altro|niente altri|stop ai) (?:messaggi|messaggio|spam|mail|email|pubblicità|solleciti)(?:,? (?:per favore|grazie|da parte vostra))*[.! ]*$/iu,
      words("(?:mi oppongo|revoco il (?:mio )?consenso|ritiro il (?:mio )?consenso)(?: .*)?"),
      words("mi risparmi (?:altri|ulteriori|i|questi|altre)(?: .*)?"),
      words("se mi (?:scrive|scrivete|contatta|contattate|riscrive) (?:ancora|di nuovo|un'altra volta)(?: .*)?"),
    ],
    unless: [
      /\bnon (?:smett(?:a|ere|ete|i)|toglier|togliete|cancellar|cancellate|eliminar|eliminate|rimuover)(?:mi|temi|te)?\b(?! più)/iu,
      /\b(?:clienti|persone|utenti|loro|molti|iscritti|la gente) (?:[\p{L}]+ )?(?:dicono|dice|chiedono|chiede|scrivono|vogliono|si)\b/iu,
      /\bpiù (?:tardi|avanti|informazioni|dettagli|di (?:una|due|tre)|in là)\b/iu,
      /\bprima (?:di|del|delle) (?:lunedì|martedì|\d|le|pranzo)/iu,
      /\bda netflix\b|\bmi sono (?:disiscritt|cancellat)/iu,
      /\bnon (?:mi|ci) (?:tolga|cancelli|elimini|rimuova)\b/iu,
      /\bnon chiamarmi (?:più )?(?:signor|dottor)/iu,
    ],
  },
};

/** Quotes of somebody's words, which say nothing of what this person wants. */
const QUOTED = /"[^"]{3,}"|“[^”]{3,}”|„[^“”]{3,}[“”]|«[^»]{3,}»/gu;

function asksToStop(sentence: string): boolean {
  const said = sentence.replace(QUOTED, ' … ').replace(/\s+/gu, ' ').trim();
  return Object.values(WORDINGS).some(({ asks, unless }) => asks.some((ask) => ask.test(said)) && !unless.some((turn) => turn.test(said)));
}

/** A message that is nothing but the word that ends a subscription. */
const BARE_WORD = /^(?:stop|unsubscribe|desinscription|opt out)[.! ]*$/iu;

/**
 * Finds the sentence in which a person asks not to be written to any more, in any of the seven languages; null when there
 * is none. The sentence is returned as written, to be kept as evidence. A plain refusal ("not interested") is none.
 */
export function optOutSentence(text: string): string | null {
  const own = ownWords(text);
  if (BARE_WORD.test(own)) return own;
  return sentencesOf(own).find(asksToStop) ?? null;
}
