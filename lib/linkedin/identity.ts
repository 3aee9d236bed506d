import type { MemberId } from '@/lib/domain/campaign';
import type { Identity } from '@/lib/linkedin/contract';
import { all } from '@/lib/linkedin/find';
import { isMemberId, readEventUrn } from '@/lib/linkedin/ids';
import { everywhere, rootsOf } from '@/lib/linkedin/page';

interface OwnData { id: MemberId; firstName: string; lastName: string; slug: string | undefined }

/**
 * Who is signed in, from what the page itself holds: the data block of the page's own request for the signed-in member
 * (linkedin-pages section 8), cross-checked with the mailbox owner named in every message row. Disagreement is `inUnknown`.
 * Never a request of ours, never a cookie. `out` is said by the wall, not here.
 */
export function readIdentity(doc: Document): Identity {
  const blocks = ownDataBlocks(doc);
  const owners = mailboxOwners(doc);
  const [own] = blocks;
  const ids = new Set([...blocks.map((block) => block.id), ...owners]);
  if (own !== undefined && ids.size === 1) {
    const name = `${own.firstName} ${own.lastName}`.trim();
    return { state: 'in', id: own.id, name, firstName: own.firstName, ...(own.slug === undefined ? {} : { slug: own.slug }) };
  }
  const name = all(doc, 'mePhoto')[0]?.getAttribute('alt')?.trim();
  const [mailboxId] = ids;
  return { state: 'inUnknown', ...(name === undefined || name === '' ? {} : { name }), ...(mailboxId === undefined || ids.size > 1 ? {} : { mailboxId }) };
}

/** Ids of the mailbox owners in all message rows of the page; the same one in each row of a healthy page. */
export function mailboxOwners(doc: Document): Set<MemberId> {
  const owners = new Set<MemberId>();
  for (const row of everywhere(doc, '[data-event-urn]')) {
    const owner = readEventUrn(row.getAttribute('data-event-urn') ?? '')?.owner;
    if (owner !== undefined) owners.add(owner);
  }
  return owners;
}

/** The blocks that answer `/voyager/api/me`, and only those: a page holds many people's entities. LinkedIn's own frame brings its own. */
function ownDataBlocks(doc: Document): OwnData[] {
  const found: OwnData[] = [];
  for (const root of rootsOf(doc)) {
    for (const label of root.querySelectorAll('code[id^="datalet-bpr-guid-"]')) {
      const request = record(json(label.textContent))?.['request'];
      if (typeof request !== 'string' || request.split('?')[0] !== '/voyager/api/me') continue;
      const block = root.getElementById(label.id.replace(/^datalet-/u, ''));
      const own = ownData(json(block?.textContent));
      if (own !== undefined) found.push(own);
    }
  }
  return found;
}

function ownData(value: unknown): OwnData | undefined {
  const outer = record(value);
  const inner = record(outer?.['data']) ?? outer;
  if (inner === undefined) return undefined;
  const embedded = record(inner['miniProfile']);
  const pointer = inner['*miniProfile'];
  const included = Array.isArray(outer?.['included']) ? outer['included'].map(record) : [];
  const profile = embedded ?? included.find((entry) => entry !== undefined && typeof pointer === 'string' && entry['entityUrn'] === pointer);
  if (profile === undefined) return undefined;
  const ids = [profile['entityUrn'], profile['dashEntityUrn']]
    .map((urn) => (typeof urn === 'string' ? /^urn:li:fsd?_(?:mini)?[pP]rofile:(.+)$/u.exec(urn)?.[1] : undefined))
    .filter((id) => id !== undefined);
  const [id, second] = ids;
  if (id === undefined || !isMemberId(id) || (second !== undefined && second !== id)) return undefined;
  return { id, firstName: word(profile['firstName']), lastName: word(profile['lastName']), slug: word(profile['publicIdentifier']) || undefined };
}

function word(value: unknown): string {
  return typeof value === 'string' ? value.normalize('NFC').trim() : '';
}

function json(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined;
}
