import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Window } from 'happy-dom';

/** Opens a stored page of tests/fixtures/pages at an address, as a document. */
export function storedPage(name: string, path: string, change: (html: string) => string = (html) => html): Document {
  return writtenPage(change(readFileSync(join(import.meta.dirname, `../fixtures/pages/${name}.html`), 'utf8')), path);
}

/** Opens a page written out in a test at an address, as a document. */
export function writtenPage(html: string, path: string): Document {
  const window = new Window({ url: `https://www.linkedin.com${path}`, settings: { disableCSSFileLoading: true, disableIframePageLoading: true } });
  window.document.write(html);
  return window.document as unknown as Document;
}

/** Ids of the people on the stored pages. */
export const SAM = `ACoAAB${'S'.repeat(33)}`;
export const ANA = `ACoAAA${'A'.repeat(33)}`;
export const BEN = `ACoAAA${'B'.repeat(33)}`;
/** Server time of the oldest row on the stored thread pages. */
export const FIRST_AT = 1_790_000_000_000;

const THREAD = `/messaging/thread/2-${btoa('11111111-2222-3333-4444-555555555555_100')}/`;

export const PATHS: Readonly<Record<string, string>> = {
  thread: THREAD,
  'thread-enter': THREAD,
  'thread-doubtful': THREAD,
  compose: `/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A${ANA}&recipient=${ANA}&screenContext=NON_SELF_PROFILE_VIEW&interop=msgOverlay`,
  'compose-two': `/messaging/compose/?recipient=${ANA}`,
  'compose-empty': '/messaging/compose/',
  bubble: '/in/ana-example/',
  'profile-b2': '/in/ana-example/',
  'connections-b2': '/mynetwork/invite-connect/connections/',
  'thread-kinds': THREAD,
  refusals: `/messaging/compose/?recipient=${ANA}`,
  'profile-a': '/in/ana-example/',
  'connections-a': '/mynetwork/invite-connect/connections/',
  checkpoint: '/checkpoint/challenge/AgH',
  login: '/uas/login?session_redirect=%2Ffeed%2F',
};
