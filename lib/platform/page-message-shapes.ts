import { REASONS } from '@/lib/domain/reasons';
import { anyOf, boolean, fit, listOf, matching, Misfit, number, object, oneOf, optional, text } from '@/lib/domain/shape';
import type { PageMessage } from '@/lib/linkedin/contract';

/** Every message of a page driver is parsed before anything is decided by it: it speaks for a web page. */
const id = text(120);
const memberId = matching(/^ACo[A-Za-z0-9_-]{10,60}$/);
const time = number(0);
const reason = oneOf(...REASONS);
const wall = oneOf('loggedOut', 'securityCheck', 'restricted', 'throttled', 'limitReached', 'pageError', 'gone', 'agreement');
const identity = anyOf(
  object({ state: oneOf('in'), id: memberId, name: text(300), firstName: text(300), slug: optional(text(300)) }),
  object({ state: oneOf('inUnknown'), name: optional(text(300)), mailboxId: optional(memberId) }),
  object({ state: oneOf('out') }),
);
const pageKind = oneOf('compose', 'thread', 'inbox', 'profile', 'connections', 'feed', 'wall', 'other');
const facts = object({
  kind: pageKind,
  path: text(2000), wall: optional(wall), identity, visible: boolean, otherId: optional(memberId),
});
const row = object({
  urn: text(400), at: time, author: oneOf('own', 'theirs', 'unknown'), kind: oneOf('text', 'attachment', 'system', 'recalled'), text: text(20_000),
});
const thread = object({ otherId: memberId, threadId: optional(text(300)), rows: listOf(row, 2000), reached: oneOf('top', 'part') });
const proof = object({ address: optional(memberId), header: optional(memberId), rows: optional(memberId), card: optional(text(300)) });
const degree = oneOf('first', 'notFirst', 'unknown');
const evidence = text(2000);
const attempt = { orderId: id, deliveryId: text(400), attempt: number(), token: id };
const selfTest = object({ verdict: oneOf('understood', 'notUnderstood'), fingerprint: text(4000), missing: listOf(text(200)), sendMode: oneOf('click', 'enter', 'unknown') });
const pageReport = object({
  page: anyOf(pageKind, wall), verdict: oneOf('understood', 'notUnderstood'), missing: listOf(text(200)), fingerprint: text(4000),
  targets: listOf(text(300), 200), build: listOf(text(40)), outline: listOf(text(600), 1500),
});
const failure = { ok: oneOf(false), reason, wall: optional(wall) };

const outcome = anyOf(
  object({ end: oneOf('stopped'), reason, wall: optional(wall), evidence }),
  object({ end: oneOf('refusedGrant'), evidence }),
  object({ end: oneOf('proved'), urn: text(400), at: time, threadId: optional(text(300)), evidence, edited: optional(text(20_000)) }),
  object({ end: oneOf('rejected'), reason, evidence }),
  object({ end: oneOf('doubt'), reason, wall: optional(wall), evidence }),
  object({ end: oneOf('drafted'), evidence }),
);

const message = anyOf(
  object({ type: oneOf('hello'), instance: id, facts }),
  object({
    type: oneOf('checked'), orderId: id, facts,
    result: anyOf(
      object({ ok: oneOf(true), selfTest, inbox: listOf(object({ name: text(300), unread: oneOf('yes', 'no'), lastFromUs: oneOf('yes', 'no', 'unknown') })) }),
      object({ ...failure, missing: listOf(text(200)), report: optional(pageReport) }),
    ),
  }),
  object({
    type: oneOf('resolved'), orderId: id, facts,
    result: anyOf(object({ ok: oneOf(true), memberId, slug: text(300), degree }), object(failure)),
  }),
  object({ type: oneOf('threadRead'), ...attempt, facts, proof, degree, thread }),
  object({ type: oneOf('grant'), ...attempt, facts, proof, thread, typed: text(20_000) }),
  object({ type: oneOf('report'), ...attempt, outcome, facts }),
  object({ type: oneOf('switched'), orderId: id, deliveryId: text(400), facts }),
  object({ type: oneOf('reconciled'), orderId: id, deliveryId: text(400), facts, result: anyOf(object({ ok: oneOf(true), thread }), object(failure)) }),
  object({
    type: oneOf('connections'), orderId: id,
    cards: listOf(object({ slug: text(300), memberId: optional(memberId), name: text(300), headline: text(1000), connectedOn: optional(text(60)) })),
    total: optional(number()), end: oneOf('more', 'end', 'stopped'), reason: optional(reason),
  }),
  object({ type: oneOf('threadOpened'), otherId: memberId, facts }),
  object({ type: oneOf('threadSeen'), facts, thread }),
);

/** The message, or undefined when it is not one of ours in shape and size. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  const parsed = fit(message, value);
  return parsed instanceof Misfit ? undefined : parsed;
}
