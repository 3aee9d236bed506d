import type { Message } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import { compose, templateValues, type ComposedText, type Held } from '@/lib/domain/template';
import { templateContactOf } from '@/lib/engine/render-message';

/** How many people have nothing for a variable, and what the message then does. */
export interface PreviewGap {
  variable: string;
  people: number;
  outcome: Message['missing'];
}

/** People worth looking at together. `who` are their places in the order of the source. */
export type PreviewGroup =
  | { kind: 'gap'; variable: string; who: readonly number[] }
  | { kind: 'language'; language: string; who: readonly number[] }
  /** a name they gave themselves is cleaned for the greeting */
  | { kind: 'cleaned'; who: readonly number[] }
  /** their text would never be typed: nothing is left of it, or it is longer than LinkedIn takes */
  | { kind: 'unsendable'; why: 'empty-text' | 'too-long'; who: readonly number[] };

/** What the messages make of the people looked at so far. */
export interface PreviewSurvey {
  looked: number;
  gaps: readonly PreviewGap[];
  /** gaps first, those with the most people before others; then what cannot be sent, names that are cleaned, and the languages */
  groups: readonly PreviewGroup[];
  /** place of the person with the longest text; undefined when there is nobody to compare with */
  longest: number | undefined;
  /** characters of each person's longest text, 0 for one who gets none */
  lengths: readonly number[];
}

/** The variables a text had no value for, whatever stands in their place. */
function missingIn(composed: ComposedText | Held): readonly string[] {
  if (composed.kind === 'hold') return composed.missing;
  switch (composed.used.kind) {
    case 'body': return [];
    case 'alternative': return composed.used.missing;
    case 'fallback': return Object.keys(composed.used.words);
  }
}

/** Places of people under a key, each person once. */
class Places<K> {
  private readonly places = new Map<string, { key: K; who: number[] }>();

  add(id: string, key: K, place: number): void {
    const known = this.places.get(id);
    if (known === undefined) this.places.set(id, { key, who: [place] });
    else if (known.who.at(-1) !== place) known.who.push(place);
  }

  /** those with the most people first */
  list(): { key: K; who: readonly number[] }[] {
    return [...this.places.values()].map(({ key, who }) => ({ key, who: [...who] })).sort((a, b) => b.who.length - a.who.length);
  }
}

/** Values of a contact do not depend on what is being written, so they are worked out once for a whole preview. */
export type KnownValues = WeakMap<Contact, ReadonlyMap<string, string>>;

const NAMES = ['firstName', 'lastName'] as const;

/** The names any of these messages says. */
function namesIn(messages: readonly Message[]): (typeof NAMES)[number][] {
  const texts = messages.flatMap(({ body, alternative = '', variants }) => [body, alternative, ...Object.values(variants)]).join('\n');
  return NAMES.filter((name) => texts.includes(name));
}

/** What a message says for a name that the contact writes in another way; undefined where it stands as it is. */
function cleanedName(contact: Contact, values: ReadonlyMap<string, string>, field: (typeof NAMES)[number]): { from: string; to: string } | undefined {
  const to = values.get(field);
  const from = contact[field].trim();
  return to === undefined || to === from || contact.handEdited.includes(field) || (field === 'firstName' && contact.greetingName !== undefined) ? undefined : { from, to };
}

/** Looks at the people of a source one by one, so that a page can stop in between. */
export class Survey {
  private readonly lengths: number[] = [];
  private longest = 0;
  private readonly gaps = new Places<Omit<PreviewGap, 'people'>>();
  private readonly lacks = new Places<string>();
  private readonly languages = new Places<string>();
  private readonly cleaned: number[] = [];
  private readonly unsendable = new Places<'empty-text' | 'too-long'>();

  private readonly messages: readonly Message[];
  private readonly senderFirstName: string;
  private readonly known: KnownValues;
  private readonly names: readonly (typeof NAMES)[number][];

  constructor(messages: readonly Message[], senderFirstName: string, known: KnownValues = new WeakMap()) {
    this.messages = messages;
    this.senderFirstName = senderFirstName;
    this.known = known;
    this.names = namesIn(messages);
  }

  /** Composes every message for the next person and notes where it differs from the others. */
  look(contact: Contact): void {
    const place = this.lengths.length;
    let length = 0;
    const values = this.valuesOf(contact);
    if (this.names.some((field) => cleanedName(contact, values, field) !== undefined)) this.cleaned.push(place);
    for (const message of this.messages) {
      const composed = compose(message, values, contact.language);
      if (composed.kind === 'text') length = Math.max(length, composed.text.length);
      if (composed.language.kind === 'variant') this.languages.add(composed.language.language, composed.language.language, place);
      if (composed.kind === 'hold' && (composed.why === 'empty-text' || composed.why === 'too-long')) this.unsendable.add(composed.why, composed.why, place);
      const outcome = composed.kind === 'hold' ? 'hold' : message.missing;
      for (const variable of missingIn(composed)) {
        this.gaps.add(`${outcome} ${variable}`, { variable, outcome }, place);
        this.lacks.add(variable, variable, place);
      }
    }
    this.lengths.push(length);
    if (length > (this.lengths[this.longest] ?? 0)) this.longest = place;
  }

  private valuesOf(contact: Contact): ReadonlyMap<string, string> {
    const known = this.known.get(contact);
    if (known !== undefined) return known;
    const values = templateValues(templateContactOf(contact), { firstName: this.senderFirstName });
    this.known.set(contact, values);
    return values;
  }

  /** What was found among those looked at so far. */
  result(): PreviewSurvey {
    return {
      looked: this.lengths.length,
      gaps: this.gaps.list().map(({ key, who }) => ({ ...key, people: who.length })),
      groups: [
        ...this.lacks.list().map(({ key, who }): PreviewGroup => ({ kind: 'gap', variable: key, who })),
        ...this.unsendable.list().map(({ key, who }): PreviewGroup => ({ kind: 'unsendable', why: key, who })),
        ...(this.cleaned.length === 0 ? [] : [{ kind: 'cleaned', who: [...this.cleaned] } satisfies PreviewGroup]),
        ...this.languages.list().map(({ key, who }): PreviewGroup => ({ kind: 'language', language: key, who })),
      ],
      longest: this.lengths.length > 1 && (this.lengths[this.longest] ?? 0) > 0 ? this.longest : undefined,
      lengths: [...this.lengths],
    };
  }
}

/** Why a person is worth a look before the others. */
export type PreviewReason = { kind: 'longest' | 'cleaned' } | { kind: 'gap'; variable: string } | { kind: 'language'; language: string } | { kind: 'unsendable'; why: 'empty-text' | 'too-long' };

function reasonOf(group: PreviewGroup): PreviewReason {
  switch (group.kind) {
    case 'gap': return { kind: 'gap', variable: group.variable };
    case 'language': return { kind: 'language', language: group.language };
    case 'cleaned': return { kind: 'cleaned' };
    case 'unsendable': return { kind: 'unsendable', why: group.why };
  }
}

/** Everyone in the order to step through: the first of each group and the longest text, with their reasons, then the source's order. */
export function steppingOrder(survey: PreviewSurvey): { order: number[]; reasons: ReadonlyMap<number, readonly PreviewReason[]> } {
  const reasons = new Map<number, PreviewReason[]>();
  const pick = (place: number | undefined, reason: PreviewReason): void => {
    if (place !== undefined) reasons.set(place, [...(reasons.get(place) ?? []), reason]);
  };
  for (const group of survey.groups) pick(group.who[0], reasonOf(group));
  pick(survey.longest, { kind: 'longest' });
  const first = [...reasons.keys()];
  const picked = new Set(first);
  const order = [...first];
  for (let place = 0; place < survey.looked; place += 1) if (!picked.has(place)) order.push(place);
  return { order, reasons };
}

/** Everyone by the length of their text, the longest first. */
export function byLength({ lengths }: PreviewSurvey): number[] {
  return lengths.map((_, place) => place).sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0));
}

/** The names of one person that these messages say otherwise than the contact writes them. */
export function cleanedNames(contact: Contact, messages: readonly Message[]): { from: string; to: string }[] {
  const values = templateValues(templateContactOf(contact), { firstName: '' });
  return namesIn(messages).flatMap((field) => cleanedName(contact, values, field) ?? []);
}
