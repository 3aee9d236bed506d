import * as z from 'zod/mini';
import { REASONS } from '@/lib/domain/reasons';
import type { PageMessage } from '@/lib/linkedin/contract';

/** Every message of a page driver is parsed before anything is decided by it: it speaks for a web page. */
const text = (max: number) => z.string().check(z.maxLength(max));
const id = text(120);
const memberId = z.string().check(z.regex(/^ACo[A-Za-z0-9_-]{10,60}$/));
const time = z.number().check(z.nonnegative());
const reason = z.enum(REASONS);
const wall = z.enum(['loggedOut', 'securityCheck', 'restricted', 'throttled', 'limitReached', 'pageError', 'gone', 'agreement']);
const identity = z.union([
  z.object({ state: z.literal('in'), id: memberId, name: text(300), firstName: text(300), slug: z.optional(text(300)) }),
  z.object({ state: z.literal('inUnknown'), name: z.optional(text(300)), mailboxId: z.optional(memberId) }),
  z.object({ state: z.literal('out') }),
]);
const facts = z.object({
  kind: z.enum(['compose', 'thread', 'inbox', 'profile', 'connections', 'feed', 'wall', 'other']),
  path: text(2000), wall: z.optional(wall), identity, visible: z.boolean(), otherId: z.optional(memberId),
});
const row = z.object({
  urn: text(400), at: time, author: z.enum(['own', 'theirs', 'unknown']), kind: z.enum(['text', 'attachment', 'system', 'recalled']), text: text(20_000),
});
const thread = z.object({ otherId: memberId, threadId: z.optional(text(300)), rows: z.array(row).check(z.maxLength(2000)), reached: z.enum(['top', 'part']) });
const proof = z.object({ address: z.optional(memberId), header: z.optional(memberId), rows: z.optional(memberId), card: z.optional(text(300)) });
const degree = z.enum(['first', 'notFirst', 'unknown']);
const evidence = text(2000);
const attempt = { orderId: id, deliveryId: text(400), attempt: z.number(), token: id };
const selfTest = z.object({ verdict: z.enum(['understood', 'notUnderstood']), fingerprint: text(4000), missing: z.array(text(200)), sendMode: z.enum(['click', 'enter', 'unknown']) });
const failure = { ok: z.literal(false), reason, wall: z.optional(wall) };

const outcome = z.union([
  z.object({ end: z.literal('stopped'), reason, wall: z.optional(wall), evidence }),
  z.object({ end: z.literal('refusedGrant'), evidence }),
  z.object({ end: z.literal('proved'), urn: text(400), at: time, threadId: z.optional(text(300)), evidence }),
  z.object({ end: z.literal('rejected'), reason, evidence }),
  z.object({ end: z.literal('doubt'), reason, wall: z.optional(wall), evidence }),
  z.object({ end: z.literal('drafted'), evidence }),
]);

const message = z.union([
  z.object({ type: z.literal('hello'), instance: id, facts }),
  z.object({
    type: z.literal('checked'), orderId: id, facts,
    result: z.union([
      z.object({ ok: z.literal(true), selfTest, inbox: z.array(z.object({ name: text(300), unread: z.enum(['yes', 'no']), lastFromUs: z.enum(['yes', 'no', 'unknown']) })) }),
      z.object({ ...failure, missing: z.array(text(200)) }),
    ]),
  }),
  z.object({
    type: z.literal('resolved'), orderId: id, facts,
    result: z.union([z.object({ ok: z.literal(true), memberId, slug: text(300), degree }), z.object(failure)]),
  }),
  z.object({ type: z.literal('threadRead'), ...attempt, facts, proof, degree, thread }),
  z.object({ type: z.literal('grant'), ...attempt, facts, proof, thread, typed: text(20_000) }),
  z.object({ type: z.literal('report'), ...attempt, outcome, facts }),
  z.object({ type: z.literal('reconciled'), orderId: id, deliveryId: text(400), facts, result: z.union([z.object({ ok: z.literal(true), thread }), z.object(failure)]) }),
  z.object({
    type: z.literal('connections'), orderId: id,
    cards: z.array(z.object({ slug: text(300), memberId: z.optional(memberId), name: text(300), headline: text(1000), connectedOn: z.optional(text(60)) })),
    total: z.optional(z.number()), end: z.enum(['more', 'end', 'stopped']), reason: z.optional(reason),
  }),
  z.object({ type: z.literal('threadOpened'), otherId: memberId, facts }),
  z.object({ type: z.literal('threadSeen'), facts, thread }),
]);

/** The message, or undefined when it is not one of ours in shape and size. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  const parsed = z.safeParse(message, value);
  return parsed.success ? (parsed.data as PageMessage) : undefined;
}
