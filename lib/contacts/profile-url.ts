import type { PersonKey } from '@/lib/domain/person-key';
import type { ProfileReason } from '@/lib/contacts/reasons';

export type ParsedProfile = { readonly kind: 'person'; readonly key: PersonKey } | { readonly kind: 'refused'; readonly reason: ProfileReason };

/** 'slug': text without any address around it counts as a slug. 'refuse': only addresses and member ids count. */
export type BareText = 'slug' | 'refuse';

const MEMBER_ID = /^ACo[A-Za-z0-9_-]{36}$/;
const SALES_ID = /^AC[wr][A-Za-z0-9_-]{36}$/;
const EMPTY_WORDS = new Set(['', '-', '–', '—', 'n/a', '#n/a', 'na', 'none', 'null', 'undefined', 'nan', 'unknown', 'private', 'url', 'tbd', '0']);
/** The address as LinkedIn's export writes nearly all of them; every other spelling takes the long way. */
const AS_EXPORTED = /^https:\/\/www\.linkedin\.com\/in\/([a-z0-9-]*[a-z0-9][a-z0-9-]+)\/?$/;
const RESERVED_SLUGS = new Set(['me', 'unavailable', 'undefined', 'null']);
const SLUG_REFUSED = /[\s\p{Cc}/\\?#<>"{}|^`[\]@:;,*()!$=%\uFFFD]/u;
const LINKEDIN_HOST = /^(?:[a-z0-9-]+\.)*linkedin\.(?:com|cn)$/;

/**
 * Reads any spelling of a LinkedIn profile: address with or without scheme, country host, mobile path, language suffix,
 * query, sub-page or percent-encoding; a compose link; a URN; a spreadsheet's HYPERLINK formula; a member id; and, when
 * `bare` allows it, a plain slug. Old `/pub/…` links, Sales Navigator and Recruiter links and numeric ids name a person
 * too, but not by a key that can be trusted without opening them, so they are refused with their own reason.
 */
export function parseProfile(text: string, bare: BareText): ParsedProfile {
  const usual = AS_EXPORTED.exec(text)?.[1];
  if (usual !== undefined && !RESERVED_SLUGS.has(usual)) return { kind: 'person', key: { kind: 'slug', value: usual } };
  const addresses = addressesIn(text);
  if (addresses.length > 1) return refused('several-profiles');
  const cell = unwrap(addresses[0] ?? text);
  if (EMPTY_WORDS.has(cell.toLowerCase())) return refused('no-profile');
  if (MEMBER_ID.test(cell)) return { kind: 'person', key: { kind: 'id', value: cell } };
  if (SALES_ID.test(cell)) return refused('sales-navigator-link');
  if (/^urn(?::|%3a)li(?::|%3a)/i.test(cell)) return fromUrn(cell);
  if (/^\d{5,}$/.test(cell)) return refused('numeric-id');
  const url = toUrl(cell);
  if (url !== undefined) return fromUrl(url);
  const path = /^\/?(?:mwlite\/)?in\/(.+)$/i.exec(cell)?.[1];
  if (path !== undefined) return fromSlug(path.split(/[/?#]/)[0] ?? '');
  if (bare === 'refuse' || /[\s/]/.test(cell)) return refused('not-a-profile');
  return fromSlug(cell.replace(/^@/, ''));
}

/** The address of a person's profile, as LinkedIn itself writes it. */
export function profileUrl(key: PersonKey): string {
  return `https://www.linkedin.com/in/${encodeURIComponent(key.value)}/`;
}

function refused(reason: ProfileReason): ParsedProfile {
  return { kind: 'refused', reason };
}

function unwrap(text: string): string {
  // Spreadsheets and chat programs leave invisible marks around pasted addresses.
  let cell = text.normalize('NFC').replace(/[\u200B-\u200F\u202A-\u202E\u2060\uFEFF\u00AD]/g, '').trim();
  const formula = /^=\s*hyperlink\(\s*"([^"]+)"/i.exec(cell)?.[1];
  if (formula !== undefined) cell = formula;
  const markdown = /^\[[^\]]*\]\(([^)\s]+)\)$/.exec(cell)?.[1];
  if (markdown !== undefined) cell = markdown;
  return cell.replace(/^["'<«“‘([=]+/, '').replace(/["'>»”’)\],;.]+$/, '').trim();
}

/** Different LinkedIn addresses inside a text that has other words too; none when the text is one word. */
function addressesIn(text: string): readonly string[] {
  if (!/\s/.test(text.trim())) return [];
  const found = text.match(/(?:https?:\/\/)?(?:[a-z0-9-]+\.)*linkedin\.com\/[^\s"<>()[\],;]+/gi) ?? [];
  return [...new Set(found.map((address) => address.replace(/\/$/, '')))];
}

function toUrl(cell: string): URL | undefined {
  if (/\s/.test(cell)) return undefined;
  const withScheme = /^https?:\/\//i.test(cell)
    ? cell
    : cell.startsWith('//')
      ? `https:${cell}`
      : /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|$)/i.test(cell)
        ? `https://${cell}`
        : undefined;
  if (withScheme === undefined) return undefined;
  return URL.canParse(withScheme) ? new URL(withScheme) : undefined;
}

function fromUrl(url: URL): ParsedProfile {
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  if (host === 'lnkd.in') return refused('short-link');
  if (!LINKEDIN_HOST.test(host)) return refused('not-linkedin');
  const parts = url.pathname.split('/').filter((part) => part !== '');
  if (parts[0]?.toLowerCase() === 'mwlite') parts.shift();
  const room = parts[0]?.toLowerCase();
  switch (room) {
    case 'in':
      return fromSlug(parts[1] ?? '');
    case 'pub':
      return refused('old-public-link');
    case 'profile':
      return fromIdParameter(url.searchParams.get('id'));
    case 'messaging':
      return fromIdParameter(url.searchParams.get('recipient') ?? url.searchParams.get('profileUrn'));
    case 'sales':
    case 'recruiter':
    case 'talent':
    case 'cap':
      return refused('sales-navigator-link');
    case 'company':
    case 'school':
    case 'showcase':
    case 'groups':
    case 'jobs':
    case 'posts':
    case 'feed':
    case 'pulse':
    case 'learning':
    case 'newsletters':
      return refused('not-a-person');
    default:
      return refused('not-a-profile');
  }
}

function fromIdParameter(value: string | null): ParsedProfile {
  if (value === null) return refused('not-a-profile');
  const id = value.split(':').at(-1)?.trim() ?? '';
  if (MEMBER_ID.test(id)) return { kind: 'person', key: { kind: 'id', value: id } };
  return refused(/^\d+$/.test(id) ? 'numeric-id' : 'not-a-profile');
}

function fromUrn(cell: string): ParsedProfile {
  const parts = cell.replace(/%3a/gi, ':').split(':');
  const kind = parts[2]?.toLowerCase() ?? '';
  if (['fsd_profile', 'fs_miniprofile', 'fs_profile', 'profile', 'member'].includes(kind)) return fromIdParameter(parts[3] ?? '');
  return refused(kind === 'fs_salesprofile' ? 'sales-navigator-link' : 'not-a-person');
}

function fromSlug(raw: string): ParsedProfile {
  const decoded = decodeFully(raw);
  if (decoded === undefined) return refused('broken-encoding');
  const id = decoded.trim();
  if (MEMBER_ID.test(id)) return { kind: 'person', key: { kind: 'id', value: id } };
  if (SALES_ID.test(id)) return refused('sales-navigator-link');
  const slug = id.normalize('NFC').toLowerCase();
  if (slug === '') return refused('no-profile');
  if (RESERVED_SLUGS.has(slug)) return refused(slug === 'me' ? 'own-profile-shortcut' : 'no-profile');
  if (slug.length < 2 || slug.length > 200 || SLUG_REFUSED.test(slug) || !/[\p{L}\p{N}]/u.test(slug)) return refused('not-a-profile');
  return { kind: 'person', key: { kind: 'slug', value: slug } };
}

/** Percent-encoding taken off, twice at most because some tools encode an encoded slug again. */
function decodeFully(raw: string): string | undefined {
  let text = raw;
  for (let round = 0; round < 2 && text.includes('%'); round += 1) {
    try {
      text = decodeURIComponent(text);
    } catch {
      return undefined;
    }
  }
  return text;
}
