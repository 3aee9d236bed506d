import type { NurturesDb } from '@/lib/db/schema';
import type { Writer } from '@/lib/db/write';
import type { MemberId } from '@/lib/domain/campaign';
import type { Member } from '@/lib/domain/member';
import { isKnownPage } from '@/lib/domain/page-fingerprint';

const PAGE = 'page';

/** The fingerprint of the page the last look found understood, or undefined. */
export async function readPage(db: NurturesDb): Promise<string | undefined> {
  const value = (await db.settings.get(PAGE))?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * How far a page generation is trusted by this account. `known`: it has sent with proof on it, or has never sent at all. `asks`: it is new,
 * and the member has not said that one message may try it. `tries`: one message may go, the rest after its proof.
 */
export function trustIn(member: Pick<Member, 'provenPages' | 'newPage'>, fingerprint: string): 'known' | 'asks' | 'tries' {
  if (member.provenPages.length === 0 || isKnownPage(fingerprint, member.provenPages)) return 'known';
  return member.newPage?.fingerprint === fingerprint && member.newPage.confirmedAt !== undefined ? 'tries' : 'asks';
}

/** Whether the one message that tries a new page is out and not proved yet: until it is, nothing else of this sender is claimed. */
export async function trialHolds(db: NurturesDb, member: Member): Promise<boolean> {
  const since = member.newPage?.confirmedAt;
  const page = since === undefined ? undefined : await readPage(db);
  if (since === undefined || page === undefined || trustIn(member, page) !== 'tries') return false;
  return (await db.grants.where('[senderId+at]').between([member.id, since], [member.id, Infinity], true, true).filter((grant) => grant.state === 'open').count()) > 0;
}

/** The message that tried the page was found in its thread later: that proves the page as well. */
export async function learnTriedPage(w: Writer, memberId: MemberId): Promise<void> {
  const [member, page] = await Promise.all([w.db.members.get(memberId), readPage(w.db)]);
  if (member !== undefined && page !== undefined && trustIn(member, page) === 'tries') await learnPage(w, memberId, page);
}

/** A page generation is known once this account has sent with proof on it. */
export async function learnPage(w: Writer, memberId: MemberId, fingerprint: string): Promise<void> {
  const member = await w.db.members.get(memberId);
  if (member === undefined) return;
  const { newPage, ...rest } = member;
  if (member.provenPages.includes(fingerprint) && newPage === undefined) return;
  await w.db.members.put({ ...rest, provenPages: [...member.provenPages.filter((page) => page !== fingerprint), fingerprint] });
}

/** A generation that is known came back: nothing is asked about the other any more. */
export async function forgetNewPage(w: Writer, member: Member): Promise<void> {
  if (member.newPage === undefined) return;
  const { newPage: _gone, ...rest } = member;
  await w.db.members.put(rest);
}
