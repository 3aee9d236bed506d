/**
 * What must arrive, worked out from the seed alone: nothing of the product is asked.
 */
import { hash, shuffled, stream } from '../practice-linkedin/random.ts';
import type { Person, World } from '../practice-linkedin/world.ts';

export interface Expected {
  /** the people of the export, in a seeded order */
  readonly people: readonly Person[];
  /** two of them answer after their first message and before their second is due */
  readonly repliers: readonly Person[];
  readonly firsts: ReadonlyMap<string, string>;
  readonly seconds: ReadonlyMap<string, string>;
}

export const FIRST = 'Hi {{firstName}}, good to be connected.\n\nHow is the autumn going for you?';
export const SECOND = 'Hi {{firstName}}, one more thought on our last exchange: shall we compare notes some time?';

/** How a person who writes their name oddly is greeted; everybody else by the first name as written. */
const GREETED: Readonly<Record<string, string>> = {
  'Mia 🌟': 'Mia', '🚀 Leo': 'Leo', GEORGE: 'George', SOPHIE: 'Sophie', maya: 'Maya', 'Dr. Anna': 'Anna', 'Prof. Dr. Jan': 'Jan', 'Mr. Omar': 'Omar',
};

function greeting(person: Person): string {
  return GREETED[person.firstName] ?? person.firstName;
}

function filled(text: string, person: Person): string {
  return text.replace('{{firstName}}', greeting(person));
}

/** The expected messages of a seed for a number of people. */
export function expectedOf(world: World, seed: number, people: number): Expected {
  const chosen = shuffled(stream(seed, 'start'), world.connections).slice(0, people);
  const from = hash(seed, 'repliers') % chosen.length;
  const repliers = [chosen[from], chosen[(from + 1 + (hash(seed, 'second') % (chosen.length - 1))) % chosen.length]].filter((person) => person !== undefined);
  return {
    people: chosen,
    repliers,
    firsts: new Map(chosen.map((person) => [person.id, filled(FIRST, person)])),
    seconds: new Map(chosen.filter((person) => !repliers.includes(person)).map((person) => [person.id, filled(SECOND, person)])),
  };
}
