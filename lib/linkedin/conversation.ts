import type { MemberId } from '@/lib/domain/campaign';
import type { Reason } from '@/lib/domain/reasons';
import type { RecipientProof, Wall } from '@/lib/linkedin/contract';
import { all, countsOf, has } from '@/lib/linkedin/find';
import { composeRecipient, personIn, readEventUrn, slugKey, threadIn } from '@/lib/linkedin/ids';
import { lineOf, visibleLine } from '@/lib/linkedin/page';
import { TARGETS } from '@/lib/linkedin/selectors';
import { readWall, reasonOfWall } from '@/lib/linkedin/wall';

/** One open conversation: the pane of a messaging page, or a bubble of the overlay. */
export interface Conversation {
  element: HTMLElement;
  home: 'pane' | 'bubble';
}

/** Who a conversation must be with. */
export interface Wanted {
  senderId: MemberId;
  recipientId: MemberId;
  /** slugs known of the recipient */
  recipientSlugs: readonly string[];
}

/**
 * Whether a conversation is with the wanted person, by ids in every place that shows one.
 * `absent`: no place inside the conversation shows anybody yet. `other`: at least one place shows somebody else, or more than one person.
 * `unknownSlug`: the page is addressed to the wanted person by id, and inside it stands nothing but a slug that nobody knows: a new address of
 * theirs, or somebody else.
 */
export interface Recipient {
  verdict: 'proved' | 'other' | 'absent' | 'unknownSlug';
  proof: RecipientProof;
  /** places and counts, never names */
  evidence: string;
}

/** Every visible conversation of the page that is not minimised, in all roots. */
export function conversations(doc: Document): Conversation[] {
  const panes = outermost(all(doc, 'pane')).map((element) => ({ element, home: 'pane' as const }));
  const bubbles = outermost(all(doc, 'bubble'))
    .filter((element) => !isMinimised(element))
    .map((element) => ({ element, home: 'bubble' as const }));
  return [...panes, ...bubbles];
}

function outermost(elements: HTMLElement[]): HTMLElement[] {
  return elements.filter((element) => !elements.some((other) => other !== element && other.contains(element)));
}

function isMinimised(element: HTMLElement): boolean {
  return TARGETS.bubbleMinimized.some(({ css }) => element.matches(css)) || has(element, 'bubbleMinimized');
}

/** Member ids and slugs that a conversation's own places show. */
interface Places {
  address: MemberId | 'conflict' | undefined;
  headers: Set<string>;
  cards: Set<string>;
  /** authors of rows, by link, without the signed-in member */
  authors: Set<MemberId>;
  threads: Set<string>;
  pills: number;
}

function placesOf(conversation: Conversation, ownId: MemberId | undefined): Places {
  const { element, home } = conversation;
  const { location } = element.ownerDocument.defaultView?.top ?? element.ownerDocument;
  const address = home === 'pane' ? composeRecipient(location.href) : undefined;
  const owners = new Set<MemberId>();
  const threads = new Set<string>();
  for (const row of all(element, 'row')) {
    const urn = readEventUrn(row.getAttribute('data-event-urn') ?? '');
    if (urn === undefined) continue;
    owners.add(urn.owner);
    threads.add(urn.threadId);
  }
  const authors = linked([...all(element, 'rowMetaLink'), ...all(element, 'rowPhotoLink')]);
  for (const own of ownId === undefined ? owners : [ownId]) authors.delete(own);
  return {
    address: address === undefined || address === 'none' ? undefined : address === 'conflict' ? 'conflict' : address.id,
    headers: linked(all(element, 'header')),
    cards: linked(all(element, 'cardLink')),
    authors,
    threads,
    pills: all(element, 'pill').length,
  };
}

/** Ids, or slugs marked as such, that links name. */
function linked(links: HTMLElement[]): Set<string> {
  const people = new Set<string>();
  for (const link of links) {
    const person = personIn(link.getAttribute('href') ?? '');
    if (person !== undefined) people.add('id' in person ? person.id : `slug:${person.slug}`);
  }
  return people;
}

/**
 * Judges a conversation against the wanted person (design 2.4): address or compose link, header link, authors of rows, person card.
 * Absence of every place inside the conversation is no proof; the address alone never is.
 */
export function recipientOf(conversation: Conversation, wanted: Wanted): Recipient {
  const places = placesOf(conversation, wanted.senderId);
  const { address, headers, cards, authors, threads, pills } = places;
  const slugs = new Set(wanted.recipientSlugs.map((slug) => `slug:${slugKey(slug)}`));
  const path = conversation.element.ownerDocument.location.pathname;
  const pathThread = conversation.home === 'pane' ? threadIn(path) : undefined;
  const evidence = `home=${conversation.home} address=${address === undefined ? 0 : 1} header=${String(headers.size)} card=${String(cards.size)} authors=${String(authors.size)} threads=${String(threads.size)} pills=${String(pills)}`;
  const judge = (people: Set<string>): 'same' | 'other' | 'unknown' | 'none' => {
    if (people.size === 0) return 'none';
    if (people.size > 1) return 'other';
    const [one = ''] = people;
    if (one === wanted.recipientId || slugs.has(one)) return 'same';
    return one.startsWith('slug:') ? 'unknown' : 'other';
  };
  const header = judge(headers);
  const card = judge(cards);
  const rows = judge(authors);
  const [cardPerson] = cards;
  const proof: RecipientProof = {
    ...(address === wanted.recipientId ? { address } : {}),
    ...(header === 'same' ? { header: wanted.recipientId } : {}),
    ...(rows === 'same' ? { rows: wanted.recipientId } : {}),
    ...(cardPerson === undefined || cards.size > 1 ? {} : { card: cardPerson.replace(/^slug:/u, '') }),
  };
  const contradicts = [header, card, rows].includes('other') || pills > 1 || threads.size > 1
    || (address !== undefined && address !== wanted.recipientId)
    || (pathThread !== undefined && threads.size === 1 && !threads.has(pathThread));
  if (contradicts) return { verdict: 'other', proof, evidence };
  const byId = [...headers, ...cards, ...authors].includes(wanted.recipientId);
  if (byId) return { verdict: 'proved', proof, evidence };
  if (header === 'unknown' || card === 'unknown') return { verdict: address === wanted.recipientId ? 'unknownSlug' : 'other', proof, evidence: `${evidence} slug=unknown` };
  // A slug is a hint that can change hands: it proves only together with the address that names the same person by id.
  const bySlug = [header, card].includes('same') && address === wanted.recipientId;
  return { verdict: bySlug ? 'proved' : 'absent', proof, evidence };
}

/**
 * What the page holds of the wanted person: their one conversation, somebody else's, or nothing that shows anybody. `onlyOthers`: there is no
 * pane, and every bubble is somebody else's: left over from before while the wanted one is on its way, or opened in its place.
 */
export type Chosen =
  | { verdict: 'proved'; conversation: Conversation; recipient: Recipient }
  | { verdict: 'other' | 'onlyOthers' | 'absent' | 'several' | 'unknownSlug'; evidence: string };

/**
 * The one conversation that is proven to be with the wanted person. Bubbles of other people are left alone; a pane of somebody else
 * is never passed over, because the page was asked for this person.
 */
export function choose(doc: Document, wanted: Wanted): Chosen {
  const judged = conversations(doc).map((conversation) => ({ conversation, recipient: recipientOf(conversation, wanted) }));
  const evidence = judged.length === 0
    ? countsOf(doc, ['pane', 'bubble', 'form', 'editor'])
    : judged.map(({ recipient }) => `[${recipient.evidence} ${recipient.verdict}]`).join(' ');
  const pane = judged.find(({ conversation }) => conversation.home === 'pane');
  if (pane !== undefined && pane.recipient.verdict !== 'proved') return { verdict: pane.recipient.verdict, evidence };
  const proved = judged.filter(({ recipient }) => recipient.verdict === 'proved');
  const [first, second] = pane === undefined ? proved : [pane];
  if (second !== undefined) return { verdict: 'several', evidence };
  if (first !== undefined) return { verdict: 'proved', ...first };
  return { verdict: judged.length > 0 && judged.every(({ recipient }) => recipient.verdict === 'other') ? 'onlyOthers' : 'absent', evidence };
}

/**
 * The conversation of a message that was just sent: one that is proved, or else the very place that was proved before, as long as nothing
 * in it names anybody else. The first message of a conversation changes the address, and with it goes what named the person.
 */
export function stillThere(doc: Document, wanted: Wanted, before: HTMLElement): Conversation | undefined {
  const chosen = choose(doc, wanted);
  if (chosen.verdict === 'proved') return chosen.conversation;
  const same = chosen.verdict === 'absent' ? conversations(doc).find(({ element }) => element === before) : undefined;
  return same !== undefined && recipientOf(same, wanted).verdict === 'absent' ? same : undefined;
}

/** The conversation the member has open, with the other side's id where all places agree on one person. */
export function openConversation(doc: Document): { conversation: Conversation; otherId: MemberId } | undefined {
  const found = conversations(doc).flatMap((conversation) => {
    const { headers, cards, authors, pills, threads } = placesOf(conversation, undefined);
    const ids = new Set([...headers, ...cards, ...authors].filter((person) => !person.startsWith('slug:')));
    const [otherId] = ids;
    const agreed = ids.size === 1 && headers.size <= 1 && cards.size <= 1 && pills <= 1 && threads.size <= 1;
    return agreed && otherId !== undefined ? [{ conversation, otherId }] : [];
  });
  const [first, second] = found;
  return second === undefined ? first : undefined;
}

/** Degree of the other person as the person card states it. The digit decides, never a word. */
export function degreeOf(conversation: Conversation): 'first' | 'notFirst' | 'unknown' {
  const named = all(conversation.element, 'degreeBadge').flatMap((badge) => /[123]/u.exec(visibleLine(badge) || lineOf(badge))?.[0] ?? []);
  const degrees = new Set(named.length > 0 ? named : dottedDegrees(conversation.element));
  if (degrees.size !== 1) return 'unknown';
  return degrees.has('1') ? 'first' : 'notFirst';
}

/** A badge by another name: "· 2nd" and its like are written in no other part of the card. */
function dottedDegrees(element: Element): string[] {
  return all(element, 'card').flatMap((card) => [...card.querySelectorAll('span, p, div')])
    .filter((part) => part.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .flatMap((part) => /^[·•]\D{0,6}([123])\D{0,8}$/u.exec(lineOf(part))?.[1] ?? []);
}

/** Why nothing can be written in this conversation, or before it: walls, refusals and banners (linkedin-pages 4.7 to 4.9). */
export interface Obstacle {
  reason: Reason;
  wall?: Wall;
  evidence: string;
}

/** The first obstacle met, the gravest first; undefined when there is none. */
export function obstacleIn(doc: Document, conversation: Conversation | undefined): Obstacle | undefined {
  const wall = readWall(doc);
  if (wall !== undefined) return { reason: reasonOfWall(wall), wall, evidence: `wall=${wall}` };
  const scope = conversation?.element ?? doc;
  if (conversation !== undefined && degreeOf(conversation) === 'notFirst') return { reason: 'notConnected', evidence: 'degree=notFirst' };
  if (has(scope, 'nonConnection')) return { reason: 'notConnected', evidence: countsOf(scope, ['nonConnection']) };
  if (has(scope, 'subject')) return { reason: 'inMailOnly', evidence: countsOf(scope, ['subject']) };
  if (has(scope, 'premiumCard')) return { reason: 'premiumCard', wall: 'limitReached', evidence: countsOf(scope, ['premiumCard', 'form']) };
  if (has(scope, 'senderWarning')) return { reason: 'senderWarning', evidence: countsOf(scope, ['senderWarning']) };
  if (has(scope, 'blockedFooter')) return { reason: 'conversationBlocked', evidence: countsOf(scope, ['blockedFooter']) };
  return dialogIn(doc, conversation);
}

/** An open dialog of any kind over the page, other than the conversation itself. */
export function dialogIn(doc: Document, conversation: Conversation | undefined): Obstacle | undefined {
  const open = all(doc, 'dialog').filter((dialog) => conversation === undefined || !(dialog.contains(conversation.element) || (conversation.element.contains(dialog) && has(dialog, 'editor'))));
  const [first] = open;
  if (first === undefined) return undefined;
  const premium = open.some((dialog) => dialog.querySelector('a[href*="/premium/"]') !== null);
  return { reason: premium ? 'premiumCard' : 'unknownDialog', ...(premium ? { wall: 'limitReached' as const } : {}), evidence: countsOf(doc, ['dialog']) };
}
