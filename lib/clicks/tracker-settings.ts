import { dub, DUB_ORIGIN } from '@/lib/clicks/dub';
import type { FetchPort } from '@/lib/clicks/http';
import { kutt } from '@/lib/clicks/kutt';
import { ownRedirector } from '@/lib/clicks/own-redirector';
import { shlink } from '@/lib/clicks/shlink';
import { trackerKinds, type Tracker } from '@/lib/clicks/tracker';
import { nullable, object, oneOf, text, type Shaped } from '@/lib/domain/shape';

/** What the member chose and pasted, as stored. `domain` is the custom domain links are shown under, without scheme. */
export const trackerSettingsShape = object({
  kind: oneOf(...trackerKinds),
  origin: text(),
  secret: text(),
  domain: nullable(text()),
});
export type TrackerSettings = Shaped<typeof trackerSettingsShape>;

export type SettingsFault =
  | 'addressMissing'
  | 'addressNotValid'
  | 'addressNotHttps'
  | 'secretMissing'
  | 'secretNotValid'
  | 'domainNotValid';

export type SettingsResult =
  | { readonly ok: true; readonly settings: TrackerSettings }
  | { readonly ok: false; readonly field: 'address' | 'secret' | 'domain'; readonly fault: SettingsFault };

/** What the set-up screen hands over, as typed. */
export type TypedSettings = {
  readonly kind: TrackerSettings['kind'];
  readonly address: string;
  readonly secret: string;
  readonly domain: string;
};

/**
 * Decides what typed settings mean: the address is cut to its origin (the one permission asked), `https://` may be left out,
 * plain http only to this computer itself; Dub's address may be left empty; key and domain are trimmed.
 */
export function readTypedSettings(typed: TypedSettings): SettingsResult {
  const address = typed.address.trim();
  if (address === '' && typed.kind !== 'dub') return { ok: false, field: 'address', fault: 'addressMissing' };
  const origin = originOf(address === '' ? DUB_ORIGIN : address);
  if (!origin.ok) return { ok: false, field: 'address', fault: origin.fault };
  const secret = typed.secret.trim();
  if (secret === '') return { ok: false, field: 'secret', fault: 'secretMissing' };
  // A header value: anything beyond visible ASCII would make every request fail in a way nobody understands.
  if (!/^[\x21-\x7e]{1,512}$/u.test(secret)) return { ok: false, field: 'secret', fault: 'secretNotValid' };
  const domain = domainOf(typed.domain.trim());
  if (domain === undefined) return { ok: false, field: 'domain', fault: 'domainNotValid' };
  return { ok: true, settings: { kind: typed.kind, origin: origin.origin, secret, domain } };
}

/** The tracker these settings mean, speaking through `fetch`. */
export function openTracker(settings: TrackerSettings, fetch: FetchPort): Tracker {
  const { kind, origin, secret, domain } = settings;
  switch (kind) {
    case 'redirector':
      return ownRedirector(fetch, { origin, token: secret, linkOrigin: domain === null ? null : `https://${domain}` });
    case 'shlink':
      return shlink(fetch, { origin, apiKey: secret, domain });
    case 'kutt':
      return kutt(fetch, { origin, apiKey: secret, domain });
    case 'dub':
      return dub(fetch, { origin, apiKey: secret, domain });
  }
}

function originOf(
  address: string,
): { ok: true; origin: string } | { ok: false; fault: 'addressNotValid' | 'addressNotHttps' } {
  const full = /^[a-z][a-z0-9+.-]*:\/\//iu.test(address) ? address : `https://${address}`;
  if (!URL.canParse(full)) return { ok: false, fault: 'addressNotValid' };
  const url = new URL(full);
  if (url.hostname === '' || url.username !== '' || url.password !== '') return { ok: false, fault: 'addressNotValid' };
  if (url.protocol === 'https:') return { ok: true, origin: url.origin };
  const isThisComputer = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'http:' && isThisComputer ? { ok: true, origin: url.origin } : { ok: false, fault: 'addressNotHttps' };
}

/** Null when none is wished, undefined when it is not a host name. */
function domainOf(typed: string): string | null | undefined {
  if (typed === '') return null;
  const bare = typed.replace(/^https?:\/\//iu, '').replace(/\/+$/u, '');
  if (!URL.canParse(`https://${bare}`)) return undefined;
  const url = new URL(`https://${bare}`);
  const isPlainHost = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.hostname.includes('.');
  return isPlainHost ? url.host : undefined;
}

/** The origins under which this tracker's own links are shown: what already leads there is not tracked twice. */
export function ownOriginsOf(settings: TrackerSettings): readonly string[] {
  return settings.domain === null ? [settings.origin] : [settings.origin, `https://${settings.domain}`];
}
