import { normaliseText } from '@/lib/domain/text';
import type { DeliverOutcome } from '@/lib/linkedin/contract';
import { composerOf, composerText } from '@/lib/linkedin/composer';
import { dialogIn, stillThere, type Conversation, type Wanted } from '@/lib/linkedin/conversation';
import { all, countsOf, has } from '@/lib/linkedin/find';
import { readEventUrn } from '@/lib/linkedin/ids';
import { lineOf, type Page } from '@/lib/linkedin/page';
import { rowsIn, type SeenRow } from '@/lib/linkedin/thread';
import { pause, until } from '@/lib/linkedin/wait';
import { readWall, reasonOfWall } from '@/lib/linkedin/wall';

/** What was in the thread right before Send was pressed. */
export interface Baseline {
  urns: ReadonlySet<string>;
  /** time of the newest known row: older rows that load late are not ours */
  newestAt: number;
  /** items without a server-given id, and items marked as failed */
  unconfirmed: number;
  failed: number;
  /** where it was pressed */
  place: HTMLElement;
}

const PROOF_MS = 30_000;
const SECOND_COPY_MS = 800;
/** LinkedIn's own servers may differ by this much. */
const CLOCKS_MS = 5000;

/** "Share your contact info?" in the interface's languages: it tells two doubts apart, it decides nothing. */
const CONTACT_INFO = /contact info|coordonnées|kontaktdaten|kontaktinfo|información de contacto|informações de contato|informações de contacto|contactgegevens|informazioni di contatto/iu;

/** Takes the baseline of a conversation. */
export function baselineOf(conversation: Conversation, wanted: Wanted, known: readonly { urn: string; at: number }[]): Baseline {
  const rows = rowsIn(conversation.element, wanted.senderId, wanted.recipientId);
  const urns = new Set([...known.map((row) => row.urn), ...rows.flatMap((row) => (row.urn === undefined ? [] : [row.urn]))]);
  return {
    urns,
    newestAt: Math.max(0, ...[...urns].map((urn) => readEventUrn(urn)?.at ?? 0)),
    unconfirmed: rows.filter((row) => row.urn === undefined).length,
    failed: rows.filter((row) => row.failed).length,
    place: conversation.element,
  };
}

/** Rows with a server-given id that are newer than the baseline and not the other person's. */
export function newOwnRows(conversation: Conversation, wanted: Wanted, baseline: Baseline): SeenRow[] {
  return rowsIn(conversation.element, wanted.senderId, wanted.recipientId)
    .filter((row) => row.urn !== undefined && !baseline.urns.has(row.urn) && (row.at ?? 0) >= baseline.newestAt - CLOCKS_MS && row.author === 'own');
}

type Sight =
  | { seen: 'row'; rows: SeenRow[] }
  | { seen: 'failed' }
  | { seen: 'end'; outcome: DeliverOutcome };

/**
 * Waits for the proof of one press of Send (design 2.4): exactly one new own row in this thread with a new server-given id and the same
 * text, no dialog, no wall. A row that the page marks as failed is a refusal. Anything else within 30 s is doubt; nothing is pressed again.
 */
export async function awaitProof(page: Page, wanted: Wanted, baseline: Baseline, text: string): Promise<DeliverOutcome> {
  const locate = (): Conversation | undefined => stillThere(page.doc, wanted, baseline.place);
  const sight = await until<Sight>(page, PROOF_MS, () => look(page, wanted, baseline, locate()));
  if (sight?.seen === 'end') return sight.outcome;
  if (sight?.seen === 'failed') return { end: 'rejected', reason: 'refusedByLinkedIn', evidence: evidenceOf(page, locate(), 'row=failed') };
  if (sight === undefined) return silence(page, wanted, baseline, locate());
  await pause(page, SECOND_COPY_MS);
  const conversation = locate();
  if (conversation === undefined) return { end: 'doubt', reason: 'recipientMismatch', evidence: evidenceOf(page, conversation, 'conversation=gone') };
  const wallNow = look(page, wanted, baseline, conversation);
  if (wallNow?.seen === 'end') return wallNow.outcome;
  if (wallNow?.seen === 'failed') return { end: 'rejected', reason: 'refusedByLinkedIn', evidence: evidenceOf(page, conversation, 'row=failed') };
  const rows = newOwnRows(conversation, wanted, baseline);
  const [row, second] = rows;
  const counts = `newOwn=${String(rows.length)}`;
  if (row?.urn === undefined || row.at === undefined || second !== undefined) return { end: 'doubt', reason: 'pageNotUnderstood', evidence: evidenceOf(page, conversation, counts) };
  if (normaliseText(row.text) !== normaliseText(text)) return { end: 'doubt', reason: 'textNotKept', evidence: evidenceOf(page, conversation, `${counts} text=differs`) };
  const threadId = readEventUrn(row.urn)?.threadId;
  return { end: 'proved', urn: row.urn, at: row.at, ...(threadId === undefined ? {} : { threadId }), evidence: counts };
}

function look(page: Page, wanted: Wanted, baseline: Baseline, conversation: Conversation | undefined): Sight | undefined {
  const wall = readWall(page.doc);
  if (wall !== undefined) return { seen: 'end', outcome: { end: 'doubt', reason: reasonOfWall(wall), wall, evidence: `wall=${wall}` } };
  const dialog = dialogIn(page.doc, conversation);
  if (dialog !== undefined) {
    const asksContact = all(page.doc, 'dialog').some((element) => CONTACT_INFO.test(lineOf(element)));
    const { evidence, reason, wall: limit } = dialog;
    return { seen: 'end', outcome: { end: 'doubt', reason: asksContact ? 'contactInfoAsked' : reason, ...(limit === undefined ? {} : { wall: limit }), evidence: evidenceOf(page, conversation, evidence) } };
  }
  if (conversation === undefined) return undefined;
  const seen = rowsIn(conversation.element, wanted.senderId, wanted.recipientId);
  if (seen.filter((row) => row.failed).length > baseline.failed) return { seen: 'failed' };
  const rows = newOwnRows(conversation, wanted, baseline);
  return rows.length > 0 ? { seen: 'row', rows } : undefined;
}

function silence(page: Page, wanted: Wanted, baseline: Baseline, conversation: Conversation | undefined): DeliverOutcome {
  const offline = page.doc.defaultView?.navigator.onLine === false;
  const pending = conversation === undefined ? 0
    : rowsIn(conversation.element, wanted.senderId, wanted.recipientId).filter((row) => row.urn === undefined).length - baseline.unconfirmed;
  return { end: 'doubt', reason: offline ? 'offline' : 'noAnswer', evidence: evidenceOf(page, conversation, `newOwn=0 pending=${String(pending)}`) };
}

function evidenceOf(page: Page, conversation: Conversation | undefined, first: string): string {
  if (conversation === undefined) return `${first} conversation=0`;
  const composer = composerOf(conversation);
  const held = composer === undefined ? 'gone' : composerText(composer) === '' ? 'empty' : 'kept';
  return `${first} composer=${held} toast=${has(page.doc, 'errorToast') ? 'error' : 'none'} ${countsOf(conversation.element, ['row', 'rowFailed'])}`;
}
