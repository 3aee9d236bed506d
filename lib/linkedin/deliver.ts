import { appears } from '@/lib/linkedin/appear';
import type { Reason } from '@/lib/domain/reasons';
import { normaliseText } from '@/lib/domain/text';
import type { ThreadReading } from '@/lib/domain/thread';
import { composerEvidence, composerOf, composerText, empty, pressable, sendButton, sendModeOf, type, type Composer } from '@/lib/linkedin/composer';
import { GRANT_GOOD_MS, type DeliverOrder, type DeliverOutcome, type PageMessage, type Wall } from '@/lib/linkedin/contract';
import { choose, conversations, degreeOf, obstacleIn, stillThere, type Chosen, type Conversation, type Recipient, type Wanted } from '@/lib/linkedin/conversation';
import { readIdentity } from '@/lib/linkedin/identity';
import { isLoadedFor } from '@/lib/linkedin/loaded-for';
import { stopReason } from '@/lib/linkedin/order';
import type { Ask, Page } from '@/lib/linkedin/page';
import { readFacts } from '@/lib/linkedin/page-facts';
import { awaitProof, baselineOf, newOwnRows, type Baseline } from '@/lib/linkedin/proof';
import { chooseClickSend } from '@/lib/linkedin/send-mode';
import { normalText } from '@/lib/linkedin/text';
import { quietRows, readThread, withNewRows } from '@/lib/linkedin/thread';
import { pause, until, whileLasting } from '@/lib/linkedin/wait';
import { readWall, readWallAtLast, reasonOfWall } from '@/lib/linkedin/wall';

/** A page on its way to the wanted conversation may show another one for a moment. */
const MISMATCH_MS = 4000;
/** The person card comes after the composer, sometimes seconds later. */
const NOBODY_MS = 15_000;
const DEGREE_MS = 4000;
const SEND_ENABLED_MS = 5000;
/** A conversation that is gone this long was left, not redrawn. */
const LEFT_MS = 10_000;
const TYPED_QUIET_MS = 400;
const TYPE_TRIES = 2;

type Stopped = Extract<DeliverOutcome, { end: 'stopped' }>;
type Step<T> = { ok: true; value: T } | { ok: false; stop: Stopped };

/** What a delivery may use of the world. */
export interface DeliverTools {
  ask: Ask;
  /** ends with this copy of the script only: after the grant no order stops the watch for its proof */
  life: AbortSignal;
  /** says whether the member used keyboard or pointer in this tab since the order began */
  memberAtWork: () => boolean;
}

interface Ready { conversation: Conversation; recipient: Recipient; composer: Composer }

/**
 * One send, in the order of linkedin-pages section 14: identity, wall, recipient, obstacles, thread, worker's go, empty composer, type,
 * read back, recipient again, grant, one press, proof. Before the grant every doubt ends it with nothing of ours left in the composer;
 * after the grant nothing is repeated.
 */
export async function deliver(page: Page, order: DeliverOrder, tools: DeliverTools): Promise<DeliverOutcome> {
  const wanted: Wanted = { senderId: order.senderId, recipientId: order.recipientId, recipientSlugs: order.recipientSlugs };
  try {
    const prepared = await prepare(page, order, wanted, tools);
    if (!prepared.ok) return prepared.stop;
    const thread = prepared.value;
    const typed = await enterText(page, order, wanted, tools);
    if (!typed.ok) return typed.stop;
    if (order.mode === 'draft') return { end: 'drafted', evidence: `rows=${String(thread.rows.length)}` };
    return await sendOnce(page, order, wanted, thread, tools);
  } catch (error) {
    if (!page.signal.aborted || error !== page.signal.reason) throw error;
    return { ...stopped(stopReason(error), 'order=stopped'), ...leftBehind(page, order, wanted) };
  }
}

/** Everything up to the worker's word that nothing in the thread speaks against it. */
async function prepare(page: Page, order: DeliverOrder, wanted: Wanted, tools: DeliverTools): Promise<Step<ThreadReading>> {
  if (!isLoadedFor(page.doc, order.recipientId)) return no('tabNavigated', 'address=other');
  const signedIn = await appears(page, () => {
    const wall = readWall(page.doc);
    if (wall !== undefined) return { stop: stopped(reasonOfWall(wall), `wall=${wall}`, wall) };
    const identity = readIdentity(page.doc);
    return identity.state === 'in' ? { id: identity.id } : undefined;
  });
  if (signedIn === undefined) return no('pageNotUnderstood', 'identity=unknown');
  if ('stop' in signedIn) return { ok: false, stop: signedIn.stop };
  if (signedIn.id !== order.senderId) return no('signedInAsOther', 'identity=other');

  const found = await awaitReady(page, wanted);
  if (!found.ok) return found;
  await until(page, DEGREE_MS, () => (degreeNow(page, wanted) === 'unknown' ? undefined : 'known'));

  const read = await readThread(page, () => locate(page, wanted)?.conversation.element, { own: order.senderId, other: order.recipientId }, order.readBackTo);
  if (!read.ok) return no(read.reason, read.evidence);
  const ready = check(page, wanted);
  if (!ready.ok) return ready;
  const answer = await whileLasting(page, tools.ask({
    type: 'threadRead', ...address(order), facts: readFacts(page.doc), proof: ready.value.recipient.proof,
    degree: degreeOf(ready.value.conversation), thread: read.thread,
  }));
  if (answer === undefined) return no('noAnswer', 'threadRead=unanswered');
  return answer.go === 'yes' ? { ok: true, value: read.thread } : no(answer.reason, 'threadRead=no');
}

/** Waits for the conversation with the wanted person and its composer; ends early on obstacles and on somebody else's conversation. */
async function awaitReady(page: Page, wanted: Wanted): Promise<Step<Ready>> {
  const first = await appears(page, () => {
    const chosen = choose(page.doc, wanted);
    if (isDoubtful(chosen)) return { other: 'yes' as const };
    const state = check(page, wanted);
    if (state.ok || state.stop.reason !== 'pageNotUnderstood') return { state };
    return isNobodys(page, chosen) ? { nobody: 'yes' as const } : undefined;
  });
  if (first === undefined) {
    const wall = readWallAtLast(page.doc);
    return wall === undefined ? check(page, wanted) : no(reasonOfWall(wall), `wall=${wall}`, wall);
  }
  if ('state' in first) return first.state;
  if ('nobody' in first) {
    const changed = await until(page, NOBODY_MS, () => (isNobodys(page, choose(page.doc, wanted)) ? undefined : 'changed'));
    return changed === undefined ? check(page, wanted) : awaitReady(page, wanted);
  }
  await until(page, MISMATCH_MS, () => (isDoubtful(choose(page.doc, wanted)) ? undefined : 'changed'));
  return isDoubtful(choose(page.doc, wanted)) ? check(page, wanted) : awaitReady(page, wanted);
}

/** Somebody else, or somebody under an address nobody knows. Bubbles of others say nothing before the wanted one has had its time to come. */
function isDoubtful(chosen: Chosen): boolean {
  return chosen.verdict === 'other' || chosen.verdict === 'unknownSlug';
}

function reasonNotProved(verdict: Exclude<Chosen['verdict'], 'proved'>): Reason {
  switch (verdict) {
    case 'other': return 'recipientMismatch';
    case 'unknownSlug': return 'addressUnknown';
    // A bubble left over from before is no sign that LinkedIn led astray.
    case 'onlyOthers': case 'absent': case 'several': return 'pageNotUnderstood';
  }
}

/** A composer stands there and nothing says for whom. */
function isNobodys(page: Page, chosen: Chosen): boolean {
  return chosen.verdict === 'absent' && conversations(page.doc).some((conversation) => composerOf(conversation) !== undefined);
}

/** The state of the page now: ready for the wanted person, or the reason why not. Never waits. */
function check(page: Page, wanted: Wanted): Step<Ready> {
  const chosen = choose(page.doc, wanted);
  const obstacle = obstacleIn(page.doc, chosen.verdict === 'proved' ? chosen.conversation : undefined);
  if (obstacle !== undefined) return no(obstacle.reason, obstacle.evidence, obstacle.wall);
  const identity = readIdentity(page.doc);
  if (identity.state !== 'in') return no('pageNotUnderstood', 'identity=unknown');
  if (identity.id !== wanted.senderId) return no('signedInAsOther', 'identity=other');
  if (chosen.verdict !== 'proved') return no(reasonNotProved(chosen.verdict), chosen.evidence);
  const { conversation, recipient } = chosen;
  const composer = composerOf(conversation);
  return composer === undefined
    ? no('pageNotUnderstood', composerEvidence(conversation))
    : { ok: true, value: { conversation, recipient, composer } };
}

function locate(page: Page, wanted: Wanted): { conversation: Conversation; recipient: Recipient } | undefined {
  const chosen = choose(page.doc, wanted);
  return chosen.verdict === 'proved' ? chosen : undefined;
}

function degreeNow(page: Page, wanted: Wanted): 'first' | 'notFirst' | 'unknown' {
  const found = locate(page, wanted);
  return found === undefined ? 'unknown' : degreeOf(found.conversation);
}

/** Empties a left-over of ours, types the text and reads it back; a member's draft is never touched. */
async function enterText(page: Page, order: DeliverOrder, wanted: Wanted, tools: DeliverTools): Promise<Step<Composer>> {
  const text = normalText(order.text);
  const mode = await sendModeReady(page, order, wanted, tools);
  if (!mode.ok) return mode;
  for (let attempt = 1; ; attempt += 1) {
    if (tools.memberAtWork()) return no('memberTyping', 'before=typing');
    const ready = check(page, wanted);
    if (!ready.ok) return ready;
    const held = composerText(ready.value.composer);
    if (held.trim() !== '') {
      const ours = order.ourLeftovers.some((leftover) => normalText(leftover) === held);
      if (!ours) return no('draftInComposer', `draft=${String(held.length)}`);
      if (!empty(ready.value.composer)) return no('textNotKept', 'leftover=kept');
      await pause(page, TYPED_QUIET_MS);
      continue;
    }
    const done = type(ready.value.composer, text);
    if (!done) empty(ready.value.composer);
    await pause(page, TYPED_QUIET_MS);
    const now = check(page, wanted);
    if (!now.ok) {
      leaveNothing(page, wanted, text);
      return now;
    }
    if (done && composerText(now.value.composer) === text) return { ok: true, value: now.value.composer };
    if (tools.memberAtWork()) return no('memberTyping', 'during=typing');
    // The composer was empty and the member typed nothing: what stands here is what the page made of our text.
    empty(now.value.composer);
    if (attempt >= TYPE_TRIES) return no('textNotKept', `typed=${done ? 'yes' : 'no'} read=${String(composerText(now.value.composer).length)} want=${String(text.length)}`);
  }
}

/** A conversation whose messages leave by the Enter key is not written in; the switch needs the member's permission. */
async function sendModeReady(page: Page, order: DeliverOrder, wanted: Wanted, tools: DeliverTools): Promise<Step<'click'>> {
  const composer = (): Composer | undefined => {
    const found = locate(page, wanted);
    return found === undefined ? undefined : composerOf(found.conversation);
  };
  const mode = await until(page, SEND_ENABLED_MS, () => {
    const now = composer();
    const seen = now === undefined ? 'unknown' : sendModeOf(now);
    return seen === 'unknown' ? undefined : seen;
  });
  switch (mode) {
    case 'click':
      return { ok: true, value: 'click' };
    case 'enter':
      if (order.mode === 'draft') return { ok: true, value: 'click' };
      if (order.mayChooseClickSend === 'no') return no('pressEnterMode', 'send=0 toggle=1');
      if (!(await chooseClickSend(page, composer))) return no('pressEnterMode', 'clickSend=notChosen');
      await tools.ask({ type: 'switched', orderId: order.orderId, deliveryId: order.deliveryId, facts: readFacts(page.doc) });
      return { ok: true, value: 'click' };
    case undefined: {
      const found = locate(page, wanted);
      return no('pageNotUnderstood', found === undefined ? 'conversation=gone' : composerEvidence(found.conversation));
    }
  }
}

/** From the typed text to the outcome: fresh rows, recipient again, grant, one press, proof. */
async function sendOnce(page: Page, order: DeliverOrder, wanted: Wanted, thread: ThreadReading, tools: DeliverTools): Promise<DeliverOutcome> {
  const text = normalText(order.text);
  const ids = { own: order.senderId, other: order.recipientId };
  const enabled = await until(page, SEND_ENABLED_MS, () => {
    const now = check(page, wanted);
    const button = now.ok ? sendButton(now.value.composer) : undefined;
    return button !== undefined && pressable(button) ? 'enabled' : undefined;
  });
  await quietRows(page, () => locate(page, wanted)?.conversation.element);
  const ready = check(page, wanted);
  if (!ready.ok || enabled === undefined) {
    leaveNothing(page, wanted, text);
    return ready.ok ? stopped('sendDisabled', composerEvidence(ready.value.conversation)) : ready.stop;
  }
  const typed = composerText(ready.value.composer);
  if (typed !== text) return stopped(tools.memberAtWork() ? 'memberTyping' : 'textNotKept', 'before=grant text=left');
  const fresh = withNewRows(thread, ready.value.conversation.element, ids);
  const askedAt = Date.now();
  const answer = await tools.ask({
    type: 'grant', ...address(order), facts: readFacts(page.doc), proof: ready.value.recipient.proof, thread: fresh, typed,
  });
  if (answer === undefined) {
    leaveNothing(page, wanted, text);
    return { end: 'doubt', reason: 'noAnswer', evidence: 'grant=unanswered pressed=no' };
  }
  if (answer.granted === 'no') {
    const left = leaveNothing(page, wanted, text);
    return { end: 'refusedGrant', evidence: `reason=${answer.reason} left=${left}` };
  }
  // A tab that froze or a computer that slept in between may wake long after the worker gave the message up.
  const waited = Date.now() - askedAt;
  if (waited < 0 || waited > GRANT_GOOD_MS) return { end: 'doubt', reason: 'noAnswer', evidence: `grant=late pressed=no left=${leaveNothing(page, wanted, text)}` };
  if (tools.life.aborted) return { end: 'doubt', reason: 'otherCopy', evidence: `pressed=no left=${leaveNothing(page, wanted, text)}` };
  const pressed = press(page, wanted, text, fresh);
  if ('end' in pressed) {
    leaveNothing(page, wanted, text);
    return pressed;
  }
  return awaitProof({ doc: page.doc, signal: tools.life }, wanted, pressed, text);
}

/**
 * The one press. Everything is looked at once more in the same task as the click, so that nothing can change in between; the grant is
 * used up either way.
 */
function press(page: Page, wanted: Wanted, text: string, known: ThreadReading): Baseline | DeliverOutcome {
  const doubt = (reason: Reason, evidence: string): DeliverOutcome => ({ end: 'doubt', reason, evidence: `${evidence} pressed=no` });
  const ready = check(page, wanted);
  if (!ready.ok) return doubt(ready.stop.reason, ready.stop.evidence);
  const { conversation, composer } = ready.value;
  if (composerText(composer) !== text) return doubt('memberTyping', 'text=changed');
  const before = new Set(known.rows.map((row) => row.urn));
  const now = withNewRows(known, conversation.element, { own: wanted.senderId, other: wanted.recipientId });
  const newer = now.rows.filter((row) => !before.has(row.urn));
  if (newer.some((row) => row.author !== 'own')) return doubt('replied', `newRows=${String(newer.length)}`);
  if (newer.length > 0) return doubt('sentElsewhere', `newRows=${String(newer.length)}`);
  const button = sendButton(composer);
  if (button === undefined || !pressable(button)) return doubt('sendDisabled', composerEvidence(conversation));
  const baseline = baselineOf(conversation, wanted, known.rows);
  button.click();
  return baseline;
}

/**
 * In draft-only mode: waits until the member's own press shows as a new own row, also when the text was edited. Undefined when this copy
 * of the script ends first; `draftDiscarded` when the text is gone and no row came.
 */
export async function watchDraft(life: Page, order: DeliverOrder): Promise<DeliverOutcome | undefined> {
  const wanted: Wanted = { senderId: order.senderId, recipientId: order.recipientId, recipientSlugs: order.recipientSlugs };
  const start = locate(life, wanted);
  if (start === undefined) return undefined;
  const baseline = baselineOf(start.conversation, wanted, []);
  const rowNow = (): { urn: string; at: number; text: string } | undefined => {
    const found = stillThere(life.doc, wanted, baseline.place);
    const [row] = found === undefined ? [] : newOwnRows(found, wanted, baseline);
    return row?.urn === undefined || row.at === undefined ? undefined : { urn: row.urn, at: row.at, text: row.text };
  };
  const isLeft = (): boolean => stillThere(life.doc, wanted, baseline.place) === undefined;
  try {
    let event: ReturnType<typeof rowNow> | 'empty' | 'left' | undefined = 'left';
    while (event === 'left') {
      event = await until(life, DAY_MS, () => rowNow() ?? (isEmptyNow(life, wanted, baseline) ? 'empty' : isLeft() ? 'left' : undefined));
      const back = event === 'left' ? await until(life, LEFT_MS, () => (isLeft() ? undefined : 'back')) : 'back';
      if (back === undefined) return undefined;
    }
    const row = event === 'empty' ? await until(life, DISCARDED_MS, rowNow) : event;
    if (row === undefined) return event === 'empty' && isEmptyNow(life, wanted, baseline) ? stopped('draftDiscarded', 'composer=empty newOwn=0') : undefined;
    const asIs = normaliseText(row.text) === normaliseText(order.text);
    return { end: 'proved', urn: row.urn, at: row.at, evidence: asIs ? 'byHand' : 'byHand edited', ...(asIs ? {} : { edited: row.text }) };
  } catch (error) {
    // The slot is over or everything was stopped: a draft nobody changed does not stay behind to be sent by mistake.
    leaveNothing(life, wanted, normalText(order.text));
    throw error;
  }
}

const DAY_MS = 24 * 3_600_000;
/** An empty composer without a new row for this long: the member threw the draft away. */
const DISCARDED_MS = 20_000;

function isEmptyNow(page: Page, wanted: Wanted, baseline: Baseline): boolean {
  const found = stillThere(page.doc, wanted, baseline.place);
  const composer = found === undefined ? undefined : composerOf(found);
  return composer !== undefined && composerText(composer).trim() === '';
}

/** Removes our text from the wanted person's composer if it is still exactly ours; says what is there now. */
function leaveNothing(page: Page, wanted: Wanted, text: string): 'empty' | 'changed' | 'gone' {
  const found = locate(page, wanted);
  const composer = found === undefined ? undefined : composerOf(found.conversation);
  if (composer === undefined) return 'gone';
  const held = composerText(composer);
  if (held.trim() === '') return 'empty';
  if (held !== text) return 'changed';
  return empty(composer) ? 'empty' : 'changed';
}

function leftBehind(page: Page, order: DeliverOrder, wanted: Wanted): { evidence: string } {
  return { evidence: `order=stopped left=${leaveNothing(page, wanted, normalText(order.text))}` };
}

function address(order: DeliverOrder): Pick<Extract<PageMessage, { type: 'grant' }>, 'orderId' | 'deliveryId' | 'attempt' | 'token'> {
  return { orderId: order.orderId, deliveryId: order.deliveryId, attempt: order.attempt, token: order.token };
}

function stopped(reason: Reason, evidence: string, wall?: Wall): Stopped {
  return { end: 'stopped', reason, evidence, ...(wall === undefined ? {} : { wall }) };
}

function no(reason: Reason, evidence: string, wall?: Wall): { ok: false; stop: Stopped } {
  return { ok: false, stop: stopped(reason, evidence, wall) };
}
