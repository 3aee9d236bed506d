import type { Message } from '@/lib/domain/campaign';
import type { Contact, ContactLanguage } from '@/lib/domain/contact';
import { fingerprint } from '@/lib/domain/fingerprint';
import { cleanName } from '@/lib/domain/names';
import { readNodes, type Node } from '@/lib/domain/template-nodes';
import { foldText, normaliseText, singleLine } from '@/lib/domain/text';

/** The variables every message knows. Custom columns of an import come on top, under their own names. */
export const STANDARD_VARIABLES = ['firstName', 'lastName', 'company', 'position', 'senderFirstName'] as const;
export type StandardVariable = (typeof STANDARD_VARIABLES)[number];

/** Longest message LinkedIn's composer takes, in UTF-16 units. */
export const MESSAGE_LIMIT = 8_000;

/** What the author wrote for one message of the sequence, without its place in it. */
export type MessageTemplate = Readonly<Pick<Message, 'body' | 'variants' | 'missing' | 'alternative' | 'fallbacks'>>;

/** What a text may say about its recipient. Names as imported or as edited by hand. */
export type TemplateContact = Readonly<Pick<Contact, 'firstName' | 'lastName' | 'company' | 'position' | 'greetingName' | 'language' | 'custom' | 'handEdited'>>;

export type TemplateSender = { readonly firstName: string };

/** A mistake that keeps a message from being saved. `at` counts UTF-16 units from the start of the body. */
export type TemplateError =
  /** "{{{name}}} is not known{; did you mean {nearest}}." */
  | { readonly code: 'unknown-variable'; readonly name: string; readonly nearest?: string; readonly at: number }
  /** "{{ opens at {at} and never closes." */
  | { readonly code: 'unclosed-tag'; readonly at: number }
  /** "}} closes at {at} what was not opened." */
  | { readonly code: 'unopened-tag'; readonly at: number }
  /** "The section {name} is never closed: add {{/name}}." */
  | { readonly code: 'unclosed-section'; readonly name: string; readonly at: number }
  /** "{{/name}} closes a section that is not open." */
  | { readonly code: 'unopened-section'; readonly name: string; readonly at: number }
  /** "A tag at {at} is empty." */
  | { readonly code: 'empty-tag'; readonly at: number }
  /** "Templates inside templates ({{> name}}) are not supported." */
  | { readonly code: 'partial'; readonly name: string; readonly at: number }
  /** "Other delimiters ({{=…=}}) are not supported." */
  | { readonly code: 'delimiters'; readonly at: number }
  /** "The message is empty." */
  | { readonly code: 'empty-body' };

/** Something worth a look; the message can be saved. */
export type TemplateHint =
  | { readonly code: 'double-space'; readonly at: number }
  | { readonly code: 'very-long'; readonly length: number }
  | { readonly code: 'over-limit'; readonly length: number; readonly limit: number }
  | { readonly code: 'link'; readonly url: string; readonly at: number }
  /** A tag of another program: {firstName}, [First Name], %FIRSTNAME%, <<name>>. */
  | { readonly code: 'foreign-tag'; readonly text: string; readonly at: number }
  | { readonly code: 'no-personal-variable' };

/** A template that was parsed; only `parseTemplate` makes one. */
export type ParsedTemplate = { readonly nodes: readonly Node[]; readonly variables: readonly string[] };

export type TemplateParse = { readonly kind: 'template'; readonly template: ParsedTemplate } | { readonly kind: 'refused'; readonly errors: readonly TemplateError[] };

const LONG_MESSAGE = 1_200;

/**
 * Parses a body. Refused, with every mistake found: variables outside `known`, tags and sections that do not balance,
 * partials, other delimiters. Triple braces and `&` mean the same as plain ones, because nothing is ever escaped.
 */
export function parseTemplate(body: string, known: readonly string[]): TemplateParse {
  const errors = [...balanceErrors(body)];
  if (body.trim() === '') errors.push({ code: 'empty-body' });
  if (errors.length > 0) return { kind: 'refused', errors };
  const nodes = readNodes(body) ?? [];
  checkNames(nodes, known, errors);
  return errors.length > 0 ? { kind: 'refused', errors } : { kind: 'template', template: { nodes, variables: [...variablesOf(nodes)] } };
}

/** Mistakes in the tags themselves, each with its own place. */
function* balanceErrors(body: string): Iterable<TemplateError> {
  const open: { readonly name: string; readonly at: number }[] = [];
  const tag = /\{\{(?<sigil>\s*[{#^/>&!=]?)/g;
  let from = 0;
  for (;;) {
    tag.lastIndex = from;
    const match = tag.exec(body);
    const strayClose = body.slice(from, match?.index ?? body.length).indexOf('}}');
    if (strayClose !== -1) yield { code: 'unopened-tag', at: from + strayClose };
    if (match === null) break;
    const at = match.index;
    const sigil = match.groups?.['sigil']?.trim() ?? '';
    const closing = sigil === '{' ? '}}}' : sigil === '=' ? '=}}' : '}}';
    const end = body.indexOf(closing, tag.lastIndex);
    const nextOpen = body.indexOf('{{', tag.lastIndex);
    if (end === -1 || (nextOpen !== -1 && nextOpen < end)) {
      yield { code: 'unclosed-tag', at };
      return;
    }
    const name = body.slice(tag.lastIndex, end).trim();
    from = end + closing.length;
    if (sigil === '=') {
      yield { code: 'delimiters', at };
      return;
    }
    if (sigil === '>') yield { code: 'partial', name, at };
    if (name === '' && sigil !== '!') yield { code: 'empty-tag', at };
    if (sigil === '#' || sigil === '^') open.push({ name, at });
    if (sigil === '/') {
      const section = open.at(-1);
      if (section?.name === name) open.pop();
      else yield { code: 'unopened-section', name, at };
    }
  }
  for (const section of open) yield { code: 'unclosed-section', ...section };
}

function checkNames(nodes: readonly Node[], known: readonly string[], errors: TemplateError[]): void {
  for (const node of nodes) {
    if (node.kind === 'text') continue;
    if (!known.includes(node.name)) {
      const nearest = nearestName(node.name, known);
      errors.push({ code: 'unknown-variable', name: node.name, ...(nearest !== undefined && { nearest }), at: node.at });
    }
    if (node.kind === 'section') checkNames(node.inner, known, errors);
  }
}

function variablesOf(nodes: readonly Node[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) {
    if (node.kind === 'text') continue;
    names.add(node.name);
    if (node.kind === 'section') for (const name of variablesOf(node.inner)) names.add(name);
  }
  return names;
}

/** What other programs call our variables, folded to letters. */
const SYNONYMS: Readonly<Record<string, StandardVariable>> = {
  name: 'firstName', fname: 'firstName', prenom: 'firstName', vorname: 'firstName', nombre: 'firstName', givenname: 'firstName', first: 'firstName',
  lname: 'lastName', surname: 'lastName', nom: 'lastName', nachname: 'lastName', familyname: 'lastName', last: 'lastName',
  companyname: 'company', organization: 'company', organisation: 'company', entreprise: 'company', societe: 'company', firma: 'company', employer: 'company',
  title: 'position', jobtitle: 'position', job: 'position', role: 'position', poste: 'position', fonction: 'position',
  sendername: 'senderFirstName', myname: 'senderFirstName', me: 'senderFirstName', sender: 'senderFirstName',
};

/** The known variable a mistyped one most likely means; undefined when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = lettersOf(name);
  const synonym = SYNONYMS[wanted];
  const scored = known.map((candidate) => ({ candidate, distance: editDistance(wanted, lettersOf(candidate)) })).sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  if (best !== undefined && best.distance <= Math.max(1, Math.floor(wanted.length / 3))) return best.candidate;
  return synonym !== undefined && known.includes(synonym) ? synonym : undefined;
}

function lettersOf(text: string): string {
  return foldText(text).replace(/[^\p{L}\p{N}]/gu, '');
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The name a column of an import has as a variable: without braces and leading tag signs; undefined when nothing is left. */
export function customVariableName(column: string): string | undefined {
  const name = singleLine(column.replace(/[{}]/g, '')).replace(/^[#^/>&!=\s]+/, '').slice(0, 60).trim();
  if (name === '') return undefined;
  return STANDARD_VARIABLES.some((variable) => variable === name) ? `${name} 2` : name;
}

/** Where in a message template an error is. */
export type TemplatePart = { readonly part: 'body' } | { readonly part: 'alternative' } | { readonly part: 'variant'; readonly language: string } | { readonly part: 'fallback'; readonly name: string };

export type MessageProblem =
  | { readonly code: 'template'; readonly where: TemplatePart; readonly error: TemplateError }
  /** "Missing values take the alternative text, but there is none." */
  | { readonly code: 'no-alternative' }
  /** "Missing values take a fallback word, but there is none." */
  | { readonly code: 'no-fallback' }
  /** "The fallback word for {name} has no letter or holds a tag." */
  | { readonly code: 'bad-fallback'; readonly name: string }
  /** "There is a fallback word for {name}, which is not known{; did you mean {nearest}}." */
  | { readonly code: 'unknown-fallback'; readonly name: string; readonly nearest?: string };

/** Everything that keeps a message from being saved. `customNames` are the custom columns in use. */
export function validateMessage(message: MessageTemplate, customNames: readonly string[]): readonly MessageProblem[] {
  const known = [...STANDARD_VARIABLES, ...customNames];
  const problems: MessageProblem[] = [];
  const check = (where: TemplatePart, body: string): void => {
    const parsed = parseTemplate(body, known);
    if (parsed.kind === 'refused') problems.push(...parsed.errors.map((error): MessageProblem => ({ code: 'template', where, error })));
  };
  check({ part: 'body' }, message.body);
  for (const [language, body] of Object.entries(message.variants)) check({ part: 'variant', language }, body);
  if (message.alternative !== undefined) check({ part: 'alternative' }, message.alternative);
  else if (message.missing === 'alternative') problems.push({ code: 'no-alternative' });
  const fallbacks = Object.entries(message.fallbacks);
  if (message.missing === 'fallback' && fallbacks.length === 0) problems.push({ code: 'no-fallback' });
  for (const [name, word] of fallbacks) {
    const nearest = nearestName(name, known);
    if (!known.includes(name)) problems.push({ code: 'unknown-fallback', name, ...(nearest !== undefined && { nearest }) });
    else if (!saysSomething(word) || holdsTag(word)) problems.push({ code: 'bad-fallback', name });
  }
  return problems;
}

/** Points out what an author may not have meant in one body. */
export function lintBody(body: string): readonly TemplateHint[] {
  const hints: TemplateHint[] = [];
  const text = body.replace(/\r\n?/g, '\n');
  for (const match of text.matchAll(/(?<=\S)[ \u00A0]{2,}(?=\S)/g)) hints.push({ code: 'double-space', at: match.index });
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>{}]+|\bwww\.[^\s<>{}]+/gi)) hints.push({ code: 'link', url: match[0].replace(/[.,;:!?)\]]+$/, ''), at: match.index });
  const foreign = /(?<!\{)\{[A-Za-z_][\w .-]{0,40}\}(?!\})|\[(?:first|last|full|company|your|sender|job)[\w ]{0,30}\]|%[A-Z_]{3,40}%|<<[^<>\n]{1,40}>>|\$\{?[a-z]\w+\}?(?=[\s,.!])/gi;
  for (const match of text.matchAll(foreign)) hints.push({ code: 'foreign-tag', text: match[0], at: match.index });
  const written = text.replace(/\{\{[^}]*\}\}\}?/g, '').length;
  if (written > MESSAGE_LIMIT) hints.push({ code: 'over-limit', length: written, limit: MESSAGE_LIMIT });
  else if (written > LONG_MESSAGE) hints.push({ code: 'very-long', length: written });
  if (!/\{\{[^!}]/.test(text)) hints.push({ code: 'no-personal-variable' });
  return hints;
}

/** Which body a contact gets, and how that was decided. */
export type LanguageChoice =
  | { readonly kind: 'variant'; readonly language: string; readonly by: ContactLanguage['by'] }
  | { readonly kind: 'default'; readonly why: 'no-language' | 'no-variant' };

/** The variant of the contact's language: the very code, else its base language ("pt-BR" takes "pt"), else the only one of that base. */
export function chooseLanguage(variants: Readonly<Record<string, string>>, language: ContactLanguage | undefined): LanguageChoice {
  if (language === undefined) return { kind: 'default', why: 'no-language' };
  const codes = Object.keys(variants).filter((code) => (variants[code] ?? '').trim() !== '');
  const wanted = language.code.toLowerCase().replaceAll('_', '-');
  const base = wanted.split('-')[0] ?? wanted;
  const ofBase = codes.filter((code) => code.toLowerCase().split(/[-_]/)[0] === base);
  const code =
    codes.find((candidate) => candidate.toLowerCase().replaceAll('_', '-') === wanted) ?? codes.find((candidate) => candidate.toLowerCase() === base) ?? (ofBase.length === 1 ? ofBase[0] : undefined);
  return code === undefined ? { kind: 'default', why: 'no-variant' } : { kind: 'variant', language: code, by: language.by };
}

/** A text without the fingerprint that an approval is bound to. */
export type ComposedText = {
  readonly kind: 'text';
  /** In the normal form of `normaliseText`. */
  readonly text: string;
  readonly language: LanguageChoice;
  /** What stands for missing values: nothing was missing, the alternative body, or fallback words. */
  readonly used: { readonly kind: 'body' } | { readonly kind: 'alternative'; readonly missing: readonly string[] } | { readonly kind: 'fallback'; readonly words: Readonly<Record<string, string>> };
};

export type RenderedText = ComposedText & { readonly fingerprint: string };

export type Held = {
  readonly kind: 'hold';
  readonly why: 'missing-variable' | 'empty-text' | 'too-long' | 'invalid-template';
  /** The variables without a usable value, in the order they stand in the text. */
  readonly missing: readonly string[];
  readonly language: LanguageChoice;
};

export type Rendered = RenderedText | Held;

/**
 * Renders one message for one contact, or says why it must be looked at first. A tag is never replaced by nothing: a
 * missing value leads to the author's choice (hold, alternative body, fallback word), and to holding when that choice has
 * gaps itself. A section around a variable is the author's own way out and counts as no gap, but a line that would then
 * begin with punctuation is held. Text, values and result share one normal form, so what is approved is what is typed.
 */
export function render(message: MessageTemplate, contact: TemplateContact, sender: TemplateSender): Rendered {
  const composed = compose(message, templateValues(contact, sender), contact.language);
  return composed.kind === 'hold' ? composed : { ...composed, fingerprint: fingerprint(composed.text) };
}

/** As `render`, from values that are read already and without the fingerprint: for looking at many texts, never for approving one. */
export function compose(message: MessageTemplate, values: ReadonlyMap<string, string>, spoken: ContactLanguage | undefined): ComposedText | Held {
  const language = chooseLanguage(message.variants, spoken);
  const body = language.kind === 'variant' ? (message.variants[language.language] ?? message.body) : message.body;
  const held = (why: Held['why'], missing: readonly string[] = []): Held => ({ kind: 'hold', why, missing, language });
  const done = (text: string, used: ComposedText['used']): ComposedText | Held => {
    if (text === '') return held('empty-text');
    if (text.length > MESSAGE_LIMIT) return held('too-long');
    return { kind: 'text', text, language, used };
  };

  const plain = fill(body, values);
  if (plain === undefined) return held('invalid-template');
  if (plain.missing.length === 0) return done(plain.text, { kind: 'body' });
  switch (message.missing) {
    case 'hold':
      return held('missing-variable', plain.missing);
    case 'alternative': {
      const other = message.alternative === undefined ? undefined : fill(message.alternative, values);
      if (other === undefined) return held('missing-variable', plain.missing);
      if (other.missing.length > 0) return held('missing-variable', [...new Set([...plain.missing, ...other.missing])]);
      return done(other.text, { kind: 'alternative', missing: plain.missing });
    }
    case 'fallback': {
      const words: Record<string, string> = {};
      for (const name of plain.missing) {
        const word = Object.hasOwn(message.fallbacks, name) ? normaliseText(message.fallbacks[name] ?? '') : '';
        if (saysSomething(word) && !holdsTag(word)) words[name] = word;
      }
      const filled = fill(body, values, new Map(Object.entries(words)));
      if (filled === undefined) return held('invalid-template');
      return filled.missing.length > 0 ? held('missing-variable', filled.missing) : done(filled.text, { kind: 'fallback', words });
    }
  }
}

/**
 * The usable values of a contact, by variable name. A greeting name typed by hand is the first name of every text; other
 * names are cleaned unless edited by hand; a value that is empty, a
 * placeholder of some export ("N/A", "null") or itself holds a tag is not usable and is left out.
 */
export function templateValues(contact: TemplateContact, sender: TemplateSender): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const set = (name: string, value: string): void => {
    if (value !== '' && !holdsTag(value)) values.set(name, value);
  };
  for (const [name, raw] of Object.entries(contact.custom)) set(name, paragraphs(raw));
  const nameOf = (raw: string, field: 'firstName' | 'lastName'): string => {
    if (contact.handEdited.includes(field)) return meaningful(raw, true);
    const cleaned = cleanName(raw, field === 'firstName' ? 'first' : 'last');
    return cleaned.kind === 'usable' ? cleaned.value : '';
  };
  for (const field of STANDARD_VARIABLES) values.delete(field);
  const greeting = meaningful(contact.greetingName ?? '', true);
  set('firstName', greeting === '' ? nameOf(contact.firstName, 'firstName') : greeting);
  set('lastName', nameOf(contact.lastName, 'lastName'));
  set('company', meaningful(contact.company, contact.handEdited.includes('company')));
  set('position', meaningful(contact.position, contact.handEdited.includes('position')));
  const senderName = cleanName(sender.firstName, 'first');
  if (senderName.kind === 'usable') set('senderFirstName', senderName.value);
  return values;
}

/** Lines with single plain spaces; '' when nothing of it could be seen. */
function paragraphs(raw: string): string {
  const text = normaliseText(raw.replace(/[^\S\n]+/g, ' '));
  return INVISIBLE.test(text) ? '' : text;
}

/** Text of one line with at least a letter or a number that is no export's word for "nothing". */
function meaningful(raw: string, byHand: boolean): string {
  const value = singleLine(raw);
  if (!saysSomething(value)) return '';
  return byHand || !/^(?:n\/a|#n\/a|null|undefined|none|nan|unknown|not provided|\(blank\)|tbd|#ref!|#value!)$/i.test(value) ? value : '';
}

/** White space, joiners and marks of direction, and the "letters" that are drawn as nothing. */
const INVISIBLE = /^[\p{Z}\p{C}\s\u115F\u1160\u2800\u3164\uFFA0]*$/u;

function saysSomething(text: string): boolean {
  return /(?![\u115F\u1160\u3164\uFFA0])[\p{L}\p{N}]/u.test(text);
}

function holdsTag(text: string): boolean {
  return text.includes('{{') || text.includes('}}');
}

type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'gap'; readonly name: string } | { readonly kind: 'seam' };
type Filled = { readonly text: string; readonly missing: readonly string[] };

const parsedBodies = new Map<string, readonly Node[] | undefined>();
const PARSED_KEPT = 200;

/** Fills a body; undefined when it is no template at all. Variables without value or fallback are listed as missing. */
function fill(body: string, values: ReadonlyMap<string, string>, fallbacks: ReadonlyMap<string, string> = new Map()): Filled | undefined {
  const template = templateOf(body);
  if (template === undefined) return undefined;
  const missing = new Set<string>();
  const pieces = piecesOf(template, values, fallbacks, missing);
  const joined = joinPieces(pieces, missing);
  return { text: normaliseText(joined), missing: [...missing] };
}

/** A pure memory: the same body always parses to the same template. A name that is not known is simply without value here. */
function templateOf(body: string): readonly Node[] | undefined {
  if (parsedBodies.has(body)) return parsedBodies.get(body);
  const template = body.trim() === '' ? undefined : readNodes(body);
  if (parsedBodies.size >= PARSED_KEPT) parsedBodies.clear();
  parsedBodies.set(body, template);
  return template;
}

function piecesOf(nodes: readonly Node[], values: ReadonlyMap<string, string>, fallbacks: ReadonlyMap<string, string>, missing: Set<string>): readonly Piece[] {
  return nodes.flatMap((node): readonly Piece[] => {
    switch (node.kind) {
      case 'text':
        return [{ kind: 'text', text: node.text }];
      case 'variable': {
        const value = values.get(node.name) ?? fallbacks.get(node.name);
        if (value !== undefined) return [{ kind: 'text', text: value }];
        missing.add(node.name);
        return [];
      }
      case 'section': {
        const shown = values.has(node.name) === (node.when === 'filled');
        return shown ? [{ kind: 'seam' }, ...piecesOf(node.inner, values, fallbacks, missing), { kind: 'seam' }] : [{ kind: 'gap', name: node.name }];
      }
    }
  });
}

/**
 * Joins the pieces. Where a section was left out, the white space around it becomes what it would be had the author
 * never written it: one space at most, none before a comma or a full stop, none at the start of a line. A line that
 * would begin with punctuation there lacks what it was about: the section's variable is reported as missing. At the
 * edges of a section that stays, spaces on both sides of its tag are one.
 */
function joinPieces(pieces: readonly Piece[], missing: Set<string>): string {
  let text = '';
  let gap: string | undefined;
  let seam = false;
  for (const piece of pieces) {
    if (piece.kind === 'gap') {
      gap ??= piece.name;
      continue;
    }
    if (piece.kind === 'seam') {
      seam = true;
      continue;
    }
    let next = piece.text;
    if (gap !== undefined && next !== '') {
      const atStart = /(?:^|\n)[^\S\n]*$/.test(text);
      if (atStart && /^[^\S\n]*[,;:.!?)]/.test(next)) missing.add(gap);
      if (atStart) {
        const paragraphBefore = text.trim() === '' || /\n[^\S\n]*\n[^\S\n]*$/.test(text);
        next = next.replace(paragraphBefore ? /^\s+/ : /^[^\S\n]+/, '');
      }
      else if (/[^\S\n]$/.test(text)) {
        next = next.replace(/^[^\S\n]+/, '');
        if (/^(?:[,.)…]|[!?;:](?=\s|$))/.test(next) && !/^\s/.test(piece.text)) text = text.replace(/[^\S\n]+$/, '');
        else if (/^[,.)…]/.test(next)) text = text.replace(/[^\S\n]+$/, '');
      }
    } else if (seam && /[^\S\n]$/.test(text)) {
      next = next.replace(/^[^\S\n]+/, '');
    }
    if (piece.text !== '') {
      gap = undefined;
      seam = false;
    }
    text += next;
  }
  return text;
}
