import { hash } from './random.ts';
import type { WallKind } from './switches.ts';
import type { Person } from './world.ts';

/** Text for HTML content and attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function miniProfile(person: Person): object {
  return {
    $type: 'com.linkedin.voyager.identity.shared.MiniProfile',
    firstName: person.firstName,
    lastName: person.lastName,
    occupation: person.headline,
    publicIdentifier: person.slug,
    objectUrn: `urn:li:member:${person.number}`,
    entityUrn: `urn:li:fs_miniProfile:${person.id}`,
    dashEntityUrn: `urn:li:fsd_profile:${person.id}`,
  };
}

function dataBlock(number: number, request: string, body: object): string {
  return `<code id="bpr-guid-${number}" style="display: none">${escapeHtml(JSON.stringify(body))}</code>
<code id="datalet-bpr-guid-${number}" style="display: none">${escapeHtml(JSON.stringify({ request, status: 200, body: `bpr-guid-${number}`, method: 'GET' }))}</code>`;
}

/** What a class-based profile page knows of the person it shows, and of another one. */
function profileBlock(number: number, about: Person, decoy: Person): string {
  const profile = (person: Person): object => ({
    $type: 'com.linkedin.voyager.dash.identity.profile.Profile', publicIdentifier: person.slug, firstName: person.firstName, lastName: person.lastName, entityUrn: `urn:li:fsd_profile:${person.id}`,
  });
  return dataBlock(number, `/voyager/api/identity/dash/profiles?q=memberIdentity&memberIdentity=${encodeURIComponent(about.slug)}`, {
    data: { '*elements': [`urn:li:fsd_profile:${about.id}`] }, included: [profile(decoy), profile(about)],
  });
}

/** What the answer of `/voyager/api/me` holds. The member's own entity is not the first one. */
export function meAnswer(me: Person, decoy: Person): object {
  return {
    data: { plainId: me.number, premiumSubscriber: false, '*miniProfile': `urn:li:fs_miniProfile:${me.id}`, $type: 'com.linkedin.voyager.common.Me' },
    included: [miniProfile(decoy), miniProfile(me)],
  };
}

/** The document of an Ember page: classic navigation, `msg-*` classes, data blocks with another person's profile before one's own. */
export function emberDocument(options: { title: string; lang: string; config: object; script: string; me: Person; decoy: Person; noise: number; generation: 'described' | 'undescribed'; about?: Person }): string {
  const { me, decoy, noise, about } = options;
  const known = options.generation === 'described';
  const block = (index: number): number => 1000 + (hash(noise, 'block', index) % 8000);
  return `<!DOCTYPE html>
<html lang="${options.lang}" class="${known ? 'theme theme--mercado artdeco windows' : '_t'}">
<head><meta charset="utf-8"><title>${escapeHtml(options.title)}</title><link rel="stylesheet" href="/sc/practice.css"></head>
<body dir="ltr" class="${known ? 'render-mode-BIGPIPE nav-v2 ember-application' : '_b'}">
${dataBlock(block(1), `/voyager/api/identity/profiles/${encodeURIComponent(decoy.slug)}`, { data: { '*miniProfile': `urn:li:fs_miniProfile:${decoy.id}` }, included: [miniProfile(decoy)] })}
${dataBlock(block(2), '/voyager/api/me', meAnswer(me, decoy))}
${dataBlock(block(3), '/voyager/api/voyagerGlobalAlerts?q=findAlerts', { data: { elements: [] }, included: [] })}
${about === undefined ? '' : profileBlock(block(4), about, decoy)}
<div class="${known ? 'application-outlet ember-view' : '_o'}" id="ember${block(4) % 90}"></div>
<textarea class="g-recaptcha-response" name="g-recaptcha-response" style="display:none"></textarea>
<script type="application/json" id="client-config">${json(options.config)}</script>
<script type="module" src="/sc/${options.script}"></script>
</body></html>`;
}

/** The signed-in member's data block as the older program brings it along into a page of the new app. */
export function ownBlock(number: number, me: Person, decoy: Person): string {
  return `${dataBlock(number, '/voyager/api/me', meAnswer(me, decoy))}\n`;
}

/** The document of a new-app page: an empty root, the legacy outlet, the preload frame, two ad frames. */
export function flagshipDocument(options: { title: string; lang: string; config: object; script: string; nonce: string; rehydration: readonly string[]; own?: string }): string {
  return `<!DOCTYPE html>
<html lang="${options.lang}" dir="ltr">
<head><meta charset="utf-8"><title>${escapeHtml(options.title)}</title><link rel="stylesheet" href="/sc/practice.css"></head>
<body><div id="root"></div>
<div id="interop-outlet" data-testid="interop-shadowdom" class="theme--light" style="position:absolute;top:0;width:100vw;z-index:500"></div>
<iframe data-testid="interop-iframe" src="/preload/?_bprMode=vanilla" tabindex="-1" style="opacity:0;z-index:-1;position:absolute;top:0;left:0;width:100vw;height:100vh;border:0"></iframe>
<iframe title="advertisement" src="/sc/advertisement.html" style="display:none"></iframe>
<iframe title="advertisement" src="/sc/advertisement.html" style="display:none"></iframe>
${options.own ?? ''}<script id="rehydrate-data" nonce="${options.nonce}">window.__como_rehydration__ = ${json(options.rehydration)};</script>
<script type="application/json" id="client-config" nonce="${options.nonce}">${json(options.config)}</script>
<script type="module" nonce="${options.nonce}" src="/sc/${options.script}"></script>
</body></html>`;
}

/** The policy of new-app pages: only scripts of the page itself, and no markup from strings. */
export function strictPolicy(nonce: string): string {
  return [
    "default-src 'self'", `script-src 'nonce-${nonce}' 'strict-dynamic'`, "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "connect-src 'self' wss://www.linkedin.com",
    "frame-src 'self'", "object-src 'none'", "base-uri 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'",
  ].join('; ');
}

function bare(title: string, body: string, lang: string): string {
  return `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body>${body}</body></html>`;
}

const LOGIN_FORM = `<div class="login__form"><h1>Sign in</h1><form method="post" action="/checkpoint/lg/login-submit">
<label for="username">Email or phone</label><input id="username" name="session_key" autocomplete="username">
<label for="password">Password</label><input id="password" name="session_password" type="password" autocomplete="current-password">
<button type="submit">Sign in</button></form><div id="rememberme-div"></div></div>`;

/** A wall's answer: where it sends the browser to, or what it serves in place of the page. */
export type WallAnswer =
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'page'; readonly status: number; readonly html: string }
  | { readonly kind: 'in-page' };

/** What a wall answers to a request for `path`. `in-page` walls are drawn by the page's own script. */
export function wallAnswer(kind: WallKind, path: string): WallAnswer {
  const session = encodeURIComponent(path);
  switch (kind) {
    case 'login': return { kind: 'redirect', to: `/uas/login?session_redirect=${session}` };
    case 'login-page-200': return { kind: 'page', status: 200, html: wallPage('/login', 'en') };
    case 'authwall': return { kind: 'redirect', to: `/authwall?trk=bf&sessionRedirect=${session}` };
    case 'checkpoint': return { kind: 'redirect', to: '/checkpoint/challenge/AgH3bT9kZ0aaaa?ut=2' };
    case 'captcha': return { kind: 'redirect', to: '/checkpoint/challenge/AgCaptcha?ut=1' };
    case 'checkpoint-login': return { kind: 'redirect', to: '/checkpoint/lg/login-submit' };
    case 'agree-to-comply': return { kind: 'redirect', to: '/checkpoint/challenge/AgAgree' };
    case 'restricted': return { kind: 'redirect', to: '/checkpoint/challenge/AgRestricted' };
    case 'http-429': return { kind: 'page', status: 429, html: bare('429', '<p>Too many requests. Please slow down and try again later.</p>', 'en') };
    case 'http-429-challenge': return { kind: 'page', status: 429, html: wallPage('/checkpoint/challenge/AgH', 'en') };
    case 'http-429-empty': return { kind: 'page', status: 429, html: '' };
    case 'http-999': return { kind: 'page', status: 999, html: '' };
    case 'redirect-loop': return { kind: 'redirect', to: path };
    case 'not-found': return { kind: 'redirect', to: '/404/' };
    case 'page-error': case 'sign-in-modal': return { kind: 'in-page' };
  }
}

/** The wall pages themselves, by their address. */
export function wallPage(path: string, lang: string): string {
  if (path.startsWith('/checkpoint/challenge/AgCaptcha')) {
    return bare('Security Verification | LinkedIn', `<main class="app__content"><h1>Let's do a quick security check</h1><div id="captcha-internal">
<iframe src="/sc/captcha.html" title="Captcha Challenge" width="300" height="200"></iframe></div></main>`, lang);
  }
  if (path.startsWith('/checkpoint/challenge/AgRestricted')) {
    return bare('Account restricted | LinkedIn', '<main><h1>Your account has been restricted</h1><p>We noticed unusual activity from your account. Access is temporarily restricted.</p></main>', lang);
  }
  if (path.startsWith('/checkpoint/challenge/AgAgree')) {
    return bare('LinkedIn', '<main><h1>Agree to comply</h1><p>Please confirm that you will follow our terms.</p><button id="content__button--primary--muted">Agree to comply</button></main>', lang);
  }
  if (path.startsWith('/checkpoint/challenge')) {
    return bare('Security Verification | LinkedIn', `<main class="app__content"><h1>Let's do a quick security check</h1>
<form><label for="input__email_verification_pin">Enter the code we sent you</label><input id="input__email_verification_pin" name="pin" autocomplete="one-time-code"><button type="submit">Submit</button></form></main>`, lang);
  }
  if (path.startsWith('/checkpoint/lg')) return bare('LinkedIn Login', LOGIN_FORM, lang);
  if (path.startsWith('/authwall') || path.startsWith('/signup')) {
    return bare('Sign Up | LinkedIn', `<div class="authwall" data-test-id="join-wall"><h1>Join LinkedIn</h1><a href="/login">Sign in</a></div>`, lang);
  }
  if (path.startsWith('/404')) return bare('LinkedIn', '<main><h1>This page doesn’t exist</h1><p>Please check your URL or return to LinkedIn home.</p><a href="/feed/">Go to your feed</a></main>', lang);
  return bare('LinkedIn Login, Sign in | LinkedIn', `<main><h2>Welcome back</h2>${LOGIN_FORM}<a href="/login">Sign in using another account</a></main>`, lang);
}
