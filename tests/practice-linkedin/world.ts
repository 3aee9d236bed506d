import { hash, idCharacters, pick, shuffled, stream } from './random.ts';

/** What is unusual about a person's name or address; tests pick people by it. */
export type Trait =
  | 'plain' | 'accents' | 'emoji' | 'suffix' | 'caps' | 'honorific' | 'non-latin' | 'same-name' | 'single-name'
  | 'lower-case' | 'encoded-slug' | 'renamed-slug';

/** 1, 2 or 3, as LinkedIn counts the distance to the signed-in member. */
export type Degree = 1 | 2 | 3;

/** A person of the world, as LinkedIn knows them. */
export interface Person {
  /** Member id: 39 characters, `ACoAA…`, case sensitive. */
  readonly id: string;
  /** The other, numeric id (`urn:li:member:<n>`). */
  readonly number: number;
  readonly firstName: string;
  readonly lastName: string;
  /** First and last name with one space, exactly as every page shows it. */
  readonly name: string;
  /** Today's public slug, decoded. In links it stands percent-encoded. */
  readonly slug: string;
  /** Slugs of former times; they redirect to `slug`. */
  readonly oldSlugs: readonly string[];
  /** The slug the export file names: for renamed people the old one. */
  readonly exportedSlug: string;
  readonly headline: string;
  readonly company: string;
  readonly position: string;
  readonly email: string;
  /** Calendar day 'YYYY-MM-DD' of the connection. */
  readonly connectedOn: string;
  readonly language: 'en' | 'fr' | 'de' | 'es' | 'pt' | 'nl' | 'it';
  readonly traits: readonly Trait[];
}

/** Everybody the stand-in knows. Pure function of the seed and the counts. */
export interface World {
  readonly seed: number;
  /** Sam Sender first, then a second member to sign in as. */
  readonly members: readonly [Person, Person];
  /** 1st-degree connections of Sam, newest connection first. */
  readonly connections: readonly Person[];
  /** 2nd and 3rd degree. */
  readonly strangers: readonly Person[];
  /** Two connections with the same name, the one who comes first in a name search first. */
  readonly namesakes: readonly [Person, Person];
  /** @returns the person with this member id, members included. */
  byId(id: string): Person | undefined;
  /** @returns the person with this slug (present or former, decoded) or member id. */
  byAddress(slugOrId: string): Person | undefined;
  /** @returns connections with the trait, newest first. */
  withTrait(trait: Trait): Person[];
}

const FIRST = [
  'Ana', 'Ben', 'Carla', 'David', 'Elena', 'Felix', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Karin', 'Liam', 'Maria', 'Noah', 'Olivia',
  'Paul', 'Quentin', 'Rosa', 'Simon', 'Tara', 'Umar', 'Vera', 'Walter', 'Xenia', 'Yusuf', 'Zara', 'Amit', 'Bruna', 'Chen', 'Dora',
  'Emil', 'Fatou', 'Gil', 'Hana', 'Ivan', 'Julia', 'Kofi', 'Lena', 'Marco', 'Nadia',
];
const LAST = [
  'Nordin', 'Okafor', 'Silva', 'Meyer', 'Rossi', 'Dubois', 'Novak', 'Jansen', 'Costa', 'Keller', 'Lopez', 'Moreau', 'Petrov', 'Quist',
  'Ricci', 'Sato', 'Tanaka', 'Ueda', 'Visser', 'Weber', 'Young', 'Zhang', 'Adeyemi', 'Bauer', 'Conti', 'Diaz', 'Evans', 'Fischer',
  'Garcia', 'Hansen', 'Ivanova', 'Johnson', 'Klein', 'Lindqvist', 'Mbeki', 'Nguyen', 'Olsen', 'Patel', 'Reyes', 'Stone',
];

interface Odd { readonly first: string; readonly last: string; readonly traits: readonly Trait[]; readonly slug?: string }

const ODD: readonly Odd[] = [
  { first: 'José', last: 'Ñíguez', traits: ['accents', 'encoded-slug'], slug: 'josé-ñíguez' },
  { first: 'Zoë', last: 'Åkesson', traits: ['accents'] },
  { first: 'François', last: 'Lefèvre-Noël', traits: ['accents', 'encoded-slug'], slug: 'françois-lefèvre' },
  { first: 'Łukasz', last: 'Żółć', traits: ['accents'] },
  { first: 'Siobhán', last: 'O’Brien', traits: ['accents'] },
  { first: 'Mia 🌟', last: 'Berg', traits: ['emoji'] },
  { first: '🚀 Leo', last: 'Marsh', traits: ['emoji'] },
  { first: 'Ada', last: 'Quinn 👩‍💻', traits: ['emoji'] },
  { first: 'Priya', last: 'Raman, MBA', traits: ['suffix'] },
  { first: 'Tom', last: 'Baker, PhD, PMP®', traits: ['suffix'] },
  { first: 'Laura', last: 'Stein (she/her)', traits: ['suffix'] },
  { first: 'GEORGE', last: 'MILLER', traits: ['caps'] },
  { first: 'SOPHIE', last: 'DURAND', traits: ['caps'] },
  { first: 'maya', last: 'lindholm', traits: ['lower-case'] },
  { first: 'Dr. Anna', last: 'Kowalska', traits: ['honorific'] },
  { first: 'Prof. Dr. Jan', last: 'de Vries', traits: ['honorific'] },
  { first: 'Mr. Omar', last: 'Haddad', traits: ['honorific'] },
  { first: '美咲', last: '佐藤', traits: ['non-latin', 'encoded-slug'], slug: '佐藤-美咲' },
  { first: 'Дмитрий', last: 'Соколов', traits: ['non-latin', 'encoded-slug'], slug: 'дмитрий-соколов' },
  { first: 'ليلى', last: 'حداد', traits: ['non-latin'], slug: 'layla-haddad' },
  { first: 'Ελένη', last: 'Παπαδοπούλου', traits: ['non-latin'], slug: 'eleni-papadopoulou' },
  { first: '지훈', last: '김', traits: ['non-latin'], slug: 'jihoon-kim' },
  { first: 'Madonna', last: '', traits: ['single-name'] },
  { first: 'Anna-Maria', last: 'von der Heide', traits: ['plain'] },
  { first: 'Alex', last: 'Morgan', traits: ['same-name'] },
  { first: 'Alex', last: 'Morgan', traits: ['same-name'] },
  { first: 'Robin', last: 'Hale', traits: ['renamed-slug'] },
  { first: 'Nora', last: 'Winther', traits: ['renamed-slug'] },
];

const COMPANIES = ['Northwind', 'Blue Harbor GmbH', 'Acme, Inc.', 'Studio "Neun"', 'Ferro & Figli', 'Lumière SA', 'Kite Labs', 'Ostrava Steel', 'Pampas Foods', 'Tulip Bank', 'Delta Clinic', ''];
const POSITIONS = ['Engineer', 'Head of Sales', 'Founder', 'Product Manager', 'Nurse Manager', 'CFO', 'Data Analyst', 'Customer Success, EMEA', 'Teacher', 'Partner', 'VP Operations', ''];
const LANGUAGES = ['en', 'en', 'en', 'fr', 'de', 'es', 'pt', 'nl', 'it'] as const;

function latinSlug(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}

function day(epochDay: number): string {
  return new Date(epochDay * 86_400_000).toISOString().slice(0, 10);
}

function person(seed: number, index: number, odd: Odd, connectedOn: string): Person {
  const next = stream(seed, 'person', index);
  const name = `${odd.first} ${odd.last}`.trim();
  const tail = hash(seed, 'slug', index).toString(16).padStart(8, '0');
  const base = odd.slug ?? (latinSlug(name) || 'member');
  const slug = `${base}-${tail}`;
  const renamed = odd.traits.includes('renamed-slug');
  const former = `${base}-${hash(seed, 'former', index).toString(16).padStart(8, '0')}`;
  const company = pick(next, COMPANIES);
  const position = pick(next, POSITIONS);
  return {
    id: `ACoAA${idCharacters(stream(seed, 'id', index), 34)}`,
    number: 10_000_000 + hash(seed, 'number', index) % 900_000_000,
    firstName: odd.first,
    lastName: odd.last,
    name,
    slug,
    oldSlugs: renamed ? [former] : [],
    exportedSlug: renamed ? former : slug,
    headline: [position, company].filter((part) => part !== '').join(' at ') || 'Open to ideas',
    company,
    position,
    email: next() < 0.08 ? `${latinSlug(name) || 'member'}@example.com` : '',
    connectedOn,
    language: pick(next, LANGUAGES),
    traits: odd.traits,
  };
}

/**
 * Makes the world of a seed.
 * @param options.people number of 1st-degree connections, at least 40 so that every odd name is among them
 * @param options.today epoch milliseconds of the day the newest connection was made
 */
export function makeWorld(options: { seed: number; people: number; today: number }): World {
  const { seed, people } = options;
  if (!Number.isInteger(people) || people < 40) throw new Error(`a world needs at least 40 people, not ${people}`);
  const next = stream(seed, 'world');
  const taken = new Set<string>(['Alex Morgan']);
  const ordinary: Odd[] = [];
  const unusual = shuffled(next, ODD);
  for (let i = 0; ordinary.length < people - unusual.length + 40; i += 1) {
    const first = pick(next, FIRST);
    const last = i < 1400 ? pick(next, LAST) : `${pick(next, LAST)}-${pick(next, LAST)}`;
    if (taken.has(`${first} ${last}`)) continue;
    taken.add(`${first} ${last}`);
    ordinary.push({ first, last, traits: ['plain'] });
  }
  const friends = shuffled(next, [...unusual, ...ordinary.slice(0, people - unusual.length)]);
  const others = ordinary.slice(people - unusual.length);
  let connectedDay = Math.floor(options.today / 86_400_000) - 3;
  const connections = friends.map((odd, index) => {
    const made = person(seed, index + 10, odd, day(connectedDay));
    connectedDay -= Math.floor(next() * 12 * Math.min(1, 1000 / people));
    return made;
  });
  const strangers = others.map((odd, index) => person(seed, index + 10 + people, odd, ''));
  const sam = person(seed, 0, { first: 'Sam', last: 'Sender', traits: ['plain'] }, '');
  const olga = person(seed, 1, { first: 'Olga', last: 'Other', traits: ['plain'] }, '');
  const ids = new Map<string, Person>();
  const addresses = new Map<string, Person>();
  for (const one of [sam, olga, ...connections, ...strangers]) {
    ids.set(one.id, one);
    for (const address of [one.id, one.slug, ...one.oldSlugs]) addresses.set(address, one);
  }
  const [first, second] = connections.filter((one) => one.traits.includes('same-name'));
  if (first === undefined || second === undefined) throw new Error('the world lost its namesakes');
  return {
    seed,
    members: [sam, olga],
    connections,
    strangers,
    namesakes: [first, second],
    byId: (id) => ids.get(id),
    byAddress: (address) => addresses.get(address),
    withTrait: (trait) => connections.filter((one) => one.traits.includes(trait)),
  };
}
