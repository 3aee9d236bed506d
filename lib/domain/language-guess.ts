import type { Contact, ContactLanguage } from '@/lib/domain/contact';
import { foldText } from '@/lib/domain/text';

/** Scripts that only one widely written language of business uses. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Greek}{3,}/u, 'el'],
  [/\p{Script=Georgian}/u, 'ka'],
  [/\p{Script=Armenian}/u, 'hy'],
];

/**
 * Words of job titles that one language alone writes so. Titles shared between languages (manager, director, consultant,
 * marketing) tell nothing and are left out on purpose, as are words two of these languages share.
 */
const WORDS: Readonly<Record<string, string>> = {
  fr: 'directeur directrice responsable charge chargee ingenieur ingenieure developpeur developpeuse fondateur fondatrice gerant gerante commerciale conseiller conseillere chez adjoint adjointe ventes achats cheffe etudes enseignant enseignante comptable juriste stagiaire avocat avocate dirigeant dirigeante associee',
  de: 'leiter leiterin geschaftsfuhrer geschaftsfuhrerin geschaftsfuhrender vertrieb entwicklung entwickler entwicklerin berater beraterin beratung einkauf personalreferent personalreferentin inhaber inhaberin mitarbeiter mitarbeiterin abteilungsleiter abteilungsleiterin teamleiter teamleiterin vorstand prokurist prokuristin grunder grunderin fur projektleiter projektleiterin softwareentwickler softwareentwicklerin referent referentin bereichsleiter bereichsleiterin kaufmannischer steuerberater rechtsanwalt rechtsanwaltin werkstudent werkstudentin',
  es: 'ingeniero ingeniera desarrollador fundador fundadora jefe jefa ventas abogado abogada empresario empresaria coordinadora encargado encargada recursos humanos profesora dueno comercio',
  it: 'direttore direttrice responsabile ingegnere sviluppatore sviluppatrice fondatore fondatrice vendite acquisti avvocato titolare amministratore amministratrice presso impiegato impiegata consulente commercialista socio',
  pt: 'engenheiro engenheira desenvolvedor desenvolvedora vendas advogado advogada empresario gerente analista diretor diretora socio estagiario estagiaria coordenador coordenadora',
  nl: 'directeur eigenaar medewerker ontwikkelaar oprichter verkoop inkoop adviseur hoofd vennoot bestuurder projectleider bij voor',
  pl: 'kierownik dyrektor specjalista wlasciciel inzynier sprzedazy zalozyciel prezes ksiegowa',
  sv: 'saljare agare utvecklare grundare ansvarig forsaljning konsultchef',
  en: 'head engineer developer founder owner officer sales lead assistant associate chief recruiter teacher lawyer accountant at of the and buyer analyst',
};

const LANGUAGES_BY_WORD: ReadonlyMap<string, readonly string[]> = languagesByWord();

function languagesByWord(): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const [language, words] of Object.entries(WORDS)) for (const word of words.split(' ')) map.set(word, [...(map.get(word) ?? []), language]);
  return map;
}

/**
 * A guess of a contact's language, or nothing. Only strong evidence counts: a script that one language alone uses in
 * the name or position, or words of the position that belong to exactly one language and are not outnumbered. A name in
 * Latin letters is no evidence. English words never decide: titles are English everywhere.
 */
export function guessLanguage(contact: Readonly<Pick<Contact, 'firstName' | 'lastName' | 'position'>>): ContactLanguage | undefined {
  const written = `${contact.firstName} ${contact.lastName} ${contact.position}`;
  const script = SCRIPTS.find(([pattern]) => pattern.test(written));
  if (script !== undefined) return { code: script[1], by: 'guess' };
  const votes = new Map<string, number>();
  for (const word of new Set(foldText(contact.position).split(/[^\p{L}]+/u))) {
    const languages = LANGUAGES_BY_WORD.get(word) ?? [];
    const only = languages.length === 1 ? languages[0] : undefined;
    if (only !== undefined) votes.set(only, (votes.get(only) ?? 0) + 1);
  }
  const [first, second] = [...votes.entries()].sort((a, b) => b[1] - a[1]);
  if (first === undefined || first[0] === 'en' || first[1] === second?.[1]) return undefined;
  return { code: first[0], by: 'guess' };
}
