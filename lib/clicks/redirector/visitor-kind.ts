import { isbot } from 'isbot';

/** The parts of a request that tell a person's click from a machine's look. */
export type Look = { readonly method: string; header(name: string): string | undefined };

/** Security gateways that name themselves and that the isbot list does not hold. */
const ALSO_MACHINES = /barracuda|proofpoint|mimecast|safelinks|urldefense|zscaler/iu;
/** Where browsers say that nobody clicked yet: prefetch, prerender, preview. */
const PURPOSE_HEADERS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/**
 * Decides whether a request counts as a click. Known robots (LinkedIn's own preview above all), HEAD, an empty agent,
 * prefetch, prerender and preview do not. A scanner that poses as an ordinary browser cannot be told apart.
 */
export function visitorKind(look: Look): 'person' | 'bot' {
  if (look.method !== 'GET') return 'bot';
  const agent = (look.header('user-agent') ?? '').trim();
  if (agent === '' || isbot(agent) || ALSO_MACHINES.test(agent)) return 'bot';
  const purposes = PURPOSE_HEADERS.map((name) => look.header(name) ?? '').join(' ');
  return /prefetch|prerender|preview/iu.test(purposes) ? 'bot' : 'person';
}
