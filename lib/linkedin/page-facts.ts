import type { Identity, PageFacts, PageKind } from '@/lib/linkedin/contract';
import { openConversation } from '@/lib/linkedin/conversation';
import { readIdentity } from '@/lib/linkedin/identity';
import { readWallAtLast } from '@/lib/linkedin/wall';

/** What this page is and who is signed in, as plain facts for the worker. Reads only. */
export function readFacts(doc: Document): PageFacts {
  const wall = readWallAtLast(doc);
  const identity: Identity = wall === 'loggedOut' ? { state: 'out' } : readIdentity(doc);
  const otherId = wall === undefined ? openConversation(doc)?.otherId : undefined;
  return {
    kind: wall === undefined ? kindOf(doc.location.pathname) : 'wall',
    path: doc.location.pathname,
    identity,
    visible: doc.visibilityState === 'visible',
    ...(wall === undefined ? {} : { wall }),
    ...(otherId === undefined ? {} : { otherId }),
  };
}

/** The kind of page by its path. */
export function kindOf(path: string): PageKind {
  if (/^\/messaging\/(compose|thread\/new)(\/|$)/u.test(path)) return 'compose';
  if (path.startsWith('/messaging/thread/')) return 'thread';
  if (/^\/messaging(\/|$)/u.test(path)) return 'inbox';
  if (/^\/in\/[^/]+/u.test(path)) return 'profile';
  if (/^\/mynetwork\/invite-connect\/connections(\/|$)/u.test(path)) return 'connections';
  if (/^\/feed(\/|$)/u.test(path)) return 'feed';
  return 'other';
}
