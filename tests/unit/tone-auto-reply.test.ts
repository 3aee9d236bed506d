import { describe, expect, it } from 'vitest';
import { autoReplySentence } from '../tone/shipped.ts';
import type { Lang } from '@/lib/tone/languages';

const TABLE: Readonly<Record<Lang, { readonly machine: readonly string[]; readonly person: readonly string[] }>> = {
  en: {
    machine: [
      'Automatic reply: I am out of the office until 5 May.',
      'This is an automated response. I am on vacation.',
      'Out of office: back on Monday.',
      'Thank you for your message. I am currently out of the office with limited access to email. For urgent matters please contact anna@acme.com.',
      "Thanks for reaching out! I'm away right now. I'll get back to you when I return.",
      'Hello, I am on annual leave until 14 June. In urgent cases please call our office. Kind regards, Tom Miller',
      "Thanks for your message. I'm on parental leave and will respond after 1 September.",
      'Dear sender,\nOur office is closed from 24 December. We will reply to your message in January.\nThank you for your understanding',
    ],
    person: [
      'Is this an automated message?',
      'This is an automated message and I do not appreciate it.',
      "I'm on holiday until the 20th, will look at it then.",
      "I'm travelling this week, let's talk on Monday.",
      'Thanks for your message. I am out of the office until Monday, but your offer sounds interesting.',
      'I am away next week. Not interested though.',
      "I'm out of the office. Could you resend the link?",
      "I'm on leave, contact my colleague Anna, she would love it.",
      'Thanks!',
      'We have an automatic reply tool already.',
    ],
  },
  fr: {
    machine: [
      'Réponse automatique : je suis en congés.',
      'Ceci est une réponse automatique.',
      "Bonjour, merci pour votre message. Je suis actuellement absent du bureau avec un accès limité à mes mails. En cas d'urgence, contactez Anne Petit. Cordialement",
      'Merci de votre message. Je suis en congé maternité jusqu\'en mai. Je vous répondrai à mon retour.',
      "Je suis en vacances jusqu'au 20 août. Pour toute urgence, merci de contacter l'accueil.",
      'Bonjour,\nNos bureaux seront fermés du 24 au 31 décembre. Merci pour votre message, nous vous répondrons en janvier.',
    ],
    person: [
      "C'est un message automatique ?",
      'Encore une réponse automatique, je suppose.',
      'Je suis en vacances jusqu\'au 20, je regarderai à mon retour.',
      'Je suis en déplacement, appelez-moi lundi.',
      'Je suis absente cette semaine. Votre offre m\'intéresse.',
      'Je suis en congés, et de toute façon pas intéressé.',
      'Merci pour votre message.',
    ],
  },
  de: {
    machine: [
      'Automatische Antwort: Ich bin im Urlaub.',
      'Abwesenheitsnotiz',
      'Dies ist eine automatische Antwort.',
      'Vielen Dank für Ihre Nachricht. Ich bin derzeit nicht im Büro und habe nur eingeschränkten Zugriff auf meine Mails. In dringenden Fällen wenden Sie sich bitte an Frau Maier. Mit freundlichen Grüßen',
      'Danke für Ihre Nachricht. Bis 14. August bin ich im Urlaub. Ich melde mich nach meiner Rückkehr.',
      'Ich bin bis zum 20. Mai abwesend. Ihre Nachricht wird nicht weitergeleitet. Bei dringenden Anliegen: info@acme.de',
    ],
    person: [
      'Ist das eine automatische Nachricht?',
      'Schon wieder eine automatische Nachricht von Ihnen.',
      'Bin bis 20. im Urlaub, schaue danach rein.',
      'Ich bin unterwegs, rufen Sie Montag an.',
      'Ich bin diese Woche im Urlaub. Ihr Angebot klingt gut.',
      'Ich bin in Elternzeit und habe kein Interesse.',
      'Danke für Ihre Nachricht.',
    ],
  },
  es: {
    machine: [
      'Respuesta automática: estoy de vacaciones.',
      'Esta es una respuesta automática.',
      'Gracias por su mensaje. Estoy fuera de la oficina con acceso limitado al correo. Para asuntos urgentes contacte con Ana. Saludos',
      'Hola, gracias por escribir. Estaré de vacaciones hasta el 20. Responderé a mi regreso.',
      'Estoy de baja por maternidad. En caso de urgencia escriba a info@acme.es',
      'Nuestras oficinas estarán cerradas hasta enero. Gracias por su mensaje, responderemos entonces.',
    ],
    person: [
      '¿Es un mensaje automático?',
      'Otro mensaje automático, qué original.',
      'Estoy de vacaciones hasta el 20, lo miro después.',
      'Estoy de viaje, llámeme el lunes.',
      'Estoy fuera de la oficina. Me interesa su oferta.',
      'Estoy de baja y no me interesa.',
      'Gracias por su mensaje.',
    ],
  },
  pt: {
    machine: [
      'Resposta automática: estou de férias.',
      'Esta é uma resposta automática.',
      'Obrigado pela sua mensagem. Estou fora do escritório com acesso limitado ao e-mail. Para assuntos urgentes contacte a Ana. Cumprimentos',
      'Olá, obrigada pelo contato. Estarei de férias até o dia 20. Responderei quando voltar.',
      'Estou de licença de maternidade. Em caso de urgência escreva para info@acme.pt',
      'O nosso escritório estará encerrado até janeiro. Obrigado pela mensagem, responderemos depois.',
    ],
    person: [
      'Isto é uma mensagem automática?',
      'Mais uma mensagem automática, que criatividade.',
      'Estou de férias até o dia 20, vejo depois.',
      'Estou em viagem, ligue na segunda.',
      'Estou fora do escritório. Fiquei interessada.',
      'Estou de licença e não tenho interesse.',
      'Obrigado pela mensagem.',
    ],
  },
  nl: {
    machine: [
      'Automatisch antwoord: ik ben met vakantie.',
      'Dit is een automatische reactie.',
      'Bedankt voor uw bericht. Ik ben momenteel niet op kantoor en heb beperkte toegang tot mijn mail. Voor dringende zaken kunt u bellen met Anna. Met vriendelijke groet',
      'Dank voor je bericht. Ik ben tot 20 mei met vakantie. Ik zal na mijn terugkeer reageren.',
      'Ik ben met zwangerschapsverlof. Bij spoed: info@acme.nl',
      'Ons kantoor is tot januari gesloten. Bedankt voor uw bericht, wij zullen in januari antwoorden.',
    ],
    person: [
      'Is dit een automatisch bericht?',
      'Weer een automatisch bericht, heel origineel.',
      'Ben tot de 20e weg, daarna kijk ik.',
      'Ik ben met vakantie, bel maandag even.',
      'Ik ben niet op kantoor. Je aanbod klinkt goed.',
      'Ik ben met verlof en heb geen interesse.',
      'Bedankt voor je bericht.',
    ],
  },
  it: {
    machine: [
      'Risposta automatica: sono in ferie.',
      'Questa è una risposta automatica.',
      'Grazie per il suo messaggio. Sono fuori ufficio con accesso limitato alla posta. Per urgenze contatti Anna. Cordiali saluti',
      'Salve, grazie per avermi scritto. Sarò in ferie fino al 20. Risponderò al mio ritorno.',
      'Sono in maternità. In caso di urgenza scrivere a info@acme.it',
      'I nostri uffici sono chiusi fino a gennaio. Grazie per il messaggio, risponderemo alla riapertura.',
    ],
    person: [
      'È un messaggio automatico?',
      'Ancora un messaggio automatico, che fantasia.',
      'Sono in ferie fino al 20, guardo dopo.',
      'Sono in viaggio, mi chiami lunedì.',
      'Sono fuori ufficio. Sono interessato.',
      'Sono in congedo e non mi interessa.',
      'Grazie per il messaggio.',
    ],
  },
};

describe.each(Object.entries(TABLE))('automatic answers: %s', (_lang, { machine, person }) => {
  it.each(machine)('are told: %s', (text) => {
    expect(autoReplySentence(text)).not.toBeNull();
  });
  it.each(person)('are not read into what a person writes: %s', (text) => {
    expect(autoReplySentence(text)).toBeNull();
  });
});

it('returns the sentence that shows it', () => {
  expect(autoReplySentence("Thanks for reaching out! I'm away right now. I'll get back to you when I return.")).toBe("I'm away right now.");
});
