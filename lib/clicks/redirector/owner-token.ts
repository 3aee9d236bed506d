/** Whether this is the hex of a SHA-256; anything else means the Worker was deployed without its token. */
export function isTokenHash(hash: string | undefined): hash is string {
  return hash !== undefined && /^[0-9a-f]{64}$/iu.test(hash);
}

/**
 * Whether the bearer token in this header is the owner's. Both sides are SHA-256 digests of the same length and every byte
 * is compared, so the time taken tells nothing about how much of a guess was right.
 *
 * @param expected hex of the SHA-256 of the token, see `isTokenHash`.
 */
export async function isOwner(authorization: string | undefined, expected: string): Promise<boolean> {
  const token = /^Bearer ([\x21-\x7e]{1,512})$/u.exec(authorization ?? '')?.[1] ?? '';
  const given = await sha256Hex(token);
  const wanted = expected.toLowerCase();
  let difference = token === '' ? 1 : 0;
  for (let at = 0; at < given.length; at += 1) difference |= given.charCodeAt(at) ^ wanted.charCodeAt(at);
  return difference === 0;
}

export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
