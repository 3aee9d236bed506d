import { foldText } from '@/lib/domain/text';

/** What a column can hold for us. Everything else is a custom column. */
export const COLUMN_FIELDS = ['profile', 'firstName', 'lastName', 'fullName', 'company', 'position', 'email', 'connectedOn', 'language', 'tags', 'notes'] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];

/**
 * Names of columns, folded and without punctuation: LinkedIn's own export in English and as translated by tools and
 * people, and the exports of common sales tools.
 */
const NAMES: Readonly<Record<ColumnField, readonly string[]>> = {
  profile: [
    'url', 'profile url', 'profileurl', 'profile link', 'profile', 'linkedin', 'linkedin url', 'linkedinurl', 'linkedin profile', 'linkedin profile url',
    'linkedinprofileurl', 'linkedin link', 'linkedin profile link', 'person linkedin url', 'contact linkedin url', 'contact linkedin', 'lead linkedin url',
    'linkedin public profile url', 'public profile url', 'public identifier', 'publicidentifier', 'vanity name', 'vanityname', 'slug', 'linkedin id', 'member id',
    'url du profil', 'profil linkedin', 'lien linkedin', 'url linkedin', 'adresse du profil', 'profil url', 'profillink', 'perfil', 'perfil de linkedin', 'url del perfil',
    'url do perfil', 'perfil do linkedin', 'url profilo', 'profilo linkedin', 'profiel url', 'linkedin profiel', 'adres url',
  ],
  firstName: [
    'first name', 'firstname', 'first', 'given name', 'givenname', 'forename', 'prenom', 'vorname', 'nombre', 'nombre de pila', 'nome', 'primeiro nome', 'voornaam', 'imie',
    'fornavn', 'fornamn', 'etunimi', 'ad',
  ],
  lastName: [
    'last name', 'lastname', 'last', 'surname', 'family name', 'familyname', 'nom', 'nom de famille', 'nachname', 'familienname', 'apellido', 'apellidos', 'sobrenome', 'cognome',
    'achternaam', 'nazwisko', 'etternavn', 'efternavn', 'efternamn', 'sukunimi', 'soyad', 'soyadi',
  ],
  fullName: ['name', 'full name', 'fullname', 'nom complet', 'vollstandiger name', 'nombre completo', 'nome completo', 'contact name', 'lead name'],
  company: [
    'company', 'company name', 'companyname', 'current company', 'organization', 'organisation', 'organization name', 'employer', 'account name', 'entreprise', 'societe', 'unternehmen',
    'firma', 'empresa', 'azienda', 'societa', 'bedrijf', 'foretag', 'virksomhed', 'sirket',
  ],
  position: [
    'position', 'title', 'job title', 'jobtitle', 'job', 'role', 'current position', 'occupation', 'poste', 'fonction', 'intitule du poste', 'stelle', 'beruf', 'cargo', 'puesto', 'posicion',
    'posizione', 'qualifica', 'ruolo', 'functie', 'stanowisko', 'stilling', 'befattning', 'pozisyon',
  ],
  email: [
    'email', 'e mail', 'email address', 'emailaddress', 'e mail address', 'mail', 'adresse e mail', 'adresse email', 'courriel', 'e mail adresse', 'correo electronico',
    'direccion de correo electronico', 'endereco de e mail', 'indirizzo email', 'indirizzo e mail', 'e mailadres', 'adres e mail',
  ],
  connectedOn: [
    'connected on', 'connectedon', 'connected at', 'connected date', 'connection date', 'date connected', 'connecte le', 'en relation depuis', 'date de connexion', 'verbunden am',
    'vernetzt am', 'verbunden seit', 'conectado el', 'fecha de conexion', 'conectado em', 'data de conexao', 'collegato il', 'data collegamento', 'verbonden op', 'connectie gemaakt op',
    'data nawiazania kontaktu',
  ],
  language: ['language', 'lang', 'locale', 'langue', 'sprache', 'idioma', 'lingua', 'taal', 'jezyk'],
  tags: ['tags', 'tag', 'labels', 'label', 'etiquettes', 'etiquetas', 'etichette', 'schlagworter'],
  notes: ['notes', 'note', 'comment', 'comments', 'notizen', 'notas', 'remarques', 'commentaire', 'commentaires'],
};

const FIELD_BY_NAME: ReadonlyMap<string, ColumnField> = new Map(COLUMN_FIELDS.flatMap((field) => NAMES[field].map((name): [string, ColumnField] => [name, field])));

/** The form of a column name that is compared: folded, every run of punctuation one space, camelCase kept together. */
export function foldColumnName(name: string): string {
  return foldText(name.replace(/[^\p{L}\p{N}]+/gu, ' '));
}

/** What a column of this name holds, by its name alone. */
export function fieldOfColumn(name: string): ColumnField | undefined {
  return FIELD_BY_NAME.get(foldColumnName(name));
}

/** Which of LinkedIn's own files a text begins like, by its column names. */
export function archiveFileOf(text: string): string | undefined {
  const head = text.slice(0, 20_000);
  if (/conversation id\W/i.test(head) && /conversation title\W/i.test(head)) return 'messages.csv';
  if (/inviterProfileUrl/i.test(head)) return 'Invitations.csv';
  // LinkedIn's own has no tags or notes: a file with them is an export of ours, or of another program, whose other columns count too.
  const header = /first name[",;\t]+last name[",;\t]+(?:url[",;\t]+)?email address[^\n\r]*/i.exec(head)?.[0];
  if (header !== undefined && !/[",;\t](?:tags|notes)(?:[",;\t]|$)/i.test(header)) return 'Connections.csv';
  return undefined;
}
