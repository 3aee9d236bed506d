/** Addresses on LinkedIn that a member follows by a link of ours, each opened by the member's own press. */
import { profileUrl } from '@/lib/contacts/profile-url';
import { composePath } from '@/lib/linkedin/contract';

const SITE = 'https://www.linkedin.com';

/**
 * Where a member is sent to show who is signed in: a page that names its reader and opens no conversation. LinkedIn's start page does not
 * name anyone in a way that can be relied on; whoever is signed out meets the login there and comes back to this page.
 */
export const LINKEDIN_DOOR = `${SITE}/messaging/compose/`;

/** Where LinkedIn's own export of the connections is asked for. */
export const EXPORT_PAGE = `${SITE}/mypreferences/d/download-my-data`;

/** The nearest place to a conversation that what is known of a person leads to: the thread, an empty message to them, their profile, or the list of all. */
export function conversationAddress(known: { readonly threadId?: string | undefined; readonly memberId?: string | undefined; readonly slug?: string | undefined }): string {
  if (known.threadId !== undefined) return `${SITE}/messaging/thread/${encodeURIComponent(known.threadId)}/`;
  if (known.memberId !== undefined) return `${SITE}${composePath(known.memberId)}`;
  return known.slug === undefined ? `${SITE}/messaging/` : profileUrl({ kind: 'slug', value: known.slug });
}
